"""Splits: train, dev and test parts of a corpus that never part a document or near duplicates."""

from __future__ import annotations

import math
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bitext.deduplication.comparing import find_buckets, find_runs, group_rows, make_comparison
from bitext.deduplication.deciding import FULL
from bitext.deduplication.fingerprints import THRESHOLD, Likeness, take_fingerprints
from bitext.deduplication.keys import digest_texts
from bitext.deduplication.scratch import Column
from bitext.deduplication.shingles import scramble
from bitext.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from bitext.deduplication.fingerprints import Fingerprints
    from bitext.model import Pair

__all__ = ["Split", "documents_of", "parse_shares", "split_corpus"]

#: Fields of a pair that name the document it is from.
_FIELDS = ("doc", "zh_doc", "en_doc", "url", "zh_url", "en_url")
#: What stands for a document in the ids of segments where none was named.
_NAMELESS = frozenset({"", "zh", "en"})


@dataclass(frozen=True, slots=True)
class Split:
    """Which part each pair of a corpus is in.

    `names` are the parts; iterating gives a name for each pair, in the corpus's order. `sizes` counts the pairs of each part,
    `groups` the groups that could not be parted, and `largest` the pairs of the largest one.
    """

    names: tuple[str, ...]
    places: NDArray[np.uint8]
    groups: int
    largest: int

    @property
    def sizes(self) -> dict[str, int]:
        """How many pairs each part has."""
        counts = np.bincount(self.places, minlength=len(self.names))
        return {name: int(count) for name, count in zip(self.names, counts, strict=True)}

    def __len__(self) -> int:
        return len(self.places)

    def __iter__(self) -> Iterator[str]:
        return (self.names[place] for place in self.places)


def parse_shares(text: str) -> dict[str, float]:
    """Read the parts of a split and their shares, which add up to 1.

    Raises:
        UsageError: a name comes twice or cannot name a file, a share is none, or they do not add up.

    >>> parse_shares("train=.98,dev=.01,test=.01")
    {'train': 0.98, 'dev': 0.01, 'test': 0.01}
    """
    found: dict[str, float] = {}
    for part in text.split(","):
        name, _, share = (piece.strip() for piece in part.partition("="))
        if name in found:
            raise UsageError("split", f"{name!r} comes twice", "name each part once")
        try:
            found[name] = float(share)
        except ValueError:
            raise UsageError("split", f"{part.strip()!r} is no part", "write NAME=SHARE,…: train=.98,dev=.01,test=.01") from None
    return _checked(found)


def _checked(shares: Mapping[str, float]) -> dict[str, float]:
    for name, share in shares.items():
        if not name or not name.replace("-", "").replace("_", "").isalnum():
            raise UsageError("split", f"{name!r} cannot name a part", "use letters, digits, - and _")
        if not 0 < share <= 1:
            raise UsageError("split", f"{share} is no share", "write numbers above 0 that add up to 1")
    if not math.isclose(sum(shares.values()), 1, abs_tol=1e-6):
        raise UsageError(
            "split", f"the shares add up to {sum(shares.values()):g}", "write shares that add up to 1: train=.98,dev=.01,test=.01"
        )
    if len(shares) > 255:
        raise UsageError("split", f"{len(shares)} parts are too many", "name 255 at most")
    return dict(shares)


def documents_of(pair: Pair) -> tuple[str, ...]:
    """Name the documents that a pair is from: its fields `doc` and `url` (with `zh_` and `en_` too) and its segments' documents.

    Where none of them is there, the field `source` is taken.

    >>> from bitext.model import Pair
    >>> documents_of(Pair("1", "雨", "Rain", 1.0, ("d7:0:3",), (), (), {"url": "https://example.org/a"}))
    ('d7', 'https://example.org/a')
    """
    values = (value for name in _FIELDS for value in _several(pair.extra.get(name)))
    named = {str(value) for value in values if isinstance(value, (str, int, float)) and value != ""}
    for segment in (*pair.zh_segments, *pair.en_segments):
        parts = segment.rsplit(":", 2)
        if len(parts) == 3 and parts[0] not in _NAMELESS:
            named.add(parts[0])
    if not named and isinstance(source := pair.extra.get("source"), str) and source:
        named.add(source)
    return tuple(sorted(named))


def _several(value: object) -> Sequence[object]:
    return value if isinstance(value, (list, tuple)) else (value,)


def split_corpus(
    pairs: Iterable[Pair], shares: Mapping[str, float], *, level: str = "near", on: str = "either", threshold: float = THRESHOLD
) -> Split:
    """Divide a corpus into parts so that no document, and no two pairs that are alike, stand in two of them.

    Pairs that share a document or are duplicates hang together, and so does what hangs together with one of them. Such a group
    goes where a hash of its smallest name leads (its documents; else its texts), so it stays there when the corpus grows,
    unless new pairs tie it to another group. The order of the pairs does not matter. Sizes are as asked as far as chance and
    the groups allow: one sentence that every document has ties them all together, so take duplicates out first.

    Args:
        pairs: the corpus; it is read once. Memory grows by some 60 bytes a pair, the rest is in temporary files.
        shares: the parts and how much of the corpus each gets, 1 in all.
        level: what counts as alike: `exact`, `normalized` or `near`.
        on: which side must be alike: `both`, `either`, `zh` or `en`.
        threshold: the least share of shingles that near duplicates have in common.

    Raises:
        UsageError: the shares or another argument make no sense.
        OutputError: the temporary folder is full.

    >>> from bitext.model import Pair
    >>> corpus = [Pair(str(n), f"第{n}只猫", f"Cat {n}", 1.0, extra={"doc": f"d{n // 10}"}) for n in range(1000)]
    >>> split = split_corpus(corpus, {"train": 0.8, "test": 0.2}, level="exact")
    >>> sum(split.sizes.values()), split.groups
    (1000, 100)
    """
    asked = _checked(shares)
    documents, owners = Column(np.uint64, 2), Column(np.int64)

    def seen() -> Iterator[Pair]:
        for number, pair in enumerate(pairs):
            if names := documents_of(pair):
                documents.append(np.frombuffer(b"".join(map(digest_texts, names)), np.uint64).reshape(-1, 2))
                owners.append(np.full(len(names), number, np.int64))
            yield pair

    fingerprints = take_fingerprints(seen(), Likeness(level, on, threshold))
    ties = _Ties(fingerprints.size)
    digests, owner = documents.read(), owners.read()
    _tie_equal(ties, digests, owner)
    present = np.flatnonzero(fingerprints.present)
    _tie_equal(ties, fingerprints.digests[present], present // fingerprints.items, present % fingerprints.items)
    _tie_near(ties, fingerprints)
    return _assign(ties.roots(), _names(fingerprints, digests, owner), asked)


class _Ties:
    """Which pairs hang together (union-find; Galler and Fischer, 1964): the smallest number of a group is its root."""

    def __init__(self, size: int) -> None:
        self._parents = array("q", range(size))

    def root(self, number: int) -> int:
        parents = self._parents
        while (above := parents[number]) != number:
            parents[number] = parents[above]
            number = above
        return number

    def tie(self, one: int, other: int) -> None:
        low, high = sorted((self.root(one), self.root(other)))
        self._parents[high] = low

    def roots(self) -> NDArray[np.int64]:
        return np.fromiter(map(self.root, range(len(self._parents))), np.int64, len(self._parents))


def _tie_equal(ties: _Ties, digests: NDArray[np.uint64], owner: NDArray[np.int64], kind: NDArray[np.int64] | None = None) -> None:
    """Tie the pairs that have a digest in common, of one kind where there are several."""
    rows = digests if kind is None else np.column_stack((digests[:, 0], digests[:, 1] ^ kind.astype(np.uint64)))
    first = group_rows(rows)
    for number in np.flatnonzero(first != np.arange(len(first))).tolist():
        ties.tie(int(owner[first[number]]), int(owner[number]))


def _tie_near(ties: _Ties, fingerprints: Fingerprints) -> None:
    """Tie pairs whose texts are nearly the same."""
    if not fingerprints.bands:
        return
    compare = make_comparison(fingerprints)
    for side in range(fingerprints.items):
        _tie_side(ties, fingerprints.bands, _different(fingerprints, side), compare, fingerprints.items)


def _tie_side(
    ties: _Ties, bands: Sequence[NDArray[np.uint64]], items: NDArray[np.int64], compare: Callable[[int, int], float], width: int
) -> None:
    """Tie what is alike in a bucket: each item is compared once with each of the first `FULL` members of its buckets, unless they are tied."""
    place, bucket = find_buckets(bands, items)
    members: dict[int, list[int]] = {}
    for run in find_runs(place):
        item, mine = int(items[place[run.start]]), bucket[run].tolist()
        for other in {one for number in mine for one in members.get(number, ())}:
            if ties.root(item // width) != ties.root(other // width) and compare(item, other):
                ties.tie(item // width, other // width)
        for number in mine:
            held = members.setdefault(number, [])
            if len(held) < FULL:
                held.append(item)


def _different(fingerprints: Fingerprints, side: int) -> NDArray[np.int64]:
    """The items of one side, one for each key: those that are equal are tied already."""
    items: NDArray[np.int64] = np.flatnonzero(fingerprints.present)
    items = items[items % fingerprints.items == side]
    new: NDArray[np.bool_] = group_rows(fingerprints.digests[items]) == np.arange(len(items))
    return items[new]


def _names(fingerprints: Fingerprints, documents: NDArray[np.uint64], owner: NDArray[np.int64]) -> NDArray[np.uint64]:
    """A number for each pair that its documents give it, or its texts where it has none."""
    texts = fingerprints.digests[:, 0].reshape(-1, fingerprints.items).min(axis=1)
    named = np.full(fingerprints.size, np.iinfo(np.uint64).max, np.uint64)
    np.minimum.at(named, owner, documents[:, 0])
    bare = np.ones(fingerprints.size, bool)
    bare[owner] = False
    return np.where(bare, texts, named)


def _assign(roots: NDArray[np.int64], names: NDArray[np.uint64], shares: Mapping[str, float]) -> Split:
    """Send each group where the hash of its smallest name leads."""
    smallest = np.full(len(roots), np.iinfo(np.uint64).max, np.uint64)
    np.minimum.at(smallest, roots, names)
    points = scramble(smallest[roots]) / np.float64(2**64)
    borders = np.cumsum(list(shares.values()))[:-1]
    sizes = np.bincount(roots) if len(roots) else np.zeros(1, np.int64)
    places = np.searchsorted(borders, points, side="right").astype(np.uint8)
    return Split(tuple(shares), places, int(np.count_nonzero(sizes)), int(sizes.max()))
