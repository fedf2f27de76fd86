"""Defaults of options from `bitext.toml`, or from `[tool.bitext]` in `pyproject.toml`.

The nearest of them is taken, from the current folder upwards. A table bears a command's name and its keys are the
command's long options: `[clean]` with `to = "jsonl"`. What the command line says wins.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer  # noqa: TC002  read by typer at run time

from bitext.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["configured_by", "find_configuration", "read_configuration"]

#: The tables that a file may hold: commands whose options it sets; explain and signature take those of clean.
_TABLES = ("clean", "convert", "dedup", "detect", "filter", "glossary", "normalize", "segment", "sites", "stats")
#: The tables of `bitext run` alone, which reads and checks them itself (see bitext.pipeline.settings).
_OF_RUNS = ("align", "input", "match", "output", "run")
#: Keys that `bitext run` adds to the options of a command.
_RUN_KEYS = {"clean": ("use",), "dedup": ("use",), "filter": ("use",)}
#: Options that hold a path: relative to the file that says it, since that may lie in a parent folder.
_PATHS = frozenset({"site-memory", "output", "glossary", "index", "rejected"})
#: Options that a file cannot set.
_NEVER = frozenset({"config", "help", "show-completion", "install-completion"})


def find_configuration(folder: Path) -> Path | None:
    """Find the nearest `bitext.toml`, or `pyproject.toml` with a `[tool.bitext]`, in a folder or above it."""
    for place in (folder, *folder.parents):
        if (place / "bitext.toml").is_file():
            return place / "bitext.toml"
        project = place / "pyproject.toml"
        if project.is_file() and "bitext" in _toml(project, quiet=True).get("tool", {}):
            return project
    return None


def read_configuration(path: Path) -> dict[str, Any]:
    """Read a file's tables.

    Raises:
        UsageError: the file cannot be read or is no TOML.
    """
    made = _toml(path)
    if path.name == "pyproject.toml":
        made = made.get("tool", {}).get("bitext", {})
    if not isinstance(made, dict):
        raise UsageError(str(path), "[tool.bitext] is no table", "write [tool.bitext.clean]")
    return made


def _toml(path: Path, *, quiet: bool = False) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
    except ValueError as error:  # TOML that is none, or not UTF-8
        reason = f"not TOML: {error}"
    if quiet:  # someone else's broken pyproject.toml is not ours to judge
        return {}
    raise UsageError(str(path), reason, "mend the file, or name another one with --config")


def configured_by(table: str) -> Callable[[typer.Context, str | None], str | None]:
    """Make the callback of an eager `--config` option: it sets the defaults of the other options."""

    def callback(ctx: typer.Context, value: str | None) -> str | None:
        if ctx.resilient_parsing:  # shell completion
            return value
        path = Path(value) if value else find_configuration(Path.cwd())
        if path is not None:
            ctx.default_map = _defaults(ctx, path, table)
        return value

    return callback


def _defaults(ctx: typer.Context, path: Path, table: str) -> dict[str, Any]:
    """Hold the file against the commands' options, and give those of this command by parameter name."""
    made = read_configuration(path)
    commands: Mapping[str, Any] = getattr(ctx.find_root().command, "commands", {})
    _known(made, sorted((*_TABLES, *_OF_RUNS)), f"{path}", "table")
    for name in made:
        if name not in _OF_RUNS:
            _long_options(path, name, made[name], commands[name])
    values: Any = made
    for part in table.split("."):
        values = values.get(part, {})
    mine = {option: p for p in ctx.command.params for option in _long(p)}
    return {mine[key].name: _value(key, value, path, mine[key]) for key, value in values.items() if key in mine}


def _long_options(path: Path, name: str, values: Any, command: Any) -> None:
    """Raise a UsageError where a table has a key that is no long option of its command."""
    if not isinstance(values, dict):
        raise UsageError(str(path), f"{name} is no table", f"write [{name}] and its options below it")
    inner = getattr(command, "commands", None)
    if inner is not None:
        _known(values, sorted(inner), f"{path}: [{name}]", "table")
        for key, value in values.items():
            _long_options(path, f"{name}.{key}", value, inner[key])
        return
    known = [o for p in command.params for o in _long(p) if o not in _NEVER]
    _known(values, sorted((*known, *_RUN_KEYS.get(name, ()))), f"{path}: [{name}]", "key")


def _known(have: Mapping[str, Any], known: Sequence[str], where: str, what: str) -> None:
    import difflib

    for key in have:
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            hint = f"did you mean {near[0]!r}? " if near else ""
            raise UsageError(where, f"unknown {what} {key!r}", f"{hint}known are: {', '.join(known)}")


def _long(parameter: Any) -> list[str]:
    return [o.removeprefix("--") for o in getattr(parameter, "opts", ()) if o.startswith("--")]


def _value(key: str, value: Any, path: Path, parameter: Any) -> Any:
    if isinstance(value, dict):
        raise UsageError(str(path), f"{key} is a table", "give it a plain value")
    place = partial(_place, path.parent) if key in _PATHS else str
    if getattr(parameter, "multiple", False):
        return [place(v) for v in value] if isinstance(value, list) else [place(value)]
    return place(value) if isinstance(value, str) else value


def _place(folder: Path, value: object) -> str:
    """A path as it is from the folder of the configuration; `-` is a stream, and a slash at the end says that it is a folder."""
    said = str(value)
    return said if said == "-" else str(folder / said) + ("/" if said.endswith("/") else "")
