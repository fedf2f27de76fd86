"""Filters by values: a number that was changed, and numbers that are missing.

`bitext.values.compare_values` pairs what says the same in both languages. What it leaves on both sides is taken apart (a date
into year, month and day) and looked at once more, more leniently: 第89分钟 is translated `in the 89th minute` and 时速85英里
`85 mph`, so that a number counts as there when the other side has it as written, with another unit. What still stands alone on
both sides contradicts.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from bitext.filtering.declaring import Bounds, Filter
from bitext.values.units import unit_named

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bitext.filtering.sides import Sides
    from bitext.values import Value

__all__ = ["FILTERS"]

#: Numbers under this, in words, are often idiom, name or count of what the other side names (两人, `both`, 王二): they contradict nothing.
_TEN = 10
#: Kinds in which a number says something however small it is.
_TELLING = frozenset(("percent", "points", "money"))
#: Parts of dates and times: each contradicts only its like, or a bare number from ten on.
_PARTS = frozenset(("year", "month", "day", "hour", "minute", "quarter", "half"))
_DATE = re.compile(r"(?:(?P<year>\d{4})|-)?(?:-(?P<month>\d\d)|-)?(?:-(?P<day>\d\d)|-?Q(?P<quarter>\d)|-?H(?P<half>\d))?")
_TIME = re.compile(r"T(?P<hour>\d\d):(?P<minute>\d\d).*")
_DIGITS = re.compile(r"\d+")
_FIGURE = re.compile("[0-9０-９]")
#: Kinds that have no unit, and so may be what a part of a date became.
_BARE = frozenset(("number", "ordinal"))
#: Left-over values of a side that are compared; a text with more is a table.
_ENOUGH = 60


class _Part(NamedTuple):
    """A number that a text states: what it counts, the number as written, its unit, whether a translation must have it."""

    kind: str
    number: Fraction
    unit: str
    tells: bool


def _parts(values: Sequence[Value], text: str) -> list[_Part]:
    return [
        part
        for value in values[:_ENOUGH]
        if not value.weak
        for part in _parts_of(value, in_figures=_FIGURE.search(text, value.start, value.end) is not None)
    ]


def _parts_of(value: Value, *, in_figures: bool) -> Iterator[_Part]:
    """A value's numbers: those of a date or time one by one."""
    if value.kind in ("date", "time", "code"):
        match = (_TIME if value.kind == "time" else _DATE).fullmatch(value.text)
        if match is not None:
            yield from (_Part(kind, Fraction(int(said)), "", int(said) >= _TEN) for kind, said in match.groupdict().items() if said)
        elif len(found := _DIGITS.findall(value.text)) == 1 and len(found[0]) < 9:
            yield _Part("number", Fraction(int(found[0])), "", tells=False)
    elif value.number is not None:
        number = _as_written(value)
        loose = value.written in ("verb", "growth") or (value.kind == "multiple" and number < _TEN)
        yield _Part(
            value.kind,
            number,
            value.written if value.kind == "duration" else value.unit,
            not loose and (in_figures or value.kind in _TELLING or number >= _TEN or number.denominator > 1),
        )


def _as_written(value: Value) -> Fraction:
    """The number in the unit that the text names."""
    number = value.number or Fraction(0)
    if value.written == "degrees fahrenheit":
        return number * Fraction(9, 5) + 32
    if value.kind not in ("duration", "quantity", "percent"):
        return number
    try:
        unit = unit_named(value.written, han=not value.written.isascii())
    except KeyError:
        return number
    return number / unit.factor if unit.base == value.unit else number


def _is_loosely_said(one: _Part, other: _Part) -> bool:
    """Whether two numbers may be one under two names; five years are not five months, nor 100 dollars 100 yuan.

    1/10 is said as one in ten, and 1995 as '95.
    """
    if one.number != other.number:
        return _inverse(one, other) or _inverse(other, one) or _century_left_out(one, other) or _century_left_out(other, one)
    if one.kind == other.kind:
        return one.unit == other.unit or one.kind == "quantity"
    return not (one.kind in _PARTS and other.kind in _PARTS)


def _inverse(one: _Part, other: _Part) -> bool:
    return one.number.numerator == 1 and one.number.denominator > 1 and other.number == one.number.denominator


def _century_left_out(one: _Part, other: _Part) -> bool:
    return one.kind in ("year", "number") and 1000 <= one.number < 2100 and 10 <= other.number < 100 and one.number % 100 == other.number


def _left(sides: Sides) -> tuple[list[_Part], list[_Part]]:
    """The numbers of each side that have no counterpart, however named, on the other; small ones too."""
    zh, en = _parts(sides.values.zh_only, sides.zh_numbers), _parts(sides.values.en_only, sides.en)
    if not zh or not en:
        return zh, en
    alone = []
    for part in zh:
        found = next((at for at, other in enumerate(en) if _is_loosely_said(part, other)), None)
        if found is None:
            alone.append(part)
        else:
            del en[found]
    return alone, en


def _contradict(one: _Part, other: _Part) -> bool:
    if one.kind in _PARTS or other.kind in _PARTS:
        return one.kind == other.kind or (one.tells and other.tells and not {one.kind, other.kind}.isdisjoint(_BARE))
    return one.tells and other.tells


def _changed(sides: Sides) -> float:
    """Count the numbers that stand against one of the other side, each used once."""
    zh, en = _left(sides)
    count = 0
    for part in zh:
        found = next((at for at, other in enumerate(en) if _contradict(part, other)), None)
        if found is not None:
            del en[found]
            count += 1
    return float(count)


def _missing(sides: Sides) -> float:
    zh, en = (sum(part.tells for part in side) for side in _left(sides))
    return float(abs(zh - en))


FILTERS: tuple[Filter, ...] = (
    Filter(
        "number-changed", "value", "Numbers, amounts and dates that stand against another one on the other side.", "values", Bounds(high=0),
        "A changed number is the worst kind of error, and no score of words sees it.",
        "bitext.values; OpusCleaner's num_mismatch and hardrules' digits know neither 万 and 亿 nor Chinese numerals", _changed,
        keeps=(
            ("总投资8.9万亿元，增长12%。", "Total investment was 8.9 trillion yuan, up 12 percent."), ("他在第89分钟进球。", "He scored in the 89th minute."),
            ("风速为每小时85英里。", "Winds reached 85 mph."), ("九月三十日，会议结束。", "The meeting closed on Sept. 30, 2018."), ("四球赛他们赢了。", "They won the fourballs by two."),
        ),
        rejects=(
            ("总投资8.9万亿元。", "Total investment was 8.9 billion yuan."), ("该项目耗资240亿元。", "The project cost 260 billion yuan."), ("共有74个项目。", "There are 94 projects in all."),
            ("2018年建成。", "It was built in 2021."), ("降价5%。", "Prices fell by 8%."),
        ),
        peers=("OpusFilter NonZeroNumeralsFilter", "OpusCleaner num_mismatch", "hardrules number_inconsistencies", "bicleaner number features"),
    ),
    Filter(
        "number-missing", "value", "Numbers in figures or from ten on, amounts and dates that stand on one side alone.", "values", Bounds(high=2),
        "Several numbers of one side have no place on the other: a part was not translated.", "bitext.values", _missing,
        keeps=(("会议在三月举行，共有30人参加。", "The meeting was held in March."), ("是12个人。", "They were a dozen.")),
        rejects=(("收入为240亿元，增长12%，利润为35亿元。", "Revenue and profit both grew fast."),),
        peers=("OpusFilter NonZeroNumeralsFilter", "OpusCleaner num_mismatch"),
    ),
)  # fmt: skip
