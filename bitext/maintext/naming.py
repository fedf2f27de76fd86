"""What the names of a block's containers say: the log-odds of main text from tags and class names, learned.

`bitext.classes` knows sixteen kinds of names; sites have thousands, and most are put together of the same words
("story-card__promo", "wp-block-latest-posts"). A linear model over the hashed words of all containers around a block,
and again of the nearest three, each for itself (the hashing trick, Weinberger et al. 2009,
doi:10.1145/1553374.1553516), gives each block one number. The sum over ancestors goes down the tree in leaps that
double, and what a signature weighs is remembered, so that a page costs a few look-ups. Chinese pages get none: those to
learn from are few, and out of fold it took more than it gave (docs/benchmarks.md). Fitted by tools/fit_maintext.py.
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from bitext.maintext.neighbours import RunningSums, after, before, table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bitext.maintext.features import TextShape
    from bitext.maintext.shape import PageShape

    Floats = NDArray[np.floating]

__all__ = ["NAMED", "NAME_BUCKETS", "NAME_SCALE", "PLACES", "block_naming", "is_named", "name_words", "named_features"]

#: The columns of `named_features`.
NAMED = ("naming", "naming_previous", "naming_next", "naming_page", "naming_1", "naming_3", "naming_8")
#: Words share this many weights of each of PLACES, by hash.
NAME_BUCKETS = 1 << 14
#: Where a word may stand: in any container around a block, in its own element, in the parent, in the parent's parent.
PLACES = ("around", "own", "parent", "grandparent")
#: Weights are stored as whole numbers, so many to one.
NAME_SCALE = 100
#: A page with a larger share of Han characters among its tokens is Chinese.
_HAN_SHARE = 1 / 3
#: Names of an element, characters of a name, and characters of an element's signature, that are looked at (and remembered).
_MOST, _LONGEST, _SEEN = 12, 60, 400
_PART = re.compile("[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_DIGITS = re.compile("[0-9]+")


@lru_cache(maxsize=1 << 14)
def _buckets(name: str) -> tuple[int, ...]:
    """The buckets of a name and of the words in it."""
    words = [w.lower() for w in _PART.findall(name) if len(w) > 1]
    return tuple(crc32(w.encode("utf-8", "replace")) % NAME_BUCKETS for w in (*words, "=" + _DIGITS.sub("0", name.lower())))


def name_words(signature: str) -> tuple[int, ...]:
    """The buckets of an element's tag and of its class names and their words; `signature` is "tag.names" as in `bitext.html.Tree`.

    >>> name_words("div.story-card") == name_words("div") + tuple(_buckets("story-card"))
    True
    """
    tag, _, names = signature[:_SEEN].partition(".")
    found = _buckets("<" + tag[:_LONGEST])[-1:]
    for name in names.split()[:_MOST]:
        found += _buckets(name[:_LONGEST])
    return found


@cache
def _weights() -> tuple[Floats, float]:
    """The packaged weights (a row for each of PLACES, a column a bucket), and the one of every block."""
    text = resources.files("bitext.maintext").joinpath("weights", "naming.json").read_text(encoding="utf-8")
    data = json.loads(text)
    return np.array(data["weights"], np.float32).reshape(len(PLACES), NAME_BUCKETS) / NAME_SCALE, float(data["base"])


@lru_cache(maxsize=1 << 14)
def _weighed(signature: str) -> tuple[float, ...]:
    return _sums(signature, _weights()[0])


def _sums(signature: str, weights: Floats) -> tuple[float, ...]:
    """What an element weighs in each of PLACES, and its number of words."""
    words = name_words(signature)
    return (*weights[:, words].sum(axis=1).tolist(), float(len(words)))


def is_named(text: TextShape) -> bool:
    """Whether a page is told by its containers' names: if it is not Chinese."""
    return float(text.counts.han.sum()) <= _HAN_SHARE * float(text.tokens.sum())


def block_naming(shape: PageShape, weights: tuple[Floats, float] | None = None) -> Floats:
    """The log-odds that each block is main text by the names of its containers alone; 0 on a Chinese page.

    Args:
        shape: the page.
        weights: an array of PLACES × NAME_BUCKETS, and the one of every block; the packaged ones where none are given.

    >>> from bitext.html import read_html
    >>> from bitext.maintext.features import text_features
    >>> from bitext.maintext.shape import PageShape
    >>> page = read_html("<div class=article-body><p>Rates fell.</p></div><div class=related-links><p>Rates fell.</p></div>")
    >>> odds = block_naming(PageShape(page, text_features([b.text for b in page.blocks])))
    >>> bool(odds[0] > odds[1])
    True
    """
    e, at = shape.elements, shape.at
    if not is_named(shape.text):
        return np.zeros(at.size, np.float32)
    rows = [_weighed(s[:_SEEN]) for s in shape.names] if weights is None else [_sums(s, weights[0]) for s in shape.names]
    each = np.array(rows)[shape.signature].T
    each[:, 0] = 0  # the names of the body are those of the site
    around = each[[0, -1]]
    up = e.parent
    for _ in range(int(e.depth.max()).bit_length()):
        around = around + around[:, up]
        up = up[up]
    parent = e.parent[at]
    grandparent = e.parent[parent]
    total = around[0, at] + each[1, at] + each[2, parent] + each[3, grandparent]
    size = around[1, at] + each[-1, at] + each[-1, parent] + each[-1, grandparent]
    base = _weights()[1] if weights is None else weights[1]
    return np.asarray(total / np.sqrt(np.maximum(size, 1)) + base, np.float32)


def named_features(odds: Floats) -> Floats:
    """Describe each block by what its containers' names say, and its neighbours'; columns as NAMED."""
    sums = RunningSums(8, odds)
    return table([odds, before(odds), after(odds), odds.mean(), sums.mean(1), sums.mean(3), sums.mean(8)], odds.size)
