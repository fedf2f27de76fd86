"""Hits under one another, each with its surroundings: the keyword in context (KWIC; Luhn, 1960)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bitext.memory.lookup import Found

__all__ = ["Line", "align_hits"]


@dataclass(frozen=True, slots=True)
class Line:
    """A place of a hit: what stands before it, itself, and what stands after it; `number` counts the hits from 0.

    `left` is padded to one width, counted in columns of a terminal, in which a Han character takes two.
    """

    number: int
    left: str
    middle: str
    right: str


def align_hits(hits: Iterable[Found], context: int) -> Iterator[Line]:
    """Give each place of each hit with its surroundings.

    Args:
        hits: as a search gives them; a hit without places gets none.
        context: columns on either side.

    >>> from bitext.memory.lookup import Found
    >>> rain = Found(1, "zh", "昨天重庆下了大雨。", "Heavy rain fell in Chongqing yesterday.", 0.9, None, ((2, 4),))
    >>> [line] = align_hits([rain], 6)
    >>> line.left, line.middle, line.right
    ('  昨天', '重庆', '下了…')
    """
    for number, hit in enumerate(hits):
        text = hit.text
        for start, end in hit.spans:
            left = _cut(text[:start][::-1], context)[::-1]
            yield Line(number, " " * (context - _width(left)) + left, text[start:end], _cut(text[end:], context))


def _width(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)


def _cut(text: str, columns: int) -> str:
    """The beginning of a text that fits into so many columns; a mark says that it goes on."""
    head = text[: columns + 1]  # a character takes a column at least, or it is not seen
    if len(head) == len(text) and _width(text) <= columns:
        return text
    while head and _width(head) > columns - 1:
        head = head[:-1]
    return head + "…" if columns else ""
