"""Fit the weights of the main-text models, and measure them cross-validated by site.

    python tools/fit_maintext.py [--data ../shared/bench/clean] [--only html|text] [--write]

Needs lightgbm, resiliparse and scipy (development dependencies). `--write` stores the weights fitted on all pages in
bitext/maintext/weights, as text, with provenance; without it only the cross-validated figures are printed.
Cross-validation is by site: a page is scored by weights that saw no page of its site.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))

from maintext_data import FOLDS, SETS, Sample, fold_of, html_samples, records, text_samples
from maintext_words import (
    NAME_PENALTY,
    WORD_PENALTY,
    block_weights,
    dump_words,
    fit_naming,
    fit_wording,
    name_out_of_fold,
    page_weight,
    word_out_of_fold,
)

from bitext.evaluation import macro_scores, page_scores
from bitext.maintext.containers import CONTAINER_FEATURES
from bitext.maintext.deciding import keep_html, keep_text
from bitext.maintext.naming import NAME_SCALE
from bitext.maintext.places import html_features
from bitext.maintext.scoring import HTML_FIRST, TEXT_FIRST
from bitext.maintext.second import TEXT_SECOND, second_text
from bitext.maintext.wording import SCALE
from bitext.text import count_han

WEIGHTS = Path(__file__).resolve().parent.parent / "bitext" / "maintext" / "weights"
COMMON = {
    "learning_rate": 0.045, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5.0, "verbose": -1, "num_threads": 1, "seed": 1,
    "deterministic": True, "force_row_wise": True, "max_bin": 127,
}  # fmt: skip
CONTAINER = {**COMMON, "objective": "regression", "num_leaves": 12, "min_data_in_leaf": 20, "feature_fraction": 0.5, "learning_rate": 0.05}
BLOCK = {**COMMON, "objective": "binary", "num_leaves": 12, "min_data_in_leaf": 60, "feature_fraction": 0.3}
ROUNDS = {"container": 180, "html": 150, "text": 150, "second": 100}


def fit_containers(samples: list[Sample]) -> lightgbm.Booster:
    """Learn how well a candidate container holds the main text and nothing else (its F1)."""
    rows = [s for s in samples if len(s.container_f1)]
    weight = np.concatenate([np.full(len(s.container_f1), page_weight(s)) for s in rows])
    data = lightgbm.Dataset(np.vstack([s.container for s in rows]), label=np.concatenate([s.container_f1 for s in rows]), weight=weight)
    return lightgbm.train(CONTAINER, data, ROUNDS["container"])


def fit_blocks(samples: list[Sample], rounds: int) -> lightgbm.Booster:
    """Learn which blocks are main text; a block weighs the square root of its size, a page about the same whatever its length."""
    data = lightgbm.Dataset(
        np.vstack([s.features for s in samples]), label=np.concatenate([s.label for s in samples]), weight=block_weights(samples)
    )
    return lightgbm.train(BLOCK, data, rounds)


def cross_validate(samples: list[Sample], rounds: int) -> None:
    """Give every sample the probabilities of a model that saw nothing of its site."""
    for fold in range(FOLDS):
        model = fit_blocks([s for s in samples if s.fold != fold], rounds)
        for s in samples:
            if s.fold == fold:
                s.main = np.asarray(model.predict(s.features), np.float32)


def rank_out_of_fold(samples: list[Sample]) -> None:
    """Give every sample the container scores of a model that saw nothing of its site, and its block features."""
    for fold in range(FOLDS):
        model = fit_containers([s for s in samples if s.fold != fold])
        for s in samples:
            if s.fold == fold:
                s.scores = np.asarray(model.predict(s.container), np.float32) if len(s.container_f1) else np.zeros(0, np.float32)
    for s in samples:
        s.features = np.hstack([s.text.features, s.marks, html_features(s.shape, s.scores)])


def look_again(samples: list[Sample], rounds: int) -> None:
    """Give every sample of text the features of a second look, made from probabilities out of fold, and the second model's answer."""
    for s in samples:
        s.features = np.hstack([s.features, second_text(s.main, s.tokens, s.text.counts.lexicon)])
    cross_validate(samples, rounds)


def scored(samples: list[Sample]) -> tuple[float, float, float]:
    """F1, precision and recall of what would stay."""
    rows = []
    for s in samples:
        keep = keep_html(s.main, s.tokens) if s.form == "html" else keep_text(s.main, s.tokens, s.text.prose)
        rows.append(page_scores(s.gold, "\n".join(t for t, k in zip(s.texts, keep, strict=True) if k)))
    return macro_scores(rows)


def report(samples: list[Sample], name: str) -> None:
    """Print the cross-validated figures by form and language, without the rules' removals."""
    for form in ("html", "text", "half", "gold"):
        for kind in ("en", "zh", "extra"):
            rows = [s for s in samples if s.kind == kind and s.form == form and not s.made_up]
            if rows:
                f, p, r = scored(rows)
                print(f"{name} look: {form} {kind} F1 {f:.4f} P {p:.3f} R {r:.3f}, {len(rows)} pages", flush=True)


def dump(model: lightgbm.Booster | None, names: tuple[str, ...], name: str, about: dict[str, Any]) -> None:
    """Write a model as readable JSON: only the features it uses, a tree a line."""
    assert model is not None
    info = model.dump_model()
    used: list[int] = sorted({n["split_feature"] for t in info["tree_info"] for n in _nodes(t["tree_structure"])})
    place = {f: i for i, f in enumerate(used)}
    trees = [json.dumps(_flat(t["tree_structure"], place)) for t in info["tree_info"]]
    head = {"about": about, "features": [names[f] for f in used], "base": 0.0}
    text = json.dumps(head, indent=1)[:-2] + ',\n "trees": [\n  ' + ",\n  ".join(trees) + "\n ]\n}\n"
    WEIGHTS.mkdir(exist_ok=True)
    (WEIGHTS / f"{name}.json").write_text(text, encoding="utf-8")
    print(f"{name}.json: {len(trees)} trees, {len(used)} features, {len(text) // 1024} KiB")


def _nodes(node: dict[str, Any]) -> list[dict[str, Any]]:
    return [node, *_nodes(node["left_child"]), *_nodes(node["right_child"])] if "split_index" in node else []


def _short(x: float) -> float:
    return float(np.float32(f"{x:.6g}"))


def _flat(root: dict[str, Any], place: dict[int, int]) -> dict[str, list[float]]:
    out: dict[str, list[float]] = {k: [] for k in ("feature", "threshold", "left", "right", "inner", "leaf")}

    def add(node: dict[str, Any]) -> int:
        if "split_index" not in node:
            out["leaf"].append(round(node["leaf_value"], 6))
            return -len(out["leaf"])
        mine = len(out["feature"])
        for key, value in (
            ("feature", place[node["split_feature"]]),
            ("threshold", round(node["threshold"], 6)),
            ("inner", round(node["internal_value"], 6)),
            ("left", 0),
            ("right", 0),
        ):
            out[key].append(value)
        out["left"][mine] = add(node["left_child"])
        out["right"][mine] = add(node["right_child"])
        return mine

    add(root)
    return out


def _others(pages: list[tuple[dict[str, Any], str]], rng: random.Random, split: int) -> list[dict[str, Any] | None]:
    """For half of the pages another one in the same script, from the same fold so that nothing leaks between folds."""

    def group(record: dict[str, Any]) -> tuple[int, bool]:
        return fold_of(record["site"], split), 4 * count_han(record["gold"][:2000]) > len(record["gold"][:2000])

    groups: dict[tuple[int, bool], list[dict[str, Any]]] = {}
    for record, _ in pages:
        groups.setdefault(group(record), []).append(record)
    return [rng.choice(groups[group(r)]) if rng.random() < 0.6 else None for r, _ in pages]


def _deal(samples: list[Sample], fold: dict[str, int]) -> None:
    for s in samples:
        s.fold = fold[s.name]


def _save(folder: Path | None, samples: list[Sample]) -> None:
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        for form in {s.form for s in samples}:
            rows = {s.name: s.main.round(5).tolist() for s in samples if s.form == form and not s.made_up and s.kind != "extra"}
            (folder / f"{form}.json").write_text(json.dumps(rows), encoding="utf-8")


def main() -> None:
    """Read the pages, cross-validate, and write the weights when asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/bench/clean"))
    parser.add_argument("--only", choices=("html", "text"))
    parser.add_argument(
        "--save", type=Path, help="store the probabilities out of fold, for measuring the whole pipeline (tools/measure_folds.py)"
    )
    parser.add_argument("--write", action="store_true")
    parser.add_argument(
        "--split", type=int, default=0, help="deal the sites out to folds in another way, to see how much of a figure is luck"
    )
    options = parser.parse_args()
    about: dict[str, Any] = {
        "made_by": "tools/fit_maintext.py",
        "pages": {n: hashlib.sha256((options.data / f"{n}.jsonl.gz").read_bytes()).hexdigest() for n in SETS},
        "library": f"lightgbm {lightgbm.__version__}",
    }
    pages = [(r, {"en-dev": "en", "zh-dev": "zh"}.get(n, "extra")) for n in SETS for r in records(options.data, n)]
    fold = {r["id"]: fold_of(r["site"], options.split) for r, _ in pages}
    if options.only != "text":
        rng = random.Random(5)
        samples = [
            s for (r, kind), other in zip(pages, _others(pages, rng, options.split), strict=True) for s in html_samples(r, kind, rng, other)
        ]
        _deal(samples, fold)
        print(f"{len(samples)} HTML samples", flush=True)
        rank_out_of_fold(samples)
        name_out_of_fold(samples)
        cross_validate(samples, ROUNDS["html"])
        report(samples, "only")
        _save(options.save, samples)
        if options.write:
            dump(fit_containers(samples), CONTAINER_FEATURES, "container", {**about, "samples": len(samples), "parameters": CONTAINER})
            names = {**about, "samples": len(samples), "penalty": NAME_PENALTY}
            dump_words(WEIGHTS / "naming.json", fit_naming(samples), NAME_SCALE, names)
            model = fit_blocks(samples, ROUNDS["html"])
            dump(model, HTML_FIRST, "html", {**about, "samples": len(samples), "parameters": BLOCK})
    if options.only != "html":
        samples = [s for r, kind in pages for s in text_samples(r, kind)]
        _deal(samples, fold)
        for s in samples:
            s.features = np.hstack([s.text.features, s.marks])
        word_out_of_fold(samples)
        print(f"{len(samples)} text samples", flush=True)
        cross_validate(samples, ROUNDS["text"])
        first = fit_blocks(samples, ROUNDS["text"]) if options.write else None
        report(samples, "first")
        look_again(samples, ROUNDS["second"])
        report(samples, "second")
        _save(options.save, samples)
        if options.write:
            words = {**about, "samples": len(samples), "penalty": WORD_PENALTY}
            dump_words(WEIGHTS / "wording.json", fit_wording(samples), SCALE, words)
            dump(first, TEXT_FIRST, "text", {**about, "samples": len(samples), "parameters": BLOCK})
            model = fit_blocks(samples, ROUNDS["second"])
            dump(model, (*TEXT_FIRST, *TEXT_SECOND), "text-second", {**about, "samples": len(samples), "parameters": BLOCK})


if __name__ == "__main__":
    main()
