"""Filters by punctuation: how the sides end, brackets and quotation marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bitext.filtering.declaring import Bounds, Filter
from bitext.text import CLOSERS

if TYPE_CHECKING:
    from bitext.filtering.sides import Sides

__all__ = ["FILTERS"]

_OPENING = "([{（［｛〔【〈《「『"
_CLOSING = ")]}）］｝〕】〉》」』"
_BRACKETS = re.compile(f"[{re.escape(_OPENING + _CLOSING)}]")
#: Brackets that both languages use; titles and quotations have brackets in Chinese alone.
_ROUND = re.compile(r"[(（]")
_STOPS = re.compile(r"[.。！!？?…]+")
_QUESTIONS = re.compile("[?？]")
#: 1) and a) open a list's item, and are no bracket.
_ITEM = re.compile(r"(?:(?<=\s)|^)[0-9A-Za-z一二三四五六七八九十]{1,3}[)）]|[:;][-']?[()]")
_QUOTES = re.compile('["“”„«»「」『』〝〞＂]')
_ENDS = {"。": ".", ".": ".", "…": ".", "！": "!", "!": "!", "？": "?", "?": "?", ";": ".", "；": ".", ":": ":", "：": ":"}


def _end(text: str) -> str:
    """How a text ends: with a stop, a question mark, an exclamation mark, a colon, or none."""
    return _ENDS.get(text.rstrip(CLOSERS + " \u3000")[-1:], "")


def _terminal(sides: Sides) -> float:
    zh, en = _end(sides.zh), _end(sides.en)
    if zh == en:
        return 0.0
    return 2.0 if "?" in (zh, en) else 1.0


def _sentences(sides: Sides) -> float:
    zh, en = (len(_STOPS.findall(text)) for text in (sides.zh, sides.en))
    return float(abs(zh - en))


def _questions(sides: Sides) -> float:
    zh, en = (len(_QUESTIONS.findall(text)) for text in (sides.zh_plain, sides.en_plain))
    return float(abs(zh - en))


def _unbalanced(text: str) -> int:
    """Count the brackets without partner."""
    found = _BRACKETS.findall(_ITEM.sub(" ", text))
    deep, alone = 0, 0
    for mark in found:
        if mark in _OPENING:
            deep += 1
        elif deep:
            deep -= 1
        else:
            alone += 1
    return deep + alone


def _brackets(sides: Sides) -> float:
    return float(abs(_unbalanced(sides.zh) - _unbalanced(sides.en)))


def _bracket_counts(sides: Sides) -> float:
    zh, en = (len(_ROUND.findall(text)) for text in (sides.zh, sides.en))
    return float(abs(zh - en))


def _quotes(sides: Sides) -> float:
    zh, en = (len(_QUOTES.findall(text)) for text in (sides.zh, sides.en))
    return float(abs(zh - en))


FILTERS: tuple[Filter, ...] = (
    Filter(
        "terminal", "punctuation", "How differently the sides end: 1 for other marks, 2 where one alone is a question.", "0–2", Bounds(high=1),
        "A question translates a question; a side without its end was cut.", "OpusFilter, whose list of marks lacks 。？！", _terminal,
        keeps=(("雨停了。", "The rain has stopped."), ("他问：“雨停了吗？”", "He asked: “Has the rain stopped?”"), ("雨停了", "The rain has stopped.")),
        rejects=(("雨停了吗？", "The rain has stopped."),), peers=("OpusFilter TerminalPunctuationFilter", "OpusCleaner fix_sent_final_punct"), default=False,
    ),
    Filter(
        "sentence-count", "punctuation", "By how many the marks at which sentences end differ.", "marks", Bounds(high=2),
        "One side has more sentences than the other.", "bicleaner punctuation features", _sentences,
        keeps=(("雨停了。我们走吧。", "The rain has stopped. Let us go."),), rejects=(("雨停了。", "The rain has stopped. He left. She stayed. They met again in spring."),),
        peers=("bicleaner punctuation features",), default=False,
    ),
    Filter(
        "question-count", "punctuation", "By how many question marks the sides differ.", "marks", Bounds(high=1),
        "A question translates a question.", "bicleaner punctuation features", _questions,
        keeps=(("雨停了吗？", "Has the rain stopped?"),), rejects=(("谁？为什么？在哪里？", "He did not know."),), peers=("bicleaner punctuation features",), default=False,
    ),
    Filter(
        "brackets", "punctuation", "By how many brackets without partner the sides differ.", "brackets", Bounds(high=2),
        "A bracket that one side alone leaves open was cut off with what stood in it.", "hardrules", _brackets,
        keeps=(("他（记者）说。", "He (a reporter) said."), ("1）总则", "1) General")), rejects=(("雨停了。", "The rain (((has stopped."),),
        peers=("hardrules parentheses",),
    ),
    Filter(
        "bracket-count", "punctuation", "By how many round brackets the sides differ.", "brackets", Bounds(high=2),
        "A long run of bracketed remarks stands on one side alone.", "bicleaner punctuation features", _bracket_counts,
        keeps=(("重庆（中国）", "Chongqing"),), rejects=(("价格", "Price (net) (gross) (total)"),), peers=("hardrules parentheses", "bicleaner punctuation features"), default=False,
    ),
    Filter(
        "quotes", "punctuation", "By how many quotation marks the sides differ.", "marks", Bounds(high=2),
        "A quotation stands on one side alone.", "bicleaner punctuation features", _quotes,
        keeps=(("他说：“好。”", "He said, “Good.”"),), rejects=(("他说好。", "“Good,” he said. “Let us go.”"),), peers=("bicleaner punctuation features",), default=False,
    ),
)  # fmt: skip
