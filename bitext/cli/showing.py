"""Changes for people and for CI: a unified-style diff of blocks, and findings as text, JSON or GitHub annotations."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from bitext.cli.terminal import Painter, printable
from bitext.io.findings import escape_property

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bitext.model import Block, Document, Edit

__all__ = ["Found", "diff_lines", "find_changes", "github_line", "is_changed", "json_line", "text_line"]

#: Characters of a text that a finding quotes.
_QUOTED = 80


@dataclass(frozen=True, slots=True)
class Found:
    """One change that cleaning would make, or one flag (`level` "notice"), at a line of a file, both as a person counts."""

    file: str
    line: int
    level: str
    rule: str
    category: str
    action: str
    block: str | None
    message: str


def is_changed(document: Document) -> bool:
    """Tell whether cleaning changed a block: kind, text or that it is there."""
    return [(b.kind, b.text) for b in document.blocks] != [(b.kind, b.text) for b in document.blocks_read]


def find_changes(document: Document, file: str, raw: str, line: int = 1) -> Iterator[Found]:
    """Give a finding for each edit of a document, in the order of the lines.

    Args:
        raw: what was read, where the blocks' lines are looked for; empty when `line` is all that is known.
        line: the line of the file where the record begins.
    """
    lines = _lines_of(document.blocks_read, raw, line)
    for edit in sorted(document.edits, key=lambda e: lines.get(_root(e.block), line)):
        level = "notice" if edit.action == "flag" else "warning"
        at = lines.get(_root(edit.block), line)
        yield Found(file, at, level, edit.rule, edit.category, edit.action, edit.block, f"{edit.why} {_quote(edit)}".strip())


def _root(block: str | None) -> str:
    return (block or "").split(".", 1)[0]


def _lines_of(blocks: Sequence[Block], raw: str, first: int) -> dict[str, int]:
    """Where each block begins: its first words are looked for after those of the block before it."""
    lines: dict[str, int] = {}
    at, counted, line = 0, 0, first
    for block in blocks:
        head = block.text[:40].split("\n")[0]
        found = raw.find(head, at) if raw and head else -1
        if found >= 0:
            line += raw.count("\n", counted, found)
            counted = found
            at = found + len(head)
        lines[block.id] = line
    return lines


def _quote(edit: Edit) -> str:
    before = _short(edit.before) if isinstance(edit.before, str) else f"blocks {', '.join(edit.before or [])}"
    if edit.action == "edit":
        return f"[{before} → {_short(str(edit.after))}]"
    if edit.action == "lift":
        fields = ", ".join(f"{k}: {v}" for k, v in dict(edit.after or {}).items())
        return f"[{before} → {_short(fields)}]"
    if edit.action == "retype":
        return f"[{edit.before} → {edit.after}]"
    return f"[{before}]"


def _short(text: str) -> str:
    return repr(text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…")


def text_line(found: Found) -> str:
    """Write a finding as compilers do: file, line, what.

    >>> print(text_line(Found("a.txt", 3, "warning", "enum-stop", "numbering", "edit", "2", "Why. ['。' → '.']")))
    a.txt:3: enum-stop (numbering): Why. ['。' → '.']
    """
    flag = "flag: " if found.level == "notice" else ""
    return printable(f"{found.file}:{found.line}: {flag}{found.rule} ({found.category}): {found.message}", one_line=True)


def github_line(found: Found) -> str:
    """Write a finding as a GitHub annotation, escaped as actions/toolkit does (packages/core/src/command.ts).

    >>> print(github_line(Found("a,b.txt", 3, "warning", "x", "spacing", "edit", "2", "50% done")))
    ::warning file=a%2Cb.txt,line=3,title=x::50%25 done
    """
    message = printable(found.message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))
    title = printable(escape_property(found.rule))
    return f"::{found.level} file={printable(escape_property(found.file))},line={found.line},title={title}::{message}"


def json_line(found: Found) -> str:
    """Write a finding as one JSON object."""
    return printable(json.dumps(asdict(found), ensure_ascii=False))


def diff_lines(document: Document, file: str, paint: Painter) -> Iterator[str]:
    r"""Show the blocks that changed, as read and cleaned, under the rules that changed them; nothing where none did.

    >>> from bitext.model import Block, Document, Edit
    >>> mark = Edit("enum-stop", "edit", "numbering", "0", 1, 2, "。", ".", "why")
    >>> one, two = (Block("0", "paragraph", t) for t in ("1。 On", "1. On"))
    >>> list(diff_lines(Document("x", blocks=(two,), edits=(mark,), blocks_read=(one,)), "a.txt", Painter(enabled=False)))
    ['--- a.txt (as read)', '+++ a.txt (cleaned)', '@@ block 0: enum-stop @@', '-1。 On', '+1. On']
    """
    rules, leader = _rules_by_block(document.edits)
    cleaned: dict[str, list[Block]] = {}
    for block in document.blocks:
        cleaned.setdefault(_root(block.id), []).append(block)
    before: dict[str, list[Block]] = {}
    for block in document.blocks_read:
        before.setdefault(block.id if block.id in cleaned else leader.get(block.id, block.id), []).append(block)
    flags: dict[str, list[Edit]] = {}
    for edit in document.edits:
        if edit.action == "flag":
            flags.setdefault(_root(edit.block), []).append(edit)
    head = [paint(printable(f"{mark} {file} ({what})", one_line=True), "bold") for mark, what in (("---", "as read"), ("+++", "cleaned"))]
    for name, read in before.items():
        now = cleaned.get(name, [])
        if [(b.kind, b.text) for b in read] == [(b.kind, b.text) for b in now] and name not in flags:
            continue
        yield from head
        head = []
        yield paint(f"@@ block {name}: {', '.join(rules.get(name, []))}{_retyped(read[0], now)} @@", "blue")
        if [b.text for b in read] != [b.text for b in now]:
            yield from (paint("-" + _one(b), "red") for b in read)
            yield from (paint("+" + _one(b), "green") for b in now)
        for flag in flags.get(name, []):
            yield paint(printable(f"! {flag.rule}: {_quote(flag)} {flag.why}", one_line=True), "yellow")


def _rules_by_block(edits: Sequence[Edit]) -> tuple[dict[str, list[str]], dict[str, str]]:
    """The rules that touched each block as read, in order, and for each block that joined another, which."""
    rules: dict[str, list[str]] = {}
    leader: dict[str, str] = {}
    for edit in edits:
        here = _root(edit.block)
        if edit.action == "join":
            members = {_root(other) for other in edit.before or ()} - {here}
            leader = {block: here if to in members else to for block, to in leader.items()}
            leader.update(dict.fromkeys(members, here))
        if edit.rule not in rules.setdefault(here, []):
            rules[here].append(edit.rule)
    return rules, leader


def _retyped(read: Block, now: Sequence[Block]) -> str:
    kinds = {b.kind for b in now}
    return f" ({read.kind} → {', '.join(sorted(kinds))})" if kinds - {read.kind} else ""


def _one(block: Block) -> str:
    return printable(block.text, one_line=True)
