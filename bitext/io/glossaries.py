"""Glossary files: from paths and folders, and out of git's history."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from bitext.errors import InputError
from bitext.glossary import glossary_of, parse_sheet
from bitext.glossary.parsing import readable_sheet
from bitext.io.reading import find_inputs
from bitext.io.records import Failed
from bitext.io.streams import named, open_input, read_bounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bitext.glossary import Glossary, Sheet

__all__ = ["LIMIT", "read_glossary", "read_places", "read_revision", "read_sheet", "read_sheets", "read_version"]

#: 32 MiB: some hundred thousand concepts.
LIMIT = 32 * 1024 * 1024
_PATTERN = "*.toml"
_GIT_REMEDY = "check the revision; `git log` lists them"


def read_sheet(path: str | os.PathLike[str], *, limit: int = LIMIT) -> Sheet:
    """Read a glossary file, or stdin (`-`), with its faults.

    Args:
        path: the file.
        limit: bytes it may have.

    Raises:
        InputError: it is missing, unreadable or over the limit.
    """
    with open_input(path) as stream:
        return parse_sheet(read_bounded(stream, limit, named(path)), named(path))


def read_sheets(paths: Iterable[str | os.PathLike[str]], *, limit: int = LIMIT) -> Iterator[Sheet | Failed]:
    """Read files and folders (every `.toml` in them, in sorted order); what cannot be read becomes a `Failed`."""
    for _, found in read_places(paths, limit=limit):
        yield found


def read_places(paths: Iterable[str | os.PathLike[str]], *, limit: int = LIMIT) -> Iterator[tuple[str, Sheet | Failed]]:
    """As `read_sheets`, each with its path as the system has it: a sheet's name is for people."""
    for found in find_inputs(paths, include=[_PATTERN]):
        if isinstance(found, Failed):
            yield found.place, found
            continue
        try:
            yield found.path, read_sheet(found.path, limit=limit)
        except InputError as error:
            yield found.path, Failed(named(found.path), error)


def read_glossary(*paths: str | os.PathLike[str], limit: int = LIMIT) -> Glossary:
    """Read files and folders as one glossary.

    Raises:
        InputError: one cannot be read, or not whole; `bitext glossary check` lists the faults.
    """
    sheets = []
    for found in read_sheets(paths, limit=limit):
        if isinstance(found, Failed):
            raise found.error
        sheets.append(readable_sheet(found))
    return glossary_of(sheets)


def read_version(place: str, *, folder: str = "./glossaries", limit: int = LIMIT) -> list[Sheet]:
    """Read one side of a comparison: a file or folder, `REVISION:PATH`, or a git revision, of which `folder` is read.

    A path that exists is a path, whatever else it may name; a file named nothing (`/dev/null`) is an empty glossary.

    Raises:
        InputError: it is neither, or cannot be read.
    """
    if place == "-" or os.path.exists(place):
        sheets = []
        for found in read_sheets([place], limit=limit):
            if isinstance(found, Failed):
                raise found.error
            sheets.append(found)
        return sheets
    revision, colon, path = place.partition(":")
    if not revision or revision.startswith("-"):
        raise InputError(named(place), "is no file, folder or git revision", "check the path")
    return read_revision(revision, path if colon else folder, limit=limit)


def read_revision(revision: str, path: str, *, limit: int = LIMIT) -> list[Sheet]:
    """Read the glossary files that a path had in a git revision; none where it was not there yet.

    Args:
        revision: whatever `git rev-parse` understands.
        path: a file or folder; as git has it, from the top of the repository, or from here when it begins with a dot.
        limit: bytes a file may have.

    Raises:
        InputError: there is no git, no repository or no such revision.
    """
    commit = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}", about=revision).decode().strip()
    here = path.startswith(".")
    clean = os.path.normpath(path).replace(os.sep, "/")
    scope = [] if here else ["--full-tree"]
    listing = _git("ls-tree", "-r", "-z", "--name-only", *scope, commit, "--", *([] if clean == "." else [clean]), about=path)
    sheets = []
    for name in listing.decode("utf-8", "surrogateescape").split("\0"):
        if name and (name == clean or name.endswith(".toml")):
            data = _git("cat-file", "blob", f"{commit}:{'./' if here else ''}{name}", about=f"{revision}:{name}")
            if len(data) > limit:
                raise InputError(named(name), f"is over the limit of {limit} bytes in {revision}", "compare smaller files")
            sheets.append(parse_sheet(data, named(name)))
    return sheets


def _git(*arguments: str, about: str) -> bytes:
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, check=False)  # noqa: S603, S607  no shell, git as the person has it
    except OSError as error:
        raise InputError(named(about), "is no file, and git is not to be had", "check the path, or install git") from error
    except ValueError as error:
        raise InputError(named(about), "is no possible name", "check the path") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().split("\n")[-1][:200] or "no such file, folder or git revision"
        raise InputError(named(about), said, _GIT_REMEDY)
    return done.stdout
