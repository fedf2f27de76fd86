"""Inputs: files, folders and stdin, in every format, as one stream of records.

The suffix decides the format (`.gz` and `.zst` are looked through); stdin and unknown suffixes are told by their
first bytes. What cannot be read becomes a `Failed` in its place, and the others go on.
"""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal, cast

from bitext.errors import InputError
from bitext.io.jsonl import parse_record, read_jsonl
from bitext.io.records import LIMIT, Failed, Record
from bitext.io.streams import named, open_input, read_bounded, reading_errors
from bitext.io.warc import read_warc

if TYPE_CHECKING:
    import io
    from collections.abc import Iterable, Iterator, Sequence

    from bitext.io.records import Form

__all__ = ["Input", "find_inputs", "format_in", "format_of", "input_files", "read_input", "read_inputs", "records_in"]

Format = Literal["html", "text", "markdown", "jsonl", "json", "warc"]
SUFFIXES: dict[str, Format] = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".shtml": "html", ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".warc": "warc", ".wet": "warc",
}  # fmt: skip
_PACKED = (".gz", ".zst")
_HTML_START = re.compile(
    rb"<(?:!--|!doctype\s|(?:html|head|body|title|meta|link|script|style|div|table|article|section|main|p|h[1-6]|ul|span)[\s>/])",
    re.IGNORECASE,
)
_HTML_PAGE = re.compile(rb"<(?:html|head|body)[\s>]|</(?:p|div|span|a|li|td|h[1-6])>", re.IGNORECASE)
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read (`-` is stdin), and its name inside the folder it was found in."""

    path: str
    relative: str


def format_of(name: str) -> Format | None:
    """The format that a file name's suffix tells; None for an unknown one.

    >>> format_of("pages/a.HTML.gz"), format_of("CC-MAIN.warc.wet.gz"), format_of("a.docx")
    ('html', 'warc', None)
    """
    path = PurePath(name.lower())
    return SUFFIXES.get(PurePath(path.stem).suffix if path.suffix in _PACKED else path.suffix)


def find_inputs(
    paths: Iterable[str | os.PathLike[str]], *, include: Sequence[str] = (), exclude: Sequence[str] = ()
) -> Iterator[Input | Failed]:
    """Walk folders in sorted order and list the files to read; files that are named themselves are always read.

    Args:
        paths: files, folders or `-`.
        include: globs on the path inside the folder, or on the file name alone; without any, known suffixes count.
        exclude: globs of what to leave out. Hidden files and folders, links to folders and special files are left out anyway.
    """
    for given in paths:
        path = os.fspath(given)
        if path == "-":
            yield Input("-", "stdin")
            continue
        try:
            with reading_errors(named(path)):
                folder = stat.S_ISDIR(os.stat(path).st_mode)
        except InputError as error:
            yield Failed(named(path), error)
            continue
        yield from _walk(path, include, exclude) if folder else (Input(path, os.path.basename(path)),)


def input_files(
    paths: Iterable[str | os.PathLike[str]], *, include: Sequence[str] = (), exclude: Sequence[str] = ()
) -> list[str | os.PathLike[str]]:
    """List the files that `find_inputs` finds, for `open_output` to keep from writing over them; what cannot be read is left out."""
    return [found.path for found in find_inputs(paths, include=include, exclude=exclude) if isinstance(found, Input)]


def _walk(root: str, include: Sequence[str], exclude: Sequence[str]) -> Iterator[Input | Failed]:
    """Depth first with a stack of its own, as deep as a path can get."""
    found, stack = 0, [(root, "")]
    while stack:
        path, relative = stack.pop()
        try:
            with reading_errors(named(path)):
                if relative and not os.path.isdir(path):
                    found += 1
                    yield Input(path, relative)
                    continue
                with os.scandir(path) as listing:
                    entries = sorted(listing, key=lambda entry: entry.name, reverse=True)
        except InputError as error:
            found += 1
            yield Failed(named(path), error)
            continue
        for entry in entries:
            inside = f"{relative}/{entry.name}" if relative else entry.name
            if not entry.name.startswith(".") and not _matches(inside, exclude) and _wanted(entry, inside, include):
                stack.append((entry.path, inside))
    if not found:
        wanted = "matches --include" if include else f"ends in a known suffix ({', '.join(SUFFIXES)})"
        yield Failed(named(root), InputError(named(root), f"holds no file that {wanted}", "check the folder and the globs"))


def _wanted(entry: os.DirEntry[str], inside: str, include: Sequence[str]) -> bool:
    if entry.is_dir(follow_symlinks=False):
        return True
    try:
        regular = entry.is_file()
    except OSError:
        return True  # reading it will say what is wrong
    return regular and (_matches(inside, include) if include else format_of(entry.name) is not None)


def _matches(inside: str, globs: Sequence[str]) -> bool:
    name = inside.rpartition("/")[2]
    return any(fnmatchcase(inside, glob) or fnmatchcase(name, glob) for glob in globs)


def read_inputs(
    paths: Iterable[str | os.PathLike[str]],
    *,
    form: str = "auto",
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    limit: int = LIMIT,
) -> Iterator[Record | Failed]:
    """Every record of every input, in order; see `find_inputs` and `read_input`."""
    for found in find_inputs(paths, include=include, exclude=exclude):
        yield from (found,) if isinstance(found, Failed) else read_input(found.path, form=form, limit=limit)


def read_input(path: str | os.PathLike[str], *, form: str = "auto", limit: int = LIMIT) -> Iterator[Record | Failed]:
    """The records of one file or of stdin (`-`), in a stream: at most one record is held.

    Args:
        path: the file; its suffix tells the format.
        form: `html`, `text` or `markdown` says what the pages are; `auto` looks at suffix, field and content.
        limit: bytes that a record may have, unpacked; a longer one becomes a `Failed`.
    """
    source = named(path)
    try:
        with open_input(path) as stream:
            yield from records_in(stream, source, format_in(path, stream), form, limit)
    except InputError as error:
        yield Failed(source, error)


def format_in(path: str | os.PathLike[str], stream: io.BufferedReader) -> Format | None:
    """The format of an open input, by its name, else by its first bytes, which stay unread; None for text or HTML."""
    known = None if os.fspath(path) == "-" else format_of(os.fspath(path))
    if known:
        return known
    head = stream.peek(_HEAD)[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"WARC/"):
        return "warc"
    return "jsonl" if re.match(rb'\{\s*"[^"\n]*"\s*:', head) else None


def records_in(stream: io.BufferedReader, source: str, kind: Format | None, form: str, limit: int) -> Iterator[Record | Failed]:
    """The records of an open input of a known format.

    Raises:
        InputError: it is empty, or a single record over the limit.
    """
    if not stream.peek(1):
        raise InputError(source, "is empty", "check what wrote it")
    if kind == "jsonl":
        yield from read_jsonl(stream, source, limit, form)
    elif kind == "warc":
        yield from read_warc(stream, source, limit)
    else:
        data = read_bounded(stream, limit, source)
        if kind == "json":
            yield parse_record(data, source, form=form, remedy="a .json file holds one object; name it .jsonl if it holds one a line")
        else:
            yield Record(source, _form(kind, form, data), data)


def _form(kind: Format | None, form: str, data: bytes) -> Form:
    chosen = kind if form == "auto" else form
    if chosen in ("html", "markdown") or (chosen == "text" and form == "text"):
        return cast("Form", chosen)
    return "html" if _is_html(data) else "text"


def _is_html(data: bytes) -> bool:
    """Tell HTML from text by its first 4 KiB: a tag at the very start, or several among the text."""
    head = data[:_HEAD].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return _HTML_START.match(head) is not None or len(_HTML_PAGE.findall(head)) >= 3
