"""A corpus from one format into another, pair after pair; into parts for training, development and test too."""

from __future__ import annotations

import os
from collections import Counter
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from bitext.errors import RecordError, UsageError
from bitext.io.corpora import corpus_format, open_corpus, read_corpus, read_signature
from bitext.io.records import LIMIT, Failed

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping, Sequence

    from bitext.io.corpora import CorpusWriter
    from bitext.model import Pair

__all__ = ["Conversion", "convert_corpus", "part_path"]

_PACKED = (".gz", ".zst")
_FOLDERS = {"huggingface": "parquet", "huggingface-jsonl": "jsonl"}


@dataclass(slots=True)
class Conversion:
    """What a conversion did.

    `pairs` were written, `failed` records could not be read, `losses` counts the texts that lost something, by what they
    lost, `parts` the pairs of each part. `largest` is the size of the largest group that no split may part.
    """

    pairs: int = 0
    failed: int = 0
    losses: Counter[str] = field(default_factory=Counter)
    parts: dict[str, int] = field(default_factory=dict)
    largest: int = 0


def convert_corpus(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    *,
    form: str = "auto",
    to: str = "auto",
    columns: Sequence[str] = (),
    to_columns: Sequence[str] = (),
    shares: Mapping[str, float] | None = None,
    limit: int = LIMIT,
    signature: str = "",
    tell: Callable[[Failed], object] | None = None,
) -> Conversion:
    r"""Read a corpus and write its pairs in another format, in their order and in bounded memory.

    Args:
        source: the corpus to read; `-` is stdin.
        target: the corpus to write, which appears whole at the end or not at all; `-` is stdout.
        form: the format read, or `auto`.
        to: the format written, or `auto`.
        columns: what the columns of TSV are that is read.
        to_columns: what the columns of TSV shall be that is written.
        shares: parts and how much of the corpus each gets (`{"train": 0.98, "dev": 0.01, "test": 0.01}`); no document and no
            near-duplicate is parted, see `bitext.splitting.split_corpus`. Each part is a file of its own, see `part_path`, or
            a split of a dataset. The source is read once; its pairs wait in a temporary file.
        limit: bytes that a record may have.
        signature: what made the pairs; without it, what the source says made them.
        tell: called with each record that failed; the others are converted.

    Raises:
        UsageError: a format is unknown, or the shares make no sense.
        InputError: the source cannot be read at all; nothing is written.
        OutputError: the target cannot be written.

    >>> import os, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = os.path.join(folder, "a.tsv")
    ...     with open(path, "w", encoding="utf-8") as file:
    ...         _ = file.write("雨。\tRain.\n雪。\n")
    ...     done = convert_corpus(path, os.path.join(folder, "a.tmx"))
    >>> done.pairs, done.failed
    (1, 1)
    """
    done = Conversion()
    corpus_format(target, to)  # a wrong name is said before anything is read

    def read() -> Generator[Pair]:
        return _pairs(read_corpus(source, form=form, limit=limit, columns=columns), done, tell)

    made_by = signature or read_signature(source, form=form)
    with closing(read()) as pairs:  # at once, and not when it is collected: it holds the source open
        if shares:
            return _convert_split(pairs, target, shares, to, _Writing((os.fspath(source),), made_by, tuple(to_columns)), done)
        first = next(pairs, None)  # so that a source that cannot be read at all leaves the target alone
        with open_corpus(target, form=to, inputs=[source], signature=made_by, columns=to_columns) as corpus:
            for pair in chain([] if first is None else [first], pairs):
                corpus.write(pair)
                done.pairs += 1
            done.losses.update(corpus.losses)
    return done


def _pairs(found: Iterator[Pair | Failed], done: Conversion, tell: Callable[[Failed], object] | None) -> Generator[Pair]:
    """The pairs; failed records are counted and told.

    Raises:
        InputError: nothing can be read at all.
    """
    begun = False
    for one in found:
        if not isinstance(one, Failed):
            yield one
        elif not begun and not isinstance(one.error, RecordError):
            raise one.error
        else:
            done.failed += 1
            if tell is not None:
                tell(one)
        begun = True


@dataclass(frozen=True, slots=True)
class _Writing:
    """How parts are written."""

    inputs: tuple[str, ...]
    signature: str
    columns: tuple[str, ...]


def _convert_split(
    pairs: Iterator[Pair], target: str | os.PathLike[str], shares: Mapping[str, float], to: str, how: _Writing, done: Conversion
) -> Conversion:
    """Divide the pairs, which wait in a temporary file meanwhile, and write each part."""
    from bitext.io.spool import Spool
    from bitext.splitting import split_corpus

    if os.fspath(target) == "-":
        raise UsageError("split", "several parts cannot go to standard output", "name a file; each part's name goes into its name")
    with Spool() as spool:
        split = split_corpus(spool.record(pairs), shares)
        done.parts, done.largest = dict(split.sizes), split.largest
        with _open_parts(target, split.names, to, how) as corpora:
            for name, pair in zip(split, spool.replay(), strict=True):
                corpora[name].write(pair)
                done.pairs += 1
            for corpus in corpora.values():
                done.losses.update(corpus.losses)
    return done


@contextmanager
def _open_parts(target: str | os.PathLike[str], names: Sequence[str], to: str, how: _Writing) -> Iterator[Mapping[str, CorpusWriter]]:
    form = corpus_format(target, to).name
    with ExitStack() as stack:
        if form in _FOLDERS:
            from bitext.io.hugging_face import open_parts

            yield stack.enter_context(open_parts(os.fspath(target), names, signature=how.signature, suffix=_FOLDERS[form]))
        else:
            paths = {name: part_path(target, name) for name in names}
            yield {
                name: stack.enter_context(open_corpus(path, form=form, inputs=how.inputs, signature=how.signature, columns=how.columns))
                for name, path in paths.items()
            }


def part_path(path: str | os.PathLike[str], name: str) -> str:
    """Name the file of a part: its name stands before the suffix.

    >>> part_path("out/corpus.jsonl.gz", "train"), part_path("corpus.v2.zh", "dev"), part_path("corpus", "test")
    ('out/corpus.train.jsonl.gz', 'corpus.v2.dev.zh', 'corpus.test')
    """
    whole = os.fspath(path)
    packed = next((suffix for suffix in _PACKED if whole.lower().endswith(suffix)), "")
    stem, suffix = os.path.splitext(whole[: len(whole) - len(packed)])
    return f"{stem}.{name}{suffix}{whole[len(whole) - len(packed) :]}"
