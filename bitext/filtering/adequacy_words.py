"""The words of a pair with their places, and which of them the other side has too.

A word is covered where it shares a key with a word of the other side: a stem of its glosses, pinyin as names are written, a
class of function words. Values (numbers, amounts, dates) are compared as values and stand as one word each.
"""

from __future__ import annotations

import re
from bisect import bisect, bisect_left
from functools import lru_cache, partial
from math import log, log1p
from typing import TYPE_CHECKING, Any, NamedTuple

from bitext.alignment.closed import CHINESE as CLOSED
from bitext.alignment.closed import english_class
from bitext.alignment.tokens import EMPTY, chinese_keys
from bitext.filtering.adequacy_forms import bases_of
from bitext.filtering.adequacy_sounds import find_runs, find_sound
from bitext.lexicon import STOP_WORDS, UNSEEN, find_page_shares, find_stem
from bitext.normalization.conversion import convert_with, in_chinese
from bitext.text import HAN
from bitext.values import compare_values
from bitext.words import make_cutter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from bitext.values import Comparison
    from bitext.words import Cutter

__all__ = ["APART", "KINDS", "Side", "Terms", "Words", "make_terms", "read_chinese_keys", "read_english_keys", "read_words"]

#: What a word is: of a closed class, a content word, a name or unknown to the lexicon, a value (or a given term).
KINDS = ("function", "content", "name", "value")
_FUNCTION, _CONTENT, _NAME, _VALUE = range(len(KINDS))
#: How far a covered word and its counterpart stand apart, in shares of their texts: the upper bounds of the classes but the last.
APART = (0.1, 0.2, 0.35, 0.55)
#: The share of pages of English that hold a capitalised word that looks like given pinyin.
_PINYIN = 0.002
#: Characters of a stem that derived words share.
_HEAD = 5
#: The rate of a value that both sides state.
_STATED = log(UNSEEN)
_NO_VALUE = (0, 0, "")

_ENGLISH = re.compile(r"[A-Za-z]+(?:['’]t(?![A-Za-z]))?|[0-9]+(?:[.,][0-9]+)*")
_HAN_RUN = re.compile(f"[{HAN}]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_WORDLESS = re.compile(r"[\W_]*")


class Word(NamedTuple):
    """A word: what it is, what it may correspond to, and how often chance covers it (the logarithm of a rate).

    `known` is false of an English word that general English hardly has: foreign, misspelt, or cut.
    """

    kind: int
    keys: frozenset[str]
    rate: float
    known: bool = True


class Side(NamedTuple):
    """The words of a side in order.

    `starts` and `ends` are code points of the text, `places` where their middles stand, in shares of the text. `mates` is where
    the nearest counterpart stands in its text, -1 where there is none; `apart` is the class of the distance between both, 0
    to `len(APART)`, and -1 where there is none.
    """

    words: list[Word]
    starts: list[int]
    ends: list[int]
    places: list[float]
    mates: list[float]
    apart: list[int]


class Words(NamedTuple):
    """Both sides, and their values compared."""

    zh: Side
    en: Side
    values: Comparison


@lru_cache(maxsize=1)
def _background() -> dict[str, float]:
    """How often a page of general English holds a word with a stem, as the rate of a Poisson process."""
    return {key: -log1p(-share) for key, share in find_page_shares().items()}


def _rate(keys: Iterable[str]) -> float:
    known = _background()
    return log(max(1e-4, sum(_PINYIN if key[0] == "~" else known.get(key, UNSEEN) for key in keys if key[0] != "." and key[-1] != "-")))


class Terms(NamedTuple):
    """Given terms, ready to be found: for each English form in lower case, the Chinese ones that it translates."""

    zh: Any
    en: Any
    couples: frozenset[tuple[int, int]]

    def find(self, zh: str, en: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        """Find the terms that both sides have, each once: half-open code points on both sides."""
        left = {number: (start, end) for number, start, end in self.zh.find_matches_as_indexes(_safe(zh))}
        lower = en.lower() if len(en.lower()) == len(en) else en
        found = []
        for number, start, end in self.en.find_matches_as_indexes(_safe(lower)) if left else ():
            if not (lower[start - 1 : start].isalnum() if start else False) and not lower[end : end + 1].isalpha():
                mate = next((n for n in left if (n, number) in self.couples), None)
                if mate is not None:
                    found.append((left.pop(mate), (start, end)))
        return found


def _safe(text: str) -> str:
    return _SURROGATE.sub("\ufffd", text)


def make_terms(terms: Sequence[tuple[str, str]]) -> Terms | None:
    """Make given terms ready to be found; None where there are none.

    Args:
        terms: Chinese forms with English ones.

    >>> terms = make_terms([("渝金通", "Yujintong")])
    >>> terms.find("渝金通上线。", "The Yujintong is online.") if terms else None
    [((0, 3), (4, 13))]
    """
    couples = [(_safe(_simplified(zh)), _safe(en.lower())) for zh, en in terms if zh.strip() and en.strip()]
    if not couples:
        return None
    from ahocorasick_rs import AhoCorasick, MatchKind

    left, right = ({form: n for n, form in enumerate(dict.fromkeys(side))} for side in zip(*couples, strict=True))
    zh_finder, en_finder = (AhoCorasick(list(side), matchkind=MatchKind.LeftmostLongest) for side in (left, right))
    return Terms(zh_finder, en_finder, frozenset((left[zh], right[en]) for zh, en in couples))


def _with_heads(keys: Iterable[str]) -> tuple[str, ...]:
    """Keys with the heads of long stems, which derived words share: accusation and accuse."""
    found = tuple(keys)
    heads = {key[:_HEAD] + "-" for key in found if len(key) >= _HEAD and key[0] != "~"}
    return (*found, *heads)


@lru_cache(maxsize=1 << 16)
def _chinese_word(piece: str) -> Word | None:
    classes = tuple("." + kind for kind in CLOSED.get(piece, ()))
    if piece in EMPTY or (classes and len(piece) == 1):
        return Word(_FUNCTION, frozenset(classes), 0.0) if classes else None
    if _WORDLESS.fullmatch(piece):
        return None
    keys = _with_heads(chinese_keys(piece))
    glossed = any(key[0] != "~" for key in keys)
    return Word(_CONTENT if glossed else _NAME, frozenset((*keys, *classes)), _rate(keys))


@lru_cache(maxsize=1 << 16)
def _english_word(form: str) -> Word | None:
    lower = form.lower().replace("’", "'")
    if lower[0].isdigit():
        number = lower.replace(",", "")
        return Word(_VALUE, frozenset((number,)), log(UNSEEN))
    kind = english_class(lower)
    classes = ("." + kind,) if kind else ()
    if lower in STOP_WORDS or "'" in lower or len(lower) == 1:
        return Word(_FUNCTION, frozenset(classes), 0.0) if classes else None
    stem = find_stem(lower)
    stems = (stem, *map(find_stem, bases_of(lower)))
    if form[0].isupper():
        return Word(_NAME, frozenset((*_with_heads(stems), "~" + lower, *classes)), _rate((stem,)))
    return Word(_CONTENT, frozenset((*_with_heads(stems), *classes)), _rate((stem,)), known=stem in _background())


def _simplified(text: str) -> str:
    """The text in simplified characters where that leaves its length."""
    if text.isascii():
        return text
    simple = in_chinese(text, partial(convert_with, "t2s"))
    return simple if len(simple) == len(text) else text


def read_words(zh: str, en: str, cutter: Cutter, terms: Terms | None = None) -> Words:
    """Read a pair.

    Args:
        zh: the Chinese text.
        en: the English text.
        cutter: cuts Chinese into words.
        terms: given terms, which stand whole where both sides have them.

    >>> from bitext.words import make_cutter
    >>> words = read_words("重庆有32个区。", "Chongqing has 32 districts.", make_cutter())
    >>> [apart >= 0 for apart in words.zh.apart], [apart >= 0 for apart in words.en.apart]
    ([True, True, True], [True, False, True, True])
    """
    values = compare_values(zh, en)
    simple = _simplified(zh)
    pieces = [(start, simple[start:end]) for start, end in cutter.find_spans(simple)]
    forms = [(match.start(), match[0]) for match in _ENGLISH.finditer(en)]
    stated = [(one, other) for one, other in values.matched if not (one.weak or other.weak)]
    matched = [((one.start, one.end), (other.start, other.end)) for one, other in stated]
    matched += terms.find(simple, en) if terms else []
    left = _placed(pieces, _chinese_word, _apart([(*one, f"={n}") for n, (one, _) in enumerate(matched)]), len(zh))
    right = _placed(forms, _english_word, _apart([(*other, f"={n}") for n, (_, other) in enumerate(matched)]), len(en))
    _link(left, right)
    _hear(left, right, simple, en)
    for side in (left, right):
        side.apart[:] = [bisect_left(APART, abs(m - p)) if m >= 0 else -1 for p, m in zip(side.places, side.mates, strict=True)]
    return Words(left, right, values)


@lru_cache(maxsize=1)
def _cutter() -> Cutter:
    return make_cutter()


@lru_cache(maxsize=1 << 6)
def read_chinese_keys(text: str) -> frozenset[str]:
    """Give what the words of a Chinese text may correspond to, all together and without their places.

    >>> "rain" in read_chinese_keys("下雨了。")
    True
    """
    simple = _simplified(text)
    words = (_chinese_word(simple[start:end]) for start, end in _cutter().find_spans(simple))
    return frozenset().union(*(word.keys for word in words if word and word.kind != _FUNCTION))


@lru_cache(maxsize=1 << 6)
def read_english_keys(text: str) -> tuple[tuple[frozenset[str], float], ...]:
    """Give the content words of an English text: what each may correspond to, and its weight, the more the rarer it is.

    >>> [sorted(keys) for keys, _ in read_english_keys("It rains.")]
    [['rain']]
    """
    words = (_english_word(match[0]) for match in _ENGLISH.finditer(text))
    return tuple((word.keys, -word.rate) for word in words if word and word.kind != _FUNCTION and word.rate < 0)


def _apart(spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Spans in order, without those that begin inside another."""
    kept: list[tuple[int, int, str]] = []
    for span in sorted(spans):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _placed(
    pieces: Iterable[tuple[int, str]], read: Callable[[str], Word | None], values: Sequence[tuple[int, int, str]], size: int
) -> Side:
    """Words with their places; a value that both sides state stands for the words that it is made of."""
    words: list[Word] = []
    starts: list[int] = []
    ends: list[int] = []
    waiting = iter(values)
    start, end, key = next(waiting, _NO_VALUE)
    for at, piece in pieces:
        while key and at >= end:
            start, end, key = next(waiting, _NO_VALUE)
        if key and at + len(piece) > start:
            if not words or key not in words[-1].keys:
                words.append(Word(_VALUE, frozenset((key,)), _STATED))
                starts.append(start)
                ends.append(end)
        elif word := read(piece):
            words.append(word)
            starts.append(at)
            ends.append(at + len(piece))
    return Side(words, starts, ends, [(one + other) / 2 / size for one, other in zip(starts, ends, strict=True)], [], [])


def _link(left: Side, right: Side) -> None:
    """For each word, note where the nearest word of the other side stands that shares a key; -1 where there is none."""
    known = frozenset().union(*(word.keys for word in right.words))
    shared = [word.keys & known for word in left.words]
    zh: dict[str, list[float]] = {}
    en: dict[str, list[float]] = {}
    for keys, place in zip(shared, left.places, strict=True):
        for key in keys:
            zh.setdefault(key, []).append(place)
    common = frozenset(zh)
    met = [word.keys & common for word in right.words]
    for keys, place in zip(met, right.places, strict=True):
        for key in keys:
            en.setdefault(key, []).append(place)
    left.mates.extend([_nearest(keys, place, en) for keys, place in zip(shared, left.places, strict=True)])
    right.mates.extend([_nearest(keys, place, zh) for keys, place in zip(met, right.places, strict=True)])


def _nearest(keys: frozenset[str], place: float, index: Mapping[str, Sequence[float]]) -> float:
    """The place nearest to one's own, the first of two equally near; the place of each key stand in order."""
    best, apart = -1.0, 2.0
    for key in keys:
        row = index[key]
        at = bisect(row, place) if len(row) > 1 else 0
        for mate in row[max(0, at - 1) : at + 1]:
            distance = abs(mate - place)
            if distance < apart or (distance == apart and mate < best):
                best, apart = mate, distance
    return best


def _hear(left: Side, right: Side, simple: str, en: str) -> None:
    """Join names by their sound where no key joins them."""
    alone = [n for n, word in enumerate(right.words) if word.kind == _NAME and right.mates[n] < 0]
    if not alone or min(left.mates, default=0) >= 0 or not (runs := find_runs(simple)):
        return
    for n in alone:
        for start, end in find_sound(en[right.starts[n] : right.ends[n]], runs):
            first, last = bisect(left.ends, start), bisect_left(left.starts, end)
            for at in range(first, last):
                if left.mates[at] < 0:
                    left.mates[at] = right.places[n]
                    right.mates[n] = left.places[at]
