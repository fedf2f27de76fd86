"""`bitext align PAGE`: pages that hold both languages, each for itself."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from bitext.alignment.encoders import load_encoder
from bitext.alignment.evidence import find_evidence
from bitext.alignment.linking import add_links
from bitext.alignment.pages import align_page
from bitext.cli.pool import map_in_order, processors
from bitext.cli.terminal import complain, printable, say
from bitext.errors import BitextError, RecordError
from bitext.io.alignments import as_pair_json, as_pair_row
from bitext.io.bilingual import bilingual_documents
from bitext.io.reading import Input, find_inputs, read_input
from bitext.io.records import Failed, Record
from bitext.io.streams import named
from bitext.io.writing import is_folder, open_output, output_paths
from bitext.words import make_cutter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bitext.alignment.pages import AlignedPage
    from bitext.glossary import Glossary
    from bitext.model import Document

__all__ = ["Pages", "run_pages"]


@dataclass(frozen=True, slots=True)
class Pages:
    """What is asked of every page; plain values, since it crosses to worker processes. `terms` are (Chinese, English).

    `vectors` are the encoder's name and whether it may be fetched.
    """

    to: str
    layout: str
    nulls: bool
    explain: bool
    words: bool
    terms: tuple[tuple[str, str], ...]
    glossary: Glossary | None
    vectors: tuple[str, bool] = ("none", False)


@dataclass(frozen=True, slots=True)
class _Item:
    """A record, the number of its input, and the id of its page where it has none of its own."""

    number: int
    name: str
    record: Record | Failed


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What is written for a record, why something failed, and what is said of its pages."""

    number: int
    output: str = ""
    failures: tuple[str, ...] = ()
    said: tuple[str, ...] = ()


def run_pages(page: str, how: Pages, output: str, *, limit: int, jobs: int, quiet: bool) -> int:
    """Align the pages of a file, a folder, JSONL or standard input; give the exit code.

    Raises:
        OutputError: the output cannot be written.
    """
    found = list(find_inputs([page]))
    outcomes = map_in_order(partial(_work, how), _items(found, limit), _size, jobs or processors())
    failed = 0

    def told() -> Iterator[_Outcome]:
        nonlocal failed
        for outcome in outcomes:
            failed += len(outcome.failures)
            for line in outcome.failures:
                complain(line)
            for line in () if quiet else outcome.said:
                say(line)
            yield outcome

    if is_folder(output):
        _write_folder(told(), found, output, how.to)
    else:
        with open_output(output, inputs=[one.path for one in found if isinstance(one, Input)]) as out:
            escape = out.name == "stdout" and sys.stdout.isatty()
            for outcome in told():
                out.write(printable(outcome.output) if escape else outcome.output)
    return 3 if failed else 0


def _items(found: Sequence[Input | Failed], limit: int) -> Iterator[_Item]:
    for number, one in enumerate(found):
        if isinstance(one, Failed):
            yield _Item(number, one.place, one)
            continue
        for count, record in enumerate(read_input(one.path, limit=limit), 1):
            name = named(one.relative)
            yield _Item(number, name if count == 1 else f"{name}#{count}", record)


def _size(item: _Item) -> int:
    return len(item.record.content) if isinstance(item.record, Record) else 0


def _work(how: Pages, item: _Item) -> _Outcome:
    """Align the pages of a record; what fails is an outcome, since the others go on."""
    if isinstance(item.record, Failed):
        return _Outcome(item.number, failures=(str(item.record.error),))
    try:
        documents = bilingual_documents(item.record, item.name)
    except BitextError as error:
        return _Outcome(item.number, failures=(str(error),))
    made, failures, said = [], [], []
    for document in documents:
        try:
            encoder = load_encoder(how.vectors[0], download=how.vectors[1])
            page = align_page(document, layout=how.layout, terms=how.terms, nulls=how.nulls, encoder=encoder)
        except BitextError as error:
            failures.append(str(error))
        except Exception as error:  # noqa: BLE001  a fault of ours in one page must not end a run over a million
            reason = f"a fault in bitext ({type(error).__name__}: {error})"
            failures.append(str(RecordError(document.id, reason, "please report it with the page")))
        else:
            made.append(_rendered(page, how))
            said.append(_summary(document, page))
    return _Outcome(item.number, "".join(made), tuple(failures), tuple(said))


def _rendered(page: AlignedPage, how: Pages) -> str:
    if how.to == "tsv":
        return "".join(map(as_pair_row, page.pairs))
    cutter = make_cutter(left for left, _ in how.terms)
    pairs = add_links(page.pairs, glossary=how.glossary, cutter=cutter) if how.words else page.pairs
    evidence = (find_evidence(p.zh, p.en, cutter, how.terms) if how.explain else None for p in pairs)
    return "".join(map(as_pair_json, pairs, evidence))


def _summary(document: Document, page: AlignedPage) -> str:
    r"""Say what the page is, and how much of it has no counterpart.

    >>> from bitext.alignment.pieces import read_page
    >>> _summary(read_page("", id="a.txt"), align_page("山里下雨了。\nIt rained in the mountains."))
    'a.txt: alternating; 1 pair; without counterpart: 0 Chinese, 0 English'
    """
    pairs = sum(bool(p.zh and p.en) for p in page.pairs)
    layouts = ", ".join(name for name, _ in page.layouts) or "no couples"
    alone = f"without counterpart: {len(page.zh_alone)} Chinese, {len(page.en_alone)} English"
    furniture = f" ({page.furniture} of the page's furniture)" if page.furniture else ""
    return f"{document.id or 'page'}: {layouts}; {pairs} pair{'s' if pairs != 1 else ''}; {alone}{furniture}"


def _write_folder(outcomes: Iterable[_Outcome], found: Sequence[Input | Failed], output: str, to: str) -> None:
    """Write one file an input; an input that could not be read at all gets none."""
    inputs = [(number, one) for number, one in enumerate(found) if isinstance(one, Input)]
    names = output_paths([one for _, one in inputs], output, f".{to}")
    targets = {number: name for (number, _), name in zip(inputs, names, strict=True)}
    for number, group in groupby(outcomes, key=lambda o: o.number):
        made = list(group)
        if number in targets and any(o.output or not o.failures for o in made):
            with open_output(targets[number], folders=True) as out:
                for outcome in made:
                    out.write(outcome.output)
