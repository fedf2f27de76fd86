"""Looking a concept up: by id, by a term of either side, in traditional characters, by pinyin, and by what is nearly it."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bitext.glossary.forms import form_key, simplify
from bitext.text import count_han

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bitext.glossary.model import Concept

__all__ = ["Match", "search_concepts", "spell"]

How = Literal["id", "term", "forbidden", "start", "part", "pinyin", "definition", "near"]
#: How good a match of each kind is; `near` adds what the two have in common.
_WORTH: dict[How, float] = {"id": 10, "term": 9, "forbidden": 7, "start": 6, "pinyin": 5.5, "part": 5, "definition": 2, "near": 0}
#: Below this share two words have too little in common (the cutoff of difflib.get_close_matches).
_NEAR = 0.6
_LETTERS = re.compile("[a-z]+")


@dataclass(frozen=True, slots=True)
class Match:
    """A concept that was found, the form that was, how, and how well (higher is better)."""

    concept: Concept
    form: str
    how: How
    score: float


def spell(text: str) -> str:
    """Write Chinese as pinyin without tones and spaces, ü as v; other letters stay, in lower case.

    pypinyin (MIT) knows the reading of characters in words.

    >>> spell("重庆"), spell("渝金通 2")
    ('chongqing', 'yujintong 2')
    """
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(simplify(text), v_to_u=False)).casefold()


def search_concepts(concepts: Iterable[Concept], query: str, *, limit: int = 20) -> list[Match]:
    """Find concepts, the best first.

    Args:
        concepts: where to look.
        query: an id, a term or part of one in either language or script, pinyin with or without tones and spaces.
        limit: how many are given at most.

    >>> from bitext.glossary.model import Concept
    >>> brain = Concept("yujintong", ("渝金通",), ("Yujintong",))
    >>> [m.how for q in ("渝金通", "渝金", "Yujinton") for m in search_concepts([brain], q)]
    ['term', 'start', 'start']
    """
    wanted = _Query(query)
    if not wanted.key:
        return []
    found = [best for concept in concepts if (best := max(wanted.matches(concept), key=lambda m: m.score, default=None))]
    return sorted(found, key=lambda m: (-m.score, m.concept.id))[:limit]


class _Query:
    """What is looked for, in all the ways in which a term may be written."""

    def __init__(self, text: str) -> None:
        self.key = simplify(form_key(text.strip()))
        self.han = count_han(self.key) > 0
        self.letters = "" if self.han else _pinyin_letters(self.key)
        self.matcher = difflib.SequenceMatcher(autojunk=False)
        self.matcher.set_seq2(self.key)

    def matches(self, concept: Concept) -> Iterator[Match]:
        if concept.id == self.key:
            yield Match(concept, concept.id, "id", _WORTH["id"])
        for form in (*concept.zh, *concept.en, *concept.variants_zh):
            yield from self._form(concept, form)
        for form in (*concept.forbidden_zh, *concept.forbidden_en):
            if simplify(form_key(form)) == self.key:
                yield Match(concept, form, "forbidden", _WORTH["forbidden"])
        if self.key in form_key(concept.definition):
            yield Match(concept, concept.definition, "definition", _WORTH["definition"])

    def _form(self, concept: Concept, form: str) -> Iterator[Match]:
        key = simplify(form_key(form))
        how: How | None = "term" if key == self.key else "start" if key.startswith(self.key) else "part" if self.key in key else None
        if how:
            yield Match(concept, form, how, _WORTH[how])
        elif count_han(key) and self.letters and len(self.letters) > 1:
            spelled = _pinyin_letters(spell(form))
            if spelled.startswith(self.letters) or (len(self.letters) > 3 and self.letters in spelled):
                yield Match(concept, form, "pinyin", _WORTH["pinyin"] + (spelled == self.letters))
        share = self._share(key)
        if not how and share >= _NEAR:
            yield Match(concept, form, "near", share)

    def _share(self, key: str) -> float:
        """How much of a form and the query is the same: difflib's ratio, after its two cheap upper bounds."""
        if self.han != (count_han(key) > 0) or len(key) > 200 or len(self.key) > 200:
            return 0.0
        self.matcher.set_seq1(key)
        if self.matcher.real_quick_ratio() < _NEAR or self.matcher.quick_ratio() < _NEAR:
            return 0.0
        return self.matcher.ratio()


def _pinyin_letters(text: str) -> str:
    """The letters of pinyin as people type it: tones, spaces and apostrophes away, ü as v.

    >>> _pinyin_letters("Chóng qìng"), _pinyin_letters("lǜsè")
    ('chongqing', 'lvse')
    """
    import unicodedata

    plain = unicodedata.normalize("NFD", text.casefold()).replace("u\u0308", "v")
    return "".join(_LETTERS.findall(plain))
