"""From probabilities to a decision: which blocks stay.

The threshold is each page's own: the one that maximises the expected F1 of what stays. For probabilities that
can be trusted it is half of the F1 that can be reached (Lipton, Elkan and Naryanaswamy 2014, arXiv:1402.1892),
so a page on which all is doubtful is decided mildly, and none comes out empty. On text a long line that reads
like prose is never dropped by the model, and a text of a few lines has no surroundings to judge by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.floating]

__all__ = ["HUGE_PAGE", "LONG_LINE", "SHORT_PAGE", "TEXT_CAUTION", "best_threshold", "keep_html", "keep_text"]

#: A text of fewer lines is left to the rules.
SHORT_PAGE = 4
#: A page of more blocks is no article and no page that people read (a megabyte of one-letter lines has 500,000);
#: it is left to the rules too, so that its cost stays bounded.
HUGE_PAGE = 100_000
#: Tokens of a line of prose that is no boilerplate unless a rule names it: popups and notices are shorter.
LONG_LINE = 70
#: A text of so few lines gives the model little to go by: there a sentence of prose of so many tokens goes only
#: where the model is sure of it.
FEW_LINES, SENTENCE, SURE = 25, 15, 0.1
#: Bounds of a page's threshold; fitted probabilities are not to be trusted beyond them.
LOWEST, HIGHEST = 0.15, 0.55
#: Measured out of fold on the dev pages: on text the model promises a little too much.
TEXT_CAUTION = 1.1


def best_threshold(main: Floats, tokens: Floats, caution: float = 1.0) -> float:
    """The threshold of a page: the least probability among the blocks that maximise expected F1, within bounds.

    Args:
        main: each block's probability of being main text.
        tokens: each block's size.
        caution: what to multiply the threshold by, where probabilities promise a little too much.

    >>> best_threshold(np.array([.9, .2], np.float32), np.array([50, 5], np.float32))
    0.55
    """
    if not main.size:
        return HIGHEST
    order = np.argsort(-main, kind="stable")
    p, size = main[order].astype(np.float64), np.maximum(tokens[order], 1).astype(np.float64)
    right = np.cumsum(p * size)
    expected = 2 * right / (np.cumsum(size) + right[-1])
    return float(min(max(caution * p[int(np.argmax(expected))], LOWEST), HIGHEST))


def keep_html(main: Floats, tokens: Floats, threshold: float | None = None) -> NDArray[np.bool_]:
    """Decide for the blocks of an HTML page; `threshold` is the page's, where the caller knows it.

    >>> keep_html(np.array([.9, .2], np.float32), np.array([50, 5], np.float32)).tolist()
    [True, False]
    """
    return main >= (best_threshold(main, tokens) if threshold is None else threshold)


def keep_text(main: Floats, tokens: Floats, prose: NDArray[np.bool_], threshold: float | None = None) -> NDArray[np.bool_]:
    """Decide for the lines of a text; `prose` tells which lines read like prose by themselves."""
    if main.size < SHORT_PAGE:
        return np.ones(main.size, np.bool_)
    least = best_threshold(main, tokens, TEXT_CAUTION) if threshold is None else threshold
    keep = (main >= least) | (prose & (tokens >= LONG_LINE))
    if main.size <= FEW_LINES:
        keep |= prose & (tokens >= SENTENCE) & (main >= SURE)
    return keep
