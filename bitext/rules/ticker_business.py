"""Talk of a company around its name, as features of the learned score (see ticker_features).

What companies have and do, "the company" said of it before or after, and what is known of this one: where it is at home,
what it trades in, and what the ordinary word goes with instead (bitext/data/ordinary_words.toml).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bitext.rules import ticker_topics as topics
from bitext.rules.ticker_evidence import COMPANY

if TYPE_CHECKING:
    from bitext.rules.companies import Word
    from bitext.rules.ticker_evidence import Place

__all__ = ["describe_business", "fold_text", "said_of", "trade_prevails"]

#: How far around the sentence is looked, in characters.
_AROUND = 400
#: A key of so many letters or fewer must be a whole word.
_WHOLE = 3
_OTHER = re.compile(r"[^a-z0-9']+")
_CALLED = re.compile(
    r"\b(?:[Tt]h(?:e|is|at)|[Ii]ts) (?:[\w'-]{1,30} ){0,3}?(company|firm|group|supplier|maker|operator|developer|manufacturer|"
    r"brewer|retailer|chain|bank|broker|brokerage|insurer|contractor|producer|builder|publisher|landlord|lender|carmaker|"
    r"drugmaker|giant|listed|enterprise|business|plant|issuer|miner|utility|vendor|distributor|brand|unit|subsidiary|target|"
    r"stock|shares)\b"
)
_APPOSED = re.compile(r"\s{0,3},?\s{0,3}(an?|the|which|whose|who|once|then|now|one of|based|headquartered|landlord|maker|owner|operator)\b")
_NEXT = re.compile(r"[.!?\s\"”]{0,9}(It|Its|They|Their|The)\b")
_CORPORATE = re.compile(
    r"\b(?:shareholders?|subsidiar\w{1,3}|listed|shares?|board|chairman|founder\w{0,2}|engineers?|employees|staff|workers|crew|"
    r"foreman|technicians?|salesm[ae]n|spokes\w{1,9}|chief executive|general manager|contractors?|suppliers?|tender|bid|bidders?|"
    r"bidding|contract\w{0,3}|orders?|customers?|clients?|headquarter\w{0,3}|factory|factories|plants?|workshops?|branch\w{0,3}|"
    r"stores?|outlets?|warehouses?|products?|brand\w{0,3}|patent\w{0,3}|logo|trademark|net profit|revenue|dividends?|earnings|"
    r"rating|target price|stake|acqui\w{1,9}|invest\w{0,9}|sponsor\w{0,5}|donat\w{1,4}|developed by|made by|built by|operated by|"
    r"jointly|cooperat\w{1,4}|partners?|awarded|units?|undertak\w{1,3}|appoint\w{0,5}|resign\w{0,6}|auditor\w{0,1}|prospectus|"
    r"peers?|rivals?|competitors?)\b"
)
_TALK = ("market", "mild market", "policy")


@lru_cache(maxsize=256)
def fold_text(text: str) -> str:
    """Lower-case words with a space around each, for `said_of`.

    >>> fold_text("In Xi'an, rain.")
    " in xi'an rain "
    """
    return f" {_OTHER.sub(' ', text.lower().replace('’', chr(39)))} "


@lru_cache(maxsize=1024)
def said_of(keys: tuple[str, ...], folded: str) -> tuple[str, ...]:
    """The keys that begin a word of a folded text; short ones must be the whole word.

    >>> said_of(("mine", "ai", "tea"), fold_text("The miners drink tea in the air."))
    ('mine', 'tea')
    """
    return tuple(k for k in keys if (f" {k}" in folded if len(k) > _WHOLE else f" {k} " in folded or f" {k}s " in folded))


def describe_business(word: Word, left: str, right: str, before: str = "", after: str = "") -> dict[str, float]:
    """Name the talk of a company in a sentence (`left`, `right` of the name), and `before` and `after` the sentence.

    >>> from bitext.rules.companies import Word
    >>> tiles = Word("words", "Mona Lisa", "Mona Lisa", "Mona Lisa", home=("foshan",), trade=("tile",), topic=("smile",))
    >>> found = describe_business(tiles, "The tiles of ", " are thick.", after=" The company is in Foshan.")
    >>> [name for name in found if name.startswith(("trade in", "home", "called"))]
    ['called so after', 'called company after', 'trade in the sentence', 'home around, words', 'home around']
    """
    before, after = before[-_AROUND:], after[:_AROUND]
    found = _describe_calling(right, before, after)
    for where, told in (("sentence", f"{left} | {right}"), ("after", after), ("before", before)):
        text = told.lower()
        terms = set(_CORPORATE.findall(text))
        found |= {f"corporate {t}, {where}": 0.5 for t in sorted(terms)}
        found[f"corporate, {where}"] = min(len(terms), 4) / 2
        if where != "sentence":
            hits = {name: len(topics.terms_of(name, text)) for name in _TALK}
            found |= {f"talk of {name} {where}": min(n, 3) / 2 for name, n in hits.items() if n}
    everything = f"{before}{left}{right}{after}"
    if COMPANY in everything:
        found["a company anywhere"] = 1.0
    place = "alone" if not before.strip() and not after.strip() else "first" if not before.strip() else "mid" if after.strip() else "last"
    return found | {f"sentence {place}": 1.0} | _describe_known(word, fold_text(f"{left} {right}"), fold_text(f"{before} {after}"))


def trade_prevails(place: Place) -> bool:
    """Tell whether more is said of the company's own trade than of what the word goes with; both must be known.

    >>> from bitext.rules.companies import Word
    >>> from bitext.rules.ticker_evidence import Place
    >>> tiles = Word("words", "Mona Lisa", "Mona Lisa", "Mona Lisa", trade=("tile",), topic=("smile",))
    >>> trade_prevails(Place(tiles, "The tiles of ", " are thick.")), trade_prevails(Place(tiles, "The smile of ", " is on tiles."))
    (True, False)
    """
    text = fold_text(f"{place.before[-_AROUND:]} {place.left} {place.right} {place.after[:_AROUND]}")
    trade, topic = place.word.trade, place.word.topic
    return bool(trade and topic) and len(said_of(trade, text)) > len(said_of(topic, text))


def _describe_calling(right: str, before: str, after: str) -> dict[str, float]:
    """What may refer to the name: "the company", "It", and a noun in apposition."""
    found: dict[str, float] = {}
    if _CALLED.search(right):
        found["called so in the sentence"] = 1.0
    if called := _CALLED.search(after):
        found |= {"called so after": 1.0, f"called {called[1]} after": 0.7}
    if _CALLED.search(before):
        found["called so before"] = 1.0
    if following := _NEXT.match(after):
        found[f"next: {following[1]}"] = 1.0
    if apposed := _APPOSED.match(right):
        found[f"apposed: {apposed[1]}"] = 1.0
    return found


def _describe_known(word: Word, sentence: str, around: str) -> dict[str, float]:
    """What is known of the company and of the word, in the sentence and around it."""
    found: dict[str, float] = {}
    total = dict.fromkeys(("home", "trade", "topic"), 0)
    for where, text in (("in the sentence", sentence), ("around", around)):
        for name, keys in (("home", word.home), ("trade", word.trade), ("topic", word.topic)):
            hits = len(said_of(keys, text))
            total[name] += hits
            if hits and name == "home":
                found[f"home {where}, {word.kind}"] = 1.0
            if hits:
                found[f"{name} {where}"] = min(hits, 3) / 1.5
    if word.trade and word.topic:
        found["topic over trade"] = float(max(-2, min(2, total["topic"] - total["trade"])))
    found["trade known" if word.trade else "trade not known"] = 0.5
    found |= {f"{name} nowhere": 1.0 for name in ("trade", "topic") if getattr(word, name) and not total[name]}
    return found
