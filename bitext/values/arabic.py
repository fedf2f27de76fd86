"""Values that start with a digit, in either language: 8.9万亿元, $24 billion, 5%, 1/3, No. 5, 3-year-old, 2.0.1."""

from __future__ import annotations

import re
from fractions import Fraction

from bitext.values.calendar import Found, read_date
from bitext.values.chinese import finish_han, han_ordinal, scale_han, unit_han
from bitext.values.clock import read_time
from bitext.values.english import english_unit, finish_ordinal, label_before
from bitext.values.numerals import DECIMAL, SCALES, parse_digits
from bitext.values.reading import Draft, Number, Reading, assemble
from bitext.values.record import Value
from bitext.values.units import MAGNITUDE_EN

__all__ = ["read_digits", "read_vulgar"]

_DECIMAL = re.compile(DECIMAL)
#: A run that is no number of its own: letters and digits mixed.
_MIXED = re.compile(r"[0-9a-z_]+(?:[.\-/][0-9a-z_]+)*+")
_CODE = re.compile(
    r"[0-9]++(?:\.[0-9]++){2,}+|0[0-9]{3,}+(?![.0-9])|[0-9]{6}(?=\.(?:s[hzs]|bj|hk)(?![a-z]))|(?<=[(（])[0368][0-9]{5}(?=[)）])"
)
_TOO_LONG = re.compile(r"[0-9][0-9., \u00a0\u2009\u202f]*+")
_FRACTION = re.compile(r"([0-9]{1,3})[/⁄]([0-9]{1,3})(?![0-9/⁄.])")
_MIXED_FRACTION = re.compile(r"[ \u00a0]([1-9])[/⁄]([1-9][0-9]?)(?![0-9/⁄])")
_ORDINAL = re.compile(r"(?:st|nd|rd|th)(?![a-z])")
_LETTERS_BEFORE = re.compile(
    r"(?:^|[^a-z0-9])(?:mid|pre|post|early|late|sub|non|over|under|no\.?|rmb|usd|cny|hkd|eur|gbp|jpy|fy|us|hk|nt|approx\.?)-?$"
)
#: A letter right before, or with a hyphen between, makes a name of it: covid-19, f-35, b2b.
_NAME_BEFORE = re.compile(r"(?:[a-z]-|[a-z_@])$")
_SHORT = {"bn": "billion", "tn": "trillion", "trn": "trillion", "mn": "million", "mln": "million", "bln": "billion"}
_MONEY_SHORT = re.compile(r"(?:(?P<k>k)|(?P<m>m)|(?P<b>b)|(?P<t>t))(?![a-z0-9])")
_LIST_MARK = re.compile(r"[.)）、．](?:[ \u00a0]|(?=[^\W\d]))")
_QUARTER = re.compile("[1-4][ \u00a0]?季")
_VULGAR = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4)}


def read_digits(source: Reading, at: int) -> Found:
    """The values that start with the digit at `at`."""
    low = source.low
    if _NAME_BEFORE.search(low[max(0, at - 2) : at]) and not _LETTERS_BEFORE.search(low[max(0, at - 10) : at]):
        return [], _end(_MIXED, low, at)
    for read in (read_time, read_date):
        if (low[at - 1 : at] != "第" or _QUARTER.match(low, at)) and (found := read(source, at)):
            return found
    if code := _CODE.match(low, at):
        return [Draft(Value(at, code.end(), "code", text=code[0]))], code.end()
    return _fraction(low, at) or _number(source, at)


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at + 1


def _fraction(low: str, at: int) -> Found | None:
    """1/3, when it is smaller than one and no part of a chain."""
    found = _FRACTION.match(low, at)
    if not found:
        return None
    top, below = int(found[1]), int(found[2])
    if low[at - 1 : at] == "/" or not 0 < top < below:
        return None
    return [Draft(Value(at, found.end(), "number", Fraction(top, below), step=Fraction(0)))], found.end()


def read_vulgar(source: Reading, at: int) -> Found:
    """½ and its like."""
    top, below = _VULGAR[source.low[at]]
    return [Draft(Value(at, at + 1, "number", Fraction(top, below), step=Fraction(0)))], at + 1


def _number(source: Reading, at: int) -> Found:
    low = source.low
    found = _DECIMAL.match(low, at)
    assert found  # noqa: S101  (a digit stands at `at`)
    parsed = parse_digits(found[0])
    if parsed is None:
        return [], _end(_TOO_LONG, low, at)
    end = found.end()
    number = Number(at, end, parsed[0], Fraction(1), parsed[1])
    if low[at - 1 : at] == "第":
        return han_ordinal(low, at, end, parsed)
    if number.coefficient.denominator == 1 and (ordinal := _ORDINAL.match(low, end)):
        return finish_ordinal(source, at, ordinal.end(), int(number.coefficient))
    number = _vulgar_tail(low, number)
    if _han_next(low, number.end):
        return _han_number(source, number)
    return _english_number(source, number)


def _vulgar_tail(low: str, number: Number) -> Number:
    """2½ and 2 1/2 are one number."""
    top = below = 0
    end = number.end
    if low[end : end + 1] in _VULGAR and low[end : end + 1]:
        (top, below), end = _VULGAR[low[end]], end + 1
    elif (found := _MIXED_FRACTION.match(low, end)) and int(found[1]) < int(found[2]):
        top, below, end = int(found[1]), int(found[2]), found.end()
    if not top:
        return number
    return number._replace(end=end, coefficient=number.coefficient + Fraction(top, below), step=Fraction(1, below))


def _han_next(low: str, end: int) -> bool:
    """Whether a Han character follows at once or after a space."""
    following = low[end : end + 1]
    return (low[end + 1 : end + 2] if following == " " else following) >= "\u2e80"


def _han_number(source: Reading, number: Number) -> Found:
    """Digits with Chinese behind them: 1.2万, 1亿2000万, 20多万."""
    low, amount, step, at_first = source.low, Fraction(0), Fraction(1), True
    start, open_scale = number.start, Fraction(10**16)
    while scale := scale_han(low, number.end + (low[number.end : number.end + 1] == " " and at_first)):
        if scale[0] >= open_scale:
            break
        part = number.coefficient * scale[0]
        step, open_scale = place_of(number, scale[0]), scale[0]
        following = _DECIMAL.match(low, scale[1])
        number = number._replace(end=scale[1], scale=scale[0], more=scale[2])
        tail = parse_digits(following[0]) if following else None
        if not following or tail is None or scale[2] or tail[0] >= scale[0]:
            whole = amount + part
            number = number._replace(start=start, coefficient=whole / scale[0], step=step / scale[0])
            return finish_han(source, number, low[start : number.end])
        amount, at_first = amount + part, False
        number = Number(start, following.end(), tail[0], Fraction(1), tail[1])
    if amount:
        number = number._replace(coefficient=amount + number.coefficient)
    if low[number.end : number.end + 1] in {"几", "幾"}:
        return [], number.end
    return _plain_han(source, number)


def place_of(number: Number, scale: Fraction) -> Fraction:
    """How finely a scaled number was said, in ones.

    >>> place_of(Number(0, 3, Fraction(6, 5), Fraction(1), Fraction(1, 10)), Fraction(10000))
    Fraction(1000, 1)
    """
    return number.step * scale


def _plain_han(source: Reading, number: Number) -> Found:
    """Digits without a power of ten, before Chinese."""
    if number.start == 0 and _LIST_MARK.match(source.low, number.end):
        return [assemble(source, number, None, number.end, weak=True)], number.end
    return finish_han(source, number, source.low[number.start : number.end])


def _english_number(source: Reading, number: Number) -> Found:
    low, at = source.low, number.start
    found = MAGNITUDE_EN.match(low, number.end)
    if found:
        size = 1
        for word in (_SHORT[found["short"]],) if found["short"] else re.split("[ \u00a0-]", found["words"]):
            size *= 10 if word == "ten" else SCALES[word]
        number = number._replace(end=found.end(), scale=Fraction(size))
    elif short := _money_short(source, number):
        number = number._replace(end=number.end + 1, scale=short)
    elif low[number.end : number.end + 1].isalpha() and not english_unit(low, number.end):
        return [], _end(_MIXED, low, at)
    if unit := english_unit(low, number.end, number.coefficient * number.scale):
        return [assemble(source, number, unit[0], unit[1])], unit[1]
    if number.scale == 1 and (han := unit_han(low, number.end)):  # 5km, 3 ℃ in either language
        return [assemble(source, number._replace(more=han[2]), han[0], han[1])], han[1]
    if number.scale == 1 and number.coefficient.denominator == 1:
        if number.coefficient < 1500 and (start := label_before(low, at)) is not None:
            return [Draft(Value(start, number.end, "ordinal", number.coefficient))], number.end
        if age := _age(source, number):
            return [age], number.end
    mark = (at == 0 or (at == 1 and low[0] in "(（")) and bool(_LIST_MARK.match(low, number.end))
    return [assemble(source, number, None, number.end, weak=mark)], number.end


def _money_short(source: Reading, number: Number) -> Fraction | None:
    """$5m, €3bn, $10k: a letter is a power of ten only behind a sum of money."""
    found = _MONEY_SHORT.match(source.low, number.end)
    if not found or source.low[number.start - 1 : number.start] not in {"$", "€", "£", "¥"}:
        return None
    return Fraction({"k": 10**3, "m": 10**6, "b": 10**9, "t": 10**12}[found[0]])


_AGED = re.compile(r"(?:(?<![a-z])(?:aged?|ages)[ \u00a0]|[a-z],[ \u00a0])$")


def _age(source: Reading, number: Number) -> Draft | None:
    """`aged 62`, and `Lin Hai, 62, a voter`."""
    found = _AGED.search(source.low[max(0, number.start - 6) : number.start])
    apposition = found and found[0][-2:-1] == ","
    if not found or number.coefficient > 120:
        return None
    if apposition and not (
        source.low[number.end : number.end + 1] == "," and number.coefficient >= 10 and _capital(source.raw, number.start)
    ):
        return None
    return Draft(Value(number.start, number.end, "age", number.coefficient, "year", written="year"))


def _capital(raw: str, start: int) -> bool:
    """Whether the word before a comma starts with a capital, as a name does."""
    word = raw[max(0, start - 24) : start - 2].rpartition(" ")[2]
    return word[:1].isupper()
