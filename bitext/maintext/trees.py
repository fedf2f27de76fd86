"""Fitted trees, read from a text file and evaluated in numpy.

A weights file is JSON: its provenance, the names of the features it needs, and trees of at most 16 leaves as
parallel lists. All splits of all trees are compared at once; each tree then finds its leaf by intersecting
bit masks (QuickScorer, Lucchese et al. 2015, doi:10.1145/2766462.2767733). Where a score came from is the sum
of the steps in expected value along the paths, by readable group of features (Saabas 2014).
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from bitext.maintext.groups import GROUPS, group_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.floating]

__all__ = ["Trees", "load_weights"]

_LEAVES = 16
#: Blocks looked at together, to bound memory; for explanations no matrix product: its threads would cost more than they save.
_AT_ONCE = 256


class Trees:
    """An additive model of small trees; its output is a log-odds, or a score for a regression.

    Args:
        data: the parsed weights file.

    >>> stump = {"features": ["links"], "base": 0.0, "trees": [{"feature": [0], "threshold": [0.5], "left": [-1], "right": [-2],
    ...          "leaf": [2.0, -2.0], "inner": [0.0]}]}
    >>> Trees(stump).score(np.array([[0.1], [0.9]], np.float32)).tolist()
    [2.0, -2.0]
    """

    def __init__(self, data: dict[str, Any]) -> None:
        self.features: tuple[str, ...] = tuple(data["features"])
        self.base = float(data["base"])
        trees = [t for t in data["trees"] if t["feature"]]
        self.base += sum(float(t["leaf"][0]) for t in data["trees"] if not t["feature"])
        self.trees = trees
        splits = max((len(t["feature"]) for t in trees), default=1)
        # The n-th splits of all trees stand together, so that whole rows are intersected; what a tree lacks lets all pass.
        column = np.zeros((splits, len(trees)), np.int64)
        threshold = np.full((splits, len(trees)), np.inf, np.float32)
        clear = np.full((splits, len(trees)), 0xFFFF, np.uint16)
        self.values = np.zeros((len(trees), _LEAVES))
        for number, tree in enumerate(trees):
            order, masks = _leaf_order(tree)
            self.values[number, : len(order)] = np.array([tree["leaf"][leaf] for leaf in order], np.float32)
            column[: len(masks), number] = tree["feature"]
            threshold[: len(masks), number] = tree["threshold"]
            clear[: len(masks), number] = masks
        # Trees ask the same questions again and again: each is answered once, then dealt out.
        asked, dealt = np.unique(np.stack([column.ravel(), threshold.ravel()], axis=1), axis=0, return_inverse=True)
        self._dealt = dealt.ravel()
        self._column, self._threshold = asked[:, 0].astype(np.int64), asked[:, 1, None].astype(np.float32)
        self._ends = ~clear.reshape(-1, 1)

    def leaves(self, features: Floats) -> NDArray[np.uint8]:
        """The leaf of each tree (rows) for each block (columns)."""
        pieces = [self._leaves(features[i : i + _AT_ONCE]) for i in range(0, len(features), _AT_ONCE)]
        return np.concatenate(pieces, axis=1) if len(pieces) != 1 else pieces[0]

    def _leaves(self, features: Floats) -> NDArray[np.uint8]:
        right = (np.take(np.ascontiguousarray(features.T), self._column, axis=0) > self._threshold).view(np.uint8)
        ended = np.take(right, self._dealt, axis=0).astype(
            np.uint16
        )  # where a block goes right, the leaves on the left are none of its own
        ended *= self._ends
        met = np.bitwise_or.reduce(ended.reshape(-1, len(self.trees), ended.shape[1]), axis=0)
        return np.asarray(np.take(_lowest_bit(), ~met), np.uint8)

    def score(self, features: Floats, leaves: NDArray[np.uint8] | None = None) -> Floats:
        """The model's output for each row of features (n × len(self.features))."""
        at = self.leaves(features) if leaves is None else leaves
        flat = at + np.arange(0, at.shape[0] * _LEAVES, _LEAVES)[:, None]
        total = np.take(self.values, flat).sum(axis=0)
        return np.asarray(total + self.base, np.float32)

    def explain(self, leaves: NDArray[np.uint8]) -> Floats:
        """How much each group of features (columns, as GROUPS) moved each block's (rows) output."""
        steps = _steps(self)
        rows = leaves + np.arange(leaves.shape[0])[:, None] * _LEAVES
        pieces = [np.take(steps, rows[:, i : i + _AT_ONCE], axis=0).sum(axis=0) for i in range(0, leaves.shape[1], _AT_ONCE)]
        return np.concatenate(pieces) if pieces else np.zeros((0, len(GROUPS)), np.float32)


def _leaf_order(tree: dict[str, Any]) -> tuple[list[int], list[int]]:
    """The leaves from left to right, and for each split the mask that is left when a block goes right there."""
    order: list[int] = []
    masks = [0] * len(tree["feature"])

    def walk(node: int) -> int:
        if node < 0:
            order.append(-node - 1)
            return 1 << (len(order) - 1)
        left = walk(tree["left"][node])
        masks[node] = 0xFFFF & ~left
        return left | walk(tree["right"][node])

    walk(0)
    return order, masks


@cache
def _lowest_bit() -> NDArray[np.uint8]:
    table = np.zeros(1 << 16, np.uint8)
    for bit in range(15, -1, -1):
        table[1 << bit :: 1 << (bit + 1)] = bit
    return table


@cache
def _steps(model: Trees) -> Floats:
    """For each leaf of each tree, the steps in expected value on its path, summed by feature group."""
    steps = np.zeros((len(model.trees) * _LEAVES, len(GROUPS)), np.float32)
    place = {name: i for i, name in enumerate(GROUPS)}
    for number, tree in enumerate(model.trees):
        seen = 0
        stack: list[tuple[int, float, dict[int, float]]] = [(0, float(tree["inner"][0]), {})]
        while stack:
            node, value, path = stack.pop()
            if node < 0:
                for group, step in path.items():
                    steps[number * _LEAVES + seen, group] += step
                seen += 1
                continue
            group = place[group_of(model.features[tree["feature"][node]])]
            for child in (tree["right"][node], tree["left"][node]):
                below = float(tree["leaf"][-child - 1] if child < 0 else tree["inner"][child])
                stack.append((child, below, {**path, group: path.get(group, 0.0) + below - value}))
    return steps


@cache
def load_weights(name: str) -> Trees:
    """Read a packaged weights file: "container", "html", "text" or "text-second"."""
    return Trees(json.loads(resources.files("bitext.maintext").joinpath("weights", f"{name}.json").read_text(encoding="utf-8")))
