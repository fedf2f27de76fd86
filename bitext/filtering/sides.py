"""Both sides of a pair with what filters ask of them, found out when first asked and kept."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from bitext.language.scripts import EAST, OTHER
from bitext.text import HAN, LATIN, count_han
from bitext.values import compare_values

if TYPE_CHECKING:
    from bitext.glossary.finding import TermIndex
    from bitext.model import Pair
    from bitext.values import Comparison

__all__ = ["ENOUGH", "WEB", "Sides", "beginning"]

#: Characters of a side that are looked at: some sixty times what is accepted by length; what is longer is scored by its beginning.
ENOUGH = 20_000

#: Addresses: where they begin and what may stand in them.
WEB = re.compile(
    r"(?:https?://|www\.)[!-~]+|(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}", re.IGNORECASE
)
_WORD = re.compile(rf"[{LATIN}]+(?:['’-][{LATIN}]+)*")
_LETTERS = re.compile(f"[{LATIN}0-9０-９]+")
_FOREIGN = re.compile(f"[{EAST}{OTHER}]+")
#: A full-width comma that parts thousands: 25，000英亩.
_THOUSANDS = re.compile(r"(?:(?<=(?<![0-9,，])[0-9])|(?<=(?<![0-9,，])[0-9]{2})|(?<=(?<![0-9,，])[0-9]{3}))，(?=[0-9]{3}(?![0-9]))")
#: 两 behind a ten or a decimal point is a tael or `two` of something, never a digit; 一成不变 is an idiom.
_NO_DIGIT = re.compile("(?<=[十点點])(?=[两兩])|一成不[变變]")
_TOKEN = re.compile(rf"[{HAN}]|[^\W{HAN}]+")


def beginning(text: str) -> str:
    """Give the part of a text that is looked at, without white space around it.

    >>> beginning(" 雨停了。 "), len(beginning("a" * 100_000))
    ('雨停了。', 20000)
    """
    return text.strip()[:ENOUGH].rstrip()


class Sides:
    """The texts of a pair, stripped, with counts that several filters share.

    Args:
        pair: the pair.
        index: the terms of a glossary, where the caller has one.
        boilerplate: for both sides, the share of the text that cleaning rules would take out.
        debris: what the rules about machine translation and tickers say of the English side: two counts.

    >>> from bitext.model import Pair
    >>> sides = Sides(Pair("1", " 重庆下雨。", "It rains in Chongqing. ", 1.0))
    >>> sides.han, sides.words
    (4, ['It', 'rains', 'in', 'Chongqing'])
    """

    def __init__(
        self, pair: Pair, index: TermIndex | None = None, boilerplate: tuple[float, float] = (0.0, 0.0), debris: tuple[int, int] = (0, 0)
    ) -> None:
        self.pair, self.index, self.boilerplate, self.debris = pair, index, boilerplate, debris
        self.zh, self.en = beginning(pair.zh), beginning(pair.en)

    @cached_property
    def han(self) -> int:
        """Han characters of the Chinese side."""
        return count_han(self.zh)

    @cached_property
    def zh_plain(self) -> str:
        """The Chinese side without addresses."""
        return _without_addresses(self.zh)

    @cached_property
    def en_plain(self) -> str:
        """The English side without addresses."""
        return _without_addresses(self.en)

    @cached_property
    def zh_words(self) -> list[str]:
        """Words in Latin letters of the Chinese side."""
        return _WORD.findall(self.zh_plain)

    @cached_property
    def words(self) -> list[str]:
        """Words of the English side."""
        return _WORD.findall(self.en_plain)

    @cached_property
    def zh_size(self) -> float:
        """How much the Chinese side says, in Han characters: three Latin letters or digits count as one."""
        return self.han + sum(map(len, _LETTERS.findall(self.zh))) / 3

    @cached_property
    def en_size(self) -> int:
        """Latin letters and digits of the English side."""
        return sum(map(len, _LETTERS.findall(self.en)))

    @cached_property
    def en_foreign(self) -> int:
        """Letters of the English side that are not Latin."""
        return 0 if self.en.isascii() else sum(map(len, _FOREIGN.findall(self.en)))

    @cached_property
    def zh_foreign(self) -> int:
        """Letters of the Chinese side that are neither Latin nor Han."""
        return sum(map(len, _FOREIGN.findall(self.zh))) - self.han

    @cached_property
    def tokens(self) -> tuple[list[str], list[str]]:
        """Both sides as Han characters and runs of other letters and digits, in lower case."""
        return _TOKEN.findall(self.zh.lower()), _TOKEN.findall(self.en.lower())

    @cached_property
    def values(self) -> Comparison:
        """The values of both sides, held against one another."""
        return compare_values(self.zh_numbers, self.en)

    @cached_property
    def zh_numbers(self) -> str:
        """The Chinese side with its numbers as the finder of values knows them: what `values` has the places of."""
        zh = _THOUSANDS.sub(",", self.zh) if "，" in self.zh else self.zh
        return _NO_DIGIT.sub(" ", zh)


def _without_addresses(text: str) -> str:
    return WEB.sub(" ", text) if "://" in text or "@" in text or "www." in text.lower() else text
