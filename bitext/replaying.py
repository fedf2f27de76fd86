"""Edits as a plan: apply them, and replay them from a file.

The idea is ftfy's explained fixes (https://ftfy.readthedocs.io/en/latest/explain.html): an explanation
that can be replayed is one that can be believed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bitext.errors import ReplayError
from bitext.language import detect_language, label_blocks
from bitext.model import Block, Edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["replay"]


def replay(blocks: Sequence[Block], edits: Iterable[Edit]) -> tuple[Block, ...]:
    """Apply edits, in order, to the blocks as read; the time is linear in the texts and the edits of each rule.

    Raises:
        ReplayError: an edit names a block that is not there, its `before` is not what stands there, or two
            blocks have one id.

    >>> read = (Block("0", "paragraph", "1。 Overall"),)
    >>> mark = Edit("enum-stop", "edit", "numbering", "0", 1, 2, "。", ".", "why")
    >>> replay(read, [mark])[0].text
    '1. Overall'
    """
    page = _Page(blocks)
    for number, change in enumerate(edits):
        if change.action != "flag":
            page.apply(change, f"edit {number} ({change.rule})")
    return label_blocks(tuple(page.blocks()))


class _Written:
    """A block whose text is being edited from left to right: what is written, and the source from `at` on."""

    __slots__ = ("at", "block", "filled", "ink", "parts", "size", "source")

    def __init__(self, block: Block) -> None:
        self.block = block
        self.begin(block.text)

    def begin(self, text: str) -> None:
        self.source, self.at, self.size = text, 0, 0
        self.ink = len(text.rstrip())
        self.parts: list[str] = []
        self.filled = False  # something but white space is written

    def text(self) -> str:
        """The text as it stands."""
        if self.parts:
            self.begin("".join((*self.parts, self.source[self.at :])))
        return self.source

    def put(self, start: int, end: int, before: Any, after: str, name: str) -> None:
        """Replace a span, told in the text as it stands."""
        if start < self.size:
            self.text()  # a new walk from the left
        first, last = self.at + start - self.size, self.at + end - self.size
        found = self.source[first:last]
        if found != before or not 0 <= start <= end or last > len(self.source):
            raise ReplayError(name, f"the text at {start}:{end} of block {self.block.id} is not {before!r}")
        kept = self.source[self.at : first]
        self.parts += (kept, after)
        self.filled = self.filled or bool(kept.strip() or after.strip())
        self.size += len(kept) + len(after)
        self.at = last

    def is_blank(self) -> bool:
        return not self.filled and self.at >= self.ink


class _Page:
    """The blocks by id; those that were split stand for their parts, and those that went are not there."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.order = [b.id for b in blocks]
        self.now: dict[str, _Written] = {}
        self.parts: dict[str, list[str]] = {}
        self.keep(blocks, "the blocks as read")

    def keep(self, blocks: Sequence[Block], name: str) -> None:
        for block in blocks:
            if block.id in self.now or block.id in self.parts:
                raise ReplayError(name, f"two blocks have the id {block.id}")
            self.now[block.id] = _Written(block)

    def apply(self, change: Edit, name: str) -> None:
        """Carry out one edit."""
        written = self.now.get(change.block or "")
        if written is None:
            raise ReplayError(name, f"no block {change.block}")
        block = written.block
        if change.action in ("edit", "lift"):
            written.put(change.start, change.end, change.before, change.after if change.action == "edit" else "", name)
            if change.action == "lift" and written.is_blank():
                del self.now[block.id]
        elif change.action in ("drop", "split"):
            if written.text() != change.before:
                raise ReplayError(name, f"the text of block {block.id} is not what it says")
            del self.now[block.id]
            if change.action == "split":
                self.parts[block.id] = [p["id"] for p in change.after]
                self.keep([Block(p["id"], p["kind"], p["text"], detect_language(p["text"])) for p in change.after], name)
        elif change.action == "join":
            for gone in set(change.before or ()) - {change.block}:
                if self.now.pop(gone, None) is None:
                    raise ReplayError(name, f"no block {gone}")
            written.begin(change.after)
        elif change.action == "retype":
            written.block = Block(block.id, change.after, block.text, block.lang)
        else:
            raise ReplayError(name, f"unknown action {change.action!r}")

    def blocks(self) -> Iterator[Block]:
        """The blocks that are there, in order."""
        stack = self.order[::-1]
        while stack:
            name = stack.pop()
            if name in self.parts:
                stack += reversed(self.parts[name])
            elif name in self.now:
                written = self.now[name]
                yield Block(name, written.block.kind, written.text(), written.block.lang)
