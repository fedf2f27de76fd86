"""How like the vectors of both sides are: of sentences, and of sentences in a row, in the cells near the band."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bitext.alignment.coverage import Cells

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Vectors = NDArray[np.float32]

__all__ = ["BESIDE_DIAGONAL", "VECTOR_FEATURES", "Likeness", "describe_likeness", "find_likest", "find_nearest", "make_likeness"]

#: What vectors add to the features of a bead.
VECTOR_FEATURES = (
    "null vector", "cosine", "cosine by size", "vectors outside", "vectors outside by size", "weakest vector", "vector gain", "vector lost",
)  # fmt: skip
#: Rows of sentences that are multiplied at once.
_ROWS, _BLOCK = 32, 256
#: What it costs a cosine, in ranking, that its sentences stand at opposite ends of their texts: more than cosines of equal lines
#: differ by rounding, and less than those of different lines do.
BESIDE_DIAGONAL = 0.001
#: The least that sentences which translate one another differ from others: below, the vectors tell nothing.
_LEAST = 0.1


@dataclass(frozen=True, slots=True)
class Likeness:
    """Cosines: `table[a - 1, b - 1, cell]` is that of a Chinese and b English sentences that end at the cell's."""

    cells: Cells
    table: NDArray[np.float32]
    shape: tuple[int, int]

    def of(self, i: Ints, j: Ints, a: int, b: int) -> Floats:
        """Give the cosine of Chinese sentences i-a…i-1 and English ones j-b…j-1; 0 where it is not known."""
        x, y = np.clip(i - 1, 0, self.shape[0] - 1), j - 1
        inside = (i >= a) & (i <= self.shape[0]) & (j >= b) & (y >= self.cells.low[x]) & (y < self.cells.high[x])
        cell = np.where(inside, self.cells.at(x, y), 0)
        return np.where(inside, self.table[a - 1, b - 1][cell], 0.0).astype(np.float64)


def make_likeness(zh: Vectors, en: Vectors, cells: Cells, anchors: list[tuple[int, int]]) -> Likeness:
    """Multiply the vectors of both sides.

    Args:
        zh: vectors of Chinese runs, (longest, sentences, numbers), as `encode_runs` gives them.
        en: those of English ones.
        cells: where to look.
        anchors: couples of sentences that hold the alignment.
    """
    count = zh.shape[1]
    table = np.zeros((zh.shape[0], en.shape[0], cells.count), np.float32)
    for begin in range(0, count, _ROWS):
        end = min(begin + _ROWS, count)
        left, right = int(cells.low[begin]), int(cells.high[end - 1])
        if right > left:
            product = np.tensordot(zh[:, begin:end], en[:, left:right], axes=(2, 2))  # run, sentence, run, sentence
            for x in range(begin, end):
                row = slice(int(cells.start[x]), int(cells.start[x + 1]))
                table[:, :, row] = product[:, x - begin, :, cells.low[x] - left : cells.high[x] - left]
    table -= table[0, 0].mean()  # what any two sentences here have in common
    if anchors:
        x, y = np.array(anchors).T
        table /= max(_LEAST, float(table[0, 0][cells.at(x, y)].mean()))
    return Likeness(cells, table, (count, en.shape[1]))


def describe_likeness(likeness: Likeness, a: int, b: int, i: Ints, j: Ints) -> dict[str, Floats]:
    """Say what vectors tell of beads of a by b sentences that end before Chinese sentence i and English sentence j."""
    own, size = likeness.of(i, j, a, b), (a + b) / 2
    rows, columns = likeness.shape
    outside = likeness.of(i - a, j, 1, b) + np.where(i < rows, likeness.of(i + 1, j, 1, b), 0)
    outside += likeness.of(i, j - b, a, 1) + np.where(j < columns, likeness.of(i, j + 1, a, 1), 0)
    named = {"cosine": own, "cosine by size": own * size, "vectors outside": outside / 4, "vectors outside by size": outside / 4 * size}
    more = [likeness.of(i, j, a + 1, b), likeness.of(i + 1, j, a + 1, b), likeness.of(i, j, a, b + 1), likeness.of(i, j + 1, a, b + 1)]
    named["vector lost"] = sum((np.maximum(value - own, 0) for value in more), np.zeros(len(i)))
    if a + b > 2:
        members = [likeness.of(i - k, j, 1, b) for k in range(a if a > 1 else 0)]
        members += [likeness.of(i, j - k, a, 1) for k in range(b if b > 1 else 0)]
        fewer = [likeness.of(i, j, a - 1, b), likeness.of(i - 1, j, a - 1, b)] if a > 1 else []
        fewer += [likeness.of(i, j, a, b - 1), likeness.of(i, j - 1, a, b - 1)] if b > 1 else []
        named["weakest vector"] = np.min(members, axis=0)
        named["vector gain"] = np.max(fewer, axis=0) - own
    return named


def find_likest(likeness: Likeness) -> tuple[Floats, Floats]:
    """Give the greatest likeness that each sentence of either side has to one of the other near the band."""
    cells = likeness.cells
    rows = np.diff(cells.start)
    x = np.repeat(np.arange(len(rows)), rows)
    y = np.arange(cells.count) - cells.start[x] + cells.low[x]
    zh, en = np.zeros(likeness.shape[0]), np.zeros(likeness.shape[1])
    np.maximum.at(zh, x, likeness.table[0, 0])
    np.maximum.at(en, y, likeness.table[0, 0])
    return zh, en


def _ranked(cosines: Vectors, zh: Floats, en: Floats) -> Floats:
    """Cosines to rank by: of lines that occur many times, whose cosines differ by rounding alone, the nearest to the diagonal comes first."""
    found: Floats = cosines - BESIDE_DIAGONAL * np.abs(zh - en)
    return found


def find_nearest(zh: Vectors, en: Vectors, x: Ints, y: Ints, best: int) -> tuple[Ints, Ints, Floats, Floats, Floats]:
    """Find couples of like sentences in whole texts, block by block.

    Args:
        zh: unit vectors of Chinese sentences.
        en: those of English ones.
        x: Chinese sentences of couples that are asked for, rising.
        y: their English ones.
        best: how many of the likest of each sentence are found besides, of equals those nearest to the diagonal.

    Returns:
        Couples that were found besides (Chinese, English); the cosines of the couples asked for, then of those found; for
        each Chinese and each English sentence the mean of its best cosines, missing ones counted as zero.
    """
    rows, columns = len(zh), len(en)
    across = np.arange(columns) / columns
    asked = np.zeros(len(x))
    found: list[tuple[Ints, Ints, Vectors]] = []
    high = np.zeros((0, columns), np.float32)
    who = np.zeros((0, columns), np.int64)
    row_mean = np.zeros(rows)
    for begin in range(0, rows, _BLOCK):
        block = zh[begin : begin + _BLOCK] @ en.T
        number = np.repeat(np.arange(begin, begin + len(block))[:, None], columns, axis=1)
        own = slice(*np.searchsorted(x, (begin, begin + _BLOCK)))
        asked[own] = block[x[own] - begin, y[own]]
        top = np.argpartition(-_ranked(block, number / rows, across), min(best, columns) - 1, axis=1)[:, : min(best, columns)]
        values = np.take_along_axis(block, top, axis=1)
        row_mean[begin : begin + len(block)] = values.sum(axis=1) / best
        found.append((np.repeat(number[:, 0], top.shape[1]), top.ravel(), values.ravel()))
        high, who = np.concatenate([high, block]), np.concatenate([who, number])
        keep = np.argpartition(-_ranked(high, who / rows, across), min(best, len(high)) - 1, axis=0)[: min(best, len(high))]
        high, who = np.take_along_axis(high, keep, axis=0), np.take_along_axis(who, keep, axis=0)
    found.append((who.ravel(), np.tile(np.arange(columns), len(who)), high.ravel()))
    left, right, value = (np.concatenate(part) for part in zip(*found, strict=True))
    return left, right, np.concatenate([asked, value]), row_mean, high.sum(axis=0) / best
