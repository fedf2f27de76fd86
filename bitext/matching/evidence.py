"""What speaks for and against each candidate, as features of a logistic model."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from bitext.matching.addresses import address_key, plain_address, slug_of
from bitext.matching.ordering import find_chain_shares
from bitext.matching.spaces import MOST, gather

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bitext.matching.records import Profile
    from bitext.matching.spaces import Side, Space

__all__ = ["FEATURES", "STATED", "Weigher", "stated_evidence"]

#: What is measured of a couple's texts; those in `_long` tell more the longer the texts are.
FEATURES = (
    "covered_zh", "covered_en", "near_zh", "near_en", "covered_most", "near_most", "values", "values_missed",
    "names", "order", "length", "size", "covered_long", "near_long", "chain_long",
)  # fmt: skip
#: What the pages state, and what that is worth in log-odds; set by hand: no development data have addresses.
STATED = {"linked": 6.0, "address": 4.0, "slug": 2.0, "same_day": 0.5, "far_apart": -1.5}
#: The surprise of one unit counts at most this (natural log): one odd word decides nothing.
_SURPRISE = 7.0
#: Matched units that make the order of two texts worth half of its full weight.
_ORDERED = 8.0
#: Two places in their texts are near one another within this share of the length: deleted sentences shift what follows.
_NEAR = 0.1
#: So many candidates' worth is what the whole collection says of a unit's chance, beside what the candidates themselves say.
_BELIEVED = 5.0
#: A place that no unit has.
_ABSENT = 3.0
#: The surprise of all words of a text of two or three sentences: the unit of size.
_SIZE = 50.0
#: Dates of publication further apart than this many days speak against a couple.
_FAR = 45


class Weigher:
    """Measures candidates, all of one Chinese document at a time."""

    def __init__(self, space: Space, zh: list[Profile], en: list[Profile]) -> None:
        """Take the sizes of both sides."""
        self._space = space
        self._slots = np.full(len(space.key_names), -1, np.int64)
        self._zh_size = np.array([p.size for p in zh], np.float64)
        self._en_size = np.array([p.size for p in en], np.float64)

    def measure(self, document: int, candidates: NDArray[np.int64]) -> NDArray[np.float64]:
        """Give a row of `FEATURES` for each candidate."""
        space, rows = self._space, len(candidates)
        side = space.zh
        units = side.units[side.starts[document] : side.starts[document + 1]]
        en_units, begins = gather(space.en.units, space.en.starts, candidates)
        if not rows or not len(units) or not len(en_units):
            return np.zeros((rows, len(FEATURES)))
        flat, starts = space.expand(document)
        keys, inverse = np.unique(flat, return_inverse=True)
        self._slots[keys] = np.arange(len(keys))
        slots = self._slots[en_units]
        self._slots[keys] = -1
        row = np.repeat(np.arange(rows), np.diff(np.append(begins, len(en_units))))
        hit = slots >= 0
        en_places, _ = gather(space.en.places, space.en.starts, candidates)
        table = np.full((rows, len(keys)), _ABSENT, np.float32)
        table[row[hit], slots[hit]] = en_places[hit]
        own = np.repeat(side.places[side.starts[document] : side.starts[document + 1]], np.diff(np.append(starts, len(flat))))
        apart = np.minimum.reduceat(np.abs(table[:, inverse] - own), starts, axis=1)
        by_zh = _sums_zh(side, units, apart, space.en.sizes[candidates])
        first = np.full(len(keys), _ABSENT)
        np.minimum.at(first, inverse, own)
        gaps = np.full(len(slots), _ABSENT)
        gaps[hit] = np.abs(first[slots[hit]] - en_places[hit])
        surprise, by_en = _sums_en(space.en, en_units, row, gaps, float(side.sizes[document]), rows)
        order = _order(first[slots[hit]], en_places[hit], surprise[hit] ** 2, row[hit], rows)
        chain = find_chain_shares(first[slots[hit]], en_places[hit].astype(np.float64), surprise[hit], row[hit], rows)
        length = np.log((self._zh_size[document] + 5) / (self._en_size[candidates] + 5))
        return _features(by_zh, by_en, order, chain, length)

    def shared(self, document: int, candidate: int, most: int = 8) -> tuple[str, ...]:
        """Name the rarest keys that two documents share."""
        space = self._space
        mine = space.en.units[space.en.starts[candidate] : space.en.starts[candidate + 1]]
        both = np.intersect1d(space.expand(document)[0], mine)
        rarest = both[np.argsort(space.en.rates[both], kind="stable")[:most]]
        return tuple(space.key_names[key][1:].strip() for key in rarest)


def _sums_zh(side: Side, units: NDArray[np.int32], apart: NDArray[np.float32], sizes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sums over the Chinese units by candidate and channel: all surprise, what matched, what would by chance, what matched near."""
    rates = side.rates[units][None, :] * sizes[:, None]
    channels = side.channels[units]
    matched = apart < _ABSENT / 2
    chance = _local(-np.expm1(-rates), matched.sum(0) - matched, len(sizes))
    surprise = np.minimum(-np.log(np.maximum(chance, 1e-9)), _SURPRISE)
    found = np.zeros((len(sizes), 3, 4))
    for channel in range(3):
        mine = channels == channel
        s, c, m, a = surprise[:, mine], chance[:, mine], matched[:, mine], apart[:, mine]
        sums = (s, s * m, s * c, s * (a <= _NEAR))
        found[:, channel] = np.stack([values.sum(1) for values in sums], 1)
    return found


def _sums_en(
    side: Side, units: NDArray[np.int32], row: NDArray[np.int64], apart: NDArray[np.float64], size: float, rows: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The same over the units of each English candidate; and each unit's surprise."""
    _, places, counts = np.unique(units, return_inverse=True, return_counts=True)
    chance = _local(-np.expm1(-side.rates[units] * size), counts[places] - 1, rows)
    surprise = np.minimum(-np.log(np.maximum(chance, 1e-9)), _SURPRISE)
    cell = row * 3 + side.channels[units]
    weights = (surprise, surprise * (apart < _ABSENT / 2), surprise * chance, surprise * (apart <= _NEAR))
    return surprise, np.stack([_total(cell, w, rows * 3) for w in weights], 1).reshape(rows, 3, 4)


def _local(chance: NDArray[np.float64], others: NDArray[np.int64], rows: int) -> NDArray[np.float64]:
    """Raise the chance of what many of the other candidates have too: words of a common topic tell nothing."""
    return np.maximum(chance, np.minimum(MOST, (others + _BELIEVED * chance) / (rows - 1 + _BELIEVED)))


def _total(row: NDArray[np.int64], values: NDArray[np.float64], rows: int) -> NDArray[np.float64]:
    """Sum values row by row."""
    return np.bincount(row, values, rows).astype(np.float64)


def _order(
    x: NDArray[np.float64], y: NDArray[np.float64], weight: NDArray[np.float64], row: NDArray[np.int64], rows: int
) -> NDArray[np.float64]:
    """How far what is shared comes in the same order: the weighted correlation of its places, drawn to 0 where it is little."""
    total = partial(_total, row, rows=rows)
    count, w = np.bincount(row, minlength=rows), np.maximum(total(values=weight), 1e-9)
    mx, my = total(values=weight * x) / w, total(values=weight * y) / w
    dx, dy = x - mx[row], y - my[row]
    spread = np.sqrt(total(values=weight * dx * dx) * total(values=weight * dy * dy))
    return total(values=weight * dx * dy) / np.maximum(spread, 1e-9) * count / (count + _ORDERED)


def _features(
    zh: NDArray[np.float64], en: NDArray[np.float64], order: NDArray[np.float64], chain: NDArray[np.float64], length: NDArray[np.float64]
) -> NDArray[np.float64]:
    covered, near = [], []
    by_chance = 2 * _NEAR - _NEAR**2
    for sums in (zh[:, 0], en[:, 0]):
        every, matched, chance, close = sums.T
        near.append((close - by_chance * chance) / np.maximum(every - by_chance * chance, 1.0))
        covered.append((matched - chance) / np.maximum(every - chance, 1.0))
    values = np.log1p(np.minimum(zh[:, 1, 1], en[:, 1, 1]))
    missed = np.log1p(np.minimum(zh[:, 1, 0] - zh[:, 1, 1], en[:, 1, 0] - en[:, 1, 1]))
    names = np.log1p(np.maximum(0.0, np.maximum(en[:, 2, 1] - en[:, 2, 2], zh[:, 2, 1] - zh[:, 2, 2])))
    size = np.log1p(np.minimum(zh[:, 0, 0], en[:, 0, 0]) / _SIZE)
    most = [np.maximum(*covered), np.maximum(*near)]
    measured = [*covered, *near, *most, values, missed, names, order, length**2, size]
    return np.stack([*measured, *(value * size for value in (*most, chain))], 1)


def stated_evidence(zh: Profile, en: Profile) -> dict[str, float]:
    """What the pages themselves say for or against a couple, in log-odds.

    >>> from array import array
    >>> from bitext.matching.records import Profile
    >>> one = Profile("1", (), array("f"), 0, 0, 0, url="https://a.example/zh/20240307.html", published="2024-03-07")
    >>> other = Profile("2", (), array("f"), 0, 0, 0, url="https://a.example/en/20240307.html", published="2024-03-07T10:00")
    >>> stated_evidence(one, other)
    {'address': 4.0, 'same_day': 0.5}
    """
    found: dict[str, float] = {}
    here, there = plain_address(zh.url), plain_address(en.url)
    if (there and there in zh.links) or (here and here in en.links):
        found["linked"] = STATED["linked"]
    elif (key := address_key(zh.url)) and key == address_key(en.url):
        found["address"] = STATED["address"]
    elif (slug := slug_of(zh.url)) and slug == slug_of(en.url):
        found["slug"] = STATED["slug"]
    apart = _days_apart(zh.published, en.published)
    if apart is not None and apart <= 1:
        found["same_day"] = STATED["same_day"]
    elif apart is not None and apart > _FAR:
        found["far_apart"] = STATED["far_apart"]
    return found


def _days_apart(one: str | None, other: str | None) -> int | None:
    if not one or not other:
        return None
    try:
        return abs((dt.date.fromisoformat(one[:10]) - dt.date.fromisoformat(other[:10])).days)
    except ValueError:
        return None
