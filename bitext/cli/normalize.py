"""`bitext normalize`: lines in, the same lines in one way of writing out."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bitext.cli.choices import (
    DEFAULT_LIMIT,
    Exclude,
    Files,
    Include,
    Jobs,
    Limit,
    LineForm,
    Output,
    Quiet,
    Verbose,
    config_option,
    files_or_help,
    one_of,
    parse_limit,
)
from bitext.errors import RecordError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bitext.cli.batches import Batch
    from bitext.io.records import Failed

__all__ = ["normalize_command"]

#: Characters of a change that `--check` shows.
_SHOWN = 40


def normalize_command(
    ctx: typer.Context,
    files: Files = None,
    to: Annotated[
        str | None,
        typer.Option(
            "--to", metavar="text|jsonl", help="Lines, or objects with original, normalized and key. Default: text, jsonl for --fields."
        ),
    ] = None,
    output: Output = "-",
    script: Annotated[str, typer.Option("--script", metavar="keep|hans|hant", help="Simplified or traditional characters.")] = "keep",
    region: Annotated[
        str, typer.Option("--region", metavar="auto|tw|hk|none", help="Whose traditional characters; auto looks for proof in each line.")
    ] = "auto",
    vocabulary: Annotated[
        bool, typer.Option("--vocabulary", help="Change words with the region too (軟體 to 软件); needs --region tw or hk.")
    ] = False,
    width: Annotated[str, typer.Option("--width", metavar="narrow|keep", help="Full-width Latin letters and digits as ASCII.")] = "narrow",
    spaces: Annotated[
        str, typer.Option("--spaces", metavar="keep|add|remove", help="A space between Chinese and Latin or digits.")
    ] = "keep",
    quotes: Annotated[
        str, typer.Option("--quotes", metavar="keep|straight|curly|corner", help="One style of quotation marks; corner in Chinese only.")
    ] = "keep",
    fields: Annotated[
        list[str] | None,
        typer.Option(
            "--fields", metavar="NAME,…", help="The inputs are JSONL of any kind (pairs: zh,en): these are its texts.", show_default=False
        ),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="List the lines that would change, exit 1 if any would; write nothing.")] = False,
    form: LineForm = "auto",
    jobs: Jobs = 1,
    include: Include = None,
    exclude: Exclude = None,
    limit: Limit = DEFAULT_LIMIT,
    quiet: Quiet = False,
    verbose: Verbose = False,
    config: Annotated[str | None, config_option("normalize")] = None,
) -> None:
    """Write Chinese in one script, and both languages in one width, spacing and style of quotation marks.

    As many lines come out as go in; a record of JSONL is one object of --to jsonl, which keeps the original as `text` beside
    `normalized` and the comparison `key`. Japanese and Korean keep their characters, Chinese punctuation stays. Exit codes:
    0 fine, 1 --check found something, 2 usage, 3 some inputs or lines failed (the others are done), 4 the output cannot be
    written, 130 interrupted.
    """
    del config  # its callback has set the defaults
    names = [name for value in fields or () for part in value.split(",") if (name := part.strip())]
    to = one_of("--to", to or ("jsonl" if names else "text"), ("jsonl",) if names else ("text", "jsonl"))
    one_of("--from", form, ("auto", "text"))
    source = ctx.get_parameter_source("output")
    if check and source is not None and source.name == "COMMANDLINE":
        raise UsageError("-o", "--check writes no file", "leave -o out, or send standard output there with >")
    how = {"script": script, "region": region, "vocabulary": vocabulary, "width": width, "spaces": spaces, "quotes": quotes}
    _validate(how)
    size = parse_limit(limit)
    inputs = files_or_help(ctx, files)

    from bitext.cli.batches import LineRun, run_lines

    asked = LineRun(
        inputs, output, {"text": ".txt", "jsonl": ".jsonl"}[to], tuple(include or ()), tuple(exclude or ()), "text" if names else form, size, jobs,
        check=check,
    )  # fmt: skip
    if verbose and not quiet:
        from bitext.cli.terminal import say
        from bitext.signature import make_signature

        say(make_signature(steps=("norm",), style=how))
    work = partial(_check if check else _write, how, to, names)
    raise typer.Exit(run_lines(asked, work, None if check else partial(_failed, to)))


def _validate(how: dict[str, Any]) -> None:
    """Raise a UsageError that names the option, before anything is read."""
    from bitext.normalization import normalize

    try:
        normalize("", **how)
    except UsageError as error:
        raise UsageError(f"--{error.source}", error.reason, error.remedy) from None


def _write(how: dict[str, Any], to: str, names: list[str], batch: Batch) -> str:
    """Render a batch of lines."""
    from bitext.normalization import make_key, normalize

    change: Callable[[str], str] = partial(normalize, **how)
    if names:
        return "".join([_render_fields(_object(line, batch), names, change, batch) for line in batch.texts if line.strip()])
    if to == "text":
        return "".join([change(line) + "\n" for line in batch.texts])
    own = {} if batch.record is None or batch.record.id is None else {"id": batch.record.id}
    texts = batch.texts if batch.record is None else ("\n".join(batch.texts),)
    return "".join([_line({**own, "text": text, "normalized": change(text), "key": make_key(text).text}) for text in texts])


def _object(line: str, batch: Batch) -> dict[str, Any]:
    from bitext.io.jsonl import load_object

    try:
        return load_object(line.encode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise RecordError(batch.place, f"is no usable JSON object ({error})", "mend the line, or leave it out") from error


def _texts(found: dict[str, Any], names: list[str], batch: Batch) -> dict[str, str]:
    """The fields of one object that are to be normalized; null stays out.

    Raises:
        RecordError: none of them is there, or one is no text.
    """
    for name in names:
        if not isinstance(found.get(name), str | None):
            raise RecordError(batch.place, f"{name!r} is no string", "mend the line, or name other --fields")
    texts = {name: found[name] for name in names if found.get(name) is not None}
    if not texts:
        raise RecordError(batch.place, f"has no {' or '.join(map(repr, names))}", "mend the line, or name other --fields")
    return texts


def _render_fields(found: dict[str, Any], names: list[str], change: Callable[[str], str], batch: Batch) -> str:
    from bitext.normalization import make_key

    texts = _texts(found, names, batch)
    made = {"normalized": {n: change(t) for n, t in texts.items()}, "key": {n: make_key(t).text for n, t in texts.items()}}
    return _line(found | made)


def _check(how: dict[str, Any], to: str, names: list[str], batch: Batch) -> str:
    """Tell what would change: place, column from 1, what stands there and what would."""
    from bitext.normalization import normalize

    del to
    found = []
    for number, line in enumerate(batch.texts):
        place = batch.place if batch.record else f"{batch.file}:{batch.first + number}"
        texts = list(_texts(_object(line, batch), names, batch).values()) if names and line.strip() else [] if names else [line]
        for text in texts:
            after = normalize(text, **how)
            if after != text:
                start, before, after = _difference(text, after)
                found.append(f"{place}:{start + 1}: {_quoted(before)} → {_quoted(after)}\n")
    return "".join(found)


def _difference(before: str, after: str) -> tuple[int, str, str]:
    """Where two texts begin to differ, and what stands there in each up to where they agree again.

    >>> _difference("他後來走了", "他后来走了")
    (1, '後來', '后来')
    """
    shorter = min(len(before), len(after))
    start = next((i for i in range(shorter) if before[i] != after[i]), shorter)
    end = next((i for i in range(shorter - start) if before[-1 - i] != after[-1 - i]), shorter - start)
    return start, before[start : len(before) - end], after[start : len(after) - end]


def _quoted(text: str) -> str:
    return json.dumps(text if len(text) <= _SHOWN else text[:_SHOWN] + "…", ensure_ascii=False)


def _line(made: dict[str, Any]) -> str:
    from bitext.io.documents import as_json

    return as_json(made) + "\n"


def _failed(to: str, failure: Failed) -> str:
    """A failed line has its line in the output, so that lines out stand for lines in."""
    if to == "text":
        return "\n"
    said = f"{failure.error.reason}; {failure.error.remedy}".removesuffix("; ")
    return _line(({} if failure.id is None else {"id": failure.id}) | {"text": None, "normalized": None, "key": None, "error": said})
