"""Hold the values of two texts against one another: which say the same, and which stand on one side alone.

What counts as the same is stated in `values_match`. Nothing is rounded unless the words say so.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bitext.values.scanning import find_values

if TYPE_CHECKING:
    from bitext.values.record import Value

__all__ = ["Comparison", "compare_values", "values_match"]

#: Two measures in different units match within this share: 62 miles for 100 km. Half of what one digit of 25 says.
CONVERTED = Fraction(2, 100)
#: So many values at most on each side are compared with tolerance; texts with more are tables or hostile, and need equality.
TOLERANT = 400


@dataclass(frozen=True, slots=True)
class Comparison:
    """Values that two texts share, as pairs, and those that only one of them states, all in the order of the text.

    >>> compare_values("增长5%，达到三万吨", "up 5 percent to 20,000 tons").agrees
    False
    """

    matched: tuple[tuple[Value, Value], ...]
    zh_only: tuple[Value, ...]
    en_only: tuple[Value, ...]

    @property
    def agrees(self) -> bool:
        """Whether no value but weak ones is left alone on either side."""
        return all(v.weak for v in (*self.zh_only, *self.en_only))


def values_match(one: Value, other: Value) -> bool:
    """Tell whether two values say the same, in either order of languages.

    Equal values match. Besides, and nothing else:

    - Words that round on one side only: 约 and `about` match within half of the rounded number's last digit, 超 and
      `more than` from it to one of its last digits above, 近 and `nearly` the same below. 约1200 matches 1,234, not 1,260.
    - Measures in different units of one dimension match within 2 percent: 100公里 and 62 miles.
    - `degrees` without a scale match Celsius and Fahrenheit; `pounds` match sterling.
    - 增长两倍 is canonically three times as much; it matches `grew two times` as well, for both languages use it either way.
    - Clock times without a.m. or p.m. match both halves of the day.
    - What a bare number leaves open: four digits without a comma match the year (2018, 2018年), and a number up to 120 an
      age (Lin Hai, 31; 31岁).
    - `800 years old` matches 八百年.
    - The 15th matches 15日, `three times` 三次, a decade without its century the decade (90年代, 1990s).

    >>> one, other = find_values("超过1200吨")[0], find_values("1,234 tons")[0]
    >>> values_match(one, other), values_match(find_values("1200吨")[0], other)
    (True, False)
    """
    if one == other:
        return True
    if one.kind != other.kind:
        return _crossed(one, other) or _crossed(other, one)
    if one.kind == "time":
        return _clocks(one, other)
    if one.kind == "date":
        return one.text.endswith("s") and other.text.endswith("s") and (one.text[-3:] == other.text or other.text[-3:] == one.text)
    if one.number is None or other.number is None:
        return False
    if "growth" in {one.written, other.written}:
        said, by = (one, other) if one.written == "growth" else (other, one)
        return by.written == "times" and said.number == by.number + 1 if said.number and by.number else False
    if one.unit != other.unit:
        return _degrees(one, other) or _degrees(other, one)
    if bool(one.hedge) != bool(other.hedge):
        rounded, exact = (one, other) if one.hedge else (other, one)
        if _rounds(rounded, exact):
            return True
    if one.kind == "quantity" and one.written != other.written:
        return abs(one.number - other.number) <= CONVERTED * max(abs(one.number), abs(other.number))
    return False


def _rounds(rounded: Value, exact: Value) -> bool:
    """Whether a number that words round stands for an exact one."""
    assert rounded.number is not None  # noqa: S101
    assert exact.number is not None  # noqa: S101
    above = exact.number - rounded.number
    if rounded.hedge == "about":
        return abs(above) <= rounded.step / 2
    return 0 <= (above if rounded.hedge == "over" else -above) < rounded.step


def _clocks(one: Value, other: Value) -> bool:
    """Times that differ by twelve hours, where one of them leaves the half of the day open."""
    if not one.written and not other.written:
        return False
    return one.text[3:] == other.text[3:] and (int(one.text[1:3]) - int(other.text[1:3])) % 12 == 0


def _degrees(one: Value, other: Value) -> bool:
    """Degrees of no scale against degrees of one, by the number as written."""
    if one.unit != "degree" or one.number is None or other.number is None:
        return False
    if other.unit == "°C" and other.written != "degrees fahrenheit":
        return one.number == other.number
    return other.written == "degrees fahrenheit" and one.number == other.number * Fraction(9, 5) + 32


def _crossed(one: Value, other: Value) -> bool:
    """Kinds that the two languages draw differently."""
    if one.kind == "date" and other.kind == "ordinal":
        return other.number is not None and one.text == f"---{int(other.number):02}"
    if one.kind == "multiple" and other.kind == "number":
        return one.written == "times" and one.number == other.number
    if other.kind == "number" and other.number is not None:
        if one.kind == "date":
            return other.written == "bare" and one.text == str(other.number)
        if one.kind == "age":
            return one.number == other.number <= 120 and not other.hedge
    if one.kind == "age" and other.kind == "duration" and one.number is not None:
        return other.unit == "month" and one.number * 12 == other.number
    if one.kind == "quantity" and other.kind == "money":
        return one.written == "pound" and other.unit == "GBP" and one.number == (other.number or 0) * Fraction("0.45359237")
    return False


def compare_values(zh: str, en: str) -> Comparison:
    """Compare the values of a Chinese text with those of its English translation.

    Equal values are paired first, then those that match; each value is used once. Linear in the texts' lengths, for
    tolerance is tried on a bounded number of values.

    >>> got = compare_values("2025年，约240亿美元", "around $24 billion in 2024")
    >>> [(a.unit, b.unit) for a, b in got.matched], [v.text for v in got.zh_only], [v.text for v in got.en_only]
    ([('USD', 'USD')], ['2025'], ['2024'])
    """
    zh_values, en_values = find_values(zh), find_values(en)
    pairs, left, right = _equal(zh_values, en_values)
    if len(left) <= TOLERANT and len(right) <= TOLERANT:
        for one in list(left):
            other = next((v for v in right if values_match(one, v)), None)
            if other is not None:
                pairs.append((one, other))
                left = [v for v in left if v is not one]
                right = [v for v in right if v is not other]
    return Comparison(tuple(sorted(pairs, key=lambda p: p[0].start)), tuple(left), tuple(right))


def _equal(zh: list[Value], en: list[Value]) -> tuple[list[tuple[Value, Value]], list[Value], list[Value]]:
    """Pair equal values, each once, and give what is left of both sides."""
    places: dict[Value, list[Value]] = defaultdict(list)
    for value in reversed(en):
        places[value].append(value)
    pairs, left = [], []
    for value in zh:
        if places.get(value):
            pairs.append((value, places[value].pop()))
        else:
            left.append(value)
    used = {v.start for _, v in pairs}
    return pairs, left, [v for v in en if v.start not in used]
