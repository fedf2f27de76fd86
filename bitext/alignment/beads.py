"""Sentences of two texts into beads: the two looks, one after the other.

A way is chosen by the F1 of beads that can be expected of it, and not by its own probability: what counts is how many beads
are right, not whether all of them are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bitext.alignment.chain import find_best_beads, find_chances
from bitext.alignment.decoding import make_arcs
from bitext.alignment.encoders import encode_runs
from bitext.alignment.features import DEEP, SIZES, describe, make_scene
from bitext.alignment.relation import count_words, gather_evidence, judge_relation
from bitext.alignment.second import look_again
from bitext.alignment.structure import judge_structure
from bitext.alignment.weighing import Weights, load_weights, trust_of
from bitext.errors import UsageError
from bitext.words import make_cutter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from bitext.alignment.encoders import Encoder
    from bitext.alignment.features import Scene
    from bitext.alignment.relation import Relation
    from bitext.alignment.structure import Place
    from bitext.words import Cutter

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Vectors = NDArray[np.float32]
    #: Gives what is added to the scores of beads that join Chinese sentences [begin, end) with English ones [begin, end).
    Prior = Callable[[Ints, Ints, Ints, Ints], Floats]

__all__ = ["AIM", "Bead", "Chosen", "align_sentences", "choose_beads", "gains"]

#: About the F1 that can be reached: .80 on noisy literature, .98 on clean papers. Between .8 and .9 it makes little difference.
AIM = 0.86


@dataclass(frozen=True, slots=True)
class Bead:
    """Chinese sentences that English ones translate, or some of one side alone: their numbers, from 0.

    `probability` is that of exactly this bead.
    """

    zh: tuple[int, ...]
    en: tuple[int, ...]
    probability: float


@dataclass(frozen=True, slots=True)
class Chosen:
    """Chosen beads in order: `a` Chinese sentences that end before `i`, `b` English ones before `j`, and the chance of each."""

    i: Ints
    j: Ints
    a: Ints
    b: Ints
    chance: Floats

    @property
    def both(self) -> NDArray[np.bool_]:
        """Which have both sides."""
        return (self.a > 0) & (self.b > 0)


def align_sentences(
    zh: Sequence[str],
    en: Sequence[str],
    *,
    cutter: Cutter | None = None,
    terms: Sequence[tuple[str, str]] = (),
    weights: Weights | None = None,
    prior: Prior | None = None,
    encoder: Encoder | None = None,
    places: tuple[Sequence[Place], Sequence[Place]] | None = None,
) -> list[Bead]:
    """Find which sentences translate which, in order; every sentence comes once.

    Chinese sentences without counterpart stand before English ones without. Blank sentences are left alone, and certain.

    Args:
        zh: Chinese sentences.
        en: English sentences.
        cutter: cuts the Chinese into words (`bitext.words.make_cutter`), with terms that stay whole.
        terms: Chinese terms with English ones that translate them.
        weights: other weights than those that come with bitext.
        prior: what else speaks for beads, in log odds: the place where the sentences stand on a page; sentences are counted
            without the blank ones.
        encoder: turns texts into vectors: any callable that takes a list of texts and gives an array (texts, numbers), or what
            `bitext.alignment.encoders.load_encoder` gives.
        places: the block of each Chinese and each English sentence, where both sides have paragraphs: how far they keep step is
            found out, and counts as evidence.

    Raises:
        UsageError: the weights are for texts with vectors and there is no encoder, or the other way round; or the encoder
            gives no array of that shape.

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
    weights = weights or load_weights(vectors=encoder is not None)
    if weights.vectors != (encoder is not None):
        raise UsageError(
            "weights", "are fitted with vectors or without, unlike this call", "leave weights out, or give an encoder to match"
        )
    scene = make_scene(*texts, cutter or make_cutter(left for left, _ in terms), terms, _runs(*texts, encoder))
    if places is not None:
        left, right = ([side[k] for k in numbers] for side, numbers in zip(places, there, strict=True))
        prior = _both(prior, judge_structure(left, right, scene.anchors))
    found = _align(scene, weights, prior)
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


def _runs(zh: Sequence[str], en: Sequence[str], encoder: Encoder | None) -> tuple[Vectors, Vectors] | None:
    """The vectors of runs of both sides, one longer than a bead's: what a bead would gain by a sentence more is looked at."""
    if encoder is None:
        return None
    return encode_runs(encoder, zh, DEEP[0] + 1, ""), encode_runs(encoder, en, DEEP[1] + 1, " ")


def _both(prior: Prior | None, other: Prior) -> Prior:
    """Add up what speaks for beads."""
    return other if prior is None else lambda *bead: prior(*bead) + other(*bead)


def _align(scene: Scene, weights: Weights, prior: Prior | None) -> list[Bead]:
    found = choose_beads(scene, weights, prior)
    trust = trust_of(found.chance[found.both].tolist())
    relation = 1 / (1 + np.exp(-_relation(scene, weights.relation, found, prior)))
    made = []
    for x, y, a, b, chance, related in zip(
        *(v.tolist() for v in (found.i, found.j, found.a, found.b, found.chance, relation)), strict=True
    ):
        right = weights.bend(chance, trust) * related
        made.append(
            Bead(tuple(range(x - a, x)), tuple(range(y - b, y)), right if a and b else right + 1 - related)
        )  # strangers stand alone
    return made


def choose_beads(scene: Scene, weights: Weights, prior: Prior | None = None) -> Chosen:
    """Look twice, and choose the beads with the highest expected F1; their chances are not yet bent.

    Args:
        scene: the document.
        weights: for texts with vectors if the scene has any.
        prior: as for `align_sentences`.
    """
    arcs = make_arcs(scene.band, lambda a, b, ends: describe(scene, a, b, ends) @ weights.first + _given(prior, scene, a, b, ends))
    left = look_again(scene, arcs)
    score, follows = np.array(weights.judge(left.features, left.noise)), weights.transitions(left.noise)
    for size, (a, b) in enumerate(SIZES):
        rows = left.size == size
        score[rows] += _given(prior, scene, a, b, left.end[rows])
    chances = np.array(find_chances(left.beads, score.tolist(), follows)[1])
    kind = np.array(left.beads.kind)
    chosen = np.array(find_best_beads(left.beads, gains(chances, kind).tolist()), np.int64)
    i, j = scene.band.i[left.end], scene.band.j[left.end]
    # where between its neighbours a sentence stands alone makes no difference
    alone = [np.bincount(place[kind == k], chances[kind == k], minlength=2) for k, place in ((1, i), (2, j))]
    chance = chances[chosen]
    i, j, kind, sizes = i[chosen], j[chosen], kind[chosen], np.array(SIZES)[left.size[chosen]]
    for k, place in ((1, i), (2, j)):
        chance[kind == k] = alone[k - 1][place[kind == k]]
    return Chosen(i, j, sizes[:, 0], sizes[:, 1], chance)


def _relation(scene: Scene, relation: Relation, found: Chosen, prior: Prior | None) -> Floats:
    """The log odds of each bead that its part of the texts has to do with the other; what the page says for the bead is added."""
    both = np.flatnonzero(found.both)
    i, j, a, b = (values[both] for values in (found.i, found.j, found.a, found.b))
    words = count_words(scene, i, j, a, b)
    words[:, 0] = both[words[:, 0].astype(np.int64)]
    evidence = gather_evidence(words, len(found.i), len(scene.zh.length) + len(scene.en.length), relation)
    odds = judge_relation(*evidence, relation)
    if prior is not None:
        odds[both] += np.maximum(prior(i - a, i, j - b, j), 0)
    return odds


def _given(prior: Prior | None, scene: Scene, a: int, b: int, ends: Ints) -> Floats:
    if prior is None:
        return np.zeros(len(ends))
    i, j = scene.band.i[ends], scene.band.j[ends]
    return prior(i - a, i, j - b, j)


def gains(chances: Floats, kind: Ints) -> Floats:
    """What choosing each bead adds to the expected F1, but for a common factor.

    A right bead counts in precision and recall, a sentence that rightly stands alone in precision only; each costs its place
    among the chosen. The maximum of a ratio is that of a difference at its own value (Dinkelbach 1967,
    https://doi.org/10.1287/mnsc.13.7.492), which is taken as `AIM`.

    Args:
        chances: the probability of each bead.
        kind: 0 for beads with both sides.
    """
    found: Floats = np.where(kind == 0, 2 * chances, chances) - AIM
    return found
