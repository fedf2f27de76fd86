"""Translations held against a glossary: terms that lack their target, forbidden forms, one term rendered in several ways."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from bitext.glossary.evidence import is_ordinary
from bitext.glossary.finding import TermIndex, find_terms, fold, is_abbreviation, make_index
from bitext.glossary.tolerance import Clauses, clauses_of, content_of, is_rendered, is_rendered_in_chinese
from bitext.model import Finding
from bitext.normalization import make_key
from bitext.text import count_han

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bitext.glossary.finding import Hit
    from bitext.glossary.model import Concept, Glossary

__all__ = ["CHECKS", "Renderings", "Usage", "verify_pair"]

Check = Literal["term-missing", "term-forbidden", "term-inconsistent"]
#: What is checked, how bad it is, and what it means.
CHECKS: Mapping[str, tuple[str, str]] = {
    "term-forbidden": ("error", "A rendering that the glossary calls wrong."),
    "term-missing": ("warning", "A term whose rendering does not stand on the other side."),
    "term-inconsistent": ("note", "A term that is rendered in several ways across the pairs."),
}
_OTHER = {"zh": "en", "en": "zh"}
_NAMES = {"zh": "Chinese", "en": "English"}


class _Side:
    """One side of a pair, read as often as it is asked for and no more."""

    __slots__ = ("_clauses", "_key", "borrowed", "hits", "lang", "text")

    def __init__(self, text: str, lang: str, index: TermIndex) -> None:
        self.text, self.lang = text, lang
        found = index.find(text)
        self.hits = [hit for hit in found if hit.side == lang]
        #: Concepts that stand there by an abbreviation of the other language: Chinese writes GDP and AI too.
        self.borrowed = {hit.concept for hit in found if hit.side != lang and hit.kind != "forbidden" and is_abbreviation(hit.form)}
        self._key: str | None = None
        self._clauses: Clauses | None = None

    @property
    def key(self) -> str:
        if self._key is None:
            self._key = fold(make_key(self.text).text)
        return self._key

    @property
    def clauses(self) -> Clauses:
        if self._clauses is None:
            self._clauses = clauses_of(self.text)
        return self._clauses


def verify_pair(zh: str, en: str, glossary: Glossary | TermIndex) -> list[Finding]:
    """Hold a pair against a glossary, in both directions.

    - `term-forbidden`: a form that the concept forbids stands there, and the other side has the concept. Without the
      concept on the other side only a form that cannot be ordinary language counts (`is_ordinary`).
    - `term-missing`: a term stands on one side, and on the other none of the concept's preferred or admitted forms does,
      inflected, in another order or with a word between (`bitext.glossary.tolerance`); nor a forbidden one, which is the
      other finding. In Chinese an admitted English abbreviation will do (GDP). It is told once a concept and side, at the
      term's first place.

    Args:
        zh: the Chinese side.
        en: the English side.
        glossary: the terms; deprecated concepts do not count.

    >>> from bitext.glossary.model import Concept, Glossary
    >>> terms = Glossary((Concept("yujintong", ("渝金通",), ("Yujintong",), forbidden_en=("Yu Jin Tong",)),))
    >>> for en in ("Yujintong is here.", "Yu Jin Tong is here.", "It is here."):
    ...     print([(f.check, f.side, f.start, f.end) for f in verify_pair("渝金通来了。", en, terms)])
    []
    [('term-forbidden', 'en', 0, 11)]
    [('term-missing', 'zh', 0, 3)]
    """
    index = glossary if isinstance(glossary, TermIndex) else make_index(glossary)
    sides = {"zh": _Side(zh, "zh", index), "en": _Side(en, "en", index)}
    forbidden = {lang: list(_forbidden(side, sides[_OTHER[lang]], index.glossary)) for lang, side in sides.items()}
    found = [finding for lang in ("zh", "en") for finding in forbidden[lang]]
    for lang in ("zh", "en"):
        wrong = {finding.subject for finding in forbidden[_OTHER[lang]]}
        found += _missing(sides[lang], sides[_OTHER[lang]], wrong, index.glossary)
    found = [
        f for f in found if not (f.check == "term-missing" and f.side == "en" and _is_part(f, sides["zh"], sides["en"], index.glossary))
    ]
    return sorted(found, key=lambda f: (f.side != "zh", f.start, f.end, f.check, f.subject))


def _places(hits: Iterable[Hit]) -> dict[tuple[int, int], list[Hit]]:
    """The hits of each place: two concepts may claim one form."""
    found: dict[tuple[int, int], list[Hit]] = {}
    for hit in hits:
        found.setdefault((hit.start, hit.end), []).append(hit)
    return found


def _forbidden(side: _Side, other: _Side, glossary: Glossary) -> Iterator[Finding]:
    for (start, end), hits in _places(side.hits).items():
        wrong = [hit for hit in hits if hit.kind == "forbidden"]
        if len(wrong) < len(hits):
            continue  # right for another concept
        for hit in wrong:
            concept = glossary[hit.concept]
            if _has(concept, other) or not is_ordinary(hit.form, concept.zh):
                wanted = getattr(concept, side.lang)
                remedy = f"; write “{wanted[0]}”" if wanted else ""
                yield _finding("term-forbidden", f"“{side.text[start:end]}” is forbidden for {hit.concept}{remedy}", side, hit)


def _missing(side: _Side, other: _Side, wrong: set[str], glossary: Glossary) -> Iterator[Finding]:
    told: set[str] = set()
    for hits in _places(side.hits).values():
        meant = [hit for hit in hits if hit.kind != "forbidden"]
        if not meant or any(hit.concept in wrong or hit.concept in told for hit in meant):
            continue
        concepts = [glossary[hit.concept] for hit in meant]
        if any(_has(concept, other) for concept in concepts) or not any(getattr(c, other.lang) for c in concepts):
            continue
        told.update(hit.concept for hit in meant)
        wanted = " or ".join(f"“{form}”" for c in concepts for form in getattr(c, other.lang)[:1])
        said = f"“{side.text[meant[0].start : meant[0].end]}” ({meant[0].concept}) lacks its {_NAMES[other.lang]}: {wanted}"
        yield _finding("term-missing", said, side, meant[0])


def _is_part(finding: Finding, zh: _Side, en: _Side, glossary: Glossary) -> bool:
    """Whether an English term is but a part of another one's rendering: Chengdu in "the economic circle of Chengdu and Chongqing"."""
    words = set(content_of(en.text[finding.start : finding.end]))
    others = {hit.concept for hit in zh.hits if hit.kind != "forbidden"} - {hit.concept for hit in en.hits}
    return any(
        words < set(content_of(form)) and is_rendered(form, en.clauses, name=glossary[other].pos == "proper noun")
        for other in others
        for form in glossary[other].en
    )


def _finding(check: Check, message: str, side: _Side, hit: Hit) -> Finding:
    return Finding(check, CHECKS[check][0], message, side.lang, hit.start, hit.end, hit.concept)


def _has(concept: Concept, side: _Side) -> bool:
    """Whether a concept stands on a side: a form that is right, as found, inside another term or in other words; or borrowed letters."""
    if any(hit.concept == concept.id and hit.kind != "forbidden" for hit in side.hits):
        return True
    if side.lang == "zh":
        return concept.id in side.borrowed or any(
            form in side.key or is_rendered_in_chinese(_words(form), side.key) for form in map(_key, (*concept.zh, *concept.variants_zh))
        )
    if any(_inside(form, side.key) for form in map(_key, concept.en)):
        return True
    name = concept.pos == "proper noun"
    return any(is_rendered(form, side.clauses, name=name) for form in concept.en)


@lru_cache(maxsize=1 << 14)
def _key(form: str) -> str:
    return fold(make_key(form).text)


def _inside(form: str, key: str) -> bool:
    """Whether a form stands inside another term that was found, at borders of words; abbreviations are left to `find_terms`."""
    if len(form) < 5:
        return False
    at = key.find(form)
    while at >= 0:
        end = at + len(form)
        if not key[at - 1 : at].isalnum() and not key[end : end + 1].isalpha():
            return True
        at = key.find(form, at + 1)
    return False


@lru_cache(maxsize=1 << 14)
def _words(form: str) -> tuple[str, ...]:
    """The words of a Chinese form; one that is no longer than four characters is one word."""
    if count_han(form) < 5:
        return (form,)
    from bitext.words import cut_words

    return tuple(word.text for word in cut_words(form))


@dataclass(frozen=True, slots=True)
class Usage:
    """How a term is rendered across the pairs: how often by which form, and where each form stands first."""

    concept: str
    side: str
    counts: Mapping[str, int]
    first: Mapping[str, Any]


@dataclass(slots=True)
class Renderings:
    """Counts by which forms the terms of pairs are rendered; `add` each pair, then ask for what is `inconsistent`."""

    index: TermIndex
    _counts: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    _first: dict[tuple[str, str, str], Any] = field(default_factory=dict)

    def add(self, zh: str, en: str, place: Any = None) -> None:
        """Count the forms of one pair: of a concept that both sides have, each form once.

        Args:
            zh: the Chinese side.
            en: the English side.
            place: what is to be told of the pair where a form stands first.
        """
        sides = {"zh": find_terms(zh, self.index), "en": find_terms(en, self.index)}
        forms = {
            lang: {(hit.concept, hit.form) for hit in hits if hit.side == lang and hit.kind in ("preferred", "admitted")}
            for lang, hits in sides.items()
        }
        for lang, found in forms.items():
            shared = {concept for concept, _ in forms[_OTHER[lang]]}
            for concept, form in sorted(found):
                if concept in shared and not _is_short(form, self.index.glossary[concept], lang):
                    self._counts.setdefault((concept, lang), Counter())[form] += 1
                    self._first.setdefault((concept, lang, form), place)

    def inconsistent(self) -> list[Usage]:
        """Give the terms of which two forms or more are in use, by concept; abbreviations beside the full form are in order.

        >>> from bitext.glossary.model import Concept, Glossary
        >>> counted = Renderings(make_index(Glossary((Concept("npa", ("不良资产",), ("bad assets", "distressed assets")),))))
        >>> for en in ("bad assets", "a bad asset", "distressed assets"):
        ...     counted.add("不良资产", en)
        >>> [dict(usage.counts) for usage in counted.inconsistent()]
        [{'bad assets': 2, 'distressed assets': 1}]
        """
        found = []
        for (concept, lang), counts in sorted(self._counts.items()):
            if len(counts) > 1:
                ordered = dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
                found.append(Usage(concept, lang, ordered, {form: self._first[concept, lang, form] for form in ordered}))
        return found

    def findings(self) -> Iterator[tuple[Any, Finding]]:
        """Give a `term-inconsistent` finding for each such term and side, with the place where a seldom form stands first."""
        severity = CHECKS["term-inconsistent"][0]
        for usage in self.inconsistent():
            said = ", ".join(f"“{form}” {count}" for form, count in usage.counts.items())
            form = min(usage.counts, key=lambda form: (usage.counts[form], form))
            message = f"{usage.concept} is rendered in {len(usage.counts)} ways: {said}"
            yield usage.first[form], Finding("term-inconsistent", severity, message, usage.side, 0, 0, usage.concept)


def _is_short(form: str, concept: Concept, lang: str) -> bool:
    """Whether a form only shortens another of the concept: capitals (PBOC), characters of it in order (央行), words of it."""
    others = [other for other in getattr(concept, lang) if len(other) > len(form)]
    if lang == "en":
        low = form.casefold().split()
        return form.removesuffix("s").isupper() or any(set(low) < set(other.casefold().split()) for other in others)
    return any(_is_subsequence(form, other) for other in others)


def _is_subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)
