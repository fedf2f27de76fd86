"""What the index of a memory holds of a text: Chinese character by character, other words by their stems.

Each Han character is one place of the index, and its token is the character with its neighbour to the right, so that a phrase of
tokens is a substring of the text, down to two characters; one character is the beginning of a token. (SQLite's own trigram
tokenizer finds nothing shorter than three characters.) Both scripts, widths and cases have one token, by their comparison key.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from bitext.lexicon import find_stem
from bitext.normalization import make_key
from bitext.text import HAN

__all__ = ["Token", "find_tokens", "fingerprint", "index_text", "key_of", "length_token", "units_of"]

_RUN = re.compile(f"([{HAN}]+)|[^\\W_{HAN}]+")
#: What an edit distance counts: a Han character, a number with its points and commas, a word, a mark.
_UNIT = re.compile(f"[{HAN}]|[0-9]+(?:[.,][0-9]+)*|[^\\W_0-9{HAN}]+|\\S")
_MARKS = re.compile("[\u0300-\u036f]")
#: Stands before a length; a private character, so no word of a text.
_LENGTH = "\ue000"
#: Lengths are told apart up to a tenth.
_STEP = 10


class Token(NamedTuple):
    """A token with the word it was made of, without its accents, and its place: half-open code points `[start, end)` of the text."""

    token: str
    word: str
    start: int
    end: int


def key_of(text: str) -> str:
    """The comparison key of a text, lines and all.

    >>> key_of("Ａ股 漲")
    'a股涨'
    """
    return make_key(text).text


def find_tokens(text: str) -> list[Token]:
    """Give the tokens of a text with their places.

    >>> [(t.token, t.start, t.end) for t in find_tokens("重慶’s 5G lines")]
    [('重庆', 0, 1), ('庆', 1, 2), ('s', 3, 4), ('5g', 5, 7), ('lin', 8, 13)]
    """
    key = make_key(text)
    found: list[Token] = []
    for match in _RUN.finditer(key.text):
        start, end = match.span()
        if match[1] is None:
            found.append(Token(_token(match[0]), _plain(match[0]), *key.locate(start, end)))
        else:
            run = match[0]
            pairs = (run[at : at + 2] for at in range(len(run)))
            found += [Token(pair, pair, *key.locate(start + at, start + at + 1)) for at, pair in enumerate(pairs)]
    return found


def index_text(key: str) -> str:
    """Give what the index holds of a text, by its key: its length and its tokens, parted by spaces.

    >>> index_text(key_of("重慶 has 12 bridges.")).split(" ")[1:]
    ['重庆', '庆', 'has', '12', 'bridg']
    """
    made = [length_token(len(_UNIT.findall(key)))]
    for match in _RUN.finditer(key):
        run = match[0]
        if match[1] is None:
            made.append(_token(run))
        else:
            made += map("".join, pairwise(run))
            made.append(run[-1])
    return " ".join(made)


def units_of(key: str) -> list[str]:
    """Cut a key into what an edit distance counts: Han characters, words, numbers, marks.

    >>> units_of("涨5.2%, they say")
    ['涨', '5.2', '%', ',', 'they', 'say']
    """
    return _UNIT.findall(key)


@lru_cache(maxsize=1 << 16)
def _token(word: str) -> str:
    """A word's stem; accents do not count."""
    word = _plain(word)
    return find_stem(word) if word.isascii() and word.isalpha() else word


def _plain(word: str) -> str:
    """A word of Latin letters without its accents; any other as it is."""
    if word.isascii():
        return word
    plain = _MARKS.sub("", unicodedata.normalize("NFD", word))
    return plain if plain.isascii() else word


@lru_cache(maxsize=1)
def _bounds() -> tuple[int, ...]:
    """The least length of each class; classes grow by a tenth, in whole numbers, so that every machine has the same."""
    bounds = [0]
    while bounds[-1] < 1 << 40:
        bounds.append(max(bounds[-1] + 1, bounds[-1] * (_STEP + 1) // _STEP))
    return tuple(bounds)


def length_token(length: int) -> str:
    """The token of a length in units.

    >>> length_token(40) == length_token(41), length_token(40) == length_token(60)
    (True, False)
    """
    from bisect import bisect_right

    return f"{_LENGTH}{bisect_right(_bounds(), length)}"


def fingerprint() -> str:
    """What tells two ways of making tokens apart: an index is of use only to the one that made it.

    >>> len(fingerprint())
    16
    """
    import hashlib

    probe = "後來２０２５年Ａ股上漲，幹部乾杯。The countries’ financing policies were re-opened: naïve running, buses, classes, studies, added, 1,200.5"
    return hashlib.blake2b(index_text(key_of(probe)).encode(), digest_size=8).hexdigest()
