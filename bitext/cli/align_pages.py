"""`bitext align PAGE`: pages that hold both languages, each for itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bitext.alignment.encoders import load_encoder
from bitext.alignment.pages import align_page
from bitext.cli.pair_output import explain_pairs, write_pairs
from bitext.cli.pool import map_in_order, processors
from bitext.cli.terminal import complain, say
from bitext.errors import BitextError, RecordError
from bitext.io.bilingual import bilingual_documents
from bitext.io.reading import Input, find_inputs, read_input
from bitext.io.records import Failed, Record
from bitext.io.streams import named
from bitext.io.writing import output_paths
from bitext.words import make_cutter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bitext.alignment.pages import AlignedPage
    from bitext.cli.pair_output import Target
    from bitext.glossary import Glossary
    from bitext.model import Document, Pair

__all__ = ["Pages", "run_pages"]


@dataclass(frozen=True, slots=True)
class Pages:
    """What is asked of every page; plain values, since it crosses to worker processes. `terms` are (Chinese, English).

    `vectors` are the encoder's name and whether it may be fetched.
    """

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
    pairs: tuple[Pair, ...] = ()
    failures: tuple[str, ...] = ()
    said: tuple[str, ...] = ()


def run_pages(page: str, how: Pages, target: Target, *, limit: int, jobs: int, quiet: bool) -> int:
    """Align the pages of a file, a folder, JSONL or standard input; give the exit code.

    Raises:
        OutputError: the output cannot be written.
    """
    found = list(find_inputs([page]))
    names = _file_names(found) if target.apart else {}
    outcomes = map_in_order(partial(_work, how), _items(found, limit), _size, jobs or processors())
    failed = 0

    def told() -> Iterator[tuple[str, tuple[Pair, ...]]]:
        nonlocal failed
        for outcome in outcomes:
            failed += len(outcome.failures)
            for line in outcome.failures:
                complain(line)
            for line in () if quiet else outcome.said:
                say(line)
            if outcome.said:  # an input of which no page could be read gets no file
                yield names.get(outcome.number, ""), outcome.pairs

    write_pairs(told(), target)
    return 3 if failed else 0


def _file_names(found: Sequence[Input | Failed]) -> dict[int, str]:
    """The name of the file that each input gets, suffix aside."""
    inputs = {number: one for number, one in enumerate(found) if isinstance(one, Input)}
    return dict(zip(inputs, output_paths(list(inputs.values()), "", ""), strict=True))


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
    made: list[Pair] = []
    failures, said = [], []
    cutter = make_cutter(left for left, _ in how.terms)
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
            made += explain_pairs(page.pairs, how, cutter)
            said.append(_summary(document, page))
    return _Outcome(item.number, tuple(made), tuple(failures), tuple(said))


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
