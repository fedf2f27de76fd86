"""One space for both languages: every unit a number, how likely it is by chance, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from bitext.lexicon import UNSEEN, find_page_shares

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bitext.matching.profiles import Reader
    from bitext.matching.records import Profile

__all__ = ["CHANNELS", "MOST", "Side", "Space", "make_space"]

#: The channels of a unit, in the order of their numbers.
CHANNELS = ("words", "values", "names")
#: So many documents of general English stand behind every count: a collection of two says nothing of what is common.
_PRIOR_DOCUMENTS = 40.0
#: By the glosses of a Chinese text a word comes up oftener than in an English text itself (measured on development news: 1.5 to 3 times).
_GLOSSED = 2.0
#: What all documents of a collection say is by chance no likelier than this: daily bulletins of one form still translate one another
#: (at .95 the model found none of 300 made-up ones, at .7 all, and the figures out of fold stayed).
MOST = 0.7


@dataclass(frozen=True, slots=True)
class Side:
    """The documents of a side: unit `units[starts[d]:starts[d + 1]]` first stands at `places`; `sizes` are relative to the mean.

    `rates` holds, for each unit's number, how often a document of mean size of the *other* side has it by chance, as the
    rate of a Poisson process: a document of size r has it with probability 1 - exp(-rate · r).
    """

    units: NDArray[np.int32]
    places: NDArray[np.float32]
    starts: NDArray[np.int64]
    sizes: NDArray[np.float64]
    rates: NDArray[np.float64]
    channels: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Space:
    """Both sides. English units are keys themselves; a Chinese unit `u` means the keys `keys[key_starts[u]:key_starts[u + 1]]`.

    `key_names` tells people what a key is.
    """

    zh: Side
    en: Side
    keys: NDArray[np.int32]
    key_starts: NDArray[np.int64]
    key_names: list[str]

    def expand(self, document: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Give the keys of all units of a Chinese document, unit after unit, and where each unit's keys begin."""
        side = self.zh
        units = side.units[side.starts[document] : side.starts[document + 1]]
        return gather(self.keys, self.key_starts, units)


def gather(values: NDArray[Any], starts: NDArray[np.int64], rows: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Concatenate rows of a ragged table; give where each begins too.

    >>> import numpy as np
    >>> gather(np.array([7, 8, 9]), np.array([0, 1, 3]), np.array([1, 0]))[0].tolist()
    [8, 9, 7]
    """
    lengths = starts[rows + 1] - starts[rows]
    begins = np.zeros(len(rows), np.int64)
    np.cumsum(lengths[:-1], out=begins[1:])
    total = int(lengths.sum())
    index = np.arange(total) + np.repeat(starts[rows] - begins, lengths)
    return values[index], begins


@lru_cache(maxsize=1)
def _background() -> dict[str, float]:
    """The share of general English pages that hold a word with a stem."""
    return {"w" + stem: min(MOST, share) for stem, share in find_page_shares().items()}


def make_space(zh: Sequence[Profile], en: Sequence[Profile], reader: Reader) -> Space:
    """Number the units of both sides and count what chance makes of them."""
    key_numbers: dict[str, int] = {}
    en_units, en_places, en_starts = _number(en, key_numbers)
    unit_numbers: dict[str, int] = {}
    zh_units, zh_places, zh_starts = _number(zh, unit_numbers)
    rows = [[key_numbers.setdefault(key, len(key_numbers)) for key in reader.keys_of(unit)] for unit in unit_numbers]
    key_starts = np.zeros(len(rows) + 1, np.int64)
    np.cumsum([len(row) for row in rows], out=key_starts[1:])
    keys = np.fromiter((key for row in rows for key in row), np.int32, int(key_starts[-1]))
    names = list(key_numbers)
    prior = np.array([_background().get(name, UNSEEN) for name in names])
    held = _held(zh_units, zh_starts, keys, key_starts, len(names))
    by_key = _rates(np.bincount(en_units, minlength=len(names)), len(en), prior)
    glossed = _rates(held, len(zh), np.minimum(prior * _GLOSSED, MOST))
    by_unit = np.add.reduceat(by_key[keys], key_starts[:-1]) if rows else np.zeros(0)
    return Space(
        Side(zh_units, zh_places, zh_starts, _sizes(zh), by_unit, _channels(list(unit_numbers))),
        Side(en_units, en_places, en_starts, _sizes(en), glossed, _channels(names)),
        keys,
        key_starts,
        names,
    )


def _number(side: Sequence[Profile], numbers: dict[str, int]) -> tuple[NDArray[np.int32], NDArray[np.float32], NDArray[np.int64]]:
    starts = np.zeros(len(side) + 1, np.int64)
    np.cumsum([len(p.units) for p in side], out=starts[1:])
    units = np.fromiter((numbers.setdefault(u, len(numbers)) for p in side for u in p.units), np.int32, int(starts[-1]))
    places = np.concatenate([np.zeros(0, np.float32), *(np.frombuffer(p.places, np.float32) for p in side if p.units)])
    return units, places, starts


def _sizes(side: Sequence[Profile]) -> NDArray[np.float64]:
    """Numbers of distinct units, in proportion to their mean."""
    counts = np.array([len(p.units) for p in side], np.float64)
    mean = counts.mean() if counts.any() else 1.0
    return np.maximum(counts / mean, 0.05)


def _held(
    units: NDArray[np.int32], starts: NDArray[np.int64], keys: NDArray[np.int32], key_starts: NDArray[np.int64], size: int
) -> NDArray[np.int64]:
    """For each key, the number of Chinese documents that mean it by any of their units."""
    counts = np.zeros(size, np.int64)
    for first, last in pairwise(starts):
        counts[np.unique(gather(keys, key_starts, units[first:last])[0])] += 1
    return counts


def _rates(counts: NDArray[np.int64], documents: int, prior: NDArray[np.float64]) -> NDArray[np.float64]:
    share = (counts + _PRIOR_DOCUMENTS * prior) / (documents + _PRIOR_DOCUMENTS)
    return -np.log1p(-np.minimum(share, MOST))


def _channels(names: Sequence[str]) -> NDArray[np.int8]:
    return np.fromiter(({"v": 1, "n": 2}.get(name[0], 0) for name in names), np.int8, len(names))
