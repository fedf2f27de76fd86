"""`bitext glossary search`: look a concept up."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from bitext.cli.choices import Layout, one_of
from bitext.cli.terminal import columns, printable

if TYPE_CHECKING:
    from bitext.glossary.searching import Match

__all__ = ["search_command"]


def search_command(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="An id, a term or part of one, in any script, or pinyin.")],
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILES|-]", help="Glossary files or folders; without any, the glossary that comes with bitext.", show_default=False
        ),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="How many concepts at most.")] = 20,
    layout: Layout = "text",
) -> None:
    """Look concepts up by id, term, traditional characters, pinyin or what is nearly it; the best first, exit 1 where there is none."""
    from bitext.glossary.searching import search_concepts
    from bitext.glossary.starter import load_starter
    from bitext.io.glossaries import read_glossary

    one_of("--format", layout, ("text", "json"))
    glossary = read_glossary(*files) if files else load_starter()
    matches = search_concepts(glossary.concepts, query, limit=limit)
    if layout == "json":
        made = [asdict(m.concept) | {"match": {"form": m.form, "how": m.how, "score": round(m.score, 4)}} for m in matches]
        typer.echo(printable(json.dumps(made, ensure_ascii=False, indent=1)))
    elif matches:
        typer.echo("\n".join(columns(map(_row, matches))))
    if not matches:
        raise typer.Exit(1)


def _row(match: Match) -> tuple[str, ...]:
    concept = match.concept
    cells = (concept.id, ", ".join(concept.zh), ", ".join(concept.en), f"{concept.status} ({match.how}: {match.form})")
    return tuple(printable(cell, one_line=True) for cell in cells)
