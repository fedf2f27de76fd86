"""Which language is this: of a text, of the spans inside a line, of a document.

`detect_language` is the quick answer by script that cleaning asks for; `detect`, `find_spans` and `detect_document` tell more.
"""

from __future__ import annotations

from bitext.language.detecting import Detection, detect
from bitext.language.documents import detect_document, label_blocks
from bitext.language.scripts import detect_language
from bitext.language.spans import find_spans

__all__ = ["Detection", "detect", "detect_document", "detect_language", "find_spans", "label_blocks"]
