"""Documents from files, folders and JSONL, for steps that compare whole documents: those of `clean` as they are, pages cleaned."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bitext.cleaning import clean
from bitext.errors import InputError
from bitext.io.documents import SCHEMA, document_of
from bitext.io.reading import find_inputs, read_input
from bitext.io.records import LIMIT, Failed, Record
from bitext.io.streams import named
from bitext.model import Document
from bitext.plaintext import read_markdown, read_text

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Sequence

__all__ = ["read_documents"]

#: What parts documents in text and Markdown, as `clean` writes them: a line that holds only a form feed.
_PARTED = re.compile(r"^\f\n", re.MULTILINE)


def read_documents(
    path: str | os.PathLike[str], *, form: str = "auto", include: Sequence[str] = (), exclude: Sequence[str] = (), limit: int = LIMIT
) -> Iterator[Document | Failed]:
    r"""Read the documents of a file, a folder or stdin (`-`), each with an id of its own; what cannot be read becomes a `Failed`.

    Objects that `bitext clean --to jsonl` wrote are taken as they are; so are text and Markdown, which are parted where a
    line holds only a form feed; HTML is cleaned. The id is the record's own, else the file's name inside the folder,
    with `#2` and so on for the second document and those after it; an id that comes again gets the same mark.

    >>> import os, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with open(os.path.join(folder, "a.txt"), "w", encoding="utf-8") as file:
    ...         _ = file.write("雨。\n\f\n雪。\n")
    ...     [(d.id, d.text) for d in read_documents(folder)]
    [('a.txt', '雨。'), ('a.txt#2', '雪。')]
    """
    seen: dict[str, int] = {}
    for found in find_inputs([path], include=include, exclude=exclude):
        if isinstance(found, Failed):
            yield found
            continue
        name = named(found.relative)
        for record in read_input(found.path, form=form, limit=limit):
            if isinstance(record, Failed):
                yield record
                continue
            try:
                documents = _documents(record, name)
            except InputError as error:
                yield Failed(record.place, error, record.id, record.position)
                continue
            for document in documents:
                seen[document.id] = count = seen.get(document.id, 0) + 1
                yield document if count == 1 else replace(document, id=f"{document.id}#{count}")


def _documents(record: Record, name: str) -> list[Document]:
    """The documents of one record.

    Raises:
        InputError: it is no text, or no document.
    """
    if record.extra.get("schema") == SCHEMA:
        return [document_of({**record.extra, "id": record.id, "source": record.source, "url": record.url})]
    text, own = record.read().text, record.id or name
    if record.form == "html":
        return [replace(clean(text, form="html", url=record.url, id=own), edits=(), blocks_read=())]
    read = read_markdown if record.form == "markdown" else read_text
    return [Document(own, source=record.place, url=record.url, blocks=read(part)) for part in _PARTED.split(text)]
