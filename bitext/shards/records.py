"""The records of a sharded run: parts of inputs, what is asked of a shard, what became of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bitext.pipeline import Settings

__all__ = ["Chunk", "Done", "Piece", "Stretch", "Task"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A file, or the lines of it that begin in bytes `[start, end)`; `end` is -1 for the whole.

    `name` is what records without an id of their own are named by: the path inside the input.
    """

    path: str
    name: str
    start: int = 0
    end: int = -1


@dataclass(frozen=True, slots=True)
class Chunk:
    """What one shard reads: pieces of one side (`zh`, `en` or `pages`), `size` bytes as they lie on the disk."""

    side: str
    pieces: tuple[Piece, ...]
    size: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Couples in a row: bytes `[start, end)` of the file of couples; `size` bytes of documents, `digest` of what is written there."""

    path: str
    start: int
    end: int
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked of every shard; it crosses to worker processes.

    `work` is the folder of shards, `signature` names what makes documents, pairs and decisions. With `resume`, what is done
    stays; with `only_look`, nothing else happens. Those of `glossary` and `site_memory` are read once by each worker.
    """

    settings: Settings
    work: str
    signatures: tuple[tuple[str, str], ...]
    resume: bool = True
    only_look: bool = False

    def signature(self, step: str) -> str:
        """What makes the outcome of a step, as one line."""
        return dict(self.signatures)[step]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a shard: its key, counts by name, the first failures, and whether it was made just now.

    `key` is empty where it was only looked for and is not there.
    """

    key: str
    counts: Counter[str] = field(default_factory=Counter, hash=False)
    failures: tuple[str, ...] = ()
    fresh: bool = True
    seconds: float = 0.0
