"""Reading a glossary file: tomllib says what it holds, `statements` where; what is wrong is noted and reading goes on."""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bitext.errors import InputError
from bitext.glossary.model import FIELDS, Fault, Raw, field_names
from bitext.glossary.sheets import Cell, Entry, Sheet
from bitext.glossary.statements import read_statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bitext.glossary.model import Value
    from bitext.glossary.statements import Statement

__all__ = ["parse_sheet", "readable_sheet"]

_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*concept[ \t]*\]\]", re.MULTILINE)
#: The markers of git (git-merge-file(1)) and of `merge`: seven characters or more at the start of a line.
_MARKER = re.compile(r"^(?:<{7,}|>{7,}|\|{7,})(?: .*)?$|^={7,}$", re.MULTILINE)
_OPENING = re.compile(r"^<{7,}(?: |$)", re.MULTILINE)
_POSITION = re.compile(r" ?\(at (?:line (\d+), column (\d+)|end of document)\)")
#: Python refuses to read integers of more digits (https://docs.python.org/3/library/stdtypes.html#int-max-str-digits).
_LONG_NUMBER = re.compile(r"[0-9_]{4300}")
#: Keys of 32 parts and more: tomllib keeps every prefix of a dotted key, so that a long one fills the memory.
_DEEP_KEY = re.compile(r"""(?<![A-Za-z0-9_-])(?:(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){32}""")
#: More blocks than this are not tried one by one after a fault of syntax: the first fault is told.
_TRIED = 20_000
_KINDS = {field.name: field.kind for field in FIELDS}
_WANTED = {"text": "a string in quotes", "list": 'a list of strings: ["…"]', "flag": "true or false"}


def parse_sheet(data: bytes | str, name: str = "glossary") -> Sheet:
    r"""Read a glossary file; never raises: what is wrong is among `problems`, each with its line and a remedy.

    Args:
        data: the file; bytes must be UTF-8.
        name: what the file is called in faults.

    >>> sheet = parse_sheet('[[concept]]\nid = "a"\nzh = ["甲"]\nen = ["A"]\ncolour = "red"\n')
    >>> sheet.entries[0].texts("zh"), str(sheet.problems[0]).split(";")[0]
    (('甲',), "glossary:5: unknown-field: a: it has a field 'colour'")
    """
    raw, problems = _decode(data, name)
    text = raw.removeprefix("\ufeff").replace("\r\n", "\n")
    return replace(_parse(text, name, problems), text=raw)


def _parse(text: str, name: str, problems: list[Fault]) -> Sheet:
    if _OPENING.search(text):
        return _in_pieces(text, name, [*problems, *_conflicts(text, name)])
    try:
        return _read_whole(text, name, 0, problems)
    except _NotTomlError as error:
        return _in_pieces(text, name, problems, error)


def readable_sheet(sheet: Sheet) -> Sheet:
    """Give back a sheet from which all can be told: read whole, every concept with an id of its own.

    Raises:
        InputError: it is not; the first fault is named.
    """
    seen: set[str] = set()
    for entry in sheet.entries:
        if not entry.id or entry.id in seen:
            what = f"the id {entry.id[:80]!r} stands there twice" if entry.id else "a concept has no id"
            raise InputError(f"{sheet.name}:{entry.line}", what, "run `bitext glossary check` and mend it first")
        seen.add(entry.id)
    if sheet.broken:
        first = sheet.problems[0]
        raise InputError(f"{sheet.name}:{first.line}", first.message, f"{first.remedy}; `bitext glossary check` lists every fault")
    return sheet


def _conflicts(text: str, name: str) -> Iterator[Fault]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("<<<<<<<") and _OPENING.match(line):
            what = f"a merge left {line[:60]!r} here"
            yield Fault(name, number, "conflict-marker", None, what, "keep what is right of both sides and delete the markers")


class _NotTomlError(Exception):
    """A text that is no TOML: the line, and why."""

    def __init__(self, line: int, message: str) -> None:
        self.line, self.message = line, message
        super().__init__(message)


def _decode(data: bytes | str, name: str) -> tuple[str, list[Fault]]:
    problems = []
    if isinstance(data, bytes):
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            problems.append(Fault(name, line, "encoding", None, "it is not UTF-8", "save the file as UTF-8"))
            text = data.decode("utf-8", "replace")
    else:
        text = data
    if text.startswith("\ufeff"):
        problems.append(Fault(name, 1, "byte-order-mark", None, "it begins with a byte order mark", "`bitext glossary fmt` takes it out"))
    return text, problems


def _load(text: str, offset: int) -> dict[str, Any]:
    """Read TOML; whatever tomllib raises becomes a fault of syntax with its line."""
    deep = _DEEP_KEY.search(text)
    if deep:
        raise _NotTomlError(offset + text.count("\n", 0, deep.start()) + 1, "a key has too many parts")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise _NotTomlError(offset + 1, "it is nested too deeply") from None
    except ValueError as error:
        message = str(error)
        if not isinstance(error, tomllib.TOMLDecodeError):
            long = _LONG_NUMBER.search(text)
            line = text.count("\n", 0, long.start()) + 1 if long else 1
            raise _NotTomlError(offset + line, "a number is too long" if long else f"it is no TOML ({message[:80]})") from None
        place = _POSITION.search(message)
        line = int(place[1]) if place and place[1] else text.rstrip("\n").count("\n") + 1
        column = f", column {place[2]}" if place and place[2] else ""
        raise _NotTomlError(offset + line, f"it is no TOML: {_POSITION.sub('', message)[:120]}{column}") from None


def _in_pieces(text: str, name: str, problems: list[Fault], error: _NotTomlError | None = None) -> Sheet:
    """Read block by block, so that one slip does not hide what is wrong with the others."""
    starts = [0, *(m.start() for m in _HEADER.finditer(text))]
    if len(starts) > _TRIED:
        return Sheet(name, problems=(*problems, *([_syntax(name, error)] if error else ())), broken=True)
    entries: list[Entry] = []
    retired: Cell | None = None
    found = list(problems)
    line = 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        piece = text[start:end]
        marked = _MARKER.search(piece) is not None and not error
        try:
            sheet = _read_whole(piece, name, line, [])
        except _NotTomlError as fault:
            if not marked:
                found.append(_syntax(name, fault))
        else:
            entries += sheet.entries
            found += sheet.problems
            retired = retired or sheet.retired
        line += piece.count("\n")
    if error and len(found) == len(problems):  # only the whole is wrong
        found.append(_syntax(name, error))
    return Sheet(name, tuple(entries), retired, problems=tuple(found), broken=True)


def _syntax(name: str, error: _NotTomlError) -> Fault:
    return Fault(name, error.line, "syntax", None, error.message, "write it as the others are written; texts stand in double quotes")


def _read_whole(text: str, name: str, offset: int, problems: list[Fault]) -> Sheet:
    made = _load(text, offset)
    try:
        statements, foot = read_statements(text)
    except (ValueError, RecursionError):
        statements, foot = [], ()
    blocks = made.get("concept", [])
    headers = sum(s.form == "array" and s.key == ("concept",) for s in statements)
    if not isinstance(blocks, list) or headers != len(blocks) or not all(isinstance(b, dict) for b in blocks):
        fault = Fault(name, offset + 1, "layout", None, "the concepts are not written as [[concept]] blocks", "write [[concept]] over each")
        return Sheet(name, problems=(*problems, fault), broken=True)
    return _Reader(name, offset, made, problems).read(statements, foot)


class _Reader:
    """Puts statements and what tomllib made of them together."""

    def __init__(self, name: str, offset: int, made: dict[str, Any], problems: list[Fault]) -> None:
        self.name, self.offset, self.made = name, offset, made
        self.problems = list(problems)
        self.entries: list[Entry] = []
        self.cells: dict[str, Cell] = {}
        self.retired: Cell | None = None
        self.head: list[str] = []
        self.broken = any(p.kind == "encoding" for p in problems)
        self.aside = False

    def read(self, statements: list[Statement], foot: tuple[str, ...]) -> Sheet:
        for statement in statements:
            if statement.form == "array" and statement.key == ("concept",):
                self._open(statement)
            elif statement.form == "pair" and self.aside:
                continue  # of a table that has been named already
            elif statement.form == "pair" and len(statement.key) == 1:
                self._pair(statement)
            else:
                self._strange(statement)
        below, rest = _split(foot)
        if self.entries:
            self._close(below)
        elif self.retired:
            self.retired = replace(self.retired, above=(*self.retired.above, *below))
        else:
            self.head, rest = [*self.head, *_tidy(foot)], ()
        return Sheet(self.name, tuple(self.entries), self.retired, tuple(_tidy(self.head)), _tidy(rest), tuple(self.problems), self.broken)

    def _close(self, below: tuple[str, ...]) -> None:
        last = self.entries[-1]
        self.entries[-1] = replace(last, cells=self.cells, below=(*last.below, *below))

    def _open(self, statement: Statement) -> None:
        below, rest = _split(statement.above)
        if self.entries:
            self._close(below)
            above = tuple(line for line in rest if line)
        else:
            if self.retired:
                self.retired = replace(self.retired, above=(*self.retired.above, *below))
            else:
                rest = statement.above
            above = self._headed(rest)
        self.aside, self.cells = False, {}
        self.entries.append(Entry({}, self.offset + statement.line, above, statement.beside))

    def _headed(self, lines: tuple[str, ...]) -> tuple[str, ...]:
        """Comments before the first statement: the last paragraph is about that, those before it about the file."""
        last = max((n for n, line in enumerate(lines) if not line), default=-1)
        self.head += ["", *lines[: last + 1]]
        return lines[last + 1 :]

    def _pair(self, statement: Statement) -> None:
        name = statement.key[0]
        above = self._headed(statement.above) if not self.entries else tuple(x for x in statement.above if x)
        if self.entries:
            value = self.made["concept"][len(self.entries) - 1].get(name)
            self.cells[name] = self._cell(name, _KINDS.get(name), value, statement, above)
        elif name == "retired":
            self.retired = self._cell(name, "list", self.made[name], statement, above)
        else:
            self._strange(statement)

    def _cell(self, name: str, kind: str | None, value: Any, statement: Statement, above: tuple[str, ...]) -> Cell:
        line = self.offset + statement.line
        kept = self._value(name, kind, value, statement, line)
        inside = () if isinstance(kept, Raw) else statement.inside  # what is written as it was keeps its own
        return Cell(kept, line, (*above, *inside), statement.beside)

    def _value(self, name: str, kind: str | None, value: Any, statement: Statement, line: int) -> Value:
        concept = self._concept()
        if kind == "text" and isinstance(value, str):
            return value
        if kind == "flag" and isinstance(value, bool):
            return value
        if kind == "list" and isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        if kind is None:
            near = difflib.get_close_matches(name[:80], field_names(), 1)
            hint = f"did you mean {near[0]!r}? " if near else ""
            what = f"it has a field {name[:80]!r}"
            self.problems.append(Fault(self.name, line, "unknown-field", concept, what, f"{hint}known are: {', '.join(field_names())}"))
        else:
            self.problems.append(Fault(self.name, line, "wrong-type", concept, f"{name} is not {_WANTED[kind]}", f"write {_WANTED[kind]}"))
        return Raw(statement.raw)

    def _concept(self) -> str | None:
        if not self.entries:
            return None
        said = self.made["concept"][len(self.entries) - 1].get("id")
        return said[:80] if isinstance(said, str) else None

    def _strange(self, statement: Statement) -> None:
        name = ".".join(statement.key)[:80]
        brackets = {"table": f"[{name}]", "array": f"[[{name}]]"}.get(statement.form, name)
        self.problems.append(
            Fault(self.name, self.offset + statement.line, "layout", self._concept(), f"{brackets} is nothing that a glossary file has",
                  "it has `retired = […]` and [[concept]] blocks, with one plain line a field")
        )  # fmt: skip
        self.broken = True
        self.aside = self.aside or statement.form != "pair"


def _split(lines: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part the comments right under a statement from those after a blank line."""
    first = next((n for n, line in enumerate(lines) if not line), len(lines))
    return lines[:first], lines[first:]


def _tidy(lines: Iterable[str]) -> tuple[str, ...]:
    """Comments without blank lines at the edges, and one between paragraphs."""

    def kept() -> Iterator[str]:
        blank = False
        some = False
        for line in lines:
            if line:
                if blank and some:
                    yield ""
                yield line
                some, blank = True, False
            else:
                blank = True

    return tuple(kept())
