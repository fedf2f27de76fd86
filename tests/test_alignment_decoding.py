"""Both searches against brute force on tiny bands: the best way, the sum over all ways, the chance of each bead."""

from __future__ import annotations

from itertools import pairwise
from math import exp, log
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bitext.alignment.anchors import find_chain
from bitext.alignment.band import make_band
from bitext.alignment.chain import Beads, find_best_beads, find_chances
from bitext.alignment.decoding import find_best, find_posteriors, make_arcs
from bitext.alignment.features import SIZES

if TYPE_CHECKING:
    from collections.abc import Iterator

Way = tuple[tuple[int, int, int], ...]  # size's number, i, j

small = st.tuples(st.integers(1, 4), st.integers(1, 4), st.integers(0, 10_000))


def ways(zh: int, en: int) -> Iterator[Way]:
    """Every way from the beginning to (zh, en), Chinese sentences alone before English ones alone."""
    if zh == en == 0:
        yield ()
    for number, (a, b) in enumerate(SIZES):
        if a <= zh and b <= en:
            for way in ways(zh - a, en - b):
                if not (SIZES[number] == (1, 0) and way and SIZES[way[-1][0]] == (0, 1)):
                    yield (*way, (number, zh, en))


def scores(zh: int, en: int, seed: int) -> dict[tuple[int, int, int], float]:
    rng = np.random.default_rng(seed)
    return {(k, i, j): float(rng.normal() * 3) for k in range(len(SIZES)) for i in range(zh + 1) for j in range(en + 1)}


@settings(deadline=None, max_examples=40)
@given(small)
def test_the_first_look_finds_what_brute_force_finds(case: tuple[int, int, int]) -> None:
    zh, en, seed = case
    table, band = scores(*case), make_band([], zh, en)
    sizes = {size: k for k, size in enumerate(SIZES)}
    arcs = make_arcs(band, lambda a, b, ends: np.array([table[sizes[a, b], i, j] for i, j in zip(band.i[ends], band.j[ends], strict=True)]))
    every = list(ways(zh, en))
    values = [sum(table[bead] for bead in way) for way in every]
    best = tuple((k, int(band.i[node]), int(band.j[node])) for k, node in find_best(arcs))
    assert best == every[int(np.argmax(values))]
    whole, chances = find_posteriors(arcs)
    assert whole == pytest.approx(log(sum(map(exp, values))))
    for k in range(len(SIZES)):
        for node in range(band.count):
            bead = (k, int(band.i[node]), int(band.j[node]))
            wanted = sum(exp(v - whole) for way, v in zip(every, values, strict=True) if bead in way)
            assert chances[k, node] == pytest.approx(wanted, abs=1e-9)
    assert seed >= 0


def tiny(zh: int, en: int) -> tuple[Beads, list[tuple[int, int, int]]]:
    """All beads up to two by two between the places of a small text."""

    def node(i: int, j: int) -> int:
        return i * (en + 1) + j

    found = [
        (node(i, j), node(i - a, j - b), 0 if a and b else 1 if a else 2, (a * 10 + b, i, j))
        for i in range(zh + 1)
        for j in range(en + 1)
        for a in range(3)
        for b in range(3)
        if (a, b) != (0, 0) and a <= i and b <= j and (min(a, b) > 0 or a + b == 1)
    ]
    beads = Beads((zh + 1) * (en + 1), tuple(f[1] for f in found), tuple(f[0] for f in found), tuple(f[2] for f in found))
    return beads, [f[3] for f in found]


def chains(beads: Beads, node: int) -> Iterator[tuple[int, ...]]:
    if node == 0:
        yield ()
    for bead in range(len(beads.end)):
        if beads.end[bead] == node:
            for chain in chains(beads, beads.begin[bead]):
                if not (beads.kind[bead] == 1 and chain and beads.kind[chain[-1]] == 2):
                    yield (*chain, bead)


@settings(deadline=None, max_examples=30)
@given(st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(0, 10_000)))
def test_the_second_look_finds_what_brute_force_finds(case: tuple[int, int, int]) -> None:
    zh, en, seed = case
    rng = np.random.default_rng(seed)
    beads, _ = tiny(zh, en)
    score, step = rng.normal(size=len(beads.end)) * 2, rng.normal(size=(3, 3))

    def value(chain: tuple[int, ...]) -> float:
        kinds = [0, *(beads.kind[b] for b in chain)]
        return float(sum(score[b] for b in chain) + sum(step[x, y] for x, y in pairwise(kinds)))

    every = list(chains(beads, beads.nodes - 1))
    values = [value(chain) for chain in every]
    whole, chances, follows = find_chances(beads, score.tolist(), step.tolist())
    assert whole == pytest.approx(log(sum(map(exp, values))))
    for bead in range(len(beads.end)):
        assert chances[bead] == pytest.approx(sum(exp(v - whole) for c, v in zip(every, values, strict=True) if bead in c), abs=1e-9)
    assert sum(map(sum, follows)) == pytest.approx(sum(chances))
    assert follows[2][1] == 0
    gains = [sum(score[b] for b in chain) for chain in every]
    assert sum(score[b] for b in find_best_beads(beads, score.tolist())) == pytest.approx(max(gains))


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(1, 5)), max_size=8, unique_by=lambda t: t[:2]))
def test_the_heaviest_rising_chain_is_found(points: list[tuple[int, int, int]]) -> None:
    def best(at: int, x: int, y: int) -> float:
        rest = sorted(points)[at:]
        return max((best(at + k + 1, p[0], p[1]) + p[2] for k, p in enumerate(rest) if p[0] > x and p[1] > y), default=0)

    x, y, value = (np.array([p[k] for p in points], float if k == 2 else np.int64) for k in range(3))
    chain = find_chain(x, y, value, 7)
    weights = {(p[0], p[1]): p[2] for p in points}
    assert sum(weights[c] for c in chain) == pytest.approx(best(0, -1, -1))
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(chain))


@given(st.integers(0, 40), st.integers(0, 40), st.data())
def test_a_band_holds_its_anchors_and_both_ends(zh: int, en: int, data: st.DataObject) -> None:
    size = data.draw(st.integers(0, min(zh, en)))
    rows = sorted(data.draw(st.sets(st.integers(0, max(0, zh - 1)), min_size=size, max_size=size)))
    columns = sorted(data.draw(st.sets(st.integers(0, max(0, en - 1)), min_size=size, max_size=size)))
    band = make_band(list(zip(rows, columns, strict=True)), zh, en)
    nodes = set(zip(band.i.tolist(), band.j.tolist(), strict=True))
    assert {(0, 0), (zh, en)} <= nodes
    assert all((i, j) in nodes and (i + 1, j + 1) in nodes for i, j in zip(rows, columns, strict=True))
    assert (np.diff(band.low) >= 0).all()
    assert (np.diff(band.high) >= 0).all()
    assert (band.low[1:] <= band.high[:-1]).all(), "rows must touch"
