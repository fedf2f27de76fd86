"""XML in a stream, record after record, and its characters out; entities, external files and networks stay shut.

Expat reads it, builds no tree, never opens another file, and stops at the first entity that a file declares. What one record
may hold is bounded, and so is what nothing but the parser's own stack keeps: the depth of elements. Encodings of several bytes a
character (GB 18030, Big5), which expat does not know, are decoded before it.
"""

from __future__ import annotations

import codecs
import re
from collections import deque
from html.entities import name2codepoint
from typing import TYPE_CHECKING, Any, Protocol
from xml.parsers import expat

from bitext.errors import InputError, RecordError
from bitext.io.records import Failed
from bitext.io.streams import size

if TYPE_CHECKING:
    import io
    from collections import Counter
    from collections.abc import Callable, Collection, Iterator, Mapping

    from bitext.model import Pair

__all__ = ["Handler", "attribute", "content", "failed_record", "find_text", "language", "read_records"]

_CHUNK = 1 << 16
_LONGEST = 1 << 23
_DEPTH = 256
_DECLARED = re.compile(rb"""(?:\xef\xbb\xbf)?\s*<\?xml\s[^>]{0,200}?\sencoding\s{0,9}=\s{0,9}["']([A-Za-z][A-Za-z0-9._-]{0,40})["']""")
#: Bytes in which a declaration ends, if there is one.
_HEAD = 1024
#: What expat decodes itself, by Python's names.
_ENCODINGS = frozenset(("utf-8", "iso8859-1", "ascii"))
#: What every character set in which a declaration can be read leaves as it is.
_PLAIN = rb"<?xml \u0041-?>"
#: Labels under which a larger set is sent (WHATWG Encoding Standard, "names and labels").
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}
#: What XML 1.0 cannot hold, not even as a reference (https://www.w3.org/TR/xml/#charsets).
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REPLACED = "texts held characters that XML cannot, now U+FFFD"
_IN_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_IN_ATTRIBUTE = _IN_TEXT | {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"}
_TEXT, _ATTRIBUTE = str.maketrans(_IN_TEXT), str.maketrans(_IN_ATTRIBUTE)


class Handler(Protocol):
    """What makes records of the events of a parser; `ready` holds the finished ones, `count` is their number so far."""

    ready: deque[tuple[str, Pair] | Failed]
    count: int

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an element; the tag is without its prefix."""

    def end(self, tag: str) -> None:
        """End an element."""

    def characters(self, data: str) -> None:
        """Take in text."""


def read_records(
    stream: io.BufferedReader[Any], source: str, handler: Handler, *, limit: int, kind: str
) -> Iterator[tuple[str, Pair] | Failed]:
    """Parse a stream and give the records of a handler as they end; what is no XML becomes a `Failed` at its line.

    Args:
        stream: the open file.
        source: its name, for messages.
        handler: what makes the records.
        limit: bytes that one record may have.
        kind: what the file should be: `TMX`.

    Raises:
        InputError: a record is over the limit, an entity is declared, elements are nested too deep, or there is no record.
    """
    held = 0
    try:
        for count in _Parser(source, handler).feed(stream):
            held = 0 if handler.ready else held + count
            yield from _taken(handler)
            if held > limit:
                raise InputError(source, f"a unit is over the limit of {size(limit)}", "split it, or raise the limit")
        if not handler.count:
            raise InputError(source, "holds no translation unit", f"check that it is {kind}")
    except expat.ExpatError as error:
        yield from _taken(handler)
        said = expat.ErrorString(error.code)
        yield Failed(source, InputError(f"{source}:{error.lineno}", f"is no {kind} ({said})", "mend the file there"))
    except InputError:
        yield from _taken(handler)
        raise


def _taken(handler: Handler) -> Iterator[tuple[str, Pair] | Failed]:
    while handler.ready:
        yield handler.ready.popleft()


class _Parser:
    """Expat with what it must not do shut off."""

    def __init__(self, source: str, handler: Handler) -> None:
        self._source, self._handler = source, handler
        self._depth = self._events = 0

    def _made(self, encoding: str | None) -> expat.XMLParserType:
        parser = expat.ParserCreate(encoding)
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler, parser.EntityDeclHandler = self._characters, self._entity
        parser.SkippedEntityHandler = self._undeclared
        parser.CommentHandler = parser.ProcessingInstructionHandler = parser.StartDoctypeDeclHandler = self._other
        return parser

    def feed(self, stream: io.BufferedReader[Any]) -> Iterator[int]:
        """Parse a stream piece after piece; give the length of each when it is parsed.

        While the parser waits for the end of one token, each piece is twice as long as the one before: expat before 2.6 reads
        such a token again from its start with every piece, in time that grows with the square of its length (CVE-2023-52425).
        """
        wanted, data = _CHUNK, _head(stream)
        decoder = _decoder(data, self._source)
        parser = self._made("utf-8" if decoder else None)
        while data:
            before = self._events
            parser.Parse(decoder.decode(data).encode("utf-8", "replace") if decoder else data, False)
            wanted = _CHUNK if self._events > before else min(2 * wanted, _LONGEST)
            yield len(data)
            data = stream.read1(_CHUNK) if wanted == _CHUNK else stream.read(wanted)
        parser.Parse(decoder.decode(b"", final=True).encode("utf-8", "replace") if decoder else b"", True)
        yield 0

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._events += 1
        self._depth += 1
        if self._depth > _DEPTH:
            raise InputError(self._source, f"its elements are nested more than {_DEPTH} deep", "check what wrote it")
        self._handler.start(name.rpartition(":")[2], attributes)

    def _end(self, name: str) -> None:
        self._events += 1
        self._depth -= 1
        self._handler.end(name.rpartition(":")[2])

    def _characters(self, data: str) -> None:
        self._events += 1
        self._handler.characters(data)

    def _undeclared(self, name: str, is_parameter: bool) -> None:
        """Take in an entity that an external DTD may declare, which is not opened: HTML's by its name, another one as it is written."""
        if not is_parameter:
            self._characters(chr(name2codepoint[name]) if name in name2codepoint else f"&{name};")

    def _other(self, *_: object) -> None:
        self._events += 1

    def _entity(self, *_: object) -> None:
        raise InputError(self._source, "declares an entity, which is how XML bombs are built", "take the declaration out")


def _head(stream: io.BufferedReader[Any]) -> bytes:
    """The first bytes of a stream, a declaration of XML whole; a pipe may give less at once."""
    data = stream.read1(_CHUNK)
    while len(data) < _HEAD and b">" not in data and (more := stream.read1(_CHUNK)):
        data += more
    return data


def _decoder(head: bytes, source: str) -> codecs.IncrementalDecoder | None:
    """What decodes a file of an encoding that expat does not know; None where expat does.

    Raises:
        InputError: the file declares an encoding that nobody knows.
    """
    found = _DECLARED.match(head)
    label = found[1].decode("ascii") if found else "utf-8"
    try:
        name = codecs.lookup(label).name
        if name.startswith(("utf-16", "utf-32")):
            name = "utf-8-sig"  # a declaration in single bytes: whoever converted the file left it as it was
        "".encode(name)  # raises where it is no encoding of text
        if codecs.getincrementaldecoder(name)("replace").decode(_PLAIN) != _PLAIN.decode():
            raise LookupError(name)  # Python's codecs are not all character sets: unicode_escape, punycode
    except (LookupError, ValueError):
        raise InputError(source, f"declares the encoding {label}, which is unknown", "convert it to UTF-8") from None
    return None if name in _ENCODINGS else codecs.getincrementaldecoder(_WIDER.get(name, name))("replace")


def find_text(stream: io.BufferedReader[Any], source: str, is_wanted: Callable[[str, dict[str, str]], bool], until: Collection[str]) -> str:
    """Give the text of the first element that is wanted, looking no further than where one of `until` begins.

    Raises:
        InputError: an entity is declared.
    """
    found = _Search(is_wanted, until)
    try:
        for _ in _Parser(source, found).feed(stream):
            if found.done:
                break
    except expat.ExpatError:
        return ""
    return "".join(found.parts)


class _Search:
    """Takes the text of one element."""

    def __init__(self, is_wanted: Callable[[str, dict[str, str]], bool], until: Collection[str]) -> None:
        self.ready: deque[tuple[str, Pair] | Failed] = deque()
        self.count = 0
        self.parts: list[str] = []
        self.done = False
        self._is_wanted, self._until, self._inside = is_wanted, until, False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.done = self.done or tag in self._until
        self._inside = not self.done and self._is_wanted(tag, attributes)

    def end(self, tag: str) -> None:
        del tag
        self.done = self.done or self._inside
        self._inside = False

    def characters(self, data: str) -> None:
        if self._inside:
            self.parts.append(data)


def failed_record(source: str, number: int, reason: str, remedy: str) -> Failed:
    """Give the failure of a record, counted from 1."""
    place = f"{source}#{number}"
    return Failed(place, RecordError(place, reason, remedy), position=number)


def language(attributes: Mapping[str, str], *names: str) -> str:
    """Tell `zh` or `en` by the first of some attributes that is there; empty for another language.

    Tags are those of BCP 47 (`zh-Hans-CN`), ISO 639-2 and 639-3 (`zho`, `chi`, `cmn`, `eng`) with any continuation.

    >>> language({"xml:lang": "zh-Hant"}, "xml:lang", "lang"), language({"lang": "EN_us"}, "xml:lang", "lang")
    ('zh', 'en')
    """
    given = next((attributes[name] for name in names if attributes.get(name)), "")
    primary = re.split("[-_]", given.strip().casefold(), maxsplit=1)[0]
    return "zh" if primary in ("zh", "zho", "chi", "cmn") else "en" if primary in ("en", "eng") else ""


def content(text: str, losses: Counter[str] | None = None) -> str:
    r"""Escape text for an element; what XML cannot hold becomes U+FFFD and is counted. A `\r` is written so that it stays.

    >>> content("a < b & c ]]>\r")
    'a &lt; b &amp; c ]]&gt;&#13;'
    """
    return _whole(text, losses).translate(_TEXT)


def attribute(text: str, losses: Counter[str] | None = None) -> str:
    r"""Escape text for an attribute in double quotes; line ends and tabs are written so that they stay.

    >>> attribute('"a"\n')
    '&quot;a&quot;&#10;'
    """
    return _whole(text, losses).translate(_ATTRIBUTE)


def _whole(text: str, losses: Counter[str] | None) -> str:
    if not _NO_XML.search(text):
        return text
    if losses is not None:
        losses[_REPLACED] += 1
    return _NO_XML.sub("\ufffd", text)
