"""Filters against sides that were copied instead of translated."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bitext.filtering.declaring import Bounds, Filter

if TYPE_CHECKING:
    from bitext.filtering.sides import Sides

__all__ = ["FILTERS"]

_NO_WORD = re.compile(r"[\W_]+")
#: Latin letters that fill the place of a Han character.
_DENSE = 3
#: Words looked at on each side; what is longer fails by its length.
_ENOUGH = 600
#: Runs begin at so many places at most on the English side: a common word would make the search quadratic.
_PLACES = 16


def _identical(sides: Sides) -> float:
    if sides.zh == sides.en:
        return 1.0
    if sides.han and not sides.en_foreign:
        return 0.0  # Han characters on one side alone
    return float(bool(sides.en_size) and _key(sides.zh) == _key(sides.en))


def _key(text: str) -> str:
    return _NO_WORD.sub("", text).casefold()


def _copied(sides: Sides) -> float:
    if not sides.zh_words:
        return 0.0
    there = {word.lower() for word in sides.words}
    copied = sum(len(word) for word in sides.zh_words if word.lower() in there)
    return copied / (copied + _DENSE * sides.han) if copied else 0.0


def _run(sides: Sides) -> float:
    """Count the small words of the longest run of words that stands on both sides."""
    zh, en = sides.zh_words[:_ENOUGH], sides.words[:_ENOUGH]
    if len(zh) < 3:
        return 0.0
    places: dict[str, list[int]] = {}
    for at, word in enumerate(en):
        places.setdefault(word, []).append(at)
    best = 0
    before: dict[int, int] = {}
    for word in zh:
        now = {at: before.get(at - 1, 0) + word[0].islower() for at in places.get(word, ())[:_PLACES]}
        best = max(best, *now.values()) if now else best
        before = now
    return float(best)


FILTERS: tuple[Filter, ...] = (
    Filter(
        "identical", "copy", "1 where both sides have the same letters and digits.", "0 or 1", Bounds(high=0),
        "The text was copied, not translated.", "hardrules, bicleaner", _identical,
        keeps=(("好的", "OK"),), rejects=(("Terms of use", "Terms of Use."), ("2018.", "2018")),
        peers=("hardrules identical", "OpusFilter SimilarityFilter"),
    ),
    Filter(
        "copied", "copy", "Share of the Chinese side that is words of the English side; a Han character counts as three letters.", "share", Bounds(high=0.75),
        "Most of the Chinese side is English that nobody translated.", "OpusFilter's and hardrules' similarity, made for two scripts", _copied,
        keeps=(("iPhone X 对比 iPhone 8", "iPhone X vs iPhone 8"),), rejects=(("点击 Read the full report of the committee", "Click here: Read the full report of the committee"),),
        peers=("OpusFilter SimilarityFilter", "OpusFilter LongestCommonSubstringFilter", "hardrules identical"),
    ),
    Filter(
        "copied-run", "copy", "Small words of the longest run of words that stands on both sides.", "words", Bounds(high=4),
        "A clause of the Chinese side was left in English; names are written with capitals and do not count.", "OpusFilter LongestCommonSubstring, in words", _run,
        keeps=(("她喜欢《The Lord of the Rings》这本书。", "She likes The Lord of the Rings."),),
        rejects=(("他说，the rain has stopped at last and we can go，然后走了，大家都很高兴。", "He said the rain has stopped at last and we can go, and left; all were glad."),),
        peers=("OpusFilter LongestCommonSubstringFilter",),
    ),
)  # fmt: skip
