"""Looking things up in a memory: texts that hold a query, and texts that are like another one.

Like texts are found in two steps, as in any approximate join: the index names texts that share the query's rarest tokens, and the edit
distance decides among those that share most for their length (Gravano et al., "Approximate String Joins in a Database (Almost) for
Free", VLDB 2001). A text that shares none of the tokens that were asked for is not found.
"""

from __future__ import annotations

import heapq
import json
import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from bitext.memory.queries import find_phrases, is_certain, match_expression, may_hold
from bitext.memory.similarity import make_sample, similarity
from bitext.memory.storage import damage
from bitext.memory.tokens import index_text, length_token

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from bitext.memory.queries import Query

__all__ = ["Found", "Origin", "Side", "find_holding", "find_like", "origins_of", "sort_origins"]

Side = Literal["zh", "en"]
#: Texts that hold a query, of which the best are shown: the index gives them in the order in which they were added.
_SEEN = 400
#: Texts that the index may name in vain (`countri*` asks for all that has the stem of country) before the search ends.
_VAIN = 20_000
#: Texts by which is told how rare a token is.
_PROBED = 100
#: Tokens that are enough, texts named by them that are, and texts of one at most: what has more says little.
_ENOUGH, _ROWS, _MOST = 12, 20_000, 20_000
#: Texts that are read, and of these, that are compared with the query.
_FETCHED, _COMPARED = 800, 100
#: With fewer rare tokens than this, common ones are asked for by twos as they follow one another, the first of so many.
_FEW, _PAIRED = 4, 12
#: Tokens of a text that are looked at, the first of it.
_TOKENS = 200


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a pair came from: the source, the pair's id there, its score, and what else was said of it."""

    source: str
    id: str
    score: float
    record: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """A pair that was found on a side: `spans` are what was looked for, half-open code points, and `match` how alike the texts are.

    `match` is None where nothing was compared.
    """

    number: int
    side: Side
    zh: str
    en: str
    score: float
    match: float | None = None
    spans: tuple[tuple[int, int], ...] = ()
    origins: tuple[Origin, ...] = ()

    @property
    def text(self) -> str:
        """The side that was searched."""
        return self.zh if self.side == "zh" else self.en


def find_holding(connection: sqlite3.Connection, query: Query, side: Side, limit: int) -> tuple[list[Found], bool]:
    """Find pairs that hold a query on a side; the best-scored first, of equal ones the shorter, then the older.

    Args:
        connection: an open memory.
        query: what is looked for.
        side: where.
        limit: how many at most.

    Returns:
        The pairs, and whether there are more than were looked at.
    """
    asked = (
        f"SELECT pairs.id, zh, en, score FROM {side}_index CROSS JOIN pairs ON pairs.id = {side}_index.rowid"  # noqa: S608  one of two names
        f" WHERE {side}_index MATCH ? AND instr(pairs.{side}, ?)"
    )
    certain = is_certain(query)
    seen, vain = max(_SEEN, limit), 0
    hits: list[Found] = []
    for number, zh, en, score in connection.execute(asked, (match_expression(query), query.literal)):
        hit = Found(number, side, zh, en, score)
        if certain or (may_hold(query, hit.text) and find_phrases(query, hit.text) is not None):
            hits.append(hit)
        else:
            vain += 1
        if len(hits) > seen or vain > _VAIN:
            break
    more = len(hits) > limit or vain > _VAIN
    hits.sort(key=lambda hit: (-hit.score, len(hit.text), hit.number))
    return [replace(hit, spans=tuple(find_phrases(query, hit.text) or ())) for hit in hits[:limit]], more


def _texts(connection: sqlite3.Connection, number: int) -> tuple[str, str, float]:
    found: tuple[str, str, float] | None = connection.execute("SELECT zh, en, score FROM pairs WHERE id=?", (number,)).fetchone()
    if found is None:
        raise damage("the index names a pair that is not there")
    return found


def find_like(connection: sqlite3.Connection, text: str, side: Side, least: float, limit: int) -> list[Found]:
    """Find pairs whose text on a side is like another; the most alike first, then the best-scored, then the older.

    Args:
        connection: an open memory.
        text: what they should be like.
        side: where.
        least: how alike at least (`bitext.memory.similarity`), above 0.
        limit: how many at most.
    """
    sample = make_sample(text)
    tokens = list(dict.fromkeys(index_text(sample.key).split(" ")[1:]))
    if not tokens:
        return []
    named = _candidates(connection, tokens, len(sample.units), side)
    fetched = [(weight, Found(number, side, *_texts(connection, number))) for number, weight in named]
    # What a text shares counts by how much there is to share: a long one shares much with everything.
    fetched.sort(key=lambda one: (-one[0] / max(len(one[1].text), len(sample.text)), one[1].number))
    compared = [replace(hit, match=similarity(sample, hit.text, least)) for _, hit in fetched[:_COMPARED]]
    compared = [hit for hit in compared if hit.match]
    compared.sort(key=lambda hit: (-(hit.match or 0), -hit.score, hit.number))
    return compared[:limit]


def _candidates(connection: sqlite3.Connection, tokens: list[str], count: int, side: Side) -> list[tuple[int, float]]:
    """Name the texts that share most of the rarest tokens, with how much; where all are common, of the rarest neighbours too."""
    tokens = tokens[:_TOKENS]
    asked = [f'"{token}"' for token in tokens]
    rare = _postings(connection, asked, side)
    weights: dict[int, float] = {}
    if len(rare) < _FEW:
        rare += _postings(connection, [f"{one} + {other}" for one, other in pairwise(asked[:_PAIRED])], side)
        same = " AND ".join([*asked, f'"{length_token(count)}"'])
        _weigh(weights, _named(connection, same, side, _COMPARED), len(tokens))
    for numbers in rare:
        _weigh(weights, numbers)
    least_weight = sorted(weights.values())[-_FETCHED] if len(weights) > _FETCHED else 0.0
    heaviest = ((number, weight) for number, weight in weights.items() if weight >= least_weight)
    return heapq.nsmallest(_FETCHED, heaviest, key=lambda one: (-one[1], one[0]))


def _weigh(weights: dict[int, float], numbers: list[int], times: int = 1) -> None:
    """Count a token for each text that holds it; a rare one counts more."""
    weight = times / math.log2(2 + len(numbers))
    for number in numbers:
        weights[number] = weights.get(number, 0.0) + weight


def _postings(connection: sqlite3.Connection, expressions: Iterable[str], side: Side) -> list[list[int]]:
    """Give the texts of the rarest expressions, as many as are enough; how rare one is, its first texts tell."""
    found, common = [], []
    for expression in expressions:
        numbers = _named(connection, expression, side, _PROBED + 1)
        if len(numbers) <= _PROBED:
            found.append(numbers)
        else:
            common.append((-numbers[-1], expression))  # the later the last of so many stands, the rarer it is
    rows = sum(map(len, found))
    for _, expression in sorted(common):
        if len(found) >= _ENOUGH or rows >= _ROWS:
            break
        numbers = _named(connection, expression, side, _MOST + 1)
        if len(numbers) > _MOST:
            break
        found.append(numbers)
        rows += len(numbers)
    return found


def _named(connection: sqlite3.Connection, expression: str, side: Side, limit: int) -> list[int]:
    asked = f"SELECT rowid FROM {side}_index WHERE {side}_index MATCH ? LIMIT ?"  # noqa: S608  one of two names
    return [number for (number,) in connection.execute(asked, (expression, limit))]


def origins_of(connection: sqlite3.Connection, number: int) -> tuple[Origin, ...]:
    """Give where a pair came from, the best-scored first, then by source and id."""
    asked = "SELECT s.name, o.name, o.score, o.record FROM origins o JOIN sources s ON s.id=o.source WHERE o.pair=?"
    return sort_origins(connection.execute(asked, (number,)))


def sort_origins(rows: Iterable[tuple[str, str, float, str | None]]) -> tuple[Origin, ...]:
    """Make origins of rows of the tables: the best-scored first, then by source and id.

    Raises:
        sqlite3.DatabaseError: there is none, or what it says is no JSON object; no memory that bitext wrote is so.

    >>> [o.id for o in sort_origins([("a.tsv", "1", 0.5, None), ("b.tsv", "2", 0.9, None)])]
    ['2', '1']
    """
    ranked = sorted(rows, key=lambda row: (-row[2], row[0], row[1]))
    if not ranked:
        raise damage("a pair comes from nowhere")
    return tuple(Origin(source, name, score, _record(record)) for source, name, score, record in ranked)


def _record(text: str | None) -> dict[str, Any]:
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise damage("what an origin says is no JSON object")
    return found
