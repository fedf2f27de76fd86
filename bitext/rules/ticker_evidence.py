"""The place of a company name in a text, a sign that it stands for the company or for an ordinary word, and the stand-ins for other mentions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bitext.rules.companies import Word

__all__ = ["COMPANY", "UNDECIDED", "Evidence", "Place"]

#: Stand in the context for other mentions: a company for certain, and one that may be a word.
COMPANY, UNDECIDED = "\ue000", "\ue001"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sign: its weight (positive for the word, negative for the company) and what it is, for a person to read."""

    weight: float
    reason: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name stands that may be a word: its sentence on both sides, and what stands before and after the sentence.

    `marked` tells that the name has its exchange or is said twice.
    """

    word: Word
    left: str
    right: str
    before: str = ""
    after: str = ""
    marked: bool = False
