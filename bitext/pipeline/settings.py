"""What a run is to do, from a small TOML file: every key has a default, and an unknown one is an error that lists the known."""

from __future__ import annotations

import difflib
import os
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from bitext.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "AlignSettings", "CleanSettings", "DedupSettings", "FilterSettings", "InputSettings", "MatchSettings", "OutputSettings", "RunSettings",
    "Settings", "parse_settings",
]  # fmt: skip

#: Keys of [clean], [match] and so on that belong to the commands of those names and mean nothing to a run: they are passed over.
_OF_COMMANDS = frozenset(
    "to output from trace diff check format jobs include exclude limit quiet verbose unmatched explain nulls rejected "
    "funnel report plot".split()
)
#: Statuses of pages, as in bitext.model.
_STATUSES = ("article", "list", "login", "paywall", "error", "captcha", "empty")
#: Units of sizes, in bytes.
_UNITS = {"k": 1 << 10, "m": 1 << 20, "g": 1 << 30}


def _known(*values: str) -> dict[str, Any]:
    return {"known": values}


_PATH, _SIZE = {"path": True}, {"size": True}


@dataclass(frozen=True, slots=True)
class InputSettings:
    """`[input]`: Chinese and English pages apart (`zh`, `en`), or pages that hold both languages (`pages`): files or folders.

    `form` (key `from`) says what they are, `limit` how many bytes a record may have, `status` which kinds of pages go on to
    the next step, `glossary` whose terms matching, alignment and filters know.
    """

    zh: tuple[str, ...] = field(default=(), metadata=_PATH)
    en: tuple[str, ...] = field(default=(), metadata=_PATH)
    pages: tuple[str, ...] = field(default=(), metadata=_PATH)
    form: str = field(default="auto", metadata={"key": "from", **_known("auto", "html", "text", "markdown")})
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    limit: str = field(default="64M", metadata=_SIZE)
    status: tuple[str, ...] = field(default=("article", "paywall"), metadata=_known(*_STATUSES))
    glossary: tuple[str, ...] = field(default=(), metadata=_PATH)


@dataclass(frozen=True, slots=True)
class CleanSettings:
    """`[clean]`: as the options of `bitext clean`. `use = false` takes pages as they are read."""

    use: bool = True
    keep: tuple[str, ...] = ()
    tickers: str = field(default="restore", metadata=_known("restore", "strip", "keep", "flag"))
    mask: tuple[str, ...] = field(default=(), metadata=_known("pii"))
    skip: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    site_memory: str = field(default="", metadata=_PATH)


@dataclass(frozen=True, slots=True)
class MatchSettings:
    """`[match]`: how couples of documents are found: by `content`, by `names` (the same file name or id), or by `order` (first with first).

    `within = "site"` compares contents only inside a site, as `site_key` tells it: that parts billions of documents into groups.
    """

    by: str = field(default="content", metadata=_known("content", "names", "order"))
    within: str = field(default="all", metadata=_known("all", "site"))
    many: str = field(default="none", metadata=_known("none", "zh", "en"))
    threshold: float = 0.75


@dataclass(frozen=True, slots=True)
class AlignSettings:
    """`[align]`: as the options of `bitext align`; `layout` is for pages of both languages, `encoder` adds sentence vectors."""

    layout: str = field(default="auto", metadata=_known("auto", "alternating", "blocks", "run-together", "sentences", "list", "table"))
    encoder: str = "none"


@dataclass(frozen=True, slots=True)
class FilterSettings:
    """`[filter]`: as the options of `bitext filter`; `threshold` holds `name=bounds`. `use = false` accepts every pair."""

    use: bool = True
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    threshold: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DedupSettings:
    """`[dedup]`: as the options of `bitext dedup`. `use = false` keeps duplicates."""

    use: bool = True
    level: str = field(default="normalized", metadata=_known("exact", "normalized", "near"))
    on: str = field(default="both", metadata=_known("both", "either", "zh", "en"))
    keep: str = field(default="best", metadata=_known("best", "first"))
    threshold: float = 0.8


@dataclass(frozen=True, slots=True)
class OutputSettings:
    """`[output]`: where the pairs go (`path`) and in which format; `rejected` gets the others, with reasons; `work` is kept for resuming."""

    path: str = field(default="corpus.jsonl", metadata=_PATH)
    form: str = field(default="auto", metadata={"key": "format"})
    rejected: str = field(default="", metadata=_PATH)
    work: str = field(default="", metadata=_PATH)


@dataclass(frozen=True, slots=True)
class RunSettings:
    """`[run]`: processes, and the bytes of input that one shard holds; neither changes a result."""

    jobs: int = 1
    shard: str = field(default="1M", metadata=_SIZE)


@dataclass(frozen=True, slots=True)
class Settings:
    """All of it.

    >>> parse_settings({"input": {"pages": "p"}}).output.path
    'corpus.jsonl'
    """

    input: InputSettings
    clean: CleanSettings
    match: MatchSettings
    align: AlignSettings
    filter: FilterSettings
    dedup: DedupSettings
    output: OutputSettings
    run: RunSettings


_TABLES: dict[str, type] = {
    "input": InputSettings, "clean": CleanSettings, "match": MatchSettings, "align": AlignSettings, "filter": FilterSettings,
    "dedup": DedupSettings, "output": OutputSettings, "run": RunSettings,
}  # fmt: skip
#: Tables of the same file that belong to commands alone.
_OTHERS = ("detect", "glossary", "normalize", "segment", "sites", "stats")


def parse_settings(made: Mapping[str, Any], *, source: str = "bitext.toml", folder: str = "") -> Settings:
    """Make settings of the tables of a TOML file.

    Args:
        made: the tables.
        source: the file's name, for messages.
        folder: paths are relative to it.

    Raises:
        UsageError: a table or key is unknown, a value is not what it should be, or no input is named.

    >>> parse_settings({"input": {"zh": "zh", "en": "en"}, "match": {"by": "names"}}).match.by
    'names'
    >>> parse_settings({"input": {"pages": "p"}, "dedup": {"us": 1}})
    Traceback (most recent call last):
    bitext.errors.UsageError: bitext.toml: [dedup]: unknown key 'us'; did you mean 'use'? known are: use, level, on, keep, threshold
    """
    _check_known(made, [*_TABLES, *_OTHERS], source, "table")
    tables: dict[str, Any] = {}
    for name, kind in _TABLES.items():
        given = made.get(name, {})
        if not isinstance(given, dict):
            raise UsageError(source, f"{name} is no table", f"write [{name}] and its keys below it")
        tables[name] = _table(kind, given, f"{source}: [{name}]", folder)
    settings = Settings(**tables)
    _check(settings, source)
    return settings


def _check(settings: Settings, source: str) -> None:
    sides = settings.input
    if sides.pages and (sides.zh or sides.en):
        raise UsageError(f"{source}: [input]", "names both pages and sides", "give pages of both languages, or zh and en")
    if not sides.pages and not (sides.zh and sides.en):
        raise UsageError(f"{source}: [input]", "names no input", 'write zh = "FOLDER" and en = "FOLDER", or pages = "FOLDER"')
    if "-" in (*sides.pages, *sides.zh, *sides.en):
        raise UsageError(f"{source}: [input]", "standard input cannot be read again when a run is resumed", "write it to a file first")
    for name, value in (("match", settings.match.threshold), ("dedup", settings.dedup.threshold)):
        if not 0 < value < 1:
            raise UsageError(f"{source}: [{name}]", f"threshold = {value} is out of range", "write a number between 0 and 1")
    if settings.run.jobs < 0:
        raise UsageError(f"{source}: [run]", f"jobs = {settings.run.jobs} is no number of processes", "write 1 or more, or 0 for all")


def _table(kind: type, given: Mapping[str, Any], where: str, folder: str) -> Any:
    known = {one.metadata.get("key", one.name.replace("_", "-")): one for one in fields(kind)}
    _check_known({key: value for key, value in given.items() if key not in _OF_COMMANDS - known.keys()}, list(known), where, "key")
    made = {}
    for key, one in known.items():
        made[one.name] = _value(given.get(key, one.default), one.default, one.metadata, f"{where} {key}", folder)
    return kind(**made)


def _value(value: Any, default: object, meta: Mapping[str, Any], where: str, folder: str) -> Any:
    """A value of the default's kind, one of those known; a path from the folder, a size in bytes."""
    if isinstance(default, tuple):
        values = list(value) if isinstance(value, (list, tuple)) else [value]
        return tuple(_value(one, "", meta, where, folder) for one in values)
    kind: Any = (int, float) if isinstance(default, float) else type(default)
    if not isinstance(value, kind) or (isinstance(value, bool) and not isinstance(default, bool)):
        said = {str: "a string", bool: "true or false", int: "a whole number"}.get(type(default), "a number")
        raise UsageError(where, f"{value!r} is not {said}", f"write {said}")
    if "known" in meta:
        _check_known({str(value): 1}, meta["known"], where, "value")
    if "size" in meta:
        read_size(str(value), where)
    if "path" in meta and value not in ("-", ""):
        return os.path.join(folder, str(value))  # noqa: PTH118 - a slash at the end says folder
    return float(value) if isinstance(default, float) else value


def read_size(text: str, where: str = "size") -> int:
    """Read a size in bytes: a number, or one with k, M or G.

    Raises:
        UsageError: it is none.

    >>> read_size("2M"), read_size("500")
    (2097152, 500)
    """
    digits, unit = (text[:-1], text[-1:].lower()) if text[-1:].lower() in _UNITS else (text, "")
    if not digits.isascii() or not digits.isdigit() or not 0 < len(digits) < 16 or int(digits) == 0:
        raise UsageError(where, f"{text!r} is no size", "write bytes, or a number with k, M or G: 64M")
    return int(digits) * _UNITS.get(unit, 1)


def _check_known(have: Iterable[str], known: Iterable[str], where: str, what: str) -> None:
    known = list(known)
    for key in have:
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            hint = f"did you mean {near[0]!r}? " if near else ""
            raise UsageError(where, f"unknown {what} {key!r}", f"{hint}known are: {', '.join(known)}")
