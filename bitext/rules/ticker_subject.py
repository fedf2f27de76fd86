"""The verb that has a company name as its subject: what companies do, what things do, and what both do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bitext.rules import ticker_lexicon as lexicon
from bitext.rules.ticker_evidence import Evidence
from bitext.rules.ticker_verbs import ACTS, BECOMES, HAPPENS, PARTICIPLES, SPEAKS, WORKED_ON

if TYPE_CHECKING:
    from bitext.rules.companies import Word

__all__ = ["hangs_on", "is_abstract", "verb_after"]


_ACTS = SPEAKS.finite | ACTS.finite
_AUXILIARIES = lexicon.BE | lexicon.HAVE
_NOUNS = lexicon.PRODUCT | lexicon.OWN
_PAST_OR_AUXILIARY = lexicon.PAST | _AUXILIARIES | lexicon.MODALS
_BEFORE_OBJECTS = lexicon.FUNCTION - _AUXILIARIES - {"and", "or", "of"}
_HAPPEN = HAPPENS.third | BECOMES.third
_HAPPEN_OR_NOUN = _HAPPEN | _NOUNS
_HAPPENED = HAPPENS.finite | BECOMES.finite
_COMPANIES = lexicon.APPOSITION | lexicon.LIST_HEADS
_BASES = ACTS.base | HAPPENS.base | BECOMES.base
_NO_VERBS = lexicon.FUNCTION | _NOUNS
_ADJECTIVES = lexicon.ADJECTIVES | lexicon.PLAIN_ADJECTIVES
_HANGERS = lexicon.PREPOSITIONS | {"of", "and", "or", "by", "at"}
_WORKS = WORKED_ON.third | WORKED_ON.base


def is_abstract(word: Word) -> bool:
    """Whether the word names a thought ("driving force"): it does nothing by itself and seldom stands before a noun."""
    return word.one.rsplit(" ", 1)[-1] in lexicon.ABSTRACT


def verb_after(low: list[str], left: str, word: Word) -> list[Evidence] | None:
    """Judge by the verb that has the name as its subject; None where no verb stands there."""
    rest = [w for w in low if not (w.endswith("ly") or w in lexicon.ADVERBS)]
    relative = bool(rest) and rest[0] in ("that", "which", "who")
    if rest[:1] == ["that"]:
        cleft = left.strip().lower() in ("it was", "it is")
        return [Evidence(-2.0 if cleft else 1.0, "'that' after it")]
    rest = rest[1:] if relative else rest
    if not rest:
        return None
    verb, people, reason = rest[0], word.kind == "people", f"'{' '.join(low[:2])}' after it"
    acts = SPEAKS.finite if people else _ACTS
    if verb in lexicon.MODALS:
        return _after_modal(rest, left, people=people)
    if left.strip().lower() in lexicon.MODALS:
        return [Evidence(1.5 if verb in HAPPENS.base | BECOMES.base or people else -1.0, reason)]
    if verb in _AUXILIARIES:
        return _after_auxiliary(rest, left, word)
    hangs = hangs_on(left)
    if verb in acts and not (
        rest[1:2] and rest[1] in ("by", "in", "from", "at", "on", "through", "with", "down", "to", "for") and verb in WORKED_ON.participle
    ):
        return None if verb in _NOUNS else [Evidence(0.0 if hangs and verb in ACTS.past else -3.0, reason)]
    if verb in WORKED_ON.participle:
        return [Evidence(0.5, reason)]
    if "its" in rest[1:2] and (verb in lexicon.PAST or verb.endswith(("s", "ed"))):
        return [Evidence(-2.0, f"'{verb} its' after it")]
    if (verb in lexicon.PAST or verb.endswith("ed")) and verb not in HAPPENS and verb not in BECOMES:
        return [Evidence(-0.5, reason)]
    if hangs and not relative:
        return None
    objects = bool(rest[1:2]) and (rest[1] in _BEFORE_OBJECTS or rest[1].endswith("ly"))
    opens = not left.strip() and rest[1:2] and rest[1].isalpha() and rest[1] not in _PAST_OR_AUXILIARY
    if opens and verb.endswith("s") and verb not in _HAPPEN and not rest[1].endswith(("ed", "ing")) and verb not in lexicon.PRODUCT:
        return [Evidence(-1.0, reason)]
    if verb in WORKED_ON.third or (verb.endswith("s") and objects and verb not in _HAPPEN_OR_NOUN):
        return [Evidence(-1.0, reason)]
    if verb in _HAPPENED:
        owns = "its" in rest[1:2] or (_COMPANIES.intersection(rest[1:9]) and not people)
        return [Evidence(-2.0 if owns else 1.0 if verb in HAPPENS or is_abstract(word) else 0.3, reason)]
    plural = word.en != word.one or people
    opens = relative or (left.split() or [""])[-1].lower() in lexicon.CLAUSE_OPENERS
    if plural and verb in _BASES and verb not in _NOUNS and (objects or opens):
        return [Evidence(1.5, f"the plural verb of {reason}")]
    if plural and opens and verb.isalpha() and verb not in _NO_VERBS and verb[-1] not in "sdgy":
        return [Evidence(1.5, f"the plural verb of {reason}")]
    return None


def _after_modal(rest: list[str], left: str, *, people: bool) -> list[Evidence]:
    verb = next(iter(rest[1:]), "")
    if people and verb not in SPEAKS.base | {"be"}:
        return [Evidence((1.0 if rest[0] == "can" else 0.5) if verb in ACTS.base else 1.5, f"'{rest[0]} {verb}' after it")]
    reason = f"'{rest[0]} {verb}' after it"
    if verb == "be" and len(rest) > 2 and rest[2] not in ("allowed", "used", "taken", "put"):
        agent = rest[2] in SPEAKS.participle or rest[2] in lexicon.DONE_TO_COMPANY
        return [Evidence(-3.0 if agent else 0.7, f"'{rest[0]} be {rest[2]}' after it")]
    if verb in SPEAKS.base or (verb in ACTS.base and not people):
        return [Evidence(0.0 if hangs_on(left) else -3.0 if rest[0] in ("will", "would", "shall") else -1.0, reason)]
    return [Evidence(1.5 if rest[0] in ("can", "may", "must", "should") else 0.3, reason)]


def _after_auxiliary(rest: list[str], left: str, word: Word) -> list[Evidence]:
    """What follows "is" or "has": "is based", "has signed" and "is the maker" are a company's, "are used" is not."""
    first, second = rest[0], next((w for w in rest[1:] if w not in _AUXILIARIES), "")
    reason, people, hangs = f"'{first} {second}' after it", word.kind == "people", hangs_on(left)
    if hangs and left.rstrip()[-3:] not in ("and", ","):
        return []
    if first in ("are", "were", "have") and not hangs:
        row = "and" in left.lower().split()[-4:]
        return [Evidence(0.3 if row else 1.5, f"'{first}' after it, so it is a plural")]
    if people and first in ("has", "is", "was") and not hangs:
        return [Evidence(-2.0, f"the singular verb of {reason}")]
    if first in lexicon.BE and second == "going" and not people:
        return [Evidence(-1.5, reason)]
    passive = first in lexicon.BE or "been" in rest[1:3]
    if passive and second in lexicon.DONE_TO_COMPANY | SPEAKS.participle | lexicon.FEELS:
        return [Evidence(-3.0, reason)] if not people else []
    if not passive and (second in SPEAKS.participle or (second in ACTS.participle and not people)):
        return [Evidence(-3.0, reason)]
    if passive and second in ACTS.ing | SPEAKS.ing and not people:
        return [Evidence(-2.0, reason)]
    if lexicon.CORPORATE_NEXT.intersection(rest[1:4]) or _COMPANIES.intersection(rest[1:7]):
        return [Evidence(-3.0, f"'{first} … {second}' after it")]
    if second[:1].isdigit() or second in lexicon.NUMBERS:
        return [Evidence(-1.5, reason)]
    if first in lexicon.HAVE and second.isalpha() and not second.endswith("ed") and second not in PARTICIPLES:
        return [Evidence(1.5 if lexicon.THING_HAS.intersection(rest[1:5]) else -1.0, reason)]
    if first in lexicon.BE and second in ("a", "an", "the", "one", "not", "our", "their"):
        return [Evidence(1.5 if lexicon.THING_IS.intersection(rest[2:8]) else 0.0, reason)]
    if first in lexicon.BE and second in lexicon.THING_IS:
        return [Evidence(1.5, reason)]
    if first in lexicon.HAVE:
        return [Evidence(0.7 if second in HAPPENS else 0.0, reason)]
    return [Evidence(1.0, reason)] if second.isalpha() and second not in ("in", "at", "up", "down", "from") else []


def hangs_on(left: str) -> bool:
    """Whether the name hangs on a preposition, a verb or a row, so that the verb after it is another noun's."""
    words = left[-60:].lower().split()
    if words and words[-1] in _ADJECTIVES:
        words.pop()
    last = words[-1] if words else ""
    return last in _HANGERS or (len(words) > 1 and last in _WORKS)
