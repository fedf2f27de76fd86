"""What the rules found, as features: boilerplate comes in company.

A line between a share bar and a copyright line, or behind "Related articles", is seldom main text, whatever it
looks like by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bitext.maintext.neighbours import FAR, RunningSums, table, to_nearest

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
#: What a block's mark is, as a number, by the category of the rule that took it out; 0 where none did.
_METADATA, _RELATED, _COMMENTS, _LEGAL, _OTHER = range(1, 6)
_MARKS = {"": 0, "metadata": _METADATA, "related": _RELATED, "comments": _COMMENTS, "legal": _LEGAL}


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
    marked = {block: _MARKS.get(category, _OTHER) for block, category in removed.items()}
    marks = np.array([marked.get(b.id, 0) for b in blocks], np.uint8)
    hits = np.array((marks > _METADATA, marks == _METADATA, marks == _RELATED, marks == _COMMENTS, marks == _LEGAL))
    back, on = (np.minimum(x, FAR) for x in to_nearest(hits))
    here = hits[0].astype(np.float32)
    earlier = np.cumsum(here) - here
    total = max(float(here.sum()), 1.0)
    sums = RunningSums(8, here)
    return table([
        here, sums.mean(1), sums.mean(3), sums.mean(8), back[0], on[0], earlier / total, (total - earlier - here) / total, here.mean() if n else 0,
        back[2], back[3], back[1], on[1], back[4], back[0] + on[0],
    ], n)  # fmt: skip
