"""Pairs as TSV without a header: Chinese, English, and the score where there is one; or the columns that are named."""

from __future__ import annotations

import json
import math
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bitext.errors import RecordError, UsageError
from bitext.io.lines import lines_in
from bitext.io.pair_fields import as_value, finding_objects
from bitext.io.pair_lines import pair_of
from bitext.io.records import Failed
from bitext.io.writing import open_output
from bitext.model import Pair

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator, Sequence

    from bitext.io.corpora import CorpusWriter
    from bitext.io.writing import Output

__all__ = ["COLUMNS", "check_columns", "one_line", "open_writer", "read_stream"]

#: What the columns are unless they are named.
COLUMNS = ("zh", "en", "score")
_SPACED = "line ends, tabs and other control characters became spaces"
#: What ends a line for some reader (https://docs.python.org/3/library/stdtypes.html#str.splitlines), tabs, and NUL.
_BREAKS = str.maketrans(dict.fromkeys("\0\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "))


def check_columns(columns: Sequence[str]) -> tuple[str, ...]:
    """Check the names of columns.

    Raises:
        UsageError: a text is missing, or a column comes twice.

    >>> check_columns(["id", "en", "zh"])
    ('id', 'en', 'zh')
    """
    named = tuple(columns) or COLUMNS
    for side in ("zh", "en"):
        if side not in named:
            raise UsageError("columns", f"there is no {side!r} among them", "name both texts: zh,en,score,id")
    if twice := sorted(name for name, count in Counter(named).items() if count > 1):
        raise UsageError("columns", f"{twice[0]!r} comes twice", "name each column once")
    return named


def one_line(text: str, losses: Counter[str]) -> str:
    r"""Put a text on one line: a tab, NUL, and what any reader takes for a line's end, become spaces, which are counted.

    >>> one_line("Rain\tand\nwind.", Counter())
    'Rain and wind.'
    """
    made = text.translate(_BREAKS)
    if made != text:
        losses[_SPACED] += 1
    return made


def read_stream(
    stream: io.BufferedReader[Any], source: str, *, limit: int, columns: Sequence[str] = ()
) -> Iterator[tuple[str, Pair] | Failed]:
    r"""Read the rows of a stream, each with its place; a row without two cells becomes a `Failed`, blank ones are passed over.

    Raises:
        InputError: it is no text.
        UsageError: the columns lack a text.

    >>> import io
    >>> stream = io.BufferedReader(io.BytesIO(b"Rain.\td7\tZH"))
    >>> [(pair.zh, pair.extra) for _, pair in read_stream(stream, "a.tsv", limit=99, columns=["en", "doc", "zh"])]
    [('ZH', {'doc': 'd7'})]
    """
    names = check_columns(columns) if columns else ()
    for batch in lines_in(stream, source, limit):
        if isinstance(batch, Failed):
            yield batch
            continue
        for number, line in enumerate(batch.texts, batch.first):
            if line.strip():
                place = f"{source}:{number}"
                made = _row(line, place, number) if not names else _named_row(line, names, place, number)
                yield made if isinstance(made, Failed) else (place, made)


def _row(line: str, place: str, number: int) -> Pair | Failed:
    cells = line.split("\t")
    if len(cells) == 1:
        return _failed(place, number, "has no tab between two texts", "write zh, a tab, en")
    try:
        score = float(cells[2]) if len(cells) > 2 else 1.0
    except ValueError:
        score = 1.0  # a column of another kind: the two texts are what counts
    return Pair(place, cells[0], cells[1], score if math.isfinite(score) else 1.0)


def _named_row(line: str, names: Sequence[str], place: str, number: int) -> Pair | Failed:
    cells = line.split("\t")
    if len(cells) < len(names):
        return _failed(place, number, f"has {len(cells)} cells, not {len(names)}", f"give it {', '.join(names)}, or name other columns")
    found: dict[str, Any] = dict(zip(names, cells, strict=False))
    try:
        if "score" in found:
            found["score"] = float(found["score"])
        for name in {"zh_segments", "en_segments"} & found.keys():
            found[name] = found[name].split()
        if "findings" in found:
            found["findings"] = json.loads(found["findings"])
        return pair_of(found, place)
    except (ValueError, RecursionError) as error:
        return _failed(place, number, f"is no pair ({error})", "mend the row, or name other columns")


def _failed(place: str, number: int, reason: str, remedy: str) -> Failed:
    return Failed(place, RecordError(place, reason, remedy), None, number)


class _Rows:
    """Writes a pair a row."""

    def __init__(self, out: Output, columns: tuple[str, ...]) -> None:
        self._out, self._columns = out, columns
        self.losses: Counter[str] = Counter()

    def write(self, pair: Pair) -> None:
        self._out.write("\t".join(self._cell(pair, name) for name in self._columns) + "\n")

    def _cell(self, pair: Pair, name: str) -> str:
        if name == "score":
            return repr(pair.score)
        if name in ("zh", "en", "id"):
            return one_line(str(getattr(pair, name)), self.losses)
        if name in ("zh_segments", "en_segments"):
            return " ".join("_".join(one.split()) for one in getattr(pair, name))
        if name == "findings":
            return as_value(finding_objects(pair))
        value = pair.extra.get(name, "")
        return one_line(value if isinstance(value, str) else as_value(value), self.losses)


@contextmanager
def open_writer(path: str, *, inputs: tuple[str, ...] = (), signature: str = "", columns: Sequence[str] = ()) -> Iterator[CorpusWriter]:
    """Open a file or stdout for pairs, a row each; the format has no place for the signature.

    Raises:
        OutputError: it cannot be written, or is one of the inputs.
        UsageError: the columns lack a text.
    """
    del signature
    names = check_columns(columns)
    with open_output(path, inputs=inputs) as out:
        yield _Rows(out, names)
