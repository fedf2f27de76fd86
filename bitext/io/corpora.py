r"""Corpora in and out: pairs in every format, one record at a time, by the suffix of the file's name.

`read_corpus` gives pairs, and a `Failed` in the place of what is none; `open_corpus` gives a writer whose file appears whole
at the end. A format is a row of `FORMATS`: a reader and a writer, each in a module of its own that is loaded when it is used.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, Protocol

from bitext.errors import InputError, UsageError
from bitext.io.records import LIMIT, Failed
from bitext.io.streams import named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager

    from bitext.model import Pair

__all__ = ["FORMATS", "CorpusFormat", "CorpusWriter", "corpus_format", "open_corpus", "read_corpus"]

_PACKED = (".gz", ".zst")


class CorpusWriter(Protocol):
    """What a format's writer offers while its file is open."""

    def write(self, pair: Pair) -> None:
        """Add a pair."""


class _Reader(Protocol):
    def __call__(self, path: str, *, limit: int) -> Iterator[Pair | Failed]: ...


class _Opener(Protocol):
    def __call__(self, path: str, *, inputs: tuple[str, ...], signature: str) -> AbstractContextManager[CorpusWriter]: ...


@dataclass(frozen=True, slots=True)
class CorpusFormat:
    """A format: its name, the suffixes that tell it, and the module that holds its `read` and `open_writer`."""

    name: str
    suffixes: tuple[str, ...]
    module: str

    @property
    def read(self) -> _Reader:
        """The format's reader: an iterator over pairs and failures."""
        reader: _Reader = import_module(self.module).read
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
    name = PurePath(os.fspath(path).lower())
    if os.fspath(path) == "-" or not (PurePath(name.stem).suffix if name.suffix in _PACKED else name.suffix):
        return FORMATS["jsonl"]
    suffix = PurePath(name.stem).suffix if name.suffix in _PACKED else name.suffix
    for made in FORMATS.values():
        if suffix in made.suffixes:
            return made
    raise UsageError(named(path), "its suffix tells no format of pairs", f"name it: {', '.join(FORMATS)}")


def read_corpus(path: str | os.PathLike[str], *, form: str = "auto", limit: int = LIMIT) -> Iterator[Pair | Failed]:
    r"""Read the pairs of a corpus in a stream; a bad record becomes a `Failed`, and so does a file that cannot be read.

    Args:
        path: the file; `-` is stdin.
        form: the format's name, or `auto` for what the suffix tells.
        limit: bytes that a record may have.

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
    chosen = corpus_format(path, form)
    try:
        yield from chosen.read(os.fspath(path), limit=limit)
    except InputError as error:
        yield Failed(named(path), error)


@contextmanager
def open_corpus(
    path: str | os.PathLike[str], *, form: str = "auto", inputs: Iterable[str | os.PathLike[str]] = (), signature: str = ""
) -> Iterator[CorpusWriter]:
    """Open a corpus for writing; it appears whole at the end, or stays as it was when anything is raised inside.

    Args:
        path: where to write; `-` is stdout.
        form: the format's name, or `auto` for what the suffix tells.
        inputs: files that must not be written over.
        signature: what made the pairs, for formats with a place for it.

    Raises:
        UsageError: the format is unknown.
        OutputError: it cannot be written, or is one of the inputs.
    """
    chosen = corpus_format(path, form)
    with chosen.open_writer(os.fspath(path), inputs=tuple(os.fspath(one) for one in inputs), signature=signature) as writer:
        yield writer
