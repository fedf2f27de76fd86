"""XLIFF 2.x as a format of its own to write; it is read, and written, by `bitext.io.xliff`."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from bitext.io.xliff import open_second_writer, read_stream, signature_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bitext.io.corpora import CorpusWriter

__all__ = ["open_writer", "read_stream", "signature_of"]


@contextmanager
def open_writer(path: str, *, inputs: tuple[str, ...] = (), signature: str = "", columns: Sequence[str] = ()) -> Iterator[CorpusWriter]:
    """Open a file or stdout for pairs, a unit of XLIFF 2.0 each.

    Raises:
        OutputError: it cannot be written, or is one of the inputs.
    """
    del columns
    with open_second_writer(path, inputs=inputs, signature=signature) as writer:
        yield writer
