"""What the layout says of a bead: position as one more piece of evidence, in log odds.

The constants were set by hand on pages of our own (tests/cases/alignment/pages); the aligner's own scores are fitted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bitext.alignment.layouts import Grouping
    from bitext.alignment.pieces import Piece

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

__all__ = ["Nearness", "judge_brackets", "judge_places"]

#: A bead over the border of a group never is.
_FORBIDDEN = -1e4
#: Against a bead: each paragraph more than one on a side; other columns than those that translate one another elsewhere in
#: the table; each paragraph between its sides on a regular page.
_SPREAD, _COLUMNS, _APART = 3.0, 3.0, 2.5
#: Against more than one piece on a side, on a page whose groups all hold one of each.
_UNEVEN = 2.0
#: For a bead: a group of a regular page; one row of a table; the same list number (another one speaks against it as much).
_GROUPED, _ROW, _NUMBERED = 1.0, 3.0, 2.0
#: For a term and the gloss in the bracket behind it.
_BRACKET = 6.0
#: Paragraphs between the sides that count; more say nothing new.
_FAR = 3


@dataclass(frozen=True, slots=True)
class _Lane:
    """The pieces of one side in arrays: `paragraph` numbers those of this side only."""

    place: Ints
    paragraph: Ints
    group: Ints
    number: Ints
    column: Ints


@dataclass(frozen=True, slots=True)
class Nearness:
    """Judges beads of a page by where their sentences stand.

    `columns` are the Chinese and the English column of its tables, where they are known.
    """

    zh: _Lane
    en: _Lane
    regular: float
    even: float
    columns: tuple[int, int] | None

    def __call__(self, zh: Ints, zh_end: Ints, en: Ints, en_end: Ints) -> Floats:
        """Give what the places say of beads that join Chinese pieces [zh, zh_end) with English ones [en, en_end)."""
        found = np.zeros(len(zh))
        if not len(zh) or zh[0] == zh_end[0] or en[0] == en_end[0]:
            return found
        left, right = self.zh, self.en
        x, y = zh_end - 1, en_end - 1
        found -= _SPREAD * (left.paragraph[x] - left.paragraph[zh] + right.paragraph[y] - right.paragraph[en])
        own, other = left.number[zh], right.number[en]
        found += np.where((own > 0) & (other > 0), np.where(own == other, _NUMBERED, -_NUMBERED), 0.0)
        cells = (left.column[zh] > 0) & (right.column[en] > 0) & (left.place[zh] == right.place[en])
        found += _ROW * cells
        if self.columns is not None:
            found -= _COLUMNS * (cells & ((left.column[zh] != self.columns[0]) | (right.column[en] != self.columns[1])))
        between = np.maximum(right.place[en] - left.place[x], left.place[zh] - right.place[y])
        found -= _UNEVEN * self.even * ((zh_end - zh > 1) | (en_end - en > 1))
        found += self.regular * (_GROUPED - _APART * np.clip(between - 1, 0, _FAR))
        inside = (left.group[zh] == left.group[x]) & (right.group[en] == right.group[y]) & (left.group[zh] == right.group[en])
        return np.where(inside, found, _FORBIDDEN)


def judge_places(
    pieces: Sequence[Piece], zh: Sequence[int], en: Sequence[int], grouping: Grouping, links: Sequence[tuple[int, int, float]]
) -> Nearness:
    """Make the judge of a page.

    Args:
        pieces: the page.
        zh: the numbers of its Chinese pieces.
        en: those of its English ones.
        grouping: what belongs together.
        links: Chinese and English pieces that a first alignment joined, and how likely.
    """
    columns: Counter[tuple[int, int]] = Counter()
    for left, right, weight in links:
        if pieces[left].column and pieces[right].column and pieces[left].place == pieces[right].place:
            columns[pieces[left].column, pieces[right].column] += weight  # type: ignore[assignment]  # a Counter may hold floats
    best = max(sorted(columns), key=lambda pair: columns[pair]) if columns else None
    return Nearness(_lane(pieces, zh, grouping), _lane(pieces, en, grouping), grouping.regular, grouping.even, best)


def judge_brackets(zh: Ints, zh_end: Ints, en: Ints, en_end: Ints) -> Floats:
    """Give what it says of beads that a bracket joins the terms of the same number, for lists of terms and of their glosses.

    >>> numbers = np.array([0, 1])
    >>> judge_brackets(numbers, numbers + 1, np.array([0, 0]), np.array([1, 1])).tolist()
    [6.0, -10000.0]
    """
    if not len(zh) or zh[0] == zh_end[0] or en[0] == en_end[0]:
        return np.zeros(len(zh))
    return np.where((zh == en) & (zh_end == en_end) & (zh_end - zh == 1), _BRACKET, _FORBIDDEN)


def _lane(pieces: Sequence[Piece], side: Sequence[int], grouping: Grouping) -> _Lane:
    own = [pieces[n] for n in side]
    place = np.array([p.place for p in own], np.int64)
    return _Lane(
        place,
        np.concatenate([[0], np.cumsum(np.diff(place) > 0)]).astype(np.int64)[: len(own)],
        np.array([grouping.groups[n] for n in side], np.int64),
        np.array([p.number for p in own], np.int64),
        np.array([p.column for p in own], np.int64),
    )
