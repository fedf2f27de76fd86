"""One run of `bitext clean`: inputs found, records mapped, outputs written, failures named, a sum at the end."""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, groupby
from typing import TYPE_CHECKING

from bitext.cli.pool import map_in_order, processors
from bitext.cli.terminal import Painter, complain, printable, say
from bitext.cli.working import Item, Outcome, Task, size_of, work
from bitext.io.documents import SEPARATOR
from bitext.io.reading import Input, find_inputs, read_input
from bitext.io.records import Failed
from bitext.io.streams import named
from bitext.io.writing import is_folder, open_output, output_paths
from bitext.signature import make_signature

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from bitext.cleaning import Options
    from bitext.io.writing import Output

__all__ = ["Run", "run_clean"]

_SUFFIXES = {"text": ".txt", "md": ".md", "jsonl": ".jsonl"}


@dataclass(frozen=True, slots=True)
class Run:
    """What the command line asks for; see `bitext clean --help`."""

    inputs: list[str]
    form: str
    include: list[str]
    exclude: list[str]
    limit: int
    to: str
    output: str
    options: Options
    site_memory: str | None
    trace: bool
    diff: bool
    check: bool
    layout: str
    jobs: int
    quiet: bool
    verbose: bool


@dataclass(slots=True)
class _Sum:
    documents: int = 0
    changed: int = 0
    failed: int = 0
    edits: int = 0


def run_clean(run: Run) -> int:
    """Carry out a run; give its exit code.

    Raises:
        OutputError: an output cannot be written.
    """
    found = list(find_inputs(run.inputs, include=run.include, exclude=run.exclude))
    jobs = run.jobs or processors()
    outcomes = map_in_order(partial(work, _task(run)), _items(run, found), size_of, jobs)
    total = _Sum()
    with _progress(run) as step:
        counted = _counted(run, outcomes, total, step)
        if run.diff or run.check:
            _show(run, counted, total)
        elif is_folder(run.output):
            _write_folder(run, found, counted)
        else:
            paths = [i.path for i in found if isinstance(i, Input)]
            with open_output(run.output, inputs=paths) as out:
                _write(out, counted, run.to)
    if not run.quiet and not run.check and (run.verbose or run.layout == "json"):
        say(_summary(run, total))
    if total.failed:
        return 3
    return 1 if run.check and total.changed else 0


def _task(run: Run) -> Task:
    options = replace(run.options, site_memory=None)
    memory = run.site_memory
    if run.diff:
        return Task("diff", "text", options, memory, coloured=Painter.of(sys.stdout).enabled)
    if run.check:
        return Task("findings", run.layout, options, memory)
    return Task("document", run.to, options, memory, trace=run.trace)


def _items(run: Run, found: Iterable[Input | Failed]) -> Iterator[Item]:
    for number, one in enumerate(found):
        if isinstance(one, Failed):
            yield Item(number, one.place, one)
        else:
            yield from (Item(number, named(one.path), r) for r in read_input(one.path, form=run.form, limit=run.limit))


def _counted(run: Run, outcomes: Iterable[Outcome], total: _Sum, step: Callable[[], None]) -> Iterator[Outcome]:
    """Count and tell what goes by."""
    for outcome in outcomes:
        if outcome.failure:
            total.failed += 1
            complain(outcome.failure)
        else:
            total.documents += 1
            total.changed += outcome.changed
            total.edits += outcome.edits
            if run.verbose and not run.quiet:
                say(outcome.said)
        step()
        yield outcome


def _write(out: Output, outcomes: Iterable[Outcome], to: str) -> None:
    """Write documents in order; text and Markdown get the separator between two of them."""
    escape = out.name == "stdout" and sys.stdout.isatty()
    later = False
    for outcome in outcomes:
        if to != "jsonl" and outcome.failure:
            continue
        if to != "jsonl" and later:
            out.write(SEPARATOR)
        later = True
        out.write(printable(outcome.output) if escape else outcome.output)
        if out.name == "stdout":
            out.flush()


def _write_folder(run: Run, found: list[Input | Failed], outcomes: Iterable[Outcome]) -> None:
    """Write one file an input; an input that could not be read at all gets none."""
    inputs = [i for i in found if isinstance(i, Input)]
    names = output_paths(inputs, run.output, _SUFFIXES[run.to])
    targets = dict(zip((n for n, i in enumerate(found) if isinstance(i, Input)), names, strict=True))
    sources = {os.path.realpath(i.path): i.path for i in inputs if i.path != "-"}
    for number, group in groupby(outcomes, key=lambda o: o.number):
        first = next(group)
        if first.whole:
            continue
        target = targets[number]
        clash = sources.get(os.path.realpath(target))
        with open_output(target, inputs=[clash] if clash else [], folders=True) as out:
            _write(out, chain([first], group), run.to)  # noqa: B031  the one use of it


def _show(run: Run, outcomes: Iterable[Outcome], total: _Sum) -> None:
    """Write the diff or the findings to standard output; findings as JSON are one object with the sum at its end."""
    as_object = run.check and not run.diff and run.layout == "json"
    with open_output("-") as out:
        if as_object:
            out.write('{"findings": [')
        later = False
        for outcome in outcomes:
            if not outcome.output:
                continue
            if as_object:
                out.write(("," if later else "") + "\n" + outcome.output.rstrip("\n").replace("\n", ",\n"))
            else:
                out.write(outcome.output)
                out.flush()
            later = True
        if as_object:
            out.write("\n], " + _summary(run, total).removeprefix("{") + "\n")
    if run.check and not run.quiet and not as_object:
        say(_summary(replace(run, layout="text"), total))


def _summary(run: Run, total: _Sum) -> str:
    signature = make_signature(run.options)
    if run.layout == "json":
        made = {
            "documents": total.documents,
            "changed": total.changed,
            "failed": total.failed,
            "edits": total.edits,
            "signature": signature,
        }
        return json.dumps(made)
    return f"{total.documents} documents, {total.changed} changed, {total.edits} edits, {total.failed} failed; {signature}"


@contextmanager
def _progress(run: Run) -> Iterator[Callable[[], None]]:
    """Show a count on standard error when that is a terminal and nothing else is written there."""
    if run.quiet or run.verbose or not sys.stderr.isatty() or (run.output == "-" and sys.stdout.isatty()):
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    bar = Progress(
        SpinnerColumn(), TextColumn("cleaned"), MofNCompleteColumn(), TimeElapsedColumn(), console=Console(stderr=True), transient=True
    )
    with bar:
        task = bar.add_task("cleaned", total=None)
        yield lambda: bar.advance(task)
