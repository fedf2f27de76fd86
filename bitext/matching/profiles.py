"""Documents as what can be compared across languages: words, values, names, and where each first stands."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import product
from sys import intern
from typing import TYPE_CHECKING

from bitext.lexicon import STOP_WORDS, find_stem, load_lexicon
from bitext.matching.addresses import links_of
from bitext.matching.records import Profile
from bitext.text import HAN
from bitext.values import find_values
from bitext.words import make_cutter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bitext.glossary import Glossary
    from bitext.model import Document
    from bitext.values import Value
    from bitext.words import Cutter

__all__ = ["HAN_WORDS", "Reader", "Units", "english_units", "join_profiles", "keys_of", "read_profiles", "read_units"]

#: A Han character says as much as six tenths of an English word (as in bitext.language.dominance).
HAN_WORDS = 0.6
#: Characters of a document that are compared; what follows tells nothing more.
ENOUGH = 400_000
_LATIN_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")
_HAN_ONE, _HAN_RUN = re.compile(f"[{HAN}]"), re.compile(f"[{HAN}]+")
#: Two to four syllables of pinyin (ISO 7098), as one English word writes a Chinese name; the finals longest first.
_SYLLABLE = (
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:iang|iong|uang|ang|eng|ian|iao|ing|ong|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|a|e|i|o|u)"
)
_PINYIN = re.compile(f"(?:{_SYLLABLE}){{2,4}}")
#: Shorter pinyin meets Chinese characters by chance.
_SHORTEST_NAME = 5


def _value_keys(value: Value) -> Iterator[str]:
    """What a value says in a form that both languages write: a full date also as its day and its year."""
    if value.weak:
        return
    if value.kind == "date":
        yield f"v{value.text}"
        if len(value.text) >= len("2025-03") and value.text[4:5] == "-" and value.text[:4].isdigit():
            yield f"v{value.text[:4]}"
            yield f"v-{value.text[4:]}"
    elif value.written == "bare" and value.number is not None:
        yield f"v{value.number}"  # four digits: a year, or a number
    else:
        yield f"v{value.kind} {value.number} {value.unit} {value.text}"


def _values(text: str, units: dict[str, float]) -> None:
    for value in find_values(text):
        for key in _value_keys(value):
            units.setdefault(key, value.start / len(text))


def english_units(text: str) -> tuple[dict[str, float], dict[str, float], set[str]]:
    """Give the units of an English text, the capitalised words that could be pinyin, and the same of those in lower case.

    >>> units, upper, lower = english_units("Chengdu grew by 5 percent.")
    >>> sorted(units), sorted(upper), lower
    (['vpercent 5 % ', 'wchengdu', 'wgrew', 'wpercent'], ['chengdu'], set())
    """
    units: dict[str, float] = {}
    upper: dict[str, float] = {}
    lower: set[str] = set()
    for match in _LATIN_WORD.finditer(text):
        word = match[0].partition("'")[0].partition("’")[0]
        low = word.lower()
        if len(low) > 1 and low not in STOP_WORDS:
            place = match.start() / len(text)
            units.setdefault("w" + find_stem(low), place)
            if _is_name(low):
                if word[0].isupper():
                    upper.setdefault(low, place)
                else:
                    lower.add(low)
    _values(text, units)
    return units, upper, lower


@lru_cache(maxsize=1 << 16)
def _is_name(word: str) -> bool:
    return len(word) >= _SHORTEST_NAME and _PINYIN.fullmatch(word) is not None


@lru_cache(maxsize=1 << 18)
def keys_of(unit: str) -> tuple[str, ...]:
    """What an English text would say for a Chinese unit: the stems of a word's glosses; names and values are their own.

    >>> "wfinanc" in keys_of("c金融"), keys_of("n chongqing")
    (True, ('n chongqing',))
    """
    if unit[0] != "c":
        return (unit,)
    lexicon, word = load_lexicon(), unit[1:]
    return tuple(sorted("w" + stem for stem in lexicon.glosses(word)))


@lru_cache(maxsize=1 << 18)
def _spelled(pair: str) -> tuple[str, ...]:
    """The pinyin of two characters, of both readings where one has two."""
    first, second = (load_lexicon().pinyin(char)[:2] for char in pair)
    return tuple(a + b for a, b in product(first, second))


@dataclass(slots=True)
class Reader:
    """Makes profiles: of English documents first, since the names that they hold are then looked for in the Chinese ones.

    `terms` maps Chinese terms of a glossary to the stems of their English.
    """

    terms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    beginnings: frozenset[str] = frozenset()
    cutter: Cutter = field(default_factory=make_cutter)

    @classmethod
    def of(cls, glossary: Glossary | None) -> Reader:
        """Make a reader that keeps the terms of a glossary whole and knows their English."""
        terms: dict[str, tuple[str, ...]] = {}
        for concept in glossary.concepts if glossary else ():
            stems = {find_stem(w) for form in concept.en for w in re.findall("[a-z]+", form.lower()) if len(w) > 1 and w not in STOP_WORDS}
            for form in (*concept.zh, *concept.variants_zh):
                terms[form] = tuple(sorted({*terms.get(form, ()), *("w" + stem for stem in stems)}))
        return cls(terms, cutter=make_cutter(terms))

    def keys_of(self, unit: str) -> tuple[str, ...]:
        """As the module's function, with the glossary's terms."""
        return self.terms.get(unit[1:], ()) or keys_of(unit) if unit[0] == "c" else keys_of(unit)

    def learn_names(self, upper: Iterable[str], lower: Iterable[str]) -> None:
        """Take note of words that could be pinyin and that no document writes in lower case."""
        self.names = frozenset(upper).difference(lower)
        self.beginnings = frozenset(w[:n] for w in self.names for n in range(2, len(w) + 1))

    def chinese_units(self, text: str) -> dict[str, float]:
        """Give the units of a Chinese text.

        >>> sorted(Reader().chinese_units("金融业增长5%"))
        ['c增长', 'c金融', 'c金融业', 'vpercent 5 % ']
        """
        units: dict[str, float] = {}
        for start, end in self.cutter.find_spans(text):
            word = text[start:end]
            if _HAN_ONE.match(word):
                self._add_word(word, start / len(text), units)
            elif word[0].isalpha() and word.isascii():
                for part in _LATIN_WORD.findall(word):
                    if len(part) > 1 and part.lower() not in STOP_WORDS:
                        units.setdefault("w" + find_stem(part.lower()), start / len(text))
        _values(text, units)
        self.add_names(text, units)
        return units

    def _add_word(self, word: str, place: float, units: dict[str, float]) -> None:
        """Add a word; one that the lexicon lacks by its parts, longest first."""
        if "c" + word in units:
            return
        if self.keys_of("c" + word):
            units["c" + word] = place
            if len(word) < 3:
                return
        at = 0
        while at < len(word):
            end = next((e for e in range(min(len(word) - (at == 0), at + 4), at + 1, -1) if word[at:e] in load_lexicon()), at + 1)
            if end - at > 1 and self.keys_of("c" + word[at:end]):
                units.setdefault("c" + word[at:end], place)
            at = end

    def add_names(self, text: str, units: dict[str, float]) -> None:
        """Add the names that were learned and that the Chinese text spells."""
        for run in _HAN_RUN.finditer(text) if self.names else ():
            chars = run[0]
            for at in range(len(chars) - 1):
                for begun in _spelled(chars[at : at + 2]):
                    if begun in self.beginnings:
                        for name in self._grown(begun, chars, at + 2):
                            units.setdefault("n " + name, (run.start() + at) / len(text))

    def _grown(self, begun: str, chars: str, at: int) -> Iterator[str]:
        """The names that begin so and go on with the next characters."""
        if begun in self.names:
            yield begun
        if at < len(chars) and begun in self.beginnings:
            for reading in load_lexicon().pinyin(chars[at])[:2]:
                if len(begun) < 24:
                    yield from self._grown(begun + reading, chars, at + 1)


def count_letters(text: str) -> tuple[int, int]:
    """Count the Han characters and the Latin words of a text."""
    return sum(map(len, _HAN_RUN.findall(text))), len(_LATIN_WORD.findall(text))


def profile_of(document: Document, units: dict[str, float], text: str) -> Profile:
    """Put a profile together: units are shared between profiles, since a collection says the same words over and over."""
    han, latin = count_letters(text)
    meta, places = document.metadata, array("f", units.values())
    size = han * HAN_WORDS + latin
    return Profile(document.id, tuple(map(intern, units)), places, size, han, latin, document.url, links_of(document), meta.published)


def _with_names(profile: Profile, names: dict[str, float], known: frozenset[str]) -> Profile:
    kept = {"n " + name: at for name, at in names.items() if name in known}
    return (
        replace(profile, units=(*profile.units, *map(intern, kept)), places=profile.places + array("f", kept.values())) if kept else profile
    )


def text_of(document: Document) -> str:
    """Give what is compared of a document: its title, as a first line, and its text."""
    text = document.text
    return (f"{document.title}\n{text}" if document.title else text)[:ENOUGH]


@dataclass(frozen=True, slots=True)
class Units:
    """What a document says, as it can be known of it alone, so that another process may read it.

    `units` holds where each unit first stands; of an English document `upper` the capitalised words that could be pinyin, with their
    places, and `lower` those that it writes in lower case.
    """

    units: dict[str, float]
    upper: dict[str, float] = field(default_factory=dict)
    lower: tuple[str, ...] = ()


def read_units(document: Document, lang: str, reader: Reader) -> Units:
    """Read the units of one document, `zh` or `en`, with a reader that has learned no names: those are looked for when all are known.

    >>> from bitext.model import Block, Document
    >>> sorted(read_units(Document("1", blocks=(Block("0", "paragraph", "金融业"),)), "zh", Reader()).units)
    ['c金融', 'c金融业']
    """
    text = text_of(document)
    if lang == "zh":
        return Units(reader.chinese_units(text))
    units, upper, lower = english_units(text)
    return Units(units, upper, tuple(sorted(lower)))


def join_profiles(
    zh: Iterable[tuple[Document, Units]], en: Iterable[tuple[Document, Units]], reader: Reader
) -> tuple[list[Profile], list[Profile]]:
    """Make the profiles of both sides out of documents and what was read of each alone; the reader learns the names."""
    english: list[Profile] = []
    named: list[dict[str, float]] = []
    lower: set[str] = set()
    for document, read in en:
        lower.update(read.lower)
        english.append(profile_of(document, read.units, text_of(document)))
        named.append(read.upper)
    reader.learn_names({name for upper in named for name in upper}, lower)
    english = [_with_names(profile, upper, reader.names) for profile, upper in zip(english, named, strict=True)]
    chinese = []
    for document, read in zh:
        text, units = text_of(document), dict(read.units)
        reader.add_names(text, units)
        chinese.append(profile_of(document, units, text))
    return chinese, english


def read_profiles(
    zh: Iterable[Document], en: Iterable[Document], glossary: Glossary | None = None
) -> tuple[list[Profile], list[Profile], Reader]:
    """Make the profiles of both sides, one document at a time; and give the reader, which knows what Chinese units mean.

    >>> from bitext.model import Block, Document
    >>> page = Document("1", blocks=(Block("0", "paragraph", "Fu Guozhang came."),))
    >>> other = Document("2", blocks=(Block("0", "paragraph", "符国章来了。"),))
    >>> zh, en, _ = read_profiles([other], [page])
    >>> "n guozhang" in zh[0].units, "n guozhang" in en[0].units
    (True, True)
    """
    reader = Reader.of(glossary)
    return *join_profiles(_with_units(zh, "zh", reader), _with_units(en, "en", reader), reader), reader


def _with_units(documents: Iterable[Document], lang: str, reader: Reader) -> Iterator[tuple[Document, Units]]:
    alone = replace(reader)  # it knows no names yet, and will not learn them while it reads
    return ((document, read_units(document, lang, alone)) for document in documents)
