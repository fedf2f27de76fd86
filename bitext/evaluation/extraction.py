"""Precision, recall and F1 of cleaning, as the public article-extraction benchmark defines them.

4-gram shingles of tokens (a Han character is a token), precision and recall averaged over pages, F1 of the two
averages (https://github.com/scrapinghub/article-extraction-benchmark).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bitext.text import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["f1", "macro_scores", "page_scores"]

_SIZE = 4


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = tokens(text)
    if not words:
        return Counter()
    return Counter(tuple(words[i : i + _SIZE]) for i in range(max(1, len(words) - _SIZE + 1)))


def page_scores(gold: str, text: str) -> tuple[float, float]:
    """Precision and recall of one page's text against its gold, in shingles.

    >>> page_scores("one two three four five", "one two three four")
    (1.0, 0.5)
    """
    want, got = _shingles(gold), _shingles(text)
    common = sum((want & got).values())
    return (common / sum(got.values()) if got else 0.0), (common / sum(want.values()) if want else 0.0)


def f1(precision: float, recall: float) -> float:
    """The harmonic mean of precision and recall.

    >>> f1(1.0, 0.5)
    0.6666666666666666
    """
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def macro_scores(pages: Iterable[tuple[float, float]]) -> tuple[float, float, float]:
    """F1, precision and recall of many pages: the averages first, then their F1.

    >>> macro_scores([(1.0, 1.0), (0.0, 0.0)])
    (0.5, 0.5, 0.5)
    """
    rows = list(pages)
    precision, recall = (sum(r[i] for r in rows) / len(rows) if rows else 0.0 for i in (0, 1))
    return f1(precision, recall), precision, recall
