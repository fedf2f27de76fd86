"""Sentences as lines of JSON and of text, from blocks of any input."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bitext.io.documents import as_json
from bitext.segmentation import segment

if TYPE_CHECKING:
    from bitext.model import Kind, Segment
    from bitext.segmentation.lines import Wraps

__all__ = ["Segmenting", "as_segment_json", "as_segment_text", "segment_object"]


@dataclass(frozen=True, slots=True)
class Segmenting:
    """How texts are divided and which sentences are wanted; plain values, since it crosses to worker processes.

    `langs` are the languages wanted; empty for all.
    """

    semicolons: bool = False
    wraps: Wraps = "auto"
    borders: bool = True
    langs: frozenset[str] = frozenset()

    def sentences(self, text: str, doc: str, block: str, kind: Kind = "paragraph", *, lang: str | None = None) -> list[Segment]:
        """Give the wanted sentences of a block, numbered as if all were.

        >>> [s.text for s in Segmenting(langs=frozenset({"zh"})).sentences("It rains. 下雨了。", "d", "0")]
        ['下雨了。']
        """
        found = segment(
            text, doc=doc, block=block, kind=kind, lang=lang, semicolons=self.semicolons, wraps=self.wraps, borders=self.borders
        )
        return [s for s in found if s.lang in self.langs] if self.langs else found


def segment_object(segment: Segment) -> dict[str, Any]:
    """Turn a sentence into its JSON object, the record's fields in order.

    >>> from bitext.model import Segment
    >>> segment_object(Segment("d:0:0", "d", "0", 0, "en", 0, 3, "Hi."))["text"]
    'Hi.'
    """
    return {
        "id": segment.id,
        "doc": segment.doc,
        "block": segment.block,
        "index": segment.index,
        "lang": segment.lang,
        "start": segment.start,
        "end": segment.end,
        "text": segment.text,
        "spans": [{"lang": s.lang, "start": s.start, "end": s.end} for s in segment.spans],
    }


def as_segment_json(segment: Segment) -> str:
    """Give a sentence as one line of JSON."""
    return as_json(segment_object(segment)) + "\n"


def as_segment_text(segment: Segment) -> str:
    r"""Give a sentence as one line of text.

    >>> from bitext.model import Segment
    >>> as_segment_text(Segment("d:0:0", "d", "0", 0, "en", 0, 3, "Hi."))
    'Hi.\n'
    """
    return segment.text + "\n"
