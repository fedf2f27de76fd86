"""What stands around each block: means over its neighbours, the distance to the nearest of a kind, the best stretch.

A page has some hundred blocks and some hundred columns, so that calls cost more than numbers do: what can be asked
of several columns at once is, and a table is kept column by column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.floating]
    Bools = NDArray[np.bool_]

__all__ = ["RunningSums", "after", "before", "best_run", "table", "to_nearest", "window"]

#: The distance to the nearest where there is none.
FAR = 6.0


def table(columns: Sequence[ArrayLike], rows: int) -> Floats:
    """Put columns side by side, as float32; a number fills its column, an array of two dimensions is several (a row each).

    >>> table([np.array([1, 2]), 0.5, np.array([[3, 4], [5, 6]])], 2).tolist()
    [[1.0, 0.5, 3.0, 5.0], [2.0, 0.5, 4.0, 6.0]]
    """
    sizes = [c.shape[0] if isinstance(c, np.ndarray) and c.ndim == 2 else 1 for c in columns]
    made = np.empty((sum(sizes), rows), np.float32)
    at = 0
    for column, size in zip(columns, sizes, strict=True):
        made[at : at + size] = column
        at += size
    return made.T


class RunningSums:
    """Running sums of columns, from which the mean around each place comes by slices.

    Args:
        reach: the farthest neighbour that any mean takes in.
        columns: of one length.

    >>> RunningSums(1, np.array([0, 3, 6])).mean(1).tolist()
    [[1.5, 3.0, 4.5]]
    """

    __slots__ = ("_n", "_reach", "_sums")

    def __init__(self, reach: int, *columns: NDArray[np.generic]) -> None:
        n = columns[0].size
        self._n, self._reach = n, reach
        self._sums = np.zeros((len(columns) + 1, n + 1 + 2 * reach))  # the last row counts places
        inside = self._sums[:, reach + 1 : reach + 1 + n]
        inside[-1] = 1
        for row, column in zip(inside, columns, strict=False):
            row[:] = column
        np.cumsum(inside, axis=1, out=inside)
        self._sums[:, reach + 1 + n :] = self._sums[:, reach + n, None]

    def mean(self, reach: int, first: int = 0, last: int = -1) -> Floats:
        """The mean of each value and its neighbours up to `reach` away, for the columns from `first` to before `last`; a row each."""
        low, high = self._reach - reach, self._reach + reach + 1
        count = self._sums[-1, high : high + self._n] - self._sums[-1, low : low + self._n]
        sums = self._sums[first:last]
        return np.asarray((sums[:, high : high + self._n] - sums[:, low : low + self._n]) / count, np.float32)


def window(values: NDArray[np.generic], reach: int) -> Floats:
    """The mean of each value and its neighbours up to `reach` away.

    >>> window(np.array([0, 3, 6], np.float32), 1).tolist()
    [1.5, 3.0, 4.5]
    """
    return np.asarray(RunningSums(reach, values).mean(reach)[0])


def before(values: NDArray[np.generic], first: float = 0) -> NDArray[np.generic]:
    """The value before each one, `first` before the first.

    >>> before(np.array([1, 2, 3])).tolist(), after(np.array([1, 2, 3])).tolist()
    ([0, 1, 2], [2, 3, 0])
    """
    moved = np.empty_like(values)
    moved[:1] = first
    moved[1:] = values[:-1]
    return moved


def after(values: NDArray[np.generic], last: float = 0) -> NDArray[np.generic]:
    """The value after each one, `last` after the last."""
    moved = np.empty_like(values)
    moved[-1:] = last
    moved[:-1] = values[1:]
    return moved


def to_nearest(hits: Bools) -> tuple[Floats, Floats]:
    """The log distance, in blocks, back and on to the nearest hit that is not the block itself; `FAR` where there is none.

    Args:
        hits: a row for each question; the answers have its shape.

    >>> back, on = to_nearest(np.array([[True, False, False]]))
    >>> [round(float(x), 2) for x in back[0]], [round(float(x), 2) for x in on[0]]
    ([6.0, 0.69, 1.1], [6.0, 6.0, 6.0])
    """
    n = hits.shape[1]
    at = np.arange(n)
    logs = np.empty(n + 1, np.float32)
    np.log1p(at, out=logs[:n], dtype=np.float64, casting="same_kind")
    logs[n] = FAR
    last = np.maximum.accumulate(np.where(hits, at, -n - 1), axis=1)
    next_ = np.minimum.accumulate(np.where(hits, at, 2 * n + 1)[:, ::-1], axis=1)[:, ::-1]
    back, on = np.full(hits.shape, FAR, np.float32), np.full(hits.shape, FAR, np.float32)
    back[:, 1:] = logs[np.minimum(at[1:] - last[:, :-1], n)]
    on[:, :-1] = logs[np.minimum(next_[:, 1:] - at[:-1], n)]
    return back, on


def best_run(gain: Floats) -> tuple[int, int, float]:
    """The stretch with the largest sum (Kadane's algorithm): its start, its end, the sum; an empty one where none is positive.

    >>> best_run(np.array([-1.0, 2.0, 3.0, -4.0]))
    (1, 3, 5.0)
    """
    sums = np.zeros(gain.size + 1)
    np.cumsum(gain, out=sums[1:])
    lowest = np.minimum.accumulate(sums)
    end = int(np.argmax(sums - lowest))
    if sums[end] <= lowest[end]:
        return 0, 0, 0.0
    start = int(np.flatnonzero(sums[: end + 1] == lowest[end])[-1])
    return start, end, float(sums[end] - lowest[end])
