"""`bitext tm add` and `bitext tm export`: pairs into a translation memory, and out of it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from bitext.cli.choices import DEFAULT_LIMIT, Limit, Quiet, files_or_help, parse_limit
from bitext.cli.terminal import complain, say
from bitext.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bitext.memory import Added
    from bitext.model import Pair

__all__ = ["MemoryFile", "add_command", "export_command"]

MemoryFile = Annotated[str, typer.Argument(metavar="MEMORY", help="The file of the memory: memory.db.", show_default=False)]


def add_command(
    ctx: typer.Context,
    memory: MemoryFile,
    pairs: Annotated[
        list[str] | None, typer.Argument(metavar="[PAIRS|-]", help="Corpora of pairs, or - for standard input.", show_default=False)
    ] = None,
    form: Annotated[str, typer.Option("--from", metavar="auto|FORMAT", help="The format of the pairs; auto goes by the suffix.")] = "auto",
    source: Annotated[
        str | None, typer.Option("--source", metavar="NAME", help="Where the pairs come from; else the file's name.", show_default=False)
    ] = None,
    limit: Limit = DEFAULT_LIMIT,
    quiet: Quiet = False,
) -> None:
    """Add pairs to a translation memory, which is made where there is none.

    Equal pairs become one, with the best score; each keeps every place it came from. Adding the same again changes nothing, so
    what was interrupted is simply repeated. Others may search meanwhile. Exit codes: 0 fine, 2 usage, 3 some inputs or records
    failed (the others are done), 4 the memory cannot be written, 130 interrupted.
    """
    from bitext.io.corpora import corpus_format
    from bitext.io.streams import named
    from bitext.memory import Added, Memory

    size = parse_limit(limit)
    inputs = files_or_help(ctx, pairs)
    for path in inputs:
        corpus_format(path, form)  # a format that is unknown is told before anything is done
        if path != "-" and os.path.exists(path) and os.path.exists(memory) and os.path.samefile(path, memory):  # noqa: PTH110, PTH121
            raise OutputError(named(memory), "is also an input", "name the memory first, then what to add")
    failed: list[str] = []
    added = Added()
    with Memory.open(memory, write=True) as opened:
        for path in inputs:
            added += opened.add(_good(path, form, size, failed), source=source if source is not None else named(path))
        count = len(opened)
    if not quiet:
        say(_summary(added, len(failed), count))
    if failed:
        raise typer.Exit(3)


def _good(path: str, form: str, limit: int, failed: list[str]) -> Iterator[Pair]:
    """The pairs of a corpus; each failure is named at once and counted."""
    from bitext.io.corpora import read_corpus
    from bitext.io.records import Failed

    for found in read_corpus(path, form=form, limit=limit):
        if isinstance(found, Failed):
            failed.append(found.place)
            complain(str(found.error))
        else:
            yield found


def _summary(added: Added, failed: int, count: int) -> str:
    parts = [f"{added.new} new", f"{added.merged} merged", f"{added.known} known"]
    if added.one_sided:
        parts.append(f"{added.one_sided} one-sided, left out")
    if failed:
        parts.append(f"{failed} failed")
    return f"{', '.join(parts)}; the memory holds {count} pair{'' if count == 1 else 's'}"


def export_command(
    memory: MemoryFile,
    output: Annotated[str, typer.Option("-o", "--output", metavar="FILE", help="Where the pairs go.")] = "-",
    to: Annotated[
        str, typer.Option("--to", metavar="auto|FORMAT", help="The format; auto goes by the suffix, and is jsonl on standard output.")
    ] = "auto",
) -> None:
    """Write all pairs of a translation memory, in the order in which they were added, in any format of pairs.

    In formats with room for it each pair says where it came from (`origins`); adding such a file to another memory keeps that.
    Exit codes: 0 fine, 2 usage, 3 the memory cannot be read, 4 the output cannot be written, 130 interrupted.
    """
    from bitext.io.corpora import open_corpus
    from bitext.memory import Memory
    from bitext.signature import make_signature

    with Memory.open(memory) as opened, open_corpus(output, form=to, inputs=[memory], signature=make_signature(steps=())) as out:
        for pair in opened.pairs():
            out.write(pair)
