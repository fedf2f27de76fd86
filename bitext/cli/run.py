"""`bitext run`: from pages to a corpus, as a small file says, resumed where it was left."""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bitext.cli.choices import Layout, Quiet, one_of
from bitext.cli.terminal import complain, printable, say
from bitext.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bitext.pipeline import Settings
    from bitext.shards import Outcome, Progress

__all__ = ["run_command"]


def run_command(
    config: Annotated[
        str | None, typer.Argument(metavar="[bitext.toml]", help="What to do; else the nearest bitext.toml.", show_default=False)
    ] = None,
    dry: Annotated[
        bool, typer.Option("--dry-run", help="Print the plan (inputs, steps, shards, signature, outputs) and do nothing.")
    ] = False,
    shard: Annotated[
        str | None,
        typer.Option("--shard", metavar="K/N", help="Do the K-th of N shares of the next step (job arrays).", show_default=False),
    ] = None,
    merge: Annotated[
        bool, typer.Option("--merge", help="Do only what needs all shards: couple documents, or join the pairs and write.")
    ] = False,
    resume: Annotated[bool, typer.Option("--resume/--no-resume", help="Leave finished shards as they are, or do all again.")] = True,
    jobs: Annotated[
        int | None,
        typer.Option("-j", "--jobs", metavar="N", help="Processes; 0 for one a processor. Results are the same.", show_default=False),
    ] = None,
    layout: Layout = "text",
    quiet: Quiet = False,
) -> None:
    """Make a corpus of pages: read, clean, match, align, filter, take out duplicates, write.

    The file has tables for every step, all with defaults; docs/pipeline.md has them. What is finished stays when the run is
    stopped, and the next one goes on from there; a changed input or setting does again what hangs on it. The report goes to
    standard error and beside the output. Exit codes: 0 fine, 2 usage, 3 some inputs failed (the others are done), 4 an output
    cannot be written, 130 interrupted.
    """
    one_of("--format", layout, ("text", "json"))
    part = _shard(shard)
    settings = _settings(config)
    if dry:
        _print_plan(settings, layout)
        return

    from bitext.shards import run_pipeline

    try:
        with _shown(quiet=quiet, stdout=settings.output.path == "-") as observe:
            outcome = run_pipeline(settings, jobs=jobs, shard=part, merge=merge, resume=resume, observe=observe)
    except KeyboardInterrupt:
        complain("interrupted; finished shards are whole, and the same command goes on from there")
        raise typer.Exit(130) from None
    if not quiet:
        _tell(outcome, layout)
    if outcome.failed:
        raise typer.Exit(3)


def _shard(said: str | None) -> tuple[int, int] | None:
    if said is None:
        return None
    match = re.fullmatch(r"([0-9]{1,9})/([0-9]{1,9})", said)
    if match is None:
        raise UsageError("--shard", f"{said!r} is no share", "write K/N with K from 1 to N: 3/16")
    return int(match[1]), int(match[2])


def _settings(config: str | None) -> Settings:
    from pathlib import Path

    from bitext.cli.configuration import find_configuration
    from bitext.shards import read_settings

    path = config or find_configuration(Path.cwd())
    if path is None:
        raise UsageError("bitext.toml", "is neither here nor in a folder above", "write one, or name another file; see docs/pipeline.md")
    return read_settings(path)


def _print_plan(settings: Settings, layout: str) -> None:
    from bitext.io.documents import as_json
    from bitext.io.writing import open_output
    from bitext.shards import plan_run

    plan = plan_run(settings)
    with open_output("-") as out:
        out.write(as_json(plan) + "\n" if layout == "json" else printable(plan_text(plan)))
    if plan["failures"]:
        raise typer.Exit(3)


def plan_text(plan: dict[str, Any]) -> str:
    """Write a plan for people: inputs, steps with what is not usual, outputs, signature.

    >>> print(plan_text({"input": {"pages": {"files": 2, "bytes": 900, "shards": 1}}, "steps": {"clean": {"use": True}},
    ...     "output": {"path": "a.jsonl", "rejected": None, "work": "a.work"}, "signature": "bitext|…", "failures": []}), end="")
    input      pages: 2 files, 900 bytes, 1 shard
    clean      use = true
    output     a.jsonl
    work       a.work
    signature  bitext|…
    """
    rows = []
    for side, found in plan["input"].items():
        counts = f"{found['files']:,} file{'s' * (found['files'] != 1)}, {found['bytes']:,} bytes"
        rows.append(("input", f"{side}: {counts}, {found['shards']:,} shard{'s' * (found['shards'] != 1)}"))
    for step, options in plan["steps"].items():
        rows.append((step, ", ".join(f"{name} = {_value(value)}" for name, value in options.items())))
    rows.append(("output", plan["output"]["path"]))
    rows += [("rejected", plan["output"]["rejected"])] if plan["output"]["rejected"] else []
    rows += [("work", plan["output"]["work"]), ("signature", plan["signature"])]
    rows += [("missing", message) for message in plan["failures"]]
    return "".join(f"{head:<11}{said}\n" for head, said in rows)


def _value(value: Any) -> str:
    import json

    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)


def _tell(outcome: Outcome, layout: str) -> None:
    """Say what came of the run, or what is to be done next."""
    from bitext.io.documents import as_json
    from bitext.pipeline.reporting import report_text

    if outcome.next:
        said = "all jobs with --shard" if outcome.next == "--shard" else "once all jobs are through, --merge"
        say(f"this part is done; next: {said}")
    elif layout == "json":
        say(as_json(outcome.report))
    else:
        for line in report_text({**outcome.report, "failures": []}).splitlines():  # they were named as they came
            say(line)


@contextmanager
def _shown(*, quiet: bool, stdout: bool) -> Iterator[Callable[[Progress], None]]:
    """Name failures as they come; show bytes, rate and time left on standard error where that is a terminal of its own."""
    if quiet or not sys.stderr.isatty() or (stdout and sys.stdout.isatty()):
        yield _complain_of
        return
    from time import monotonic

    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description:<6}"), BarColumn(), TextColumn("{task.fields[said]}"), TimeRemainingColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, tuple[Any, float]] = {}

        def observe(now: Progress) -> None:
            if now.step not in tasks and now.step != "plan":
                tasks[now.step] = bars.add_task(now.step, total=None, said=""), monotonic()
            if now.step in tasks:
                task, begin = tasks[now.step]
                known = now.total > 1 or now.done == now.total  # what is no bytes only runs, and is through
                bars.update(task, completed=now.done, total=now.total if known else None, said=_rate(now, monotonic() - begin))
            for message in now.failures:
                bars.console.print(f"bitext: {printable(message, one_line=True)}", markup=False, highlight=False, soft_wrap=True)

        yield observe


def _rate(now: Progress, seconds: float) -> str:
    """How much is done, and how fast; nothing for a step that counts no bytes.

    >>> from bitext.shards import Progress
    >>> _rate(Progress("clean", 3_000_000, 8_000_000, skipped=2), 2.0)
    '3.0 of 8.0 MB, 1.50 MB/s, 2 shards found finished'
    """
    if now.total <= 1:
        return ""
    speed = f", {now.done / 1e6 / seconds:.2f} MB/s" if now.done and seconds > 0 else ""
    found = f", {now.skipped} shards found finished" if now.skipped else ""
    return f"{now.done / 1e6:.1f} of {now.total / 1e6:.1f} MB{speed}{found}"


def _complain_of(now: Progress) -> None:
    for message in now.failures:
        complain(message)
