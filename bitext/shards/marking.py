"""Shards on the disk: files named by what went into them, and a marker that says they are whole.

A shard's key hashes its input and the signature of its step, so what changes either has another name, and what is there
under a name is what would be made again. The marker is written last, so a shard without one is not finished.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING

from bitext.io.writing import open_output, remove_left
from bitext.shards.records import Done

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bitext.shards.records import Task

__all__ = ["find_shard", "make_key", "make_shard", "shard_path", "sweep"]

#: Failures that a marker keeps in words; all are counted.
TOLD = 100


def make_key(*parts: str) -> str:
    """Hash the parts that a shard is named by.

    >>> make_key("documents", "3fa1") == make_key("documents", "3fa1"), len(make_key("a"))
    (True, 32)
    """
    return hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def shard_path(work: str, step: str, key: str, suffix: str = ".jsonl") -> str:
    """Say where a shard's file lies; two digits of the key name a folder, for some file systems bear no million files in one."""
    return os.path.join(work, step, key[:2], key + suffix)


def find_shard(task: Task, step: str, key: str) -> Done | None:
    """Give what became of a shard, if it is finished and its files have the sizes that the marker says."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        with open(shard_path(task.work, step, key, ".done"), encoding="utf-8") as file:
            made = json.load(file)
        sizes = {suffix: os.path.getsize(shard_path(task.work, step, key, suffix)) for suffix in made["files"]}
        if sizes == made["files"]:
            return Done(key, Counter(made["counts"]), tuple(made["failures"]), fresh=False)
    return None


def make_shard(
    task: Task, step: str, key: str, make: Callable[[], tuple[Counter[str], list[str]]], suffixes: tuple[str, ...] = (".jsonl",)
) -> Done:
    """Give a shard that is finished, or let `make` write its files, and then the marker.

    Args:
        task: says where, and whether what is done stays.
        step: the step's name.
        key: the shard's.
        make: writes the files; gives counts and failures.
        suffixes: of the files that it writes.

    Raises:
        OutputError: a file cannot be written.
    """
    found = find_shard(task, step, key) if task.resume or task.only_look else None
    if found or task.only_look:
        return found or Done("")
    begin = time.monotonic()
    counts, failures = make()
    files = {suffix: os.path.getsize(shard_path(task.work, step, key, suffix)) for suffix in suffixes}
    told = failures[:TOLD]
    with open_output(shard_path(task.work, step, key, ".done"), folders=True) as out:
        out.write(json.dumps({"counts": dict(sorted(counts.items())), "failures": told, "files": files}, ensure_ascii=False) + "\n")
    return Done(key, counts, tuple(told), seconds=time.monotonic() - begin)


def sweep(work: str, outputs: Iterable[str]) -> None:
    """Remove what killed processes left half written in the folder of shards and beside the outputs."""
    for folder in {os.path.dirname(os.path.realpath(path)) for path in outputs if path not in ("", "-")}:
        remove_left(folder)
    for folder, _, _ in os.walk(work):
        remove_left(folder)
