"""Character n-gram evidence: langdetect's profiles, weighed exactly.

langdetect draws n-grams at random and so answers differently from seed to seed (3% of short texts). Here its profiles, the
counts of 1- to 3-grams in the Wikipedias (https://pypi.org/project/langdetect/, Apache-2.0, after Nakatani Shuyo's
language-detection), are summed over all n-grams of a text instead: naive Bayes, without chance, global state or `random`.
"""

from __future__ import annotations

import json
import math
import re
import threading
from importlib import resources

__all__ = ["LANGUAGES", "log_likelihoods"]

#: The Latin-script languages that have a profile, English first.
LANGUAGES = (
    "en", "af", "ca", "cs", "cy", "da", "de", "es", "et", "fi", "fr", "hr", "hu", "id", "it", "lt", "lv", "nl", "no", "pl", "pt",
    "ro", "sk", "sl", "so", "sq", "sv", "sw", "tl", "tr", "vi",
)  # fmt: skip
#: What a zh–en collection seldom holds needs better evidence; else names and fragments come out Swahili or Tagalog.
_SELDOM = {"af": -4.0, "cy": -4.0, "et": -4.0, "so": -6.0, "sq": -4.0, "sw": -6.0, "tl": -5.0}
#: Share of an n-gram that a profile lacks: about the least that a profile holds.
_UNSEEN = 5e-5
_WORD = re.compile("[a-z\u00df-\u00f6\u00f8-\u024f\u1e00-\u1eff]+")
#: Letters beyond this many change no answer.
_ENOUGH = 600

_lock = threading.Lock()
_tables: list[dict[str, tuple[float, ...]]] = []


def _table() -> dict[str, tuple[float, ...]]:
    """The log share of each 2- and 3-gram over that of an unseen one, by language; read once, whichever thread asks first."""
    if not _tables:
        with _lock:
            if not _tables:
                _tables.append(_read())
    return _tables[0]


def _read() -> dict[str, tuple[float, ...]]:
    shares: dict[str, list[float]] = {}
    folder = resources.files("langdetect") / "profiles"
    for place, lang in enumerate(LANGUAGES):
        profile = json.loads((folder / lang).read_text(encoding="utf-8"))
        totals = profile["n_words"]
        for gram, count in profile["freq"].items():
            if len(gram) > 1:
                shares.setdefault(gram.lower(), [0.0] * len(LANGUAGES))[place] += count / totals[len(gram) - 1]
    return {gram: tuple(math.log1p(share / _UNSEEN) for share in row) for gram, row in shares.items()}


def log_likelihoods(text: str) -> list[float]:
    """How likely each of `LANGUAGES` makes a text, in log units over the same unseen text; the first 600 letters decide.

    >>> scores = log_likelihoods("Der Regen hat endlich aufgehört")
    >>> LANGUAGES[scores.index(max(scores))]
    'de'
    """
    table = _table()
    sums = [_SELDOM.get(lang, 0.0) for lang in LANGUAGES]
    rows = []
    length = 0
    for word in _WORD.findall(text[: 4 * _ENOUGH].lower()):
        padded = f" {word[:40]} "
        rows += [table.get(padded[i : i + 2]) for i in range(len(padded) - 1)]
        rows += [table.get(padded[i : i + 3]) for i in range(len(padded) - 2)]
        length += len(word)
        if length > _ENOUGH:
            break
    found = [row for row in rows if row is not None]
    return [a + sum(column) for a, column in zip(sums, zip(*found, strict=True), strict=True)] if found else sums
