"""Answers of language detection as lines of JSON and of tab-separated values."""

from __future__ import annotations

from typing import Any

from bitext.io.documents import as_json
from bitext.language import detect

__all__ = ["as_detection_json", "as_detection_row"]


def as_detection_json(text: str, *, spans: bool = True, id: str | None = None) -> str:
    r"""Give one line of JSON: `text, lang, script, variety, confidence, spans[{lang, start, end}]`.

    >>> as_detection_json("你好吗")
    '{"text": "你好吗", "lang": "zh", "script": "Hans", "variety": null, "confidence": 0.99, "spans": [{"lang": "zh", "start": 0, "end": 3}]}\n'
    """
    found = detect(text, spans=spans)
    made: dict[str, Any] = {} if id is None else {"id": id}
    made.update(text=text, lang=found.lang, script=found.script, variety=found.variety, confidence=round(found.confidence, 3))
    if spans:
        made["spans"] = [{"lang": s.lang, "start": s.start, "end": s.end} for s in found.spans]
    return as_json(made) + "\n"


def as_detection_row(text: str) -> str:
    r"""Give one line of lang, script, confidence and text, in which tabs become spaces.

    >>> as_detection_row("你好吗")
    'zh\tHans\t0.99\t你好吗\n'
    """
    found = detect(text, spans=False)
    return "\t".join((found.lang, found.script or "", str(round(found.confidence, 3)), text.replace("\t", " "))) + "\n"
