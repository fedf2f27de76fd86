"""`bitext glossary find`: the terms of lines and records, with their places."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from bitext.cli.choices import (
    DEFAULT_LIMIT,
    Exclude,
    Files,
    Include,
    Jobs,
    Limit,
    LineForm,
    Output,
    Quiet,
    config_option,
    files_or_help,
    one_of,
    parse_limit,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bitext.cli.batches import Batch
    from bitext.glossary import Glossary
    from bitext.glossary.finding import Hit, TermIndex
    from bitext.io.records import Failed

__all__ = ["Terms", "find_command", "glossary_name", "read_terms"]

Terms = Annotated[
    list[str] | None,
    typer.Option(
        "--glossary", metavar="PATH", help="Glossary files or folders; else the glossary that comes with bitext.", show_default=False
    ),
]


def find_command(
    ctx: typer.Context,
    files: Files = None,
    glossary: Terms = None,
    to: Annotated[
        str, typer.Option("--to", metavar="jsonl|tsv", help="An object a hit, or concept, form, start, end, line and text.")
    ] = "jsonl",
    output: Output = "-",
    words: Annotated[bool, typer.Option("--words/--no-words", help="Leave out terms inside longer Chinese words (人民 in 人民币).")] = True,
    form: LineForm = "auto",
    jobs: Jobs = 1,
    include: Include = None,
    exclude: Exclude = None,
    limit: Limit = DEFAULT_LIMIT,
    quiet: Quiet = False,
    config: Annotated[str | None, config_option("glossary.find")] = None,
) -> None:
    """Find the terms of a glossary in texts: in both languages and scripts, longest first, none across another.

    An object a hit: concept, form (as the glossary has it), start and end, text (as it stands), kind (preferred, admitted,
    variant, forbidden), side, line; doc where a record names itself. Offsets count code points of the line, or of a record's
    text, from 0. Exit codes: 0 fine, 2 usage, 3 some inputs or lines failed (the others are done), 4 the output cannot be
    written, 130 interrupted.
    """
    one_of("--to", to, ("jsonl", "tsv"))
    one_of("--from", form, ("auto", "text"))
    size = parse_limit(limit)
    inputs = files_or_help(ctx, files)
    del quiet, config  # nothing is said but failures; the callback has set the defaults

    from bitext.cli.batches import LineRun, run_lines
    from bitext.glossary.finding import make_index

    index = make_index(read_terms(glossary), words=words)
    asked = LineRun(inputs, output, f".{to}", tuple(include or ()), tuple(exclude or ()), form, size, jobs)
    raise typer.Exit(run_lines(asked, partial(_work, to, index), partial(_failed, to)))


def read_terms(paths: list[str] | None) -> Glossary:
    """Read the glossary that a command names, or the one that comes with bitext.

    Raises:
        InputError: it cannot be read whole.
    """
    from bitext.glossary.starter import load_starter
    from bitext.io.glossaries import read_glossary

    return read_glossary(*paths) if paths else load_starter()


def glossary_name(paths: list[str] | None) -> str:
    """Name a glossary as signatures do: the stems of its paths; `starter` is the one that comes with bitext.

    >>> glossary_name(["terms/finance.toml", "places"]), glossary_name(None)
    ('finance+places', 'starter')
    """
    import re
    from pathlib import Path

    stems = (Path(path).resolve().name if path in (".", "..") else Path(path).name.removesuffix(".toml") for path in paths or ("starter",))
    return "+".join(re.sub(r"[^\w.-]", "_", stem) or "_" for stem in stems)


def _work(to: str, index: TermIndex, batch: Batch) -> str:
    """Render the hits of a batch of lines."""
    render = _as_json if to == "jsonl" else _as_row
    return "".join([render(batch, line, text, hit) for line, text, hit in _hits(index, batch)])


def _hits(index: TermIndex, batch: Batch) -> Iterator[tuple[int, str, Hit]]:
    """Each hit with the number of its line and the text that its offsets count in; a record's text is one."""
    if batch.record is not None and batch.record.form != "html":
        text = "\n".join(batch.texts)
        for hit in index.find(text):
            yield batch.record.position, text, hit
        return
    for number, text in enumerate(batch.texts, batch.first):
        for hit in index.find(text):
            yield number, text, hit


def _as_json(batch: Batch, line: int, text: str, hit: Hit) -> str:
    from bitext.io.documents import as_json

    made = {"concept": hit.concept, "form": hit.form, "start": hit.start, "end": hit.end, "text": text[hit.start : hit.end]}
    own = {} if batch.record is None or batch.record.id is None else {"doc": batch.record.id}
    return as_json(own | made | {"kind": hit.kind, "side": hit.side, "line": line}) + "\n"


def _as_row(batch: Batch, line: int, text: str, hit: Hit) -> str:
    del batch
    cells = (hit.concept, hit.form, str(hit.start), str(hit.end), str(line), text[hit.start : hit.end])
    return "\t".join(" ".join(cell.split()) for cell in cells) + "\n"


def _failed(to: str, failure: Failed) -> str:
    """A failed record has its line in JSON, so that nothing goes unseen."""
    from bitext.io.documents import as_json

    if to == "tsv":
        return ""
    said = f"{failure.error.reason}; {failure.error.remedy}".removesuffix("; ")
    return as_json({"doc": failure.id or failure.place, "error": said}) + "\n"
