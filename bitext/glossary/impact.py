"""What changes of a glossary mean for a corpus: how many pairs have the term, and how many would fail that did not."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bitext.glossary.finding import make_index
from bitext.glossary.verifying import verify_pair

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bitext.glossary.differences import Change
    from bitext.glossary.finding import TermIndex
    from bitext.glossary.model import Glossary

__all__ = ["EXAMPLES", "Effect", "effect_lines", "measure_effects", "worst_first"]

#: Pairs that are shown of each concept.
EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Effect:
    """What the changes of one concept mean for a corpus.

    `pairs` have the term in either version, `failing` would fail `verify` now and did not before; `mended` the reverse.
    `examples` are (place, Chinese, English), those that fail first.

    >>> Effect("a", 12, 3, 0, ()).text
    'a: in 12 pairs; 3 would now fail'
    """

    id: str
    pairs: int
    failing: int
    mended: int
    examples: tuple[tuple[str, str, str], ...]

    @property
    def text(self) -> str:
        """The effect in a line."""
        mended = f", {self.mended} no longer" if self.mended else ""
        return f"{self.id}: in {self.pairs} pair{'s' * (self.pairs != 1)}; {self.failing} would now fail{mended}"


class _Counts:
    """What has been counted of one concept."""

    __slots__ = ("broken", "failing", "having", "mended", "pairs")

    def __init__(self) -> None:
        self.pairs = self.mended = self.broken = 0
        self.failing: list[tuple[str, str, str]] = []
        self.having: list[tuple[str, str, str]] = []


def measure_effects(
    changes: Iterable[Change], old: Glossary, new: Glossary, pairs: Iterable[tuple[str, str, str]]
) -> tuple[tuple[Effect, ...], int]:
    """Hold both versions of a glossary against a corpus, pair by pair, in bounded memory.

    Args:
        changes: as `compare_sheets` gives them; each concept among them gets an effect, in their order.
        old: the older version.
        new: the newer one.
        pairs: place, Chinese and English of each pair.

    Returns:
        The effects, and the number of pairs.

    >>> from bitext.glossary.differences import Change
    >>> from bitext.glossary.model import Concept, Glossary
    >>> old, new = (Glossary((Concept("port", ("江港",), (en,)),)) for en in ("river port", "river harbour"))
    >>> change = Change("preferred", "port", "en", "river port", "river harbour", "x.toml", 4)
    >>> measure_effects([change], old, new, [("x:1", "江港开工。", "The river port is begun.")])[0][0].text
    'port: in 1 pair; 1 would now fail'
    """
    ids = list(dict.fromkeys(change.id for change in changes))
    changed = set(ids)
    indexes = make_index(old), make_index(new)
    counts: defaultdict[str, _Counts] = defaultdict(_Counts)
    total = 0
    for place, zh, en in pairs:
        total += 1
        _count((place, zh, en), indexes, changed, counts)
    return tuple(_effect(name, counts[name]) for name in ids), total


def _count(pair: tuple[str, str, str], indexes: tuple[TermIndex, TermIndex], changed: set[str], counts: defaultdict[str, _Counts]) -> None:
    _, zh, en = pair
    present = {hit.concept for index in indexes for text in (zh, en) for hit in index.find(text)} & changed
    if not present:
        return
    before, after = ({finding.subject for finding in verify_pair(zh, en, index)} for index in indexes)
    for name in present:
        count = counts[name]
        count.pairs += 1
        count.mended += name in before - after
        fails = name in after - before
        count.broken += fails
        kept = count.failing if fails else count.having
        if len(kept) < EXAMPLES:
            kept.append(pair)


def _effect(name: str, count: _Counts) -> Effect:
    return Effect(name, count.pairs, count.broken, count.mended, tuple([*count.failing, *count.having][:EXAMPLES]))


def worst_first(effects: Iterable[Effect]) -> list[Effect]:
    """Sort effects that touch any pair: those that break most first.

    >>> [e.id for e in worst_first([Effect("a", 5, 0, 0, ()), Effect("b", 2, 1, 0, ()), Effect("c", 0, 0, 0, ())])]
    ['b', 'a']
    """
    return sorted((e for e in effects if e.pairs), key=lambda e: (-e.failing, -e.pairs, e.id))


def effect_lines(effects: Sequence[Effect], total: int) -> Iterator[str]:
    """Tell effects as text, those that break most first; concepts that no pair has are counted together.

    >>> list(effect_lines([Effect("a", 0, 0, 0, ())], 5))
    ['Effect on 5 pairs', '  no pair has: a']
    """
    yield f"Effect on {total} pairs"
    for effect in worst_first(effects):
        yield f"  {effect.text}"
        for place, zh, en in effect.examples:
            yield f"    {place}: {_cut(zh)} = {_cut(en)}"
    absent = [effect.id for effect in effects if not effect.pairs]
    if absent:
        yield f"  no pair has: {', '.join(absent)}"


def _cut(text: str, longest: int = 160) -> str:
    return text if len(text) <= longest else text[:longest] + "…"
