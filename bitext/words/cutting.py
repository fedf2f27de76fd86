"""Words with their places: Chinese by dictionary, given terms whole, other scripts and numbers by their letters.

Traditional text is cut as its simplified form, since that is what the dictionaries hold; the words are those of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Literal

from bitext.errors import UsageError
from bitext.language.scripts import HANGUL, KANA
from bitext.normalization import make_key
from bitext.normalization.conversion import convert_with, in_chinese
from bitext.text import HAN
from bitext.words.dictionary import load_dictionary
from bitext.words.lattice import cut_lattice

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bitext.normalization import Key

__all__ = ["ENGINES", "Cutter", "Engine", "Word", "cut_words", "make_cutter"]

Engine = Literal["jieba", "rjieba"]
ENGINES: tuple[Engine, ...] = ("jieba", "rjieba")

#: A word of another script, or a number: never cut inside. Apostrophes, hyphens and & join letters, points and commas digits.
_LETTER = rf"[^\W_{HAN}{KANA}{HANGUL}]"
_WHOLE = re.compile(
    rf"{_LETTER}[^\W_{HAN}{KANA}{HANGUL}]*+[\u0300-\u036f]*+"
    rf"(?:(?:(?<=\d)\.(?=\d)|(?<=\d),(?=\d{{3}}(?!\d))|(?<=[^\W\d_])['’&-]|(?<=\d)-(?=[^\W\d_{HAN}]))?{_LETTER}++[\u0300-\u036f]*+)*+"
    rf"(?:(?<=\d)[%‰％])?|[{KANA}]++|[{HANGUL}]++"
)
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its place: half-open code points `[start, end)` of the text that was cut."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Cutter:
    """Cuts texts into words; made once by `make_cutter` for a set of terms, and safe to share between threads."""

    terms: tuple[str, ...] = ()
    engine: Engine = "jieba"
    _leftmost: Any = field(default=None, repr=False, compare=False)
    _overlapping: Any = field(default=None, repr=False, compare=False)

    def __reduce__(self) -> tuple[Any, ...]:
        """Cross process borders by what it was made of."""
        return make_cutter, (self.terms, self.engine)

    def cut(self, text: str) -> list[Word]:
        """Cut one text; what is no word of the result is white space.

        >>> [w.text for w in make_cutter(["渝金通"]).cut("「渝金通2.0」 isn't 3.5% old")]
        ['「', '渝金通', '2.0', '」', "isn't", '3.5%', 'old']
        """
        return [Word(start, end, text[start:end]) for start, end in self.find_spans(text)]

    def find_spans(self, text: str) -> list[tuple[int, int]]:
        """Give the places of the words alone: the same as `cut`, and less to make.

        >>> make_cutter().find_spans("今天 ok")
        [(0, 2), (3, 5)]
        """
        inside, simple = _insides(text), _simplified(text)
        found: list[tuple[int, int]] = []
        at = 0
        for start, end in (*self._find_terms(text, inside), (len(text), len(text))):
            if start > at:
                found.extend(_placed(_pieces(simple[at:start], self.engine), at, inside))
            if end > start:
                found.append((start, end))
            at = end
        return found

    def _find_terms(self, text: str, inside: bytearray) -> list[tuple[int, int]]:
        """Places of the terms, leftmost and then longest first, none across another; never a part of a word or number."""
        if self._leftmost is None:
            return []
        key = make_key(text)
        folded = _SURROGATE.sub("\ufffd", key.text)
        places = [_place(key, start, end) for _, start, end in self._leftmost.find_matches_as_indexes(folded)]
        if all(end and not inside[start] and not inside[end] for start, end in places):
            return places
        hits = self._overlapping.find_matches_as_indexes(folded, overlapping=True)
        every = {place for _, start, end in hits if (place := _place(key, start, end))[1]}
        return _leftmost_longest(place for place in every if not inside[place[0]] and not inside[place[1]])


def _leftmost_longest(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    at = 0
    for start, end in sorted(places, key=lambda place: (place[0], -place[1])):
        if start >= at:
            found.append((start, end))
            at = end
    return found


def _simplified(text: str) -> str:
    """The text as the dictionaries know it, which are of simplified Chinese; of the same length, or it stays as it is."""
    if text.isascii():
        return text
    simple = in_chinese(text, partial(convert_with, "t2s"))
    return simple if len(simple) == len(text) else text


def _insides(text: str) -> bytearray:
    """For each place of a text, and its end, whether it lies inside a word or number of another script."""
    found = bytearray(len(text) + 1)
    for match in _WHOLE.finditer(text):
        start, end = match.span()
        if end - start > 1:
            found[start + 1 : end] = b"\x01" * (end - start - 1)
    return found


def _place(key: Key, start: int, end: int) -> tuple[int, int]:
    """Where a hit lies in the text; an empty place if it would cut one character of it in two (… has three in its key)."""
    starts = key.starts
    if starts is not None and ((start and starts[start] == starts[start - 1]) or (end < len(starts) and starts[end] == starts[end - 1])):
        return 0, 0
    return key.locate(start, end)


def _pieces(text: str, engine: Engine) -> Iterable[str]:
    """What the engine makes of a text, white space too."""
    if engine == "jieba":
        return cut_lattice(text, load_dictionary())
    pieces: list[str] = _rust().cut(_SURROGATE.sub("\ufffd", text))
    return pieces


def _placed(pieces: Iterable[str], offset: int, inside: bytearray) -> list[tuple[int, int]]:
    """Places of pieces without white space; what lies in one word or number of another script is put together."""
    found: list[tuple[int, int]] = []
    for piece in pieces:
        end = offset + len(piece)
        if inside[offset] and found:
            found[-1] = found[-1][0], end
        elif not piece.isspace():
            found.append((offset, end))
        offset = end
    return found


@lru_cache(maxsize=1)
def _rust() -> Any:
    """A tokenizer of our own: the module's functions share one with the host program."""
    try:
        import rjieba
    except ImportError as error:
        raise UsageError("engine", "rjieba is not installed", "pip install 'bitext[fast]', or choose jieba") from error
    return rjieba.Jieba()


def make_cutter(terms: Iterable[str] = (), engine: Engine = "jieba") -> Cutter:
    """Make a cutter that keeps given terms whole.

    A term is found by its comparison key (`bitext.normalization.make_key`): script, width, case, and white space beside
    Chinese make no difference. Of terms that overlap the leftmost wins, then the longest. A term is not found inside a
    word or number of another script: `AI` is not in `AIDS`.

    Args:
        terms: what must not be cut, in either script; empty ones are left out.
        engine: `jieba`, or `rjieba` (the extra `fast`): quicker, and 98.5% of lines the same, so that it is chosen and
            never taken silently.

    Raises:
        UsageError: the engine is unknown or not installed.

    >>> [w.text for w in make_cutter(["西部金融中心"]).cut("建設西部金融中心的平臺")]
    ['建設', '西部金融中心', '的', '平臺']
    """
    if engine not in ENGINES:
        raise UsageError("engine", f"{engine!r} is unknown", f"known are: {', '.join(ENGINES)}")
    if engine == "rjieba":
        _rust()
    given = tuple(terms)
    keys = sorted({key for term in given if (key := _SURROGATE.sub("\ufffd", make_key(term).text))})
    if not keys:
        return Cutter(given, engine)
    from ahocorasick_rs import AhoCorasick, MatchKind

    return Cutter(given, engine, AhoCorasick(keys, matchkind=MatchKind.LeftmostLongest), AhoCorasick(keys))


def cut_words(text: str, *, terms: Sequence[str] = (), engine: Engine = "jieba") -> list[Word]:
    """Cut one text into words; for many texts with the same terms, make the cutter once (`make_cutter`).

    >>> [w.text for w in cut_words("渝金通上线", terms=["渝金通"])]
    ['渝金通', '上线']

    Raises:
        UsageError: the engine is unknown or not installed.
    """
    return _remembered(tuple(terms), engine).cut(text)


@lru_cache(maxsize=8)
def _remembered(terms: tuple[str, ...], engine: Engine) -> Cutter:
    return make_cutter(terms, engine)
