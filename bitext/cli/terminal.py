"""What is said to a person: on standard error, or on a terminal, with scraped control characters made visible."""

from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager, redirect_stdout
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Painter", "close_quietly", "columns", "complain", "escaped_stdout", "prepare_streams", "printable", "say"]

#: Characters that drive a terminal or turn its reading order: C0 (newline and tab aside), DEL, C1, the bidi controls,
#: line and paragraph separators, tags, lone surrogates. See "Trojan Source" (Boucher and Anderson, 2021) for the bidi ones.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_COLOURS = {"red": "31", "green": "32", "yellow": "33", "blue": "34", "dim": "2", "bold": "1"}


def printable(text: str, *, one_line: bool = False) -> str:
    r"""Escape what could drive a terminal; the escapes are those of JSON, so that JSON stays JSON.

    >>> print(printable("\x1b[2Jred\u202e"))
    \u001b[2Jred\u202e
    >>> print(printable("a\nb", one_line=True))
    a\nb
    """
    if one_line:
        text = text.replace("\n", "\\n").replace("\t", "\\t")
    return _CONTROLS.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code > 0xFFFF:
        code -= 0x10000
        return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
    return f"\\u{code:04x}"


def prepare_streams() -> None:
    """Make the standard streams UTF-8 whatever the locale says (`LANG=C` too), with plain newlines."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def close_quietly() -> None:
    """Point standard output at nothing, so that the interpreter's last flush into a closed pipe says nothing."""
    try:
        number = sys.stdout.fileno()
    except (OSError, ValueError):
        return
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, number)
    os.close(nothing)


@contextmanager
def escaped_stdout() -> Iterator[None]:
    """Escape, as `printable` does, what is written to standard output inside, if that is a terminal."""
    if sys.stdout is None or not sys.stdout.isatty():
        yield
        return
    with redirect_stdout(_Escaped(sys.stdout)):  # of a stream, only writing is used
        yield


class _Escaped:
    """A stream without bytes beneath, so that what comes is text."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.flush, self.isatty = stream.flush, stream.isatty

    def write(self, text: str) -> int:
        return self._stream.write(printable(text))


def complain(message: str) -> None:
    """Say on standard error what went wrong: one line, `bitext: ` before it."""
    say(f"bitext: {message}")


def say(message: str) -> None:
    """Say something on standard error, on one line; a standard error that is gone is no reason to fail."""
    try:
        sys.stderr.write(printable(message, one_line=True) + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        return


class Painter:
    r"""Colours for a terminal; none where the stream is no terminal or `NO_COLOR` is set (https://no-color.org).

    >>> Painter(enabled=False)("text", "red"), Painter(enabled=True)("text", "red")
    ('text', '\x1b[31mtext\x1b[0m')
    """

    def __init__(self, *, enabled: bool) -> None:
        self.enabled = enabled

    @classmethod
    def of(cls, stream: TextIO) -> Painter:
        """Make the painter that fits a stream."""
        return cls(enabled=stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb")

    def __call__(self, text: str, *colours: str) -> str:
        """Colour a text, where there are colours."""
        if not self.enabled or not text:
            return text
        return f"\x1b[{';'.join(_COLOURS[c] for c in colours)}m{text}\x1b[0m"


def columns(rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Line up rows of short cells, two spaces between them; the last column is left as long as it is.

    >>> columns([("a", "bb", "c"), ("aaa", "b", "c")])
    ['a    bb  c', 'aaa  b   c']
    """
    table = list(rows)
    widths = [max(map(len, column)) for column in zip(*table, strict=True)][:-1]
    return ["".join(f"{cell:<{width + 2}}" for cell, width in zip(row, widths, strict=False)) + row[-1] for row in table]
