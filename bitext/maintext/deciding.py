"""From probabilities to a decision: which blocks stay.

The threshold is fitted with the weights. Two guards stand beside it: a page of which almost nothing would
stay is decided again more mildly, and on text a long line that reads like prose is never dropped on its
surroundings alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

__all__ = ["SHORT_PAGE", "keep_html", "keep_text"]

#: A text of fewer lines has no surroundings to judge by; only rules touch it.
SHORT_PAGE = 4
#: Tokens of a line that is no boilerplate unless a rule names it: popups and notices are shorter.
LONG_LINE = 70
#: Under this many tokens kept, the best blocks stay too.
FEW_TOKENS = 30


def keep_html(main: Floats, tokens: Floats, threshold: float) -> NDArray[np.bool_]:
    """Decide for the blocks of an HTML page.

    >>> keep_html(np.array([.9, .2], np.float32), np.array([50, 5], np.float32), .5).tolist()
    [True, False]
    """
    keep = main >= threshold
    if tokens[keep].sum() < FEW_TOKENS and main.size:
        keep = keep | (main >= max(0.5 * float(main.max()), 0.05))
    return keep


def keep_text(main: Floats, tokens: Floats, prose: NDArray[np.bool_], threshold: float) -> NDArray[np.bool_]:
    """Decide for the lines of a text; `prose` tells which lines read like prose by themselves."""
    if main.size < SHORT_PAGE:
        return np.ones(main.size, np.bool_)
    keep = (main >= threshold) | (prose & (tokens >= LONG_LINE))
    if tokens[keep].sum() < FEW_TOKENS:
        keep = keep | (main >= max(0.5 * float(main.max()), 0.05))
    return keep
