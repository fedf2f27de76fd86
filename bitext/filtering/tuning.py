"""What other bounds would do: on pairs known to be good or bad, the trade-off of every filter as numbers and points.

Where no bad pairs are known, some are made of the good ones, each wrong in one way. They are a stand-in: the bound that is
right for made-up noise need not be right for a corpus' own.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bitext.filtering.declaring import Bounds
from bitext.filtering.running import choose_filters, score_pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from bitext.filtering.declaring import Filter
    from bitext.filtering.running import FilterOptions
    from bitext.model import Pair

__all__ = ["GOOD", "make_noise", "sort_pairs", "trade_offs"]

#: The name of the good pairs among the kinds.
GOOD = "good"
#: Shares of good pairs that may be lost, for which a bound is given.
_LOSSES = (0.0, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1)
#: Points of a curve at most: shares of good pairs lost, from none to half.
_POINTS = tuple(step / 200 for step in range(101))
_NUMBER = re.compile(r"(?<![\w.,])\d{2,4}(?![\w]|[.,]\d)")
_LONG = 80


def sort_pairs(pairs: Iterable[Pair]) -> dict[str, list[Pair]]:
    """Sort pairs by kind: `good`, or what makes them bad.

    A pair tells by its field `good` (true or false) or `label` (1 or 0); one without is good. A bad one's kind is its field
    `kind`, else `bad`.

    >>> from bitext.model import Pair
    >>> kinds = sort_pairs([Pair("1", "雨", "rain", 1.0), Pair("2", "雨", "sun", 1.0, extra={"good": False})])
    >>> {kind: len(some) for kind, some in kinds.items()}
    {'good': 1, 'bad': 1}
    """
    kinds: dict[str, list[Pair]] = {GOOD: []}
    for pair in pairs:
        said = pair.extra.get("good", pair.extra.get("label", True))
        kind = GOOD if said in (True, 1, "1", "good", "true") else str(pair.extra.get("kind", "bad"))
        kinds.setdefault(kind, []).append(pair)
    return kinds


def make_noise(good: Sequence[Pair]) -> dict[str, list[Pair]]:
    """Make bad pairs of good ones, each wrong in one way; the same every time.

    - `other`: the English of another pair; `cut`: the first half of a long English side; `added`: another pair's English
      behind it; `copied`: the English on both sides; `number`: the first number of two to four digits plus 7.

    >>> from bitext.model import Pair
    >>> noise = make_noise([Pair("1", "有30人。", "There are 30.", 1.0), Pair("2", "雨停了。", "The rain has stopped.", 1.0)])
    >>> noise["number"][0].en, noise["copied"][1].zh, noise["other"][0].en
    ('There are 37.', 'The rain has stopped.', 'The rain has stopped.')
    """
    far = [good[(at + max(1, len(good) // 2)) % len(good)].en for at in range(len(good))]
    made = {
        "other": [replace(pair, en=en) for pair, en in zip(good, far, strict=True) if en != pair.en],
        "cut": [replace(pair, en=pair.en[: len(pair.en) // 2]) for pair in good if len(pair.en) > _LONG],
        "added": [replace(pair, en=f"{pair.en} {en}") for pair, en in zip(good, far, strict=True) if en != pair.en],
        "copied": [replace(pair, zh=pair.en) for pair in good],
        "number": [replace(pair, en=en) for pair in good if (en := _NUMBER.sub(lambda m: str(int(m[0]) + 7), pair.en, count=1)) != pair.en],
    }
    return {kind: some for kind, some in made.items() if some}


def trade_offs(kinds: Mapping[str, Sequence[Pair]], options: FilterOptions | None = None) -> dict[str, Any]:
    """Give, for each filter and for all together, how many good pairs are accepted and how many bad ones rejected.

    Args:
        kinds: good pairs under `good`, bad ones by kind.
        options: which filters, and what they accept now.

    Returns:
        `pairs` by kind; `together`, the share of good pairs accepted and of each bad kind rejected with the bounds as they
        are; `filters`, each with the same for itself (`now`), and `bounds`: for some shares of good pairs lost, the bound
        that loses no more, with what it rejects; `curves`, points (share of good lost, share of all bad rejected).
    """
    chosen = choose_filters(options)
    ids = [made.id for made, _ in chosen]
    scores = {kind: score_pairs(pairs, ids, options) for kind, pairs in kinds.items()}
    rows, curves = [], {}
    for made, bounds in chosen:
        own = {kind: column[made.id] for kind, column in scores.items()}
        rows.append({"filter": made.id, "accepts": str(bounds), "now": _shares(own, bounds.accepts), "bounds": _bounds(bounds, own)})
        curves[made.id] = _curve(bounds, own)
    together = {kind: [_all_accept(chosen, column, at) for at in range(len(kinds[kind]))] for kind, column in scores.items()}
    return {
        "pairs": {kind: len(pairs) for kind, pairs in kinds.items()},
        "together": _shares(together, bool),
        "filters": rows,
        "curves": curves,
    }


def _all_accept(chosen: Sequence[tuple[Filter, Bounds]], column: Mapping[str, Sequence[float]], at: int) -> bool:
    return all(bounds.accepts(column[made.id][at]) for made, bounds in chosen)


def _shares(scores: Mapping[str, Sequence[Any]], accepts: Callable[[Any], bool]) -> dict[str, float]:
    """Of the good pairs the share accepted, of each bad kind the share rejected."""
    made = {}
    for kind, some in scores.items():
        kept = sum(map(accepts, some)) / len(some) if some else 0.0
        made[kind] = round(kept if kind == GOOD else 1 - kept, 4)
    return made


def _badness(bounds: Bounds) -> Callable[[float], float]:
    """Turn scores so that more is worse: as it is, negated, or the distance from the middle."""
    if bounds.low is None:
        return lambda score: score
    if bounds.high is None:
        return lambda score: -score
    middle = (bounds.low + bounds.high) / 2
    return lambda score: abs(score - middle)


def _as_bounds(bounds: Bounds, worst: float) -> Bounds:
    """The bounds that accept up to a badness."""
    if bounds.low is None:
        return Bounds(high=worst)
    if bounds.high is None:
        return Bounds(low=-worst)
    middle = (bounds.low + bounds.high) / 2
    return Bounds(middle - worst, middle + worst)


def _worst(good: Sequence[float], loss: float) -> float:
    """The badness up to which no more than a share of the good pairs is lost; they are sorted."""
    return good[len(good) - 1 - int(loss * len(good))] if good else 0.0


def _bounds(bounds: Bounds, scores: Mapping[str, Sequence[float]]) -> list[dict[str, Any]]:
    """For each share of good pairs that may be lost, the bounds that lose no more, with what they do; the same bounds once."""
    turn = _badness(bounds)
    good = sorted(map(turn, scores[GOOD]))
    found: dict[str, dict[str, Any]] = {}
    for loss in _LOSSES if good else ():
        new = _as_bounds(bounds, _worst(good, loss))
        found.setdefault(str(new), {"accepts": str(new)} | _shares(scores, new.accepts))
    return list(found.values())


def _curve(bounds: Bounds, scores: Mapping[str, Sequence[float]]) -> list[tuple[float, float]]:
    """Points (share of good pairs lost, share of all bad pairs rejected), from the mildest bound on, each once."""
    turn = _badness(bounds)
    good = sorted(map(turn, scores[GOOD]))
    bad = [turn(score) for kind, some in scores.items() if kind != GOOD for score in some]
    if not good or not bad:
        return []
    points = {}
    for loss in _POINTS:
        worst = _worst(good, loss)
        lost = sum(score > worst for score in good) / len(good)
        points[round(lost, 4)] = round(sum(score > worst for score in bad) / len(bad), 4)
    return sorted(points.items())
