"""`bitext glossary diff`: what changed in meaning, for people, pull requests and git."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bitext.cli.choices import format_option, one_of
from bitext.cli.terminal import Painter, complain, printable
from bitext.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bitext.glossary.differences import Change
    from bitext.glossary.impact import Effect
    from bitext.glossary.sheets import Sheet

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
    corpus: Annotated[
        list[str] | None,
        typer.Option(
            "--corpus",
            metavar="PAIRS",
            show_default=False,
            help="Pairs (TSV, JSONL or TMX): how many have a changed term, how many would now fail `verify`, three examples.",
        ),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Exit 1 when something changed.")] = False,
) -> None:
    """Show what changed in a glossary in meaning, the most consequential first; layout, order and comments do not count."""
    from bitext.glossary.differences import compare_sheets
    from bitext.glossary.impact import effect_lines
    from bitext.glossary.rendering import as_html, as_markdown, effects_as_html, effects_as_markdown
    from bitext.io.glossaries import read_version
    from bitext.io.writing import open_output

    one_of("--format", layout, _LAYOUTS)
    folder, newer = _folder(path, new), path if new is None else new
    before, after = read_version(old, folder=folder), read_version(newer, folder=folder)
    changes = compare_sheets(before, after)
    effects, total, failed = _effects(changes, before, after, corpus) if corpus else ((), 0, 0)
    if layout == "html":
        text = as_html(changes, old=old, new=newer, more=effects_as_html(effects, total) if corpus else "")
    elif layout == "md":
        text = as_markdown(changes) + (f"\n{effects_as_markdown(effects, total)}" if corpus else "")
    elif layout == "json":
        text = _as_json(changes, {"effects": [asdict(e) for e in effects], "pairs": total} if corpus else {}) + "\n"
    elif layout == "github":
        told = {effect.id: effect.text.partition(": ")[2] for effect in effects}
        text = "".join(f"{_annotation(change, told.get(change.id, ''))}\n" for change in changes)
    else:
        painter = Painter.of(sys.stdout) if output == "-" else Painter(enabled=False)
        lines = [*_lines(changes, painter), *(printable(line, one_line=True) for line in effect_lines(effects, total) if corpus)]
        text = "".join(f"{line}\n" for line in lines)
    with open_output(output, inputs=corpus or []) as out:
        out.write(text)
    if failed:
        raise typer.Exit(3)
    if check and changes:
        raise typer.Exit(1)


def _effects(
    changes: Sequence[Change], before: Iterable[Sheet], after: Iterable[Sheet], corpus: list[str]
) -> tuple[tuple[Effect, ...], int, int]:
    """What the changes mean for the corpus, its pairs, and how many pairs could not be read; each of those is named."""
    from bitext.glossary import glossary_of
    from bitext.glossary.impact import measure_effects
    from bitext.io.pairs import read_pairs
    from bitext.io.records import Failed

    failed = 0

    def pairs() -> Iterator[tuple[str, str, str]]:
        nonlocal failed
        for path in corpus:
            for pair in read_pairs(path):
                if isinstance(pair, Failed):
                    failed += 1
                    complain(str(pair.error))
                else:
                    yield pair.place, pair.zh, pair.en

    effects, total = measure_effects(changes, glossary_of(before), glossary_of(after), pairs())
    return effects, total, failed


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


def _as_json(changes: tuple[Change, ...], more: dict[str, Any]) -> str:
    from bitext.glossary.differences import count_changes

    made = {"changes": [asdict(c) for c in changes], "counts": count_changes(changes), **more}
    return printable(json.dumps(made, ensure_ascii=False, indent=1))


def _annotation(change: Change, effect: str = "") -> str:
    from bitext.cli.showing import Found, github_line
    from bitext.glossary.differences import KINDS

    level = "warning" if change.kind in _WARNINGS else "notice"
    said = printable(f"{change.text}{f' ({effect})' if effect else ''}", one_line=True)
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
