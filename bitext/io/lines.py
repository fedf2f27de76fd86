r"""Lines of files and streams, in batches: blank ones kept, decoded as a whole file would be, in bounded memory.

Lines end at `\n` only (a `\r` before it goes with it). The encoding is told by the first lines that are not ASCII; text
comes as it stands there: mojibake is not repaired, since offsets shall count in what was read.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from bitext.encoding import decode
from bitext.errors import InputError, RecordError
from bitext.io.reading import format_in, records_in
from bitext.io.records import LIMIT, Failed
from bitext.io.streams import named, open_input, size

if TYPE_CHECKING:
    import io
    import os
    from collections.abc import Iterable, Iterator

    from bitext.io.records import Record

__all__ = ["Lines", "lines_in", "read_lines"]

_CHUNK = 64 * 1024
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_SPACE = b" \t\r\f\v"


@dataclass(frozen=True, slots=True)
class Lines:
    """Some lines of an input, in order; `first` is the number of the first of them, counted from 1."""

    place: str
    first: int
    texts: tuple[str, ...]


def read_lines(
    path: str | os.PathLike[str], *, form: str = "auto", limit: int = LIMIT, paragraphs: bool = False
) -> Iterator[Lines | Record | Failed]:
    """Give the lines of a file or of stdin (`-`), as many at a time as come in one reading, about 64 KiB.

    Args:
        path: the file; gzip and zstd are unpacked. JSONL, WARC, HTML and Markdown give `Record`s.
        form: `auto` tells the format by suffix or first bytes; `text` takes any input for lines.
        limit: bytes that a line or record may have; a longer one becomes a `Failed` in its place. With `paragraphs`, a
            paragraph over the limit is cut between two lines.
        paragraphs: let a batch end only after a blank line, so that no paragraph is cut in two.
    """
    source = named(path)
    try:
        with open_input(path) as stream:
            kind = "text" if form == "text" else format_in(path, stream)
            if kind in (None, "text"):
                yield from lines_in(stream, source, limit, paragraphs=paragraphs)
            else:
                yield from records_in(stream, source, kind, form, limit)
    except InputError as error:
        yield Failed(source, error)


def lines_in(stream: io.BufferedReader[Any], source: str, limit: int, *, paragraphs: bool = False) -> Iterator[Lines | Failed]:
    r"""Give the lines of an open stream; the arguments are those of `read_lines`.

    Raises:
        InputError: it is no text.

    >>> import io
    >>> [text for batch in lines_in(io.BufferedReader(io.BytesIO("雨\nb".encode())), "x", 100) for text in batch.texts]
    ['雨', 'b']
    """
    yield from _decoded(_batches(_chunks(stream), limit, paragraphs), source, limit)


def _chunks(stream: io.BufferedReader[Any]) -> Iterator[bytes]:
    """Pieces of the stream; UTF-16 and UTF-32 become UTF-8, since their newlines are no single bytes."""
    head = stream.peek(_CHUNK)[:_CHUNK]
    wide = _wide(head)
    chunks = iter(lambda: stream.read1(_CHUNK), b"")
    if wide is None:
        return chain([head[:0]], chunks) if not head.startswith(codecs.BOM_UTF8) else _without_mark(chunks)
    return _transcoded(chunks, wide)


def _wide(head: bytes) -> str | None:
    """UTF-16 or UTF-32, by mark or by its NULs; anything else is told later, by lines that are not ASCII."""
    if not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and 0 not in head:
        return None
    try:
        encoding = decode(head[: len(head) // 4 * 4]).encoding
    except InputError:
        return None
    return encoding if encoding in _WIDE else None


def _without_mark(chunks: Iterable[bytes]) -> Iterator[bytes]:
    skip = 3
    for chunk in chunks:
        yield chunk[skip:]
        skip = max(0, skip - len(chunk))


def _transcoded(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    first = True
    for chunk in chain(chunks, [b""]):
        text = decoder.decode(chunk, final=not chunk)
        if first and text:
            text, first = text.removeprefix("\ufeff"), False
        yield text.encode("utf-8", "replace")


def _batches(chunks: Iterable[bytes], limit: int, paragraphs: bool) -> Iterator[list[bytes] | None]:
    """Whole lines, batch after batch; None stands for one line over the limit, of which no more than that is kept."""
    parts: list[bytes] = []
    held, over = 0, False
    waiting: list[bytes] = []
    size_waiting = 0
    for chunk in chunks:
        *ends, rest = chunk.split(b"\n")
        if ends:
            ends[0] = b"".join((*parts, ends[0]))
            if over or max(map(len, ends)) > limit:
                yield from _around(waiting, ends, limit, over)
                waiting, size_waiting = [], 0
            else:
                size_waiting += held + len(chunk)
                cut = len(waiting) + (_last_blank(ends) if paragraphs and size_waiting <= limit else len(ends))
                waiting += ends
                if not paragraphs or cut > len(waiting) - len(ends):
                    yield waiting[:cut]
                    waiting = waiting[cut:]
                    size_waiting = sum(map(len, waiting))
            parts, held, over = [], 0, False
        if rest:
            held += len(rest)
            over = over or held > limit
            parts = [] if over else [*parts, rest] if len(parts) < 64 else [b"".join((*parts, rest))]
    if held:
        yield from _around(waiting, [b"".join(parts)], limit, over)
    elif waiting:
        yield waiting


def _around(waiting: list[bytes], lines: list[bytes], limit: int, first_is_over: bool) -> Iterator[list[bytes] | None]:
    """The lines, with None for each that is over the limit."""
    good = list(waiting)
    for number, line in enumerate(lines):
        if len(line) <= limit and not (first_is_over and number == 0):
            good.append(line)
            continue
        if good:
            yield good
        yield None
        good = []
    if good:
        yield good


def _last_blank(lines: list[bytes]) -> int:
    """The number of lines up to the last blank one; 0 without any."""
    return next((number for number in range(len(lines), 0, -1) if not lines[number - 1].strip(_SPACE)), 0)


def _decoded(batches: Iterable[list[bytes] | None], source: str, limit: int) -> Iterator[Lines | Failed]:
    number, encoding = 1, None
    for batch in batches:
        if batch is None:
            place = f"{source}:{number}"
            reason = f"the line is over the limit of {size(limit)}"
            yield Failed(place, RecordError(place, reason, "split it, or raise the limit"), position=number)
            number += 1
            continue
        data = b"\n".join(batch)
        plain = data.isascii()
        if encoding is None and (number == 1 or not plain):
            found = decode(data, source=source).encoding  # raises an InputError where it is no text at all
            encoding = None if plain else found
        text = data.decode(encoding or "ascii", "replace")
        if "\r" in text:
            text = text.replace("\r\n", "\n").removesuffix("\r")
        lines = tuple(text.split("\n"))
        yield Lines(source, number, lines)
        number += len(lines)
