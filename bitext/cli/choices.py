"""The options that commands share, and how their values are read."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bitext.cli.configuration import configured_by
from bitext.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bitext.cleaning import Options

__all__ = [
    "DEFAULT_LIMIT", "Check", "Config", "Download", "Exclude", "Files", "Form", "Include", "Jobs", "Keep", "Layout", "Limit", "LineForm", "Mask",
    "Only", "Output", "PairFiles", "PairForm", "PairsTo", "Quiet", "Sites", "Skip", "Tickers", "Verbose", "config_option", "files_or_help", "format_option", "make_options", "one_of", "parse_limit", "some_of", "split_list",
]  # fmt: skip

#: 64 MiB: a record over it is named and skipped.
DEFAULT_LIMIT = "64M"
_UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}


def config_option(table: str) -> Any:
    """Make the `--config` option of the command whose options a table of the file sets."""
    said = "Defaults of the options; else the nearest bitext.toml, or [tool.bitext] in pyproject.toml."
    return typer.Option("--config", metavar="FILE", is_eager=True, callback=configured_by(table), show_default=False, help=said)


def format_option(*known: str) -> Any:
    """Make the `--format` option of a command."""
    return typer.Option("--format", metavar="|".join(known), help="How findings and summaries are written.")


def _processes(number: int) -> int:
    if number < 0:
        raise UsageError("-j", f"{number} is no number of processes", "write 1 or more, or 0 for one a processor")
    return number


Files = Annotated[
    list[str] | None,
    typer.Argument(metavar="FILES|-", help="Files, folders (read recursively), or - for standard input.", show_default=False),
]
PairFiles = Annotated[
    list[str] | None, typer.Argument(metavar="PAIRS|-", help="Pairs in any format; - for standard input.", show_default=False)
]
Form = Annotated[str, typer.Option("--from", metavar="auto|html|text|markdown", help="What the inputs are; auto looks at each.")]
LineForm = Annotated[str, typer.Option("--from", metavar="auto|text", help="What the inputs are; text takes any for lines.")]
PairForm = Annotated[str, typer.Option("--from", metavar="auto|jsonl|tsv|…", help="The inputs' format; auto goes by the suffix.")]
PairsTo = Annotated[str, typer.Option("--to", metavar="auto|jsonl|tsv|…", help="The output's format; auto goes by the suffix.")]
Output = Annotated[str, typer.Option("-o", "--output", metavar="OUT", help="A file, or a folder (ends in /) for one file an input.")]
Keep = Annotated[
    list[str] | None,
    typer.Option("--keep", metavar="CATEGORY,…", help="What stays in the text though it is none: caption, credit, …", show_default=False),
]
Tickers = Annotated[
    str, typer.Option("--tickers", metavar="restore|strip|keep|flag", help="What becomes of company names that replaced ordinary words.")
]
Mask = Annotated[
    list[str] | None,
    typer.Option("--mask", metavar="pii", help="Mask mail addresses, phone and identity-card numbers.", show_default=False),
]
Skip = Annotated[
    list[str] | None, typer.Option("--skip", metavar="RULE,…", help="Rules to leave out (see bitext rules).", show_default=False)
]
Only = Annotated[list[str] | None, typer.Option("--only", metavar="RULE,…", help="Rules to run alone.", show_default=False)]
Sites = Annotated[
    str | None, typer.Option("--site-memory", metavar="FILE", help="What bitext sites learn counted; only read.", show_default=False)
]
Include = Annotated[
    list[str] | None, typer.Option("--include", metavar="GLOB", help="In folders, read only these files.", show_default=False)
]
Exclude = Annotated[
    list[str] | None, typer.Option("--exclude", metavar="GLOB", help="In folders, leave these files out.", show_default=False)
]
Limit = Annotated[str, typer.Option("--limit", metavar="BYTES", help="Name and skip a record over this size (k, M, G).")]
Config = Annotated[str | None, config_option("clean")]
Jobs = Annotated[
    int,
    typer.Option("-j", "--jobs", metavar="N", callback=_processes, help="Processes; 0 for one a processor. Results are the same."),
]
Check = Annotated[bool, typer.Option("--check", help="List what would change, exit 1 if anything would; write nothing.")]
Layout = Annotated[str, format_option("text", "json")]
Download = Annotated[bool, typer.Option("--allow-download", help="Fetch a model named with --encoder if it is not on disk.")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing but failures.")]
Verbose = Annotated[bool, typer.Option("-v", "--verbose", help="Say what became of each input.")]


def files_or_help(ctx: typer.Context, files: Sequence[str] | None) -> list[str]:
    """Give the inputs, `-` where none is named; a person at a terminal who names none is shown the help instead."""
    if files:
        return list(files)
    if sys.stdin is None or sys.stdin.isatty():
        typer.echo(ctx.get_help(), err=True)
        raise typer.Exit(2)
    return ["-"]


def parse_limit(text: str) -> int:
    """Read a size.

    Raises:
        UsageError: it is none, or not above zero.

    >>> parse_limit("64M"), parse_limit("1000"), parse_limit("2 KiB")
    (67108864, 1000, 2048)
    """
    import re

    match = re.fullmatch(r"([0-9]{1,15}) ?([kmg]?)(?:i?b)?", text.strip().lower())
    if match is None or int(match[1]) == 0:
        raise UsageError("--limit", f"{text!r} is no size", "write bytes, or a number with k, M or G: 64M")
    return int(match[1]) * _UNITS[match[2]]


def split_list(values: Sequence[str] | None) -> frozenset[str]:
    """Read a list that may be given with commas, by repeating the option, or both.

    >>> sorted(split_list(["caption,credit", "table"]))
    ['caption', 'credit', 'table']
    """
    return frozenset(part.strip() for value in values or () for part in value.split(",") if part.strip())


def one_of(option: str, value: str, known: Sequence[str]) -> str:
    """Check a value against those known.

    Raises:
        UsageError: it is none of them; the nearest is proposed.
    """
    some_of(option, [value], known)
    return value


def some_of(option: str, values: Collection[str], known: Collection[str], see: str = "") -> frozenset[str]:
    """Check values against those known, which are listed in the message unless `see` names where they are.

    Raises:
        UsageError: one is none of them; the nearest is proposed.

    >>> some_of("--skip", ["enum-stp"], ["enum-stop"], "see `bitext rules`")
    Traceback (most recent call last):
    bitext.errors.UsageError: --skip: 'enum-stp' is unknown; did you mean 'enum-stop'? see `bitext rules`
    """
    import difflib

    for value in sorted(values):
        if value not in known:
            near = difflib.get_close_matches(value, known, 1)
            hint = f"did you mean {near[0]!r}? " if near else ""
            raise UsageError(option, f"{value!r} is unknown", hint + (see or f"known are: {', '.join(known)}"))
    return frozenset(values)


def make_options(
    keep: Sequence[str] | None,
    tickers: str,
    mask: Sequence[str] | None,
    skip: Sequence[str] | None,
    only: Sequence[str] | None,
    site_memory: str | None,
) -> Options:
    """Make the library's options of a command's.

    Raises:
        UsageError: a value is unknown.
        InputError: the site memory cannot be read.
    """
    from bitext.cleaning import MAIN_TEXT, SITE_MEMORY, Options
    from bitext.model import CATEGORIES
    from bitext.rules import RULES
    from bitext.sites import SiteMemory

    ids = [*(rule.id for rule in RULES), MAIN_TEXT, SITE_MEMORY]
    return Options(
        keep=some_of("--keep", split_list(keep), CATEGORIES),
        tickers=one_of("--tickers", tickers, ("restore", "strip", "keep", "flag")),  # type: ignore[arg-type]
        mask=some_of("--mask", split_list(mask), ("pii",)),
        skip=some_of("--skip", split_list(skip), ids, "see `bitext rules`"),
        only=some_of("--only", split_list(only), ids, "see `bitext rules`"),
        site_memory=SiteMemory.load(site_memory) if site_memory else None,
    )
