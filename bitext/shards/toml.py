"""Settings of a run from a TOML file; its paths are relative to the folder that it lies in."""

from __future__ import annotations

import os
import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING

from bitext.errors import UsageError
from bitext.io.streams import named
from bitext.io.writing import refuse_inputs
from bitext.pipeline import parse_settings

if TYPE_CHECKING:
    from bitext.pipeline import Settings

__all__ = ["read_settings"]


def read_settings(path: str | os.PathLike[str]) -> Settings:
    r"""Read `bitext.toml`, or `[tool.bitext]` of `pyproject.toml`.

    Raises:
        UsageError: the file cannot be read, is no TOML, or holds an unknown key or a wrong value.
        OutputError: an output would be written over it.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = os.path.join(folder, "bitext.toml")
    ...     with open(path, "w", encoding="utf-8") as file:
    ...         _ = file.write('[input]\npages = "pages"')
    ...     read_settings(path).input.pages == (os.path.join(folder, "pages"),)
    True
    """
    source = named(path)
    try:
        with open(path, encoding="utf-8-sig") as file:
            made = tomllib.loads(file.read())
    except OSError as error:
        raise UsageError(source, (error.strerror or str(error)).lower(), "name the file that says what to do") from error
    except ValueError as error:  # TOML that is none, or not UTF-8
        raise UsageError(source, f"not TOML: {error}", "mend the file") from error
    if os.path.basename(os.fspath(path)) == "pyproject.toml":
        made = made.get("tool", {}).get("bitext", {})
    folder = os.path.dirname(os.fspath(path))
    settings = parse_settings(made, source=source, folder=folder)
    for out in (settings.output.path, settings.output.rejected):
        refuse_inputs(out, [path])
    model = os.path.join(folder, settings.align.encoder)
    return replace(settings, align=replace(settings.align, encoder=model)) if os.path.isdir(model) else settings
