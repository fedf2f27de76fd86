"""`bitext tm search`: what a translation memory holds, found by words, by any piece of Chinese, or by likeness."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bitext.cli.choices import Layout, one_of
from bitext.cli.terminal import Painter, complain, printable
from bitext.cli.tm import MemoryFile  # noqa: TC001  read by typer at run time
from bitext.errors import BitextError, RecordError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bitext.memory import Found, Memory, Rendering, Result, Terms

__all__ = ["search_command"]


def search_command(
    memory: MemoryFile,
    text: Annotated[str, typer.Argument(metavar="TEXT|-", help="What to look for; - for a query a line of standard input.")] = "-",
    lang: Annotated[str, typer.Option("--lang", metavar="auto|zh|en", help="The side that is searched; auto goes by the text.")] = "auto",
    fuzzy: Annotated[
        float | None,
        typer.Option("--fuzzy", metavar="LEAST", help="Find texts like this one, so much alike at least: 0.7.", show_default=False),
    ] = None,
    exact: Annotated[bool, typer.Option("--exact", help="The text must stand there as it is written, in one piece.")] = False,
    count: Annotated[int, typer.Option("-n", "--number", metavar="N", min=1, max=10_000, help="How many pairs at most.")] = 10,
    context: Annotated[
        int | None,
        typer.Option(
            "--context", metavar="COLUMNS", min=0, max=1000, help="Show each place on a line, with so much around it.", show_default=False
        ),
    ] = None,
    glossary: Annotated[
        list[str] | None,
        typer.Option(
            "--glossary", metavar="PATH", help="Glossary files or folders: forms of a term are looked for together.", show_default=False
        ),
    ] = None,
    layout: Layout = "text",
) -> None:
    r"""Search a translation memory; exit 1 where nothing is found.

    Words must all stand in a text, in any order and with any ending; "double quotes" hold a phrase together, a star stands for
    any ending (reform*). Chinese is found by any piece of it, down to one character, traditional or simplified. With --fuzzy
    the text is a sentence, and sentences like it are found, with a match percentage. With --glossary hits say how the pair
    renders the terms. Exit codes: 0 found, 1 nothing found, 2 usage, 3 the memory or a query cannot be read, 130 interrupted.
    """
    one_of("--format", layout, ("text", "json"))
    one_of("--lang", lang, ("auto", "zh", "en"))
    if fuzzy is not None and not 0 < fuzzy <= 1:
        raise UsageError("--fuzzy", f"{fuzzy} is no share", "write a number above 0 and up to 1: 0.7")
    for option, given in (("--exact", exact), ("--context", context is not None)):
        if fuzzy is not None and given:
            raise UsageError(option, "does not go with --fuzzy", "leave one of them out")
    if context is not None and layout == "json":
        raise UsageError("--context", "is for --format text", "leave one of them out")

    from bitext.memory import Memory

    asked = Asked(lang, fuzzy, exact, count, context, layout, _terms(glossary))
    with Memory.open(memory) as opened:
        code = _batch(opened, asked) if text == "-" else _one(opened, asked, text)
    if code:
        raise typer.Exit(code)


@dataclass(frozen=True, slots=True)
class Asked:
    """How is searched and shown, whatever the text."""

    lang: str
    fuzzy: float | None
    exact: bool
    count: int
    context: int | None
    layout: str
    terms: Terms | None

    def search(self, memory: Memory, text: str) -> Result:
        if self.fuzzy is not None:
            return memory.search_similar(text, lang=self.lang, least=self.fuzzy, limit=self.count)
        return memory.search(text, lang=self.lang, exact=self.exact, limit=self.count, terms=self.terms)


def _terms(paths: list[str] | None) -> Terms | None:
    if not paths:
        return None
    from bitext.io.glossaries import read_glossary
    from bitext.memory import make_terms

    return make_terms(read_glossary(*paths))


def _one(memory: Memory, asked: Asked, text: str) -> int:
    result = asked.search(memory, text)
    _show(result, asked, heading=False)
    return 0 if result.hits else 1


def _batch(memory: Memory, asked: Asked) -> int:
    """Search for each line of standard input; a query that fails is named, and the others are done."""
    if sys.stdin is not None and sys.stdin.isatty():
        raise UsageError("TEXT", "is missing", "write what to look for, or pipe queries in")
    found = failed = 0
    for place, text in _queries():
        try:
            if isinstance(text, BitextError):
                raise text
            result = asked.search(memory, text)
        except UsageError as error:
            complain(str(RecordError(place, error.reason, error.remedy)))
            failed += 1
        except RecordError as error:
            complain(str(error))
            failed += 1
        else:
            found += bool(result.hits)
            _show(result, asked, heading=True)
    return 3 if failed else 0 if found else 1


def _queries() -> Iterator[tuple[str, str | RecordError]]:
    """The lines of standard input with their places; blank ones are passed over."""
    from bitext.errors import InputError
    from bitext.io.lines import lines_in
    from bitext.io.records import Failed
    from bitext.io.streams import open_input

    with open_input("-") as stream:
        if not stream.peek(1):
            raise InputError("stdin", "is empty", "write a query a line")
        for batch in lines_in(stream, "stdin", 1 << 20):
            if isinstance(batch, Failed):
                yield batch.place, RecordError(batch.place, batch.error.reason, batch.error.remedy)
                continue
            for number, line in enumerate(batch.texts, batch.first):
                if line.strip():
                    yield f"stdin:{number}", line.strip()


def _show(result: Result, asked: Asked, *, heading: bool) -> None:
    if asked.layout == "json":
        lines = [_as_json(result, asked)]
    else:
        painter = Painter.of(sys.stdout)
        lines = [painter(f"# {printable(result.query, one_line=True)}", "dim")] if heading else []
        lines += list(_as_text(result, asked, painter))
        if heading:
            lines.append("")
    for line in lines:
        sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _renderings(hit: Found, asked: Asked) -> tuple[Rendering, ...]:
    return asked.terms.renderings(hit.zh, hit.en, hit.side, hit.spans) if asked.terms else ()


def _as_json(result: Result, asked: Asked) -> str:
    from bitext.io.documents import as_json

    made = {"query": result.query, "lang": result.side, "more": result.more, "hits": [_object(hit, asked) for hit in result.hits]}
    return printable(as_json(made))


def _object(hit: Found, asked: Asked) -> dict[str, Any]:
    made: dict[str, Any] = {"zh": hit.zh, "en": hit.en, "score": hit.score, "match": None if hit.match is None else round(hit.match, 4)}
    made["spans"] = [list(span) for span in hit.spans]
    made["origins"] = [{"source": o.source, "id": o.id, "score": o.score} | ({"record": o.record} if o.record else {}) for o in hit.origins]
    return made | ({"terms": [asdict(one) for one in _renderings(hit, asked)]} if asked.terms else {})


def _as_text(result: Result, asked: Asked, painter: Painter) -> Iterator[str]:
    if asked.context is not None:
        yield from _lines_in_context(result, asked.context, painter)
        return
    for number, hit in enumerate(result.hits):
        if number:
            yield ""
        match = "" if hit.match is None else f"{int(hit.match * 100 + 1e-9)}%  "
        other = hit.en if hit.side == "zh" else hit.zh
        yield match + _painted(hit, painter)
        yield printable(other, one_line=True)
        origin = hit.origins[0]
        more = f" and {len(hit.origins) - 1} more" if len(hit.origins) > 1 else ""
        place = origin.id if origin.id.startswith(origin.source) else f"{origin.source} {origin.id}"
        yield painter(printable(f"  {hit.score:.2f}  {place}{more}", one_line=True), "dim")
        for one in _renderings(hit, asked):
            wanted = one.en if hit.side == "zh" else one.zh
            stands = f"{one.other} ({one.use})" if one.other else one.use
            said = f"  {one.concept}: {one.found} → {stands}" + ("" if one.use == "preferred" else f"; preferred: {wanted}")
            yield painter(printable(said, one_line=True), "green" if one.use in ("preferred", "admitted") else "yellow")
    if result.more:
        early = len(result.hits) < asked.count
        yield painter(
            "(ended early: too many texts have the stem alone; write more of the word)" if early else "(there are more; -n shows them)",
            "dim",
        )


def _painted(hit: Found, painter: Painter) -> str:
    """The text that was searched, with what was found in it in colour."""
    parts, at = [], 0
    for start, end in hit.spans:
        parts += [printable(hit.text[at:start], one_line=True), painter(printable(hit.text[start:end], one_line=True), "bold", "red")]
        at = end
    return "".join([*parts, printable(hit.text[at:], one_line=True)])


def _lines_in_context(result: Result, context: int, painter: Painter) -> Iterator[str]:
    from bitext.memory import align_hits

    shown = -1
    for line in align_hits(result.hits, context):
        if line.number != shown and shown >= 0:
            yield _other(result.hits[shown], context)
        shown = line.number
        yield "  ".join((_flat(line.left), painter(_flat(line.middle), "bold", "red"), _flat(line.right)))
    if shown >= 0:
        yield _other(result.hits[shown], context)


def _other(hit: Found, context: int) -> str:
    return " " * (context + 2) + _flat(hit.en if hit.side == "zh" else hit.zh)


def _flat(text: str) -> str:
    return printable(text, one_line=True)
