"""Which language is this: of a text, of the spans inside a line, of a document.

`detect_language` is the quick answer by script that cleaning asks for; `detect` and `find_spans` tell more.
"""

from __future__ import annotations

from bitext.language.detecting import Detection, detect
from bitext.language.scripts import detect_language
from bitext.language.spans import find_spans

__all__ = ["Detection", "detect", "detect_language", "find_spans"]
