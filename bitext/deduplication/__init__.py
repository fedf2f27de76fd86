"""Duplicates: exact, normalised and near, in memory that does not grow with the texts."""

from __future__ import annotations

from bitext.deduplication.deciding import Duplicate, find_duplicates
from bitext.deduplication.fingerprints import Likeness
from bitext.deduplication.keys import duplicate_key

__all__ = ["Duplicate", "Likeness", "duplicate_key", "find_duplicates"]
