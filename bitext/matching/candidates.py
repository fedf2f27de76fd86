"""Which couples are worth a look: an inverted index over what is rare, so that no document is held against all others."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from bitext.matching.addresses import address_key, plain_address, slug_of
from bitext.matching.spaces import gather

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from bitext.matching.records import Profile
    from bitext.matching.spaces import Space

__all__ = ["find_candidates"]

#: Postings that one document may call up: its rarest keys first. It bounds the work a document, and so makes it linear.
BUDGET = 6000
#: Candidates a document gets from the index.
KEPT = 12
#: An address, link or slug that more documents share than this says nothing.
_SHARED = 4


def find_candidates(space: Space, zh: Sequence[Profile], en: Sequence[Profile]) -> list[NDArray[np.int64]]:
    """Give, for each Chinese document, the English ones that may be its translation, in ascending order.

    They are the best by shared rare keys, seen from either side, and those whose addresses say so.
    """
    expanded = [np.unique(space.expand(d)[0]) for d in range(len(zh))]
    starts = np.zeros(len(zh) + 1, np.int64)
    np.cumsum([len(keys) for keys in expanded], out=starts[1:])
    keys = np.concatenate([*expanded, np.zeros(0, np.int32)])
    size = len(space.key_names)
    from_zh = _Index(space.en.units, space.en.starts, size)
    from_en = _Index(keys, starts, size)
    found: list[set[int]] = [set() for _ in zh]
    for d, mine in enumerate(expanded):
        found[d].update(from_zh.search(mine).tolist())
    for d in range(len(en)):
        for other in from_en.search(space.en.units[space.en.starts[d] : space.en.starts[d + 1]]).tolist():
            found[other].add(d)
    for one, other in _addressed(zh, en):
        found[one].add(other)
    return [np.array(sorted(row), np.int64) for row in found]


class _Index:
    """Documents by key."""

    def __init__(self, keys: NDArray[np.int32], starts: NDArray[np.int64], size: int) -> None:
        documents = np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))
        order = np.argsort(keys, kind="stable")
        self._documents = documents[order]
        self._counts = np.bincount(keys, minlength=size)
        self._starts = np.concatenate([[0], np.cumsum(self._counts)])
        total = max(1, len(starts) - 1)
        self._weights = np.log1p(total / np.maximum(self._counts, 1))
        self._norms = np.sqrt(np.maximum(np.diff(starts), 1.0))

    def search(self, keys: NDArray[np.int32]) -> NDArray[np.int32]:
        """The documents that share most with a document: the sum of the rarer keys' weights over the root of the length."""
        counts = self._counts[keys]
        keys = keys[counts > 0]
        order = np.argsort(self._counts[keys], kind="stable")
        keys = keys[order]
        keys = keys[: int(np.searchsorted(np.cumsum(self._counts[keys]), BUDGET)) + 1]
        hits, _ = gather(self._documents, self._starts, keys)
        if not len(hits):
            return hits
        documents, places = np.unique(hits, return_inverse=True)
        score = np.bincount(places, np.repeat(self._weights[keys] ** 2, self._counts[keys])) / self._norms[documents]
        best = np.argsort(-score, kind="stable")[:KEPT]
        return documents[best]


def _addressed(zh: Sequence[Profile], en: Sequence[Profile]) -> Iterator[tuple[int, int]]:
    """Couples that addresses speak for: links to one another, and addresses that are one but for the language's mark."""
    for name in (_links, _keys, _slugs):
        places: defaultdict[Any, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for side, profiles in enumerate((zh, en)):
            for number, profile in enumerate(profiles):
                for key in name(profile):
                    places[key][side].append(number)
        for left, right in places.values():
            if 0 < len(left) <= _SHARED and 0 < len(right) <= _SHARED:
                yield from ((one, other) for one in left for other in right)


def _links(profile: Profile) -> set[str]:
    return {*profile.links, *filter(None, [plain_address(profile.url)])}


def _keys(profile: Profile) -> set[str]:
    return set(filter(None, [address_key(profile.url)]))


def _slugs(profile: Profile) -> set[str]:
    return set(filter(None, [slug_of(profile.url)]))
