"""The language of a text with its script, variety, confidence and spans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bitext.language.spans import find_spans

if TYPE_CHECKING:
    from bitext.model import LanguageSpan

__all__ = ["Detection", "detect"]


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
    found = find_spans(text)
    weights: dict[str, int] = {}
    for span in found:
        weights[span.lang] = weights.get(span.lang, 0) + span.end - span.start
    lang = max(weights, key=lambda k: weights[k]) if weights else "und"
    return Detection(lang, {"zh": "Hani", "en": "Latn"}.get(lang), None, 0.9 if found else 0.0, found if spans else ())
