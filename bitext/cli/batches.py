r"""One run of a command that works line by line (`detect`, `segment`, `normalize`): the plumbing they share.

A command makes a `LineRun` and gives a picklable function from a `Batch` to the text to write:

    def _work(to: str, batch: Batch) -> str:
        return "".join(render(line, to) for line in batch.texts)

    raise typer.Exit(run_lines(run, partial(_work, to)))

Text inputs come as batches of lines in order, about 64 KiB each. With `paragraphs=True` a batch ends after a blank line, so
that no paragraph is cut in two (one over the limit aside). A JSONL, WARC or HTML record comes as one batch with `record` set
and its text, cut at `\n`, as `texts`. What the function raises as a `BitextError` is named and costs exit code 3; what it raises
otherwise costs only the lines (in paragraph mode the batch) that raised it. `failed` makes the output that stands for a failure.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, groupby
from typing import TYPE_CHECKING

from bitext.cli.pool import map_in_order, processors
from bitext.cli.terminal import complain, printable
from bitext.errors import BitextError, InputError, RecordError
from bitext.io.lines import read_lines
from bitext.io.reading import Input, find_inputs
from bitext.io.records import LIMIT, Failed, Record
from bitext.io.streams import named
from bitext.io.writing import is_folder, open_output, output_paths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from bitext.io.writing import Output

__all__ = ["Batch", "LineRun", "run_lines"]


@dataclass(frozen=True, slots=True)
class LineRun:
    """What the command line asks for; `suffix` is that of the files which `-o FOLDER/` makes.

    With `check` the output is a list of what is wrong, and any output at all makes the exit code 1.
    """

    inputs: list[str]
    output: str = "-"
    suffix: str = ".jsonl"
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    form: str = "auto"
    limit: int = LIMIT
    jobs: int = 1
    paragraphs: bool = False
    check: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """Lines of one input, in order; `first` counts from 1. `record` is what they come from where that is no plain text.

    `number` and `file` are those of the input.
    """

    number: int
    file: str
    first: int
    texts: tuple[str, ...]
    record: Record | None = None

    @property
    def place(self) -> str:
        """Where it lies, for messages."""
        return self.record.place if self.record else f"{self.file}:{self.first}"


@dataclass(frozen=True, slots=True)
class _Done:
    number: int
    output: str = ""
    failures: tuple[str, ...] = ()
    whole: bool = False


_Item = Batch | tuple[int, Failed]


def run_lines(run: LineRun, work: Callable[[Batch], str], failed: Callable[[Failed], str] | None = None) -> int:
    """Read the inputs, work on their batches, in `run.jobs` processes, write in order; give the exit code, 0, 1 or 3.

    Args:
        run: what is asked.
        work: a picklable function from a batch to its output.
        failed: makes the output that stands in a failed line's or record's place; without it, nothing does.

    Raises:
        OutputError: an output cannot be written.
    """
    found = list(find_inputs(run.inputs, include=run.include, exclude=run.exclude))
    counter = _Counter()
    items = (item for number, one in enumerate(found) for item in _items(number, one, run))
    outcomes = counter.told(map_in_order(partial(_work, work, failed), items, _size, run.jobs or processors()))
    if is_folder(run.output):
        _write_folder(run, found, outcomes)
    else:
        with open_output(run.output, inputs=[i.path for i in found if isinstance(i, Input)]) as out:
            _write(out, outcomes)
    if counter.failed:
        return 3
    return 1 if run.check and counter.wrote else 0


class _Counter:
    """Names the failures as they go by, counts them, and notes whether there was any output."""

    def __init__(self) -> None:
        self.failed = 0
        self.wrote = False

    def told(self, outcomes: Iterable[_Done]) -> Iterator[_Done]:
        for outcome in outcomes:
            for message in outcome.failures:
                self.failed += 1
                complain(message)
            self.wrote = self.wrote or bool(outcome.output)
            yield outcome


def _items(number: int, one: Input | Failed, run: LineRun) -> Iterator[_Item]:
    if isinstance(one, Failed):
        yield number, one
        return
    file = named(one.path)
    for read in read_lines(one.path, form=run.form, limit=run.limit, paragraphs=run.paragraphs):
        if isinstance(read, Failed):
            yield number, read
        elif isinstance(read, Record):
            yield Batch(number, file, 1, (), read)
        else:
            yield Batch(number, file, read.first, read.texts)


def _size(item: _Item) -> int:
    if isinstance(item, tuple):
        return 0
    return len(item.record.content) if item.record else sum(map(len, item.texts))


def _work(work: Callable[[Batch], str], failed: Callable[[Failed], str] | None, item: _Item) -> _Done:
    """Work on one batch; a batch with a bad line is worked on line by line, so that the others are done."""
    if isinstance(item, tuple):
        number, failure = item
        whole = not isinstance(failure.error, RecordError)
        return _Done(number, failed(failure) if failed and not whole else "", (str(failure.error),), whole)
    try:
        return _Done(item.number, work(_with_texts(item)))
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001  a fault of ours in one line must not end a run over a million
        if item.record is None and len(item.texts) > 1:
            parts = [_work(work, failed, replace(item, first=item.first + n, texts=(text,))) for n, text in enumerate(item.texts)]
            return _Done(item.number, "".join(p.output for p in parts), tuple(m for p in parts for m in p.failures))
        return _failure(item, error, failed)


def _failure(item: Batch, error: Exception, failed: Callable[[Failed], str] | None) -> _Done:
    if not isinstance(error, BitextError):
        reason = f"a fault in bitext ({type(error).__name__}: {error})"
        error = RecordError(item.place, reason, "please report it with the line")
    own = item.record.id if item.record else None
    stands = error if isinstance(error, InputError) else InputError(error.source, error.reason, error.remedy)
    failure = Failed(item.place, stands, own, item.record.position if item.record else item.first)
    return _Done(item.number, failed(failure) if failed else "", (str(error),))


def _with_texts(batch: Batch) -> Batch:
    """The batch with a record's lines: those of its text, or the visible blocks of its HTML."""
    if batch.record is None:
        return batch
    text = batch.record.read().text
    if batch.record.form != "html":
        return replace(batch, texts=tuple(text.removesuffix("\n").split("\n")))
    from bitext.html import read_html

    return replace(batch, texts=tuple(block.text for block in read_html(text, url=batch.record.url).blocks))


def _write(out: Output, outcomes: Iterable[_Done]) -> None:
    escape = out.name == "stdout" and sys.stdout.isatty()
    for outcome in outcomes:
        out.write(printable(outcome.output) if escape else outcome.output)
        if out.name == "stdout":
            out.flush()


def _write_folder(run: LineRun, found: list[Input | Failed], outcomes: Iterable[_Done]) -> None:
    """Write one file an input; an input that could not be read at all gets none."""
    inputs = [i for i in found if isinstance(i, Input)]
    names = output_paths(inputs, run.output, run.suffix)
    targets = dict(zip((n for n, i in enumerate(found) if isinstance(i, Input)), names, strict=True))
    sources = {os.path.realpath(i.path): i.path for i in inputs if i.path != "-"}
    for number, group in groupby(outcomes, key=lambda o: o.number):
        first = next(group)
        if first.whole:
            continue
        clash = sources.get(os.path.realpath(targets[number]))
        with open_output(targets[number], inputs=[clash] if clash else [], folders=True) as out:
            _write(out, chain([first], group))  # noqa: B031  the one use of it
