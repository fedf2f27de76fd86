"""Web archives in: the HTML responses of WARC files, and the texts of WET files.

warcio, not FastWARC: both are Apache-2.0 and kept up; warcio is pure Python (0.3 MB with one dependency against
5 MB with four), runs on every Python and platform, and cleaning is far slower than either reads.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from bitext.errors import InputError, RecordError
from bitext.io.records import Failed, Record
from bitext.io.streams import size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bitext.io.records import Form

__all__ = ["read_warc"]

#: Bytes that the headers of one record may take; more is no WARC.
_HEADERS = 1024 * 1024
_HTML = ("text/html", "application/xhtml+xml")


class _Guarded(io.RawIOBase):
    """A stream with an allowance: warcio keeps a header line of any length in memory."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream, self.allowance = stream, _HEADERS

    def read(self, count: int = -1) -> bytes:
        data = self._stream.read1(65536 if count < 0 else min(count, 65536))
        self.allowance -= len(data)
        if self.allowance < 0:
            msg = "a record's headers have no end"
            raise ValueError(msg)
        return data


def read_warc(stream: io.BufferedReader, source: str, limit: int) -> Iterator[Record | Failed]:
    """HTML responses as records, with HTTP's charset as `declared`; other records are passed over.

    A record over `limit` bytes, cut off or damaged becomes a `Failed`.

    Raises:
        InputError: the file is no WARC, or is damaged from some record on.
    """
    from warcio.archiveiterator import ArchiveIterator

    guarded = _Guarded(stream)
    position = 0
    try:
        for position, record in enumerate(ArchiveIterator(guarded), 1):
            left = getattr(record.raw_stream, "limit", 0)
            guarded.allowance = max(int(left), 0) + _HEADERS
            form = _form(record)
            if form:
                yield _record(record, form, source, position, limit)
    except (InputError, OSError, EOFError):
        raise
    except Exception as error:
        reason = f"is no WARC, or damaged after record {position} ({str(error)[:80]!r})"
        raise InputError(source, reason, "fetch it again") from error
    if not position:
        raise InputError(source, "is no WARC, or damaged from the start", "fetch it again")


def _form(record: Any) -> Form | None:
    """HTML responses are html, WET records text; None for what is not read."""
    if not record.rec_type or not (record.rec_headers.get_header("Content-Length") or "").isdecimal():
        msg = "a record states no type or no length"
        raise ValueError(msg)
    if record.rec_type == "conversion":
        return "text"
    if record.rec_type not in ("response", "resource"):
        return None
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    kind = _content_type(record).partition(";")[0].strip().lower()
    return "html" if kind in _HTML and not status.startswith("3") else None


def _content_type(record: Any) -> str:
    headers = record.http_headers or record.rec_headers
    return headers.get_header("Content-Type") or ""


def _record(record: Any, form: Form, source: str, position: int, limit: int) -> Record | Failed:
    place, headers = f"{source}#{position}", record.rec_headers
    own = (headers.get_header("WARC-Record-ID") or "").strip("<>") or None
    try:
        data = _content(record, limit)
    except (OSError, EOFError, ValueError, KeyError, AttributeError, TypeError) as error:
        return Failed(place, RecordError(place, f"is damaged ({str(error)[:80]})", "fetch it again"), own, position)
    if data is None:
        return Failed(place, RecordError(place, f"is over the limit of {size(limit)}", "raise the limit"), own, position)
    if not data or getattr(record.raw_stream, "limit", 0) > 0:
        return Failed(place, RecordError(place, "is cut off" if data else "is empty", "fetch it again"), own, position)
    declared = _content_type(record).lower().partition("charset=")[2].strip(" \"';") or None
    url, date = headers.get_header("WARC-Target-URI"), headers.get_header("WARC-Date")
    return Record(place, form, data, own, None, url, declared, date, position)


def _content(record: Any, limit: int) -> bytes | None:
    """The payload with its transfer and content encodings undone; None when it is over the limit."""
    stream, parts, total = record.content_stream(), [], 0
    while total <= limit and (chunk := stream.read(min(65536, limit + 1 - total))):
        parts.append(chunk)
        total += len(chunk)
    while total <= limit and record.raw_stream.read(65536):
        pass  # what follows the last chunk; anything still due after it was cut off
    return b"".join(parts) if total <= limit else None
