"""Company or ordinary word: signs set by hand around a company name that machine translation may have put there.

Each sign is a number and a reason, positive for the ordinary word, negative for the company. Their sum is one feature of the
learned score that decides (ticker_learned), and they are the reasons that a person reads.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bitext.rules import ticker_topics as topics
from bitext.rules.ticker_business import fold_text, said_of
from bitext.rules.ticker_evidence import COMPANY, Evidence
from bitext.rules.ticker_features import split_words
from bitext.rules.ticker_slots import after_name, before_name, dealt_with, governs
from bitext.rules.ticker_verbs import ACTS, BECOMES, HAPPENS

_FINITE = ACTS.finite | HAPPENS.finite | BECOMES.finite

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bitext.rules.companies import Word

__all__ = ["is_market", "restored", "weigh"]

#: A sign beside the name that can carry a decision; weaker ones only add up to a doubt.
_STRONG = 1.5
#: Signs beside the name that count where the sentence has hardly any of a company.
_WEAK = 0.7
#: A sign against the word that policy prose outweighs.
_DOUBT = 0.5
#: How far the topic of a sentence is looked for, in characters.
_FAR = 500
#: Fewer words than these around the name are no clause to judge by.
_CLAUSE = 5
#: So many different terms of the market around a block make its page one of the market.
_MARKET_TERMS = 3

#: What a term of a topic weighs, what all of them weigh at most, and what the reason calls it.
_TALK = (("market", -1.5, -3.0, "market"), ("mild market", -0.5, -1.5, "market"), ("policy", 0.5, 1.0, "policy"))
_PRIOR = {"words": 1.0, "people": 1.0, "places": 0.0, "phrases": -0.5}
_RESTORED = re.compile("\ue002[^\ue002\ue003]*\ue003")


def restored(put: str) -> str:
    """A word put back, marked as such: it is context for its neighbours, but no proof that the page spells the word out."""
    return f"\ue002{put}\ue003"


def weigh(word: Word, left: str, right: str) -> list[Evidence]:
    """Gather what speaks for the word or the company in a sentence around the name.

    >>> from bitext.rules.companies import Word
    >>> source = Word("words", "power source", "power source", "power source")
    >>> sum(e.weight for e in weigh(source, "create a new ", " , and go on")) > 2
    True
    """
    before = split_words(left[-120:])
    after = split_words(right[:120])
    found = [Evidence(_PRIOR[word.kind], "")]
    if word.following:
        follows = bool(after) and after[0].lower() in word.following
        found.append(
            Evidence(3.0 if follows else -3.0, f"the word {'is meant' if follows else 'is rarely meant except'} before certain others")
        )
    found += before_name(before, left, word)
    found += after_name(after, left, word, qualified=any(e.weight >= _STRONG for e in found[1:]))
    strong = any(e.weight >= _STRONG for e in found[1:])
    near, low = _near(left, right), left.lower()
    beside = sum(e.weight for e in found[1:])
    found += _trade(word, left, right)
    if word.kind == "places" and topics.terms_of("geography", _around(left, right)):
        found.append(Evidence(1.5, "talk of land and sea"))
    lowest = min((e.weight for e in (*found[1:], *near)), default=0.0)
    # Policy papers in the imperative hardly ever name a listed company: there a weak sign is enough.
    strong = strong or (beside > 0 and topics.IMPERATIVE.match(low) is not None and all(e.weight > 0 for e in near))
    found += near
    fits = word.kind in ("words", "people") and len(before) + len(after) >= _CLAUSE
    calm = (
        not dealt_with(before)
        and all(e.weight >= 0 for e in near)
        and ((governs(before) and lowest >= 0) or (beside >= _WEAK and lowest >= -_WEAK))
    )
    policy = (
        lowest >= -_DOUBT
        and governs(before)
        and (topics.IMPERATIVE.match(low) is not None or (_is_policy(near) and not dealt_with(before)))
    )
    if not strong and fits and (calm or policy):
        found.append(Evidence(1.0, "nothing of a company in the sentence"))
    elif not strong:
        found.append(Evidence(-1.0, "no strong sign of a word"))
    told = _RESTORED.sub(" ", f"{left} {right}").lower()
    if any(form.lower() in told for form in (word.en, word.one)):
        found.append(Evidence(-1.5, "the word itself stands near"))
    return [e for e in found if e.weight]


def is_market(texts: Iterable[str]) -> bool:
    """Tell whether texts are about the stock market or a company's announcements: three different terms of it, or more.

    >>> is_market(["The board of directors approved the annual report.", "The share price rose."]), is_market(["Grow grain."])
    (True, False)
    """
    return len(frozenset().union(*map(_market_terms, texts))) >= _MARKET_TERMS


@lru_cache(maxsize=64)
def _market_terms(text: str) -> frozenset[str]:
    return frozenset(topics.terms_of("market", text.lower()))


def _trade(word: Word, left: str, right: str) -> list[Evidence]:
    """Words of the company's own trade (a drugstore beside "ordinary people"), and of what the word is mostly about."""
    text = fold_text(f"{left[-_FAR:]} {right[:_FAR]}")
    trade, topic = said_of(word.trade, text), said_of(word.topic, text)
    found = [Evidence(-2.5, f"the company's trade ({', '.join(trade[:3])})")] if trade else []
    return [*found, Evidence(0.3 if len(topic) == 1 else 0.5, f"the word's topic ({', '.join(topic[:3])})")] if topic else found


def _around(left: str, right: str) -> str:
    """What stands around the name, in lower case."""
    return f"{left[-_FAR:]} | {right[:_FAR]}".lower()


def _is_policy(near: list[Evidence]) -> bool:
    """Whether a sentence holds two words of policy and none of the market."""
    return any(e.weight >= 1.0 and e.reason.startswith("policy") for e in near) and all(e.weight > 0 for e in near)


def _near(left: str, right: str) -> list[Evidence]:
    """Words of the market and of policy anywhere in the sentence, and other companies."""
    text, low = _around(left, right), left.lower()
    found = []
    for topic, each, most, kind in _TALK:
        hits = topics.terms_of(topic, text)
        if hits:
            limit = max(each * len(hits), most) if each < 0 else min(each * len(hits), most)
            found.append(Evidence(limit, f"{kind} words near ({', '.join(hits[:3])})"))
    if topics.IMPERATIVE.match(low):
        found.append(Evidence(1.0, "a sentence of policy"))
    if COMPANY not in text and not any(e.weight < 0 for e in found):
        found.append(Evidence(0.5, "no market word near"))
    if COMPANY in text:
        found.append(Evidence(-2.0, "other companies in the sentence"))
    return found
