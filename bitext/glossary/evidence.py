"""Whether a forbidden form may be ordinary language, which needs evidence before it is called wrong or replaced."""

from __future__ import annotations

import re
from functools import lru_cache

from bitext.glossary.forms import simplify
from bitext.text import count_han

__all__ = ["is_ordinary"]

_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*|\d+")
_BINDING = frozenset("of for in to on with by from at the a an and or along is are was were be that which as".split())
#: So many words in a row, those that only bind aside, come about by chance no more; nor do so many Han characters.
_LONG = 4


@lru_cache(maxsize=1 << 14)
def is_ordinary(form: str, zh: tuple[str, ...] = ()) -> bool:
    """Tell whether a form may stand in a text without meaning the concept that forbids it.

    `special new` may, `one belt and one way` and `Yu Jin Tong` may not: a form is peculiar where it has four words or more
    besides those that only bind, or holds the concept's Chinese in pinyin, two syllables at least. Chinese forms are
    peculiar from four characters on.

    Args:
        form: a forbidden form.
        zh: the concept's Chinese terms.

    >>> is_ordinary("one belt and one way"), is_ordinary("the area along the way"), is_ordinary("traffic bank")
    (False, True, True)
    >>> is_ordinary("Yu Jin Tong", ("渝金通",)), is_ordinary("Shuangcheng economic circle", ("成渝地区双城经济圈",))
    (False, False)
    """
    if count_han(form):
        return count_han(form) < _LONG
    words = [word.casefold() for word in _WORD.findall(form)]
    if sum(word not in _BINDING for word in words) >= _LONG:
        return False
    return not any(_holds_pinyin(words, _syllables(term)) for term in zh)


@lru_cache(maxsize=1 << 14)
def _syllables(term: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin

    return tuple(syllable.casefold() for syllable in lazy_pinyin(simplify(term), v_to_u=False))


def _holds_pinyin(words: list[str], syllables: tuple[str, ...]) -> bool:
    """Whether words side by side are two or more syllables side by side, written together or apart."""
    said = {
        "".join(syllables[first:last]) for first in range(len(syllables)) for last in range(first + 2, min(len(syllables), first + 8) + 1)
    }
    return any(
        "".join(words[first:last]) in said for first in range(len(words)) for last in range(first + 1, min(len(words), first + 8) + 1)
    )
