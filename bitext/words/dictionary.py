"""The dictionary and the character model of jieba, read from its installed files without importing it.

Importing jieba adds a handler to the root of its logger, may import pkg_resources with its warnings, starts one
tokenizer for the whole process that a host program may change, and keeps a cache in the shared temporary folder that
anyone there may have written. Its data (MIT, https://github.com/fxsjy/jieba) need none of that, and are read from
their source as fast as jieba reads its cache: so there is no cache here that could be stale, poisoned or half written.
"""

from __future__ import annotations

import importlib.util
import threading
from dataclasses import dataclass
from functools import lru_cache
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bitext.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Dictionary", "load_dictionary", "load_tags"]

_REMEDY = "install jieba again: pip install --force-reinstall jieba"
_LOCK = threading.Lock()
_LOADED: list[Dictionary] = []
#: The four states of a character in a word: at its beginning, in its middle, at its end, a word alone.
STATES = "BMES"


@dataclass(frozen=True, slots=True)
class Dictionary:
    """What jieba knows: log probabilities of words, and of characters in each place of an unknown word.

    `scores` holds every word, and with None every beginning of one; `unknown` is what a character without a word scores.
    `emissions`, `transitions` and `starts` are those of the hidden Markov model, by state.
    """

    scores: Mapping[str, float | None]
    unknown: float
    emissions: tuple[Mapping[str, float], ...]
    transitions: Mapping[str, Mapping[str, float]]
    starts: Mapping[str, float]


def load_dictionary() -> Dictionary:
    """Read the dictionary, once in a process, whatever the number of threads.

    Raises:
        InputError: jieba's files are missing or damaged.

    >>> load_dictionary().scores["重庆"] > load_dictionary().unknown
    True
    """
    if not _LOADED:
        with _LOCK:
            if not _LOADED:
                _LOADED.append(_read())
    return _LOADED[0]


def _read() -> Dictionary:
    folder = _folder()
    scores, unknown = _words(folder / "dict.txt")
    emissions, transitions, starts = (_table(folder / "finalseg" / f"prob_{name}.py") for name in ("emit", "trans", "start"))
    try:
        return Dictionary(scores, unknown, tuple(emissions[state] for state in STATES), transitions, starts)
    except KeyError as error:
        raise InputError(str(folder), f"lacks the state {error}", _REMEDY) from error


def _folder() -> Path:
    spec = importlib.util.find_spec("jieba")  # finds the package, and does not import it
    if spec is None or not spec.submodule_search_locations:
        raise InputError("jieba", "is not installed", "pip install jieba")
    return Path(spec.submodule_search_locations[0])


def _words(path: Path) -> tuple[dict[str, float | None], float]:
    """Words with the logarithm of their share of all counts, as jieba computes it: log(count) - log(total).

    A line is `word count tag`. A word that occurs twice has its last count, and the total has both.
    """
    try:
        cells = path.read_text(encoding="utf-8").split()
        words, counts = cells[::3], cells[1::3]
        whole = log(sum(map(int, counts)))
        if len(cells) % 3:
            msg = "a line has not three fields"
            raise ValueError(msg)
    except (OSError, ValueError) as error:
        raise InputError(str(path), f"cannot be read ({error})", _REMEDY) from error
    share = {count: log(int(count)) - whole if int(count) else None for count in set(counts)}
    scores: dict[str, float | None] = dict(zip(words, map(share.__getitem__, counts), strict=True))
    longer = {word[:end] for word in words if len(word) > 2 for end in range(2, len(word))} | {word[0] for word in words}
    scores.update(dict.fromkeys(longer - scores.keys()))
    return scores, log(1) - whole


def _table(path: Path) -> Any:
    """A table of the model: a module that holds nothing but a literal, run by itself so that its compiled form serves."""
    spec = importlib.util.spec_from_file_location(f"_bitext_jieba_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise InputError(str(path), "cannot be read", _REMEDY)
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except (OSError, SyntaxError, ValueError) as error:
        raise InputError(str(path), f"cannot be read ({error})", _REMEDY) from error
    return module.__dict__.get("P", {})


@lru_cache(maxsize=1)
def load_tags() -> Mapping[str, str]:
    """Read the part of speech of each word of the dictionary, once: `n`, `nr`, `v`, `vn`, … (the tags of ICTCLAS).

    Raises:
        InputError: jieba's file is missing or damaged.

    >>> load_tags()["重庆"], load_tags()["的"]
    ('ns', 'uj')
    """
    path = _folder() / "dict.txt"
    try:
        cells = path.read_text(encoding="utf-8").split()
        return dict(zip(cells[::3], cells[2::3], strict=True))
    except (OSError, ValueError) as error:
        raise InputError(str(path), f"cannot be read ({error})", _REMEDY) from error
