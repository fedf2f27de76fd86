"""English boilerplate rules: blocks that no author of the article wrote. Each drops whole blocks only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bitext.rules import (
    boilerplate_en_forms,
    boilerplate_en_frame,
    boilerplate_en_legal,
    boilerplate_en_paywall,
    boilerplate_en_popups,
    boilerplate_en_social,
)

if TYPE_CHECKING:
    from bitext.rules.rule import Rule

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = (
    *boilerplate_en_popups.RULES,
    *boilerplate_en_paywall.RULES,
    *boilerplate_en_forms.RULES,
    *boilerplate_en_frame.RULES,
    *boilerplate_en_legal.RULES,
    *boilerplate_en_social.RULES,
)
