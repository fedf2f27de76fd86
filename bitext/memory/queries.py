"""What is looked for, as a person writes it, and as the index is asked.

Words and pieces of Chinese must all stand in a text, in any order; what stands in double quotes is a phrase; a star at the end of a
word stands for any ending. Nothing of it reaches FTS5 but tokens in quotation marks, so no text is taken for a command.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from bitext.errors import UsageError
from bitext.lexicon import find_stem
from bitext.memory.tokens import find_tokens
from bitext.text import is_han

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bitext.memory.tokens import Token

__all__ = [
    "LONGEST",
    "Phrase",
    "Query",
    "check_text",
    "find_phrases",
    "is_certain",
    "make_phrase",
    "match_expression",
    "may_hold",
    "nothing_in",
    "parse_query",
]

#: Characters that a query may have: more is no query.
LONGEST = 10_000
#: Tokens of a phrase, and phrases, that the index is asked for; the text itself is looked at for the others.
_ASKED = 64
#: The ends of English inflections: what may follow the beginning of a word up to its end.
_TAILS = tuple(
    sorted(
        {suffix[at:] for suffix in ("ingly", "edly", "ing", "ies", "ied", "ed", "es", "ly", "s", "e", "y") for at in range(len(suffix) + 1)}
    )
)
_PART = re.compile(r'"([^"]*)"|([^\s"]+)')
_QUOTES = str.maketrans("“”„‟＂〝〞", '"' * 7)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens that follow one another; `ending` is how the word after them begins, where any ending will do.

    `text` is the phrase as it was written.
    """

    text: str
    tokens: tuple[str, ...] = ()
    ending: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """What a text must hold: of each group one phrase at least. `literal` must stand in it as it is written."""

    groups: tuple[tuple[Phrase, ...], ...]
    literal: str = ""


def make_phrase(text: str, *, open_end: bool = False) -> Phrase | None:
    """Make a phrase of a text; None where it holds no word and no Chinese.

    Args:
        text: the words.
        open_end: let the last word end in any way.

    >>> make_phrase("重慶的 bridges")
    Phrase(text='重慶的 bridges', tokens=('重庆', '庆的', '的', 'bridg'), ending='')
    >>> make_phrase("桥"), make_phrase("…")
    (Phrase(text='桥', tokens=(), ending='桥'), None)
    """
    found = find_tokens(text)
    if not found:
        return None
    tokens = [token.token for token in found]
    last = found[-1].word
    if is_han(last[0]):  # its neighbour to the right is not asked for
        alone = len(found) == 1 or not is_han(found[-2].word[0]) or len(found[-2].word) == 1
        return Phrase(text, tuple(tokens[:-1]), last) if alone else Phrase(text, tuple(tokens[:-1]))
    return Phrase(text, tuple(tokens[:-1]), last) if open_end else Phrase(text, tuple(tokens))


def parse_query(text: str, *, exact: bool = False) -> Query:
    """Read a query.

    Args:
        text: words, `"phrases"`, beginnings of words with a star; Chinese needs no quotes.
        exact: the text is one phrase and stands as it is written: case, script, width and marks count.

    Raises:
        UsageError: nothing can be looked for, or it is too long.

    >>> [[phrase.text for phrase in group] for group in parse_query('“free trade” 重庆 reform*').groups]
    [['free trade'], ['重庆'], ['reform']]
    """
    check_text(text)
    groups: list[tuple[Phrase, ...]] = []
    if exact:
        phrase = make_phrase(text.strip(), open_end=True)
        groups = [(phrase,)] if phrase else []
    else:
        for part in _PART.finditer(text.translate(_QUOTES)):
            word = part[1] if part[1] is not None else part[2]
            phrase = make_phrase(word.rstrip("*"), open_end=word.endswith("*"))
            if phrase:
                groups.append((phrase,))
    groups = list(dict.fromkeys(groups))
    if not groups:
        raise nothing_in(text)
    return Query(tuple(groups), text.strip() if exact else "")


def check_text(text: str) -> None:
    """Refuse a text that is too long to be looked for.

    Raises:
        UsageError: it is over `LONGEST` characters.

    >>> check_text("雨" * 10_001)
    Traceback (most recent call last):
    bitext.errors.UsageError: query: has 10001 characters; look for 10000 at most
    """
    if len(text) > LONGEST:
        raise UsageError("query", f"has {len(text)} characters", f"look for {LONGEST} at most")


def nothing_in(text: str) -> UsageError:
    """Make the error of a text in which there is nothing to look for.

    >>> print(nothing_in("…"))
    query: '…' holds no word and no Chinese character; write what is to be found
    """
    return UsageError("query", f"{text[:80]!r} holds no word and no Chinese character", "write what is to be found")


def match_expression(query: Query) -> str:
    """Write a query as FTS5 reads it (https://www.sqlite.org/fts5.html#full_text_query_syntax); tokens only, each in quotes.

    >>> match_expression(parse_query('重庆市 countri* "near or"'))
    '("重庆" + "庆市") AND ("countri"* OR "countr") AND ("near" + "or")'
    """
    return " AND ".join("(" + " OR ".join(dict.fromkeys(map(_asked, group))) + ")" for group in query.groups[:_ASKED])


def is_certain(query: Query) -> bool:
    """Tell whether every text that the index names holds the query, so that it need not be read.

    >>> is_certain(parse_query("重庆")), is_certain(parse_query("重庆", exact=True)), is_certain(parse_query("countri*"))
    (True, False, False)
    """
    phrases = [phrase for group in query.groups for phrase in group]
    return (
        not query.literal
        and len(query.groups) <= _ASKED
        and all(len(p.tokens) <= _ASKED and not (p.ending and _shorter_stems(p.ending)) for p in phrases)
    )


def may_hold(query: Query, text: str) -> bool:
    """Tell quickly whether a text that the index names can hold the beginnings of words that are looked for.

    >>> may_hold(parse_query("countri*"), "A country."), may_hold(parse_query("countri*"), "Countries.")
    (False, True)
    """
    if not text.isascii():
        return True
    lower = text.lower()
    return all(any(phrase.ending in lower for phrase in group) for group in query.groups)


def _asked(phrase: Phrase) -> str:
    tokens = [f'"{token}"' for token in phrase.tokens[:_ASKED]]
    if not phrase.ending or len(tokens) == _ASKED:
        return " + ".join(tokens)
    whole = " + ".join([*tokens, f'"{phrase.ending}"*'])
    return " OR ".join([whole, *(" + ".join([*tokens, f'"{stem}"']) for stem in _shorter_stems(phrase.ending))])


def _shorter_stems(beginning: str) -> list[str]:
    """Stems, shorter than it, of words that begin so: `financi*` may be `financ` in the index, as `finance` is."""
    if is_han(beginning[0]) or not beginning.isalpha() or not beginning.isascii():
        return []
    stems = {find_stem(beginning + tail) for tail in _TAILS}
    return sorted(stem for stem in stems if len(stem) < len(beginning))


def find_phrases(query: Query, text: str) -> list[tuple[int, int]] | None:
    """Find where a text holds what is looked for: half-open code points, in order, none across another.

    None where something is missing: the text is no hit.

    >>> find_phrases(parse_query("重庆 financi*"), "重慶的 Financial centre, 重庆")
    [(0, 2), (4, 13), (22, 24)]
    >>> find_phrases(parse_query("重庆市"), "重庆的") is None
    True
    """
    if query.literal and query.literal not in text:
        return None
    if query.literal:
        size = len(query.literal)
        return [(at, at + size) for at in _places(text, query.literal)]
    tokens = find_tokens(text)
    found: list[tuple[int, int]] = []
    for group in query.groups:
        spans = [span for phrase in group for span in _Places(tokens).find(phrase)]
        if not spans:
            return None
        found += spans
    return _apart(found)


def _apart(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _places(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + len(wanted))


class _Places:
    """The tokens of a text as one string, in which a phrase is found in linear time."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.joined = "".join(f" {token.token}" for token in tokens) + " "
        self.starts = list(accumulate((len(token.token) + 1 for token in tokens), initial=0))

    def find(self, phrase: Phrase) -> Iterator[tuple[int, int]]:
        for first in self._firsts(phrase.tokens):
            last = first + len(phrase.tokens) - (0 if phrase.ending else 1)
            if last >= len(self.tokens) or (phrase.ending and not self.tokens[last].word.startswith(phrase.ending)):
                continue
            wide = not phrase.ending and is_han(phrase.tokens[-1][0])  # the last token is two characters
            yield self.tokens[first].start, self.tokens[last + wide].end

    def _firsts(self, tokens: tuple[str, ...]) -> Iterator[int]:
        """The numbers of the tokens at which these begin."""
        if not tokens:
            yield from range(len(self.tokens))
            return
        wanted = f" {' '.join(tokens)} "
        at = self.joined.find(wanted)
        while at >= 0:
            yield bisect_right(self.starts, at) - 1
            at = self.joined.find(wanted, at + len(wanted) - 1)
