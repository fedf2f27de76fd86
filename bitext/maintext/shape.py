"""The shape of an HTML page: its elements as arrays, sums over their blocks, and the candidates for the main container.

An element's blocks are contiguous, so a sum over them is a difference of running sums; what passes from parent
to child goes down level by level. Both make a page's cost a few dozen numpy calls, whatever its size.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bitext.html import CLASS_GROUPS, FLAGS, HtmlPage
from bitext.maintext.features import OWN, TextShape

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.floating]
    Ints = NDArray[np.int64]

__all__ = ["CUT", "GROUPS", "NEGATIVE", "POSITIVE", "TAGS", "PageShape", "sum_over"]

GROUPS = tuple(name for name, _ in CLASS_GROUPS)
TAGS = (
    "article",
    "main",
    "section",
    "div",
    "td",
    "body",
    "form",
    "ul",
    "aside",
    "nav",
    "footer",
    "header",
    "table",
    "figure",
    "blockquote",
    "li",
    "p",
)
_TAG_ALIASES = {
    "ol": "ul",
    "dl": "ul",
    "menu": "ul",
    "th": "td",
    "tbody": "table",
    "tr": "table",
    "dd": "li",
    "dt": "li",
    "figcaption": "figure",
    "main": "main",
}
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 3, "h5": 3, "h6": 3}
NEGATIVE = sum(FLAGS[g] for g in ("comment", "footer", "sidebar", "share", "related", "nav", "ad", "popup", "meta"))
CUT = sum(FLAGS[g] for g in ("comment", "footer", "sidebar", "related", "nav", "ad", "popup"))
POSITIVE = FLAGS["content"] | FLAGS["body"]
#: Candidates are elements that hold at least this share of the page's prose (or of its tokens, where there is none).
_SMALLEST = 0.03


def sum_over(first: Ints, last: Ints, values: Floats) -> Floats:
    """Sums of per-block values over each element's blocks."""
    sums = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    return np.asarray(sums[last] - sums[first], np.float32)


@dataclass(slots=True)
class Elements:
    """Per-element arrays that both kinds of features need."""

    parent: Ints
    depth: Ints
    first: Ints
    last: Ints
    own: Ints
    above: Ints
    tag: Ints
    tags_above: Ints
    levels: list[Ints]


class PageShape:
    """All that the two HTML models need of one page.

    Args:
        page: the page as read; it has at least one block.
        text: the features of its blocks' texts.
    """

    def __init__(self, page: HtmlPage, text: TextShape) -> None:
        self.page, self.text = page, text
        self.own = {name: text.features[:, i] for i, name in enumerate(OWN)}
        self.at = np.array(page.element, np.int64)
        self.elements = self._elements()
        self.chars = np.array(page.chars, np.float32)
        self.link_chars = np.minimum(np.array(page.link_chars, np.float32), self.chars)
        self.links = self.link_chars / self.chars
        self.linkless = text.prose & (self.links < 0.5)
        self.prose = self.linkless * text.tokens
        e = self.elements
        self.e_prose = sum_over(e.first, e.last, self.prose)
        self.e_tokens = sum_over(e.first, e.last, text.tokens)
        self.e_chars = np.maximum(sum_over(e.first, e.last, self.chars), 1)
        self.e_links = sum_over(e.first, e.last, self.link_chars) / self.e_chars
        self.e_blocks = (e.last - e.first).astype(np.float32)
        self.total = max(float(self.prose.sum()), 1.0)
        self.total_tokens = max(float(text.tokens.sum()), 1.0)
        heading = np.array([_HEADINGS.get(t, 0) for t in page.tree.tag], np.int64)
        self.heading = heading[self.at]
        names: dict[str, int] = {}
        self.signature = np.array([names.setdefault(s, len(names)) for s in page.tree.signature], np.int64)
        self.alike = np.bincount(self.signature)[self.signature].astype(np.float32)
        title = np.flatnonzero((self.own["is_title"] > 0) & ((self.heading == 1) | (self.heading == 2)))
        self.title = int(title[0]) if title.size else -1
        self.candidates = self._candidates()
        pair = self.signature[self.at] * (self.signature.max() + 1) + self.signature[self.elements.parent[self.at]]
        self.group = np.unique(pair, return_inverse=True)[1]

    def _elements(self) -> Elements:
        tree = self.page.tree
        parent = np.array(tree.parent, np.int64)
        depth = np.array(tree.depth, np.int64)
        own = np.array(tree.flags, np.int64)
        own[0] &= FLAGS["hidden"]  # a body class names the whole site
        place = {t: i for i, t in enumerate(TAGS)}
        tag = np.array([place.get(_TAG_ALIASES.get(t, t), -1) for t in tree.tag], np.int64)
        bits = np.where(tag >= 0, 1 << np.maximum(tag, 0), 0)
        order = np.argsort(depth, kind="stable")
        cuts = np.searchsorted(depth[order], np.arange(1, int(depth.max()) + 1))
        levels = np.split(order, cuts)[1:]
        above, tags_above = own.copy(), bits.copy()
        for level in levels:
            above[level] |= above[parent[level]]
            tags_above[level] |= tags_above[parent[level]]
        return Elements(
            np.maximum(parent, 0), depth, np.array(tree.first, np.int64), np.array(tree.last, np.int64), own, above, tag, tags_above, levels
        )

    def _candidates(self) -> Ints:
        """Elements worth scoring, outermost first: those with a share of the prose that no single child holds whole."""
        e = self.elements
        share = self.e_prose / self.total if self.prose.any() else self.e_tokens / self.total_tokens
        same = (e.first == e.first[e.parent]) & (e.last == e.last[e.parent])
        same[0] = False
        found = np.flatnonzero((share >= _SMALLEST) & (e.last > e.first))
        only = np.zeros(share.size, np.bool_)  # elements whose one child holds all their blocks: the child stands for them
        only[e.parent[np.flatnonzero(same)]] = True
        found = found[~only[found]]
        if found.size > 80:
            found = np.sort(found[np.argsort(-share[found], kind="stable")[:80]])
        return found
