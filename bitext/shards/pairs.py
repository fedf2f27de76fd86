"""The second step of a run: couples of documents, or pages of both languages, aligned; their pairs filtered."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from bitext.alignment.encoders import load_encoder
from bitext.errors import InputError, RecordError
from bitext.filtering import FilterOptions, choose_filters, filter_pairs
from bitext.filtering.declaring import parse_bounds
from bitext.filtering.running import FILTERS
from bitext.io.alignments import as_pair_json, pair_object
from bitext.io.corpora import read_corpus
from bitext.io.documents import as_json
from bitext.io.glossaries import read_glossary
from bitext.io.records import Failed
from bitext.io.writing import open_output
from bitext.pipeline import align_couple, align_whole_page
from bitext.shards.documents import glossary_terms, load_document, read_pages
from bitext.shards.marking import make_key, make_shard, shard_path
from bitext.shards.naming import mark_name
from bitext.shards.records import Chunk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bitext.filtering import Bounds, Verdict
    from bitext.model import Document, Pair
    from bitext.pipeline import Settings
    from bitext.shards.records import Done, Stretch, Task

__all__ = ["align_bilingual", "align_documents", "align_shard", "filter_options", "read_ids", "read_shard", "rejection", "try_align"]

#: A line of a shard that we wrote ourselves; a document may be as long as its page.
_ANY = 1 << 40
#: Beside a shard of pairs: the ids of its pages.
_IDS = ".ids.json"


def align_shard(task: Task, part: Chunk | Stretch, digest: str) -> tuple[Done, Done]:
    """Align what a shard holds, whose digest is given, then filter its pairs; give what became of both steps.

    Raises:
        OutputError: a shard cannot be written.
    """
    key = make_key("pairs", task.signature("pairs"), digest)
    aligned = make_shard(task, "pairs", key, partial(_align, task, part, key), (".jsonl", _IDS))
    if not aligned.key:
        return aligned, aligned
    other = make_key("filtered", task.signature("filtered"), key)
    return aligned, make_shard(task, "filtered", other, partial(_filter, task, key, other), (".jsonl", ".rejected.jsonl"))


def _align(task: Task, part: Chunk | Stretch, key: str) -> tuple[Counter[str], list[str]]:
    counts: Counter[str] = Counter()
    failures: list[str] = []
    ids: list[str] = []
    found = _pages(task.settings, part, counts, failures, ids) if isinstance(part, Chunk) else _couples(task, part, counts, failures)
    with (
        open_output(shard_path(task.work, "pairs", key), folders=True) as out,
        open_output(shard_path(task.work, "pairs", key, _IDS), folders=True) as named,
    ):
        for pair in found:
            counts["align/pairs"] += 1
            out.write(as_pair_json(pair))
        named.write(json.dumps(ids, ensure_ascii=False) + "\n")
    return counts, failures


def read_ids(task: Task, key: str) -> list[str]:
    """Give the ids of the pages that a shard of pairs is from, in order; none where those are couples."""
    with open(shard_path(task.work, "pairs", key, _IDS), encoding="utf-8") as file:
        ids: list[str] = json.load(file)
    return ids


def align_documents(settings: Settings, zh: Document, en: Document, probability: float) -> list[Pair]:
    """Align two documents as a run does; see `bitext.pipeline.align_couple`.

    Raises:
        InputError: the sides are exchanged, or both are in one language.
        UsageError: the encoder needs an extra that is not installed.
    """
    return align_couple(zh, en, probability=probability, terms=glossary_terms(settings), encoder=load_encoder(settings.align.encoder))


def align_bilingual(settings: Settings, page: Document) -> list[Pair]:
    """Align a page of both languages as a run does; see `bitext.pipeline.align_whole_page`.

    Raises:
        InputError: one of the languages is missing.
        UsageError: the encoder needs an extra that is not installed.
    """
    encoder = load_encoder(settings.align.encoder)
    return align_whole_page(page, layout=settings.align.layout, terms=glossary_terms(settings), encoder=encoder)


def _pages(settings: Settings, chunk: Chunk, counts: Counter[str], failures: list[str], ids: list[str]) -> Iterator[Pair]:
    for number, page in enumerate(read_pages(settings, chunk, counts, failures)):
        ids.append(page.id)
        marked = replace(page, id=mark_name(page.id, number))
        yield from try_align(page.id, partial(align_bilingual, settings, marked), counts, failures)


def try_align(name: str, align: Callable[[], list[Pair]], counts: Counter[str], failures: list[str]) -> list[Pair]:
    """Give what aligning gives; what cannot be aligned is counted, and a fault of ours named, for the others go on."""
    counts["align/documents"] += 1
    try:
        return align()
    except InputError:  # a page of one language, a couple in one: nothing is wrong with the input, and there may be millions
        counts["align/refused"] += 1
    except Exception as error:  # noqa: BLE001
        counts["align/failed"] += 1
        failures.append(str(RecordError(name, f"a fault in bitext ({type(error).__name__}: {error})", "please report it with the page")))
    return []


def _couples(task: Task, stretch: Stretch, counts: Counter[str], failures: list[str]) -> Iterator[Pair]:
    with open(stretch.path, "rb") as file:
        file.seek(stretch.start)
        lines = file.read(stretch.end - stretch.start).decode("utf-8").split("\n")
    for line in lines:
        if not line:
            continue
        couple = json.loads(line)
        zh, en = (load_document(task, couple[side], couple[f"{side}_at"]) for side in ("zh", "en"))
        align = partial(align_documents, task.settings, zh, en, couple["probability"])
        yield from try_align(f"{zh.id}, {en.id}", align, counts, failures)


def read_shard(task: Task, step: str, key: str, suffix: str = ".jsonl") -> Iterator[Pair]:
    """Give the pairs of a shard; one may hold none.

    Raises:
        InputError: it is damaged.
    """
    path = shard_path(task.work, step, key, suffix)
    try:
        for found in read_corpus(path, form="jsonl", limit=_ANY):
            if isinstance(found, Failed):
                raise found.error
            yield found
    except InputError as error:
        if error.reason != "is empty":
            raise


def _filter(task: Task, source: str, key: str) -> tuple[Counter[str], list[str]]:
    counts: Counter[str] = Counter()
    pairs = read_shard(task, "pairs", source)
    with (
        open_output(shard_path(task.work, "filtered", key), folders=True) as accepted,
        open_output(shard_path(task.work, "filtered", key, ".rejected.jsonl"), folders=True) as rejected,
    ):
        for pair, verdict in _judged(task.settings, pairs):
            if verdict is None or verdict.accepted:
                counts["filter/accepted"] += 1
                accepted.write(as_pair_json(pair))
            else:
                counts["filter/rejected"] += 1
                counts.update({f"filter/reasons/{reason.filter}": 1 for reason in verdict.reasons})
                rejected.write(
                    rejection(pair, [{"filter": r.filter, "value": r.value, "accepts": str(r.accepts)} for r in verdict.reasons])
                )
    return counts, []


def _judged(settings: Settings, pairs: Iterator[Pair]) -> Iterator[tuple[Pair, Verdict | None]]:
    if not settings.filter.use:
        yield from ((pair, None) for pair in pairs)
        return
    yield from ((verdict.pair, verdict) for verdict in filter_pairs(pairs, filter_options(settings)))


def rejection(pair: Pair, reasons: list[dict[str, Any]]) -> str:
    """Write a rejected pair as a line of JSON with its reasons."""
    return as_json(pair_object(pair) | {"reasons": reasons}) + "\n"


@lru_cache(maxsize=4)
def filter_options(settings: Settings) -> FilterOptions:
    """Make the options of the filters; the glossary is read once a process.

    Raises:
        UsageError: a filter is unknown, or a threshold is none.
        InputError: a glossary cannot be read.
    """
    asked = settings.filter
    defaults = {made.id: made.bounds for made in FILTERS}
    bounds: dict[str, Bounds] = {}
    for said in asked.threshold:
        name, _, text = said.partition("=")
        choose_filters(FilterOptions(only=frozenset([name])))  # says which are known
        bounds[name] = parse_bounds(text, defaults[name], f"[filter] threshold {name}")
    glossary = read_glossary(*settings.input.glossary) if settings.input.glossary else None
    made = FilterOptions(frozenset(asked.only), frozenset(asked.skip), frozenset(asked.also), bounds, glossary)
    choose_filters(made)
    return made
