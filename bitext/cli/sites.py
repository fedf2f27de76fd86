"""`bitext sites learn`: count what the pages of a site repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bitext.cli.choices import DEFAULT_LIMIT, Exclude, Files, Form, Include, Limit, Quiet, config_option, files_or_help, one_of, parse_limit
from bitext.cli.terminal import complain, say
from bitext.errors import InputError

if TYPE_CHECKING:
    from bitext.io.records import Record

__all__ = ["learn_command"]


def learn_command(
    ctx: typer.Context,
    files: Files = None,
    output: Annotated[str, typer.Option("-o", "--output", metavar="FILE", help="Where the counts go.")] = "-",
    merge: Annotated[
        list[str] | None, typer.Option("--merge", metavar="FILE", help="Add the counts of an earlier run.", show_default=False)
    ] = None,
    form: Form = "auto",
    include: Include = None,
    exclude: Exclude = None,
    limit: Limit = DEFAULT_LIMIT,
    quiet: Quiet = False,
    config: Annotated[str | None, config_option("sites.learn")] = None,
) -> None:
    """Count the lines that the pages of a site repeat, for `bitext clean --site-memory FILE`.

    A page's site is the host of its address, so pages need one: the `url` of JSONL and WARC records, or the
    canonical link of an HTML page. With --merge, FILES may be left out.
    """
    from bitext.io.reading import input_files, read_inputs
    from bitext.io.records import Failed
    from bitext.io.writing import open_output
    from bitext.sites import SiteCounter, SiteMemory

    del config  # its callback has set the defaults
    one_of("--from", form, ("auto", "html", "text", "markdown"))
    size = parse_limit(limit)
    inputs = files_or_help(ctx, files) if files or not merge else []
    counter = SiteCounter()
    for path in merge or ():
        counter.merge(SiteMemory.load(path))
    counted = skipped = failed = 0
    read = input_files(inputs, include=include or (), exclude=exclude or ())
    with open_output(output, inputs=[*read, *(merge or ())]) as out:
        for record in read_inputs(inputs, form=form, include=include or (), exclude=exclude or (), limit=size):
            try:
                if isinstance(record, Failed):
                    raise record.error
                if counter.add(*_lines(record)):
                    counted += 1
                else:
                    skipped += 1
            except InputError as error:
                failed += 1
                complain(str(error))
        for line in counter.memory().dump():
            out.write(line)
    if not quiet:
        say(f"{counted} pages counted, {skipped} left out (no address, or seen before), {failed} failed")
    if failed:
        raise typer.Exit(3)


def _lines(record: Record) -> tuple[str | None, list[str]]:
    """A page's address and its lines, as cleaning will see them."""
    from bitext.html import read_html

    text = record.read().text
    if record.form != "html":
        return record.url, text.splitlines()
    page = read_html(text, url=record.url)
    return record.url or page.metadata.canonical, [block.text for block in page.blocks]
