"""A translation memory: pairs in one file, searched by any piece of Chinese, by English words, and by likeness.

`Memory` opens the file; `parse_query` and `similarity` are its pure parts; `make_terms` lets a glossary go with it.
"""

from __future__ import annotations

from bitext.memory.adding import Added
from bitext.memory.concordance import Line, align_hits
from bitext.memory.lookup import Found, Origin
from bitext.memory.queries import Query, find_phrases, parse_query
from bitext.memory.similarity import make_sample
from bitext.memory.store import Memory, Result, side_of
from bitext.memory.terms import Rendering, Terms, make_terms

__all__ = [
    "Added", "Found", "Line", "Memory", "Origin", "Query", "Rendering", "Result", "Terms", "align_hits", "find_phrases", "make_sample",
    "make_terms", "parse_query", "side_of",
]  # fmt: skip
