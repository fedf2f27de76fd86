"""What a block looks like and what stands around it: the features of HTML and text alike.

Named columns in one float32 array, a row a block. The sources are the boilerplate literature — text and
link density and their neighbours (Kohlschütter, Fankhauser and Nejdl 2010, doi:10.1145/1718487.1718542),
function words (jusText, Pomikálek 2011) — and what carried two prototypes here.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import numpy as np

from bitext.maintext.lines import BEGINS, COLON, ENDS, QUOTE, Known, Lines, bigram_hashes, count, token_hashes
from bitext.maintext.neighbours import RunningSums, after, before, best_run, table, to_nearest
from bitext.maintext.vocabulary import EN_FUNCTION
from bitext.text import is_han, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["TEXT_FEATURES", "TextShape", "guess_title", "text_features"]

OWN = (
    "log_tokens", "log_chars", "en_function", "zh_function", "han", "terminal", "punctuation", "digits", "upper", "furniture_density",
    "furniture", "date", "separators", "colon", "short", "repeat", "copies", "in_title", "covers_title", "is_title", "in_description",
    "starts_sentence", "quote", "title_words", "stated", "spaces", "capitals", "recurs_near", "recurs",
)  # fmt: skip
AROUND = (
    "prose", "tokens_before", "tokens_after", "place", "from_top", "from_end", "prose_before", "prose_after", "page_blocks", "page_prose",
    "page_prose_tokens", "page_zh", "page_mean_tokens", "mean_1", "mean_2", "mean_6", "previous", "next", "prose_1", "prose_3", "prose_8",
    "short_3", "short_8", "furniture_3", "furniture_8", "copies_3", "run", "after_title", "to_prose_back", "to_prose_on",
    "previous_terminal", "next_terminal", "longer_near", "page_tokens", "page_short", "title_words_3", "title_words_8", "description_2",
    "dates_3", "prose_since_title", "stated_3", "page_stated", "recurs_near_3", "recurs_3", "recurs_8",
)  # fmt: skip
#: The names of the columns that `text_features` makes.
TEXT_FEATURES = (*OWN, *AROUND)

_COMMON = frozenset(EN_FUNCTION)
#: An odd factor (the golden ratio of 2**64) that brings what the low bits of a hash tell into the high ones: short words have no others.
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


class TextShape:
    """The features of a page's blocks and the arrays that later features build on."""

    __slots__ = ("counts", "features", "prose", "tokens")

    def __init__(self, features: NDArray[np.floating], counts: Lines, prose: NDArray[np.bool_]) -> None:
        self.features, self.counts, self.prose = features, counts, prose
        self.tokens = counts.tokens


def text_features(texts: Sequence[str], title: str = "", description: str = "", body: str = "") -> TextShape:
    """Describe each block by its text and its neighbours.

    Args:
        texts: the blocks' texts, in order; at least one.
        title, description, body: the page's own, where it states them (`body` is JSON-LD's articleBody).

    >>> text_features(["Home", "A long sentence that is plainly the text of this page."]).features.shape[0]
    2
    """
    counts = count(texts)
    own = _own(texts, counts, title, description, body)
    column = {name: own[:, i] for i, name in enumerate(OWN)}
    n = counts.tokens
    prose = (
        (n >= 12)
        & ((column["terminal"] > 0) | (n > 40))
        & ((column["en_function"] > 0.15) | (column["zh_function"] > 0.05) | (n > 25))
        & ((column["punctuation"] > 0.015) | (n <= 40))
        & (column["repeat"] == 0)
    )
    around = _around(column, counts, prose)
    return TextShape(np.concatenate([own.T, around.T]).T, counts, prose)


def _own(texts: Sequence[str], c: Lines, title: str, description: str, body: str) -> NDArray[np.floating]:
    tokens = np.maximum(c.tokens, 1)
    length = np.minimum(np.maximum(c.length, 1), 2000)
    copies, repeat = _copies(texts)
    in_title, covers = _overlap(c, title)
    described, _ = _overlap(c, description)
    stated, _ = _overlap(c, body) if len(body) >= 200 else (np.full(c.n, -1, np.float32), None)
    return table([
        np.log1p(tokens), np.log1p(c.length), c.en_function / tokens, c.zh_function / tokens, c.han / tokens,
        (c.last & ENDS) > 0, c.punctuation / tokens, c.digits / length, c.upper / length,
        np.minimum(c.lexicon, 5) / np.log(2 + tokens), np.minimum(c.lexicon, 12), (c.dates > 0) & (c.digits > 0) & (c.length < 300),
        c.separators / np.sqrt(tokens), (c.last & COLON) > 0, tokens < 10, repeat, copies,
        in_title, covers, (in_title > 0.6) & (covers > 0.6), np.where(tokens >= 5, described, 0),
        (c.first & BEGINS) > 0, (c.first & QUOTE) > 0,
        _title_words(c, title), stated, c.spaces / length, c.capitals / tokens, *_recurrence(c),
    ], c.n)  # fmt: skip


def _copies(texts: Sequence[str]) -> tuple[NDArray[np.floating], NDArray[np.bool_]]:
    """How often each text stands on the page, five at most, and whether it stands there before."""
    first: dict[str, int] = {}
    firsts = np.array([first.setdefault(text, at) for at, text in enumerate(texts)], np.int64)
    return np.minimum(np.bincount(firsts, minlength=1)[firsts], 5).astype(np.float32), firsts != np.arange(firsts.size)


def _title_words(c: Lines, title: str) -> NDArray[np.floating]:
    """The share of the title's words that stand in each line (word pairs for Chinese, whose characters alone say little)."""
    if not title:
        return np.full(c.n, -1, np.float32)
    words = [t for t in tokens(title[:300].lower()) if t not in _COMMON]
    latin = sorted({h for w in words if len(w) > 1 for h in token_hashes(w)})
    pairs = sorted(bigram_hashes("".join(w if is_han(w) else " " for w in tokens(title[:300]))))
    hits = np.zeros(c.n, np.float32)
    for known, stream, top in ((latin, c.token, c.token_top), (pairs, c.bigram, c.bigram_top)):
        if known:
            found, at = Known(known).find(stream, top)
            places = np.sort(c.line[found] * len(known) + at)  # np.unique hashes, far slower on lines that are alike
            once = np.ones(places.size, np.bool_)
            once[1:] = places[1:] != places[:-1]  # a word counts once a line
            hits += np.bincount(places[once] // len(known), minlength=c.n).astype(np.float32)
    return hits / max(len(latin) + len(pairs), 1)


def _recurrence(c: Lines) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """The share of each line's content words that come again within five lines, and anywhere else on the page.

    The names and terms of an article recur in it; those of a list of teasers do not. A Chinese word is a pair of
    characters, an English one a token that is no function word.
    """
    zeros = np.zeros(c.n, np.float32)
    if not c.token.size:
        return zeros, zeros
    han = (c.han[c.line] > 0) & (c.bigram != 0)
    word = np.where(han, c.bigram, c.token)
    content = np.ones(word.size, np.bool_)
    content[c.common] = False
    content |= han
    at = np.flatnonzero(content)
    if not at.size:
        return zeros, zeros
    # A word's place stands in the lowest bits of its key, so that a plain sort, which is the quickest, goes by word, then by place.
    bits = np.uint64(int(word.size).bit_length())
    keys = np.sort((word[at] * _SPREAD) >> bits << bits | at.astype(np.uint64))
    order = (keys & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
    kinds = keys >> bits
    same = kinds[1:] == kinds[:-1]
    gap = c.line[order[1:]] - c.line[order[:-1]]
    near, other = np.zeros(order.size, np.bool_), np.zeros(order.size, np.bool_)
    for hits, close in ((near, same & (gap > 0) & (gap <= 5)), (other, same & (gap > 0))):
        hits[1:] |= close
        hits[:-1] |= close
    lines = c.line[order]
    total = np.maximum(np.bincount(lines, minlength=c.n), 1)
    return tuple((np.bincount(lines[h], minlength=c.n) / total).astype(np.float32) for h in (near, other))  # type: ignore[return-value]


def guess_title(texts: Sequence[str]) -> str:
    """The title of a text that states none apart: one of its first lines that a later line repeats, give or take the site's name.

    Scraped text often begins with the page's <title>, and the headline comes again above the article. "" where none does.

    >>> guess_title(["New line opens in May - City News", "Home", "New line opens in May", "The council said so."])
    'New line opens in May'
    """
    heads = [re.split(r"\s[-|–—·]\s|[_|｜]|--|－", t, maxsplit=1)[0].strip().lower() for t in texts[:3]]
    begin = {h[:6] for h in heads if len(h) >= 6}
    best = ""
    for text in texts[1:400] if begin else ():
        if 6 <= len(text) <= 200 and len(text) > len(best):
            low = text.lower()
            if low[:6] in begin and any(
                text is not texts[i] and len(h) >= 6 and (low == h or (low.startswith(h) and len(h) * 2 > len(low)))
                for i, h in enumerate(heads)
            ):
                best = text
    return best


def _overlap(c: Lines, text: str) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """How much of each line's word pairs are the text's, and how much of the text's are the line's."""
    wanted = bigram_hashes(text[:60000])
    if not wanted:
        single = token_hashes(text[:400])
        if not single:
            return np.zeros(c.n, np.float32), np.zeros(c.n, np.float32)
        hit = np.bincount(c.line[c.token == np.uint64(single[0])], minlength=c.n).astype(np.float32)
        return hit / np.maximum(c.tokens, 1), np.minimum(hit, 1)
    found, _ = Known(wanted).find(c.bigram, c.bigram_top)
    found = found[c.bigram[found] != 0]
    hits = np.bincount(c.line[found], minlength=c.n).astype(np.float32)
    return np.minimum(hits / np.maximum(c.tokens - 1, 1), 1), np.minimum(hits / len(wanted), 1)


def _around(own: dict[str, NDArray[np.floating]], c: Lines, is_prose: NDArray[np.bool_]) -> NDArray[np.floating]:
    n, tokens = c.n, c.tokens
    prose = is_prose.astype(np.float32)
    weight = prose * tokens
    total, total_prose = max(float(tokens.sum()), 1.0), float(weight.sum())
    running, running_prose = np.cumsum(tokens), np.cumsum(weight)
    log, ends = own["log_tokens"], own["terminal"]
    short = tokens < 8
    sums = RunningSums(
        8, own["in_description"], log, prose, short, own["furniture"] > 0, own["title_words"], own["recurs"],
        own["copies"] > 1, own["date"], own["stated"], own["recurs_near"],
    )  # fmt: skip
    described_2, log_2 = sums.mean(2, 0, 2)
    log_1, prose_1 = sums.mean(1, 1, 3)
    log_3, prose_3, short_3, furniture_3, title_3, recurs_3, copied_3, date_3, stated_3, near_3 = sums.mean(3, 1, 11)
    prose_8, short_8, furniture_8, title_8, recurs_8 = sums.mean(8, 2, 7)
    (back,), (on,) = to_nearest(is_prose[None, :])
    steps = np.log1p(np.arange(n, dtype=np.float32))
    found = np.flatnonzero(own["is_title"] > 0)
    title = int(found[0]) if found.size else -1
    return table([
        prose, np.log1p(running - tokens), np.log1p(total - running), running / total, steps, steps[::-1],
        (running_prose - weight) / max(total_prose, 1.0), np.log1p(np.maximum(total_prose - running_prose, 0)), math.log1p(n),
        prose.mean(), np.float32(total_prose) / np.float32(total), float(c.han.sum() > 0.3 * total), math.log1p(total / n),
        log_1, log_2, sums.mean(6, 1, 2), before(log), after(log), prose_1, prose_3, prose_8, short_3, short_8, furniture_3, furniture_8, copied_3,
        _in_best_run(weight, is_prose), _after_title(title, n), back, on, before(ends), after(ends),
        log - log_3, math.log1p(total), short.mean(dtype=np.float32), title_3, title_8, described_2, date_3,
        _since_title(title, running_prose - weight), stated_3, (own["stated"] > 0.5).mean(), near_3, recurs_3, recurs_8,
    ], n)  # fmt: skip


def _in_best_run(weight: NDArray[np.floating], prose: NDArray[np.bool_]) -> NDArray[np.floating]:
    """1 inside the best run of prose, where a block that is none costs 10 tokens."""
    start, end, _ = best_run(np.where(prose, weight, -10.0))
    inside = np.zeros(weight.size, np.float32)
    inside[start:end] = 1
    return inside


def _since_title(title: int, before: NDArray[np.floating]) -> NDArray[np.floating]:
    """The log count of prose tokens between the title (the page's start where there is none) and each block; -1 before it."""
    since = np.log1p(np.maximum(before - (before[title] if title >= 0 else 0.0), 0))
    since[: max(title, 0)] = -1
    return np.asarray(since)


def _after_title(title: int, n: int) -> NDArray[np.floating] | int:
    """The signed log distance, in blocks, from the first block that repeats the title; -9 where none does."""
    if title < 0:
        return -9
    away = np.arange(n) - title
    return np.asarray(np.sign(away) * np.log1p(np.abs(away)))
