"""Sentences of two texts into beads: the two looks, one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log
from typing import TYPE_CHECKING

import numpy as np

from bitext.alignment.chain import Beads, find_best_beads, find_chances
from bitext.alignment.decoding import find_best, find_posteriors, make_arcs
from bitext.alignment.features import FEATURES, SIZES, describe, make_scene
from bitext.alignment.weighing import Weights, load_weights
from bitext.words import make_cutter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bitext.alignment.decoding import Arcs
    from bitext.alignment.features import Scene
    from bitext.words import Cutter

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

__all__ = ["LIKELY", "Bead", "Left", "align_sentences", "find_left"]

#: A bead that is less likely than this after the first look is not looked at again.
LIKELY = 1e-4


@dataclass(frozen=True, slots=True)
class Bead:
    """Chinese sentences that English ones translate, or some of one side alone: their numbers, from 0.

    `probability` is that of exactly this bead.
    """

    zh: tuple[int, ...]
    en: tuple[int, ...]
    probability: float


@dataclass(frozen=True, slots=True)
class Left:
    """What the first look leaves: for each bead its size's number, the node where it ends, and its features; `beads` joins them."""

    size: Ints
    end: Ints
    features: NDArray[np.float32]
    beads: Beads


def align_sentences(
    zh: Sequence[str],
    en: Sequence[str],
    *,
    cutter: Cutter | None = None,
    terms: Sequence[tuple[str, str]] = (),
    weights: Weights | None = None,
) -> list[Bead]:
    """Find which sentences translate which, in order; every sentence comes once.

    Chinese sentences without counterpart stand before English ones without. Blank sentences are left alone, and certain.

    Args:
        zh: Chinese sentences.
        en: English sentences.
        cutter: cuts the Chinese into words (`bitext.words.make_cutter`), with terms that stay whole.
        terms: Chinese terms with English ones that translate them.
        weights: other weights than those that come with bitext.

    >>> for bead in align_sentences(["山里下雨了。", "我们在家喝茶。"], ["It rained in the mountains.", "We drank tea at home."]):
    ...     print(bead.zh, bead.en)
    (0,) (0,)
    (1,) (1,)
    """
    there = [[k for k, text in enumerate(side) if text.strip()] for side in (zh, en)]
    blank = [[k for k, text in enumerate(side) if not text.strip()] for side in (zh, en)]
    if not all(there):
        return _with_blanks([], list(range(len(zh))), list(range(len(en))))
    texts = [zh[k] for k in there[0]], [en[k] for k in there[1]]
    found = _align(*texts, cutter or make_cutter(left for left, _ in terms), terms, weights or load_weights())
    found = [Bead(tuple(there[0][k] for k in b.zh), tuple(there[1][k] for k in b.en), b.probability) for b in found]
    return _with_blanks(found, blank[0], blank[1])


def _with_blanks(beads: list[Bead], zh: list[int], en: list[int]) -> list[Bead]:
    """Put sentences that no bead has into their places, each alone and certain; those inside a bead come after it."""
    found: list[Bead] = []
    i = j = 0
    for bead in beads:
        while bead.zh and i < len(zh) and zh[i] < bead.zh[0]:
            found.append(Bead((zh[i],), (), 1.0))
            i += 1
        while bead.en and j < len(en) and en[j] < bead.en[0]:
            found.append(Bead((), (en[j],), 1.0))
            j += 1
        found.append(bead)
    return [*found, *(Bead((k,), (), 1.0) for k in zh[i:]), *(Bead((), (k,), 1.0) for k in en[j:])]


def _align(zh: Sequence[str], en: Sequence[str], cutter: Cutter, terms: Sequence[tuple[str, str]], weights: Weights) -> list[Bead]:
    scene = make_scene(zh, en, cutter, terms)
    arcs = make_arcs(scene.band, lambda a, b, ends: describe(scene, a, b, ends) @ weights.first)
    left = find_left(scene, arcs)
    score = weights.judge(left.features).tolist()
    chances = np.array(find_chances(left.beads, score, weights.transitions)[1])
    kind = np.array(left.beads.kind)
    chosen = find_best_beads(left.beads, (chances - np.where(kind == 0, weights.least[0], weights.least[1])).tolist())
    return [_bead(scene, left, chances, number, weights.calibration) for number in chosen]


def find_left(scene: Scene, arcs: Arcs, wanted: Sequence[tuple[int, int]] = ()) -> Left:
    """Take the beads that are likely after the first look, those of its best way, and those that are wanted.

    Args:
        scene: the document.
        arcs: the scored beads of its band.
        wanted: beads by size's number and node, as `find_best` gives them.
    """
    posterior = find_posteriors(arcs)[1]
    keep = posterior > LIKELY
    for size, node in (*find_best(arcs), *wanted):
        keep[size, node] = True
    size, end = np.nonzero(keep)
    order = np.lexsort((size, end))
    size, end = size[order], end[order]
    begin = arcs.source[size, end].astype(np.int64)
    features = np.zeros((len(size), len(FEATURES)), np.float32)
    for number, (a, b) in enumerate(SIZES):
        rows = np.flatnonzero(size == number)
        if len(rows):
            features[rows] = describe(scene, a, b, end[rows])
    nodes, places = np.unique(np.concatenate([begin, end, np.array([0, scene.band.count - 1])]), return_inverse=True)
    kind = np.where(size == SIZES.index((1, 0)), 1, np.where(size == SIZES.index((0, 1)), 2, 0))
    beads = Beads(len(nodes), tuple(places[: len(size)].tolist()), tuple(places[len(size) : -2].tolist()), tuple(kind.tolist()))
    return Left(size, end, features, beads)


def _bead(scene: Scene, left: Left, chances: Floats, number: int, calibration: tuple[float, float]) -> Bead:
    a, b = SIZES[left.size[number]]
    i, j = int(scene.band.i[left.end[number]]), int(scene.band.j[left.end[number]])
    chance = float(chances[number])
    if not a or not b:  # where between its neighbours a sentence stands alone makes no difference
        line, place = (scene.band.i, i) if a else (scene.band.j, j)
        kind = 1 if a else 2
        same = (np.array(left.beads.kind) == kind) & (line[left.end] == place)
        chance = float(chances[same].sum())
    return Bead(tuple(range(i - a, i)), tuple(range(j - b, j)), _calibrated(chance, calibration))


def _calibrated(chance: float, calibration: tuple[float, float]) -> float:
    """Bend a probability along the logistic curve that held-out texts gave (Platt scaling, 1999)."""
    chance = min(1 - 1e-6, max(1e-6, chance))
    return 1 / (1 + exp(-(calibration[0] * log(chance / (1 - chance)) + calibration[1])))
