"""The records of a glossary: a concept with its terms in both languages, and the fields that its file may hold.

The model is concept-oriented, as ISO 16642 and TBX (ISO 30042) have it: terms hang on a concept, one of each side is
preferred, others are admitted or forbidden.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Literal

__all__ = [
    "FIELDS", "GROUNDS", "STATUSES", "Case", "Concept", "Fault", "FieldKind", "Glossary", "Ground", "Raw", "Status", "TermField", "Value",
    "field_names",
]  # fmt: skip

Status = Literal["draft", "approved", "deprecated"]
Ground = Literal["official", "usage", "literal", "pinyin", "lexicon", ""]
Case = Literal["any", "exact"]
FieldKind = Literal["text", "list", "flag"]

STATUSES: tuple[Status, ...] = ("draft", "approved", "deprecated")
#: How the English was found; `""` is a concept that does not say, which `check` names.
GROUNDS: tuple[Ground, ...] = ("official", "usage", "literal", "pinyin", "lexicon")
CASES: tuple[Case, ...] = ("any", "exact")


@dataclass(frozen=True, slots=True)
class TermField:
    """A field that a concept may have: its name, what it holds, and what it means in a line."""

    name: str
    kind: FieldKind
    meaning: str


#: Every field, in the order in which a file has them.
FIELDS: tuple[TermField, ...] = (
    TermField("id", "text", "a stable name in kebab-case; the file is sorted by it"),
    TermField("zh", "list", "Chinese terms; the first is preferred, the others are admitted"),
    TermField("en", "list", "English terms; the first is preferred, the others are admitted"),
    TermField("variants_zh", "list", "other Chinese spellings of it, to be found but not written: traditional, abbreviations"),
    TermField("forbidden_zh", "list", "Chinese renderings that are wrong"),
    TermField("forbidden_en", "list", "English renderings that are wrong"),
    TermField("definition", "text", "what the concept is, in a sentence"),
    TermField("domain", "text", "the field it belongs to; one term may mean two things in two domains"),
    TermField("pos", "text", "part of speech: noun, proper noun, verb, …"),
    TermField("case", "text", "`any` (the default) or `exact`: whether the letters' case of the English counts"),
    TermField("translate", "flag", "`false` for what stays as it is in both languages"),
    TermField("status", "text", "`draft`, `approved` or `deprecated`"),
    TermField("ground", "text", "how the English was found: `official`, `usage`, `literal`, `pinyin` or `lexicon`"),
    TermField("source", "text", "the page or document with its date; only what was opened"),
    TermField("note", "text", "what a translator should know"),
    TermField("related", "list", "ids of concepts to see too"),
)


def field_names() -> tuple[str, ...]:
    """Give the names of all fields, in their order.

    >>> field_names()[:3]
    ('id', 'zh', 'en')
    """
    return tuple(field.name for field in FIELDS)


@dataclass(frozen=True, slots=True)
class Raw:
    """A value that no field may have (a number, a table, a list of lists), as it is written in the file.

    >>> Raw("12").text
    '12'
    """

    text: str


#: What a field may hold, as read.
Value = str | bool | tuple[str, ...] | Raw


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing and what it is called; `zh[0]` and `en[0]` are preferred, the others admitted.

    >>> Concept("yujintong", ("渝金通",), ("Yujintong",), ground="pinyin").status
    'draft'
    """

    id: str
    zh: tuple[str, ...]
    en: tuple[str, ...]
    variants_zh: tuple[str, ...] = ()
    forbidden_zh: tuple[str, ...] = ()
    forbidden_en: tuple[str, ...] = ()
    definition: str = ""
    domain: str = ""
    pos: str = ""
    case: Case = "any"
    translate: bool = True
    status: Status = "draft"
    ground: Ground = ""
    source: str = ""
    note: str = ""
    related: tuple[str, ...] = ()


@dataclass(frozen=True)
class Glossary:
    """Concepts sorted by id, and the ids that were once used and never will be again.

    >>> brain = Concept("yujintong", ("渝金通",), ("Yujintong",))
    >>> Glossary((brain,))["yujintong"].en[0]
    'Yujintong'
    """

    concepts: tuple[Concept, ...] = ()
    retired: tuple[str, ...] = ()

    @cached_property
    def _by_id(self) -> dict[str, Concept]:
        return {concept.id: concept for concept in self.concepts}

    def __getitem__(self, concept_id: str) -> Concept:
        """The concept of an id; raises KeyError where there is none."""
        return self._by_id[concept_id]

    def __contains__(self, concept_id: object) -> bool:
        return concept_id in self._by_id

    def __len__(self) -> int:
        return len(self.concepts)

    @cached_property
    def digest(self) -> str:
        """Sixteen hexadecimal digits of the content's hash, the same for the same concepts whatever the file looks like.

        >>> len(Glossary().digest)
        16
        """
        said = "\n".join(repr([getattr(c, f.name) for f in fields(c)]) for c in self.concepts) + "\n" + repr(self.retired)
        return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a glossary: where, which kind, what, and what to do about it.

    >>> print(Fault("finance.toml", 3, "no-ground", "yujintong", "it has no ground", "say how the English was found"))
    finance.toml:3: no-ground: yujintong: it has no ground; say how the English was found
    """

    file: str
    line: int
    kind: str
    concept: str | None
    message: str
    remedy: str

    def __str__(self) -> str:
        about = f"{self.concept}: " if self.concept else ""
        return f"{self.file}:{self.line}: {self.kind}: {about}{self.message}; {self.remedy}"
