"""Recurring phrases of a corpus that may be terms: Chinese by words, tags and neighbours, English by stop words at the edges."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from math import log2
from typing import TYPE_CHECKING

from bitext.text import HAN
from bitext.words.cutting import make_cutter
from bitext.words.dictionary import load_dictionary, load_tags

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bitext.words.cutting import Cutter

__all__ = ["Phrase", "Token", "chinese_tokens", "content_words", "english_tokens", "find_phrases", "split_word"]

#: Words that a phrase may have, Chinese words and English ones.
LONGEST = {"zh": 6, "en": 9}
#: A phrase that stands inside one longer phrase this often is a piece of it.
PIECE = 0.8
#: A phrase that stands beside further capitals this often is a piece of a name.
PARTIAL = 0.6
_ENGLISH = re.compile(r"[A-Za-z0-9\u00c0-\u024f]+(?:['’&.-][A-Za-z0-9\u00c0-\u024f]+)*|[^\sA-Za-z0-9\u00c0-\u024f]")
_WORDY = re.compile(f"[{HAN}A-Za-z0-9\u00c0-\u024f]")
#: English function words and those of mere emphasis and order: a term neither begins nor ends with one.
_STOPS_EN = frozenset(
    "a an the of to in on at by for and or but nor so yet is are was were be been being am do does did has have had having will would "
    "shall should can could may might must not no this that these those it its itself he she they we you i his her their our your my me "
    "him them us as with from into onto than then there here what which who whom whose when where why how all any some each every both "
    "few more most other another such only own same too very also if because while until during before after above below down out off "
    "over under again further once about between through against within without upon among amongst toward towards one two three four five "
    "six seven eight nine ten many much several well just even still however therefore thus make makes made making take takes taken took "
    "should let like per via etc first second third last next always never ever often now today less least "
    "himself herself themselves ourselves said say says get gets got become becomes became go goes went come comes came keep keeps "
    "is it's don't can't won't whether either neither since though although whatever wherever yes upon unto thou thee thy hath".split()
)
#: Tags of jieba's dictionary at which no Chinese term begins or ends: particles, prepositions, conjunctions, adverbs, pronouns,
#: classifiers, places, interjections.
_EDGES_OUT = ("u", "p", "c", "d", "r", "q", "f", "y", "e", "o", "z", "k", "h")
#: Function words that jieba tags otherwise, or not at all.
_STOPS_ZH = frozenset(
    "的 了 在 是 和 与 及 或 而 但 也 都 就 不 没 没有 有 这 那 之 其 于 以 为 被 把 将 从 到 对 上 下 中 里 内 外 前 后 时 等 很 更 最 要 会 能 可以 应 应该 必须 需要 使 让 给 "
    "我们 你们 他们 她们 它们 自己 大家 "
    "一 二 三 四 五 六 七 八 九 十 两 一个 一些 一种 多 年 月 日 说 做 去 来 用 看 想 使得 进行 成为 作为 起来 出来 下去 始终 不断 人们 时候 方面 问题 情况 今天 现在 今后".split()
)


#: What stands before a verb, what before a noun, and what behind a verb.
_COMPANY = {
    "en": (
        frozenset("to must should shall will would can could may might we they i you who not never always have has been".split()),
        frozenset("a an the of in our their its his her this that these those for with by on from every each all".split()),
        frozenset("the a an our their its his her this these those them us it".split()),
    ),
    "zh": (
        frozenset("要 必须 应 应该 应当 不 能 能够 会 可以 不断 将 继续 努力 切实 深入 进一步 来 去 更加 没有 并".split()),
        frozenset("的 这 该 此 一个 一种 这个 这种 各 各种 我国 新".split()),
        frozenset("了 着 过 得 地".split()),
    ),
}


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: its key, by which phrases are counted (empty for a mark), and its form."""

    key: str
    form: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that recurs: the keys of its words, its usual form, its places, and its C-value.

    `verbal` tells what follows modals and adverbs rather than articles: a verb, whatever its form; `cut` what mostly stands
    beside further capitals: a part of a name. `places` are (text, first word, behind the last word). The C-value is that of Frantzi, Ananiadou and Mima (2000,
    https://doi.org/10.1007/s007999900023), with 1 + log2 of the words, so that single words have one too.
    """

    key: tuple[str, ...]
    form: str
    places: tuple[tuple[int, int, int], ...]
    c_value: float
    verbal: bool = False
    cut: bool = False


@lru_cache(maxsize=1 << 16)
def _english_key(word: str) -> str:
    """Letters' case, possessive and plural do not count.

    >>> _english_key("Countries"), _english_key("Party’s"), _english_key("process")
    ('country', 'party', 'process')
    """
    key = word.casefold().replace("’", "'").removesuffix("'s")
    if len(key) > 4 and key.endswith("ies"):
        return key[:-3] + "y"
    if len(key) > 3 and key.endswith("s") and not key.endswith(("ss", "us", "is")):
        return key[:-1]
    return key


def english_tokens(text: str) -> list[Token]:
    """Cut English into words and marks.

    >>> [t.key for t in english_tokens("The banks’ rules, 2024")]
    ['the', 'bank', '', 'rule', '', '2024']
    """
    return [Token(_english_key(w) if _WORDY.match(w) else "", w) for w in _ENGLISH.findall(text)]


def chinese_tokens(text: str, cutter: Cutter | None = None) -> list[Token]:
    """Cut Chinese into words and marks.

    >>> [t.key for t in chinese_tokens("西部，金融中心")]
    ['西部', '', '金融中心']
    """
    words = (cutter or make_cutter()).cut(text)
    return [Token(w.text if _WORDY.match(w.text) else "", w.text) for w in words]


def content_words(lang: str) -> Callable[[str], bool]:
    """Give the test whether a word says something: it may stand at a term's edge.

    >>> content_words("en")("bank"), content_words("en")("of"), content_words("zh")("的")
    (True, False, False)
    """
    if lang == "en":
        return lambda key: bool(key) and key not in _STOPS_EN and not key.isdigit() and (len(key) > 1 or not key.isascii())
    tags = load_tags()
    return lambda key: bool(key) and key not in _STOPS_ZH and not key.isdigit() and not tags.get(key, "n").startswith(_EDGES_OUT)


@lru_cache(maxsize=1 << 15)
def split_word(word: str) -> tuple[str, ...]:
    """Part a long word of the dictionary into two that it has too, so that each can be held against its own translation.

    -ism stays: English has it as an ending too.

    >>> split_word("群众路线"), split_word("路线")
    (('群众', '路线'), ('路线',))
    """
    scores = load_dictionary().scores
    for at in (2, 3) if len(word) > 3 else ():
        if word[at:] != "主义" and scores.get(word[:at]) is not None and scores.get(word[at:]) is not None:
            return (word[:at], *split_word(word[at:]))
    return (word,)


def find_phrases(texts: Sequence[Sequence[Token]], lang: str, *, at_least: int = 3) -> list[Phrase]:
    """Find the phrases that recur, begin and end with words that say something, and are no piece of one longer phrase.

    Args:
        texts: the words of each text.
        lang: `zh` or `en`.
        at_least: occurrences that a phrase must have.

    >>> texts = [english_tokens(t) for t in ("the mass line works", "a mass line", "on the mass line")]
    >>> [(p.form, len(p.places)) for p in find_phrases(texts, "en")]
    [('mass line', 3)]
    """
    keys = [[token.key for token in text] for text in texts]
    says = content_words(lang)
    counts = _frequent(keys, LONGEST[lang], at_least)
    whole = {gram: count for gram, count in counts.items() if says(gram[0]) and says(gram[-1])}
    inside = _inside(whole)
    kept = {gram for gram, count in whole.items() if max(inside.get(gram, (0,))) < PIECE * count}
    places: defaultdict[tuple[str, ...], list[tuple[int, int, int]]] = defaultdict(list)
    for number, line in enumerate(keys):
        for start in range(len(line)):
            for end in range(start + 1, min(start + LONGEST[lang], len(line)) + 1):
                gram = tuple(line[start:end])
                if gram not in counts:
                    break
                if gram in kept:
                    places[gram].append((number, start, end))
    joint = " " if lang == "en" else ""
    return [
        Phrase(
            gram,
            _usual(texts, found, joint),
            tuple(found),
            _c_value(len(gram), whole[gram], inside.get(gram, ())),
            _verbal(keys, found, lang),
            lang == "en" and _is_cut(texts, found),
        )
        for gram, found in sorted(places.items())
    ]


def _frequent(lines: Sequence[Sequence[str]], longest: int, least: int) -> dict[tuple[str, ...], int]:
    """Count word sequences, length after length: one can only be frequent if both its shorter ends are (Agrawal and Srikant 1994)."""
    level: dict[tuple[str, ...], int] = {(word,): n for word, n in Counter(w for line in lines for w in line if w).items() if n >= least}
    found = dict(level)
    for length in range(2, longest + 1):
        grown: Counter[tuple[str, ...]] = Counter()
        for line in lines:
            for start in range(len(line) - length + 1):
                gram = tuple(line[start : start + length])
                if gram[:-1] in level and gram[1:] in level:
                    grown[gram] += 1
        level = {gram: n for gram, n in grown.items() if n >= least}
        found.update(level)
    return found


def _inside(counts: dict[tuple[str, ...], int]) -> dict[tuple[str, ...], list[int]]:
    """For each phrase, how often each longer phrase occurs that holds it."""
    found: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for gram, count in counts.items():
        for piece in {gram[a:b] for a in range(len(gram)) for b in range(a + 1, len(gram) + 1)} - {gram}:
            if piece in counts:
                found[piece].append(count)
    return found


def _c_value(words: int, count: int, longer: Sequence[int]) -> float:
    return (1 + log2(words)) * (count - (sum(longer) / len(longer) if longer else 0))


def _verbal(lines: Sequence[Sequence[str]], places: Sequence[tuple[int, int, int]], lang: str) -> bool:
    """Tell verbs by their company: more often after a modal, an adverb or `to` than after an article, or mostly before one."""
    before = Counter(lines[text][start - 1] for text, start, _ in places if start)
    after = Counter(lines[text][end] for text, _, end in places if end < len(lines[text]))
    verbal, nominal, closing = (sum(found[w] for w in words) for found, words in zip((before, before, after), _COMPANY[lang], strict=True))
    return verbal > max(nominal, len(places) / 4) or closing * 2 > len(places)


def _is_cut(texts: Sequence[Sequence[Token]], places: Sequence[tuple[int, int, int]]) -> bool:
    """Tell parts of names: in most places there are capitals at both edges, and further ones right beside them."""
    says, found = content_words("en"), 0
    for text, start, end in places:
        line = texts[text]
        beside = [*line[start - 1 : start if start > 1 else 0], *line[end : end + 1]]
        edges = line[start].form[:1].isupper() and line[end - 1].form[:1].isupper()
        found += edges and any(t.form[:1].isupper() and says(t.key) for t in beside)
    return found > PARTIAL * len(places)


def _usual(texts: Sequence[Sequence[Token]], places: Iterable[tuple[int, int, int]], joint: str) -> str:
    """The form that occurs most, of equals the first in the alphabet; a capital that only begins a sentence does not count."""
    forms: Counter[str] = Counter()
    for text, start, end in places:
        forms[joint.join(t.form for t in texts[text][start:end])] += 1 if start else 0
    usual = min(forms, key=lambda form: (-forms[form], form)).replace("’", "'")
    return usual.removesuffix("'s")
