"""Company or ordinary word: the evidence around a company name that machine translation may have put there.

Each piece of evidence is a number and a reason; their sum decides. Positive speaks for the ordinary word, negative
for the company. `RESTORE_FROM` and `COMPANY_UP_TO` are the thresholds: between them nobody can tell. They were set by
hand so that one strong sign ("a new …", "… industry") with nothing against it restores, while any sign of the market
close by outweighs a weak one; losing a company is worse than keeping an artefact.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bitext.rules import ticker_lexicon as lexicon

if TYPE_CHECKING:
    from bitext.rules.companies import Word

__all__ = ["COMPANY", "COMPANY_UP_TO", "RESTORE_FROM", "UNDECIDED", "Evidence", "fit_word", "sentence_around", "weigh"]

RESTORE_FROM = 2.5
COMPANY_UP_TO = 0.0
#: A sign beside the name that can carry a decision; weaker ones only add up to a doubt.
_STRONG = 1.5

#: Stand in the context for other mentions: a company for certain, and one that may be a word.
COMPANY, UNDECIDED = "\ue000", "\ue001"

_PRIOR = {"words": 1.0, "people": 1.0, "places": 0.0, "phrases": -0.5}
_SENTENCE_END = re.compile(r"[.!?;](?=\s+[\"“(]?[A-Z0-9\ue000\ue001])|[。！？；\n]")
_WORDS = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’-]*|[\ue000\ue001]|\d+(?:\.\d+)?|[^\s\w]")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sign: its weight (positive for the word, negative for the company) and what it is, for a person to read."""

    weight: float
    reason: str


def sentence_around(left: str, right: str) -> tuple[str, str]:
    """Cut two contexts to the sentence that both belong to.

    >>> sentence_around("It ended. They sell a new ", " , and more. It goes on")
    (' They sell a new ', ' , and more')
    """
    ends = [m.end() for m in _SENTENCE_END.finditer(left + COMPANY) if m.end() <= len(left)]
    after = _SENTENCE_END.search(right)
    return left[ends[-1] :] if ends else left, right[: after.start()] if after else right


def weigh(word: Word, left: str, right: str) -> list[Evidence]:
    """Gather what speaks for the word or the company in a sentence around the name.

    >>> from bitext.rules.companies import Word
    >>> source = Word("words", "power source", "power source", "power source")
    >>> sum(e.weight for e in weigh(source, "create a new ", " , and go on")) >= RESTORE_FROM
    True
    """
    before = [m[0] for m in _WORDS.finditer(left[-120:])]
    after = [m[0] for m in _WORDS.finditer(right[:120])]
    if word.following and not (after and after[0].lower() in word.following):
        return [Evidence(-9.0, "the word is meant only before certain others")]
    found = [Evidence(_PRIOR[word.kind] + (3.0 if word.following else 0.0), "")]
    found += _left(before, left, word)
    found += _right(after, left, word)
    strong = any(e.weight >= _STRONG for e in found[1:])
    near = _near(left, right)
    # Policy papers in the imperative hardly ever name a listed company: there a weak sign is enough.
    beside = sum(e.weight for e in found[1:])
    strong = strong or (beside > 0 and lexicon.IMPERATIVE.match(left) is not None and all(e.weight > 0 for e in near))
    found += near
    if not strong:
        found.append(Evidence(-1.0, "no strong sign of a word"))
    if any(form.lower() in f"{left} {right}".lower() for form in (word.en, word.one)):
        found.append(Evidence(-1.5, "the word itself stands near"))
    return [e for e in found if e.weight]


def _left(words: list[str], left: str, word: Word) -> list[Evidence]:
    """What stands directly before the name."""
    if not words:
        return []
    last, prior = words[-1].lower(), words[-2].lower() if len(words) > 1 else ""
    if lexicon.CALLED_COMPANY.search(left[-200:]):
        return [Evidence(-4.0, "a list of companies before it")]
    if last in lexicon.ONE:
        return [Evidence(2.0, f"'{last}' before it")]
    if last in lexicon.DETERMINERS or last.endswith(("'s", "’s")):
        return [Evidence(2.0, f"'{last}' before it")]
    if last[0].isdigit() and len(words) > 1:
        return [Evidence(2.0, f"'{last}' before it")]
    if last == "the" and word.kind == "places" and prior in lexicon.CROSSING:
        return [Evidence(2.5, f"'{prior} the' before it")]
    if last == "the":
        return [Evidence(0.5 if word.kind != "people" else 1.0, "'the' before it")]
    if last in lexicon.APPOSITION:
        return [Evidence(-4.0, f"'{last}' before it")]
    if last in lexicon.COMPANY_VERBS:
        if last == "by" and prior in ("powered", "driven", "replaced", "dominated", "loved", "welcomed", "trusted", "operated"):
            return [Evidence(1.5, f"'{prior} by' before it")]
        return [Evidence(-3.0, f"'{last}' before it")] if last != "led" or prior else []
    if last == "of":
        return _after_of(prior, words[-3].lower() if len(words) > 2 else "", word)
    if last in ("as", "including", "like") and prior in (*lexicon.LIST_HEADS, "such"):
        return _after_such_as(words)
    if last in ("and", "or", ",", "、", "&"):
        return _coordinated_left(words, people=word.kind == "people")
    if last == ":":
        return [Evidence(-1.5, "a colon before it")]
    return _plain_left(words[-1], prior, word)


def _after_of(prior: str, second: str, word: Word) -> list[Evidence]:
    if prior == "value" and second in ("added", "output"):
        return [Evidence(2.0, f"'{second} value of' before it")]
    if prior in lexicon.OF_WORD or (word.kind == "people" and prior in lexicon.OF_PERSON):
        return [Evidence(2.0, f"'{prior} of' before it")]
    if prior in lexicon.OF_COMPANY:
        return [Evidence(-4.0, f"'{prior} of' before it")]
    return [Evidence(0.7 if prior in lexicon.OF_EITHER else 0.3, f"'{prior} of' before it")]


def _after_such_as(words: list[str]) -> list[Evidence]:
    head = next((w.lower() for w in reversed(words[:-1]) if w.lower() not in ("such", ",")), "")
    if head in lexicon.LIST_HEADS:
        return [Evidence(-4.0, f"'{head}' listed before it")]
    return [Evidence(1.0, f"one of the {head}")] if head.isalpha() and head.islower() else []


def _coordinated_left(words: list[str], *, people: bool) -> list[Evidence]:
    other = next((w for w in reversed(words) if w.lower() not in ("and", "or", ",", "、", "&", "as", "well")), "")
    if other == COMPANY:
        return [Evidence(-3.0, "in a row with companies")]
    if other == UNDECIDED or not other[:1].isalpha():
        return []
    if other in lexicon.INSTITUTIONS and not people:
        return [Evidence(-1.5, f"in a row with '{other}'")]
    if other[0].isupper():
        return [Evidence(-0.5, f"in a row with '{other}'")]
    if words[-1] in (",", "、"):
        return [Evidence(0.5, f"after '{other},'")] if words.count(",") > 1 else []
    return [Evidence(1.5 if other not in lexicon.NEUTRAL else 0.0, f"in a row with '{other}'")]


def _plain_left(last: str, prior: str, word: Word) -> list[Evidence]:
    """The word before is no article, preposition of note, conjunction or mark."""
    low = last.lower()
    if word.kind == "places" and low in lexicon.CROSSING:
        return [Evidence(2.5, f"'{low}' before it")]
    if word.kind == "people" and low in lexicon.FOR_PEOPLE:
        return [Evidence(1.5, f"'{low}' before it")]
    if low in lexicon.WORD_VERBS:
        return [Evidence(1.5, f"'{low}' before it")]
    if low in lexicon.PREPOSITIONS:
        if prior in lexicon.MEMBERS and low == "from":
            return [Evidence(-3.0, f"'{prior} from' before it")]
        if prior in lexicon.SPEAKERS:
            return [Evidence(-3.0, f"'{prior} {low}' before it")]
        if (prior, low) in lexicon.WORD_PAIRS:
            return [Evidence(1.5, f"'{prior} {low}' before it")]
        if word.kind == "people":
            return [Evidence(1.5 if low in ("for", "on", "to", "among") else 0.5, f"'{low}' before it")]
        if word.kind == "places" and low in lexicon.CROSSING:
            return [Evidence(2.5, f"'{low}' before it")]
        if prior in lexicon.DEALS:
            return [Evidence(-1.0, f"'{prior} {low}' before it")]
        return [Evidence(0.5, f"'{low}' before it")]
    if low in lexicon.NEUTRAL or low.endswith("ly"):
        return []
    if not last[0].islower():
        return [Evidence(1.5, f"'{last}' before it")] if not prior and low.endswith(lexicon.ADJECTIVE) else []
    article = prior in lexicon.ONE or prior in lexicon.DETERMINERS or prior == "the"
    if low in lexicon.PLAIN_ADJECTIVES:
        return [Evidence(2.5 if article else 2.0, f"'{low}' before it")]
    if low.endswith(("ed", "ing")):
        return [Evidence(1.0, f"'{low}' before it")] if article else []
    if article:
        return [Evidence(2.5, f"'{prior} {low}' before it")]
    return [Evidence(0.5 if _may_be_verb(low, prior) else 1.5, f"'{low}' before it")]


def _may_be_verb(low: str, prior: str) -> bool:
    """Whether a lower-case word may be the verb that has the company as its object ("the bank backs X", "to fund X")."""
    if low.endswith(lexicon.ADJECTIVE):
        return False
    if low in lexicon.PAST or prior in lexicon.BEFORE_VERB:
        return True
    if low.endswith("s"):
        return not prior.endswith(lexicon.ADJECTIVE) and prior not in lexicon.PREPOSITIONS
    return prior.endswith("s") or not prior


def _right(words: list[str], left: str, word: Word) -> list[Evidence]:
    """What stands directly after the name."""
    if not words:
        return [Evidence(-3.0, "it stands alone")] if not left.strip() else []
    if words[0] == ":":
        return [Evidence(-3.0, "a colon after it")]
    if words[0] in ("(", "（") and any(w.lower() in ("hereinafter", "referred", "company") for w in words[:6]):
        return [Evidence(-4.0, "'hereinafter' after it")]
    if words[0] in ("'", "’") and len(words) > 1 and words[1] == "s":
        mine = word.kind == "people" and bool(lexicon.PERSONAL.intersection(w.lower() for w in words[2:4]))
        found = [Evidence(1.5, f"'s {words[2]}")] if mine else [] if word.kind == "people" else [Evidence(-1.5, "a possessive 's")]
        return found + _next_word(words[2:], left, word)
    return _next_word(words, left, word)


def _next_word(words: list[str], left: str, word: Word) -> list[Evidence]:
    if not words:
        return []
    low = [w.lower() for w in words[:5]]
    first = low[0]
    if first in lexicon.CORPORATE_NEXT and (word.kind, first) != ("people", "share"):
        return [Evidence(-4.0, f"'{first}' after it")]
    if first in lexicon.INDUSTRY:
        return [Evidence(3.0, f"'{first}' after it")]
    if first in lexicon.STRONG_VERBS and word.kind != "people":
        return [Evidence(-3.0, f"'{first}' after it")]
    if first in ("and", "or", ",", "、", "&"):
        return _coordinated_right(words, left)
    if first == "to" and lexicon.AGENT_VERBS.search(left) and word.kind != "people":
        return [Evidence(-3.0, "it is to act")]
    if _agrees(low, left, word):
        return [Evidence(1.5, f"the plural verb of '{' '.join(low[:2])}' after it")]
    if first in lexicon.AUXILIARY:
        verb = next((w for w in low[1:] if w not in lexicon.AUXILIARY), "")
        if first in ("are", "were") and not _governed(left):
            return [Evidence(1.5, f"'{first}' after it, so it is a plural")]
        return [Evidence(-3.0, f"'{first} {verb}' after it")] if verb in lexicon.STRONG_VERBS and word.kind != "people" else []
    if word.kind == "places" and (first in lexicon.AREA or (first == "new" and low[1:2] in (["area"], ["district"]))):
        return [Evidence(2.5, f"'{first}' after it")]
    if first in lexicon.OWN:
        return [Evidence(1.0, f"'{first}' after it")]
    if first in lexicon.PRODUCT:
        return [Evidence(1.5, f"'{first}' after it")]
    if first == "of":
        return [Evidence(1.5 if left.rstrip().lower().endswith("the") else 0.7, "'of' after it")]
    if words[0][0].islower() and first not in lexicon.FUNCTION | lexicon.PAST and not first.endswith(("ed", "ly")):
        # A company is singular: a verb without -s, like any noun, belongs to the word.
        plural = first.endswith(("s", "ing"))
        return [Evidence((0.0 if plural else 1.5) if word.kind == "people" else 0.7 if plural else 1.0, f"'{first}' after it")]
    return []


def _agrees(low: list[str], left: str, word: Word) -> bool:
    """Whether a verb in the plural follows ("how X change", "X that carry"): a company takes the singular."""
    if word.en == word.one and word.kind != "people":
        return False
    relative = low[0] in ("that", "which", "who")
    verb = low[1] if relative and len(low) > 1 else low[0]
    opens = (left.split() or [""])[-1].lower() in lexicon.CLAUSE_OPENERS
    known = lexicon.FUNCTION | lexicon.PAST | lexicon.OWN | lexicon.PRODUCT | lexicon.STRONG_VERBS | lexicon.INDUSTRY | lexicon.AUXILIARY
    return (relative or opens) and verb.isalpha() and verb not in known and not verb.endswith(("s", "ed", "ly", "ing"))


def _governed(left: str) -> bool:
    """Whether the name hangs on a preposition or a row, so that the verb after it is another noun's."""
    words = left[-30:].split()
    last = words[-1].lower() if words else ""
    return last in lexicon.PREPOSITIONS | {"of", "and", "or", "by", "at"}


def _coordinated_right(words: list[str], left: str) -> list[Evidence]:
    low = [w.lower() for w in words]
    if words[0] == "," and low[1:2] and low[1] in lexicon.BASED:
        return [Evidence(-1.5, f"', {words[1]}' after it")]
    if "other" in low[:3]:
        if lexicon.LIST_HEADS.intersection(low[:6]):
            return [Evidence(-4.0, "other companies after it")]
        if lexicon.INDUSTRY.intersection(low[:6]):
            return [Evidence(2.0, "other industries after it")]
    rest = [w for w in words if w.lower() not in ("and", "or", ",", "、", "&", "other", "the")]
    first = rest[0].lower() if rest else ""
    if not first or first == UNDECIDED:
        return []
    if first == COMPANY or first in lexicon.INSTITUTIONS:
        return [Evidence(-3.0 if first == COMPANY else -1.5, "in a row with companies")]
    if first in lexicon.RELATED or first in lexicon.CORPORATE_NEXT or first in lexicon.LIST_HEADS:
        return [Evidence(-2.0, f"in a row with '{first}'")]
    if rest[0][0].isupper():
        return [Evidence(-0.7, f"in a row with '{rest[0]}'")]
    if (
        not first[0].isalpha()
        or first in lexicon.STRONG_VERBS | lexicon.FUNCTION | lexicon.NEUTRAL | lexicon.PAST | lexicon.WORD_VERBS
        or first.endswith(("ed", "ly", "ing"))
    ):
        return []
    if words[0] == "," and low[1] in ("and", "or"):
        listed = left.rstrip().endswith(",")
    else:
        listed = words[0] != "," or low[2:3] in (["and"], [","], ["or"])
    return [Evidence(1.5 if left.rstrip().endswith(",") or words[0] == "," else 1.0, f"in a row with '{first}'")] if listed else []


def _near(left: str, right: str) -> list[Evidence]:
    """Words of the market and of policy anywhere in the sentence, and other companies."""
    text = left[-300:] + " | " + right[:300]
    found = []
    for pattern, each, most, kind in (
        (lexicon.STRONG_MARKET, -1.5, -3.0, "market"),
        (lexicon.MILD_MARKET, -0.5, -1.5, "market"),
        (lexicon.POLICY, 0.5, 1.0, "policy"),
    ):
        hits = {m[0].lower(): None for m in pattern.finditer(text)}
        if hits:
            limit = max(each * len(hits), most) if each < 0 else min(each * len(hits), most)
            found.append(Evidence(limit, f"{kind} words near ({', '.join(list(hits)[:3])})"))
    if lexicon.IMPERATIVE.match(left):
        found.append(Evidence(1.0, "a sentence of policy"))
    if COMPANY not in text and not any(e.weight < 0 for e in found):
        found.append(Evidence(0.5, "no market word near"))
    if COMPANY in text:
        found.append(Evidence(-2.0, "other companies in the sentence"))
    return found


def fit_word(word: Word, left: str, right: str) -> str:
    """The word in the form that its place asks for: number, attributive form, no second article, a capital at a sentence's start.

    >>> from bitext.rules.companies import Word
    >>> robots = Word("words", "robots", "robot", "robot")
    >>> fit_word(robots, "a new ", " . "), fit_word(robots, "They make ", " ."), fit_word(robots, "", " industry")
    ('robot', 'robots', 'Robot')
    """
    before = [m[0].lower() for m in _WORDS.finditer(left[-60:])][-2:]
    after = [m[0] for m in _WORDS.finditer(right[:40])][:2]
    last, prior = before[-1] if before else "", before[0] if len(before) > 1 else ""
    near = (last, prior) if last.isalpha() and last not in lexicon.PREPOSITIONS | lexicon.NEUTRAL | {"of", "and", "or"} else (last,)
    if word.kind == "places" and after[:1] == ["new"]:
        after = after[1:]
    nouns = lexicon.INDUSTRY | lexicon.PRODUCT | lexicon.OWN | lexicon.AREA
    noun = bool(after) and (after[0].lower() in nouns or (after[0][0].islower() and after[0].endswith(lexicon.NOUN)))
    noun = noun and after[0] not in lexicon.FUNCTION | lexicon.STRONG_VERBS
    put = word.before if noun else word.one if lexicon.ONE.intersection(near) else word.en
    if {"the", *lexicon.ONE, *lexicon.DETERMINERS}.intersection(near):
        put = re.sub(r"^the ", "", re.sub(r"^China's ", "Chinese ", put))
        put = re.sub(r"^([A-Z][A-Za-z' ]{1,30})'s ", r"\1 ", put)
    first, _, rest = put.partition(" ")
    if rest and first.lower() == last:
        put = rest
    return put if left.strip(' "“(') else put[:1].upper() + put[1:]
