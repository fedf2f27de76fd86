"""Pairs as JSONL, the canonical form: an object a line with `zh` and `en`; unknown fields are kept."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bitext.errors import InputError, RecordError
from bitext.io.alignments import as_pair_json
from bitext.io.jsonl import load_object, refuse_utf16
from bitext.io.records import Failed
from bitext.io.streams import size, split_lines
from bitext.io.writing import open_output
from bitext.model import Finding, Pair

if TYPE_CHECKING:
    import io
    from collections.abc import Callable, Iterator, Sequence

    from bitext.io.corpora import CorpusWriter
    from bitext.io.writing import Output

__all__ = ["KNOWN", "open_writer", "pair_of", "read_objects", "read_stream"]

#: The fields of a pair that are no extras.
KNOWN = frozenset(("id", "zh", "en", "score", "zh_segments", "en_segments", "findings"))
_REMEDY = "mend the line, or leave it out"


def read_stream(
    stream: io.BufferedReader[Any], source: str, *, limit: int, columns: Sequence[str] = ()
) -> Iterator[tuple[str, Pair] | Failed]:
    """Read the pairs of a stream, each with its place; a bad line becomes a `Failed`, blank ones are passed over.

    >>> import io
    >>> stream = io.BufferedReader(io.BytesIO('{"zh": "雨。", "en": "Rain."}'.encode()))
    >>> [(place, pair.en) for place, pair in read_stream(stream, "a.jsonl", limit=100)]
    [('a.jsonl:1', 'Rain.')]
    """
    del columns
    yield from read_objects(stream, source, pair_of, limit=limit)


def read_objects(
    stream: io.BufferedReader[Any], source: str, make: Callable[[dict[str, Any], str], Pair], *, limit: int
) -> Iterator[tuple[str, Pair] | Failed]:
    """Read lines of JSON and make a pair of each object and its place; what `make` refuses with `ValueError` is a `Failed`.

    Raises:
        InputError: it is UTF-16.
    """
    refuse_utf16(stream, source)
    for number, line in enumerate(split_lines(stream, limit), 1):
        place = f"{source}:{number}"
        if line is None:
            yield Failed(place, RecordError(place, f"is over the limit of {size(limit)}", "split it, or raise the limit"), None, number)
        elif line.strip():
            try:
                yield place, make(load_object(line), place)
            except InputError as error:
                yield Failed(place, RecordError(place, error.reason, _REMEDY), None, number)
            except (ValueError, RecursionError) as error:
                yield Failed(place, RecordError(place, f"is no pair ({error})", _REMEDY), None, number)


def pair_of(found: dict[str, Any], place: str) -> Pair:
    """Make a pair of its JSON object; without an id it is named by its place.

    Raises:
        ValueError: `zh` and `en` are no texts, or another field is not what it should be.

    >>> pair_of({"zh": "雨。", "en": "Rain.", "doc": "d7"}, "a.jsonl:1").extra
    {'doc': 'd7'}
    """
    zh, en, score = found.get("zh"), found.get("en"), found.get("score")
    if not isinstance(zh, str) or not isinstance(en, str):
        msg = "it has no texts `zh` and `en`"
        raise ValueError(msg)  # noqa: TRY004 - one kind for all that is wrong with a record
    if score is not None and (isinstance(score, bool) or not isinstance(score, (int, float))):
        msg = "`score` is no number"
        raise ValueError(msg)
    try:
        probability = 1.0 if score is None else float(score)
    except OverflowError:
        msg = "`score` is too large"
        raise ValueError(msg) from None
    own = found.get("id")
    if own is not None and (isinstance(own, bool) or not isinstance(own, (str, int))):
        msg = "`id` is neither a string nor a whole number"
        raise ValueError(msg)
    return Pair(
        place if own is None else str(own),
        zh,
        en,
        probability,
        _names(found, "zh_segments"),
        _names(found, "en_segments"),
        _findings(found),
        {name: value for name, value in found.items() if name not in KNOWN},
    )


def _names(found: dict[str, Any], name: str) -> tuple[str, ...]:
    value = found.get(name) or ()
    if not isinstance(value, (list, tuple)) or not all(isinstance(one, str) for one in value):
        msg = f"`{name}` is no list of strings"
        raise ValueError(msg)
    return tuple(value)


def _findings(found: dict[str, Any]) -> tuple[Finding, ...]:
    value = found.get("findings") or ()
    try:
        return tuple(Finding(**one) for one in value)
    except TypeError as error:
        msg = "`findings` is no list of findings"
        raise ValueError(msg) from error


class _Lines:
    """Writes a pair a line."""

    def __init__(self, out: Output) -> None:
        self._out = out
        self.losses: Counter[str] = Counter()

    def write(self, pair: Pair) -> None:
        self._out.write(as_pair_json(pair))


@contextmanager
def open_writer(path: str, *, inputs: tuple[str, ...] = (), signature: str = "", columns: Sequence[str] = ()) -> Iterator[CorpusWriter]:
    """Open a file or stdout for pairs, an object a line. JSONL has no header: the signature is left out.

    Raises:
        OutputError: it cannot be written, or is one of the inputs.
    """
    del signature, columns
    with open_output(path, inputs=inputs) as out:
        yield _Lines(out)
