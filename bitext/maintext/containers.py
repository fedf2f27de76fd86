"""Candidate containers of the main text, described for the model that ranks them.

What counts is not only how much prose an element holds, but whether it is the page's: the title's and the
description's words concentrate in the article, and a candidate that a tighter one inside would replace is too wide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bitext.html import FLAGS
from bitext.maintext.features import window
from bitext.maintext.shape import CUT, GROUPS, TAGS, PageShape, sum_over

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.floating]
    Ints = NDArray[np.int64]

__all__ = ["CONTAINER_FEATURES", "container_features"]

#: The columns of `container_features`.
CONTAINER_FEATURES = (
    "prose_share", "token_share", "prose_density", "link_density", "log_tokens", "log_blocks", "log_prose", "mean_log", "short_share",
    "furniture_share", "terminal_share", "copies_share", "headings", "depth", "share_of_parent", "largest_child", "direct_share",
    "has_title", "after_title", "title_gap", "begins", "ends", "siblings_alike", "alike", "h1_inside", "articles_inside", "cut_above",
    "cut_inside", "hidden", "articlebody", "h1_share", "date_near", "page_prose", "page_zh", "images_like", "paragraphs",
    "dates", "described", "described_most", "title_words", "title_words_more", "first_after_title", "prose_gap", "cards", "card_prose", "stated", "stated_share",
    "topic_share", "topic_focus", "topic_inside", "described_focus", "described_inside", "is_first", "nested", "heads",
    *(f"tag_{t}" for t in TAGS), *(f"own_{g}" for g in GROUPS), *(f"above_{g}" for g in GROUPS),
)  # fmt: skip


def container_features(shape: PageShape) -> Floats:
    """Describe each candidate container; a row each, columns as CONTAINER_FEATURES."""
    e, c = shape.elements, shape.candidates
    n_blocks = np.maximum(shape.e_blocks[c], 1)
    first, last = e.first, e.last

    def share(values: Floats) -> Floats:
        return sum_over(first[c], last[c], values) / n_blocks

    largest = np.zeros(e.parent.size, np.float32)
    np.maximum.at(largest, e.parent[1:], shape.e_prose[1:])
    direct = np.zeros(e.parent.size, np.float32)
    np.add.at(direct, shape.at, shape.prose)
    np.add.at(direct, np.where(shape.at > 0, e.parent[shape.at], 0), shape.prose)
    prose = np.maximum(shape.e_prose[c], 1)
    is_article = np.array([t == "article" for t in shape.page.tree.tag])
    articles = np.concatenate([[0], np.cumsum(is_article)])
    ends = _subtree_ends(shape)
    is_h1 = (shape.heading == 1).astype(np.float32)
    cut = ((e.above[shape.at] & CUT) > 0).astype(np.float32)
    title = shape.title
    place = np.cumsum(shape.text.tokens) / shape.total_tokens
    pairs = shape.signature * (e.parent.size + 1) + e.parent
    _, inverse, sizes = np.unique(pairs, return_inverse=True, return_counts=True)
    near = window(shape.own["date"], 4)
    whole = np.ones(c.size, np.float32)
    kinds = np.array([b.kind == "paragraph" for b in shape.page.blocks], np.float32)
    columns = [
        shape.e_prose[c] / shape.total, shape.e_tokens[c] / shape.total_tokens, shape.e_prose[c] / np.maximum(shape.e_tokens[c], 1), shape.e_links[c],
        np.log1p(shape.e_tokens[c]), np.log1p(n_blocks), np.log1p(sum_over(first[c], last[c], shape.linkless.astype(np.float32))),
        share(shape.own["log_tokens"]), share(shape.own["short"]), share((shape.own["furniture"] > 0).astype(np.float32)),
        share(shape.own["terminal"]), share((shape.own["copies"] > 1).astype(np.float32)), np.log1p(sum_over(first[c], last[c], (shape.heading > 0).astype(np.float32))),
        e.depth[c], shape.e_prose[c] / np.maximum(shape.e_prose[e.parent[c]], 1), largest[c] / prose, direct[c] / prose,
        (first[c] <= title) & (title < last[c]), (first[c] > title) & (title >= 0),
        np.where(title < 0, -1, np.log1p(np.maximum(first[c] - title, 0))),
        np.where(first[c] > 0, place[np.maximum(first[c] - 1, 0)], 0), place[np.maximum(last[c] - 1, 0)],
        np.log1p(sizes[inverse][c]), np.log1p(shape.alike[c]), sum_over(first[c], last[c], is_h1), np.log1p(articles[ends[c]] - articles[c]),
        (e.above[c] & CUT) > 0, share(cut), (e.above[c] & FLAGS["hidden"]) > 0, (e.above[c] & FLAGS["articlebody"]) > 0,
        sum_over(first[c], last[c], is_h1) / max(float(is_h1.sum()), 1), near[np.minimum(first[c], near.size - 1)], whole * float(shape.linkless.mean()),
        whole * float(shape.text.counts.han.sum() > 0.3 * shape.total_tokens), share((shape.text.tokens <= 1).astype(np.float32)), share(kinds), *_topic(shape, share), *_cards(shape), *_stated(shape), *_focus(shape),
        *((e.tag[c] == i) for i in range(len(TAGS))), *((e.own[c] >> i) & 1 for i in range(len(GROUPS))), *((e.above[c] >> i) & 1 for i in range(len(GROUPS))),
    ]  # fmt: skip
    return np.column_stack(columns).astype(np.float32)


def _topic(shape: PageShape, share: Callable[[Floats], Floats]) -> list[Floats]:
    """What a candidate has to do with the page's title and description."""
    e, c, own = shape.elements, shape.candidates, shape.own
    prose = np.maximum(sum_over(e.first[c], e.last[c], shape.prose), 1)
    about = sum_over(e.first[c], e.last[c], shape.prose * own["title_words"]) / prose
    overall = float((shape.prose * own["title_words"]).sum()) / shape.total
    described = own["in_description"]
    whole = max(float((described * shape.text.tokens).sum()), 1.0)
    after = np.flatnonzero(shape.linkless & (np.arange(shape.at.size) > shape.title))
    first = int(after[0]) if after.size else -1
    running = np.concatenate([[0.0], np.cumsum(shape.prose)])
    start = running[max(shape.title, 0)]
    gap = np.log1p(np.maximum(running[e.first[c]] - start, 0))
    return [
        share((own["date"] > 0).astype(np.float32)), sum_over(e.first[c], e.last[c], described * shape.text.tokens) / whole, share(described),
        about, about - overall, (e.first[c] <= first) & (first < e.last[c]), gap,
    ]  # fmt: skip


def _focus(shape: PageShape) -> list[Floats]:
    """Whether a candidate is as tight around the page's topic as it could be.

    The topic's mass is prose weighted by the title's words in it. A candidate's focus is its share of that
    mass over its share of the prose; `inside` is how much tighter the tightest candidate within it is that
    still holds most of its mass. A page around a short article and a long stream of teasers shows in it.
    """
    e, c, own = shape.elements, shape.candidates, shape.own
    first, last = e.first[c], e.last[c]
    within = (first[None, :] >= first[:, None]) & (last[None, :] <= last[:, None]) & ((last - first)[None, :] < (last - first)[:, None])
    prose = shape.e_prose[c] / shape.total + 0.01
    near = np.exp(-np.concatenate([[0.0], np.cumsum(shape.prose)[:-1]]) / 400) if shape.title < 0 else 1.0
    columns: list[Floats] = []
    for mass in (shape.prose * np.maximum(own["title_words"], 0) * near, shape.text.tokens * own["in_description"]):
        share = sum_over(e.first[c], e.last[c], mass.astype(np.float32)) / max(float(mass.sum()), 1.0)
        focus = np.log((share + 0.01) / prose)
        gain = np.where(within & (share[None, :] >= 0.5 * share[:, None]), focus[None, :] - focus[:, None], 0)
        columns += [share, focus, gain.max(axis=1, initial=0)]
    prose_first = np.flatnonzero(shape.linkless)
    begins = int(prose_first[0]) if prose_first.size else -1
    heads = sum_over(first, last, np.concatenate([shape.at[1:] != shape.at[:-1], [True]]).astype(np.float32) * (shape.heading > 0))
    return [
        columns[0],
        columns[1],
        columns[2],
        columns[4],
        columns[5],
        (first <= begins) & (begins < last),
        within.sum(axis=1).astype(np.float32),
        heads / np.maximum(shape.e_blocks[c], 1),
    ]


def _cards(shape: PageShape) -> list[Floats]:
    """The most children of one tag and class that a candidate holds, each of two blocks or more, and their share of its prose."""
    e = shape.elements
    rich = np.flatnonzero((e.last - e.first >= 2) & (np.arange(e.parent.size) > 0))
    most, weight = np.zeros(e.parent.size, np.float32), np.zeros(e.parent.size, np.float32)
    if rich.size:
        pair = e.parent[rich] * (shape.signature.max() + 1) + shape.signature[rich]
        _, group, size = np.unique(pair, return_inverse=True, return_counts=True)
        held = np.bincount(group, shape.e_prose[rich])
        np.maximum.at(most, e.parent[rich], size[group].astype(np.float32))
        np.maximum.at(weight, e.parent[rich], np.where(size[group] > 1, held[group], 0).astype(np.float32))
    c = shape.candidates
    return [np.log1p(most[c]), weight[c] / np.maximum(shape.e_prose[c], 1)]


def _stated(shape: PageShape) -> list[Floats]:
    """How much of JSON-LD's article body a candidate holds, and how much of it is that; -1 where the page gives none."""
    e, c = shape.elements, shape.candidates
    stated = shape.own["stated"]
    if stated.size and stated[0] < 0:
        return [np.full(c.size, -1, np.float32)] * 2
    mass = stated * shape.text.tokens
    held = sum_over(e.first[c], e.last[c], mass)
    return [held / max(float(mass.sum()), 1.0), held / np.maximum(shape.e_tokens[c], 1)]


def _subtree_ends(shape: PageShape) -> Ints:
    """For each element the number of the first element after its subtree."""
    e = shape.elements
    ends = np.arange(1, e.parent.size + 1)
    for level in reversed(e.levels):
        np.maximum.at(ends, e.parent[level], ends[level])
    return ends
