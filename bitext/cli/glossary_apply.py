"""`bitext glossary apply`: write the preferred terms into texts, documents and pairs; every change is an edit."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from bitext.cli.choices import (
    DEFAULT_LIMIT,
    Check,
    Exclude,
    Include,
    Jobs,
    Limit,
    Quiet,
    config_option,
    files_or_help,
    format_option,
    one_of,
    parse_limit,
)
from bitext.cli.glossary_find import Terms, glossary_name, read_terms
from bitext.cli.terminal import complain, printable, say
from bitext.errors import BitextError, RecordError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bitext.glossary.applying import Gloss
    from bitext.glossary.finding import TermIndex
    from bitext.io.records import Failed, Record
    from bitext.model import Block, Edit

__all__ = ["apply_command"]

_Show = Literal["output", "diff", "findings"]


@dataclass(frozen=True, slots=True)
class _Task:
    """What is asked of every input; plain values, since it crosses to worker processes."""

    index: TermIndex
    gloss: Gloss
    to: str
    show: _Show
    layout: str
    pairs: bool


@dataclass(frozen=True, slots=True)
class _Done:
    output: str = ""
    failure: str = ""
    edits: int = 0
    flags: int = 0


def apply_command(
    ctx: typer.Context,
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILES|-", help="Texts, JSONL records or documents; pairs with --pairs; - for standard input.", show_default=False
        ),
    ] = None,
    glossary: Terms = None,
    gloss: Annotated[
        str,
        typer.Option("--gloss", metavar="han|names|none", help="Gloss bare Chinese names in English; names: English ones in pinyin too."),
    ] = "han",
    pairs: Annotated[bool, typer.Option("--pairs", help="The lines are pairs: zh, tab, en, or objects with zh and en.")] = False,
    to: Annotated[str | None, typer.Option("--to", metavar="text|jsonl", help="Else as the input is.", show_default=False)] = None,
    output: Annotated[str, typer.Option("-o", "--output", metavar="OUT", help="A file.")] = "-",
    check: Check = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List what would change, and what is flagged; write nothing.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show the lines that would change; write nothing.")] = False,
    layout: Annotated[str, format_option("text", "json", "github")] = "text",
    jobs: Jobs = 1,
    include: Include = None,
    exclude: Exclude = None,
    limit: Limit = DEFAULT_LIMIT,
    quiet: Quiet = False,
    config: Annotated[str | None, config_option("glossary.apply")] = None,
) -> None:
    """Replace forbidden forms by the preferred ones, and gloss bare Chinese names in English on first mention.

    A text stays a text, a record of JSONL or a document of bitext clean becomes one with its edits, a pair stays a pair. What
    may be ordinary language is replaced only where the document or the other side of the pair shows that the concept is meant;
    else it is flagged. Exit codes: 0 fine, 1 --check found something, 2 usage, 3 some inputs or records failed (the others are
    done), 4 the output cannot be written, 130 interrupted.
    """
    from bitext.cli.pool import map_in_order, processors
    from bitext.glossary.finding import make_index
    from bitext.io.writing import is_folder, open_output
    from bitext.signature import make_signature

    del config  # the callback has set the defaults
    one_of("--gloss", gloss, ("han", "names", "none"))
    one_of("--format", layout, ("text", "json", "github"))
    if to is not None:
        one_of("--to", to, ("text", "jsonl"))
    if is_folder(output):
        raise UsageError("-o", "glossary apply writes one output", "name a file")
    size = parse_limit(limit)
    inputs = files_or_help(ctx, files)
    terms = read_terms(glossary)
    show: _Show = "diff" if diff else "findings" if check or dry_run else "output"
    task = _Task(make_index(terms), gloss, to or "", show, layout, pairs)  # type: ignore[arg-type]
    items = _items(inputs, tuple(include or ()), tuple(exclude or ()), size, pairs=pairs)
    done = _Done()
    with open_output(output, inputs=[path for path in inputs if path != "-"]) as out:
        for one in map_in_order(partial(_work, task), items, _size, jobs or processors()):
            if one.failure:
                complain(one.failure)
            done = _Done("", done.failure or one.failure, done.edits + one.edits, done.flags + one.flags)
            out.write(printable(one.output) if show != "output" else one.output)
    if not quiet and show != "output":
        signature = make_signature(steps=("words", "gloss"), glossary=(glossary_name(glossary), terms.digest))
        say(f"{done.edits} edits, {done.flags} flags; {signature}")
    if done.failure:
        raise typer.Exit(3)
    if check and done.edits:
        raise typer.Exit(1)


_Item = tuple[str, "Record | Failed | str", int]


def _items(inputs: list[str], include: tuple[str, ...], exclude: tuple[str, ...], limit: int, *, pairs: bool) -> Iterator[_Item]:
    """Every record, or with `pairs` every line, with its file and number."""
    from bitext.io.lines import Lines, read_lines
    from bitext.io.reading import find_inputs, read_input
    from bitext.io.records import Failed
    from bitext.io.streams import named

    for found in find_inputs(inputs, include=include, exclude=exclude):
        if isinstance(found, Failed):
            yield found.place, found, 1
            continue
        file = named(found.path)
        if not pairs:
            yield from ((file, record, record.position) for record in read_input(found.path, limit=limit))
            continue
        for read in read_lines(found.path, form="text", limit=limit):
            if not isinstance(read, Lines):
                yield file, read, 1
                continue
            yield from ((file, line, number) for number, line in enumerate(read.texts, read.first))


def _size(item: _Item) -> int:
    record = item[1]
    return len(record) if isinstance(record, str) else len(getattr(record, "content", ""))


def _work(task: _Task, item: _Item) -> _Done:
    """Apply the glossary to one record or pair and render what is asked; a bad one is an outcome, since the others go on."""
    from bitext.io.records import Failed

    file, record, number = item
    try:
        if isinstance(record, Failed):
            raise record.error
        if isinstance(record, str):
            return _pair(task, file, record, number)
        return _record(task, file, record)
    except BitextError as error:
        return _Done(failure=str(error))


def _record(task: _Task, file: str, record: Record) -> _Done:
    """A text, or a document that cleaning wrote."""
    from bitext.glossary.applying import apply_glossary
    from bitext.io.documents import SCHEMA, as_json, as_object, document_of
    from bitext.model import Block

    if record.extra.get("schema") == SCHEMA:
        document = document_of({"source": record.place, **record.extra, "id": record.id or "", "text": ""})
        made, edits = apply_glossary(document.blocks, task.index, gloss=task.gloss)
        shown = _shown(task, file, record.position, document.blocks, made, edits, lines=False)
        changed = replace(document, blocks=made, edits=(*document.edits, *edits))
        return shown or _counted(changed.text + "\n" if task.to == "text" else as_json(as_object(changed)) + "\n", edits)
    if record.form == "html":
        raise RecordError(record.place, "is HTML", "clean it first: bitext clean --to jsonl")
    text = record.read().text
    blocks = tuple(Block(str(n), "paragraph", line) for n, line in enumerate(text.split("\n")))
    made, edits = apply_glossary(blocks, task.index, gloss=task.gloss)
    whole = isinstance(record.content, bytes)  # a file of text, not a record among others
    shown = _shown(task, file, 1 if whole else record.position, blocks, made, edits, lines=whole)
    after = "\n".join(block.text for block in made)
    if shown or task.to == "text" or (whole and not task.to):
        return shown or _counted(after, edits)
    own = {"id": record.id or record.place, **dict(record.extra), "text": after, "edits": [asdict(edit) for edit in edits]}
    return _counted(as_json(own) + "\n", edits)


def _pair(task: _Task, file: str, line: str, number: int) -> _Done:
    """A line of TSV or a JSON object; each side is the other's evidence."""
    from bitext.glossary.applying import apply_glossary
    from bitext.io.documents import as_json
    from bitext.io.jsonl import load_object
    from bitext.model import Block

    if not line.strip():
        return _Done(line + "\n" if task.show == "output" else "")
    place = f"{file}:{number}"
    made: dict[str, Any] | None = None
    cells: list[str] = []
    if line.lstrip().startswith("{"):
        try:
            made = load_object(line.encode("utf-8", "surrogatepass"))
        except (ValueError, RecursionError) as error:
            raise RecordError(place, f"is no JSON object ({error})", "mend the line, or leave it out") from error
        zh, en = made.get("zh"), made.get("en")
    else:
        cells = line.split("\t")
        zh, en = cells[:2] if len(cells) > 1 else (None, None)
    if not isinstance(zh, str) or not isinstance(en, str):
        raise RecordError(place, "has no texts `zh` and `en`", "write {zh, en} objects a line, or lines of zh, a tab, en")
    sides = {"zh": zh, "en": en}
    every: list[Edit] = []
    before, after = [], []
    for side, text in sides.items():
        other = sides["en" if side == "zh" else "zh"]
        block = Block(side, "paragraph", text)
        written, edits = apply_glossary((block,), task.index, other=other, gloss=task.gloss)
        every += edits
        before.append(block)
        after.append(written[0])
    shown = _shown(task, file, number, tuple(before), tuple(after), tuple(every), lines=False)
    if shown:
        return shown
    if made is None and task.to != "jsonl":
        return _counted("\t".join((after[0].text, after[1].text, *cells[2:])) + "\n", every)
    made = made or {}
    edits_before = made.get("edits") if isinstance(made.get("edits"), list) else []
    made |= {"zh": after[0].text, "en": after[1].text, "edits": [*(edits_before or []), *(asdict(edit) for edit in every)]}
    return _counted(as_json(made) + "\n", every)


def _counted(output: str, edits: tuple[Edit, ...] | list[Edit]) -> _Done:
    flags = sum(edit.action == "flag" for edit in edits)
    return _Done(output, "", len(edits) - flags, flags)


def _shown(
    task: _Task, file: str, line: int, before: tuple[Block, ...], after: tuple[Block, ...], edits: tuple[Edit, ...], *, lines: bool
) -> _Done | None:
    """What `--diff`, `--check` and `--dry-run` show; None where the output itself is asked for. `lines`: blocks are lines."""
    if task.show == "output":
        return None
    said: list[str] = []
    if task.show == "diff":
        for number, (old, new) in enumerate(zip(before, after, strict=True)):
            if old.text != new.text:
                rules = ", ".join(dict.fromkeys(edit.rule for edit in edits if edit.block == old.id and edit.action == "edit"))
                place = f"line {line + number}" if lines else f"line {line}, block {old.id}"
                said += [f"@@ {printable(file, one_line=True)}, {place}: {rules} @@", *_sides(old.text, new.text)]
        return _counted("".join(text + "\n" for text in said), edits)
    for edit in edits:
        at = line + int(edit.block or 0) if lines else line
        said.append(_told(task.layout, file, at, edit))
    return _counted("".join(text + "\n" for text in said), edits)


def _sides(old: str, new: str) -> list[str]:
    return ["-" + printable(old, one_line=True), "+" + printable(new, one_line=True)]


def _told(layout: str, file: str, line: int, edit: Edit) -> str:
    from bitext.cli.showing import Found, github_line, text_line

    if layout == "json":
        return json.dumps({"file": file, "line": line, **asdict(edit)}, ensure_ascii=False)
    change = f"[{edit.before!r} → {edit.after!r}]" if edit.action == "edit" else f"[{edit.before!r}]"
    level = "notice" if edit.action == "flag" else "warning"
    found = Found(file, line, level, edit.rule, edit.category, edit.action, edit.block, printable(f"{edit.why} {change}", one_line=True))
    return github_line(found) if layout == "github" else text_line(found)
