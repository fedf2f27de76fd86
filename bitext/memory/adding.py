"""Pairs into a memory: equal ones are one, the best score stays, and so does where each came from."""

from __future__ import annotations

import hashlib
import json
import math
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from bitext.io.pair_lines import KNOWN, pair_of
from bitext.memory.tokens import index_text, key_of
from bitext.mojibake import replace_surrogates

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

    from bitext.model import Pair

__all__ = ["Added", "add_batch", "batches_of", "record_of"]

#: A transaction ends after so many pairs, or characters: what a killed writer loses, and what it holds in memory.
_PAIRS, _CHARACTERS = 20_000, 32_000_000


@dataclass(frozen=True, slots=True)
class Added:
    """What became of pairs: `new` ones, `merged` into equal ones (another source or a better score), `known` altogether.

    `one_sided` had an empty side and were left out.

    >>> Added(new=2) + Added(new=1, known=4)
    Added(new=3, merged=0, known=4, one_sided=0)
    """

    new: int = 0
    merged: int = 0
    known: int = 0
    one_sided: int = 0

    def __add__(self, other: Added) -> Added:
        return Added(self.new + other.new, self.merged + other.merged, self.known + other.known, self.one_sided + other.one_sided)


class Origin(NamedTuple):
    """Where a pair comes from, as the tables hold it; the source by its name."""

    source: str
    name: str
    score: float
    record: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """A pair as the tables hold it."""

    key: int
    zh: str
    en: str
    origins: tuple[Origin, ...]

    @property
    def score(self) -> float:
        """The best of its scores."""
        return max(origin.score for origin in self.origins)


def batches_of(pairs: Iterable[Pair]) -> Iterator[list[Pair]]:
    """Cut pairs into transactions.

    >>> from bitext.model import Pair
    >>> [len(batch) for batch in batches_of(Pair(str(n), "雨", "rain", 1.0) for n in range(30_000))]
    [20000, 10000]
    """
    waiting, size = [], 0
    for pair in pairs:
        waiting.append(pair)
        size += len(pair.zh) + len(pair.en)
        if len(waiting) == _PAIRS or size >= _CHARACTERS:
            yield waiting
            waiting, size = [], 0
    if waiting:
        yield waiting


def record_of(pair: Pair) -> dict[str, Any]:
    """What a pair says beside its texts, id and score; nothing that is empty.

    >>> from bitext.model import Pair
    >>> record_of(Pair("1", "雨", "rain", 1.0, zh_segments=("z:0",), extra={"doc": "d"}))
    {'doc': 'd', 'zh_segments': ['z:0']}
    """
    findings = [{name: getattr(finding, name) for name in type(finding).__slots__} for finding in pair.findings]
    own = {"zh_segments": list(pair.zh_segments), "en_segments": list(pair.en_segments), "findings": findings}
    return {name: value for name, value in pair.extra.items() if name not in KNOWN} | {name: value for name, value in own.items() if value}


def _row(pair: Pair, source: str) -> Row:
    zh, en = replace_surrogates(pair.zh).strip(), replace_surrogates(pair.en).strip()
    record = record_of(pair)
    told = record.pop("origins", None)
    own = _origin(source, pair.id, pair.score, record)
    digest = hashlib.blake2b(f"{zh}\0{en}".encode(), digest_size=8).digest()
    return Row(int.from_bytes(digest, "big", signed=True), zh, en, tuple(_told(told, own, record)) or (own,))


def _origin(source: str, name: str, score: float, record: Mapping[str, Any]) -> Origin:
    text = json.dumps(record, ensure_ascii=True, separators=(",", ":")) if record else None
    return Origin(replace_surrogates(source), replace_surrogates(name), score if math.isfinite(score) else 0.0, text)


def _told(told: Any, own: Origin, record: Mapping[str, Any]) -> Iterator[Origin]:
    """The origins that a memory wrote with a pair; none where what stands there is anything else."""
    if not isinstance(told, list):
        return
    for one in told:
        if isinstance(one, dict) and isinstance(one.get("source"), str) and isinstance(one.get("id"), str):
            said, score = one.get("record"), one.get("score")
            first = one["id"] == own.name and said is None  # the first's record stands in the pair itself
            held = record if first else said if isinstance(said, dict) else {}
            fields = dict(held) | {"zh": "", "en": "", "id": one["id"], "score": own.score if score is None else score}
            with suppress(ValueError):  # whoever wrote it: what is no record of a pair must not come out as one
                pair = pair_of(fields, "")
                yield _origin(one["source"], pair.id, pair.score, record_of(pair))


def add_batch(connection: sqlite3.Connection, pairs: Iterable[Pair], source: str) -> Added:
    """Add some pairs in one transaction: all of them, or none when anything is raised.

    Args:
        connection: a memory open for writing.
        pairs: the pairs; texts lose white space at their ends.
        source: where they come from.

    Raises:
        sqlite3.Error: what `storage.storage_errors` explains.
    """
    rows, one_sided = [], 0
    for pair in pairs:
        if pair.zh.strip() and pair.en.strip():
            rows.append(_row(pair, source))
        else:
            one_sided += 1
    connection.execute("BEGIN IMMEDIATE")
    try:
        added = _merge(connection, rows)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return added + Added(one_sided=one_sided)


def _sources(connection: sqlite3.Connection, rows: list[Row]) -> dict[str, int]:
    """The number of each source by its name; new ones get one."""
    names = dict.fromkeys(origin.source for row in rows for origin in row.origins)
    connection.executemany("INSERT OR IGNORE INTO sources(name) VALUES(?)", ((name,) for name in names))
    asked = "SELECT id FROM sources WHERE name=?"
    return {name: connection.execute(asked, (name,)).fetchone()[0] for name in names}


def _merge(connection: sqlite3.Connection, rows: list[Row]) -> Added:
    sources = _sources(connection, rows)
    last = connection.execute("SELECT coalesce(max(id), 0) FROM pairs").fetchone()[0]
    fresh: dict[tuple[str, str], list[Any]] = {}
    origins: list[tuple[Any, ...]] = []
    merged = known = 0
    for row in rows:
        own = fresh.get((row.zh, row.en))
        found = _find(connection, row) if own is None else None
        if found is not None:
            changed = _join(connection, found, row, sources)
            merged, known = merged + changed, known + (not changed)
            continue
        if own is None:
            last += 1
            fresh[row.zh, row.en] = [last, row.key, row.zh, row.en, row.score]
        else:
            own[4] = max(own[4], row.score)
            merged += 1
        origins += _origin_rows(fresh[row.zh, row.en][0], row, sources)
    _insert(connection, list(fresh.values()), origins)
    return Added(len(fresh), merged, known)


def _find(connection: sqlite3.Connection, row: Row) -> tuple[int, float] | None:
    query = "SELECT id, score FROM pairs WHERE key=? AND zh=? AND en=?"
    found: tuple[int, float] | None = connection.execute(query, (row.key, row.zh, row.en)).fetchone()
    return found


_KEEP_BEST = (
    "INSERT INTO origins VALUES(?,?,?,?,?) ON CONFLICT DO UPDATE SET score=excluded.score, record=excluded.record"
    " WHERE excluded.score > origins.score"
)


def _origin_rows(number: int, row: Row, sources: dict[str, int]) -> list[tuple[Any, ...]]:
    return [(number, sources[origin.source], origin.name, origin.score, origin.record) for origin in row.origins]


def _join(connection: sqlite3.Connection, found: tuple[int, float], row: Row, sources: dict[str, int]) -> bool:
    """Note where an equal pair comes from too; tell whether that says anything new."""
    number, score = found
    changed = [connection.execute(_KEEP_BEST, values).rowcount > 0 for values in _origin_rows(number, row, sources)]
    if row.score > score:
        connection.execute("UPDATE pairs SET score=? WHERE id=?", (row.score, number))
    return any(changed)


def _insert(connection: sqlite3.Connection, fresh: list[list[Any]], origins: list[tuple[Any, ...]]) -> None:
    connection.executemany("INSERT INTO pairs VALUES(?,?,?,?,?)", fresh)
    connection.executemany(_KEEP_BEST, origins)
    for lang, column in (("zh", 2), ("en", 3)):
        indexed = ((row[0], index_text(key_of(row[column]))) for row in fresh)
        connection.executemany(f"INSERT INTO {lang}_index(rowid, tokens) VALUES(?,?)", indexed)
