"""Whether a term stands in a text in other words than its own: inflected, in another order, with words between.

The limits are stated, not learned: within one clause, all words of the term that carry meaning, in any ending, with at most one other
such word among them; see `is_rendered`. What is said with other words (a synonym, a paraphrase) is not the term.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bitext.glossary.inflection import POSSESSIVES, base_of
from bitext.text import HAN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Clauses", "clauses_of", "content_of", "is_rendered", "is_rendered_in_chinese"]

#: A text as the bases of its words, clause by clause.
Clauses = tuple[tuple[str, ...], ...]

_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_BREAK = re.compile(r"[.!?;:。！？；：]+(?=\s|$)|\n")
#: Words that only bind others. `and` and `or` bind too, but do not make a head of what stands before them.
_LINKS = frozenset(
    "of for in to on with by from at that which who is are was were be been being should must will would can could may has have had as into "
    "through under between among".split()
)
_CONJUNCTIONS = frozenset(("and", "or", "as", "well"))
_EMPTY = _LINKS | _CONJUNCTIONS | {"the", "a", "an", "s", *POSSESSIVES}
#: Other words that carry meaning among those of a term.
_SLACK = 1
#: Words that only bind, of those among the term's.
_BINDING = 6
#: Particles that may come between the words of a Chinese term, and characters that may.
_CHINESE_SLACK = 6
_PARTICLES = frozenset("的地得之了和与及、")
_HAN_RUN = re.compile(f"[{HAN}]+")


def clauses_of(text: str) -> Clauses:
    """Cut English into clauses of word bases.

    >>> clauses_of("Banks serve it. They lend.")
    (('bank', 'serv', 'it'), ('they', 'lend'))
    """
    plain = text.replace("’", "'").casefold()
    return tuple(
        tuple(token if token in _EMPTY else base_of(token) for token in _TOKEN.findall(part)) for part in _BREAK.split(plain) if part
    )


@lru_cache(maxsize=1 << 16)
def content_of(form: str) -> tuple[str, ...]:
    """Give the bases of a form's words that carry meaning.

    >>> content_of("Bank of China")
    ('bank', 'china')
    """
    return tuple(word for clause in clauses_of(form) for word in clause if word not in _EMPTY)


def is_rendered(form: str, clauses: Clauses, *, name: bool = False) -> bool:
    """Tell whether the words of an English form stand together in a clause, in any order and ending.

    Forms of one word have to stand as they are (`find_terms` finds those). Of two words in their own order there may be one
    other between, or "and" with one ("inclusive and green finance"); in the other order there has to be a word between that
    binds them ("environment for business"), or a gerund leads ("peaking carbon"). Of three or more the order is free.

    Args:
        form: as the glossary has it.
        clauses: the text, by `clauses_of`.
        name: a proper name of two words allows nothing between them but "of", "the" and the like, and no other order.

    >>> [is_rendered("business environment", clauses_of(t)) for t in ("An environment for business", "Business and the environment")]
    [True, False]
    >>> is_rendered("Western Financial Center", clauses_of("a financial center in western China"), name=True)
    True
    """
    words = content_of(form)
    if len(words) < 2:
        return False
    wanted = set(words)
    return any(wanted <= set(clause) and _stand_together(words, clause, form, name=name) for clause in clauses)


def _stand_together(words: tuple[str, ...], clause: tuple[str, ...], form: str, *, name: bool) -> bool:
    wanted = set(words)
    places = [place for place, word in enumerate(clause) if word in wanted]
    for first, last in _windows(words, clause, places):
        if last - first >= len(words) + _SLACK + _BINDING:
            continue
        inside = clause[first : last + 1]
        others = sum(1 for word in inside if word not in _EMPTY) - len(words)
        if others > _SLACK:
            continue
        if len(words) > 2:
            return True
        if _two_stand(words, inside, form, name=name, others=others):
            return True
    return False


def _windows(words: tuple[str, ...], clause: tuple[str, ...], places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The shortest stretches that hold all words, each as often as the form has it: two pointers, linear."""
    need = {word: words.count(word) for word in words}
    missing = len(words)
    left = 0
    for place in places:
        word = clause[place]
        missing -= need[word] > 0
        need[word] -= 1
        while not missing:
            first = places[left]
            yield first, place
            need[clause[first]] += 1
            missing += need[clause[first]] > 0
            left += 1


def _two_stand(words: tuple[str, ...], inside: tuple[str, ...], form: str, *, name: bool, others: int) -> bool:
    between = inside[1:-1]
    if inside[0] == words[0]:
        if any(word in _CONJUNCTIONS for word in between):
            return not name and others > 0 and between[-1] not in _EMPTY
        bound = any(word in _LINKS for word in between)
        return not (name and others) and (not bound or any(word in _LINKS for word in form.casefold().split()))
    if name:
        return False
    if not between:
        return form.endswith("ing")
    return any(word in _LINKS for word in between) and not any(word in _CONJUNCTIONS for word in between)


def is_rendered_in_chinese(words: Sequence[str], key: str) -> bool:
    """Tell whether the words of a Chinese term stand near one another in a text, in any order.

    Args:
        words: the term as its segmenter cuts it, as comparison keys.
        key: the comparison key of the text.

    >>> is_rendered_in_chinese(("稳健", "的", "货币政策"), "货币政策要保持稳健。")
    True
    """
    parts = [word for word in words if word not in _PARTICLES]
    if len(parts) < 2 or any(len(part) < 2 for part in parts) or not all(part in key for part in parts):
        return False
    reach = sum(map(len, parts)) + _CHINESE_SLACK
    return any(
        all(part in key[max(0, at - reach) : at + reach] for part in parts[1:]) and _in_one_clause(parts, key, at, reach)
        for at in _places(parts[0], key)
    )


def _in_one_clause(parts: Sequence[str], key: str, at: int, reach: int) -> bool:
    first = max(key.rfind(mark, max(0, at - reach), at) for mark in "。！？；，,\n")
    ends = [end for mark in "。！？；，,\n" if (end := key.find(mark, at, at + reach)) >= 0]
    clause = key[first + 1 if first >= 0 else max(0, at - reach) : min(ends, default=at + reach)]
    return all(part in clause for part in parts)


def _places(part: str, key: str) -> Iterator[int]:
    at = key.find(part)
    while at >= 0:
        yield at
        at = key.find(part, at + 1)
