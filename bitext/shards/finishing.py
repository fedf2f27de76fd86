"""The last step of a run: duplicates go, the corpus and the report are written, what killed processes left is swept away."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from bitext.deduplication import Likeness
from bitext.deduplication.deciding import decide_duplicates
from bitext.deduplication.fingerprints import take_fingerprints
from bitext.io.corpora import open_corpus
from bitext.io.documents import as_json
from bitext.io.writing import open_output
from bitext.pipeline.reporting import report_object, report_text
from bitext.shards.marking import shard_path, sweep
from bitext.shards.naming import name_pages, rename_object, rename_pair
from bitext.shards.pairs import read_ids, read_shard, rejection

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Mapping, Sequence

    from bitext.deduplication.deciding import Decisions, Duplicate
    from bitext.model import Pair
    from bitext.shards.records import Task

__all__ = ["finish", "report_paths", "timings_path", "write_timings"]


def report_paths(path: str) -> tuple[str, str]:
    """Where the report of a corpus goes, as JSON and as text.

    >>> report_paths("out/news.tsv")
    ('out/news.tsv.report.json', 'out/news.tsv.report.txt')
    """
    stem = "bitext-run" if path == "-" else path.rstrip("/")
    return f"{stem}.report.json", f"{stem}.report.txt"


def timings_path(path: str) -> str:
    """Where the timings of a corpus go.

    >>> timings_path("out/news.tsv")
    'out/news.tsv.timings.json'
    """
    return report_paths(path)[0].removesuffix(".report.json") + ".timings.json"


def finish(
    task: Task, keys: Sequence[tuple[str, str]], counts: Counter[str], failures: Sequence[str], inputs: Sequence[str]
) -> dict[str, Any]:
    """Write the corpus, the rejected pairs and the report; give the report.

    The accepted pairs are read twice: the first time for their fingerprints, which lie on the disk too.

    Args:
        task: says what is asked, and where shards lie.
        keys: of the shards in order: of the pairs before filtering, and of those after.
        counts: what was counted so far, to which this step adds.
        failures: what could not be read.
        inputs: files that must not be written over.

    Raises:
        OutputError: one cannot be written.
    """
    asked = task.settings.output
    signature = task.signature("run")
    shards = _Shards(task, keys)
    decisions = _decide(task, shards)
    counts.update(dict.fromkeys(("align/pairs", "filter/accepted", "output/pairs"), 0))  # none is said too
    with ExitStack() as stack:
        rejected = stack.enter_context(open_output(asked.rejected, inputs=inputs)) if asked.rejected else None
        for line in shards.rejected() if rejected else ():
            rejected.write(line)  # type: ignore[union-attr]
        corpus = stack.enter_context(open_corpus(asked.path, form=asked.form, inputs=inputs, signature=signature))
        for number, pair in enumerate(shards.accepted()):
            if decisions is None or decisions.kept[number]:
                counts["output/pairs"] += 1
                corpus.write(pair)
                continue
            counts["dedup/duplicates"] += 1
            if rejected is not None:
                rejected.write(rejection(pair, [_reason(decisions.duplicate_of(number))]))
    if decisions is not None:
        counts["dedup/kept"] = counts["output/pairs"]
    made = report_object(counts, failures, signature)
    for path, text in zip(report_paths(asked.path), (as_json(made) + "\n", report_text(made)), strict=True):
        with open_output(path, inputs=inputs) as out:
            out.write(text)
    sweep(task.work, (asked.path, asked.rejected))
    return made


def write_timings(task: Task, jobs: int, seconds: Mapping[str, float], shards: Mapping[str, tuple[int, int]]) -> None:
    """Write what differs from one run to the next, apart from the report: processes, seconds by step, shards made and found.

    Raises:
        OutputError: it cannot be written.
    """
    counts = {step: {"made": count - skipped, "found": skipped} for step, (count, skipped) in shards.items()}
    with open_output(timings_path(task.settings.output.path)) as out:
        out.write(as_json({"jobs": jobs, "seconds": dict(seconds), "shards": counts}) + "\n")


def _decide(task: Task, shards: _Shards) -> Decisions | None:
    asked = task.settings.dedup
    if not asked.use:
        return None
    likeness = Likeness(asked.level, asked.on, asked.threshold)
    return decide_duplicates(take_fingerprints(shards.accepted(), likeness), asked.keep)


def _reason(found: Duplicate) -> dict[str, Any]:
    return {"filter": "duplicate", "of": found.of, "similarity": round(found.similarity, 4), "side": found.side}


class _Shards:
    """The pairs of all shards in order, pages of both languages under their last names."""

    def __init__(self, task: Task, keys: Sequence[tuple[str, str]]) -> None:
        self._task, self._keys = task, [filtered for _, filtered in keys]
        self._names = name_pages(read_ids(task, pairs) for pairs, _ in keys) if task.settings.input.pages else []

    def accepted(self) -> Iterator[Pair]:
        for number, key in enumerate(self._keys):
            pairs = read_shard(self._task, "filtered", key)
            yield from (rename_pair(pair, self._names[number]) for pair in pairs) if self._names else pairs

    def rejected(self) -> Iterator[str]:
        for number, key in enumerate(self._keys):
            with open(shard_path(self._task.work, "filtered", key, ".rejected.jsonl"), encoding="utf-8", newline="\n") as lines:
                yield from (as_json(rename_object(line, self._names[number])) + "\n" for line in lines) if self._names else lines
