"""What stands around the words of a sentence: length, marks at its edges, counts of marks, and whether a quotation is open after it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["COUNTED", "EDGES", "Marks", "find_marks"]

#: What `edges` says of a sentence, 0 or 1 each.
EDGES = ("question", "exclamation", "opens", "closes", "terminal", "lower")
#: What `counts` counts.
COUNTED = ("asks", "quotes", "commas", "breaks", "digits")

_CLOSERS = "”\"'’」』)）】]》〉"
_FIRST, _LAST = frozenset("“\"「‘『'"), frozenset("”\"」’』'")
_DIGITS = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
#: Marks that open, and marks that close; straight ones open before what touches them, and close after it. Single ones are
#: marks of speech only where a text has no double ones; an apostrophe stands between letters, or after an s.
_CURLY = re.compile("([“「『])|([”」』])")
_STRAIGHT = re.compile(r"(?<!\S)(\"(?=\S))|(?<=\S)(\"(?!\w))")
_SINGLE = re.compile(r"(?<![^\s(—-])(['‘](?=\w))|(?<=[.,!?;:…—-])(['’](?!\w))")
_FIRST_LETTER = re.compile(r"[^A-Za-z0-9]{0,8}([a-z])?")


@dataclass(frozen=True, slots=True)
class Marks:
    """A row a sentence: `length` in characters, `edges` and `counts` as named above.

    `open` has a row more, the first for the place before the text: 1 where the last quotation mark so far is an opening one.
    """

    length: NDArray[np.float64]
    edges: NDArray[np.int8]
    counts: NDArray[np.float64]
    open: NDArray[np.int8]


def find_marks(sentences: Sequence[str], *, chinese: bool) -> Marks:
    """Read the marks of a side.

    >>> marks = find_marks(["“Is it?", "It is.”"], chinese=False)
    >>> marks.open.tolist(), marks.edges[:, 0].tolist()
    ([0, 1, 0], [1, 0])
    """
    bare = [s.strip() for s in sentences]
    edges = np.array([_edges(s) for s in bare], np.int8).reshape(len(bare), len(EDGES))
    counts = np.array([_counts(s, chinese=chinese) for s in bare], np.float64).reshape(len(bare), len(COUNTED))
    length = np.array([len(s) for s in bare], np.float64)
    opened = np.zeros(len(bare) + 1, np.int8)
    quotes = max((_CURLY, _STRAIGHT, _SINGLE), key=lambda kind: sum(kind.search(text) is not None for text in bare))
    for number, text in enumerate(bare):
        opened[number + 1] = _state(text, int(opened[number]), quotes)
    return Marks(length, edges, counts, opened)


def _edges(text: str) -> tuple[bool, ...]:
    end = text.rstrip(_CLOSERS + " ")[-1:]
    first = _FIRST_LETTER.match(text)
    lower = first is not None and first[1] is not None
    return (
        end in {"?", "？"},
        end in {"!", "！"},
        text[:1] in {*'“"「‘『'},
        text[-1:] in {*'”"」’』'},
        end in {*".!?…。！？"} and end != "",
        lower,
    )


def _counts(text: str, *, chinese: bool) -> tuple[float, ...]:
    asks = sum(map(text.count, "?？!！"))
    quotes = sum(map(text.count, '“”「」『』"'))
    commas = sum(map(text.count, "，；：,;:" if chinese else ",;:—"))
    breaks = text.count("…") / (2 if "……" in text else 1) + text.count("...") + text.count("——") + text.count("--")
    return asks, quotes, commas, breaks + (0 if chinese else text.count("—")), len(_DIGITS.findall(text))


def _state(text: str, before: int, quotes: re.Pattern[str]) -> int:
    """Whether the last quotation mark opens."""
    for match in quotes.finditer(text):
        before = int(match.lastindex == 1)
    return before
