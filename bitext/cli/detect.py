"""`bitext detect`: the language of each line, with its spans."""

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
    from bitext.cli.batches import Batch
    from bitext.io.records import Failed

__all__ = ["detect_command"]


def detect_command(
    ctx: typer.Context,
    files: Files = None,
    to: Annotated[str, typer.Option("--to", metavar="jsonl|tsv", help="An object a line, or lang, script, confidence and text.")] = "jsonl",
    output: Output = "-",
    spans: Annotated[bool, typer.Option("--spans/--no-spans", help="Tell the language spans inside each line.")] = True,
    form: LineForm = "auto",
    jobs: Jobs = 1,
    include: Include = None,
    exclude: Exclude = None,
    limit: Limit = DEFAULT_LIMIT,
    quiet: Quiet = False,
    config: Annotated[str | None, config_option("detect")] = None,
) -> None:
    """Tell the language, script and language spans of each line; a blank line gets an answer too.

    Lines of text, or the lines of JSONL records, in files, folders or standard input, packed or not. Offsets count
    code points of the line, from 0. Exit codes: 0 fine, 2 usage, 3 some inputs or lines failed (the others are done),
    4 the output cannot be written, 130 interrupted.
    """
    one_of("--to", to, ("jsonl", "tsv"))
    one_of("--from", form, ("auto", "text"))
    size = parse_limit(limit)
    inputs = files_or_help(ctx, files)
    del quiet, config  # nothing is said but failures; the callback has set the defaults

    from bitext.cli.batches import LineRun, run_lines

    asked = LineRun(inputs, output, f".{to}", tuple(include or ()), tuple(exclude or ()), form, size, jobs)
    raise typer.Exit(run_lines(asked, partial(_work, to, spans), partial(_failed, to)))


def _work(to: str, spans: bool, batch: Batch) -> str:
    """Render the answers for a batch of lines."""
    from bitext.io.detections import as_detection_json, as_detection_row

    if to == "tsv":
        return "".join(map(as_detection_row, batch.texts))
    own = batch.record.id if batch.record else None
    return "".join([as_detection_json(text, spans=spans, id=own) for text in batch.texts])


def _failed(to: str, failure: Failed) -> str:
    """A failed line has its line in the output, so that lines out stand for lines in."""
    from bitext.io.documents import as_json

    if to == "tsv":
        return "und\t\t0\t\n"
    made = {"text": None, "lang": "und", "error": f"{failure.error.reason}; {failure.error.remedy}".removesuffix("; ")}
    return as_json({"id": failure.id, **made} if failure.id is not None else made) + "\n"
