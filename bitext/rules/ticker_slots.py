"""The place of a company name in its sentence: what stands directly before and after it, and for what that speaks.

The name stands where the Chinese had either the company or the word. A company acts, is visited, has shares and
branches; a thing has articles, adjectives and a plural verb, is grown, used and sought, and lends itself to other nouns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bitext.rules import ticker_lexicon as lexicon
from bitext.rules import ticker_topics as topics
from bitext.rules.companies import PLACES
from bitext.rules.ticker_evidence import COMPANY, UNDECIDED, Evidence
from bitext.rules.ticker_subject import is_abstract, verb_after
from bitext.rules.ticker_verbs import ACTED_ON, ACTS, BECOMES, DONE_BY_COMPANY, DONE_BY_WORD, HAPPENS, SPEAKS, WORKED_ON

if TYPE_CHECKING:
    from bitext.rules.companies import Word

__all__ = ["after_name", "before_name", "dealt_with", "governs"]

#: Longest phrase of time or place before a subject, in words.
_PHRASE = 6
#: Verbs in a form that says little of a subject with an article.
_DONE_BY_ANY = (ACTS.finite | lexicon.BE | lexicon.HAVE) - SPEAKS.finite
_ROW = ("and", "or", ",", "、", "&")


def before_name(words: list[str], left: str, word: Word) -> list[Evidence]:
    """Judge by what stands directly before the name; `words` are the sentence's before it, `left` is their text."""
    words = _unhedged(words)
    if not words:
        return []
    if ":" in words[1:5] and _speaks(words[words.index(":") - 1]):
        return [Evidence(-2.0, f"'{words[words.index(':') - 1]}:' before it")]
    last, prior = words[-1].lower(), words[-2].lower() if len(words) > 1 else ""
    if topics.CALLED_COMPANY.search(left[-200:].lower()):
        return [Evidence(-4.0, "a list of companies before it")]
    if word.kind == "people" and last.endswith(("'s", "’s")) and last[:-2] in PLACES:
        return [Evidence(0.0, "")]
    if (
        last in lexicon.ONE
        or last in lexicon.DETERMINERS | lexicon.COUNTS
        or last.endswith(("'s", "’s"))
        or (last[0].isdigit() and len(words) > 1)
    ):
        return [Evidence(2.0, f"'{last}' before it")]
    if word.kind == "places" and (last in lexicon.CROSSING or (last == "the" and prior in lexicon.CROSSING)):
        return [Evidence(2.5, f"'{last}' before it")]
    if last == "the":
        return [Evidence(0.5 if word.kind == "phrases" else 2.0 if word.kind == "places" else 1.5, "'the' before it")]
    if last in lexicon.APPOSITION:
        return [Evidence(-4.0, f"'{last}' before it")]
    if last in lexicon.BE and (lexicon.APPOSITION | lexicon.LIST_HEADS).intersection(w.lower().removesuffix("s") for w in words[-7:-1]):
        return [Evidence(-3.0, f"'{prior} {last}' before it")]
    if last in SPEAKS.finite | lexicon.THINKS or (last == "that" and (prior in SPEAKS.finite or prior in lexicon.THINKS)):
        return [Evidence(-2.0, f"'{last}' before it")]
    if last in ("is", "was") and prior == "there":
        return [Evidence(1.5, "'there is' before it")]
    if last in ("is", "was"):
        return [Evidence(-0.5, f"'{last}' before it")]
    if last in ("are", "were") and word.en.endswith("s"):
        return [Evidence(1.0, f"'{last}' before it")]
    if last == "by":
        return _after_by(prior, word)
    if last == "of":
        return _after_of(prior, words[-3] if len(words) > 3 else "", word)
    if last in ("as", "including", "like") and prior in (*lexicon.LIST_HEADS, "such"):
        return _after_such_as(words)
    if last in _ROW:
        return _row_before(words, word)
    if last == ":":
        return [Evidence(-1.5, "a colon before it")]
    return _plainly_before(words, prior, word)


def _speaks(name: str) -> bool:
    """Whether a headline's "Name:" is a broker, a place or an abbreviation."""
    return name in ("Securities", "News", "Times", "Daily") or name.lower() in PLACES or (len(name) > 1 and name.isupper())


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


def _after_of(prior: str, head: str, word: Word) -> list[Evidence]:
    second = head.lower()
    if prior == "brand" and second in ("public", "regional", "local"):
        return [Evidence(2.0, f"'{head} brand of' before it")]
    if (second, prior) == ("power", "generation"):
        return [Evidence(-0.3, "'power generation of' before it")]
    if prior == "rate" and second in lexicon.RATES:
        return [Evidence(2.0, f"'{head} rate of' before it")]
    if prior == "value" and second in ("added", "output"):
        return [Evidence(2.0, f"'{second} value of' before it")]
    if prior in (lexicon.OF_PERSON if word.kind == "people" else lexicon.OF_WORD):
        return [Evidence(2.0, f"'{prior} of' before it")]
    if prior in lexicon.OF_COMPANY | lexicon.APPOSITION | {"brand", "%"} or (prior == "chain" and second in lexicon.RETAIL):
        return [Evidence(-4.0, f"'{prior} of' before it")]
    if prior in ("areas", "area", "regions", "bases", "base") and second in lexicon.GROWING:
        return [Evidence(2.0, f"'{second} {prior} of' before it")]
    if word.kind == "people":
        return [Evidence(-1.5 if prior in lexicon.OF_WORD else 0.3, f"'{prior} of' before it")]
    if prior in lexicon.FACILITY:
        return [Evidence(-0.3, f"'{prior} of' before it")]
    if prior in ("number", "list") and second in ("the", "a"):
        return [Evidence(2.0, f"'{head} {prior} of' before it")]
    if prior == "price":
        return [Evidence(0.3, "'price of' before it")]
    if prior in lexicon.OF_EITHER:
        return [Evidence(0.7, f"'{prior} of' before it")]
    if head[:1].isupper():
        return [Evidence(-1.5, f"'{head} {prior} of' before it")]
    if prior in lexicon.OF_BODY:
        return [Evidence(-1.5, f"'{prior} of' before it")]
    # A market, a fee or an inverter of something has an owner; a ripening or a ripeness has not.
    return [Evidence(0.5 if prior.endswith(lexicon.NOMINAL) else -0.5, f"'{prior} of' before it")]


def _after_such_as(words: list[str]) -> list[Evidence]:
    head = next((w.lower() for w in reversed(words[:-1]) if w.lower() not in ("such", ",")), "")
    if head in lexicon.LIST_HEADS:
        return [Evidence(-4.0, f"'{head}' listed before it")]
    return [Evidence(1.0, f"one of the {head}")] if head.isalpha() and head.islower() else []


def _row_before(words: list[str], word: Word) -> list[Evidence]:
    at = next((n for n in range(len(words) - 1, -1, -1) if words[n].lower() not in (*_ROW, "as", "well")), -1)
    other = words[at] if at >= 0 else ""
    if other == COMPANY:
        return [Evidence(-3.0, "in a row with companies")]
    if other == UNDECIDED:
        return [Evidence(-1.0, "in a row with another name")]
    if not other[:1].isalpha():
        return []
    if other in lexicon.INSTITUTIONS and word.kind != "people":
        return [Evidence(-1.5, f"in a row with '{other}'")]
    if words[-1] == "," and words[0].lower() in lexicon.OPENERS and words.count(",") == 1:
        return []
    clause = words[-2:] == [",", "and"] and words.count(",") == 1
    if not clause and (other.islower() or at == 0) and any(other.lower().startswith(t) for t in word.topic):
        return [Evidence(1.5, f"in a row with '{other}'")]
    if other[0].isupper():
        return [Evidence(-0.5 if at and other not in lexicon.KNOWN_NAMES else 0.0, f"in a row with '{other}'")]
    if clause:
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
    article = prior in lexicon.ONE or prior in lexicon.DETERMINERS or prior == "the" or prior.endswith(("'s", "’s"))
    if low in lexicon.ADJECTIVES or (low == "own" and article):
        return [Evidence(2.5, reason)]
    if article and last[0].islower() and low.endswith(("ed", "ing")) and low not in lexicon.APPOSITION:
        return [Evidence(1.5, f"'{prior} {low}' before it")]
    if low == "up" and prior in ("signed", "sign", "signs"):
        return [Evidence(-3.0, f"'{prior} up' before it")]
    if low in ("became", "become", "becomes") and not is_abstract(word):
        return [Evidence(0.5, reason)]
    if low in ACTED_ON and word.kind != "people" and (low not in ACTED_ON.base or _may_be_verb(low, prior)):
        return [Evidence(-3.0, reason)]
    if low in ("sold", "bought"):
        return [Evidence(-1.0, reason)]
    if low in WORKED_ON:
        return [Evidence(1.5 if low in WORKED_ON.base | WORKED_ON.ing else 0.7, reason)] if low != "made" else []
    if low in lexicon.AFTER_THE and (prior == "the" or prior in lexicon.DETERMINERS):
        return [Evidence(1.5, f"'the {low}' before it")]
    if word.kind == "people" and low in ("where", "what", "how", "when"):
        return [Evidence(1.0, reason)]
    if low in lexicon.NEUTRAL or low.endswith("ly"):
        return []
    if low.endswith(lexicon.OF_A_COMPANY):
        return [Evidence(-4.0, reason)]
    if last in ("AI", "5G", "VR", "AR", "IT") and word.kind == "words":
        return [Evidence(1.5, reason)]
    if not last[0].islower():
        opens = not prior and low not in PLACES and low not in lexicon.DEALERS and word.kind == "words" and low not in ACTED_ON
        return [Evidence(1.5 if low.endswith((*lexicon.ADJECTIVE, "ed", "ic")) else 0.7, reason)] if opens else []
    if _opens_with_phrase(words) and low not in lexicon.PLAIN_ADJECTIVES:
        return []
    if low in lexicon.PLAIN_ADJECTIVES:
        return [Evidence(2.5 if article else 2.0, reason)]
    if article or prior[:1].isdigit() or prior in lexicon.NUMBERS:
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
    if (low != "in" and {prior, second} & lexicon.DEALS) or (prior, low) in lexicon.COMPANY_PAIRS:
        return [Evidence(-2.0, reason)]
    if word.kind == "people":
        return [Evidence(1.5 if low in ("for", "on", "to", "among", "with", "around", "near", "towards") else 0.5, reason)]
    if low == "over" and prior in ("take", "took", "takes", "taken", "taking"):
        return [Evidence(-3.0, reason)]
    if low == "with" and prior.endswith("ed"):
        return [Evidence(1.0, reason)]
    # One leases to, buys from, works for and deals with a company; a thing is the matter in, on and through which one acts.
    if low == "for" and prior in lexicon.FACILITY:
        return [Evidence(0.3, reason)]
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


def _opens_with_phrase(words: list[str]) -> bool:
    """Whether nothing but a phrase of time or place stands before ("In the north X grew"): then the name is the subject."""
    return words[0].lower() in lexicon.OPENERS and len(words) <= _PHRASE and not {",", *lexicon.MODALS}.intersection(words)


def governs(words: list[str]) -> bool:
    """Whether a verb, a preposition or an adjective governs the name."""
    if len(words) < 2 or not words[-1].isalpha() or not words[-1].islower():
        return False
    last = words[-1]
    if _opens_with_phrase(words):
        return last in lexicon.PREPOSITIONS or last in lexicon.ADJECTIVES
    return last not in lexicon.NEUTRAL - lexicon.TAKES_OBJECT and last not in (*_ROW, "by", "at") and not last.endswith("ly")


def after_name(words: list[str], left: str, word: Word, *, qualified: bool = False) -> list[Evidence]:
    """Judge by what stands directly after the name; `words` are the sentence's after it.

    `qualified`: an article or adjective stands before the name, so a verb that suits companies says less.
    """
    found = _after(words, left, word)
    if qualified and words and (words[0].lower() in _DONE_BY_ANY or words[0].isdigit()):
        return [Evidence(max(e.weight, -0.5), e.reason) for e in found]
    return found


def _after(words: list[str], left: str, word: Word) -> list[Evidence]:
    if not words:
        return [Evidence(-3.0, "it stands alone")] if not left.strip() else []
    if words[0] == ":":
        return [Evidence(-3.0, "a colon after it")]
    if words[0] in ("(", "（") and any(w.lower() in ("hereinafter", "referred", "company") for w in words[:6]):
        return [Evidence(-4.0, "'hereinafter' after it")]
    if words[0] == "but" and left.rstrip().endswith(" not"):
        return [Evidence(1.5, "'not … but' around it")]
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
    if first == "by" and lexicon.DEALERS.intersection(low[1:4]):
        return [Evidence(-3.0, f"'by' and '{low[1]}' after it")]
    if first == "in" and low[1:2] and low[1].endswith("ing") and lexicon.AGENT_VERBS.search(left) and word.kind != "people":
        return [Evidence(-3.0, "it is to act")]
    if first == "such" and low[1:2] == ["as"]:
        return [Evidence(2.0, "'such as' after it")]
    if first in ("the", "a", "an", "one") and left.rstrip().lower().endswith(("make", "made", "makes", "making")):
        return [Evidence(-2.0, "it is made something")]
    if first in _ROW:
        return _row_after(words, left)
    if first == "to" and lexicon.AGENT_VERBS.search(left) and word.kind != "people":
        return [Evidence(-3.0, "it is to act")]
    if (verb := verb_after(low, left, word)) is not None:
        return verb
    if word.kind == "places" and (first in lexicon.AREA or (first == "new" and low[1:2] in (["area"], ["district"]))):
        return [Evidence(2.5, reason)]
    if first == "from" and word.kind == "words":
        return [Evidence(0.7, reason)]
    if first == "of":
        return [Evidence(1.5 if left.rstrip().lower().endswith("the") else 0.7, reason)]
    noun = (
        words[0][0].islower() and first not in lexicon.FUNCTION | lexicon.PAST | lexicon.PREPOSITIONS and not first.endswith(("ed", "ly"))
    )
    if noun and is_abstract(word):
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
    if not first:
        return []
    if first == UNDECIDED:
        return [Evidence(-1.0, "in a row with another name")]
    if first == COMPANY or first in lexicon.INSTITUTIONS:
        return [Evidence(-3.0 if first == COMPANY else -1.5, "in a row with companies")]
    if first in lexicon.RELATED or first in lexicon.CORPORATE_NEXT or first in lexicon.LIST_HEADS:
        return [Evidence(-2.0, f"in a row with '{first}'")]
    if rest[0][0].isupper():
        return [Evidence(-0.7, f"in a row with '{rest[0]}'")]
    acts = SPEAKS.finite | ACTS.finite
    verbal = (
        first in acts | lexicon.FUNCTION | lexicon.NEUTRAL | lexicon.PAST
        or first in WORKED_ON.base | HAPPENS.base | BECOMES.base | ACTS.base
    )
    if not first[0].isalpha() or verbal or (first.endswith(("ed", "ly", "ing")) and first != "red"):
        return []
    listed = words[0] != "," or any(w in (*_ROW, ".") for w in low[2:5])
    if words[0] == "," and low[1] in ("and", "or"):
        listed = left.rstrip().endswith(",")
    return [Evidence(1.5 if left.rstrip().endswith(",") or words[0] == "," else 1.0, f"in a row with '{first}'")] if listed else []
