"""`bitext clean`: pages in, clean text out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bitext.cli.choices import (
    DEFAULT_LIMIT,
    Check,
    Config,
    Exclude,
    Files,
    Form,
    Include,
    Jobs,
    Keep,
    Limit,
    Mask,
    Only,
    Output,
    Quiet,
    Sites,
    Skip,
    Tickers,
    Verbose,
    files_or_help,
    format_option,
    make_options,
    one_of,
    parse_limit,
)  # fmt: skip
from bitext.errors import UsageError

if TYPE_CHECKING:
    from bitext.cli.running import Run

__all__ = ["clean_command"]


def clean_command(
    ctx: typer.Context,
    files: Files = None,
    to: Annotated[str, typer.Option("--to", metavar="text|md|jsonl", help="The data's format.")] = "text",
    output: Output = "-",
    form: Form = "auto",
    keep: Keep = None,
    tickers: Tickers = "restore",
    mask: Mask = None,
    skip: Skip = None,
    only: Only = None,
    site_memory: Sites = None,
    trace: Annotated[bool, typer.Option("--trace", help="Add the blocks as read to jsonl, so that edits can be replayed.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show what would change, block by block; write nothing.")] = False,
    check: Check = False,
    layout: Annotated[str, format_option("text", "json", "github")] = "text",
    jobs: Jobs = 1,
    include: Include = None,
    exclude: Exclude = None,
    limit: Limit = DEFAULT_LIMIT,
    quiet: Quiet = False,
    verbose: Verbose = False,
    config: Config = None,
) -> None:
    """Clean pages: HTML, text, Markdown, JSONL, WARC, folders of them, packed or not.

    Documents of text and Markdown are parted by a line that holds only a form feed; jsonl is an object a document,
    with every change explained. Exit codes: 0 fine, 1 --check found something, 2 usage, 3 some inputs failed
    (the others are done), 4 the output cannot be written, 130 interrupted.
    """
    del config  # its callback has set the defaults
    one_of("--to", to, ("text", "md", "jsonl"))
    one_of("--format", layout, ("text", "json", "github"))
    one_of("--from", form, ("auto", "html", "text", "markdown"))
    source = ctx.get_parameter_source("output")
    if (diff or check) and source is not None and source.name == "COMMANDLINE":
        raise UsageError("-o", "--diff and --check write no file", "leave -o out, or send standard output there with >")
    options = make_options(keep, tickers, mask, skip, only, site_memory)
    size = parse_limit(limit)
    inputs = files_or_help(ctx, files)

    from bitext.cli.running import Run, run_clean

    asked: Run = Run(
        inputs=inputs, form=form, include=include or [], exclude=exclude or [], limit=size, to=to, output=output, options=options,
        site_memory=site_memory, trace=trace, diff=diff, check=check, layout=layout, jobs=jobs, quiet=quiet, verbose=verbose,
    )  # fmt: skip
    raise typer.Exit(run_clean(asked))
