"""The words that decide whether a mark ends a sentence: abbreviations, openers, verbs of saying.

They are data, in `bitext/data/abbreviations.toml`, read when the first sentence is looked for.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

__all__ = ["Kind", "Vocabulary", "load_vocabulary"]

Kind = Literal["titles", "numbered", "dates", "times", "closing"]
_KINDS: tuple[Kind, ...] = ("closing", "times", "dates", "numbered", "titles")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of both languages; see the data file for what each list means.

    `abbreviations` gives the kind of an abbreviation by its form without the last full stop.
    """

    abbreviations: dict[str, Kind]
    starters: frozenset[str]
    run_on: frozenset[str]
    run_on_after_names: frozenset[str]
    zones: frozenset[str]
    exclaiming: frozenset[str]
    reporting_en: frozenset[str]
    reporting_zh: frozenset[str]
    open_end_en: frozenset[str]
    open_end_zh: frozenset[str]
    closed_end_zh: frozenset[str]


@cache
def load_vocabulary() -> Vocabulary:
    """Read the packaged lists, once a process.

    >>> words = load_vocabulary()
    >>> words.abbreviations["Co"], words.abbreviations["JAN"], "However" in words.starters
    ('closing', 'dates', True)
    """
    made = tomllib.loads(files("bitext.data").joinpath("abbreviations.toml").read_text(encoding="utf-8"))
    en, zh = ({name: value.split() for name, value in made[lang].items()} for lang in ("en", "zh"))
    forms: dict[str, Kind] = {}
    for kind in _KINDS:
        for form in en[kind]:
            forms[form] = kind
            if len(form) > 1 and form[0].isupper():
                forms.setdefault(form.upper(), kind)
    return Vocabulary(
        forms,
        frozenset(en["starters"]),
        frozenset(en["run_on"]),
        frozenset(en["run_on_after_names"]),
        frozenset(en["zones"]),
        frozenset(en["exclaiming"]),
        frozenset(en["reporting"]),
        frozenset(zh["reporting"]),
        frozenset(en["open_end"]),
        frozenset(zh["open_end"]),
        frozenset(zh["closed_end"]),
    )
