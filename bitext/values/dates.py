"""Values that a text states, with their place: for now dates, English and Chinese.

Nothing is guessed: a date without a year, one that the calendar does not have (30 February) and one that can be
read two ways (03/04/2024) are no dates. Zone names other than UTC and GMT are left out, for CST is Chicago and
Shanghai; the time then stands without an offset.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["DateValue", "find_dates"]


@dataclass(frozen=True, slots=True)
class DateValue:
    """A date in a text: half-open code points `[start, end)` and ISO 8601 `YYYY-MM-DD[THH:MM[:SS][±HH:MM]]`."""

    start: int
    end: int
    iso: str


#: Full-width digits and separators become ASCII one for one, so that offsets stay.
_NARROW = str.maketrans("０１２３４５６７８９：／－．，", "0123456789:/-.,")
_MONTHS = {m: n for n, m in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_NUMERALS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0}
_DATE = re.compile(
    rf"""
    (?=[0-9一二jfmasond])(?:  # what a date may begin with: one look instead of six at most places
    (?<![A-Za-z0-9_./-])(?P<y1>(?:19|20)[0-9]{{2}})(?P<sep>[-/.])(?P<m1>[0-9]{{1,2}})(?P=sep)(?P<d1>[0-9]{{1,2}})(?![0-9]|[-/.][0-9])
    | (?<![0-9])(?P<y2>[12][0-9]{{3}})\ ?年\ ?(?P<m2>[0-9]{{1,2}})\ ?月\ ?(?P<d2>[0-9]{{1,2}})\ ?[日号號]
    | (?P<y3>[一二][〇○零一二三四五六七八九]{{3}})年(?P<m3>[一二三四五六七八九十]{{1,2}})月(?P<d3>[一二三四五六七八九十廿卅]{{1,3}})[日号號]
    | (?<![A-Za-z])(?P<m4>{_MONTH})\.?[ \u00a0]{{1,2}}(?P<d4>[0-9]{{1,2}})(?:st|nd|rd|th)?,?[ \u00a0]{{1,2}}(?P<y4>[12][0-9]{{3}})(?![0-9])
    | (?<![A-Za-z0-9])(?P<d5>[0-9]{{1,2}})(?:st|nd|rd|th)?[ \u00a0-]{{1,2}}(?P<m5>{_MONTH})\.?,?[ \u00a0-]{{1,2}}(?P<y5>[12][0-9]{{3}})(?![0-9])
    | (?<![A-Za-z0-9_./-])(?P<a6>[0-9]{{1,2}})/(?P<b6>[0-9]{{1,2}})/(?P<y6>(?:19|20)[0-9]{{2}})(?![0-9/])
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_TIME = re.compile(
    r"""
    (?P<t>T|[\ \u00a0,，|/·•–—-]{0,4})
    (?:[（(]?(?:星期|周|週|礼拜)[一二三四五六日天][）)]?\ {0,2})?(?:at\ )?
    (?P<part>上午|下午|中午|凌晨|清晨|早上|晚上|傍晚)?\ ?
    (?P<h>[0-9]{1,2})(?::|\ ?[时時点點]\ ?)(?P<m>[0-9]{2})(?:\ ?分(?![钟鐘之]))?
    (?:(?<=分)(?P<s1>[0-9]{2})秒|:(?P<s2>[0-9]{2})(?:[.,][0-9]{1,9})?(?![0-9]))?
    (?:\ ?(?P<half>[ap]\.?m(?![A-Za-z])\.?))?
    (?:\ ?(?P<utc>Z|UTC|GMT)(?![A-Za-z0-9+-])|(?P<gap>\ ?)(?P<sign>[+-])(?P<oh>[0-9]{2})(?P<colon>:?)(?P<om>[0-9]{2})(?![0-9:]))?
    """,
    re.VERBOSE | re.IGNORECASE,
)


def find_dates(text: str) -> list[DateValue]:
    """Find the full dates of a text, each with its time where one follows it.

    Linear in the text's length: every repetition of the patterns is bounded.

    >>> [d.iso for d in find_dates("Jan. 13, 2024, 05:44; 二〇二五年五月二十三日; 2025-05-23T12:19:00Z")]
    ['2024-01-13T05:44', '2025-05-23', '2025-05-23T12:19:00+00:00']
    >>> find_dates("Feb 30, 2024, 03/04/2024 or Jan. 13")
    []
    """
    return list(_scan(text.translate(_NARROW)))


def _scan(text: str) -> Iterator[DateValue]:
    for found in _DATE.finditer(text):
        day = _day(found)
        if day is None:
            continue
        time, end = _time(text, found.end())
        yield DateValue(found.start(), end, day.isoformat() + time)


def _day(found: re.Match[str]) -> date | None:
    """The calendar day of a match, None where there is no such day or it can be read two ways."""
    got = found.groupdict()
    if got["y1"] or got["y2"]:
        year, month, day = (int(got[k + ("1" if got["y1"] else "2")]) for k in "ymd")
    elif got["y3"]:
        year = int("".join(str(_NUMERALS[c]) for c in got["y3"]))
        month, day = _numeral(got["m3"]), _numeral(got["d3"])
    elif got["y4"] or got["y5"]:
        which = "4" if got["y4"] else "5"
        year, month, day = int(got["y" + which]), _MONTHS[got["m" + which][:3].lower()], int(got["d" + which])
    else:
        one, two, year = int(got["a6"]), int(got["b6"]), int(got["y6"])
        if one <= 12 and two <= 12 and one != two:
            return None
        month, day = (two, one) if one > 12 else (one, two)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _numeral(text: str) -> int:
    """A Chinese numeral under 100, 0 where it is none (and so no day or month).

    >>> _numeral("二十三"), _numeral("十"), _numeral("廿一"), _numeral("三十")
    (23, 10, 21, 30)
    """
    text = text.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1 or (not ten and len(text) > 1):
        return 0
    return (_NUMERALS.get(tens, 1) * 10 if ten else _NUMERALS.get(tens, 0)) + (_NUMERALS.get(ones, 0) if ten else 0)


def _time(text: str, start: int) -> tuple[str, int]:
    """The time right after a date, as the tail of its ISO form, and where it ends."""
    found = _TIME.match(text, start)
    if found is None:
        return "", start
    hour, minute = int(found["h"]), int(found["m"])
    second = found["s1"] or found["s2"]
    half = "pm" if found["part"] in ("下午", "晚上", "傍晚", "中午") else "am" if found["part"] else (found["half"] or "")[:1].lower() + "m"
    if half == "pm" and hour < 12 and not (found["part"] == "中午" and hour == 11):
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    if hour > 23 or minute > 59 or int(second or 0) > 59:
        return "", start
    iso = f"T{hour:02}:{minute:02}" + (f":{second}" if second else "")
    offset, end = _offset(found)
    return iso + offset, end


def _offset(found: re.Match[str]) -> tuple[str, int]:
    """The offset from UTC that a time states, and where the whole ends; a range such as 10:00-11:00 states none."""
    if found["utc"]:
        return "+00:00", found.end()
    if found["sign"]:
        plain = found["t"].upper() == "T" or found["s2"] or (found["gap"] and not found["colon"])
        if plain and int(found["oh"]) <= 14 and int(found["om"]) in (0, 15, 30, 45):
            return f"{found['sign']}{found['oh']}:{found['om']}", found.end()
        return "", found.start("gap")
    return "", found.end()
