"""Values that start with an English word: twelve, one third, a dozen, the fourteenth, half a year, doubled."""

from __future__ import annotations

import re
from fractions import Fraction

from bitext.values.calendar import Found, day_drafts, read_period
from bitext.values.numerals import NUMBER_WORDS, ORDINAL_WORDS, SCALES, parse_words
from bitext.values.reading import Draft, Number, Reading, assemble
from bitext.values.record import Value
from bitext.values.units import UNIT_EN, Unit, unit_named

__all__ = ["ENGLISH_HEADS", "english_unit", "finish_ordinal", "label_before", "read_word"]

_SHARES = {
    "half": 2,
    "halve": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}
_MULTIPLES = {
    **dict.fromkeys(("doubled", "doubling", "twice", "twofold"), 2), **dict.fromkeys(("tripled", "tripling", "threefold"), 3),
    **dict.fromkeys(("quadrupled", "quadrupling", "fourfold"), 4), "fivefold": 5, "tenfold": 10,
}  # fmt: skip
_ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
#: Words with which a value may start, for the scan; what they mean is decided by the reader.
ENGLISH_HEADS = (*NUMBER_WORDS, *ORDINAL_WORDS, *_MULTIPLES, "double", "decade", "half", "a", "an")
_SHARE = re.compile(r"[ \u00a0-](half|halve|third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth)(s?)(?![a-z-])")
_AND_PART = re.compile(r"[ \u00a0-]and[ \u00a0-](?:a|one)[ \u00a0-](half|quarter|third)(?![a-z])")
_IN = re.compile(r"[ \u00a0]in[ \u00a0](?:every[ \u00a0])?([a-z]|[0-9]{1,6}(?![0-9a-z,.%]))")
_DIGITS = re.compile("[0-9]{1,6}")
#: What makes an ordinal of a number of tens: twenty-first, one hundred and twentieth; `one hundred first prizes` are prizes.
_ORDINAL_TAIL = re.compile(rf"[ \u00a0-](?P<and>and[ \u00a0-])?(?P<word>{'|'.join(sorted(ORDINAL_WORDS, key=len, reverse=True))})(?![a-z])")
_POINT = re.compile(rf"[ \u00a0]point(?P<digits>(?:[ \u00a0](?:{'|'.join(_ONES)})){{1,12}})(?![a-z])")
_MAGNITUDE = re.compile(r"[ \u00a0-](hundred|thousand|million|billion|trillion)(?![a-z])")
_MEASURE = "century|decade|year|month|week|day|hour|minute|mile|kilometer|kilometre|meter|metre|foot|inch|ton|tonne|pound|acre"
#: What a share is of: a quarter of a million, three quarters of an hour.
_OF_WHOLE = re.compile(
    rf"[ \u00a0]of[ \u00a0]an?[ \u00a0](?:(?P<scale>hundred|thousand|million|billion|trillion)|(?P<unit>{_MEASURE}))(?![a-z])"
)
_SPAN_BEFORE = re.compile(r"(?:^|[^a-z])(?:past|last|next|coming|full|a)[ \u00a0]$")
_DOUBLE = re.compile(r"[ \u00a0](?:the|that|what|its|their|last|to)(?![a-z])")
_ARTICLE = re.compile(
    r"an?(?:[ \u00a0-](?:(?P<scale>hundred|thousand|million|billion|trillion)|(?P<dozen>dozen))(?![a-z])"
    r"|[ \u00a0](?P<share>third|quarter|fifth|tenth)(?=[ \u00a0](?:of|less|more)(?![a-z]))"
    rf"|[ \u00a0](?P<unit>{_MEASURE})(?=[ \u00a0]and[ \u00a0]a[ \u00a0](?:half|quarter)(?![a-z])))"
)
_HALF_OF = re.compile(
    r"half[ \u00a0-](?:an?[ \u00a0-])?(dozen|hundred|thousand|million|billion|trillion|century|decade|year|month|day|hour|minute|mile|kilometer|kilometre)(?![a-z])"
)
_LABEL = re.compile(
    r"(?<![a-z])(?:nos?\.|number|chapter|article|section|line|route|flight|room|unit|phase|page|figure|table|episode|level|grade|lesson|volume|vol\."
    r"|issue|part|step|type|version|building|gate|platform|item|group|class|day|week|round|game|stage|tier|appendix|#)[ \u00a0]?$"
)
_LABEL_LAST = frozenset(".rentemgsyokdlxvpc#")
_NOT_ONE = re.compile(
    r"(?:^|[^a-z])(?:no|any|every|some|each|this|that|which|the|another|or|only|loved|first|last|next|square|day)[ \u00a0-]$"
)
_ONE_NEXT = re.compile(
    r"[ \u00a0]+(?:of|another|who|that|is|was|can|could|should|would|may|might|must|has|had|by|day|thing|or|and|side|hand|more)(?![a-z])|['’]|[^\w \u00a0-]|$"
)
_SECOND_BEFORE = re.compile(
    r"(?:^|[^a-z])(?:the|his|her|its|their|our|my|your|and|or|for|in|came|finished|ranked|ranks|ranking|from|its|’s|'s|first,|than)[ \u00a0-]$"
)
_SECOND_NEXT = re.compile(r"[ \u00a0-](?!(?:later|before|after|or|to|and|ago|if|in|when|as|of|that|but|is|was)(?![a-z]))[a-z]")
_PARTY = re.compile(r"[ -](?:part(?:y|ies)|hand|world|lad(?:y|ies)|aid|class|rate|wave|thought|person)(?![a-z])")
#: 50周年 is a 50th anniversary, and who has a 50th birthday is 50岁.
_YEARLY = re.compile(r"[ \u00a0](?:(?P<anniversary>anniversary)|birthday)(?![a-z])")
_OF_MONTH = re.compile(
    r"[ \u00a0]of[ \u00a0](jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])"
    r"(?:,?[ \u00a0](?:of[ \u00a0])?([12][0-9]{3})(?![0-9]))?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def english_unit(low: str, end: int, amount: Fraction | None = None) -> tuple[Unit, int] | None:
    """An English unit behind a number, and where it ends; millions of pounds are money, a few are weight, and `5 won` won.

    >>> english_unit("5 percent", 1)[0].kind, english_unit("5 apples", 1)
    ('percent', None)
    """
    found = UNIT_EN.match(low, end)
    if not found:
        return None
    if found["unit"] in {"pound", "pounds"} and amount is not None and amount >= 10**6:
        return Unit("money", "GBP", Fraction(1), "pound"), found.end()
    if found["unit"] == "won" and (amount is None or amount < 1000):  # they won
        return None
    return unit_named(found["unit"], han=False), found.end()


def label_before(low: str, at: int) -> int | None:
    """Where a label such as `No.` or `Chapter` before a number starts; None without one.

    >>> label_before("see no. 5", 8), label_before("about 5", 6)
    (4, None)
    """
    window = low[max(0, at - 12) : at]
    if not window:
        return None
    last = window.rstrip()[-1:]
    found = _LABEL.search(window) if last in _LABEL_LAST else None
    if found is None:
        return None
    return at - len(window) + found.start()


def read_word(source: Reading, head: re.Match[str]) -> Found:
    """The values that start with an English word."""
    low, at, word = source.low, head.start(), head[0]
    if word in {"a", "an"}:
        return _article(source, at, head.end())
    if word == "half":
        return _half(source, at, head.end())
    if word == "decade":
        number = Number(at, head.end(), Fraction(1), Fraction(1), Fraction(1))
        weak = not _SPAN_BEFORE.search(low[max(0, at - 8) : at])
        return [assemble(source, number, unit_named(word, han=False), head.end(), weak=weak)], head.end()
    if word == "double":
        many = bool(_DOUBLE.match(low, head.end()))
        return ([Draft(Value(at, head.end(), "multiple", Fraction(2), written="verb"))] if many else []), head.end()
    if word in _MULTIPLES:
        return [Draft(Value(at, head.end(), "multiple", Fraction(_MULTIPLES[word]), weak=word == "twice", written="verb"))], head.end()
    if word in ORDINAL_WORDS:
        return _ordinal(source, at, head.end(), ORDINAL_WORDS[word])
    parsed = parse_words(low[at : at + 160])
    if parsed is None:
        return [], head.end()
    return _phrase(source, at, at + parsed[1], parsed[0])


def _phrase(source: Reading, at: int, end: int, amount: Fraction) -> Found:
    """What a phrase of number words goes on to: an ordinal, a fraction, a unit or nothing."""
    low = source.low
    if (tail := _ORDINAL_TAIL.match(low, end)) and (order := _ordered(int(amount), tail)):
        return finish_ordinal(source, at, tail.end(), order)
    if (share := _SHARE.match(low, end)) and (amount == 1) != bool(share[2]):
        return _share(source, at, share.end(), amount / _SHARES[share[1]])
    if amount == 1 and (among := _IN.match(low, end)) and (below := _small(low, among.start(1))):
        return _draft(source, at, below[1], Fraction(1, below[0]), step=Fraction(0))
    number = _broken(low, _scaled(low, at, end, amount))
    amount, end = number.coefficient * number.scale, number.end
    if unit := english_unit(low, end, amount):
        if amount == 1 and (_NOT_ONE.search(low[max(0, at - 9) : at]) or unit[0].name in {"day", "times"}):
            return [], unit[1]
        number, stop = half_after(low, number, unit[0], unit[1])
        return [assemble(source, number, unit[0], stop, weak=number.coefficient * number.scale == 1)], stop
    if (start := label_before(low, at)) is not None and amount < 100:
        return [Draft(Value(start, end, "ordinal", amount, weak=amount == 1))], end
    if amount == 1 and (_NOT_ONE.search(low[max(0, at - 9) : at]) or _ONE_NEXT.match(low, end)):
        return [], end
    return [assemble(source, number, None, end, weak=amount <= 2)], end


def _small(low: str, at: int) -> tuple[int, int] | None:
    """The number after `one in`, three to a million, and where it ends."""
    if found := _DIGITS.match(low, at):
        number, end = int(found[0]), found.end()
    else:
        one = "one" if low.startswith("a ", at) else ""  # one in a hundred
        parsed = parse_words(one + low[at + bool(one) : at + 80])
        if parsed is None:
            return None
        number, end = int(parsed[0]), at + parsed[1] - (len("one") - 1 if one else 0)
    return (number, end) if 3 <= number <= 10**6 else None


def _ordered(amount: int, tail: re.Match[str]) -> int | None:
    """The ordinal that tens or hundreds and an ordinal behind them make; None where they make none."""
    last = ORDINAL_WORDS[tail["word"]]
    if last >= 100:  # two hundredth, two hundred thousandth; of one it may be a share, as in one hundredth of a second
        return amount * last if 1 < amount < last and not tail["and"] else None
    room = 10 if amount % 100 else 100
    if not amount or amount % 10 or last >= room or (amount < 100 and tail["and"]) or (amount % 100 == 0 and not tail["and"]):
        return None
    return amount + last


def _scaled(low: str, at: int, end: int, amount: Fraction) -> Number:
    """A number of words with its last power apart, so that a range can share it."""
    last = re.split("[ \u00a0-]", low[at:end])[-1]
    scale = Fraction(SCALES.get(last, 1)) if last != "dozen" else Fraction(1)
    coefficient = amount / scale
    return Number(at, end, coefficient, scale, Fraction(1) if coefficient % 10 else Fraction(10))


def _broken(low: str, number: Number) -> Number:
    """A number with the part of one behind it: two and a half million, a million and a half, one point five."""
    if part := _AND_PART.match(low, number.end):
        below = _SHARES[part[1]]
        number = number._replace(end=part.end(), coefficient=number.coefficient + Fraction(1, below), step=Fraction(1, below))
    elif (point := _POINT.match(low, number.end)) and not low.endswith("at ", 0, number.start):  # at one point five of them left
        digits = [_ONES.index(word) for word in point["digits"].split()]
        tail = Fraction(int("".join(map(str, digits))), 10 ** len(digits))
        number = number._replace(end=point.end(), coefficient=number.coefficient + tail, step=Fraction(1, 10 ** len(digits)))
    else:
        return number
    if number.scale == 1 and (size := _MAGNITUDE.match(low, number.end)):
        return number._replace(end=size.end(), scale=Fraction(SCALES[size[1]]))
    return number


def half_after(low: str, number: Number, unit: Unit, end: int) -> tuple[Number, int]:
    """`and a half` behind a unit: the number with it, and where it ends.

    >>> half_after("a year and a half", Number(0, 1, Fraction(1), Fraction(1), Fraction(1)), unit_named("year", han=False), 6)[1]
    17
    """
    part = _AND_PART.match(low, end) if unit.kind in {"duration", "quantity"} and number.scale == 1 else None
    if part is None:
        return number, end
    below = _SHARES[part[1]]
    return number._replace(coefficient=number.coefficient + Fraction(1, below), step=Fraction(1, below)), part.end()


def _share(source: Reading, at: int, end: int, amount: Fraction) -> Found:
    """A share, of what it is of: a third, a quarter of a million people, three quarters of an hour."""
    whole = _OF_WHOLE.match(source.low, end)
    if not whole:
        return _draft(source, at, end, amount, step=Fraction(0))
    number = Number(at, whole.end(), amount, Fraction(SCALES.get(whole["scale"] or "", 1)), Fraction(0))
    if whole["unit"]:
        return [assemble(source, number, unit_named(whole["unit"], han=False), whole.end())], whole.end()
    return _counted(source, number)


def _draft(source: Reading, at: int, end: int, amount: Fraction, *, step: Fraction, weak: bool = False) -> Found:
    number = Number(at, end, amount, Fraction(1), step)
    return [assemble(source, number, None, end, weak=weak)], end


def _article(source: Reading, at: int, end: int) -> Found:
    """A hundred and twenty, a dozen, a third of, a year and a half; any other article is no value."""
    found = _ARTICLE.match(source.low, at)
    if not found:
        return [], end
    if found["share"]:
        return _share(source, at, found.end(), Fraction(1, _SHARES[found["share"]]))
    if found["unit"]:
        unit = unit_named(found["unit"], han=False)
        number, stop = half_after(source.low, Number(at, end, Fraction(1), Fraction(1), Fraction(1)), unit, found.end())
        return [assemble(source, number, unit, stop)], stop
    if found["dozen"]:
        return _counted(source, Number(at, found.end(), Fraction(1), Fraction(12), Fraction(1)))
    parsed = parse_words("one" + source.low[end : at + 160])
    assert parsed  # noqa: S101  (`one` and a power of ten)
    return _phrase(source, at, end + parsed[1] - len("one"), parsed[0])


def _counted(source: Reading, number: Number) -> Found:
    unit = english_unit(source.low, number.end, number.coefficient * number.scale)
    end = unit[1] if unit else number.end
    return [assemble(source, number, unit[0] if unit else None, end)], end


def _half(source: Reading, at: int, end: int) -> Found:
    """Half a dozen, half a year, half."""
    low = source.low
    found = _HALF_OF.match(low, at)
    if not found:
        if low[at - 1 : at] == "-" or low[end : end + 1] == "-":
            return [], end
        return _draft(source, at, end, Fraction(1, 2), step=Fraction(0), weak=True)
    half = Number(at, found.end(), Fraction(1, 2), Fraction(1), Fraction(1, 2))
    if found[1] in SCALES:
        half = half._replace(coefficient=Fraction(SCALES[found[1]], 2))
        unit = english_unit(low, found.end(), Fraction(SCALES[found[1]]))
        stop = unit[1] if unit else found.end()
        return [assemble(source, half, unit[0] if unit else None, stop)], stop
    return [assemble(source, half, unit_named(found[1], han=False), found.end())], found.end()


def _ordinal(source: Reading, at: int, end: int, number: int) -> Found:
    low = source.low
    if number == 2 and not read_period(source, at, end, 2):
        determined = _SECOND_BEFORE.search(low[max(0, at - 10) : at])
        if not determined and not (low[max(0, at - 2) : at] == "a " and _SECOND_NEXT.match(low, end)):
            return [], end
    if number <= 3 and _PARTY.match(low, end):
        return [], end
    return finish_ordinal(source, at, end, number, word=True)


def finish_ordinal(source: Reading, at: int, end: int, number: int, *, word: bool = False) -> Found:
    """A quarter, a century, a day of a month, or the ordinal alone; words for first and second are weak.

    >>> finish_ordinal(Reading("21st century", "21st century"), 0, 4, 21)[0][0].value.text
    'C21'
    """
    if found := read_period(source, at, end, number):
        return found
    if (month := _OF_MONTH.match(source.low, end)) and source.raw[month.start(1)].isupper() and 1 <= number <= 31:
        day = (int(month[2]) if month[2] else None, _MONTHS.index(month[1][:3]) + 1, number)
        return day_drafts(day, (at, month.end()), (month.start(1), month.end()), (at, end)), month.end()
    if years := _YEARLY.match(source.low, end):
        amount = Number(at, end, Fraction(number), Fraction(1), Fraction(1))
        unit = unit_named("year" if years["anniversary"] else "year old", han=False)
        return [assemble(source, amount, unit, years.end())], years.end()
    return [Draft(Value(at, end, "ordinal", Fraction(number), weak=number == 1 or (word and number == 2)))], end
