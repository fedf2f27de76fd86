"""A page of both languages as pieces: its sentences in order, each with its side, its place and its list number."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bitext.alignment.parting import part_mixed
from bitext.cleaning import dominant, removed_by_rules
from bitext.language import detect_language
from bitext.model import Block, Document, Metadata
from bitext.rules.rule import Page
from bitext.segmentation import find_stretches, segment
from bitext.segmentation.lines import LINE_END
from bitext.text import HAN
from bitext.words import make_cutter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Literal

    from bitext.model import Kind, Segment
    from bitext.words import Cutter

    Side = Literal["zh", "en", ""]

__all__ = ["Piece", "find_pieces", "read_page"]

_HAN = re.compile(f"[{HAN}]")
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
#: The number or bullet of a list entry; not the beginning of a number, a time or a date.
_MARKER = re.compile(r"(?:[(（\[]?(?P<number>[0-9]{1,3})(?:[)）\]、．]|[.:：](?![0-9]))|[•●▪·◆■*–—-](?=\s))\s*+(?=\S)")
#: An entry that changes its language once: 森林 forest; forest: 森林.
_ENTRY = re.compile(
    rf"(?:[^{HAN}A-Za-z]{{0,9}}[{HAN}][^A-Za-z]{{0,40}}(?<=[\s:：=|｜–—-])(?P<en>[A-Za-z][^{HAN}]{{1,120}}))"
    rf"|(?:[^{HAN}A-Za-z]{{0,9}}[A-Za-z][^{HAN}]{{1,120}}(?<=[\s:：=|｜–—-])(?P<zh>[{HAN}][^A-Za-z]{{0,40}}))"
)
_LONGEST_ENTRY = 180
_NEW_ENTRY = re.compile(r"\s*\n\s*(?=[(（]?[0-9]{1,3}[.)）、．]\s?[^\s0-9])")
#: A cell that is no text but a price, a size, a day begins so, and is no longer than so much.
_VALUE, _LONGEST_VALUE, _UNITS = re.compile("[0-9¥￥$€+约-]"), 16, 3
#: A Latin piece of so many words or fewer is English beside Chinese, whatever its letters look like.
_FEW = 5
#: Paragraphs that hold both languages, from which on the page is one whose languages take turns inside them.
_TURNS = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, heading, entry or cell of a page.

    `side` is "zh", "en", or empty for what is neither (numbers, other languages). `place` numbers the paragraphs, and the
    rows of tables, in order; `column` those of a table, from 1 (0 elsewhere). `skip` characters of the segment's text are a
    list number, `number` (0 where there is none). `furniture` is what the cleaning rules know for none of the text.
    """

    segment: Segment
    side: Side
    place: int
    skip: int = 0
    number: int = 0
    furniture: bool = False
    column: int = 0

    @property
    def text(self) -> str:
        """The text without the list number."""
        return self.segment.text[self.skip :]


def read_page(text: str, *, id: str = "") -> Document:
    r"""Read a page of text: paragraphs are parted by blank lines, or one line each; a line with tabs is a table's row.

    A block is named by the number of its first line, from 1, and holds its text as it stands.

    Args:
        text: the page.
        id: the document's id.

    >>> [(b.id, b.kind, b.text) for b in read_page("下雨了。\nIt rains.\n\n雨\train").blocks]
    [('1', 'paragraph', '下雨了。'), ('2', 'paragraph', 'It rains.'), ('4', 'table', '雨\train')]
    """
    blocks: list[Block] = []
    line, at = 1, 0
    for start, end in _entries(text):
        line += len(LINE_END.findall(text, at, start))
        at = start
        part = text[start:end]
        kind: Kind = "table" if "\t" in part else "paragraph"
        blocks.append(Block(str(line), kind, part, detect_language(part)))
    return Document(id, blocks=tuple(blocks))


def _entries(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of a text, parted also where a line begins with a list number."""
    for start, end in find_stretches(text):
        begin = start
        for found in _NEW_ENTRY.finditer(text, start, end):
            yield begin, found.start()
            begin = found.end()
        yield begin, end


def find_pieces(page: Document, cutter: Cutter | None = None) -> list[Piece]:
    """Divide a page into pieces, in order; the segments and the white space between them give each block's text back.

    Args:
        page: its blocks are read as they stand.
        cutter: cuts Chinese into words.

    >>> page = Document("d", blocks=(Block("0", "list_item", "1. 森林覆盖率 forest coverage"),))
    >>> [(p.side, p.text, p.number) for p in find_pieces(page)]
    [('zh', '森林覆盖率', 1), ('en', 'forest coverage', 0)]
    """
    furniture = frozenset(removed_by_rules(Page(page.blocks, dominant(page.blocks), "text", Metadata())))
    entries = [_entry_border(block.text) for block in page.blocks]
    near = [any(entries[max(0, n - 1) : n] + entries[n + 1 : n + 2]) for n in range(len(entries))]
    found = [_segments(block, page.id, border if beside else 0) for block, border, beside in zip(page.blocks, entries, near, strict=True)]
    if sum(len({s.lang for s in segments} & {"zh", "en"}) > 1 for segments in found) >= _TURNS:
        cutter = cutter or make_cutter()
        found = [
            [part for one in segments for part in _parted(one, block, cutter)] for block, segments in zip(page.blocks, found, strict=True)
        ]
    return list(_pieces(page.blocks, found, furniture))


def _parted(one: Segment, block: Block, cutter: Cutter) -> list[Segment]:
    if not _HAN.search(one.text) or not _LATIN.search(one.text) or block.text[one.start : one.end] != one.text:
        return [one]
    return part_mixed(one, cutter)


def _pieces(blocks: Sequence[Block], found: Sequence[Sequence[Segment]], furniture: frozenset[str]) -> Iterator[Piece]:
    place = -1
    for block, segments in zip(blocks, found, strict=True):
        place += 1
        table, at, column = block.kind == "table", 0, 0
        known = block.id in furniture and len({s.lang for s in segments} & {"zh", "en"}) < 2  # an entry of both is a word list's
        for number, one in enumerate(segments):
            if table:
                rows = block.text.count("\n", at, one.start)
                place, column = place + rows, (1 if rows else max(1, column)) + block.text.count("\t", at, one.start)
                at = one.start
            marker = _MARKER.match(one.text) if table or not number else None
            own = int(marker["number"] or 0) if marker else 0
            side = "" if table and _is_value(one.text) else _side(one)
            yield Piece(one, side, place, marker.end() if marker else 0, own, known, column)


def _entry_border(text: str) -> int:
    """Where the second language of a list entry begins that changes it once, after a space or a mark; 0 for any other text."""
    found = _ENTRY.fullmatch(text) if len(text) <= _LONGEST_ENTRY else None
    return found.start("en" if found["en"] else "zh") if found else 0


def _segments(block: Block, doc: str, border: int) -> list[Segment]:
    """The sentences of a block; an entry between entries is divided where its language changes, though it be one word."""
    found = segment(block.text, doc=doc, block=block.id, kind=block.kind, wraps="keep" if block.kind == "code" else "join")
    if len(found) != 1 or not border or found[0].text != block.text.strip():
        return found
    one = found[0]
    parts = one.text[:border].rstrip(), one.text[border:]
    langs = ("zh", "en") if _HAN.search(parts[0]) else ("en", "zh")
    starts, ends = (one.start, one.start + border), (one.start + len(parts[0]), one.end)
    return [
        replace(
            one, id=f"{one.id[: -len(str(one.index))]}{k}", index=k, lang=langs[k], start=starts[k], end=ends[k], text=parts[k], spans=()
        )
        for k in (0, 1)
    ]


def _side(one: Segment) -> Side:
    """The side that a sentence is on; in mixed company Han is Chinese, and a few Latin words are English."""
    if one.lang in ("zh", "en"):
        return one.lang  # type: ignore[return-value]  # mypy does not narrow a str by its values
    if not _LETTER.search(one.text):
        return ""
    if one.lang == "und" and _HAN.search(one.text):
        return "zh"
    return "en" if _LATIN.search(one.text) and (one.lang == "und" or len(one.text.split()) <= _FEW) else ""


def _is_value(cell: str) -> bool:
    return len(cell) <= _LONGEST_VALUE and bool(_VALUE.match(cell)) and not _LATIN.search(cell) and len(_HAN.findall(cell)) <= _UNITS
