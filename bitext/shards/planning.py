"""Inputs cut into shards by their sizes alone, so that every process of a job array plans the same without reading them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from bitext.io.reading import Input, find_inputs, format_of
from bitext.shards.records import Chunk, Piece

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bitext.io.records import Failed
    from bitext.pipeline import Settings

__all__ = ["plan_chunks", "share"]


def plan_chunks(settings: Settings, side: str, size: int) -> tuple[list[Chunk], list[Failed]]:
    """Cut the inputs of a side into chunks of about `size` bytes, in the order in which they are read; tell what is not there.

    Small files go together, plain JSONL is cut at line ends, and any other file stays whole: a packed one is read from its
    beginning.
    """
    found: list[Piece] = []
    failed: list[Failed] = []
    inputs: tuple[str, ...] = getattr(settings.input, side)
    for given in inputs:
        prefix = os.path.basename(given.rstrip("/")) + "/" if len(inputs) > 1 and os.path.isdir(given) else ""
        for one in find_inputs([given], include=settings.input.include, exclude=settings.input.exclude):
            if isinstance(one, Input):
                found.append(Piece(one.path, prefix + one.relative))
            else:
                failed.append(one)
    return list(_packed(side, (cut for piece in found for cut in _cut(piece, size)), size)), failed


def _cut(piece: Piece, size: int) -> Iterator[tuple[Piece, int]]:
    try:
        whole = os.path.getsize(piece.path)
    except OSError:
        whole = 0  # reading it will say what is wrong
    if whole <= size or format_of(piece.path) != "jsonl" or piece.path.lower().endswith((".gz", ".zst")):
        yield piece, whole
        return
    for start in range(0, whole, size):
        yield Piece(piece.path, piece.name, start, min(start + size, whole)), min(size, whole - start)


def _packed(side: str, pieces: Iterable[tuple[Piece, int]], size: int) -> Iterator[Chunk]:
    held: list[Piece] = []
    total = 0
    for piece, length in pieces:
        if held and total + length > size:
            yield Chunk(side, tuple(held), total)
            held, total = [], 0
        held.append(piece)
        total += length
    if held:
        yield Chunk(side, tuple(held), total)


def share(count: int, shard: tuple[int, int] | None) -> list[int]:
    """Give the numbers, of `count`, that are the K-th of N processes' to do; all where there is one.

    >>> share(5, (2, 2)), share(3, None)
    ([1, 3], [0, 1, 2])
    """
    return list(range(count)) if shard is None else list(range(shard[0] - 1, count, shard[1]))
