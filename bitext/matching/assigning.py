"""One document to one: the set of couples whose weights together are greatest."""

from __future__ import annotations

import heapq
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["assign"]

#: Groups of documents that are tied together by more couples than this are assigned greedily: exactness costs the square.
EXACT = 3000


def assign(weights: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
    """Choose couples, each document at most once, of greatest total weight; couples of no positive weight are left out.

    Exact in every group of documents that couples tie together, by shortest augmenting paths (Edmonds and Karp, 1972,
    "Theoretical Improvements in Algorithmic Efficiency for Network Flow Problems", J. ACM 19:2); in groups of more than
    `EXACT` couples best first, whose total is at least half of the greatest (Avis, 1983, "A Survey of Heuristics for the
    Weighted Matching Problem", Networks 13:4).

    Args:
        weights: (left, right) → weight. Ties are decided by the numbers, so that the order given makes no difference.

    >>> assign({(0, 0): 5.0, (0, 1): 4.0, (1, 0): 4.5})
    [(0, 1), (1, 0)]
    """
    chosen: list[tuple[int, int]] = []
    for group in _groups(sorted(couple for couple, weight in weights.items() if weight > 0)):
        chosen += _exact(group, weights) if len(group) <= EXACT else _greedy(group, weights)
    return sorted(chosen)


def _groups(couples: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    parents: dict[tuple[int, int], tuple[int, int]] = {}

    def root(node: tuple[int, int]) -> tuple[int, int]:
        parents.setdefault(node, node)
        while parents[node] != node:
            parents[node] = parents[parents[node]]
            node = parents[node]
        return node

    for left, right in couples:
        parents[root((0, left))] = root((1, right))
    groups: defaultdict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for left, right in couples:
        groups[root((0, left))].append((left, right))
    return list(groups.values())


def _greedy(couples: Iterable[tuple[int, int]], weights: Mapping[tuple[int, int], float]) -> Iterator[tuple[int, int]]:
    lefts: set[int] = set()
    rights: set[int] = set()
    for left, right in sorted(couples, key=lambda couple: (-weights[couple], couple)):
        if left not in lefts and right not in rights:
            lefts.add(left)
            rights.add(right)
            yield left, right


def _exact(couples: list[tuple[int, int]], weights: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
    """Grow the assignment left by left; each may stay alone at no cost, so that a path may also end by freeing another."""
    edges: defaultdict[int, list[int]] = defaultdict(list)
    for left, right in couples:
        edges[left].append(right)
    mate: dict[int, int] = {}  # right → left
    held: dict[int, int] = {}  # left → right
    for start in sorted(edges):
        _augment(start, edges, weights, mate, held)
    return list(held.items())


def _augment(
    start: int, edges: Mapping[int, list[int]], weights: Mapping[tuple[int, int], float], mate: dict[int, int], held: dict[int, int]
) -> None:
    """Find the best way to take one more left document in, by Bellman–Ford with a queue; gains may be negative on the way."""
    gain = {start: 0.0}
    came: dict[int, tuple[int, int]] = {}  # left → (left before, right that it gave up)
    best, last, end = 0.0, start, -1  # end: the free right at the end, or -1 for freeing `last`
    queue, waiting = [start], {start}
    heapq.heapify(queue)
    while queue:
        left = heapq.heappop(queue)
        waiting.discard(left)
        if gain[left] > best + 1e-12:
            best, last, end = gain[left], left, -1
        for right in edges[left]:
            if held.get(left) == right:
                continue
            total = gain[left] + weights[left, right]
            other = mate.get(right)
            if other is None:
                if total > best + 1e-12:
                    best, last, end = total, left, right
            elif other != start and total - weights[other, right] > gain.get(other, float("-inf")) + 1e-12:
                gain[other] = total - weights[other, right]
                came[other] = (left, right)
                if other not in waiting:
                    waiting.add(other)
                    heapq.heappush(queue, other)
    if last == start and end < 0:
        return
    held.pop(last, None)  # what it gives up goes to the one before it
    if end >= 0:
        held[last], mate[end] = end, last
    while last != start:
        before, right = came[last]
        held[before], mate[right] = right, before
        last = before
