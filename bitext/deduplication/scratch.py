"""Scratch columns: numbers that grow pair by pair, on disk and not in memory, gone when nobody holds them."""

from __future__ import annotations

import tempfile
import weakref
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from bitext.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

__all__ = ["Column", "scratch_errors"]


@contextmanager
def scratch_errors() -> Iterator[None]:
    """Turn what a full or missing temporary folder raises into an `OutputError` that names it."""
    try:
        yield
    except OSError as error:
        raise OutputError(
            "temporary folder", f"cannot be written ({error.strerror or error})", "make room there, or name another folder in TMPDIR"
        ) from error


class Column:
    """Rows of numbers in a temporary file: appended in batches, then read as an array that the disk holds.

    Args:
        kind: the numbers' type.
        width: how many a row has; 1 makes an array of one dimension.

    >>> column = Column(np.uint32)
    >>> column.append(np.array([1, 2], np.uint32))
    >>> column.append(np.array([3], np.uint32))
    >>> column.read().tolist()
    [1, 2, 3]
    """

    def __init__(self, kind: type[np.generic], width: int = 1) -> None:
        self._kind, self._width = np.dtype(kind), width
        with scratch_errors():
            self._file = tempfile.TemporaryFile(prefix="bitext-")  # noqa: SIM115 - it lives as long as the column
        weakref.finalize(self, self._file.close)

    def append(self, rows: NDArray[Any]) -> None:
        """Add rows.

        Raises:
            OutputError: the temporary folder is full.
        """
        with scratch_errors():
            self._file.write(np.ascontiguousarray(rows, self._kind).data.cast("B") if rows.size else b"")

    def read(self) -> NDArray[Any]:
        """All rows so far, as an array that is read from disk where it is looked at."""
        with scratch_errors():
            self._file.flush()
            count = self._file.seek(0, 2) // (self._kind.itemsize * self._width)
            shape = (count,) if self._width == 1 else (count, self._width)
            if not count:
                return np.empty(shape, self._kind)
            return np.asarray(np.memmap(self._file, self._kind, "r", 0, shape))
