"""A Markdown table (GitHub's, https://github.github.com/gfm/#tables-extension-), in which terms are text and nothing else."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from bitext.errors import InputError
from bitext.glossary.exchange.records import Exported, Imported
from bitext.glossary.exchange.tables import concepts_in, rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bitext.glossary.model import Concept

__all__ = ["read_markdown", "write_markdown"]

#: Everything else could be Markdown, HTML, a mention or a link: it is written as an entity.
_MARKS = re.compile("[^0-9A-Za-z \u00a1-\u2027\u202f-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff.,;()/%'’-]")
_RULE = re.compile(r"^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_BAR = re.compile(r"(?<!\\)\|")


def write_markdown(concepts: Sequence[Concept]) -> Exported:
    """Write a table of all fields.

    >>> from bitext.glossary.model import Concept
    >>> print(write_markdown([Concept("a", ("甲",), ("A|B",))]).data.decode().splitlines()[2])
    | a | 甲 | A&#92;&#124;B | draft |
    """
    rows = [[_MARKS.sub(lambda m: f"&#{ord(m[0])};", cell) for cell in row] for row in rows_of(concepts)]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines.insert(1, f"|{' --- |' * len(rows[0])}")
    return Exported(("\n".join(lines) + "\n").encode("utf-8", "replace"))


def read_markdown(text: str, name: str) -> Imported:
    r"""Read the first table of a Markdown file.

    Raises:
        InputError: it has no table.

    >>> read_markdown("| zh | en |\n|---|---|\n| 雨 | rain |\n", "a.md").concepts[0].en
    ('rain',)
    """
    lines = [line.rstrip("\r") for line in text.split("\n")]
    for number, line in enumerate(lines):
        if number and "|" in lines[number - 1] and len(line) < 10_000 and _RULE.match(line):
            rows = [_cells(lines[number - 1])]
            for row in lines[number + 1 :]:
                if "|" not in row:
                    break
                rows.append(_cells(row))
            return concepts_in(rows, first=number)
    raise InputError(name, "has no table", "write a header, a line of dashes and a row a concept, cells parted by |")


def _cells(line: str) -> list[str]:
    body = line.strip().removeprefix("|")
    body = body[:-1] if body.endswith("|") and not body.endswith("\\|") else body
    return [unescape(cell.strip().replace("\\|", "|").strip("`")) for cell in _BAR.split(body)]
