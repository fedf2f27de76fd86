"""A run from its inputs to the corpus, in one process or many, on one machine or as jobs of an array."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from bitext.errors import InputError, UsageError
from bitext.io.writing import open_output
from bitext.pipeline.settings import read_size
from bitext.processes import CHUNK_SIZE, Workers, processors
from bitext.shards.coupling import couple_documents, cut_couples
from bitext.shards.finishing import finish, write_timings
from bitext.shards.marking import find_shard
from bitext.shards.pairs import align_shard
from bitext.shards.planning import plan_chunks, share
from bitext.shards.preparing import check_places, describe, make_task
from bitext.shards.reading import digest_part
from bitext.shards.records import Done
from bitext.shards.units import clean_and_read

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Protocol

    from bitext.pipeline import Settings
    from bitext.shards.records import Chunk, Stretch, Task

    class _Work(Protocol):
        """A step over one shard, whose input has a digest: what became of each of its parts."""

        def __call__(self, task: Task, part: Any, digest: str, /) -> tuple[Done, ...]: ...


__all__ = ["Outcome", "Progress", "plan_run", "run_pipeline"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a step is: bytes done of those it has in all, shards found finished, and what failed in the last shard."""

    step: str
    done: int
    total: int
    skipped: int = 0
    failures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run: the report, how many inputs and records failed, seconds by step, and what is left to do, if anything.

    The report is empty where a job array has more to do first; `next` says what.
    """

    report: dict[str, Any] = field(default_factory=dict)
    failed: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    next: str = ""


class _Run:
    """One run while it goes on: what was counted, named and timed so far."""

    def __init__(
        self, task: Task, jobs: int, shard: tuple[int, int] | None, observe: Callable[[Progress], None], *, merge: bool = False
    ) -> None:
        self.task, self.jobs, self.shard, self.observe, self.merge = task, jobs, shard, observe, merge
        self.counts: Counter[str] = Counter()
        self.failures: list[str] = []
        self.seconds: dict[str, float] = {}
        self.skipped: dict[str, tuple[int, int]] = {}
        self.workers = Workers(jobs)

    @property
    def failed(self) -> int:
        return sum(number for name, number in self.counts.items() if name.endswith("/failed"))

    def count(self, done: Done) -> None:
        self.counts.update(done.counts)
        self.failures += done.failures[: max(0, 100 - len(self.failures))]

    def map(self, step: str, work: _Work, parts: Sequence[Chunk | Stretch]) -> list[tuple[str, ...]]:
        """Carry out a step over its shards; give the keys of all that was made of each, in order.

        Raises:
            InputError: shards are missing where they were only to be looked for.
        """
        begin = time.monotonic()
        mine = [parts[n] for n in share(len(parts), self.shard)]
        at, total = 0, sum(part.size for part in mine)
        self.observe(Progress(step, 0, total))
        digests = [digest_part(part) for part in mine]
        found = [_found(work, self.task, part, digest) for part, digest in zip(mine, digests, strict=True)]
        todo = [] if self.merge else [one for *one, done in zip(mine, digests, found, strict=True) if done is None]
        skipped = sum(1 for done in found if done)
        workers = self.workers if len(todo) > 1 else Workers(1)  # one shard is soonest done here
        made = workers.map(partial(_carry_out, work, self.task), todo, lambda _: CHUNK_SIZE)
        keys: list[tuple[str, ...]] = []
        for part, there in zip(mine, found, strict=True):
            several = there or ((Done(""),) if self.merge else next(made))
            for done in several:
                self.count(done)
            at += part.size
            keys.append(tuple(done.key for done in several))
            self.observe(Progress(step, at, total, skipped, tuple(m for done in several for m in done.failures)))
        next(made, None)  # to its end: a map that is left open ends the workers
        self.seconds[step] = round(time.monotonic() - begin, 3)
        self.skipped[step] = len(mine), skipped
        if missing := sum(not all(of_shard) for of_shard in keys):
            reason = f"{missing} of {len(keys)} shards of the step `{step}` are not finished"
            raise InputError(self.task.work, reason, "run the jobs that failed again, or leave --merge out to do them here")
        return keys


def _found(work: _Work, task: Task, part: Chunk | Stretch, digest: str) -> tuple[Done, ...] | None:
    """What became of a shard that is finished: looked for here, so that workers start only where there is work."""
    made = work(replace(task, only_look=True), part, digest) if task.resume else ()
    return made if made and all(done.key for done in made) else None


def _carry_out(work: _Work, task: Task, part: tuple[Chunk | Stretch, str]) -> tuple[Done, ...]:
    return work(task, *part)


def run_pipeline(
    settings: Settings,
    *,
    jobs: int | None = None,
    shard: tuple[int, int] | None = None,
    merge: bool = False,
    resume: bool = True,
    observe: Callable[[Progress], None] = lambda _: None,
) -> Outcome:
    """Carry out a run: read, clean, match, align, filter, take out duplicates, write.

    Args:
        settings: what to do; see `bitext.shards.read_settings`.
        jobs: processes, 0 for one a processor; else what the settings say. They change no result.
        shard: (K, N) does the K-th of N shares of the step that is next, for job arrays; K counts from 1.
        merge: only do what needs all shards together: couple the documents, or join the pairs and write them.
        resume: whether shards that are finished stay; else all is done again.
        observe: is told how far each step is.

    Raises:
        UsageError: a setting is wrong, what is asked does not go together, or the sides are the wrong way round.
        InputError: no input is there, or shards are missing for `merge`.
        OutputError: an output cannot be written.
    """
    asked = settings.run.jobs if jobs is None else jobs
    _check_asked(asked, shard, merge=merge, resume=resume)
    check_places(settings)
    run = _Run(replace(make_task(settings), resume=resume), asked or processors(), shard, observe, merge=merge)
    try:
        outcome = _go(run)
    except BaseException:
        run.workers.end()
        raise
    run.workers.close()
    return outcome


def _check_asked(jobs: int, shard: tuple[int, int] | None, *, merge: bool, resume: bool) -> None:
    if jobs < 0:
        raise UsageError("-j", f"{jobs} is no number of processes", "write 1 or more, or 0 for one a processor")
    if shard is not None and not 1 <= shard[0] <= shard[1]:
        raise UsageError("--shard", f"{shard[0]}/{shard[1]} is no share", "write K/N with K from 1 to N: 3/16")
    if shard is not None and merge:
        raise UsageError("--merge", "comes after all jobs with --shard", "leave one of them out")
    if not resume and (shard is not None or merge):
        raise UsageError("--no-resume", "would undo what the other jobs did", "delete the folder of shards instead, and begin with --shard")


def _go(run: _Run) -> Outcome:
    """Take a run from step to step."""
    task, settings, shard, merge, observe = run.task, run.task.settings, run.shard, run.merge, run.observe
    chunks = _plan(run)
    parts: Sequence[Chunk | Stretch] = chunks
    if not settings.input.pages:
        key = _coupled(run, chunks)
        if not key or (merge and run.seconds.get("match")):
            return Outcome(failed=run.failed, seconds=run.seconds, next="--shard" if key else "--merge")
        parts = list(cut_couples(task, key))
    keys = [(pairs, filtered) for pairs, filtered in run.map("align", align_shard, parts)]
    if shard is not None:
        return Outcome(failed=run.failed, seconds=run.seconds, next="--merge")
    begin = time.monotonic()
    observe(Progress("write", 0, 1))
    report = finish(task, keys, run.counts, run.failures, [piece.path for chunk in chunks for piece in chunk.pieces])
    observe(Progress("write", 1, 1))
    run.seconds["write"] = round(time.monotonic() - begin, 3)
    write_timings(task, run.jobs, run.seconds, run.skipped)
    return Outcome(report, run.failed, run.seconds)


def _plan(run: _Run) -> list[Chunk]:
    """Cut the inputs, Chinese first; count and name what is not there.

    Raises:
        InputError: nothing is.
    """
    settings = run.task.settings
    chunks: list[Chunk] = []
    for side in ("pages",) if settings.input.pages else ("zh", "en"):
        found, failed = plan_chunks(settings, side, read_size(settings.run.shard))
        messages = tuple(str(one.error) for one in failed)
        run.counts[f"{side}/failed"] += len(failed)
        run.failures += messages
        run.observe(Progress("plan", 0, 1, failures=messages))
        if not found:
            raise InputError(side, "nothing there can be read", "check [input]")
        chunks += found
    return chunks


def _coupled(run: _Run, chunks: Sequence[Chunk]) -> str:
    """Clean the documents and couple them; give the key of the couples, empty where the other jobs have to end first."""
    pointer = os.path.join(run.task.work, "couples.json")
    plan = _plan_digest(run.task, chunks)
    if run.shard is not None:
        key = _pointed(run.task, pointer, plan)
        if not key:
            run.map("clean", clean_and_read, chunks)
        return key
    keys = [cleaned for cleaned, *_ in run.map("clean", clean_and_read, chunks)]
    begin = time.monotonic()
    run.observe(Progress("match", 0, 1))
    zh = sum(chunk.side == "zh" for chunk in chunks)
    done = couple_documents(run.task, keys[:zh], keys[zh:])
    run.count(done)
    run.observe(Progress("match", 1, 1, not done.fresh))
    if done.fresh or _pointed(run.task, pointer, plan) != done.key:
        run.seconds["match"] = round(time.monotonic() - begin, 3)
        with open_output(pointer, folders=True) as out:
            out.write(json.dumps({"plan": plan, "key": done.key}) + "\n")
    return done.key


def _plan_digest(task: Task, chunks: Sequence[Chunk]) -> str:
    """What a job can know of all inputs without reading them: names, sizes, times."""
    digest = hashlib.blake2b(json.dumps(task.signatures).encode(), digest_size=16)
    for chunk in chunks:
        for piece in chunk.pieces:
            with suppress(OSError):
                found = os.stat(piece.path)
                digest.update(f"{chunk.side}\0{piece}\0{found.st_size}\0{found.st_mtime_ns}".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _pointed(task: Task, pointer: str, plan: str) -> str:
    """The key of the couples that were found for this plan, if they are there."""
    with suppress(OSError, ValueError, KeyError, TypeError), open(pointer, encoding="utf-8") as file:
        made = json.load(file)
        if made["plan"] == plan and find_shard(task, "couples", made["key"]):
            return str(made["key"])
    return ""


def plan_run(settings: Settings) -> dict[str, Any]:
    """Say what a run would do, without doing it: inputs, steps with their options, shards, signature, outputs.

    Raises:
        UsageError: a setting is wrong.
        InputError: no input is there.
        OutputError: an output could not be written.
    """
    check_places(settings)
    run = _Run(make_task(settings), 1, None, lambda _: None)
    chunks = _plan(run)
    return describe(run.task, chunks, run.failures)
