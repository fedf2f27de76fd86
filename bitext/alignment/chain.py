"""The second look: few beads are left, and what a bead costs also hangs on the one before it.

A sentence without counterpart seldom comes alone on web pages, so that opening a run of them and going on with it cost
differently (Gotoh's affine gaps, 1982, https://doi.org/10.1016/0022-2836(82)90398-9). Kinds of beads are the states: both
sides, Chinese alone, English alone. As in the first look, Chinese ones alone stand before English ones alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["FORBIDDEN", "KINDS", "Beads", "find_best_beads", "find_chances"]

KINDS = ("both", "zh", "en")
_NEVER = -1e30
#: English alone, then Chinese alone.
FORBIDDEN = (2, 1)

Transitions = "Sequence[Sequence[float]]"


@dataclass(frozen=True, slots=True)
class Beads:
    """The beads that are left, sorted by where they end: nodes 0 to `nodes` - 1, of which a bead joins two; `kind` by `KINDS`."""

    nodes: int
    begin: tuple[int, ...]
    end: tuple[int, ...]
    kind: tuple[int, ...]


def _log_sum(a: float, b: float) -> float:
    if a < b:
        a, b = b, a
    return a + log(1.0 + exp(b - a)) if b > a - 40 else a


def _log_sum_of(values: Sequence[float]) -> float:
    highest = max(values)
    return highest + log(sum(exp(v - highest) for v in values)) if highest > _NEVER / 2 else _NEVER


def find_chances(
    beads: Beads, score: Sequence[float], transitions: Sequence[Sequence[float]]
) -> tuple[float, list[float], list[list[float]]]:
    """Give the logarithm of the sum over all ways, each bead's probability, and how often a kind is expected after another.

    Args:
        beads: what may be chosen.
        score: of each bead.
        transitions: what it adds that a kind follows another; the text begins as after a bead of both sides.
    """
    step = [list(row) for row in transitions]
    step[FORBIDDEN[0]][FORBIDDEN[1]] = _NEVER
    forward = [[_NEVER] * 3 for _ in range(beads.nodes)]
    forward[0][0] = 0.0
    for bead, begin in enumerate(beads.begin):
        kind, before = beads.kind[bead], forward[begin]
        came = _log_sum_of([before[k] + step[k][kind] for k in range(3)]) + score[bead]
        here = forward[beads.end[bead]]
        here[kind] = _log_sum(here[kind], came)
    whole = _log_sum_of(forward[-1])
    chances, follows = _backwards(beads, score, step, forward, whole)
    return whole, chances, follows


def _backwards(
    beads: Beads, score: Sequence[float], step: list[list[float]], forward: list[list[float]], whole: float
) -> tuple[list[float], list[list[float]]]:
    after = [[_NEVER] * 3 for _ in range(beads.nodes)]
    after[-1] = [0.0] * 3
    chances = [0.0] * len(beads.begin)
    follows = [[0.0] * 3 for _ in range(3)]
    for bead in range(len(beads.begin) - 1, -1, -1):
        begin, kind = beads.begin[bead], beads.kind[bead]
        rest = after[beads.end[bead]][kind] + score[bead]
        here, before = after[begin], forward[begin]
        for k in range(3):
            value = step[k][kind] + rest
            if value > _NEVER / 2:
                here[k] = _log_sum(here[k], value)
                if before[k] > _NEVER / 2:
                    chance = exp(min(0.0, before[k] + value - whole))
                    chances[bead] += chance
                    follows[k][kind] += chance
    return chances, follows


def find_best_beads(beads: Beads, gain: Sequence[float]) -> list[int]:
    """Find the way with the highest sum of gains: the numbers of its beads, in order."""
    best = [[_NEVER] * 2 for _ in range(beads.nodes)]  # reached otherwise, reached by an English sentence alone
    link = [[-1, -1] for _ in range(beads.nodes)]
    best[0][0] = 0.0
    for bead, begin in enumerate(beads.begin):
        kind, end = beads.kind[bead], beads.end[bead]
        before = best[begin][0] if kind == 1 else max(best[begin])
        state = int(kind == 2)
        if before > _NEVER / 2 and before + gain[bead] > best[end][state]:
            best[end][state], link[end][state] = before + gain[bead], bead
    node, found = beads.nodes - 1, []
    state = int(best[node][1] > best[node][0])
    while node:
        bead = link[node][state]
        found.append(bead)
        node = beads.begin[bead]
        state = 0 if beads.kind[bead] == 1 else int(best[node][1] > best[node][0])
    return found[::-1]
