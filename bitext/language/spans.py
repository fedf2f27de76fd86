"""Language spans of a line: stretches of one language that cover it without gap or overlap.

No library gives right spans in mixed lines; runs of script do. The line's dominant language takes all neutral
characters (digits, punctuation, white space) at a border, so an inserted span starts and ends on a letter or digit
of its own. Inside a run neutral characters stay: `supply chain finance`, `西部金融中心（重庆）`. Digits belong to the letters
that they touch (`5G`, `渝金通2.0`), unless a Chinese counter follows (`1997年`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bitext.language.dominance import dominant_group
from bitext.language.han import east_language
from bitext.language.latin import detect_inserted, detect_latin
from bitext.language.scripts import EAST, HANGUL, KANA, LATIN, MARKS, OTHER
from bitext.model import LanguageSpan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bitext.language.dominance import Group

__all__ = ["find_spans", "language_of", "spans_of"]

_DIGIT = "0-9\uff10-\uff19"
_NUMBER = rf"[{_DIGIT}]++(?:[.,][{_DIGIT}]++)*+"
#: What may stand between two words of one Latin run: white space, digits and Western marks. A quote or bracket only beside
#: a space, as English sets them: `said “no” again` is one run, `NBA“fintech”` two. Chinese marks end it. Every part of these
#: patterns is bounded or possessive, so they run in linear time.
_PLAIN = rf"\s,.;:!?'’&/+*%$€£#@=_~|\\–—\-{_DIGIT}"
_QUOTE = r"[\"“”‘’()\[\]]"
_LATIN_GAP = (
    rf"[{_PLAIN}]{{1,12}}+(?=[{LATIN}])"
    rf"|[{_PLAIN}]{{0,3}}?(?:\s{_QUOTE}{{1,3}}+|{_QUOTE}{{1,3}}+[,.;:]?\s)(?=[{LATIN}{_DIGIT}])"
    rf"|-?{_NUMBER}%?"
)
_LATIN_RUN = re.compile(rf"[{LATIN}](?:[{LATIN}{MARKS}]++|{_LATIN_GAP})*+")
#: What may stand between two words of one Chinese, Japanese or Korean run.
_EAST_GAP = rf"[\s，。、；：？！“”‘’（）《》〈〉【】「」『』—…·～.\-+%({_DIGIT}]{{1,12}}+(?=[{EAST}])|{_NUMBER}"
_EAST_RUN = re.compile(rf"[{EAST}](?:[{EAST}]++|{_EAST_GAP})*+")
_OTHER_RUN = re.compile(rf"[{OTHER}](?:[{OTHER}{MARKS}]++|[\s,.'’\-]{{1,4}}+(?=[{OTHER}]))*+")
_RUNS = {"latin": _LATIN_RUN, "east": _EAST_RUN, "other": _OTHER_RUN}
_KANA_RUN = re.compile(rf"[{KANA}]++(?:[・\s]?+[{KANA}]++)*+")
_HANGUL_RUN = re.compile(rf"[{HANGUL}]++(?:\s?+[{HANGUL}]++)*+")
_KANA_OR_HANGUL = re.compile(f"[{KANA}{HANGUL}]")
_EAST_LETTER, _LATIN_LETTER = re.compile(f"[{EAST}]"), re.compile(f"[{LATIN}]")
#: A digit or two before a letter or two: 5G, 3D, 4K. Longer numbers count something.
_LEADING = re.compile(rf"(?<![{_DIGIT}.,])[{_DIGIT}]{{1,2}}$")
_TRAILING_NUMBER = re.compile(rf"(?<!-){_NUMBER}%?$")
#: A number after a space that is part of a name: Chinese letters or a closing mark follow without a space (`Industry 4.0战略`).
_NAMED_NUMBER = re.compile(rf" {_NUMBER}(?=[{EAST}”’」』》）)])")
_LEADING_NUMBER = re.compile(rf"(?<![{LATIN}{_DIGIT}]){_NUMBER}$")
#: A short Western token that Chinese sets against its own letters: `A股`, `AI技术`, `5G网络`, `维生素C`.
_SHORT_BEFORE = re.compile(rf"(?<![{LATIN}{_DIGIT}'’.\-])[A-Z{_DIGIT}]{{1,4}}$")
_SHORT_AFTER = re.compile(rf"[A-Z{_DIGIT}]{{1,4}}(?![{LATIN}{_DIGIT}'’\-])")
#: What is counted by a number before it: after a Latin word such a number belongs to the Chinese that follows.
_COUNTERS = frozenset("年月日号號点點时時分秒个個名人位万萬亿億千百元岁歲天周次倍家项項条條届屆级級层層米吨噸股种種")


def find_spans(text: str) -> tuple[LanguageSpan, ...]:
    """Divide a text into stretches of one language; none for an empty text.

    >>> [(s.lang, s.start, s.end) for s in find_spans('The "渝金通" brain')]
    [('en', 0, 5), ('zh', 5, 8), ('en', 8, 15)]
    >>> [(s.lang, s.start, s.end) for s in find_spans("支持发展green bonds。")]
    [('zh', 0, 4), ('en', 4, 15), ('zh', 15, 16)]
    """
    if not text:
        return ()
    group = dominant_group(text)
    return spans_of(text, group, language_of(text, group))


def language_of(text: str, group: Group) -> str:
    """The language of a text whose dominant letters are known."""
    if group == "latin":
        return detect_latin(text)[0] if text.isascii() or not _EAST_LETTER.search(text) else detect_inserted(text)
    return east_language(text) if group == "east" else "und"


def spans_of(text: str, group: Group, lang: str) -> tuple[LanguageSpan, ...]:
    """The spans of a text whose dominant letters and language are known."""
    found = [] if text.isascii() or not group else _inserted(text, group, lang)
    return tuple(_covered(lang, found, len(text))) if found else (LanguageSpan(lang, 0, len(text)),)


def _inserted(text: str, group: Group, lang: str) -> list[tuple[int, int, str]]:
    """The runs of other letters, in order."""
    found: list[tuple[int, int, str]] = []
    if group != "latin":
        for match in _LATIN_RUN.finditer(text):
            start, end = _latin_edges(text, match.start(), match.end()) if group == "east" else match.span()
            if start < end:
                found.append((start, end, detect_inserted(text[start:end])))
    if group != "east":
        for match in _EAST_RUN.finditer(text):
            start, end = _east_edges(text, match.start(), match.end())
            found.append((start, end, east_language(match[0])))
    elif lang == "zh" and _KANA_OR_HANGUL.search(text):
        for own, pattern in (("ja", _KANA_RUN), ("ko", _HANGUL_RUN)):
            found += ((*m.span(), own) for m in pattern.finditer(text) if m.end() - m.start() > 1)
    if group != "other":
        found += ((*m.span(), "und") for m in _OTHER_RUN.finditer(text))
    return sorted(found)


def _latin_edges(text: str, start: int, end: int) -> tuple[int, int]:
    """Give the digits at the edges of a Latin run in Chinese text to whom they belong; a lone letter is Chinese (A股, T恤)."""
    if end < len(text) and text[end] in _COUNTERS:
        number = _TRAILING_NUMBER.search(text, max(start, end - 16), end)
        end = number.start() if number and number.start() > start else end
    elif (named := _NAMED_NUMBER.match(text, end)) and text[named.end()] not in _COUNTERS:
        end = named.end()
    if end - start > 2:
        return start, end
    leading = _LEADING.search(text, max(0, start - 4), start)
    if leading:
        return leading.start(), end
    beside = text[max(0, start - 1) : start] + text[end : end + 1]
    return (start, start) if end - start == 1 and _EAST_LETTER.search(beside) else (start, end)


def _east_edges(text: str, start: int, end: int) -> tuple[int, int]:
    """Give a Chinese run in Latin text the digits and short Western tokens that it is set against."""
    before = _SHORT_BEFORE.search(text, max(0, start - 6), start)
    if text[start] in _COUNTERS:
        before = _LEADING_NUMBER.search(text, max(0, start - 16), start) or before
    after = _SHORT_AFTER.match(text, end)
    return before.start() if before else start, after.end() if after else end


def _covered(lang: str, found: list[tuple[int, int, str]], length: int) -> Iterator[LanguageSpan]:
    """Fill what lies between inserted runs with the dominant language."""
    begin = 0
    for start, end, own in found:
        if own == lang or start < begin:
            continue
        if start > begin:
            yield LanguageSpan(lang, begin, start)
        yield LanguageSpan(own, start, end)
        begin = end
    if begin < length:
        yield LanguageSpan(lang, begin, length)
