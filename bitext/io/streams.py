"""Byte streams in: files and stdin, plain or compressed, never more in memory than the limit."""

from __future__ import annotations

import gzip
import io
import os
import sys
import zlib
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from bitext.errors import InputError
from bitext.mojibake import replace_surrogates

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["named", "open_input", "read_bounded", "reading_errors", "size", "split_lines"]

_CHUNK = 256 * 1024
# A zstd block of 4 bytes can hold 128 KiB: feeding 256 bytes at a time bounds what one step can yield to 8 MiB.
_ZSTD_STEP = 256
_ZSTD_WINDOW = 128 * 1024 * 1024


def named(path: str | os.PathLike[str]) -> str:
    """A path as text that can be written anywhere: undecodable bytes of file names become U+FFFD.

    >>> named("-")
    'stdin'
    """
    return "stdin" if os.fspath(path) == "-" else replace_surrogates(os.fspath(path))


def size(limit: int) -> str:
    """A number of bytes for people.

    >>> size(64 * 1024 * 1024), size(1000)
    ('64 MiB', '1000 bytes')
    """
    return f"{limit // 1048576} MiB" if limit >= 1048576 else f"{limit} bytes"


class _Gzip(io.RawIOBase):
    """A gzip file, member after member, that hands out what it has before it meets the damage."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._file = gzip.GzipFile(fileobj=raw, mode="rb")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        target = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        data = self._file.read1(len(target))
        target[: len(data)] = data
        return len(data)


class _Zstd(io.RawIOBase):
    """A zstd file, frame after frame. Unlike the library's own reader it tells a file that was cut off."""

    def __init__(self, raw: IO[bytes]) -> None:
        import zstandard

        self._raw, self._zstd = raw, zstandard
        self._input, self._output, self._frame = b"", memoryview(b""), self._new()
        self._begun = False

    def _new(self) -> object:
        return self._zstd.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        target = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        while not self._output:
            if not self._input:
                self._input = self._raw.read(_CHUNK)
                if not self._input:
                    if self._begun:
                        raise EOFError("the zstd data is cut off")
                    return 0
            self._step()
        count = min(len(target), len(self._output))
        target[:count] = self._output[:count]
        self._output = self._output[count:]
        return count

    def _step(self) -> None:
        piece, self._input = self._input[:_ZSTD_STEP], self._input[_ZSTD_STEP:]
        self._begun = True
        frame = self._frame
        self._output = memoryview(frame.decompress(piece))  # type: ignore[attr-defined]
        if frame.eof:  # type: ignore[attr-defined]
            self._input = frame.unused_data + self._input  # type: ignore[attr-defined]
            self._frame, self._begun = self._new(), False


@contextmanager
def reading_errors(source: str) -> Iterator[None]:
    """Turn what reading and unpacking can raise into an `InputError` that names the file and a remedy."""
    try:
        yield
    except FileNotFoundError as error:
        raise InputError(source, "no such file or folder", "check the path") from error
    except PermissionError as error:
        raise InputError(source, "may not be read", "check its permissions") from error
    except IsADirectoryError as error:
        raise InputError(source, "is a folder", "give its files, or the folder as an input of its own") from error
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise InputError(source, f"the compressed data is damaged or cut off ({error})", "fetch or compress it again") from error
    except OSError as error:
        raise InputError(source, f"cannot be read ({error.strerror or error})", "check the path and the disk") from error
    except ValueError as error:
        if "null" not in str(error) and not isinstance(error, UnicodeEncodeError):
            raise
        raise InputError(source, "is no possible file name", "check the path") from error
    except Exception as error:
        if type(error).__name__ != "ZstdError":
            raise
        raise InputError(source, f"the compressed data is damaged or cut off ({error})", "fetch or compress it again") from error


def _stdin() -> IO[bytes]:
    if sys.stdin is None or sys.stdin.closed:
        raise InputError("stdin", "is closed", "pipe something in, or name a file")
    return sys.stdin.buffer


@contextmanager
def open_input(path: str | os.PathLike[str]) -> Iterator[io.BufferedReader[Any]]:
    """Open a file or `-` (stdin) for bytes; gzip and zstd are told by suffix or first bytes, and unpacked.

    Raises:
        InputError: it is missing, may not be read, or proves damaged while the caller reads.
    """
    with reading_errors(named(path)):
        stdin = os.fspath(path) == "-"
        raw: Any = _stdin() if stdin else open(path, "rb")  # noqa: SIM115
        buffered: Any = raw if isinstance(raw, io.BufferedReader) else io.BufferedReader(raw)
        try:
            head, name = buffered.peek(4)[:4], os.fspath(path).lower()
            if head.startswith(b"\x1f\x8b") or (head and name.endswith(".gz")):
                yield io.BufferedReader(_Gzip(buffered), _CHUNK)
            elif head == b"\x28\xb5\x2f\xfd" or (head and name.endswith(".zst")):
                yield io.BufferedReader(_Zstd(buffered), _CHUNK)
            else:
                yield buffered
        finally:
            if not stdin:
                buffered.close()
            elif buffered is not raw:
                buffered.detach()  # or stdin would be closed with it


def read_bounded(stream: IO[bytes], limit: int, source: str) -> bytes:
    """Read all of a stream that must not be longer than `limit` bytes.

    Raises:
        InputError: it is longer.
    """
    parts, total = [], 0
    while chunk := stream.read(min(_CHUNK, limit + 1 - total)):
        parts.append(chunk)
        total += len(chunk)
        if total > limit:
            raise InputError(source, f"is over the limit of {size(limit)}", "split it, or raise the limit")
    return b"".join(parts)


def split_lines(stream: io.BufferedReader[Any], limit: int) -> Iterator[bytes | None]:
    r"""Lines without their `\n`; None for a line over `limit` bytes, which is skipped without being kept.

    >>> import io
    >>> list(split_lines(io.BufferedReader(io.BytesIO(b"a\nlong\nb")), 3))
    [b'a', None, b'b']
    """
    parts: list[bytes] = []
    held, over = 0, False
    while chunk := stream.read1(_CHUNK):
        *ends, rest = chunk.split(b"\n")
        for end in ends:
            yield None if over or held + len(end) > limit else b"".join((*parts, end))
            parts, held, over = [], 0, False
        if rest:
            held += len(rest)
            over = over or held > limit
            parts = [] if over else [*parts, rest]
    if held or over:
        yield None if over else b"".join(parts)
