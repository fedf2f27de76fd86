"""What a pair is judged by: a number for each of `FEATURES`, from its words, its lengths, its marks and its values."""

from __future__ import annotations

import re
from bisect import bisect
from math import log
from typing import TYPE_CHECKING, NamedTuple

from bitext.filtering.adequacy_evidence import weigh_words, worst_stretches
from bitext.text import CLOSERS, HAN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bitext.filtering.adequacy_evidence import Chances
    from bitext.filtering.adequacy_words import Side, Words
    from bitext.values import Comparison

__all__ = ["COUNTS", "FEATURES", "GROUPS", "Lengths", "count_characters", "describe_words"]

#: What the expected English length is made of: counts of the Chinese side.
COUNTS = ("han", "letters", "digits", "marks", "words")
_SIDES = ("zh", "en")
_PARTS = (
    "evidence", "mean", "head", "tail", "inside", "tail share", "inside share", "first third", "middle third", "last third", "after last",
    "covered", "rare covered", "worst clause", "bare clause", "worst sentence", "bare sentence",
)  # fmt: skip
#: The groups in which features are explained, each with its features.
GROUPS: dict[str, tuple[str, ...]] = {
    "words of the Chinese": tuple(f"zh {part}" for part in _PARTS),
    "words of the English": tuple(f"en {part}" for part in _PARTS),
    "places of the words": ("slope", "offset", "order"),
    "lengths": ("length", "content words", "length without zh stretch", "length without en stretch", "size"),
    "ends": ("zh ends", "en ends", "ends differ", "en begins low", "zh begins low", "open zh", "open en"),
    "marks": ("sentences", "commas", "brackets", "quotes", "questions"),
    "values": ("values shared", "values of zh alone", "values of en alone", "late values of zh alone", "late values of en alone"),
    "languages": ("zh han", "en han", "en function", "en unknown", "zh latin shared"),
}
FEATURES = tuple(name for names in GROUPS.values() for name in names)

_HAN_RUN, _LETTERS, _DIGITS = re.compile(f"[{HAN}]+"), re.compile(rf"[^\W\d_{HAN}]+"), re.compile(r"[0-9]+")
_LATIN, _LATIN_MOST = re.compile("[a-z]{2,}"), 20
_SPACE = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"[.!?…。！？]+(?=[\"'”’」』)）]*(?:\s|$))|[。！？]+")
_CLAUSE_ENDS = re.compile(r"[，。；：！？!?;:]|[.,](?=\s)|[—–]+")
_PAIRED = {"(": ")", "（": "）", "“": "”", "「": "」", "《": "》"}


class Lengths(NamedTuple):
    """English characters that each of `COUNTS` stands for."""

    weights: tuple[float, ...]

    def expect(self, counts: Sequence[float]) -> float:
        """Give the English length that Chinese counts let expect, in characters."""
        return sum(weight * count for weight, count in zip(self.weights, counts, strict=True))


def count_characters(text: str, words: int) -> tuple[int, ...]:
    """Count Han characters, other letters, digits, marks; the number of words comes last.

    >>> count_characters("GDP增长5%。", 3)
    (2, 3, 1, 2, 3)
    """
    han, letters, digits, space = (sum(map(len, run.findall(text))) for run in (_HAN_RUN, _LETTERS, _DIGITS, _SPACE))
    return han, letters, digits, len(text) - han - letters - digits - space, words


def describe_words(zh: str, en: str, words: Words, chances: Chances, lengths: Lengths) -> list[float]:
    """Give a number for each of `FEATURES`.

    Args:
        zh: the Chinese text.
        en: the English text.
        words: their words.
        chances: of words to be covered.
        lengths: what Chinese lengths let expect.

    >>> from bitext.filtering.adequacy import load_model
    >>> from bitext.filtering.adequacy_words import read_words
    >>> from bitext.words import make_cutter
    >>> model, words = load_model("adequacy"), read_words("下雨了。", "It rains.", make_cutter())
    >>> len(describe_words("下雨了。", "It rains.", words, model.chances, model.lengths)) == len(FEATURES)
    True
    """
    sizes = [sum(1 for word in side.words if word.keys) for side in (words.zh, words.en)]
    weights = weigh_words(words.zh, 0, sizes[1], chances), weigh_words(words.en, 1, sizes[0], chances)
    left, shares_zh = _speak(words.zh, weights[0])
    right, shares_en = _speak(words.en, weights[1])
    left += [*_parts(words.zh, weights[0], _CLAUSE_ENDS, zh), *_parts(words.zh, weights[0], _SENTENCE_END, zh)]
    right += [*_parts(words.en, weights[1], _CLAUSE_ENDS, en), *_parts(words.en, weights[1], _SENTENCE_END, en)]
    counts = count_characters(zh, len(words.zh.words))
    english = count_characters(en, len(words.en.words))
    return [
        *left,
        *right,
        *_places(words.zh, weights[0]),
        *_sizes(lengths.expect(counts), len(en), sizes, shares_zh, shares_en),
        *_ends(zh, en),
        *_marks(zh, en),
        *_values(words.values, len(zh), len(en)),
        *_languages(zh, en, words.en, counts, english),
    ]


def _speak(side: Side, weights: list[float]) -> tuple[list[float], float]:
    """What the words of a side say, as a whole, at its ends and inside; and the share of the text in the worst stretch."""
    total, size = sum(weights), len(weights)
    head, tail, inside = worst_stretches(weights)
    sizes = [end - start for start, end in zip(side.starts, side.ends, strict=True)]
    every = sum(sizes) + 1
    tail_share, inside_share = (sum(sizes[stretch.start : stretch.end]) / every for stretch in (tail, inside))
    thirds = [[0.0, 2.0] for _ in range(3)]
    for place, weight in zip(side.places, weights, strict=True):
        third = thirds[min(2, int(place * 3))]
        third[0] += weight
        third[1] += 1
    last = max((place for place, apart in zip(side.places, side.apart, strict=True) if apart >= 0), default=0.0)
    parts = [total, total / (size + 2), head.weight, tail.weight, inside.weight, tail_share, inside_share]
    content = [(word.rate, apart >= 0) for word, apart in zip(side.words, side.apart, strict=True) if word.kind and word.keys]
    covered = (sum(hit for _, hit in content) + 0.5) / (len(content) + 1)
    rare = sum(-rate for rate, hit in content if hit and rate < 0)
    return [*parts, *(mean / number for mean, number in thirds), 1 - last, covered, rare], inside_share


def _parts(side: Side, weights: list[float], border: re.Pattern[str], text: str) -> tuple[float, float]:
    """The clause or sentence that speaks most against the pair, and the longest one of which nothing is covered, as a share of the text.

    Both are 0 where the text has only one.
    """
    ends = [match.end() for match in border.finditer(text)]
    if not ends or ends == [len(text)]:
        return 0.0, 0.0
    sums, covered = [0.0] * (len(ends) + 1), [False] * (len(ends) + 1)
    for start, weight, apart, word in zip(side.starts, weights, side.apart, side.words, strict=True):
        part = bisect(ends, start)
        sums[part] += weight
        covered[part] |= apart >= 0 and word.kind > 0
    bounds = zip([0, *ends], [*ends, len(text)], covered, strict=True)
    bare = max((end - start for start, end, hit in bounds if not hit), default=0)
    return min(sums), bare / len(text)


def _places(side: Side, weights: list[float]) -> tuple[float, float, float]:
    """How places on one side run with those on the other: slope, mean offset and correlation, drawn to those of a translation."""
    rows = [(p, m, max(0.0, w)) for p, m, w, word in zip(side.places, side.mates, weights, side.words, strict=True) if m >= 0 and word.kind]
    whole = sum(w for _, _, w in rows) + 1e-9
    x, y = sum(p * w for p, _, w in rows) / whole, sum(m * w for _, m, w in rows) / whole
    xx, yy, xy = 0.08, 0.08, 0.08  # as if one word more stood where it should: the variance of an even spread is 1/12
    for p, m, w in rows:
        xx += w * (p - x) ** 2
        yy += w * (m - y) ** 2
        xy += w * (p - x) * (m - y)
    return log(max(0.05, xy / xx) / max(0.05, xy / yy)), (y - x) * whole / (whole + 1), xy / (xx * yy) ** 0.5


def _sizes(expected: float, length: int, words: Sequence[int], zh_share: float, en_share: float) -> tuple[float, ...]:
    """How long the English is beside what the Chinese lets expect, as it is and without what seems to have no counterpart."""
    ratio = log((length + 8) / (expected + 8))
    content = log((words[1] + 1.5) / (words[0] + 1.5))
    without_zh = log((length + 8) / (expected * (1 - zh_share) + 8))
    without_en = log((length * (1 - en_share) + 8) / (expected + 8))
    return ratio, content, without_zh, without_en, log(length + expected + 1)


_KINDS = {
    **dict.fromkeys(".。．", 1.0),
    **dict.fromkeys("?？", 2.0),
    **dict.fromkeys("!！", 3.0),
    **dict.fromkeys("…—", 4.0),
    **dict.fromkeys(",，、;；:：", 5.0),
}


def _end(text: str) -> float:
    return _KINDS.get(text.rstrip(CLOSERS + " \t\r\n")[-1:], 0.0)


def _ends(zh: str, en: str) -> tuple[float, ...]:
    """How both sides begin and end; a side that ends in the midst of something has been cut."""
    one, other = _end(zh), _end(en)
    low = re.match(r"[^A-Za-z0-9]{0,8}[a-z]", en) is not None
    begins = zh.lstrip()[:1] in {*"，。、；：？！”）」》"} and zh != ""
    return one, other, float(one != other), float(low), float(begins), _open(zh), _open(en)


def _open(text: str) -> float:
    """Brackets and quotation marks that are opened and not closed, less those closed and not opened."""
    return float(sum(text.count(left) - text.count(right) for left, right in _PAIRED.items()))


def _marks(zh: str, en: str) -> tuple[float, ...]:
    """How many more marks the English has, by what they say."""
    sentences = len(_SENTENCE_END.findall(en)) - len(_SENTENCE_END.findall(zh))
    commas = sum(map(en.count, ",;:—–")) - sum(map(zh.count, "，；：,;:—"))
    brackets = sum(map(en.count, "([")) - sum(map(zh.count, "(（[【"))
    quotes = (sum(map(en.count, '“”"')) - sum(map(zh.count, '“”「」『』"《》'))) / 2
    asks = sum(map(en.count, "?!")) - sum(map(zh.count, "?!？！"))
    return tuple(map(float, (sentences, commas, brackets, quotes, asks)))


def _values(values: Comparison, zh: int, en: int) -> tuple[float, ...]:
    left, right = ([v.start for v in side if not v.weak] for side in (values.zh_only, values.en_only))
    late = [sum(start > size / 2 for start in starts) for starts, size in ((left, zh), (right, en))]
    return tuple(map(float, (sum(not one.weak for one, _ in values.matched), len(left), len(right), *late)))


def _languages(zh: str, en: str, english: Side, counts: Sequence[int], english_counts: Sequence[int]) -> tuple[float, ...]:
    """Shares of Han among the letters of both sides, of function words among the English ones, of Latin words that both have."""
    latin, lower = _LATIN.findall(zh.lower()), en.lower()
    shared = sum(word in lower for word in latin[:_LATIN_MOST]) / (counts[-1] + 1)
    function = sum(word.kind == 0 for word in english.words) / (len(english.words) + 2)
    unknown = sum(not word.known for word in english.words) / (len(english.words) + 2)
    han = (english_counts[0] + 0.0) / (english_counts[0] + english_counts[1] + 1)
    return (counts[0] + 1) / (counts[0] + counts[1] + 1), han, function, unknown, shared
