"""Fit the weights of the adequacy score, and measure it on documents and on kinds of noise that it did not see.

    python -m tools.fit_adequacy [--write] [--leave-out-noise]

Learns from good pairs and from pairs spoiled in one way each (tools/adequacy_data.py). Folds are by document: all that is made of
a document leaves together. Stage 1 are chances of words to be covered, stage 2 gradient-boosted trees on the features of a
pair; both are fitted anew in each fold. `--write` stores what is fitted on everything in bitext/filtering/weights.
"""

from __future__ import annotations

import argparse
import json
import math
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import lightgbm
import numpy as np

from bitext.filtering.adequacy_evidence import STORIES, Chances, read_chances
from bitext.filtering.adequacy_features import COUNTS, FEATURES, Lengths, count_characters, describe_words
from bitext.filtering.adequacy_words import APART, KINDS, read_words
from bitext.words import make_cutter
from tools.adequacy_data import make_samples, read_pairs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bitext.filtering.adequacy_words import Words
    from tools.adequacy_data import Sample

    Floats = NDArray[np.float64]

FOLDS = 5
PARAMETERS = {
    "objective": "binary", "learning_rate": 0.06, "num_leaves": 12, "min_data_in_leaf": 40, "feature_fraction": 0.4, "bagging_fraction": 0.8,
    "bagging_freq": 1, "lambda_l2": 5.0, "verbose": -1, "num_threads": 1, "seed": 1, "deterministic": True, "force_row_wise": True, "max_bin": 127,
}  # fmt: skip
ROUNDS = 300


def fold_of(name: str) -> int:
    """Deal documents out to folds by their names."""
    return zlib.crc32(name.encode()) % FOLDS


def fit_logistic(x: Floats, y: Floats, prior: float = 1.0) -> Floats:
    """Fit a logistic regression by Newton's method."""
    weights = np.zeros(x.shape[1])
    for _ in range(25):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (y - p) - prior * weights
        weights += np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + prior * np.eye(x.shape[1]), slope)
    return weights


def fit_chances(samples: Sequence[Sample], words: Sequence[Words]) -> dict[str, Any]:
    """Fit the chances of words to be covered, in translations and among strangers."""
    found: dict[str, Any] = {}
    for story in STORIES:
        rows: dict[tuple[str, int], list[tuple[float, float, int]]] = {(side, k): [] for side in ("zh", "en") for k in range(len(KINDS))}
        for sample, pair in zip(samples, words, strict=True):
            if sample.noise in (("",) if story == STORIES[0] else ("shuffled", "shifted")):
                sizes = [math.log(sum(bool(w.keys) for w in side.words) + 1) for side in (pair.zh, pair.en)]
                for name, side, others in (("zh", pair.zh, sizes[1]), ("en", pair.en, sizes[0])):
                    for word, apart in zip(side.words, side.apart, strict=True):
                        if word.keys:
                            rows[name, word.kind].append((word.rate, others, apart))
        found[story] = {}
        for name in ("zh", "en"):
            table: dict[str, Any] = {}
            for number, kind in enumerate(KINDS):
                data = np.array(rows[name, number] or [(0.0, 0.0, 0)])
                x = np.column_stack([np.ones(len(data)), data[:, 0], data[:, 1]])
                table[kind] = [round(float(w), 4) for w in fit_logistic(x, (data[:, 2] >= 0).astype(float))]
            every = np.array([apart for k in range(len(KINDS)) for _, _, apart in rows[name, k] if apart >= 0])
            counts = np.bincount(every, minlength=len(APART) + 1) + 1.0
            table["apart"] = [round(float(c), 4) for c in counts / counts.sum()]
            found[story][name] = table
    return found


def fit_lengths(samples: Sequence[Sample], words: Sequence[Words]) -> list[float]:
    """Fit how many English characters Chinese counts stand for: least relative squares, no weight below 0."""
    rows = [(s, w) for s, w in zip(samples, words, strict=True) if not s.noise]
    x = np.array([count_characters(s.zh, len(w.zh.words)) for s, w in rows], np.float64)
    y = np.array([len(s.en) for s, _ in rows], np.float64)
    scale = 1 / (y + 30)
    active = list(range(len(COUNTS)))
    while True:
        weights = np.linalg.lstsq(x[:, active] * scale[:, None], y * scale, rcond=None)[0]
        if (weights >= 0).all():
            break
        active = [n for n, w in zip(active, weights, strict=True) if w >= 0]
    found = np.zeros(len(COUNTS))
    found[active] = weights
    return [round(float(w), 4) for w in found]


def table(samples: Sequence[Sample], words: Sequence[Words], chances: Chances, lengths: Lengths) -> NDArray[np.float32]:
    """Features of all samples."""
    return np.array([describe_words(s.zh, s.en, w, chances, lengths) for s, w in zip(samples, words, strict=True)], np.float32)


def fit_trees(features: NDArray[np.float32], samples: Sequence[Sample]) -> lightgbm.Booster:
    """Fit the trees; good and bad weigh the same in sum, and so does each kind of noise by the root of its number."""
    return lightgbm.train(PARAMETERS, lightgbm.Dataset(features, label=[not s.noise for s in samples], weight=sample_weights(samples)), ROUNDS)


def sample_weights(samples: Sequence[Sample]) -> Floats:
    """Give good pairs the weight of all bad ones together."""
    good = np.array([not s.noise for s in samples])
    return np.where(good, (~good).sum() / max(1, good.sum()), 1.0) * len(good) / (2 * max(1, (~good).sum()))


def out_of_fold(samples: Sequence[Sample], words: Sequence[Words]) -> tuple[Floats, list[Any]]:
    """Score each sample by weights that saw nothing of its document."""
    folds = np.array([fold_of(s.name) for s in samples])
    scores = np.zeros(len(samples))
    tables = []
    for fold in range(FOLDS):
        seen = [n for n in range(len(samples)) if folds[n] != fold]
        chances = read_chances(fit_chances([samples[n] for n in seen], [words[n] for n in seen]))
        lengths = Lengths(tuple(fit_lengths([samples[n] for n in seen], [words[n] for n in seen])))
        features = table(samples, words, chances, lengths)
        tables.append(features)
        model = fit_trees(features[seen], [samples[n] for n in seen])
        mine = folds == fold
        scores[mine] = np.asarray(model.predict(features[mine]))
    return scores, tables


def report(samples: Sequence[Sample], scores: Floats) -> None:
    """Print what is rejected at the threshold that keeps 99.5% of the good news, and what is accepted of the good."""
    noise, kind = np.array([s.noise for s in samples]), np.array([s.kind for s in samples])
    news = np.array([s.kind.startswith("news zh-Hans") for s in samples])
    for share in (0.995, 0.99):
        for name, pool in (("news", news), ("all", np.ones(len(samples), bool))):
            threshold = float(np.quantile(scores[(noise == "") & pool], 1 - share))
            print(f"threshold {threshold:.4f} accepts {share:.1%} of the good of {name}")
            print("  accepted: " + "; ".join(f"{k} {(scores[(noise == '') & (kind == k)] >= threshold).mean():.4f}" for k in sorted(set(kind[noise == ""]))))
            print("  rejected: " + "; ".join(f"{n} {(scores[(noise == n) & pool] < threshold).mean():.3f}" for n in sorted(set(noise) - {""}) if ((noise == n) & pool).any()))
    good = noise == ""
    lengths = np.array([len(s.en) for s in samples])
    threshold = float(np.quantile(scores[good & news], 0.005))
    for low, high in ((0, 15), (15, 30), (30, 60), (60, 120), (120, 240), (240, 10**6)):
        own = good & (lengths >= low) & (lengths < high)
        print(f"  good of {low}-{high} characters: {own.sum()}, accepted {(scores[own] >= threshold).mean():.4f}")
    print(f"calibration error {calibration_error(scores, good, sample_weights(samples)):.4f}")


def calibration_error(scores: Floats, good: NDArray[np.bool_], weight: Floats, bins: int = 15) -> float:
    """The expected calibration error over bins of equal width."""
    which = np.minimum((scores * bins).astype(int), bins - 1)
    return float(sum(abs(np.sum(weight[b] * (scores[b] - good[b]))) for k in range(bins) if (b := which == k).any()) / weight.sum())


def main() -> None:
    """Make the samples, cross-validate, and write the weights when asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.parse_args()
    samples = make_samples(read_pairs())
    cutter = make_cutter()
    words = [read_words(s.zh, s.en, cutter) for s in samples]
    print(f"{len(samples)} samples", flush=True)
    scores, _ = out_of_fold(samples, words)
    report(samples, scores)


if __name__ == "__main__":
    main()
