"""Language spans of a line: stretches of one language that cover it without gap or overlap.

No library gives right spans in mixed lines; runs of script do. The line's dominant language takes all neutral
characters (digits, punctuation, white space) at a border, so an inserted span starts and ends on a letter or digit
of its own. Inside a run neutral characters stay: `supply chain finance`, `西部金融中心（重庆）`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bitext.language.latin import detect_latin
from bitext.language.scripts import EAST, HANGUL, KANA, LATIN, OTHER
from bitext.model import LanguageSpan
from bitext.text import HAN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["find_spans"]

_DIGIT = "0-9\uff10-\uff19"
#: What may stand between the letters of one inserted Latin run; Chinese marks end it. A quote or bracket only beside a
#: space, as English sets them: `said “no” again` is one run, `NBA“fintech”` two.
_LATIN_GAP = r"[\s,.;:!?'’&/+*%$#@=_~|\\–—\-]"
_LATIN_QUOTE = r"[\"“”‘()\[\]]"
_LATIN_RUN = re.compile(
    rf"[{LATIN}](?:[{LATIN}{_DIGIT}]|{_LATIN_GAP}++(?=[{LATIN}{_DIGIT}])"
    rf"|{_LATIN_GAP}*+(?:\s{_LATIN_QUOTE}{{1,3}}|{_LATIN_QUOTE}{{1,3}}{_LATIN_GAP}{{0,3}}\s)(?=[{LATIN}{_DIGIT}]))*+"
)
_EAST_GAP = r"[，。、；：？！“”‘’（）《》〈〉【】「」『』—…·～\u3000.\-+%]"
_EAST_RUN = re.compile(rf"[{EAST}](?:[{EAST}{_DIGIT}]|{_EAST_GAP}++(?=[{EAST}{_DIGIT}]))*+")
_LETTER = re.compile(rf"(?P<latin>[{LATIN}]++)|(?P<east>[{EAST}])|(?P<other>[{OTHER}]++)")
_HAS_EAST, _HAS_LATIN, _HAS_OTHER = (re.compile(f"[{c}]") for c in (EAST, LATIN, OTHER))
_HAS_KANA, _HAS_HANGUL, _HAS_HAN = (re.compile(f"[{c}]") for c in (KANA, HANGUL, HAN))
_OTHER_RUN = re.compile(rf"[{OTHER}](?:[{OTHER}{_DIGIT}]|[\s,.'’\-]++(?=[{OTHER}]))*+")


def find_spans(text: str) -> tuple[LanguageSpan, ...]:
    """Divide a text into stretches of one language; none for an empty text.

    >>> [(s.lang, s.start, s.end) for s in find_spans('The "渝金通" brain')]
    [('en', 0, 5), ('zh', 5, 8), ('en', 8, 15)]
    >>> [(s.lang, s.start, s.end) for s in find_spans("支持发展green bonds。")]
    [('zh', 0, 4), ('en', 4, 15), ('zh', 15, 16)]
    """
    if not text:
        return ()
    east, latin = _HAS_EAST.search(text), not text.isascii() and _HAS_LATIN.search(text)
    if not east or not latin:
        lang = east_language(text) if east else detect_latin(text)[0]
        return (LanguageSpan(lang, 0, len(text)),)
    words = len(re.findall(f"[{LATIN}]+", text))
    if 5 * len(_HAS_EAST.findall(text)) > 8 * words:  # an English word says as much as 1.6 Han characters
        lang = east_language(text)
        found: Iterable[tuple[str, int, int]] = ((detect_latin(m[0])[0], m.start(), m.end()) for m in _LATIN_RUN.finditer(text))
    else:
        lang = detect_latin(text)[0]
        found = ((east_language(m[0]), m.start(), m.end()) for m in _EAST_RUN.finditer(text))
    return tuple(_covered(lang, found, len(text)))


def east_language(text: str) -> str:
    """Tell zh, ja and ko by kana and hangul.

    >>> east_language("渝金通"), east_language("きょうは雨"), east_language("서울")
    ('zh', 'ja', 'ko')
    """
    if text.isascii():
        return "und"
    han, kana, hangul = (len(p.findall(text)) for p in (_HAS_HAN, _HAS_KANA, _HAS_HANGUL))
    if hangul > kana and hangul * 4 > han:
        return "ko"
    if kana * 6 > han + kana:
        return "ja"
    return "zh" if han else "und"


def _covered(lang: str, found: Iterable[tuple[str, int, int]], length: int) -> Iterator[LanguageSpan]:
    """Fill what lies between inserted runs with the dominant language; neighbours of one language become one span."""
    held, begin = lang, 0
    for own, start, end in found:
        if own == lang:
            continue
        if start > begin:
            yield LanguageSpan(held, begin, start)
        yield LanguageSpan(own, start, end)
        begin = end
    if begin < length:
        yield LanguageSpan(held, begin, length)
