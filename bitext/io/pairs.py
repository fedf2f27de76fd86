"""Texts that translate one another, with where they stand: from a corpus in any format, or two files of which line answers line."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from bitext.errors import InputError, RecordError
from bitext.io.corpora import read_placed
from bitext.io.lines import lines_in
from bitext.io.records import LIMIT, Failed
from bitext.io.streams import named, open_input

if TYPE_CHECKING:
    import io
    import os
    from collections.abc import Iterator

__all__ = ["TextPair", "read_pairs", "read_parallel"]


@dataclass(frozen=True, slots=True)
class TextPair:
    """A Chinese and an English text, and where the pair was found (`corpus.tsv:12`).

    >>> TextPair("下雨了。", "It rains.").en
    'It rains.'
    """

    zh: str
    en: str
    place: str = ""


def read_pairs(path: str | os.PathLike[str], *, limit: int = LIMIT) -> Iterator[TextPair | Failed]:
    r"""Read the texts of a corpus in any format, each with its place, in a stream; a bad record becomes a `Failed`.

    Args:
        path: the file, or stdin (`-`); see `bitext.io.corpora.read_corpus`. TSV has no header.
        limit: bytes that a record may have.

    >>> import os, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = os.path.join(folder, "a.tsv")
    ...     with open(path, "w", encoding="utf-8") as file:
    ...         _ = file.write("下雨了。\tIt rains.\n")
    ...     [(pair.zh, pair.place[-7:]) for pair in read_pairs(path)]
    [('下雨了。', 'a.tsv:1')]
    """
    for found in read_placed(path, limit=limit):
        yield found if isinstance(found, Failed) else TextPair(found[1].zh, found[1].en, found[0])


def _numbered(stream: io.BufferedReader, source: str, limit: int) -> Iterator[tuple[int, str | Failed]]:
    for batch in lines_in(stream, source, limit):
        if isinstance(batch, Failed):
            yield batch.position, batch
        else:
            yield from enumerate(batch.texts, batch.first)


def read_parallel(zh: str | os.PathLike[str], en: str | os.PathLike[str], *, limit: int = LIMIT) -> Iterator[TextPair | Failed]:
    """Read two files of which each line of one translates that line of the other; a pair with a blank side is passed over.

    Args:
        zh: the Chinese lines.
        en: the English lines, as many.
        limit: bytes that a line may have.

    A file with more lines than the other is a `Failed` at the end: then the lines may be shifted against one another.
    """
    names = named(zh), named(en)
    try:
        with open_input(zh) as left, open_input(en) as right:
            sides = (_numbered(left, names[0], limit), _numbered(right, names[1], limit))
            for one, other in zip_longest(*sides):
                if one is None or other is None:
                    if not _is_end(one or other):
                        short, number = (names[0] if one is None else names[1]), (one or other)[0]
                        yield _failed(f"{short}:{number}", "has fewer lines than the other file", "align the texts first", number)
                        return
                    continue
                failed = [side[1] for side in (one, other) if isinstance(side[1], Failed)]
                if failed:
                    yield from failed
                elif str(one[1]).strip() and str(other[1]).strip():
                    yield TextPair(str(one[1]), str(other[1]), f"{names[0]}:{one[0]}")
    except InputError as error:
        yield Failed(error.source, error)


def _is_end(side: tuple[int, str | Failed]) -> bool:
    """Whether this is the nothing after a file's last line end."""
    return side[1] == ""


def _failed(place: str, reason: str, remedy: str, position: int) -> Failed:
    return Failed(place, RecordError(place, reason, remedy), position=position)
