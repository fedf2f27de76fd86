"""The glossary: concepts with their terms in both languages, kept as text, reviewed in pull requests, used everywhere.

A file is read by `parse_sheet` (places, comments and faults kept), held against `find_faults`, written in one canonical
form by `write_sheet`, compared by `compare_sheets` and merged by `merge_sheets`; `glossary_of` makes of files what the
rest of bitext uses. Everything here is pure: `bitext.io.glossaries` reads files and git revisions.
"""

from __future__ import annotations

from bitext.glossary.model import FIELDS, GROUNDS, STATUSES, Concept, Fault, Glossary
from bitext.glossary.parsing import parse_sheet
from bitext.glossary.sheets import Entry, Sheet, concept_of, entry_of, glossary_of, write_sheet

__all__ = [
    "FIELDS", "GROUNDS", "STATUSES", "Concept", "Entry", "Fault", "Glossary", "Sheet", "concept_of", "entry_of", "glossary_of",
    "parse_sheet", "write_sheet",
]  # fmt: skip
