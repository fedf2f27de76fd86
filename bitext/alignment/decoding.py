"""The likeliest way through the beads, and how likely each bead is, over all ways: by rows of the band.

Chinese sentences without counterpart stand before English ones without: else each such stretch would have as many ways as
orders, and none would be likely. So a node has two values, one for ways that did not come by an English one alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bitext.alignment.features import SIZES

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from bitext.alignment.band import Band

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

__all__ = ["Arcs", "find_best", "find_posteriors", "make_arcs"]

_NEVER = -1e30
_ZH_ALONE, _EN_ALONE = SIZES.index((1, 0)), SIZES.index((0, 1))


@dataclass(frozen=True, slots=True)
class Arcs:
    """Beads by size and by the node where they end: `score[size, node]` (very low where there is none) and `source`."""

    band: Band
    score: Floats
    source: Ints


def make_arcs(band: Band, judge: Callable[[int, int, Ints], NDArray[np.floating]]) -> Arcs:
    """Score every bead of a band.

    Args:
        band: where paths pass.
        judge: gives the scores of beads of `a` by `b` sentences that end at given nodes.
    """
    score = np.full((len(SIZES), band.count), _NEVER)
    source = np.zeros((len(SIZES), band.count), np.int64)
    every = np.arange(band.count)
    for number, (a, b) in enumerate(SIZES):
        ends, begins = band.reach(every, a, b)
        score[number, ends] = judge(a, b, ends)
        source[number, ends] = begins
    return Arcs(band, score, source)


def find_best(arcs: Arcs) -> list[tuple[int, int]]:
    """Find the way with the highest sum of scores, as (number of the size, node where the bead ends), in order."""
    band, score = arcs.band, arcs.score
    others = np.array([k for k in range(len(SIZES)) if k != _EN_ALONE])
    apart, value = np.full(band.count, _NEVER), np.full(band.count, _NEVER)
    choice = np.zeros(band.count, np.int64)
    by_scan = np.zeros(band.count, bool)
    for row in range(len(band.low)):
        nodes = slice(int(band.start[row]), int(band.start[row + 1]))
        came = value[arcs.source[others, nodes]]
        came[0] = apart[arcs.source[_ZH_ALONE, nodes]]
        came += score[others, nodes]
        best = came.argmax(axis=0)
        apart[nodes] = came[best, np.arange(came.shape[1])]
        choice[nodes] = others[best]
        if row == 0:
            apart[0] = 0.0
        step = np.cumsum(np.concatenate([[0.0], score[_EN_ALONE, nodes][1:]]))
        value[nodes] = np.maximum.accumulate(apart[nodes] - step) + step
        by_scan[nodes] = value[nodes] > apart[nodes] + 1e-9
    return _traced(arcs, choice, by_scan)


def _traced(arcs: Arcs, choice: Ints, by_scan: NDArray[np.bool_]) -> list[tuple[int, int]]:
    node, found, alone = arcs.band.count - 1, [], False
    while node:
        size = _EN_ALONE if by_scan[node] and not alone else int(choice[node])
        found.append((size, node))
        alone = size == _ZH_ALONE  # the node before it may not have been reached by an English one alone
        node = int(arcs.source[size, node])
    return found[::-1]


def find_posteriors(arcs: Arcs) -> tuple[float, Floats]:
    """Give the logarithm of the sum over all ways, and the probability of each bead, by size and node.

    The forward–backward algorithm (Baum et al. 1970; Rabiner 1989), for semi-Markov chains: Sarawagi and Cohen (2004,
    https://papers.nips.cc/paper/2648).
    """
    score = arcs.score
    apart, value = _forward(arcs)
    target, leaving = _turned(arcs)
    free, bound = _backward(arcs, target, leaving)
    whole = value[-1]
    posterior = value[arcs.source] + score + free[None, :]
    posterior[_ZH_ALONE] += apart[arcs.source[_ZH_ALONE]] - value[arcs.source[_ZH_ALONE]]
    posterior[_EN_ALONE] += bound - free
    np.exp(np.clip(posterior - whole, -700, 0), out=posterior)
    return float(whole), np.where(score > _NEVER / 2, posterior, 0.0)


def _sum(values: Floats) -> Floats:
    highest = values.max(axis=0)
    found: Floats = highest + np.log(np.exp(values - highest).sum(axis=0))
    return found


def _scan(values: Floats, steps: Floats) -> Floats:
    """Let each value flow along the row at the cost of its steps, summing what meets."""
    cost = np.cumsum(np.concatenate([[0.0], steps]))
    found: Floats = np.logaddexp.accumulate(values - cost) + cost
    return found


def _forward(arcs: Arcs) -> tuple[Floats, Floats]:
    band, score = arcs.band, arcs.score
    others = np.array([k for k in range(len(SIZES)) if k != _EN_ALONE])
    apart, value = np.full(band.count, _NEVER), np.full(band.count, _NEVER)
    for row in range(len(band.low)):
        nodes = slice(int(band.start[row]), int(band.start[row + 1]))
        came = value[arcs.source[others, nodes]]
        came[0] = apart[arcs.source[_ZH_ALONE, nodes]]
        apart[nodes] = _sum(came + score[others, nodes])
        if row == 0:
            apart[0] = 0.0
        value[nodes] = _scan(apart[nodes], score[_EN_ALONE, nodes][1:])
    return apart, value


def _turned(arcs: Arcs) -> tuple[Ints, Floats]:
    """The beads by the node where they begin: where each leads, and its score."""
    target = np.zeros(arcs.source.shape, np.int64)
    leaving = np.full(arcs.score.shape, _NEVER)
    for size in range(len(SIZES)):
        ends = np.flatnonzero(arcs.score[size] > _NEVER / 2)
        begins = arcs.source[size, ends]
        target[size, begins] = ends
        leaving[size, begins] = arcs.score[size, ends]
    return target, leaving


def _backward(arcs: Arcs, target: Ints, leaving: Floats) -> tuple[Floats, Floats]:
    """What follows a node: `free`, and `bound` where an English sentence alone went before, so that no Chinese one alone may."""
    band = arcs.band
    pairs = np.array([k for k in range(len(SIZES)) if k not in (_ZH_ALONE, _EN_ALONE)])
    free, bound = np.full(band.count, _NEVER), np.full(band.count, _NEVER)
    for row in range(len(band.low) - 1, -1, -1):
        nodes = slice(int(band.start[row]), int(band.start[row + 1]))
        after = _sum(free[target[pairs, nodes]] + leaving[pairs, nodes])
        alone = free[target[_ZH_ALONE, nodes]] + leaving[_ZH_ALONE, nodes]
        if row == len(band.low) - 1:
            after[-1] = 0.0
        bound[nodes] = _scan(after[::-1], leaving[_EN_ALONE, nodes][:-1][::-1])[::-1]
        free[nodes] = np.logaddexp(bound[nodes], alone)
    return free, bound
