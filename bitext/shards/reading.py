"""The records of a chunk, and the digest of what it holds."""

from __future__ import annotations

import hashlib
import io
from typing import IO, TYPE_CHECKING, Any

from bitext.errors import InputError, RecordError
from bitext.io.jsonl import parse_record
from bitext.io.reading import read_input
from bitext.io.records import Failed
from bitext.io.streams import named, reading_errors, size, split_lines
from bitext.shards.records import Stretch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bitext.io.records import Record
    from bitext.shards.records import Chunk, Piece

__all__ = ["digest_part", "read_chunk"]

_BLOCK = 1 << 20


class _Part(io.RawIOBase):
    """The bytes of a file from where it stands up to a place."""

    def __init__(self, raw: IO[bytes], end: int) -> None:
        self._raw, self._end = raw, end

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        target = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        data = self._raw.read(min(len(target), max(0, self._end - self._raw.tell())))
        target[: len(data)] = data
        return len(data)


def _line_start(raw: IO[bytes], at: int) -> int:
    """Give where the first line begins that starts at a place or after it."""
    if at == 0:
        return 0
    raw.seek(at - 1)
    at -= 1
    while block := raw.read(_BLOCK):
        found = block.find(b"\n")
        if found >= 0:
            return at + found + 1
        at += len(block)
    return at


def _open_part(raw: IO[bytes], piece: Piece) -> io.BufferedReader[Any]:
    start, end = _line_start(raw, piece.start), _line_start(raw, piece.end)
    raw.seek(start)
    return io.BufferedReader(_Part(raw, end), _BLOCK)


def read_chunk(chunk: Chunk, *, form: str, limit: int) -> Iterator[tuple[Piece, Record | Failed]]:
    """Give the records of a chunk, each with the piece that it is from; what cannot be read becomes a `Failed`.

    Args:
        chunk: what to read.
        form: what the pages are, or `auto`.
        limit: bytes that a record may have.
    """
    for piece in chunk.pieces:
        source = named(piece.path)
        if piece.end < 0:
            yield from ((piece, record) for record in read_input(piece.path, form=form, limit=limit))
            continue
        try:
            with reading_errors(source), open(piece.path, "rb", buffering=0) as raw:
                yield from ((piece, record) for record in _lines(_open_part(raw, piece), piece, form, limit))
        except InputError as error:
            yield piece, Failed(source, error)


def _lines(stream: io.BufferedReader[Any], piece: Piece, form: str, limit: int) -> Iterator[Record | Failed]:
    source = named(piece.path)
    for number, line in enumerate(split_lines(stream, limit)):
        if line is None:
            place = f"{source}#{_line_number(piece) + number}"
            yield Failed(place, RecordError(place, f"is over the limit of {size(limit)}", "split it, or raise the limit"))
        elif line.strip():
            record = parse_record(line, f"{source}#", form=form)
            if isinstance(record, Failed):
                place = f"{source}#{_line_number(piece) + number}"
                record = Failed(place, RecordError(place, record.error.reason, record.error.remedy), record.id)
            yield record


def _line_number(piece: Piece) -> int:
    """The number of a part's first line, counted only when something has to be named."""
    with open(piece.path, "rb", buffering=0) as raw:
        left, lines = _line_start(raw, piece.start), 1
        raw.seek(0)
        while left and (block := raw.read(min(_BLOCK, left))):
            lines += block.count(b"\n")
            left -= len(block)
    return lines


def digest_part(part: Chunk | Stretch) -> str:
    """Give sixteen hexadecimal digits over the names and bytes of a chunk; a file that cannot be read counts as that."""
    if isinstance(part, Stretch):
        return part.digest
    digest = hashlib.blake2b(digest_size=8)
    for piece in part.pieces:
        digest.update(f"{part.side}\0{piece.name}\0".encode("utf-8", "surrogateescape"))
        try:
            with open(piece.path, "rb", buffering=0) as raw:
                stream: IO[bytes] = raw if piece.end < 0 else _open_part(raw, piece)
                length = 0
                while block := stream.read(_BLOCK):
                    digest.update(block)
                    length += len(block)
                digest.update(f"\0{length}".encode())  # or two files could be cut at another place
        except (OSError, ValueError) as error:
            digest.update(f"unreadable: {error}".encode("utf-8", "replace"))
    return digest.hexdigest()
