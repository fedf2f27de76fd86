"""Which rules may apply where: one Aho–Corasick automaton over the triggers of all rules of a phase.

The cost of a page does not grow with the number of rules (80 separate searches a block run at 0.5 MB/s).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

import ahocorasick_rs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bitext.rules.rule import Rule

__all__ = ["Triggers", "triggers_of"]

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
#: Characters that one scan takes in, give or take a block or a trigger: each hit is an object, and a page may be all hits.
_WINDOW = 1 << 16


class Triggers:
    """The automaton of some rules' triggers, and the numbers of the rules that have none and so look at every block.

    >>> from bitext.rules.rule import Rule, drop_lines
    >>> found = Triggers((Rule("ad", "advertisement", "why", "source", drop_lines("ads?"), triggers=("ad",)),))
    >>> found.find(["none", "Ad"]), found.always
    ({1: {0}}, frozenset())
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        owners: dict[str, list[int]] = {}
        for number, rule in enumerate(rules):
            for trigger in rule.triggers:
                owners.setdefault(trigger, []).append(number)
        self.always = frozenset(n for n, rule in enumerate(rules) if not rule.triggers)
        self._owners = tuple(tuple(v) for v in owners.values())
        self._machine = ahocorasick_rs.AhoCorasick(list(owners)) if owners else None
        self._overlap = max(map(len, owners), default=1) - 1

    def find(self, texts: Sequence[str]) -> dict[int, set[int]]:
        """The numbers of the rules whose trigger a text holds, by the text's place; a text that holds none is not there."""
        found: dict[int, set[int]] = {}
        if self._machine is None:
            return found
        for first, starts, window in _windows(texts, self._overlap):
            for trigger, start, _ in _matches(self._machine, window):
                found.setdefault(first + bisect_right(starts, start) - 1, set()).update(self._owners[trigger])
        return found


def _matches(machine: ahocorasick_rs.AhoCorasick, text: str) -> list[tuple[int, int, int]]:
    low = _lower(text)
    try:
        return machine.find_matches_as_indexes(low, overlapping=True)
    except UnicodeEncodeError:
        return machine.find_matches_as_indexes(_LONE_SURROGATE.sub("\ufffd", low), overlapping=True)


def _windows(texts: Sequence[str], overlap: int) -> Iterator[tuple[int, list[int], str]]:
    """The texts in windows that a scan can hold: the first text's number, where each text starts, and the joined texts.

    A text over the size comes in several windows of its own, which overlap so that no trigger is cut.
    """
    first = 0
    while first < len(texts):
        if len(texts[first]) > _WINDOW:
            for at in range(0, len(texts[first]), _WINDOW):
                yield first, [0], texts[first][at : at + _WINDOW + overlap]
            first += 1
            continue
        after, size = first, 0
        while after < len(texts) and size + len(texts[after]) <= _WINDOW:
            size += len(texts[after]) + 1
            after += 1
        some = texts[first:after]
        yield first, [0, *accumulate(len(t) + 1 for t in some)], "\n".join(some)
        first = after


def _lower(text: str) -> str:
    """Lower case that keeps every offset: a few characters, such as İ, grow when lowered, and stay."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c if len(c.lower()) > 1 else c.lower() for c in text)


@lru_cache(maxsize=16)
def triggers_of(rules: tuple[Rule, ...]) -> Triggers:
    """The automaton of a tuple of rules, made once."""
    return Triggers(rules)
