"""The file of a memory: SQLite, its tables, how it is opened, and what its errors mean.

The write-ahead log lets any number of readers go on while one process writes; what a killed writer had not finished is undone
when the file is next opened (https://www.sqlite.org/wal.html). The index is FTS5, without a copy of the text
(https://www.sqlite.org/fts5.html#contentless_tables).
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bitext.errors import BitextError, InputError, OutputError, UsageError
from bitext.io.streams import named
from bitext.memory.tokens import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["APPLICATION", "SCHEMA", "connect", "damage", "storage_errors", "tables"]

#: Stands in the header of every memory: "btTM".
APPLICATION = 0x6274544D
#: The version of the tables below.
SCHEMA = 1
_INDEX = "CREATE VIRTUAL TABLE {}_index USING fts5(tokens, content='', columnsize=0, tokenize='ascii')"
_TABLES = (
    "CREATE TABLE facts(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE sources(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    "CREATE TABLE pairs(id INTEGER PRIMARY KEY, key INTEGER NOT NULL, zh TEXT NOT NULL, en TEXT NOT NULL, score REAL NOT NULL)",
    "CREATE INDEX pairs_key ON pairs(key)",
    """CREATE TABLE origins(pair INTEGER NOT NULL, source INTEGER NOT NULL, name TEXT NOT NULL, score REAL NOT NULL, record TEXT,
    PRIMARY KEY(pair, source, name)) WITHOUT ROWID""",
    _INDEX.format("zh"),
    _INDEX.format("en"),
)
#: Bytes of tokens that the index gathers before it writes a segment: larger ones mean fewer merges.
_GATHERED = 64 * 1024 * 1024
#: Kibibytes of pages that a connection keeps.
_READER_CACHE, _WRITER_CACHE = 16 * 1024, 128 * 1024


def connect(path: str | os.PathLike[str], *, write: bool = False, timeout: float = 30.0) -> sqlite3.Connection:
    """Open the file of a memory; a writer makes it where there is none.

    Args:
        path: the file.
        write: open it for adding.
        timeout: seconds to wait for another process that writes.

    Raises:
        UsageError: `path` is a stream, or SQLite lacks FTS5.
        InputError: there is no such file, or it is no memory, or one of another version.
        OutputError: it is to be written and cannot be.
    """
    if os.fspath(path) in ("", "-"):
        raise UsageError(os.fspath(path) or "''", "is no file for a memory", "name a file: memory.db")
    with storage_errors(path, write=write):
        connection = _open(path, write, timeout)
        try:
            _settle(connection, path, write)
        except BaseException:
            connection.close()
            raise
    return connection


def _open(path: str | os.PathLike[str], write: bool, timeout: float) -> sqlite3.Connection:
    file = Path(path)
    if file.is_dir():
        raise _error(write, path, "is a folder", "name a file in it: memory.db")
    if not write:
        with file.open("rb"):
            pass  # raises what tells most
    elif not file.exists():
        with file.open("ab"):
            pass
    address = file.absolute().as_uri() + "?mode=rw"  # for readers too: the last of them clears the log away
    try:
        return _checked(address, timeout)
    except sqlite3.OperationalError as error:
        if write or error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):  # whatever the detail
            raise
    # We may not write in the folder, so that the log's index cannot be made. There is no log, else it would have been used: the
    # file is whole as it is, and stays so unless somebody who may begins to write while we read.
    return _checked(address.replace("mode=rw", "mode=ro&immutable=1"), timeout)


def _checked(address: str, timeout: float) -> sqlite3.Connection:
    connection = sqlite3.connect(address, uri=True, timeout=timeout, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA trusted_schema=OFF")  # a file from elsewhere runs no code of its own
        connection.execute("PRAGMA schema_version").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _settle(connection: sqlite3.Connection, path: str | os.PathLike[str], write: bool) -> None:
    """Check what the file is, make the tables of a new one, and set the connection up."""
    if not write:
        connection.execute("PRAGMA query_only=ON")
        _check(connection, path, write)
    else:
        if tables(connection):
            _check(connection, path, write)  # before anything is changed: it may be another program's
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("BEGIN IMMEDIATE")
        if not tables(connection):
            _make(connection)
        connection.execute("COMMIT")
        _check(connection, path, write)
    connection.execute(f"PRAGMA cache_size=-{_WRITER_CACHE if write else _READER_CACHE}")


def _make(connection: sqlite3.Connection) -> None:
    for statement in _TABLES:
        connection.execute(statement)
    for lang in ("zh", "en"):
        connection.execute(f"INSERT INTO {lang}_index({lang}_index, rank) VALUES('hashsize', {_GATHERED})")
    connection.execute("INSERT INTO facts VALUES('tokens', ?)", (fingerprint(),))
    connection.execute(f"PRAGMA application_id={APPLICATION}")
    connection.execute(f"PRAGMA user_version={SCHEMA}")


def tables(connection: sqlite3.Connection) -> set[str]:
    """Give the names of the tables that a file has."""
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")}


def _number(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _check(connection: sqlite3.Connection, path: str | os.PathLike[str], write: bool) -> None:
    if _number(connection, "application_id") != APPLICATION:
        raise _error(write, path, "is a database, but no memory of bitext", "name another file, or make one: bitext tm add")
    version = _number(connection, "user_version")
    if version != SCHEMA:
        remedy = "use a newer bitext" if version > SCHEMA else "export it with the bitext that made it, and add the pairs to a new one"
        raise _error(write, path, f"is a memory of version {version}, and this bitext knows version {SCHEMA}", remedy)
    if missing := {"facts", "sources", "pairs", "origins", "zh_index", "en_index"} - tables(connection):
        raise _error(write, path, f"is damaged: it has no table {min(missing)}", "restore it from a copy, or add the pairs to a new one")


def _error(write: bool, path: str | os.PathLike[str], reason: str, remedy: str) -> BitextError:
    return (OutputError if write else InputError)(named(path), reason, remedy)


def damage(reason: str) -> sqlite3.DatabaseError:
    """Make the error of tables that contradict one another: what SQLite says of a file that contradicts itself."""
    error = sqlite3.DatabaseError(reason)
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


@contextmanager
def storage_errors(path: str | os.PathLike[str], *, write: bool = False) -> Iterator[None]:
    """Turn what SQLite and the file system can raise into an error that names the file and a remedy."""
    try:
        yield
    except sqlite3.Error as error:
        reason, remedy = _meaning(error, write)
        raise _error(write, path, reason, remedy) from error
    except FileNotFoundError as error:
        missing = (
            ("its folder does not exist", "create the folder first")
            if write
            else ("no such file", "check the path, or make it: bitext tm add")
        )
        raise _error(write, path, *missing) from error
    except PermissionError as error:
        raise _error(write, path, f"may not be {'written' if write else 'read'}", "check the permissions of file and folder") from error
    except OSError as error:
        raise _error(write, path, f"cannot be opened ({error.strerror or error})", "check the path and the disk") from error
    except ValueError as error:
        if "null" not in str(error):
            raise
        raise _error(write, path, "is no possible file name", "check the path") from error


def _meaning(error: sqlite3.Error, write: bool) -> tuple[str, str]:
    """What is wrong, and what to do, by SQLite's primary result code (https://www.sqlite.org/rescode.html)."""
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    known = {
        sqlite3.SQLITE_BUSY: ("another process is writing to it", "wait until that has ended, and try again"),
        sqlite3.SQLITE_LOCKED: ("another process is writing to it", "wait until that has ended, and try again"),
        sqlite3.SQLITE_NOTADB: ("is no memory of bitext", "name another file, or make one: bitext tm add"),
        sqlite3.SQLITE_CORRUPT: ("is damaged", "restore it from a copy, or add the pairs to a new one"),
        sqlite3.SQLITE_FULL: ("the disk is full", "make room; what is in it stays whole, and adding again goes on"),
        sqlite3.SQLITE_READONLY: ("may not be written", "check the permissions of file and folder"),
        sqlite3.SQLITE_CANTOPEN: ("cannot be opened", "check the permissions of file and folder"),
        sqlite3.SQLITE_IOERR: ("the disk fails", "check the disk"),
    }
    if write and code == sqlite3.SQLITE_CANTOPEN:
        return "may not be written, or its folder may not", "check the permissions, or keep it elsewhere"
    if "no such module: fts5" in str(error):
        return "this Python's SQLite has no full-text search (FTS5)", "use a Python whose SQLite has it"
    return known.get(code, (f"cannot be used ({error})", "check that it is a memory of bitext"))
