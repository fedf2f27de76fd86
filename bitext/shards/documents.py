"""The first step of a run: the pages of a chunk read and cleaned, a shard of documents written."""

from __future__ import annotations

import json
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from bitext.cleaning import Options
from bitext.errors import BitextError, InputError, RecordError
from bitext.io.bilingual import bilingual_documents
from bitext.io.documents import SCHEMA, as_json, as_object, document_of
from bitext.io.glossaries import read_glossary
from bitext.io.records import Failed
from bitext.io.streams import named
from bitext.io.writing import open_output
from bitext.pipeline import read_document
from bitext.pipeline.settings import read_size
from bitext.shards.marking import make_key, make_shard, shard_path
from bitext.shards.reading import read_chunk
from bitext.sites import SiteMemory

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from bitext.io.records import Record
    from bitext.model import Document
    from bitext.pipeline import Settings
    from bitext.shards.records import Chunk, Done, Piece, Task

__all__ = ["clean_chunk", "cleaning_options", "glossary_terms", "load_document", "read_pages"]


def clean_chunk(task: Task, chunk: Chunk, digest: str) -> tuple[Done]:
    """Clean the pages of a chunk, whose digest is given, into a shard of documents, an object a line.

    Raises:
        OutputError: the shard cannot be written.
    """
    key = make_key("documents", task.signature("documents"), digest)

    def make() -> tuple[Counter[str], list[str]]:
        counts: Counter[str] = Counter()
        failures: list[str] = []
        with open_output(shard_path(task.work, "documents", key), folders=True) as out:
            for document in read_pages(task.settings, chunk, counts, failures):
                out.write(as_json(as_object(document)) + "\n")
        return counts, failures

    return (make_shard(task, "documents", key, make),)


def read_pages(settings: Settings, chunk: Chunk, counts: Counter[str], failures: list[str]) -> Iterator[Document]:
    """Give the cleaned pages of a chunk that go on; count all of them, and name what failed."""
    for piece, record in read_chunk(chunk, form=settings.input.form, limit=read_size(settings.input.limit)):
        counts[f"{chunk.side}/records"] += 1
        try:
            if isinstance(record, Failed):
                raise record.error
            documents = _documents(settings, chunk.side, piece, record)
        except OSError:
            raise
        except Exception as error:  # noqa: BLE001  a fault of ours in one page must not end a run over a million
            counts[f"{chunk.side}/failed"] += 1
            failures.append(_message(record.place.removesuffix("#"), error))
            continue
        for document in documents:
            _count(document, chunk.side, counts)
            if document.status in settings.input.status:
                counts[f"{chunk.side}/documents"] += 1
                yield document


def _message(place: str, error: Exception) -> str:
    if isinstance(error, BitextError):
        return str(error)
    return str(RecordError(place, f"a fault in bitext ({type(error).__name__}: {error})", "please report it with the page"))


def _documents(settings: Settings, side: str, piece: Piece, record: Record) -> list[Document]:
    """The documents of a record; one that `bitext clean` wrote is taken as it is."""
    own = record.id or (named(piece.name) if record.place == named(piece.path) else None)
    options = cleaning_options(settings)
    if side == "pages" and (settings.clean.use or record.form != "html"):  # text of both languages is never cleaned
        return bilingual_documents(record, own or "", options=options)
    source = record.source or named(piece.name)
    if record.extra.get("schema") == SCHEMA:
        return [document_of({**record.extra, "id": own, "source": source, "url": record.url})]
    used = options if settings.clean.use else None
    return [read_document(record.read(), form=record.form, url=record.url, id=own, name=source, options=used)]


def _count(document: Document, side: str, counts: Counter[str]) -> None:
    counts[f"{side}/status/{document.status}"] += 1
    counts[f"{side}/blocks_read"] += len(document.blocks_read)
    counts[f"{side}/blocks"] += len(document.blocks)
    for edit in document.edits:
        counts[f"edits/{edit.category}"] += 1


def load_document(task: Task, id: str, place: Sequence[Any]) -> Document:
    """Give a document from its shard, without its edits; the id may have got a mark since it was written.

    Args:
        task: says where the shards lie.
        id: the document's.
        place: the shard's key, and where the line begins and how long it is, in bytes.

    Raises:
        InputError: the shard is gone.
    """
    key, at, length = place
    path = shard_path(task.work, "documents", key)
    try:
        with open(path, "rb") as file:
            file.seek(at)
            line = file.read(length)
    except OSError as error:
        remedy = "delete the whole folder of shards and begin anew"
        raise InputError(named(path), f"a shard of documents cannot be read ({error.strerror})", remedy) from error
    return document_of({**json.loads(line), "id": id, "edits": ()})


@lru_cache(maxsize=4)
def cleaning_options(settings: Settings) -> Options:
    """Make the options of cleaning; the site memory is read once a process.

    Raises:
        InputError: the site memory cannot be read.
    """
    asked = settings.clean
    memory = SiteMemory.load(asked.site_memory) if asked.site_memory else None
    lists = {name: frozenset(getattr(asked, name)) for name in ("keep", "mask", "skip", "only")}
    return Options(tickers=asked.tickers, site_memory=memory, **lists)  # type: ignore[arg-type]  # checked when it was read


@lru_cache(maxsize=4)
def glossary_terms(settings: Settings) -> tuple[tuple[str, str], ...]:
    """Give the glossary's terms as (Chinese, English), every form with every other.

    Raises:
        InputError: a glossary cannot be read.
    """
    if not settings.input.glossary:
        return ()
    concepts = read_glossary(*settings.input.glossary).concepts
    return tuple((zh, en) for concept in concepts for zh in concept.zh for en in concept.en)
