"""Pages that hold both languages, as documents: text as it stands, HTML cleaned so that neither language is lost."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bitext.alignment.pieces import read_page
from bitext.cleaning import MAIN_TEXT, Options, clean
from bitext.io.documents import SCHEMA, document_of
from bitext.model import Document
from bitext.plaintext import read_markdown
from bitext.text import count_han

if TYPE_CHECKING:
    from bitext.io.records import Record

__all__ = ["bilingual_documents"]

#: What parts documents in text, as `clean` writes them: a line that holds only a form feed.
_PARTED = re.compile(r"^\f\n", re.MULTILINE)
_LETTERS = re.compile("[A-Za-z]")
#: Both languages are there if each has so much of the letters; an English text has three letters for a Chinese character.
_BOTH, _LETTERS_OF_ONE = 0.1, 3


def bilingual_documents(record: Record, name: str, *, options: Options | None = None) -> list[Document]:
    r"""Give the pages of a record: objects of `clean` as they are, text by its paragraphs, HTML cleaned.

    Where the block model would leave next to nothing of one language of an HTML page, which happens since it is made for
    pages of one, only the rules clean it.

    Args:
        record: what was read.
        name: the id of a page that has none; a second page in one text gets `#2`.
        options: those of cleaning HTML.

    Raises:
        InputError: it is no text, or no document.

    >>> from bitext.io.records import Record
    >>> [(d.id, [b.text for b in d.blocks]) for d in bilingual_documents(Record("a.txt", "text", "雨\nrain\n\f\n雪"), "a.txt")]
    [('a.txt', ['雨', 'rain']), ('a.txt#2', ['雪'])]
    """
    own = record.id or name
    if record.extra.get("schema") == SCHEMA:
        return [document_of({**record.extra, "id": own, "source": record.source, "url": record.url})]
    text = record.read().text
    if record.form == "html":
        return [_cleaned(text, record.url, own, options or Options())]
    if record.form == "markdown":
        return [Document(own, blocks=read_markdown(text))]
    parts = _PARTED.split(text)
    return [read_page(part, id=own if number == 1 else f"{own}#{number}") for number, part in enumerate(parts, 1)]


def _cleaned(html: str, url: str | None, id: str, options: Options) -> Document:
    page = clean(html, form="html", url=url, id=id, options=options)
    if _has_both(page):
        return page
    with_all = clean(html, form="html", url=url, id=id, options=replace(options, skip=options.skip | {MAIN_TEXT}))
    return with_all if _has_both(with_all) else page


def _has_both(page: Document) -> bool:
    zh = count_han(page.text) * _LETTERS_OF_ONE
    en = len(_LETTERS.findall(page.text))
    return min(zh, en) >= _BOTH * max(zh + en, 1)
