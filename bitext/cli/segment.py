"""`bitext segment`: the sentences of texts, pages and records."""

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
    split_list,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bitext.cli.batches import Batch
    from bitext.io.records import Failed, Record
    from bitext.io.segments import Segmenting
    from bitext.model import Kind

__all__ = ["blocks_of_record", "segment_command"]


def segment_command(
    ctx: typer.Context,
    files: Files = None,
    to: Annotated[str, typer.Option("--to", metavar="jsonl|text", help="An object a sentence, or a sentence a line.")] = "jsonl",
    output: Output = "-",
    langs: Annotated[
        list[str] | None, typer.Option("--lang", metavar="CODE,…", help="Only sentences in these languages: zh,en", show_default=False)
    ] = None,
    semicolons: Annotated[bool, typer.Option("--semicolons", help="Let a semicolon end a sentence too.")] = False,
    wraps: Annotated[
        str, typer.Option("--wraps", metavar="auto|join|keep", help="What a single line end is: weigh each, a hard wrap, a sentence's end.")
    ] = "auto",
    borders: Annotated[bool, typer.Option("--borders/--no-borders", help="Divide a sentence where its language changes for good.")] = True,
    form: LineForm = "auto",
    jobs: Jobs = 1,
    include: Include = None,
    exclude: Exclude = None,
    limit: Limit = DEFAULT_LIMIT,
    quiet: Quiet = False,
    config: Annotated[str | None, config_option("segment")] = None,
) -> None:
    """Divide texts into sentences, with offsets and languages.

    Text (a blank line always ends a sentence), JSONL records (the blocks that bitext clean --to jsonl writes, else
    their text), HTML and WARC, in files, folders or standard input, packed or not. Offsets count code points of the
    block, from 0; the block of a text is a paragraph, named by the number of its first line. Exit codes: 0 fine,
    2 usage, 3 some inputs or records failed (the others are done), 4 the output cannot be written, 130 interrupted.
    """
    one_of("--to", to, ("jsonl", "text"))
    one_of("--wraps", wraps, ("auto", "join", "keep"))
    one_of("--from", form, ("auto", "text"))
    size = parse_limit(limit)
    inputs = files_or_help(ctx, files)
    del quiet, config  # nothing is said but failures; the callback has set the defaults

    from bitext.cli.batches import LineRun, run_lines
    from bitext.io.segments import Segmenting

    how = Segmenting(semicolons, wraps, borders, split_list(langs))  # type: ignore[arg-type]  # checked above
    suffix = ".jsonl" if to == "jsonl" else ".txt"
    asked = LineRun(inputs, output, suffix, tuple(include or ()), tuple(exclude or ()), form, size, jobs, paragraphs=True)
    raise typer.Exit(run_lines(asked, partial(_work, to, how), partial(_failed, to)))


def _work(to: str, how: Segmenting, batch: Batch) -> str:
    """Render the sentences of a batch; form feeds go on parting documents of text."""
    from bitext.io.documents import SEPARATOR
    from bitext.io.segments import as_segment_json, as_segment_text

    render = as_segment_json if to == "jsonl" else as_segment_text
    known = "und" if to == "text" and not how.langs else None  # a language that nobody sees need not be detected
    made: list[str] = []
    if batch.record is not None and to == "text" and batch.record.position > 1:
        made.append(SEPARATOR)
    for block, kind, text in blocks_of_record(batch, batch.record) if batch.record else _paragraphs(batch):
        if text is None:
            made += [SEPARATOR] if to == "text" else []
            continue
        doc = (batch.record.id or batch.record.place) if batch.record else batch.file
        made += map(render, how.sentences(text, doc, block, kind, lang=known))
    return "".join(made)


def _paragraphs(batch: Batch) -> Iterator[tuple[str, Kind, str | None]]:
    """Paragraphs of text, each named by the number of its first line; None stands for the form feed between documents."""
    lines: list[str] = []
    first = batch.first
    for number, line in enumerate(batch.texts, batch.first):
        if line.strip():
            if not lines:
                first = number
            lines.append(line)
            continue
        if lines:
            yield str(first), "paragraph", "\n".join(lines)
            lines = []
        if line == "\f":
            yield str(number), "paragraph", None
    if lines:
        yield str(first), "paragraph", "\n".join(lines)


def blocks_of_record(batch: Batch, record: Record) -> Iterator[tuple[str, Kind, str | None]]:
    """The blocks of a record: those that cleaning wrote, those of a page, or the paragraphs of its text."""
    from bitext.io.documents import SCHEMA, document_of

    if record.extra.get("schema") == SCHEMA:
        made = {"source": record.place, **record.extra, "id": record.id or "", "edits": (), "blocks_read": ()}
        yield from ((b.id, b.kind, b.text) for b in document_of(made).blocks)
    elif record.form != "html":
        yield from _paragraphs(batch)
    elif not any("\n" in text for text in batch.texts):
        yield from ((str(number), "paragraph", text) for number, text in enumerate(batch.texts))
    else:  # a table's rows and code are told from prose by their kind
        from bitext.html import read_html

        yield from ((b.id, b.kind, b.text) for b in read_html(record.read().text, url=record.url).blocks)


def _failed(to: str, failure: Failed) -> str:
    """A failed record has its line in JSON, so that nothing goes unseen; text cannot hold it."""
    from bitext.io.documents import as_json

    if to == "text":
        return ""
    message = f"{failure.error.reason}; {failure.error.remedy}".removesuffix("; ")
    return as_json({"id": failure.id, "doc": failure.id or failure.place, "error": message}) + "\n"
