"""What `bitext align` says of pairs, and where they go: one corpus in any format, or one file a couple of files."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from bitext.alignment.evidence import find_evidence
from bitext.alignment.linking import add_links
from bitext.cli.choices import one_of
from bitext.cli.terminal import complain, escaped_stdout
from bitext.cli.two_outputs import BARE
from bitext.errors import UsageError
from bitext.io.corpora import FORMATS, corpus_format, open_corpus
from bitext.io.streams import named
from bitext.io.writing import is_folder, open_output, writing_errors

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bitext.glossary import Glossary
    from bitext.model import Pair
    from bitext.words import Cutter

__all__ = ["LADDER", "Target", "choose_form", "explain_pairs", "file_name", "open_pairs", "write_ladders", "write_pairs"]

#: The form that has numbers of sentences in the place of texts.
LADDER = "ladder"
#: Formats that are a folder themselves.
_FOLDERS = frozenset(("huggingface", "huggingface-jsonl"))
#: Bytes of a part of a path that is made of a record's id; file systems take 255.
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Target:
    """Where pairs go: the path, the format (of `FORMATS`, or the ladder), files that must not be written over, the signature."""

    output: str
    form: str
    inputs: tuple[str | os.PathLike[str], ...] = ()
    signature: str = ""

    @property
    def apart(self) -> bool:
        """Whether each couple of files gets a file of its own."""
        return is_folder(self.output) and self.form not in _FOLDERS


class Asked(Protocol):
    """What is asked of every pair: evidence, links of words; the terms that both know, as (Chinese, English) and as a glossary."""

    @property
    def explain(self) -> bool: ...
    @property
    def words(self) -> bool: ...
    @property
    def terms(self) -> tuple[tuple[str, str], ...]: ...
    @property
    def glossary(self) -> Glossary | None: ...


def explain_pairs(pairs: Sequence[Pair], asked: Asked, cutter: Cutter) -> tuple[Pair, ...]:
    """Add `links` and `evidence` to the pairs of a document, where they are asked for."""
    if asked.words:
        pairs = add_links(pairs, glossary=asked.glossary, cutter=cutter)
    if asked.explain:
        pairs = [replace(p, extra={**p.extra, "evidence": dict(find_evidence(p.zh, p.en, cutter, asked.terms))}) for p in pairs]
    return tuple(pairs)


def choose_form(to: str, output: str, *, options: Sequence[str] = ()) -> str:
    """Tell the format of the output; a folder gets JSONL unless something else is said.

    Args:
        to: a format's name, `ladder`, or `auto` for what the suffix tells.
        output: the path.
        options: options that are used and say something of pairs besides their texts.

    Raises:
        UsageError: there is no such format, nothing tells it, or it cannot hold what is asked for.

    >>> choose_form("auto", "a.tmx"), choose_form("auto", "pairs/"), choose_form("ladder", "-")
    ('tmx', 'jsonl', 'ladder')
    """
    one_of("--to", to, ("auto", *FORMATS, LADDER))
    form = to
    if to == "auto":
        form = "jsonl" if is_folder(output) else corpus_format(output).name
    if options and form in {*BARE, LADDER}:
        raise UsageError(options[0], f"{form} has no place for it", "leave --to out, or write JSONL")
    return form


def write_pairs(found: Iterable[tuple[str, Sequence[Pair]]], target: Target) -> None:
    """Write pairs in order; each comes with the name, suffix aside, of the file that it goes to where there are several.

    Raises:
        OutputError: the output cannot be written, or is one of the inputs.
    """
    from itertools import groupby

    if not target.apart:
        with open_pairs(target.output, target) as write:
            for _, pairs in found:
                for pair in pairs:
                    write(pair)
        return
    suffix = next(iter(FORMATS[target.form].suffixes), ".xlf")
    for name, group in groupby(found, key=lambda one: one[0]):
        with open_pairs(_made(target.output, name + suffix), target) as write:
            for _, pairs in group:
                for pair in pairs:
                    write(pair)


@contextmanager
def open_pairs(path: str, target: Target) -> Iterator[Callable[[Pair], None]]:
    """Open a corpus; what its format did to texts is said at the end, and a terminal gets no control characters."""
    with escaped_stdout(), open_corpus(path, form=target.form, inputs=target.inputs, signature=target.signature) as corpus:
        yield corpus.write
    for said, count in sorted(corpus.losses.items()):
        complain(f"{count} {said}")


def write_ladders(found: Iterable[tuple[str, str]], target: Target) -> None:
    """Write one ladder, or one file a couple in a folder; each comes with its file's name.

    Raises:
        OutputError: the output cannot be written, or is one of the inputs.
        UsageError: there is more than one, and one place.
    """
    if target.apart:
        for name, ladder in found:
            with open_output(_made(target.output, name + ".txt"), inputs=target.inputs) as out:
                out.write(ladder)
        return
    with escaped_stdout(), open_output(target.output, inputs=target.inputs) as out:
        for count, (_, ladder) in enumerate(found):
            if count:
                raise UsageError("--to ladder", "more than one couple of texts", "write a file for each: -o FOLDER/")
            out.write(ladder)


def _made(folder: str, name: str) -> str:
    """The path of a file in a folder, whose folders are made."""
    path = Path(folder, *name.split("/"))
    with writing_errors(named(path)):
        path.parent.mkdir(parents=True, exist_ok=True)
    return str(path)


def file_name(name: str, used: set[str]) -> str:
    """Turn a file's path or a record's id into a path that stays inside a folder and is not used yet; case tells none apart.

    Args:
        name: parts are parted by `/`.
        used: what is taken, to which the result is added.

    >>> used = set()
    >>> [file_name(name, used) for name in ("a/b", "../../b", "A/B", "https://x.org/1", "")]
    ['a/b', 'b', 'A/B-2', 'https:/x.org/1', 'couple']
    """
    parts = [_part(part) for part in name.split("/") if part not in ("", ".", "..")]
    made = free = "/".join(parts) or "couple"
    number = 2
    while free.casefold() in used:
        free, number = f"{made}-{number}", number + 1
    used.add(free.casefold())
    return free


def _part(part: str) -> str:
    """A part of a path that a file system takes."""
    plain = "".join(char if char.isprintable() and char != "\\" else "_" for char in part)
    return plain.encode("utf-8", "replace")[:_LONGEST].decode("utf-8", "ignore")
