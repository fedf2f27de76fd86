"""How alike two texts are, as translators' programs count it: an edit distance over words, Chinese by characters."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bitext.memory.tokens import key_of, units_of

__all__ = ["Sample", "make_sample", "similarity"]


#: The same but for case, width, script, white space, quotation marks.
SAME_KEY = 0.99
#: The same but for numbers: translators' programs put the right ones in, and rank such a match below 100% and above all others.
SAME_BUT_NUMBERS = 0.95
#: More than this no text has that differs in a word.
OTHER_WORDS = 0.98
_NUMBER = re.compile("[0-9]")


@dataclass(frozen=True, slots=True)
class Sample:
    """A text made ready to be compared with many."""

    text: str
    key: str
    units: list[str]


def make_sample(text: str) -> Sample:
    """Make a text ready to be compared.

    >>> make_sample("下雨了。").units
    ['下', '雨', '了', '。']
    """
    key = key_of(text)
    return Sample(text.strip(), key, units_of(key))


def similarity(one: Sample, other: str, least: float = 0.0) -> float:
    """How alike two texts are, from 0 to 1.

    - 1: the same, white space at the ends aside;
    - 0.99: the same but for letters' case, width, script, spacing and forms of quotation marks;
    - else 1 − D/N, at most 0.98: D is the edit distance (Levenshtein, 1966) over Han characters, words, numbers and marks,
      N how many of those the longer text has;
    - at least 0.95 where only numbers differ.

    Args:
        one: a text made ready.
        other: the text to compare it with.
        least: below this the answer is 0.

    rapidfuzz (MIT) counts the distance, bit-parallel (Hyyrö, 2003).

    >>> rain = make_sample("In May it rained for 12 days.")
    >>> [round(similarity(rain, t), 2) for t in ("In may it rained for 12 days.", "In May it rained for 9 days.", "In May it snowed for two days.")]
    [0.99, 0.95, 0.75]
    """
    if one.text == other.strip():
        return 1.0
    key = key_of(other)
    if one.key == key:
        return SAME_KEY if least <= SAME_KEY else 0.0
    units = units_of(key)
    longer = max(len(one.units), len(units))
    if not longer:
        return 0.0
    from rapidfuzz.distance import Levenshtein

    most = int((1 - min(least, OTHER_WORDS)) * longer + 1e-9)
    if abs(len(one.units) - len(units)) > most:
        return 0.0
    distance = Levenshtein.distance(one.units, units, score_cutoff=most)
    alike = min(OTHER_WORDS, 1 - distance / longer) if distance <= most else 0.0
    if alike < SAME_BUT_NUMBERS and len(units) == len(one.units) and _but_numbers(one.units) == _but_numbers(units):
        alike = SAME_BUT_NUMBERS
    return alike if alike >= least else 0.0


def _but_numbers(units: list[str]) -> list[str]:
    return ["0" if _NUMBER.match(unit) else unit for unit in units]
