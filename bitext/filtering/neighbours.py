"""Pairs that slipped: a side that fits the other side of a neighbouring pair better than its own, and better than that pair fits.

One line too many in one of two files shifts all that follow, and neighbours are about the same things, so each wrong pair still
shares names and words. What gives them away is the neighbour: there the right translation stands. A margin between the
own score and those of others is how sentences are mined (Artetxe and Schwenk 2019, doi:10.18653/v1/P19-1309); here the others
are the pairs around, and both pairs must be worse than the exchange, which good pairs of a text hardly ever are.
"""

from __future__ import annotations

from collections import deque
from itertools import chain, islice
from math import log
from typing import TYPE_CHECKING

from bitext.filtering.adequacy import LONGEST, score_adequacy
from bitext.filtering.adequacy_words import read_chinese_keys, read_english_keys
from bitext.model import Pair

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

__all__ = ["REACH", "score_neighbours", "with_neighbours"]

#: How many pairs on either side are looked at: lines that are lost come in short runs.
REACH = 3
#: A pair that is at least so adequate is not doubted; one that has no chance is rejected anyway.
_SURE, _HOPELESS = 0.9, 0.02
#: So many exchanges of a pair are scored in full: those whose words have most in common.
_TRIED = 3
_LEAST = 1e-4


def with_neighbours(batches: Iterable[list[Pair]]) -> Iterator[tuple[list[Pair], list[Pair], list[Pair]]]:
    """Give each batch with the pairs right before and behind it.

    >>> [[len(part) for part in parts] for parts in with_neighbours([[Pair("", "", "", 1.0)] * n for n in (2, 5, 1, 4)])]
    [[0, 2, 3], [2, 5, 3], [3, 1, 3], [3, 4, 0]]
    """
    before: list[Pair] = []
    waiting: deque[list[Pair]] = deque()
    for batch in chain(batches, [None]):
        if batch is not None:
            waiting.append(batch)
        while waiting and (batch is None or sum(map(len, waiting)) - len(waiting[0]) >= REACH):
            held = waiting.popleft()
            yield before, held, list(islice(chain.from_iterable(waiting), REACH))
            before = [*before, *held][-REACH:]


def score_neighbours(
    pairs: Sequence[Pair],
    own: Sequence[float],
    before: Sequence[Pair] = (),
    after: Sequence[Pair] = (),
    *,
    terms: Sequence[tuple[str, str]] = (),
    encoder: Any = None,
) -> list[float]:
    """Give by how much a neighbour's side fits better than a pair's own: the gain in log-odds of adequacy, 0 where none does.

    Pairs are neighbours if they are of one document (`doc` among their further fields) or of none.

    Args:
        pairs: pairs in the order of their text.
        own: their adequacy, as `score_adequacy` gives it.
        before: pairs that stand right before them.
        after: pairs that stand right behind them.
        terms: as for `score_adequacy`.
        encoder: as for `score_adequacy`.

    >>> zh = ["山里下了一夜的雨。", "市长批准了新的预算。"]
    >>> en = ["The mayor approved the new budget.", "It rained all night in the mountains."]
    >>> slipped = [Pair("", one, other, 1.0) for one, other in zip(zh, en)]
    >>> max(score_neighbours(slipped, score_adequacy(slipped))) > 1
    True
    """
    every = [*before, *pairs, *after]
    scores: dict[int, float] = {len(before) + number: score for number, score in enumerate(own)}
    doubted = [at for at, score in scores.items() if _HOPELESS <= score < _SURE and every[at].zh.strip() and every[at].en.strip()]
    tried = {at: _likeliest(every, at) for at in doubted}
    exchanges = [(at, other, made) for at, found in tried.items() for other, made in found]
    missing = sorted({other for _, other, _ in exchanges} - scores.keys())
    made = score_adequacy([*(made for _, _, made in exchanges), *(every[other] for other in missing)], terms=terms, encoder=encoder)
    scores |= zip(missing, made[len(exchanges) :], strict=True)
    gains = dict.fromkeys(range(len(every)), 0.0)
    for (at, other, _), score in zip(exchanges, made, strict=False):
        gains[at] = max(gains[at], _log_odds(score) - max(_log_odds(scores[at]), _log_odds(scores[other])))
    return [round(gains[len(before) + number], 4) for number in range(len(pairs))]


def _log_odds(score: float) -> float:
    bounded = min(max(score, _LEAST), 1 - _LEAST)
    return log(bounded / (1 - bounded))


def _likeliest(every: Sequence[Pair], at: int) -> list[tuple[int, Pair]]:
    """The exchanges with neighbours whose words have most in common, each with the neighbour's place."""
    here = every[at]
    found = []
    for other in (*range(max(0, at - REACH), at), *range(at + 1, min(len(every), at + 1 + REACH))):
        there = every[other]
        if here.extra.get("doc") != there.extra.get("doc"):
            continue
        for zh, en in ((here.zh, there.en), (there.zh, here.en)):
            if (zh, en) not in ((here.zh, here.en), (there.zh, there.en)) and (share := _shared(zh, en)):
                found.append((share, other, Pair("", zh, en, 1.0)))
    found.sort(key=lambda one: -one[0])  # stable: of equals the earlier neighbour
    least = _shared(here.zh, here.en) / 2
    return [(other, made) for share, other, made in found[:_TRIED] if share >= least]


def _shared(zh: str, en: str) -> float:
    """The share of the English words, the rarer the heavier, that have a key in common with a Chinese one."""
    keys, words = read_chinese_keys(zh[:LONGEST]), read_english_keys(en[:LONGEST])
    total = sum(weight for _, weight in words)
    return sum(weight for word, weight in words if not word.isdisjoint(keys)) / total if total else 0.0
