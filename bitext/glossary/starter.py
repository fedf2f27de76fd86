"""The glossary that comes with bitext: `glossaries/` of the repository, which the wheel carries inside the package."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from bitext.errors import InputError
from bitext.glossary.parsing import parse_sheet, readable_sheet
from bitext.glossary.sheets import glossary_of

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from bitext.glossary.model import Glossary
    from bitext.glossary.sheets import Sheet

__all__ = ["load_starter", "starter_sheets"]


@lru_cache(maxsize=1)
def load_starter() -> Glossary:
    """Read the glossary that comes with bitext, once.

    Raises:
        InputError: the installation lacks it.

    >>> load_starter()["yujintong"].en
    ('Yujintong',)
    """
    return glossary_of(readable_sheet(sheet) for sheet in starter_sheets())


def starter_sheets() -> tuple[Sheet, ...]:
    """Read its files, in the order of their names; raises what `load_starter` raises."""
    folder = _folder()
    files = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda entry: entry.name)
    return tuple(parse_sheet(entry.read_bytes(), f"glossaries/{entry.name}") for entry in files)


def _folder() -> Traversable:
    """Inside the package as installed from a wheel, beside it in a checkout."""
    inside = resources.files("bitext").joinpath("glossaries")
    if inside.is_dir():
        return inside
    beside = Path(__file__).resolve().parents[2] / "glossaries"
    if (beside / "README.md").is_file():
        return beside
    raise InputError("glossaries", "do not come with this installation", "install bitext again")
