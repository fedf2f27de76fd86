"""The index of duplicates: what earlier runs kept, in one SQLite file that a crash leaves whole.

    facts(name, value)                     the version of the keys and what counts as a duplicate
    items(number, digest, id, shingles)    what was compared of each kept pair: its key's digest; shingles for near ones
    bands(run, band, keys, numbers)        for near ones: sorted keys and whose they are, a block for each run and band
    runs(name, start)                      a digest of what a run read and where it wrote, and the number of its first item

A run takes the write lock when it opens the file and commits once, when its output is in place: killed before that, it leaves
the file as it was, and the next run does the same work again (https://www.sqlite.org/atomiccommit.html). Killed after that,
and started again, it is known by its name: it sees only what was there before it, adds nothing, and writes the same again.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from bitext.deduplication.comparing import compute_similarity
from bitext.deduplication.deciding import FULL
from bitext.deduplication.keys import KEY_VERSION
from bitext.deduplication.shingles import BANDS, ROWS
from bitext.errors import OutputError, UsageError
from bitext.io.streams import named

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from bitext.deduplication.fingerprints import Fingerprints, Likeness

__all__ = ["DuplicateIndex", "open_index"]

#: Stands in the header of every index: "btDI".
_APPLICATION = 0x62744449
_TABLES = (
    "CREATE TABLE facts(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE items(number INTEGER PRIMARY KEY, digest BLOB NOT NULL, id TEXT NOT NULL, shingles BLOB)",
    "CREATE INDEX items_digest ON items(digest)",
    "CREATE TABLE bands(run INTEGER NOT NULL, band INTEGER NOT NULL, keys BLOB NOT NULL, numbers BLOB NOT NULL, PRIMARY KEY(run, band))",
    "CREATE TABLE runs(name BLOB PRIMARY KEY, start INTEGER NOT NULL) WITHOUT ROWID",
)
#: Items that make one block of each band: 4 MB of keys in memory at a time.
_BLOCK = 1 << 19
_BATCH = 1 << 14
#: Items whose candidates are gathered together: boilerplate gives each of them many.
_ASKED = 1 << 16
#: Kibibytes of pages that are kept in memory.
_CACHE = 64 * 1024
#: Seconds to wait for another run.
_PATIENCE = 10.0


@contextmanager
def _index_errors(path: str) -> Iterator[None]:
    """Turn SQLite's errors into one that names the file."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        said = str(error)
        reason, remedy = f"cannot be used as an index ({said})", "check the path and the disk"
        if "not a database" in said or "malformed" in said:
            reason, remedy = f"is no index of duplicates ({said})", "name another file"
        elif "locked" in said:
            reason, remedy = "is in use by another run", "wait until that has ended"
        elif "full" in said:
            reason, remedy = "the disk is full", "make room; the index is as it was"
        elif "unable to open" in said or "readonly" in said:
            reason, remedy = f"may not be written ({said})", "check that its folder exists and the permissions"
        raise OutputError(named(path), reason, remedy) from error


@contextmanager
def open_index(path: str, likeness: Likeness, *, others: tuple[str, ...] = ()) -> Iterator[DuplicateIndex]:
    """Open an index, or make it; what is added is there when the context ends well, and else nothing is.

    Args:
        path: the file.
        likeness: what counts as a duplicate; it must be what the index was made with.
        others: inputs and outputs, of which it may be none.

    Raises:
        UsageError: it was made with other settings, or is a stream.
        OutputError: it cannot be written, is in use, or is no index.
    """
    if path in {"", "-"}:
        raise UsageError("--index", f"{path!r} is no file", "name a file: seen.index")
    for other in others:
        if other != "-" and os.path.realpath(path) == os.path.realpath(other):
            raise OutputError(named(path), "is also an input or output", "name another file for the index")
    new = not os.path.exists(path)
    with _index_errors(path):
        connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    done = False
    try:
        with _index_errors(path):
            connection.execute(f"PRAGMA cache_size = -{_CACHE}")
            connection.execute("BEGIN IMMEDIATE")
            _prepare(connection, path, _facts(likeness))
        yield DuplicateIndex(connection, path)
        with _index_errors(path):
            connection.execute("COMMIT")
        done = True
    finally:
        connection.close()  # what was not committed is undone
        if new and not done and os.path.exists(path) and not os.path.getsize(path):
            os.unlink(path)


def _facts(likeness: Likeness) -> dict[str, str]:
    said = {"keys": f"{KEY_VERSION}", "level": likeness.level, "on": likeness.on}
    return said | ({"threshold": f"{likeness.threshold:g}", "bands": f"{BANDS}x{ROWS}"} if likeness.level == "near" else {})


def _prepare(connection: sqlite3.Connection, path: str, facts: Mapping[str, str]) -> None:
    if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        for table in _TABLES:
            connection.execute(table)
        connection.execute(f"PRAGMA application_id = {_APPLICATION}")
        connection.executemany("INSERT INTO facts VALUES (?, ?)", facts.items())
    elif connection.execute("PRAGMA application_id").fetchone()[0] != _APPLICATION:
        raise OutputError(named(path), "is no index of duplicates", "name another file")
    elif (found := dict(connection.execute("SELECT name, value FROM facts"))) != facts:
        made = ", ".join(f"{name} {value}" for name, value in sorted(found.items()))
        raise UsageError(named(path), f"was made with other settings ({made})", "use those, or another index")


class DuplicateIndex:
    """What earlier runs kept; see `open_index`."""

    def __init__(self, connection: sqlite3.Connection, path: str) -> None:
        self._connection, self._path = connection, path
        self._end = connection.execute("SELECT coalesce(max(number), -1) + 1 FROM items").fetchone()[0]
        self._name: bytes | None = None
        self._again = False

    def begin(self, fingerprints: Fingerprints, keep: str, output: str) -> None:
        """Name the run, by the pairs that it read, which of them it prefers, and where it writes.

        If that very run was here before, what it and later ones added is passed over from now on: its output is replaced, and
        without this by nothing. What goes to standard output is gone for good, so such a run has no name.
        """
        if output == "-":
            return
        place = os.path.realpath(output).encode("utf-8", "surrogateescape")
        self._name = hashlib.blake2b(b"\xff".join((fingerprints.digest(), keep.encode(), place)), digest_size=16).digest()
        with _index_errors(self._path):
            found = self._connection.execute("SELECT start FROM runs WHERE name = ?", (self._name,)).fetchone()
        if found is not None:
            self._again, self._end = True, found[0]

    def find_repeats(self, fingerprints: Fingerprints, pairs: NDArray[np.int64]) -> Mapping[int, tuple[str, float, int]]:
        """Give for each of these pairs that repeats an earlier one its id, their similarity, and the side's number."""
        width = fingerprints.items
        items = (pairs[:, None] * width + np.arange(width)).ravel()
        items = items[fingerprints.present[items]]
        found: dict[int, tuple[str, float, int]] = {}
        with _index_errors(self._path):
            for item in items.tolist():
                if item // width not in found and (name := self._named(fingerprints, item)) is not None:
                    found[item // width] = name, 1.0, item % width
            if fingerprints.bands:
                left = items[~np.isin(items // width, np.fromiter(found, np.int64, len(found)))]
                self._find_near(fingerprints, left, found)
        return found

    def _named(self, fingerprints: Fingerprints, item: int) -> str | None:
        row = self._connection.execute(
            "SELECT id FROM items WHERE digest = ? AND number < ? ORDER BY number LIMIT 1", (_digest(fingerprints, item), self._end)
        ).fetchone()
        return None if row is None else row[0]

    def _find_near(self, fingerprints: Fingerprints, items: NDArray[np.int64], found: dict[int, tuple[str, float, int]]) -> None:
        """Compare what shares a key in a band, each two once; the most alike earlier pair is named, the oldest of several."""
        width, threshold = fingerprints.items, fingerprints.likeness.threshold
        best: dict[int, tuple[float, int, int]] = {}
        for begin in range(0, len(items), _ASKED):
            for item, numbers in sorted(self._candidates(fingerprints, items[begin : begin + _ASKED]).items()):
                sides = fingerprints.shingles_of(item)
                mine = tuple(frozenset(side.tolist()) for side in sides)
                for number in sorted(numbers):
                    similarity = compute_similarity(mine, self._shingles(number, len(sides)), threshold)
                    if similarity > best.get(item // width, (0.0, 0, 0))[0]:
                        best[item // width] = similarity, number, item % width
        for pair, (similarity, number, side) in best.items():
            name = self._connection.execute("SELECT id FROM items WHERE number = ?", (number,)).fetchone()[0]
            found[pair] = name, similarity, side

    def _candidates(self, fingerprints: Fingerprints, items: NDArray[np.int64]) -> dict[int, set[int]]:
        """The earlier items that share a key with each, the first of each key in each run."""
        made: dict[int, set[int]] = {}
        for band, keys, numbers in self._connection.execute("SELECT band, keys, numbers FROM bands ORDER BY run, band"):
            known, owners = np.frombuffer(keys, "<u8"), np.frombuffer(numbers, "<i8")
            own = fingerprints.bands[band][items]
            low = np.searchsorted(known, own)
            high = np.searchsorted(known, own, "right")
            for place in np.flatnonzero((low < high) & (own != 0)).tolist():
                held = made.setdefault(int(items[place]), set())
                for owner in owners[low[place] : min(high[place], low[place] + FULL)].tolist():
                    if owner < self._end and (owner - int(items[place])) % fingerprints.items == 0:
                        held.add(owner)
        return made

    def _shingles(self, number: int, sides: int) -> tuple[frozenset[int], ...]:
        data = self._connection.execute("SELECT shingles FROM items WHERE number = ?", (number,)).fetchone()[0]
        numbers = np.frombuffer(data, "<u4")
        first, rest = int(numbers[0]), numbers[1:]
        parts = (rest[:first], rest[first:]) if sides > 1 else (rest,)
        return tuple(frozenset(part.tolist()) for part in parts)

    def add(self, fingerprints: Fingerprints, pairs: NDArray[np.int64]) -> None:
        """Add kept pairs, by their numbers; they are there for later runs when the context ends well.

        Nothing is added by a run that was here before.

        Raises:
            OutputError: the disk is full.
        """
        if self._again:
            return
        width = fingerprints.items
        start = self._end + -self._end % width  # a number's remainder is its side
        with _index_errors(self._path):
            if self._name is not None:
                self._connection.execute("INSERT INTO runs VALUES (?, ?)", (self._name, start))
            run = self._connection.execute("SELECT coalesce(max(run), -1) + 1 FROM bands").fetchone()[0]
            items = (pairs[:, None] * width + np.arange(width)).ravel()
            numbers = start + np.arange(len(items))
            there = fingerprints.present[items]
            items, numbers = items[there], numbers[there]
            rows = self._rows(fingerprints, items, numbers)
            while batch := list(islice(rows, _BATCH)):
                self._connection.executemany("INSERT INTO items VALUES (?, ?, ?, ?)", batch)
            for block, begin in enumerate(range(0, len(items) if fingerprints.bands else 0, _BLOCK)):
                part = slice(begin, begin + _BLOCK)
                for band, column in enumerate(fingerprints.bands):
                    keys = column[items[part]]
                    order = np.argsort(keys, kind="stable")
                    order = order[keys[order] != 0]
                    blobs = keys[order].astype("<u8").tobytes(), numbers[part][order].astype("<i8").tobytes()
                    self._connection.execute("INSERT INTO bands VALUES (?, ?, ?, ?)", (run + block, band, *blobs))

    def _rows(
        self, fingerprints: Fingerprints, items: NDArray[np.int64], numbers: NDArray[np.int64]
    ) -> Iterator[tuple[int, bytes, str, bytes | None]]:
        near = bool(fingerprints.bands)
        for item, number in zip(items.tolist(), numbers.tolist(), strict=True):
            name = fingerprints.id_of(item // fingerprints.items).encode("utf-8", "replace").decode()
            yield number, _digest(fingerprints, item), name, _packed(fingerprints.shingles_of(item)) if near else None


def _digest(fingerprints: Fingerprints, item: int) -> bytes:
    """The digest of an item's key, told apart by side where both are compared."""
    digest: bytes = fingerprints.digests[item].tobytes()
    return digest + bytes([item % fingerprints.items]) if fingerprints.items > 1 else digest


def _packed(sides: tuple[NDArray[np.uint32], ...]) -> bytes:
    """Shingles as bytes: how many the first side has, then all of them."""
    return np.concatenate([np.array([len(sides[0])], "<u4"), *sides]).astype("<u4").tobytes()
