"""The records of matching: what is known of a document, a couple of documents, and the answer as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from array import array
    from collections.abc import Mapping

__all__ = ["Couple", "Matching", "Profile"]


@dataclass(frozen=True, slots=True)
class Couple:
    """Two documents that translate one another, by their ids, and how probable that is.

    `evidence` is what made the probability: each feature's share of the log-odds, and the rarest words that both sides
    have. Empty unless it was asked for.

    >>> Couple("a.zh", "a.en", 0.98).probability
    0.98
    """

    zh: str
    en: str
    probability: float
    evidence: Mapping[str, float] = field(default_factory=dict)
    shared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matching:
    """Couples in the order of the Chinese documents, the documents without a counterpart, and what looks wrong.

    `zh_only` and `en_only` hold ids in the order given; `warnings` are sentences for people (sides reversed, empty
    documents).

    >>> Matching((Couple("1", "2", 0.9),), ("3",), ()).zh_only
    ('3',)
    """

    couples: tuple[Couple, ...]
    zh_only: tuple[str, ...] = ()
    en_only: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """What is compared of one document; its text is not kept.

    `units` is what the document says, each once, and `places` where it first says so, from 0 (start) to 1 (end). A unit's
    first character is its kind: `c` Chinese words, `w` stems of English ones, `v` values, `n` names. `size` is the text's length in words, a Chinese
    character counting `HAN_WORDS` of one. `zh` and `en` count letters of either language.
    """

    id: str
    units: tuple[str, ...]
    places: array[float]
    size: float
    zh: int
    en: int
    url: str | None = None
    links: tuple[str, ...] = ()
    published: str | None = None
