"""The formats by name, and the two doors: bytes to concepts, concepts to bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bitext.encoding import decode
from bitext.errors import UsageError
from bitext.glossary.exchange.markdown import read_markdown, write_markdown
from bitext.glossary.exchange.services import SERVICES, read_pairs_table, write_pairs_table
from bitext.glossary.exchange.tables import read_table, write_table
from bitext.glossary.exchange.tbx import read_tbx, write_tbx
from bitext.glossary.exchange.tmx import read_tmx_concepts, write_tmx_concepts
from bitext.glossary.exchange.workbook import read_xlsx, write_xlsx
from bitext.mojibake import replace_surrogates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bitext.glossary.exchange.records import Exported, Imported
    from bitext.glossary.model import Concept

__all__ = ["FORMATS", "ExchangeFormat", "export_concepts", "format_named", "import_concepts"]


@dataclass(frozen=True, slots=True)
class ExchangeFormat:
    """A format: its name, the suffixes that tell it, what it is, and whether it holds every field."""

    name: str
    suffixes: tuple[str, ...]
    meaning: str
    whole: bool


#: Every format; of those that share a suffix the first is meant.
FORMATS: tuple[ExchangeFormat, ...] = (
    ExchangeFormat("csv", (".csv",), "a table with a header, every field; for spreadsheets", True),
    ExchangeFormat("tsv", (".tsv", ".tab"), "the same, parted by tabs", True),
    ExchangeFormat("xlsx", (".xlsx",), "the same as a workbook (extra `xlsx`)", True),
    ExchangeFormat("md", (".md", ".markdown"), "the same as a Markdown table", True),
    ExchangeFormat("tbx", (".tbx",), "TBX version 3, DCA style, dialect TBX-Basic", True),
    ExchangeFormat("tbx2", (), "TBX version 2 (martif), dialect TBX-Basic", True),
    ExchangeFormat("tmx", (".tmx",), "TMX 1.4, a unit a concept", True),
    ExchangeFormat("deepl", (), "CSV without a header: source, target, source language, target language", False),
    ExchangeFormat("google", (), "TSV without a header: source, target", False),
    ExchangeFormat("google-csv", (), "CSV with a row of language codes (equivalent term set)", False),
    ExchangeFormat("azure", (), "TSV without a header: source, target", False),
    ExchangeFormat("omegat", (".txt", ".utf8"), "TSV without a header: source, target, comment", False),
)


def format_named(path: str) -> str | None:
    """The format that a file name tells; None for an unknown one.

    >>> format_named("terms.TBX"), format_named("terms.doc")
    ('tbx', None)
    """
    lower = path.lower().removesuffix(".gz").removesuffix(".zst")
    return next((form.name for form in FORMATS if lower.endswith(form.suffixes or ("\0",))), None)


def import_concepts(data: bytes, form: str, name: str = "input") -> Imported:
    r"""Read a glossary in another format.

    Args:
        data: the file; its encoding is detected.
        form: the name of a format.
        name: what the file is called in errors.

    Raises:
        InputError: it is not what it should be.
        UsageError: the format is unknown, or its extra is not installed.

    >>> import_concepts("雨\train\n".encode("gbk"), "google").concepts[0].id
    'rain'
    """
    if form == "xlsx":
        return read_xlsx(data, name)
    # What looks like mojibake is not repaired: terms stay what they are.
    text = replace_surrogates(data.decode(decode(data, source=name).encoding, "replace")).removeprefix("\ufeff").replace("\r\n", "\n")
    if form in ("csv", "tsv"):
        return read_table(text, "\t" if form == "tsv" else None, name)
    if form in ("tbx", "tbx2"):
        return read_tbx(text, name)
    if form in ("tmx", "md"):
        return read_tmx_concepts(text, name) if form == "tmx" else read_markdown(text, name)
    if form in SERVICES:
        return read_pairs_table(text, form, name)
    raise _unknown(form)


def export_concepts(concepts: Sequence[Concept], form: str, *, reverse: bool = False) -> Exported:
    r"""Write a glossary in another format.

    Args:
        concepts: what to write.
        form: the name of a format.
        reverse: English to Chinese, where a format has a direction.

    Raises:
        UsageError: the format is unknown, or its extra is not installed.

    >>> from bitext.glossary.model import Concept
    >>> export_concepts([Concept("a", ("甲",), ("A",))], "azure", reverse=True).data.decode()
    'A\t甲\n'
    """
    if form in SERVICES:
        return write_pairs_table(concepts, form, reverse=reverse)
    if form in ("csv", "tsv"):
        return write_table(concepts, "\t" if form == "tsv" else ",")
    if form in ("tbx", "tbx2"):
        return write_tbx(concepts, 2 if form == "tbx2" else 3)
    if form == "tmx":
        return write_tmx_concepts(concepts)
    if form in ("md", "xlsx"):
        return write_markdown(concepts) if form == "md" else write_xlsx(concepts)
    raise _unknown(form)


def _unknown(form: str) -> UsageError:
    return UsageError("format", f"{form!r} is unknown", f"known are: {', '.join(one.name for one in FORMATS)}")
