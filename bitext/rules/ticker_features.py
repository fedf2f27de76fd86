"""The words and marks around a company name as features of a learned score.

A feature is a name that a person can read ("before 1 is a", "after 1 in MODALS") with a number; `ticker_learned` holds
what each one weighs. Places are counted from the name: "before 1" stands directly before it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bitext.rules import ticker_lexicon as lexicon
from bitext.rules import ticker_topics as topics
from bitext.rules import ticker_verbs as verbs
from bitext.rules.ticker_business import describe_business
from bitext.rules.ticker_evidence import COMPANY, UNDECIDED
from bitext.rules.ticker_grammar import describe_grammar

if TYPE_CHECKING:
    from bitext.rules.ticker_evidence import Place

__all__ = ["describe_place", "split_words"]

#: How far words and topics are looked for on each side, in characters.
_NEAR, _WIDE, _FAR = 160, 300, 500
#: Words on each side whose place counts.
_PLACES = 3
#: Words of fewer letters tell no topic; longer ones tell it by their beginning.
_SHORT, _STEM = 4, 6
_SUFFIXES = ("ing", "ed", "ly", "tion", "ment", "ity", "ous", "al", "ic", "ive", "ful", "less", "able", "ers", "s")
#: Signs by hand are large beside the other features.
_HAND = 4.0
_LINKS = frozenset("of to by in with from for on the".split())
_WORDS = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’-]*|[\ue000\ue001]|\d+(?:\.\d+)?|[^\s\w\ue002\ue003]")
_EDGE = "(edge)"
_TOPICS = ("market", "mild market", "policy", "geography")


def split_words(text: str) -> list[str]:
    """The words, numbers, marks and stand-ins for other names of a text.

    >>> split_words("It fell 3.5% , twice")
    ['It', 'fell', '3.5', '%', ',', 'twice']
    """
    return _WORDS.findall(text)


@lru_cache(maxsize=1)
def _classes() -> dict[str, tuple[str, ...]]:
    """For each word of the lexicon and of the lists of verbs, the names of its classes."""
    found: dict[str, list[str]] = {}
    for name in lexicon.__all__:
        words = getattr(lexicon, name)
        if isinstance(words, frozenset):
            for word in words:
                if isinstance(word, str):
                    found.setdefault(word, []).append(name)
    for name in ("ACTED_ON", "ACTS", "BECOMES", "HAPPENS", "SPEAKS", "WORKED_ON"):
        kinds: verbs.Verbs = getattr(verbs, name)
        forms = {"base": kinds.base, "third": kinds.third, "past": kinds.past | kinds.participle, "ing": kinds.ing}
        for form, members in forms.items():
            for word in members:
                found.setdefault(word, []).append(f"{name} {form}")
    return {word: tuple(sorted(names)) for word, names in found.items()}


def _shape(word: str) -> str:
    """What a word looks like: a company, a number, a capital, an ending, or itself where it is a mark."""
    if word in (COMPANY, UNDECIDED):
        return "COMPANY"
    if word[0].isdigit():
        return "NUMBER"
    if word[0].isupper():
        return "ACRONYM" if len(word) > 1 and word.isupper() else "CAPITAL"
    if not word[0].isalpha():
        return word
    return next((f"-{s}" for s in _SUFFIXES if word.endswith(s) and len(word) > len(s) + 2), "plain")


def _plain(word: str) -> str:
    return word.lower() if word[0].isalpha() else _shape(word)


def _of_word(place: str, word: str) -> dict[str, float]:
    plain = _plain(word)
    found = {f"{place} is {plain}": 1.0, f"{place} like {_shape(word)}": 1.0}
    return found | {f"{place} in {name}": 1.0 for name in _classes().get(plain, ())}


def _of_pairs(before: list[str], after: list[str]) -> dict[str, float]:
    """Pairs of neighbours: as words, as classes on both sides, and the class of what a preposition belongs to."""
    b1, b2, a1, a2 = before[-1].lower(), before[-2].lower(), after[0].lower(), after[1].lower()
    classes = _classes()
    found = {f"before 2-1 is {b2} {b1}": 1.0, f"after 1-2 is {a1} {a2}": 1.0}
    found |= {f"around in {left} | {right}": 0.5 for left in classes.get(b1, ()) for right in classes.get(a1, ())}
    return found | ({f"before {b1} in {name}": 1.0 for name in classes.get(b2, ())} if b1 in _LINKS else {})


def _of_verb(after: list[str]) -> dict[str, float]:
    """The verb that may have the name as its subject, adverbs and relative pronouns left out."""
    rest = [w for w in after if not (w.endswith("ly") or w in lexicon.ADVERBS)]
    rest = rest[1:] if rest[:1] and rest[0] in ("which", "that", "who") else rest
    if not rest:
        return {}
    found = _of_word("verb", rest[0])
    if rest[0] in lexicon.MODALS | lexicon.BE | lexicon.HAVE and len(rest) > 1:
        found |= _of_word("main verb", rest[1])
    return found


def _of_topic(text: str, words: list[str]) -> dict[str, float]:
    found = {f"near {w.lower()[:_STEM]}": 0.5 for w in words if w.isalpha() and len(w) >= _SHORT}
    for name in _TOPICS:
        hits = len(topics.terms_of(name, text))
        found |= {f"talk of {name}": float(min(hits, 3))} if hits else {}
    signs = {
        "a list of companies": bool(topics.CALLED_COMPANY.search(text.partition("|")[0])),
        "a company near": COMPANY in text,
    }
    return found | {name: 1.0 for name, told in signs.items() if told}


def describe_place(place: Place, by_hand: float = 0.0) -> dict[str, float]:
    """Name the features of a place in a sentence; `by_hand` is what the signs set by hand add up to (ticker_context).

    >>> from bitext.rules.companies import Word
    >>> from bitext.rules.ticker_evidence import Place
    >>> found = describe_place(Place(Word("words", "robots", "robot", "robot"), "They buy a new ", " today"))
    >>> found["before 1 is new"], found["before 2-1 is a new"], "starts" in found
    (1.0, 1.0, False)
    """
    word, left, right = place.word, place.left[-_FAR:], place.right[:_FAR]
    before, after = split_words(left[-_NEAR:]), split_words(right[:_NEAR])
    found = {"base": 1.0, "signs by hand": by_hand / _HAND}
    found["length"] = min(len(before) + len(after), 30) / 15
    found["capitals"] = min(sum(w[0].isupper() for w in before[1:] + after), 6) / 3
    signs = {
        "plural": word.en != word.one,
        "marked": place.marked,
        "starts": not left.strip(),
        "ends": not right.strip(),
        "policy sentence": topics.IMPERATIVE.match(left.lower()) is not None,
    }
    found |= {name: 1.0 for name, told in signs.items() if told}
    padded, ended = [_EDGE] * _PLACES + before, after + [_EDGE] * _PLACES
    for n in range(1, _PLACES + 1):
        found |= _of_word(f"before {n}", padded[-n]) | _of_word(f"after {n}", ended[n - 1])
    found |= _of_pairs(padded, ended) | _of_verb(after)
    found |= _of_topic(f"{left} | {right}".lower(), before + after)
    found |= describe_grammar(word, left, right, split_words(left[-_WIDE:]), split_words(right[:_WIDE]))
    return found | describe_business(word, left, right, place.before, place.after)
