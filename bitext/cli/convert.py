"""`bitext convert`: a corpus from one format into another."""

from __future__ import annotations

import sys
import tempfile
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bitext.cli.choices import DEFAULT_LIMIT, Limit, Quiet, config_option, one_of, parse_limit
from bitext.cli.terminal import complain, printable, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bitext.io.records import Failed

__all__ = ["convert_command"]


def convert_command(
    source: Annotated[str, typer.Argument(metavar="IN", help="The corpus to read; - for standard input.")],
    target: Annotated[str, typer.Argument(metavar="OUT", help="The corpus to write; - for standard output.")],
    form: Annotated[
        str, typer.Option("--from", metavar="FORMAT", help="What IN is; auto goes by its suffix, else by its first bytes.")
    ] = "auto",
    to: Annotated[str, typer.Option("--to", metavar="FORMAT", help="What OUT shall be; auto goes by its suffix.")] = "auto",
    columns: Annotated[
        str | None,
        typer.Option("--columns", metavar="NAME,…", help="The columns of TSV: zh, en, score, id, any other field.", show_default=False),
    ] = None,
    to_columns: Annotated[
        str | None, typer.Option("--to-columns", metavar="NAME,…", help="Those of OUT, where IN is TSV too.", show_default=False)
    ] = None,
    split: Annotated[
        str | None,
        typer.Option("--split", metavar="NAME=SHARE,…", help="Parts, a file each: train=.98,dev=.01,test=.01.", show_default=False),
    ] = None,
    limit: Limit = DEFAULT_LIMIT,
    quiet: Quiet = False,
    config: Annotated[str | None, config_option("convert")] = None,
) -> None:
    """Convert a corpus of pairs: jsonl, tsv, tmx, xliff, xliff2, moses, parquet, huggingface, sqlite.

    docs/formats.md says what each can hold. Records that cannot be read are named with their place, and the others are
    converted; texts that lose a character are counted on standard error. A split never parts a document or near-duplicates;
    a part's name stands before the suffix: corpus.train.tmx. Exit codes: 0 fine, 2 usage, 3 some records failed (the others
    are done), 4 the output cannot be written, 130 interrupted.
    """
    from bitext.io.converting import convert_corpus
    from bitext.io.corpora import FORMATS, corpus_format

    del config  # the callback has set the defaults
    for option, name in (("--from", form), ("--to", to)):
        one_of(option, name, ("auto", *FORMATS))
    size = parse_limit(limit)
    read, written = _names(columns), _names(to_columns)
    if not written and corpus_format(target, to).name == "tsv":
        written = read

    def tell(failed: Failed) -> None:
        complain(str(failed.error))

    shares = _shares(split)
    with nullcontext((target, "")) if shares else _shown(target, corpus_format(target, to).name) as (place, chosen):
        done = convert_corpus(
            source, place, form=form, to=chosen or to, columns=read, to_columns=written, shares=shares, limit=size, tell=tell
        )
    for said, count in sorted(done.losses.items()):
        complain(f"{count} {said}")
    if not quiet:
        parts = "; ".join(f"{name} {count}" for name, count in done.parts.items())
        largest = f"; the largest group that no split may part has {done.largest}" if parts else ""
        say(f"{done.pairs} pairs, {done.failed} failed{'; ' if parts else ''}{parts}{largest}")
    if done.failed:
        raise typer.Exit(3)


@contextmanager
def _shown(target: str, form: str) -> Iterator[tuple[str, str]]:
    """Give where to write, and the format if it must be said: what goes to a terminal waits in a file and is made harmless first."""
    from bitext.io.corpora import FORMATS

    if target != "-" or not FORMATS[form].stream or sys.stdout is None or not sys.stdout.isatty():
        yield target, ""
        return
    with tempfile.TemporaryDirectory(prefix="bitext-") as folder:
        path = Path(folder) / "shown"
        yield str(path), form
        with path.open(encoding="utf-8", newline="\n") as file:
            for line in file:
                sys.stdout.write(printable(line))


def _names(given: str | None) -> list[str]:
    """Read the names of columns."""
    return [one.strip() for one in (given or "").split(",") if one.strip()]


def _shares(given: str | None) -> dict[str, float] | None:
    if given is None:
        return None
    from bitext.splitting import parse_shares

    return parse_shares(given)
