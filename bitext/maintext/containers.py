"""Candidate containers of the main text, described for the model that ranks them.

What counts is not only how much prose an element holds, but whether it is the page's: the title's and the
description's words concentrate in the article, and a candidate that a tighter one inside would replace is too wide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bitext.html import FLAGS
from bitext.maintext.neighbours import table, window
from bitext.maintext.shape import CUT, GROUPS, TAGS, PageShape, bits, sum_over, sums_over

if TYPE_CHECKING:
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
    e, c, own, title = shape.elements, shape.candidates, shape.own, shape.title
    n_blocks = np.maximum(shape.e_blocks[c], 1)
    first, last = e.first[c], e.last[c]
    is_h1 = shape.heading == 1
    kinds = [b.kind == "paragraph" for b in shape.page.blocks]
    sums = sums_over(
        first, last, shape.linkless, shape.heading > 0, is_h1, own["log_tokens"], own["short"], own["furniture"] > 0, own["terminal"],
        own["copies"] > 1, (e.above[shape.at] & CUT) > 0, shape.text.tokens <= 1, np.array(kinds), own["date"] > 0, own["in_description"],
    )  # fmt: skip
    linkless, headings, h1 = sums[:3]
    log, short, furniture, terminal, copies, cut, bare, paragraphs, dates, described = sums[3:] / n_blocks
    largest, direct = _children(shape)
    prose = np.maximum(shape.e_prose[c], 1)
    articles = np.concatenate([[0], np.cumsum(e.is_article)])
    place = np.cumsum(shape.text.tokens) / shape.total_tokens
    near = window(own["date"], 4)
    return table([
        shape.e_prose[c] / shape.total, shape.e_tokens[c] / shape.total_tokens, shape.e_prose[c] / np.maximum(shape.e_tokens[c], 1), shape.e_links[c],
        np.log1p(shape.e_tokens[c]), np.log1p(n_blocks), np.log1p(linkless),
        log, short, furniture, terminal, copies, np.log1p(headings),
        e.depth[c], shape.e_prose[c] / np.maximum(shape.e_prose[e.parent[c]], 1), largest[c] / prose, direct[c] / prose,
        (first <= title) & (title < last), (first > title) & (title >= 0),
        -1 if title < 0 else np.log1p(np.maximum(first - title, 0)),
        np.where(first > 0, place[np.maximum(first - 1, 0)], 0), place[np.maximum(last - 1, 0)],
        np.log1p(_alike_siblings(shape)), np.log1p(shape.alike[c]), h1, np.log1p(articles[e.end[c]] - articles[c]),
        (e.above[c] & CUT) > 0, cut, (e.above[c] & FLAGS["hidden"]) > 0, (e.above[c] & FLAGS["articlebody"]) > 0,
        h1 / max(float(is_h1.sum()), 1), near[np.minimum(first, near.size - 1)], float(shape.linkless.mean()),
        float(shape.text.counts.han.sum() > 0.3 * shape.total_tokens), bare, paragraphs, dates, *_topic(shape, described), *_cards(shape), *_stated(shape), *_focus(shape),
        e.tag[c] == np.arange(len(TAGS))[:, None], bits(e.own[c], len(GROUPS)), bits(e.above[c], len(GROUPS)),
    ], c.size)  # fmt: skip


def _children(shape: PageShape) -> tuple[Floats, Floats]:
    """For each element the prose of the child that holds most, and the prose of the blocks in it or in its children themselves."""
    e = shape.elements
    largest = np.zeros(e.parent.size, np.float32)
    np.maximum.at(largest, e.parent[1:], shape.e_prose[1:])
    direct = np.bincount(shape.at, shape.prose, e.parent.size) + np.bincount(e.parent[shape.at], shape.prose, e.parent.size)
    return largest, direct.astype(np.float32)


def _alike_siblings(shape: PageShape) -> Ints:
    """How many children of a candidate's parent have its tag and class, itself included."""
    e, c = shape.elements, shape.candidates
    pairs = shape.signature * e.parent.size + e.parent
    return np.asarray((pairs[c][:, None] == pairs).sum(axis=1))


def _topic(shape: PageShape, described_share: Floats) -> list[Floats]:
    """What a candidate has to do with the page's title and description."""
    e, c, own = shape.elements, shape.candidates, shape.own
    described = own["in_description"] * shape.text.tokens
    titled = shape.prose * own["title_words"]
    held, about = sums_over(e.first[c], e.last[c], described, titled)
    about /= np.maximum(shape.e_prose[c], 1)
    after = np.flatnonzero(shape.linkless & (np.arange(shape.at.size) > shape.title))
    first = int(after[0]) if after.size else -1
    running = np.zeros(shape.at.size + 1)
    np.cumsum(shape.prose, out=running[1:], dtype=np.float32)
    gap = np.log1p(np.maximum(running[e.first[c]] - running[max(shape.title, 0)], 0))
    return [
        held / max(float(described.sum()), 1.0), described_share, about, about - float(titled.sum()) / shape.total,
        (e.first[c] <= first) & (first < e.last[c]), gap,
    ]  # fmt: skip


def _focus(shape: PageShape) -> list[Floats]:
    """Whether a candidate is as tight around the page's topic as it could be.

    The topic's mass is prose weighted by the title's words in it. A candidate's focus is its share of that
    mass over its share of the prose; `inside` is how much tighter the tightest candidate within it is that
    still holds most of its mass. A page around a short article and a long stream of teasers shows in it.
    """
    e, c, own = shape.elements, shape.candidates, shape.own
    first, last = e.first[c], e.last[c]
    size = last - first
    within = (first >= first[:, None]) & (last <= last[:, None]) & (size < size[:, None])
    prose = shape.e_prose[c] / shape.total + 0.01
    near = np.exp(-np.concatenate([[0.0], np.cumsum(shape.prose)[:-1]]) / 400) if shape.title < 0 else 1.0
    titled, described = shape.prose * np.maximum(own["title_words"], 0) * near, shape.text.tokens * own["in_description"]
    starts = np.ones(shape.at.size, np.bool_)  # a block in an element that the block after it is in too starts nothing
    starts[:-1] = shape.at[1:] != shape.at[:-1]
    *held, heads = sums_over(first, last, titled.astype(np.float32), described, starts & (shape.heading > 0))
    columns: list[Floats] = []
    for mass, inside in zip((titled, described), held, strict=True):
        share = inside / max(float(mass.sum()), 1.0)
        focus = np.log((share + 0.01) / prose)
        gain = np.where(within & (share >= 0.5 * share[:, None]), focus - focus[:, None], 0)
        columns += [share, focus, gain.max(axis=1, initial=0)]
    prose_first = np.flatnonzero(shape.linkless)
    begins = int(prose_first[0]) if prose_first.size else -1
    return [
        columns[0], columns[1], columns[2], columns[4], columns[5], (first <= begins) & (begins < last),
        within.sum(axis=1), heads / np.maximum(shape.e_blocks[c], 1),
    ]  # fmt: skip


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
