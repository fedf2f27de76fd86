"""Clean a page: blocks as read, rules and block model over them, every change an `Edit`.

The order: characters, metadata lines, boilerplate rules, titles, block model, structure, mending. Whatever
is taken out or repaired is in `Document.edits`; `bitext.replaying.replay` turns `blocks_read` into `blocks`
again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from bitext.encoding import decode
from bitext.html import looks_like_html, read_html
from bitext.language import detect_language
from bitext.model import Block, Document, Edit, Metadata
from bitext.rules import BOILERPLATE, MENDING, METADATA, READING, STRUCTURE, TITLES
from bitext.rules.engine import apply_rules
from bitext.rules.rule import Page

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Form", "Options", "clean"]

Form = Literal["auto", "html", "text", "markdown"]


@dataclass(frozen=True, slots=True)
class Options:
    """What may be chosen; the defaults are what most people want.

    Args:
        keep: categories that stay in the text: "caption", "credit", …
        tickers: "restore", "strip", "keep" or "flag" (see bitext.rules.tickers).
        mask: "pii" masks mail addresses, phone and identity-card numbers.
        only, skip: rule ids to run alone, or to leave out; "main-text" is the block model.
        site_memory: counts of lines by site, read only (see bitext.sites).
    """

    keep: frozenset[str] = frozenset()
    tickers: Literal["restore", "strip", "keep", "flag"] = "restore"
    mask: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()
    skip: frozenset[str] = frozenset()
    site_memory: Any = None


def clean(
    source: str | bytes,
    *,
    form: Form = "auto",
    url: str | None = None,
    id: str | None = None,
    name: str | None = None,
    options: Options = Options(),
    extra: Mapping[str, Any] | None = None,
) -> Document:
    """Clean one page; never raises on any text, InputError on bytes that are no text. `name` becomes Document.source."""
