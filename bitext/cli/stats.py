"""`bitext stats`: what a corpus, or a pile of documents, is like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bitext.cli.choices import DEFAULT_LIMIT, Layout, Limit, config_option, files_or_help, one_of, parse_limit
from bitext.cli.terminal import columns, complain, printable
from bitext.errors import RecordError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bitext.evaluation.describing import DocumentCounter, PairCounter
    from bitext.io.records import Failed
    from bitext.model import Pair

__all__ = ["stats_command"]


def stats_command(
    ctx: typer.Context,
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILES|-", help="Pairs in any format, or documents as JSONL; - for standard input.", show_default=False),
    ] = None,
    form: Annotated[
        str, typer.Option("--from", metavar="auto|jsonl|tsv|…", help="The format of the pairs; auto goes by the suffix.")
    ] = "auto",
    layout: Layout = "text",
    output: Annotated[str, typer.Option("-o", "--output", metavar="OUT", help="Where the table goes.")] = "-",
    plot: Annotated[
        str | None, typer.Option("--plot", metavar="FOLDER", help="Write plots there too: SVG files.", show_default=False)
    ] = None,
    limit: Limit = DEFAULT_LIMIT,
    config: Annotated[str | None, config_option("stats")] = None,
) -> None:
    """Tell the size of a corpus, and how lengths, languages, scores and findings are spread over it.

    Documents (as bitext clean --to jsonl writes them) are told by status, language, kind of block and edit. Exit codes: 0
    fine, 2 usage, 3 some inputs or records failed (the others are counted), 4 the output cannot be written.
    """
    from bitext.evaluation.describing import DocumentCounter, PairCounter
    from bitext.io.corpora import FORMATS
    from bitext.io.writing import open_output

    del config  # its callback has set the defaults
    one_of("--format", layout, ("text", "json"))
    one_of("--from", form, ("auto", *FORMATS))
    size, inputs = parse_limit(limit), files_or_help(ctx, files)
    counted = PairCounter(), DocumentCounter()
    failed = sum(_count(path, form, size, *counted) for path in inputs)
    pairs, documents = counted
    made = pairs.summary() if pairs.pairs or not documents.documents else documents.summary()
    if pairs.pairs and documents.documents:
        made["pages"] = documents.summary()
    with open_output(output, inputs=list(_files(inputs))) as out:
        out.write(_as_json(made) if layout == "json" else printable("\n".join(_as_text(made)) + "\n"))
    if plot is not None:
        _draw(plot, pairs, documents)
    if failed:
        raise typer.Exit(3)


def _files(inputs: list[str]) -> Iterator[str]:
    """The files that are read, those of data-set folders among them."""
    import os

    for path in inputs:
        if path != "-":
            yield path
            yield from (os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names)  # noqa: PTH118 - paths as given


def _count(path: str, form: str, limit: int, pairs: PairCounter, documents: DocumentCounter) -> int:
    """Count a file's records; give how many failed, which are named."""
    from bitext.io.records import Failed

    failed = 0
    for one in _read(path, form, limit):
        if isinstance(one, Failed):
            failed += 1
            complain(str(one.error))
        elif isinstance(one, dict):
            documents.add(one)
        else:
            pairs.add(one)
    return failed


def _read(path: str, form: str, limit: int) -> Iterator[Pair | dict[str, Any] | Failed]:
    from bitext.io.corpora import corpus_format, read_corpus
    from bitext.io.reading import format_of
    from bitext.io.streams import named

    if form == "auto" and path != "-" and format_of(path) not in (None, "jsonl", "json"):
        raise UsageError(named(path), "holds neither pairs nor documents of bitext", "clean it first: bitext clean --to jsonl")
    if corpus_format(path, form).name == "jsonl":
        yield from _objects(path, limit)
    else:
        yield from read_corpus(path, form=form, limit=limit)


def _objects(path: str, limit: int) -> Iterator[Pair | dict[str, Any] | Failed]:
    """The lines of a JSONL file: pairs, or objects with the fields of a document."""
    from bitext.errors import InputError
    from bitext.io.jsonl import load_object
    from bitext.io.pair_lines import pair_of
    from bitext.io.records import Failed
    from bitext.io.streams import named, open_input, size, split_lines

    source = named(path)
    try:
        with open_input(path) as stream:
            if not stream.peek(1):
                raise InputError(source, "is empty", "check what wrote it")
            for number, line in enumerate(split_lines(stream, limit), 1):
                place = f"{source}:{number}"
                if line is None:
                    yield Failed(place, RecordError(place, f"is over the limit of {size(limit)}", "raise the limit"), None, number)
                elif line.strip():
                    try:
                        found = load_object(line)
                        yield (
                            found
                            if "zh" not in found and ("blocks" in found or "status" in found or "error" in found)
                            else pair_of(found, place)
                        )
                    except (ValueError, RecursionError, InputError) as error:
                        reason = f"is neither a pair nor a document ({error})"
                        yield Failed(place, RecordError(place, reason, "mend the line, or leave it out"), None, number)
    except InputError as error:
        yield Failed(source, error)


def _as_json(made: Mapping[str, Any]) -> str:
    from bitext.io.documents import as_json

    return as_json(made) + "\n"


def _as_text(made: Mapping[str, Any], before: str = "") -> list[str]:
    """A line a figure, a line a spread, a table a list of names."""
    rows: list[tuple[str, ...]] = []
    for name, value in made.items():
        label = f"{before}{name}"
        if not isinstance(value, dict):
            rows.append((label, _said(value)))
        elif "count" in value:
            rows.append((label, "  ".join(f"{k} {_said(v)}" for k, v in value.items())))
        elif value and all(isinstance(v, int) for v in value.values()):
            rows.append((label, ", ".join(f"{k} {_said(v)}" for k, v in value.items())))
        else:
            rows += [tuple(row.split("\t", 1)) for row in _as_text(value, f"{label} ")]
    return columns(rows) if not before else ["\t".join(row) for row in rows]


def _said(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _draw(folder: str, pairs: PairCounter, documents: DocumentCounter) -> None:
    """Write the plots, whole files each.

    Raises:
        OutputError: the folder or a file cannot be written.
    """
    import os

    from bitext.io.writing import open_output
    from bitext.plots import bar_plot, line_plot

    spreads = pairs.spreads
    plots = {
        "lengths": line_plot(
            {"Chinese characters": spreads["zh"].points(), "English words": spreads["words"].points()},
            title="Lengths", x_label="characters or words in a side", y_label="pairs",
        ),
        "ratios": line_plot({"ratio": spreads["ratio"].points()}, title="Length ratios", x_label="English characters to a Chinese one", y_label="pairs"),
        "scores": line_plot({"score": spreads["score"].points()}, title="Scores", x_label="score", y_label="pairs"),
        "languages": bar_plot(
            [(f"{side}: {name}", count) for side, names in pairs.languages.items() for name, count in names.summary().items()],
            title="Languages", x_label="pairs",
        ),
    } if pairs.pairs else {}  # fmt: skip
    if documents.documents:
        plots["documents"] = bar_plot(documents.names["edits"].summary().items(), title="Edits", x_label="edits")
    for name, drawn in plots.items():
        with open_output(os.path.join(folder, f"{name}.svg"), folders=True) as out:  # noqa: PTH118 - paths stay as they were given
            out.write(drawn)
