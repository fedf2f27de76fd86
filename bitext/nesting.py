"""Pages that would make an HTML parser work in quadratic time, cut down before it sees them.

The standard's algorithm walks the stack of open elements at many tags and compares each attribute with all
before it: 200,000 nested `<div>` keep lexbor busy for a minute, a tag of 100,000 attributes for sixteen
seconds. Browsers bound the depth (Blink: 512, html_tree_builder.h and "kMaximumHTMLParserDOMTreeDepth");
so do we, and what is too deep becomes a line break, so that its text still stands apart. Only large pages
are looked through, and a sound one comes back as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["bound_nesting"]

#: Open elements that a page may have at once, as in Blink; formatting elements, which are opened again in every
#: paragraph until they are closed, far fewer; attributes of one tag; tags that the outermost elements may repeat.
DEPTH, FORMATTING, ATTRIBUTES, OUTERMOST = 512, 8, 1000, 16
#: Pages of fewer tags, and of fewer formatting tags with attributes (which are all opened again in every paragraph),
#: without long tags, cost the parser at most some ten milliseconds and some ten megabytes.
_TAGS, _LOUD, _STRETCH = 4000, 64, 1 << 15

#: Elements that hold nothing, and those that the next of their kind ends: they do not nest by being left open.
_FLAT = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dt dd option tr td th tbody thead tfoot rb rt rp rtc a nobr "
    "button image keygen frame".split()
)
_FORMATTING = frozenset("b big code em font i s small strike strong tt u".split())
_OUTERMOST = frozenset(("html", "body", "head", "frameset"))
#: Elements whose content is not markup; it ends at their end tag only.
_RAW = frozenset(("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"))

#: The case is ignored behind the first letter only, so that a search skips to the literal `<`.
_LOUD_TAG = re.compile(rf"<(?=[BCEFISTUbcefistu])(?i:{'|'.join(sorted(_FORMATTING))})\s")
_NAME = re.compile(r"[A-Za-z][^\s/>]*+")
#: The rest of a tag as the standard reads it, up to its end: white space and slashes, or an attribute with its value.
_ATTRIBUTE = r"[\s/]++|=?[^\s/>=]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?+)?+|=|\"|'"
_REST = re.compile(rf"(?:{_ATTRIBUTE})*+>")
_MARKUP = re.compile(rf"<(?:(!--)|(/?)([A-Za-z][^\s/>]*+)((?:{_ATTRIBUTE})*+>)?)")
_SOME = re.compile(rf"(?:{_ATTRIBUTE}){{0,{2 * ATTRIBUTES}}}+")


def bound_nesting(html: str) -> str:
    """Take out of a page what nests too deep, or repeats too often, for a parser; most pages come back as they are.

    >>> bound_nesting("<div>" * 5000 + "text").count("<div>"), bound_nesting("<div><p>text")
    (512, '<div><p>text')
    """
    return _Cutter(html).cut() if _is_suspicious(html) else html


def _is_suspicious(html: str) -> bool:
    if html.count("<") > _TAGS or len(_LOUD_TAG.findall(html)) > _LOUD:
        return True
    return any(map(_is_long_tag, _long_pieces(html)))


def _long_pieces(html: str) -> Iterator[str]:
    """What stands between two `<` and is longer than `_STRETCH`, found by leaps of that length."""
    at = 0
    while len(html) - at > _STRETCH:
        last = html.rfind("<", at, at + _STRETCH + 1)
        if last < 0:
            last = html.find("<", at)
            yield html[at:last] if last >= 0 else html[at:]
            if last < 0:
                return
        at = last + 1


def _is_long_tag(piece: str) -> bool:
    """Tell whether what stands between two `<` is a tag that goes on for long; a script's tag is short, its text is not."""
    name = _NAME.match(piece)
    if name is None:
        return not piece.startswith(("!", "/", "?"))  # a `<` inside a value, perhaps
    rest = _REST.match(piece, name.end())
    return rest is None or rest.end() > _STRETCH


class _Cutter:
    """One pass over a page's tags, each looked at once."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.open: list[str] = []
        self.counts: dict[str, int] = {}  # how often each name stands in `open`
        self.active: dict[str, int] = {}  # formatting elements that no end tag has ended, in `open` or not
        self.dropped: dict[str, int] = {}  # start tags that were cut, whose end tags go too
        self.parts: list[str] = []
        self.done = 0

    def cut(self) -> str:
        html, at = self.html, 0
        while tag := _MARKUP.search(html, at):
            at = self.past(tag)
            if at < 0:
                break
        return "".join((*self.parts, html[self.done :])) if self.parts else html

    def past(self, tag: re.Match[str]) -> int:
        """Deal with a tag or comment; tell where it ends, -1 when nothing ends it."""
        if tag[1]:
            return self.html.find("-->", tag.end()) if self.html[tag.end() : tag.end() + 1] != ">" else tag.end()
        name, whole = tag[3].lower(), tag[4] is not None
        end = tag.end() if whole else len(self.html)
        if tag[2]:
            self.close(name, tag.start(), end)
        else:
            if end - tag.end(3) > 2 * ATTRIBUTES:
                self.shorten(tag.end(3), end)
            self.begin(name, tag.start(), end)
            if name in _RAW:
                closing = re.compile(f"</{name}", re.IGNORECASE).search(self.html, end)
                return closing.start() if closing else -1
        return end if whole else -1

    def shorten(self, start: int, end: int) -> None:
        """Cut a tag's attributes behind the first thousand."""
        some = _SOME.match(self.html, start, end - 1)
        if some and some.end() < end - 1:
            self.replace(some.end(), end - 1, "")

    def begin(self, name: str, start: int, end: int) -> None:
        if name in _OUTERMOST:
            self.counts[name] = self.counts.get(name, 0) + 1
            if self.counts[name] > OUTERMOST:
                self.replace(start, end, "")
        elif name not in _FLAT:
            formatting = name in _FORMATTING
            if len(self.open) >= DEPTH or (formatting and sum(self.active.values()) >= FORMATTING):
                self.dropped[name] = self.dropped.get(name, 0) + 1
                self.replace(start, end, "" if formatting else "<br>")
                return
            self.open.append(name)
            self.counts[name] = self.counts.get(name, 0) + 1
            if formatting:
                self.active[name] = self.active.get(name, 0) + 1

    def close(self, name: str, start: int, end: int) -> None:
        """End an element, and with it what was left open inside; an end tag of what is not open goes."""
        if name in _FLAT or name in _OUTERMOST:
            return
        if self.dropped.get(name):
            self.dropped[name] -= 1
            self.replace(start, end, "" if name in _FORMATTING else "<br>")
        elif name in _FORMATTING:
            self.close_formatting(name)
        elif self.counts.get(name):
            while (last := self.open.pop()) != name:
                self.counts[last] -= 1
            self.counts[name] -= 1
        elif len(self.open) * 2 >= DEPTH:
            self.replace(start, end, "<br>")  # the parser would look for it through the whole stack

    def close_formatting(self, name: str) -> None:
        """End a formatting element; what was opened inside stays open."""
        if self.active.get(name):
            self.active[name] -= 1
        if self.counts.get(name):
            self.counts[name] -= 1
            del self.open[len(self.open) - 1 - self.open[::-1].index(name)]

    def replace(self, start: int, end: int, by: str) -> None:
        if start < self.done:  # inside what has been cut already
            self.parts[-1] = by
            self.done = max(self.done, end)
            return
        self.parts += (self.html[self.done : start], by)
        self.done = end
