"""What the rules found, as features: boilerplate comes in company.

A line between a share bar and a copyright line, or behind "Related articles", is seldom main text, whatever it
looks like by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bitext.maintext.features import to_nearest, window

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from bitext.model import Block

    Floats = NDArray[np.floating]

__all__ = ["MARKED", "marked_features"]

#: The columns of `marked_features`.
MARKED = (
    "r_here", "r_1", "r_3", "r_8", "r_back", "r_on", "r_before", "r_after", "r_page", "r_related_back", "r_comments_back", "r_metadata_back",
    "r_metadata_on", "r_legal_back", "r_gap",
)  # fmt: skip
_FAR = 6.0


def marked_features(blocks: Sequence[Block], removed: Mapping[str, str]) -> Floats:
    """Describe each block by the rules' removals around it; columns as MARKED.

    Args:
        blocks: the blocks as read.
        removed: the ids of the blocks that rules took out, with the category of the rule.

    >>> from bitext.model import Block
    >>> marked_features([Block("0", "paragraph", "Share"), Block("1", "paragraph", "Text")], {"0": "share"})[1, 4].round(2)
    np.float32(0.69)
    """
    n = len(blocks)
    category = [removed.get(b.id, "") for b in blocks]
    here = np.fromiter((bool(c) and c != "metadata" for c in category), np.float32, n)
    back, on = _distances(here)
    before = np.cumsum(here) - here
    total = max(float(here.sum()), 1.0)

    def where(*names: str) -> Floats:
        return np.fromiter((c in names for c in category), np.float32, n)

    metadata_back, metadata_on = _distances(where("metadata"))
    ones = np.ones(n, np.float32)
    return np.column_stack([
        here, window(here, 1), window(here, 3), window(here, 8), back, on, before / total, (total - before - here) / total, ones * here.mean() if n else here,
        _distances(where("related"))[0], _distances(where("comments"))[0], metadata_back, metadata_on, _distances(where("legal"))[0], back + on,
    ]).astype(np.float32)  # fmt: skip


def _distances(hit: Floats) -> tuple[Floats, Floats]:
    """`to_nearest`, no farther than `_FAR`."""
    back, on = to_nearest(hit > 0)
    return np.minimum(back, _FAR), np.minimum(on, _FAR)
