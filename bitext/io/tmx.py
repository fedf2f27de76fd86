"""TMX in: the translation units of a memory as pairs, in a stream; entities, external files and networks stay shut.

TMX 1.4b (LISA OSCAR, 2005): `tu` holds `tuv` elements with `xml:lang` (older files: `lang`) and a `seg`; inline elements give
the text that they mark, and those that stand for codes (`bpt`, `ept`, `ph`, `it`, `ut`) nothing. Expat reads it, builds no
tree, never opens another file, and stops at the first entity that a file declares.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING
from xml.parsers import expat

from bitext.errors import InputError, RecordError
from bitext.io.pairs import TextPair
from bitext.io.records import LIMIT, Failed
from bitext.io.streams import named, open_input, size

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

__all__ = ["read_tmx"]

_CODES = frozenset(("bpt", "ept", "ph", "it", "ut"))
_CHUNK = 1 << 16


def read_tmx(path: str | os.PathLike[str], *, limit: int = LIMIT) -> Iterator[TextPair | Failed]:
    r"""Read the Chinese and English of each unit; a unit without both becomes a `Failed`, and so does what is no TMX.

    Args:
        path: the file or stdin (`-`); gzip and zstd are unpacked.
        limit: bytes that one unit may have.

    >>> import os, tempfile
    >>> unit = '<tu><tuv xml:lang="zh-CN"><seg>雨</seg></tuv><tuv xml:lang="en"><seg>rain<ph>1</ph></seg></tuv></tu>'
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = os.path.join(folder, "a.tmx")
    ...     with open(path, "w", encoding="utf-8") as file:
    ...         _ = file.write(f"<tmx><body>{unit}</body></tmx>")
    ...     [(pair.zh, pair.en) for pair in read_tmx(path)]
    [('雨', 'rain')]
    """
    source = named(path)
    units = _Units(source)
    try:
        with open_input(path) as stream:
            held = 0
            while data := stream.read1(_CHUNK):
                units.feed(data)
                held = 0 if units.ready else held + len(data)
                yield from units.taken()
                if held > limit:
                    raise InputError(source, f"a unit is over the limit of {size(limit)}", "split it, or raise the limit")
            units.feed(b"", last=True)
            yield from units.taken()
            if not units.count:
                raise InputError(source, "holds no translation unit", "check that it is TMX")
    except expat.ExpatError as error:
        yield from units.taken()
        said = expat.ErrorString(error.code)
        yield Failed(source, InputError(f"{source}:{error.lineno}", f"is no TMX ({said})", "mend the file there"))
    except InputError as error:
        yield from units.taken()
        yield Failed(source, error)


class _Units:
    """The units of a stream of XML, as they end."""

    def __init__(self, source: str) -> None:
        self.source, self.count = source, 0
        self.ready: deque[TextPair | Failed] = deque()
        self._sides: dict[str, str] = {}
        self._lang = ""
        self._text: list[str] | None = None
        self._hidden = 0
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._characters
        parser.EntityDeclHandler = self._entity
        self._parser = parser

    def feed(self, data: bytes, *, last: bool = False) -> None:
        """Read on; raises ExpatError, and InputError where an entity is declared."""
        self._parser.Parse(data, last)

    def taken(self) -> Iterator[TextPair | Failed]:
        """Give what is ready, and forget it."""
        while self.ready:
            yield self.ready.popleft()

    def _entity(self, *_: object) -> None:
        raise InputError(self.source, "declares an entity, which is how XML bombs are built", "take the declaration out")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "tu":
            self._sides = {}
        elif tag == "tuv":
            self._lang = (attributes.get("xml:lang") or attributes.get("lang") or "").casefold()[:2]
        elif tag == "seg":
            self._text, self._hidden = [], 0
        elif tag in _CODES:
            self._hidden += 1

    def _end(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        if tag == "seg" and self._text is not None:
            if self._lang in ("zh", "en"):
                self._sides.setdefault(self._lang, "".join(self._text))
            self._text = None
        elif tag in _CODES:
            self._hidden -= 1
        elif tag == "tu":
            self.count += 1
            self.ready.append(self._pair(f"{self.source}#{self.count}"))

    def _characters(self, data: str) -> None:
        if self._text is not None and self._hidden <= 0:
            self._text.append(data)

    def _pair(self, place: str) -> TextPair | Failed:
        if len(self._sides) == 2:
            return TextPair(self._sides["zh"], self._sides["en"], place)
        return Failed(place, RecordError(place, "has no Chinese and English side", "leave it out, or give it both"), position=self.count)
