"""Rules: metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bitext.rules.rule import Rule

__all__ = ["RULES", "TITLES"]

RULES: tuple[Rule, ...] = ()
TITLES: tuple[Rule, ...] = ()
