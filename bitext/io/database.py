"""Pairs in an SQLite database: a table `pairs` in the order of the corpus, and a table `meta`.

    pairs(position INTEGER PRIMARY KEY, id, zh, en, score, zh_segments, en_segments, findings, extra)   the last four as JSON
    meta(name PRIMARY KEY, value)                                                                       format, version, signature

The file is written under another name in one transaction and moved to its place at the end, so that no crash leaves half of it.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections import Counter
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from bitext import __version__
from bitext.errors import InputError, OutputError, RecordError
from bitext.io.pair_fields import as_value, finding_objects, value_of
from bitext.io.pair_lines import KNOWN, pair_of
from bitext.io.places import whole_file
from bitext.io.records import Failed
from bitext.io.streams import named, reading_errors, size
from bitext.mojibake import replace_surrogates

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bitext.io.corpora import CorpusWriter
    from bitext.model import Pair

__all__ = ["open_writer", "read_path", "signature_of"]

_MAGIC = b"SQLite format 3\0"
_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE pairs (
    position INTEGER PRIMARY KEY, id TEXT NOT NULL, zh TEXT NOT NULL, en TEXT NOT NULL, score REAL NOT NULL,
    zh_segments TEXT NOT NULL DEFAULT '[]', en_segments TEXT NOT NULL DEFAULT '[]',
    findings TEXT NOT NULL DEFAULT '[]', extra TEXT NOT NULL DEFAULT '{}'
);
"""
_JSON = ("zh_segments", "en_segments", "findings", "extra")
_COLUMNS = ("id", "zh", "en", "score", *_JSON)
_INSERT = f"INSERT INTO pairs ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608 - no value from outside
_BATCH = 1000
_BROKEN = "characters that UTF-8 cannot hold, now U+FFFD"


@contextmanager
def _opened(path: str) -> Iterator[sqlite3.Connection]:
    """Open a database for reading, without making a file or changing one."""
    source = named(path)
    with reading_errors(source), open(path, "rb") as file:
        head = file.read(len(_MAGIC))
    if head != _MAGIC:
        reason = "is empty" if not head else "is no SQLite database"
        raise InputError(source, reason, "check what wrote it")
    try:
        with closing(sqlite3.connect(f"file:{quote(os.fsencode(os.path.abspath(path)))}?mode=ro", uri=True)) as database:
            database.text_factory = _text
            yield database
    except sqlite3.Error as error:
        raise InputError(source, f"cannot be read as a database of pairs ({error})", "write it with `bitext convert`") from error


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def read_path(path: str, *, limit: int) -> Iterator[tuple[str, Pair] | Failed]:
    """Read the table `pairs` in the order of its positions; any table with texts `zh` and `en` will do.

    Args:
        path: the database.
        limit: bytes that a row may have.

    Raises:
        InputError: it is no database, damaged, or has no such table.
    """
    source = named(path)
    with _opened(path) as database:
        table = database.execute(
            "SELECT 1 FROM sqlite_master WHERE name = 'pairs' AND type = 'table'"
        ).fetchone()  # a view could run anything
        known = {row[1] for row in database.execute("PRAGMA table_info(pairs)")}
        if not table or not {"zh", "en"} <= known:
            raise InputError(source, "has no table `pairs` with texts `zh` and `en`", "name the table and its columns so")
        names = [name for name in _COLUMNS if name in known]
        lengths = " + ".join(f"coalesce(length(CAST({name} AS BLOB)), 0)" for name in names)
        wanted = ", ".join(f"CASE WHEN {lengths} <= {limit:d} THEN {name} END" for name in names)
        for number, row in enumerate(database.execute(f"SELECT {lengths} > {limit:d}, {wanted} FROM pairs ORDER BY rowid"), 1):  # noqa: S608
            yield _made(dict(zip(names, row[1:], strict=True)), f"{source}#{number}", number, size(limit) if row[0] else "")


def _made(row: dict[str, Any], place: str, number: int, over: str) -> tuple[str, Pair] | Failed:
    if over:
        return Failed(place, RecordError(place, f"is over the limit of {over}", "split it, or raise the limit"), position=number)
    try:
        given = {name: value_of(row.pop(name)) for name in _JSON if isinstance(row.get(name), str)}
        extra = given.pop("extra", None) or {}
        return place, pair_of({name: value for name, value in extra.items() if name not in KNOWN} | row | given, place)
    except (ValueError, AttributeError, RecursionError) as error:
        return Failed(place, RecordError(place, f"is no pair ({error})", "mend the row, or leave it out"), position=number)


def signature_of(path: str) -> str:
    """Give the signature that the table `meta` says.

    Raises:
        InputError: it is no database.
    """
    with _opened(path) as database:
        row = database.execute("SELECT value FROM meta WHERE name = 'signature'").fetchone()
    return str(row[0]) if row else ""


class _Writer:
    """Writes a pair a row, a thousand at a time."""

    def __init__(self, database: sqlite3.Connection, name: str) -> None:
        self._database, self._name = database, name
        self._held: list[tuple[object, ...]] = []
        self._bytes = 0
        self.losses: Counter[str] = Counter()

    def write(self, pair: Pair) -> None:
        extra = {name: value for name, value in pair.extra.items() if name not in KNOWN}
        texts = [replace_surrogates(text) for text in (pair.id, pair.zh, pair.en)]
        if texts != [pair.id, pair.zh, pair.en]:
            self.losses[_BROKEN] += 1
        values = (list(pair.zh_segments), list(pair.en_segments), finding_objects(pair), extra)
        self._held.append((*texts, pair.score, *(as_value(value) if value else json.dumps(value) for value in values)))
        self._bytes += len(pair.zh) + len(pair.en)
        if len(self._held) >= _BATCH or self._bytes > 1 << 22:
            self.send()

    def send(self) -> None:
        """Give what is held back to the database."""
        with _database_errors(self._name):
            self._database.executemany(_INSERT, self._held)
        self._held, self._bytes = [], 0


@contextmanager
def _database_errors(name: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        full = "full" in str(error)
        reason = "the disk is full" if full else f"cannot be written ({error})"
        raise OutputError(name, reason, "make room, or write elsewhere" if full else "check the path and the disk") from error


@contextmanager
def open_writer(path: str, *, inputs: tuple[str, ...] = (), signature: str = "", columns: Sequence[str] = ()) -> Iterator[CorpusWriter]:
    """Open a database for pairs; the table `meta` says the signature.

    Raises:
        OutputError: it cannot be written, or is one of the inputs.
    """
    del columns
    name = named(path)
    with whole_file(path, inputs=inputs) as place:
        with _database_errors(name):
            database = sqlite3.connect(place, isolation_level=None)
        with closing(database):
            with _database_errors(name):
                # The file has another name until it is whole: a journal would guard nothing.
                database.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {_SCHEMA} BEGIN;")
                told = (("format", "bitext.pairs/1"), ("version", __version__), ("signature", signature))
                database.executemany("INSERT INTO meta VALUES (?, ?)", told)
            writer = _Writer(database, name)
            yield writer
            writer.send()
            with _database_errors(name):
                database.execute("COMMIT")
