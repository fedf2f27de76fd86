"""`bitext glossary diff`: what changed in meaning, for people, pull requests and git."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from bitext.cli.choices import format_option, one_of
from bitext.cli.terminal import Painter, printable
from bitext.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bitext.glossary.differences import Change

__all__ = ["diff_command", "git_diff_command"]

_LAYOUTS = ("text", "json", "md", "github", "html")
#: How a kind of change is annotated; those that may break a translation are warnings.
_WARNINGS = frozenset({"preferred", "forbidden", "removed", "split", "joined", "renamed"})


def diff_command(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The older version: a file, a folder, REVISION:PATH, or a git revision.")],
    new: Annotated[
        str | None, typer.Argument(metavar="[NEW]", help="The newer version; without it the folder as it is now.", show_default=False)
    ] = None,
    path: Annotated[
        str, typer.Option("--path", metavar="PATH", help="The file or folder of which a bare revision is read.")
    ] = "glossaries",
    layout: Annotated[str, format_option(*_LAYOUTS)] = "text",
    output: Annotated[str, typer.Option("-o", "--output", metavar="OUT", help="Where it goes.")] = "-",
    check: Annotated[bool, typer.Option("--check", help="Exit 1 when something changed.")] = False,
) -> None:
    """Show what changed in a glossary in meaning, the most consequential first; layout, order and comments do not count."""
    from bitext.glossary.differences import compare_sheets
    from bitext.glossary.rendering import as_html, as_markdown
    from bitext.io.glossaries import read_version
    from bitext.io.writing import open_output

    one_of("--format", layout, _LAYOUTS)
    folder, newer = _folder(path, new), path if new is None else new
    changes = compare_sheets(read_version(old, folder=folder), read_version(newer, folder=folder))
    if layout == "html":
        text = as_html(changes, old=old, new=newer)
    elif layout == "md":
        text = as_markdown(changes)
    elif layout == "json":
        text = _as_json(changes) + "\n"
    elif layout == "github":
        text = "".join(f"{_annotation(change)}\n" for change in changes)
    else:
        painter = Painter.of(sys.stdout) if output == "-" else Painter(enabled=False)
        text = "".join(f"{line}\n" for line in _lines(changes, painter))
    with open_output(output) as out:
        out.write(text)
    if check and changes:
        raise typer.Exit(1)


def _folder(path: str, new: str | None) -> str:
    """Where a bare revision is read, relative to the current folder: at the path that it is compared with, if that is one."""
    import os

    chosen = new if new is not None and new != "-" and os.path.exists(new) else path  # noqa: PTH110  a relative path is wanted
    return "./" + os.path.relpath(chosen).replace(os.sep, "/")


def _lines(changes: tuple[Change, ...], paint: Painter) -> Iterator[str]:
    from bitext.glossary.differences import KINDS

    if not changes:
        yield "no change of meaning"
    for kind, group in groupby(changes, key=lambda c: c.kind):
        yield paint(KINDS[kind], "bold")
        yield from (f"  {printable(change.text, one_line=True)}" for change in group)


def _as_json(changes: tuple[Change, ...]) -> str:
    from bitext.glossary.differences import count_changes

    made = {"changes": [asdict(c) for c in changes], "counts": count_changes(changes)}
    return printable(json.dumps(made, ensure_ascii=False, indent=1))


def _annotation(change: Change) -> str:
    from bitext.cli.showing import Found, github_line
    from bitext.glossary.differences import KINDS

    level = "warning" if change.kind in _WARNINGS else "notice"
    said = printable(change.text, one_line=True)
    return github_line(Found(change.file, max(change.line, 1), level, KINDS[change.kind], "glossary", "flag", change.id, said))


def git_diff_command(
    arguments: Annotated[list[str], typer.Argument(metavar="PATH OLD HEX MODE NEW HEX MODE", help="What git gives an external diff.")],
) -> None:
    """Show one file's changes for `git diff`, as gitattributes(5) has an external diff called."""
    from bitext.glossary.differences import compare_sheets
    from bitext.io.glossaries import read_sheet

    if len(arguments) < 7:
        raise InputError("git-diff", "was not called by git", "use `bitext glossary diff`")
    path, old, new = arguments[0], arguments[1], arguments[4]
    paint = Painter.of(sys.stdout)
    typer.echo(paint(printable(f"glossary {path}", one_line=True), "bold"))
    try:
        lines = list(_lines(compare_sheets([read_sheet(old)], [read_sheet(new)]), paint))
    except InputError as error:  # git would show nothing more of any file
        lines = [printable(f"  cannot be compared by concept: {error}; see `git diff --no-ext-diff`", one_line=True)]
    typer.echo("\n".join(lines))
