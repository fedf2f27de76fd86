"""`bitext match`: which documents translate one another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bitext.cli.choices import DEFAULT_LIMIT, Exclude, Form, Include, Limit, Quiet, one_of, parse_limit
from bitext.cli.terminal import complain, say
from bitext.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bitext.matching import Couple, Matching
    from bitext.model import Document

__all__ = ["match_command"]


def match_command(
    zh: Annotated[str, typer.Argument(metavar="ZH", help="Chinese documents: a folder, a file, or -.", show_default=False)],
    en: Annotated[str, typer.Argument(metavar="EN", help="English documents: a folder, a file, or -.", show_default=False)],
    to: Annotated[str, typer.Option("--to", metavar="jsonl|tsv", help="An object a couple, or zh, en and probability.")] = "jsonl",
    output: Annotated[str, typer.Option("-o", "--output", metavar="FILE", help="Where the couples go.")] = "-",
    many: Annotated[
        str,
        typer.Option("--many", metavar="none|zh|en", help="Which side may hold several versions of one page (both scripts, two outlets)."),
    ] = "none",
    threshold: Annotated[float, typer.Option("--threshold", metavar="P", help="The least probability of a couple.")] = 0.75,
    unmatched: Annotated[bool, typer.Option("--unmatched", help="Give documents without a counterpart too, the other side null.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Say what made each probability (jsonl only).")] = False,
    glossary: Annotated[
        list[str] | None, typer.Option("--glossary", metavar="FILE", help="Terms that both sides may hold.", show_default=False)
    ] = None,
    form: Form = "auto",
    include: Include = None,
    exclude: Exclude = None,
    limit: Limit = DEFAULT_LIMIT,
    quiet: Quiet = False,
) -> None:
    """Find the couples of documents that translate one another, among many that do not, each with its probability.

    Documents are the files of a folder (text as it is, HTML cleaned) or the objects of JSONL, as clean --to jsonl writes
    them; they are named by their ids or files. Each is in one couple at most, unless --many is given. Exit codes:
    0 fine, 2 usage or sides the wrong way round, 3 some inputs failed (the others are done), 4 the output cannot be
    written, 130 interrupted.
    """
    one_of("--to", to, ("jsonl", "tsv"))
    one_of("--many", many, ("none", "zh", "en"))
    one_of("--from", form, ("auto", "html", "text", "markdown"))
    size = parse_limit(limit)
    if not 0 < threshold < 1:
        raise UsageError("--threshold", f"{threshold} is no probability", "write a number between 0 and 1")
    if zh == en:
        raise UsageError("ZH EN", f"both are {zh!r}", "give two inputs, the Chinese one first")
    if explain and to == "tsv":
        raise UsageError("--explain", "tsv has no place for it", "leave --to tsv out")

    from bitext.io.glossaries import read_glossary
    from bitext.io.reading import input_files
    from bitext.io.sources import read_documents
    from bitext.io.writing import open_output
    from bitext.matching import match_documents

    failed: list[str] = []

    def documents(path: str) -> Iterator[Document]:
        from bitext.io.records import Failed

        for found in read_documents(path, form=form, include=include or (), exclude=exclude or (), limit=size):
            if isinstance(found, Failed):
                failed.append(found.place)
                complain(str(found.error))
            else:
                yield found

    terms = read_glossary(*glossary) if glossary else None
    matching = match_documents(documents(zh), documents(en), glossary=terms, many=many, threshold=threshold, explain=explain)
    inputs = [*input_files((zh, en), include=include or (), exclude=exclude or ()), *(glossary or ())]
    with open_output(output, inputs=inputs) as out:
        for line in _lines(matching, to, unmatched=unmatched, explain=explain):
            out.write(line)
    if not quiet:
        for warning in matching.warnings:
            complain(warning)
        say(_summary(matching))
    if failed:
        raise typer.Exit(3)


def _lines(matching: Matching, to: str, *, unmatched: bool, explain: bool) -> Iterator[str]:
    for couple in matching.couples:
        yield _object(couple, explain=explain) if to == "jsonl" else _row(couple.zh, couple.en, f"{couple.probability:.6f}")
    if unmatched:
        for side, ids in (("zh", matching.zh_only), ("en", matching.en_only)):
            for own in ids:
                if to == "jsonl":
                    yield _line({"zh": None, "en": None, "probability": None} | {side: own})
                else:
                    yield _row(*((own, "") if side == "zh" else ("", own)), "")


def _object(couple: Couple, *, explain: bool) -> str:
    why = {"evidence": dict(couple.evidence), "shared": list(couple.shared)} if explain else {}
    return _line({"zh": couple.zh, "en": couple.en, "probability": couple.probability, **why})


def _line(made: dict[str, object]) -> str:
    from bitext.io.documents import as_json

    return as_json(made) + "\n"


def _row(*cells: str) -> str:
    return "\t".join(" ".join(cell.split()) if any(c in cell for c in "\t\n\r") else cell for cell in cells) + "\n"


def _summary(matching: Matching) -> str:
    count = len(matching.couples)
    return f"{count} couple{'' if count == 1 else 's'}; without a counterpart: {len(matching.zh_only)} Chinese, {len(matching.en_only)} English"
