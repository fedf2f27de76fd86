"""Documents as JSON objects, text and Markdown, and back from JSON.

The JSON object is the interchange format: one a line in `.jsonl`, its keys in a fixed order. What was read
(`html`, `text` of the input) is never echoed; `blocks_read` comes only with the trace.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, TypeVar

from bitext.errors import RecordError
from bitext.model import ACTIONS, KINDS, STATUSES, Block, Document, Edit, Metadata

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["SCHEMA", "SEPARATOR", "as_json", "as_markdown", "as_object", "as_text", "document_of", "failure_as_object"]

#: Name and version of the JSON object; the number grows when a key's meaning changes.
SCHEMA = "bitext.document/1"
#: Stands between two documents in text and Markdown: a line that holds only a form feed.
SEPARATOR = "\f\n"

_Name = TypeVar("_Name", bound=str)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_MARKDOWN_START = re.compile(r"(?=[#>+-](?:\s|$)|[0-9]{1,9}[.)](?:\s|$)|={3,}\s*$|-{3,}\s*$|~~~|```)")
_MARKDOWN_INLINE = re.compile(r"([\\`*_\[\]<])")


def as_object(document: Document, *, trace: bool = False) -> dict[str, Any]:
    """Turn a document into its JSON object; `trace` adds the blocks as read, so that the edits can be replayed.

    >>> page = as_object(Document("x", blocks=(Block("0", "paragraph", "One.", "en"),)))
    >>> page["text"], page["blocks"]
    ('One.', [{'id': '0', 'kind': 'paragraph', 'text': 'One.', 'lang': 'en'}])
    """
    meta = document.metadata
    made: dict[str, Any] = {
        "schema": SCHEMA,
        "id": document.id,
        "source": document.source,
        "url": document.url,
        "title": meta.title,
        "publisher": meta.publisher,
        "publisher_zh": meta.publisher_zh,
        "byline": meta.byline,
        "editor": meta.editor,
        "published": meta.published,
        "keywords": list(meta.keywords),
        "dateline": meta.dateline,
        "lang": document.lang,
        "status": document.status,
        "truncated": document.truncated,
        "text": document.text,
        "blocks": [{"id": b.id, "kind": b.kind, "text": b.text, "lang": b.lang} for b in document.blocks],
        "edits": [{name: getattr(e, name) for name in Edit.__slots__} for e in document.edits],
    }
    seldom: dict[str, Any] = {
        "declared_lang": meta.lang,
        "canonical": meta.canonical,
        "alternates": [{"lang": lang, "url": url} for lang, url in meta.alternates],
        "licence": meta.licence,
        "description": meta.description,
        "extra": dict(document.extra),
    }
    made.update((key, value) for key, value in seldom.items() if value)
    if trace:
        made["blocks_read"] = [{"id": b.id, "kind": b.kind, "text": b.text} for b in document.blocks_read]
    return made


def failure_as_object(id: str | None, source: str | None, error: str, extra: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Make the object that stands in the output where a record failed.

    >>> failure_as_object("7", "in.jsonl:3", "not JSON")
    {'schema': 'bitext.document/1', 'id': '7', 'source': 'in.jsonl:3', 'error': 'not JSON'}
    """
    return {"schema": SCHEMA, "id": id, "source": source, "error": error, **({"extra": dict(extra)} if extra else {})}


def as_json(made: Mapping[str, Any]) -> str:
    r"""Write an object as one line of JSON, in UTF-8 that every reader takes: a lone surrogate is escaped.

    >>> as_json({"text": "渝\ud800"})
    '{"text": "渝\\ud800"}'
    """
    line = json.dumps(made, ensure_ascii=False)
    return line if line.isascii() else _LONE_SURROGATE.sub(lambda m: f"\\u{ord(m[0]):04x}", line)


def as_text(document: Document) -> str:
    r"""Give the blocks' texts, one a line, with a newline at the end; form feeds and lone surrogates cannot stay.

    >>> as_text(Document("x", blocks=(Block("0", "heading", "One"), Block("1", "paragraph", "Two."))))
    'One\nTwo.\n'
    """
    return _writable(document.text) + "\n" if document.blocks else ""


def as_markdown(document: Document) -> str:
    r"""Give the document as Markdown: title, headings, lists, captions in italics; marks of the text are escaped.

    >>> as_markdown(Document("x", blocks=(Block("0", "heading", "One"), Block("1", "paragraph", "2. a*b"))))
    '## One\n\n2\\. a\\*b\n'
    """
    parts = [f"# {_escaped(document.title)}"] if document.title else []
    before = ""
    for block in document.blocks:
        part = _markdown(block)
        if part.startswith("- ") and before == "list_item":
            parts[-1] += "\n" + part
        else:
            parts.append(part)
        before = block.kind
    return _writable("\n\n".join(parts)) + "\n" if parts else ""


def _markdown(block: Block) -> str:
    if block.kind == "code":
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", block.text)), default=0))
        return f"{fence}\n{block.text}\n{fence}"
    if block.kind == "table":
        return _table(block.text)
    text = _escaped(block.text)
    marks = {"heading": ("## ", ""), "list_item": ("- ", ""), "caption": ("*", "*"), "credit": ("*", "*")}
    left, right = marks.get(block.kind, ("", ""))
    return left + text + right


def _table(text: str) -> str:
    """A block of lines or tabs is a table, its first line the head; a single cell, as HTML is read, stays a paragraph."""
    if "\n" not in text and "\t" not in text:
        return _escaped(text)
    rows = [[_escaped(cell).replace("|", "\\|") for cell in line.split("\t")] for line in text.split("\n")]
    width = max(map(len, rows))
    lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _escaped(text: str) -> str:
    text = _MARKDOWN_INLINE.sub(r"\\\1", " ".join(text.split("\n")))
    if not _MARKDOWN_START.match(text):
        return text
    digits = len(text) - len(text.lstrip("0123456789"))
    return f"{text[:digits]}\\{text[digits:]}"


def _writable(text: str) -> str:
    return _LONE_SURROGATE.sub("\ufffd", text).replace("\f", " ")


def document_of(made: Mapping[str, Any]) -> Document:
    """Build the document back from its JSON object.

    Raises:
        RecordError: a key is missing, or a value is not what the format says.

    >>> page = Document("x", blocks=(Block("0", "paragraph", "One.", "en"),))
    >>> document_of(as_object(page)) == page
    True
    """
    name = str(made.get("source") or made.get("id") or "document")
    if made.get("schema") != SCHEMA:
        raise RecordError(
            name, f"its schema is {made.get('schema')!r}, not {SCHEMA!r}", "write it with this version's `bitext clean --to jsonl`"
        )
    if "error" in made:
        raise RecordError(name, f"it failed when it was read: {made['error']}", "leave it out")
    try:
        return _document(made)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise RecordError(name, f"not a document: {error!r}", "write it with `bitext clean --to jsonl`") from error


def _document(made: Mapping[str, Any]) -> Document:
    metadata = Metadata(
        **{key: made.get(key) for key in ("title", "publisher", "publisher_zh", "byline", "editor", "published", "dateline")},
        **{key: made.get(key) for key in ("canonical", "licence", "description")},
        lang=made.get("declared_lang"),
        keywords=tuple(made.get("keywords") or ()),
        alternates=tuple((a["lang"], a["url"]) for a in made.get("alternates") or ()),
    )
    return Document(
        id=made["id"],
        source=made.get("source"),
        url=made.get("url"),
        metadata=metadata,
        lang=made["lang"],
        status=_one_of(made["status"], STATUSES),
        truncated=bool(made["truncated"]),
        blocks=tuple(_block(b) for b in made["blocks"]),
        edits=tuple(Edit(**{**e, "action": _one_of(e["action"], ACTIONS)}) for e in made["edits"]),
        blocks_read=tuple(_block(b) for b in made.get("blocks_read") or ()),
        extra=made.get("extra") or {},
    )


def _block(made: Mapping[str, Any]) -> Block:
    return Block(made["id"], _one_of(made["kind"], KINDS), made["text"], made.get("lang", "und"))


def _one_of(value: Any, known: tuple[_Name, ...]) -> _Name:
    for name in known:
        if value == name:
            return name
    raise ValueError(f"{value!r} is none of {', '.join(known)}")
