"""Fingerprints: all that is kept of pairs to find their duplicates; the texts themselves go by."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from bitext.deduplication.keys import LEVELS, digest_texts, fold_text, key_of
from bitext.deduplication.scratch import Column
from bitext.deduplication.shingles import BANDS, compute_bands, hash_shingles
from bitext.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from bitext.model import Pair

__all__ = ["SIDES", "THRESHOLD", "Fingerprints", "Likeness", "gather_pairs", "take_fingerprints"]

SIDES = ("both", "either", "zh", "en")
#: The share of shingles that near duplicates have in common, unless said: what text-dedup and most published corpora use for
#: documents lies between .7 and .85.
THRESHOLD = 0.8
#: Pairs that are worked on together, and characters that are enough for less.
_BATCH, _CHARACTERS = 2048, 1 << 21
#: A longer side is compared by its key alone: it is no sentence, and its shingles would fill the memory.
_LONG = 1 << 16
#: Sets the shingles of the English side apart from those of the Chinese one, where both are in one set.
_ENGLISH = np.uint32(0x9E3779B9)


@dataclass(frozen=True, slots=True)
class Likeness:
    """What counts as a duplicate.

    `level` is `exact`, `normalized` or `near`; each finds what those before it find. `on` says which sides must be alike:
    `both`, `either` of them, `zh` or `en`. `threshold` is the least share of shingles that a side of near duplicates has in
    common, above 0 and at most 1; on both sides each must reach it.

    Raises:
        UsageError: a value is unknown or out of range.

    >>> Likeness("near", "zh").threshold
    0.8
    """

    level: str = "normalized"
    on: str = "both"
    threshold: float = THRESHOLD

    def __post_init__(self) -> None:
        for name, value, known in (("level", self.level, LEVELS), ("on", self.on, SIDES)):
            if value not in known:
                raise UsageError(name, f"{value!r} is unknown", f"known are: {', '.join(known)}")
        if not 0.5 <= self.threshold <= 1:
            raise UsageError("threshold", f"{self.threshold} is no share to ask for", "write a number from 0.5 to 1")

    @property
    def items(self) -> int:
        """How many things of a pair are compared on their own: both sides, where one that is alike is enough."""
        return 2 if self.on == "either" else 1


class Fingerprints:
    """The fingerprints of pairs, by their number in the input, from 0.

    An item is what is compared: the pair, or a side of it. Item `i` belongs to pair `i // items`. `digests` has sixteen
    bytes of each item's key as two numbers, `present` tells items that are compared at all (an empty side alone is not).
    """

    def __init__(self, likeness: Likeness) -> None:
        self.likeness, self.size = likeness, 0
        self._digests, self._present, self._scores = Column(np.uint64, 2), Column(np.bool_), Column(np.float64)
        near = likeness.level == "near"
        self._bands = [Column(np.uint64) for _ in range(BANDS)] if near else []
        self._hashes, self._counts = Column(np.uint32), Column(np.int64)
        self._ids, self._id_sizes = Column(np.uint8), Column(np.int64)

    def add(self, pairs: Sequence[Pair]) -> None:
        """Add a batch of pairs.

        Raises:
            OutputError: the temporary folder is full.
        """
        names = [pair.id.encode("utf-8", "surrogatepass") for pair in pairs]
        self._ids.append(np.frombuffer(b"".join(names), np.uint8))
        self._id_sizes.append(np.array([len(name) for name in names], np.int64))
        self._scores.append(np.array([pair.score for pair in pairs], np.float64))
        exact, near, on = self.likeness.level == "exact", bool(self._bands), self.likeness.on
        texts = (
            [*chain.from_iterable((pair.zh, pair.en) for pair in pairs)] if on in {"both", "either"} else [getattr(p, on) for p in pairs]
        )
        folded = [] if exact else [fold_text(text) for text in texts]
        keys = texts if exact else [key_of(text, fold) for text, fold in zip(texts, folded, strict=True)]
        couples: Iterable[tuple[str, ...]] = zip(keys[::2], keys[1::2], strict=True) if on == "both" else ((key,) for key in keys)
        self._digests.append(np.frombuffer(b"".join(digest_texts(*couple) for couple in couples), np.uint64).reshape(-1, 2))
        self._present.append(np.ones(len(pairs), bool) if on == "both" else np.array([bool(text) for text in texts], bool))
        if near:
            self._add_shingles([fold if len(fold) <= _LONG else digest_texts(fold).hex() for fold in folded])
        self.size += len(pairs)

    def _add_shingles(self, folded: Sequence[str]) -> None:
        hashes, begins = hash_shingles(folded)
        self._hashes.append(hashes)
        self._counts.append(np.diff(begins))
        sides = 2 if self.likeness.on == "both" else 1
        tagged = hashes
        if sides == 2:
            tagged = hashes ^ np.where(np.repeat(np.arange(len(folded)) % 2, np.diff(begins)) == 1, _ENGLISH, np.uint32(0))
        ends = begins[::sides]
        filled = np.flatnonzero(np.diff(ends))
        bands = np.zeros((len(ends) - 1, BANDS), np.uint64)
        if len(filled):
            bands[filled] = compute_bands(tagged, np.append(ends[filled], ends[-1]))
        for column, keys in zip(self._bands, bands.T, strict=True):
            column.append(keys)

    @property
    def items(self) -> int:
        """How many items a pair has."""
        return self.likeness.items

    @cached_property
    def digests(self) -> NDArray[np.uint64]:
        """The digests of the items' keys, shape (items, 2)."""
        return self._digests.read()

    @cached_property
    def present(self) -> NDArray[np.bool_]:
        """Which items are compared, shape (items,)."""
        return self._present.read()

    @cached_property
    def scores(self) -> NDArray[np.float64]:
        """The pairs' scores, shape (pairs,)."""
        return self._scores.read()

    @cached_property
    def bands(self) -> list[NDArray[np.uint64]]:
        """The items' keys in each band, 0 where an item has no shingle; none unless the level is near."""
        return [column.read() for column in self._bands]

    @cached_property
    def _all_hashes(self) -> NDArray[np.uint32]:
        return self._hashes.read()

    @cached_property
    def _begins(self) -> NDArray[np.int64]:
        return np.append(0, np.cumsum(self._counts.read()))

    def shingles_of(self, item: int) -> tuple[NDArray[np.uint32], ...]:
        """The hashed shingles of an item, one array for each side that it holds."""
        sides = 2 if self.likeness.on == "both" else 1
        return tuple(self._all_hashes[self._begins[side] : self._begins[side + 1]] for side in range(item * sides, (item + 1) * sides))

    @cached_property
    def _id_begins(self) -> NDArray[np.int64]:
        return np.append(0, np.cumsum(self._id_sizes.read()))

    @cached_property
    def _all_ids(self) -> NDArray[np.uint8]:
        return self._ids.read()

    def digest(self) -> bytes:
        """Sixteen bytes for all that decisions hang on, and the ids: the same pairs in the same order have the same."""
        made = hashlib.blake2b(repr(self.likeness).encode(), digest_size=16)
        for column in (self.digests, self.scores, self._all_hashes, self._all_ids, self._id_sizes.read()):
            made.update(np.ascontiguousarray(column).data.cast("B") if column.size else b"")
        return made.digest()

    def id_of(self, number: int) -> str:
        """The id of a pair."""
        return self._all_ids[self._id_begins[number] : self._id_begins[number + 1]].tobytes().decode("utf-8", "surrogatepass")


def take_fingerprints(pairs: Iterable[Pair], likeness: Likeness | None = None) -> Fingerprints:
    """Read pairs one after the other and keep their fingerprints, on disk.

    Raises:
        OutputError: the temporary folder is full.

    >>> from bitext.model import Pair
    >>> take_fingerprints([Pair("a", "下雨了。", "It rains.", 1.0)]).id_of(0)
    'a'
    """
    made = Fingerprints(likeness or Likeness())
    for batch in gather_pairs(pairs, _BATCH):
        made.add(batch)
    return made


def gather_pairs(pairs: Iterable[Pair], number: int) -> Iterator[list[Pair]]:
    """Gather pairs into batches of so many, or fewer where they are long.

    >>> from bitext.model import Pair
    >>> [len(batch) for batch in gather_pairs([Pair("a", "雨", "rain", 1.0)] * 5, 2)]
    [2, 2, 1]
    """
    batch: list[Pair] = []
    held = 0
    for pair in pairs:
        batch.append(pair)
        held += len(pair.zh) + len(pair.en)
        if len(batch) >= number or held >= _CHARACTERS:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch
