"""XLSX by openpyxl (MIT, the extra `xlsx`): one sheet, a header, a row a concept, every cell a text."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from bitext.errors import InputError, UsageError
from bitext.glossary.exchange.records import Exported, Imported
from bitext.glossary.exchange.tables import concepts_in, defuse, rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bitext.glossary.model import Concept

__all__ = ["read_xlsx", "write_xlsx"]

#: Bytes that the parts of a workbook may have unpacked, and cells of a row that are read.
UNPACKED, COLUMNS = 128 * 1024 * 1024, 64
_REMEDY = "pip install 'bitext[xlsx]', or use csv"


def _library() -> Any:
    try:
        import openpyxl
    except ImportError as error:
        raise UsageError("xlsx", "openpyxl is not installed", _REMEDY) from error
    return openpyxl


def write_xlsx(concepts: Sequence[Concept]) -> Exported:
    """Write a workbook; cells that look like formulas are texts, with an apostrophe before them.

    Raises:
        UsageError: openpyxl is not installed.
    """
    book = _library().Workbook(write_only=True)
    sheet = book.create_sheet("glossary")
    sheet.freeze_panes = "A2"
    for row in rows_of(concepts):
        sheet.append([_legal(defuse(cell)) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return Exported(out.getvalue())


def _legal(cell: str) -> str:
    """A text without what a workbook cannot hold."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    plain: str = ILLEGAL_CHARACTERS_RE.sub("\ufffd", cell.encode("utf-8", "replace").decode())
    return plain[:32_767]  # the longest cell there is


def read_xlsx(data: bytes, name: str) -> Imported:
    """Read the first sheet of a workbook; formulas give the values that were stored with them.

    Raises:
        InputError: it is no workbook, declares entities, or is too large unpacked.
        UsageError: openpyxl is not installed.
    """
    library = _library()
    _inspect(data, name)
    try:
        book = library.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(max_col=COLUMNS, values_only=True)]
        book.close()
    except Exception as error:  # openpyxl raises whatever its parsers do
        raise InputError(name, f"is no workbook that can be read ({type(error).__name__})", "save it again as .xlsx, or as csv") from error
    return concepts_in(rows)


def _inspect(data: bytes, name: str) -> None:
    """Refuse bombs and document types before anything is parsed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > UNPACKED:
                raise InputError(name, f"is over {UNPACKED // 1048576} MiB unpacked", "split it")
            for part in packed.namelist():
                if part.endswith((".xml", ".rels")):
                    with packed.open(part) as stream:
                        if b"<!DOCTYPE" in stream.read(UNPACKED).replace(b"\0", b""):  # in UTF-16 too
                            raise InputError(name, "declares a document type, which is not read", "save it again as .xlsx")
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        raise InputError(name, "is no workbook (.xlsx)", "save it again as .xlsx, or as csv") from error
    except Exception as error:  # damaged compressed data
        if isinstance(error, InputError):
            raise
        raise InputError(name, "is damaged", "save it again as .xlsx, or as csv") from error
