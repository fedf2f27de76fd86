"""Shingles and MinHash: what texts that are nearly the same have in common, counted for many texts at once in numpy.

A shingle is a word or Han character with the one before it, so Chinese and English are cut alike. The share of
shingles that two texts have in common is Jaccard's index; MinHash (Broder, "On the resemblance and containment of
documents", 1997) estimates it, and banding (Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", chapter 3)
finds who is worth comparing without comparing all with all. All seeds are fixed.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.uint32]
    Longs = NDArray[np.uint64]
    Places = NDArray[np.int64]

__all__ = ["BANDS", "ROWS", "compute_bands", "hash_shingles", "scramble"]

#: 16 bands of 4 rows: two texts of similarity s meet in one band or more with probability 1 - (1 - s^4)^16: .9998 at .8,
#: .99999 at .85; .12 at .3 and .0016 at .1, so few that are unlike are compared.
BANDS, ROWS = 16, 4
_SEED = 0x5EED
_START = np.uint64(0x9E3779B97F4A7C15)
_ODD = np.uint64(0xBF58476D1CE4E5B9)
_MIX = np.uint64(0x94D049BB133111EB)
_LAST = np.uint32(0x85EBCA6B)
#: Han characters: each is a word of its own (see bitext.text.HAN).
_HAN = ((0x3007, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))


@lru_cache(maxsize=1)
def _is_han() -> NDArray[np.bool_]:
    table = np.zeros(0x110000, bool)
    for first, last in _HAN:
        table[first : last + 1] = True
    return table


def scramble(values: Longs) -> Longs:
    """Mix 64 bits so that every bit of the result hangs on every bit of the value (splitmix64; Steele, Lea and Flood, 2014).

    >>> scramble(np.array([0, 1], np.uint64)).tolist()
    [0, 6238072747940578789]
    """
    values = (values ^ (values >> np.uint64(30))) * _ODD
    values = (values ^ (values >> np.uint64(27))) * _MIX
    return values ^ (values >> np.uint64(31))


def hash_shingles(folded: Sequence[str]) -> tuple[Numbers, Places]:
    """Hash the shingles of texts that `fold_text` folded.

    Returns:
        the hashes of all texts one after the other, shape (shingles,), and where each text's begin, shape (texts + 1,).
        A text has as many shingles as words and Han characters; an empty one has none.

    >>> hashes, begins = hash_shingles(["下雨", "it rains", "", "it rains"])
    >>> begins.tolist(), (hashes[2:4] == hashes[4:6]).all()
    ([0, 2, 4, 4, 6], np.True_)
    """
    joined = "\n".join(folded) + "\n"
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    ends = codes == 10
    letters = (codes != 32) & ~ends
    alone = _is_han()[codes]
    first = letters.copy()
    first[1:] &= alone[1:] | alone[:-1] | ~letters[:-1]
    begins = np.append(0, np.searchsorted(np.flatnonzero(first), np.flatnonzero(ends)[: len(folded)]))
    if not begins[-1]:
        return np.empty(0, np.uint32), begins
    kept = np.flatnonzero(letters)
    heads = np.flatnonzero(first[kept])
    place = np.arange(1, len(kept) + 1, dtype=np.uint64) - np.repeat(heads.astype(np.uint64), np.diff(heads, append=len(kept)))
    tokens = np.add.reduceat(scramble(codes[kept] + place * _START), heads)
    before = np.empty_like(tokens)
    before[1:] = tokens[:-1]
    before[begins[:-1][begins[:-1] < begins[1:]]] = _START
    return (scramble(before * _ODD + tokens) >> np.uint64(32)).astype(np.uint32), begins


@lru_cache(maxsize=1)
def _permutations() -> tuple[Numbers, Numbers]:
    """One odd factor and one mask for each row of each band."""
    numbers = scramble((np.arange(2 * BANDS * ROWS, dtype=np.uint64) + np.uint64(_SEED)) * _START)
    halves = (numbers >> np.uint64(32)).astype(np.uint32)
    return halves[: BANDS * ROWS] | np.uint32(1), halves[BANDS * ROWS :]


def compute_bands(hashes: Numbers, begins: Places) -> Longs:
    """Compute the band keys of sets of shingles: two sets that share one are worth comparing.

    Args:
        hashes: shingles of all sets, shape (shingles,).
        begins: where each set begins, shape (sets + 1,); no set may be empty.

    Returns:
        a key for each set and band, shape (sets, BANDS).
    """
    sets = len(begins) - 1
    lows = np.empty((BANDS * ROWS, sets), np.uint32)
    heads = begins[:-1]
    for row, (factor, mask) in enumerate(zip(*_permutations(), strict=True)):
        values = (hashes ^ mask) * factor
        values ^= values >> np.uint32(16)
        values *= _LAST
        lows[row] = np.minimum.reduceat(values, heads)
    keys = np.empty((sets, BANDS), np.uint64)
    for band in range(BANDS):
        key = np.full(sets, band + 1, np.uint64) * _START
        for row in lows[band * ROWS : (band + 1) * ROWS]:
            key = scramble(key ^ row.astype(np.uint64))
        keys[:, band] = key
    return keys
