"""Alignments against gold, as Vecalign's scorer counts: strict and lax precision, recall and F1 of beads.

A bead is right in the strict sense if the gold has exactly it, in the lax sense if it shares one link with the gold. A bead
with an empty side counts as one for each sentence that it holds, in precision and not in recall
(https://github.com/thompsonb/vecalign, score.py).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bitext.errors import InputError, RecordError
from bitext.evaluation.extraction import f1

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["AlignmentScores", "Rung", "calibration_error", "check_ladder", "find_gaps", "parse_ladder", "score_alignments"]

_RUNG = re.compile(r"\s*\[([\d,\s]*)\]\s*:\s*\[([\d,\s]*)\]\s*(?::\s*([-+.\deE]{1,40})?\s*)?")
_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Rung:
    """A line of a ladder: which sentences answer which, counted from 0, and the probability if the line says one.

    Other programs write a cost in its place, which may be above 1.
    """

    zh: tuple[int, ...]
    en: tuple[int, ...]
    probability: float | None = None

    @property
    def links(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Both sides without the probability."""
        return self.zh, self.en


@dataclass(frozen=True, slots=True)
class AlignmentScores:
    """Precision and recall, strict and lax, from 0 to 1, over all documents together."""

    strict_p: float
    strict_r: float
    lax_p: float
    lax_r: float

    @property
    def strict_f1(self) -> float:
        """The harmonic mean of the strict ones."""
        return f1(self.strict_p, self.strict_r)

    @property
    def lax_f1(self) -> float:
        """The harmonic mean of the lax ones."""
        return f1(self.lax_p, self.lax_r)


def parse_ladder(text: str, source: str = "ladder") -> list[Rung]:
    r"""Read a ladder: `[0, 1]:[0]:0.973` a line, the probability optional, blank lines passed over.

    Args:
        text: the lines.
        source: the ladder's name, for messages.

    Raises:
        RecordError: a line is none.

    >>> parse_ladder("[0, 1]:[0]:0.9\n[2]:[]\n")
    [Rung(zh=(0, 1), en=(0,), probability=0.9), Rung(zh=(2,), en=(), probability=None)]
    """
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        match = _RUNG.fullmatch(line)
        try:
            if not match:
                raise ValueError
            zh, en = (_indices(match[k]) for k in (1, 2))
            said = float(match[3]) if match[3] else None
            if said is not None and not math.isfinite(said):
                raise ValueError
            found.append(Rung(zh, en, said))
        except ValueError:
            raise RecordError(f"{source}:{number}", f"{line.strip()[:60]!r} is no bead", "write [0, 1]:[0]:0.97") from None
    return found


def _indices(said: str) -> tuple[int, ...]:
    words = [word.strip() for word in said.split(",")] if said.strip() else []
    if any(len(word) > _DIGITS for word in words):
        raise ValueError
    return tuple(map(int, words))


def _parted(rungs: Iterable[Rung]) -> list[Rung]:
    """The beads, those with an empty side cut into one a sentence."""
    parted = []
    for rung in rungs:
        if rung.zh and rung.en:
            parted.append(rung)
        else:
            parted += [Rung((i,), (), rung.probability) for i in rung.zh] + [Rung((), (j,), rung.probability) for j in rung.en]
    return parted


def find_gaps(test: Iterable[Rung], sizes: tuple[int, int] | None = None) -> str:
    """Say what an alignment leaves out, repeats or invents; empty if every sentence stands exactly once.

    Args:
        test: the beads.
        sizes: how many sentences the sides have; else as many as the highest index says.

    >>> find_gaps([Rung((0,), (0,)), Rung((2,), (1,))])
    'Chinese sentences: 1 is left out'
    """
    rungs = list(test)
    for side, name in ((0, "Chinese"), (1, "English")):
        given = [i for rung in rungs for i in rung.links[side]]
        count = sizes[side] if sizes else 1 + max(given, default=-1)
        seen = set(given)
        beyond = sorted(i for i in seen if i >= count)
        for wrong, what in ((beyond, "there is no such sentence"), (_repeated(given), "stands twice")):
            if wrong:
                return f"{name} sentences: {wrong[0]}: {what}"
        if len(seen) < count:
            missing = next(i for i in range(count) if i not in seen)
            return f"{name} sentences: {missing} is left out"
    return ""


def _repeated(given: Sequence[int]) -> list[int]:
    seen: set[int] = set()
    return [i for i in given if i in seen or seen.add(i)]  # type: ignore[func-returns-value]


def score_alignments(documents: Iterable[tuple[Sequence[Rung], Sequence[Rung]]]) -> AlignmentScores:
    r"""Score alignments against gold.

    Args:
        documents: (gold, test) a document.

    >>> gold, test = parse_ladder("[0]:[0]\n[1]:[1, 2]"), parse_ladder("[0]:[0]\n[1]:[1]\n[]:[2]")
    >>> scores = score_alignments([(gold, test)])
    >>> round(scores.strict_p, 3), scores.strict_r, round(scores.lax_p, 3)
    (0.333, 0.5, 0.667)
    """
    precision, recall = [0, 0, 0], [0, 0, 0]
    for gold, test in documents:
        want, got = _parted(gold), _parted(test)
        for total, counted in (
            (precision, _hits(want, got)),
            (recall, _hits([r for r in got if r.zh and r.en], [r for r in want if r.zh and r.en])),
        ):
            for k in range(3):
                total[k] += counted[k]
    (sp, lp, n), (sr, lr, m) = precision, recall
    return AlignmentScores(_share(sp, n), _share(sr, m), _share(lp, n), _share(lr, m))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _hits(gold: Sequence[Rung], test: Sequence[Rung]) -> tuple[int, int, int]:
    """How many of the test's beads are strictly and laxly right, and how many there are."""
    wanted = {rung.links for rung in gold}
    links: dict[int, set[int]] = {}
    for zh, en in wanted:
        for i in zh:
            links.setdefault(i, set()).update(en)
    strict = sum(rung.links in wanted for rung in test)
    lax = sum(rung.links in wanted or any(not links.get(i, set()).isdisjoint(rung.en) for i in rung.zh) for rung in test)
    return strict, lax, len(test)


def calibration_error(cases: Iterable[tuple[float, bool]], bins: int = 10) -> float:
    """Expected calibration error: how far probabilities and shares of right answers differ, over bins of equal width.

    Naeini, Cooper and Hauskrecht (2015), "Obtaining well calibrated probabilities using Bayesian binning".

    Args:
        cases: (probability from 0 to 1, whether it was right).
        bins: how many.

    >>> calibration_error([(0.75, True), (0.75, True), (0.75, True), (0.75, False)])
    0.0
    """
    sums: dict[int, float] = {}
    total = 0
    for probability, right in cases:
        bin_ = min(int(probability * bins), bins - 1)
        sums[bin_] = sums.get(bin_, 0.0) + probability - right
        total += 1
    return sum(map(abs, sums.values())) / total if total else 0.0


def check_ladder(test: Sequence[Rung], gold: Sequence[Rung], source: str) -> None:
    """Refuse an alignment that leaves out, repeats or invents a sentence.

    Raises:
        InputError: it does.
    """
    highest = [max((i for rungs in (gold, test) for rung in rungs for i in rung.links[side]), default=-1) for side in (0, 1)]
    if problem := find_gaps(test, (1 + highest[0], 1 + highest[1])):
        raise InputError(source, problem, "every sentence of the document stands exactly once; write unpaired ones as [3]:[]")
