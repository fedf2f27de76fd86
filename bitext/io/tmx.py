"""TMX 1.4b: the translation units of a memory as pairs, in and out, in a stream.

TMX (LISA OSCAR, 2005, https://www.gala-global.org/tmx-14b): `tu` holds `tuv` elements with `xml:lang` (older files: `lang`) and
a `seg`; inline elements give the text that they mark, and those that stand for codes (`bpt`, `ept`, `ph`, `it`, `ut`) nothing.
What a pair says beside its texts are `prop` elements: `x-score`, `x-doc`, …, and `x-json:…` for what is no string.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bitext import __version__
from bitext.io.pair_fields import fields_of
from bitext.io.streams import open_input
from bitext.io.writing import open_output
from bitext.io.xml_records import attribute, content, find_text, language, read_records
from bitext.io.xml_units import PREFIX, Units
from bitext.language.han import han_script

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator, Sequence

    from bitext.io.corpora import CorpusWriter
    from bitext.io.records import Failed
    from bitext.io.writing import Output
    from bitext.model import Pair

__all__ = ["ChineseTag", "open_writer", "read_stream", "signature_of"]

_CODES = frozenset(("bpt", "ept", "ph", "it", "ut"))
#: Attributes of a unit that say where it comes from; they stay under their names.
_PROVENANCE = ("creationdate", "creationid", "changedate", "changeid", "usagecount", "lastusagedate")
_FOOT = "</body>\n</tmx>\n"


def read_stream(
    stream: io.BufferedReader[Any], source: str, *, limit: int, columns: Sequence[str] = ()
) -> Iterator[tuple[str, Pair] | Failed]:
    """Read the Chinese and English of each unit, with its place; a unit without both becomes a `Failed`.

    Raises:
        InputError: a unit is over the limit, an entity is declared, or there is no unit.

    >>> import io
    >>> unit = '<tu><tuv xml:lang="zh-CN"><seg>雨</seg></tuv><tuv xml:lang="en"><seg>rain<ph>1</ph></seg></tuv></tu>'
    >>> stream = io.BufferedReader(io.BytesIO(f"<tmx><body>{unit}</body></tmx>".encode()))
    >>> [(place, pair.zh, pair.en) for place, pair in read_stream(stream, "a.tmx", limit=1000)]
    [('a.tmx#1', '雨', 'rain')]
    """
    del columns
    yield from read_records(stream, source, _Units(source), limit=limit, kind="TMX")


def signature_of(path: str) -> str:
    """Give the signature that the header says.

    Raises:
        InputError: the file cannot be read, or declares entities.
    """
    with open_input(path) as stream:
        return find_text(stream, path, lambda tag, attributes: tag == "prop" and attributes.get("type") == "x-signature", ("body",))


class _Units(Units):
    """The units of a memory, as they end."""

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self._inside = False
        self._begin({})

    def _begin(self, attributes: dict[str, str]) -> None:
        self.drop()
        self._id = attributes.get("tuid")
        self.fields = [(name, attributes[name]) for name in _PROVENANCE if name in attributes]
        self._sides: dict[str, str] = {}
        self._lang = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "tu":
            self._inside = True
            self._begin(attributes)
        elif not self._inside:
            return
        elif tag == "tuv":
            self._lang = language(attributes, "xml:lang", "lang")
        elif tag in ("seg", "prop", "note"):
            self.take(tag, attributes.get("type") or tag)
        elif tag in _CODES:
            self.hidden += 1

    def end(self, tag: str) -> None:
        if (text := self.taken(tag)) is not None:
            self._keep(text)
        elif tag in _CODES:
            self.hidden -= 1
        elif tag == "tu" and self._inside:
            self._inside = False
            self.add(self._sides, self._id, "leave it out, or give it both")

    def _keep(self, text: str) -> None:
        if self.tag != "seg":
            self.keep_field(text)
        elif self._lang:
            self._sides.setdefault(self._lang, text)


class ChineseTag:
    """The language tag of Chinese text after text: `zh-TW` for traditional characters, else `zh-CN`.

    A text whose characters do not tell gets the tag of the one before it.

    >>> tag = ChineseTag()
    >>> [tag.of(text) for text in ("中文", "這裡下雨", "中文", "这里下雨")]
    ['zh-CN', 'zh-TW', 'zh-TW', 'zh-CN']
    """

    def __init__(self) -> None:
        self._last = "zh-CN"

    def of(self, text: str) -> str:
        """Give the tag of a text."""
        self._last = {"Hans": "zh-CN", "Hant": "zh-TW"}.get(han_script(text), self._last)
        return self._last


class _Writer:
    """Writes a pair a unit."""

    def __init__(self, out: Output, signature: str) -> None:
        self._out, self._tag = out, ChineseTag()
        self.losses: Counter[str] = Counter()
        out.write(_head(signature))

    def write(self, pair: Pair) -> None:
        lost = self.losses
        given = dict(fields_of(pair))
        provenance = "".join(f' {name}="{attribute(given.pop(name), lost)}"' for name in _PROVENANCE if name in given)
        note = given.pop("note", None)
        lines = [f'<tu tuid="{attribute(pair.id, lost)}"{provenance}>', *([] if note is None else [f"<note>{content(note, lost)}</note>"])]
        lines += [f'<prop type="{attribute(PREFIX + name, lost)}">{content(text, lost)}</prop>' for name, text in given.items()]
        for tag, text in ((self._tag.of(pair.zh), pair.zh), ("en", pair.en)):
            lines.append(f'<tuv xml:lang="{tag}"><seg>{content(text, lost)}</seg></tuv>')
        self._out.write("\n".join([*lines, "</tu>\n"]))


def _head(signature: str) -> str:
    made = f'<prop type="x-signature">{content(signature)}</prop>' if signature else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
        f'<header creationtool="bitext" creationtoolversion="{__version__}" segtype="sentence" o-tmf="bitext" adminlang="en" '
        f'srclang="*all*" datatype="plaintext">{made}</header>\n<body>\n'
    )


@contextmanager
def open_writer(path: str, *, inputs: tuple[str, ...] = (), signature: str = "", columns: Sequence[str] = ()) -> Iterator[CorpusWriter]:
    """Open a file or stdout for pairs, a unit each; the header says the signature.

    Raises:
        OutputError: it cannot be written, or is one of the inputs.
    """
    del columns
    with open_output(path, inputs=inputs) as out:
        yield _Writer(out, signature)
        out.write(_FOOT)
