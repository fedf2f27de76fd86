"""Pairs as TSV without a header: Chinese, English, and the score where there is one."""

from __future__ import annotations

import math
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bitext.errors import InputError, RecordError
from bitext.io.alignments import as_pair_row
from bitext.io.lines import lines_in
from bitext.io.records import Failed
from bitext.io.streams import named, open_input
from bitext.io.writing import open_output
from bitext.model import Pair

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bitext.io.corpora import CorpusWriter
    from bitext.io.writing import Output

__all__ = ["open_writer", "read"]


def read(path: str, *, limit: int) -> Iterator[Pair | Failed]:
    """Read the rows of a file or of stdin (`-`); a row without two cells becomes a `Failed`, blank ones are passed over.

    Raises:
        InputError: the file cannot be read, or is empty.
    """
    source = named(path)
    with open_input(path) as stream:
        if not stream.peek(1):
            raise InputError(source, "is empty", "check what wrote it")
        for batch in lines_in(stream, source, limit):
            if isinstance(batch, Failed):
                yield batch
            else:
                for number, line in enumerate(batch.texts, batch.first):
                    if line.strip():
                        yield _row(line, f"{source}:{number}", number)


def _row(line: str, place: str, number: int) -> Pair | Failed:
    cells = line.split("\t")
    if len(cells) == 1:
        return Failed(place, RecordError(place, "has no tab between two texts", "write zh, a tab, en"), None, number)
    try:
        score = float(cells[2]) if len(cells) > 2 else 1.0
    except ValueError:
        score = 1.0  # a column of another kind: the two texts are what counts
    return Pair(place, cells[0], cells[1], score if math.isfinite(score) else 1.0)


class _Rows:
    """Writes a pair a row."""

    def __init__(self, out: Output) -> None:
        self._out = out

    def write(self, pair: Pair) -> None:
        self._out.write(as_pair_row(pair))


@contextmanager
def open_writer(path: str, *, inputs: tuple[str, ...] = (), signature: str = "") -> Iterator[CorpusWriter]:
    """Open a file or stdout for pairs, a row each; the format has no place for the signature.

    Raises:
        OutputError: it cannot be written, or is one of the inputs.
    """
    del signature
    with open_output(path, inputs=inputs) as out:
        yield _Rows(out)
