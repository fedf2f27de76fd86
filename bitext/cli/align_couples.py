"""`bitext align ZH EN`: couples of texts, each for itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from bitext.alignment import align_sentences
from bitext.alignment.encoders import load_encoder
from bitext.alignment.moving import find_moved, mark_moved
from bitext.alignment.pairs import check_sides, join_beads
from bitext.alignment.structure import find_places
from bitext.cli.couples import Reading, find_couples
from bitext.cli.pair_output import explain_pairs, file_name, write_ladders, write_pairs
from bitext.cli.pool import map_in_order, processors
from bitext.cli.terminal import complain
from bitext.errors import BitextError, RecordError
from bitext.io.alignments import as_ladder
from bitext.model import Segment
from bitext.segmentation import segment
from bitext.words import make_cutter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bitext.alignment import Bead
    from bitext.cli.couples import Couple, Side
    from bitext.cli.pair_output import Target
    from bitext.glossary import Glossary
    from bitext.model import Pair

__all__ = ["Couples", "run_couples"]


@dataclass(frozen=True, slots=True)
class Couples:
    """What becomes of a couple; plain values, since it crosses to worker processes. `terms` are (Chinese, English).

    `vectors` are the encoder's name and whether it may be fetched.
    """

    ladder: bool
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
    """What is written for a couple: its pairs, or its ladder; or why nothing is. `file` and `number` are the couple's."""

    name: str
    number: int = 0
    file: str = ""
    pairs: tuple[Pair, ...] = ()
    ladder: str = ""
    failure: str = ""


def _size(couple: Couple) -> int:
    return sum(len(text) for side in (couple.zh, couple.en) if side for _, _, text in side.blocks)


def _work(task: Couples, couple: Couple) -> Outcome:
    """Align one couple; what fails is an outcome, since the others go on."""
    made = Outcome(couple.name, couple.number, couple.file)
    try:
        if couple.error or couple.zh is None or couple.en is None:
            raise couple.error or BitextError(couple.name, "has no partner")
        return _aligned(task, couple.zh, couple.en, made)
    except BitextError as error:
        return replace(made, failure=str(error))
    except Exception as error:  # noqa: BLE001  a fault of ours in one couple must not end a run over a million
        reason = f"a fault in bitext ({type(error).__name__}: {error})"
        return replace(made, failure=str(RecordError(couple.name, reason, "please report it with both texts")))


def _aligned(task: Couples, left: Side, right: Side, made: Outcome) -> Outcome:
    sides = _segments(left, "zh", task), _segments(right, "en", task)
    texts = [s.text for s in sides[0]], [s.text for s in sides[1]]
    check_sides(*texts, source=f"{left.place}, {right.place}")
    cutter = make_cutter(term for term, _ in task.terms)
    encoder = load_encoder(task.vectors[0], download=task.vectors[1])
    how = partial(align_sentences, cutter=cutter, terms=task.terms, encoder=encoder)
    places = None if task.sentences else (find_places(sides[0], left.blocks), find_places(sides[1], right.blocks))
    beads = how(*texts, places=places)
    moved: frozenset[Bead] = frozenset()
    if task.moved:
        second = find_moved(*texts, beads, how, cutter=cutter)
        beads, moved = list(second.beads), second.moved
    if task.ladder:
        return replace(made, ladder=as_ladder(beads))
    pairs = join_beads(beads, *sides, id=made.name, nulls=task.nulls)
    pairs = mark_moved(pairs, (b for b in beads if task.nulls or (b.zh and b.en)), moved)
    return replace(made, pairs=explain_pairs(pairs, task, cutter))


def _segments(side: Side, lang: str, task: Couples) -> list[Segment]:
    if task.sentences:
        return [Segment(f"{lang}:{name}", side.id, name, 0, lang, 0, len(text), text) for name, _, text in side.blocks]
    return [s for name, kind, text in side.blocks for s in segment(text, doc=side.id, block=name, kind=kind, lang=lang)]


def run_couples(zh: str, en: str, task: Couples, target: Target, *, limit: int, jobs: int) -> int:
    """Align the couples of two inputs, write in order, name what failed; give the exit code.

    Raises:
        OutputError: the output cannot be written.
    """
    couples = find_couples(zh, en, Reading(task.sentences, limit))
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

    if task.ladder:
        used: set[str] = set()
        write_ladders(((file_name(o.name, used), o.ladder) for o in told()), target)
    else:
        write_pairs(((o.file, o.pairs) for o in told()), target)
    return 3 if failed else 0
