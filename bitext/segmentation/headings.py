"""Headings that run into their text without a mark.

`A storm over the bay The harbour was closed.`: extraction glues them together, and no mark shows the border. What shows it is a capitalised word that only begins
sentences (`The`, `It's`, `If`), between two small words the first of which may end one. In 369 kB of edited English (the
gold text of our development pages) nothing but such borders looks like that.
"""

from __future__ import annotations

import re

from bitext.segmentation.vocabulary import load_vocabulary

__all__ = ["RUN_ON", "find_run_ons"]

#: A word that the lists may hold, between spaces and before a small letter.
RUN_ON = re.compile(r" (?=[TIHSWAIBFMD])([A-Z][a-z]{1,7}(?:'s)?|A) (?=[a-z])")
_BEFORE = re.compile(r"([A-Za-z]+)[)'’\"”]?$")
#: What a letter A stands after as a name: vitamin A, Plan A, Series A.
_NAMED_A = frozenset(
    "vitamin plan group grade class type category hepatitis influenza series serie team section part appendix level schedule exhibit option point unit block zone annex "
    "company party person letter note version form route line room gate".split()
)
#: Characters that a heading and its text have at least; with less on either side a name is as likely.
_SHORTEST = 20


def find_run_ons(text: str, start: int, end: int) -> list[int]:
    """Find where the text begins inside a sentence that a heading runs into.

    >>> line = "Storm closes the harbour for two days The harbour was closed on Monday."
    >>> [line[place:] for place in find_run_ons(line, 0, len(line))]
    ['The harbour was closed on Monday.']
    """
    found: list[int] = []
    for match in RUN_ON.finditer(text, start + _SHORTEST, end):
        place = match.start(1)
        if place - start >= _SHORTEST and end - place >= _SHORTEST and _begins(text, match, start):
            found.append(place)
            start = place
    return found


def _begins(text: str, match: re.Match[str], start: int) -> bool:
    """Tell whether a sentence begins with the word found."""
    words = load_vocabulary()
    word = match[1]
    if word != "A" and word not in words.run_on:
        return False
    before = _BEFORE.search(text, max(start, match.start() - _SHORTEST), match.start())
    if before is None or before[1].lower() in words.open_end_en:
        return False
    if word == "A" and before[1].lower() in _NAMED_A:
        return False
    return before[1].islower() or word in words.run_on_after_names
