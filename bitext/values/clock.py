"""Times of day, read from where a numeral starts: 8:30, 3 p.m., 下午3点, 八点半. The canonical text is that of ISO 8601: `T08:30`."""

from __future__ import annotations

import re

from bitext.values.calendar import Found, small_number
from bitext.values.reading import Draft, Reading
from bitext.values.record import Value

__all__ = ["read_time"]

_S = "[ \u00a0]"
_CLOCK = re.compile(
    rf"(?P<h>2[0-4]|[01]?[0-9])[:：](?P<m>[0-5][0-9])(?:[:：](?P<s>[0-5][0-9]))?(?![0-9]|[:：][0-9])(?:{_S}?(?P<half>[ap])\.?{_S}?m(?![a-z])\.?)?"
)
_HOUR = re.compile(
    rf"(?P<h>1[0-2]|0?[1-9])(?:\.(?P<m>[0-5][0-9])(?={_S}?[ap]\.?{_S}?m(?![a-z])))?(?:{_S}?(?P<half>[ap])\.?{_S}?m(?![a-z])\.?|{_S}?o['’]clock)"
)
_HAN_CLOCK = re.compile(
    rf"(?P<h>2[0-4]|[01]?[0-9]|(?:二?十[一二三四]?|[零一二两三四五六七八九]|十[五六七八九])){_S}?(?P<unit>[点點时時])(?![候代间間刻段])"
    rf"(?:{_S}?(?P<m>[0-5]?[0-9]|[二三四五]?十[一二三四五六七八九]?|零?[一二三四五六七八九]){_S}?分(?![之])|(?P<half>半)|(?P<k>[一三])刻|(?P<sharp>整|钟|鐘|许|許))?"
)
_PART = re.compile(r"(?P<pm>下午|傍晚|午后)|(?P<night>晚上|夜里|夜间|晚间|深夜|半夜|午夜|晚)|(?P<am>上午|凌晨|清晨|早上|早晨|早|今晨)|中午")
#: 夜里两点 is 2 a.m. and 晚上八点 8 p.m.; up to this hour a night is that of the next day.
_SMALL_HOURS = 4


def read_time(source: Reading, at: int) -> Found | None:
    """A time of day whose text starts with a numeral at `at`; 3点 alone says points as well, and is none."""
    low = source.low
    if found := _CLOCK.match(low, at):
        start, part = _part(low, at)
        half = found["half"] or part
        return _clock(start, found.end(), int(found["h"]), int(found["m"]), found["s"] or "", half)
    if found := _HOUR.match(low, at):
        return _clock(at, found.end(), int(found["h"]), int(found["m"] or 0), "", found["half"] or "")
    found = _HAN_CLOCK.match(low, at)
    if not found:
        return None
    start, part = _part(low, at)
    said = (
        found["m"]
        or found["half"]
        or found["k"]
        or (found["sharp"] and found["unit"] in "点點")
        or part
        or low[at - 1 : at] in {"日", "号"}
    )
    if not said:
        return None
    minute = small_number(found["m"]) if found["m"] else 30 if found["half"] else 15 * small_number(found["k"]) if found["k"] else 0
    return _clock(start, found.end(), 2 if found["h"] == "两" else small_number(found["h"]), minute, "", part)


def _part(low: str, at: int) -> tuple[int, str]:
    """Where the part of the day before a time starts, and `a`, `p`, `n` (noon), `d` (night) or nothing."""
    window = low[max(0, at - 3) : at].rstrip()
    for found in _PART.finditer(window):
        if found.end() == len(window):
            return at - len(low[max(0, at - 3) : at]) + found.start(), "p" if found["pm"] else "d" if found["night"] else "a" if found[
                "am"
            ] else "n"
    return at, ""


def _clock(start: int, end: int, hour: int, minute: int, second: str, half: str) -> Found | None:
    if half == "d":
        half = "a" if hour <= _SMALL_HOURS or hour == 12 else "p"
    if (half == "p" and hour < 12) or (half == "n" and hour < 4):
        hour += 12
    elif half == "a" and hour == 12:
        hour = 0
    if hour > 24 or minute > 59:
        return None
    open_half = not half and 1 <= hour <= 12
    text = f"T{hour % 24:02}:{minute:02}" + (f":{second}" if second else "")
    return [Draft(Value(start, end, "time", text=text, written="12h" if open_half else ""))], end
