"""What kinds of words and marks stand around a company name, as features of the learned score (see ticker_features).

Words are put into few kinds ("the", "prep", "adj", "Cap", "verb-s"), so that what one article or one verb teaches holds for
all; pairs and rows of kinds are features too, some of them together with the kind of the name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bitext.rules import ticker_lexicon as lexicon
from bitext.rules import ticker_verbs as verbs
from bitext.rules.ticker_evidence import COMPANY, UNDECIDED

if TYPE_CHECKING:
    from bitext.rules.companies import Word

__all__ = ["describe_grammar", "is_title", "kind_of"]

#: Share of capitalised words from which a line is a title, among at least so many words of so many letters.
_TITLE, _TITLE_WORDS, _LONG = 0.7, 3, 4
#: So many words without an article are looked through for one before the name, and so many words count as far from the start.
_BEFORE_ARTICLE, _FAR_IN = 3, 20
_ROW = re.compile(r"(?:,|\band|\bor)$")
_ITEMS = re.compile(r"[,;:、]|\band\b|\bor\b")
_NEXT_ITEM = re.compile(r"\s{0,3}(?:,|,? and|,? or)\s{1,3}(\S{1,40})(?:\s{1,3}(\S{1,40}))?(?:\s{1,3}(\S{1,40}))?")
_ACTING = (verbs.ACTED_ON, verbs.ACTS, verbs.WORKED_ON, verbs.HAPPENS, verbs.BECOMES)
_FORMS = (
    ("verb-ed", frozenset().union(*(a.past | a.participle for a in _ACTING)) | lexicon.PAST),
    ("verb-s", frozenset().union(*(a.third for a in _ACTING))),
    ("verb-ing", frozenset().union(*(a.ing for a in _ACTING))),
    ("verb", frozenset().union(*(a.base for a in _ACTING))),
)
_ENDINGS = (("ly", "adv"), ("ed", "ed"), ("ing", "ing"), ("s", "s"))
_KINDS = (
    (frozenset({"a", "an"}), "a"),
    (frozenset({"the"}), "the"),
    (lexicon.DETERMINERS, "det"),
    (frozenset({"of"}), "of"),
    (frozenset({"and", "or"}), "and"),
    (frozenset({"by"}), "by"),
    (lexicon.PREPOSITIONS | {"at", "to", "as", "against", "via"}, "prep"),
    (lexicon.BE, "be"),
    (lexicon.HAVE, "have"),
    (lexicon.MODALS, "modal"),
    (lexicon.NUMBERS | lexicon.COUNTS, "num"),
)


def kind_of(word: str) -> str:
    """The kind of a word or mark; of an unknown lower-case word its ending.

    >>> [kind_of(w) for w in ("the", "national", "grows", "Wuhan", "2,5", "")]
    ['the', 'adj', 'verb-s', 'Cap', 'num', 'edge']
    """
    low = word.lower()
    if not word:
        return "edge"
    if word in (COMPANY, UNDECIDED):
        return "COMPANY"
    if not word[0].isalnum():
        return word
    if word[0].isdigit():
        return "num"
    if low.endswith(("'s", "’s")):
        return "poss"
    for words, kind in _KINDS:
        if low in words:
            return kind
    return "Cap" if word[0].isupper() else _kind_of_content(low)


def _kind_of_content(low: str) -> str:
    if low in verbs.SPEAKS:
        return "speak"
    if low in lexicon.ADJECTIVES or low in lexicon.PLAIN_ADJECTIVES or low.endswith(lexicon.ADJECTIVE):
        return "adj"
    for form, members in _FORMS:
        if low in members:
            return form
    return next((kind for ending, kind in _ENDINGS if low.endswith(ending)), "low")


def _at(words: list[str], index: int) -> str:
    return words[index] if -len(words) <= index < len(words) else ""


def describe_grammar(word: Word, left: str, right: str, before: list[str], after: list[str]) -> dict[str, float]:
    """Name the kinds of words around a place: `before` and `after` are the words of the sentence's `left` and `right`.

    >>> from bitext.rules.companies import Word
    >>> robots = Word("words", "robots", "robot", "robot")
    >>> found = describe_grammar(robots, "They buy a new ", " today", ["They", "buy", "a", "new"], ["today"])
    >>> found["word before: adj"], found["article a, 1 between, low after"]
    (1.0, 1.0)
    """
    b1, b2, b3 = (kind_of(_at(before, -n)) for n in (1, 2, 3))
    a1, a2 = kind_of(_at(after, 0)), kind_of(_at(after, 1))
    a1 = "'s" if right.startswith(("'s", "’s")) else "'" if right.startswith(("'", "’")) else a1
    number = "plural" if word.kind == "people" or (word.en != word.one and word.en.endswith("s")) else "singular"
    names = [f"word before: {b1}", f"word after: {a1}", f"two before: {b2} {b1}", f"two after: {a1} {a2}", f"around: {b1} | {a1}"]
    names += [f"{word.kind}, {name}" for name in (names[0], names[1], names[4])]
    names += [f"around: {b2} {b1} | {a1}", f"three before: {b3} {b2} {b1}", f"{number}, {names[1]}", f"{number}, {names[0]}"]
    names += _article(before, a1)
    if left.rstrip().endswith(('"', "“", "'", "‘")):
        names.append("quote before")
    if right.lstrip().startswith(('"', "”")):
        names.append("quote after")
    if is_title(before + after):
        names += ["title", f"title: {b1} | {a1}"]
    if b1 == "edge":
        names += [f"starts: {word.kind}", f"starts: {a1}"]
    found = dict.fromkeys(names, 1.0)
    digits = sum(w[0].isdigit() for w in before + after)
    return found | _describe_row(left, right) | {"numbers": min(digits, 3) / 3, "words before": min(len(before), _FAR_IN) / _FAR_IN}


def _article(before: list[str], after: str) -> list[str]:
    """The article or determiner that may belong to the name, and how many lower-case words stand between."""
    for between, word in enumerate(reversed(before[-_BEFORE_ARTICLE - 1 :])):
        if not word[0].islower() or word in lexicon.PREPOSITIONS or word in ("of", "to", "and", "or", "by", "at"):
            return []
        if word in ("a", "an", "the") or word in lexicon.DETERMINERS:
            return [f"article {word}, {min(between, 2)} between, {after} after"]
    return []


def is_title(words: list[str]) -> bool:
    """Tell whether words are those of a title, where long words have capitals.

    >>> is_title("Silk Roads And Railways".split()), is_title("The Silk roads and railways".split())
    (True, False)
    """
    long = [w for w in words if w[0].isalpha() and len(w) >= _LONG]
    return len(long) >= _TITLE_WORDS and sum(w[0].isupper() for w in long) > _TITLE * len(long)


def _describe_row(left: str, right: str) -> dict[str, float]:
    """The neighbours in a row: companies have capitals, things have none."""
    found: dict[str, float] = {}
    near = left[-80:].rstrip()
    if _ROW.search(near):
        items = [i.split() for i in _ITEMS.split(near) if i.strip()]
        if items:
            found[f"row before: {_item(items[-1][-1])}"] = 1.0
            found[f"row before of {min(len(items[-1]), 4)}"] = 0.5
    if row := _NEXT_ITEM.match(right[:200]):
        words = [w for w in row.groups() if w]
        found[f"row after: {_item(words[0])}"] = 1.0
        found["row after, capitals"] = sum(w[0].isupper() for w in words) / 3
    return found


def _item(word: str) -> str:
    return "COMPANY" if word[0] in (COMPANY, UNDECIDED) else "Cap" if word[0].isupper() else "low"
