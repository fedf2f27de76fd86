"""A sign that a company name stands for the company or for an ordinary word, and the stand-ins for other mentions."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["COMPANY", "UNDECIDED", "Evidence"]

#: Stand in the context for other mentions: a company for certain, and one that may be a word.
COMPANY, UNDECIDED = "\ue000", "\ue001"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sign: its weight (positive for the word, negative for the company) and what it is, for a person to read."""

    weight: float
    reason: str
