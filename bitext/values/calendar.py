"""Dates, parts of dates and times of day, read from where a numeral or a month's name starts.

Canonical text follows ISO 8601 as far as it goes: `2025-03-15`, `2025-03`, `2025`, `--03-15`, `--03`, `---15` (the forms of
ISO 8601:2000, 5.2.1.3), `2025-Q1`, `Q1`, `2025-H1`, `H1`, `1990s`, `90s`, `C21`, and `T08:30` for times. What the calendar does
not have and what can be read two ways (03/04/2024) is no date.
"""

from __future__ import annotations

import re
from datetime import date

from bitext.values.numerals import HAN_NUMERAL, parse_han
from bitext.values.reading import Draft, Reading, dated
from bitext.values.record import Value

__all__ = ["MONTH", "read_date", "read_half", "read_month", "read_period", "read_quarter", "read_time"]

#: What a reader gives: drafts and where reading goes on; None where it finds nothing of its kind.
Found = tuple[list[Draft], int]

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_S = "[ \u00a0]"
_Y = "(?:[12][0-9]{3}|[一二][〇○零一二三四五六七八九]{3})"
_M = "(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_D = "(?:[12][0-9]|3[01]|0?[1-9]|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|卅一?|[一二三四五六七八九])"
_TO = "[日号號]?[ \u00a0]?(?:-{1,2}|[–—~～至到]|——)[ \u00a0]?"
_HAN = re.compile(
    rf"""
    (?P<y>{_Y}){_S}?年度?(?:{_S}?(?P<m>{_M}){_S}?月份?(?:{_S}?(?:(?P<from>{_D}){_TO})?(?P<d>{_D}){_S}?[日号號])?|{_S}?第?(?P<q>[1-4一二三四]){_S}?季度?|{_S}?(?P<h>[上下])半年)?
    | (?P<m2>{_M}){_S}?月份?(?:{_S}?(?:(?P<from2>{_D}){_TO})?(?P<d2>{_D}){_S}?[日号號])?
    | (?P<d3>{_D}){_S}?日(?![元圆圓币内內均常语語本])
    | (?P<q2>[1-4一二三四]){_S}?季度(?![个個])
    | (?:(?P<c>[12][0-9]|(?:二?十)[一二三四五六七八九]?){_S}?世纪{_S}?)(?:(?P<t>[1-9]0|[一二三四五六七八九]十){_S}?年代)?
    | (?P<t2>(?:[12][0-9])?[1-9]0|[一二三四五六七八九]十){_S}?年代
    """.replace("世纪", "世[纪紀]"),
    re.VERBOSE,
)
_NUMERIC = re.compile(r"(?P<y>[12][0-9]{3})(?P<sep>[-/.])(?P<m>[01]?[0-9])(?P=sep)(?P<d>[0-3]?[0-9])(?![0-9])(?![-/.][0-9])")
_SLASHED = re.compile(r"(?P<a>[0-9]{1,2})/(?P<b>[0-9]{1,2})/(?P<y>[12][0-9]{3})(?![0-9/])")
_TAIL_YEAR = rf"(?:,{_S}?|{_S}of{_S}|{_S})(?P<y>[12][0-9]{{3}})(?![0-9]|,[0-9]|\.[0-9]|%)"
_DAY_MONTH = re.compile(
    rf"(?P<d>[12][0-9]|3[01]|0?[1-9])(?:st|nd|rd|th)?(?:{_S}of)?{_S}(?P<m>{MONTH})(?![a-z])\.?(?:{_TAIL_YEAR.replace('{_S}of{_S}|', '')})?"
)
_MONTH_DAY = re.compile(
    rf"(?P<m>{MONTH})(?![a-z])\.?(?:{_S}(?:the{_S})?(?P<d>[12][0-9]|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![0-9a-z:%]|[.,][0-9])"
    rf"(?:{_S}?(?:-|–|—|to){_S}?(?P<to>[12][0-9]|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![0-9a-z:%]|[.,][0-9]))?)?(?:{_TAIL_YEAR})?"
)
#: Words before which May and March are months although no day and no year follows.
_CUE = re.compile(
    r"(?<![a-z])(?:in|of|since|by|last|this|next|until|till|from|early|late|mid|through|during|before|after|to|for|and|between|every|each|ending|ended)[ \u00a0-]$"
)
_YEAR_BARE = re.compile(r"(?P<y>1[5-9][0-9]{2}|20[0-9]{2})(?![0-9a-z]|[,.][0-9]|%)")
_YEAR_CUE = re.compile(
    r"(?:(?<![a-z])(?:in|since|by|from|until|till|to|of|before|after|during|early|late|mid|year|fiscal|season|spring|summer|autumn|fall|winter"
    r"|end of|pre|post|circa|the|and|between)[ \u00a0-]|(?:1[5-9]|20)[0-9]{2} ?[-–—/] ?)$"
)
#: Words after which a bare year is still a year: what follows is not counted by it.
_YEAR_NEXT = re.compile(
    r"[ \u00a0](?!(?:and|to|or|as|was|were|is|the|when|with|by|at|for|in|after|before|but|on|that|has|had|have|from|until|which|it|he|she|they|we|who)(?![a-z]))[a-z]{1,30}(?:[ \u00a0][a-z]{1,30})?"
)
_YEARS = re.compile(r" ?[-–—/] ?(?P<z>[0-9]{2})(?![0-9])")
_DECADE = re.compile(r"(?P<t>(?:1[5-9]|20)[0-9]0|[1-9]0)['’]?s(?![a-z])")
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
_ERA = re.compile(
    rf"(?P<n>[0-9]{{1,4}}|[{HAN_NUMERAL}]{{1,9}})(?![0-9.,])"
    rf"(?:{_S}?年|{_S}(?P<bc>b\.?{_S}?c\.?(?:e\.?)?)(?![a-z])|{_S}(?P<ad>a\.?d\.?|c\.?e\.?)(?![a-z]))?"
)
_ERA_HEAD = re.compile(r"公元前?$|(?<![A-Za-z])A\.?D\.?[ \u00a0]$")
_PART = re.compile(r"(?P<pm>下午|晚上|傍晚|夜里|夜间|晚间|晚|午后)|(?P<am>上午|凌晨|清晨|早上|早晨|早|今晨)|中午")
_PERIODS = {"上半年": "H1", "下半年": "H2"}


def _int(text: str) -> int:
    """A small number in digits or Chinese."""
    if text.isdigit() and text.isascii():
        return int(text)
    if all(c in "〇○零一二三四五六七八九" for c in text):  # a year, or 零五 minutes
        return int("".join(str("零一二三四五六七八九".find(c)) if c in "一二三四五六七八九" else "0" for c in text))
    parsed = parse_han(text)
    return int(parsed[0]) if parsed else 0


def _day(year: int | None, month: int | None, day: int | None) -> str | None:
    """The canonical text of what is known of a day; None where no calendar has it. A day without a year may be 29 February."""
    if month is None:
        return f"{year:04}" if day is None else f"---{day:02}"
    head = f"{year:04}" if year is not None else "-"
    if day is None:
        return f"{head}-{month:02}"
    try:
        date(year if year is not None else 2000, month, day)
    except ValueError:
        return None
    return f"{head}-{month:02}-{day:02}"


def read_date(source: Reading, at: int) -> Found | None:
    """A date, year, month or other part of the calendar whose text starts with a numeral at `at`."""
    low = source.low
    if (found := _ERA.match(low, at)) and (era := _era(source, found, at)):
        return era
    if (found := _NUMERIC.match(low, at)) or (found := _SLASHED.match(low, at)):
        return _numeric(found, at)
    if found := _HAN.match(low, at):
        return _han(source, found, at)
    if (found := _DAY_MONTH.match(low, at)) and source.raw[found.start("m")].isupper():
        return _one(at, found.end(), _english_day(found))
    if found := _DECADE.match(low, at):
        return _one(at, found.end(), f"{found['t']}s")
    return _bare_year(source, at)


def _era(source: Reading, found: re.Match[str], at: int) -> Found | None:
    """221 BC and 公元前221年; a year of our era that says so: 公元618年, AD 618."""
    head = _ERA_HEAD.search(source.raw[max(0, at - 6) : at])
    tail = (found["bc"] or found["ad"]) and source.raw[found.start("bc" if found["bc"] else "ad")].isupper()
    if not tail and not head:
        return None
    before_era = found["bc"] or (head and head[0].endswith("前"))
    return _one(at - len(head[0]) if head else at, found.end(), f"{'BC' if before_era else ''}{_int(found['n'])}")


def _one(start: int, end: int, text: str | None, *, weak: bool = False) -> Found:
    return ([dated(start, end, text, weak=weak)] if text else []), end


def _numeric(found: re.Match[str], at: int) -> Found:
    if "sep" in found.re.groupindex:
        month, day = int(found["m"]), int(found["d"])
    else:
        one, two = int(found["a"]), int(found["b"])
        if one <= 12 and two <= 12 and one != two:
            return [], found.end()  # 03/04/2024 is read differently here and there
        month, day = (two, one) if one > 12 else (one, two)
    return _one(at, found.end(), _day(int(found["y"]), month, day) if month else None)


def _han(source: Reading, found: re.Match[str], at: int) -> Found | None:
    got, end, low = found.groupdict(), found.end(), source.low
    if got["y"]:
        year = _int(got["y"])
        if got["q"] or got["h"]:
            return _one(at, end, f"{year}-Q{_int(got['q'])}" if got["q"] else f"{year}-H{1 if got['h'] == '上' else 2}")
        month, day = got["m"] and _int(got["m"]), got["d"] and _int(got["d"])
        if low.startswith(("年前三季度",), found.end() - 1):
            return _one(at, end + 4, f"{year}-Q1-Q3")
        return _span(found, "from", "d", (year, month or None, day or None))
    if got["m2"]:
        return _span(found, "from2", "d2", (None, _int(got["m2"]), _int(got["d2"]) if got["d2"] else None))
    if got["d3"]:
        return _one(at, end, f"---{_int(got['d3']):02}", weak=got["d3"] in "一二三四五六七八九十")
    if got["q2"]:
        start, text = (at - 1, f"Q{_int(got['q2'])}") if low[at - 1 : at] == "第" else (at, f"Q{_int(got['q2'])}")
        if low[start - 1 : start] == "前":
            return _one(start - 1, end, f"Q1-{text}")
        return _one(start, end, text)
    if got["c"]:
        start = at - 1 if low[at - 1 : at] == "第" else at
        century = _int(got["c"])
        if got["t"]:
            return _one(start, end, f"{century - 1}{_int(got['t'])}s")
        return None if low[at - 1 : at] == "个" else _one(start, end, f"C{century}")
    decade = _int(got["t2"])
    past = low[max(0, at - 3) : at] in {"上世纪", "上世紀"}
    return _one(at - 3 if past else at, end, f"{1900 + decade if past and decade < 100 else decade}s")


def _span(found: re.Match[str], first: str, last: str, when: tuple[int | None, int | None, int | None]) -> Found:
    """One date, or the two of 3月15日至17日."""
    start, end = found.span()
    if found[first]:
        drafts, _ = _one(start, found.end(first), _day(when[0], when[1], _int(found[first])))
        return [*drafts, *_one(found.start(last), end, _day(*when))[0]], end
    return _one(start, end, _day(*when))


def _english_day(found: re.Match[str]) -> str | None:
    year, day = found["y"], found["d"]
    return _day(int(year) if year else None, _NAMES.index(found["m"][:3]) + 1, int(day) if day else None)


def read_month(source: Reading, at: int) -> Found | None:
    """An English month at `at`, with its day and year; May, March and short forms need more than their name."""
    found = _MONTH_DAY.match(source.low, at)
    if found is None or not source.raw[at].isupper():
        return None
    name = found["m"]
    if not found["d"] and not found["y"]:
        short = len(name) <= 4 and name not in {"may", "june", "july"}
        if short or (name in {"may", "march", "august"} and not _CUE.search(source.low[max(0, at - 9) : at])):
            return None
        return _one(at, at + len(name), _english_day(found))
    if found["to"]:
        year, month = found["y"] and int(found["y"]), _NAMES.index(name[:3]) + 1
        return _span(found, "d", "to", (year or None, month, int(found["to"])))
    return _one(at, found.end(), _english_day(found))


def _bare_year(source: Reading, at: int) -> Found | None:
    """Four digits that the words around them make a year, with the short second year of 2023-24."""
    low = source.low
    found = _YEAR_BARE.match(low, at)
    if not found or low[at - 1 : at] in {"$", "€", "£", "¥"}:
        return None
    if (more := _YEARS.match(low, found.end())) and int(more["z"]) == (int(found["y"]) + 1) % 100:
        first = dated(at, found.end(), found["y"])
        return [first, dated(more.start("z"), more.end(), str(int(found["y"]) + 1))], more.end()
    following = _YEAR_NEXT.match(low, found.end())
    cue = _YEAR_CUE.search(low[max(0, at - 10) : at])
    if not cue or (following and (cue[0][:3] in {"the", "of ", "to ", "by "} and following[0].rstrip().endswith("s"))):
        return None
    return _one(at, found.end(), found["y"])


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
    minute = _int(found["m"]) if found["m"] else 30 if found["half"] else 15 * _int(found["k"]) if found["k"] else 0
    return _clock(start, found.end(), 2 if found["h"] == "两" else _int(found["h"]), minute, "", part)


def _part(low: str, at: int) -> tuple[int, str]:
    """Where the part of the day before a time starts, and `a`, `p`, `n` (noon) or nothing."""
    window = low[max(0, at - 3) : at].rstrip()
    for found in _PART.finditer(window):
        if found.end() == len(window):
            return at - len(low[max(0, at - 3) : at]) + found.start(), "p" if found["pm"] else "a" if found["am"] else "n"
    return at, ""


def _clock(start: int, end: int, hour: int, minute: int, second: str, half: str) -> Found | None:
    if (half == "p" and hour < 12) or (half == "n" and hour < 4):
        hour += 12
    elif half == "a" and hour == 12:
        hour = 0
    if hour > 24 or minute > 59:
        return None
    open_half = not half and 1 <= hour <= 12
    text = f"T{hour % 24:02}:{minute:02}" + (f":{second}" if second else "")
    return [Draft(Value(start, end, "time", text=text, written="12h" if open_half else ""))], end


_OF_YEAR = re.compile(rf"(?:,?{_S}(?:of{_S}|in{_S}|fiscal{_S})?|['’]s{_S})(?P<y>20[0-9]{{2}}|19[0-9]{{2}})(?![0-9]|,[0-9])")
_PERIOD = re.compile(rf"(?:{_S}|-)(?:(?P<q>quarter)|(?P<h>half)|(?P<c>century|centuries)|(?P<t>three{_S}quarters))(?![a-z])")


def read_period(source: Reading, start: int, end: int, ordinal: int) -> Found | None:
    """The quarter, half or century that an English ordinal names, with the year behind it or before it (2025's)."""
    low = source.low
    found = _PERIOD.match(low, end)
    if not found:
        return None
    if found["c"]:
        return _one(start, found.end(), f"C{ordinal}")
    if ordinal > (1 if found["t"] else 2 if found["h"] else 4):
        return None
    name = "Q1-Q3" if found["t"] else f"{'H' if found['h'] else 'Q'}{ordinal}"
    return _with_year(low, start, found.end(), name, weak=bool(found["h"]))


def _with_year(low: str, start: int, end: int, name: str, *, weak: bool = False) -> Found:
    if year := _OF_YEAR.match(low, end):
        return _one(start, year.end(), f"{year['y']}-{name}")
    return _one(start, end, name, weak=weak)


def read_quarter(source: Reading, at: int) -> Found:
    """`Q1` or `H1`, with a year behind it."""
    return _with_year(source.low, at, at + 2, source.low[at : at + 2].upper())


_HALF_YEAR = re.compile("半年")


def read_half(source: Reading, at: int) -> Found | None:
    """上半年 and 下半年, from their 半."""
    low = source.low
    if low[at - 1 : at] in {"上", "下"} and _HALF_YEAR.match(low, at):
        return _one(at - 1, at + 2, _PERIODS[low[at - 1 : at + 2]])
    return None
