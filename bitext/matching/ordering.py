"""How much of what two texts share comes in one order: the heaviest chain that rises on both sides.

A correlation of places suffers when a passage is deleted; a chain only loses what was deleted.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["find_chain_shares"]

#: So many shared units make a chain worth half of its full weight; fewer than `FEWEST` make none.
_CHAINED, _FEWEST = 8.0, 3


def find_chain_shares(x: Floats, y: Floats, weight: Floats, row: NDArray[np.int64], rows: int) -> Floats:
    """Give, for each row, the share of the weight that its heaviest rising chain has, less what chance gives.

    The longest rising subsequence of n places in random order has about 2 √n of them (Vershik and Kerov 1977; Aldous and Diaconis 1999,
    https://doi.org/10.1090/S0273-0979-99-00796-X). Shares of few places are drawn to 0.

    Args:
        x: where each unit stands in the one text.
        y: where it stands in the other.
        weight: what it counts, above 0.
        row: which candidate it belongs to, below `rows`.
        rows: the number of candidates.

    >>> places = np.arange(20.0)
    >>> both, none = np.zeros(20, np.int64), np.ones(20)
    >>> find_chain_shares(places, places, none, both, 1).round(2).tolist(), bool(find_chain_shares(places, -places, none, both, 1)[0] < 0)
    ([0.39], True)
    """
    found = np.zeros(rows)
    order = np.lexsort((-y, x, row))
    y, weight, row = y[order], weight[order], row[order]
    ends = np.searchsorted(row, np.arange(rows + 1)).tolist()
    for number, (begin, end) in enumerate(pairwise(ends)):
        count = end - begin
        if count >= _FEWEST:
            share = _heaviest(y[begin:end].tolist(), weight[begin:end].tolist()) / float(weight[begin:end].sum())
            found[number] = (share - min(1.0, 2 / count**0.5)) * count / (count + _CHAINED)
    return found


def _heaviest(places: Sequence[float], weights: Sequence[float]) -> float:
    """The weight of the heaviest chain that rises in place.

    Kept are the places where a chain may end that no heavier chain ends before, so places and sums rise together.
    """
    ends: list[float] = []
    sums: list[float] = []
    for place, weight in zip(places, weights, strict=True):
        at = last = bisect_left(ends, place)
        total = weight + (sums[at - 1] if at else 0.0)
        while last < len(sums) and sums[last] <= total:
            last += 1
        if last > at or at == len(ends) or ends[at] > place:
            ends[at:last] = [place]
            sums[at:last] = [total]
    return sums[-1] if sums else 0.0
