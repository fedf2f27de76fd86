"""Ranges: two values with a mark between them lend one another what only one of them says.

`5-10 million yuan` are five and ten million yuan; `3月15日至17日` ends on 17 March; `January to March 2024` starts in 2024.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bitext.values.calendar import day_text
from bitext.values.reading import Draft, Number, Reading, assemble, dated

if TYPE_CHECKING:
    from bitext.values.units import Unit

__all__ = ["join_ranges"]

_BETWEEN = re.compile(r"[ \u00a0]{0,2}(?:-{1,2}|–|—{1,2}|~|～|至|到|to|through|until)[ \u00a0]{0,2}")
_AND = re.compile(r"[ \u00a0](?:and|to)[ \u00a0]|[与和]")
_DAY = re.compile(r"(?P<y>[0-9]{4}|-)-(?P<m>[0-9]{2})(?:-(?P<d>[0-9]{2}))?|---(?P<only>[0-9]{2})")


def join_ranges(source: Reading, drafts: list[Draft]) -> list[Draft]:
    """The drafts with what the two ends of each range share filled in."""
    joined = list(drafts)
    for at in range(len(joined) - 1):
        one, two = joined[at], joined[at + 1]
        start, end = one.value.end, two.value.start
        if not 0 < end - start <= 12 or not _connected(source.low, one.value.start, start, end):
            continue
        if one.value.kind == two.value.kind == "date":
            joined[at], joined[at + 1] = _dates(one, two)
        elif two.value.kind == "date":
            joined[at] = _counted(one, two)
        elif one.number and two.number:
            joined[at], joined[at + 1] = _numbers(source, one, two, one.number, two.number)
    return joined


def _connected(low: str, begin: int, start: int, end: int) -> bool:
    gap = low[start:end]
    if _BETWEEN.fullmatch(gap):
        return True
    return bool(_AND.fullmatch(gap)) and ("between" in low[max(0, begin - 12) : begin] or "介于" in low[max(0, begin - 4) : begin])


def _numbers(source: Reading, one: Draft, two: Draft, first: Number, last: Number) -> tuple[Draft, Draft]:
    """The first takes the last's power and unit if it has none; the last takes the first's currency sign."""
    if one.unit is None and two.unit is not None:
        one = _again(source, one, _shared(first, last), two.unit)
    elif one.unit is None and two.unit is None:
        if first.scale != 1 or last.scale == 1:
            return one, two  # nothing to share
        one = _again(source, one, _shared(first, last), None)
    elif one.unit is not None and one.unit.kind == "money":
        if two.unit is None:
            two = _again(source, two, last, one.unit)
        if two.unit == one.unit or (two.unit and two.unit.base == one.unit.base):
            one = _again(source, one, _shared(first, last), one.unit)
    return one, two


def _shared(first: Number, last: Number) -> Number:
    """5-10 million: the power is meant for both if it is said once and the range rises."""
    if first.scale == 1 and last.scale > 1 and first.coefficient < last.coefficient:
        return first._replace(scale=last.scale)
    return first


def _again(source: Reading, draft: Draft, number: Number, unit: Unit | None) -> Draft:
    made = assemble(source, number, unit, draft.value.end, weak=draft.value.weak)
    return made._replace(value=replace(made.value, start=draft.value.start, end=draft.value.end))


def _counted(one: Draft, two: Draft) -> Draft:
    """3-5月, 15 to 17 March, 2020-2025年: a number before a date is one more date of its kind."""
    number, text = one.value.number, two.value.text
    if number is None or number.denominator != 1 or one.unit or one.number is None or one.number.scale != 1:
        return one
    amount, found = int(number), _DAY.fullmatch(text)
    if re.fullmatch("[0-9]{4}", text):
        made = str(amount) if 1000 <= amount <= int(text) else ""
    elif not found:
        made = ""
    elif found["only"]:
        made = f"---{amount:02}" if 1 <= amount <= 31 else ""
    elif found["d"]:
        made = f"{found['y']}-{found['m']}-{amount:02}" if 1 <= amount < int(found["d"]) else ""
    else:
        made = f"{found['y']}-{amount:02}" if 1 <= amount < int(found["m"]) else ""
    return dated(one.value.start, one.value.end, made) if made else one


def _dates(one: Draft, two: Draft) -> tuple[Draft, Draft]:
    """Year and month go from the end that names them to the one that does not."""
    first, last = _DAY.fullmatch(one.value.text), _DAY.fullmatch(two.value.text)
    if not first or not last:
        return one, two
    if last["only"] and first["d"]:
        year = None if first["y"] == "-" else int(first["y"])
        return one, _text(two, day_text(year, int(first["m"]), int(last["only"])) or two.value.text)
    if first["m"] and last["m"] and bool(first["d"]) == bool(last["d"]):
        if first["y"] == "-":
            return _text(one, last["y"] + one.value.text[1:]), two
        if last["y"] == "-":
            return one, _text(two, first["y"] + two.value.text[1:])
    return one, two


def _text(draft: Draft, text: str) -> Draft:
    return draft._replace(value=replace(draft.value, text=text))
