"""`bitext glossary install-git`: tell git how to merge and to compare glossary files in one repository."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from bitext.cli.choices import Quiet  # noqa: TC001  read by typer at run time
from bitext.cli.terminal import say
from bitext.errors import InputError, UsageError

__all__ = ["install_git_command", "settings"]

_DRIVER = "bitext-glossary"


def install_git_command(
    pattern: Annotated[
        str, typer.Option("--pattern", metavar="GLOB", help="Which files are glossaries, as .gitattributes writes it.")
    ] = "glossaries/**/*.toml",
    quiet: Quiet = False,
) -> None:
    """Set the merge and diff drivers in this repository's own configuration, and the files they are for in .gitattributes.

    The configuration is local: each person runs this once in a clone. .gitattributes is to be committed.
    """
    if any(char.isspace() or char in '"\\' for char in pattern) or not pattern or pattern[0] in "#!":
        raise UsageError("--pattern", f"{pattern!r} cannot stand in .gitattributes", "write a glob without spaces and quotes")
    top = Path(_git("rev-parse", "--show-toplevel").strip())
    for name, value in settings(sys.executable).items():
        _git("config", "--local", name, value)
    line = f"{pattern} diff={_DRIVER} merge={_DRIVER}"
    changed = _add_line(top / ".gitattributes", line)
    if not quiet:
        say(f"drivers set in the configuration of {top}; .gitattributes {'has now' if changed else 'had already'}: {line}")


def settings(python: str) -> dict[str, str]:
    """Give git's settings: gitattributes(5), "Defining a custom merge driver" and "Defining an external diff driver".

    The interpreter is named in full, since git may run where no virtual environment is active.

    >>> settings("/opt/my python")["merge.bitext-glossary.driver"].split(" -m ")[0]
    "'/opt/my python'"
    """
    run = f"{shlex.quote(python)} -m bitext glossary"
    return {
        f"merge.{_DRIVER}.name": "glossaries by concept and field",
        f"merge.{_DRIVER}.driver": f"{run} merge %O %A %B -o %A --names ours,theirs --path %P --marker-size %L --or-whole",
        f"diff.{_DRIVER}.command": f"{run} git-diff",
        f"diff.{_DRIVER}.xfuncname": '^id = "(.*)"',
    }


def _add_line(path: Path, line: str) -> bool:
    """Add a line to a file unless it is there; line ends stay what they are."""
    from bitext.io.writing import open_output

    try:
        before = path.read_bytes().decode("utf-8") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(path), "cannot be read", f"add the line yourself: {line}") from error
    if line in before.splitlines():
        return False
    end = "\r\n" if "\r\n" in before else "\n"
    with open_output(path) as out:
        out.write(before + ("" if not before or before.endswith("\n") else end) + line + end)
    return True


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, check=False, encoding="utf-8", errors="replace")  # noqa: S603, S607
    except OSError as error:
        raise InputError("git", "is not to be had", "install git") from error
    if done.returncode:
        raise InputError("git", done.stderr.strip().split("\n")[-1][:200] or "failed", "run this inside a git repository")
    return done.stdout
