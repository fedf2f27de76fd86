"""Where a line stands in a page: before the text, behind it, or in it. Every look-around is bounded."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bitext.text import CLOSERS, TERMINALS, count_han

if TYPE_CHECKING:
    from bitext.rules.rule import Page

__all__ = ["at_head", "at_tail", "is_prose"]

_SENTENCE_END = tuple(TERMINALS)
_ZH_STOP = re.compile("[。！？；]")


def is_prose(text: str, *, long: bool = False) -> bool:
    """Tell a paragraph of sentences from a line: 100 Latin characters or 40 Han (twice that when `long`).

    Lines of navigation, bylines and captions seldom reach these lengths; leads seldom fall below.

    >>> is_prose("By Jane Doe"), is_prose("The bank said on Monday that lending had grown again. " * 3)
    (False, True)
    """
    if len(text) < (80 if long else 40):
        return False
    return _is_prose(text, long) if len(text) <= _KEPT else _tell_prose(text, long)


def _tell_prose(text: str, long: bool) -> bool:
    times = 2 if long else 1
    han = count_han(text[:2000])
    if han * 3 > min(len(text), 2000):
        return han >= 40 * times and _ZH_STOP.search(text) is not None
    if len(text) < 100 * times:
        return False
    return text.rstrip(CLOSERS + " ").endswith(_SENTENCE_END) or len(text) >= 220 * times


#: The same few paragraphs are asked about from every line around them; an answer is kept for texts of so many characters.
_KEPT = 2000
_is_prose = lru_cache(maxsize=256)(_tell_prose)


def at_head(page: Page, index: int) -> bool:
    """Tell whether a line stands right before the text: prose among the next eight blocks, none among the six before."""
    before = page.blocks[max(0, index - 6) : index]
    after = page.blocks[index + 1 : index + 9]
    return any(is_prose(b.text) for b in after) and not any(is_prose(b.text, long=True) for b in before)


def at_tail(page: Page, index: int) -> bool:
    """Tell whether a line stands right behind the text: prose among the six blocks before, none among the next three."""
    before = page.blocks[max(0, index - 6) : index]
    after = page.blocks[index + 1 : index + 4]
    return any(is_prose(b.text) for b in before) and not any(is_prose(b.text, long=True) for b in after)
