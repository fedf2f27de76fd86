"""Beads as pairs: texts joined, ids kept; and what is no use to align is refused with a reason."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bitext.alignment.beads import align_sentences
from bitext.alignment.moving import Moved, find_moved, mark_moved
from bitext.alignment.structure import find_places
from bitext.errors import InputError
from bitext.model import Document, Pair, Segment
from bitext.segmentation import segment, segment_document
from bitext.text import CJK_PUNCTUATION, count_han
from bitext.words import make_cutter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bitext.alignment.beads import Bead
    from bitext.alignment.encoders import Encoder

__all__ = ["align", "check_sides", "join_beads"]

#: A side is of a language if so much of its letters is; between them nobody can tell.
_MOSTLY = 0.6


def align(
    zh: str | Document | Sequence[Segment],
    en: str | Document | Sequence[Segment],
    *,
    id: str = "",
    terms: Sequence[tuple[str, str]] = (),
    nulls: bool = False,
    moved: bool = False,
    encoder: Encoder | None = None,
) -> list[Pair]:
    """Align two texts: give the pairs of sentences that translate one another, in order.

    Args:
        zh: the Chinese text, page or sentences.
        en: the English one.
        id: a name for the couple, with which the pairs' ids begin.
        terms: Chinese terms with English ones that translate them: they stay whole, and count as evidence.
        nulls: whether sentences without counterpart are given too, with an empty other side.
        moved: whether blocks that stand elsewhere in the English text are looked for; their pairs get a finding `moved`.
        encoder: turns texts into vectors, one more piece of evidence (`bitext.alignment.encoders.load_encoder`).

    Raises:
        InputError: the sides are exchanged, or both are in one language.

    >>> pairs = align("山里下雨了。我们在家喝茶。", "It rained in the mountains. We drank tea at home.")
    >>> [(p.zh, p.en) for p in pairs]
    [('山里下雨了。', 'It rained in the mountains.'), ('我们在家喝茶。', 'We drank tea at home.')]
    """
    sides = _segments(zh, "zh"), _segments(en, "en")
    texts = [s.text for s in sides[0]], [s.text for s in sides[1]]
    check_sides(*texts, source=id or "align")
    places = find_places(sides[0], _blocks(zh)), find_places(sides[1], _blocks(en))
    cutter = make_cutter(term for term, _ in terms)
    how = partial(align_sentences, cutter=cutter, terms=terms, encoder=encoder)
    beads = how(*texts, places=places)
    found = find_moved(*texts, beads, how, cutter=cutter) if moved else Moved(tuple(beads), frozenset())
    pairs = join_beads(found.beads, *sides, id=id, nulls=nulls)
    return mark_moved(pairs, (b for b in found.beads if nulls or (b.zh and b.en)), found.moved)


def _segments(side: str | Document | Sequence[Segment], doc: str) -> Sequence[Segment]:
    if isinstance(side, str):
        return segment(side, doc=doc, borders=False)
    return segment_document(side, borders=False) if isinstance(side, Document) else side


def _blocks(side: str | Document | Sequence[Segment]) -> list[tuple[str, str, str]]:
    if isinstance(side, str):
        return [("0", "paragraph", side)]
    return [(b.id, b.kind, b.text) for b in side.blocks] if isinstance(side, Document) else []


def check_sides(zh: Sequence[str], en: Sequence[str], *, source: str) -> None:
    """Refuse what cannot be aligned, by the letters of both sides; texts without letters pass.

    Raises:
        InputError: the sides are exchanged, or both are in one language.

    >>> check_sides(["It rains."], ["下雨了。"], source="a")
    Traceback (most recent call last):
    bitext.errors.InputError: a: the first text is English and the second Chinese; give the Chinese one first
    """
    left, right = _language(zh), _language(en)
    if (left, right) == ("English", "Chinese"):
        raise InputError(source, "the first text is English and the second Chinese", "give the Chinese one first")
    if left == right and left:
        raise InputError(source, f"both texts are {left}", "give a Chinese text and its English translation")


def _language(texts: Sequence[str]) -> str:
    han = sum(map(count_han, texts))
    latin = (
        sum(1 for text in texts for char in text if char.isascii() and char.isalpha()) / 4
    )  # a Chinese word has two characters, an English one eight
    if han + latin < 1:
        return ""
    return "Chinese" if han >= _MOSTLY * (han + latin) else "English" if latin >= _MOSTLY * (han + latin) else ""


def join_beads(beads: Iterable[Bead], zh: Sequence[Segment], en: Sequence[Segment], *, id: str = "", nulls: bool = False) -> list[Pair]:
    """Turn beads into pairs; sentences of a side are joined as their language joins them.

    Args:
        beads: as `align_sentences` gives them for these sentences.
        zh: the Chinese sentences.
        en: the English ones.
        id: what the pairs' ids begin with.
        nulls: whether beads with an empty side are given too.
    """
    found = []
    for number, bead in enumerate(beads):
        if nulls or (bead.zh and bead.en):
            left, right = [zh[k] for k in bead.zh], [en[k] for k in bead.en]
            name = f"{id}:{number}" if id else str(number)
            ids = tuple(s.id for s in left), tuple(s.id for s in right)
            found.append(Pair(name, _joined([s.text for s in left]), " ".join(s.text for s in right), round(bead.probability, 4), *ids))
    return found


def _joined(texts: Sequence[str]) -> str:
    """Join Chinese sentences: with nothing between Chinese characters or marks, else with a space."""
    made = ""
    for text in texts:
        bare = text.strip()
        close = not made or not bare or made[-1] in _MARKS or bare[0] in _MARKS or _is_chinese(made[-1]) or _is_chinese(bare[0])
        made += bare if close else " " + bare
    return made


_MARKS = frozenset(CJK_PUNCTUATION)


def _is_chinese(char: str) -> bool:
    return count_han(char) > 0
