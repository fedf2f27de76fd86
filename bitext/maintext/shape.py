"""The shape of an HTML page: its elements as arrays, sums over their blocks, and the candidates for the main container.

An element's blocks are contiguous, so a sum over them is a difference of running sums; what passes from parent
to child goes down in leaps that double (Hillis and Steele 1986, doi:10.1145/7902.7903). Both make a page's cost a
few dozen numpy calls, whatever its size.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bitext.html import CLASS_GROUPS, FLAGS, HtmlPage
from bitext.maintext.features import OWN, TextShape

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bitext.html import Tree

    Floats = NDArray[np.floating]
    Ints = NDArray[np.int64]

__all__ = ["ARTICLE", "CUT", "FURNITURE", "GROUPS", "NEAREST", "TAGS", "PageShape", "bits", "sum_over", "sums_over"]

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


def sum_over(first: Ints, last: Ints, values: NDArray[np.generic]) -> Floats:
    """Sums of per-block values over each element's blocks."""
    return np.asarray(sums_over(first, last, values)[0])


def sums_over(first: Ints, last: Ints, *columns: NDArray[np.generic]) -> Floats:
    """`sum_over` of several columns at once, a row each."""
    sums = np.zeros((len(columns), columns[0].size + 1))
    for row, values in zip(sums, columns, strict=True):
        row[1:] = values
    np.cumsum(sums, axis=1, out=sums)
    return np.asarray(sums[:, last] - sums[:, first], np.float32)


def bits(flags: Ints, count: int) -> Ints:
    """The lowest bits of each flag word, a row each."""
    return np.asarray((flags >> np.arange(count)[:, None]) & 1)


@dataclass(slots=True)
class Elements:
    """Per-element arrays that both kinds of features need.

    `own` and `above` are flags of an element, and of it and all that it stands in; `tags_above` its tags in the same way.
    `nearest` has a row for each of NEAREST: the number, or the depth, of the nearest such element around (itself included), -1 where none is.
    """

    parent: Ints
    depth: Ints
    first: Ints
    last: Ints
    end: Ints
    own: Ints
    above: Ints
    tag: Ints
    tags_above: Ints
    is_article: NDArray[np.bool_]
    heading: Ints
    nearest: Ints


#: The rows of `Elements.nearest`: the depths of three kinds of flags, the numbers of articles and of what is named as furniture.
NEAREST = (FLAGS["body"] | FLAGS["articlebody"], NEGATIVE, POSITIVE)
ARTICLE, FURNITURE = 3, 4
#: What an element's tag says, packed: its place in TAGS plus one, its heading's level, whether it is an article.
_TAG_FACTS = {
    t: (TAGS.index(_TAG_ALIASES.get(t, t)) + 1 if _TAG_ALIASES.get(t, t) in TAGS else 0) | _HEADINGS.get(t, 0) << 8 | (t == "article") << 10
    for t in (*TAGS, *_TAG_ALIASES, *_HEADINGS)
}


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
        e = self.elements = _elements(page.tree)
        self.chars = np.array(page.chars, np.float32)
        self.link_chars = np.minimum(np.array(page.link_chars, np.float32), self.chars)
        self.links = self.link_chars / self.chars
        self.linkless = text.prose & (self.links < 0.5)
        self.prose = self.linkless * text.tokens
        self.e_prose, self.e_tokens, chars, links = sums_over(e.first, e.last, self.prose, text.tokens, self.chars, self.link_chars)
        self.e_chars = np.maximum(chars, 1)
        self.e_links = links / self.e_chars
        self.e_blocks = (e.last - e.first).astype(np.float32)
        self.total = max(float(self.prose.sum()), 1.0)
        self.total_tokens = max(float(text.tokens.sum()), 1.0)
        self.heading = e.heading[self.at]
        names: dict[str, int] = {}
        self.signature = np.array([names.setdefault(s, len(names)) for s in page.tree.signature], np.int64)
        self.names = tuple(names)
        self.alike = np.bincount(self.signature)[self.signature].astype(np.float32)
        self.is_named = np.array(["." in s for s in names])[self.signature]
        title = np.flatnonzero((self.own["is_title"] > 0) & ((self.heading == 1) | (self.heading == 2)))
        self.title = int(title[0]) if title.size else -1
        self.candidates = self._candidates()
        pair = self.signature[self.at] * len(names) + self.signature[e.parent[self.at]]
        self.group = np.unique(pair, return_inverse=True)[1]

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


def _elements(tree: Tree) -> Elements:
    parent, depth, first, last, end, own = (
        np.array(x, np.int64) for x in (tree.parent, tree.depth, tree.first, tree.last, tree.end, tree.flags)
    )
    own[0] &= FLAGS["hidden"]  # a body class names the whole site
    parent[0] = 0
    facts = np.array([_TAG_FACTS.get(t, 0) for t in tree.tag], np.int64)
    tag = (facts & 0xFF) - 1
    is_article = facts >> 10 == 1
    numbers = np.arange(parent.size)
    flags = own | np.where(tag >= 0, 1 << (np.maximum(tag, 0) + 32), 0)
    nearest = np.where(
        [*((own & mask) != 0 for mask in NEAREST), is_article, (own & CUT) != 0], [depth, depth, depth, numbers, numbers], -1
    )
    up = parent
    for _ in range(int(depth.max()).bit_length()):  # what is said 1, 2, 4, … steps up comes down
        flags |= flags[up]
        np.maximum(nearest, nearest[:, up], out=nearest)
        up = up[up]
    return Elements(parent, depth, first, last, end, own, flags & 0xFFFFFFFF, tag, flags >> 32, is_article, facts >> 8 & 3, nearest)
