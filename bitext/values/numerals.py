"""Numerals as exact numbers: digits, Chinese numerals (with financial capitals), English number words.

Nothing here converts a long string: a numeral of more than `LONGEST` characters is none, for no text means it.
"""

from __future__ import annotations

import re
from fractions import Fraction

__all__ = [
    "BIG", "DECIMAL", "DIGIT", "HAN_NUMERAL", "LONGEST", "NUMBER_WORDS", "ORDINAL_WORDS", "POWER", "SCALES",
    "parse_digits", "parse_han", "parse_words", "place",
]  # fmt: skip

#: The longest numeral that is read, in characters.
LONGEST = 40
#: A number in digits; groups of three may be parted by commas or by spaces, and are taken whole or not at all. The bound
#: on groups keeps the cost linear where a million groups end in a bad one.
DECIMAL = (
    r"[0-9]{1,3}(?:(?:,[0-9]{3}){1,12}+|(?:[ \u00a0\u2009\u202f][0-9]{3}(?![0-9,])){1,12}+)(?![0-9])(?:\.[0-9]++)?"
    r"|[0-9]++(?:\.[0-9]++)?"
)
#: Chinese digits, both scripts, with the capitals used on cheques.
DIGIT = {
    **{c: n for n, c in enumerate("零一二三四五六七八九")}, "〇": 0, "○": 0, "两": 2, "兩": 2,
    **dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True)), "貳": 2, "參": 3, "叄": 3, "陸": 6, "弍": 2, "弐": 2, "幺": 1,
}  # fmt: skip
POWER = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
BIG = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_TENS = {"廿": "二十", "卅": "三十", "卌": "四十"}
#: The characters of a Chinese numeral, for a character class.
HAN_NUMERAL = "".join((*DIGIT, *POWER, *BIG, *_TENS))

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENTHS = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMBER_WORDS = {w: n for n, w in enumerate(_ONES.split())} | {w: 10 * n for n, w in enumerate(_TENTHS.split(), 2)} | {"fourty": 40}
SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "dozen": 12}
_IRREGULAR = {"first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12}
ORDINAL_WORDS = (
    _IRREGULAR
    | {f"{w}th": n for w, n in NUMBER_WORDS.items() if n in {4, 6, 7, 10, 11, *range(13, 20)}}
    | {f"{w[:-1]}ieth": n for w, n in NUMBER_WORDS.items() if n >= 20}
    | {"hundredth": 100, "thousandth": 1000, "millionth": 10**6}
)


def place(digits: str) -> Fraction:
    """The place of the last digit that is not 0: how finely a number was said.

    >>> place("1200"), place("8.90"), place("0")
    (Fraction(100, 1), Fraction(1, 10), Fraction(1, 1))
    """
    whole, _, tail = digits.partition(".")
    tail = tail.rstrip("0")
    if tail:
        return Fraction(1, 10 ** len(tail))
    kept = whole.rstrip("0")
    return Fraction(10 ** (len(whole) - len(kept))) if kept else Fraction(1)


def parse_digits(text: str) -> tuple[Fraction, Fraction] | None:
    """The number that digits write, and its place; None where they are too many.

    >>> parse_digits("1,200.50"), parse_digits("10 000"), parse_digits("9" * 100)
    ((Fraction(2401, 2), Fraction(1, 10)), (Fraction(10000, 1), Fraction(10000, 1)), None)
    """
    if len(text) > LONGEST:
        return None
    plain = "".join(c for c in text if c in "0123456789.")
    return Fraction(plain) if "." in plain else Fraction(int(plain)), place(plain)


def parse_han(text: str) -> tuple[Fraction, Fraction] | None:
    """The number that a Chinese numeral writes, and its place; None where it is vague (七八十) or no numeral.

    Digits in a row are read one by one from three on (二〇二五), as years and codes are; 三千五 is 3,500. A numeral has to
    start with a digit or a ten: 百 and 万 alone stand in words and for "many".

    >>> [int(parse_han(t)[0]) for t in ("二十五", "一亿零三百万", "八万亿", "壹仟贰佰叁拾", "三千五", "二〇二五", "廿一")]
    [25, 103000000, 8000000000000, 1230, 3500, 2025, 21]
    >>> [parse_han(t) for t in ("七八十", "两三", "百", "十百")]
    [None, None, None, None]
    """
    for short, long in _TENS.items():
        text = text.replace(short, long)
    whole, dot, tail = text.replace("點", "点").partition("点")
    if not whole or len(text) > LONGEST:
        return None
    number = _positional(whole) if all(c in DIGIT for c in whole) else _by_powers(whole)
    if number is None:
        return None
    if dot:
        return Fraction(f"{number}.{''.join(str(DIGIT[c]) for c in tail)}"), Fraction(1, 10 ** len(tail))
    return Fraction(number), place(str(number))


def _positional(text: str) -> int | None:
    """Digits read one by one; two of them say "two or three" and are none."""
    return None if len(text) == 2 else int("".join(str(DIGIT[c]) for c in text))


def _by_powers(text: str) -> int | None:
    """A numeral of digits and powers of ten: every section under 10,000 in falling powers, sections multiplied by 万, 亿, 兆."""
    total, section, last_power, last_big = 0, 0, 10**4, 0
    digit: int | None = None
    unit = 0  # of the character before, for 三千五
    for at, char in enumerate(text):
        if char in DIGIT:
            if digit:
                return None
            digit, after = DIGIT[char], unit
            unit = 0
        elif char in POWER:
            power = POWER[char]
            if power >= last_power or (digit is None and (power != 10 or (at and unit != 0 and unit < 10**4))):
                return None
            section, digit, last_power, unit = section + (1 if digit is None else digit) * power, None, power, power
        else:
            big = BIG[char]
            held = section + (digit or 0)
            if not held and not (total and unit >= 10**4):
                return None
            total = (total + held) * big if big >= last_big else total + held * big
            section, digit, last_power, last_big, unit = 0, None, 10**4, big, big
    if digit and after >= 100 and len(text) > 1 and text[-2] not in DIGIT:
        digit *= after // 10
    return total + section + (digit or 0)


_PART = re.compile(r"[a-z]+")


def parse_words(text: str) -> tuple[Fraction, int] | None:
    """The number that English words write from the start of a text on, and how many characters say it.

    Reads as far as the words make one number: `twenty-five`, `one hundred and five thousand`; a list is not added up, and
    `one hundred and two hundred` are two numbers.

    >>> parse_words("twenty-five percent"), parse_words("two hundred and five thousand people")
    ((Fraction(25, 1), 11), (Fraction(205000, 1), 29))
    >>> parse_words("two three"), parse_words("one hundred and two hundred"), parse_words("thousand")
    ((Fraction(2, 1), 3), (Fraction(100, 1), 11), None)
    """
    total, group, end, room = 0, 0, 0, 100  # room: the next word has to be smaller
    joined = (0, 0)  # the number before the last `and`, and where it ends
    least = 10**15  # scales fall: thousands do not come before millions
    text = text[:160]
    part = _PART.match(text)
    while part:
        word = part[0]
        if word in NUMBER_WORDS and NUMBER_WORDS[word] < room and not (NUMBER_WORDS[word] == 0 and end):
            group += NUMBER_WORDS[word]
            room = 10 if NUMBER_WORDS[word] >= 20 else 0
        elif word in SCALES and group and SCALES[word] < least and not (SCALES[word] <= 100 <= group):
            if SCALES[word] <= 100:
                group, room = group * SCALES[word], 100
            else:
                total, group, room, least = total + group * SCALES[word], 0, 100, SCALES[word]
        else:
            if word in SCALES and joined[1]:  # the word before counts this one
                return Fraction(joined[0]), joined[1]
            break
        end = part.end()
        start = _gap(text, end, word)
        if text[end:start].strip(" \u00a0-"):
            joined = (total + group, end)
        part = _PART.match(text, start)
    return (Fraction(total + group), end) if end else None


_GAP = re.compile(r"[ \u00a0]?-[ \u00a0]?|[ \u00a0]{1,2}")
_AND = re.compile(r",?[ \u00a0-]and[ \u00a0-](?!a[ -])|,[ \u00a0]|[ \u00a0]{1,2}|-")
_AND_ONLY = re.compile(r"[ \u00a0-]and[ \u00a0-](?!a[ -])|[ \u00a0]{1,2}|-")


def _gap(text: str, end: int, word: str) -> int:
    """Where the next number word may start: after a hyphen or a space, after a scale also after `and`, from a thousand on a comma."""
    found = (_GAP if word not in SCALES else _AND if SCALES[word] >= 1000 else _AND_ONLY).match(text, end)
    return found.end() if found else len(text)
