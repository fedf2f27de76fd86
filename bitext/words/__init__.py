"""Words of a text, with their places: one small interface over the segmenters."""

from __future__ import annotations

from bitext.words.cutting import ENGINES, Cutter, Engine, Word, cut_words, make_cutter

__all__ = ["ENGINES", "Cutter", "Engine", "Word", "cut_words", "make_cutter"]
