"""Company names with stock codes: where they stand, which company each is, and where it is said twice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bitext.rules.companies import Company, find_company, has_legal_ending, locate_name

__all__ = ["DIGITS", "Mention", "find_mentions", "trim_spaces"]

_EXCHANGE = r"(?:SHSE|SZSE|SSE|BSE|SEHK|HKEX|SH|SZ|BJ|HK)"
_MARK = r"(?:\s{0,3}\.\s{0,3}(SH|SS|SZ|BJ|HK))"
#: A code in brackets, with the exchange before or after it, or a bare code that names its exchange.
_CODE = re.compile(
    rf"[(（]\s{{0,3}}(?:({_EXCHANGE})\s{{0,3}}[:：.]?\s{{0,3}})?([0-9]{{4,6}}){_MARK}?\s{{0,3}}[)）]"
    rf"|(?<![A-Za-z0-9])(?:(SH|SZ|BJ)[:：]?([0-9]{{6}})|([0-9]{{6}})\.(SH|SS|SZ|BJ))(?![A-Za-z0-9])",
    re.IGNORECASE,
)
#: What closes a bracket around a repeated name: its exchange and the bracket.
_CLOSING = re.compile(rf"\s{{0,3}}{_MARK}?\s{{0,3}}[)）]", re.IGNORECASE)
_REPEATED = re.compile(r"\s{0,3}([(（]?)\s{0,3}([A-Z0-9À-ɏ][^()（）\n]{0,120}(?:\([A-Za-z][^()\n]{1,40}\)[^()（）\n]{0,80})?)")
#: Digits of an A-share code; those of Hong Kong have fewer.
DIGITS = 6


@dataclass(frozen=True, slots=True)
class Mention:
    """A company name with its code: the bracket of the code opens at `code_start`.

    `doubled` is the undoubled code with its bracket where the name is said twice ("X(1) (X(1).SZ)"), else empty.
    """

    start: int
    code_start: int
    end: int
    code: str
    mark: str
    company: Company | None
    sure: bool
    doubled: str = ""


def _code_of(match: re.Match[str]) -> tuple[str, str]:
    """The digits and the exchange of a code, "" where it names none."""
    mark = (match[1] or match[3] or match[4] or match[7] or "").upper()
    named = {"SHSE": "SH", "SSE": "SH", "SZSE": "SZ", "BSE": "BJ", "SEHK": "HK", "HKEX": "HK"}
    return match[2] or match[5] or match[6], named.get(mark, mark)


@lru_cache(maxsize=64)
def find_mentions(text: str) -> tuple[Mention, ...]:
    """All names with codes, in order; a code without a Latin name before it is none.

    >>> [(m.start, m.end, m.code) for m in find_mentions("Buy Siasun Robot&Automation Co.Ltd(300024) now")]
    [(4, 42, '300024')]
    """
    found: list[Mention] = []
    floor = 0
    for match in _CODE.finditer(text):
        if match.start() < floor:
            continue
        (code, mark), end = _code_of(match), trim_spaces(text, match.start())
        if not end or not (text[end - 1].isascii() and (text[end - 1].isalnum() or text[end - 1] in ".)")):
            continue
        company, legal = (find_company(code) if len(code) == DIGITS else None), has_legal_ending(text, end)
        year = len(code) < DIGITS and mark != "HK" and not code.startswith("0")
        if year or (not legal and (match[2] is None or (company is None and mark != "HK"))):
            continue
        name = locate_name(text, end, company)
        if name is None or name.start < floor:
            continue
        floor, again, mark = _doubling(text, name.start, match, mark)
        put = f"{match[0][0]}{code}{mark and '.' + mark}{match[0][-1]}" if again and match[2] else ""
        found.append(Mention(name.start, match.start(), floor, code, mark, company, name.sure, put))
    return tuple(found)


def _doubling(text: str, start: int, first: re.Match[str], mark: str) -> tuple[int, bool, str]:
    """Follow repetitions of the name and code that begin at `start`: where they end, if there are any, the exchange."""
    end, again, code = first.end(), False, first[2]
    name = _letters(text[start : first.start()])
    while code:
        second = _CODE.match(text, end + len(text[end : end + 3]) - len(text[end : end + 3].lstrip()))
        close = None
        if second is None and (gap := _REPEATED.match(text, end)) is not None and _letters(gap[2]) == name:
            second = _CODE.match(text, gap.end())
            close = _CLOSING.match(text, second.end()) if second and gap[1] else None
            second = second if close or not gap[1] else None
        if second is None or _code_of(second)[0] != code:
            break
        mark = mark or _code_of(second)[1] or ((close and close[1]) or "").upper()
        end, again = close.end() if close else second.end(), True
    return end, again, mark


def _letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def trim_spaces(text: str, at: int) -> int:
    """`at`, or where the few spaces before it begin."""
    near = text[max(0, at - 4) : at]
    return at - len(near) + len(near.rstrip())
