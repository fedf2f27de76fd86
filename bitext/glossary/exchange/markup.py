"""XML in and out: entries one after another, in bounded memory, with entities refused and nothing ever fetched.

The standard library's expat does it, so that the base install needs no XML package: a document type without declarations
(TBX and TMX files often name their DTD) is passed over, any declaration or reference of an entity is an error. That leaves
no room for entity bombs and external entities (https://docs.python.org/3/library/xml.html#xml-security).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from bitext.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

__all__ = ["Element", "element", "read_entries"]

#: Elements may lie this deep, and an entry may have this many: what is beyond is no glossary.
DEPTH, ELEMENTS = 64, 20_000
_STEP = 64 * 1024
#: Characters that XML 1.0 cannot hold (https://www.w3.org/TR/xml/#charsets).
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DECLARATION = re.compile(r"^\s{0,8}<\?xml[^>]{0,200}\?>")


@dataclass(slots=True)
class Element:
    """An element: its name and attributes without namespaces, and what it holds in order, texts and elements."""

    tag: str
    attributes: dict[str, str]
    content: list[str | Element] = field(default_factory=list)

    @property
    def children(self) -> list[Element]:
        """The elements that it holds."""
        return [one for one in self.content if not isinstance(one, str)]

    def text(self, *, without: Collection[str] = ()) -> str:
        """All text inside, the edges stripped.

        Args:
            without: elements whose text is left out.
        """
        return "".join(self._texts(without)).strip()

    def _texts(self, without: Collection[str]) -> Iterator[str]:
        for one in self.content:
            if isinstance(one, str):
                yield one
            elif one.tag not in without:
                yield from one._texts(without)  # noqa: SLF001  its own kind

    def line(self, *, without: Collection[str] = ()) -> str:
        """The text on one line, runs of white space one space."""
        return " ".join(self.text(without=without).split())

    def find_all(self, *tags: str) -> Iterator[Element]:
        """Every element of these names inside, in order, not inside one another."""
        for child in self.children:
            if child.tag in tags:
                yield child
            else:
                yield from child.find_all(*tags)


class _Reader:
    """Collects entries while expat reads."""

    def __init__(self, tags: Collection[str], name: str) -> None:
        self.tags, self.name = tags, name
        self.done: list[Element] = []
        self.root: Element | None = None
        self._open: list[Element] = []
        self._depth = self._count = 0
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.EntityDeclHandler = self._refuse
        self.parser.SkippedEntityHandler = self._refuse
        self.parser.ExternalEntityRefHandler = self._refuse

    def _refuse(self, *_: object) -> int:
        raise InputError(self.name, "declares or uses an entity, which is not read", "write the characters themselves")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEPTH:
            raise InputError(self.name, f"is nested more than {DEPTH} deep", "it is no glossary of TBX or TMX")
        one = Element(_local(tag), {_local(key): value for key, value in attributes.items()})
        if self.root is None:
            self.root = one
        elif self._open:
            self._count += 1
            if self._count > ELEMENTS:
                raise InputError(self.name, f"has an entry of more than {ELEMENTS} elements", "it is no glossary of TBX or TMX")
            self._open[-1].content.append(one)
            self._open.append(one)
        elif one.tag in self.tags:
            self._open, self._count = [one], 0

    def _end(self, _tag: str) -> None:
        self._depth -= 1
        if self._open:
            one = self._open.pop()
            if not self._open:
                self.done.append(one)

    def _text(self, text: str) -> None:
        if self._open:
            self._open[-1].content.append(text)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def read_entries(text: str, tags: Collection[str], roots: Collection[str], name: str) -> Iterator[Element]:
    """Read the entries of an XML file, one after another.

    Args:
        text: the file.
        tags: what an entry is called.
        roots: what the outermost element may be called.
        name: what the file is called in errors.

    Raises:
        InputError: it is no XML, has another root, declares or uses entities, or is nested too deeply.

    >>> [e.text() for e in read_entries("<b><i>x &amp; y</i></b>", ["i"], ["b"], "a.xml")]
    ['x & y']
    """
    reader = _Reader(tags, name)
    data = _DECLARATION.sub("", text.lstrip("\ufeff"), count=1).encode("utf-8", "replace")
    try:
        for start in range(0, max(len(data), 1), _STEP):
            reader.parser.Parse(data[start : start + _STEP], False)
            if reader.root is not None and reader.root.tag not in roots:
                raise InputError(name, f"begins with <{reader.root.tag}>, not with <{'> or <'.join(roots)}>", "check the format")
            yield from reader.done
            reader.done.clear()
        reader.parser.Parse(b"", True)
    except expat.ExpatError as error:
        place, reason = f"{name}:{error.lineno}", expat.ErrorString(error.code)
        raise InputError(place, f"is no XML ({reason})", "mend it, or check the format") from error


def element(tag: str, text: str = "", **attributes: str) -> str:
    """Write an element with text; an underscore in an attribute's name is a colon, empty attributes are left out.

    >>> print(element("term", "a < b", xml_lang="en"))
    <term xml:lang="en">a &lt; b</term>
    """
    said = "".join(f" {key.replace('_', ':')}={quoteattr(_legal(value))}" for key, value in attributes.items() if value)
    return f"<{tag}{said}>{escape(_legal(text))}</{tag}>"


def _legal(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", text)
