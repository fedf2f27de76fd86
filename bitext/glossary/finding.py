"""Terms in a text: all of a glossary's forms found in one pass, in both languages and scripts, with their places.

One Aho-Corasick automaton (Aho and Corasick, 1975; ahocorasick-rs) holds the comparison keys of all forms, of the ways in which
English ones are inflected and spelt, and of longer Chinese words of jieba's dictionary that hold a term: where such a word stands,
the term inside it is not meant (人民 in 人民币). Of hits that overlap the leftmost wins, then the longest.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from bitext.glossary.inflection import spellings_of
from bitext.normalization import make_key
from bitext.normalization.typography import narrow
from bitext.text import HAN
from bitext.words.dictionary import load_dictionary
from bitext.words.lattice import cut_lattice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bitext.glossary.model import Concept, Glossary
    from bitext.normalization import Key

__all__ = ["Hit", "HitKind", "Side", "TermIndex", "find_terms", "fold", "is_abbreviation", "make_index"]

HitKind = Literal["preferred", "admitted", "variant", "forbidden"]
Side = Literal["zh", "en"]
_ORDER: dict[str, int] = {"preferred": 0, "admitted": 1, "variant": 2, "forbidden": 3}
_SURROGATE = re.compile("[\ud800-\udfff]")
_GAP = re.compile(r"[\s\-‐‑‒–]+")
_HAN_ONLY = re.compile(f"[{HAN}]+")
_ARTICLE = "the "
#: Letters of capitals alone up to this number are an abbreviation, which stands in capitals: `AI` is not in `ai`.
_ABBREVIATION = 5
#: Characters around a term that are cut to see whether a word lies across its ends, and how many a term may have for that.
_AROUND, _SHORT = 8, 4
#: What a place may have behind it without becoming another: 重庆市, 四川省.
_PLACE_ENDINGS = frozenset("市省县区州镇乡村")
#: What a name of four characters or more may have before it: 中国人民银行.
_COUNTRY = "中国"


@dataclass(frozen=True, slots=True)
class Hit:
    """A term that stands in a text: half-open code points `[start, end)`.

    `form` is the form as the glossary writes it, and `kind` what it is there; inflected, spelt or cased otherwise it is
    the same form. `concept` is the concept's id.
    """

    concept: str
    form: str
    start: int
    end: int
    kind: HitKind
    side: Side


class _Claim(NamedTuple):
    """A concept's form behind a pattern; `cased` is how it must be written where letters' case counts.

    `exact` tells that no other letter may be a capital either.
    """

    concept: str
    form: str
    kind: HitKind
    side: Side
    cased: str | None
    exact: bool = False


@dataclass(frozen=True, slots=True)
class TermIndex:
    """The forms of a glossary, ready to be found; made once by `make_index`, safe to share between threads."""

    glossary: Glossary
    words: bool = True
    _claims: tuple[tuple[_Claim, ...], ...] = field(default=(), repr=False, compare=False)
    _leads: tuple[int, ...] = field(default=(), repr=False, compare=False)
    _automaton: Any = field(default=None, repr=False, compare=False)

    def __reduce__(self) -> tuple[Any, ...]:
        """Cross process borders by what it was made of."""
        return _make, (self.glossary, self.words)

    def find(self, text: str) -> list[Hit]:
        """Find the terms of one text; see `find_terms`."""
        if self._automaton is None:
            return []
        key = make_key(text.replace("\n", " ") if "\n" in text else text)
        folded = fold(key.text)
        found = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        return [hit for place in self._chosen(found, folded, key, text) for hit in place] if found else []

    def _rank(self, match: tuple[int, int, int]) -> tuple[int, int]:
        """Leftmost, then longest; an article at the beginning does not count: "the CPC Central" yields to "CPC Central Committee"."""
        return match[1] + self._leads[match[0]], -match[2]

    def _chosen(self, found: list[tuple[int, int, int]], folded: str, key: Key, text: str) -> Iterator[list[Hit]]:
        """The hits of each place: leftmost, then longest; none within a longer word, none across another."""
        if len(found) > 1:
            found.sort(key=self._rank)
        at = blocked = 0
        for pattern, start, end in found:
            claims = self._claims[pattern]
            if not claims:
                blocked = max(blocked, end)
            elif start >= at and end > blocked and _stands_free(folded, start, end) and not (self.words and _is_torn(folded, start, end)):
                hits = _hits(claims, key, start, end, text)
                if hits:
                    at = end
                    yield hits


def _stands_free(text: str, start: int, end: int) -> bool:
    """Whether no letter or digit goes on at either end; Chinese has no borders between words."""
    if start and _joins(text[start - 1], text[start]):
        return False
    return end == len(text) or not _joins(text[end - 1], text[end])


def _is_torn(text: str, start: int, end: int) -> bool:
    """Whether a word of jieba's dictionary lies across an end of a short term with one character outside, as jieba cuts.

    So 行长 is not in 银行长期, nor 重庆银行 in 重庆银行业; but 世界银行 is in 世界银行行长, since 行长 is a word of its own.
    A look into the dictionary spares most hits the cutting.
    """
    if end - start > _SHORT:
        return False
    scores = load_dictionary().scores
    ends = [end] if any(scores.get(text[at : end + 1]) is not None for at in range(start + 1, end)) and end < len(text) else []
    if start and any(scores.get(text[start - 1 : at]) is not None for at in range(start + 1, end)):
        ends.append(start)
    if not ends:
        return False
    at = max(0, start - _AROUND)
    for piece in cut_lattice(text[at : end + _AROUND], load_dictionary()):
        after = at + len(piece)
        if (start - 1 == at < start < after < end) or (start < at < end == after - 1):
            return scores.get(piece) is not None
        at = after
    return False


def _joins(before: str, after: str) -> bool:
    return before < "\u1100" and after < "\u1100" and before.isalnum() and after.isalnum()


def _hits(claims: tuple[_Claim, ...], key: Key, start: int, end: int, text: str) -> list[Hit]:
    """The hits of a place in the text as it was; none where a character of it would be cut in two (… has three in its key)."""
    starts = key.starts
    if starts is not None and ((start and starts[start] == starts[start - 1]) or (end < len(starts) and starts[end] == starts[end - 1])):
        return []
    first, last = key.locate(start, end)
    return [Hit(c.concept, c.form, first, last, c.kind, c.side) for c in claims if c.cased is None or _is_cased(c, text[first:last])]


def _is_cased(claim: _Claim, stands: str) -> bool:
    """Whether what stands there has the capitals that it must have: all of the form's, and others only where `exact` is not said."""
    written, wanted = _GAP.sub(" ", narrow(stands)), claim.cased or ""
    if written == wanted or claim.exact or len(written) != len(wanted):
        return written == wanted
    return all(one == other or not other.isupper() for one, other in zip(written, wanted, strict=True))


def fold(key: str) -> str:
    """Fold a comparison key further, one character for one: hyphens are spaces, what Rust cannot hold is no letter.

    >>> fold("belt-and-road")
    'belt and road'
    """
    return (key if key.isascii() else _SURROGATE.sub("\ufffd", key)).replace("-", " ")


def find_terms(text: str, glossary: Glossary | TermIndex) -> list[Hit]:
    """Find the terms of a text, in its order; of those that overlap the leftmost, then the longest.

    Chinese is found in either script and inside a sentence, but not inside a longer word of jieba's dictionary. English is
    found in any case (unless the concept's `case` is `exact`, and abbreviations in capitals alone), in singular and plural,
    with hyphens or spaces, in American or British spelling; a possessive's ending stays outside. Two concepts that claim one
    form have a hit each at its place. Deprecated concepts are not found.

    Args:
        text: any text, one line or a document.
        glossary: where the terms are; an index (`make_index`) of it is remembered for the last few glossaries.

    >>> from bitext.glossary.model import Concept, Glossary
    >>> terms = Glossary((Concept("rmb", ("人民币",), ("renminbi",)), Concept("ftz", ("自贸区",), ("free trade zone", "FTZ"))))
    >>> [(h.concept, h.start, h.end) for h in find_terms("自貿區的人民幣, Free-Trade Zones' FTZs, an eftz", terms)]
    [('ftz', 0, 3), ('rmb', 4, 7), ('ftz', 9, 25), ('ftz', 27, 31)]
    """
    return (glossary if isinstance(glossary, TermIndex) else make_index(glossary)).find(text)


_REMEMBERED: OrderedDict[tuple[int, bool], TermIndex] = OrderedDict()
_LOCK = Lock()


def make_index(glossary: Glossary, *, words: bool = True) -> TermIndex:
    """Make the index of a glossary, or give the one that was made of it before.

    Args:
        glossary: whose forms are to be found.
        words: keep terms from being found inside longer words of jieba's dictionary, which is read for it.

    Raises:
        InputError: jieba's files are missing or damaged.

    >>> from bitext.glossary.model import Concept, Glossary
    >>> people = Glossary((Concept("people", ("人民",), ("the people",)),))
    >>> [len(make_index(people, words=words).find("人民币")) for words in (True, False)]
    [0, 1]
    """
    name = id(glossary), words
    with _LOCK:
        known = _REMEMBERED.get(name)
        if known is not None and known.glossary is glossary:
            _REMEMBERED.move_to_end(name)
            return known
    made = _make(glossary, words)
    with _LOCK:
        _REMEMBERED[name] = made
        while len(_REMEMBERED) > 4:
            _REMEMBERED.popitem(last=False)
    return made


def _make(glossary: Glossary, words: bool) -> TermIndex:
    claims: dict[str, dict[_Claim, None]] = {}
    for concept in glossary.concepts:
        for pattern, claim in _claims_of(concept):
            if pattern.strip():
                claims.setdefault(pattern, {}).setdefault(claim)
    if not claims:
        return TermIndex(glossary, words)
    from ahocorasick_rs import AhoCorasick

    made = {pattern: _distinct(found) for pattern, found in claims.items()}
    blockers = find_longer_words(pattern for pattern in made if _HAN_ONLY.fullmatch(pattern)) if words else ()
    patterns = (*made, *(word for word in blockers if word not in made))
    leads = tuple(len(_ARTICLE) if pattern.startswith(_ARTICLE) else 0 for pattern in patterns)
    return TermIndex(glossary, words, tuple(made.get(p, ()) for p in patterns), leads, AhoCorasick(patterns, store_patterns=False))


def _distinct(found: Iterable[_Claim]) -> tuple[_Claim, ...]:
    """One claim a concept and writing, its best kind; the best kind first, then by the concept's id."""
    best: dict[tuple[str, str | None], _Claim] = {}
    for claim in sorted(found, key=lambda c: (_ORDER[c.kind], c.concept)):
        free = best.get((claim.concept, None))
        if free is None:
            best.setdefault((claim.concept, claim.cased), claim)
    return tuple(best.values())


def _claims_of(concept: Concept) -> Iterator[tuple[str, _Claim]]:
    """The patterns of a concept's forms, each with what it stands for."""
    if concept.status == "deprecated":
        return
    for side, kind, form in forms_of(concept):
        exact = side == "en" and concept.case == "exact"
        short = side == "en" and is_abbreviation(form)
        counts, exact = exact or short, exact or (short and form.removesuffix("s").isupper())  # CASS is no plural of CAS
        for written in spellings_of(form, verb=concept.pos == "verb") if side == "en" else (form,):
            cased = _GAP.sub(" ", written).strip() if counts else None
            yield fold(make_key(written).text).strip(), _Claim(concept.id, form, kind, side, cased, exact)


def forms_of(concept: Concept) -> Iterator[tuple[Side, HitKind, str]]:
    """The forms of a concept: side, kind, form."""
    for number, form in enumerate(concept.zh):
        yield "zh", "admitted" if number else "preferred", form
    for number, form in enumerate(concept.en):
        yield "en", "admitted" if number else "preferred", form
    for form in concept.variants_zh:
        yield "zh", "variant", form
    for form in concept.forbidden_zh:
        yield "zh", "forbidden", form
    for form in concept.forbidden_en:
        yield "en", "forbidden", form


def is_abbreviation(form: str) -> bool:
    """Tell a form of a few capitals, with or without the -s of the plural, and one with a letter that stands alone.

    >>> [is_abbreviation(form) for form in ("AI", "SMEs", "Ai", "UNESCO", "R&D", "A shares")]
    [True, True, False, False, True, True]
    """
    if any(len(word) == 1 and word.isupper() for word in _GAP.split(form)):
        return True
    letters = form.removesuffix("s")
    return len(form) <= _ABBREVIATION + 1 and len(letters) <= _ABBREVIATION and letters.isupper()


def find_longer_words(terms: Iterable[str]) -> list[str]:
    """Find the words of jieba's dictionary that hold a term and mean something else, in the dictionary's order.

    A place with its rank behind it (重庆市) and a name with the country before it (中国人民银行) mean the same.

    >>> found = find_longer_words(["人民", "重庆"])
    >>> [word in found for word in ("人民币", "重庆市")]
    [True, False]
    """
    from ahocorasick_rs import AhoCorasick

    wanted = sorted(set(terms))
    if not wanted:
        return []
    known = [word for word, score in load_dictionary().scores.items() if score is not None and len(word) > 1]
    text, automaton = "\n".join(known), AhoCorasick(wanted)
    found: dict[str, None] = {}
    for number, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
        first = text.rfind("\n", 0, start) + 1
        last = text.find("\n", end)
        word = text[first : last if last >= 0 else len(text)]
        rest = word[: start - first], word[end - first :]
        same = rest == ("", "") or (not rest[0] and rest[1] in _PLACE_ENDINGS) or (rest == (_COUNTRY, "") and len(wanted[number]) > 3)
        if not same:
            found[word] = None
    return list(found)
