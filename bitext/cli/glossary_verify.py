"""`bitext glossary verify`: hold translations against a glossary."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from bitext.cli.choices import (
    DEFAULT_LIMIT,
    Limit,
    Quiet,
    config_option,
    files_or_help,
    format_option,
    one_of,
    parse_limit,
    some_of,
    split_list,
)
from bitext.cli.glossary_find import Terms, glossary_name, read_terms
from bitext.cli.terminal import complain, printable, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bitext.glossary.verifying import Renderings
    from bitext.io.findings import Placed

__all__ = ["verify_command"]

_LAYOUTS = ("text", "json", "sarif", "junit", "github")


def verify_command(
    ctx: typer.Context,
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PAIRS|-", help="Pairs in any format (docs/formats.md): TSV, JSONL, TMX, …; - for standard input.", show_default=False
        ),
    ] = None,
    glossary: Terms = None,
    checks: Annotated[
        list[str] | None,
        typer.Option(
            "--only", metavar="CHECK,…", help="Only these checks: term-missing, term-forbidden, term-inconsistent.", show_default=False
        ),
    ] = None,
    layout: Annotated[str, format_option(*_LAYOUTS)] = "text",
    output: Annotated[str, typer.Option("-o", "--output", metavar="OUT", help="A file for the findings.")] = "-",
    check: Annotated[bool, typer.Option("--check", help="Exit 1 when there is a finding.")] = False,
    limit: Limit = DEFAULT_LIMIT,
    quiet: Quiet = False,
    config: Annotated[str | None, config_option("glossary.verify")] = None,
) -> None:
    """Find terms that lack their translation, forbidden renderings, and terms that are rendered in several ways.

    Both directions are checked. Inflection, another order of the words and a word between are allowed within one clause;
    docs/glossary.md states the limits. Exit codes: 0 fine, 1 --check found something, 2 usage, 3 some inputs or pairs
    failed (the others are done), 4 the output cannot be written, 130 interrupted.
    """
    from bitext.glossary.finding import make_index
    from bitext.glossary.verifying import CHECKS, Renderings
    from bitext.io.findings import write_findings
    from bitext.io.writing import open_output
    from bitext.signature import make_signature

    del config  # the callback has set the defaults
    one_of("--format", layout, _LAYOUTS)
    asked = some_of("--only", split_list(checks), CHECKS) or frozenset(CHECKS)
    size = parse_limit(limit)
    inputs = files_or_help(ctx, files)
    terms = read_terms(glossary)
    counted = Renderings(make_index(terms))
    total = {"pairs": 0, "failed": 0, "findings": 0}
    found = (placed for placed in _findings(inputs, counted, size, total) if placed.finding.check in asked)
    signature = make_signature(steps=("words", "gloss"), glossary=(glossary_name(glossary), terms.digest))
    chosen: dict[str, tuple[str, str]] = {name: said for name, said in CHECKS.items() if name in asked}
    safe = partial(printable, one_line=True)
    with open_output(output, inputs=[path for path in inputs if path != "-"]) as out:
        for text in write_findings(_told(found, total), layout, chosen, partial(_summary, total, signature), safe):
            out.write(printable(text))
    if not quiet and layout == "text":
        say(f"{total['pairs']} pairs, {total['findings']} findings, {total['failed']} failed; {signature}")
    if total["failed"]:
        raise typer.Exit(3)
    if check and total["findings"]:
        raise typer.Exit(1)


def _summary(total: dict[str, int], signature: str) -> dict[str, object]:
    return {"pairs": total["pairs"], "failed": total["failed"], "signature": signature}


def _told(found: Iterator[Placed], total: dict[str, int]) -> Iterator[Placed]:
    for placed in found:
        total["findings"] += 1
        yield placed


def _findings(inputs: list[str], counted: Renderings, limit: int, total: dict[str, int]) -> Iterator[Placed]:
    """The findings of each pair in order, then what only all pairs together show."""
    from bitext.glossary.verifying import verify_pair
    from bitext.io.findings import Placed
    from bitext.io.pairs import read_pairs
    from bitext.io.records import Failed

    for path in inputs:
        for pair in read_pairs(path, limit=limit):
            if isinstance(pair, Failed):
                total["failed"] += 1
                complain(str(pair.error))
                continue
            total["pairs"] += 1
            file, line = _place(pair.place)
            counted.add(pair.zh, pair.en, (file, line))
            for finding in verify_pair(pair.zh, pair.en, counted.index):
                yield Placed(finding, file, line)
    for place, finding in counted.findings():
        yield Placed(finding, *place)


def _place(place: str) -> tuple[str, int]:
    """The file of a pair, and the number of its line or unit."""
    for mark in "#:":
        file, found, number = place.rpartition(mark)
        if found and number.isdecimal():
            return file, int(number)
    return place, 1
