"""The band: which couples of places (i Chinese and j English sentences read) a path may pass, row by row."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from bitext.alignment.coverage import Cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["Band", "make_band", "make_cells"]

#: Places left and right of what the anchors span; and a gap between two anchors is searched whole up to this many couples,
#: along its diagonal beyond that, as far to each side.
WIDTH, WHOLE, BESIDE = 8, 4000, 30


@dataclass(frozen=True, slots=True)
class Band:
    """Nodes (i, j): for each i from 0 to the number of Chinese sentences, j from `low[i]` to `high[i]`, both inclusive.

    `start[i]` is the number of a row's first node; `i` and `j` are those of each node. The bounds never fall, the first
    node is (0, 0) and the last one both ends.
    """

    low: Ints
    high: Ints
    start: Ints
    i: Ints
    j: Ints

    @property
    def count(self) -> int:
        """How many nodes there are."""
        return int(self.start[-1])

    def reach(self, nodes: Ints, a: int, b: int) -> tuple[Ints, Ints]:
        """Of the given nodes those that a bead of a by b sentences can end at, with the nodes where it begins.

        >>> band = make_band([], 2, 2)
        >>> [x.tolist() for x in band.reach(np.arange(band.count), 2, 2)]
        [[8], [0]]
        """
        i, j = self.i[nodes] - a, self.j[nodes] - b
        row = np.maximum(i, 0)
        inside = (i >= 0) & (j >= self.low[row]) & (j <= self.high[row])
        return nodes[inside], (self.start[row] + j - self.low[row])[inside]


def make_band(anchors: Sequence[tuple[int, int]], zh: int, en: int) -> Band:
    """Lay a band around anchors.

    Args:
        anchors: couples of sentences, rising on both sides.
        zh: the number of Chinese sentences.
        en: the number of English sentences.
    """
    low, high = np.full(zh + 1, en, np.int64), np.zeros(zh + 1, np.int64)
    points = [(0, 0), *((a + 1, b + 1) for a, b in anchors), (zh, en)]
    for (a, b), (c, d) in pairwise(points):
        rows = slice(a, c + 1)
        if (c - a) * (d - b) <= WHOLE:
            left, right = np.full(c - a + 1, b), np.full(c - a + 1, d)
        else:
            slope = (d - b) / max(1, c - a)
            middle = b + np.rint(np.arange(c - a + 1) * slope).astype(np.int64)
            beside = BESIDE + int(slope)
            left, right = np.maximum(b, middle - beside), np.minimum(d, middle + beside)
        low[rows], high[rows] = np.minimum(low[rows], left), np.maximum(high[rows], right)
    low, high = _widened(np.maximum(low - WIDTH, 0), np.minimum(high + WIDTH, en), WIDTH // 2)
    low[0], high[zh] = 0, en
    low = np.minimum.accumulate(low[::-1])[::-1]
    high = np.maximum.accumulate(high)
    start = np.concatenate([np.zeros(1, np.int64), np.cumsum(high - low + 1)])
    i = np.repeat(np.arange(zh + 1), high - low + 1)
    return Band(low, high, start, i, np.arange(int(start[-1])) - start[i] + low[i])


def _widened(low: Ints, high: Ints, rows: int) -> tuple[Ints, Ints]:
    """The widest bounds of the rows above and below."""
    left, right = low.copy(), high.copy()
    for back in range(1, min(rows, len(low) - 1) + 1):
        left[back:], right[back:] = np.minimum(left[back:], low[:-back]), np.maximum(right[back:], high[:-back])
        left[:-back], right[:-back] = np.minimum(left[:-back], low[back:]), np.maximum(right[:-back], high[back:])
    return left, right


def make_cells(band: Band, longest: int) -> Cells:
    """Give the couples of sentences that beads in the band may join, and those just outside.

    Args:
        band: where paths pass.
        longest: the most Chinese sentences in a bead.
    """
    zh, en = len(band.low) - 1, int(band.high[-1])
    x = np.arange(zh)
    low = np.maximum(band.low[np.maximum(0, x - longest)] - 1, 0)
    high = np.minimum(band.high[np.minimum(zh, x + longest + 1)] + 1, en)
    low = np.minimum(low, max(0, en - 1))
    start = np.concatenate([np.zeros(1, np.int64), np.cumsum(high - low)])
    y = np.arange(en)
    return Cells(low, high, start, np.searchsorted(high, y, side="right"), np.searchsorted(low, y, side="right"))
