"""Write the pages that the code itself knows: docs/rules.md from the rules, docs/commands.md from the commands.

`python -m tools.write_docs` writes them; with `--check` it only says which are stale, and exits 1 if any is.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from typer.core import TyperGroup

from bitext.cli import app
from bitext.filtering import FILTERS
from bitext.filtering.declaring import GROUPS
from bitext.model import CATEGORIES
from bitext.rules import RETIRED, RULES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from bitext.filtering import Filter
    from bitext.rules.rule import Example, Rule

__all__ = ["PAGES", "commands", "main"]

DOCS = Path(__file__).resolve().parent.parent / "docs"
NOTE = "<!-- Written by tools/write_docs.py from the code: change the code, then run `make pages`. -->"
#: What holds for all commands.
SHARED = (
    "## Exit codes, and empty inputs",
    "",
    "| code | what it says |",
    "| --- | --- |",
    "| 0 | done |",
    "| 1 | `--check` found something |",
    "| 2 | usage or configuration |",
    "| 3 | an input or a record is missing, cannot be read or failed; it is named with the reason and a remedy, and the others are done |",
    "| 4 | the output cannot be written |",
    "| 130 | interrupted |",
    "",
    "A text whose lines are read one by one may have no lines, as for `sort` and `wc`: `detect`, `segment`, `normalize`, `glossary find`, the",
    "texts of `glossary extract` and the two texts of `align` give nothing for an empty one, and exit 0. Wherever a page, a document, a record",
    "or a pair has to be, a file or stream of no bytes is most likely a write that failed: it is named (`is empty; check what wrote it`), the",
    "other inputs are done, and the exit code is 3. So it is with `score`, which has nothing to compare, and with what `filter` writes where it",
    "accepts no pair: a script that allows for that tests the size of the file (`[ -s kept.jsonl ]`).",
)
#: Characters of an example shown in a table.
LONGEST = 160
#: What is said of a rule's `lang`.
LANGUAGES = {"any": "", "en": " Not for Chinese blocks.", "zh": " Not for English blocks."}


def rules_page() -> str:
    """The page of all rules, by category in the order of the model, within it in the order in which they run."""
    lines = [
        "# The rules", "", NOTE, "",
        f"{len(RULES)} rules, in the order in which they run within each category. `bitext rules ID` shows one with all its examples;",
        "`bitext clean --skip ID` leaves one out. An id is stable and never used again"
        + (f"; retired: {', '.join(sorted(RETIRED))}." if RETIRED else "."),
    ]  # fmt: skip
    for category in CATEGORIES:
        here = [rule for rule in RULES if rule.category == category]
        if here:
            lines += ["", f"## {category}"]
            for rule in here:
                lines += ["", *rule_lines(rule)]
    return "\n".join(lines) + "\n"


def rule_lines(rule: Rule) -> Iterator[str]:
    """One rule: why, where it was seen, what it changes and what it leaves."""
    yield f"### `{rule.id}`"
    yield ""
    yield rule.why
    yield ""
    limits = LANGUAGES[rule.lang] + (f" Only with `{rule.option}`." if rule.option else "")
    yield f"Seen in: {rule.source.rstrip('.')}.{limits}"
    yield ""
    yield "| before | after |"
    yield "| --- | --- |"
    for example in rule.examples[:3]:
        yield f"| {cell(example.before)} | {outcome(example)} |"
    for text in rule.leave[:2]:
        yield f"| {cell(text)} | *stays as it is* |"


def outcome(example: Example) -> str:
    """What an example becomes, with what is learned and what is flagged."""
    said = "*taken out*" if example.after is None else cell(example.after) if example.after != example.before else "*text unchanged*"
    said += "".join(f"<br>{name}: {cell(str(value))}" for name, value in example.fields)
    return said + "".join(f"<br>flagged: {cell(text)}" for text in example.flags)


def cell(text: str | tuple[str, ...]) -> str:
    r"""A text as code in a table cell; invisible characters are written as escapes, long texts cut.

    >>> cell("a\u200bb")
    '`a\\u200bb`'
    """
    if not isinstance(text, str):
        return "<br>".join(cell(t) for t in text)
    shown = text if len(text) <= LONGEST else text[:LONGEST] + "…"
    return code("".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in shown))


def code(text: str) -> str:
    """Code in a table: as HTML where Markdown's two dialects part, at bars, backquotes and outer spaces.

    >>> code("a b"), code("a|b")
    ('`a b`', '<code>a&#124;b</code>')
    """
    if text and text == text.strip() and not set(text) & {"|", "`"}:
        return f"`{text}`"
    return f"<code>{escape(text).replace('|', '&#124;').replace(' ', '&#32;')}</code>"


def commands() -> Iterator[tuple[str, Any]]:
    """Every command with its full name, `sites learn` after `sites`. Commands are click's or, in newer typers, its copy's."""
    yield from _walk("bitext", typer.main.get_command(app))


def _walk(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    yield name, command
    if isinstance(command, TyperGroup):
        context = typer.Context(command)
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            if found is not None and not found.hidden:
                yield from _walk(f"{name} {child}", found)


def commands_page() -> str:
    """The page of all commands: what `--help` says."""
    lines = ["# The commands", "", NOTE, "", "The same words as `bitext COMMAND --help`.", "", *SHARED]
    for name, command in commands():
        context = typer.Context(command, info_name=name)
        lines += ["", f"## `{name}`", "", prose(command.help or ""), "", f"    {' '.join([name, *command.collect_usage_pieces(context)])}"]
        rows = [parameter_row(p) for p in command.params if not getattr(p, "hidden", False)]
        if rows:
            lines += ["", "| option | what it does |", "| --- | --- |", *rows]
    return "\n".join(lines) + "\n"


def prose(text: str) -> str:
    """A help text as Markdown: no marks of the terminal's own."""
    return re.sub(r"\[/?(bold|dim|italic|cyan|green|yellow|red)\]", "", inspect.cleandoc(text.replace("\b\n", "").replace("\f", "")))


def parameter_row(parameter: Any) -> str:
    """One row of a command's table, made only of what every version of typer has."""
    value = code(parameter.metavar or parameter.name.upper())
    names = ", ".join(code(n) for n in (*parameter.opts, *parameter.secondary_opts))
    if parameter.param_type_name == "argument":
        names = value
    elif not getattr(parameter, "is_flag", False):
        names += f" {value}"
    said = prose(getattr(parameter, "help", None) or "").replace("\n", " ").replace("|", "\\|").strip()
    default = parameter.default
    if parameter.show_default and isinstance(default, (str, int, float)) and not isinstance(default, bool) and default != "":
        said += f" Default: {code(str(default))}."
    return f"| {names} | {said} |"


def filters_page() -> str:
    """The page of all filters of pairs, by what they look at, and which filters of other tools they answer."""
    lines = [
        "# The filters", "", NOTE, "",
        f"{len(FILTERS)} filters of pairs; {sum(not made.default for made in FILTERS)} are off unless `--also` or `--threshold` names them. What each",
        "accepts is a range, both ends included. [Filtering](filtering.md) says how they are used, and what was measured.",
    ]  # fmt: skip
    for group in GROUPS:
        lines += ["", f"## {group}"]
        for made in (one for one in FILTERS if one.group == group):
            lines += ["", *filter_lines(made)]
    lines += ["", "## What answers the filters of other tools", "", "| theirs | ours |", "| --- | --- |"]
    answers: dict[str, list[str]] = {}
    for made in FILTERS:
        for peer in made.peers:
            answers.setdefault(peer, []).append(f"`{made.id}`")
    lines += [f"| {peer} | {', '.join(ours)} |" for peer, ours in sorted(answers.items(), key=lambda item: item[0].casefold())]
    return "\n".join(lines) + "\n"


def filter_lines(made: Filter) -> Iterator[str]:
    """One filter: what it scores and accepts, why, and what it keeps and rejects."""
    yield f"### `{made.id}`"
    yield ""
    yield made.why
    yield ""
    off = "" if made.default else " Off by default."
    needs = f" Only with `--{made.needs}`." if made.needs else ""
    yield f"Scores: {made.scores[0].lower()}{made.scores[1:-1]} ({made.unit}). Accepts: `{made.bounds}`.{off}{needs} Source: {made.source.rstrip('.')}."
    shown = {
        said: [pair for pair in pairs if max(map(len, pair)) <= LONGEST][:2]
        for said, pairs in (("accepted", made.keeps), ("*rejected*", made.rejects))
    }
    if any(shown.values()):
        yield ""
        yield "| Chinese | English | |"
        yield "| --- | --- | --- |"
        for said, pairs in shown.items():
            yield from (f"| {cell(zh) if zh else ''} | {cell(en) if en else ''} | {said} |" for zh, en in pairs)


PAGES = {"rules.md": rules_page, "filters.md": filters_page, "commands.md": commands_page}


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` say which are stale."""
    stale = []
    for name, make in PAGES.items():
        path, fresh = DOCS / name, make()
        if not path.exists() or path.read_text(encoding="utf-8") != fresh:
            stale.append(name)
            if "--check" not in arguments:
                path.write_text(fresh, encoding="utf-8", newline="\n")
    if stale:
        print(f"{'stale, run `make pages`' if '--check' in arguments else 'written'}: {', '.join(stale)}", file=sys.stderr)
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
