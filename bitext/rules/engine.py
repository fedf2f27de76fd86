"""Run rules over blocks: triggers say where each may apply, each outcome becomes an `Edit`.

A block that a rule has changed is looked through for triggers again, for the rules after it.
"""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from bitext.language import detect_language
from bitext.model import Block, Edit
from bitext.rules.gapped import Gapped
from bitext.rules.rule import Change, Page
from bitext.rules.triggers import triggers_of

if TYPE_CHECKING:
    from collections.abc import MutableSequence, Sequence

    from bitext.model import Metadata
    from bitext.rules.rule import Rule

__all__ = ["apply_rules"]

#: Blocks from which on what moves at each drop costs more than the indirection that avoids it.
_MANY = 4096
_SPANS = ("edit", "lift", "flag")


def apply_rules(page: Page, rules: tuple[Rule, ...]) -> tuple[Page, list[Edit]]:
    """Run rules in order over a page; return the page as it then stands and an edit for each change.

    >>> from bitext.rules.rule import Page, Rule, mend
    >>> stop = Rule("stop", "numbering", "why", "source", mend("(?<=[0-9])。", "."), triggers=("。",))
    >>> page, edits = apply_rules(Page((Block("0", "paragraph", "1。 Overall"),)), (stop,))
    >>> page.blocks[0].text, edits[0].before
    ('1. Overall', '。')
    """
    run = _Run(page, rules)
    for number, rule in enumerate(rules):
        if not rule.option or rule.option in page.options:
            run.rule(number, rule)
    if not run.edits and run.metadata is page.metadata:
        return page, run.edits
    return Page(tuple(run.blocks), page.lang, page.form, run.metadata, tuple(run.main), page.options), run.edits


class _Cell:
    """The place of a block in a page: where it stood when places were last counted, and the rules whose triggers it holds."""

    __slots__ = ("at", "found", "gone", "parts")

    def __init__(self, at: int, found: set[int]) -> None:
        self.at, self.found = at, found
        self.gone = False
        self.parts: list[_Cell] = []  # what a split put in its place


_by_place = attrgetter("at")


class _Run:
    """The state of one pass: blocks that change, edits that grow.

    A rule walks over its cells from left to right, and all that it takes out or puts in lies left of where it
    walks: `shift` is how far the places of the cells before it have moved since they were counted.
    """

    def __init__(self, page: Page, rules: tuple[Rule, ...]) -> None:
        self.page = page
        many = len(page.blocks) >= _MANY
        self.blocks: MutableSequence[Block] = Gapped(page.blocks) if many else list(page.blocks)
        self.main: MutableSequence[float] = Gapped(page.main) if many else list(page.main)
        self.metadata: Metadata = page.metadata
        self.edits: list[Edit] = []
        self.triggers = triggers_of(rules)
        found = self.triggers.find([b.text for b in self.blocks])
        self.cells = [_Cell(at, numbers) for at, numbers in enumerate(found)]
        self.moved = False
        self.shift = 0
        self.by_rule: dict[int, list[_Cell]] = {}
        for cell in self.cells:
            for number in cell.found:
                self.by_rule.setdefault(number, []).append(cell)
        self.view = self.look()

    def look(self) -> Page:
        """What rules see: the lists themselves, so it changes with them; what is known of the page needs a new look."""
        return Page(self.blocks, self.page.lang, self.page.form, self.metadata, self.main, self.page.options)

    def rule(self, number: int, rule: Rule) -> None:
        everywhere = number in self.triggers.always
        cells = self.cells if everywhere else self.by_rule.get(number)
        if not cells:
            return
        if self.moved:
            self.count()
        self.shift = 0
        apply, lang, blocks = rule.apply, rule.lang, self.blocks
        last = None
        for cell in self.cells if everywhere else sorted(cells, key=_by_place):
            if cell.gone or cell is last or not (everywhere or number in cell.found):
                continue
            last = cell
            index = cell.at + self.shift
            if lang == "any" or blocks[index].lang in (lang, "und"):
                changes = list(apply(self.view, index))
                if changes:
                    self.change(cell, index, rule, changes)

    def count(self) -> None:
        """Count the places anew, without the cells that are gone and with the parts of those that were split."""
        cells: list[_Cell] = []
        for cell in self.cells:
            if cell.parts:
                cells += cell.parts
            elif not cell.gone:
                cells.append(cell)
        for at, cell in enumerate(cells):
            cell.at = at
        self.cells, self.moved = cells, False

    def change(self, cell: _Cell, index: int, rule: Rule, changes: Sequence[Change]) -> None:
        """Carry out a rule's changes of one block."""
        before = self.blocks[index].text
        spans = sorted((c for c in changes if c.action in _SPANS), key=lambda c: c.start)
        if spans and self.spans(cell, index, rule, spans):
            return
        for change in changes:
            if change.action == "note":
                self.learn(change.after)
            elif change.action not in _SPANS and not cell.gone:
                self.whole(cell, index, rule, change)
        if not cell.gone and self.blocks[index].text != before:
            self.rescan([cell], index)

    def spans(self, cell: _Cell, index: int, rule: Rule, changes: Sequence[Change]) -> bool:
        """Carry out changes of spans, from left to right, in time linear in the text; tell whether the block went."""
        block = self.blocks[index]
        text = block.text
        ink, shift, done = len(text.rstrip()), 0, 0
        parts: list[str] = []
        filled = False  # something but white space stays left of where we are
        for change in changes:
            end = len(text) if change.end < 0 else change.end
            self.record(rule, change, block.id, change.start + shift, end + shift, text[change.start : end])
            if change.action == "flag":
                continue
            put = change.after if change.action == "edit" else ""
            kept = text[done : change.start]
            parts += (kept, put)
            filled = filled or bool(kept.strip() or put.strip())
            shift, done = shift + len(put) - (end - change.start), end
            if change.action == "lift":
                self.learn(change.after)
                if end >= ink and not filled:
                    self.remove(cell, index)
                    return True
        made = "".join((*parts, text[done:]))
        self.blocks[index] = Block(block.id, block.kind, made, block.lang)
        if made.strip() or made == text:
            return False
        self.record(rule, Change("drop", why="Nothing is left of the block."), block.id, 0, len(made), made)
        self.remove(cell, index)
        return True

    def whole(self, cell: _Cell, index: int, rule: Rule, change: Change) -> None:
        """Carry out a change of a whole block."""
        block = self.blocks[index]
        if change.action == "drop":
            self.record(rule, change, block.id, 0, len(block.text), block.text)
            self.remove(cell, index)
        elif change.action == "retype":
            self.record(rule, change, block.id, 0, len(block.text), block.kind)
            self.blocks[index] = Block(block.id, change.after, block.text, block.lang)
        elif change.action == "join":
            taken = self.blocks[index : index + 1 + change.end]
            self.record(rule, change, block.id, 0, len(block.text), [b.id for b in taken])
            self.join(cell, index, change.end)
            self.blocks[index] = Block(block.id, block.kind, change.after, block.lang)
        else:
            self.split(cell, index, rule, change)

    def split(self, cell: _Cell, index: int, rule: Rule, change: Change) -> None:
        block = self.blocks[index]
        parts = [Block(f"{block.id}.{n}", kind, text, detect_language(text)) for n, (kind, text) in enumerate(change.after, 1)]
        after = [{"id": p.id, "kind": p.kind, "text": p.text} for p in parts]
        self.record(rule, Change("split", change.start, change.end, after, change.why), block.id, 0, len(block.text), block.text)
        self.blocks[index : index + 1] = parts
        if self.main:
            self.main[index : index + 1] = [self.main[index]] * len(parts)
        cell.gone = self.moved = True
        cell.parts = [_Cell(cell.at, set()) for _ in parts]
        self.shift += len(parts) - 1
        self.rescan(cell.parts, index)

    def join(self, cell: _Cell, index: int, count: int) -> None:
        """Take out the `count` blocks behind one."""
        del self.blocks[index + 1 : index + 1 + count]
        if self.main:
            del self.main[index + 1 : index + 1 + count]
        at = cell.at
        while count:
            at += 1
            if not self.cells[at].gone:  # what lies right of a rule's walk has not been split
                self.cells[at].gone = True
                count, self.shift = count - 1, self.shift - 1
        self.moved = True

    def remove(self, cell: _Cell, index: int) -> None:
        del self.blocks[index]
        if self.main:
            del self.main[index]
        cell.gone = self.moved = True
        self.shift -= 1

    def rescan(self, cells: Sequence[_Cell], index: int) -> None:
        """Look for triggers in the blocks from a place on, which the cells stand for."""
        fresh = self.triggers.find([b.text for b in self.blocks[index : index + len(cells)]])
        for cell, found in zip(cells, fresh, strict=True):
            for number in found - cell.found:
                self.by_rule.setdefault(number, []).append(cell)
            cell.found = found

    def record(self, rule: Rule, change: Change, block: str, start: int, end: int, before: str | list[str]) -> None:
        after: Any = None if change.action in ("drop", "flag") else change.after
        self.edits.append(Edit(rule.id, change.action, rule.category, block, start, end, before, after, change.why or rule.why))  # type: ignore[arg-type]

    def learn(self, fields: dict[str, Any]) -> None:
        known = {k: v for k, v in fields.items() if v and not getattr(self.metadata, k)}
        if known:
            self.metadata = replace(self.metadata, **known)
            self.view = self.look()
