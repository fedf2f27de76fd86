"""Dates and parts of dates, read from where a numeral or a month's name starts.

Canonical text follows ISO 8601 as far as it goes: `2025-03-15`, `2025-03`, `2025`, `--03-15`, `--03`, `---15` (the forms of
ISO 8601:2000, 5.2.1.3), `2025-Q1`, `Q1`, `2025-H1`, `H1`, `1990s`, `90s`, and `C21`. What can be read two
ways (03/04/2024) is no date. A day that the calendar does not have (30 February) is read as a month and a day, each for itself, so
that a translation still has to state both; digits that name no month or no day at all (2024-13-05) are a code.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from bitext.values.numerals import HAN_NUMERAL, parse_han
from bitext.values.reading import Draft, Reading, dated
from bitext.values.record import Value

__all__ = ["MONTH", "day_drafts", "day_text", "read_date", "read_half", "read_month", "read_period", "read_quarter", "small_number"]

#: What a reader gives: drafts and where reading goes on; None where it finds nothing of its kind.
Found = tuple[list[Draft], int]
Span = tuple[int, int]

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_S = "[ \u00a0]"
_Y = "(?:[12][0-9]{3}|[一二][〇○零一二三四五六七八九]{3})"
_M = "(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_D = "(?:[12][0-9]|3[01]|0?[1-9]|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|卅一?|[一二三四五六七八九])"
_BETWEEN = "[ \u00a0]?(?:-{1,2}|[–—~～至到]|——)[ \u00a0]?"
_TO = f"[日号號]?{_BETWEEN}"
_HAN = re.compile(
    rf"""
    (?P<y>{_Y}){_S}?年度?(?:{_S}?(?:(?P<since>{_M})月?{_BETWEEN})?(?P<m>{_M}){_S}?月份?(?:{_S}?(?:(?P<from>{_D}){_TO})?(?P<d>{_D}){_S}?[日号號])?|{_S}?第?(?P<q>[1-4一二三四]){_S}?季度?|{_S}?(?P<h>[上下])半年)?
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
_ERA = re.compile(
    rf"(?P<n>[0-9]{{1,4}}|[{HAN_NUMERAL}]{{1,9}})(?![0-9.,])"
    rf"(?:{_S}?年|{_S}(?P<bc>b\.?{_S}?c\.?(?:e\.?)?)(?![a-z])|{_S}(?P<ad>a\.?d\.?|c\.?e\.?)(?![a-z]))?"
)
_ERA_HEAD = re.compile(r"公元前?$|(?<![A-Za-z])A\.?D\.?[ \u00a0]$")
_PERIODS = {"上半年": "H1", "下半年": "H2"}


def small_number(text: str) -> int:
    """A year, a month, a day or a time of day in digits or Chinese, 0 where it is none; years and 零五 digit by digit.

    >>> [small_number(text) for text in ("05", "二〇二五", "零五", "廿一")]
    [5, 2025, 5, 21]
    """
    if text.isdigit() and text.isascii():
        return int(text)
    if all(c in "〇○零一二三四五六七八九" for c in text):  # a year, or 零五 minutes
        return int("".join(str("零一二三四五六七八九".find(c)) if c in "一二三四五六七八九" else "0" for c in text))
    parsed = parse_han(text)
    return int(parsed[0]) if parsed else 0


def day_text(year: int | None, month: int | None, day: int | None) -> str | None:
    """The canonical text of what is known of a day; None where no calendar has it. A day without a year may be 29 February.

    >>> day_text(2023, 2, 28), day_text(None, 2, 29), day_text(2023, 2, 29)
    ('2023-02-28', '--02-29', None)
    """
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
        return _numeric(found)
    if found := _HAN.match(low, at):
        return _han(source, found, at)
    if (found := _DAY_MONTH.match(low, at)) and source.raw[found.start("m")].isupper():
        return _english_day(found)
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
    return _one(at - len(head[0]) if head else at, found.end(), f"{'BC' if before_era else ''}{small_number(found['n'])}")


def _one(start: int, end: int, text: str | None, *, weak: bool = False) -> Found:
    return ([dated(start, end, text, weak=weak)] if text else []), end


def day_drafts(day: tuple[int | None, int, int], whole: Span, month_at: Span, day_at: Span) -> list[Draft]:
    """A day, given as year, month, day; where no calendar has it, its month and its day, each at its own place.

    >>> [d.value.text for d in day_drafts((2023, 2, 29), (0, 10), (0, 7), (8, 10))]
    ['2023-02', '---29']
    """
    text = day_text(*day)
    if text:
        return [dated(*whole, text)]
    parts = [dated(*month_at, day_text(day[0], day[1], None) or ""), dated(*day_at, f"---{day[2]:02}")]
    return sorted(parts, key=lambda part: part.value.start)


def _numeric(found: re.Match[str]) -> Found:
    start, end = found.span()
    if "sep" in found.re.groupindex:
        month_at, day_at = (start, found.end("m")), found.span("d")
        month, day = int(found["m"]), int(found["d"])
    else:
        one, two = int(found["a"]), int(found["b"])
        if one <= 12 and two <= 12 and one != two:
            return [], end  # 03/04/2024 is read differently here and there
        month_at, day_at = ((found.start("b"), end), found.span("a")) if one > 12 else (found.span("a"), found.span("b"))
        month, day = (two, one) if one > 12 else (one, two)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return [Draft(Value(start, end, "code", text=found[0]))], end
    return day_drafts((int(found["y"]), month, day), (start, end), month_at, day_at), end


def _han(source: Reading, found: re.Match[str], at: int) -> Found | None:
    got, end, low = found.groupdict(), found.end(), source.low
    if got["y"]:
        year = small_number(got["y"])
        if got["q"] or got["h"]:
            return _one(at, end, f"{year}-Q{small_number(got['q'])}" if got["q"] else f"{year}-H{1 if got['h'] == '上' else 2}")
        if low.startswith("年前三季度", found.end() - 1):
            return _one(at, end + 4, f"{year}-Q1-Q3")
        drafts, end = _han_days(found, year, got["m"], ("from", "d"))
        if got["since"]:  # 2024年1-9月
            since = dated(at, found.end("since"), f"{year}-{small_number(got['since']):02}")
            drafts = [since, *(d._replace(value=replace(d.value, start=max(d.value.start, found.start("m")))) for d in drafts)]
        return drafts, end
    if got["m2"]:
        return _han_days(found, None, got["m2"], ("from2", "d2"))
    if got["d3"]:
        return _one(at, end, f"---{small_number(got['d3']):02}", weak=got["d3"] in "一二三四五六七八九十")
    if got["q2"]:
        start, text = (at - 1, f"Q{small_number(got['q2'])}") if low[at - 1 : at] == "第" else (at, f"Q{small_number(got['q2'])}")
        if low[start - 1 : start] == "前":
            return _one(start - 1, end, f"Q1-{text}")
        return _one(start, end, text)
    if got["c"]:
        start = at - 1 if low[at - 1 : at] == "第" else at
        century = small_number(got["c"])
        if got["t"]:
            return _one(start, end, f"{century - 1}{small_number(got['t'])}s")
        return None if low[at - 1 : at] == "个" else _one(start, end, f"C{century}")
    decade = small_number(got["t2"])
    past = low[max(0, at - 3) : at] in {"上世纪", "上世紀"}
    return _one(at - 3 if past else at, end, f"{1900 + decade if past and decade < 100 else decade}s")


def _han_days(found: re.Match[str], year: int | None, month: str | None, days: tuple[str, str]) -> Found:
    """A year, a month, a day, or the two days of 3月15日至17日."""
    first, last = days
    start, end = found.span()
    if not month or not found[last]:
        return _one(start, end, day_text(year, small_number(month) if month else None, None))
    if not found[first]:
        return day_drafts(
            (year, small_number(month), small_number(found[last])), (start, end), (start, found.start(last)), (found.start(last), end)
        ), end
    return _two_days(found, (year, small_number(month)), days, (start, found.start(first)), end), end


def _two_days(found: re.Match[str], when: tuple[int | None, int], days: tuple[str, str], month_at: Span, end: int) -> list[Draft]:
    """The two days of a month that a range names, the groups `days`; the second stands alone where the month does not have it."""
    one, other = (small_number(found[name]) for name in days)
    opening = day_drafts((*when, one), (found.start(), found.end(days[0])), month_at, found.span(days[0]))
    return [*opening, dated(found.start(days[1]), end, day_text(*when, other) or f"---{other:02}")]


def _english_day(found: re.Match[str]) -> Found:
    """A month by its English name, with the day and the year that the match has."""
    year, month, day = found["y"] and int(found["y"]), _NAMES.index(found["m"][:3]) + 1, found["d"]
    if not day:
        return _one(*found.span(), day_text(year or None, month, None))
    month_at = (found.start("m"), found.end() if found.start("d") < found.start("m") else found.end("m"))
    return day_drafts((year or None, month, int(day)), found.span(), month_at, found.span("d")), found.end()


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
        return _one(at, at + len(name), f"--{_NAMES.index(name[:3]) + 1:02}")
    if found["to"]:
        when = (int(found["y"]) if found["y"] else None, _NAMES.index(name[:3]) + 1)
        return _two_days(found, when, ("d", "to"), found.span("m"), found.end()), found.end()
    return _english_day(found)


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
