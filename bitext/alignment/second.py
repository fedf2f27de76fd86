"""What the second look adds: words that the document taught, how likely the first look found a bead, how much stands alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bitext.alignment.chain import Beads
from bitext.alignment.coverage import Coverage, make_coverage
from bitext.alignment.decoding import find_best, find_posteriors
from bitext.alignment.features import DEEP, SIZES, describe, features_of
from bitext.alignment.learning import learn_couples, learned_tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bitext.alignment.decoding import Arcs
    from bitext.alignment.features import Scene

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

__all__ = ["ADDED", "LIKELY", "Left", "look_again"]

#: A bead that is less likely than this after the first look is not looked at again.
LIKELY = 1e-4
#: No more beads than this are looked at again, the likeliest: where thousands of lines are the same, all ways are about as likely.
#: Development texts have at most 12,000 and 18 a sentence.
MOST, MOST_A_SENTENCE = 20_000, 20
#: The features that follow those of the first look.
ADDED = ("learned matched", "learned en", "learned zh", "learned missed", "first chance", "first odds")
#: A sentence stands alone for sure from this probability on; so large a share of such sentences is a page full of noise.
SURE, FULL = 0.8, 0.15


@dataclass(frozen=True, slots=True)
class Left:
    """What the first look leaves.

    For each bead its size's number, the node where it ends, and its features; `beads` joins them. `noise` is how much of
    the text stands alone, from 0 (nothing) to 1 (a seventh or more).
    """

    size: Ints
    end: Ints
    features: NDArray[np.float32]
    beads: Beads
    noise: float


def look_again(scene: Scene, arcs: Arcs, wanted: Sequence[tuple[int, int]] = ()) -> Left:
    """Take the beads that are likely after the first look, those of its best way, and those that are wanted.

    Args:
        scene: the document.
        arcs: the scored beads of its band.
        wanted: beads by size's number and node, as `find_best` gives them.
    """
    posterior, best = find_posteriors(arcs)[1], find_best(arcs)
    keep = _likeliest(posterior, MOST + MOST_A_SENTENCE * (len(scene.zh.length) + len(scene.en.length)))
    for number, node in (*best, *wanted):
        keep[number, node] = True
    size, end = np.nonzero(keep)
    order = np.lexsort((size, end))
    size, end = size[order].astype(np.int64), end[order].astype(np.int64)
    learned = make_coverage(*learned_tokens(*scene.words, _learn(scene, best)), scene.content.cells, DEEP)
    width = len(features_of(scene))
    features = np.zeros((len(size), width + len(ADDED)), np.float32)
    for number, (a, b) in enumerate(SIZES):
        rows = np.flatnonzero(size == number)
        if len(rows):
            features[rows, :width] = describe(scene, a, b, end[rows])
            if a and b:
                i, j = scene.band.i[end[rows]], scene.band.j[end[rows]]
                features[rows, width : width + 4] = _taught(learned, i, j, a, b)
    chance = np.clip(posterior[size, end], 1e-5, 1 - 1e-5)
    features[:, -2], features[:, -1] = chance, np.log(chance / (1 - chance)) / 4
    return Left(size, end, features, _joined(arcs, size, end), _noise(scene, posterior))


def _likeliest(posterior: Floats, most: int) -> NDArray[np.bool_]:
    """The likely beads, no more than so many."""
    keep: NDArray[np.bool_] = posterior > LIKELY
    if (count := int(keep.sum())) > most:
        keep &= posterior > np.partition(posterior[keep], count - most - 1)[count - most - 1]
    return keep


def _learn(scene: Scene, best: list[tuple[int, int]]) -> list[tuple[str, str]]:
    ranges = []
    for number, node in best:
        (a, b), i, j = SIZES[number], int(scene.band.i[node]), int(scene.band.j[node])
        ranges.append((range(i - a, i), range(j - b, j)))
    return learn_couples(*scene.words, ranges)


def _taught(learned: Coverage, i: Ints, j: Ints, a: int, b: int) -> Floats:
    english, chinese = learned.of_english(i, j, a, b), learned.of_chinese(i, j, a, b)
    all_english, all_chinese = learned.en[j] - learned.en[j - b], learned.zh[i] - learned.zh[i - a]
    missed = all_english - english + all_chinese - chinese
    return np.column_stack([(english + chinese) / 10, (english + 1) / (all_english + 2), (chinese + 1) / (all_chinese + 2), -missed / 10])


def _noise(scene: Scene, posterior: Floats) -> float:
    """How much of the text surely stands alone, as a share of what makes a page full of noise: the mean of both sides."""
    zh = np.bincount(scene.band.i, posterior[SIZES.index((1, 0))])[1:]
    en = np.bincount(scene.band.j, posterior[SIZES.index((0, 1))])[1:]
    shares = [float((alone > SURE).sum() + 0.0) / len(alone) for alone in (zh, en)]
    return min(1.0, sum(shares) / 2 / FULL)


def _joined(arcs: Arcs, size: Ints, end: Ints) -> Beads:
    begin = arcs.source[size, end]
    nodes, places = np.unique(np.concatenate([begin, end, np.array([0, arcs.band.count - 1])]), return_inverse=True)
    kind = np.where(size == SIZES.index((1, 0)), 1, np.where(size == SIZES.index((0, 1)), 2, 0))
    return Beads(len(nodes), tuple(places[: len(size)].tolist()), tuple(places[len(size) : -2].tolist()), tuple(kind.tolist()))
