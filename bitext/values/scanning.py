"""Find the values of a text: one scan for where a value may start, and a reader for each kind of start.

The scan looks for digits, Chinese numerals, English number words and month names; what stands before and behind is read only
there, in windows of bounded length. So the cost grows with the text's length and no more.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from bitext.values.arabic import read_digits, read_vulgar
from bitext.values.calendar import MONTH, Found, read_half, read_month, read_quarter
from bitext.values.chinese import read_han
from bitext.values.english import ENGLISH_HEADS, read_word
from bitext.values.numerals import HAN_NUMERAL
from bitext.values.ranges import join_ranges
from bitext.values.reading import Draft, Number, Reading, assemble, plain
from bitext.values.record import Value
from bitext.values.units import unit_named

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["find_values"]

_ANY = r"(?P<digits>[0-9])|(?P<vulgar>[½⅓⅔¼¾])|(?P<link>https?://[^\s<>\u3000-\u9fff]*+)"
_HAN = rf"(?P<han>[{HAN_NUMERAL}]+)|(?P<half>半)|(?P<double>翻了?[一两兩三]?番)"
_WORDS = "|".join(sorted(ENGLISH_HEADS, key=lambda w: (w[0], -len(w), w)))
_ENGLISH = rf"(?<![0-9a-z_'’])(?:(?P<word>(?:{_WORDS})(?![a-z]))|(?P<quarter>(?:q[1-4]|h[12])(?![0-9a-z]))|(?P<month>{MONTH}(?![a-z])))"
_HEADS = {
    "zh": re.compile(f"{_ANY}|{_HAN}"),
    "en": re.compile(f"{_ANY}|{_ENGLISH}"),
    "": re.compile(f"{_ANY}|{_HAN}|{_ENGLISH}"),
}


def find_values(text: str, lang: str | None = None) -> list[Value]:
    """Find the values of a text in Chinese, English or both, in order and without overlap.

    `lang` says which words may be read: `zh` leaves English number words alone, `en` Chinese numerals; None reads both.
    Digits are read in any case. Costs time linear in the text's length; never raises.

    >>> [(v.kind, str(v.number), v.unit) for v in find_values("8.9万亿元，同比增长5%")]
    [('money', '8900000000000', 'CNY'), ('percent', '5', '%')]
    >>> find_values("8.9万亿元") == find_values("8.9 trillion yuan") == find_values("RMB 8.90 trillion")
    True
    >>> [v.text for v in find_values("March 15, 二〇二五年三月")], find_values("一带一路，十分重要; no one may march")
    (['--03-15', '2025-03'], [])
    """
    source = plain(text)
    low = source.low
    if lang is None and low.isascii():
        lang = "en"
    search = _HEADS.get(lang or "", _HEADS[""]).search
    drafts: list[Draft] = []
    head = search(low)
    while head:
        kind = head.lastgroup or ""
        found, end = _READERS[kind](source, head)
        drafts += found
        head = search(low, max(end, head.start() + 1))
    return _apart(join_ranges(source, drafts))


def _apart(drafts: list[Draft]) -> list[Value]:
    """The values in order; one that reaches back into another (a shared hedge or sign) starts behind it."""
    kept: list[Value] = []
    for draft in drafts:
        if kept and draft.value.start < kept[-1].end:
            continue
        kept.append(draft.value)
    return kept


def _month(source: Reading, head: re.Match[str]) -> Found:
    return read_month(source, head.start()) or ([], head.end())


_HALF_UNIT = re.compile("半(?:[个個]?(?P<unit>世纪|世紀|月|小时|小時|钟头|星期)|(?P<plain>年|天|公里|英里|吨)(?![级代轻]))")


def _half(source: Reading, head: re.Match[str]) -> Found:
    """半年, 半个月, 上半年, 一半, 半数."""
    low, at = source.low, head.start()
    if found := read_half(source, at):
        return found
    number = Number(at, at + 1, Fraction(1, 2), Fraction(1), Fraction(1, 2))
    if unit := _HALF_UNIT.match(low, at):
        if unit["unit"] == "月" and unit.end() - at == 2:  # 半月谈
            return [], unit.end()
        named = unit_named(unit["unit"] or unit["plain"], han=True)
        return [assemble(source, number, named, unit.end(), weak=unit["plain"] == "天")], unit.end()  # 半天 is a long while as well
    if low.startswith(("半数", "半數"), at) or low[at - 1 : at] in {"一", "过", "過"}:
        return [Draft(Value(at, at + 1, "number", Fraction(1, 2), step=Fraction(0), weak=True))], at + 1
    return [], at + 1


def _double(source: Reading, head: re.Match[str]) -> Found:  # noqa: ARG001  (all readers are called alike)
    """翻番 and 翻一番 double, 翻两番 is four times as much."""
    power = {"两": 2, "兩": 2, "三": 3}.get(head[0][-2], 1)
    return [Draft(Value(head.start(), head.end(), "multiple", Fraction(2**power), written="verb"))], head.end()


_READERS: dict[str, Callable[[Reading, re.Match[str]], Found]] = {
    "digits": lambda source, head: read_digits(source, head.start()),
    "vulgar": lambda source, head: read_vulgar(source, head.start()),
    "link": lambda _source, head: ([], head.end()),
    "han": read_han,
    "half": _half,
    "double": _double,
    "word": read_word,
    "quarter": lambda source, head: read_quarter(source, head.start()),
    "month": _month,
}
