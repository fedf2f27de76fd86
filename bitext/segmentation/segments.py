"""Sentences as records: with language, place and reading; of a text, of a document; and texts divided by language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bitext.language import detect
from bitext.model import LanguageSpan, Segment
from bitext.segmentation.lines import join_lines
from bitext.segmentation.sentences import find_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bitext.model import Document, Kind
    from bitext.segmentation.lines import Wraps

__all__ = ["divide", "segment", "segment_document"]

#: Cells of a table's rows, and lines of code.
_CELL = re.compile(r"[^\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_CODE_LINE = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")


#: Languages that lend nothing to Latin words beside them.
_NOT_LATIN = frozenset({"zh", "ja", "ko", "und"})
_LATIN_WORD = re.compile("[A-Za-z]{2}")


def segment(
    text: str,
    *,
    lang: str | None = None,
    doc: str = "",
    block: str = "0",
    kind: Kind = "paragraph",
    semicolons: bool = False,
    wraps: Wraps = "auto",
    borders: bool = True,
) -> list[Segment]:
    r"""Divide a text into sentences, each with its place, its language and what of it is in which language.

    `text[s.start:s.end]` is the slice as it stands and `s.text` its reading, without line breaks; slices and the white
    space between them give the text back. `s.spans` count in `s.text`.

    Args:
        text: any text, of one block or of a page of plain text.
        lang: the language where it is known; nothing is detected then, and there are no spans.
        doc: the document's id, for the records.
        block: the block's id, for the records.
        kind: what the block is; cells of a `table` and lines of `code` stand by themselves.
        semicolons: whether a semicolon ends a sentence too.
        wraps: what a single line end is; see `find_sentences`.
        borders: whether a sentence is divided where its language changes for good.

    >>> for s in segment("行动方案 Plan of action\n\nIt names the roads.", doc="d"):
    ...     print(s.id, s.lang, s.start, s.end, s.text)
    d:0:0 zh 0 4 行动方案
    d:0:1 en 5 19 Plan of action
    d:0:2 en 21 40 It names the roads.
    """
    places = list(_places(text, kind, semicolons=semicolons, wraps=wraps, borders=borders))
    readings = [join_lines(text[start:end]) for start, end in places]
    languages = _languages(readings) if lang is None else [(lang, ())] * len(readings)
    found: list[Segment] = []
    for number, ((start, end), reading, (own, spans)) in enumerate(zip(places, readings, languages, strict=True)):
        name = ":".join(part for part in (doc, block, str(number)) if part)
        found.append(Segment(name, doc, block, number, own, start, end, reading, spans))
    return found


def _languages(texts: list[str]) -> list[tuple[str, tuple[LanguageSpan, ...]]]:
    """The language and spans of each sentence of a block.

    Latin words that tell nothing by themselves (a name, `rural revitalization`) are in the language of the Latin
    sentence before them, else of the first after; beside Chinese alone they are English, which these corpora pair with it.
    """
    detected = [detect(text) for text in texts]
    known = [d.lang for d in detected if d.lang not in _NOT_LATIN]
    held = known[0] if known else "en" if any(d.lang == "zh" for d in detected) else "und"
    found: list[tuple[str, tuple[LanguageSpan, ...]]] = []
    for text, d in zip(texts, detected, strict=True):
        if d.lang not in _NOT_LATIN:
            held = d.lang
        if d.lang == "und" and held != "und" and _LATIN_WORD.search(text):
            found.append((held, tuple(LanguageSpan(held if s.lang == "und" else s.lang, s.start, s.end) for s in d.spans)))
        else:
            found.append((d.lang, d.spans))
    return found


def _places(text: str, kind: Kind, *, semicolons: bool, wraps: Wraps, borders: bool) -> Iterator[tuple[int, int]]:
    """Where the sentences are, by what the block is."""
    if kind == "code":
        for line in _CODE_LINE.finditer(text):
            bare = line[0].strip()
            if bare:
                start = line.start() + line[0].index(bare[0])
                yield start, start + len(bare)
    elif kind == "table":
        for cell in _CELL.finditer(text):
            for start, end in find_sentences(cell[0], semicolons=semicolons, borders=borders):
                yield cell.start() + start, cell.start() + end
    else:
        yield from find_sentences(text, semicolons=semicolons, wraps=wraps, borders=borders)


def segment_document(document: Document, *, semicolons: bool = False, borders: bool = True) -> list[Segment]:
    """Divide the blocks of a document into sentences, in order; a block always ends one.

    >>> from bitext.model import Block, Document
    >>> page = Document("d", blocks=(Block("0", "heading", "One"), Block("1", "paragraph", "Two. Three.")))
    >>> [(s.id, s.text) for s in segment_document(page)]
    [('d:0:0', 'One'), ('d:1:0', 'Two.'), ('d:1:1', 'Three.')]
    """
    return [
        found
        for block in document.blocks
        for found in segment(block.text, doc=document.id, block=block.id, kind=block.kind, semicolons=semicolons, borders=borders)
    ]


def divide(text: str, *, wraps: Wraps = "auto") -> list[LanguageSpan]:
    """Divide a text at its language borders: neighbouring sentences of one language become one stretch.

    Inserted names and terms stay where they stand. White space between two stretches belongs to neither; a sentence
    without letters belongs to the stretch before it.

    >>> text = "山城多雨。雾也多。It often rains in the city. There is fog, too. 出门带伞。"
    >>> [(s.lang, text[s.start : s.end]) for s in divide(text)]
    [('zh', '山城多雨。雾也多。'), ('en', 'It often rains in the city. There is fog, too.'), ('zh', '出门带伞。')]
    """
    found: list[LanguageSpan] = []
    places = find_sentences(text, wraps=wraps)
    for (start, end), (lang, _) in zip(places, _languages([text[a:b] for a, b in places]), strict=True):
        last = found[-1] if found else None
        if last is not None and (lang in {last.lang, "und"} or last.lang == "und"):
            found[-1] = LanguageSpan(last.lang if lang == "und" else lang, last.start, end)
        else:
            found.append(LanguageSpan(lang, start, end))
    return found
