"""The step that sees all documents: which of them translate one another. What it keeps of each is a profile and a place."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from bitext.errors import UsageError
from bitext.io.documents import as_json, document_of
from bitext.io.glossaries import read_glossary
from bitext.io.writing import open_output
from bitext.matching import Couple, match_documents
from bitext.matching.coupling import match_profiles
from bitext.matching.profiles import join_profiles
from bitext.pipeline import couple_by_names, site_key
from bitext.shards.documents import load_document
from bitext.shards.marking import make_key, make_shard, shard_path
from bitext.shards.naming import free_name
from bitext.shards.records import Stretch
from bitext.shards.units import load_units, make_reader, needs_units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bitext.glossary.model import Glossary
    from bitext.matching.profiles import Units
    from bitext.model import Document
    from bitext.shards.records import Done, Task

__all__ = ["STRETCH", "couple_documents", "cut_couples"]

#: Bytes of documents that one shard of couples aligns.
STRETCH = 1 << 19

_Place = tuple[str, int, int]
_Keys = dict[str, "Sequence[str]"]


def couple_documents(task: Task, zh: Sequence[str], en: Sequence[str]) -> Done:
    """Couple the documents of all shards, given by their keys in order, and write where the partners lie, a couple a line.

    Raises:
        UsageError: the sides are the wrong way round, or in one language.
        OutputError: the couples cannot be written.
    """
    key = make_key("couples", task.signature("couples"), *zh, "|", *en)
    return make_shard(task, "couples", key, partial(_couple, task, zh, en, key))


def _couple(task: Task, zh: Sequence[str], en: Sequence[str], key: str) -> tuple[Counter[str], list[str]]:
    places: dict[str, dict[str, _Place]] = {"zh": {}, "en": {}}
    keys = {"zh": zh, "en": en}
    sides = {side: _documents(task, keys[side], places[side]) for side in ("zh", "en")}
    couples = list(_found(task, sides, places, keys))
    with open_output(shard_path(task.work, "couples", key), folders=True) as out:
        for couple in couples:
            here = places["zh"][couple.zh], places["en"][couple.en]
            made = {"zh": couple.zh, "en": couple.en, "probability": couple.probability, "zh_at": here[0], "en_at": here[1]}
            out.write(as_json(made) + "\n")
    counts = {"match/couples": len(couples)}
    counts |= {f"match/{side}_alone": len(places[side]) - len({getattr(couple, side) for couple in couples}) for side in ("zh", "en")}
    return Counter(counts), []


def _found(task: Task, sides: dict[str, Iterator[Document]], places: dict[str, dict[str, _Place]], keys: _Keys) -> Iterable[Couple]:
    asked = task.settings.match
    if needs_units(task.settings):
        reader = replace(make_reader(task.settings))  # it will learn names, and the one that is kept must not
        left, right = (_with_units(task, sides[side], keys[side]) for side in ("zh", "en"))
        profiles = join_profiles(left, right, reader)
        return match_profiles(*profiles, reader, many=asked.many, threshold=asked.threshold).couples
    if asked.by == "content":
        terms = task.settings.input.glossary
        return _within_sites(task, sides, places, read_glossary(*terms) if terms else None)
    for documents in sides.values():
        for _ in documents:  # only their ids and places are wanted
            pass
    zh, en = list(places["zh"]), list(places["en"])
    numbers = couple_by_names(zh, en) if asked.by == "names" else [(n, n) for n in range(min(len(zh), len(en)))]
    return [Couple(zh[one], en[other], 1.0) for one, other in numbers]


def _with_units(task: Task, documents: Iterator[Document], keys: Sequence[str]) -> Iterator[tuple[Document, Units]]:
    return zip(documents, (units for key in keys for units in load_units(task, key)), strict=True)


def _within_sites(
    task: Task, sides: dict[str, Iterator[Document]], places: dict[str, dict[str, _Place]], glossary: Glossary | None
) -> list[Couple]:
    """The couples of each site, in the order of the Chinese documents; held at once are the ids of all, the documents of one site."""
    groups: dict[str, dict[str, list[str]]] = {}
    for side, documents in sides.items():
        for document in documents:
            groups.setdefault(site_key(document.url), {"zh": [], "en": []})[side].append(document.id)
    asked, found = task.settings.match, list[Couple]()
    refused: UsageError | None = None
    for group in groups.values():
        if group["zh"] and group["en"]:
            zh, en = ([load_document(task, id, places[side][id]) for id in group[side]] for side in ("zh", "en"))
            try:
                found += match_documents(zh, en, glossary=glossary, many=asked.many, threshold=asked.threshold).couples
            except UsageError as error:  # one site may be in one language or have its sides exchanged; all of them are a mistake
                refused = error
    if refused and not found:
        raise refused
    order = {id: number for number, id in enumerate(places["zh"])}
    return sorted(found, key=lambda couple: order[couple.zh])


def _documents(task: Task, keys: Sequence[str], places: dict[str, _Place]) -> Iterator[Document]:
    """The documents of shards in order, without their edits; an id that comes again gets `#2` and so on. Notes where each lies."""
    seen: Counter[str] = Counter()
    for key in keys:
        at = 0
        with open(shard_path(task.work, "documents", key), "rb") as file:
            for line in file:
                made: dict[str, Any] = json.loads(line)
                id = free_name(made["id"], seen, places)
                places[id] = key, at, len(line)
                at += len(line)
                yield replace(document_of({**made, "edits": ()}), id=id)


def cut_couples(task: Task, key: str) -> Iterator[Stretch]:
    """Cut the file of couples into stretches whose documents hold about `STRETCH` bytes together."""
    path = shard_path(task.work, "couples", key)
    with open(path, "rb") as file:
        start = at = size = 0
        digest = hashlib.blake2b(digest_size=8)
        for line in file:
            made = json.loads(line)
            at += len(line)
            size += made["zh_at"][2] + made["en_at"][2]
            digest.update(line)
            if size >= STRETCH:
                yield Stretch(path, start, at, size, digest.hexdigest())
                start, size, digest = at, 0, hashlib.blake2b(digest_size=8)
        if at > start:
            yield Stretch(path, start, at, size, digest.hexdigest())
