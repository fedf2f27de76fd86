"""Paragraphs and headings as evidence: translations mostly keep them, and how far a text's own do, its anchors tell.

For a property of sentences (begins a paragraph, is a heading) the anchors give how often both sides of a translation have it,
one alone, or none. Held against chance, these are log likelihood ratios, which add up over the sentences of a bead (naive
Bayes), so that there is no weight to set. Where the sides' paragraphs have nothing to do with one another, nothing is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from bitext.model import Segment

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

__all__ = ["Place", "find_places", "judge_structure"]

#: As many anchors are added to those found and to those expected by chance, so that few say little.
DOUBT = 3.0
#: The sides have to depend on one another for sure: a likelihood ratio (G) test at one in a thousand, with one degree of freedom.
SURE = 10.83


class Place(NamedTuple):
    """Where a sentence stands: the block that it is in, and whether that is a heading."""

    block: str
    heading: bool = False


def find_places(segments: Sequence[Segment], blocks: Iterable[tuple[str, str, str]] = ()) -> list[Place]:
    r"""Say where sentences stand; a line break between two of a block parts paragraphs too.

    Args:
        segments: the sentences, in order.
        blocks: id, kind and text of the blocks that they are of, as far as they are known.

    >>> from bitext.segmentation import segment
    >>> text = "下雨了。天黑了。\n我们回家。"
    >>> find_places(segment(text, block="7"), [("7", "heading", text)])
    [Place(block='7:0', heading=True), Place(block='7:0', heading=True), Place(block='7:1', heading=True)]
    """
    known = {id: (kind, text) for id, kind, text in blocks}
    found: list[Place] = []
    lines, block, end = 0, "", 0
    for one in segments:
        kind, text = known.get(one.block, ("", ""))
        lines = lines + ("\n" in text[end : one.start]) if one.block == block else 0
        block, end = one.block, one.end
        found.append(Place(f"{block}:{lines}", kind == "heading"))
    return found


def judge_structure(
    zh: Sequence[Place], en: Sequence[Place], anchors: Sequence[tuple[int, int]]
) -> Callable[[Ints, Ints, Ints, Ints], Floats]:
    """Make a judge of beads, as `align_sentences` takes one for its `prior`.

    Args:
        zh: the places of the Chinese sentences.
        en: those of the English ones.
        anchors: couples of sentences that hold the alignment.

    >>> places = [Place(str(k // 2)) for k in range(40)]
    >>> judge = judge_structure(places, places, [(k, k) for k in range(40)])
    >>> begin = np.array([2, 2, 1])
    >>> judge(begin, begin + np.array([1, 1, 2]), np.array([2, 3, 1]), np.array([3, 4, 2])).round(1).tolist()
    [0.6, -1.5, -0.9]
    """
    tables = []
    for holds in (_begins, _headings):
        left, right = holds(zh), holds(en)
        ratios = _ratios(left, right, anchors)
        # a sentence inside a bead translates one that goes on
        tables.append((left, right, ratios, _running(ratios[left, 0]), _running(ratios[0, right])))

    def judge(zh_begin: Ints, zh_end: Ints, en_begin: Ints, en_end: Ints) -> Floats:
        found = np.zeros(len(zh_begin))
        if not len(zh_begin) or zh_begin[0] == zh_end[0] or en_begin[0] == en_end[0]:
            return found
        for left, right, ratios, zh_inside, en_inside in tables:
            found += ratios[left[zh_begin], right[en_begin]]
            found += zh_inside[zh_end] - zh_inside[zh_begin + 1] + en_inside[en_end] - en_inside[en_begin + 1]
        return found

    return judge


def _begins(places: Sequence[Place]) -> Ints:
    blocks = [place.block for place in places]
    return np.array([k == 0 or one != blocks[k - 1] for k, one in enumerate(blocks)], np.int64)


def _headings(places: Sequence[Place]) -> Ints:
    return np.array([place.heading for place in places], np.int64)


def _ratios(left: Ints, right: Ints, anchors: Sequence[tuple[int, int]]) -> Floats:
    """The log of how much oftener than by chance the sides of an anchor have the property: [Chinese has it, English has it]."""
    table = np.zeros((2, 2))
    for x, y in anchors:
        table[left[x], right[y]] += 1
    rows, columns = ((table.sum(axis=k) + 0.5) / (table.sum() + 1) for k in (1, 0))
    expected = np.outer(rows, columns) * table.sum()
    surprise = 2 * (table * np.log(np.maximum(table, 1e-9) / np.maximum(expected, 1e-9))).sum()
    if surprise < SURE or table[1, 1] <= expected[1, 1]:
        return np.zeros((2, 2))
    found: Floats = np.log((table + DOUBT) / (expected + DOUBT))
    return found


def _running(values: Floats) -> Floats:
    return np.concatenate([np.zeros(1), np.cumsum(values)])
