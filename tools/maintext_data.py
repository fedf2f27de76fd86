"""Pages for fitting: read, labelled by their gold text, and varied so that the models see what is rare.

Two variations matter. Most pages have one long article; a page with a short one among long teasers or comments
is rare and the one that fails, so shortened copies of pages are made. And text that is already clean, or half
clean, must stay: for the text model each page comes as all its lines, as another extractor leaves it, and as gold.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from bitext.cleaning import dominant, removed_by_rules
from bitext.html import HtmlPage, Tree, read_html
from bitext.maintext.containers import container_features
from bitext.maintext.features import TextShape, guess_title, text_features
from bitext.maintext.marks import marked_features
from bitext.maintext.shape import PageShape
from bitext.model import Block, Metadata
from bitext.plaintext import read_text
from bitext.rules.rule import Page
from bitext.text import tokens

if TYPE_CHECKING:
    import random
    from pathlib import Path

SETS = ("en-dev", "zh-dev", "extra-train")
FOLDS = 5
LONG = 8


@dataclass
class Sample:
    """A page (or a variation of one) to learn from or to score."""

    name: str
    kind: str  # en, zh or extra
    form: str  # html, text, half, gold
    fold: int
    gold: str
    texts: list[str]
    label: np.ndarray
    tokens: np.ndarray
    made_up: bool = False
    shape: PageShape | None = None
    text: TextShape | None = None
    marks: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    container: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    container_f1: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))
    scores: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))
    features: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    main: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))
    words: Any = None  # a sparse table, made when it is needed


def records(data: Path, name: str) -> list[dict[str, Any]]:
    """The pages of one file."""
    with gzip.open(data / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def fold_of(site: str, split: int = 0) -> int:
    """The fold that a site's pages belong to, all in one; every `split` deals the sites out anew."""
    return zlib.crc32(f"{split}:{site}".encode() if split else site.encode()) % FOLDS


def label(texts: list[str], gold: str) -> tuple[np.ndarray, np.ndarray]:
    """1 for each block that belongs to the gold text, and each block's size in tokens.

    A long block belongs when half of its 4-grams are the gold's and are not used up by an earlier copy; a short
    one when it stands in the gold as it is, between the long ones, no more often than there.
    """
    want = tokens(gold)
    cut = [tokens(t) for t in texts]
    size = np.array([len(t) for t in cut], np.float32)
    y = np.zeros(len(texts))
    if not want:
        return y, size
    grams = Counter(tuple(want[i : i + 4]) for i in range(len(want) - 3))
    used: Counter[tuple[str, ...]] = Counter()
    for i, words in enumerate(cut):
        if len(words) >= LONG:
            mine = [tuple(words[k : k + 4]) for k in range(len(words) - 3)]
            hits = [g for g in mine if g in grams]
            if len(hits) >= 0.5 * len(mine) and sum(used[g] < grams[g] for g in hits) >= 0.5 * len(hits):
                y[i] = 1
                used.update(mine)
    _label_short(cut, y, gold, " " + " ".join(want) + " ")
    return y, size


def _label_short(cut: list[list[str]], y: np.ndarray, gold: str, joined: str) -> None:
    lines = Counter(" ".join(words) for line in gold.split("\n") if (words := tokens(line)))

    def stands(words: list[str]) -> bool:
        key = " ".join(words)
        return bool(words) and (key in lines if len(words) < 2 else f" {key} " in joined)

    found = np.flatnonzero(y)
    if found.size:
        first, last = int(found[0]), int(found[-1])
    else:  # only short lines (a table, a poem): the run with most of them
        value = [(len(w) if stands(w) else -max(2, len(w))) if w else 0 for w in cut]
        best = run = 0
        begin, first, last = 0, 0, -1
        for i, x in enumerate(value):
            if run <= 0:
                run, begin = 0, i
            run += x
            if run > best:
                best, first, last = run, begin, i
    near = [*range(first, last + 1), *range(last + 1, min(len(cut), last + 13)), *range(first - 1, max(-1, first - 6), -1)]
    spent: Counter[str] = Counter()
    for i in near:
        words = cut[i]
        if y[i] or not words or (len(words) >= LONG and found.size):
            continue
        key, inside = " ".join(words), first <= i <= last
        if not (stands(words) if inside else key in lines):
            continue
        if spent[key] < max(lines[key], joined.count(f" {key} ") if inside else 0):
            y[i] = 1
            spent[key] += 1


def html_samples(record: dict[str, Any], kind: str, rng: random.Random, other: dict[str, Any] | None = None) -> list[Sample]:
    """A page's HTML; where it is long a copy cut down to a short article; and a copy with another page's article below."""
    page = read_html(record["html"])
    texts = [b.text for b in page.blocks]
    if not texts or len(record["gold"]) < 50:
        return []
    y, size = label(texts, record["gold"])
    if kind == "extra" and not y.any():
        return []
    made = [_html_sample(record, kind, page, y, size, made_up=False)]
    keep = _short_article(y, size, rng)
    if keep:
        at = [i for i in range(len(y)) if keep[i]]
        made.append(_html_sample(record, kind, _cut_down(page, keep), y[at], size[at], made_up=True))
    if other:
        made += _grafted(record, kind, page, y, size, keep, other, rng)
    return made


def _short_article(y: np.ndarray, size: np.ndarray, rng: random.Random) -> list[bool]:
    """Which blocks stay when an article is cut down to one to three paragraphs; empty where it is short already."""
    long = [i for i in range(len(y)) if y[i] and size[i] >= 12]
    if len(long) < 4:
        return []
    count = rng.choice((1, 1, 2, 3))
    start = 0 if rng.random() < 0.7 else rng.randrange(len(long) - count)
    low, high = (long[start] if start else 0), long[start + count - 1]
    return [not y[i] or low <= i <= high for i in range(len(y))]


def _grafted(
    record: dict[str, Any],
    kind: str,
    page: HtmlPage,
    y: np.ndarray,
    size: np.ndarray,
    keep: list[bool],
    other: dict[str, Any],
    rng: random.Random,
) -> list[Sample]:
    """A page that goes on with what is not its own: the next article, a stream of teasers, longer than itself."""
    below = read_html(other["html"])
    theirs, _ = label([b.text for b in below.blocks], other["gold"])
    if theirs.sum() < 5:
        return []
    below = _cut_down(below, [bool(t) for t in theirs])
    if keep and rng.random() < 0.7:
        at = [i for i in range(len(y)) if keep[i]]
        page, y, size = _cut_down(page, keep), y[at], size[at]
    joined = _graft(page, below, rng)
    more = np.array([len(tokens(b.text)) for b in below.blocks], np.float32)
    return [_html_sample(record, kind, joined, np.concatenate([y, np.zeros(len(more))]), np.concatenate([size, more]), made_up=True)]


def _graft(page: HtmlPage, below: HtmlPage, rng: random.Random) -> HtmlPage:
    """Hang one page's tree below another's, at the end of an element that ends the page."""
    a, b = page.tree, below.tree
    blocks, more, elements = len(page.blocks), len(below.blocks), len(b.parent)
    chain = [e for e in range(len(a.parent)) if a.last[e] == blocks and a.first[e] < blocks and a.depth[e] < 12]
    host = rng.choice(chain) if chain else 0
    at, above = a.end[host], {host}
    while (e := a.parent[min(above)]) >= 0:  # a parent comes before its children
        above.add(e)

    def moved(e: int) -> int:
        return e + elements if e >= at else e

    def join(ours: list[Any], theirs: list[Any]) -> list[Any]:
        return [*ours[:at], *theirs, *ours[at:]]

    tree = Tree(
        parent=join([moved(p) for p in a.parent], [host if p < 0 else p + at for p in b.parent]),
        tag=join(a.tag, ["div" if t == "body" else t for t in b.tag]), signature=join(a.signature, b.signature), flags=join(a.flags, b.flags),
        depth=join(a.depth, [d + a.depth[host] + 1 for d in b.depth]),
        first=join([f + more if e >= at else f for e, f in enumerate(a.first)], [f + blocks for f in b.first]),
        last=join([x + more if e >= at or e in above else x for e, x in enumerate(a.last)], [x + blocks for x in b.last]),
        end=join([x + elements if e >= at or e in above else x for e, x in enumerate(a.end)], [x + at for x in b.end]),
    )  # fmt: skip
    ours = tuple(replace(x, id=str(i)) for i, x in enumerate((*page.blocks, *below.blocks)))
    return HtmlPage(
        ours, [*page.element, *(e + at for e in below.element)], [*page.chars, *below.chars], [*page.link_chars, *below.link_chars],
        [*page.links, *below.links], [*page.bold_chars, *below.bold_chars], tree, page.metadata,
    )  # fmt: skip


def _cut_down(page: HtmlPage, keep: list[bool]) -> HtmlPage:
    at = [i for i, k in enumerate(keep) if k]
    before = [0]
    for k in keep:
        before.append(before[-1] + k)
    t = page.tree
    tree = Tree(t.parent, t.tag, t.signature, t.flags, t.depth, [before[x] for x in t.first], [before[x] for x in t.last], t.end)
    element, chars, link_chars, links, bold_chars = (
        [a[i] for i in at] for a in (page.element, page.chars, page.link_chars, page.links, page.bold_chars)
    )
    return HtmlPage(tuple(page.blocks[i] for i in at), element, chars, link_chars, links, bold_chars, tree, page.metadata)


def _html_sample(record: dict[str, Any], kind: str, page: HtmlPage, y: np.ndarray, size: np.ndarray, *, made_up: bool) -> Sample:
    texts = [b.text for b in page.blocks]
    text = text_features(texts, page.metadata.title or "", page.metadata.description or "", page.article_body)
    shape = PageShape(page, text)
    e = shape.elements
    mass = np.concatenate([[0], np.cumsum(y * size)])
    total = np.concatenate([[0], np.cumsum(size)])
    c = shape.candidates
    held, all_held = mass[e.last[c]] - mass[e.first[c]], total[e.last[c]] - total[e.first[c]]
    good = (2 * held / np.maximum(all_held + mass[-1], 1)).astype(np.float32)
    marks = marked(page.blocks, page.metadata, "html")
    return Sample(
        record["id"],
        kind,
        "html",
        fold_of(record["site"]),
        record["gold"],
        texts,
        y,
        size,
        made_up,
        shape,
        text,
        marks,
        container_features(shape),
        good,
    )


def text_samples(record: dict[str, Any], kind: str) -> list[Sample]:
    """A page's lines in three states: all of them, as another extractor leaves them, and the gold itself."""
    whole = record.get("text") or "\n".join(b.text for b in read_html(record["html"]).blocks)
    made = []
    for form, text in (("text", whole), ("half", record.get("half") or _half(record["html"])), ("gold", record["gold"])):
        blocks = read_text(text)
        lines = [b.text for b in blocks]
        if len(lines) < 2 or len(record["gold"]) < 50:
            continue
        y, size = label(lines, record["gold"])
        if form == "gold":
            y = np.ones(len(lines))
        if y.any():
            shape = text_features(lines, guess_title(lines))
            made.append(
                Sample(
                    record["id"],
                    kind,
                    form,
                    fold_of(record["site"]),
                    record["gold"],
                    lines,
                    y,
                    size,
                    text=shape,
                    marks=marked(blocks, Metadata(), "text"),
                )
            )
    return made


def marked(blocks: tuple[Block, ...], metadata: Metadata, form: Literal["html", "text"]) -> np.ndarray:
    """The features of what rules remove, as `clean` makes them."""
    return marked_features(blocks, removed_by_rules(Page(blocks, dominant(blocks), form, metadata)))


def _half(html: str) -> str:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    return str(extract_plain_text(HTMLTree.parse(html), main_content=True))
