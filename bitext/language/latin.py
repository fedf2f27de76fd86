"""Which language a Latin-script text is in: function words first, then words, letters and n-grams weighed together.

Names and fragments that cannot be told are "und", or "en" where they look English: never the far language whose
spelling a name happens to resemble.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from bitext.language.profiles import LANGUAGES, log_likelihoods
from bitext.text import LATIN

__all__ = ["FEATURES", "LANGUAGES", "detect_inserted", "detect_latin", "evidence_of", "most_likely"]

#: What is counted in a text, in the order of `evidence_of`.
FEATURES = ("margin", "function", "common", "usual", "rare", "unknown", "name", "both", "foreign", "marked")
#: From this probability on a text is called English. Below one half: in a zh–en collection most Latin text is.
_ENGLISH = 0.25
#: What another language must reach before an inserted run is called it.
_PLAIN = 0.9
#: What an n-gram margin may count at most, either way; beyond it words have long decided.
_MARGIN = 12.0
#: Pages, of some 640, that hold a common and a usual word.
_COMMON, _USUAL = 60, 15
#: What a function word of a language is worth beside its n-grams, in log units.
_WORTH = 2.0
#: Characters that are looked at; a longer text is decided by its beginning.
_ENOUGH = 4000

_WORD = re.compile(rf"[{LATIN}\u1e00-\u1eff]+(?:['’][A-Za-z]{{1,2}}(?![A-Za-z]))?")
_MARKED = re.compile(r"[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]")
#: One to six syllables of pinyin (ISO 7098); the finals longest first.
_PINYIN = re.compile(
    "(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:iang|iong|uang|ang|eng|ian|iao|ing|ong|uai|uan|van|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|ve|a|e|i|o|u|v)'?){1,6}"
)
#: Small words inside names: Ursula von der Leyen, Lula da Silva.
_PARTICLES = frozenset("al bin da das de del della den der di do dos du e el la le los of ten ter van von y zu zur".split())
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}


class _Words(NamedTuple):
    """Function words by language; words of English alone, of others alone, of both; on how many pages English words are.

    `shared` are function words of English and of another language.
    """

    function: dict[str, frozenset[str]]
    english: frozenset[str]
    foreign: frozenset[str]
    both: frozenset[str]
    pages: dict[str, int]
    shared: frozenset[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    import tomllib

    data = resources.files("bitext.data")
    table = tomllib.loads((data / "function_words.toml").read_text(encoding="utf-8"))
    function = {lang: frozenset(words.split()) for lang, words in table.items()}
    others = frozenset().union(*(words for lang, words in function.items() if lang != "en"))
    rows = (line.split("\t") for line in (data / "english_words.txt").read_text(encoding="utf-8").splitlines() if "\t" in line)
    pages = {word: int(number) for number, words in rows for word in words.split(" ")}
    common = frozenset(word for word, number in pages.items() if number >= _COMMON)
    foreign = frozenset(word for word in others - function["en"] if pages.get(word, 0) < _USUAL)
    return _Words(function, (function["en"] | common) - others, foreign, others - function["en"] - foreign, pages, others & function["en"])


@lru_cache(maxsize=1)
def _weights() -> tuple[float, ...]:
    made = json.loads((resources.files("bitext.data") / "latin_weights.json").read_text(encoding="utf-8"))["weights"]
    return tuple(made[name] for name in (*FEATURES, "bias"))


def detect_latin(text: str) -> tuple[str, float]:
    """Give the language of a Latin-script text and how probable that is; `("und", 0.0)` without a letter.

    >>> [detect_latin(t)[0] for t in ("The rain has stopped.", "Der Regen hat endlich aufgehört.", "La lluvia ha parado por fin.")]
    ['en', 'de', 'es']
    >>> detect_latin("Yujintong")[0], detect_latin("2025-05-23")[0]
    ('und', 'und')
    """
    text = _without_addresses(text[:_ENOUGH])
    words = _words()
    parts = text.lower().split()
    english = len(words.english.intersection(parts))
    if english > 1:
        foreign = len(words.foreign.intersection(parts))
        if foreign * 3 < english and (english > 2 or len(words.function["en"].intersection(parts)) > 1):
            return "en", 0.999
    return _weighed(text if text.isascii() else unicodedata.normalize("NFC", text.translate(_WIDE)).replace("’", "'"))


def _without_addresses(text: str) -> str:
    """The text without URLs and mail addresses, whose letters are no language."""
    if "://" not in text and "@" not in text and "www." not in text:
        return text
    return " ".join(part for part in text.split() if "://" not in part and "@" not in part and "www." not in part)


def _weighed(text: str) -> tuple[str, float]:
    listed = _WORD.findall(text)
    if not listed:
        return "und", 0.0
    scores = log_likelihoods(text)
    counted = _counted(text, listed, scores)
    weights = _weights()
    total = sum(w * v for w, v in zip(weights, counted, strict=False)) + weights[-1]
    english = 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
    _, function, common, usual, rare, unknown, _, both, foreign, marked = counted
    if not (function or common or usual or rare or unknown or both or foreign or marked):
        return "und", 1 - abs(english - 0.5)  # nothing but capitalised words that no list knows: names
    if english >= _ENGLISH or _is_english_beside_names(listed) or ((function or common or usual) and not (unknown or foreign or marked)):
        return "en", max(english, 0.5)  # no word that is not English or a name: n-grams of names alone say nothing
    if (not marked and not foreign and all(word[0].isupper() for word in listed)) or is_pinyin(listed):
        return "und", 1 - english
    told = len({word.lower() for word in listed if len(word) > 1}) > 2  # letters alone and one word again and again tell nothing
    return _other(listed, scores, 1 - english, told=told or marked > 0)


def _is_english_beside_names(listed: list[str]) -> bool:
    """Tell whether the words that are no names are English: `Nguyễn Phú Trọng visited Beijing in May`.

    Capitalised words after the first, and a particle between two of them (`Lula da Silva`), are names, in whatever language.
    Of three small words one may be in no list, if another is an English function word.
    """
    words = _words()
    first = listed[0].lower()
    if first in words.foreign:
        return False
    small = [word for place, word in enumerate(listed) if word[0].islower() and not (word in _PARTICLES and _between_names(listed, place))]
    alone = [word for word in small if word not in words.both and word not in words.shared]
    if not words.foreign.isdisjoint(small):
        return False
    function = sum(word in words.function["en"] for word in alone)
    unknown = sum(word not in words.pages and word not in words.function["en"] for word in alone)
    least = _USUAL if len(alone) < len(small) else 1  # a rare word beside one of two languages may be of the other
    told = sum(words.pages.get(word, 0) >= least or word in words.function["en"] for word in alone)
    return told >= max(1, 2 * unknown) and (function > 0 or not unknown)


def _between_names(listed: list[str], place: int) -> bool:
    return (
        0 < place < len(listed) - 1
        and listed[place - 1][0].isupper()
        and (listed[place + 1][0].isupper() or listed[place + 1] in _PARTICLES)
    )


def is_pinyin(listed: list[str]) -> bool:
    """Tell whether all words are made of syllables of pinyin, with or without tones: a Chinese name or reading.

    >>> is_pinyin(["Chóngqìng"]), is_pinyin(["wo", "men", "shi"]), is_pinyin(["lluvia"])
    (True, True, False)
    """
    if len(listed) < 3 and all(word.isascii() for word in listed):
        return False
    return all(len(word) < 20 and _PINYIN.fullmatch(_plain(word)) for word in listed)


def _plain(word: str) -> str:
    """The word in lower case without marks."""
    return "".join(char for char in unicodedata.normalize("NFD", word.lower()) if char < "\u0300")


def _other(listed: list[str], scores: list[float], probability: float, *, told: bool) -> tuple[str, float]:
    """The most likely of the other languages; "und" where it is not likelier than all others together.

    A word or two must hold a function word of the language, or `told`: a letter with a mark.
    """
    function = _words().function
    low = [word.lower() for word in listed]
    hits = {lang: sum(word in words for word in low if len(word) > 1) for lang, words in function.items()}
    totals = {lang: score + _WORTH * hits.get(lang, 0) for lang, score in zip(LANGUAGES[1:], scores[1:], strict=True)}
    best = max(totals, key=lambda lang: totals[lang])
    share = 1 / sum(math.exp(max(-60.0, total - totals[best])) for total in totals.values())
    return (best, probability * share) if share > 0.5 and (told or hits.get(best)) else ("und", probability)


def _counted(text: str, listed: list[str], scores: list[float]) -> list[float]:
    """The numbers of `FEATURES`."""
    words = _words()
    counts = dict.fromkeys(FEATURES, 0.0)
    counts["margin"] = max(-_MARGIN, min(_MARGIN, scores[0] - max(scores[1:])))
    for word in listed:
        low = word.lower()
        pages = words.pages.get(low, 0)
        counts["function"] += low in words.function["en"]
        if low in words.foreign and not (word.isupper() and len(word) > 1):
            kind = "foreign"
        elif low in words.both:
            kind = "both"
        elif pages:
            kind = "common" if pages >= _COMMON else "usual" if pages >= _USUAL else "rare"
        else:
            kind = "name" if word[0].isupper() else "unknown"
        counts[kind] += 1
    counts["marked"] = float(len(_MARKED.findall(text)[:4]))
    return list(counts.values())


def evidence_of(text: str) -> list[float]:
    """The numbers of `FEATURES`: what the fitted weights weigh.

    >>> dict(zip(FEATURES, evidence_of("Yujintong"), strict=True))["name"]
    1.0
    """
    return _counted(text, _WORD.findall(text), log_likelihoods(text))


def most_likely(text: str) -> str:
    """The language whose n-grams fit best, without any other evidence.

    >>> most_likely("La lluvia ha parado por fin")
    'es'
    """
    scores = log_likelihoods(text)
    return LANGUAGES[scores.index(max(scores))]


def detect_inserted(text: str) -> str:
    """Give the language of a Latin run inside a line of another script: "en" unless it plainly is another language.

    Terms and names in Chinese text are read as English; only a run of several words can show anything else.

    >>> detect_inserted("fintech"), detect_inserted("Chongqing"), detect_inserted("la lluvia ha parado por fin")
    ('en', 'en', 'es')
    """
    if text.count(" ") < 3:
        return "en"
    lang, probability = detect_latin(text)
    return lang if lang != "und" and probability > _PLAIN else "en"
