"""Sentences that no mark parts, on pages whose languages take turns: a headline of one run together with one of the other.

Segmentation looks at one sentence, to which a headline in the other language is an insertion like a name. Here the lexicon
decides: a stretch of English whose words and those of the Chinese beside it cover one another is its translation.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from bitext.alignment.tokens import chinese_tokens, english_tokens
from bitext.text import HAN, count_han

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bitext.alignment.tokens import Token
    from bitext.model import Segment
    from bitext.words import Cutter

__all__ = ["part_mixed", "share_covered"]

_LATIN = "A-Za-z\u00c0-\u024f"
_STRETCH = re.compile(rf"(?P<zh>[{HAN}](?:[^{_LATIN}]*[{HAN}])?)|[{_LATIN}](?:[^{HAN}]*[{_LATIN}])?")
_WORD = re.compile(f"[{_LATIN}]+")
#: What Chinese counts or dates with.
_COUNTED = "年月日号人个名位岁亿万千百元点时分秒次件家种米度倍篇条场届"
_SPACE = re.compile(r"\s+")
#: What is shorter is an insertion: Chinese characters, English words.
_FEW_ZH, _FEW_EN = 4, 3
#: The share of covered words (F1) from which two stretches are translations. Of sentences beside their own translation four
#: in five have it, beside another sentence's one in a hundred.
_COVERED = 0.25


class _Stretch(NamedTuple):
    zh: bool
    start: int
    end: int


def part_mixed(one: Segment, cutter: Cutter) -> list[Segment]:
    """Part a sentence of both languages where one stretch of it translates the next; else give it as it is.

    Args:
        one: a sentence of a page whose languages take turns inside its paragraphs.
        cutter: cuts Chinese into words.
    """
    stretches = _stretches(one.text)
    borders = []
    for left, right in pairwise(stretches):
        zh, en = (left, right) if left.zh else (right, left)
        border = _border(one.text, left, right)
        if border and _translates(one.text[zh.start : zh.end], one.text[en.start : en.end], cutter):
            borders.append((left, right, border))
    paired = {s for left, right, _ in borders for s in (left, right)}
    places = [p for left, right in pairwise(stretches) if {left, right} & paired and (p := _border(one.text, left, right))]
    return _parts(one, places) if borders else [one]


def _stretches(text: str) -> list[_Stretch]:
    """Stretches of either language by turns; what is short belongs to what is around it."""
    found: list[_Stretch] = []
    for match in _STRETCH.finditer(text):
        zh = match.lastgroup == "zh"
        short = count_han(match[0]) < _FEW_ZH if zh else len(_WORD.findall(match[0])) < _FEW_EN
        if found and (short or found[-1].zh == zh):
            found[-1] = found[-1]._replace(end=match.end())
        elif not short:
            found.append(
                _Stretch(zh, found[-1].end if found else 0, match.end()) if not found else _Stretch(zh, match.start(), match.end())
            )
    return found


def _border(text: str, left: _Stretch, right: _Stretch) -> int:
    """Where the right one begins, after white space between the two; 0 where there is none.

    A number between them goes with the Chinese unless a capital letter or no unit of counting follows it.
    """
    spaces = list(_SPACE.finditer(text, left.end, right.start))
    if not spaces:
        return 0
    following = text[right.start]
    keeps = following.isupper() if left.zh else following not in _COUNTED
    return spaces[-1 if keeps and any(c.isdigit() for c in text[left.end : right.start]) else 0].end()


def _translates(zh: str, en: str, cutter: Cutter) -> bool:
    return share_covered(chinese_tokens(zh, cutter), english_tokens(en)) >= _COVERED


def share_covered(zh: Sequence[Token], en: Sequence[Token], unknown: float = 0.0) -> float:
    """Give how much the words of both sides cover of one another: the harmonic mean of the two shares (F1).

    Args:
        zh: words of the one with their keys.
        en: words of the other.
        unknown: what a word counts for that covers none, where the other side has one too; 0 where no word is covered.

    >>> share_covered([("雨", ("rain",)), ("山", ("mountain",))], [("rain", ("rain",))])
    0.6666666666666666
    """
    left, right = {key for _, keys in zh for key in keys}, {key for _, keys in en for key in keys}
    by_zh = sum(any(key in right for key in keys) for _, keys in zh)
    by_en = sum(any(key in left for key in keys) for _, keys in en)
    if not by_zh or not by_en:
        return 0.0
    more = unknown * min(len(zh) - by_zh, len(en) - by_en)
    one, other = (by_zh + more) / len(zh), (by_en + more) / len(en)
    return 2 * one * other / (one + other)


def _parts(one: Segment, places: Sequence[int]) -> list[Segment]:
    """The segment cut at places of its text; only for a text that is its slice as it stands."""
    found, bounds = [], [0, *places, len(one.text)]
    for number, (start, end) in enumerate(pairwise(bounds)):
        text = one.text[start:end].rstrip()
        lang = "zh" if count_han(text) * 3 > len(_WORD.findall(text)) * 2 else "en"
        found.append(
            replace(
                one, id=f"{one.id}.{number + 1}", lang=lang, start=one.start + start, end=one.start + start + len(text), text=text, spans=()
            )
        )
    return found
