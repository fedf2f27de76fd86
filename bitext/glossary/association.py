"""How strongly words and phrases of two languages belong together, counted over pairs that translate one another."""

from __future__ import annotations

from collections import defaultdict
from math import log
from typing import TYPE_CHECKING

from bitext.lexicon import find_stem, load_lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["WordLinks", "link_words", "log_likelihood"]

#: Rounds of expectation and maximization; Model 1 hardly changes after five (Och and Ney 2003, section 6).
ROUNDS = 5
#: Cells of (Chinese word, English word) that are used to link words: what has no room in a larger corpus is only counted.
CELLS = 6_000_000
#: Occurrences that a gloss of the dictionary counts for.
PRIOR = 2.0
#: What a word is linked to that has no counterpart; it stands in every text.
NOTHING = ""


def log_likelihood(both: int, one: int, other: int, total: int) -> float:
    """Give Dunning's log-likelihood ratio for two things seen together (1993, https://aclanthology.org/J93-1003/).

    Args:
        both: pairs that have both.
        one: pairs that have the first.
        other: pairs that have the second.
        total: all pairs.

    >>> round(log_likelihood(10, 10, 10, 500), 1), log_likelihood(1, 10, 50, 500)
    (98.0, 0.0)
    """
    cells = (both, one - both, other - both, total - one - other + both)
    sides = (one, total - one, other, total - other)
    return max(0.0, round(2 * (_sum(cells) - _sum(sides) + _sum((total,))), 9))


def _sum(counts: Sequence[int]) -> float:
    return sum(n * log(n) for n in counts if n > 0)


class WordLinks:
    """Which words translate which: the geometric mean of IBM Model 1 in both directions."""

    def __init__(self, links: Mapping[tuple[str, str], float]) -> None:
        self._links = links
        self._best: defaultdict[tuple[str, str], float] = defaultdict(float)
        for (zh, en), link in links.items():
            if NOTHING not in (zh, en):
                self._best["zh", zh] = max(self._best["zh", zh], link)
                self._best["en", en] = max(self._best["en", en], link)

    def __getitem__(self, words: tuple[str, str]) -> float:
        """How strongly a Chinese and an English word are linked, 0 to 1."""
        return self._links.get(words, 0.0)

    def omitted(self, zh: Sequence[str], en: Sequence[str]) -> int:
        """Count the words of two phrases that the other leaves out.

        The dictionary does not gloss such a word with any of the other's, and its best link in the corpus is more than twice
        as strong as any into the other phrase: it has a translation of its own, which is not there.

        >>> WordLinks({("大", "great"): 0.5, ("大", "rain"): 0.1, ("雨", "rain"): 0.6}).omitted(["大", "雨"], ["rain"])
        1
        """
        lexicon, stems = load_lexicon(), {find_stem(word) for word in en}
        glosses = {word: lexicon.glosses(word) for word in zh}
        left = [w for w in zh if not glosses[w] & stems and self._best["zh", w] > 2 * max(self[w, other] for other in en)]
        every = set().union(*glosses.values())
        right = [w for w in en if find_stem(w) not in every and self._best["en", w] > 2 * max(self[other, w] for other in zh)]
        return len(left) + len(right)

    def covered(
        self, zh: Sequence[str], en: Sequence[str], zh_inside: Sequence[str], en_inside: Sequence[str]
    ) -> dict[tuple[str, str], float]:
        """Say of each word inside two phrases what share of its links within this pair goes to the other phrase.

        Args:
            zh: the words of the Chinese text that say something.
            en: those of the English text.
            zh_inside: those of the Chinese phrase.
            en_inside: those of the English phrase.

        >>> links = WordLinks({("雨", "rain"): 0.9, ("雨", "wind"): 0.1})
        >>> links.covered(["雨"], ["rain", "wind"], ["雨"], ["rain"])[("zh", "雨")]
        0.9
        """
        found = {}
        for word in zh_inside:
            whole = sum(self[word, other] for other in (*en, NOTHING))
            found["zh", word] = sum(self[word, other] for other in en_inside) / whole if whole else 0.0
        for word in en_inside:
            whole = sum(self[other, word] for other in (*zh, NOTHING))
            found["en", word] = sum(self[other, word] for other in zh_inside) / whole if whole else 0.0
        return found


def link_words(zh: Sequence[Sequence[str]], en: Sequence[Sequence[str]]) -> WordLinks:
    """Learn from pairs which words translate which.

    IBM Model 1 (Brown et al. 1993, https://aclanthology.org/J93-2003/), trained in both directions.

    Args:
        zh: the words of each Chinese text.
        en: the words of each English text, pair by pair.

    >>> links = link_words([["雨", "大"], ["雨"], ["大"]], [["rain", "big"], ["rain"], ["big"]])
    >>> links["雨", "rain"] > 3 * links["雨", "big"]
    True
    """
    import numpy as np

    names_zh, names_en = _numbers([*zh, [NOTHING]]), _numbers([*en, [NOTHING]])
    cells, by_zh, by_en = [], [], []
    size = at_zh = at_en = 0
    for left, right in (((*one, NOTHING), (*other, NOTHING)) for one, other in zip(zh, en, strict=True)):
        if size + len(left) * len(right) > CELLS:
            continue
        size += len(left) * len(right)
        ones, others = np.array([names_zh[w] for w in left], np.int64), np.array([names_en[w] for w in right], np.int64)
        cells.append((ones[:, None] * len(names_en) + others[None, :]).ravel())
        by_zh.append(np.repeat(np.arange(at_zh, at_zh + len(left)), len(right)))
        by_en.append(np.tile(np.arange(at_en, at_en + len(right)), len(left)))
        at_zh, at_en = at_zh + len(left), at_en + len(right)
    if not size:
        return WordLinks({})
    found, of = np.unique(np.concatenate(cells), return_inverse=True)
    left_of, right_of = found // len(names_en), found % len(names_en)
    words_zh, words_en = list(names_zh), list(names_en)
    prior = PRIOR * _glossed(words_zh, words_en, left_of, right_of)
    forward = _train(of, np.concatenate(by_en), left_of, prior)
    backward = _train(of, np.concatenate(by_zh), right_of, prior)
    both = np.sqrt(forward * backward)
    kept = np.flatnonzero(both > 1e-4)
    return WordLinks({(words_zh[left_of[k]], words_en[right_of[k]]): round(float(both[k]), 6) for k in kept})


def _glossed(zh: Sequence[str], en: Sequence[str], left_of: NDArray[np.int64], right_of: NDArray[np.int64]) -> NDArray[np.float64]:
    """Say of each distinct cell whether the dictionary glosses the Chinese word with the English one: 1 or 0."""
    import numpy as np

    lexicon = load_lexicon()
    glosses = [lexicon.glosses(word) if word else frozenset() for word in zh]
    stems = [find_stem(word) for word in en]
    return np.fromiter((stems[j] in glosses[i] for i, j in zip(left_of.tolist(), right_of.tolist(), strict=True)), np.float64, left_of.size)


def _numbers(texts: Sequence[Sequence[str]]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(lambda: len(found))
    for text in texts:
        for word in text:
            found[word]
    return dict(found)


def _train(of: NDArray[np.int64], group: NDArray[np.int64], given: NDArray[np.int64], prior: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the chance of each distinct cell: how likely the one word is, given the other.

    `of` names the distinct cell of each cell, `group` the word that is to be explained, `given` the explaining word of each
    distinct cell.
    """
    import numpy as np

    chance = 1.0 + prior
    for _ in range(ROUNDS):
        weights = chance[of]
        weights /= np.bincount(group, weights)[group]
        counts = np.bincount(of, weights, minlength=given.size) + prior
        chance = counts / np.bincount(given, counts)[given]
    return chance
