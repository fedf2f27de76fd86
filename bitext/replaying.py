"""Edits as a plan: apply them, and replay them from a file.

The idea is ftfy's explained fixes (https://ftfy.readthedocs.io/en/latest/explain.html): an explanation
that can be replayed is one that can be believed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bitext.errors import ReplayError
from bitext.language import detect_language
from bitext.model import Block, Edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["replay"]


def replay(blocks: Sequence[Block], edits: Iterable[Edit]) -> tuple[Block, ...]:
    """Apply edits, in order, to the blocks as read.

    Raises:
        ReplayError: an edit names a block that is not there, or its `before` is not what stands there.

    >>> read = (Block("0", "paragraph", "1。 Overall"),)
    >>> mark = Edit("enum-stop", "edit", "numbering", "0", 1, 2, "。", ".", "why")
    >>> replay(read, [mark])[0].text
    '1. Overall'
    """
    now = list(blocks)
    at = {b.id: i for i, b in enumerate(now)}
    for number, change in enumerate(edits):
        if change.action == "flag":
            continue
        where = at.get(change.block or "")
        if where is None:
            raise ReplayError(f"edit {number} ({change.rule})", f"no block {change.block}")
        made = _apply(now[where], change, number)
        if change.action == "join":
            gone = set(change.before or ()) - {change.block}
            now = [b for i, b in enumerate(now) if b.id not in gone or i == where]
            now[next(i for i, b in enumerate(now) if b.id == change.block)] = made[0]
        else:
            now[where : where + 1] = made
        if len(made) != 1 or change.action in ("join", "split"):
            at = {b.id: i for i, b in enumerate(now)}
    return tuple(now)


def _apply(block: Block, change: Edit, number: int) -> list[Block]:
    text, name = block.text, f"edit {number} ({change.rule})"
    if change.action in ("edit", "lift"):
        if text[change.start : change.end] != change.before:
            raise ReplayError(name, f"the text at {change.start}:{change.end} of block {block.id} is not {change.before!r}")
        put = change.after if change.action == "edit" else ""
        text = text[: change.start] + put + text[change.end :]
        return [] if change.action == "lift" and not text.strip() else [replace(block, text=text)]
    if change.action in ("drop", "split"):
        if text != change.before:
            raise ReplayError(name, f"the text of block {block.id} is not what it says")
        return [] if change.action == "drop" else [Block(p["id"], p["kind"], p["text"], detect_language(p["text"])) for p in change.after]
    if change.action == "join":
        return [replace(block, text=change.after)]
    if change.action == "retype":
        return [replace(block, kind=change.after)]
    raise ReplayError(name, f"unknown action {change.action!r}")
