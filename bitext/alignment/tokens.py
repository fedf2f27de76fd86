"""What the words of a sentence may correspond to: keys that both languages share, words of a side in flat arrays.

A Chinese word has the stems of its glosses, its pinyin (as names are written), its number; an English word its stem and,
where it begins with a capital, itself as a possible pinyin. Two words may correspond where they share a key.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice, product
from typing import TYPE_CHECKING

import numpy as np

from bitext.alignment.closed import CHINESE as CLOSED
from bitext.alignment.closed import ENGLISH, english_class
from bitext.lexicon import STOP_WORDS, find_stem, load_lexicon
from bitext.text import HAN
from bitext.values import find_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from bitext.words import Cutter

__all__ = [
    "EMPTY",
    "ENGLISH_WORD",
    "Token",
    "Tokens",
    "chinese_keys",
    "chinese_tokens",
    "closed_tokens",
    "english_tokens",
    "make_tokens",
    "sort_distinct",
    "term_tokens",
    "value_tokens",
    "weigh_across",
]

#: A word as it stands, with the keys that it may share with words of the other side.
Token = tuple[str, tuple[str, ...]]

_HAN_ONLY = re.compile(f"[{HAN}]+")
_CHINESE_NUMBER = re.compile("[零〇一二两三四五六七八九十百千万亿]+")
_DIGITS = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
#: What a word or number of English is.
ENGLISH_WORD = re.compile(r"[A-Za-z]+|[0-9]+(?:[.,][0-9]+)*")
_LATIN = re.compile(r"[A-Za-z]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NO_WORD = re.compile(r"[\W_]*")
#: Chinese words that say nothing of the content; what some of them say is in `closed`.
EMPTY = frozenset(
    "的 了 着 过 地 得 之 是 在 也 就 都 而 及 与 和 或 等 把 被 将 给 于 以 从 向 对 由 为 这 那 他 她 它 我 你 您 们 他们 她们 我们 你们 个 这个 那个 一个 "
    "上 下 里 中 来 去 又 还 再 才 便 却 但 并 则 所 其 此 该 吗 呢 吧 啊 呀 嘛 哪 么 什么 怎么 不 没 没有 很 太 更 最 会 能 要 可 可以 到 让 使 有 人 一 些 这些 "
    "那些 时 时候 后 前 如 若 因 因为 所以 但是 如果 虽然 自己 只 只是 已 已经 曾 正 正在 即 又是 也是 就是 还是 不是".split()
)
_DIGIT = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_UNIT = {"十": 10, "百": 100, "千": 1000}
_MYRIAD = {"万": 10**4, "亿": 10**8}
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
#: Readings tried of one word; a word of four characters with two readings each has sixteen.
_READINGS = 8
#: What is left of the weight of a word that matches nothing on the other side.
UNMATCHED = 0.3
#: An unknown word longer than this is no word.
_LONGEST = 24


def chinese_tokens(text: str, cutter: Cutter) -> list[Token]:
    """Cut a Chinese sentence into words with their keys.

    >>> from bitext.words import make_cutter
    >>> [word for word, keys in chinese_tokens("重庆下雨。", make_cutter())]
    ['重庆', '下雨']
    """
    pieces = (text[start:end] for start, end in cutter.find_spans(text))
    return [(piece, chinese_keys(piece)) for piece in pieces if piece not in EMPTY and not _NO_WORD.fullmatch(piece)]


def english_tokens(text: str) -> list[Token]:
    """Cut an English sentence into content words with their keys.

    >>> [word for word, keys in english_tokens("It rains in Chongqing, 1,200 mm.")]
    ['rain', 'chongq', '1200', 'mm']
    """
    found: list[Token] = []
    for match in ENGLISH_WORD.finditer(text):
        word = match[0]
        if word[0].isdigit():
            number = word.replace(",", "")
            found.append((number, (number,)))
        elif len(word) > 1 and (lower := word.lower()) not in STOP_WORDS:
            stem = find_stem(lower)
            found.append((stem, (stem, "~" + lower) if word[0].isupper() else (stem,)))
    return found


def closed_tokens(text: str, cutter: Cutter | None) -> list[Token]:
    """Give the function words of a sentence; English where there is no cutter.

    >>> closed_tokens("But why not?", None) == [("but", ("but",)), ("why", ("why",)), ("not", ("not",))]
    True
    """
    if cutter is None:
        words = (m[0].lower() for m in ENGLISH.finditer(text))
        return [(kind, (kind,)) for word in words if (kind := english_class(word))]
    pieces = (text[start:end] for start, end in cutter.find_spans(text))
    return [(kinds[0], kinds) for piece in pieces if (kinds := CLOSED.get(piece, ()))]


def value_tokens(text: str) -> list[Token]:
    """Give the values of a sentence that say something: numbers, dates, amounts, the same in both languages.

    >>> value_tokens("增长5%") == value_tokens("up 5 percent")
    True
    """
    found: list[Token] = []
    for value in find_values(text):
        if not value.weak:
            key = f"{value.kind}:{value.number}:{value.unit}:{value.text}"
            found.append((key, (key,)))
    return found


def term_tokens(texts: Sequence[str], forms: Sequence[str], terms: Sequence[tuple[str, str]]) -> list[list[Token]]:
    """Find given terms in the sentences of a side; a term's key is its number, so that both sides share it.

    Args:
        texts: the sentences.
        forms: what each term is called on this side.
        terms: the terms themselves, which tell them apart.

    >>> term_tokens(["渝金通上线。"], ["渝金通"], [("渝金通", "Yujintong")])[0][0][0]
    '渝金通=Yujintong'
    """
    if not forms:
        return [[] for _ in texts]
    from ahocorasick_rs import AhoCorasick, MatchKind

    from bitext.normalization import make_key

    keys: dict[str, list[str]] = {}
    for form, (left, right) in zip(forms, terms, strict=True):
        if made := make_key(form).text:
            keys.setdefault(made, []).append(f"{left}={right}")
    patterns = list(keys)
    finder = AhoCorasick([_SURROGATE.sub("\ufffd", p) for p in patterns], matchkind=MatchKind.LeftmostLongest)
    found: list[list[Token]] = []
    for text in texts:
        hits = finder.find_matches_as_indexes(_SURROGATE.sub("\ufffd", make_key(text).text))
        found.append([(names[0], tuple(names)) for number, _, _ in hits if (names := keys[patterns[number]])])
    return found


@lru_cache(maxsize=1 << 16)
def chinese_keys(word: str) -> tuple[str, ...]:
    """Give what a Chinese word may correspond to: stems of its glosses, its pinyin as a name (after `~`), its number.

    >>> "rain" in chinese_keys("下雨"), "~chongqing" in chinese_keys("重庆"), "23" in chinese_keys("二十三")
    (True, True, True)
    """
    if _LATIN.fullmatch(word):
        return tuple({find_stem(word), "~" + word.lower()})
    if _DIGITS.fullmatch(word):
        return (word.replace(",", ""),)
    lexicon = load_lexicon()
    keys = set(lexicon.glosses(word))
    if not keys and 1 < len(word) <= _LONGEST:
        keys = {stem for part in _known_parts(word) for stem in lexicon.glosses(part)}
    if number := _CHINESE_NUMBER.match(word):
        keys.update(_number_keys(_number(number[0])))
    if len(word) <= 4 and _HAN_ONLY.fullmatch(word):
        keys.update(_name_keys(word))
    return tuple(sorted(keys))


def _known_parts(word: str) -> Iterable[str]:
    """The longest known beginning, then that of the rest, and so on."""
    lexicon, at = load_lexicon(), 0
    while at < len(word):
        size = next((k for k in range(min(4, len(word) - at), 0, -1) if word[at : at + k] in lexicon), 0)
        if size:
            yield word[at : at + size]
        at += size or 1


def _name_keys(word: str) -> Iterable[str]:
    """Its pinyin as a name has it: all together, and the family name apart from the given name."""
    lexicon = load_lexicon()
    for reading in islice(product(*((lexicon.pinyin(char)[:2] or ("",)) for char in word)), _READINGS):
        yield "~" + "".join(reading)
        if len(word) > 1:
            yield "~" + reading[0]
            yield "~" + "".join(reading[1:])


def _number(text: str) -> int:
    """Read a number in Chinese characters; digits without units stand for themselves.

    >>> _number("二十三"), _number("一九九九"), _number("三万五千")
    (23, 1999, 35000)
    """
    if all(char in _DIGIT for char in text):
        return int("".join(str(_DIGIT[char]) for char in text[:18]))
    total = section = digit = 0
    for char in text:
        if char in _DIGIT:
            digit = _DIGIT[char]
        elif char in _UNIT:
            section += (digit or 1) * _UNIT[char]
            digit = 0
        else:
            total = (total + section + digit) * _MYRIAD[char] % 10**30
            section = digit = 0
    return total + section + digit


def _number_keys(number: int) -> Iterable[str]:
    yield str(number)
    if number < 20:
        yield find_stem(_ONES[number])
    elif number < 100:
        yield find_stem(_TENS[number // 10])
        if number % 10:
            yield find_stem(_ONES[number % 10])


@dataclass(frozen=True, slots=True)
class Tokens:
    """All words of one side in flat arrays.

    `sentence` and `weight` have an entry a word, `key` and `owner` (the word's number) an entry a key. `total` is the
    weight of each sentence, `postings` the sorted (key, sentence) couples as `key * count + sentence`.
    """

    count: int
    sentence: NDArray[np.int64]
    weight: NDArray[np.float64]
    key: NDArray[np.int64]
    owner: NDArray[np.int64]
    total: NDArray[np.float64]
    postings: NDArray[np.int64]


def weigh_across(words: Tokens, other: Tokens) -> Tokens:
    """Weigh words by what a match says: the rarer a sentence of the other side that shares a key, the more.

    A word that matches nowhere keeps `UNMATCHED` of its own weight, for it tells nothing of one place or another.

    Args:
        words: a side, weighed by its own inverse document frequencies.
        other: the other side.
    """
    size = max(1, other.count)
    hits = np.searchsorted(other.postings, (words.key + 1) * size) - np.searchsorted(other.postings, words.key * size)
    shared = np.minimum(np.bincount(words.owner, hits, minlength=len(words.sentence)), other.count)
    across = np.log((other.count + 1) / (shared + 0.5))
    weight = np.where(shared > 0, (words.weight + across) / 2, words.weight * UNMATCHED)
    weight = np.maximum(weight, 0.01)
    total = np.bincount(words.sentence, weight, minlength=words.count).astype(np.float64)
    return replace(words, weight=weight, total=total)


def sort_distinct(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sort numbers and drop repeated ones; `numpy.unique` hashes since 2.3, which takes ten times as long on so many.

    >>> sort_distinct(np.array([3, 1, 3])).tolist()
    [1, 3]
    """
    ordered = np.sort(values)
    keep = np.ones(len(ordered), bool)
    keep[1:] = ordered[1:] != ordered[:-1]
    return ordered[keep]


def make_tokens(sentences: Sequence[Sequence[Token]], vocabulary: dict[str, int], weigh: Callable[[Token, float], float]) -> Tokens:
    """Put the words of a side into arrays.

    Args:
        sentences: the words of each sentence.
        vocabulary: the number of each key, shared by both sides; new keys are added.
        weigh: the weight of a word, given its inverse document frequency, log((sentences + 1) / (sentences with it + 1/2)).
    """
    count = len(sentences)
    frequency = Counter(word for tokens in sentences for word in {word for word, _ in tokens})
    words = [token for tokens in sentences for token in tokens]
    numbers = np.repeat(np.arange(count, dtype=np.int64), [len(tokens) for tokens in sentences])
    rare = {word: float(np.log((count + 1) / (times + 0.5))) for word, times in frequency.items()}
    weight = np.array([max(0.01, weigh(token, rare[token[0]])) for token in words], np.float64)
    key = np.array([vocabulary.setdefault(k, len(vocabulary)) for _, keys in words for k in keys], np.int64)
    owner = np.repeat(np.arange(len(words), dtype=np.int64), [len(keys) for _, keys in words])
    total = np.bincount(numbers, weight, minlength=count).astype(np.float64)
    return Tokens(count, numbers, weight, key, owner, total, sort_distinct(key * max(1, count) + numbers[owner]))
