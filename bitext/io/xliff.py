"""XLIFF 1.2 and 2.x: the units of a translation file as pairs, in and out, in a stream.

XLIFF 1.2 (OASIS 2008, https://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html): what a pair says beside its texts are `context`
elements. XLIFF 2.0 (OASIS 2014, ISO 21720, https://docs.oasis-open.org/xliff/xliff-core/v2.0/xliff-core-v2.0.html; 2.1 and 2.2 keep
its core): they are `mda:meta` elements of its metadata module, and a character that XML cannot hold is a `cp` element.
"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from bitext import __version__
from bitext.io.pair_fields import fields_of
from bitext.io.streams import open_input
from bitext.io.tmx import ChineseTag
from bitext.io.writing import open_output
from bitext.io.xml_records import attribute, content, find_text, language, read_records
from bitext.io.xml_units import PREFIX, Units

if TYPE_CHECKING:
    import io
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from bitext.io.corpora import CorpusWriter
    from bitext.io.records import Failed
    from bitext.io.writing import Output
    from bitext.model import Pair

__all__ = ["open_second_writer", "open_writer", "read_stream", "signature_of"]

_SIGNED = "bitext-signature"
#: Elements whose text is code of the original document, and those that hold other units' texts.
_CODES = frozenset(("bpt", "ept", "ph", "it", "x", "bx", "ex"))
_ASIDE = frozenset(("alt-trans", "seg-source", "matches", "glossary", "originalData", "ignorable", "internal-file", "skeleton", "skl"))
_UNITS = ("trans-unit", "unit")
_UNHELD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def read_stream(
    stream: io.BufferedReader[Any], source: str, *, limit: int, columns: Sequence[str] = ()
) -> Iterator[tuple[str, Pair] | Failed]:
    """Read the Chinese and English of each unit (2.x: of each segment), with its place; one without both becomes a `Failed`.

    Raises:
        InputError: a unit is over the limit, an entity is declared, or there is no unit.

    >>> import io
    >>> unit = '<trans-unit id="7"><source>雨</source><target>rain<ph id="1">%s</ph></target></trans-unit>'
    >>> text = f'<xliff version="1.2"><file source-language="zh" target-language="en"><body>{unit}</body></file></xliff>'
    >>> [(pair.id, pair.zh, pair.en) for _, pair in read_stream(io.BufferedReader(io.BytesIO(text.encode())), "a.xlf", limit=1000)]
    [('7', '雨', 'rain')]
    """
    del columns
    yield from read_records(stream, source, _Units(source), limit=limit, kind="XLIFF")


def signature_of(path: str) -> str:
    """Give the signature that the file says.

    Raises:
        InputError: the file cannot be read, or declares entities.
    """
    with open_input(path) as stream:
        return find_text(stream, path, lambda tag, given: tag == "note" and _SIGNED in given.values(), ("body", "unit", "group"))


class _Units(Units):
    """The units of a file, as they end."""

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self._langs = ["", ""]
        self._inside, self._aside = False, 0
        self._begin({})

    def _begin(self, attributes: dict[str, str]) -> None:
        self._id = attributes.get("resname") or attributes.get("name") or attributes.get("id")
        self.fields = []
        self._segments: list[dict[str, str]] = [{}]

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in ("xliff", "file"):
            given = language(attributes, "srcLang", "source-language"), language(attributes, "trgLang", "target-language")
            self._langs = [one or before for one, before in zip(given, self._langs, strict=True)]
        elif tag in _UNITS:
            self._inside = True
            self._begin(attributes)
        elif not self._inside:
            return
        elif tag in _ASIDE:
            self._aside += 1
        elif self._aside:
            return
        elif tag == "segment":
            self._segments.append({})
        elif tag in ("source", "target"):
            self.take(tag, language(attributes, "xml:lang") or self._langs[tag == "target"])
        elif tag in ("context", "meta", "note"):
            self.take(tag, attributes.get("context-type") or attributes.get("type") or tag)
        elif tag == "cp":
            self.characters(_character(attributes.get("hex", "")))
        elif tag in _CODES:
            self.hidden += 1

    def characters(self, data: str) -> None:
        if not self._aside:
            super().characters(data)

    def end(self, tag: str) -> None:
        if not self._inside:
            return
        if tag in _ASIDE:
            self._aside -= 1
        elif self._aside:
            return
        elif (text := self.taken(tag)) is not None:
            self._keep(text)
        elif tag in _CODES:
            self.hidden -= 1
        elif tag in _UNITS:
            self._inside = False
            self._finish()

    def _keep(self, text: str) -> None:
        if self.tag not in ("source", "target"):
            self.keep_field(text)
        elif self.name:
            self._segments[-1].setdefault(self.name, text)

    def _finish(self) -> None:
        """Make the pairs of a unit; several segments are numbered."""
        found = [one for one in self._segments if one] or [{}]
        for number, sides in enumerate(found, 1):
            own = self._id if self._id is None or len(found) == 1 else f"{self._id}:{number}"
            self.add(sides, own, "translate it, or leave it out")


def _character(code: str) -> str:
    """The character of a `cp` element; U+FFFD where there is none."""
    try:
        made = chr(int(code, 16))
    except (ValueError, OverflowError):
        return "\ufffd"
    return "\ufffd" if "\ud800" <= made <= "\udfff" else made


class _Writer:
    """Writes a pair a unit; the file begins with the first pair, whose script tells its Chinese."""

    def __init__(self, out: Output, signature: str, dialect: _Dialect) -> None:
        self._out, self._signature, self._dialect = out, signature, dialect
        self._tag, self._count = ChineseTag(), 0
        self.losses: Counter[str] = Counter()

    def write(self, pair: Pair) -> None:
        tag = self._tag.of(pair.zh)
        if not self._count:
            self._begin(tag)
        self._count += 1
        self._out.write(self._dialect.unit(pair, self._count, tag, self.losses))

    def _begin(self, tag: str) -> None:
        self._out.write(self._dialect.head.format(version=__version__, zh=tag))
        self._out.write(self._dialect.note.format(content(self._signature)) if self._signature else "")
        self._out.write(self._dialect.body)

    def end(self) -> None:
        """Write the end; of a file without a pair, the beginning too."""
        if not self._count:
            self._begin("zh-CN")
        self._out.write(self._dialect.foot)


class _Dialect(NamedTuple):
    """What a version of XLIFF looks like."""

    head: str
    note: str
    body: str
    foot: str
    unit: Callable[[Pair, int, str, Counter[str]], str]


def _fields(pair: Pair) -> tuple[dict[str, str], str | None]:
    given = dict(fields_of(pair))
    return given, given.pop("note", None)


def _unit_1(pair: Pair, number: int, tag: str, lost: Counter[str]) -> str:
    given, note = _fields(pair)
    held = "".join(
        f'<context context-type="{attribute(PREFIX + one, lost)}">{content(text, lost)}</context>' for one, text in given.items()
    )
    return (
        f'<trans-unit id="{number}" resname="{attribute(pair.id, lost)}" xml:space="preserve">\n'
        f'<source xml:lang="{tag}">{content(pair.zh, lost)}</source>\n<target xml:lang="en">{content(pair.en, lost)}</target>\n'
        f'<context-group name="bitext" purpose="information">{held}</context-group>\n'
        f"{'' if note is None else f'<note>{content(note, lost)}</note>'}</trans-unit>\n"
    )


def _unit_2(pair: Pair, number: int, tag: str, lost: Counter[str]) -> str:
    del tag  # a source must be in the language that the file's root says
    given, note = _fields(pair)
    metas = "".join(f'<mda:meta type="{attribute(PREFIX + one, lost)}">{content(text, lost)}</mda:meta>' for one, text in given.items())
    return (
        f'<unit id="u{number}" name="{attribute(pair.id, lost)}">\n'
        f'<mda:metadata><mda:metaGroup category="bitext">{metas}</mda:metaGroup></mda:metadata>\n'
        f"{'' if note is None else f'<notes><note>{content(note, lost)}</note></notes>'}<segment>\n"
        f"<source>{_inline(pair.zh, lost)}</source>\n<target>{_inline(pair.en, lost)}</target>\n</segment>\n</unit>\n"
    )


def _inline(text: str, losses: Counter[str]) -> str:
    """Text of XLIFF 2: what XML cannot hold is a `cp` element, but for lone surrogates, which are no characters."""
    parts = _UNHELD.split(text)
    if len(parts) == 1:
        return content(text)
    made = [content(parts[0])]
    for char, part in zip(_UNHELD.findall(text), parts[1:], strict=True):
        made += [content(char, losses) if "\ud800" <= char <= "\udfff" else f'<cp hex="{ord(char):04X}"/>', content(part)]
    return "".join(made)


_FIRST = _Dialect(
    head=(
        '<?xml version="1.0" encoding="UTF-8"?>\n<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">\n'
        '<file original="bitext" source-language="{zh}" target-language="en" datatype="plaintext" tool-id="bitext">\n'
        '<header><tool tool-id="bitext" tool-name="bitext" tool-version="{version}"/>'
    ),
    note=f'<note from="{_SIGNED}">{{}}</note>',
    body="</header>\n<body>\n",
    foot="</body>\n</file>\n</xliff>\n",
    unit=_unit_1,
)
_SECOND = _Dialect(
    head=(
        '<?xml version="1.0" encoding="UTF-8"?>\n<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" '
        'xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0" srcLang="{zh}" trgLang="en">\n<file id="bitext" xml:space="preserve">\n'
    ),
    note=f'<notes><note category="{_SIGNED}">{{}}</note></notes>\n',
    body="",
    foot="</file>\n</xliff>\n",
    unit=_unit_2,
)


def open_writer(
    path: str, *, inputs: tuple[str, ...] = (), signature: str = "", columns: Sequence[str] = ()
) -> AbstractContextManager[CorpusWriter]:
    """Open a file or stdout for pairs, a unit of XLIFF 1.2 each; a note of the header says the signature.

    Raises:
        OutputError: it cannot be written, or is one of the inputs.
    """
    del columns
    return _opened(path, inputs, signature, _FIRST)


def open_second_writer(path: str, *, inputs: tuple[str, ...] = (), signature: str = "") -> AbstractContextManager[CorpusWriter]:
    """Open a file or stdout for pairs, a unit of XLIFF 2.0 each; a note of the file says the signature.

    Raises:
        OutputError: it cannot be written, or is one of the inputs.
    """
    return _opened(path, inputs, signature, _SECOND)


@contextmanager
def _opened(path: str, inputs: tuple[str, ...], signature: str, dialect: _Dialect) -> Iterator[CorpusWriter]:
    with open_output(path, inputs=inputs) as out:
        writer = _Writer(out, signature, dialect)
        yield writer
        writer.end()
