"""Sentences as offsets: the quick half of segmentation, which makes no records."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bitext.segmentation.borders import find_borders
from bitext.segmentation.boundaries import CANDIDATE, CANDIDATE_OR_SEMICOLON, Judge
from bitext.segmentation.headings import RUN_ON, find_run_ons
from bitext.segmentation.lines import find_stretches
from bitext.text import HAN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bitext.segmentation.lines import Wraps

__all__ = ["find_sentences"]

_SPACE = re.compile(r"\s*+")
_HAN = re.compile(f"[{HAN}]")
_LATIN = re.compile("[A-Za-z]{2}")


def find_sentences(text: str, *, semicolons: bool = False, wraps: Wraps = "auto", borders: bool = True) -> list[tuple[int, int]]:
    r"""Find the sentences of a text of either language or both: half-open code points, in order, without overlap.

    Only white space lies between them and at the text's edges. The cost is linear in the text.

    Args:
        text: any text; a blank line and a form feed always end a sentence.
        semicolons: whether a semicolon ends one too.
        wraps: what a single line end is: `auto` weighs the evidence, `join` takes all for hard wraps, `keep` for ends.
        borders: whether a sentence is divided where its language changes for good.

    >>> text = "Dr. Li paid 3.5 yuan. “好。”他说。全面推进乡村振兴 promote rural revitalization"
    >>> [text[a:b] for a, b in find_sentences(text)]
    ['Dr. Li paid 3.5 yuan.', '“好。”他说。', '全面推进乡村振兴', 'promote rural revitalization']
    """
    judge = Judge(text)
    candidate = CANDIDATE_OR_SEMICOLON if semicolons else CANDIDATE
    run_on = bool(RUN_ON.search(text))
    mixed = borders and not text.isascii() and _LATIN.search(text) is not None and _HAN.search(text) is not None
    found: list[tuple[int, int]] = []
    for low, high in find_stretches(text, wraps):
        start = low
        for match in candidate.finditer(text, low, high):
            end = judge.end_of(match, start, high)
            if end > start:
                found.append((start, end))
                start = match.end() if match[3] else _SPACE.match(text, end, high).end()  # type: ignore[union-attr]  # it matches nothing too
        if start < high:
            found.append((start, high))
    if run_on:
        found = list(_parted(found, lambda start, end: find_run_ons(text, start, end), text))
    return list(_parted(found, lambda start, end: _borders(text, start, end), text)) if mixed else found


def _borders(text: str, start: int, end: int) -> list[int]:
    if _LATIN.search(text, start, end) and _HAN.search(text, start, end):
        return find_borders(text, start, end)
    return []


def _parted(found: list[tuple[int, int]], places: Callable[[int, int], list[int]], text: str) -> Iterator[tuple[int, int]]:
    """Part sentences at the places that a rule finds in them: where the next part starts, after white space."""
    for start, end in found:
        begin = start
        for place in places(start, end):
            yield begin, begin + len(text[begin:place].rstrip())
            begin = place
        yield begin, end
