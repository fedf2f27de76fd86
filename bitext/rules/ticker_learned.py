"""How much a place in a sentence looks like the word and how much like the company, learned from written cases.

A logistic regression (L2, fitted by tools/fit_tickers.py, weights in bitext/data/ticker_weights.json) over the features
of `ticker_features`. Cox, D. R. (1958), The regression analysis of binary sequences, J. R. Stat. Soc. B 20(2).
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from bitext.rules.ticker_evidence import Evidence
from bitext.rules.ticker_features import describe_place

if TYPE_CHECKING:
    from bitext.rules.ticker_evidence import Place

__all__ = ["learned_evidence"]

#: A log-odds counts no further than this: no sum of words is ever certain.
_MOST = 10.0
#: So many features are named as the reason.
_NAMED = 3
#: Features that tell a person nothing, or that are named one by one.
_UNTOLD = frozenset({"base", "length", "signs by hand", "words before", "capitals"})


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    file = resources.files("bitext.data").joinpath("ticker_weights.json")
    weights: dict[str, float] = json.loads(file.read_text(encoding="utf-8"))["weights"]
    return weights


def learned_evidence(place: Place, by_hand: float = 0.0) -> Evidence:
    """Weigh a place by what was learned, in log-odds; the reason names the features that weigh most in its direction.

    >>> from bitext.rules.companies import Word
    >>> from bitext.rules.ticker_evidence import Place
    >>> robots = Word("words", "robots", "robot", "robot")
    >>> learned_evidence(Place(robots, "The hospital uses ", " to carry meals."), 3.0).weight > 0
    True
    >>> learned_evidence(Place(robots, "", " announced its results."), -3.0).weight < 0
    True
    """
    weights = _weights()
    parts = {name: weights[name] * value for name, value in describe_place(place, by_hand).items() if name in weights}
    # Sums of floats depend on their order; the features come in a fixed one.
    odds = max(-_MOST, min(_MOST, sum(parts.values())))
    telling = parts.keys() - _UNTOLD
    most = sorted(telling, key=lambda name: (-parts[name] if odds > 0 else parts[name], name))[:_NAMED]
    return Evidence(round(odds, 2), f"learned: {', '.join(most)}")
