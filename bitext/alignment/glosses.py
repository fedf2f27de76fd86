"""Terms that a page glosses in brackets, 杂交水稻 (hybrid rice): where the term before the bracket begins.

Brackets show where a gloss ends and nothing shows where its term begins. The beginning is chosen whose words and those
of the gloss cover one another best by the lexicon; where that tells nothing, the limits of nouns and names do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bitext.alignment.parting import share_covered
from bitext.alignment.tokens import chinese_tokens, english_tokens
from bitext.glossary.glossing import find_glosses, strip_article, strip_label
from bitext.glossary.phrases import content_words
from bitext.text import HAN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bitext.words import Cutter

__all__ = ["InlineGloss", "find_inline_glosses"]

_HAN = re.compile(f"[{HAN}]")
#: A bracket that holds little; a longer one is a remark.
_BRACKETS = re.compile(r"\s?[(（]([^()（）\n]{1,90})[)）]")
_ZH_TAIL = re.compile(f"[{HAN}0-9A-Za-z·]{{1,24}}$")
_EN_TAIL = re.compile(r"(?:[A-Za-z0-9&'’.+/-]{1,40} ){0,7}[A-Za-z0-9&'’+/-]{1,40}$")
_EN_TERM = re.compile(r"[A-Za-z][A-Za-z0-9 ,.&'’/+%–-]{1,90}")
_ZH_TERM = re.compile(f"[{HAN}A-Za-z0-9“”·、]{{2,24}}")
_QUOTES = "“”\"'‘’「」『』《》"
#: How much it counts that the nouns before the bracket begin there, and where English ones do, in shares of covered words;
#: and the least share.
_NOUN, _PHRASE, _LEAST = 0.2, 0.1, 0.2
#: What two words count for that the lexicon does not link, one on each side: they may well translate one another.
_UNKNOWN = 0.5


@dataclass(frozen=True, slots=True)
class InlineGloss:
    """A term of either language with its gloss in the other."""

    zh: str
    en: str


def find_inline_glosses(text: str, cutter: Cutter) -> Iterator[InlineGloss]:
    """Find the terms of a sentence that a bracket translates.

    Args:
        text: a sentence of either language.
        cutter: cuts Chinese into words.

    >>> from bitext.words import make_cutter
    >>> [(g.zh, g.en) for g in find_inline_glosses("他们培育了杂交水稻(hybrid rice)。", make_cutter())]
    [('杂交水稻', 'hybrid rice')]
    """
    if not _HAN.search(text) or not _BRACKETS.search(text):
        return
    known = {}
    for gloss in find_glosses(text):
        if gloss.way == "gloss":
            known[gloss.zh, gloss.en] = gloss
    for match in _BRACKETS.finditer(text):
        inside = strip_label(match[1].strip().strip(_QUOTES))
        before = text[max(0, match.start() - 120) : match.start()]
        chinese = bool(_HAN.search(inside))
        if not (_ZH_TERM if chinese else _EN_TERM).fullmatch(inside):
            continue
        inside = inside if chinese else strip_article(inside)
        other = next((g.en if chinese else g.zh for g in known.values() if (g.zh if chinese else g.en) == inside), "")
        sure = any((g.zh if chinese else g.en) == inside and g.sure for g in known.values())
        term = _english_term(before, inside, other, cutter) if chinese else _chinese_term(before, inside, other, cutter)
        if not term and sure:
            term = other
        if term:
            zh, en = (inside, term) if chinese else (term, inside)
            yield InlineGloss(zh, en)


def _chinese_term(before: str, english: str, noun: str, cutter: Cutter) -> str:
    """The Chinese before the bracket that the gloss translates; empty where nothing tells."""
    bare = before.rstrip(_QUOTES)
    if bare != before:
        return noun
    tail = _ZH_TAIL.search(before)
    if not tail or not _HAN.search(tail[0]):
        return ""
    run, keys = tail[0], english_tokens(english)
    best, least = "", _LEAST
    says = content_words("zh")
    for start, end in cutter.find_spans(run):
        term = run[start:]
        if not says(run[start:end]):
            continue
        share = share_covered(chinese_tokens(term, cutter), keys, _UNKNOWN) + _NOUN * (noun.endswith(term) and len(noun) - len(term) < 2)
        if len(term) > 1 and share > least:
            best, least = term, share
    return best


def _english_term(before: str, chinese: str, phrase: str, cutter: Cutter) -> str:
    """The English before the bracket that the gloss translates; empty where nothing tells."""
    bare = before.rstrip(_QUOTES)
    if bare != before:
        return phrase
    tail = _EN_TAIL.search(before)
    if not tail:
        return ""
    words, keys = tail[0].split(" "), chinese_tokens(chinese, cutter)
    best, least = "", _LEAST
    for start in range(len(words)):
        term = " ".join(words[start:])
        if not english_tokens(words[start]):
            continue
        share = share_covered(keys, english_tokens(term), _UNKNOWN) + _PHRASE * (term == phrase)
        if share > least:
            best, least = term, share
    return best
