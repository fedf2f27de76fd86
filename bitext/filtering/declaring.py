"""A pair filter: one small declarative unit that says what it scores, what score is accepted, why, and shows it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bitext.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bitext.filtering.sides import Sides

__all__ = ["GROUPS", "Bounds", "Filter", "parse_bounds"]

#: What filters look at, in the order in which the documentation has them.
GROUPS = ("length", "language", "copy", "value", "punctuation", "repetition", "residue", "boilerplate", "machine", "terms", "meaning")
_NUMBER = r"-?[0-9]{1,12}(?:\.[0-9]{1,12})?"
_RANGE = re.compile(rf"({_NUMBER})?\.\.({_NUMBER})?")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What scores are accepted: from `low` to `high`, both included; None for no bound.

    >>> Bounds(high=2).accepts(2.0), Bounds(low=0.5).accepts(0.25), str(Bounds(-3, 3))
    (True, False, '-3..3')
    """

    low: float | None = None
    high: float | None = None

    def accepts(self, score: float) -> bool:
        """Tell whether a score is accepted; one that is no number never is."""
        return not math.isnan(score) and (self.low is None or score >= self.low) and (self.high is None or score <= self.high)

    def __str__(self) -> str:
        return f"{'' if self.low is None else f'{self.low:g}'}..{'' if self.high is None else f'{self.high:g}'}"


@dataclass(frozen=True, slots=True, eq=False)
class Filter:
    """A score of a pair, and which scores are accepted unless the caller says otherwise.

    Args:
        id: stable kebab-case name, never reused.
        group: one of `GROUPS`.
        scores: what the score is, in a few words that begin a sentence.
        unit: its unit or range: `share`, `words`, `0–1`, ….
        bounds: the scores that are accepted.
        why: one sentence on what goes wrong without it.
        source: where the idea or the bound comes from.
        measure: the score of one pair. It runs in linear time; None where the scores of a batch are made together.
        keeps: pairs (Chinese, English) that must be accepted.
        rejects: pairs that must be rejected.
        peers: the filters of other tools that it answers.
        default: whether it runs unless the caller asks for it.
        needs: the option without which it cannot run: `glossary`, or "".
    """

    id: str
    group: str
    scores: str
    unit: str
    bounds: Bounds
    why: str
    source: str
    measure: Callable[[Sides], float] | None = None
    keeps: tuple[tuple[str, str], ...] = ()
    rejects: tuple[tuple[str, str], ...] = ()
    peers: tuple[str, ...] = ()
    default: bool = True
    needs: str = ""


def parse_bounds(text: str, default: Bounds, name: str = "--threshold") -> Bounds:
    """Read bounds: `low..high`, either may be missing, or one number, which replaces the only bound that the filter has.

    Args:
        text: what was written.
        default: the filter's own bounds.
        name: who is told in an error.

    Raises:
        UsageError: it is none of these, or one number for a filter that has two bounds.

    >>> parse_bounds("0.7", Bounds(low=0.5)), parse_bounds("..4", Bounds(-3, 3))
    (Bounds(low=0.7, high=None), Bounds(low=None, high=4.0))
    """
    if re.fullmatch(_NUMBER, text):
        if default.low is not None and default.high is not None:
            raise UsageError(name, f"{text!r} is one number, and there are two bounds", f"write both, as in {default}")
        return Bounds(float(text), None) if default.low is not None else Bounds(None, float(text))
    match = _RANGE.fullmatch(text)
    if match is None or (match[1] is None and match[2] is None):
        raise UsageError(name, f"{text!r} is no bound", "write a number, or low..high, ..high, low..")
    low, high = (None if part is None else float(part) for part in match.groups())
    if low is not None and high is not None and low > high:
        raise UsageError(name, f"{text!r} accepts nothing", "write the smaller number first")
    return Bounds(low, high)
