r"""Corpora in and out: pairs in every format, one record at a time, by the suffix of the file's name.

`read_corpus` gives pairs, and a `Failed` in the place of what is none; `open_corpus` gives a writer whose file appears whole
at the end. A format is a row of `FORMATS`; its reader and writer stand in a module of its own that is loaded when it is used.
"""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Protocol

from bitext.errors import InputError, UsageError
from bitext.io.records import LIMIT, Failed
from bitext.io.streams import named, open_input

if TYPE_CHECKING:
    import io
    from collections import Counter
    from collections.abc import Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from bitext.model import Pair

__all__ = ["FORMATS", "CorpusFormat", "CorpusWriter", "corpus_format", "open_corpus", "read_corpus", "read_placed", "read_signature"]

_PACKED = (".gz", ".zst")
_HEAD = 4096
_XML = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<(?:\?xml\s|!DOCTYPE\s|!--|(?:[\w-]+:)?(?:tmx|xliff)[\s>])")
_XLIFF = re.compile(rb"<(?:[\w-]+:)?xliff\b")
_OBJECT = re.compile(rb'\{\s*"[^"\n]*"\s*:')


class CorpusWriter(Protocol):
    """What a format's writer offers while its file is open; `losses` counts what the format made of texts it cannot hold."""

    losses: Counter[str]

    def write(self, pair: Pair) -> None:
        """Add a pair."""


class _StreamReader(Protocol):
    def __call__(
        self, stream: io.BufferedReader[Any], source: str, *, limit: int, columns: Sequence[str]
    ) -> Iterator[tuple[str, Pair] | Failed]: ...


class _PathReader(Protocol):
    def __call__(self, path: str, *, limit: int) -> Iterator[tuple[str, Pair] | Failed]: ...


class _Opener(Protocol):
    def __call__(
        self, path: str, *, inputs: tuple[str, ...], signature: str, columns: Sequence[str]
    ) -> AbstractContextManager[CorpusWriter]: ...


@dataclass(frozen=True, slots=True)
class CorpusFormat:
    """A format: its name, the suffixes that tell it, its module, whether a pipe can carry it, and whether it holds a signature.

    The module of a stream has `read_stream(stream, source, limit=, columns=)`, that of another format `read_path(path,
    limit=)`; both give `(place, pair)` or `Failed`. `open_writer` is a context in which pairs are written, and
    `signature_of(path)` gives the signature.
    """

    name: str
    suffixes: tuple[str, ...]
    module: str
    stream: bool = True
    signed: bool = False

    @property
    def read_stream(self) -> _StreamReader:
        """The reader of an open stream."""
        reader: _StreamReader = import_module(self.module).read_stream
        return reader

    @property
    def read_path(self) -> _PathReader:
        """The reader of a path, for a format that is no stream."""
        reader: _PathReader = import_module(self.module).read_path
        return reader

    @property
    def open_writer(self) -> _Opener:
        """The format's writer: a context in which pairs are written."""
        opener: _Opener = import_module(self.module).open_writer
        return opener


#: Every format of pairs, by name.
FORMATS: dict[str, CorpusFormat] = {
    made.name: made
    for made in (
        CorpusFormat("jsonl", (".jsonl", ".ndjson"), "bitext.io.pair_lines"),
        CorpusFormat("tsv", (".tsv", ".tab"), "bitext.io.pair_rows"),
        CorpusFormat("tmx", (".tmx",), "bitext.io.tmx", signed=True),
        CorpusFormat("xliff", (".xlf", ".xliff"), "bitext.io.xliff", signed=True),
        CorpusFormat("xliff2", (), "bitext.io.xliff_second", signed=True),
        CorpusFormat("parquet", (".parquet",), "bitext.io.parquet", stream=False, signed=True),
        CorpusFormat("huggingface", (), "bitext.io.hugging_face", stream=False, signed=True),
        CorpusFormat("huggingface-jsonl", (), "bitext.io.hugging_face_lines", stream=False, signed=True),
        CorpusFormat("sqlite", (".sqlite", ".sqlite3", ".db"), "bitext.io.database", stream=False, signed=True),
        CorpusFormat("moses", (".zh", ".en", ".zh_cn", ".zh_tw", ".zip"), "bitext.io.moses", stream=False),
    )
}


def corpus_format(path: str | os.PathLike[str], form: str = "auto") -> CorpusFormat:
    """The format of a corpus: the one named, else the one that the suffix tells; a stream is JSONL unless said.

    Raises:
        UsageError: no such format, or nothing tells it.

    >>> corpus_format("corpus.tsv.gz").name, corpus_format("-").name, corpus_format("x.dat", "tsv").name
    ('tsv', 'jsonl', 'tsv')
    """
    if form != "auto":
        if form not in FORMATS:
            raise UsageError(form, "is no format of pairs", f"known are: {', '.join(FORMATS)}")
        return FORMATS[form]
    suffix = _suffix(path)
    if _is_folder(path):
        return FORMATS["huggingface"]
    if os.fspath(path) == "-" or not suffix:
        return FORMATS["jsonl"]
    for made in FORMATS.values():
        if suffix in made.suffixes:
            return made
    raise UsageError(named(path), "its suffix tells no format of pairs", f"name it: {', '.join(FORMATS)}")


def _is_folder(path: str | os.PathLike[str]) -> bool:
    return os.fspath(path).endswith(("/", os.sep)) or os.path.isdir(path)


def _suffix(path: str | os.PathLike[str]) -> str:
    name = PurePath(os.fspath(path).lower())
    return PurePath(name.stem).suffix if name.suffix in _PACKED else name.suffix


def read_corpus(
    path: str | os.PathLike[str], *, form: str = "auto", limit: int = LIMIT, columns: Sequence[str] = ()
) -> Iterator[Pair | Failed]:
    r"""Read the pairs of a corpus in a stream; a bad record becomes a `Failed`, and so does a file that cannot be read.

    Args:
        path: the file; `-` is stdin.
        form: the format's name, or `auto` for what the suffix tells, else the first bytes.
        limit: bytes that a record may have.
        columns: what the columns of TSV are; `zh, en, score` without them.

    Raises:
        UsageError: the format is unknown.

    A record without an id of its own is named by the file and its line or number.

    >>> import tempfile
    >>> from bitext.model import Pair
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = os.path.join(folder, "a.tsv")
    ...     with open_corpus(path) as corpus:
    ...         corpus.write(Pair("1", "雨。", "Rain.", 0.9))
    ...     [(pair.zh, pair.en, pair.score) for pair in read_corpus(path)]
    [('雨。', 'Rain.', 0.9)]
    """
    for found in read_placed(path, form=form, limit=limit, columns=columns):
        yield found if isinstance(found, Failed) else found[1]


def read_placed(
    path: str | os.PathLike[str], *, form: str = "auto", limit: int = LIMIT, columns: Sequence[str] = ()
) -> Iterator[tuple[str, Pair] | Failed]:
    """Read a corpus as `read_corpus` does, each pair with its place: `corpus.tsv:12` for a line, `corpus.tmx#3` for a unit.

    Raises:
        UsageError: the format is unknown.
    """
    chosen = None if form == "auto" and _is_untold(path) else corpus_format(path, form)
    try:
        if chosen is not None and not chosen.stream:
            _refuse_stream(path, chosen)
            yield from chosen.read_path(os.fspath(path), limit=limit)
            return
        source = named(path)
        with open_input(path) as stream:
            if not stream.peek(1):
                raise InputError(source, "is empty", "check what wrote it")
            chosen = chosen or FORMATS[_told_by(stream.peek(_HEAD)[:_HEAD])]
            yield from chosen.read_stream(stream, source, limit=limit, columns=columns)
    except InputError as error:
        yield Failed(named(path), error)


def _is_untold(path: str | os.PathLike[str]) -> bool:
    """Whether the first bytes must tell the format: of stdin, and of a file with a suffix that tells none."""
    suffix = _suffix(path)
    return os.fspath(path) == "-" or not (_is_folder(path) or any(suffix in made.suffixes for made in FORMATS.values()))


def _told_by(head: bytes) -> str:
    """The format of a stream, by its first bytes; rows, unless they are an object or XML."""
    if _XML.match(head.replace(b"\0", b"")):
        return "xliff" if _XLIFF.search(head.replace(b"\0", b"")) else "tmx"
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")[0]
    return "jsonl" if _OBJECT.match(first) or (first.startswith(b"{") and b"\t" not in first) else "tsv"


def _refuse_stream(path: str | os.PathLike[str], chosen: CorpusFormat) -> None:
    if os.fspath(path) == "-":
        raise UsageError(chosen.name, "cannot go through a pipe", "name a file, or choose jsonl, tsv, tmx or xliff")
    if chosen.name != "moses" and os.fspath(path).lower().endswith(_PACKED):
        raise UsageError(chosen.name, "cannot be packed as a whole", "leave .gz or .zst out of the name")


def read_signature(path: str | os.PathLike[str], *, form: str = "auto") -> str:
    """Give the signature that a corpus says made it; empty where it says none or cannot be read.

    It is empty too where the path is that of a pipe (stdin, `<(…)`), of which nothing would be left to read afterwards.

    Raises:
        UsageError: the format is unknown.
    """
    if not (os.path.isfile(path) or os.path.isdir(path)) or (form == "auto" and _is_untold(path)):
        return ""
    chosen = corpus_format(path, form)
    if not chosen.signed:
        return ""
    try:
        signature: str = import_module(chosen.module).signature_of(os.fspath(path))
    except InputError:
        return ""
    return signature


@contextmanager
def open_corpus(
    path: str | os.PathLike[str],
    *,
    form: str = "auto",
    inputs: Iterable[str | os.PathLike[str]] = (),
    signature: str = "",
    columns: Sequence[str] = (),
) -> Iterator[CorpusWriter]:
    """Open a corpus for writing; it appears whole at the end, or stays as it was when anything is raised inside.

    Args:
        path: where to write; `-` is stdout.
        form: the format's name, or `auto` for what the suffix tells.
        inputs: files that must not be written over.
        signature: what made the pairs, for formats with a place for it.
        columns: what the columns of TSV shall be; `zh, en, score` without them.

    Raises:
        UsageError: the format is unknown, or cannot go where it shall.
        OutputError: it cannot be written, or is one of the inputs.
    """
    chosen = corpus_format(path, form)
    if not chosen.stream:
        _refuse_stream(path, chosen)
    if columns and chosen.name != "tsv":
        raise UsageError("columns", f"{chosen.name} has none", "leave them out, or write tsv")
    given = tuple(os.fspath(one) for one in inputs)
    with chosen.open_writer(os.fspath(path), inputs=given, signature=signature, columns=columns) as writer:
        yield writer
