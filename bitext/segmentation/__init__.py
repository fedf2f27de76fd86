"""Sentences of Chinese, English and mixed text, with offsets and language; blocks of both languages divided.

`find_sentences` gives offsets, quickly; `segment` and `segment_document` give records; `divide` gives the stretches of
each language.
"""

from __future__ import annotations

from bitext.segmentation.lines import find_stretches
from bitext.segmentation.segments import divide, segment, segment_document
from bitext.segmentation.sentences import find_sentences

__all__ = ["divide", "find_sentences", "find_stretches", "segment", "segment_document"]
