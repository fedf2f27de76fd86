"""Glossaries in the formats of other programs: tables, machine translation services, TBX, TMX, XLSX, Markdown.

`import_concepts` reads bytes, `export_concepts` makes them; what a format cannot hold, and what of a file could not be taken,
is said in notices and never dropped silently.
"""

from __future__ import annotations

from bitext.glossary.exchange.formats import FORMATS, ExchangeFormat, export_concepts, format_named, import_concepts
from bitext.glossary.exchange.records import Exported, Imported, Notice

__all__ = ["FORMATS", "ExchangeFormat", "Exported", "Imported", "Notice", "export_concepts", "format_named", "import_concepts"]
