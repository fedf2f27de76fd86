"""Words of a text, with their places: one small interface over the segmenters."""

from __future__ import annotations

from bitext.words.cutting import ENGINES, Cutter, Engine, Word, cut_words, make_cutter
from bitext.words.dictionary import dictionary_version

__all__ = ["ENGINES", "Cutter", "Engine", "Word", "cut_words", "dictionary_version", "make_cutter"]
