"""The cleaning rules, grouped by what they mend and by when they run.

The order is the order of `RULES`: characters first (so that later rules see clean text), then metadata
lines, then boilerplate; the block model runs here; then headings, digests and duplicates, and at last the
mending of what stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bitext.rules import (
    boilerplate_en,
    boilerplate_zh,
    captions,
    characters,
    masking,
    metadata,
    numbering,
    punctuation,
    structure,
    tickers,
    translation,
)

if TYPE_CHECKING:
    from bitext.rules.rule import Rule

__all__ = ["BOILERPLATE", "MENDING", "METADATA", "READING", "RETIRED", "RULES", "STRUCTURE", "TITLES"]

#: Ids that were once rules; an id is never used again.
RETIRED: frozenset[str] = frozenset()

READING: tuple[Rule, ...] = characters.RULES
METADATA: tuple[Rule, ...] = metadata.RULES
BOILERPLATE: tuple[Rule, ...] = (*captions.RULES, *boilerplate_en.RULES, *boilerplate_zh.RULES)
TITLES: tuple[Rule, ...] = metadata.TITLES
STRUCTURE: tuple[Rule, ...] = structure.RULES
MENDING: tuple[Rule, ...] = (*numbering.RULES, *translation.RULES, *tickers.RULES, *punctuation.RULES, *masking.RULES)
RULES: tuple[Rule, ...] = (*READING, *METADATA, *BOILERPLATE, *TITLES, *STRUCTURE, *MENDING)
