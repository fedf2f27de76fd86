r"""What a line says: the log-odds of main text from its words, beside what it looks like.

"Sign up for our newsletter" and the first sentence of a report can have the same length, marks and neighbours; their
words differ. A linear model over hashed words, word pairs and triples, a line's first and last word and its length
(the hashing trick, Weinberger et al. 2009, doi:10.1145/1553374.1553516) gives each line one number, and the trees read
it with its means around. Lines in Chinese get none: the pages to learn from are few there, and out of fold it took
more than it gave (docs/benchmarks.md). The weights are fitted by tools/fit_maintext.py.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from bitext.maintext.neighbours import RunningSums, after, before, table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bitext.maintext.lines import Lines

    Floats = NDArray[np.floating]

__all__ = ["BUCKETS", "SCALE", "WORDED", "is_worded", "line_wording", "word_places", "worded_features"]

#: The columns of `worded_features`.
WORDED = (
    "wording", "wording_previous", "wording_next", "wording_page", "wording_1", "wording_1_sized", "wording_3", "wording_3_sized", "wording_8",
    "wording_8_sized",
)  # fmt: skip
_BITS = 16
#: Words share this many weights, by hash.
BUCKETS = 1 << _BITS
#: Weights are stored as whole numbers, so many to one.
SCALE = 100
#: A line with a larger share of Han characters among its tokens is Chinese.
_HAN_SHARE = 0.3
_MIX, _TRIPLE = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD1342543DE82EF95)
_WORD, _PAIR, _THREE, _FIRST, _LAST, _LENGTH = (np.uint64(n) for n in range(1, 7))


def is_worded(c: Lines) -> NDArray[np.bool_]:
    """Which lines are told by their words: those that are not Chinese."""
    return np.asarray(c.han <= _HAN_SHARE * c.tokens)


def _bucket(hashes: NDArray[np.uint64], salt: np.uint64) -> NDArray[np.int64]:
    return np.asarray(((hashes * _MIX + salt) * _MIX) >> np.uint64(64 - _BITS), np.int64)


def word_places(c: Lines) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Every word, pair, triple, edge and length of the lines that are not Chinese: the line of each, and its bucket.

    >>> from bitext.maintext.lines import count
    >>> line, bucket = word_places(count(["Read more", "重庆的金融"]))
    >>> line.tolist(), bool((bucket < BUCKETS).all())  # two words, a pair, the first, the last, the length
    ([0, 0, 0, 0, 0, 0], True)
    """
    worded = is_worded(c)
    mine = worded[c.line]
    token, line, pair = c.token[mine], c.line[mine], c.bigram[mine]
    lines = np.flatnonzero(worded)
    size = np.log2(c.tokens[lines] + 1).astype(np.uint64)
    paired = pair != 0
    three = np.flatnonzero(paired[:-1] & paired[1:])[: max(token.size - 2, 0)]
    edge = np.ones(token.size + 1, np.bool_)
    edge[1:-1] = line[1:] != line[:-1]
    first, last = edge[:-1], edge[1:]
    parts = (
        (line, _bucket(token, _WORD)), (line[paired], _bucket(pair[paired], _PAIR)),
        (line[three], _bucket(pair[three] * _TRIPLE + token[three + 2], _THREE)),
        (line[first], _bucket(token[first], _FIRST)), (line[last], _bucket(token[last], _LAST)), (lines, _bucket(size, _LENGTH)),
    )  # fmt: skip
    return np.concatenate([at for at, _ in parts]).astype(np.int64), np.concatenate([bucket for _, bucket in parts])


@cache
def _weights() -> tuple[Floats, float]:
    """The packaged weight of each bucket, and the one of every line."""
    text = resources.files("bitext.maintext").joinpath("weights", "wording.json").read_text(encoding="utf-8")
    data = json.loads(text)
    return np.array(data["weights"], np.float32) / SCALE, float(data["base"])


def line_wording(c: Lines, weights: tuple[Floats, float] | None = None) -> Floats:
    """The log-odds that each line is main text by its words alone; 0 for lines in Chinese.

    Args:
        c: the lines' words.
        weights: one a bucket, and one of every line; the packaged ones where none are given.

    >>> from bitext.maintext.lines import count
    >>> odds = line_wording(count(["Sign up for our newsletter", "The minister said on Monday that the talks had failed."]))
    >>> bool(odds[0] < odds[1])
    True
    """
    each, base = weights or _weights()
    line, bucket = word_places(c)
    size = np.maximum(np.bincount(line, minlength=c.n), 1)
    total = np.bincount(line, each[bucket], c.n) / np.sqrt(size) + base
    return np.where(is_worded(c), total, 0.0).astype(np.float32)


def worded_features(odds: Floats, tokens: Floats) -> Floats:
    """Describe each line by its wording and its neighbours', plain and weighed by length; columns as WORDED.

    Args:
        odds: what `line_wording` gives.
        tokens: the lines' sizes in tokens.
    """
    weight = np.sqrt(tokens)
    sums = RunningSums(8, odds, odds * weight, weight)
    around = [column for reach in (1, 3, 8) for column in _plain_and_sized(sums.mean(reach, 0, 3))]
    return table([odds, before(odds), after(odds), odds.mean(), *around], odds.size)


def _plain_and_sized(means: Floats) -> tuple[Floats, Floats]:
    return means[0], means[1] / np.maximum(means[2], 1e-6)
