"""What each document of a shard says, read where the document was cleaned, so that finding couples has only to compare."""

from __future__ import annotations

import json
from collections import Counter
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from bitext.io.documents import as_json, document_of
from bitext.io.glossaries import read_glossary
from bitext.io.streams import open_input
from bitext.io.writing import open_output
from bitext.matching.profiles import Reader, Units, read_units
from bitext.shards.documents import clean_chunk
from bitext.shards.marking import make_key, make_shard, shard_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bitext.pipeline import Settings
    from bitext.shards.records import Chunk, Done, Task

__all__ = ["clean_and_read", "load_units", "make_reader", "needs_units"]

#: Packed: the words of a text with their places take more room than the text.
_SUFFIX = ".jsonl.zst"


def needs_units(settings: Settings) -> bool:
    """Tell whether documents are compared with all others by what they say."""
    return not settings.input.pages and settings.match.by == "content" and settings.match.within == "all"


def clean_and_read(task: Task, chunk: Chunk, digest: str) -> tuple[Done, ...]:
    """Clean a chunk, then read what its documents say, where that will be compared.

    Raises:
        OutputError: a shard cannot be written.
    """
    (cleaned,) = clean_chunk(task, chunk, digest)
    if not cleaned.key or not needs_units(task.settings):
        return (cleaned,)
    return cleaned, make_shard(task, "units", _key(task, cleaned.key), partial(_read, task, chunk.side, cleaned.key), (_SUFFIX,))


def _key(task: Task, documents: str) -> str:
    return make_key("units", task.signature("units"), documents)


def _read(task: Task, side: str, documents: str) -> tuple[Counter[str], list[str]]:
    reader = make_reader(task.settings)
    with (
        open(shard_path(task.work, "documents", documents), "rb") as file,
        open_output(shard_path(task.work, "units", _key(task, documents), _SUFFIX), folders=True) as out,
    ):
        for line in file:
            made = read_units(document_of({**json.loads(line), "edits": ()}), side, reader)
            out.write(as_json({"units": made.units, "upper": made.upper, "lower": made.lower}) + "\n")
    return Counter(), []


@lru_cache(maxsize=1)
def make_reader(settings: Settings) -> Reader:
    """Make the reader of documents, which knows the glossary's terms and no names yet.

    Raises:
        InputError: a glossary cannot be read.
    """
    return Reader.of(read_glossary(*settings.input.glossary) if settings.input.glossary else None)


def load_units(task: Task, documents: str) -> Iterator[Units]:
    """Give what the documents of a shard say, in order."""
    with open_input(shard_path(task.work, "units", _key(task, documents), _SUFFIX)) as file:
        for line in file:
            made = json.loads(line)
            yield Units(made["units"], made["upper"], tuple(made["lower"]))
