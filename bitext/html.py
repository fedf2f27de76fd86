"""HTML to blocks as read, with the shape of the page around them. Pure, on lexbor's parser.

A block is a run of text between block-level tags or line breaks, white space collapsed as a browser would.
Nothing is judged here: hidden elements, navigation and forms are read like everything else.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from bitext.language import detect_language
from bitext.metadata import read_metadata
from bitext.model import Block, Kind, Metadata

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
}  # type: ignore[dict-item]

#: Words in class and id names that say what an element is for, in English and pinyin; the order is the bit order.
CLASS_GROUPS: tuple[tuple[str, str], ...] = (
    ("comment", r"comment|disqus|reply|replies|discuss|pinglun|respond|guestbook|liuyan"),
    ("footer", r"foot|copyright|bottom|disclaimer|legal|banquan|statement|shengming"),
    ("sidebar", r"side|aside|right|rail|column2|widget|secondary"),
    ("share", r"share|social|sns|bdshare|twitter|facebook|weibo|follow|like|vote|zan\b|tool|toolbar|print"),
    ("related", r"relat|recommend|more|also|trending|popular|hot|latest|next|prev|suggest|xiangguan|tuijian|outbrain|taboola|recirc|teaser|rank|promo|feed|card|carousel|archive|listing"),
    ("nav", r"nav|menu|bread|crumb|pager|pagin|channel|topbar|location|position|tabs?\b"),
    ("ad", r"\bad|ads\b|advert|sponsor|banner|guanggao|adsense|dfp"),
    ("meta", r"meta|byline|author|date|time|source|info|tag|credit|category|publish|editor|profile|bio|laiyuan|zuozhe|edit"),
    ("caption", r"caption|figure|image|photo|pic|img|gallery|slide|video|media"),
    ("title", r"title|headline|heading|subject|biaoti|\bhd\b"),
    ("popup", r"newsletter|subscri|signup|sign-up|popup|modal|cookie|consent|gdpr|login|paywall|alert|overlay|promo|email|register|donat|app-?down|qrcode|ewm|erweima"),
    ("header", r"header|masthead|logo|top\b"),
    ("list", r"list|item|grid|row|col\b"),
    ("content", r"content|article|post|story|entry|zhengwen|wenzhang|neirong|detail|\btext|body|main|rich|artical|news|txt|markdown|prose|zoom|con\b|cont\b"),
    ("body", r"article[-_]?(?:body|content|text|txt|con|main)|(?:post|entry|story|content|news|main|detail|art|text|page)[-_]?(?:body|content|text|txt|con|cont|contents|detail)\b|rich_media_content|js_content|trs_editor|postbody|the_content|zoomcon|ueditor|article__body|maintext|body-?text|rm_txt"),
    ("summary", r"summary|excerpt|deck|dek\b|intro|abstract|standfirst|subtitle|zhaiyao|daoyu|lead|description"),
)  # fmt: skip
_GROUPS = tuple((1 << bit, re.compile(pattern)) for bit, (_, pattern) in enumerate(CLASS_GROUPS))
#: Further bits of an element's flags.
FLAGS = {name: 1 << bit for bit, (name, _) in enumerate(CLASS_GROUPS)} | {"hidden": 1 << 16, "articlebody": 1 << 17}
_DISPLAY_NONE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_SPACE = re.compile(r"[ \t\n\f\r]+")
_HTML_START = re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|div|p|article|section|table|h[1-6]|ul|meta|title|script|span|a)\b", re.IGNORECASE | re.DOTALL)  # fmt: skip
#: A page of more elements than this is cut there: the rest would cost more than it can hold of use.
MAX_ELEMENTS = 400_000


@dataclass(slots=True)
class Tree:
    """The block-level elements of a page in document order, as parallel lists; element 0 is the root.

    `flags` hold CLASS_GROUPS bits of the element's own class, id and itemprop. An element's blocks are
    `blocks[first[e]:last[e]]`: subtrees are contiguous, so sums over them are differences of running sums.
    """

    parent: list[int] = field(default_factory=list)
    tag: list[str] = field(default_factory=list)
    signature: list[str] = field(default_factory=list)
    flags: list[int] = field(default_factory=list)
    depth: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)


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
    passwords: int = 0


def looks_like_html(text: str) -> bool:
    """Tell HTML from plain text by how it starts, or by closing tags near the start.

    >>> looks_like_html("<!DOCTYPE html><p>x"), looks_like_html("a < b and c > d")
    (True, False)
    """
    head = text[:4096]
    if _HTML_START.match(head):
        return True
    return len(re.findall(r"</(?:p|div|a|span|li|h[1-6]|td|body|html|title|script)>", head, re.IGNORECASE)) >= 2  # noqa: PLR2004


def read_html(html: str, *, url: str | None = None) -> HtmlPage:
    """Read a page's visible text as blocks, its element tree and its metadata.

    Args:
        html: the page; anything parses, as in a browser.
        url: where it came from, to make its canonical link absolute.

    >>> [(b.kind, b.text) for b in read_html("<h1>One</h1><p>Two<br>three</p>").blocks]
    [('heading', 'One'), ('paragraph', 'Two'), ('paragraph', 'three')]
    """
    parsed = LexborHTMLParser(html)
    page = HtmlPage(metadata=read_metadata(parsed, url=url))
    root = parsed.body
    if root is not None:
        _Walk(page).run(root)
    page.article_body = _article_body(html)
    page.passwords = len(parsed.css("input[type=password]"))
    return page


_ARTICLE_BODY = re.compile(r'"articleBody"\s*:\s*("(?:[^"\\]++|\\.)*+")', re.DOTALL)


def _article_body(html: str) -> str:
    """The text that a page's JSON-LD (schema.org/articleBody) gives as its own; "" where it gives none."""
    found = _ARTICLE_BODY.search(html) if "articleBody" in html else None
    if not found:
        return ""
    try:
        return str(json.loads(found[1], strict=False))
    except ValueError:
        return ""


@lru_cache(maxsize=1 << 16)
def _class_flags(names: str) -> int:
    low, found = names.lower(), 0
    for bit, pattern in _GROUPS:
        if pattern.search(low):
            found |= bit
    return found


def _own_flags(attributes: dict[str, str | None], names: str) -> int:
    own = _class_flags(names[:200]) if names else 0
    if "style" in attributes and _DISPLAY_NONE.search(attributes["style"] or ""):
        own |= FLAGS["hidden"]
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        own |= FLAGS["hidden"]
    if itemprop := attributes.get("itemprop"):
        own |= FLAGS["articlebody"] if itemprop.lower() in ("articlebody", "text", "reviewbody") else _class_flags(itemprop[:100])
    return own


class _Walk:
    """One pass over the parsed tree, without recursion: 50,000 nested tags are a page too."""

    def __init__(self, page: HtmlPage) -> None:
        self.page, self.tree = page, page.tree
        self.blocks: list[Block] = []
        self.buffer: list[str] = []
        self.inside = -1  # the element that the open block's first text stands in
        self.chars = self.link_chars = self.links = self.bold_chars = 0
        self.element = -1
        self.pre = 0

    def run(self, root: LexborNode) -> None:
        stack: list[tuple[LexborNode, int]] = []  # (node, what to undo when it closes)
        node: LexborNode | None = root
        anchors = bold = 0
        while node is not None:
            tag = node.tag or ""
            down = None
            undo = 0  # 0 nothing, 1 element, 2 anchor, 3 bold, 4 pre
            if tag == "-text":
                text = node.text_content
                if text:
                    self.text(text, anchors, bold)
            elif tag in SKIPPED:
                pass
            elif tag == "br":
                self.flush() if not self.pre else self.buffer.append("\n")
            elif tag in BLOCK_TAGS and len(self.tree.parent) < MAX_ELEMENTS:
                self.flush()
                self.open(node, tag)
                undo, down = 1, node.child
                if tag == "pre":
                    self.pre, undo = self.pre + 1, 4
                if down is None:
                    self.close(undo)
            else:
                down = node.child
                if tag == "a":
                    self.links += 1
                    undo = 2
                elif tag in _BOLD:
                    undo = 3
                if down is not None:
                    anchors, bold = anchors + (undo == 2), bold + (undo == 3)  # noqa: PLR2004
            if down is not None:
                stack.append((node, undo))
                node = down
                continue
            following = None if node is root else node.next
            while following is None and stack:
                node, undo = stack.pop()
                if undo in (1, 4):
                    self.flush()
                    self.close(undo)
                elif undo:
                    anchors, bold = anchors - (undo == 2), bold - (undo == 3)  # noqa: PLR2004
                following = node.next if stack else None
            node = following
        self.flush()
        self.page.blocks = tuple(self.blocks)

    def text(self, text: str, anchors: int, bold: int) -> None:
        length = len(text.strip())
        if length:
            if self.inside < 0:
                self.inside = self.element
            self.chars += length
            if anchors:
                self.link_chars += length
            if bold:
                self.bold_chars += length
            self.buffer.append(text)
        elif self.buffer:
            self.buffer.append(" ")

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
        tree.depth.append(tree.depth[self.element] + 1 if self.element >= 0 else 0)
        tree.parent.append(self.element)
        tree.tag.append(tag)
        tree.signature.append(signature)
        tree.flags.append(own)
        tree.first.append(len(self.blocks))
        tree.last.append(-1)
        self.element = len(tree.parent) - 1

    def close(self, undo: int) -> None:
        self.tree.last[self.element] = len(self.blocks)
        self.element = self.tree.parent[self.element]
        if undo == 4:  # noqa: PLR2004
            self.pre -= 1

    def flush(self) -> None:
        if self.buffer:
            text = "".join(self.buffer)
            self.buffer.clear()
            text = text.strip("\n\r").rstrip() if self.pre else _SPACE.sub(" ", text).strip()
            if text:
                self.block(text)
        self.chars = self.link_chars = self.links = self.bold_chars = 0
        self.inside = -1

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
