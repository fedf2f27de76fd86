"""A run on Daft: on a laptop by its own engine, on a Ray cluster by the same code; the pairs are those of the local run.

    frame = run_frames(settings)            # pairs as rows: order, id, zh, en, score, pair
    write_corpus(frame, "corpus.jsonl")

What cannot be read is passed over: `failures_frame` names it.

`bitext.shards` cuts the inputs and cleans, aligns and filters here as it does there; Daft spreads the pieces over processes or
machines, groups documents by site or name, and finds what shares a key among all pairs. Three things hold on a cluster: the
input's paths are readable on every machine, `bitext` is installed there, and Daft reports each import to its makers unless
`DO_NOT_TRACK=1` is set: this module sets it for its own process before it loads Daft.

Comes with the extra `scale`. Choose the cluster first: `daft.set_runner_ray("ray://…")`.
"""

from __future__ import annotations

import json
import logging
import os
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

from bitext.deduplication import Likeness
from bitext.deduplication.deciding import decide_duplicates
from bitext.deduplication.fingerprints import take_fingerprints
from bitext.errors import InputError, UsageError
from bitext.filtering import filter_pairs
from bitext.io.alignments import pair_object
from bitext.io.corpora import open_corpus
from bitext.io.documents import as_json, as_object, document_of
from bitext.io.glossaries import read_glossary
from bitext.io.pair_lines import pair_of
from bitext.matching import Couple, match_documents
from bitext.pipeline import couple_by_names, match_by_site, name_stem, site_key
from bitext.pipeline.settings import read_size
from bitext.shards.documents import read_pages
from bitext.shards.pairs import align_bilingual, align_documents, filter_options, try_align
from bitext.shards.planning import plan_chunks
from bitext.shards.records import Chunk, Piece

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from bitext.model import Document, Pair
    from bitext.pipeline import Settings

__all__ = ["align_frame", "couple_frame", "dedup_frame", "documents_frame", "failures_frame", "run_frames", "write_corpus"]

_LOG = logging.getLogger(__name__)
#: Numbers of a document: those of its chunk, then its own inside it; of a pair: that of its couple, then its own inside that.
_INSIDE = 1 << 24


def _daft() -> Any:
    """Daft, with its telemetry off.

    Raises:
        UsageError: it is not installed.
    """
    os.environ.setdefault("DO_NOT_TRACK", "1")
    try:
        import daft
    except ImportError as error:
        raise UsageError("bitext.adapters.daft", "needs Daft", "pip install 'bitext[scale]'") from error
    return daft


def _rows(work: Callable[..., Iterator[dict[str, Any]]], **types: str) -> Any:
    """Make a function that gives any number of rows for each row; the steps hold Python's lock, so it runs in processes."""
    daft = _daft()
    kinds = {"int": daft.DataType.int64(), "text": daft.DataType.string(), "float": daft.DataType.float64()}
    kinds["keys"] = daft.DataType.list(daft.DataType.uint64())
    made = daft.DataType.struct({name: kinds[kind] for name, kind in types.items()})
    return daft.func(work, return_dtype=made, unnest=True, use_process=True)


def documents_frame(settings: Settings, side: str) -> Any:
    """Read and clean one side of the inputs.

    Args:
        settings: as `bitext.shards.read_settings` gives them; `[run] shard` says how much a task reads.
        side: `zh`, `en` or `pages`.

    Returns:
        a frame with a row a document: `order`, `id`, `site`, `stem`, `document` (its JSON). What cannot be read is passed over
        (`failures_frame` names it).

    Raises:
        UsageError: Daft is missing.
        InputError: nothing is there to read.
    """
    daft = _daft()
    frame, missing = _plan(settings, side)
    _tell(missing)
    read = _rows(partial(_read, settings, side), order="int", id="text", site="text", stem="text", document="text")
    return _with_single_ids(_filled(frame.select(read(daft.col("number"), daft.col("chunk"))), "order"))


def failures_frame(settings: Settings, side: str) -> Any:
    """Name the inputs and pages of a side that cannot be read, which `documents_frame` passes over; the inputs are read once more.

    Returns:
        a frame with a row a failure: `failure`, which says where, why, and what to do.

    Raises:
        UsageError: Daft is missing.
        InputError: nothing is there to read.
    """
    daft = _daft()
    frame, missing = _plan(settings, side)
    read = _rows(partial(_read_failures, settings, side), failure="text")
    return _filled(frame.select(read(daft.col("chunk"))).concat(daft.from_pydict({"failure": [*missing, None]})), "failure")


def _plan(settings: Settings, side: str) -> tuple[Any, list[str]]:
    """The chunks of a side as a frame, and what is not there."""
    daft = _daft()
    chunks, missing = plan_chunks(settings, side, read_size(settings.run.shard))
    if not chunks:
        raise InputError(side, "nothing there can be read", "check [input]")
    frame = daft.from_pydict({"number": list(range(len(chunks))), "chunk": [json.dumps(_chunk_object(chunk)) for chunk in chunks]})
    if daft.get_or_create_runner().name == "ray":  # the engine of one machine cuts as it likes, and says so
        frame = frame.into_partitions(len(chunks))
    return frame, [str(one.error) for one in missing]


def _filled(frame: Any, column: str) -> Any:
    """The rows that there are: Daft makes one of nulls where a function gives none."""
    return frame.where(~_daft().col(column).is_null())


def _chunk_object(chunk: Chunk) -> list[Any]:
    return [[piece.path, piece.name, piece.start, piece.end] for piece in chunk.pieces]


def _chunk_of(side: str, chunk: str) -> Chunk:
    return Chunk(side, tuple(Piece(*one) for one in json.loads(chunk)), 0)


def _read_failures(settings: Settings, side: str, chunk: str) -> Iterator[dict[str, Any]]:
    failures: list[str] = []
    for _ in read_pages(settings, _chunk_of(side, chunk), Counter(), failures):
        pass
    yield from ({"failure": failure} for failure in failures)


def _read(settings: Settings, side: str, number: int, chunk: str) -> Iterator[dict[str, Any]]:
    failures: list[str] = []
    documents = read_pages(settings, _chunk_of(side, chunk), Counter(), failures)
    for inside, document in enumerate(documents):
        made = as_json(as_object(document) | {"edits": []})
        yield {"order": number * _INSIDE + inside, "id": document.id, "site": site_key(document.url), "document": made} | {
            "stem": name_stem(document.id)
        }
    _tell(failures)


def _tell(failures: Iterable[str]) -> None:
    """Name what failed; on a cluster the log of the worker has it, while Daft's own engine keeps what its processes say to itself."""
    for failure in failures:
        _LOG.warning("%s", failure)


def _with_single_ids(frame: Any) -> Any:
    """An id that comes again gets `#2` and so on, in the order of the documents, as in a local run."""
    daft = _daft()
    from daft.functions import row_number

    number = row_number().over(daft.Window().partition_by("id").order_by("order"))
    rename = daft.func(_renamed, return_dtype=daft.DataType.string())
    return frame.with_column("again", number).with_column("id", rename(daft.col("id"), daft.col("again"))).exclude("again")


def _renamed(id: str, again: int) -> str:
    return id if again == 1 else f"{id}#{again}"


def couple_frame(settings: Settings, zh: Any, en: Any) -> Any:
    """Find the couples among the documents of two frames, group by group: a site, or documents of one name.

    `[match] by = "content"` with `within = "all"` is one group, which one process holds whole; `within = "site"` is what
    spreads. `by = "order"` has no meaning where nothing is in order.

    Returns:
        a frame with a row a couple: `order` (of the Chinese document), `again` (of its couples, where `many` lets it have
        several), `zh`, `en` (their JSON), `probability`.

    Raises:
        UsageError: Daft is missing, or the setting is `order`.
    """
    daft = _daft()
    asked = settings.match
    if asked.by == "order":
        raise UsageError("[match]", 'by = "order" needs documents in order', 'write by = "content" or by = "names"')
    key = "stem" if asked.by == "names" else "site" if asked.within == "site" else "all"
    grouped = []
    for side, frame in (("zh", zh), ("en", en)):
        keyed = frame if key != "all" else frame.with_column("all", daft.lit(1))
        lists = [daft.col(name).list_agg().alias(f"{side}_{name}") for name in ("order", "id", "document")]
        grouped.append(keyed.groupby(key).agg(*lists))
    both = grouped[0].join(grouped[1], on=key, how="inner")
    match = _rows(partial(_match, settings), order="int", again="int", zh="text", en="text", probability="float")
    columns = (daft.col(f"{side}_{name}") for side in ("zh", "en") for name in ("order", "id", "document"))
    return _filled(both.select(match(*columns)), "order")


def _match(settings: Settings, *columns: list[Any]) -> Iterator[dict[str, Any]]:
    """The couples of one group, its documents put in order first."""
    asked = settings.match
    zh, en = (_documents(*columns[at : at + 3]) for at in (0, 3))
    orders = {document.id: order for order, document in zh}
    if asked.by == "names":
        numbers = couple_by_names([d.id for _, d in zh], [d.id for _, d in en])
        couples = [Couple(zh[one][1].id, en[other][1].id, 1.0) for one, other in numbers]
    else:
        glossary = read_glossary(*settings.input.glossary) if settings.input.glossary else None
        find = match_by_site if asked.within == "site" else _match_all  # sides that are exchanged as a whole are a mistake
        couples = find([d for _, d in zh], [d for _, d in en], glossary=glossary, many=asked.many, threshold=asked.threshold)
    sides = {document.id: document for _, document in zh}, {document.id: document for _, document in en}
    seen: Counter[str] = Counter()
    for couple in couples:
        texts = (as_json(as_object(side[id])) for side, id in zip(sides, (couple.zh, couple.en), strict=True))
        place = {"order": orders[couple.zh], "again": seen[couple.zh], "probability": couple.probability}
        yield place | dict(zip(("zh", "en"), texts, strict=True))
        seen[couple.zh] += 1


def _match_all(zh: Sequence[Document], en: Sequence[Document], **how: Any) -> list[Couple]:
    return list(match_documents(zh, en, **how).couples)


def _documents(orders: Sequence[int], ids: Sequence[str], documents: Sequence[str]) -> list[tuple[int, Document]]:
    rows = sorted(zip(orders, ids, documents, strict=True))
    return [(order, document_of(json.loads(made) | {"id": id})) for order, id, made in rows]


def align_frame(settings: Settings, couples: Any) -> Any:
    """Align couples, or pages of both languages as `documents_frame` gives them, and filter their pairs.

    Returns:
        a frame with a row an accepted pair: `order` (of its document), `number` (inside it), `id`, `zh`, `en`, `score`, and
        `pair`, its JSON.

    Raises:
        UsageError: Daft is missing.
    """
    daft = _daft()
    types = {"number": "int", "id": "text", "zh": "text", "en": "text", "score": "float", "pair": "text"}
    if "document" in couples.column_names:
        align = _rows(partial(_align_page, settings), **types)
        return _filled(couples.select("order", align(daft.col("id"), daft.col("document"))), "number")
    align = _rows(partial(_align_couple, settings), **types)
    return _filled(couples.select("order", align(*map(daft.col, ("again", "zh", "en", "probability")))), "number")


def _align_couple(settings: Settings, again: int, zh: str, en: str, probability: float) -> Iterator[dict[str, Any]]:
    left, right = (document_of(json.loads(side)) for side in (zh, en))
    for row in _accepted(settings, f"{left.id}, {right.id}", partial(align_documents, settings, left, right, probability)):
        yield row | {"number": again * _INSIDE + row["number"]}


def _align_page(settings: Settings, id: str, document: str) -> Iterator[dict[str, Any]]:
    page = document_of(json.loads(document) | {"id": id})
    yield from _accepted(settings, id, partial(align_bilingual, settings, page))


def _accepted(settings: Settings, name: str, align: Callable[[], list[Pair]]) -> Iterator[dict[str, Any]]:
    failures: list[str] = []
    pairs = try_align(name, align, Counter(), failures)
    _tell(failures)
    kept = pairs if not settings.filter.use else [v.pair for v in filter_pairs(pairs, filter_options(settings)) if v.accepted]
    for number, pair in enumerate(kept):
        made = {"number": number, "id": pair.id, "zh": pair.zh, "en": pair.en, "score": pair.score}
        yield made | {"pair": as_json(pair_object(pair))}


def dedup_frame(settings: Settings, pairs: Any) -> Any:
    """Take out the duplicates among all pairs.

    Pairs that share no key with another one are no duplicates and have none; keys are grouped by Daft. Those that do share
    one, the smaller part, are decided in this process by `decide_duplicates`, in the order of a local run.

    Raises:
        UsageError: Daft is missing.
    """
    daft = _daft()
    asked = settings.dedup
    if not asked.use:
        return pairs
    col, likeness = daft.col, Likeness(asked.level, asked.on, asked.threshold)
    pairs = pairs.collect()  # or everything before would be done once for the keys and once for the pairs
    keyed = daft.func(partial(_keys, likeness), return_dtype=daft.DataType.list(daft.DataType.uint64()), use_process=True)
    keys = pairs.select("order", "number", keyed(col("zh"), col("en")).alias("key")).explode("key").where(~col("key").is_null())
    shared = keys.groupby("key").agg(col("order").count().alias("times")).where(col("times") > 1)
    places = keys.join(shared, on="key", how="semi").select("order", "number").distinct()
    rows = pairs.join(places, on=["order", "number"], how="semi").select("order", "number", "pair").to_pylist()
    dropped = list(_dropped(rows, likeness, asked.keep))
    if not dropped:
        return pairs
    gone = daft.from_pydict({"order": [one for one, _ in dropped], "number": [other for _, other in dropped]})
    return pairs.join(gone, on=["order", "number"], how="anti")


def _keys(likeness: Likeness, zh: str, en: str) -> list[int]:
    """All that a pair can share with a duplicate, as numbers: the keys of its items, and their bands."""
    from bitext.model import Pair

    taken = take_fingerprints([Pair("", zh, en, 0.0)], likeness)
    digests = [int(first) for first, _ in taken.digests.tolist()]
    exact = [digest & (2**63 - 1) for digest, here in zip(digests, taken.present.tolist(), strict=True) if here]
    if likeness.items == 2:  # both keys together make the pair's own
        exact.append((digests[0] * 3 + digests[1]) & (2**63 - 1))
    bands = [
        (value ^ (0x9E3779B97F4A7C15 * (band + 1))) & (2**63 - 1)
        for band, column in enumerate(taken.bands)
        for value in column.tolist()
        if value
    ]
    return sorted({*exact, *bands})


def _dropped(rows: Iterable[Mapping[str, Any]], likeness: Likeness, keep: str) -> Iterator[tuple[int, int]]:
    """The places of the pairs that repeat another one, among those that share a key."""
    ordered = sorted(rows, key=lambda row: (row["order"], row["number"]))
    pairs = (pair_of(json.loads(row["pair"]), row["pair"][:20]) for row in ordered)
    decisions = decide_duplicates(take_fingerprints(pairs, likeness), keep)
    for row, kept in zip(ordered, decisions.kept.tolist(), strict=True):
        if not kept:
            yield row["order"], row["number"]


def run_frames(settings: Settings) -> Any:
    """Carry out a run: read, clean, match, align, filter, take out duplicates.

    Args:
        settings: as `bitext.shards.read_settings` gives them; `[output]` and `[run] jobs` mean nothing here.

    Returns:
        a frame with a row a pair, as `align_frame` has it, in no order; `write_corpus` writes them in that of a local run.

    Raises:
        UsageError: Daft is missing, or a setting cannot be spread.
        InputError: nothing is there to read.
    """
    if settings.input.pages:
        return dedup_frame(settings, align_frame(settings, documents_frame(settings, "pages")))
    couples = couple_frame(settings, *(documents_frame(settings, side) for side in ("zh", "en")))
    return dedup_frame(settings, align_frame(settings, couples))


def write_corpus(pairs: Any, path: str, *, form: str = "auto", signature: str = "") -> int:
    """Write the pairs of a frame to one corpus, in the order of a local run; give how many. For many files use Daft's writers.

    Raises:
        OutputError: it cannot be written.
    """
    count = 0
    with open_corpus(path, form=form, signature=signature) as corpus:
        for row in pairs.sort(["order", "number"]).iter_rows():
            corpus.write(pair_of(json.loads(row["pair"]), row["id"]))
            count += 1
    return count
