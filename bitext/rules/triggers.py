"""Which rules may apply where: one Aho–Corasick automaton over the triggers of all rules.

The cost of a page does not grow with the number of rules (80 separate searches a block run at 0.5 MB/s), and a text
is looked through once, however many phases come by it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

import ahocorasick_rs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bitext.model import Block
    from bitext.rules.rule import Rule

__all__ = ["Scan", "Triggers", "triggers_of"]

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
#: Characters that one scan takes in, give or take a block or a trigger: each hit is an object, and a page may be all hits.
_WINDOW = 1 << 16


class Triggers:
    """The automata of some rules' triggers, and the numbers of the rules that have none and so look at every block.

    Rules of one language are not looked for in blocks of the other: each language has an automaton of its own, made when
    it is first needed.

    Args:
        rules: in the order of their numbers.
        phases: how many of them each phase has, where they are cut into phases.

    >>> from bitext.rules.rule import Rule, drop_lines
    >>> found = Triggers((Rule("ad", "advertisement", "why", "source", drop_lines("ads?"), triggers=("ad",)),))
    >>> found.find(["none", "Ad"]), found.always
    ({1: {0}}, frozenset())
    """

    def __init__(self, rules: Sequence[Rule], phases: Sequence[int] = ()) -> None:
        self.rules = tuple(rules)
        self.always = frozenset(n for n, rule in enumerate(rules) if not rule.triggers)
        self.phase_of = tuple(phase for phase, size in enumerate(phases or (len(rules),)) for _ in range(size))
        self.triggered = {phase for phase, rule in zip(self.phase_of, self.rules, strict=True) if rule.triggers}
        self._machines: dict[str, _Machine] = {}

    def find(self, texts: Sequence[str], lang: str = "und") -> dict[int, set[int]]:
        """The numbers of the rules whose trigger a text holds, by the text's place; a text that holds none is not there.

        `lang` is the texts' language: rules of the other one are left out. Undecided texts are looked through for all.
        """
        if lang not in self._machines:
            self._machines[lang] = _Machine(self.rules, {"any", lang} if lang in ("en", "zh") else {"any", "en", "zh"})
        return self._machines[lang].find(texts)


class _Machine:
    """One automaton over the triggers of the rules of some languages."""

    def __init__(self, rules: Sequence[Rule], langs: set[str]) -> None:
        owners: dict[str, list[int]] = {}
        for number, rule in enumerate(rules):
            for trigger in rule.triggers if rule.lang in langs else ():
                owners.setdefault(trigger, []).append(number)
        self.owners = tuple(tuple(v) for v in owners.values())
        self.automaton = ahocorasick_rs.AhoCorasick(list(owners)) if owners else None
        self.overlap = max(map(len, owners), default=1) - 1

    def find(self, texts: Sequence[str]) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {}
        owners = self.owners
        for first, starts, window in _windows(texts, self.overlap) if self.automaton else ():
            place, after, triggers = -1, 0, set[int]()
            for trigger, _, end in _matches(self.automaton, window):  # type: ignore[arg-type]
                while end > after:  # they come in the order of their ends
                    place += 1
                    after = starts[place + 1]
                    triggers = set()
                if trigger not in triggers:
                    triggers.add(trigger)
                    found.setdefault(first + place, set()).update(owners[trigger])
        return found


class Scan:
    """What stands in the texts of one page, for all phases of cleaning: most texts are the same in each of them.

    Args:
        triggers: those of the rules of all phases.

    >>> from bitext.model import Block
    >>> from bitext.rules.rule import Rule, drop_lines
    >>> scan = Scan(Triggers((Rule("ad", "advertisement", "why", "source", drop_lines("ads?"), triggers=("ad",)),)))
    >>> scan.find([Block("0", "paragraph", "none", "en"), Block("1", "paragraph", "Ad", "en")])
    {1: [0]}
    """

    def __init__(self, triggers: Triggers) -> None:
        self.triggers = triggers
        self._known: dict[str, dict[str, dict[int, list[int]]]] = {}  # by language, by text, by phase
        self._huge: tuple[str, str] | None = None  # the language and text of the last huge one

    def find(self, blocks: Sequence[Block], phase: int = 0) -> dict[int, list[int]]:
        """The numbers of the phase's rules whose trigger a block holds, by its place; a block that holds none is not there."""
        if phase not in self.triggers.triggered:
            return {}
        known = self._known
        fresh: dict[str, list[str]] = {}
        for block in blocks:
            texts = known.get(block.lang)
            if texts is None:
                texts = known[block.lang] = {}
            if block.text not in texts:
                texts[block.text] = _NOTHING
                fresh.setdefault(block.lang, []).append(block.text)
        for lang, new in fresh.items():
            for at, numbers in self.triggers.find(new, lang).items():
                known[lang][new[at]] = self._by_phase(numbers)
        held = [known[block.lang][block.text] for block in blocks]
        found = {at: numbers[phase] for at, numbers in enumerate(held) if numbers and phase in numbers}
        for lang, new in fresh.items():
            for text in new:
                if len(text) > _WINDOW:  # a huge text may change and change again: only the last version is kept
                    if self._huge:
                        del known[self._huge[0]][self._huge[1]]
                    self._huge = lang, text
        return found

    def _by_phase(self, numbers: set[int]) -> dict[int, list[int]]:
        made: dict[int, list[int]] = {}
        for number in numbers:
            made.setdefault(self.triggers.phase_of[number], []).append(number)
        return made


_NOTHING: dict[int, list[int]] = {}


def _matches(machine: ahocorasick_rs.AhoCorasick, text: str) -> list[tuple[int, int, int]]:
    low = _lower(text)
    try:
        return machine.find_matches_as_indexes(low, overlapping=True)
    except UnicodeEncodeError:
        return machine.find_matches_as_indexes(_LONE_SURROGATE.sub("\ufffd", low), overlapping=True)


def _windows(texts: Sequence[str], overlap: int) -> Iterator[tuple[int, list[int], str]]:
    """The texts in windows that a scan can hold: the first text's number, where each text starts and the last ends, the joined texts.

    A text over the size comes in several windows of its own, which overlap so that no trigger is cut.
    """
    if sum(map(len, texts)) + len(texts) <= _WINDOW:
        yield 0, [0, *accumulate([len(t) + 1 for t in texts])], "\n".join(texts)
        return
    first = 0
    while first < len(texts):
        if len(texts[first]) > _WINDOW:
            for at in range(0, len(texts[first]), _WINDOW):
                yield first, [0, _WINDOW + overlap], texts[first][at : at + _WINDOW + overlap]
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
