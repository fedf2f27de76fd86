"""A glossary file as a person wrote it: concepts with their lines and comments, and its one canonical form.

Canonical: the file's comments, `retired`, then a block a concept, sorted by id, fields in their fixed order, one line a
field, a blank line between blocks. So a plain diff names the field, and a plain merge seldom conflicts.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bitext.glossary.model import FIELDS, Concept, Fault, Glossary, Raw, field_names
from bitext.text import INVISIBLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bitext.glossary.model import Value

__all__ = ["Cell", "Entry", "Sheet", "concept_of", "entry_of", "glossary_of", "quote", "write_entry", "write_sheet", "write_value"]

#: What TOML wants escaped and JSON leaves, and what a reviewer could not see: DEL, C1, invisible and bidi characters, tags.
_ESCAPED = re.compile(f"[\x7f-\x9f\u2028\u2029\ufff0-\uffff\ud800-\udfff{INVISIBLE}\U000e0000-\U000e0fff]")
#: Fields that every concept shows, even empty: what lacks is then seen.
_ALWAYS = frozenset({"id", "zh", "en"})
#: What a field means when it is not there.
_DEFAULTS: dict[str, Value] = {"case": "any", "translate": True}


@dataclass(frozen=True, slots=True)
class Cell:
    """The value of a field, the line it stands on, and its comments: those above it and the one behind it."""

    value: Value
    line: int = 0
    above: tuple[str, ...] = ()
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A concept as it is written; unknown fields and wrong values are kept, so that nothing is lost.

    `above` are the comments over its header, `beside` the one behind it, `below` those after its last field.
    """

    cells: Mapping[str, Cell]
    line: int = 0
    above: tuple[str, ...] = ()
    beside: str = ""
    below: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The concept's id; empty where it has none."""
        return self.text("id")

    def text(self, name: str) -> str:
        """The text of a field; empty where there is none."""
        cell = self.cells.get(name)
        return cell.value if cell is not None and isinstance(cell.value, str) else ""

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts of a list; empty where there is none."""
        cell = self.cells.get(name)
        return cell.value if cell is not None and isinstance(cell.value, tuple) else ()

    def line_of(self, name: str) -> int:
        """The line of a field, or of the block where the field is not there."""
        cell = self.cells.get(name)
        return cell.line if cell is not None else self.line

    @property
    def values(self) -> dict[str, Value]:
        """What it says, without places and comments; what says no more than nothing is left out."""
        return {name: cell.value for name, cell in self.cells.items() if not _says_nothing(name, cell.value)}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A glossary file as it is written.

    `problems` are what made it hard to read; `broken` says that some of the file is not among `entries`, so that it must
    not be written from them; `text` is the file as it was read.
    """

    name: str
    entries: tuple[Entry, ...] = ()
    retired: Cell | None = None
    head: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()
    problems: tuple[Fault, ...] = ()
    broken: bool = False
    text: str = field(default="", repr=False, compare=False)

    @property
    def retired_ids(self) -> tuple[str, ...]:
        """The ids that must not be used again."""
        return self.retired.value if self.retired is not None and isinstance(self.retired.value, tuple) else ()


def _says_nothing(name: str, value: Value) -> bool:
    return value in ("", ()) or (name in _DEFAULTS and value == _DEFAULTS[name] and type(value) is type(_DEFAULTS[name]))


def quote(text: str) -> str:
    r"""Write a text as a TOML string on one line; what cannot be seen is escaped.

    >>> print(quote('a "b"\n\u202e'))
    "a \"b\"\n\u202e"
    """
    return _ESCAPED.sub(
        lambda m: f"\\u{ord(m[0]):04x}" if ord(m[0]) < 0x10000 else f"\\U{ord(m[0]):08x}", json.dumps(text, ensure_ascii=False)
    )


def write_value(value: Value) -> str:
    """Write a field's value as TOML.

    >>> print(write_value(("渝金通", "a")), write_value(True))
    ["渝金通", "a"] true
    """
    if isinstance(value, Raw):
        return value.text
    if isinstance(value, bool):
        return "true" if value else "false"
    return quote(value) if isinstance(value, str) else f"[{', '.join(map(quote, value))}]"


def write_cell(name: str, cell: Cell) -> Iterator[str]:
    """Write a field with its comments, a line each."""
    yield from cell.above
    key = name if re.fullmatch("[A-Za-z0-9_-]+", name) else quote(name)
    yield f"{key} = {write_value(cell.value)}" + (f"  {cell.beside}" if cell.beside else "")


def ordered_names(names: Iterable[str]) -> list[str]:
    """Put names of fields in the order of a file: the known ones first, then the unknown by name."""
    rank = {name: number for number, name in enumerate(field_names())}
    return sorted(names, key=lambda name: (rank.get(name, len(rank)), name))


def write_entry(entry: Entry) -> str:
    """Write a concept's block in canonical form, without a blank line at its end.

    >>> print(write_entry(entry_of(Concept("a", ("甲",), ("A",), note="n"))))
    [[concept]]
    id = "a"
    zh = ["甲"]
    en = ["A"]
    status = "draft"
    note = "n"
    """
    lines = [*entry.above, "[[concept]]" + (f"  {entry.beside}" if entry.beside else "")]
    for name in ordered_names(entry.cells):
        cell = entry.cells[name]
        if name in _ALWAYS or not _says_nothing(name, cell.value):
            lines += write_cell(name, cell)
        else:
            lines += [*cell.above, *([cell.beside] if cell.beside else [])]
    return "\n".join([*lines, *entry.below])


def write_sheet(sheet: Sheet) -> str:
    """Write a file in canonical form.

    Raises:
        ValueError: some of the file could not be read, so that writing it would lose that.

    >>> print(write_sheet(Sheet("x", retired=Cell(("old",)))), end="")
    retired = ["old"]
    """
    if sheet.broken:
        raise ValueError(f"{sheet.name} could not be read whole")
    parts = ["\n".join(sheet.head)] if sheet.head else []
    if sheet.retired is not None and (sheet.retired.value != () or sheet.retired.above or sheet.retired.beside):
        value = sheet.retired.value
        kept = Cell(tuple(sorted(set(value))) if isinstance(value, tuple) else value, 0, sheet.retired.above, sheet.retired.beside)
        parts.append("\n".join(write_cell("retired", kept)))
    parts += [write_entry(entry) for entry in sorted(sheet.entries, key=lambda e: e.id)]
    parts += ["\n".join(sheet.foot)] if sheet.foot else []
    return "\n\n".join(parts) + "\n" if parts else ""


def entry_of(concept: Concept) -> Entry:
    """Make of a concept what a file holds of it."""
    cells: dict[str, Cell] = {}
    for known in FIELDS:
        value: Value = getattr(concept, known.name)
        if known.name in _ALWAYS or not _says_nothing(known.name, value):
            cells[known.name] = Cell(value)
    return Entry(cells)


def concept_of(entry: Entry) -> Concept:
    """Make the concept that a block says; what it cannot hold (unknown fields, wrong values) is left out.

    >>> one = Concept("a", ("甲",), ("A",), translate=False, case="exact")
    >>> concept_of(entry_of(one)) == one
    True
    """
    values = {known.name: entry.cells[known.name].value for known in FIELDS if known.name in entry.cells}
    return Concept(**{"id": "", "zh": (), "en": ()} | {name: value for name, value in values.items() if not isinstance(value, Raw)})  # type: ignore[arg-type]


def glossary_of(sheets: Iterable[Sheet]) -> Glossary:
    """Make one glossary of several files: concepts sorted by id; deprecated ones are in it too."""
    read = list(sheets)
    concepts = sorted((concept_of(entry) for sheet in read for entry in sheet.entries), key=lambda c: c.id)
    return Glossary(tuple(concepts), tuple(sorted({old for sheet in read for old in sheet.retired_ids})))
