"""`bitext dedup`: each pair once."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from bitext.cli.choices import DEFAULT_LIMIT, Limit, PairFiles, PairForm, PairsTo, Quiet, config_option, files_or_help, one_of, parse_limit
from bitext.cli.terminal import complain, say
from bitext.cli.two_outputs import PairSource, TwoOutputs
from bitext.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bitext.deduplication.deciding import Decisions, Duplicate
    from bitext.deduplication.fingerprints import Fingerprints, Likeness
    from bitext.io.corpora import CorpusWriter
    from bitext.io.spool import Spool
    from bitext.model import Pair

__all__ = ["dedup_command"]


def dedup_command(
    ctx: typer.Context,
    files: PairFiles = None,
    level: Annotated[
        str,
        typer.Option(
            "--level", metavar="exact|normalized|near", help="The same text; the same but for script, width, case, digits, marks; nearly."
        ),
    ] = "normalized",
    on: Annotated[str, typer.Option("--on", metavar="both|either|zh|en", help="Which side must be alike.")] = "both",
    threshold: Annotated[
        float, typer.Option("--threshold", metavar="SHARE", help="How many shingles near duplicates have in common, 0.5 to 1.")
    ] = 0.8,
    keep: Annotated[
        str, typer.Option("--keep", metavar="best|first", help="Which of several stays: the best score, or the first.")
    ] = "best",
    index: Annotated[
        str | None, typer.Option("--index", metavar="FILE", help="What earlier runs kept; this run adds to it.", show_default=False)
    ] = None,
    rejected: Annotated[
        str | None, typer.Option("--rejected", metavar="FILE", help="Where duplicates go, with what each repeats.", show_default=False)
    ] = None,
    form: PairForm = "auto",
    to: PairsTo = "auto",
    output: Annotated[str, typer.Option("-o", "--output", metavar="OUT", help="Where the kept pairs go.")] = "-",
    limit: Limit = DEFAULT_LIMIT,
    quiet: Quiet = False,
    config: Annotated[str | None, config_option("dedup")] = None,
) -> None:
    """Keep one of the pairs that are alike, over all inputs, in input order.

    No two kept pairs are alike, and every other one repeats a kept one. What an earlier run kept stays kept, even where a
    later pair scores better. Exit codes: 0 fine, 2 usage, 3 some inputs or pairs failed (the others are done), 4 an output
    or the index cannot be written, 130 interrupted.
    """
    del config  # the callback has set the defaults
    from bitext.deduplication.deciding import KEEPS
    from bitext.deduplication.fingerprints import SIDES, Likeness
    from bitext.deduplication.keys import LEVELS

    one_of("--level", level, LEVELS)
    one_of("--on", on, SIDES)
    one_of("--keep", keep, KEEPS)
    if not 0.5 <= threshold <= 1:
        raise UsageError("--threshold", f"{threshold} is no share to ask for", "write a number from 0.5 to 1")
    source = PairSource(files_or_help(ctx, files), form, parse_limit(limit))
    outputs = TwoOutputs(output, to, rejected, "kept")
    outputs.check()
    raise typer.Exit(_run(source, Likeness(level, on, threshold), keep, outputs, index, quiet=quiet))


def _run(source: PairSource, likeness: Likeness, keep: str, outputs: TwoOutputs, index: str | None, *, quiet: bool) -> int:
    """Read everything, decide, write; the index changes when the outputs are in place. Give the exit code.

    The outputs are opened first, so that one that cannot be written is told before an hour of reading.
    """
    import numpy as np

    from bitext.deduplication.deciding import decide_duplicates
    from bitext.deduplication.fingerprints import take_fingerprints
    from bitext.io.duplicate_index import open_index
    from bitext.io.spool import Spool

    failed: list[str] = []
    with ExitStack() as stack:
        earlier = None
        if index is not None:
            others = (*source.inputs, outputs.path, *([outputs.rejected] if outputs.rejected else []))
            earlier = stack.enter_context(open_index(index, likeness, others=others))
        kept, other = outputs.open(stack, source.inputs, _signature(likeness, keep))
        spool = stack.enter_context(Spool())
        fingerprints = take_fingerprints(spool.record(_read(source, failed)), likeness)
        if failed and not fingerprints.size:
            raise typer.Exit(3)  # inside, so that outputs of an earlier run stay as they were
        if earlier is not None:
            earlier.begin(fingerprints, keep, outputs.path)
        decisions = decide_duplicates(fingerprints, keep, earlier)
        _write(spool, decisions, kept, other)
        if earlier is not None:
            earlier.add(fingerprints, np.flatnonzero(decisions.kept))
    if not quiet:
        say(_summary(fingerprints, decisions, len(failed)))
    return 3 if failed else 0


def _read(source: PairSource, failed: list[str]) -> Iterator[Pair]:
    from bitext.io.records import Failed

    for found in source.read():
        if isinstance(found, Failed):
            failed.append(found.place)
            complain(str(found.error))
        else:
            yield found


def _signature(likeness: Likeness, keep: str) -> str:
    from bitext.signature import make_signature

    near = f"-{likeness.threshold:g}" if likeness.level == "near" else ""
    return make_signature(steps=("dedup",), duplicates=f"{likeness.level}-{likeness.on}-{keep}{near}")


def _write(spool: Spool, decisions: Decisions, kept: CorpusWriter, other: CorpusWriter | None) -> None:
    """Write kept pairs and duplicates where they belong, in input order."""
    for number, (pair, stays) in enumerate(zip(spool.replay(), decisions.kept.tolist(), strict=True)):
        if stays:
            kept.write(pair)
        elif other is not None:
            other.write(_explained(pair, decisions.duplicate_of(number)))


def _explained(pair: Pair, found: Duplicate) -> Pair:
    """The pair with the reason among its further fields."""
    reason = {"filter": "duplicate", "value": round(found.similarity, 4), "duplicate_of": found.of, "side": found.side}
    return replace(pair, extra={**pair.extra, "reasons": [reason | ({"earlier": True} if found.earlier else {})]})


def _summary(fingerprints: Fingerprints, decisions: Decisions, failed: int) -> str:
    kept = int(decisions.kept.sum())
    said = f"{fingerprints.size:,} pairs: {kept:,} kept, {fingerprints.size - kept:,} duplicates"
    if earlier := decisions.earlier:
        said += f" ({earlier:,} of pairs of earlier runs)"
    return said + (f", {failed:,} failed" if failed else "")
