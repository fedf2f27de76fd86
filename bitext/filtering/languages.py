"""Filters by script and language of each side."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bitext.filtering.declaring import Bounds, Filter
from bitext.language.detecting import detect

if TYPE_CHECKING:
    from bitext.filtering.sides import Sides

__all__ = ["FILTERS"]

#: A Latin word fills about two Han characters.
_WORD = 2
#: A Han character, kana or syllable fills the place of about three Latin letters.
_DENSE = 3
_LETTERS = re.compile(r"[^\W_]+")


def _zh_script(sides: Sides) -> float:
    whole = sides.han + sides.zh_foreign + _WORD * len(sides.zh_words)
    return sides.han / whole if whole else 1.0


def _en_script(sides: Sides) -> float:
    latin = sum(map(len, sides.words))
    whole = latin + _DENSE * sides.en_foreign
    return latin / whole if whole else 1.0


def _letters(sides: Sides) -> float:
    return min((_share(text) for text in (sides.zh_plain, sides.en_plain)), default=1.0)


def _share(text: str) -> float:
    visible = sum(map(len, text.split()))
    return sum(map(len, _LETTERS.findall(text))) / visible if visible else 1.0


def _zh_language(sides: Sides) -> float:
    return _likeness(sides.zh_plain, "zh")


def _en_language(sides: Sides) -> float:
    return _likeness(sides.en_plain, "en")


def _likeness(text: str, lang: str) -> float:
    found = detect(text, spans=False)
    if found.lang == lang:
        return found.confidence
    return 0.5 if found.lang == "und" and found.script in (None, "Latn", "Hani") else 1 - found.confidence


FILTERS: tuple[Filter, ...] = (
    Filter(
        "zh-script", "language", "Share of the Chinese side that is Han characters; a Latin word counts as two.", "share", Bounds(low=0.2),
        "A Chinese side without Chinese was left untranslated.", "OpusFilter, whose bound (all letters Han) rejects every line with a name in Latin letters", _zh_script,
        keeps=(("苹果发布 iPhone XS Max 和 Apple Watch。", "Apple presented the iPhone XS Max and the Apple Watch."), ("2018", "2018")),
        rejects=(("The rain has stopped.", "The rain has stopped."), ("Дождь закончился", "The rain is over.")),
        peers=("OpusFilter CharacterScoreFilter", "hardrules scripts", "OpusCleaner alpha_ratio"),
    ),
    Filter(
        "en-script", "language", "Share of the English side's letters that are Latin; a Han character counts as three.", "share", Bounds(low=0.6),
        "An English side with much Chinese was left half translated.", "OpusFilter", _en_script,
        keeps=(("渝金通正式上线。", "Yujintong (渝金通), the city's financial brain, went online."),), rejects=(("雨停了。", "雨停了。"), ("会议下周举行。", "The meeting 下周二举行")),
        peers=("OpusFilter CharacterScoreFilter", "hardrules scripts", "OpusCleaner alpha_ratio"),
    ),
    Filter(
        "letters", "language", "Share of the visible characters that are letters or digits, on the side that has fewer.", "share", Bounds(low=0.2),
        "A line of marks and signs is a table, a rule or code.", "OpusFilter AlphabetRatio, hardrules symbols", _letters,
        keeps=(("“好！”他说。", "“Good!” he said."),), rejects=(("=== 目录 === | * | * | * |", "=== Contents === | * | * | * |"),),
        peers=("OpusFilter AlphabetRatioFilter", "hardrules symbols", "OpusCleaner alpha_ratio"),
    ),
    Filter(
        "zh-language", "language", "How sure it is that the Chinese side is not in another language.", "0–1", Bounds(low=0.02),
        "Japanese, Korean or any other language stands where Chinese should.", "bitext.language; names alone count as undecided, .5", _zh_language,
        keeps=(("渝金通", "Yujintong"), ("雨終於停了。", "The rain has stopped at last.")), rejects=(("雨がやっと止みました。", "The rain has stopped at last."), ("비가 그쳤습니다.", "The rain has stopped.")),
        peers=("OpusFilter LanguageIDFilter", "hardrules FastSpell", "OpusCleaner cld2, fastText, heliport"),
    ),
    Filter(
        "en-language", "language", "How sure it is that the English side is not in another language.", "0–1", Bounds(low=0.02),
        "French, German or any other language stands where English should.", "bitext.language; names alone count as undecided, .5", _en_language,
        keeps=(("渝金通", "Yujintong"), ("雨停了。", "The rain has stopped.")), rejects=(("雨终于停了。", "La lluvia ha parado por fin en la costa."), ("雨终于停了。", "Der Regen hat endlich aufgehört.")),
        peers=("OpusFilter LanguageIDFilter", "hardrules FastSpell", "OpusCleaner cld2, fastText, heliport"),
    ),
)  # fmt: skip
