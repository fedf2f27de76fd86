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
from bitext.shards.pairs import read_shard, rejection

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


def finish(task: Task, keys: Sequence[str], counts: Counter[str], failures: Sequence[str], inputs: Sequence[str]) -> dict[str, Any]:
    """Write the corpus, the rejected pairs and the report; give the report.

    The accepted pairs are read twice: the first time for their fingerprints, which lie on the disk too.

    Raises:
        OutputError: one cannot be written.
    """
    asked = task.settings.output
    signature = task.signature("run")
    decisions = _decide(task, keys)
    counts.update(dict.fromkeys(("align/pairs", "filter/accepted", "output/pairs"), 0))  # none is said too
    with ExitStack() as stack:
        rejected = stack.enter_context(open_output(asked.rejected, inputs=inputs)) if asked.rejected else None
        for line in _rejected(task, keys) if rejected else ():
            rejected.write(line)  # type: ignore[union-attr]
        corpus = stack.enter_context(open_corpus(asked.path, form=asked.form, inputs=inputs, signature=signature))
        for number, pair in enumerate(_accepted(task, keys)):
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


def _decide(task: Task, keys: Sequence[str]) -> Decisions | None:
    asked = task.settings.dedup
    if not asked.use:
        return None
    likeness = Likeness(asked.level, asked.on, asked.threshold)
    return decide_duplicates(take_fingerprints(_accepted(task, keys), likeness), asked.keep)


def _reason(found: Duplicate) -> dict[str, Any]:
    return {"filter": "duplicate", "of": found.of, "similarity": round(found.similarity, 4), "side": found.side}


def _accepted(task: Task, keys: Sequence[str]) -> Iterator[Pair]:
    for key in keys:
        yield from read_shard(task, "filtered", key)


def _rejected(task: Task, keys: Sequence[str]) -> Iterator[str]:
    for key in keys:
        with open(shard_path(task.work, "filtered", key, ".rejected.jsonl"), encoding="utf-8", newline="\n") as file:
            yield from file
