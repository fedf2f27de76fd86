"""The cleaning rules, grouped by what they mend."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bitext.rules.rule import Rule

__all__ = ["RETIRED", "RULES"]

#: Ids that were once rules; an id is never used again.
RETIRED: frozenset[str] = frozenset()
RULES: tuple[Rule, ...] = ()
