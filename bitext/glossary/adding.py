"""Adding concepts to a file: in their sorted places, comments kept, nothing taken that would make the glossary worse."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from bitext.glossary.faults import find_faults
from bitext.glossary.sheets import write_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bitext.glossary.model import Fault
    from bitext.glossary.sheets import Entry, Sheet

__all__ = ["add_entries", "make_id"]

_NOT_ID = re.compile(r"[^a-z0-9]+")


def make_id(term: str) -> str:
    """Make an id of an English term; empty where it has no Latin letter or digit.

    >>> make_id("Chengdu–Chongqing Economic Circle"), make_id("Café")
    ('chengdu-chongqing-economic-circle', 'cafe')
    """
    plain = "".join(c for c in unicodedata.normalize("NFD", term.casefold()) if not unicodedata.combining(c))
    return _NOT_ID.sub("-", plain).strip("-")[:80].strip("-")


def add_entries(sheet: Sheet, drafts: Iterable[Entry], others: Sequence[Sheet] = ()) -> tuple[Sheet, list[tuple[Entry, list[Fault]]]]:
    """Add concepts, as many as will do; give the file with them, and those refused with the faults they would bring.

    Args:
        sheet: the file.
        drafts: what to add.
        others: further files of the same glossary, which are to share no id and no term with it.

    Of drafts that clash with one another the first is taken. Drafts are tried together and then in halves, so that many
    good ones cost little more than one.

    >>> from bitext.glossary.model import Concept
    >>> from bitext.glossary.sheets import Sheet, entry_of
    >>> one = entry_of(Concept("a", ("甲",), ("A",), ground="usage"))
    >>> made, refused = add_entries(Sheet("x"), [one, one])
    >>> [e.id for e in made.entries], [faults[0].kind for _, faults in refused]
    (['a'], ['duplicate-id'])
    """
    known = {_content(f) for f in find_faults([sheet, *others])}
    current, refused = sheet, []
    waiting = [list(drafts)]
    while waiting:
        batch = waiting.pop()
        grown = replace(current, entries=(*current.entries, *batch))
        brought = [f for f in _faults_of(grown, others) if _content(f) not in known and f.kind != "unsorted"]
        if not brought:
            current = grown
        elif len(batch) == 1:
            refused.append((batch[0], brought))
        else:  # some of them will do: the first half is tried first
            waiting += [batch[len(batch) // 2 :], batch[: len(batch) // 2]]
    return current, refused


def _faults_of(sheet: Sheet, others: Sequence[Sheet]) -> tuple[Fault, ...]:
    """The faults that the file would have once it is written."""
    from bitext.glossary.parsing import parse_sheet

    return find_faults([parse_sheet(write_sheet(sheet), sheet.name), *others])


def _content(fault: Fault) -> tuple[str, str, str | None, str]:
    """What a fault says without its line, which changes when blocks move; lines in messages change too."""
    return (fault.file, fault.kind, fault.concept, re.sub(r":[0-9]+\)?", ":", fault.message))
