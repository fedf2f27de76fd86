"""Filters by repetition: words and phrases that stand again and again."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bitext.filtering.declaring import Bounds, Filter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bitext.filtering.sides import Sides

__all__ = ["FILTERS", "repeated_share"]

#: Tokens of the longest phrase that is looked for, and tokens that are looked at.
_LONGEST, _ENOUGH = 16, 1200
#: A stretch counts when its phrase stands at least so often, and from so many tokens on.
_TIMES, _LEAST = 3, 6


def repeated_share(tokens: Sequence[str]) -> float:
    """Give the share of the tokens that the longest stretch of one phrase, again and again, takes up.

    For each length of a phrase up to sixteen tokens, one pass finds the longest stretch in which every token is the one that
    stood a phrase before. A stretch counts from three times and six tokens on.

    >>> repeated_share("we will win we will win we will win today".split())
    0.9
    """
    listed = tokens[:_ENOUGH]
    if not _may_repeat(listed):
        return 0.0
    best = 0
    for size in range(1, min(_LONGEST, len(listed) // _TIMES) + 1):
        best = max(best, _longest(listed, size))
    return best / len(listed)


def _may_repeat(tokens: Sequence[str]) -> bool:
    """Tell whether six tokens in a row stand three times each: all tokens of a stretch do."""
    often = {token for token, times in Counter(tokens).items() if times >= _TIMES}
    run = 0
    for token in tokens if often else ():
        run = run + 1 if token in often else 0
        if run >= _LEAST:
            return True
    return False


def _longest(tokens: Sequence[str], size: int) -> int:
    least = max((_TIMES - 1) * size, _LEAST - size)
    run = best = 0
    for one, other in zip(tokens, tokens[size:], strict=False):
        run = run + 1 if one == other else 0
        best = max(best, run)
    return best + size if best >= least else 0


def _repetition(sides: Sides) -> float:
    return max(map(repeated_share, sides.tokens))


FILTERS: tuple[Filter, ...] = (
    Filter(
        "repetition", "repetition", "Share of a side that one phrase takes up that stands at least three times in a row.", "share", Bounds(high=0.5),
        "A phrase again and again is a menu, or a translation system that is stuck.", "OpusFilter RepetitionFilter, hardrules repeated words", _repetition,
        keeps=(("快，快，快！他喊道。", "Quick, quick, quick! he shouted."),),
        rejects=(("下载下载下载下载下载下载", "Download"), ("我们会赢。", "We will win we will win we will win we will win.")),
        peers=("OpusFilter RepetitionFilter", "hardrules repeated words", "OpusCleaner frequent patterns"),
    ),
)  # fmt: skip
