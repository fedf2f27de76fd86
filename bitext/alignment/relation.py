"""Whether two texts have to do with one another, by the words that their beads share and those that they do not.

An alignment finds the best beads of any two texts, of strangers too, and inside a text that translates the other nothing tells
how good the best of strangers would have been. So each word of a bead is held against two stories that were fitted on
alignments: of translations, and of texts that have nothing to do with one another. Under each the chance that the other side
of the bead has its counterpart hangs on how common the word is, how many words the other side has, and how many sentences
there were to choose from. The logarithm of the ratio is the word's evidence (naive Bayes); what the words of a bead and of
those around it say on the mean, and how many they are, gives the probability that they are no strangers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from math import log
from typing import TYPE_CHECKING, Any

import numpy as np

from bitext.lexicon import UNSEEN, find_page_shares

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from bitext.alignment.features import Scene
    from bitext.alignment.tokens import Token

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

__all__ = [
    "CLASSES",
    "Relation",
    "count_words",
    "find_page_shares",
    "gather_evidence",
    "judge_relation",
    "read_relation",
    "smooth",
    "weigh_words",
]

#: What words are told apart by: the side, and of English ones whether they begin with a capital.
CLASSES = ("zh word", "en word", "en name", "zh value", "en value")
_ZH, _EN, _NAME, _ZH_VALUE, _EN_VALUE = range(len(CLASSES))
#: One word counts no more than this, in log odds.
_LIMIT = 4.0
#: What the beads around a bead count, one further on each time; so many words are added that say nothing either way; and the
#: number of words from which on the logarithm counts.
_AROUND, _SILENT, _UNIT = 0.8, 10.0, 40.0


@dataclass(frozen=True, slots=True)
class Relation:
    """What `tools/fit_relation.py` fitted.

    `translation` and `strangers` have a row for each of `CLASSES`: offset and weights of a logistic regression on the
    logarithms of the word's rate, of the number of words on the other side plus one, and of the number of sentences. `line` is
    offset, weight of the mean evidence of words, and what the logarithm of their number adds to that weight.
    """

    translation: Floats
    strangers: Floats
    line: tuple[float, float, float]


def read_relation(data: Mapping[str, Any]) -> Relation:
    """Make it of its JSON object: `translation` and `strangers` by class, `line`.

    Raises:
        KeyError: a class is missing.
        ValueError: a row has not four numbers, or the line not three.
    """
    translation, strangers = (np.array([data[story][name] for name in CLASSES], np.float64) for story in ("translation", "strangers"))
    if translation.shape != strangers.shape or translation.shape != (len(CLASSES), 4):
        raise ValueError("relation")
    offset, mean, more = data["line"]
    return Relation(translation, strangers, (float(offset), float(mean), float(more)))


@lru_cache(maxsize=1 << 16)
def _rate(keys: tuple[str, ...]) -> float:
    """The logarithm of how often a page of English holds a word with one of these keys; pinyin is as rare as unknown words."""
    shares = find_page_shares()
    return log(sum(-float(np.log1p(-shares.get(key, UNSEEN))) if key[0] != "~" else UNSEEN for key in keys))


def count_words(scene: Scene, i: Ints, j: Ints, a: Ints, b: Ints) -> Floats:
    """Count what the words of beads with both sides have beside them.

    Args:
        scene: the document.
        i: where the beads' Chinese sentences end, exclusive.
        j: where their English ones end.
        a: how many Chinese sentences they have.
        b: how many English ones.

    Returns:
        A row a word: its bead, its class, the logarithms of its rate and of the number of words on the other side plus one, and
        whether the other side has its counterpart (0 or 1).
    """
    rows = list(
        chain.from_iterable(_words_of(scene, n, *bead) for n, bead in enumerate(zip(*(x.tolist() for x in (i, j, a, b)), strict=True)))
    )
    return np.concatenate([np.array(rows, np.float64).reshape(-1, 5), *_values_of(scene, i, j, a, b)])


def _words_of(scene: Scene, number: int, i: int, j: int, a: int, b: int) -> Iterator[tuple[float, ...]]:
    zh: dict[Token, None] = dict.fromkeys(chain.from_iterable(scene.words[0][i - a : i]))
    en: dict[Token, None] = dict.fromkeys(chain.from_iterable(scene.words[1][j - b : j]))
    zh_keys, en_keys = ({key for _, keys in side for key in keys} for side in (zh, en))
    sizes = log(len(zh) + 1), log(len(en) + 1)
    for _, keys in zh:
        if any(key[0] != "~" and not key[0].isdigit() for key in keys):  # the rest are names, unknown words, and numbers
            yield number, _ZH, _rate(keys), sizes[1], not en_keys.isdisjoint(keys)
    for word, keys in en:
        if not word[0].isdigit():
            yield number, _NAME if len(keys) > 1 else _EN, _rate(keys), sizes[0], not zh_keys.isdisjoint(keys)


def _values_of(scene: Scene, i: Ints, j: Ints, a: Ints, b: Ints) -> Iterator[Floats]:
    """The same of values and given terms, whose rate is not known."""
    found, number = scene.values, np.arange(len(i))
    covered = np.zeros((2, len(i)))
    for size in {(int(x), int(y)) for x, y in zip(a, b, strict=True)}:
        mine = (a == size[0]) & (b == size[1])
        covered[:, mine] = found.of_chinese(i[mine], j[mine], *size), found.of_english(i[mine], j[mine], *size)
    totals = found.zh[i] - found.zh[i - a], found.en[j] - found.en[j - b]
    for side, name in ((0, _ZH_VALUE), (1, _EN_VALUE)):
        others = np.log(totals[1 - side] + 1)
        for hit, count in ((1.0, covered[side]), (0.0, totals[side] - covered[side])):
            times = np.rint(count).astype(np.int64)
            rows = np.column_stack([number, np.full(len(i), float(name)), np.zeros(len(i)), others, np.full(len(i), hit)])
            yield np.repeat(rows, times, axis=0)


def weigh_words(words: Floats, sentences: int, relation: Relation) -> Floats:
    """Give the evidence of each word, in log odds: above 0 for texts that translate one another, below for strangers.

    Args:
        words: as `count_words` gives them.
        sentences: of both texts together.
        relation: the two stories.
    """
    kind, hit = words[:, 1].astype(np.int64), words[:, 4] > 0
    known = np.column_stack([np.ones(len(words)), words[:, 2:4], np.full(len(words), log(sentences + 1))])
    yes = [1 / (1 + np.exp(-np.einsum("nk,nk->n", known, story[kind]))) for story in (relation.translation, relation.strangers)]
    found: Floats = np.where(hit, np.log(yes[0] / yes[1]), np.log((1 - yes[0]) / (1 - yes[1])))
    return np.clip(found, -_LIMIT, _LIMIT)


def smooth(values: Floats, share: float = _AROUND) -> Floats:
    """Add to each value those around it, the one k further on counted with `share` to the power of k.

    >>> smooth(np.array([0.0, 1.0, 0.0, 0.0]), 0.5).tolist()
    [0.5, 1.0, 0.5, 0.25]
    """
    found = values.copy()
    for order in (slice(None), slice(None, None, -1)):
        carried = 0.0
        for place, value in zip(range(len(values))[order], values[order].tolist(), strict=True):
            found[place] += carried
            carried = (carried + value) * share
    return found


def gather_evidence(words: Floats, beads: int, sentences: int, relation: Relation) -> tuple[Floats, Floats]:
    """Sum what the words of each bead and of those around it say; and count them.

    Args:
        words: as `count_words` gives them, the beads numbered among all that were chosen.
        beads: how many were chosen, sentences alone included.
        sentences: of both texts together.
        relation: the two stories.
    """
    owner = words[:, 0].astype(np.int64)
    sums = np.bincount(owner, weigh_words(words, sentences, relation), minlength=beads), np.bincount(owner, minlength=beads)
    return smooth(sums[0].astype(np.float64)), smooth(sums[1].astype(np.float64))


def judge_relation(evidence: Floats, counts: Floats, relation: Relation) -> Floats:
    """Give the log odds that beads are not those of strangers.

    Args:
        evidence: what the words of each bead and of those around it say, summed.
        counts: how many they are.
        relation: the fitted line.
    """
    offset, mean, more = relation.line
    size = counts + _SILENT
    found: Floats = offset + evidence / size * (mean + more * np.log(size / _UNIT))
    return found
