"""The shape of an HTML page: candidate containers of the main text, and each block's place among them.

A container is an element; its features are sums over its blocks (contiguous, so differences of running
sums) and what its tag, class and ancestors say. A fitted score ranks the candidates; the blocks are then
described by the best container, their distance to it, and the score of their own ancestors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bitext.html import CLASS_GROUPS, FLAGS, HtmlPage
from bitext.maintext.features import OWN, TextShape, window

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

__all__ = ["CONTAINER_FEATURES", "HTML_FEATURES", "PageShape"]

_GROUPS = tuple(name for name, _ in CLASS_GROUPS)
_TAGS = ("article", "main", "section", "div", "td", "body", "form", "ul", "aside", "nav", "footer", "header", "table", "figure", "blockquote", "li", "p")
_TAG_ALIASES = {"ol": "ul", "dl": "ul", "menu": "ul", "th": "td", "tbody": "table", "tr": "table", "dd": "li", "dt": "li", "figcaption": "figure", "main": "main"}
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 3, "h5": 3, "h6": 3}
_NEGATIVE = sum(FLAGS[g] for g in ("comment", "footer", "sidebar", "share", "related", "nav", "ad", "popup", "meta"))
_CUT = sum(FLAGS[g] for g in ("comment", "footer", "sidebar", "related", "nav", "ad", "popup"))
_POSITIVE = FLAGS["content"] | FLAGS["body"]
#: Candidates are elements that hold at least this share of the page's prose (or of its tokens, where there is none).
_SMALLEST = 0.03

CONTAINER_FEATURES = (
    "prose_share", "token_share", "prose_density", "link_density", "log_tokens", "log_blocks", "log_prose", "mean_log", "short_share",
    "furniture_share", "terminal_share", "copies_share", "headings", "depth", "share_of_parent", "largest_child", "direct_share",
    "has_title", "after_title", "title_gap", "begins", "ends", "siblings_alike", "alike", "h1_inside", "articles_inside", "cut_above",
    "cut_inside", "hidden", "articlebody", "h1_share", "date_near", "page_prose", "page_zh", "images_like", "paragraphs",
    "dates", "described", "described_most", "title_words", "title_words_more", "first_after_title", "prose_gap", "cards", "card_prose", "stated", "stated_share",
    "topic_share", "topic_focus", "topic_inside", "described_focus", "described_inside", "is_first", "nested", "heads",
    *(f"tag_{t}" for t in _TAGS), *(f"own_{g}" for g in _GROUPS), *(f"above_{g}" for g in _GROUPS),
)  # fmt: skip

HTML_FEATURES = (
    "links", "log_links", "bold", "tree_depth", "heading", *(f"in_{t}" for t in _TAGS), *(f"here_{g}" for g in _GROUPS), *(f"over_{g}" for g in _GROUPS),
    "is_hidden", "in_articlebody", "to_body_class", "to_negative", "to_positive", "links_1", "links_3",
    "parent_share", "grandparent_share", "great_share", "parent_links", "grandparent_links", "parent_density", "parent_blocks", "grandparent_blocks",
    "parent_tokens", "grandparent_tokens", "half_in", "half_depth", "half_up", "most_in", "most_depth",
    "group_share", "group_size", "group_tokens", "group_prose", "group_links", "as_previous",
    "h1_before", "h1_title", "h1_other", "heading_title", "from_h1", "article_index", "articles", "article_share",
    "repeat_1", "repeat_2", "repeat_3", "is_cut",
    "best_in", "best_score", "best_depth", "best_up", "best_place", "best_before", "best_share", "score_max", "score_parent", "score_grand", "score_mean", "rival",
)  # fmt: skip


def _runs(first: Ints, last: Ints, values: Floats) -> Floats:
    """Sums of per-block values over each element's blocks."""
    sums = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    return (sums[last] - sums[first]).astype(np.float32)


@dataclass(slots=True)
class _Elements:
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
        self.e_prose = _runs(e.first, e.last, self.prose)
        self.e_tokens = _runs(e.first, e.last, text.tokens)
        self.e_chars = np.maximum(_runs(e.first, e.last, self.chars), 1)
        self.e_links = _runs(e.first, e.last, self.link_chars) / self.e_chars
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

    def _elements(self) -> _Elements:
        tree = self.page.tree
        parent = np.array(tree.parent, np.int64)
        depth = np.array(tree.depth, np.int64)
        own = np.array(tree.flags, np.int64)
        own[0] &= FLAGS["hidden"]  # a body class names the whole site
        place = {t: i for i, t in enumerate(_TAGS)}
        tag = np.array([place.get(_TAG_ALIASES.get(t, t), -1) for t in tree.tag], np.int64)
        bits = np.where(tag >= 0, 1 << np.maximum(tag, 0), 0)
        order = np.argsort(depth, kind="stable")
        cuts = np.searchsorted(depth[order], np.arange(1, int(depth.max()) + 1))
        levels = np.split(order, cuts)[1:]
        above, tags_above = own.copy(), bits.copy()
        for level in levels:
            above[level] |= above[parent[level]]
            tags_above[level] |= tags_above[parent[level]]
        return _Elements(np.maximum(parent, 0), depth, np.array(tree.first, np.int64), np.array(tree.last, np.int64), own, above, tag, tags_above, levels)

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

    def container_features(self) -> Floats:
        """Describe each candidate container; a row each, columns as CONTAINER_FEATURES."""
        e, c = self.elements, self.candidates
        n_blocks = np.maximum(self.e_blocks[c], 1)
        first, last = e.first, e.last

        def share(values: Floats) -> Floats:
            return _runs(first[c], last[c], values) / n_blocks

        largest = np.zeros(e.parent.size, np.float32)
        np.maximum.at(largest, e.parent[1:], self.e_prose[1:])
        direct = np.zeros(e.parent.size, np.float32)
        np.add.at(direct, self.at, self.prose)
        np.add.at(direct, np.where(self.at > 0, e.parent[self.at], 0), self.prose)
        prose = np.maximum(self.e_prose[c], 1)
        is_article = np.array([t == "article" for t in self.page.tree.tag])
        articles = np.concatenate([[0], np.cumsum(is_article)])
        ends = self._subtree_ends()
        is_h1 = (self.heading == 1).astype(np.float32)
        cut = ((e.above[self.at] & _CUT) > 0).astype(np.float32)
        title = self.title
        place = np.cumsum(self.text.tokens) / self.total_tokens
        pairs = self.signature * (e.parent.size + 1) + e.parent
        _, inverse, sizes = np.unique(pairs, return_inverse=True, return_counts=True)
        near = window(self.own["date"], 4)
        whole = np.ones(c.size, np.float32)
        kinds = np.array([b.kind == "paragraph" for b in self.page.blocks], np.float32)
        columns = [
            self.e_prose[c] / self.total, self.e_tokens[c] / self.total_tokens, self.e_prose[c] / np.maximum(self.e_tokens[c], 1), self.e_links[c],
            np.log1p(self.e_tokens[c]), np.log1p(n_blocks), np.log1p(_runs(first[c], last[c], self.linkless.astype(np.float32))),
            share(self.own["log_tokens"]), share(self.own["short"]), share((self.own["furniture"] > 0).astype(np.float32)),
            share(self.own["terminal"]), share((self.own["copies"] > 1).astype(np.float32)), np.log1p(_runs(first[c], last[c], (self.heading > 0).astype(np.float32))),
            e.depth[c], self.e_prose[c] / np.maximum(self.e_prose[e.parent[c]], 1), largest[c] / prose, direct[c] / prose,
            (first[c] <= title) & (title < last[c]), (first[c] > title) & (title >= 0),
            np.where(title < 0, -1, np.log1p(np.maximum(first[c] - title, 0))),
            np.where(first[c] > 0, place[np.maximum(first[c] - 1, 0)], 0), place[np.maximum(last[c] - 1, 0)],
            np.log1p(sizes[inverse][c]), np.log1p(self.alike[c]), _runs(first[c], last[c], is_h1), np.log1p(articles[ends[c]] - articles[c]),
            (e.above[c] & _CUT) > 0, share(cut), (e.above[c] & FLAGS["hidden"]) > 0, (e.above[c] & FLAGS["articlebody"]) > 0,
            _runs(first[c], last[c], is_h1) / max(float(is_h1.sum()), 1), near[np.minimum(first[c], near.size - 1)], whole * float(self.linkless.mean()),
            whole * float(self.text.counts.han.sum() > 0.3 * self.total_tokens), share((self.text.tokens <= 1).astype(np.float32)), share(kinds), *self._topic(share), *self._cards(), *self._stated(), *self._focus(),
            *((e.tag[c] == i) for i in range(len(_TAGS))), *((e.own[c] >> i) & 1 for i in range(len(_GROUPS))), *((e.above[c] >> i) & 1 for i in range(len(_GROUPS))),
        ]  # fmt: skip
        return np.column_stack(columns).astype(np.float32)

    def _topic(self, share: Callable[[Floats], Floats]) -> list[Floats]:
        """What a candidate has to do with the page's title and description."""
        e, c, own = self.elements, self.candidates, self.own
        prose = np.maximum(_runs(e.first[c], e.last[c], self.prose), 1)
        about = _runs(e.first[c], e.last[c], self.prose * own["title_words"]) / prose
        overall = float((self.prose * own["title_words"]).sum()) / self.total
        described = own["in_description"]
        whole = max(float((described * self.text.tokens).sum()), 1.0)
        after = np.flatnonzero(self.linkless & (np.arange(self.at.size) > self.title))
        first = int(after[0]) if after.size else -1
        running = np.concatenate([[0.0], np.cumsum(self.prose)])
        start = running[max(self.title, 0)]
        gap = np.log1p(np.maximum(running[e.first[c]] - start, 0))
        return [
            share((own["date"] > 0).astype(np.float32)), _runs(e.first[c], e.last[c], described * self.text.tokens) / whole, share(described),
            about, about - overall, (e.first[c] <= first) & (first < e.last[c]), gap,
        ]  # fmt: skip

    def _focus(self) -> list[Floats]:
        """Whether a candidate is as tight around the page's topic as it could be.

        The topic's mass is prose weighted by the title's words in it. A candidate's focus is its share of that
        mass over its share of the prose; `inside` is how much tighter the tightest candidate within it is that
        still holds most of its mass. A page around a short article and a long stream of teasers shows in it.
        """
        e, c, own = self.elements, self.candidates, self.own
        first, last = e.first[c], e.last[c]
        within = (first[None, :] >= first[:, None]) & (last[None, :] <= last[:, None]) & ((last - first)[None, :] < (last - first)[:, None])
        prose = self.e_prose[c] / self.total + 0.01
        near = np.exp(-np.concatenate([[0.0], np.cumsum(self.prose)[:-1]]) / 400) if self.title < 0 else 1.0
        columns: list[Floats] = []
        for mass in (self.prose * np.maximum(own["title_words"], 0) * near, self.text.tokens * own["in_description"]):
            share = _runs(e.first[c], e.last[c], mass.astype(np.float32)) / max(float(mass.sum()), 1.0)
            focus = np.log((share + 0.01) / prose)
            gain = np.where(within & (share[None, :] >= 0.5 * share[:, None]), focus[None, :] - focus[:, None], 0)
            columns += [share, focus, gain.max(axis=1, initial=0)]
        prose_first = np.flatnonzero(self.linkless)
        begins = int(prose_first[0]) if prose_first.size else -1
        heads = _runs(first, last, np.concatenate([self.at[1:] != self.at[:-1], [True]]).astype(np.float32) * (self.heading > 0))
        return [columns[0], columns[1], columns[2], columns[4], columns[5], (first <= begins) & (begins < last), within.sum(axis=1).astype(np.float32), heads / np.maximum(self.e_blocks[c], 1)]

    def _cards(self) -> list[Floats]:
        """The most children of one tag and class that a candidate holds, each of two blocks or more, and their share of its prose."""
        e = self.elements
        rich = np.flatnonzero((e.last - e.first >= 2) & (np.arange(e.parent.size) > 0))
        most, weight = np.zeros(e.parent.size, np.float32), np.zeros(e.parent.size, np.float32)
        if rich.size:
            pair = e.parent[rich] * (self.signature.max() + 1) + self.signature[rich]
            _, group, size = np.unique(pair, return_inverse=True, return_counts=True)
            held = np.bincount(group, self.e_prose[rich])
            np.maximum.at(most, e.parent[rich], size[group].astype(np.float32))
            np.maximum.at(weight, e.parent[rich], np.where(size[group] > 1, held[group], 0).astype(np.float32))
        c = self.candidates
        return [np.log1p(most[c]), weight[c] / np.maximum(self.e_prose[c], 1)]

    def _stated(self) -> list[Floats]:
        """How much of JSON-LD's article body a candidate holds, and how much of it is that; -1 where the page gives none."""
        e, c = self.elements, self.candidates
        stated = self.own["stated"]
        if stated.size and stated[0] < 0:
            return [np.full(c.size, -1, np.float32)] * 2
        mass = stated * self.text.tokens
        held = _runs(e.first[c], e.last[c], mass)
        return [held / max(float(mass.sum()), 1.0), held / np.maximum(self.e_tokens[c], 1)]

    def _subtree_ends(self) -> Ints:
        """For each element the number of the first element after its subtree."""
        e = self.elements
        ends = np.arange(1, e.parent.size + 1)
        for level in reversed(e.levels):
            np.maximum.at(ends, e.parent[level], ends[level])
        return ends

    def block_features(self, scores: Floats) -> Floats:
        """Describe each block by its element and, given the candidates' scores, by the containers around it."""
        return np.column_stack([*self._local(), *self._shares(), *self._groups(), *self._headings(), *self._ranked(scores)]).astype(np.float32)

    def _local(self) -> list[Floats]:
        e, at, page = self.elements, self.at, self.page
        own = e.own[at] | e.own[e.parent[at]]
        above, tags = e.above[at], e.tags_above[at]
        distance = [self._distance(mask)[at] for mask in (FLAGS["body"] | FLAGS["articlebody"], _NEGATIVE, _POSITIVE)]
        columns = [
            self.links, np.log1p(page.links), np.array(page.bold_chars, np.float32) / self.chars, e.depth[at], self.heading,
            *((tags >> i) & 1 for i in range(len(_TAGS))), *((own >> i) & 1 for i in range(len(_GROUPS))), *((above >> i) & 1 for i in range(len(_GROUPS))),
            (above & FLAGS["hidden"]) > 0, (above & FLAGS["articlebody"]) > 0, *distance, window(self.links, 1), window(self.links, 3),
        ]  # fmt: skip
        return [np.asarray(x, np.float32) for x in columns]

    def _distance(self, mask: int) -> Floats:
        """For each element the steps up to the nearest one (itself included) whose own flags meet the mask; 9 at most."""
        e = self.elements
        found = np.where(e.own & mask, 0, 9)
        for level in e.levels:
            found[level] = np.minimum(found[level], found[e.parent[level]] + 1)
        return np.minimum(found, 9).astype(np.float32)

    def _shares(self) -> list[Floats]:
        e = self.elements
        g1 = np.where(self.at > 0, e.parent[self.at], 0)
        here = np.where(np.isin(e.tag[self.at], [_TAGS.index("p"), _TAGS.index("li")]) | (self.heading > 0) | (e.tag[self.at] < 0), g1, self.at)
        g2, g3 = e.parent[here], e.parent[e.parent[here]]
        columns = [
            self.e_prose[here] / self.total, self.e_prose[g2] / self.total, self.e_prose[g3] / self.total, self.e_links[here], self.e_links[g2],
            self.e_prose[here] / np.maximum(self.e_tokens[here], 1), np.log1p(self.e_blocks[here]), np.log1p(self.e_blocks[g2]),
            self.e_tokens[here] / self.total_tokens, self.e_tokens[g2] / self.total_tokens,
        ]  # fmt: skip
        half = self._heaviest(0.5)
        most = self._heaviest(0.8)
        inside, below, up = self._around(half)
        inside_most, below_most, _ = self._around(most)
        return [*columns, inside, below, up, inside_most, below_most]

    def _heaviest(self, share: float) -> int:
        """The deepest element that holds at least this share (over one half) of the prose."""
        e = self.elements
        heavy = np.flatnonzero(self.e_prose >= share * self.total)
        return int(heavy[np.argmax(e.depth[heavy])]) if heavy.size else 0

    def _around(self, element: int) -> tuple[Floats, Floats, Floats]:
        """For each block: inside the element?, how deep below it, and how many steps up from it to a common ancestor."""
        e = self.elements
        up = np.full(self.at.size, 12, np.float32)
        chain = [element]
        while chain[-1] > 0 and len(chain) < 200:
            chain.append(int(e.parent[chain[-1]]))
        for steps in range(len(chain) - 1, -1, -1):
            up[e.first[chain[steps]] : e.last[chain[steps]]] = min(steps, 12)
        inside = up == 0
        below = np.where(inside, np.minimum(e.depth[self.at] - e.depth[element], 12), 12)
        return inside.astype(np.float32), below.astype(np.float32), up

    def _groups(self) -> list[Floats]:
        """Blocks whose element and parent carry the same tag and class: one kind of thing on the page."""
        group = self.group
        size = np.bincount(group)

        def total(values: Floats) -> Floats:
            return np.bincount(group, values).astype(np.float32)

        as_previous = np.concatenate([[0.0], group[1:] == group[:-1]]).astype(np.float32)
        columns = [
            total(self.prose) / self.total, np.log1p(size), np.log1p(total(self.text.tokens) / size), total(self.linkless.astype(np.float32)) / size,
            total(self.link_chars) / np.maximum(total(self.chars), 1),
        ]  # fmt: skip
        return [*(np.asarray(x, np.float32)[group] for x in columns), as_previous]

    def _headings(self) -> list[Floats]:
        e, n = self.elements, self.at.size
        is_h1 = self.heading == 1
        begins = is_h1 & np.concatenate([[True], self.at[1:] != self.at[:-1]])
        titled = self.own["in_title"] * self.own["covers_title"]
        seen = np.cumsum(begins)
        last_h1 = np.maximum.accumulate(np.where(begins, np.arange(n), -1))
        h1_title = np.where(last_h1 >= 0, titled[np.maximum(last_h1, 0)], -1)
        other = begins & (titled <= 0.5)
        after = np.cumsum(other) - (np.cumsum(other)[self.title] if self.title >= 0 else 0)
        h1_other = np.where(np.arange(n) > self.title, np.minimum(after, 4), 0) if self.title >= 0 else np.zeros(n)
        last_heading = np.maximum.accumulate(np.where((self.heading == 1) | (self.heading == 2), np.arange(n), -1))
        heading_title = np.where(last_heading >= 0, titled[np.maximum(last_heading, 0)], -1)
        first = np.flatnonzero(is_h1)
        away = np.arange(n) - first[0] if first.size else None
        from_h1 = np.sign(away) * np.log1p(np.abs(away)) if away is not None else np.full(n, -9.0)
        article = np.array([t == "article" for t in self.page.tree.tag])
        nearest = np.where(article, np.arange(article.size), -1)
        for level in e.levels:
            nearest[level] = np.where(nearest[level] < 0, nearest[e.parent[level]], nearest[level])
        index = np.cumsum(article) - 1
        mine = nearest[self.at]
        has = mine >= 0
        repeat = self.alike * np.array(["." in s for s in self.page.tree.signature])
        g1 = e.parent[self.at]
        cut = ((e.above[self.at] & _CUT) > 0) & ~self._main_cut()
        return [
            np.minimum(seen, 5).astype(np.float32), h1_title, h1_other, heading_title, from_h1, np.where(has, np.minimum(index[np.maximum(mine, 0)], 9), -1),
            np.full(n, min(int(article.sum()), 9)), np.where(has, self.e_prose[np.maximum(mine, 0)] / self.total, -1),
            np.log1p(repeat[self.at]), np.log1p(repeat[g1]), np.log1p(repeat[e.parent[g1]]), cut,
        ]  # fmt: skip

    def _main_cut(self) -> NDArray[np.bool_]:
        """Blocks whose furniture-named ancestor holds most of the page: then the name says nothing."""
        e = self.elements
        big = ((e.own & _CUT) > 0) & (self.e_tokens > 0.6 * self.total_tokens)
        for level in e.levels:
            big[level] |= big[e.parent[level]] & ((e.own[level] & _CUT) == 0)
        return big[self.at]

    def _ranked(self, scores: Floats) -> list[Floats]:
        e, n = self.elements, self.at.size
        all_scores = np.zeros(e.parent.size, np.float32)
        all_scores[self.candidates] = scores
        top, total, steps = all_scores.copy(), all_scores.copy(), (all_scores > 0).astype(np.float32)
        for level in e.levels:
            top[level] = np.maximum(top[level], top[e.parent[level]])
            total[level] += total[e.parent[level]]
            steps[level] += steps[e.parent[level]]
        best = int(self.candidates[np.argmax(scores)]) if scores.size else 0
        inside, below, up = self._around(best)
        first, last = int(e.first[best]), max(int(e.last[best]), int(e.first[best]) + 1)
        place = (np.arange(n) - first) / (last - first)
        nearest = np.where(all_scores > 0, all_scores, -1.0)
        second = nearest.copy()
        for level in e.levels:
            up_one, up_two = nearest[e.parent[level]], second[e.parent[level]]
            mine = all_scores[level] > 0
            second[level] = np.where(mine, up_one, up_two)
            nearest[level] = np.where(mine, all_scores[level], up_one)
        disjoint = (e.first[self.candidates] >= last) | (e.last[self.candidates] <= first)
        rival = float(scores[disjoint].max()) if scores.size and disjoint.any() else 0.0
        return [
            inside, np.full(n, float(scores.max()) if scores.size else 0), below, up, np.clip(place, -1, 2), (np.arange(n) < first).astype(np.float32),
            np.full(n, self.e_prose[best] / self.total), top[self.at], nearest[self.at], second[self.at],
            total[self.at] / np.maximum(steps[self.at], 1), np.full(n, rival),
        ]  # fmt: skip
