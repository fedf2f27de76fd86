"""`bitext glossary …`: fmt, check, add and merge; comparing, searching and git have modules of their own."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Annotated

import typer

from bitext.cli.choices import Quiet, files_or_help, format_option, one_of
from bitext.cli.terminal import complain, printable, say
from bitext.errors import InputError, UsageError

if TYPE_CHECKING:
    from bitext.glossary.model import Concept, Fault
    from bitext.glossary.sheets import Entry, Sheet

__all__ = ["add_command", "check_command", "fmt_command", "merge_command", "show_faults"]

Glossaries = Annotated[
    list[str] | None,
    typer.Argument(metavar="FILES|-", help="Glossary files, folders (every .toml in them), or - for standard input.", show_default=False),
]
_Check = Annotated[bool, typer.Option("--check", help="Write nothing; name the files that are not canonical, and exit 1 if any is.")]


def fmt_command(ctx: typer.Context, files: Glossaries = None, check: _Check = False, quiet: Quiet = False) -> None:
    """Write glossary files in canonical form: sorted by id, fields in order, comments kept.

    Files are rewritten in place; standard input goes to standard output.
    """
    from bitext.glossary.sheets import write_sheet
    from bitext.io.glossaries import read_places
    from bitext.io.records import Failed
    from bitext.io.writing import open_output

    changed = failed = 0
    for path, found in read_places(files_or_help(ctx, files)):
        try:
            if isinstance(found, Failed):
                raise found.error
            text = write_sheet(_writable(found))
        except InputError as error:
            failed += 1
            complain(str(error))
            continue
        if check and found.text != text:
            typer.echo(printable(found.name, one_line=True))
        if not check and (found.text != text or path == "-"):
            with open_output(path) as out:
                out.write(text)
        changed += found.text != text
    if not quiet:
        say(f"{changed} {'not canonical' if check else 'rewritten'}, {failed} failed")
    if failed:
        raise typer.Exit(3)
    if check and changed:
        raise typer.Exit(1)


def check_command(
    ctx: typer.Context,
    files: Glossaries = None,
    layout: Annotated[str, format_option("text", "json", "github")] = "text",
    quiet: Quiet = False,
) -> None:
    """Find every fault of glossary files at once, each with file, line and remedy; exit 1 when there is one.

    The files are checked as one glossary: ids and terms must not clash between them.
    """
    from bitext.glossary.faults import find_faults
    from bitext.io.glossaries import read_sheets
    from bitext.io.records import Failed

    one_of("--format", layout, ("text", "json", "github"))
    sheets, failed = [], 0
    for found in read_sheets(files_or_help(ctx, files)):
        if isinstance(found, Failed):
            failed += 1
            complain(str(found.error))
        else:
            sheets.append(found)
    faults = find_faults(sheets)
    concepts = sum(len(sheet.entries) for sheet in sheets)
    show_faults(faults, layout, concepts, len(sheets))
    if not quiet and layout == "text":
        say(f"{len(sheets)} files, {concepts} concepts, {len(faults)} faults, {failed} failed")
    if failed:
        raise typer.Exit(3)
    if faults:
        raise typer.Exit(1)


def show_faults(faults: tuple[Fault, ...], layout: str, concepts: int, files: int) -> None:
    """Write faults to standard output."""
    if layout == "json":
        made = {"faults": [asdict(f) for f in faults], "files": files, "concepts": concepts}
        typer.echo(printable(json.dumps(made, ensure_ascii=False, indent=1)))
        return
    for fault in faults:
        typer.echo(_annotation(fault) if layout == "github" else printable(str(fault), one_line=True))


def _annotation(fault: Fault) -> str:
    from bitext.cli.showing import Found, github_line

    about = f"{fault.concept}: " if fault.concept else ""
    said = printable(f"{about}{fault.message}; {fault.remedy}", one_line=True)
    return github_line(Found(fault.file, fault.line, "error", fault.kind, "glossary", "flag", fault.concept, said))


def add_command(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The glossary file; it is made if it is not there.")],
    drafts: Annotated[
        str | None,
        typer.Argument(metavar="[DRAFTS|-]", help="A file of [[concept]] blocks to add, instead of the options.", show_default=False),
    ] = None,
    zh: Annotated[
        list[str] | None, typer.Option("--zh", metavar="TERM", help="A Chinese term, the preferred one first.", show_default=False)
    ] = None,
    en: Annotated[
        list[str] | None, typer.Option("--en", metavar="TERM", help="An English term, the preferred one first.", show_default=False)
    ] = None,
    concept_id: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="The id; else made of the English.", show_default=False)
    ] = None,
    ground: Annotated[
        str,
        typer.Option("--ground", metavar="official|usage|literal|pinyin|lexicon", help="How the English was found.", show_default=False),
    ] = "",
    status: Annotated[str, typer.Option("--status", metavar="draft|approved|deprecated", help="The status.")] = "draft",
    domain: Annotated[str, typer.Option("--domain", metavar="DOMAIN", help="The domain.", show_default=False)] = "",
    definition: Annotated[str, typer.Option("--definition", metavar="TEXT", help="The definition.", show_default=False)] = "",
    pos: Annotated[str, typer.Option("--pos", metavar="TEXT", help="The part of speech.", show_default=False)] = "",
    source: Annotated[str, typer.Option("--source", metavar="TEXT", help="The page or document with its date.", show_default=False)] = "",
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="What a translator should know.", show_default=False)] = "",
    forbidden_zh: Annotated[
        list[str] | None, typer.Option("--forbidden-zh", metavar="TERM", help="A wrong Chinese rendering.", show_default=False)
    ] = None,
    forbidden_en: Annotated[
        list[str] | None, typer.Option("--forbidden-en", metavar="TERM", help="A wrong English rendering.", show_default=False)
    ] = None,
    against: Annotated[
        list[str] | None,
        typer.Option(
            "--against", metavar="PATH", help="Other files of the glossary, whose ids and terms must not clash.", show_default=False
        ),
    ] = None,
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="OUT", help="Write there instead of into FILE.", show_default=False)
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Add a concept in its sorted place, from options or from draft blocks; comments stay where they were.

    What would bring a fault (a clash of ids or terms, no ground, …) is refused and named; exit 3, the others are added.
    """
    from bitext.glossary.adding import add_entries
    from bitext.glossary.sheets import write_sheet
    from bitext.io.writing import open_output

    if (drafts is None) == (not zh and not en):
        raise UsageError("glossary add", "takes either --zh and --en, or a file of drafts", "give one of the two")
    entries = _drafts(drafts) if drafts is not None else [_from_options(
        zh, en, concept_id, ground=ground, status=status, domain=domain, definition=definition, pos=pos, source=source, note=note,
        forbidden_zh=tuple(forbidden_zh or ()), forbidden_en=tuple(forbidden_en or ()),
    )]  # fmt: skip
    grown, refused = add_entries(_writable(_existing(file)), entries, _others(file, against or []))
    if len(refused) < len(entries):
        with open_output(output or file, inputs=[drafts] if drafts else []) as out:
            out.write(write_sheet(grown))
    for entry, faults in refused:
        for fault in faults:
            complain(f"{entry.id or 'a draft'} is refused: {fault.message}; {fault.remedy}")
    if not quiet:
        added = [e.id for e in entries if all(e is not r for r, _ in refused)]
        say(f"added {', '.join(added) or 'nothing'}; {len(refused)} refused")
    if refused:
        raise typer.Exit(3)


def _from_options(zh: list[str] | None, en: list[str] | None, concept_id: str | None, **fields: object) -> Entry:
    from bitext.glossary.adding import make_id
    from bitext.glossary.model import Concept
    from bitext.glossary.sheets import entry_of

    try:
        " ".join([*(zh or ()), *(en or ()), *map(str, fields.values())]).encode()
    except UnicodeEncodeError as error:
        raise UsageError("glossary add", "a term is not UTF-8", "check the terminal's encoding") from error
    made: Concept = Concept(concept_id or make_id(en[0] if en else ""), tuple(zh or ()), tuple(en or ()), **fields)  # type: ignore[arg-type]
    return entry_of(made)


def _drafts(path: str) -> list[Entry]:
    from bitext.io.glossaries import read_sheet

    sheet = read_sheet(path)
    if sheet.broken or not sheet.entries:
        first = sheet.problems[0] if sheet.problems else None
        where, what = (f"{sheet.name}:{first.line}", first.message) if first else (sheet.name, "holds no [[concept]] block")
        raise InputError(where, what, first.remedy if first else "write the drafts as [[concept]] blocks")
    return [
        replace(e, above=e.above if n or not sheet.head else (*(x for x in sheet.head if x), *e.above)) for n, e in enumerate(sheet.entries)
    ]


def _existing(path: str) -> Sheet:
    from pathlib import Path

    from bitext.glossary.sheets import Sheet
    from bitext.io.glossaries import read_sheet

    return read_sheet(path) if path == "-" or Path(path).exists() else Sheet(path)


def _others(path: str, against: list[str]) -> list[Sheet]:
    from pathlib import Path

    from bitext.io.glossaries import read_sheets
    from bitext.io.records import Failed

    sheets = []
    for found in read_sheets(against):
        if isinstance(found, Failed):
            raise found.error
        if not (Path(path).exists() and Path(path).samefile(found.name)):
            sheets.append(found)
    return sheets


def _writable(sheet: Sheet) -> Sheet:
    """A sheet that can be written without loss; raises InputError for another."""
    if sheet.broken:
        first = sheet.problems[0]
        raise InputError(f"{sheet.name}:{first.line}", first.message, f"{first.remedy}; `bitext glossary check` lists every fault")
    return sheet


def merge_command(
    base: Annotated[str, typer.Argument(metavar="BASE", help="The version from which both sides come.")],
    ours: Annotated[str, typer.Argument(metavar="OURS", help="One side.")],
    theirs: Annotated[str, typer.Argument(metavar="THEIRS", help="The other side.")],
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="OUT", help="Where the merged file goes; may be one of the three.")
    ] = "-",
    names: Annotated[
        str | None,
        typer.Option(
            "--names", metavar="OURS,THEIRS", help="What the sides are called at the markers; else the files' names.", show_default=False
        ),
    ] = None,
    about: Annotated[
        str | None, typer.Option("--path", metavar="PATH", help="What the file is called in messages.", show_default=False)
    ] = None,
    marker_size: Annotated[int, typer.Option("--marker-size", metavar="N", min=7, max=100, help="Characters of a conflict marker.")] = 7,
    whole: Annotated[
        bool, typer.Option("--or-whole", help="Where a side cannot be read, mark the whole file as a conflict instead of failing.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Merge two versions of a glossary file by concept and field; exit 1 when there are conflicts.

    Conflicts are: both sides changed one field, one deleted what the other changed, both made one id or claim one term
    in new concepts. They are written with git's markers, which `glossary check` refuses.
    """
    from bitext.glossary.merging import merge_sheets
    from bitext.io.glossaries import read_sheet
    from bitext.io.writing import open_output

    sides = _names(names, ours, theirs)
    try:
        sheets = [read_sheet(path) for path in (base, ours, theirs)]
        merged = merge_sheets(sheets[0], sheets[1], sheets[2], names=sides, width=marker_size)
        text, said = merged.text, [conflict.text for conflict in merged.conflicts]
    except InputError as error:
        if not whole:
            raise
        text, said = _whole(ours, theirs, sides, marker_size), [f"cannot be merged by concept ({error})"]
    with open_output(output) as out:
        out.write(text)
    if not quiet:
        for line in said:
            complain(f"{about or output}: conflict: {line}")
    if said:
        raise typer.Exit(1)


def _names(names: str | None, ours: str, theirs: str) -> tuple[str, str]:
    if names is None:
        return ours, theirs
    left, comma, right = names.partition(",")
    if not (left.strip() and comma and right.strip()):
        raise UsageError("--names", f"{names!r} names no two sides", "write two names with a comma between: main,topic")
    return left.strip(), right.strip()


def _whole(ours: str, theirs: str, names: tuple[str, str], width: int) -> str:
    """Both files in full between markers: nothing can be lost unseen."""
    from bitext.io.glossaries import LIMIT
    from bitext.io.streams import named, open_input, read_bounded

    texts = []
    for path in (ours, theirs):
        with open_input(path) as stream:
            text = read_bounded(stream, LIMIT, named(path)).decode("utf-8", "replace")
        texts.append(text if text.endswith("\n") or not text else text + "\n")
    return f"{'<' * width} {names[0]}\n{texts[0]}{'=' * width}\n{texts[1]}{'>' * width} {names[1]}\n"
