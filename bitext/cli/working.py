"""What is done with each record of a run, the same in this process and in a worker: read, clean, render."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from bitext.cleaning import Options, clean
from bitext.cli.showing import diff_lines, find_changes, github_line, is_changed, json_line, text_line
from bitext.cli.terminal import Painter
from bitext.errors import BitextError, InputError, RecordError
from bitext.io.documents import as_json, as_markdown, as_object, as_text, failure_as_object
from bitext.io.records import Failed, Record
from bitext.sites import SiteMemory

if TYPE_CHECKING:
    from bitext.model import Document

__all__ = ["Item", "Outcome", "Task", "size_of", "work"]


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked of every record; plain values, since it crosses to worker processes.

    `show` is what comes out, `layout` the format of documents or findings that `show` asks for. The site memory
    is left out of `options`: a worker reads it once from its file.
    """

    show: Literal["document", "diff", "findings"]
    layout: str
    options: Options
    site_memory: str | None = None
    trace: bool = False
    coloured: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A record and the number and name of the input that it comes from."""

    number: int
    file: str
    record: Record | Failed


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a record: the text to write, why it failed, what the summary counts.

    `whole` tells that the failure is of the whole input, not of one of its records.
    """

    number: int
    output: str = ""
    failure: str = ""
    whole: bool = False
    changed: bool = False
    edits: int = 0
    said: str = ""


def size_of(item: Item) -> int:
    """Give the size of a record's content, in bytes or characters."""
    return len(item.record.content) if isinstance(item.record, Record) else 0


def work(task: Task, item: Item) -> Outcome:
    """Clean one record and render what the task asks for; a bad record is an outcome, since the others go on.

    Raises:
        OSError: a file of the package itself is missing, which no other record would survive.
    """
    record = item.record
    try:
        if isinstance(record, Failed):
            raise record.error
        decoded = record.read()
        document = clean(
            decoded,
            form=record.form,
            url=record.url,
            id=record.id,
            name=record.source or record.place,
            options=_with_memory(task.options, task.site_memory),
            extra=record.extra,
        )
        output = _render(task, item, record, document, decoded.text)
    except BitextError as error:
        return _failure(task, item, error)
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001  a fault of ours in one page must not end a run over a million
        reason = f"a fault in bitext ({type(error).__name__}: {error})"
        return _failure(task, item, RecordError(record.place, reason, "please report it with the page"))
    said = f"{record.place}: {document.status}, {len(document.blocks)} of {len(document.blocks_read)} blocks, {len(document.edits)} edits"
    return Outcome(item.number, output, changed=is_changed(document), edits=len(document.edits), said=said)


def _failure(task: Task, item: Item, error: BitextError) -> Outcome:
    """A failed record is a line of JSONL too, so that lines out stand for lines in."""
    record = item.record
    whole = isinstance(record, Failed) and isinstance(error, InputError) and not isinstance(error, RecordError)
    output = ""
    if task.show == "document" and task.layout == "jsonl":
        source, extra = (record.source or record.place, record.extra) if isinstance(record, Record) else (record.place, None)
        message = f"{error.reason}; {error.remedy}" if error.remedy else error.reason
        output = as_json(failure_as_object(record.id, source, message, extra)) + "\n"
    return Outcome(item.number, output, failure=str(error), whole=whole)


def _render(task: Task, item: Item, record: Record, document: Document, text: str) -> str:
    if task.show == "diff":
        return "".join(line + "\n" for line in diff_lines(document, record.place, Painter(enabled=task.coloured)))
    if task.show == "findings":
        alone = record.place == item.file
        write = {"text": text_line, "json": json_line, "github": github_line}[task.layout]
        found = find_changes(document, item.file, text if alone else "", 1 if alone else record.position)
        return "".join(write(f) + "\n" for f in found)
    if task.layout == "jsonl":
        return as_json(as_object(document, trace=task.trace)) + "\n"
    return as_markdown(document) if task.layout == "md" else as_text(document)


def _with_memory(options: Options, path: str | None) -> Options:
    return options if path is None else _remembering(options, path)


@lru_cache(maxsize=1)
def _remembering(options: Options, path: str) -> Options:
    from dataclasses import replace

    return replace(options, site_memory=SiteMemory.load(path))
