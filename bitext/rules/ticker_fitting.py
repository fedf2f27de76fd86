"""The form in which a word comes back: number, attributive form, article and capitals that its place asks for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bitext.rules import ticker_lexicon as lexicon
from bitext.rules.ticker_features import split_words
from bitext.rules.ticker_grammar import kind_of
from bitext.rules.ticker_subject import hangs_on
from bitext.rules.ticker_verbs import ACTS, BECOMES, HAPPENS, SPEAKS

if TYPE_CHECKING:
    from bitext.rules.ticker_evidence import Place

__all__ = ["fit_word"]

_FINITE = ACTS.finite | HAPPENS.finite | BECOMES.finite
_NOUNS = lexicon.EVENT | lexicon.INDUSTRY | lexicon.PRODUCT | lexicon.OWN | lexicon.AREA
_NO_NOUNS = lexicon.FUNCTION | lexicon.PREPOSITIONS | _FINITE
_BASES = SPEAKS.base | ACTS.base | HAPPENS.base | BECOMES.base
#: What goes with no article of a noun that stands further on.
_NOT_OF_IT = lexicon.PREPOSITIONS | lexicon.NEUTRAL | {"of", "and", "or"}
_AFTER_VERB = frozenset({"a", "an", "the", "as", "more", "less", "about", "up", "down"})
#: Kinds of words (ticker_grammar) after which a countable noun needs its article.
_ALONE = frozenset("edge of by prep be have verb verb-s verb-ed verb-ing".split())
_ARTICLE = re.compile(r"^(?:the|an?) ")
_OWNER = re.compile(r"^([A-Z][A-Za-z' ]{1,30})'s ")
_WORD = re.compile(r"[^\s]+")
_SMALL = frozenset("a an and for in of on the to".split())
#: Lower-case words that headings have, and how many capitalised words one must have.
_IN_HEADINGS = lexicon.PREPOSITIONS | frozenset("a an and as at by for from in of on or the to vs with".split())
_HEADING = 3


def fit_word(place: Place) -> str:
    """The word in the form that its place asks for: number, attributive form, article, capitals of a title or a sentence's start.

    >>> from bitext.rules.companies import Word
    >>> from bitext.rules.ticker_evidence import Place
    >>> robots = Word("words", "robots", "robot", "robot")
    >>> [fit_word(Place(robots, *around)) for around in (("a new ", " . "), ("They make ", " ."), ("", " industry"))]
    ['robot', 'robots', 'Robot']
    """
    word, left = place.word, place.left
    before, after = split_words(left[-60:]), split_words(place.right[:40])[:2]
    if word.kind == "places" and after[:1] == ["new"]:
        after = after[1:]
    lower = [w.lower() for w in before[-2:]]
    last, prior = lower[-1] if lower else "", lower[0] if len(lower) > 1 else ""
    near = (last, prior) if last.replace("-", "").isalpha() and last not in _NOT_OF_IT else (last,)
    noun = _stands_before_noun(after)
    titled = _is_heading(split_words(left) + split_words(place.right))
    if word.alone and not noun and not titled and kind_of(before[-1] if before else "") in _ALONE:
        put = word.alone
    else:
        put = word.before if noun else word.one if _is_single(left, near, after, noun=noun) else word.en
    first, _, rest = put.partition(" ")
    if rest and first.lower() == last:
        put = rest
    if {"the", *lexicon.ONE, *lexicon.DETERMINERS}.intersection(near) or kind_of(before[-1] if before else "") in ("adj", "poss"):
        put = _ARTICLE.sub("", _OWNER.sub(r"\1 ", re.sub(r"^China's ", "Chinese ", put)))
    if titled:
        put = _WORD.sub(lambda m: m[0] if m[0] in _SMALL else m[0][0].upper() + m[0][1:], put)
    return put if left.strip(' "“(') else put[:1].upper() + put[1:]


def _is_heading(words: list[str]) -> bool:
    """Whether all words but the small ones are capitalised."""
    words = [w for w in words if w[0].isalpha()]
    return sum(w[0].isupper() for w in words) >= _HEADING and all(w[0].isupper() or w in _IN_HEADINGS for w in words)


def _stands_before_noun(after: list[str]) -> bool:
    """Whether the word is an attribute of the noun that follows; "robots weighing a ton" have a verb after them."""
    if not after or after[0] in _NO_NOUNS:
        return False
    if after[0].endswith("ing") and len(after) > 1 and after[1] in _AFTER_VERB:
        return False
    return after[0].lower() in _NOUNS or (after[0][0].islower() and after[0].endswith(lexicon.NOUN) and after[0] not in _BASES)


def _is_single(left: str, near: tuple[str, ...], after: list[str], *, noun: bool) -> bool:
    """Whether an article, a number or a verb asks for one of the kind."""
    last, prior = near[0], near[-1] if len(near) > 1 else ""
    if lexicon.ONE.intersection(near) and last not in lexicon.COUNTS:
        return True
    if prior == "the" and last in ("first", *lexicon.AFTER_THE) and lexicon.SINGLED.search(left):
        return True
    verb = after[0].lower() if after else ""
    singular = verb in lexicon.SINGULAR or (verb in _FINITE and verb.endswith("s"))
    return singular and not noun and "the" in near and not hangs_on(" ".join(w.lower() for w in split_words(left[-60:])[-2:-1]))
