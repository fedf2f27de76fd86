"""English boilerplate rules: blocks that no author of the article wrote. Each drops whole blocks only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bitext.rules import boilerplate_en_access, boilerplate_en_frame, boilerplate_en_social

if TYPE_CHECKING:
    from bitext.rules.rule import Rule

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = (*boilerplate_en_access.RULES, *boilerplate_en_frame.RULES, *boilerplate_en_social.RULES)
