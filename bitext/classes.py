"""What an element is for, as its class and id names say: sixteen groups of words, each a bit.

Most alternatives of the groups are plain words, and one automaton finds them all; the few that need a
pattern are tried only where a word of theirs stands. Sites write their own names but out of the same words,
so what a word means is remembered.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import ahocorasick_rs

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CLASS_GROUPS", "FLAGS", "class_flags"]

#: Words in class and id names that say what an element is for, in English and pinyin; the order is the bit order.
CLASS_GROUPS: tuple[tuple[str, str], ...] = (
    ("comment", r"comment|disqus|reply|replies|discuss|pinglun|respond|guestbook|liuyan"),
    ("footer", r"foot|copyright|bottom|disclaimer|legal|banquan|statement|shengming"),
    ("sidebar", r"side|aside|right|rail|column2|widget|secondary"),
    ("share", r"share|social|sns|bdshare|twitter|facebook|weibo|follow|like|vote|zan\b|tool|toolbar|print"),
    ("related", r"relat|recommend|more|also|trending|popular|hot|latest|next|prev|suggest|xiangguan|tuijian|outbrain|taboola|recirc|teaser|rank|promo|feed|card|carousel|archive|listing"),
    ("nav", r"nav|menu|bread|crumb|pager|pagin|channel|topbar|location|position|tabs?\b"),
    ("ad", r"\bad|ads\b|advert|sponsor|banner|guanggao|adsense|dfp"),
    ("meta", r"meta|byline|author|date|time|source|info|tag|credit|category|publish|editor|profile|bio|laiyuan|zuozhe|edit"),
    ("caption", r"caption|figure|image|photo|pic|img|gallery|slide|video|media"),
    ("title", r"title|headline|heading|subject|biaoti|\bhd\b"),
    ("popup", r"newsletter|subscri|signup|sign-up|popup|modal|cookie|consent|gdpr|login|paywall|alert|overlay|promo|email|register|donat|app-?down|qrcode|ewm|erweima"),
    ("header", r"header|masthead|logo|top\b"),
    ("list", r"list|item|grid|row|col\b"),
    ("content", r"content|article|post|story|entry|zhengwen|wenzhang|neirong|detail|\btext|body|main|rich|artical|news|txt|markdown|prose|zoom|con\b|cont\b"),
    ("body", r"article[-_]?(?:body|content|text|txt|con|main)|(?:post|entry|story|content|news|main|detail|art|text|page)[-_]?(?:body|content|text|txt|con|cont|contents|detail)\b|rich_media_content|js_content|trs_editor|postbody|the_content|zoomcon|ueditor|article__body|maintext|body-?text|rm_txt"),
    ("summary", r"summary|excerpt|deck|dek\b|intro|abstract|standfirst|subtitle|zhaiyao|daoyu|lead|description"),
)  # fmt: skip
#: The bits: the groups, and what else html.py says of an element.
FLAGS = {name: 1 << bit for bit, (name, _) in enumerate(CLASS_GROUPS)} | {"hidden": 1 << 16, "articlebody": 1 << 17}


@lru_cache(maxsize=1 << 12)
def class_flags(names: str) -> int:
    """The groups that class and id names belong to, as bits of FLAGS.

    >>> class_flags("main-nav MENU") == FLAGS["nav"] | FLAGS["content"], class_flags("load")
    (True, 0)
    """
    found = 0
    for word in names.split():
        found |= _word_flags(word)
    return found


_Pattern = tuple[str, int, re.Pattern[str]]


@cache
def _machine() -> tuple[ahocorasick_rs.AhoCorasick, tuple[int, ...], tuple[_Pattern, ...]]:
    """The automaton of the plain words, the bits of each, and the patterns, each with a literal that its matches hold."""
    words: dict[str, int] = {}
    patterns: list[_Pattern] = []
    for bit, (_, pattern) in enumerate(CLASS_GROUPS):
        for alternative in _alternatives(pattern):
            if re.fullmatch("[a-z0-9_-]+", alternative):
                words[alternative] = words.get(alternative, 0) | 1 << bit
            else:
                compiled = re.compile(alternative)
                patterns += ((core, 1 << bit, compiled) for core in _cores(alternative))
    return ahocorasick_rs.AhoCorasick(list(words)), tuple(words.values()), tuple(patterns)


def _alternatives(pattern: str) -> Iterator[str]:
    """Cut a pattern at the bars that stand in no bracket."""
    depth, start = 0, 0
    for at, char in enumerate(pattern):
        depth += (char in "([") - (char in ")]")
        if char == "|" and not depth:
            yield pattern[start:at]
            start = at + 1
    yield pattern[start:]


def _cores(alternative: str) -> list[str]:
    """Literals one of which every match holds: the words of its last group, else its longest run of letters that must be there."""
    group = re.search(r"\(\?:([a-z|]+)\)(?:\\b)?$", alternative)
    return group[1].split("|") if group else [max(re.findall("[a-z]+", re.sub(r"\\b|\w\?", " ", alternative)), key=len)]


@lru_cache(maxsize=1 << 16)
def _word_flags(word: str) -> int:
    low, found = word.lower(), 0
    machine, bits, patterns = _machine()
    for number, _, _ in machine.find_matches_as_indexes(low, overlapping=True):
        found |= bits[number]
    for core, bit, pattern in patterns:
        if core in low and not found & bit and pattern.search(low):
            found |= bit
    return found
