"""Where the words of a pair stand: Chinese words with their glosses, English words with their stems, names in pinyin."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from bitext.glossary.inflection import base_of
from bitext.lexicon import STOP_WORDS, find_stem, load_lexicon
from bitext.text import HAN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


__all__ = ["EnglishWord", "Spot", "chinese_spots", "english_words", "says_something", "spelled_names"]

_ENGLISH = re.compile("[A-Za-z\u00c0-\u024f]+(?:['’][A-Za-z]{1,2}(?![A-Za-z]))?")
_HAN = re.compile(f"[{HAN}]+")
#: Words that may be parts of one name: nothing but a space or a hyphen lies between them.
_JOINTS = frozenset((" ", "-", "\u2010", "\u2011"))
#: Chinese words that say too little to be linked by a gloss.
_EMPTY = frozenset(
    "的 了 着 过 地 得 之 是 在 也 就 都 而 及 与 和 或 等 把 被 将 给 于 以 从 向 对 由 为 这 那 他 她 它 我 你 您 们 他们 她们 我们 你们 个 这个 那个 一个 "
    "吗 呢 吧 啊 呀 嘛 么 什么 怎么 哪 其 此 该 所 并 则 却 又 才 便 到 让 使 有 会 能 要 可 上 下 里 中 内 外 来 去 一 些 很 太 如 若 则".split()
)
#: Irregular forms of common verbs and nouns, the base last (Quirk et al. 1985, 3.11-3.20); `base_of` knows those of business news.
_IRREGULAR = {
    form: row.split()[-1]
    for row in (
        "ate eaten eat|drank drunk drink|saw seen see|knew known know|thought think|told tell|said say|spoke spoken speak|ran run|swam swum swim|"
        "flew flown fly|drew drawn draw|threw thrown throw|blew blown blow|sang sung sing|rang rung ring|began begun begin|broke broken break|"
        "chose chosen choose|froze frozen freeze|stole stolen steal|woke woken wake|wore worn wear|tore torn tear|bore borne bear|swore sworn swear|"
        "rode ridden ride|hid hidden hide|bit bitten bite|shook shaken shake|forgot forgotten forget|got gotten get|sat sit|slept sleep|swept sweep|"
        "wept weep|felt feel|dealt deal|meant mean|left leave|lost lose|sent send|bent bend|caught catch|taught teach|fought fight|struck strike|"
        "stuck stick|hung hang|dug dig|shot shoot|lit light|slid slide|fed feed|bled bleed|fled flee|heard hear|laid lay|lay lain lie|became become|"
        "understood understand|withdrew withdrawn withdraw|men man|women woman|children child|feet foot|teeth tooth|mice mouse|geese goose"
    ).split("|")
    for form in row.split()[:-1]
}
#: The longest entry of the lexicon that is looked up across words as they are cut, the longest name, and readings tried of it.
_LONGEST, _NAME, _READINGS = 8, 6, 2


class EnglishWord(NamedTuple):
    """An English word `[start, end)` in lower case, its stems (of the form that stands there, and of its base), whether it has a capital."""

    start: int
    end: int
    lower: str
    stems: tuple[str, ...]
    capital: bool


class Spot(NamedTuple):
    """A Chinese word `[start, end)`, its glosses as stems, and the word as it was cut that it is, or is a part of.

    `whole` tells that it begins and ends where words begin and end.
    """

    start: int
    end: int
    text: str
    glosses: tuple[tuple[str, ...], ...]
    word: str
    whole: bool


def says_something(word: str) -> bool:
    """Tell whether a Chinese word is one of content.

    >>> says_something("渔民"), says_something("的"), says_something("。")
    (True, False, False)
    """
    return word not in _EMPTY and _HAN.match(word) is not None


def english_words(text: str) -> list[EnglishWord]:
    """Cut English into words with their places; function words too, for the distance.

    >>> [(w.lower, w.stems) for w in english_words("It fell.")]
    [('it', ('it',)), ('fell', ('fell', 'fall'))]
    """
    found = []
    for match in _ENGLISH.finditer(text):
        word, _, ending = match[0].replace("’", "'").partition("'")
        low = "not" if ending.lower() == "t" else word.lower()
        found.append(EnglishWord(match.start(), match.start() + len(word), low, _stems(low), word[0].isupper()))
    return found


@lru_cache(maxsize=1 << 16)
def _stems(word: str) -> tuple[str, ...]:
    base = _IRREGULAR.get(word) or (word[:-2] + "an" if word.endswith("men") and len(word) > len("women") else base_of(word))
    return tuple(dict.fromkeys((find_stem(word), find_stem(base))))


def chinese_spots(text: str, spans: Sequence[tuple[int, int]]) -> list[Spot]:
    """Give the Chinese words that have glosses: as they are cut, joined to longer entries of the lexicon, and parts of what it lacks.

    >>> from bitext.words import make_cutter
    >>> text = "老人吃盐"
    >>> [(s.text, s.word) for s in chinese_spots(text, make_cutter().find_spans(text))]
    [('老人', '老人'), ('吃盐', '吃盐'), ('吃', '吃盐'), ('盐', '吃盐')]
    """
    found: list[Spot] = []
    for number, (start, end) in enumerate(spans):
        word = text[start:end]
        if not _HAN.match(word):
            continue
        if says_something(word):
            found.append(Spot(start, end, word, _glosses(word), word, True))
            found.extend(_parts(word, start))
        for _, last in spans[number + 1 : number + _LONGEST]:
            joined = text[start:last]
            if last - start > _LONGEST or not _HAN.fullmatch(joined):
                break
            if glosses := _glosses(joined):
                found.append(Spot(start, last, joined, glosses, joined, True))
    return found


def _parts(word: str, start: int) -> Iterator[Spot]:
    """Entries of the lexicon inside a word: of two characters and more, and single characters where the word is no entry itself."""
    if len(word) > 2 * _LONGEST:
        return
    least = 2 if word in load_lexicon() else 1
    for begin in range(len(word)):
        for end in range(begin + least, len(word) + 1):
            part = word[begin:end]
            if end - begin < len(word) and part not in _EMPTY and (glosses := _glosses(part)):
                yield Spot(start + begin, start + end, part, glosses, word, False)


@lru_cache(maxsize=1 << 16)
def _glosses(word: str) -> tuple[tuple[str, ...], ...]:
    return load_lexicon().gloss_lists(word)


def spelled_names(zh: str, en: str) -> list[tuple[list[tuple[int, int]], list[tuple[int, int]]]]:
    """Find names whose English is their pinyin: for each, the places `[start, end)` of the Chinese and of the English.

    A name has two syllables at least, and capitals; the family name comes first, or last after two words and more.

    >>> spelled_names("李国强到了。", "Li Guoqiang and Guoqiang Li have come.")
    [([(1, 3)], [(3, 11), (16, 24)]), ([(0, 3)], [(0, 11), (16, 27)])]
    """
    spelled: dict[str, list[tuple[int, int]]] = {}
    for run in _capital_runs(en):
        for first in range(len(run)):
            for last in range(first + 1, min(len(run), first + 3) + 1):
                words = [w.lower for w in run[first:last]]
                for order in (words, [words[-1], *words[:-1]])[: 1 + (len(words) > 1)]:
                    spelled.setdefault("".join(order), []).append((run[first].start, run[last - 1].end))
    if not spelled:
        return []
    beginnings = {name[:n] for name in spelled for n in range(1, len(name) + 1)}
    found: dict[str, list[tuple[int, int]]] = {}
    for start, end, name in _readings(zh, beginnings, spelled):
        found.setdefault(name, []).append((start, end))
    return [(sorted(set(places)), spelled[name]) for name, places in sorted(found.items())]


def _capital_runs(text: str) -> Iterator[list[EnglishWord]]:
    """Words with capitals, one after the other with nothing but a space or a hyphen between; a word after a hyphen needs none."""
    run: list[EnglishWord] = []
    for word in english_words(text):
        joint = text[run[-1].end : word.start] if run else ""
        if run and joint in _JOINTS and (word.capital or joint != " "):
            run.append(word)
            continue
        yield run
        run = [word] if word.capital and word.lower not in STOP_WORDS else []
    yield run


def _readings(text: str, beginnings: set[str], wanted: dict[str, list[tuple[int, int]]]) -> Iterator[tuple[int, int, str]]:
    """Places of the Chinese text that read as a wanted name, two characters and more."""
    for run in _HAN.finditer(text):
        for start in range(run.start(), run.end() - 1):
            open_ends = [("", start)]
            while open_ends:
                said, at = open_ends.pop()
                if at - start > 1 and said in wanted:
                    yield start, at, said
                if at < run.end() and at - start < _NAME:
                    readings = islice(load_lexicon().pinyin(text[at]), _READINGS)
                    open_ends += [(longer, at + 1) for one in readings if (longer := said + one) in beginnings]
