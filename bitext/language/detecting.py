"""The language of a text with its script, variety, confidence and spans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bitext.language.dominance import dominant_group
from bitext.language.han import east_language, han_script, is_cantonese
from bitext.language.latin import detect_latin
from bitext.language.scripts import script_code
from bitext.language.spans import language_of, spans_of
from bitext.model import LanguageSpan

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Detection", "detect", "detect_code"]


@dataclass(frozen=True, slots=True)
class Detection:
    """What a text is written in.

    `lang` is "en", "zh", "ja", "ko", the code of another Latin-script language, or "und"; `script` an ISO 15924
    code, or None without letters; `variety` "yue" or None; `confidence` from 0 to 1.
    """

    lang: str
    script: str | None
    variety: str | None
    confidence: float
    spans: tuple[LanguageSpan, ...] = ()


def detect(text: str, *, spans: bool = True) -> Detection:
    """Detect the dominant language of a text.

    >>> detect("The rain has stopped.").lang
    'en'
    """
    group = dominant_group(text)
    if not group:
        return Detection("und", None, None, 0.0, (LanguageSpan("und", 0, len(text)),) if spans and text else ())
    lang, script, variety, sure = _ANSWERS[group](text)
    return Detection(lang, script, variety, sure, spans_of(text, group, lang) if spans else ())


def detect_code(text: str) -> str:
    """The `lang` of `detect` alone, which costs less.

    >>> detect_code("The rain has stopped."), detect_code("Дождь кончился.")
    ('en', 'und')
    """
    group = dominant_group(text)
    return _latin(text)[0] if group == "latin" else east_language(text) if group == "east" else "und"


def _latin(text: str) -> tuple[str, str, None, float]:
    lang, sure = detect_latin(text)
    if lang != "en" and not text.isascii():
        inside = language_of(text, "latin")  # beside Chinese, Latin text is English unless it plainly is not
        lang, sure = (lang, sure) if inside == lang else (inside, 0.6)
    return lang, "Latn", None, sure


def _east(text: str) -> tuple[str, str, str | None, float]:
    lang = east_language(text)
    if lang != "zh":
        return lang, "Jpan" if lang == "ja" else "Kore", None, 0.99
    return lang, han_script(text), "yue" if is_cantonese(text) else None, 0.99


def _other(text: str) -> tuple[str, str, None, float]:
    return "und", script_code(text), None, 0.99


_ANSWERS: dict[str, Callable[[str], tuple[str, str, str | None, float]]] = {"latin": _latin, "east": _east, "other": _other}
