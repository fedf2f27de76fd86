"""Comparing: which items share a bucket, and how alike two of them are."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

    from bitext.deduplication.fingerprints import Fingerprints

__all__ = ["compute_similarity", "find_buckets", "find_runs", "group_rows", "make_comparison"]

#: Sets of shingles that are kept for the next comparison: some 100 MB at most for sentences.
_HELD = 20_000

Sets = tuple[frozenset[int], ...]


def group_rows(digests: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Give for each row the number of the first row that equals it.

    >>> group_rows(np.array([[7, 1], [3, 3], [7, 1]], np.uint64)).tolist()
    [0, 1, 0]
    """
    order = np.lexsort((digests[:, 1], digests[:, 0]))  # stable: equal rows stay in order
    placed = digests[order]
    new = np.ones(len(order), bool)
    new[1:] = (placed[1:] != placed[:-1]).any(axis=1)
    first = np.empty(len(order), np.int64)
    first[order] = order[np.flatnonzero(new)][np.cumsum(new) - 1]
    return first


def find_buckets(columns: Iterable[NDArray[np.uint64]], items: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Find the items that share a key with another one.

    Args:
        columns: keys by item, one column a band; 0 is none.
        items: which items count, in the order in which they come.

    Returns:
        places in `items`, ascending, and the number of a bucket that each is in; a place has several rows.

    >>> find_buckets([np.array([5, 6, 5], np.uint64)], np.arange(3))
    (array([0, 2]), array([0, 0]))
    """
    places, buckets, count = [], [], 0
    for column in columns:
        keys = column[items]
        order = np.argsort(keys, kind="stable")
        placed = keys[order]
        same = np.zeros(len(order) + 1, bool)
        same[1:-1] = (placed[1:] == placed[:-1]) & (placed[1:] != 0)
        shared = same[1:] | same[:-1]
        numbers = count + np.cumsum((shared & ~same[:-1])[shared]) - 1
        places.append(order[shared])
        buckets.append(numbers)
        count = int(numbers[-1]) + 1 if len(numbers) else count
    place, bucket = np.concatenate([np.empty(0, np.int64), *places]), np.concatenate([np.empty(0, np.int64), *buckets])
    order = np.argsort(place, kind="stable")
    return place[order], bucket[order]


def find_runs(values: NDArray[np.int64]) -> Iterator[slice]:
    """Give where each run of one value after the other stands; no value is negative.

    >>> list(find_runs(np.array([4, 4, 7])))
    [slice(0, 2, None), slice(2, 3, None)]
    """
    borders = np.append(np.flatnonzero(np.diff(values, prepend=-1)), len(values)).tolist()
    return map(slice, borders, borders[1:])


def compute_similarity(left: Sets, right: Sets, threshold: float) -> float:
    """Compute Jaccard's index of two sets of shingles, the least over the sides; 0 as soon as one lies below the threshold.

    >>> compute_similarity((frozenset({1, 2, 3, 4}),), (frozenset({1, 2, 3, 5}),), 0.5)
    0.6
    """
    least = 1.0
    for one, other in zip(left, right, strict=True):
        size, against = len(one), len(other)
        if size < threshold * against or against < threshold * size:
            return 0.0
        if size:
            shared = len(one & other)
            share = shared / (size + against - shared)
            if share < threshold:
                return 0.0
            least = min(least, share)
    return least


def make_comparison(fingerprints: Fingerprints) -> Callable[[int, int], float]:
    """Make the function that says how alike two items are: 0 below the threshold."""
    threshold = fingerprints.likeness.threshold

    @lru_cache(maxsize=_HELD)
    def sets_of(item: int) -> Sets:
        return tuple(frozenset(side.tolist()) for side in fingerprints.shingles_of(item))

    return lambda one, other: compute_similarity(sets_of(one), sets_of(other), threshold)
