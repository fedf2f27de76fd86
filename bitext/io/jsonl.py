"""JSON objects in, one a line (or one a file): `{id, html|text, url, source, …}`."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from bitext.encoding import decode
from bitext.errors import InputError, RecordError
from bitext.io.records import Failed, Record
from bitext.io.streams import size, split_lines
from bitext.mojibake import replace_surrogates

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator

__all__ = ["load_object", "parse_record", "read_jsonl", "refuse_utf16"]

#: Nesting that unknown fields may have; json's own limit depends on the Python version.
_DEPTH = 64
_KNOWN = ("id", "html", "text", "url", "source")
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_REMEDY = "mend the line, or leave it out"


def _refuse_constant(name: str) -> NoReturn:
    msg = f"{name} is no JSON"
    raise ValueError(msg)


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        msg = f"the number {digits[:20]} is too large"
        raise ValueError(msg)
    return number


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        msg = f"the field {next(n for n in names if names.count(n) > 1)[:40]!r} occurs twice"
        raise ValueError(msg)
    return found


_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_float=_finite, parse_constant=_refuse_constant)


def _writable(value: Any, depth: int = 0) -> Any:
    """The value with lone surrogates replaced; too deep a nesting is refused."""
    if depth > _DEPTH:
        msg = f"is nested more than {_DEPTH} deep"
        raise ValueError(msg)
    if isinstance(value, str):
        return replace_surrogates(value)
    if isinstance(value, dict):
        return {replace_surrogates(k): _writable(v, depth + 1) for k, v in value.items()}
    return [_writable(v, depth + 1) for v in value] if isinstance(value, list) else value


def load_object(line: bytes) -> dict[str, Any]:
    """Read one JSON object; a field twice, NaN, numbers out of range and lone surrogates are dealt with.

    Raises:
        ValueError: it is none.

    >>> load_object(b'{"zh": "rain", "en": null}')
    {'zh': 'rain', 'en': None}
    """
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        text = decode(line).text  # somebody's JSONL in GBK, or a character cut in two
    found = _DECODER.decode(text.removeprefix("\ufeff"))
    if not isinstance(found, dict):
        msg = "is no JSON object"
        raise ValueError(msg)  # noqa: TRY004 - one kind for all that is wrong with a line
    if _SURROGATE.search(line):
        found = {name: _writable(value) for name, value in found.items()}
    return found


def _text(found: dict[str, Any], name: str) -> str | None:
    value = found.get(name)
    if value is not None and not isinstance(value, str):
        msg = f"{name!r} is no string"
        raise ValueError(msg)
    return value


def _content(found: dict[str, Any], form: str) -> tuple[Literal["html", "text"], str]:
    html, text = _text(found, "html"), _text(found, "text")
    if html is not None and form in ("auto", "html"):
        return "html", html
    if text is not None and form in ("auto", "text", "markdown"):
        return "text", text
    msg = f"has no {' or '.join(repr(n) for n in (('html', 'text') if form == 'auto' else (form,)))}"
    raise ValueError(msg)


def _id(found: dict[str, Any]) -> str | None:
    value = found.get("id")
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    msg = "'id' is neither a string nor a whole number"
    raise ValueError(msg)


def parse_record(line: bytes, place: str, position: int = 1, form: str = "auto", remedy: str = _REMEDY) -> Record | Failed:
    r"""Make a record of one JSON object; whatever is wrong with it becomes a `Failed` with the reason.

    `form` says which field is wanted: `auto` prefers `html`.

    >>> parse_record(b'{"id": 7, "text": "Rain.", "lang": "en"}', "a.jsonl#3", 3).extra
    {'lang': 'en'}
    >>> print(parse_record(b'[1]', "a.jsonl#3", 3).error)
    a.jsonl#3: is no JSON object; mend the line, or leave it out
    """
    own: str | None = None
    try:
        found = load_object(line)
        own = _id(found)
        kind, content = _content(found, form)
        extra = _writable({name: value for name, value in found.items() if name not in _KNOWN})
        return Record(
            place,
            "markdown" if form == "markdown" else kind,
            content,
            own,
            _text(found, "source"),
            _text(found, "url"),
            position=position,
            extra=extra,
        )
    except json.JSONDecodeError as error:
        reason = f"is no JSON ({error.msg} at character {error.pos + 1})"
    except RecursionError:
        reason = "is nested too deeply"
    except InputError as error:
        reason = error.reason
    except ValueError as error:
        reason = str(error) if not str(error).startswith("Exceeds the limit") else "holds a number of too many digits"
    return Failed(place, RecordError(place, reason, remedy), own, position)


def refuse_utf16(stream: io.BufferedReader[Any], source: str) -> None:
    """Raise an `InputError` where a stream begins with the mark of UTF-16: its lines cannot be told apart by bytes."""
    if stream.peek(2)[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise InputError(source, "is UTF-16", "JSONL is UTF-8: convert it first")


def read_jsonl(stream: io.BufferedReader, source: str, limit: int, form: str = "auto") -> Iterator[Record | Failed]:
    r"""Records of a stream of lines, which end at `\n` only; blank lines are skipped, bad ones become `Failed`."""
    refuse_utf16(stream, source)
    for position, line in enumerate(split_lines(stream, limit), 1):
        place = f"{source}#{position}"
        if line is None:
            yield Failed(
                place, RecordError(place, f"is over the limit of {size(limit)}", "split it, or raise the limit"), position=position
            )
        elif line.strip():
            yield parse_record(line, place, position, form)
