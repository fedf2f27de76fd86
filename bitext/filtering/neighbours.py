"""What the pairs around say of a pair: good and bad ones come in runs, and where sides slipped, they fit those of a neighbour better.

Noise comes in runs: one line too many in one of two files shifts all that follow, a document that was coupled with a
stranger is wrong throughout. So a pair that is doubtful by itself is less credible among bad ones. The share of good pairs
around it, estimated from their own probabilities, takes the place of the prior (one step of the estimate of Saerens, Latinne
and Decaestecker 2002, doi:10.1162/089976602753284446, with a beta prior, over a window).

Neighbours are about the same things, so each shifted pair still shares names and words. What gives it away is the neighbour: there
the right translation stands. A margin between the own score and those of others is how sentences are mined (Artetxe and Schwenk
2019, doi:10.18653/v1/P19-1309); here the others are the pairs around, and both pairs must be worse than the exchange. One
such exchange says little: in a dialogue or a novel one in thirty good pairs has one. So they are added up over a window, those by the
same number of places together: that is what a shift looks like.

Neighbours are pairs of one document, or such as name none (`bitext.splitting.documents_of`). A pair with an empty side is none.
"""

from __future__ import annotations

from collections import deque
from itertools import chain, islice
from math import exp, log
from typing import TYPE_CHECKING, TypeVar

from bitext.filtering.adequacy import LONGEST
from bitext.filtering.adequacy_words import read_chinese_keys, read_english_keys
from bitext.model import Pair
from bitext.splitting import documents_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

__all__ = ["REACH", "score_context", "score_neighbours", "with_neighbours"]

_T = TypeVar("_T")
#: How many places on either side tell of a pair.
_WINDOW = 8
#: By how many places sides may have slipped: lines that are lost come in short runs.
_SLIPPED = 3
#: How many pairs on either side must be known for the scores of a pair.
REACH = _WINDOW + _SLIPPED
#: The share of good pairs that is expected, and how many neighbours it counts for. Chosen with the window and the bounds of the filters
#: on documents that no weight had seen: files of one noise, and good ones with 5, 20 and 50% of bad pairs (docs/benchmarks.md).
_EXPECTED, _COUNTS = 0.94, 3.0
#: A pair that is at least so adequate is never rejected; exchanges are tried of those that are less adequate than the second; one that has no
#: chance is rejected anyway.
_SURE, _DOUBTED, _HOPELESS = 0.9, 0.5, 0.02
#: So many exchanges of either side are scored in full: those whose words have most in common.
_TRIED = 2
_LEAST = 1e-4


def with_neighbours(batches: Iterable[list[_T]]) -> Iterator[tuple[list[_T], list[_T], list[_T]]]:
    """Give each batch with the `REACH` items right before and behind it; none may be empty.

    >>> [[len(part) for part in parts] for parts in with_neighbours([[0] * n for n in (2, 12, 1, 14)])]
    [[0, 2, 11], [2, 12, 11], [11, 1, 11], [11, 14, 0]]
    """
    before: list[_T] = []
    waiting: deque[list[_T]] = deque()
    for batch in chain(batches, [None]):
        if batch is not None:
            waiting.append(batch)
        while waiting and (batch is None or sum(map(len, waiting)) - len(waiting[0]) >= REACH):
            held = waiting.popleft()
            yield before, held, list(islice(chain.from_iterable(waiting), REACH))
            before = [*before, *held][-REACH:]


def score_context(pairs: Sequence[Pair], own: Sequence[float]) -> list[float]:
    """Give the probability that each pair is good, by its own adequacy and by that of up to eight neighbours on either side.

    Args:
        pairs: pairs in the order of their text.
        own: their adequacy, as `score_adequacy` gives it.

    >>> doubtful = Pair("", "雨停了。", "It is over.", 1.0)
    >>> [score_context([doubtful] * 3, [around, 0.1, around])[1] for around in (0.98, 0.001)]
    [0.7456, 0.1285]
    """
    documents = [documents_of(pair) for pair in pairs]
    odds = [_log_odds(score) for score in own]
    likely = [_probability(one + _log_odds(_EXPECTED)) for one in odds]
    whole = [bool(pair.zh.strip() and pair.en.strip()) for pair in pairs]
    found = []
    for at in range(len(pairs)):
        around = [likely[n] for n in _places(at, len(pairs), _WINDOW) if whole[n] and documents[n] == documents[at]]
        good = (_EXPECTED * _COUNTS + sum(around)) / (_COUNTS + len(around))
        found.append(round(_probability(odds[at] + _log_odds(good)), 4))
    return found


def score_neighbours(
    pairs: Sequence[Pair], own: Sequence[float], score: Callable[[list[Pair]], list[float]], wanted: range | None = None
) -> list[float]:
    """Give how much speaks for a shift by some number of places: gains in log-odds of adequacy, added up over a pair and those around it.

    A gain is by how much a side fits that of another pair better than its own, and better than that pair fits. A pair that is
    adequate by itself has 0.

    Args:
        pairs: pairs in the order of their text.
        own: their adequacy.
        score: gives the adequacy of other pairs.
        wanted: the places to score, all unless said.

    >>> from bitext.filtering.adequacy import score_adequacy
    >>> zh = ["山里下了一夜的雨。", "市长批准了新的预算。", "图书馆九月开放。"]
    >>> en = ["The mayor approved the new budget.", "The library will open in September.", "Nobody knows."]
    >>> slipped = [Pair("", one, other, 1.0) for one, other in zip(zh, en)]
    >>> score_neighbours(slipped, score_adequacy(slipped), score_adequacy)[1] > 1
    True
    """
    wanted = range(len(pairs)) if wanted is None else wanted
    documents = [documents_of(pair) for pair in pairs]
    looked_at = range(max(0, wanted.start - _WINDOW), min(len(pairs), wanted.stop + _WINDOW))
    doubted = [at for at in looked_at if _HOPELESS <= own[at] < _DOUBTED and pairs[at].zh.strip() and pairs[at].en.strip()]
    exchanges = [(at, *found) for at in doubted for found in _likeliest(pairs, documents, at)]
    made = list(dict.fromkeys((zh, en) for _, _, _, zh, en in exchanges))
    fits = dict(zip(made, score([Pair("", zh, en, 1.0) for zh, en in made]), strict=True))
    gains: dict[int, dict[int, float]] = {}
    for at, other, slip, zh, en in exchanges:
        gain = _log_odds(fits[zh, en]) - max(_log_odds(own[at]), _log_odds(own[other]))
        if gain > 0:
            by_slip = gains.setdefault(at, {})
            by_slip[slip] = max(gain, by_slip.get(slip, 0.0))
    return [_shifted(gains, documents, at) if own[at] < _SURE else 0.0 for at in wanted]


def _shifted(gains: Mapping[int, Mapping[int, float]], documents: Sequence[tuple[str, ...]], at: int) -> float:
    """The gains around a place that are by the same number of places, added up; the most of them."""
    total: dict[int, float] = {}
    for near in range(max(0, at - _WINDOW), min(len(documents), at + 1 + _WINDOW)):
        if documents[near] == documents[at]:
            for slip, gain in gains.get(near, {}).items():
                total[slip] = total.get(slip, 0.0) + gain
    return round(max(total.values(), default=0.0), 4)


def _places(at: int, size: int, reach: int) -> Iterator[int]:
    """The places around one, in order."""
    yield from range(max(0, at - reach), at)
    yield from range(at + 1, min(size, at + 1 + reach))


def _log_odds(score: float) -> float:
    bounded = min(max(score, _LEAST), 1 - _LEAST)
    return log(bounded / (1 - bounded))


def _probability(log_odds: float) -> float:
    return 1 / (1 + exp(-log_odds))


def _likeliest(pairs: Sequence[Pair], documents: Sequence[tuple[str, ...]], at: int) -> list[tuple[int, int, str, str]]:
    """The exchanges of either side whose words have most in common: the other's place, how far English slipped, and the sides."""
    here = pairs[at]
    found: tuple[list[tuple[float, int, int, str, str]], ...] = ([], [])
    least = _shared(here.zh, here.en)
    for other in _places(at, len(pairs), _SLIPPED):
        there = pairs[other]
        if documents[other] != documents[at]:
            continue
        for row, slip, zh, en in ((found[0], other - at, here.zh, there.en), (found[1], at - other, there.zh, here.en)):
            if (zh, en) not in ((here.zh, here.en), (there.zh, there.en)) and (share := _shared(zh, en)) and share >= least:
                row.append((share, other, slip, zh, en))
    # the sort is stable: of equals the earlier neighbour
    return [exchange[1:] for row in found for exchange in sorted(row, key=lambda one: -one[0])[:_TRIED]]


def _shared(zh: str, en: str) -> float:
    """The share of the English words, the rarer the heavier, that have a key in common with a Chinese one."""
    keys, words = read_chinese_keys(zh[:LONGEST]), read_english_keys(en[:LONGEST])
    total = sum(weight for _, weight in words)
    return sum(weight for word, weight in words if not word.isdisjoint(keys)) / total if total else 0.0
