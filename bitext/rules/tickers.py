"""Rules: tickers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bitext.rules.rule import Rule

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = ()
