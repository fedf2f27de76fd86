"""Tables of all fields: CSV and TSV with a header, and rows of cells as spreadsheets and Markdown have them.

A cell that a spreadsheet would take for a formula gets an apostrophe before it, and loses it on the way back (OWASP, "CSV
Injection", https://owasp.org/www-community/attacks/CSV_Injection). A list stands in one cell, its texts parted by ` | `.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from bitext.errors import InputError
from bitext.glossary.exchange.records import Exported, Imported, Notice, concept_from, number_ids, sides_of, values_of
from bitext.glossary.model import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bitext.glossary.exchange.records import Row
    from bitext.glossary.model import Concept

__all__ = ["concepts_in", "defuse", "fuse", "read_table", "rows_in", "rows_of", "write_table"]

#: What begins a formula, with the wide forms that some editions take for one too.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_FUSED = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")
#: What other programs call the columns; a first row with two of these is a header.
_NAMES = {
    "chinese": "zh", "中文": "zh", "汉语": "zh", "zh-cn": "zh", "zh_cn": "zh", "zh-hans": "zh", "zh-tw": "zh", "zho": "zh", "chinese (simplified)": "zh",
    "english": "en", "英文": "en", "英语": "en", "en-us": "en", "en-gb": "en", "en_us": "en", "en_gb": "en", "eng": "en",
    "explanation": "definition", "定义": "definition", "comment": "note", "comments": "note", "notes": "note", "备注": "note", "description": "definition",
    "part of speech": "pos", "词性": "pos", "subject": "domain", "领域": "domain", "category": "domain", "forbidden": "forbidden_en",
    "来源": "source", "状态": "status", "entry id": "id", "concept id": "id",
}  # fmt: skip
_KNOWN = {field.name for field in FIELDS}
_LISTS = {field.name for field in FIELDS if field.kind == "list"}


def defuse(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula.

    >>> defuse("=1+1"), defuse("渝金通"), fuse(defuse("'=x"))
    ("'=1+1", '渝金通', "'=x")
    """
    return "'" + cell if _FORMULA.match(cell) else cell


def fuse(cell: str) -> str:
    """Undo `defuse`.

    >>> fuse("'=1+1"), fuse("'tis")
    ('=1+1', "'tis")
    """
    return cell[1:] if _FUSED.match(cell) else cell


def rows_of(concepts: Iterable[Concept]) -> Iterator[list[str]]:
    """Make a header and a row a concept, of the fields that any of them has.

    >>> from bitext.glossary.model import Concept
    >>> list(rows_of([Concept("a", ("甲", "乙"), ("A",))]))
    [['id', 'zh', 'en', 'status'], ['a', '甲 | 乙', 'A', 'draft']]
    """
    made = [values_of(concept) for concept in concepts]
    names = [field.name for field in FIELDS if field.name in ("id", "zh", "en") or any(field.name in row for row in made)]
    yield names
    for row in made:
        yield [_join(name, row.get(name, ())) for name in names]


def _join(name: str, texts: Sequence[str]) -> str:
    return " | ".join(t.replace("\\", "\\\\").replace("|", "\\|") for t in texts) if name in _LISTS else "".join(texts)


def _part(cell: str) -> tuple[str, ...]:
    """The texts of a list; a bar in one is written with a backslash before it."""
    found, held, escaped = [], "", False
    for char in cell:
        if escaped or char not in "\\|":
            held, escaped = held + char, False
        elif char == "\\":
            escaped = True
        else:
            found.append(held.strip())
            held = ""
    return (*found, (held + "\\" * escaped).strip())


def concepts_in(rows: Iterable[Sequence[str]], *, first: int = 1) -> Imported:
    """Read rows of cells, with a header or as pairs; the columns of pairs are told by their Han characters.

    Args:
        rows: the cells.
        first: the number of the first row, for notices.

    >>> concepts_in([["中文", "English", "备注"], ["雨", "rain | rainfall", "n"]]).concepts[0].en
    ('rain', 'rainfall')
    >>> concepts_in([["rain", "雨"]]).concepts[0].zh
    ('雨',)
    """
    header: list[str] = []
    found: list[Concept] = []
    notices: list[Notice] = []
    for number, row in enumerate(rows, first):
        cells = [cell.strip("\ufeff \u3000") if n == 0 else cell.strip(" \u3000") for n, cell in enumerate(row)]
        if not any(cells):
            continue
        if not header:
            header, notes = _header(cells)
            notices += (Notice(note, f"row {number}") for note in notes)
            if header != _PAIR:
                continue
        values = _row(header, cells)
        if values is None or not (any(values.get("zh", ())) or any(values.get("en", ()))):
            notices.append(Notice("has no Chinese and English term, left out", f"row {number}"))
        else:
            found.append(concept_from(values))
    return Imported(number_ids(found), tuple(notices))


_PAIR = ["", ""]


def _header(cells: Sequence[str]) -> tuple[list[str], list[str]]:
    """The fields of the columns; `_PAIR` where the first row is none but a pair already."""
    names = [_NAMES.get(cell.casefold(), cell.casefold().replace(" ", "_")) for cell in cells]
    known = [name for name in names if name in _KNOWN]
    if len(set(known) & {"zh", "en"}) < 2:
        extra = len([cell for cell in cells[2:] if cell])
        return _PAIR, [f"there is no header: the first two columns are taken, {extra} more are not"] if extra else []
    unknown = [cell for cell, name in zip(cells, names, strict=True) if cell and name not in _KNOWN]
    return names, [f"the columns {', '.join(map(repr, unknown))} are unknown, left out"] if unknown else []


def _row(header: Sequence[str], cells: Sequence[str]) -> Row | None:
    if header == _PAIR:
        sides = sides_of(fuse(cells[0]), fuse(cells[1])) if len(cells) > 1 else None
        return {"zh": (sides[0],), "en": (sides[1],)} if sides else None
    values: Row = {}
    for name, cell in zip(header, cells, strict=False):
        if name in _KNOWN and cell:
            text = fuse(cell)
            values[name] = (*values.get(name, ()), *(_part(text) if name in _LISTS else (text,)))
    return values


def write_table(concepts: Sequence[Concept], delimiter: str = ",") -> Exported:
    r"""Write CSV or TSV with a header, every field, UTF-8 with a byte order mark, by which spreadsheets know it.

    Args:
        concepts: what to write.
        delimiter: `,` or a tab.

    >>> from bitext.glossary.model import Concept
    >>> print(write_table([Concept("a", ("甲",), ("=A",))]).data.decode("utf-8-sig"), end="")
    id,zh,en,status
    a,甲,'=A,draft
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerows([defuse(cell) for cell in row] for row in rows_of(concepts))
    return Exported(out.getvalue().encode("utf-8-sig", "replace"))


def rows_in(text: str, delimiter: str | None, name: str) -> list[list[str]]:
    """Read the rows of CSV or TSV; without a delimiter the first line tells: a tab, a semicolon or a comma.

    Raises:
        InputError: a quoted cell does not end, or one is too long.

    >>> rows_in('a;"b;c"', None, "x.csv")
    [['a', 'b;c']]
    """
    if delimiter is None:
        head = text.partition("\n")[0]
        delimiter = next((mark for mark in ("\t", ";") if mark in head and (mark == "\t" or "," not in head)), ",")
    try:
        return list(csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise InputError(name, f"is no table ({error})", "quote cells that hold the delimiter, and close the quotes") from error


def read_table(text: str, delimiter: str | None, name: str) -> Imported:
    r"""Read CSV or TSV; raises what `rows_in` raises.

    >>> read_table("zh,en\n雨,rain\n", ",", "a.csv").concepts[0].en
    ('rain',)
    """
    return concepts_in(rows_in(text, delimiter, name))
