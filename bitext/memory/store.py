"""A translation memory as a thing to open, add to, search and read out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from bitext.errors import InputError, UsageError
from bitext.io.pair_lines import pair_of
from bitext.io.streams import named
from bitext.memory.adding import Added, add_batch, batches_of
from bitext.memory.lookup import find_holding, find_like, origins_of, sort_origins
from bitext.memory.queries import check_text, make_phrase, nothing_in, parse_query
from bitext.memory.storage import connect, damage, storage_errors
from bitext.memory.tokens import fingerprint
from bitext.mojibake import replace_surrogates
from bitext.text import count_han

if TYPE_CHECKING:
    import os
    import sqlite3
    from collections.abc import Iterable, Iterator
    from types import TracebackType
    from typing import Self

    from bitext.memory.lookup import Found, Origin, Side
    from bitext.memory.terms import Terms
    from bitext.model import Pair

__all__ = ["Memory", "Result", "side_of"]


@dataclass(frozen=True, slots=True)
class Result:
    """What a query found: the pairs, the side that was searched, and whether there are more than these."""

    query: str
    side: Side
    hits: tuple[Found, ...]
    more: bool = False


def side_of(text: str, lang: str = "auto") -> Side:
    """Which side a text is looked for on: `zh`, `en`, or with `auto` the Chinese one where it holds a Han character.

    Raises:
        UsageError: `lang` is none of these.

    >>> side_of("5G 网络"), side_of("5G"), side_of("5G", "zh")
    ('zh', 'en', 'zh')
    """
    if lang not in ("auto", "zh", "en"):
        raise UsageError("lang", f"{lang!r} is unknown", "known are: auto, zh, en")
    return "zh" if lang == "zh" or (lang == "auto" and count_han(text)) else "en"


class Memory:
    """A file of pairs that can be searched: SQLite with a full-text index of both sides.

    Any number of processes may read while one writes. A writer that is killed leaves what it had finished, whole transactions.

    >>> import os, tempfile
    >>> from bitext.model import Pair
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with Memory.open(os.path.join(folder, "memory.db"), write=True) as memory:
    ...         memory.add([Pair("1", "重慶下雨了。", "It rained in Chongqing.", 0.9)], source="weather")
    ...         [hit.en for hit in memory.search("重庆").hits]
    ...         [round(hit.match, 2) for hit in memory.search_similar("重庆下雪了。").hits]
    Added(new=1, merged=0, known=0, one_sided=0)
    ['It rained in Chongqing.']
    [0.83]
    """

    def __init__(self, path: str | os.PathLike[str], connection: sqlite3.Connection, *, write: bool) -> None:
        self.path, self._connection, self._write = path, connection, write
        self._fits: bool | None = None

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, write: bool = False, timeout: float = 30.0) -> Self:
        """Open a memory; a writer makes the file where there is none.

        Args:
            path: the file.
            write: open it for adding, too.
            timeout: seconds to wait for another process that writes.

        Raises:
            UsageError: `path` is a stream, or this Python's SQLite lacks FTS5.
            InputError: there is no such file, or it is no memory, damaged, or of another version.
            OutputError: the same, where it was to be written, or it cannot be.
        """
        return cls(path, connect(path, write=write, timeout=timeout), write=write)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; closing it again does nothing."""
        self._connection.close()

    def __len__(self) -> int:
        with storage_errors(self.path):
            return int(self._connection.execute("SELECT count(*) FROM pairs").fetchone()[0])

    def add(self, pairs: Iterable[Pair], *, source: str = "") -> Added:
        """Add pairs: equal ones become one, with the best score, and every origin is kept.

        Pairs are equal when both texts are, white space at the ends aside. Adding the same again changes nothing, so that
        what was interrupted is simply repeated. Transactions hold up to 20,000 pairs.

        Args:
            pairs: read as a stream. One-sided ones are left out.
            source: where they come from: a file, a client, a project. Pairs that carry `origins`, as a memory writes
                them, keep those.

        Raises:
            UsageError: the memory is open for reading only.
            OutputError: it cannot be written.
        """
        if not self._write:
            raise UsageError(named(self.path), "is open for reading", "open it with write=True")
        self._check_tokens()
        added = Added()
        for batch in batches_of(pairs):
            with storage_errors(self.path, write=True):
                added += add_batch(self._connection, batch, source)
        return added

    def search(self, text: str, *, lang: str = "auto", exact: bool = False, limit: int = 10, terms: Terms | None = None) -> Result:
        """Find pairs that hold words, phrases or any piece of Chinese; the best-scored first, then the shorter.

        Args:
            text: words that must all stand there, `"phrases"`, beginnings of words with a star; Chinese in any script.
            lang: the side that is searched; `auto` goes by the text.
            exact: the text stands there as it is written, in one piece.
            limit: how many pairs at most.
            terms: a glossary (`bitext.memory.make_terms`), whose forms are looked for together.

        Raises:
            UsageError: nothing can be looked for.
            InputError: the file is damaged.
        """
        side = side_of(text, lang)
        query = parse_query(replace_surrogates(text), exact=exact)
        self._check_tokens()
        with storage_errors(self.path):
            hits, more = find_holding(self._connection, terms.widen(query, side) if terms else query, side, limit)
            return Result(text, side, self._told(hits), more)

    def search_similar(self, text: str, *, lang: str = "auto", least: float = 0.7, limit: int = 10) -> Result:
        """Find pairs whose text is like another; the most alike first.

        Args:
            text: a sentence.
            lang: the side that is searched; `auto` goes by the text.
            least: how alike at least, above 0 and up to 1 (`bitext.memory.similarity`).
            limit: how many pairs at most.

        Raises:
            UsageError: the text holds no word, or is too long, or `least` is no share.
            InputError: the file is damaged.
        """
        if not 0 < least <= 1:
            raise UsageError("least", f"{least} is no share", "write a number above 0 and up to 1: 0.7")
        check_text(text)
        if make_phrase(replace_surrogates(text)) is None:
            raise nothing_in(text)
        side = side_of(text, lang)
        self._check_tokens()
        with storage_errors(self.path):
            return Result(text, side, self._told(find_like(self._connection, replace_surrogates(text), side, least, limit)))

    def pairs(self) -> Iterator[Pair]:
        """Give every pair in the order in which they were added, as they were when the first was read.

        What the best-scored origin said of a pair is in `extra`, and every origin under `origins`.

        Raises:
            InputError: the file is damaged.
        """
        # One statement, so that it is one state of the file that is read, whatever is added meanwhile.
        asked = (
            "SELECT p.id, p.zh, p.en, p.score, s.name, o.name, o.score, o.record"
            " FROM pairs p CROSS JOIN origins o ON o.pair=p.id CROSS JOIN sources s ON s.id=o.source ORDER BY p.id"
        )
        with storage_errors(self.path):
            for (_, zh, en, score), rows in groupby(self._connection.execute(asked), key=lambda row: row[:4]):
                yield _pair(zh, en, score, sort_origins(row[4:] for row in rows))

    def _told(self, hits: list[Found]) -> tuple[Found, ...]:
        return tuple(replace(hit, origins=origins_of(self._connection, hit.number)) for hit in hits)

    def _check_tokens(self) -> None:
        """Raise where the index was made in another way than queries are: it would find nothing, and say so."""
        if self._fits is None:
            with storage_errors(self.path):
                found = self._connection.execute("SELECT value FROM facts WHERE name='tokens'").fetchone()
            self._fits = found == (fingerprint(),)
        if not self._fits:
            remedy = "export it, and add the pairs to a new one"
            raise InputError(named(self.path), "was indexed by a bitext, or an OpenCC, that reads words in another way", remedy)


def _pair(zh: str, en: str, score: float, origins: tuple[Origin, ...]) -> Pair:
    best = origins[0]
    told = [
        {"source": o.source, "id": o.id, "score": o.score} | ({"record": o.record} if o.record and o is not best else {}) for o in origins
    ]
    fields: dict[str, Any] = best.record | {"id": best.id, "zh": zh, "en": en, "score": score, "origins": told}
    try:
        return pair_of(fields, best.id)
    except ValueError as error:
        raise damage(str(error)) from error
