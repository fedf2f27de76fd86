"""`bitext glossary import` and `export`: glossaries in the formats of other programs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from bitext.cli.choices import DEFAULT_LIMIT, Limit, Quiet, files_or_help, one_of, parse_limit
from bitext.cli.terminal import complain, say
from bitext.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bitext.glossary.exchange import Notice

__all__ = ["export_command", "import_command"]

_FORMATS = ("csv", "tsv", "xlsx", "md", "tbx", "tbx2", "tmx", "deepl", "google", "google-csv", "azure", "omegat")
#: Notices that are said one by one; of more only the number is told.
_SAID = 20


def import_command(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="The file to read, or - for standard input.")],
    form: Annotated[
        str | None,
        typer.Option("--from", metavar="FORMAT", help=f"Its format, else told by the suffix: {', '.join(_FORMATS)}.", show_default=False),
    ] = None,
    output: Annotated[str, typer.Option("-o", "--output", metavar="OUT", help="Where the glossary file goes.")] = "-",
    domain: Annotated[
        str, typer.Option("--domain", metavar="DOMAIN", help="The domain of concepts that name none.", show_default=False)
    ] = "",
    ground: Annotated[
        str,
        typer.Option(
            "--ground",
            metavar="official|usage|literal|pinyin|lexicon",
            help="How the English of concepts was found that do not say.",
            show_default=False,
        ),
    ] = "",
    limit: Limit = DEFAULT_LIMIT,
    quiet: Quiet = False,
) -> None:
    """Read a glossary in another format and write it as glossary file; what could not be taken is named."""
    from bitext.glossary.exchange import format_named, import_concepts
    from bitext.glossary.exchange.records import number_ids
    from bitext.glossary.model import GROUNDS
    from bitext.glossary.sheets import Sheet, entry_of, write_sheet
    from bitext.io.streams import named, open_input, read_bounded
    from bitext.io.writing import open_output

    chosen = form or format_named(file)
    if chosen is None:
        raise UsageError("--from", f"the format of {named(file)} is not told by its name", f"say one of: {', '.join(_FORMATS)}")
    one_of("--from", chosen, _FORMATS)
    if ground:
        one_of("--ground", ground, GROUNDS)
    with open_input(file) as stream:
        data = read_bounded(stream, parse_limit(limit), named(file))
    read = import_concepts(data, chosen, named(file))
    concepts = [replace(c, domain=c.domain or domain) for c in number_ids(read.concepts, ground=ground)]  # type: ignore[arg-type]  # checked
    with open_output(output, inputs=[file]) as out:
        out.write(write_sheet(Sheet(named(file), tuple(map(entry_of, concepts)))))
    _tell(read.notices, quiet)
    if not quiet:
        groundless = sum(not c.ground for c in concepts)
        hint = f"; {groundless} say no ground: see --ground" if groundless else ""
        say(f"{len(concepts)} concepts, {len(read.notices)} notices{hint}")


def export_command(
    ctx: typer.Context,
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILES|-", help="Glossary files, folders (every .toml in them), or - for standard input.", show_default=False
        ),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="FORMAT", help=f"The format, else told by OUT's suffix: {', '.join(_FORMATS)}.", show_default=False),
    ] = None,
    output: Annotated[str, typer.Option("-o", "--output", metavar="OUT", help="Where it goes.")] = "-",
    reverse: Annotated[bool, typer.Option("--reverse", help="English to Chinese, in formats that have a direction.")] = False,
    quiet: Quiet = False,
) -> None:
    """Write glossaries in another format; what it does not hold is named on standard error."""
    from bitext.glossary.exchange import Notice, export_concepts, format_named
    from bitext.io.glossaries import read_glossary
    from bitext.io.writing import open_output

    chosen = to or format_named(output)
    if chosen is None:
        raise UsageError("--to", "no format is said", f"say one of: {', '.join(_FORMATS)}")
    one_of("--to", chosen, _FORMATS)
    inputs = files_or_help(ctx, files)
    glossary = read_glossary(*inputs)
    made = export_concepts(glossary.concepts, chosen, reverse=reverse)
    with open_output(output, inputs=inputs) as out:
        out.write_bytes(made.data)
    notices = [*made.notices, *([Notice(f"{chosen} does not hold the {len(glossary.retired)} retired ids")] if glossary.retired else [])]
    _tell(notices, quiet)
    if not quiet:
        say(f"{len(glossary)} concepts, {len(notices)} notices")


def _tell(notices: Sequence[Notice], quiet: bool) -> None:
    """Say what did not fit; losses are failures to tell, so that -q leaves their number."""
    for notice in notices[: 0 if quiet else _SAID]:
        complain(str(notice))
    more = len(notices) - (0 if quiet else _SAID)
    if more > 0:
        complain(f"{more} {'' if quiet else 'more '}notices of what was not taken along" + ("; without -q they are said" if quiet else ""))
