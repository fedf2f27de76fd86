"""The place of a company name in its sentence: what stands directly before and after it, and for what that speaks.

The name stands where the Chinese had either the company or the word. A company acts, is visited, has shares and
branches; a thing has articles, adjectives and a plural verb, is grown, used and sought, and lends itself to other nouns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bitext.rules import ticker_lexicon as lexicon
from bitext.rules.companies import PLACES
from bitext.rules.ticker_verbs import ACTED_ON, ACTS, DONE_BY_COMPANY, DONE_BY_WORD, HAPPENS, PARTICIPLES, SPEAKS, WORKED_ON

if TYPE_CHECKING:
    from bitext.rules.companies import Word

__all__ = ["COMPANY", "UNDECIDED", "Evidence", "after_name", "before_name", "dealt_with", "governs"]

#: Stand in the context for other mentions: a company for certain, and one that may be a word.
COMPANY, UNDECIDED = "\ue000", "\ue001"
_ROW = ("and", "or", ",", "、", "&")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sign: its weight (positive for the word, negative for the company) and what it is, for a person to read."""

    weight: float
    reason: str


def _is_abstract(word: Word) -> bool:
    """Whether the word names a thought ("driving force"): it does nothing by itself and seldom stands before a noun."""
    return word.one.rsplit(" ", 1)[-1] in lexicon.ABSTRACT


def before_name(words: list[str], left: str, word: Word) -> list[Evidence]:
    """Judge by what stands directly before the name; `words` are the sentence's before it, `left` is their text."""
    words = _unhedged(words)
    if not words:
        return []
    last, prior = words[-1].lower(), words[-2].lower() if len(words) > 1 else ""
    if lexicon.CALLED_COMPANY.search(left[-200:]):
        return [Evidence(-4.0, "a list of companies before it")]
    if last in lexicon.ONE or last in lexicon.DETERMINERS or last.endswith(("'s", "’s")) or (last[0].isdigit() and len(words) > 1):
        return [Evidence(2.0, f"'{last}' before it")]
    if word.kind == "places" and (last in lexicon.CROSSING or (last == "the" and prior in lexicon.CROSSING)):
        return [Evidence(2.5, f"'{last}' before it")]
    if last == "the":
        return [Evidence(0.5 if word.kind == "phrases" else 2.0 if word.kind == "places" else 1.5, "'the' before it")]
    if last in lexicon.APPOSITION:
        return [Evidence(-4.0, f"'{last}' before it")]
    if last in lexicon.BE and (lexicon.APPOSITION | lexicon.LIST_HEADS).intersection(w.lower().removesuffix("s") for w in words[-7:-1]):
        return [Evidence(-3.0, f"'{prior} {last}' before it")]
    if last == "by":
        return _after_by(prior, word)
    if last == "of":
        return _after_of(prior, words[-3].lower() if len(words) > 2 else "", word)
    if last in ("as", "including", "like") and prior in (*lexicon.LIST_HEADS, "such"):
        return _after_such_as(words)
    if last in _ROW:
        return _row_before(words, people=word.kind == "people")
    if last == ":":
        return [Evidence(-1.5, "a colon before it")]
    return _plainly_before(words, prior, word)


def _unhedged(words: list[str]) -> list[str]:
    """The words without "not only" or "mainly" at their end, which hide what governs the name."""
    low = [w.lower() for w in words[-2:]]
    if low == ["not", "only"]:
        return words[:-2]
    return words[:-1] if len(words) > 2 and low[-1] in lexicon.HEDGES else words


def _after_by(prior: str, word: Word) -> list[Evidence]:
    if prior in DONE_BY_WORD:
        return [Evidence(1.5, f"'{prior} by' before it")]
    if prior in DONE_BY_COMPANY or word.kind != "people":
        return [Evidence(-3.0, "'by' before it")]
    return [Evidence(1.0, "'by' before it")]


def _after_of(prior: str, second: str, word: Word) -> list[Evidence]:
    if prior == "value" and second in ("added", "output"):
        return [Evidence(2.0, f"'{second} value of' before it")]
    if prior in lexicon.OF_WORD or (word.kind == "people" and prior in lexicon.OF_PERSON):
        return [Evidence(2.0, f"'{prior} of' before it")]
    if prior in lexicon.OF_COMPANY | lexicon.APPOSITION | {"brand", "brands", "%"} or (prior == "chain" and second in lexicon.RETAIL):
        return [Evidence(-4.0, f"'{prior} of' before it")]
    if prior in lexicon.OF_EITHER or word.kind == "people":
        return [Evidence(0.7, f"'{prior} of' before it")]
    # A market, a fee or an inverter of something has an owner; a ripening or a ripeness has not.
    return [Evidence(0.5 if prior.endswith(lexicon.NOMINAL) else -0.5, f"'{prior} of' before it")]


def _after_such_as(words: list[str]) -> list[Evidence]:
    head = next((w.lower() for w in reversed(words[:-1]) if w.lower() not in ("such", ",")), "")
    if head in lexicon.LIST_HEADS:
        return [Evidence(-4.0, f"'{head}' listed before it")]
    return [Evidence(1.0, f"one of the {head}")] if head.isalpha() and head.islower() else []


def _row_before(words: list[str], *, people: bool) -> list[Evidence]:
    at = next((n for n in range(len(words) - 1, -1, -1) if words[n].lower() not in (*_ROW, "as", "well")), -1)
    other = words[at] if at >= 0 else ""
    if other == COMPANY:
        return [Evidence(-3.0, "in a row with companies")]
    if other == UNDECIDED or not other[:1].isalpha():
        return []
    if other in lexicon.INSTITUTIONS and not people:
        return [Evidence(-1.5, f"in a row with '{other}'")]
    if other[0].isupper():
        return [Evidence(-0.5 if at else 0.0, f"in a row with '{other}'")]
    if words[-2:] == [",", "and"] and words.count(",") == 1:
        return [Evidence(0.3, f"after '{other}, and'")]
    if words[-1] in (",", "、"):
        return [Evidence(0.5, f"after '{other},'")] if words.count(",") > 1 else []
    return [Evidence(1.5 if other not in lexicon.NEUTRAL else 0.0, f"in a row with '{other}'")]


def _plainly_before(words: list[str], prior: str, word: Word) -> list[Evidence]:
    """The word before is no article, preposition of note, conjunction or mark."""
    last = words[-1]
    low, reason = last.lower(), f"'{last}' before it"
    if word.kind == "people" and low in lexicon.FOR_PEOPLE:
        return [Evidence(1.5, reason)]
    if low in lexicon.PREPOSITIONS or low in ("at", "via", "against"):
        return _after_preposition(low, prior, words[-3].lower() if len(words) > 2 else "", word)
    if low in ACTED_ON and word.kind != "people" and (low not in ACTED_ON.base or _may_be_verb(low, prior)):
        return [Evidence(-3.0, reason)]
    if low in ("sold", "bought"):
        return [Evidence(-1.0, reason)]
    if low in WORKED_ON:
        return [Evidence(1.5 if low in WORKED_ON.base | WORKED_ON.ing else 0.7, reason)] if low != "made" else []
    if low in lexicon.AFTER_THE and prior == "the":
        return [Evidence(1.5, f"'the {low}' before it")]
    if word.kind == "people" and low in ("where", "what", "how", "when"):
        return [Evidence(1.0, reason)]
    if low in lexicon.NEUTRAL or low.endswith("ly"):
        return []
    if not last[0].islower():
        opens = not prior and low not in PLACES and low not in lexicon.DEALERS and word.kind == "words" and low not in ACTED_ON
        return [Evidence(1.5 if low.endswith((*lexicon.ADJECTIVE, "ed", "ic")) else 0.7, reason)] if opens else []
    article = prior in lexicon.ONE or prior in lexicon.DETERMINERS or prior == "the"
    if low in lexicon.PLAIN_ADJECTIVES:
        return [Evidence(2.5 if article else 2.0, reason)]
    counted = prior[:1].isdigit() or prior in lexicon.NUMBERS or prior.endswith(("'s", "’s"))
    if article or counted:
        return [Evidence(1.5 if low.endswith(("ed", "ing")) else 2.5, f"'{prior} {low}' before it")]
    if low.endswith(("ed", "ing")):
        return []
    return [Evidence(0.5 if _may_be_verb(low, prior) else 1.5, reason)]


def _after_preposition(low: str, prior: str, second: str, word: Word) -> list[Evidence]:
    reason = f"'{prior} {low}' before it"
    if (low == "from" and prior in lexicon.MEMBERS) or prior in lexicon.SPEAKERS:
        return [Evidence(-3.0, reason)]
    if low in ("at", "via", "against"):
        return [Evidence(1.0 if prior in ("aimed", "look", "looked", "looking", "directed") else -3.0, reason)]
    if (prior, low) in lexicon.WORD_PAIRS or (low == "to" and second == "from" and prior.islower()):
        return [Evidence(1.5, reason)]
    if {prior, second} & lexicon.DEALS or (prior, low) in lexicon.COMPANY_PAIRS:
        return [Evidence(-2.0, reason)]
    if word.kind == "people":
        return [Evidence(1.5 if low in ("for", "on", "to", "among") else 0.5, reason)]
    if low == "over" and prior in ("take", "took", "takes", "taken", "taking"):
        return [Evidence(-3.0, reason)]
    if low == "with" and prior.endswith("ed"):
        return [Evidence(1.0, reason)]
    # One leases to, buys from, works for and deals with a company; a thing is the matter in, on and through which one acts.
    return [Evidence(-0.3 if low in ("to", "from", "for", "with") else 0.5, reason)]


def _may_be_verb(low: str, prior: str) -> bool:
    """Whether a lower-case word may be the verb that has the company as its object ("the bank backs X", "to fund X")."""
    if low.endswith(lexicon.ADJECTIVE):
        return False
    if low in lexicon.PAST or prior in lexicon.BEFORE_VERB:
        return True
    if low.endswith("s"):
        return not prior.endswith(lexicon.ADJECTIVE) and prior not in lexicon.PREPOSITIONS
    return prior.endswith("s") or not prior


def dealt_with(words: list[str]) -> bool:
    """Whether someone stands before the name who deals with companies: a bank, a court, a shareholder, anyone with a name."""
    names = [w[0].isupper() and w.lower() not in PLACES and w not in lexicon.KNOWN_NAMES for w in words]
    named = any(a and b for a, b in zip(names[1:], names, strict=False))
    acronym = any(n and len(w) > 1 and w.isupper() for n, w in zip(names, words, strict=True))
    return named or acronym or any(w.lower().removesuffix("'s").removesuffix("’s") in lexicon.DEALERS for w in words)


def governs(words: list[str]) -> bool:
    """Whether a verb, a preposition or an adjective governs the name."""
    if len(words) < 2 or not words[-1].isalpha() or not words[-1].islower():
        return False
    last = words[-1]
    return last not in lexicon.NEUTRAL - lexicon.TAKES_OBJECT and last not in (*_ROW, "by", "at") and not last.endswith("ly")


def after_name(words: list[str], left: str, word: Word, *, qualified: bool = False) -> list[Evidence]:
    """Judge by what stands directly after the name; `words` are the sentence's after it.

    `qualified`: an article or adjective stands before the name, so a verb that suits companies says less.
    """
    found = _after(words, left, word)
    verbs = SPEAKS.finite | ACTS.finite
    if qualified and words and words[0].lower() in verbs - SPEAKS.finite:
        return [Evidence(max(e.weight, -0.5), e.reason) for e in found]
    return found


def _after(words: list[str], left: str, word: Word) -> list[Evidence]:
    if not words:
        return [Evidence(-3.0, "it stands alone")] if not left.strip() else []
    if words[0] == ":":
        return [Evidence(-3.0, "a colon after it")]
    if words[0] in ("(", "（") and any(w.lower() in ("hereinafter", "referred", "company") for w in words[:6]):
        return [Evidence(-4.0, "'hereinafter' after it")]
    if words[0] in "(（+%" or words[0][0].isdigit():
        return [Evidence(-1.5, f"'{words[0]}' after it")]
    if words[0] in ("'", "’") and len(words) > 1 and words[1] == "s":
        mine = word.kind == "people" and bool(lexicon.PERSONAL.intersection(w.lower() for w in words[2:4]))
        found = [Evidence(1.5, f"'s {words[2]}")] if mine else [] if word.kind == "people" else [Evidence(-1.5, "a possessive 's")]
        return found + _next_word(words[2:], left, word)
    return _next_word(words, left, word)


def _next_word(words: list[str], left: str, word: Word) -> list[Evidence]:
    if not words:
        return []
    low = [w.lower() for w in words[:8]]
    first, reason = low[0], f"'{low[0]}' after it"
    if first in lexicon.CORPORATE_NEXT and (word.kind, first) != ("people", "share"):
        return [Evidence(-4.0, reason)]
    if first in lexicon.INDUSTRY:
        return [Evidence(3.0, reason)]
    if first in lexicon.EVENT:
        return [Evidence(2.5 if left.strip()[:1].isupper() and " " not in left.strip() else 1.5, reason)]
    if first in _ROW:
        return _row_after(words, left)
    if first == "to" and lexicon.AGENT_VERBS.search(left) and word.kind != "people":
        return [Evidence(-3.0, "it is to act")]
    if (verb := _verb_after(low, left, word)) is not None:
        return verb
    if word.kind == "places" and (first in lexicon.AREA or (first == "new" and low[1:2] in (["area"], ["district"]))):
        return [Evidence(2.5, reason)]
    if first == "of":
        return [Evidence(1.5 if left.rstrip().lower().endswith("the") else 0.7, reason)]
    noun = words[0][0].islower() and first not in lexicon.FUNCTION | lexicon.PAST and not first.endswith(("ed", "ly"))
    if noun and _is_abstract(word):
        return [Evidence(-1.5, reason)] if low[1:2] != [] or first.endswith("s") else []
    if first in lexicon.OWN:
        return [Evidence(1.0, reason)]
    if first in lexicon.PRODUCT:
        return [Evidence(1.5, reason)]
    if noun:
        # A company is singular: a verb without -s, like any noun, belongs to the word.
        plural = first.endswith(("s", "ing"))
        return [Evidence((0.0 if plural else 1.5) if word.kind == "people" else 0.7 if plural else 1.0, reason)]
    return []


def _verb_after(low: list[str], left: str, word: Word) -> list[Evidence] | None:
    """Judge by the verb that has the name as its subject; None where no verb stands there."""
    rest = [w for w in low if not (w.endswith("ly") or w in lexicon.ADVERBS)]
    relative = bool(rest) and rest[0] in ("that", "which", "who")
    if rest[:1] == ["that"]:
        return [Evidence(1.0, "'that' after it")]
    rest = rest[1:] if relative else rest
    if not rest:
        return None
    verb, people, reason = rest[0], word.kind == "people", f"'{' '.join(low[:2])}' after it"
    acts = SPEAKS.finite if people else SPEAKS.finite | ACTS.finite
    if verb in lexicon.MODALS:
        return _after_modal(rest, left, people=people)
    if verb in lexicon.BE | lexicon.HAVE:
        return _after_auxiliary(rest, left, word)
    hangs = _governed(left)
    if verb in acts and not (rest[1:2] and rest[1] in ("by", "in", "from", "at", "on", "through", "with") and verb in WORKED_ON.participle):
        nouns = lexicon.PRODUCT | lexicon.OWN
        return None if verb in nouns else [Evidence(-1.0 if hangs and verb in ACTS.past else -3.0, reason)]
    if verb in WORKED_ON.participle:
        return [Evidence(0.5, reason)]
    if "its" in rest[1:2] and (verb in lexicon.PAST or verb.endswith(("s", "ed"))):
        return [Evidence(-2.0, f"'{verb} its' after it")]
    if (verb in lexicon.PAST or verb.endswith("ed")) and verb not in HAPPENS:
        return [Evidence(-0.5, reason)]
    if hangs and not relative:
        return None
    objects = bool(rest[1:2]) and (rest[1] in lexicon.FUNCTION - lexicon.BE - lexicon.HAVE - {"and", "or", "of"} or rest[1].endswith("ly"))
    if verb in WORKED_ON.third or (verb.endswith("s") and objects and verb not in HAPPENS.third | lexicon.PRODUCT | lexicon.OWN):
        return [Evidence(-1.0, reason)]
    if verb in HAPPENS.finite:
        company = lexicon.APPOSITION | lexicon.LIST_HEADS
        owns = "its" in rest[1:2] or (company.intersection(rest[1:9]) and not people)
        return [Evidence(-2.0 if owns else 1.0, reason)]
    plural = word.en != word.one or people
    opens = relative or (left.split() or [""])[-1].lower() in lexicon.CLAUSE_OPENERS
    if plural and verb in ACTS.base | HAPPENS.base and verb not in lexicon.PRODUCT | lexicon.OWN and (objects or opens):
        return [Evidence(1.5, f"the plural verb of {reason}")]
    if plural and opens and verb.isalpha() and verb not in lexicon.FUNCTION | lexicon.PRODUCT | lexicon.OWN and verb[-1] not in "sdgy":
        return [Evidence(1.5, f"the plural verb of {reason}")]
    return None


def _after_modal(rest: list[str], left: str, *, people: bool) -> list[Evidence]:
    verb = next(iter(rest[1:]), "")
    if people and verb not in SPEAKS.base | {"be"}:
        return [Evidence(0.5 if verb in ACTS.base else 1.5, f"'{rest[0]} {verb}' after it")]
    reason = f"'{rest[0]} {verb}' after it"
    if verb == "be" and len(rest) > 2:
        agent = rest[2] in SPEAKS.participle or rest[2] in lexicon.DONE_TO_COMPANY
        return [Evidence(-3.0 if agent else 0.7, f"'{rest[0]} be {rest[2]}' after it")]
    if verb in SPEAKS.base or (verb in ACTS.base and not people):
        return [Evidence(0.0 if _governed(left) else -3.0 if rest[0] in ("will", "would", "shall") else -1.0, reason)]
    return [Evidence(1.5 if rest[0] in ("can", "may", "must", "should") else 0.3, reason)]


def _after_auxiliary(rest: list[str], left: str, word: Word) -> list[Evidence]:
    """What follows "is" or "has": "is based", "has signed" and "is the maker" are a company's, "are used" is not."""
    first, second = rest[0], next((w for w in rest[1:] if w not in lexicon.BE | lexicon.HAVE), "")
    reason, people, hangs = f"'{first} {second}' after it", word.kind == "people", _governed(left)
    if hangs and left.rstrip()[-3:] not in ("and", ","):
        return []
    if first in ("are", "were", "have") and not hangs:
        return [Evidence(1.5, f"'{first}' after it, so it is a plural")]
    if people and first in ("has", "is", "was") and not hangs:
        return [Evidence(-2.0, f"the singular verb of {reason}")]
    passive = first in lexicon.BE or "been" in rest[1:3]
    if passive and second in lexicon.DONE_TO_COMPANY | SPEAKS.participle | lexicon.FEELS:
        return [Evidence(-3.0, reason)] if not people else []
    if not passive and (second in SPEAKS.participle or (second in ACTS.participle and not people)):
        return [Evidence(-3.0, reason)]
    if passive and second in ACTS.ing | SPEAKS.ing and not people:
        return [Evidence(-2.0, reason)]
    if lexicon.CORPORATE_NEXT.intersection(rest[1:4]) or (lexicon.APPOSITION | lexicon.LIST_HEADS).intersection(rest[1:7]):
        return [Evidence(-3.0, f"'{first} … {second}' after it")]
    if second[:1].isdigit() or second in lexicon.NUMBERS:
        return [Evidence(-1.5, reason)]
    if first in lexicon.HAVE and second.isalpha() and not second.endswith("ed") and second not in PARTICIPLES:
        return [Evidence(1.5 if lexicon.THING_HAS.intersection(rest[1:5]) else -1.0, reason)]
    if first in lexicon.BE and second in ("a", "an", "the", "one", "not", "our", "their"):
        return [Evidence(1.5 if lexicon.THING_IS.intersection(rest[2:8]) else 0.0, reason)]
    if first in lexicon.BE and second in lexicon.THING_IS:
        return [Evidence(1.5, reason)]
    return [Evidence(1.0, reason)] if second.isalpha() and second not in ("in", "at", "up", "down", "from") else []


def _governed(left: str) -> bool:
    """Whether the name hangs on a preposition or a row, so that the verb after it is another noun's."""
    words = left[-30:].split()
    last = words[-1].lower() if words else ""
    return last in lexicon.PREPOSITIONS | {"of", "and", "or", "by", "at"}


def _row_after(words: list[str], left: str) -> list[Evidence]:
    low = [w.lower() for w in words]
    if words[0] == "," and low[1:2] and low[1] in lexicon.BASED:
        return [Evidence(-1.5, f"', {words[1]}' after it")]
    if words[0] == "," and low[1:2] in (["the"], ["it"], ["this"]):
        return []
    if "other" in low[:3]:
        if lexicon.LIST_HEADS.intersection(low[:6]):
            return [Evidence(-4.0, "other companies after it")]
        if lexicon.INDUSTRY.intersection(low[:6]):
            return [Evidence(2.0, "other industries after it")]
    rest = [w for w in words if w.lower() not in (*_ROW, "other", "the")]
    first = rest[0].lower() if rest else ""
    if not first or first == UNDECIDED:
        return []
    if first == COMPANY or first in lexicon.INSTITUTIONS:
        return [Evidence(-3.0 if first == COMPANY else -1.5, "in a row with companies")]
    if first in lexicon.RELATED or first in lexicon.CORPORATE_NEXT or first in lexicon.LIST_HEADS:
        return [Evidence(-2.0, f"in a row with '{first}'")]
    if rest[0][0].isupper():
        return [Evidence(-0.7, f"in a row with '{rest[0]}'")]
    acts = SPEAKS.finite | ACTS.finite
    verbal = first in acts | lexicon.FUNCTION | lexicon.NEUTRAL | lexicon.PAST or first in WORKED_ON.base | HAPPENS.base | ACTS.base
    if not first[0].isalpha() or verbal or (first.endswith(("ed", "ly", "ing")) and first != "red"):
        return []
    listed = words[0] != "," or any(w in (*_ROW, ".") for w in low[2:5])
    if words[0] == "," and low[1] in ("and", "or"):
        listed = left.rstrip().endswith(",")
    return [Evidence(1.5 if left.rstrip().endswith(",") or words[0] == "," else 1.0, f"in a row with '{first}'")] if listed else []
