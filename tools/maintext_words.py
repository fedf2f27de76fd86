"""Linear models over hashed words for the main-text models: what lines say (text) and what containers are called (HTML).

An L2-penalised logistic regression each, by L-BFGS; a block weighs the square root of its size, a page about the same
whatever its length. The trees of tools/fit_maintext.py read the log-odds, out of fold where they are fitted.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
from maintext_data import FOLDS, Sample
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, vstack

from bitext.maintext.naming import NAME_BUCKETS, NAME_SCALE, PLACES, block_naming, is_named, name_words, named_features
from bitext.maintext.wording import BUCKETS, SCALE, is_worded, line_wording, word_places, worded_features

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: Weights of the squared weights, and steps of L-BFGS: a few values were tried for text, two for names.
WORD_PENALTY, NAME_PENALTY, STEPS = 0.5, 1.0, 100
#: Made-up short pages count less than real ones; the dev pages' gold is tighter than the extra pages'.
MADE_UP, WEIGHT = 0.5, {"en": 2.0, "zh": 2.0, "extra": 1.0}


def page_weight(s: Sample) -> float:
    """What a page counts in fitting."""
    form = {"html": 1.0, "text": 1.0, "half": 0.8, "gold": 0.8}[s.form]
    return WEIGHT[s.kind] * (MADE_UP if s.made_up else 1.0) * form


def block_weights(samples: list[Sample]) -> np.ndarray:
    """What each block of some pages counts in fitting."""
    weight = []
    for s in samples:
        w = np.sqrt(np.maximum(s.tokens, 1))
        weight.append(page_weight(s) * w / np.sqrt(w.sum()))
    return np.concatenate(weight)


def _table(line: np.ndarray, bucket: np.ndarray, lines: int, buckets: int) -> csr_matrix:
    """A row a line: its words, each over the root of their number."""
    size = np.maximum(np.bincount(line, minlength=lines), 1)
    return csr_matrix((1 / np.sqrt(size[line]), (line, bucket)), shape=(lines, buckets), dtype=np.float32)


def words_of(s: Sample) -> csr_matrix:
    """The words of each line."""
    return _table(*word_places(s.text.counts), len(s.texts), BUCKETS)


def names_of(s: Sample) -> csr_matrix:
    """The words of the names of each block's containers, as `block_naming` sums them: around, own, parent, grandparent."""
    tree, line, bucket = s.shape.page.tree, [], []
    for at, element in enumerate(s.shape.page.element):
        steps, e = 0, element
        while e > 0:
            words = name_words(tree.signature[e])
            places = (0, steps + 1) if steps + 1 < len(PLACES) else (0,)
            bucket += [place * NAME_BUCKETS + w for place in places for w in words]
            line += [at] * (len(words) * len(places))
            e, steps = tree.parent[e], steps + 1
    return _table(np.array(line, np.int64), np.array(bucket, np.int64), len(s.texts), NAME_BUCKETS * len(PLACES))


def _keep(samples: list[Sample], read: Callable[[Sample], csr_matrix]) -> None:
    for s in samples:
        s.words = read(s) if s.words is None else s.words


def _regress(table: csr_matrix, label: np.ndarray, weight: np.ndarray, penalty: float) -> tuple[np.ndarray, float]:
    sign = np.where(label > 0, 1.0, -1.0)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (table @ w[:-1] + w[-1])
        slope = -sign * weight / (1 + np.exp(np.clip(margin, -500, 500)))
        value = float(np.logaddexp(0, -margin) @ weight + penalty / 2 * w[:-1] @ w[:-1])
        return value, np.append(table.T @ slope + penalty * w[:-1], slope.sum())

    best = minimize(loss, np.zeros(table.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x
    return best[:-1], round(float(best[-1]), 3)


def fit_wording(samples: list[Sample]) -> tuple[np.ndarray, float]:
    """Learn what the words of a line say; lines in Chinese are left out."""
    _keep(samples, words_of)
    mine = np.concatenate([is_worded(s.text.counts) for s in samples])
    label = np.concatenate([s.label for s in samples])[mine]
    weights, base = _regress(vstack([s.words for s in samples]).tocsr()[mine], label, block_weights(samples)[mine], WORD_PENALTY)
    return np.round(weights * SCALE).astype(np.float32) / SCALE, base


def fit_naming(samples: list[Sample]) -> tuple[np.ndarray, float]:
    """Learn what the names of a block's containers say; Chinese pages are left out."""
    mine = [s for s in samples if is_named(s.text)]
    _keep(mine, names_of)
    label = np.concatenate([s.label for s in mine])
    weights, base = _regress(vstack([s.words for s in mine]).tocsr(), label, block_weights(mine), NAME_PENALTY)
    return np.round(weights * NAME_SCALE).astype(np.float32).reshape(len(PLACES), -1) / NAME_SCALE, base


def word_out_of_fold(samples: list[Sample]) -> None:
    """Add what the lines' words say, by weights that saw nothing of the page's site, to every sample's features."""
    for fold in range(FOLDS):
        weights = fit_wording([s for s in samples if s.fold != fold])
        for s in samples:
            if s.fold == fold:
                s.features = np.hstack([s.features, worded_features(line_wording(s.text.counts, weights), s.text.tokens)])


def name_out_of_fold(samples: list[Sample]) -> None:
    """Add what the containers' names say, by weights that saw nothing of the page's site, to every sample's features."""
    for fold in range(FOLDS):
        weights = fit_naming([s for s in samples if s.fold != fold])
        for s in samples:
            if s.fold == fold:
                s.features = np.hstack([s.features, named_features(block_naming(s.shape, weights))])


def dump_words(path: Path, fitted: tuple[np.ndarray, float], scale: int, about: dict[str, Any]) -> None:
    """Write weights as readable JSON, a whole number a bucket."""
    rows = np.round(fitted[0] * scale).astype(int).reshape(-1, 64).tolist()
    numbers = ",\n  ".join(", ".join(map(str, row)) for row in rows)
    head = json.dumps({"about": {**about, "steps": STEPS, "scale": scale}, "base": fitted[1]}, indent=1)[:-2]
    path.write_text(f'{head},\n "weights": [\n  {numbers}\n ]\n}}\n', encoding="utf-8")
