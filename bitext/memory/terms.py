"""A glossary beside a memory: a term's other forms are looked for with it, and hits say how the pair renders it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from bitext.glossary.finding import TermIndex, find_terms, make_index
from bitext.glossary.verifying import verify_pair
from bitext.memory.queries import make_phrase
from bitext.memory.tokens import find_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bitext.glossary.model import Concept, Glossary
    from bitext.memory.queries import Phrase, Query

__all__ = ["Rendering", "Terms", "make_terms"]

Use = Literal["preferred", "admitted", "forbidden", "missing"]


@dataclass(frozen=True, slots=True)
class Rendering:
    """How a pair renders a term: the concept's id, the preferred forms, what stands on each side, and what use that is.

    `use` is `preferred` or `admitted` as the glossary calls the form on the side that was not searched, `forbidden` where it
    forbids it, and `missing` where none of the forms stands there.
    """

    concept: str
    zh: str
    en: str
    found: str
    other: str
    use: Use


@dataclass(frozen=True, slots=True)
class Terms:
    """A glossary made ready to go with a memory."""

    index: TermIndex
    forms: dict[tuple[str, tuple[str, ...]], tuple[Concept, ...]]

    def widen(self, query: Query, side: str) -> Query:
        """Let each phrase that is a term stand for every form of its concepts on that side; forbidden ones too, so that they are seen.

        A query whose words together are a term is that term. A literal query stays as it is.

        >>> from bitext.glossary.model import Concept, Glossary
        >>> from bitext.memory.queries import parse_query
        >>> terms = make_terms(Glossary((Concept("ftz", ("自贸区", "自由贸易区"), ("free trade zone", "FTZ")),)))
        >>> [[p.text for p in group] for group in terms.widen(parse_query("free trade zone port"), "en").groups]
        [['free'], ['trade'], ['zone'], ['port']]
        >>> [[p.text for p in group] for group in terms.widen(parse_query("Free Trade Zones"), "en").groups]
        [['Free Trade Zones', 'free trade zone', 'FTZ']]
        """
        if query.literal:
            return query
        whole = make_phrase(" ".join(group[0].text for group in query.groups))
        if whole and len(query.groups) > 1 and not any(group[0].ending for group in query.groups):
            forms = self._forms(whole, side)
            if forms:
                return replace(query, groups=((whole, *forms),))
        return replace(query, groups=tuple((*group, *self._forms(group[0], side)) for group in query.groups))

    def _forms(self, phrase: Phrase, side: str) -> tuple[Phrase, ...]:
        concepts = self.forms.get((side, _name(phrase.text)), ())
        texts = dict.fromkeys(form for concept in concepts for form in _forms_of(concept, side))
        made = (make_phrase(text) for text in texts if text != phrase.text)
        return tuple(form for form in made if form is not None)

    def renderings(self, zh: str, en: str, side: str, spans: tuple[tuple[int, int], ...] = ()) -> tuple[Rendering, ...]:
        """Say how a pair renders the terms of one side.

        Args:
            zh: the Chinese text.
            en: the English text.
            side: the side that was searched.
            spans: look at terms that touch these only; at all where there are none.

        >>> from bitext.glossary.model import Concept, Glossary
        >>> terms = make_terms(Glossary((Concept("ftz", ("自贸区",), ("free trade zone", "FTZ")),)))
        >>> [(r.found, r.other, r.use) for r in terms.renderings("自貿區很大。", "The FTZ is large.", "zh")]
        [('自貿區', 'FTZ', 'admitted')]
        """
        text, other_text = (zh, en) if side == "zh" else (en, zh)
        others = [hit for hit in find_terms(other_text, self.index) if hit.side != side]
        missing = {f.subject for f in verify_pair(zh, en, self.index) if f.check == "term-missing" and f.side == side}
        found: dict[str, Rendering] = {}
        for hit in find_terms(text, self.index):
            if hit.side != side or hit.concept in found or (spans and not any(hit.start < e and s < hit.end for s, e in spans)):
                continue
            concept = self.index.glossary[hit.concept]
            counterpart = next((other for other in others if other.concept == hit.concept), None)
            if counterpart is not None:
                use: Use = "admitted" if counterpart.kind == "variant" else counterpart.kind
                stands = other_text[counterpart.start : counterpart.end]
            else:
                use, stands = "missing" if hit.concept in missing else "admitted", ""
            found[hit.concept] = Rendering(concept.id, _first(concept.zh), _first(concept.en), text[hit.start : hit.end], stands, use)
        return tuple(found.values())


def _first(forms: tuple[str, ...]) -> str:
    return forms[0] if forms else ""


def _forms_of(concept: Concept, side: str) -> Iterator[str]:
    yield from (*concept.zh, *concept.variants_zh, *concept.forbidden_zh) if side == "zh" else (*concept.en, *concept.forbidden_en)


def _name(text: str) -> tuple[str, ...]:
    """What two spellings of a form share: script, case and endings do not count."""
    return tuple(token.token for token in find_tokens(text))


def make_terms(glossary: Glossary) -> Terms:
    """Make a glossary ready to go with a memory; deprecated concepts do not count.

    >>> from bitext.glossary.model import Concept, Glossary
    >>> len(make_terms(Glossary((Concept("rmb", ("人民币",), ("renminbi", "RMB")),))).forms)
    3
    """
    forms: dict[tuple[str, tuple[str, ...]], dict[str, Concept]] = {}
    for concept in glossary.concepts:
        if concept.status != "deprecated":
            for side in ("zh", "en"):
                for form in _forms_of(concept, side):
                    if name := _name(form):
                        forms.setdefault((side, name), {}).setdefault(concept.id, concept)
    return Terms(make_index(glossary), {name: tuple(found.values()) for name, found in forms.items()})
