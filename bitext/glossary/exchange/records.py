"""What an exchange gives: concepts or bytes, and notices of what could not be taken along."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bitext.glossary.adding import make_id
from bitext.glossary.model import FIELDS, STATUSES, Concept
from bitext.text import count_han

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bitext.glossary.model import Ground

__all__ = ["Exported", "Imported", "Notice", "Row", "concept_from", "lost_fields", "number_ids", "sides_of", "values_of"]

_KINDS = {field.name: field.kind for field in FIELDS}
_NO = frozenset({"false", "no", "0", "否"})
_MENTIONED = 5


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that did not fit: what, and where (a row or entry counted from 1, or ids of concepts).

    >>> print(Notice("no Chinese", "row 3"))
    row 3: no Chinese
    """

    message: str
    place: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


@dataclass(frozen=True, slots=True)
class Imported:
    """The concepts of a file, and what of it could not be taken."""

    concepts: tuple[Concept, ...]
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Exported:
    """A file, and what of the glossary it does not hold."""

    data: bytes
    notices: tuple[Notice, ...] = ()


#: A field's texts by its name, as tables hold them.
Row = dict[str, tuple[str, ...]]


def values_of(concept: Concept) -> Row:
    """Give what a concept says, field by field, as texts; defaults are left out.

    >>> values_of(Concept("a", ("甲",), ("A",), translate=False))
    {'id': ('a',), 'zh': ('甲',), 'en': ('A',), 'translate': ('false',), 'status': ('draft',)}
    """
    found: Row = {}
    for field in FIELDS:
        value = getattr(concept, field.name)
        if field.name == "case":
            value = "" if value == "any" else value
        texts = value if isinstance(value, tuple) else ("" if value is True else "false" if value is False else value,)
        kept = tuple(text for text in texts if text)
        if kept:
            found[field.name] = kept
    return found


def concept_from(values: Mapping[str, Sequence[str]]) -> Concept:
    """Make a concept of texts by field; unknown fields are left out, a status that is none becomes a draft.

    >>> concept_from({"zh": ["甲"], "en": ["A"], "translate": ["no"]}).translate
    False
    """
    made: dict[str, object] = {"id": "", "zh": (), "en": ()}
    for name, texts in values.items():
        cleaned = tuple(text.strip() for text in texts if text.strip())
        kind = _KINDS.get(name)
        if kind == "list":
            made[name] = tuple(dict.fromkeys(cleaned))
        elif kind == "flag":
            made[name] = not (cleaned and cleaned[0].casefold() in _NO)
        elif kind == "text" and cleaned:
            made[name] = "\n".join(cleaned) if name == "note" else cleaned[0]
    concept = Concept(**made)  # type: ignore[arg-type]
    status = concept.status if concept.status in STATUSES else "draft"
    case = concept.case if concept.case in ("any", "exact") else "any"
    return replace(concept, status=status, case=case)


def number_ids(concepts: Iterable[Concept], *, ground: Ground = "") -> tuple[Concept, ...]:
    """Give each concept an id of its own, made of its English where it has none, and the ground where it has none.

    >>> [c.id for c in number_ids([Concept("", ("甲",), ("A B",)), Concept("", ("乙",), ("A b",)), Concept("a b", ("丙",), ("C",))])]
    ['a-b', 'a-b-2', 'a-b-3']
    """
    used: set[str] = set()
    found = []
    for concept in concepts:
        stem = make_id(concept.id) or make_id(" ".join(concept.en[:1])) or "concept"
        name, number = stem, 2
        while name in used:
            name, number = f"{stem}-{number}", number + 1
        used.add(name)
        found.append(replace(concept, id=name, ground=concept.ground or ground))
    return tuple(found)


def sides_of(one: str, other: str) -> tuple[str, str] | None:
    """Say which of two texts is Chinese: the one with more Han characters; None where neither has any.

    >>> sides_of("rain", "雨"), sides_of("a", "b")
    (('雨', 'rain'), None)
    """
    left, right = count_han(one), count_han(other)
    if left == right == 0:
        return None
    return (one, other) if left >= right else (other, one)


def lost_fields(concepts: Iterable[Concept], held: Iterable[str], form: str) -> list[Notice]:
    """Name the fields that a format does not hold, with the first concepts that have them.

    >>> print(lost_fields([Concept("a", ("甲",), ("A",), note="n")], ["zh", "en", "id", "status"], "deepl")[0])
    deepl does not hold `note` (1 concept: a)
    """
    keeps = set(held)
    owners: dict[str, list[str]] = {}
    for concept in concepts:
        for name in values_of(concept):
            if name not in keeps:
                owners.setdefault(name, []).append(concept.id)
    return [Notice(f"{form} does not hold `{name}` ({_some(ids)})") for name, ids in owners.items()]


def _some(ids: Sequence[str]) -> str:
    shown = ", ".join(ids[:_MENTIONED]) + (", …" if len(ids) > _MENTIONED else "")
    return f"{len(ids)} concept{'s' * (len(ids) != 1)}: {shown}"
