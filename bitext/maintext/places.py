"""A block's place on an HTML page: its element, its ancestors, its kind of element, the containers around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bitext.html import FLAGS
from bitext.maintext.features import window
from bitext.maintext.shape import CUT, GROUPS, NEGATIVE, POSITIVE, TAGS, PageShape

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.floating]
    Ints = NDArray[np.int64]

__all__ = ["HTML_FEATURES", "html_features"]

#: The columns of `html_features`.
HTML_FEATURES = (
    "links", "log_links", "bold", "tree_depth", "heading", *(f"in_{t}" for t in TAGS), *(f"here_{g}" for g in GROUPS), *(f"over_{g}" for g in GROUPS),
    "is_hidden", "in_articlebody", "to_body_class", "to_negative", "to_positive", "links_1", "links_3",
    "parent_share", "grandparent_share", "great_share", "parent_links", "grandparent_links", "parent_density", "parent_blocks", "grandparent_blocks",
    "parent_tokens", "grandparent_tokens", "half_in", "half_depth", "half_up", "most_in", "most_depth",
    "group_share", "group_size", "group_tokens", "group_prose", "group_links", "as_previous",
    "h1_before", "h1_title", "h1_other", "heading_title", "from_h1", "article_index", "articles", "article_share",
    "repeat_1", "repeat_2", "repeat_3", "is_cut",
    "best_in", "best_score", "best_depth", "best_up", "best_place", "best_before", "best_share", "score_max", "score_parent", "score_grand", "score_mean", "rival",
)  # fmt: skip


def html_features(shape: PageShape, scores: Floats) -> Floats:
    """Describe each block by its element and, given the candidates' scores, by the containers around it."""
    return np.column_stack([*_local(shape), *_shares(shape), *_groups(shape), *_headings(shape), *_ranked(shape, scores)]).astype(
        np.float32
    )


def _bits(flags: Ints, count: int) -> Ints:
    """The lowest bits of each flag word, a column each."""
    return (flags[:, None] >> np.arange(count)) & 1


def _local(shape: PageShape) -> list[Floats]:
    e, at, page = shape.elements, shape.at, shape.page
    own = e.own[at] | e.own[e.parent[at]]
    above, tags = e.above[at], e.tags_above[at]
    distance = [_distance(shape, mask)[at] for mask in (FLAGS["body"] | FLAGS["articlebody"], NEGATIVE, POSITIVE)]
    columns = [
        shape.links, np.log1p(page.links), np.array(page.bold_chars, np.float32) / shape.chars, e.depth[at], shape.heading,
        _bits(tags, len(TAGS)), _bits(own, len(GROUPS)), _bits(above, len(GROUPS)),
        (above & FLAGS["hidden"]) > 0, (above & FLAGS["articlebody"]) > 0, *distance, window(shape.links, 1), window(shape.links, 3),
    ]  # fmt: skip
    return [np.asarray(x, np.float32) for x in columns]


def _distance(shape: PageShape, mask: int) -> Floats:
    """For each element the steps up to the nearest one (itself included) whose own flags meet the mask; 9 at most."""
    e = shape.elements
    found = np.where(e.own & mask, 0, 9)
    for level in e.levels:
        found[level] = np.minimum(found[level], found[e.parent[level]] + 1)
    return np.minimum(found, 9).astype(np.float32)


def _shares(shape: PageShape) -> list[Floats]:
    e = shape.elements
    g1 = np.where(shape.at > 0, e.parent[shape.at], 0)
    here = np.where(
        np.isin(e.tag[shape.at], [TAGS.index("p"), TAGS.index("li")]) | (shape.heading > 0) | (e.tag[shape.at] < 0), g1, shape.at
    )
    g2, g3 = e.parent[here], e.parent[e.parent[here]]
    columns = [
        shape.e_prose[here] / shape.total, shape.e_prose[g2] / shape.total, shape.e_prose[g3] / shape.total, shape.e_links[here], shape.e_links[g2],
        shape.e_prose[here] / np.maximum(shape.e_tokens[here], 1), np.log1p(shape.e_blocks[here]), np.log1p(shape.e_blocks[g2]),
        shape.e_tokens[here] / shape.total_tokens, shape.e_tokens[g2] / shape.total_tokens,
    ]  # fmt: skip
    half = _heaviest(shape, 0.5)
    most = _heaviest(shape, 0.8)
    inside, below, up = _around(shape, half)
    inside_most, below_most, _ = _around(shape, most)
    return [*columns, inside, below, up, inside_most, below_most]


def _heaviest(shape: PageShape, share: float) -> int:
    """The deepest element that holds at least this share (over one half) of the prose."""
    e = shape.elements
    heavy = np.flatnonzero(shape.e_prose >= share * shape.total)
    return int(heavy[np.argmax(e.depth[heavy])]) if heavy.size else 0


def _around(shape: PageShape, element: int) -> tuple[Floats, Floats, Floats]:
    """For each block: inside the element?, how deep below it, and how many steps up from it to a common ancestor."""
    e = shape.elements
    up = np.full(shape.at.size, 12, np.float32)
    chain = [element]
    while chain[-1] > 0 and len(chain) < 200:
        chain.append(int(e.parent[chain[-1]]))
    for steps in range(len(chain) - 1, -1, -1):
        up[e.first[chain[steps]] : e.last[chain[steps]]] = min(steps, 12)
    inside = up == 0
    below = np.where(inside, np.minimum(e.depth[shape.at] - e.depth[element], 12), 12)
    return inside.astype(np.float32), below.astype(np.float32), up


def _groups(shape: PageShape) -> list[Floats]:
    """Blocks whose element and parent carry the same tag and class: one kind of thing on the page."""
    group = shape.group
    size = np.bincount(group)

    def total(values: Floats) -> Floats:
        return np.bincount(group, values).astype(np.float32)

    as_previous = np.concatenate([[0.0], group[1:] == group[:-1]]).astype(np.float32)
    columns = [
        total(shape.prose) / shape.total, np.log1p(size), np.log1p(total(shape.text.tokens) / size), total(shape.linkless.astype(np.float32)) / size,
        total(shape.link_chars) / np.maximum(total(shape.chars), 1),
    ]  # fmt: skip
    return [*(np.asarray(x, np.float32)[group] for x in columns), as_previous]


def _headings(shape: PageShape) -> list[Floats]:
    e, n = shape.elements, shape.at.size
    is_h1 = shape.heading == 1
    begins = is_h1 & np.concatenate([[True], shape.at[1:] != shape.at[:-1]])
    titled = shape.own["in_title"] * shape.own["covers_title"]
    seen = np.cumsum(begins)
    last_h1 = np.maximum.accumulate(np.where(begins, np.arange(n), -1))
    h1_title = np.where(last_h1 >= 0, titled[np.maximum(last_h1, 0)], -1)
    other = begins & (titled <= 0.5)
    after = np.cumsum(other) - (np.cumsum(other)[shape.title] if shape.title >= 0 else 0)
    h1_other = np.where(np.arange(n) > shape.title, np.minimum(after, 4), 0) if shape.title >= 0 else np.zeros(n)
    last_heading = np.maximum.accumulate(np.where((shape.heading == 1) | (shape.heading == 2), np.arange(n), -1))
    heading_title = np.where(last_heading >= 0, titled[np.maximum(last_heading, 0)], -1)
    first = np.flatnonzero(is_h1)
    away = np.arange(n) - first[0] if first.size else None
    from_h1 = np.sign(away) * np.log1p(np.abs(away)) if away is not None else np.full(n, -9.0)
    article = np.array([t == "article" for t in shape.page.tree.tag])
    nearest = np.where(article, np.arange(article.size), -1)
    for level in e.levels:
        nearest[level] = np.where(nearest[level] < 0, nearest[e.parent[level]], nearest[level])
    index = np.cumsum(article) - 1
    mine = nearest[shape.at]
    has = mine >= 0
    repeat = shape.alike * np.array(["." in s for s in shape.page.tree.signature])
    g1 = e.parent[shape.at]
    cut = ((e.above[shape.at] & CUT) > 0) & ~_main_cut(shape)
    return [
        np.minimum(seen, 5).astype(np.float32), h1_title, h1_other, heading_title, from_h1, np.where(has, np.minimum(index[np.maximum(mine, 0)], 9), -1),
        np.full(n, min(int(article.sum()), 9)), np.where(has, shape.e_prose[np.maximum(mine, 0)] / shape.total, -1),
        np.log1p(repeat[shape.at]), np.log1p(repeat[g1]), np.log1p(repeat[e.parent[g1]]), cut,
    ]  # fmt: skip


def _main_cut(shape: PageShape) -> NDArray[np.bool_]:
    """Blocks whose furniture-named ancestor holds most of the page: then the name says nothing."""
    e = shape.elements
    big = ((e.own & CUT) > 0) & (shape.e_tokens > 0.6 * shape.total_tokens)
    for level in e.levels:
        big[level] |= big[e.parent[level]] & ((e.own[level] & CUT) == 0)
    return big[shape.at]


def _ranked(shape: PageShape, scores: Floats) -> list[Floats]:
    e, n = shape.elements, shape.at.size
    all_scores = np.zeros(e.parent.size, np.float32)
    all_scores[shape.candidates] = scores
    top, total, steps = all_scores.copy(), all_scores.copy(), (all_scores > 0).astype(np.float32)
    for level in e.levels:
        top[level] = np.maximum(top[level], top[e.parent[level]])
        total[level] += total[e.parent[level]]
        steps[level] += steps[e.parent[level]]
    best = int(shape.candidates[np.argmax(scores)]) if scores.size else 0
    inside, below, up = _around(shape, best)
    first, last = int(e.first[best]), max(int(e.last[best]), int(e.first[best]) + 1)
    place = (np.arange(n) - first) / (last - first)
    nearest = np.where(all_scores > 0, all_scores, -1.0)
    second = nearest.copy()
    for level in e.levels:
        up_one, up_two = nearest[e.parent[level]], second[e.parent[level]]
        mine = all_scores[level] > 0
        second[level] = np.where(mine, up_one, up_two)
        nearest[level] = np.where(mine, all_scores[level], up_one)
    disjoint = (e.first[shape.candidates] >= last) | (e.last[shape.candidates] <= first)
    rival = float(scores[disjoint].max()) if scores.size and disjoint.any() else 0.0
    return [
        inside, np.full(n, float(scores.max()) if scores.size else 0), below, up, np.clip(place, -1, 2), (np.arange(n) < first).astype(np.float32),
        np.full(n, shape.e_prose[best] / shape.total), top[shape.at], nearest[shape.at], second[shape.at],
        total[shape.at] / np.maximum(steps[shape.at], 1), np.full(n, rival),
    ]  # fmt: skip
