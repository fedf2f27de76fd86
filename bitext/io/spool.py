"""A spool: pairs that went by once, from a pipe or from files, to be read again; on disk, gone at the end."""

from __future__ import annotations

import pickle
import tempfile
from typing import TYPE_CHECKING, Self

from bitext.deduplication.fingerprints import gather_pairs
from bitext.deduplication.scratch import scratch_errors
from bitext.model import Pair

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

__all__ = ["Spool"]

_BATCH = 512


class Spool:
    """Pairs in a temporary file that nobody else can open; a context, after which it is gone.

    >>> with Spool() as spool:
    ...     ids = [pair.id for pair in spool.record([Pair("a", "雨", "Rain", 1.0), Pair("b", "雪", "Snow", 1.0)])]
    ...     (ids, [pair.zh for pair in spool.replay()])
    (['a', 'b'], ['雨', '雪'])
    """

    def __init__(self) -> None:
        with scratch_errors():
            self._file = tempfile.TemporaryFile(prefix="bitext-")  # noqa: SIM115 - it lives as long as the spool

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close the file, with which it goes; what a full disk could not take is no second failure."""
        try:
            self._file.close()
        except OSError:
            if kind is None:
                raise

    def record(self, pairs: Iterable[Pair]) -> Iterator[Pair]:
        """Pass pairs on and write them down.

        Raises:
            OutputError: the temporary folder is full.
        """
        for batch in gather_pairs(pairs, _BATCH):
            rows = [(p.id, p.zh, p.en, p.score, p.zh_segments, p.en_segments, p.findings, dict(p.extra)) for p in batch]
            with scratch_errors():
                pickle.dump(rows, self._file, pickle.HIGHEST_PROTOCOL)
            yield from batch

    def replay(self) -> Iterator[Pair]:
        """Give the pairs again, in their order.

        Raises:
            OutputError: the temporary folder is full.
        """
        with scratch_errors():
            end = self._file.seek(0, 2)
            self._file.seek(0)
        while self._file.tell() < end:
            for row in pickle.load(self._file):  # noqa: S301 - our own file, which has no name
                yield Pair(*row)
