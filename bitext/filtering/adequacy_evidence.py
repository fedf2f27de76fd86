"""What each word says for or against a pair, and where on its side the words speak against it.

A word is held against two stories: the sides translate one another, or they have nothing to do with one another. Under each the
chance that the word is covered hangs on what it is, how common, and how many words the other side has; the logarithm of
the ratio is its evidence (naive Bayes). A stretch of words that together speak against the pair, at an end or inside, is what
a cut or an appended text leaves: the heaviest one is found in one pass (Kadane; Bentley 1984, doi:10.1145/358234.381162).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import exp, log
from typing import TYPE_CHECKING, NamedTuple

from bitext.filtering.adequacy_words import APART, KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bitext.filtering.adequacy_words import Side

__all__ = ["STORIES", "Chances", "Stretch", "read_chances", "weigh_words", "worst_stretches"]

#: The two stories.
STORIES = ("translation", "strangers")
#: Steps in which rates and numbers of words are counted, so that few different words need to be weighed: of a logarithm.
_STEP = 0.5
#: One word counts no more than this.
_MOST = 4.0


@dataclass(frozen=True, slots=True, eq=False)
class Chances:
    """The fitted chances of words to be covered.

    `covered[story][side][kind]` are offset and weights of a logistic regression on the word's rate and on the logarithm of the
    other side's number of words; `apart[story][side]` are the chances of the classes of distance. Compared and hashed by
    identity, which is quick.
    """

    covered: tuple[tuple[tuple[tuple[float, ...], ...], ...], ...]
    apart: tuple[tuple[tuple[float, ...], ...], ...]


def read_chances(data: Mapping[str, Mapping[str, Mapping[str, Sequence[float]]]]) -> Chances:
    """Make the chances of their JSON object: by story, by side, by kind of word, and `apart`."""
    covered = tuple(tuple(tuple(tuple(data[story][side][kind]) for kind in KINDS) for side in ("zh", "en")) for story in STORIES)
    apart = tuple(tuple(tuple(data[story][side]["apart"]) for side in ("zh", "en")) for story in STORIES)
    return Chances(covered, apart)


@lru_cache(maxsize=1 << 14)
def _weights(chances: Chances, side: int, kind: int, rate: int, others: int) -> tuple[float, ...]:
    """The evidence of a word by the class of distance of its counterpart; the last is that of a word without one."""
    logits = [
        offset + a * rate * _STEP + b * others * _STEP for offset, a, b in (chances.covered[0][side][kind], chances.covered[1][side][kind])
    ]
    yes = [1 / (1 + exp(-logit)) for logit in logits]
    near = [log(yes[0] / yes[1] * one / other) for one, other in zip(chances.apart[0][side], chances.apart[1][side], strict=True)]
    return tuple(max(-_MOST, min(_MOST, weight)) for weight in (*near, log((1 - yes[0]) / (1 - yes[1]))))


def weigh_words(side: Side, number: int, others: int, chances: Chances) -> list[float]:
    """Give the evidence of each word of a side: above 0 for the pair, below against it.

    Args:
        side: the words.
        number: 0 for Chinese, 1 for English.
        others: how many words the other side has.
        chances: as fitted.

    >>> from bitext.filtering.adequacy import load_model
    >>> from bitext.filtering.adequacy_words import read_words
    >>> from bitext.words import make_cutter
    >>> words = read_words("下雨了，桥断了。", "It rains.", make_cutter())
    >>> [weight > 0 for weight in weigh_words(words.zh, 0, 2, load_model("adequacy").chances)]
    [True, False]
    """
    size = round(log(others + 1) / _STEP)
    last = len(APART) + 1
    return [
        _weights(chances, number, word.kind, round(word.rate / _STEP), size)[apart if apart >= 0 else last] if word.keys else 0.0
        for word, apart in zip(side.words, side.apart, strict=True)
    ]


class Stretch(NamedTuple):
    """Words from `start` to `end`, exclusive, that speak against the pair with `weight`, 0 or less."""

    weight: float
    start: int
    end: int


def worst_stretches(weights: Sequence[float]) -> tuple[Stretch, Stretch, Stretch]:
    """Find the stretches that speak most against a pair: at the beginning, at the end, anywhere.

    >>> [tuple(stretch) for stretch in worst_stretches([-1.0, 2.0, -1.0, -2.0])]
    [(-2.0, 0, 4), (-3.0, 2, 4), (-3.0, 2, 4)]
    """
    size = len(weights)
    total, head, inside = 0.0, Stretch(0.0, 0, 0), Stretch(0.0, 0, 0)
    running, begin = 0.0, 0
    for at, weight in enumerate(weights):
        total += weight
        if total < head.weight:
            head = Stretch(total, 0, at + 1)
        running += weight
        if running >= 0:
            running, begin = 0.0, at + 1
        elif running < inside.weight:
            inside = Stretch(running, begin, at + 1)
    total, tail = 0.0, Stretch(0.0, size, size)
    for at in range(size - 1, -1, -1):
        total += weights[at]
        if total < tail.weight:
            tail = Stretch(total, at, size)
    return head, tail, inside
