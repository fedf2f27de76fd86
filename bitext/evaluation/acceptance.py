"""What a filter accepted against what is good: precision, recall and F1, and the share accepted of each kind of pair."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bitext.evaluation.extraction import f1

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Acceptance", "score_acceptance"]


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Shares from 0 to 1: of the accepted that are good, of the good that are accepted, and accepted of each kind.

    `kinds` has (accepted, all) for each kind.
    """

    precision: float
    recall: float
    kinds: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return f1(self.precision, self.recall)


def score_acceptance(gold: Iterable[tuple[str, bool, str]], accepted: Iterable[str]) -> Acceptance:
    """Score what was accepted.

    Args:
        gold: (id, whether the pair is good, its kind) a pair; the ids are unique.
        accepted: the ids that were accepted; those that the gold does not know are passed over.

    >>> gold = [("1", True, "good"), ("2", True, "good"), ("3", False, "shifted")]
    >>> made = score_acceptance(gold, ["1", "3"])
    >>> made.precision, made.recall, made.kinds["shifted"]
    (0.5, 0.5, (1, 1))
    """
    kept = set(accepted)
    good, right, taken = 0, 0, 0
    every: Counter[str] = Counter()
    some: Counter[str] = Counter()
    for id, is_good, kind in gold:
        inside = id in kept
        good, taken, right = good + is_good, taken + inside, right + (inside and is_good)
        every[kind] += 1
        some[kind] += inside
    return Acceptance(right / taken if taken else 0.0, right / good if good else 0.0, {kind: (some[kind], every[kind]) for kind in every})
