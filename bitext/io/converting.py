"""A corpus from one format into another, pair after pair; into parts for training, development and test too."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from bitext.errors import RecordError
from bitext.io.corpora import corpus_format, open_corpus, read_corpus, read_signature
from bitext.io.records import LIMIT, Failed

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Sequence

__all__ = ["Conversion", "convert_corpus"]


@dataclass(slots=True)
class Conversion:
    """What a conversion did: pairs written, records that failed, and how many texts lost something, by what they lost."""

    pairs: int = 0
    failed: int = 0
    losses: Counter[str] = field(default_factory=Counter)


def convert_corpus(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    *,
    form: str = "auto",
    to: str = "auto",
    columns: Sequence[str] = (),
    to_columns: Sequence[str] = (),
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
        limit: bytes that a record may have.
        signature: what made the pairs; without it, what the source says made them.
        tell: called with each record that failed; the others are converted.

    Raises:
        UsageError: a format is unknown.
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
    found = read_corpus(source, form=form, limit=limit, columns=columns)
    first = next(found, None)
    if isinstance(first, Failed) and not isinstance(first.error, RecordError):
        raise first.error
    made_by = signature or read_signature(source, form=form)
    with open_corpus(target, form=to, inputs=[source], signature=made_by, columns=to_columns) as corpus:
        for one in chain([] if first is None else [first], found):
            if isinstance(one, Failed):
                done.failed += 1
                if tell is not None:
                    tell(one)
            else:
                corpus.write(one)
                done.pairs += 1
        done.losses.update(corpus.losses)
    return done
