"""The adequacy of a pair: how likely both sides say the same, and all of it.

An early version: words that cover one another by the lexicon, and the lengths, weighed by hand.
"""

from __future__ import annotations

from functools import lru_cache
from math import exp, log
from typing import TYPE_CHECKING

from bitext.alignment.tokens import chinese_tokens, english_tokens
from bitext.words import make_cutter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from bitext.model import Pair
    from bitext.words import Cutter

__all__ = ["score_adequacy"]

#: What weighs: both shares of covered words, the squared distance from the usual ratio of lengths, and the offset.
_COVERED, _LENGTH, _OFFSET = 7.0, -5.0, -1.0
#: English characters for a Chinese one.
_RATIO = 2.9


def score_adequacy(
    pairs: Sequence[Pair], *, terms: Sequence[tuple[str, str]] = (), encoder: Callable[[list[str]], Any] | None = None
) -> list[float]:
    """Give the probability that both sides of each pair say the same, and all of it.

    Args:
        pairs: the pairs; each is scored by itself, whatever stands beside it.
        terms: Chinese terms with their English, as a glossary has them.
        encoder: makes vectors of sentences; not used yet.

    >>> from bitext.model import Pair
    >>> good, bad = score_adequacy([Pair("1", "重庆下雨了。", "It rained in Chongqing.", 1), Pair("2", "重庆下雨了。", "He likes tea.", 1)])
    >>> good > bad
    True
    """
    del encoder
    cutter = _cutter(tuple(term for term, _ in terms))
    return [_score(pair.zh, pair.en, cutter) for pair in pairs]


@lru_cache(maxsize=8)
def _cutter(terms: tuple[str, ...]) -> Cutter:
    return make_cutter(terms)


def _score(zh: str, en: str, cutter: Cutter) -> float:
    chinese, english = [set(keys) for _, keys in chinese_tokens(zh, cutter)], [set(keys) for _, keys in english_tokens(en)]
    left: set[str] = set().union(*chinese)
    right: set[str] = set().union(*english)
    shares = [
        (sum(not keys.isdisjoint(other) for keys in side) + 0.5) / (len(side) + 1) for side, other in ((chinese, right), (english, left))
    ]
    far = log((len(zh) * _RATIO + 8) / (len(en) + 8))
    return 1 / (1 + exp(-(_COVERED * sum(shares) / 2 + _LENGTH * far**2 + _OFFSET)))
