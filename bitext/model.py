"""The records that flow through bitext: frozen, slotted, plain.

A `Document` is a page: metadata, `Block`s of text, and the `Edit`s that made those blocks of the
blocks as read. `replay` proves it: the edits applied to the blocks as read give the blocks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "ACTIONS", "CATEGORIES", "KINDS", "STATUSES", "Action", "Block", "Document", "Edit", "Finding", "Kind", "LanguageSpan", "Metadata", "Pair",
    "Segment", "Status",
]  # fmt: skip

Kind = Literal["heading", "paragraph", "list_item", "caption", "credit", "table", "code"]
Action = Literal["edit", "drop", "split", "join", "retype", "lift", "flag"]
Status = Literal["article", "list", "login", "paywall", "error", "captcha", "empty"]

KINDS: tuple[Kind, ...] = ("heading", "paragraph", "list_item", "caption", "credit", "table", "code")
ACTIONS: tuple[Action, ...] = ("edit", "drop", "split", "join", "retype", "lift", "flag")
STATUSES: tuple[Status, ...] = ("article", "list", "login", "paywall", "error", "captcha", "empty")
CATEGORIES: tuple[str, ...] = (
    "navigation", "popup", "paywall", "form", "share", "advertisement", "caption", "credit", "duplicate", "filename",
    "legal", "related", "comments", "metadata", "characters", "spacing", "punctuation", "numbering", "citation",
    "ticker", "translation", "structure", "model",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph-like piece of a page; its text holds no newline (tables and code aside).

    `id` is its number as read ("7"); parts of a split get "7.1", "7.2". `lang` is "zh", "en" or "und".

    >>> Block("1", "paragraph", "Chengdu has a long history.", "en").text
    'Chengdu has a long history.'
    """

    id: str
    kind: Kind
    text: str
    lang: str = "und"


@dataclass(frozen=True, slots=True)
class LanguageSpan:
    """A stretch of one language in a text: half-open code points `[start, end)`.

    The spans of a text cover it without gap or overlap. Neutral characters at a border belong to the text's dominant
    language, so that an inserted span starts and ends on a letter or digit of its own.

    >>> line = "The 渝金通 brain"
    >>> line[LanguageSpan("zh", 4, 7).start : 7]
    '渝金通'
    """

    lang: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence of a block, with its place: half-open code points `[start, end)` of the block's text.

    `source[start:end]` is the raw slice and `text` its reading: hard wraps joined, edges stripped, no newline. Slices
    and the white space between them give the source back. `index` counts the block's segments from 0.

    >>> source = "One is here. 二也在。"
    >>> Segment("d:0:1", "d", "0", 1, "zh", 13, 17, "二也在。").text == source[13:17]
    True
    """

    id: str
    doc: str
    block: str
    index: int
    lang: str
    start: int
    end: int
    text: str
    spans: tuple[LanguageSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about one side of a pair: which check found it, how bad it is, where it stands.

    `severity` is "error", "warning" or "note", `side` "zh" or "en"; `start` and `end` are half-open code points of that text.
    `subject` names what it is about, where that has a name: a concept's id.

    >>> Finding("number", "error", "5% has no counterpart", "zh", 2, 4).check
    'number'
    """

    check: str
    severity: str
    message: str
    side: str
    start: int
    end: int
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Texts of both languages that translate one another, or one that has no counterpart, whose other side is empty.

    `score` is the probability that exactly these sentences belong together. `zh_segments` and `en_segments` are the ids of
    the segments that each side joins. `extra` keeps what else a record says of the pair (`doc`, `url`, any unknown field).

    >>> Pair("d:0", "下雨了。", "It rains.", 0.97, ("z:0:0",), ("e:0:0",)).score
    0.97
    """

    id: str
    zh: str
    en: str
    score: float
    zh_segments: tuple[str, ...] = ()
    en_segments: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Edit:
    """One explained change; see the table in docs/edits.md for what each action's `before` and `after` hold.

    `start` and `end` are code points of the block's text as it stands when the edit's turn comes.
    """

    rule: str
    action: Action
    category: str
    block: str | None
    start: int
    end: int
    before: str | list[str] | None
    after: Any
    why: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page states about itself; None or empty where it states nothing. Never guessed.

    `published` is `YYYY-MM-DD[THH:MM[:SS][±HH:MM]]`. `publisher` is spelt as the page spells it, and
    `publisher_zh` is its Chinese name where the page gives only known pinyin. `alternates` are hreflang
    links as (language, URL).
    """

    title: str | None = None
    publisher: str | None = None
    publisher_zh: str | None = None
    byline: str | None = None
    editor: str | None = None
    published: str | None = None
    keywords: tuple[str, ...] = ()
    dateline: str | None = None
    lang: str | None = None
    canonical: str | None = None
    alternates: tuple[tuple[str, str], ...] = ()
    licence: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A page: what it is, what it says of itself, its blocks, and the edits that made them.

    `status` tells an article from what a page may be instead. `blocks_read` are the blocks before any edit.
    """

    id: str
    source: str | None = None
    url: str | None = None
    metadata: Metadata = field(default_factory=Metadata)
    lang: str = "und"
    status: Status = "article"
    truncated: bool = False
    blocks: tuple[Block, ...] = ()
    edits: tuple[Edit, ...] = ()
    blocks_read: tuple[Block, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str | None:
        """The page's title, never one of its blocks."""
        return self.metadata.title

    @property
    def text(self) -> str:
        r"""The blocks' texts joined by newlines.

        >>> Document("x", blocks=(Block("0", "heading", "One"), Block("1", "paragraph", "Two."))).text
        'One\nTwo.'
        """
        return "\n".join(b.text for b in self.blocks)
