"""Pairs as Apache Parquet, by pyarrow (Apache-2.0, the extra `parquet`): a row a pair, read and written in row groups.

Columns: `id`, `zh`, `en`, `score`, `zh_segments`, `en_segments`, `doc`, `url`, and as JSON `findings` and `extra`. The signature
stands in the file's metadata as `bitext.signature`.
"""

from __future__ import annotations

import datetime as dt
import io
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

from bitext.errors import InputError, RecordError, UsageError
from bitext.io.pair_fields import as_value, finding_objects, value_of
from bitext.io.pair_lines import KNOWN, pair_of
from bitext.io.records import Failed
from bitext.io.streams import named, reading_errors, size
from bitext.io.writing import open_output
from bitext.io.xml_records import language
from bitext.mojibake import replace_surrogates

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bitext.io.corpora import CorpusWriter
    from bitext.io.writing import Output
    from bitext.model import Pair

__all__ = ["BROKEN", "RowGroups", "load_pyarrow", "open_writer", "pair_of_row", "read_path", "row_of", "signature_of"]

BROKEN = "texts held characters that UTF-8 cannot, now U+FFFD"
_SIGNATURE = "bitext.signature"
_BATCH = 1024
#: A row group holds so many pairs, or so many characters of text.
_ROWS, _CHARACTERS = 1 << 16, 1 << 24
_REMEDY = "pip install 'bitext[parquet]', or choose another format"


def load_pyarrow() -> Any:
    """Import pyarrow with what it needs for Parquet.

    Raises:
        UsageError: it is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq  # noqa: F401 - it makes `pa.parquet`
    except ImportError as error:
        raise UsageError("parquet", "pyarrow is not installed", _REMEDY) from error
    return pa


def row_of(pair: Pair, losses: Counter[str], *, translation: bool = False) -> dict[str, Any]:
    """Give a pair as a row: the same columns for every pair, whatever its extras are.

    With `translation`, both texts are one column, as Hugging Face's datasets have them.

    >>> from bitext.model import Pair
    >>> row = row_of(Pair("7", "雨", "Rain", 0.9, extra={"doc": "d7", "page": 3}), Counter())
    >>> row["doc"], row["extra"]
    ('d7', '{"page": 3}')
    """
    texts = [replace_surrogates(text) for text in (pair.id, pair.zh, pair.en)]
    if texts != [pair.id, pair.zh, pair.en]:
        losses[BROKEN] += 1
    sides = {"zh": texts[1], "en": texts[2]}
    extra = {name: value for name, value in pair.extra.items() if name not in KNOWN}
    own = {name: extra.pop(name) if _is_plain(extra.get(name)) else None for name in ("doc", "url")}
    return {
        "id": texts[0],
        **({"translation": sides} if translation else sides),
        "score": pair.score,
        "zh_segments": list(map(replace_surrogates, pair.zh_segments)),
        "en_segments": list(map(replace_surrogates, pair.en_segments)),
        **own,
        "findings": as_value(finding_objects(pair)) if pair.findings else None,
        "extra": as_value(extra) if extra else None,
    }


def _is_plain(value: object) -> bool:
    return isinstance(value, str) and replace_surrogates(value) == value


def pair_of_row(row: Mapping[str, Any], place: str) -> Pair:
    """Make a pair of a row; columns that are not ours become extras, those without a value are left out.

    Raises:
        ValueError: it has no texts, or a column is not what it should be.

    >>> pair_of_row({"translation": {"zh": "雨", "en": "Rain"}, "source": "a"}, "a.parquet#1").extra
    {'source': 'a'}
    """
    found = {name: _plain(value) for name, value in row.items() if value is not None}
    sides = found.pop("translation", None)
    if isinstance(sides, dict) and "zh" not in found:
        found |= {lang: text for tag, text in sides.items() if (lang := language({"lang": tag}, "lang"))}
    for name in ("findings", "extra"):
        if isinstance(found.get(name), str):
            found[name] = value_of(found[name])
    extra = found.pop("extra", None)
    if isinstance(extra, dict):
        found = {name: value for name, value in extra.items() if name not in KNOWN} | found
    elif extra is not None:
        found["extra"] = extra
    return pair_of(found, place)


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, (bytes, bytearray)):
        return value.decode("utf-8", "replace")
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {str(name): _plain(one) for name, one in value.items()}
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)


def read_path(path: str, *, limit: int) -> Iterator[tuple[str, Pair] | Failed]:
    """Read the rows of a file, each with its place; a row without texts becomes a `Failed`.

    Args:
        path: a file with columns `zh` and `en`, or `translation` as Hugging Face's datasets have it.
        limit: bytes that the texts of a row may have.

    Raises:
        InputError: it is no Parquet, damaged, or has no such columns.
        UsageError: pyarrow is not installed.
    """
    source, number = named(path), 0
    with _opened(path) as file:
        columns = set(file.schema_arrow.names)
        if not ({"zh", "en"} <= columns or "translation" in columns):
            raise InputError(source, "has no columns `zh` and `en`, and no `translation`", "name the columns so")
        for batch in file.iter_batches(batch_size=_BATCH):
            for number, row in enumerate(batch.to_pylist(), number + 1):  # noqa: B020 - it counts on
                yield _made(row, f"{source}#{number}", number, limit)
    if not number:
        raise InputError(source, "is empty", "check what wrote it")


def _made(row: dict[str, Any], place: str, number: int, limit: int) -> tuple[str, Pair] | Failed:
    try:
        pair = pair_of_row(row, place)
    except (ValueError, RecursionError) as error:
        return Failed(place, RecordError(place, f"is no pair ({error})", "mend the row, or leave it out"), position=number)
    if len(pair.zh) + len(pair.en) > limit:
        return Failed(place, RecordError(place, f"is over the limit of {size(limit)}", "split it, or raise the limit"), position=number)
    return place, pair


@contextmanager
def _opened(path: str) -> Iterator[Any]:
    source = named(path)
    arrow = load_pyarrow()
    with reading_errors(source), open(path, "rb") as file:
        try:
            with arrow.parquet.ParquetFile(file, pre_buffer=False, buffer_size=1 << 20) as opened:
                yield opened
        except (arrow.ArrowException, OSError) as error:
            said = str(error).split("\n", 1)[0][:200]
            raise InputError(source, f"is no Parquet file that can be read ({said})", "check what wrote it") from error


def signature_of(path: str) -> str:
    """Give the signature that the metadata says.

    Raises:
        InputError: it is no Parquet.
    """
    with _opened(path) as file:
        return ((file.metadata.metadata or {}).get(_SIGNATURE.encode()) or b"").decode("utf-8", "replace")


class _Sink(io.RawIOBase):
    """An output as the file that pyarrow wants."""

    def __init__(self, out: Output) -> None:
        self._out, self._count = out, 0
        self.dead = False

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._count

    def write(self, data: Any) -> int:
        if not self.dead:
            self._out.write_bytes(bytes(data))
        self._count += len(data)
        return len(data)


class RowGroups:
    """Writes rows into a Parquet file, so many at a time; `count` rows and `size` bytes as Arrow holds them.

    As a context it writes what is held back and the footer at the end, or nothing more when anything is raised inside.
    """

    def __init__(self, out: Output, metadata: Mapping[str, str], *, translation: bool = False) -> None:
        self._arrow = load_pyarrow()
        self._schema = _schema(self._arrow, translation=translation).with_metadata(dict(metadata))
        self._sink = _Sink(out)
        self._file = self._arrow.PythonFile(self._sink, mode="w")
        self._writer = self._arrow.parquet.ParquetWriter(self._file, self._schema, compression="zstd", store_schema=True)
        self._held: list[dict[str, Any]] = []
        self._characters = self.count = self.size = 0

    def add(self, row: dict[str, Any], characters: int) -> None:
        """Add a row whose texts have so many characters."""
        self._held.append(row)
        self._characters += characters
        if len(self._held) >= _ROWS or self._characters >= _CHARACTERS:
            self._send()

    def _send(self) -> None:
        if self._held:
            table = self._arrow.Table.from_pylist(self._held, schema=self._schema)
            self._writer.write_table(table)
            self.count += len(self._held)
            self.size += table.nbytes
            self._held, self._characters = [], 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._send()
        except BaseException:
            self._sink.dead = True
            raise
        finally:
            self._sink.dead = self._sink.dead or kind is not None  # the output may be gone: nothing must reach it later
            self._writer.close()


def _schema(arrow: Any, *, translation: bool) -> Any:
    text, names = arrow.string(), arrow.list_(arrow.string())
    sides = [("zh", text), ("en", text)]
    return arrow.schema(
        [
            ("id", text),
            *([("translation", arrow.struct(sides))] if translation else sides),
            ("score", arrow.float64()),
            ("zh_segments", names),
            ("en_segments", names),
            *((name, text) for name in ("doc", "url", "findings", "extra")),
        ]
    )


class _Writer:
    """Writes a pair a row."""

    def __init__(self, groups: RowGroups) -> None:
        self._groups = groups
        self.losses: Counter[str] = Counter()

    def write(self, pair: Pair) -> None:
        self._groups.add(row_of(pair, self.losses), len(pair.zh) + len(pair.en))


@contextmanager
def open_writer(path: str, *, inputs: tuple[str, ...] = (), signature: str = "", columns: Sequence[str] = ()) -> Iterator[CorpusWriter]:
    """Open a Parquet file for pairs; its metadata says the signature.

    Raises:
        OutputError: it cannot be written, or is one of the inputs.
        UsageError: pyarrow is not installed.
    """
    del columns
    load_pyarrow()
    with open_output(path, inputs=inputs) as out, RowGroups(out, {_SIGNATURE: signature} if signature else {}) as groups:
        yield _Writer(groups)
