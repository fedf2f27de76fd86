"""First pass: couples of sentences that are like one another and unlike others, and the best rising chain of them.

Only couples that share a key of few sentences are looked at (an inverted index), so that the cost grows with the text and not
with its square. The margin is Artetxe and Schwenk's (2019, https://aclanthology.org/P19-1309), on shares of covered words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bitext.alignment.coverage import share_keys
from bitext.alignment.likeness import find_nearest

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bitext.alignment.tokens import Tokens

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Vectors = NDArray[np.float32]

__all__ = ["find_anchors", "find_chain"]

#: A key tells little if more sentences than this share of all have it; a few are always let through. Of long texts only the
#: rarest keys are looked at, so that so many couples of word and sentence come together on each side.
SHARE, FEW, ENOUGH = 0.25, 30, 1_000_000
#: The best couples of a sentence whose mean is what a couple is held against; and what a margin gets on top.
BEST, BONUS = 4, 0.02
#: What a margin of words counts beside one of vectors.
BESIDE = 0.5


def find_anchors(zh: Tokens, en: Tokens, vectors: tuple[Vectors, Vectors] | None = None) -> list[tuple[int, int]]:
    """Find couples of sentences that hold the alignment, rising on both sides; empty where nothing is alike.

    Args:
        zh: the Chinese words.
        en: the English ones.
        vectors: unit vectors of the sentences of both sides, (sentences, numbers), where there are any.
    """
    x, y, margin = _margins(zh, en)
    if vectors is not None:
        x, y, margin = _with_vectors(x, y, margin, *vectors)
    good = margin > 0
    return find_chain(x[good], y[good], margin[good], en.count)


def _margins(zh: Tokens, en: Tokens) -> tuple[Ints, Ints, Floats]:
    """Couples with how much more alike they are than the best others of either sentence."""
    couples, values = [], []
    for words, other, rows in ((en, zh, False), (zh, en, True)):
        bounds = np.zeros(words.count, np.int64), np.full(words.count, other.count)
        word, sentence = share_keys(words, other, *bounds, cap=_most(words, other))
        own = words.sentence[word]
        couples.append(own * en.count + sentence if rows else sentence * en.count + own)
        values.append(words.weight[word] / (words.total[own] + 1) / 2)
    couple, place = np.unique(np.concatenate(couples), return_inverse=True)
    alike = np.bincount(place, np.concatenate(values), minlength=len(couple)).astype(np.float64)
    x, y = couple // max(1, en.count), couple % max(1, en.count)
    others = (_mean_of_best(x, alike, zh.count)[x] + _mean_of_best(y, alike, en.count)[y]) / 2
    return x, y, alike - others + BONUS


def _with_vectors(x: Ints, y: Ints, margin: Floats, zh: Vectors, en: Vectors) -> tuple[Ints, Ints, Floats]:
    """Add the margins of cosines to couples that share words, and the couples that are likest by their vectors."""
    left, right, cosine, of_zh, of_en = find_nearest(zh, en, x, y, BEST)
    couple = np.concatenate([x, left]) * len(en) + np.concatenate([y, right])
    distinct, first = np.unique(couple, return_index=True)  # those that share words come first
    words = np.concatenate([margin - BONUS, np.zeros(len(left))])[first]
    x, y = distinct // len(en), distinct % len(en)
    return x, y, cosine[first] - (of_zh[x] + of_en[y]) / 2 + BESIDE * words + BONUS


def _most(words: Tokens, other: Tokens) -> int:
    """In how many sentences of the other side a key may stand to be looked at."""
    size = max(1, other.count)
    times = np.sort(np.searchsorted(other.postings, (words.key + 1) * size) - np.searchsorted(other.postings, words.key * size))
    within = int(np.searchsorted(np.cumsum(times), ENOUGH))
    rare = int(times[within]) - 1 if within < len(times) else other.count
    return min(rare, max(FEW, int(other.count * SHARE)))


def _mean_of_best(group: Ints, value: Floats, size: int) -> Floats:
    """The mean of the best values of each group, missing ones counted as zero."""
    order = np.lexsort((-value, group))
    ordered = group[order]
    rank = np.arange(len(order)) - np.searchsorted(ordered, np.arange(size))[ordered]
    best = order[rank < BEST]
    found: Floats = np.bincount(group[best], value[best], minlength=size) / BEST
    return found


def find_chain(x: Ints, y: Ints, value: Floats, size: int) -> list[tuple[int, int]]:
    """Find the heaviest chain of couples that rises strictly in x and y, in n log n, with a Fenwick tree of prefix maxima.

    Args:
        x: one place of each couple.
        y: the other, below `size`.
        value: what it weighs, above 0.
        size: the number of places of y.

    >>> find_chain(np.array([0, 1, 2]), np.array([0, 2, 1]), np.array([1.0, 1.0, 3.0]), 3)
    [(0, 0), (2, 1)]
    """
    xs, ys, values = x.tolist(), y.tolist(), value.tolist()
    tree, owner = [0.0] * (size + 2), [-1] * (size + 2)
    before = [-1] * len(xs)
    best, last = 0.0, -1
    for couple in np.lexsort((-y, x)).tolist():
        at, found, link = ys[couple], 0.0, -1
        while at > 0:
            if tree[at] > found:
                found, link = tree[at], owner[at]
            at &= at - 1
        found += values[couple]
        before[couple] = link
        at = ys[couple] + 1
        while at <= size:
            if found > tree[at]:
                tree[at], owner[at] = found, couple
            at += at & -at
        if found > best:
            best, last = found, couple
    chain = []
    while last >= 0:
        chain.append((xs[last], ys[last]))
        last = before[last]
    return chain[::-1]
