"""Counts over many lines at once: characters by class, words by hash, vocabulary hits; all in numpy.

A page is joined into one array of code points; a table gives each its class bits, running sums give each
line its counts. A token (a Han character, or a run of other letters and digits, as in bitext.text.TOKEN) is
a polynomial hash modulo 2**64 of its lower-cased characters, made for all tokens at once from running sums,
so no Python object is made for a word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from bitext.maintext import vocabulary
from bitext.text import CLOSERS, TERMINALS, tokens
from bitext.text import HAN as _HAN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

__all__ = ["BEGINS", "COLON", "ENDS", "LONGEST", "QUOTE", "Known", "Lines", "bigram_hashes", "count", "token_hashes"]

#: Characters of a line that are looked at: a longer line is judged by its beginning.
LONGEST = 2000

HAN, WORD, DIGIT, UPPER, TERMINAL, PUNCTUATION, SEPARATOR, ZH_FUNCTION = (1 << b for b in range(8))
#: Bits of a line's first character and of its last before closing quotes and brackets.
BEGINS, QUOTE, ENDS, COLON = (1 << b for b in range(4))
_QUOTES, _COLONS = "\"“‘「『'", ":："
_SEPARATORS = "|»›>•·/／｜[]【】"
_PUNCTUATION = ",，、。；;:：.!?！？"
_BASE, _MIX = 0x9E3779B97F4A7C15 | 1, 0xD1342543DE82EF95
_MASK = (1 << 64) - 1
_INVERSE = pow(_BASE, -1, 1 << 64)


@cache
def _tables() -> tuple[NDArray[np.uint8], NDArray[np.uint64]]:
    """Class bits and lower-cased code of each character of the Basic Multilingual Plane (and beyond, by clamping)."""
    kinds = np.zeros(65537, np.uint8)
    lower = np.arange(65537, dtype=np.uint64)
    found = [char for char in map(chr, range(65536)) if char.isalnum() or char == "_"]
    kinds[[ord(char) for char in found]] = HAN  # most are, and Han characters are no digits and have no case
    for char in re.sub(f"[{_HAN}]+", "", "".join(found)):
        kinds[ord(char)] = WORD | (DIGIT if char.isdigit() else 0) | (UPPER if char.isupper() else 0)
        low = char.lower()
        if len(low) == 1:
            lower[ord(char)] = ord(low)
    kinds[65536] = HAN  # the supplementary planes hold little else that pages use
    for chars, bit in ((TERMINALS, TERMINAL), (_PUNCTUATION, PUNCTUATION), (_SEPARATORS, SEPARATOR), (vocabulary.ZH_FUNCTION, ZH_FUNCTION)):
        for char in chars:
            kinds[ord(char)] |= bit
    return kinds, lower


@cache
def _edges() -> NDArray[np.uint8]:
    """The bits of characters at a line's edges; supplementary planes count as Han, which may begin a sentence."""
    edges = np.zeros(65537, np.uint8)
    edges[0x3400:] = BEGINS
    for code in range(0x3400):
        edges[code] = BEGINS if chr(code).isupper() else 0
    for chars, bit in ((_QUOTES, QUOTE), (TERMINALS, ENDS), (_COLONS, COLON)):
        for char in chars:
            edges[ord(char)] |= bit
    return edges


#: Characters of a line are at most 2001, so that counts of five kinds fit side by side in one word of 64 bits.
_FIELD, _SPACE = 12, 32
_PACKED = ((HAN, DIGIT, UPPER, PUNCTUATION, SEPARATOR), (ZH_FUNCTION,))


@cache
def _packed() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each combination of class bits a one in the field of each of them."""
    kinds = np.arange(256)
    one, two = (sum(((kinds & bit) != 0).astype(np.int64) << (_FIELD * place) for place, bit in enumerate(bits)) for bits in _PACKED)
    return np.asarray(one), np.asarray(two)


def _field(sums: NDArray[np.int64], place: int) -> NDArray[np.floating]:
    """One field of packed counts."""
    return ((sums >> (_FIELD * place)) & ((1 << _FIELD) - 1)).astype(np.float32)


@cache
def _powers(size: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Powers of the base and of its inverse, modulo 2**64."""
    up = np.full(size, _BASE, np.uint64)
    down = np.full(size, _INVERSE, np.uint64)
    up[0] = down[0] = 1
    return np.cumprod(up, dtype=np.uint64), np.cumprod(down, dtype=np.uint64)


@lru_cache(maxsize=1 << 14)
def _hash_one(word: str) -> int:
    """The hash that `count` gives a token, for building tables."""
    total = 0
    for char in reversed(word.lower()):
        total = (total * _BASE + min(ord(char), 65536)) & _MASK
    return total


def token_hashes(text: str) -> list[int]:
    """The hashes of a text's tokens."""
    return [_hash_one(t) for t in tokens(text)]


def bigram_hashes(text: str) -> set[int]:
    """The hashes of a text's token pairs.

    >>> bigram_hashes("read more") == bigram_hashes("Read  MORE")
    True
    """
    hashes = token_hashes(text)
    return {(a * _MIX + b) & _MASK for a, b in pairwise(hashes)}


@dataclass(slots=True)
class Lines:
    """Counts for n lines, each an array of n, and the tokens behind them.

    `first`, `last` are the edge bits of a line's first character and of its last before closing quotes and
    brackets; `capitals` counts tokens that begin with a capital; `token`, `line` are all tokens' hashes and their lines;
    `bigram` the hash of each token with the next in its line (0 at a line's end); `token_top`, `bigram_top` the highest
    16 bits of both, which are where `Known` looks first; `common` the places of English function words.
    """

    n: int
    length: NDArray[np.floating]
    tokens: NDArray[np.floating]
    han: NDArray[np.floating]
    digits: NDArray[np.floating]
    upper: NDArray[np.floating]
    punctuation: NDArray[np.floating]
    separators: NDArray[np.floating]
    zh_function: NDArray[np.floating]
    en_function: NDArray[np.floating]
    lexicon: NDArray[np.floating]
    dates: NDArray[np.floating]
    spaces: NDArray[np.floating]
    capitals: NDArray[np.floating]
    first: NDArray[np.uint8]
    last: NDArray[np.uint8]
    token: NDArray[np.uint64]
    line: NDArray[np.int64]
    bigram: NDArray[np.uint64]
    token_top: NDArray[np.int64]
    bigram_top: NDArray[np.int64]
    common: NDArray[np.int64]


@cache
def _vocabulary(name: str) -> NDArray[np.uint64]:
    """The sorted hashes of a word list, or of a list of pairs."""
    words: Iterable[str] = getattr(vocabulary, name)
    pairs = name.endswith("PAIRS")
    found: set[int] = set()
    for word in words:
        found |= bigram_hashes(word) if pairs else {_hash_one(word)}
    return np.array(sorted(found), np.uint64)


class Known:
    """A set of hashes, and a table of 2**16 flags by their highest bits: most tokens are none of them, and one look-up says so.

    >>> Known([5, 1 << 60]).find(np.array([1 << 60, 7, 5], np.uint64), np.array([1 << 12, 0, 0]))
    (array([0, 2]), array([1, 0]))
    """

    __slots__ = ("_table", "hashes")

    def __init__(self, hashes: Iterable[int]) -> None:
        self.hashes = np.array(sorted(hashes), np.uint64)
        self._table = np.zeros(1 << 16, np.bool_)
        self._table[_top(self.hashes)] = True

    def find(self, hashes: NDArray[np.uint64], top: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The places of hashes that belong to the set, and the number of each in it; `top` are their highest 16 bits."""
        near = np.flatnonzero(self._table[top])
        if not near.size:
            return near, near
        held = hashes[near]
        at = np.searchsorted(self.hashes, held)
        at[at == self.hashes.size] = 0
        same = self.hashes[at] == held
        return near[same], at[same]


def _top(hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
    return (hashes >> np.uint64(48)).astype(np.int64)


@cache
def _lists(*names: str) -> tuple[Known, NDArray[np.float64]]:
    """Several vocabulary lists as one set, and for each hash a one in the field of each list that holds it."""
    lists = [set(_vocabulary(name).tolist()) for name in names]
    known = Known(set().union(*lists))
    fields = [sum((hash_ in held) << (_FIELD * place) for place, held in enumerate(lists)) for hash_ in known.hashes.tolist()]
    return known, np.array(fields, np.float64)


def count(texts: Sequence[str]) -> Lines:
    """Count what the features need, for all lines of a page at once.

    >>> lines = count(["Read more", "重庆的金融，发展很快。"])
    >>> lines.tokens.tolist(), lines.han.tolist(), lines.lexicon.tolist()
    ([2.0, 9.0], [0.0, 9.0], [3.0, 0.0])
    """
    n = len(texts)
    heads = [t if len(t) <= LONGEST else t[:LONGEST] for t in texts]
    codes = _codes([*heads, ""], "\n")
    kinds, lower = _tables()
    kind = kinds[codes]
    sizes = np.fromiter(map(len, heads), np.int64, n)
    starts = np.cumsum(sizes + 1) - sizes - 1

    one, two = _packed()
    first, second = (
        np.add.reduceat(x, starts) if n else np.zeros(0, np.int64) for x in (one[kind], two[kind] + ((codes == _SPACE) << _FIELD))
    )
    token, token_start = _token_hashes(codes, kind, lower)
    line = np.repeat(np.arange(n), sizes + 1)[token_start]
    bigram = np.zeros(token.size, np.uint64)
    if token.size > 1:
        bigram[:-1] = np.where(line[1:] == line[:-1], token[:-1] * np.uint64(_MIX) + token[1:], 0)
    token_top, bigram_top = _top(token), _top(bigram)
    words, word_fields = _lists("EN_FUNCTION", "LEXICON", "DATE_WORDS")
    pairs, pair_fields = _lists("LEXICON_PAIRS", "DATE_PAIRS")
    (at, word), (pair_at, pair) = words.find(token, token_top), pairs.find(bigram, bigram_top)
    # Fields of 12 bits side by side: exact in a float, for a line has at most 2001 tokens.
    whole = np.bincount(line, 1.0 + ((kind[token_start] & UPPER) != 0) * float(1 << _FIELD), n).astype(np.int64)
    word_hits = np.bincount(line[at], word_fields[word], n).astype(np.int64)
    pair_hits = np.bincount(line[pair_at], pair_fields[pair], n).astype(np.int64)
    return Lines(
        n, np.fromiter(map(len, texts), np.float32, n), _field(whole, 0),
        _field(first, 0), _field(first, 1), _field(first, 2), _field(first, 3), _field(first, 4), _field(second, 0),
        _field(word_hits, 0), _field(word_hits, 1) + _field(pair_hits, 0), _field(word_hits, 2) + _field(pair_hits, 1), _field(second, 1),
        _field(whole, 1), _edges()[codes[starts]], _edges()[_codes([t[-8:].rstrip(CLOSERS)[-1:] or "\0" for t in texts], "")],
        token, line, bigram, token_top, bigram_top, at[word_fields[word].astype(np.int64) & 1 != 0],
    )  # fmt: skip


def _codes(texts: Sequence[str], between: str) -> NDArray[np.int64]:
    """The code points of joined texts; all beyond the Basic Multilingual Plane are one."""
    points = np.frombuffer(between.join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    return np.minimum(points, 65536).astype(np.int64)


def _token_hashes(
    codes: NDArray[np.int64], kind: NDArray[np.uint8], lower: NDArray[np.uint64]
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Hash every token: the running sum of code × base**place, cut at its edges and moved to place 0."""
    han = (kind & HAN) != 0
    word = (kind & WORD) != 0
    begin, finish = han | word, han | word
    begin[1:] &= han[1:] | ~word[:-1]
    finish[:-1] &= han[:-1] | ~word[1:]
    starts, ends = np.flatnonzero(begin), np.flatnonzero(finish) + 1
    size = 1 << max(12, int(codes.size + 1).bit_length())
    up, down = _powers(size)
    sums = np.zeros(codes.size + 1, np.uint64)
    np.cumsum(lower[codes] * up[: codes.size], dtype=np.uint64, out=sums[1:])
    return (sums[ends] - sums[starts]) * down[starts], starts
