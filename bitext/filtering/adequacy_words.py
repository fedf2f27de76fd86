"""The words of a pair with their places, and which of them the other side has too.

A word is covered where it shares a key with a word of the other side: a stem of its glosses, pinyin as names are written, a
class of function words. Values (numbers, amounts, dates) are compared as values and stand as one word each.
"""

from __future__ import annotations

import re
from bisect import bisect, bisect_left
from functools import lru_cache, partial
from importlib import resources
from math import log, log1p
from typing import TYPE_CHECKING, NamedTuple

from bitext.alignment.closed import CHINESE as CLOSED
from bitext.alignment.closed import english_class
from bitext.alignment.tokens import EMPTY, chinese_keys
from bitext.lexicon import STOP_WORDS, find_stem
from bitext.normalization.conversion import convert_with, in_chinese
from bitext.text import HAN
from bitext.values import compare_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bitext.values import Comparison
    from bitext.words import Cutter

__all__ = ["APART", "KINDS", "Side", "Words", "read_words"]

#: What a word is: of a closed class, a content word, a name or unknown to the lexicon, a value, a given term.
KINDS = ("function", "content", "name", "value", "term")
_FUNCTION, _CONTENT, _NAME, _VALUE, _TERM = range(len(KINDS))
#: How far a covered word and its counterpart stand apart, in shares of their texts: the upper bounds of the classes but the last.
APART = (0.1, 0.2, 0.35, 0.55)
#: Pages that bitext/data/english_words.txt counts words on; the share of them that hold a word which it lacks; the share of them
#: that hold a capitalised word that looks like given pinyin.
_PAGES, _UNSEEN, _PINYIN = 671, 0.002, 0.002
_MOST = 0.95
#: The rate of a value that both sides state.
_STATED = log(_UNSEEN)

_ENGLISH = re.compile(r"[A-Za-z]+(?:['’]t(?![A-Za-z]))?|[0-9]+(?:[.,][0-9]+)*")
_HAN_RUN = re.compile(f"[{HAN}]+")
_WORDLESS = re.compile(r"[\W_]*")


class Word(NamedTuple):
    """A word: what it is, what it may correspond to, and how often chance covers it (the logarithm of a rate)."""

    kind: int
    keys: frozenset[str]
    rate: float


class Side(NamedTuple):
    """The words of a side in order.

    `places` are where they stand, in shares of the text, `lengths` their characters. `apart` is the class of the distance to
    the nearest counterpart, 0 to `len(APART)`, and -1 where there is none. `mates` is where that counterpart stands.
    """

    places: list[float]
    lengths: list[int]
    words: list[Word]
    apart: list[int]
    mates: list[float]


class Words(NamedTuple):
    """Both sides, and their values compared."""

    zh: Side
    en: Side
    values: Comparison


@lru_cache(maxsize=1)
def _background() -> dict[str, float]:
    """How often a page of general English holds a word with a stem, as the rate of a Poisson process."""
    shares: dict[str, float] = {}
    for row in (resources.files("bitext.data") / "english_words.txt").read_text(encoding="utf-8").splitlines():
        number, tab, words = row.partition("\t")
        for word in words.split(" ") if tab else ():
            key = find_stem(word)
            shares[key] = min(_MOST, shares.get(key, 0.0) + int(number) / _PAGES)
    return {key: -log1p(-share) for key, share in shares.items()}


def _rate(keys: Iterable[str]) -> float:
    known = _background()
    return log(max(1e-4, sum(_PINYIN if key[0] == "~" else known.get(key, _UNSEEN) for key in keys if key[0] != ".")))


@lru_cache(maxsize=1 << 16)
def _chinese_word(piece: str) -> Word | None:
    classes = tuple("." + kind for kind in CLOSED.get(piece, ()))
    if piece in EMPTY or (classes and len(piece) == 1):
        return Word(_FUNCTION, frozenset(classes), 0.0) if classes else None
    if _WORDLESS.fullmatch(piece):
        return None
    keys = chinese_keys(piece)
    glossed = any(key[0] != "~" for key in keys)
    return Word(_CONTENT if glossed else _NAME, frozenset((*keys, *classes)), _rate(keys))


@lru_cache(maxsize=1 << 16)
def _english_word(form: str) -> Word | None:
    lower = form.lower().replace("’", "'")
    if lower[0].isdigit():
        number = lower.replace(",", "")
        return Word(_VALUE, frozenset((number,)), log(_UNSEEN))
    kind = english_class(lower)
    classes = ("." + kind,) if kind else ()
    if lower in STOP_WORDS or "'" in lower or len(lower) == 1:
        return Word(_FUNCTION, frozenset(classes), 0.0) if classes else None
    stem = find_stem(lower)
    if form[0].isupper():
        return Word(_NAME, frozenset((stem, "~" + lower, *classes)), _rate((stem,)))
    return Word(_CONTENT, frozenset((stem, *classes)), _rate((stem,)))


def _simplified(text: str) -> str:
    """The text in simplified characters where that leaves its length."""
    if text.isascii():
        return text
    simple = in_chinese(text, partial(convert_with, "t2s"))
    return simple if len(simple) == len(text) else text


def read_words(zh: str, en: str, cutter: Cutter) -> Words:
    """Read a pair.

    Args:
        zh: the Chinese text.
        en: the English text.
        cutter: cuts Chinese into words.

    >>> from bitext.words import make_cutter
    >>> words = read_words("重庆有32个区。", "Chongqing has 32 districts.", make_cutter())
    >>> [apart >= 0 for apart in words.zh.apart], [apart >= 0 for apart in words.en.apart]
    ([True, True, True], [True, True, True])
    """
    values = compare_values(zh, en)
    simple = _simplified(zh)
    pieces = [(start, simple[start:end]) for start, end in cutter.find_spans(simple)]
    forms = [(match.start(), match[0]) for match in _ENGLISH.finditer(en)]
    matched = [(f"={n}", one, other) for n, (one, other) in enumerate(values.matched) if not (one.weak or other.weak)]
    left = _placed(pieces, _chinese_word, sorted((one.start, one.end, key) for key, one, _ in matched), len(zh))
    right = _placed(forms, _english_word, sorted((other.start, other.end, key) for key, _, other in matched), len(en))
    mates = _nearest(left[2], left[0], right[2], right[0]), _nearest(right[2], right[0], left[2], left[0])
    return Words(_side(left, mates[0]), _side(right, mates[1]), values)


def _placed(
    pieces: Iterable[tuple[int, str]], read: Callable[[str], Word | None], values: Sequence[tuple[int, int, str]], size: int
) -> tuple[list[float], list[int], list[Word]]:
    """Words with their places; a value stands for the words that it is made of."""
    places: list[float] = []
    lengths: list[int] = []
    words: list[Word] = []
    waiting = iter(values)
    start, end, key = next(waiting, (size, size, ""))
    for at, piece in pieces:
        while at >= end and key:
            start, end, key = next(waiting, (size, size, ""))
        if at + len(piece) > start and key:
            if not words or key not in words[-1].keys:
                places.append((start + end) / 2 / size)
                lengths.append(end - start)
                words.append(Word(_VALUE, frozenset((key,)), _STATED))
        elif word := read(piece):
            places.append((at + len(piece) / 2) / size)
            lengths.append(len(piece))
            words.append(word)
    return places, lengths, words


def _nearest(words: Sequence[Word], places: Sequence[float], others: Sequence[Word], other_places: Sequence[float]) -> list[float]:
    """Where the nearest word of the other side stands that shares a key; -1 where there is none."""
    index: dict[str, list[float]] = {}
    for word, place in zip(others, other_places, strict=True):
        for key in word.keys:
            index.setdefault(key, []).append(place)
    known = frozenset(index)
    found = []
    for word, place in zip(words, places, strict=True):
        best, apart = -1.0, 2.0
        for key in word.keys & known:
            row = index[key]
            at = bisect(row, place) if len(row) > 1 else 0
            for mate in row[max(0, at - 1) : at + 1]:
                if abs(mate - place) < apart or (abs(mate - place) == apart and mate < best):
                    best, apart = mate, abs(mate - place)
        found.append(best)
    return found


def _side(placed: tuple[list[float], list[int], list[Word]], mates: list[float]) -> Side:
    places, lengths, words = placed
    apart = [bisect_left(APART, abs(mate - place)) if mate >= 0 else -1 for place, mate in zip(places, mates, strict=True)]
    return Side(places, lengths, words, apart, mates)
