"""Labels: blocks that are nothing but a word or two of a page's furniture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bitext.rules.rule import Change, Page, drop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["drop_labels"]

#: Marks that may stand around a label; round brackets are left out, since `close()` is code.
_AROUND = " \t\u00a0.:!…»›→>|+*[]-–×"


def drop_labels(*labels: str) -> Callable[[Page, int], Iterable[Change]]:
    """Make an `apply` that drops a block that is nothing but one of the labels (lower case, marks aside).

    A heading stays: "Comments" may head a chapter on source code. Only what was read as another kind goes.

    >>> from bitext.model import Block
    >>> page = Page((Block("0", "paragraph", "Subscribe »"), Block("1", "heading", "Subscribe")))
    >>> [len(list(drop_labels("subscribe")(page, i))) for i in (0, 1)]
    [1, 0]
    """
    known = frozenset(labels)
    longest = max(map(len, known)) + 8

    def apply(page: Page, index: int) -> Iterable[Change]:
        block = page.blocks[index]
        if block.kind != "heading" and len(block.text) <= longest and block.text.lower().strip(_AROUND) in known:
            yield drop()

    return apply
