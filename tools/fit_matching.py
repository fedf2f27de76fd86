"""Fit the model of `bitext match`, and measure it on texts that it did not see.

    python -m tools.fit_matching [--write]

Learns from collections made of development texts that lie beside the repository (../shared/bench: news of NTREX-128 and
aligned chapters, articles and speeches); none of their text is kept. A collection holds windows of parallel texts, of 6
to 40 sentences, up to half of the sentences of one side deleted, or a quarter of both; windows of the same text that
share no more than half (they are no couples); and documents without a counterpart, among them the two halves of long texts. The folds are by text. Stage 1 is a
logistic regression of the features of a couple, stage 2 one of its score and its lead over its rivals, and the last one makes
probabilities of log-odds as they come out on texts that were left out, with a slope for those below 0 and one for those above.
`--write` stores the weights fitted on everything in bitext/data/matching_weights.json.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bitext.matching.assigning import assign
from bitext.matching.candidates import find_candidates
from bitext.matching.coupling import THRESHOLD, load_weights, rivalry
from bitext.matching.evidence import FEATURES, Weigher
from bitext.matching.profiles import read_profiles
from bitext.matching.spaces import make_space
from bitext.model import Block, Document

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
BENCH = ROOT.parent / "shared" / "bench"
WEIGHTS = ROOT / "bitext" / "data" / "matching_weights.json"
FOLDS, COLLECTIONS, STRANGE = 2, 80, 32
#: So many of either teach the weights; calibration, for which few candidates are neither sure nor hopeless, takes all.
TEACHING = 20, 8
#: Longer texts than this are chapters, articles and speeches, not news.
LONG = 100
#: The log-odds of the default threshold.
LEAST = math.log(THRESHOLD / (1 - THRESHOLD))
#: Weight of the squared weights.
PENALTY = 0.5
#: From this share of the shorter and of the longer of two windows on they are a couple; up to these they are none; those between
#: are not learned from.
COUPLE, STRANGERS = (0.75, 0.4), (0.5, 0.3)

Rows = list[tuple[list[str], list[str]]]


@dataclass(frozen=True, slots=True)
class Piece:
    """A window of a text's beads on one side, and which of them are left."""

    text: str
    kept: frozenset[int]


@dataclass(frozen=True, slots=True)
class Collection:
    """The candidates of one collection: features, whether each is a couple (None: cannot be told), and how many couples there are."""

    couples: list[tuple[int, int]]
    features: NDArray[np.float64]
    labels: list[bool | None]
    true: int


def read_texts() -> dict[str, Rows]:
    """Read the parallel texts, bead by bead: NTREX line by line, the aligned texts by their gold beads."""
    texts: defaultdict[str, Rows] = defaultdict(list)
    ids, zh, en = ((BENCH / "ntrex" / name).read_text(encoding="utf-8").split("\n") for name in ("docid.txt", "zh-Hans.txt", "en.txt"))
    for own, one, other in zip(ids, zh, en, strict=True):
        if own.strip() and one.strip() and other.strip():
            texts[own.strip()].append(([one.strip()], [other.strip()]))
    for folder in sorted(path for name in ("mac-dev", "nonlit-dev") for path in (BENCH / "align" / name).iterdir()):
        sides = [(folder / name).read_text(encoding="utf-8").split("\n") for name in ("src.txt", "tgt.txt")]
        for line in (folder / "gold.txt").read_text(encoding="utf-8").splitlines():
            indices = [[int(n) for n in re.findall("[0-9]+", part)] for part in line.split("]:[")]
            if len(indices) == 2:
                texts[folder.name].append(([sides[0][n] for n in indices[0]], [sides[1][n] for n in indices[1]]))
    return dict(texts)


def windows(rows: Rows, rng: random.Random) -> list[tuple[range, range]]:
    """Cut a text into windows, most of them the same on both sides, some shifted against one another."""
    found, at = [], 0
    while at < len(rows):
        size = rng.choice((6, 8, 10, 15, 20, 30, 40))
        end = min(len(rows), at + size)
        shift = rng.choice((0, 0, 0, rng.randint(size // 2, size)))
        found.append((range(at, end), range(min(len(rows), at + shift), min(len(rows), end + shift))))
        at = end + rng.choice((0, 0, size))
    return [(one, other) for one, other in found if len(one) > 3 and len(other) > 3]


def thin(window: range, share: float, rng: random.Random) -> frozenset[int]:
    """Delete a share of a window, but never all of it."""
    kept = frozenset(n for n in window if rng.random() >= share)
    return kept or frozenset(window[:1])


def is_couple(one: Piece, other: Piece) -> bool | None:
    """Whether two pieces translate one another in most of what they hold; None where that cannot be told."""
    both = len(one.kept & other.kept) if one.text == other.text else 0
    shares = [both / size for size in sorted((len(one.kept), len(other.kept)))]
    if all(share >= least for share, least in zip(shares, COUPLE, strict=True)):
        return True
    return False if any(share <= most for share, most in zip(shares, STRANGERS, strict=True)) else None


def make_collection(texts: dict[str, Rows], seed: str) -> Collection:
    """Make one collection of texts, and measure its candidates."""
    rng = random.Random(seed)
    alone = rng.choice((0.2, 0.5, 0.8))
    sides: tuple[list[tuple[Piece, str]], list[tuple[Piece, str]]] = ([], [])
    for name in sorted(texts):
        rows = texts[name]
        for pair in windows(rows, rng):
            deleted = rng.choice(((0.0, 0.0), (0.3, 0.0), (0.0, 0.3), (0.5, 0.0), (0.0, 0.5), (0.25, 0.25)))
            lonely = rng.choice((0, 1)) if rng.random() < alone else None
            for side in (0, 1):
                kept = thin(pair[side], deleted[side], rng)
                text = "\n".join(line for n in sorted(kept) for line in rows[n][side])
                if lonely != side and text:
                    sides[side].append((Piece(name, kept), text))
    return measured(sides)


def make_strangers(texts: dict[str, Rows], seed: str) -> Collection:
    """Make a collection of whole short texts, and of long ones whose first half is on one side only, the second on the other."""
    rng = random.Random(seed)
    sides: tuple[list[tuple[Piece, str]], list[tuple[Piece, str]]] = ([], [])
    for name in sorted(texts):
        rows = texts[name]
        cut, size = len(rows) // 2, rng.choice((10, 20, 30))
        deleted = rng.choice(((0.3, 0.0), (0.0, 0.3)))
        for side in (0, 1):
            half = range(cut) if side == 0 else range(cut, len(rows))
            parts = [half[at : at + size] for at in range(0, len(half), size)] if len(rows) > LONG else [range(len(rows))]
            for part in parts:
                kept = thin(part, 0.0 if len(rows) > LONG else deleted[side], rng)
                sides[side].append((Piece(name, kept), "\n".join(line for n in sorted(kept) for line in rows[n][side])))
    return measured(sides)


def measured(sides: tuple[list[tuple[Piece, str]], list[tuple[Piece, str]]]) -> Collection:
    """Find and measure the candidates of both sides' pieces."""
    documents = [[Document(str(n), blocks=(Block("0", "paragraph", text),)) for n, (_, text) in enumerate(side)] for side in sides]
    zh, en, reader = read_profiles(documents[0], documents[1])
    space = make_space(zh, en, reader)
    weigher = Weigher(space, zh, en)
    couples: list[tuple[int, int]] = []
    rows = []
    for number, candidates in enumerate(find_candidates(space, zh, en)):
        rows.append(weigher.measure(number, candidates))
        couples += [(number, int(other)) for other in candidates]
    pieces = [[piece for piece, _ in side] for side in sides]
    labels = [is_couple(pieces[0][one], pieces[1][other]) for one, other in couples]
    true = sum(any(is_couple(one, other) for other in pieces[1]) for one in pieces[0])
    return Collection(couples, np.concatenate(rows), labels, true)


def fit_logistic(x: NDArray[np.float64], y: NDArray[np.float64], penalty: float) -> NDArray[np.float64]:
    """Fit a logistic regression by Newton's method; the last weight is the bias, which is not penalised."""
    x = np.column_stack([x, np.ones(len(x))])
    w = np.zeros(x.shape[1])
    ridge = np.diag([*([penalty] * (x.shape[1] - 1)), 1e-6])
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + ridge, x.T @ (y - p) - ridge @ w)
        w += step
        if np.abs(step).max() < 1e-8:
            break
    return w


def known(collections: list[Collection]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The features and labels of all candidates that can be told."""
    x = np.concatenate([c.features[[label is not None for label in c.labels]] for c in collections])
    return x, np.array([label for c in collections for label in c.labels if label is not None], np.float64)


def with_leads(collection: Collection, first: NDArray[np.float64]) -> NDArray[np.float64]:
    """Score and lead of each candidate, by the first stage."""
    scores = collection.features @ first[:-1] + first[-1]
    leads = rivalry(dict(zip(collection.couples, scores.tolist(), strict=True)))
    return np.column_stack([scores, [leads[couple] for couple in collection.couples]])


def fit(collections: list[Collection]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Fit both stages."""
    first = fit_logistic(*known(collections), PENALTY)
    x = np.concatenate([with_leads(c, first)[[label is not None for label in c.labels]] for c in collections])
    return first, fit_logistic(x, known(collections)[1], PENALTY)


def odds_of(collection: Collection, first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    """The log-odds of each candidate, before calibration."""
    odds: NDArray[np.float64] = with_leads(collection, first) @ second[:-1] + second[-1]
    return odds


def halves(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Part log-odds at 0."""
    return np.column_stack([np.minimum(odds, 0), np.maximum(odds, 0)])


def fit_curve(collections: list[Collection], odds: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Fit what makes log-odds of collections that were left out true: the slopes below 0 and above, and the value at 0."""
    told = [o[[label is not None for label in c.labels]] for c, o in zip(collections, odds, strict=True)]
    return fit_logistic(halves(np.concatenate(told)), known(collections)[1], PENALTY)


def bend(odds: NDArray[np.float64], curve: NDArray[np.float64]) -> NDArray[np.float64]:
    """Calibrate log-odds."""
    bent: NDArray[np.float64] = halves(odds) @ curve[:-1] + curve[-1]
    return bent


def measure_strangers(draws: int = 8) -> tuple[float, float]:
    """Match whole short texts among the halves of long ones, some draws; give precision and recall of what the command would say."""
    texts = read_texts()
    weights = load_weights()
    first = np.array([*(weights.features[name] for name in FEATURES), weights.bias])
    second, curve = np.array([weights.score, weights.lead, weights.last]), np.array([weights.below, weights.above, weights.level])
    chosen: list[bool] = []
    true = 0
    for draw in range(draws):
        collection = make_strangers(texts, f"floor-{draw}")
        chosen += [right is True for right in found_in(collection, bend(odds_of(collection, first, second), curve))]
        true += collection.true
    return sum(chosen) / len(chosen), sum(chosen) / true


def found_in(collection: Collection, odds: NDArray[np.float64]) -> list[bool | None]:
    """Whether each couple that is found is one; None where that cannot be told."""
    label_of = dict(zip(collection.couples, collection.labels, strict=True))
    found = assign({c: o - LEAST for c, o in zip(collection.couples, odds.tolist(), strict=True) if o >= LEAST})
    return [label_of[couple] for couple in found]


def teachers(collections: list[Collection]) -> list[Collection]:
    """Give those of a fold's collections that the weights are fitted on: the first of windows, and of strangers."""
    return collections[: TEACHING[0]] + collections[COLLECTIONS : COLLECTIONS + TEACHING[1]]


def leave_out(by_fold: list[list[Collection]]) -> list[list[NDArray[np.float64]]]:
    """The log-odds of all candidates by weights that were fitted on the other folds' texts, before calibration."""
    made = []
    for fold, collections in enumerate(by_fold):
        first, second = fit([c for other, others in enumerate(by_fold) if other != fold for c in teachers(others)])
        made.append([odds_of(c, first, second) for c in collections])
    return made


def report(by_fold: list[list[Collection]], left_out: list[list[NDArray[np.float64]]]) -> None:
    """Print what weights that were fitted on the other folds' texts reach, and how far their probabilities can be believed.

    The curve of a fold is that of the others.
    """
    said: list[tuple[float, bool]] = []
    kinds: dict[str, list[int]] = {"windows": [0, 0, 0], "couples among strangers": [0, 0, 0]}
    for fold, collections in enumerate(by_fold):
        others = [n for n in range(len(by_fold)) if n != fold]
        curve = fit_curve([c for n in others for c in by_fold[n]], [o for n in others for o in left_out[n]])
        for number, (collection, odds) in enumerate(zip(collections, left_out[fold], strict=True)):
            bent = bend(odds, curve)
            right = [one for one in found_in(collection, bent) if one is not None]
            counts = kinds["windows" if number < COLLECTIONS else "couples among strangers"]
            counts[:] = [counts[0] + len(right), counts[1] + sum(right), counts[2] + collection.true]
            said += [(1 / (1 + math.exp(-o)), y) for o, y in zip(bent.tolist(), collection.labels, strict=True) if y is not None]
    for kind, (chosen, good, true) in kinds.items():
        print(f"out of fold, {kind}: precision {good / chosen:.4f}, recall {good / true:.4f} of {true} couples")
    for low, high in ((0, 0.1), (0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 0.99), (0.99, 1.01)):
        part = [(p, y) for p, y in said if low <= p < high]
        if part:
            print(
                f"  p {low:.2f}–{min(1, high):.2f}: {len(part)}, said {np.mean([p for p, _ in part]):.3f}, true {np.mean([y for _, y in part]):.3f}"
            )


def main() -> None:
    """Measure out of fold, and store the weights that all texts give."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help=f"store the weights in {WEIGHTS.relative_to(ROOT)}")
    write = parser.parse_args().write
    texts = read_texts()
    mixed = sorted(texts, key=lambda name: (len(texts[name]) > LONG, hashlib.sha256(name.encode()).hexdigest()))
    fold_of = {name: number % FOLDS for number, name in enumerate(mixed)}  # news and long texts in both
    by_fold = []
    for fold in range(FOLDS):
        mine = {n: texts[n] for n in texts if fold_of[n] == fold}
        made = [make_collection(mine, f"{fold}-{c}") for c in range(COLLECTIONS)]
        by_fold.append([*made, *(make_strangers(mine, f"{fold}-{c}") for c in range(STRANGE))])
    left_out = leave_out(by_fold)
    report(by_fold, left_out)
    every = [c for fold in by_fold for c in fold]
    first, second = fit([c for fold in by_fold for c in teachers(fold)])
    curve = fit_curve(every, [o for fold in left_out for o in fold])
    weights = {
        "_": "Weights of matching; see README.md. Made by tools/fit_matching.py.",
        "features": {name: round(float(w), 3) for name, w in zip(FEATURES, first, strict=False)},
        "bias": round(float(first[-1]), 3),
        "score": round(float(second[0]), 3),
        "lead": round(float(second[1]), 3),
        "last": round(float(second[2]), 3),
        "level": round(float(curve[2]), 3),
        "below": round(float(curve[0]), 3),
        "above": round(float(curve[1]), 3),
    }
    print(json.dumps(weights, indent=1))
    if write:
        WEIGHTS.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
