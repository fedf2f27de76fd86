"""HTML to blocks as read, with the shape of the page around them. Pure, on lexbor's parser.

A block is a run of text between block-level tags or line breaks, white space collapsed as a browser would.
Nothing is judged here: hidden elements, navigation and forms are read like everything else.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from bitext.classes import CLASS_GROUPS, FLAGS, class_flags
from bitext.language import detect_language
from bitext.metadata import read_metadata
from bitext.model import Block, Kind, Metadata
from bitext.nesting import bound_nesting

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["CLASS_GROUPS", "FLAGS", "HtmlPage", "Tree", "looks_like_html", "read_html"]

#: Elements whose content is never read as text.
SKIPPED = frozenset(
    "script style template svg iframe object embed canvas audio video select textarea math head noscript -comment map datalist -doctype".split()
)
#: Elements that begin and end a block (the HTML standard's flow content that displays as a block, and table parts).
BLOCK_TAGS = frozenset(
    "html body address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer form frameset "
    "h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul caption legend button".split()
)
_BOLD = frozenset(("b", "strong", "em", "i"))
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dd", "dt"), "list_item"),
    **dict.fromkeys(("td", "th"), "table"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
    "pre": "code",
    "table": "table",
}

_DISPLAY_NONE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_SPACE = re.compile(r"[ \t\n\f\r]+")
#: White space that is not one space already: most is, and is not worth replacing.
_LAYOUT_SPACE = re.compile(r"[\t\n\f\r][ \t\n\f\r]*| [ \t\n\f\r]+")
_HTML_START = re.compile(
    r"\s*+(?:<\?xml[^>]{0,200}+>\s*+)?(?:<!--(?:(?!-->).){0,2000}+-->\s*+)*+"  # possessive: many comments have exponentially many readings
    r"<(?:!doctype\s+html|html|head|body|div|p|article|section|table|h[1-6]|ul|meta|title|script|span|a)\b",
    re.IGNORECASE | re.DOTALL,
)
_CLOSING = re.compile(r"</(?:p|div|a|span|li|h[1-6]|td|body|html|title|script)>", re.IGNORECASE)
#: A page of more elements than this is cut there: the rest would cost more than it can hold of use.
MAX_ELEMENTS = 400_000


@dataclass(slots=True)
class Tree:
    """The block-level elements of a page in document order, as parallel lists; element 0 is the root.

    `flags` hold CLASS_GROUPS bits of the element's own class, id and itemprop. An element's blocks are
    `blocks[first[e]:last[e]]`, its descendants the elements from e + 1 to before `end[e]`: subtrees are contiguous, so
    sums over them are differences of running sums.
    """

    parent: list[int] = field(default_factory=list)
    tag: list[str] = field(default_factory=list)
    signature: list[str] = field(default_factory=list)
    flags: list[int] = field(default_factory=list)
    depth: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)


@dataclass(slots=True)
class HtmlPage:
    """A page as read: its blocks, and for each the element it stands in and how much of it is link or bold.

    `chars`, `link_chars`, `bold_chars` count characters without white space at node edges; `links` counts anchors.
    """

    blocks: tuple[Block, ...] = ()
    element: list[int] = field(default_factory=list)
    chars: list[int] = field(default_factory=list)
    link_chars: list[int] = field(default_factory=list)
    links: list[int] = field(default_factory=list)
    bold_chars: list[int] = field(default_factory=list)
    tree: Tree = field(default_factory=Tree)
    metadata: Metadata = field(default_factory=Metadata)
    article_body: str = ""
    parsed: LexborHTMLParser | None = None

    def count_passwords(self) -> int:
        """How many password fields the page has; a look through the whole tree, so asked only of a page that may be a login."""
        return len(self.parsed.css("input[type=password]")) if self.parsed is not None else 0


def looks_like_html(text: str) -> bool:
    """Tell HTML from plain text by how it starts, or by closing tags near the start.

    >>> looks_like_html("<!DOCTYPE html><p>x"), looks_like_html("a < b and c > d")
    (True, False)
    """
    head = text[:4096]
    if _HTML_START.match(head):
        return True
    return len(_CLOSING.findall(head)) >= 2


def read_html(html: str, *, url: str | None = None, raw: bytes | None = None) -> HtmlPage:
    """Read a page's visible text as blocks, its element tree and its metadata.

    Args:
        html: the page; anything parses, as in a browser.
        url: where it came from, to make its canonical link absolute.
        raw: the page in UTF-8, where the caller has that already.

    >>> [(b.kind, b.text) for b in read_html("<h1>One</h1><p>Two<br>three</p>").blocks]
    [('heading', 'One'), ('paragraph', 'Two'), ('paragraph', 'three')]
    """
    whole = html.encode("utf-8", "ignore") if raw is None else raw
    bounded = bound_nesting(html)
    parsed = LexborHTMLParser(whole if bounded is html else bounded)
    page = HtmlPage(metadata=read_metadata(parsed, url=url), parsed=parsed)
    root = parsed.body
    if root is not None:
        _Walk(page).run(root)
    page.article_body = _article_body(html) if b"articleBody" in whole else ""
    return page


_ARTICLE_BODY = re.compile(r'"articleBody"\s*:\s*("(?:[^"\\]++|\\.)*+")', re.DOTALL)


def _article_body(html: str) -> str:
    """The text that a page's JSON-LD (schema.org/articleBody) gives as its own; "" where it gives none."""
    found = _ARTICLE_BODY.search(html)
    if not found:
        return ""
    try:
        return str(json.loads(found[1], strict=False))
    except ValueError:
        return ""


def _own_flags(attributes: dict[str, str | None], names: str) -> int:
    own = class_flags(names[:200]) if names else 0
    if (style := attributes.get("style")) and ("none" in style or "hidden" in style) and _DISPLAY_NONE.search(style):
        own |= FLAGS["hidden"]
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        own |= FLAGS["hidden"]
    if itemprop := attributes.get("itemprop"):
        own |= FLAGS["articlebody"] if itemprop.lower() in ("articlebody", "text", "reviewbody") else class_flags(itemprop[:100])
    return own


#: What the walk does at an element or other node, by its tag; what is not here is inline.
_TEXT, _SKIP, _BREAK, _INLINE, _ANCHOR, _STRONG, _BLOCK, _PRE, _TABLE = range(9)  # blocks last
_ROLES = {
    "-text": _TEXT, **dict.fromkeys(SKIPPED, _SKIP), "br": _BREAK, **dict.fromkeys(BLOCK_TAGS, _BLOCK), "a": _ANCHOR,
    **dict.fromkeys(_BOLD, _STRONG), "pre": _PRE, "table": _TABLE,
}  # fmt: skip


#: What a table of data does not hold: other tables, forms, blocks; then it lays a page out, and is read cell by cell.
_LAYOUT = "td table, th table, script, style, form, input, select, iframe, button, ul, ol, h1, h2, td div div, td p + p, pre, blockquote, article, section"
#: Characters of a cell from which it is a text, not a datum; cells from which a table is cut into its cells, as a page is cut at so many elements.
_LONG_CELL, _MOST_CELLS = 160, MAX_ELEMENTS
#: Tables deeper in tables than this are not looked at: each look costs as much as all that the table holds.
_DEEPEST_TABLE = 8


def read_table(node: LexborNode) -> list[list[str]]:
    """Read a table of data as rows of cells; an empty list where it is none (a layout, a single column, long texts)."""
    if node.css_first(_LAYOUT) is not None:
        return []
    rows: list[list[str]] = []
    cells = 0
    for row in node.css("tr"):
        made = [_SPACE.sub(" ", cell.text(separator=" ")).strip() for cell in row.iter() if cell.tag in ("td", "th")]
        cells += len(made)
        if cells > _MOST_CELLS or any(len(cell) > _LONG_CELL for cell in made):
            return []
        if any(made):
            rows.append(made)
    wide = sum(len(row) > 1 for row in rows)
    return rows if len(rows) > 1 and wide * 2 >= len(rows) and cells >= 6 else []


class _Walk:
    """One pass over the parsed tree, without recursion: 50,000 nested tags are a page too."""

    def __init__(self, page: HtmlPage) -> None:
        self.page, self.tree = page, page.tree
        self.blocks: list[Block] = []
        self.buffer: list[str] = []
        self.inside = -1  # the element that the open block's first text stands in
        self.chars = self.link_chars = self.links = self.bold_chars = 0
        self.element = -1
        self.anchors = self.bold = self.pre = self.tables = 0  # how many of each are open

    def run(self, root: LexborNode) -> None:
        """Visit every node in document order."""
        stack: list[tuple[LexborNode, int]] = []  # the open nodes, and what to undo when each closes
        node: LexborNode | None = root
        roles, most, buffer, elements = _ROLES, MAX_ELEMENTS, self.buffer, self.tree.parent
        while node is not None:
            tag = node.tag or ""
            role = roles.get(tag, _INLINE)
            down: LexborNode | None = None
            if role == _TEXT:
                text = node.text_content
                if text and (buffer or not text.isspace()):
                    self.text(text)
            elif role == _BREAK:
                self.flush() if not self.pre else buffer.append("\n")
            elif role != _SKIP:
                if role >= _BLOCK and len(elements) >= most:
                    role = _INLINE
                down = node.child if role == _INLINE else self.enter(node, tag, role)
            if down is not None:
                stack.append((node, role))
                node = down
                continue
            following = None if node is root else node.next
            while following is None and stack:
                node, role = stack.pop()
                if role != _INLINE:
                    self.leave(role)
                following = node.next if stack else None
            node = following
        self.flush()
        self.page.blocks = tuple(self.blocks)

    def enter(self, node: LexborNode, tag: str, role: int) -> LexborNode | None:
        """Begin an element that is not inline; give its first child, None where it is empty (then it has ended too)."""
        down = node.child
        if role >= _BLOCK:
            if self.buffer:
                self.flush()
            self.links = 0
            self.open(node, tag)
            if role != _BLOCK:
                self.pre += role == _PRE
                self.tables += role == _TABLE
                if role == _TABLE and down is not None and self.tables <= _DEEPEST_TABLE and (rows := read_table(node)):
                    self.table(node, rows)
                    down = None
            if down is None:
                self.close(role)
        elif role == _ANCHOR:
            self.links += 1
            self.anchors += down is not None
        elif down is not None:
            self.bold += 1
        return down

    def leave(self, role: int) -> None:
        if role >= _BLOCK:
            if self.buffer:
                self.flush()
            self.links = 0
            self.close(role)
        elif role == _ANCHOR:
            self.anchors -= 1
        else:
            self.bold -= 1

    def text(self, text: str) -> None:
        length = len(text.strip())
        if length:
            if self.inside < 0:
                self.inside = self.element
            self.chars += length
            if self.anchors:
                self.link_chars += length
            if self.bold:
                self.bold_chars += length
            self.buffer.append(text)
        elif self.buffer:
            self.buffer.append(" ")

    def table(self, node: LexborNode, rows: list[list[str]]) -> None:
        """A table of data is one block: a line a row, a tab between cells."""
        self.inside = self.element
        self.chars = sum(len(cell) for row in rows for cell in row)
        anchors = node.css("a")
        self.links = len(anchors)
        self.link_chars = sum(len(a.text(strip=True)) for a in anchors)
        self.block("\n".join("\t".join(row).rstrip() for row in rows))
        self.chars = self.link_chars = self.links = 0
        self.inside = -1

    def open(self, node: LexborNode, tag: str) -> None:
        attributes = node.attributes
        tree, names, own = self.tree, "", 0
        signature = tag
        if attributes:
            names = attributes.get("class") or ""
            signature = f"{tag}.{names}" if names else tag
            if identity := attributes.get("id"):
                names = f"{names} {identity}"
            own = _own_flags(attributes, names)
        above = self.element
        self.element = len(tree.parent)
        tree.depth.append(tree.depth[above] + 1 if above >= 0 else 0)
        tree.parent.append(above)
        tree.tag.append(tag)
        tree.signature.append(signature)
        tree.flags.append(own)
        tree.first.append(len(self.blocks))
        tree.last.append(-1)
        tree.end.append(-1)

    def close(self, role: int) -> None:
        tree = self.tree
        tree.last[self.element] = len(self.blocks)
        tree.end[self.element] = len(tree.parent)
        self.element = tree.parent[self.element]
        if role != _BLOCK:
            self.pre -= role == _PRE
            self.tables -= role == _TABLE

    def flush(self) -> None:
        """End the open block."""
        if self.buffer:
            text = "".join(self.buffer)
            self.buffer.clear()
            if self.pre:
                text = text.strip("\n\r").rstrip()
            else:
                text = text.strip()
                if "  " in text or not text.isprintable():  # layout's white space is not printable, nor is other that stays
                    text = _LAYOUT_SPACE.sub(" ", text)
            if text:
                self.block(text)
            self.chars = self.link_chars = self.bold_chars = 0
            self.inside = -1
        self.links = 0

    def block(self, text: str) -> None:
        page, inside = self.page, self.inside
        page.element.append(inside)
        page.chars.append(max(1, self.chars))
        page.link_chars.append(self.link_chars)
        page.links.append(self.links)
        page.bold_chars.append(self.bold_chars)
        self.blocks.append(Block(str(len(self.blocks)), "code" if self.pre else self.kind(inside), text, detect_language(text)))

    def kind(self, element: int) -> Kind:
        tree = self.tree
        for _ in range(3):  # a <p> or <div> in a list item or caption is still one
            tag = tree.tag[element]
            if tag in _KINDS:
                return _KINDS[tag] if tag != "pre" or self.pre else "paragraph"
            if tag not in ("p", "div", "center", "blockquote") or tree.parent[element] < 0:
                break
            element = tree.parent[element]
        return "paragraph"
