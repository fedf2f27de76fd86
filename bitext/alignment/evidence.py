"""What speaks for a pair, in words that a person can check: shared words, shared values, lengths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bitext.alignment.tokens import ENGLISH_WORD, chinese_tokens, english_tokens
from bitext.values import compare_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bitext.words import Cutter

__all__ = ["find_evidence"]


def find_evidence(zh: str, en: str, cutter: Cutter, terms: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
    """Say what two texts share: words that a lexicon, a name's pinyin or a glossary joins, values, and their lengths in characters.

    >>> from bitext.words import make_cutter
    >>> found = find_evidence("重庆有32个区。", "Chongqing has 32 districts.", make_cutter())
    >>> found["words"][0], found["values"]
    (['重庆', 'Chongqing'], [['32', '32']])
    """
    english: dict[str, tuple[int, str]] = {}
    for match in ENGLISH_WORD.finditer(en):
        for _, keys in english_tokens(match[0]):
            for key in keys:
                english.setdefault(key, (match.start(), match[0]))
    words = {}
    for word, keys in chinese_tokens(zh, cutter):
        if hits := [english[key] for key in keys if key in english]:
            words[word, min(hits)[1]] = True
    compared = compare_values(zh, en)
    lower = en.lower()
    return {
        "words": [list(couple) for couple in words],
        "terms": [[left, right] for left, right in terms if left in zh and right.lower() in lower],
        "values": [[zh[a.start : a.end], en[b.start : b.end]] for a, b in compared.matched],
        "values missing": [zh[v.start : v.end] for v in compared.zh_only if not v.weak]
        + [en[v.start : v.end] for v in compared.en_only if not v.weak],
        "lengths": [len(zh), len(en)],
    }
