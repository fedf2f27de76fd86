"""The layout of Hugging Face datasets: a folder with a card and files of rows, which `datasets.load_dataset(FOLDER)` opens.

    README.md                          the dataset card: YAML between two lines of `---`, then text
    data/train-00000-of-00002.parquet  rows with `translation: {zh, en}`, and `id, score, zh_segments, …` as in Parquet

https://huggingface.co/docs/hub/datasets-cards and https://huggingface.co/docs/datasets/repository_structure say what the names
mean. `huggingface` writes Parquet and needs pyarrow; `huggingface-jsonl` writes lines of JSON and needs nothing.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bitext import __version__
from bitext.errors import InputError, OutputError, UsageError
from bitext.io.jsonl import load_object
from bitext.io.pair_lines import read_objects
from bitext.io.parquet import RowGroups, load_pyarrow, pair_of_row, row_of
from bitext.io.parquet import read_path as read_parquet
from bitext.io.places import whole_folder
from bitext.io.records import Failed
from bitext.io.streams import named, open_input, reading_errors
from bitext.io.writing import open_output

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bitext.io.corpora import CorpusWriter
    from bitext.model import Pair

__all__ = ["open_parts", "open_writer", "read_path", "signature_of", "split_name"]

#: Characters of text that one file holds, and then the next begins; Hugging Face advises files under some 500 MB.
_SHARD = 1 << 28
#: What datasets calls the parts.
_SPLITS = {"dev": "validation", "valid": "validation", "val": "validation"}
_ORDER = ("train", "validation", "test")
_FEATURES: dict[str, Any] = {
    "id": {"dtype": "string", "_type": "Value"},
    "translation": {"languages": ["zh", "en"], "_type": "Translation"},
    "score": {"dtype": "float64", "_type": "Value"},
    "zh_segments": {"feature": {"dtype": "string", "_type": "Value"}, "_type": "Sequence"},
    "en_segments": {"feature": {"dtype": "string", "_type": "Value"}, "_type": "Sequence"},
    **{name: {"dtype": "string", "_type": "Value"} for name in ("doc", "url", "findings", "extra")},
}
_LICENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,63}")
_SIGNATURE = re.compile(r"^bitext_signature: (\".*\")$", re.MULTILINE)


def split_name(name: str) -> str:
    """Give the name that datasets has for a part.

    >>> split_name("dev"), split_name("train")
    ('validation', 'train')
    """
    return _SPLITS.get(name, name.replace("-", "_"))


class _Part:
    """Writes the pairs of one split into files, each of which ends where it holds enough."""

    def __init__(self, folder: str, split: str, suffix: str, signature: str, stack: ExitStack) -> None:
        self.split, self.suffix, self.count, self.bytes, self.shards = split, suffix, 0, 0, 0
        self.losses: Counter[str] = Counter()
        self.licences: set[str] = set()
        self._folder, self._signature, self._stack = folder, signature, stack
        self._open: ExitStack | None = None
        self._sink: Any = None
        self._held = 0

    def write(self, pair: Pair) -> None:
        if self._open is None:
            self._begin()
        row, characters = row_of(pair, self.losses, translation=True), len(pair.zh) + len(pair.en)
        if self.suffix == "parquet":
            self._sink.add(row, characters)
        else:
            self.bytes += self._sink.write(json.dumps(row, ensure_ascii=False) + "\n")
        self.count += 1
        self._held += characters
        if len(self.licences) < 2:
            self.licences.add(_licence(pair))
        if self._held >= _SHARD:
            self.end()

    def _begin(self) -> None:
        self._open = self._stack.enter_context(ExitStack())
        out = self._open.enter_context(open_output(self.path(self.shards), folders=True))
        self._held, self._sink = 0, out
        if self.suffix == "parquet":
            metadata = {"huggingface": json.dumps({"info": {"features": _FEATURES}})}
            metadata |= {"bitext.signature": self._signature} if self._signature else {}
            self._sink = self._open.enter_context(RowGroups(out, metadata, translation=True))
        self.shards += 1

    def path(self, number: int, total: int | None = None) -> str:
        """The path of a file; without the total as it is called until that is known."""
        of = "" if total is None else f"-of-{total:05d}"
        return os.path.join(self._folder, "data", f"{self.split}-{number:05d}{of}.{self.suffix}")

    def end(self) -> None:
        """End the file that is open."""
        if self._open is not None:
            sink = self._sink
            self._open.close()
            self.bytes += sink.size if self.suffix == "parquet" else 0
            self._open = self._sink = None


def _licence(pair: Pair) -> str:
    said = pair.extra.get("licence") or pair.extra.get("license")
    return said.lower() if isinstance(said, str) and _LICENCE.fullmatch(said) else ""


@contextmanager
def open_parts(path: str, splits: Sequence[str], *, signature: str = "", suffix: str = "parquet") -> Iterator[Mapping[str, CorpusWriter]]:
    """Open a folder for a dataset with several splits; give a writer for each, under the name that was given.

    Args:
        path: the folder, which appears whole at the end; nothing may be there but an empty folder.
        splits: their names; `dev` becomes `validation`.
        signature: what made the pairs.
        suffix: `parquet` or `jsonl`.

    Raises:
        OutputError: it cannot be written, or something is there.
        UsageError: pyarrow is not installed, or two names become the same.
    """
    if suffix == "parquet":
        load_pyarrow()
    if len({split_name(one) for one in splits}) < len(splits):
        raise UsageError("split", "two of the names mean the same", "name each part once")
    with _named_errors(path), whole_folder(path) as folder:
        with ExitStack() as stack:
            parts = {one: _Part(folder, split_name(one), suffix, signature, stack) for one in splits}
            yield parts
            for part in parts.values():
                part.end()
        for part in parts.values():
            for number in range(part.shards):
                os.rename(part.path(number), part.path(number, part.shards))
        with open_output(os.path.join(folder, "README.md")) as card:
            card.write(_card(list(parts.values()), os.path.basename(os.path.abspath(path)), signature, _stored(folder)))


@contextmanager
def _named_errors(path: str) -> Iterator[None]:
    """Name the dataset, and not a file of the folder that it has until it is whole."""
    try:
        yield
    except OutputError as error:
        raise OutputError(named(path), error.reason, error.remedy) from error


def _stored(folder: str) -> int:
    data = os.path.join(folder, "data")
    return sum(os.path.getsize(os.path.join(data, name)) for name in os.listdir(data)) if os.path.isdir(data) else 0


def _card(parts: Sequence[_Part], name: str, signature: str, stored: int) -> str:
    """The dataset card. Strings are written as JSON, which YAML reads."""
    licences = set().union(*(part.licences for part in parts))
    licence = "unknown" if not licences - {""} else next(iter(licences)) if len(licences) == 1 else "other"
    total, written = sum(part.count for part in parts), [part for part in parts if part.shards]
    lines = ["---", "language:", "- zh", "- en", f"license: {json.dumps(licence)}", "multilinguality:", "- translation"]
    lines += ["task_categories:", "- translation", "size_categories:", f"- {_size(total)}", f"pretty_name: {json.dumps(named(name))}"]
    lines += ["dataset_info:", "  features:", *(line for feature in _FEATURES.items() for line in _feature(*feature)), "  splits:"]
    for part in written:
        lines += [f"  - name: {part.split}", f"    num_bytes: {part.bytes}", f"    num_examples: {part.count}"]
    lines += [f"  download_size: {stored}", f"  dataset_size: {sum(part.bytes for part in parts)}"]
    lines += ["configs:", "- config_name: default", "  data_files:"]
    for part in written:
        lines += [f"  - split: {part.split}", f"    path: data/{part.split}-*"]
    lines += [f"bitext_signature: {json.dumps(signature)}", "---", ""]
    table = [f"| {part.split} | {part.count} |" for part in parts]
    lines += [f"# {named(name)}", "", f"Chinese-English sentence pairs, written by bitext {__version__}.", ""]
    lines += ["| split | pairs |", "| --- | --- |", *table, ""]
    lines += ["`score` is the probability that the two texts translate one another. `findings` and `extra` hold JSON.", ""]
    lines += [f"Signature: `{signature}`", ""] if signature else []
    return "\n".join(lines)


def _feature(name: str, feature: Mapping[str, Any]) -> list[str]:
    if feature["_type"] == "Translation":
        return [f"  - name: {name}", "    dtype:", "      translation:", "        languages:", "        - zh", "        - en"]
    return [f"  - name: {name}", "    sequence: string" if feature["_type"] == "Sequence" else f"    dtype: {feature['dtype']}"]


def _size(count: int) -> str:
    """The size category of Hugging Face's hub.

    >>> _size(5), _size(1000), _size(250_000)
    ('n<1K', '1K<n<10K', '100K<n<1M')
    """
    names = ("1K", "10K", "100K", "1M", "10M", "100M", "1B", "10B", "100B", "1T")
    place = sum(count >= 10 ** (3 + power) for power in range(len(names)))
    if place == 0:
        return f"n<{names[0]}"
    return f"n>{names[-1]}" if place == len(names) else f"{names[place - 1]}<n<{names[place]}"


@contextmanager
def open_writer(path: str, *, inputs: tuple[str, ...] = (), signature: str = "", columns: Sequence[str] = ()) -> Iterator[CorpusWriter]:
    """Open a folder for a dataset of one split, `train`, as Parquet.

    Raises:
        OutputError: it cannot be written, or something is there.
        UsageError: pyarrow is not installed.
    """
    del inputs, columns  # a folder with an input in it is not empty
    with open_parts(path, ("train",), signature=signature) as parts:
        yield parts["train"]


def read_path(path: str, *, limit: int) -> Iterator[tuple[str, Pair] | Failed]:
    """Read the files of a dataset, split after split; where there are several, the extra `split` says which.

    Args:
        path: the folder; its files end in `.parquet` or `.jsonl`, in `data` or beside the card.
        limit: bytes that a row may have.

    Raises:
        InputError: there are no such files.
        UsageError: they are Parquet, and pyarrow is not installed.
    """
    files = sorted(_files(path))
    if not files:
        raise InputError(named(path), "holds no .parquet or .jsonl files", "name the folder that has the card, or one file")
    splits = {split for _, split, _ in files}
    for _, split, file in files:
        for found in _rows(file, limit):
            if isinstance(found, Failed) or len(splits) < 2:
                yield found
            else:
                yield found[0], _in_split(found[1], split)


def _files(path: str) -> Iterator[tuple[int, str, str]]:
    for folder in (path, os.path.join(path, "data")):
        with reading_errors(named(path)):
            names = os.listdir(folder) if folder == path or os.path.isdir(folder) else []
        for name in names:
            if name.endswith((".parquet", ".jsonl")):
                split = re.split(r"[-.]", name, maxsplit=1)[0]
                yield _ORDER.index(split) if split in _ORDER else len(_ORDER), split, os.path.join(folder, name)


def _rows(file: str, limit: int) -> Iterator[tuple[str, Pair] | Failed]:
    try:
        if file.endswith(".parquet"):
            yield from read_parquet(file, limit=limit)
        else:
            yield from _lines(file, limit)
    except InputError as error:
        yield Failed(named(file), error)


def _lines(file: str, limit: int) -> Iterator[tuple[str, Pair] | Failed]:
    with open_input(file) as stream:
        yield from read_objects(stream, named(file), pair_of_row, limit=limit)


def _in_split(pair: Pair, split: str) -> Pair:
    return replace(pair, extra={**pair.extra, "split": split})


def signature_of(path: str) -> str:
    """Give the signature that the card says.

    Raises:
        InputError: the card cannot be read.
    """
    with open_input(os.path.join(path, "README.md")) as stream:
        found = _SIGNATURE.search(stream.read(1 << 16).decode("utf-8", "replace"))
    try:
        return str(load_object(f'{{"value": {found[1]}}}'.encode())["value"]) if found else ""
    except ValueError:
        return ""
