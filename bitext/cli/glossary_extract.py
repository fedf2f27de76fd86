"""`bitext glossary extract`: candidate concepts out of a corpus, as draft blocks."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from bitext.cli.choices import DEFAULT_LIMIT, Limit, Quiet, config_option, files_or_help, one_of, parse_limit
from bitext.cli.terminal import complain, printable, say
from bitext.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bitext.glossary import Glossary
    from bitext.glossary.extracting import Candidate, Example
    from bitext.io.pairs import TextPair
    from bitext.io.records import Failed

__all__ = ["extract_command"]

#: Suffixes of plain text, which has no pairs: it is searched for glosses and vocabulary lists alone.
_TEXT = (".txt", ".text", ".md", ".markdown", ".txt.gz", ".txt.zst", ".md.gz", ".md.zst")


def extract_command(
    ctx: typer.Context,
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PAIRS|-",
            help="Pairs as JSONL ({zh, en}) or TSV (zh, tab, en); .txt and .md: texts with glosses and lists.",
            show_default=False,
        ),
    ] = None,
    parallel: Annotated[bool, typer.Option("--parallel", help="Two files, Chinese first, of which line translates line.")] = False,
    glossary: Annotated[
        list[str] | None,
        typer.Option(
            "--glossary",
            metavar="PATH",
            help="What is known already and not proposed again; else the glossary that comes with bitext.",
            show_default=False,
        ),
    ] = None,
    to: Annotated[str, typer.Option("--to", metavar="toml|jsonl", help="Draft blocks, or an object a candidate.")] = "toml",
    top: Annotated[int, typer.Option("--top", metavar="N", min=1, help="How many candidates at most, the best first.")] = 200,
    min_score: Annotated[float, typer.Option("--min-score", metavar="SCORE", help="Leave out what scores less.")] = 10.0,
    min_count: Annotated[int, typer.Option("--min-count", metavar="N", min=2, help="Pairs that two phrases must share.")] = 2,
    domain: Annotated[str, typer.Option("--domain", metavar="DOMAIN", help="The domain of the drafts.", show_default=False)] = "",
    output: Annotated[str, typer.Option("-o", "--output", metavar="OUT", help="Where they go.")] = "-",
    limit: Limit = DEFAULT_LIMIT,
    quiet: Quiet = False,
    config: Annotated[str | None, config_option("glossary.extract")] = None,
) -> None:
    """Propose concepts: phrases that translate one another in pairs, glosses in brackets, quoted names, vocabulary lists.

    Written as draft blocks whose comments hold the evidence. Look at them, then `bitext glossary add FILE DRAFTS`.
    """
    from bitext.glossary.drafting import draft_entries, write_drafts
    from bitext.glossary.extracting import extract_terms
    from bitext.io.writing import open_output

    del config  # the callback has set the defaults
    one_of("--to", to, ("toml", "jsonl"))
    inputs = files_or_help(ctx, files)
    if parallel and len(inputs) != 2:
        raise UsageError("--parallel", f"takes two files, not {len(inputs)}", "name the Chinese one, then the English one")
    known = _known(glossary)
    pairs, texts, failed = _read(inputs, parallel, parse_limit(limit))
    found = [c for c in extract_terms(pairs, texts, known=known, at_least=min_count) if c.score >= min_score][:top]
    if to == "jsonl":
        text = "".join(_as_json(one) for one in found)
    else:
        text = write_drafts(draft_entries(found, taken={*(c.id for c in known.concepts), *known.retired}, domain=domain))
    with open_output(output, inputs=inputs) as out:
        out.write(text)
    if not quiet:
        say(f"{len(found)} candidates from {len(pairs)} pairs and {len(texts)} lines of text, {failed} failed")
    if failed:
        raise typer.Exit(3)


def _known(paths: list[str] | None) -> Glossary:
    from bitext.glossary.starter import load_starter
    from bitext.io.glossaries import read_glossary

    return read_glossary(*paths) if paths else load_starter()


def _read(inputs: list[str], parallel: bool, limit: int) -> tuple[list[Example], list[Example], int]:
    """The pairs and the texts of all inputs, and how many records failed; each failure is named."""
    from bitext.glossary.extracting import Example
    from bitext.io.pairs import read_pairs, read_parallel
    from bitext.io.records import Failed

    found: list[TextPair | Failed] = []
    texts: list[Example] = []
    if parallel:
        found += read_parallel(inputs[0], inputs[1], limit=limit)
    for path in [] if parallel else inputs:
        if path.lower().endswith(_TEXT):
            texts += (Example(place, text, "") for place, text in _lines(path, limit, found))
        else:
            found += read_pairs(path, limit=limit)
    failures = [one for one in found if isinstance(one, Failed)]
    for failure in failures:
        complain(str(failure.error))
    return [Example(p.place, p.zh, p.en) for p in found if not isinstance(p, Failed)], texts, len(failures)


def _lines(path: str, limit: int, failures: list[TextPair | Failed]) -> Iterable[tuple[str, str]]:
    from bitext.io.lines import Lines, read_lines
    from bitext.io.records import Failed

    for batch in read_lines(path, form="text", limit=limit):
        if isinstance(batch, Failed):
            failures.append(batch)
        elif isinstance(batch, Lines):
            yield from ((f"{batch.place}:{number}", text) for number, text in enumerate(batch.texts, batch.first) if text.strip())


def _as_json(one: Candidate) -> str:
    return printable(json.dumps(asdict(one), ensure_ascii=False)) + "\n"
