"""Couples of texts for `bitext align`: two files, two folders of files with the same names, or records with the same ids."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bitext.cli.batches import Batch
from bitext.cli.segment import blocks_of_record
from bitext.errors import BitextError, InputError, RecordError
from bitext.io.lines import read_lines
from bitext.io.reading import Input, find_inputs
from bitext.io.records import Failed, Record
from bitext.io.streams import named
from bitext.pipeline import name_stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bitext.model import Kind

__all__ = ["Couple", "Reading", "Side", "find_couples"]


@dataclass(frozen=True, slots=True)
class Reading:
    """How inputs are read: `sentences` takes every line for a sentence; `limit` is in bytes, a record."""

    sentences: bool = False
    limit: int = 64 << 20


@dataclass(frozen=True, slots=True)
class Side:
    """A text of one side: its id, where it is from, and its blocks (id, kind, text), or its sentences."""

    id: str
    place: str
    blocks: tuple[tuple[str, Kind, str], ...]


@dataclass(frozen=True, slots=True)
class Couple:
    """Two texts to align, or why that cannot be.

    `name` is the couple's id. `number` and `file` are those of the couple of files that it is from: its place, and the Chinese file's
    path inside the folder, suffix aside.
    """

    number: int
    name: str
    file: str = ""
    zh: Side | None = None
    en: Side | None = None
    error: BitextError | None = None


def find_couples(zh: str, en: str, how: Reading) -> Iterator[Couple]:
    """Give the couples of two inputs, in the order of the Chinese ones; what has no partner is an error in its place."""
    left, right = (list(find_inputs([given])) for given in (zh, en))
    folders = [len(side) != 1 or (isinstance(side[0], Input) and side[0].path != given) for side, given in ((left, zh), (right, en))]
    if folders == [False, False]:
        yield from _of_files(0, left[0], right[0], how)
    elif True not in folders or False in folders:
        error = InputError(named(en), "one input is a folder and the other is none", "give two files or two folders")
        yield Couple(0, named(zh), error=error)
    else:
        yield from _of_folders(left, right, (named(zh), named(en)), how)


def _of_folders(
    left: Sequence[Input | Failed], right: Sequence[Input | Failed], folders: tuple[str, str], how: Reading
) -> Iterator[Couple]:
    """Couples of files by their names; a name that two files of one side share tells no partner."""
    counts = [Counter(name_stem(one.relative) for one in side if isinstance(one, Input)) for side in (left, right)]
    partners = {name_stem(one.relative): one for one in right if isinstance(one, Input)}
    for number, one in enumerate((*left, *right)):
        if isinstance(one, Failed):
            yield Couple(number, one.place, error=one.error)
            continue
        stem, chinese = name_stem(one.relative), number < len(left)
        if twice := [folder for count, folder in zip(counts, folders, strict=True) if count[stem] > 1]:
            remedy = "give partners one name, suffix aside, and no other file that name"
            yield Couple(
                number, one.relative, error=InputError(named(one.path), f"{twice[0]} has the name {stem!r} more than once", remedy)
            )
        elif not counts[chinese][stem]:
            yield Couple(number, one.relative, error=_alone(named(one.path), folders[chinese]))
        elif chinese:
            yield from _of_files(number, one, partners[stem], how)


def _alone(one: str, other: str) -> InputError:
    return InputError(one, f"has no partner in {other}", "partners have the same name, suffix aside, or the same id")


def _of_files(number: int, one: Input | Failed, other: Input | Failed, how: Reading) -> Iterator[Couple]:
    sides: list[list[Side]] = []
    failed = False
    for given in (one, other):
        sides.append([])
        try:
            if isinstance(given, Failed):
                raise given.error
            for read in _read(given, how):
                if isinstance(read, Side):
                    sides[-1].append(read)
                else:
                    failed = True
                    yield Couple(number, read.source, error=read)
        except InputError as error:
            yield Couple(number, error.source, error=error)
            return
    left, right = sides
    if failed and not (left and right):
        return  # what failed is named, and nothing is left to be its partner
    file = name_stem(one.relative) if isinstance(one, Input) else ""
    if len(left) == len(right) == 1 and not failed:
        yield Couple(number, left[0].id, file, left[0], right[0])
    elif left and right and not {side.id for side in left} & {side.id for side in right}:
        reason = f"{len(left)} texts on one side and {len(right)} on the other, and their ids do not tell partners"
        yield Couple(number, left[0].place, error=InputError(left[0].place, reason, "give partners the same id"))
    else:
        yield from _of_records(number, file, left, right, tuple(named(given.path) for given in (one, other) if isinstance(given, Input)))


def _of_records(number: int, file: str, left: Sequence[Side], right: Sequence[Side], files: tuple[str, ...]) -> Iterator[Couple]:
    """Couples of records by their ids; an id that two records of one file share tells no partner."""
    counts = [Counter(side.id for side in sides) for sides in (left, right)]
    partners = {side.id: side for side in right}
    for place, side in enumerate((*left, *right)):
        chinese = place < len(left)
        if twice := [name for count, name in zip(counts, files, strict=True) if count[side.id] > 1]:
            reason = f"{twice[0]} has the id {side.id!r} more than once"
            yield Couple(number, side.id, file, error=InputError(side.place, reason, "give each record an id of its own"))
        elif not counts[chinese][side.id]:
            yield Couple(number, side.id, file, error=_alone(side.place, files[chinese]))
        elif chinese:
            yield Couple(number, side.id, file, side, partners[side.id])


def _read(one: Input, how: Reading) -> Iterator[Side | InputError]:
    """The texts of a file: itself, or its records, with the error of a record that is none.

    Raises:
        InputError: it cannot be read.
    """
    lines: list[str] = []
    bad: list[InputError] = []
    records = False
    for read in read_lines(one.path, form="text" if how.sentences else "auto", limit=how.limit):
        if isinstance(read, Record):
            records = True
            yield _of_record(read)
        elif not isinstance(read, Failed):
            lines.extend(read.texts)
        elif isinstance(read.error, RecordError):
            bad.append(read.error)
        else:
            raise read.error
    if lines and bad:
        raise bad[0]  # a text without one of its lines is another text
    yield from bad
    if not records and not bad:
        name = name_stem(one.relative)
        blocks: Iterable[tuple[str, Kind, str]] = [("0", "paragraph", "\n".join(lines))]
        if how.sentences:
            blocks = ((str(n), "paragraph", text) for n, text in enumerate(lines))
        yield Side(name, named(one.path), tuple(blocks))


def _of_record(record: Record) -> Side | InputError:
    try:
        return Side(record.id or record.place, record.place, tuple(_blocks(record)))
    except InputError as error:
        return error


def _blocks(record: Record) -> Iterator[tuple[str, Kind, str]]:
    try:
        text = record.read().text
    except BitextError as error:
        raise InputError(record.place, error.reason, error.remedy) from error
    for name, kind, block in blocks_of_record(Batch(0, record.place, 1, tuple(text.split("\n")), record), record):
        if block is not None:
            yield name, kind, block
