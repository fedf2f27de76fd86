r"""Score extracted main text as the public article-extraction benchmark does.

4-gram shingles as multisets, precision and recall averaged over pages, F1 of the two averages
(https://github.com/scrapinghub/article-extraction-benchmark); every Han character is a token, because its
`\w+` would take a Chinese clause for one word.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from bitext.text import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["f1", "macro", "page", "records", "shingles"]


def records(path: Path) -> list[dict[str, Any]]:
    """Read gzipped JSONL."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Count the 4-grams of tokens; a shorter text is one shingle.

    >>> sorted(shingles("a b c d e"))
    [('a', 'b', 'c', 'd'), ('b', 'c', 'd', 'e')]
    >>> shingles("") == Counter()
    True
    """
    found = tokens(text)
    return Counter(tuple(found[i : i + 4]) for i in range(max(1, len(found) - 3))) if found else Counter()


def page(gold: str, text: str) -> tuple[float, float]:
    """Precision and recall of one page.

    >>> page("a b c d e", "a b c d x")
    (0.5, 0.5)
    """
    want, got = shingles(gold), shingles(text)
    common = (want & got).total()
    return (common / got.total() if got else 0.0), (common / want.total() if want else 0.0)


def f1(precision: float, recall: float) -> float:
    """The harmonic mean; 0 where both are 0.

    >>> f1(0.5, 1.0)
    0.6666666666666666
    """
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def macro(rows: Iterable[tuple[float, float]]) -> tuple[float, float, float]:
    """F1, precision and recall of a set of pages: averages over pages, then F1 of the averages.

    >>> macro([(1.0, 1.0), (0.0, 0.0)])
    (0.5, 0.5, 0.5)
    """
    pairs = list(rows)
    precision, recall = (sum(pair[i] for pair in pairs) / len(pairs) for i in (0, 1))
    return f1(precision, recall), precision, recall
