"""Deciding: which pairs stay, and of which kept pair each of the others is a duplicate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from bitext.deduplication.comparing import find_buckets, find_runs, group_rows, make_comparison
from bitext.deduplication.fingerprints import Likeness, take_fingerprints
from bitext.deduplication.shingles import scramble
from bitext.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from bitext.deduplication.fingerprints import Fingerprints
    from bitext.model import Pair

__all__ = ["KEEPS", "Decisions", "Duplicate", "Earlier", "decide_duplicates", "find_duplicates"]

KEEPS = ("best", "first")
#: A bucket of near duplicates holds so many kept pairs; later ones are compared with those alone. Texts that are really alike
#: meet in other buckets too, and not all of those are filled by the boilerplate that they share with everything.
FULL = 16


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A pair that is not kept: its number in the input, from 0, its id, and which kept pair it repeats.

    `of` is the kept pair's id, `similarity` the share of shingles in common (1 where the keys are the same), `side` what is
    alike: `both`, `zh` or `en`. `earlier` tells that the kept pair is one of an earlier run.

    >>> Duplicate(7, "b", "a", 0.9, "both").of
    'a'
    """

    number: int
    id: str
    of: str
    similarity: float
    side: str
    earlier: bool = False


class Earlier(Protocol):
    """What earlier runs kept."""

    def find_repeats(self, fingerprints: Fingerprints, pairs: NDArray[np.int64]) -> Mapping[int, tuple[str, float, int]]:
        """Give for each of these pairs that repeats an earlier one its id, their similarity, and the side's number."""


class Decisions:
    """What became of each pair, by its number: `kept` is an array of booleans, `duplicate_of` says why one was not kept."""

    def __init__(self, fingerprints: Fingerprints) -> None:
        self._fingerprints = fingerprints
        self._of = np.full(fingerprints.size, -1, np.int64)
        self._why: dict[int, tuple[float, int]] = {}
        self._earlier: dict[int, tuple[str, float, int]] = {}

    def drop(self, number: int, of: int, similarity: float = 1.0, side: int = 0) -> None:
        """Note that a pair repeats another one of this run."""
        self._of[number] = of
        if similarity < 1 or side:
            self._why[number] = similarity, side

    def drop_all(self, numbers: NDArray[np.int64], of: NDArray[np.int64]) -> None:
        """Note that pairs have the keys of others; those may themselves be dropped later."""
        self._of[numbers] = of

    def drop_earlier(self, found: Mapping[int, tuple[str, float, int]]) -> None:
        """Note that pairs repeat some of earlier runs."""
        self._earlier.update(found)
        numbers = np.fromiter(found, np.int64, len(found))
        self._of[numbers] = numbers

    @property
    def kept(self) -> NDArray[np.bool_]:
        """Which pairs stay, shape (pairs,)."""
        return self._of < 0

    @property
    def earlier(self) -> int:
        """How many pairs repeat one of an earlier run themselves, not by way of another."""
        return len(self._earlier)

    def duplicate_of(self, number: int) -> Duplicate:
        """Say what a pair that is not kept repeats."""
        via, fingerprints = number, self._fingerprints
        while via not in self._earlier and self._of[of := int(self._of[via])] >= 0 and of != via:
            via = of  # it has the keys of a pair that was dropped in its turn, for a reason that holds for both
        if via in self._earlier:
            name, similarity, side = self._earlier[via]
            return Duplicate(number, fingerprints.id_of(number), name, similarity, self._side(side), earlier=True)
        similarity, side = self._why.get(via, (1.0, 0))
        name = fingerprints.id_of(int(self._of[via]))
        return Duplicate(number, fingerprints.id_of(number), name, similarity, self._side(side))

    def _side(self, item: int) -> str:
        on = self._fingerprints.likeness.on
        return ("zh", "en")[item] if on == "either" else on


def decide_duplicates(fingerprints: Fingerprints, keep: str = "best", earlier: Earlier | None = None) -> Decisions:
    """Decide which pairs stay: one after the other in the order of preference, each that repeats none of those kept before it.

    So no two kept pairs are alike, and each of the others repeats one that is kept, not merely one that repeats it.

    Args:
        fingerprints: the pairs'.
        keep: `best` prefers the higher score, and the earlier one of two with the same score; `first` the earlier one.
        earlier: what earlier runs kept, which is preferred to everything.

    Raises:
        UsageError: `keep` is unknown.
    """
    if keep not in KEEPS:
        raise UsageError("keep", f"{keep!r} is unknown", f"known are: {', '.join(KEEPS)}")
    order = np.argsort(-fingerprints.scores, kind="stable") if keep == "best" else np.arange(fingerprints.size)
    decisions = Decisions(fingerprints)
    order = _drop_equal(fingerprints, order, decisions)
    if earlier is not None and len(order):
        decisions.drop_earlier(earlier.find_repeats(fingerprints, np.sort(order)))
        order = order[decisions.kept[order]]
    if fingerprints.items > 1 or fingerprints.bands:
        _drop_alike(fingerprints, order, decisions)
    return decisions


def _drop_equal(fingerprints: Fingerprints, order: NDArray[np.int64], decisions: Decisions) -> NDArray[np.int64]:
    """Drop pairs all whose keys another one has; give the others in order."""
    width = fingerprints.items
    rows = fingerprints.digests.reshape(-1, width, 2)[order]
    keys = rows[:, 0] if width == 1 else rows[:, 0] ^ scramble(rows[:, 1])
    first = group_rows(keys)
    present = fingerprints.present.reshape(-1, width)[order].any(axis=1)
    again = (first != np.arange(len(order))) & present
    decisions.drop_all(order[again], order[first[again]])
    rest: NDArray[np.int64] = order[~again]
    return rest


def _drop_alike(fingerprints: Fingerprints, order: NDArray[np.int64], decisions: Decisions) -> None:
    """Drop pairs of which one item equals, or is nearly, that of a kept pair: a walk over the pairs that share a bucket."""
    width = fingerprints.items
    items = (order[:, None] * width + np.arange(width)).ravel()
    items = items[fingerprints.present[items]]
    place, bucket = find_buckets(_columns(fingerprints), items)
    compare = make_comparison(fingerprints) if fingerprints.bands else None
    leaders: dict[int, list[int]] = {}
    for run in find_runs(items[place] // width):
        mine = list(zip(items[place[run]].tolist(), bucket[run].tolist(), strict=True))
        found = _find_leader(fingerprints, mine, leaders, compare)
        if found is None:
            for item, number in mine:
                held = leaders.setdefault(number, [])
                if len(held) < FULL:
                    held.append(item)
        else:
            item, leader, similarity = found
            decisions.drop(item // width, leader // width, similarity, item % width)


def _columns(fingerprints: Fingerprints) -> Iterable[NDArray[np.uint64]]:
    """The keys that make buckets: an item's own, where more than one is compared, then its bands; the sides stay apart."""
    width = fingerprints.items
    side = np.arange(len(fingerprints.present), dtype=np.uint64) % np.uint64(width)
    if width > 1:
        yield (fingerprints.digests[:, 0] ^ side) | np.uint64(2)
    for band in fingerprints.bands:
        yield band if width == 1 else np.where(band == 0, band, (band ^ side) | np.uint64(2))


def _find_leader(
    fingerprints: Fingerprints,
    mine: Sequence[tuple[int, int]],
    leaders: Mapping[int, Sequence[int]],
    compare: Callable[[int, int], float] | None,
) -> tuple[int, int, float] | None:
    """Find a kept item that one of these items repeats: (item, kept item, similarity)."""
    width, seen = fingerprints.items, set()
    for item, number in mine:
        for other in leaders.get(number, ()):
            if (item, other) in seen or (item - other) % width:
                continue
            seen.add((item, other))
            if width > 1 and (fingerprints.digests[item] == fingerprints.digests[other]).all():
                return item, other, 1.0
            if compare is not None and (similarity := compare(item, other)):
                return item, other, similarity
    return None


def find_duplicates(
    pairs: Iterable[Pair], *, level: str = "normalized", on: str = "both", threshold: float = 0.8, keep: str = "best"
) -> list[Duplicate]:
    """Find the pairs that repeat another one, in their order; all others are to be kept.

    Args:
        pairs: they are read once; their texts are not held.
        level: `exact`; `normalized`, whatever script, width, case, digits, punctuation and spaces; `near`, most words in common.
        on: which side must be alike: `both`, `either` of them, `zh` or `en`.
        threshold: the least share of shingles (words, each with the one before) that near duplicates have in common.
        keep: which of several stays: the `best` score, or the `first`.

    Raises:
        UsageError: an argument is unknown or out of range.
        OutputError: the temporary folder is full.

    >>> from bitext.model import Pair
    >>> pairs = [Pair("a", "下雨了。", "It rains.", 0.8), Pair("b", "下雨了！", "It rains!", 0.9), Pair("c", "下雪了。", "It snows.", 0.9)]
    >>> [(d.id, d.of) for d in find_duplicates(pairs)]
    [('a', 'b')]
    """
    decisions = decide_duplicates(take_fingerprints(pairs, Likeness(level, on, threshold)), keep)
    return [decisions.duplicate_of(number) for number in np.flatnonzero(~decisions.kept).tolist()]
