"""Filters by length: of each side, of both against one another, of words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bitext.filtering.declaring import Bounds, Filter

if TYPE_CHECKING:
    from bitext.filtering.sides import Sides

__all__ = ["FILTERS"]

#: The logarithm of English letters to a Chinese character, and its variance: a part of every pair, a part that shrinks with
#: length. Moments of 3,868 gold pairs of three kinds (news, literature, other prose), by length; see docs/benchmarks.md.
_MEAN, _SPREAD, _SHORT = 1.12, 0.04, 1.4


def _empty(sides: Sides) -> float:
    return float((not sides.zh_size) + (not sides.en_size))


def _ratio(sides: Sides) -> float:
    if not sides.zh_size or not sides.en_size:
        return 0.0  # `empty` speaks of these
    far = math.log(sides.en_size / sides.zh_size) - _MEAN
    return far / math.sqrt(_SPREAD + _SHORT / min(sides.zh_size, sides.en_size / math.exp(_MEAN)))


def _word_length(sides: Sides) -> float:
    words = _pieces(sides.words)
    return sum(map(len, words)) / len(words) if len(words) > 3 else 5.0


def _longest(sides: Sides) -> float:
    return float(max(map(len, _pieces([*sides.words, *sides.zh_words])), default=0))


def _pieces(words: list[str]) -> list[str]:
    """The parts of words with hyphens, which are words of their own."""
    return [piece for word in words for piece in word.split("-")] if any("-" in word for word in words) else words


def _fewest(sides: Sides) -> float:
    return min(sides.zh_size / 1.5, float(len(sides.words)))


FILTERS: tuple[Filter, ...] = (
    Filter(
        "empty", "length", "Sides without a letter or digit.", "sides", Bounds(high=0),
        "A side that says nothing translates nothing.", "hardrules", _empty,
        keeps=(("好。", "Good."), ("3:2", "3-2")), rejects=(("……", "Well."), ("好。", ""), ("——", "***")),
        peers=("hardrules not_too_short", "OpusFilter LengthFilter"),
    ),
    Filter(
        "zh-length", "length", "Characters of the Chinese side.", "characters", Bounds(high=500),
        "A text this long is a paragraph that nobody aligned.", "the longest of 3,868 gold pairs of the development sets has 240", lambda sides: float(len(sides.pair.zh.strip())),
        keeps=(("雨停了。", "The rain has stopped."),), rejects=(("雨停了，" * 130, "The rain has stopped, " * 130),),
        peers=("OpusFilter LengthFilter", "OpusCleaner length", "hardrules not_too_long"),
    ),
    Filter(
        "en-length", "length", "Words of the English side.", "words", Bounds(high=300),
        "A text this long is a paragraph that nobody aligned.", "the longest of 3,868 gold pairs of the development sets has some 160", lambda sides: float(len(sides.words)),
        keeps=(("雨停了。", "The rain has stopped."),), rejects=(("雨停了，" * 130, "The rain has stopped, " * 130),),
        peers=("OpusFilter LengthFilter", "hardrules not_too_long"),
    ),
    Filter(
        "too-short", "length", "Words of the shorter side; 1.5 Han characters count as one.", "words", Bounds(low=3),
        "Titles and labels teach a model little, and are often paired wrongly.", "hardrules, which drops them; Mozilla switched that off for Chinese (mozilla/translations#888)", _fewest,
        keeps=(("会议定于周二举行。", "The meeting is set for Tuesday."),), rejects=(("财经", "Finance"), ("是的。", "Yes.")),
        peers=("hardrules not_too_short", "OpusCleaner length"), default=False,
    ),
    Filter(
        "length-ratio", "length", "How far English letters to a Chinese character are from usual, on a logarithmic scale.", "standard deviations", Bounds(-3.3, 3.3),
        "One side says far more than the other: a sentence is missing, cut or added.",
        "Gale and Church, A Program for Aligning Sentences in Bilingual Corpora, Computational Linguistics 19(1), 1993; moments of the development sets", _ratio,
        keeps=(("雨停了。", "The rain has stopped."), ("经济增长放缓，出口下降。", "Growth slowed as exports fell.")),
        rejects=(("雨停了。", "The rain has stopped, and the meeting that had been put off twice will now be held next week in the old town hall of the city."),
                 ("据新华社报道，会议将于下周二在重庆举行，来自三十个国家的代表将出席并讨论贸易和气候问题。", "It meets Tuesday.")),
        peers=("OpusFilter LengthRatioFilter", "hardrules length_ratio", "OpusCleaner length ratio", "bicleaner length features"),
    ),
    Filter(
        "word-length", "length", "Mean letters of English words, where there are more than three.", "letters", Bounds(2.2, 11),
        "Words that lost their spaces, or letters that got them.", "OpusFilter, whose own bounds (2 and 20) count an unsegmented Chinese line as one word", _word_length,
        keeps=(("我是老师。", "I am a teacher."),), rejects=(("我们昨天去了公园。", "W e w e n t t o t h e p a r k"), ("互联网金融的发展", "Theinternetfinancial developmentofthecity hasbecomestronger everywhereinthecountry")),
        peers=("OpusFilter AverageWordLengthFilter", "bicleaner average token length", "hardrules glued words"),
    ),
    Filter(
        "long-word", "length", "Letters of the longest word in Latin letters, addresses aside.", "letters", Bounds(high=40),
        "A run of letters this long is code or text without spaces.", "OpusFilter's bound; it counts an unsegmented Chinese line as one word, this does not", _longest,
        keeps=(("“反对教会与国家分离运动”是个长词。", "Antidisestablishmentarianism is a long word."),), rejects=(("编号如下", "It is " + "abcdefgh" * 6),),
        peers=("OpusFilter LongWordFilter", "OpusCleaner max_word_length"),
    ),
)  # fmt: skip
