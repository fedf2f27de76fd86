"""Names of pages that hold both languages: two pages may come with one id, in shards that know nothing of each other.

A shard marks every page with its number there, so that pages of one id stay apart while their pairs are filtered, and lists the
ids. The last step, which sees all shards, gives an id that comes again `#2` and so on, as finding couples does to documents.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from bitext.model import Pair

__all__ = ["free_name", "mark_name", "name_pages", "rename_object", "rename_pair"]

_MARK = "\0"


def free_name(id: str, seen: Counter[str], taken: Container[str]) -> str:
    """Give an id that none has yet, marked as often as it takes: `a#2` may be somebody's own.

    >>> seen = Counter()
    >>> free_name("a", seen, ()), free_name("a", seen, ("a", "a#2"))
    ('a', 'a#3')
    """
    while True:
        seen[id] += 1
        name = id if seen[id] == 1 else f"{id}#{seen[id]}"
        if name not in taken:
            return name


def mark_name(id: str, number: int) -> str:
    """Mark a page's id with its number in the shard."""
    return f"{id}{_MARK}{number}"


def name_pages(shards: Iterable[Iterable[str]]) -> list[dict[str, str]]:
    """Give, for each shard, the names of those pages whose id came before, by their marked ids; all others keep theirs.

    Args:
        shards: the ids of the pages of each shard, in order.

    >>> name_pages([["a", "b", "a"], ["a"]]) == [{mark_name("a", 2): "a#2"}, {mark_name("a", 0): "a#3"}]
    True
    """
    seen: Counter[str] = Counter()
    taken: set[str] = set()
    made = []
    for ids in shards:
        names = {}
        for number, id in enumerate(ids):
            name = free_name(id, seen, taken)
            taken.add(name)
            if name != id:
                names[mark_name(id, number)] = name
        made.append(names)
    return made


def rename_pair(pair: Pair, names: Mapping[str, str]) -> Pair:
    """Give a pair of a marked page the page's name, in its own id and in those of its sentences.

    >>> from bitext.model import Pair
    >>> pair = Pair(mark_name("a", 2) + ":0", "雨", "rain", 1.0, (mark_name("a", 2) + ":1:0",), (), (), {"doc": mark_name("a", 2)})
    >>> made = rename_pair(pair, {mark_name("a", 2): "a#2"})
    >>> made.id, made.zh_segments, made.extra
    ('a#2:0', ('a#2:1:0',), {'doc': 'a#2'})
    """
    marked = str(pair.extra["doc"])
    name = _named(marked, names)
    zh, en = (tuple(name + one.removeprefix(marked) for one in side) for side in (pair.zh_segments, pair.en_segments))
    return replace(pair, id=name + pair.id.removeprefix(marked), zh_segments=zh, en_segments=en, extra={**pair.extra, "doc": name})


def rename_object(line: str, names: Mapping[str, str]) -> dict[str, Any]:
    """Do to the JSON of a rejected pair what `rename_pair` does to a pair."""
    made: dict[str, Any] = json.loads(line)
    marked = made["doc"]
    name = _named(marked, names)
    sides = {side: [name + one.removeprefix(marked) for one in made[side]] for side in ("zh_segments", "en_segments")}
    return made | {"id": name + made["id"].removeprefix(marked), "doc": name} | sides


def _named(marked: str, names: Mapping[str, str]) -> str:
    return names.get(marked) or marked.rpartition(_MARK)[0]
