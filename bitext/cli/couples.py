"""Couples of texts for `bitext align`: two files, two folders of files with the same names, or records with the same ids."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from bitext.cli.batches import Batch
from bitext.cli.segment import blocks_of_record
from bitext.errors import BitextError, InputError
from bitext.io.lines import read_lines
from bitext.io.reading import Input, find_inputs
from bitext.io.records import Failed, Record
from bitext.io.streams import named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
    """Two texts to align, or why that cannot be; `number` is that of the file it is written to, where each gets one."""

    number: int
    name: str
    zh: Side | None = None
    en: Side | None = None
    error: InputError | None = None


def find_couples(zh: str, en: str, how: Reading) -> Iterator[Couple]:
    """Give the couples of two inputs, in the order of the Chinese ones; what has no partner is an error in its place."""
    left, right = (list(find_inputs([given])) for given in (zh, en))
    folders = [len(side) != 1 or (isinstance(side[0], Input) and side[0].path != given) for side, given in ((left, zh), (right, en))]
    if folders == [False, False]:
        yield from _of_files(0, left[0], right[0], how)
        return
    if True not in folders or False in folders:
        yield Couple(
            0, named(zh), error=InputError(named(en), "one input is a folder and the other is none", "give two files or two folders")
        )
        return
    partners = {_stem(one.relative): one for one in right if isinstance(one, Input)}
    for number, one in enumerate(left):
        if isinstance(one, Failed):
            yield Couple(number, one.place, error=one.error)
            continue
        partner = partners.pop(_stem(one.relative), None)
        if partner is None:
            yield Couple(number, one.relative, error=_alone(named(one.path), named(en)))
        else:
            yield from _of_files(number, one, partner, how)
    for number, rest in enumerate(partners.values(), len(left)):
        yield Couple(number, rest.relative, error=_alone(named(rest.path), named(zh)))


def _alone(one: str, other: str) -> InputError:
    return InputError(one, f"has no partner in {other}", "partners have the same name, suffix aside, or the same id")


def _stem(relative: str) -> str:
    """The name without suffixes, and without `.zh` and `.en`."""
    path = PurePath(relative)
    name = path.name.split(".")[0] or path.name
    return str(path.parent / name)


def _of_files(number: int, one: Input | Failed, other: Input | Failed, how: Reading) -> Iterator[Couple]:
    sides: list[list[Side]] = []
    for given in (one, other):
        try:
            if isinstance(given, Failed):
                raise given.error
            sides.append(list(_read(given, how)))
        except InputError as error:
            yield Couple(number, error.source, error=error)
            return
    left, right = sides
    if len(left) == len(right) == 1:
        yield Couple(number, left[0].id, left[0], right[0])
        return
    ids = {side.id: side for side in right}
    if len(ids) < len(right) or not any(side.id in ids for side in left):
        reason = f"{len(left)} texts on one side and {len(right)} on the other, and their ids do not tell partners"
        yield Couple(number, left[0].place, error=InputError(left[0].place, reason, "give partners the same id"))
        return
    for side in left:
        partner = ids.pop(side.id, None)
        yield Couple(number, side.id, side, partner, None if partner else _alone(side.place, right[0].place))
    for side in ids.values():
        yield Couple(number, side.id, error=_alone(side.place, left[0].place))


def _read(one: Input, how: Reading) -> Iterator[Side]:
    """The texts of a file: itself, or its records.

    Raises:
        InputError: it, or one of its records, cannot be read.
    """
    lines: list[str] = []
    records = False
    for read in read_lines(one.path, form="text" if how.sentences else "auto", limit=how.limit):
        if isinstance(read, Failed):
            raise read.error
        if isinstance(read, Record):
            records = True
            yield Side(read.id or read.place, read.place, tuple(_blocks(read)))
        else:
            lines.extend(read.texts)
    if not records:
        name = _stem(one.relative)
        blocks: Iterable[tuple[str, Kind, str]] = [("0", "paragraph", "\n".join(lines))]
        if how.sentences:
            blocks = ((str(n), "paragraph", text) for n, text in enumerate(lines))
        yield Side(name, named(one.path), tuple(blocks))


def _blocks(record: Record) -> Iterator[tuple[str, Kind, str]]:
    try:
        text = record.read().text
    except BitextError as error:
        raise InputError(record.place, error.reason, error.remedy) from error
    for name, kind, block in blocks_of_record(Batch(0, record.place, 1, tuple(text.split("\n")), record), record):
        if block is not None:
            yield name, kind, block
