"""A block's place on an HTML page: its element, its ancestors, its kind of element, the containers around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bitext.html import FLAGS
from bitext.maintext.neighbours import RunningSums, table
from bitext.maintext.shape import ARTICLE, CUT, FURNITURE, GROUPS, NEAREST, TAGS, PageShape, bits

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


_P, _LI = TAGS.index("p"), TAGS.index("li")


def html_features(shape: PageShape, scores: Floats) -> Floats:
    """Describe each block by its element and, given the candidates' scores, by the containers around it."""
    return table([*_local(shape), *_shares(shape), *_groups(shape), *_headings(shape), *_ranked(shape, scores)], shape.at.size)


def _local(shape: PageShape) -> list[Floats]:
    e, at, page = shape.elements, shape.at, shape.page
    own = e.own[at] | e.own[e.parent[at]]
    above, tags = e.above[at], e.tags_above[at]
    met = e.nearest[: len(NEAREST), at]
    distance = np.where(met < 0, 9, np.minimum(e.depth[at] - met, 9))  # steps up to the nearest that is named so
    sums = RunningSums(3, shape.links)
    return [
        shape.links, np.log1p(page.links), np.array(page.bold_chars, np.float32) / shape.chars, e.depth[at], shape.heading,
        bits(tags, len(TAGS)), bits(own, len(GROUPS)), bits(above, len(GROUPS)),
        (above & FLAGS["hidden"]) > 0, (above & FLAGS["articlebody"]) > 0, distance, sums.mean(1), sums.mean(3),
    ]  # fmt: skip


def _shares(shape: PageShape) -> list[Floats]:
    e = shape.elements
    g1 = e.parent[shape.at]
    tag = e.tag[shape.at]
    here = np.where((tag == _P) | (tag == _LI) | (shape.heading > 0) | (tag < 0), g1, shape.at)
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

    def total(values: NDArray[np.generic]) -> Floats:
        return np.bincount(group, values).astype(np.float32)

    as_previous = np.zeros(group.size, np.bool_)
    as_previous[1:] = group[1:] == group[:-1]
    tokens, prose = total(shape.text.tokens), total(shape.prose)
    kinds = np.empty((5, size.size), np.float32)
    kinds[0], kinds[1], kinds[2] = prose / shape.total, np.log1p(size), np.log1p(tokens / size)
    kinds[3], kinds[4] = total(shape.linkless) / size, total(shape.link_chars) / np.maximum(total(shape.chars), 1)
    return [kinds[:, group], as_previous]


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
    mine = e.nearest[ARTICLE, shape.at]
    has = mine >= 0
    index = np.cumsum(e.is_article) - 1
    repeat = np.log1p(shape.alike * shape.is_named)
    g1 = e.parent[shape.at]
    cut = ((e.above[shape.at] & CUT) > 0) & ~_main_cut(shape)
    return [
        np.minimum(seen, 5), h1_title, h1_other, heading_title, from_h1, np.where(has, np.minimum(index[np.maximum(mine, 0)], 9), -1),
        min(int(e.is_article.sum()), 9), np.where(has, shape.e_prose[np.maximum(mine, 0)] / shape.total, -1),
        repeat[shape.at], repeat[g1], repeat[e.parent[g1]], cut,
    ]  # fmt: skip


def _main_cut(shape: PageShape) -> NDArray[np.bool_]:
    """Blocks whose furniture-named ancestor holds most of the page: then the name says nothing."""
    e = shape.elements
    nearest = e.nearest[FURNITURE, shape.at]
    return np.asarray((nearest >= 0) & (shape.e_tokens[nearest] > 0.6 * shape.total_tokens))


def _ranked(shape: PageShape, scores: Floats) -> list[Floats]:
    e, n, c = shape.elements, shape.at.size, shape.candidates
    highest, total, steps, nearest, second = _inherited(shape, scores)
    best = int(c[np.argmax(scores)]) if scores.size else 0
    inside, below, up = _around(shape, best)
    first, last = int(e.first[best]), max(int(e.last[best]), int(e.first[best]) + 1)
    at = np.arange(n)
    disjoint = (e.first[c] >= last) | (e.last[c] <= first)
    rival = float(scores[disjoint].max()) if scores.size and disjoint.any() else 0.0
    return [
        inside, float(scores.max()) if scores.size else 0, below, up, np.clip((at - first) / (last - first), -1, 2), at < first,
        shape.e_prose[best] / shape.total, highest, nearest, second, total / np.maximum(steps, 1), rival,
    ]  # fmt: skip


def _inherited(shape: PageShape, scores: Floats) -> Floats:
    """The scores of the candidates around each block: highest, sum, count of those over 0, and the nearest two of those.

    A candidate comes before those inside it, and holds a stretch of blocks; an element that is none scores 0.
    """
    e, c = shape.elements, shape.candidates
    n = shape.at.size
    if not c.size:
        return np.array([[0.0], [0.0], [0.0], [-1.0], [-1.0]], np.float32).repeat(n, axis=1)
    at = np.arange(n)
    holds = (e.first[c][:, None] <= at) & (at < e.last[c][:, None])
    scored = np.where(holds, scores[:, None], np.float32(0))
    positive = holds & (scores > 0)[:, None]
    highest = np.where(holds, scores[:, None], np.float32(-np.inf)).max(axis=0)
    np.maximum(highest, 0, out=highest, where=holds.sum(axis=0) <= e.depth[shape.at])
    order = np.where(positive, np.arange(c.size)[:, None], -1)
    last = order.max(axis=0)
    order[last, at] = -1
    before = order.max(axis=0)
    nearest = np.where(last >= 0, scores[last], np.float32(-1))
    second = np.where(before >= 0, scores[before], np.where((last >= 0) & (c[last] == 0), nearest, np.float32(-1)))
    return np.stack([highest, np.add.reduce(scored, axis=0), positive.sum(axis=0, dtype=np.float32), nearest, second])
