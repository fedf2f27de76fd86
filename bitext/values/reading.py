"""What every reader of values shares: the text made plain, what stands before a number, and how a value is put together."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from bitext.values.record import Hedge, Value
from bitext.values.units import PREFIXES, Unit

__all__ = ["Draft", "Number", "Reading", "assemble", "before", "dated", "plain"]

#: Characters of full width that values are written with; each becomes one character, so that offsets stay.
_WIDE = str.maketrans(
    {
        c: chr(ord(c) - 0xFEE0)
        for c in map(chr, (*range(0xFF10, 0xFF1A), *range(0xFF41, 0xFF5B), 0xFF05, 0xFF04, 0xFF0D, 0xFF0E, 0xFF5E, 0xFF0F))
    }
    | {chr(n): chr(n - 0xFEE0).lower() for n in range(0xFF21, 0xFF3B)}
    | {"−": "-", "￥": "¥", "﹪": "%", "\u2011": "-", "\u2010": "-"},
)
_IS_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ％＄－．～／−￥﹪\u2010\u2011]")
_WIDE_COMMA = re.compile("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


class Reading(NamedTuple):
    """A text as given, and the same in lower case and normal width, character for character."""

    raw: str
    low: str


class Number(NamedTuple):
    """A number as its words say it: `coefficient` times `scale` (8.9, trillion), and how finely; more = 多, a `+`."""

    start: int
    end: int
    coefficient: Fraction
    scale: Fraction
    step: Fraction
    more: bool = False


class Draft(NamedTuple):
    """A value with what a range needs to know: the number it was made of, and its unit; None where it stands alone."""

    value: Value
    number: Number | None = None
    unit: Unit | None = None


def plain(text: str) -> Reading:
    """Lower case and normal width, with every offset kept.

    >>> plain("１２．５％ of GDP").low
    '12.5% of gdp'
    """
    low = text.lower()
    if len(low) != len(text):  # some letters grow when they are lowered: İ
        low = text.translate(_LOWER)
    if not low.isascii() and _IS_WIDE.search(low):
        low = _WIDE_COMMA.sub(",", low).translate(_WIDE)
    return Reading(text, low)


_HEDGES: dict[str, Hedge] = {
    **dict.fromkeys("超过 超過 超 逾 多于 多於 大于 大於 不少于 不少於 至少 不低于 不低於 高达 突破".split(), "over"),
    **dict.fromkeys(("over", "more than", "at least", "exceeding", "exceeded", "above", "in excess of", "no fewer than", "no less than", ">"), "over"),
    **dict.fromkeys("近 将近 將近 接近 不到 不足 少于 少於 至多 最多 不超过 不超過 不多于".split(), "under"),
    **dict.fromkeys(("nearly", "almost", "under", "less than", "fewer than", "close to", "up to", "below", "no more than", "<"), "under"),
    **dict.fromkeys("约 約 大约 大約 大概".split(), "about"),
    **dict.fromkeys(("about", "around", "roughly", "approximately", "approx.", "some", "an estimated", "~", "≈"), "about"),
}  # fmt: skip
#: Longest first: 不超过 says the contrary of 超过.
_HEDGE = re.compile(
    "(?:^|(?<![a-z])|(?=[^a-z]))("
    + "|".join(re.escape(h) for h in sorted(_HEDGES, key=len, reverse=True))
    + r")(?:有|达|達|为|為)?[ \u00a0]?$"
)
_PREFIX = re.compile("(?<![a-z])(?:" + "|".join(re.escape(p) for p in sorted(PREFIXES, key=len, reverse=True)) + r")[ \u00a0]?$")
_HEDGE_LAST = frozenset(h[-1] for h in _HEDGES) | set("有达達为為")
_SIGN_LAST = frozenset("-s负負下")
_LAST = frozenset("$€£¥₩₽₹฿bdyprmb币幣元k")
_SIGN = re.compile(r"(?:(?:^|(?<=[\s(\[（“\"':：,，、为為至到是率幅]))-|(?<![a-z])minus[ \u00a0]|负|負|零下 ?)$")
_AFTER = re.compile(
    r"[ \u00a0]?(?:(?P<about>左右|上下|or so(?![a-z]))|(?P<over>以上|有余|\+|-plus|plus(?![a-z])|or more(?![a-z]))|(?P<under>以下|以内|以內|or less(?![a-z])))"
)


def before(source: Reading, start: int) -> tuple[int, str, bool, Hedge]:
    """What a number's left side says: where the value starts, currency ("" if none), whether it is negative, hedge.

    >>> before(plain("约人民币5元"), 4)
    (1, 'CNY', False, 'about')
    """
    low, currency, minus = source.low, "", False
    if not start:
        return start, currency, minus, ""
    last = low[start - 1] if low[start - 1] not in " \u00a0" else low[start - 2 : start - 1]
    if last in _LAST and (found := _PREFIX.search(low[max(0, start - 6) : start])):
        currency = PREFIXES[found[0].strip()]
        start -= len(found[0])
        last = low[max(0, start - 2) : start].rstrip(" \u00a0")[-1:]
    if last in _SIGN_LAST and (found := _SIGN.search(low[max(0, start - 8) : start])):
        minus = True
        start -= len(found[0])
        last = low[max(0, start - 2) : start].rstrip(" \u00a0")[-1:]
    hedge = _HEDGE.search(low[max(0, start - 16) : start]) if last in _HEDGE_LAST else None
    return start, currency, minus, _HEDGES[hedge[1]] if hedge else ""


def _money(currency: str) -> Unit:
    return Unit("money", currency, Fraction(1), currency)


def assemble(source: Reading, number: Number, unit: Unit | None, end: int, *, weak: bool = False) -> Draft:
    """A value of a number, what stands before it, its unit, and a mark of rounding behind it; `end` is where the unit ends.

    >>> assemble(plain("近5%"), Number(1, 2, Fraction(5), Fraction(1), Fraction(1)), None, 2).value.hedge
    'under'
    """
    start, currency, minus, hedge = before(source, number.start)
    if currency and unit is not None and unit.kind == "money":
        unit = _money(currency) if unit.base == "CNY" else unit  # 港币三千元
    elif currency:
        unit, end = _money(currency), number.end
    if number.more:
        hedge = "over"
    elif not hedge and (behind := _AFTER.match(source.low, end)):
        hedge = "about" if behind["about"] else "over" if behind["over"] else "under"
    # Four digits as such may be a year: comparison has to know.
    written = "bare" if number.end - number.start == 4 and source.low[number.start : number.end].isdigit() else ""
    amount, step = number.coefficient, number.step
    if number.scale != 1:
        amount, step = amount * number.scale, step * number.scale
    if minus:
        amount = -amount
    return Draft(_value(start, end, amount, step, unit, hedge, written, weak=weak), number, unit)


def _value(start: int, end: int, amount: Fraction, step: Fraction, unit: Unit | None, hedge: Hedge, written: str, *, weak: bool) -> Value:
    if unit is None:
        return Value(start, end, "number", amount, hedge=hedge, step=step, written=written, weak=weak)
    if unit.base == "°F":
        amount, step, base = (amount - 32) * Fraction(5, 9), step * Fraction(5, 9), "°C"
    elif unit.factor != 1:
        amount, step, base = amount * unit.factor, step * unit.factor, unit.base
    else:
        base = unit.base
    return Value(start, end, unit.kind, amount, base, hedge=hedge, step=step, written=unit.name, weak=weak)


def dated(start: int, end: int, text: str, *, weak: bool = False, written: str = "") -> Draft:
    """A date, or a part of one.

    >>> dated(0, 5, "--03-15").value.kind
    'date'
    """
    return Draft(Value(start, end, "date", text=text, weak=weak, written=written))
