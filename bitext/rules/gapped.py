"""A list with a gap: what is taken out or put in near the last change costs nothing of what stands behind it.

A page of 100,000 one-word lines that all go would otherwise move half of them for every one that goes.
"""

from __future__ import annotations

from collections.abc import MutableSequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Generic, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Gapped"]

_T = TypeVar("_T")


class Gapped(MutableSequence[_T], Generic[_T]):
    """A sequence for changes that walk from left to right; apart from its speed it is a list.

    >>> line = Gapped("abcdef")
    >>> line[1:3] = ["x"]
    >>> del line[2]
    >>> "".join(line), line[-1], line[1:3]
    ('axef', 'f', ['x', 'e'])
    """

    __slots__ = ("_back", "_front", "_skip")

    def __init__(self, items: Iterable[_T]) -> None:
        self._front: list[_T] = []
        self._back: list[_T] = list(items)
        self._skip = 0  # how many of the items behind the gap are gone

    def __len__(self) -> int:
        return len(self._front) + len(self._back) - self._skip

    @overload
    def __getitem__(self, index: int) -> _T: ...
    @overload
    def __getitem__(self, index: slice) -> list[_T]: ...
    def __getitem__(self, index: int | slice) -> _T | list[_T]:
        front, back = self._front, self._back
        behind = self._skip - len(front)  # what makes a place one in `_back`
        if not isinstance(index, slice):
            at = index if index >= 0 else self._place(index)
            return front[at] if at < len(front) else back[at + behind]
        start, stop, step = index.indices(len(self))
        if step != 1 or stop <= start:
            return [self[i] for i in range(start, stop, step)]
        if stop <= len(front):
            return front[start:stop]
        return [*front[start:], *back[max(start + behind, self._skip) : stop + behind]]

    @overload
    def __setitem__(self, index: int, value: _T) -> None: ...
    @overload
    def __setitem__(self, index: slice, value: Iterable[_T]) -> None: ...
    def __setitem__(self, index: int | slice, value: _T | Iterable[_T]) -> None:
        if isinstance(index, slice):
            start, stop, step = index.indices(len(self))
            if step != 1:
                msg = "only slices of step 1 can be set"
                raise ValueError(msg)
            self._part(start)
            self._skip += max(stop - start, 0)
            self._front.extend(value)  # type: ignore[arg-type]
            return
        at = self._place(index)
        if at < len(self._front):
            self._front[at] = value  # type: ignore[assignment]
        else:
            self._back[at - len(self._front) + self._skip] = value  # type: ignore[assignment]

    def __delitem__(self, index: int | slice) -> None:
        if isinstance(index, slice):
            self[index] = ()
        else:
            at = self._place(index)
            self[at : at + 1] = ()

    def __iter__(self) -> Iterator[_T]:
        return chain(self._front, islice(self._back, self._skip, None))

    def insert(self, index: int, value: _T) -> None:
        """Put one item before the given place."""
        self[index:index] = (value,)

    def _place(self, index: int) -> int:
        at = index + len(self) if index < 0 else index
        if not 0 <= at < len(self):
            raise IndexError(index)
        return at

    def _part(self, at: int) -> None:
        """Move the gap to a place."""
        away = at - len(self._front)
        if away >= 0:
            self._front += self._back[self._skip : self._skip + away]
            self._skip += away
        else:
            self._back[: self._skip] = self._front[at:]
            del self._front[at:]
            self._skip = 0
