"""How much of one side's sentences the other side's cover: in a band of cells, for every window of neighbours at once.

A word is covered by a window of sentences if one of them shares a key with it. For a window that ends at sentence s, what
counts is how far back the last covering sentence lies; so the weights are kept by that distance, and a window of k
sentences covers the sum over the distances below k.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bitext.alignment.tokens import sort_distinct

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bitext.alignment.tokens import Tokens

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

__all__ = ["Cells", "Coverage", "make_coverage", "share_keys"]


@dataclass(frozen=True, slots=True)
class Cells:
    """Couples (Chinese sentence x, English sentence y) near the band: for each x, y from `low[x]` up to `high[x]`, exclusive.

    `start[x]` is the number of the first cell of a row. Both bounds never fall. `first[y]` and `last[y]` bound the rows
    that hold y.
    """

    low: Ints
    high: Ints
    start: Ints
    first: Ints
    last: Ints

    @property
    def count(self) -> int:
        """How many cells there are."""
        return int(self.start[-1])

    def at(self, x: Ints, y: Ints) -> Ints:
        """Number the cells of couples that lie inside."""
        return self.start[x] + y - self.low[x]


def share_keys(words: Tokens, other: Tokens, low: Ints, high: Ints, cap: int | None = None) -> tuple[Ints, Ints]:
    """Give (word, sentence of the other side) where they share a key and the sentence lies in `[low, high)` of the word's own.

    Args:
        words: the words looked at.
        other: the other side.
        low: the first sentence of the other side, for each sentence of the words' side.
        high: the end of them.
        cap: a key with more sentences than this is passed over.
    """
    size = max(1, other.count)
    own = words.sentence[words.owner]
    left = np.searchsorted(other.postings, words.key * size + low[own])
    right = np.searchsorted(other.postings, words.key * size + high[own])
    counts = np.maximum(right - left, 0)
    if cap is not None:
        counts[counts > cap] = 0
    word = np.repeat(words.owner, counts)
    inside = np.arange(len(word)) - np.repeat(np.cumsum(counts) - counts, counts)
    sentence = other.postings[np.repeat(left, counts) + inside] % size
    couples = sort_distinct(word * size + sentence)
    return couples // size, couples % size


@dataclass(frozen=True, slots=True)
class Coverage:
    """Weights covered, by cell.

    `english[k - 1]` has the weight of y's words that a window of k Chinese sentences up to x covers, summed over the cells before in the row (so that a stretch of English sentences is a difference), `chinese[k - 1]` that
    of x's words in a window of k English sentences up to y. `zh` and `en` are running sums of the sentences' weights.
    """

    cells: Cells
    english: Floats
    chinese: Floats
    zh: Floats
    en: Floats

    def of_english(self, i: Ints, j: Ints, a: int, b: int) -> Floats:
        """Weight of English sentences j-b…j-1 that Chinese sentences i-a…i-1 cover."""
        row = self.cells.start[i - 1] - self.cells.low[i - 1]
        table = self.english[a - 1]
        found: Floats = table[row + j] - table[row + j - b]
        return found

    def of_chinese(self, i: Ints, j: Ints, a: int, b: int) -> Floats:
        """Weight of Chinese sentences i-a…i-1 that English sentences j-b…j-1 cover."""
        found = np.zeros(len(i))
        for back in range(1, a + 1):
            found += self.chinese[b - 1][self.cells.at(i - back, j - 1)]
        return found

    def similarity(self) -> Floats:
        """The share of both sentences' words that they cover of one another, by cell: 0 to 1."""
        rows = np.diff(self.cells.start)
        x = np.repeat(np.arange(len(rows)), rows)
        y = np.arange(self.cells.count) - self.cells.start[x] + self.cells.low[x]
        own = np.diff(self.english[0])
        both: Floats = own / (self.en[y + 1] - self.en[y] + 1) + self.chinese[0] / (self.zh[x + 1] - self.zh[x] + 1)
        return both / 2


def make_coverage(zh: Tokens, en: Tokens, cells: Cells, deep: tuple[int, int]) -> Coverage:
    """Count what covers what.

    Args:
        zh: the Chinese words.
        en: the English words.
        cells: where to look.
        deep: the longest window of Chinese and of English sentences.
    """
    english = _by_distance(en, zh, cells, deep[0], rows=False)
    chinese = _by_distance(zh, en, cells, deep[1], rows=True)
    running = np.zeros((deep[0], cells.count + 1))
    np.cumsum(english, axis=1, out=running[:, 1:])
    return Coverage(cells, running, chinese, _running(zh.total), _running(en.total))


def _running(values: Floats) -> Floats:
    return np.concatenate([np.zeros(1), np.cumsum(values)])


def _by_distance(words: Tokens, other: Tokens, cells: Cells, deep: int, *, rows: bool) -> Floats:
    """Covered weight by window length and cell; `rows` tells that the words' side is that of the rows."""
    low, high = (cells.low, cells.high) if rows else (cells.first, cells.last)
    word, sentence = share_keys(words, other, low, high)
    until = np.full(len(word), np.iinfo(np.int64).max)
    same = word[1:] == word[:-1]
    until[:-1][same] = sentence[1:][same]
    own = words.sentence[word]
    layers = np.zeros((deep, cells.count))
    for distance in range(deep):
        end = sentence + distance
        here = (end < until) & (end < high[own])
        x, y = (own[here], end[here]) if rows else (end[here], own[here])
        layers[distance] = np.bincount(cells.at(x, y), words.weight[word[here]], minlength=cells.count)
    found: Floats = np.cumsum(layers, axis=0)
    return found
