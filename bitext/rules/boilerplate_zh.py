"""Chinese boilerplate, simplified and traditional: what stands around the text of a page and is no part of it.

The rules look at whole lines, not at words: 扫一扫 in a sentence is news about payments, alone in a line it is
a button. They stand in four modules by theme; the order matters where one line helps to judge the next: list
items go before the heading that betrays them, platform names before the share label beside them, and what
says of itself that it is a notice or a prompt before what is only told by the heading above it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bitext.rules import boilerplate_zh_bars, boilerplate_zh_legal, boilerplate_zh_prompts, boilerplate_zh_related

if TYPE_CHECKING:
    from bitext.rules.rule import Rule

__all__ = ["RULES"]

#: A notice below a list of other articles is a notice: these run last.
_TOLD_BY_HEADING = ("zh-related-item", "zh-related-heading")

RULES: tuple[Rule, ...] = (
    *boilerplate_zh_bars.RULES,
    *(r for r in boilerplate_zh_related.RULES if r.id not in _TOLD_BY_HEADING),
    *boilerplate_zh_legal.RULES,
    *boilerplate_zh_prompts.RULES,
    *(r for r in boilerplate_zh_related.RULES if r.id in _TOLD_BY_HEADING),
)
