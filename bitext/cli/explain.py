"""`bitext explain`: one page, and what became of each of its blocks, and why."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bitext.cli.choices import (
    DEFAULT_LIMIT,
    Config,
    Form,
    Keep,
    Layout,
    Limit,
    Mask,
    Only,
    Sites,
    Skip,
    Tickers,
    files_or_help,
    make_options,
    one_of,
    parse_limit,
)  # fmt: skip
from bitext.cli.terminal import Painter, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bitext.model import Block, Document, Edit

__all__ = ["explain_command"]

#: Characters of a block that are shown.
_SHOWN = 160
_MARKS = {"kept": ("  ", "dim"), "changed": ("~ ", "yellow"), "dropped": ("- ", "red"), "lifted": ("^ ", "blue")}


def explain_command(
    ctx: typer.Context,
    file: Annotated[str | None, typer.Argument(metavar="FILE", help="One page, or - for standard input.", show_default=False)] = None,
    form: Form = "auto",
    keep: Keep = None,
    tickers: Tickers = "restore",
    mask: Mask = None,
    skip: Skip = None,
    only: Only = None,
    site_memory: Sites = None,
    limit: Limit = DEFAULT_LIMIT,
    layout: Layout = "text",
    config: Config = None,
) -> None:
    """Show what a page is, what it says of itself, and what became of each block and why."""
    del config  # its callback has set the defaults
    one_of("--format", layout, ("text", "json"))
    one_of("--from", form, ("auto", "html", "text", "markdown"))
    options = make_options(keep, tickers, mask, skip, only, site_memory)
    size = parse_limit(limit)
    (name,) = files_or_help(ctx, [file] if file else None)
    from bitext.cleaning import clean
    from bitext.io.documents import as_json, as_object
    from bitext.io.reading import read_input
    from bitext.io.records import Failed

    for number, record in enumerate(read_input(name, form=form, limit=size)):
        if isinstance(record, Failed):
            raise record.error
        source = record.source or record.place
        document = clean(record.read(), form=record.form, url=record.url, id=record.id, name=source, options=options, extra=record.extra)
        if layout == "json":
            typer.echo(printable(as_json({**as_object(document, trace=True), "explained": list(_explained(document))})))
        else:
            typer.echo(("\n" if number else "") + "\n".join(_page(document, Painter.of(sys.stdout))))


def _page(document: Document, paint: Painter) -> Iterator[str]:
    """The page as lines: head, metadata, blocks, sum."""
    yield paint(_line(document.source or document.id), "bold")
    yield f"status: {document.status}" + (", breaks off" if document.truncated else "")
    yield from (f"  {_line(e.why)}" for e in document.edits if e.block is None or e.rule == "page-status")
    yield from (f"{name}: {_line(value)}" for name, value in _stated(document))
    yield ""
    explained = list(_explained(document))
    for entry in explained:
        mark, colour = _MARKS[entry["outcome"]]
        yield paint(f"{mark}[{entry['id']}] {entry['kind']}: {_short(entry['text'])}", colour)
        yield from (paint(f"      {_line(said)}", "dim") for said in entry["said"])
    counts = [f"{sum(e['outcome'] == name for e in explained)} {name}" for name in _MARKS]
    yield ""
    yield f"{len(explained)} blocks read: {', '.join(counts)}; {len(document.edits)} edits"


def _stated(document: Document) -> Iterator[tuple[str, str]]:
    meta = document.metadata
    for name in ("title", "publisher", "publisher_zh", "byline", "editor", "published", "dateline", "canonical", "licence"):
        value = getattr(meta, name)
        if value:
            yield name, value
    if meta.keywords:
        yield "keywords", ", ".join(meta.keywords)
    yield "language", document.lang


def _explained(document: Document) -> Iterator[dict[str, Any]]:
    """For each block as read: what became of it, and each edit in words."""
    edits: dict[str, list[Edit]] = {}
    joined: set[str] = set()
    for edit in document.edits:
        edits.setdefault((edit.block or "").split(".")[0], []).append(edit)
        if edit.action == "join":
            joined.update(other.split(".")[0] for other in edit.before or () if other != edit.block)
    cleaned: dict[str, list[Block]] = {}
    for block in document.blocks:
        cleaned.setdefault(block.id.split(".")[0], []).append(block)
    for read in document.blocks_read:
        mine, now = edits.get(read.id, []), cleaned.get(read.id, [])
        said = [_said(e) for e in mine]
        if read.id in joined and not now:
            said.append("joined to the block before it")
        yield {"id": read.id, "kind": read.kind, "text": read.text, "outcome": _outcome(read, now, mine, read.id in joined), "said": said}


def _outcome(read: Block, now: Sequence[Block], edits: Sequence[Edit], joined: bool) -> str:
    if not now and not joined:
        return "lifted" if edits and edits[-1].action == "lift" else "dropped"
    return "kept" if [(b.kind, b.text) for b in now] == [(read.kind, read.text)] else "changed"


def _said(edit: Edit) -> str:
    what = {"edit": f"{edit.before!r} → {edit.after!r}", "retype": f"{edit.before} → {edit.after}", "flag": f"{edit.before!r}"}.get(
        edit.action, ""
    )
    if edit.action == "lift" and isinstance(edit.after, dict):
        what = ", ".join(f"{name}: {value}" for name, value in edit.after.items())
    return f"{edit.action} by {edit.rule} ({edit.category}): {edit.why}" + (f" [{what}]" if what else "")


def _line(text: str) -> str:
    return printable(text, one_line=True)


def _short(text: str) -> str:
    return _line(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")
