"""Run rules over blocks: triggers say where each may apply, each outcome becomes an `Edit`.

A block that a rule has changed is looked through for triggers again, for the rules after it.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from bitext.language import detect_language
from bitext.model import Block, Edit
from bitext.rules.gapped import Gapped
from bitext.rules.rule import Change, Page
from bitext.rules.triggers import Scan, triggers_of

if TYPE_CHECKING:
    from collections.abc import MutableSequence, Sequence

    from bitext.model import Metadata
    from bitext.rules.rule import Rule

__all__ = ["apply_rules"]

#: Blocks from which on what moves at each drop costs more than the indirection that avoids it (measured: on a page all of whose
#: 36,000 lines go, both cost the same; where lines stay, a list is quicker by a sixth).
_MANY = 40_000
_SPANS = ("edit", "lift", "flag")


def apply_rules(page: Page, rules: tuple[Rule, ...], scan: Scan | None = None, phase: int = 0) -> tuple[Page, list[Edit]]:
    """Run rules in order over a page; return the page as it then stands and an edit for each change.

    Args:
        page: the blocks, and what is known of them.
        rules: what runs.
        scan: of the rules of several phases, of which these are one; it is kept for the next of them.
        phase: the number of that phase.

    >>> from bitext.rules.rule import Page, Rule, mend
    >>> stop = Rule("stop", "numbering", "why", "source", mend("(?<=[0-9])。", "."), triggers=("。",))
    >>> page, edits = apply_rules(Page((Block("0", "paragraph", "1。 Overall"),)), (stop,))
    >>> page.blocks[0].text, edits[0].before
    ('1. Overall', '。')
    """
    if not rules:
        return page, []
    run = _Run(page, scan or Scan(triggers_of(rules)), phase)
    always = run.scan.triggers.always
    for number, rule in enumerate(rules, run.scan.triggers.phase_of.index(phase)):
        if (number in run.by_rule or number in always) and (not rule.option or rule.option in page.options):
            run.rule(number, rule)
    if not run.edits and run.metadata is page.metadata:
        return page, run.edits
    return Page(tuple(run.blocks), page.lang, page.form, run.metadata, tuple(run.main), page.options), run.edits


class _Cell:
    """A block that holds triggers: its place when places were last counted."""

    __slots__ = ("at", "gone")

    def __init__(self, at: int) -> None:
        self.at, self.gone = at, False


_by_place = attrgetter("at")


class _Run:
    """The state of one pass: blocks that change, edits that grow.

    A rule walks over the blocks from left to right, and all that it takes out or puts in lies left of where it
    walks: `shift` is how far the blocks before it have moved, and `moves` says what moved where, so that places
    are counted anew only once for each rule. Blocks without triggers have no cell and cost nothing.
    """

    def __init__(self, page: Page, scan: Scan, phase: int) -> None:
        self.page, self.scan, self.phase = page, scan, phase
        many = len(page.blocks) >= _MANY
        self.blocks: MutableSequence[Block] = Gapped(page.blocks) if many else list(page.blocks)
        self.main: MutableSequence[float] = Gapped(page.main) if many else list(page.main)
        self.metadata: Metadata = page.metadata
        self.edits: list[Edit] = []
        self.cells: list[_Cell] = []
        self.by_rule: dict[int, list[_Cell]] = {}
        self.fresh: list[_Cell] = []  # made by this rule, already at their new places
        self.moves: list[tuple[int, int, int]] = []  # place, blocks gone from there on, blocks come instead
        self.shift = self.past = 0
        self.view = self.look()
        self.add(page.blocks, 0)
        self.count()

    def look(self) -> Page:
        """What rules see: the lists themselves, so it changes with them; what is known of the page needs a new look."""
        return Page(self.blocks, self.page.lang, self.page.form, self.metadata, self.main, self.page.options)

    def add(self, blocks: Sequence[Block], index: int) -> None:
        """Look for triggers in blocks that stand from a place on."""
        for offset, numbers in self.scan.find(blocks, self.phase).items():
            cell = _Cell(index + offset)
            self.fresh.append(cell)
            for number in numbers:
                self.by_rule.setdefault(number, []).append(cell)

    def rule(self, number: int, rule: Rule) -> None:
        """Run one rule over the blocks where it may apply."""
        places = self.places(number, rule)
        self.shift = self.past = 0
        apply, lang, blocks = rule.apply, rule.lang, self.blocks
        for place in places:
            index = place + self.shift
            if place >= self.past and (lang == "any" or blocks[index].lang in (lang, "und")):
                found = apply(self.view, index)
                if found and (changes := list(found)):
                    self.change(place, index, rule, changes)
        if self.moves or self.fresh:
            self.count()

    def places(self, number: int, rule: Rule) -> Sequence[int]:
        if number in self.scan.triggers.always:
            return range(len(self.blocks)) if rule.where is None else list(rule.where(self.view))
        cells = self.by_rule.get(number)
        return sorted(c.at for c in cells if not c.gone) if cells else ()

    def count(self) -> None:
        """Count the places of all cells anew, when a rule has been everywhere."""
        moves, cells = self.moves, self.cells
        shift = at = 0
        for cell in cells[bisect_left(cells, moves[0][0], key=_by_place) :] if moves else ():
            while at < len(moves) and moves[at][0] + moves[at][1] <= cell.at:
                shift += moves[at][2] - moves[at][1]
                at += 1
            if at < len(moves) and moves[at][0] <= cell.at:
                cell.gone = True
            cell.at += shift
        self.cells = [cell for cell in cells if not cell.gone]
        if self.fresh:
            self.cells = sorted([*self.cells, *self.fresh], key=_by_place)
        self.moves, self.fresh = [], []

    def change(self, place: int, index: int, rule: Rule, changes: list[Change]) -> None:
        """Carry out a rule's changes of one block, and forget them."""
        before, moves = self.blocks[index].text, len(self.moves)
        spans = sorted((c for c in changes if c.action in _SPANS), key=attrgetter("start"))
        others = [c for c in changes if c.action not in _SPANS] if len(spans) < len(changes) else []
        changes.clear()
        if spans and self.spans(place, index, rule, spans):
            return
        whole = True
        for change in others:
            if change.action == "note":
                self.learn(change.after)
            elif whole:
                whole = self.whole(place, index, rule, change)
        if whole and (self.blocks[index].text != before or len(self.moves) > moves):
            self.rescan(place, index)

    def spans(self, place: int, index: int, rule: Rule, changes: list[Change]) -> bool:
        """Carry out changes of spans, from left to right, in time linear in the text; tell whether the block went.

        Each change makes place for its edit: else a page of 250,000 of them has the collector go through twice as many.
        """
        block = self.blocks[index]
        text = block.text
        ink, shift, done = len(text.rstrip()), 0, 0
        parts: list[str] = []
        filled = False  # something but white space stays left of where we are
        changes.reverse()
        while changes:
            change = changes.pop()
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
                    self.remove(place, index)
                    return True
        made = "".join((*parts, text[done:]))
        self.blocks[index] = Block(block.id, block.kind, made, block.lang)
        if made.strip() or made == text:
            return False
        self.record(rule, Change("drop", why="Nothing is left of the block."), block.id, 0, len(made), made)
        self.remove(place, index)
        return True

    def whole(self, place: int, index: int, rule: Rule, change: Change) -> bool:
        """Carry out a change of a whole block; tell whether the block is still one."""
        block = self.blocks[index]
        if change.action == "drop":
            self.record(rule, change, block.id, 0, len(block.text), block.text)
            self.remove(place, index)
            return False
        if change.action == "retype":
            self.record(rule, change, block.id, 0, len(block.text), block.kind)
            self.blocks[index] = Block(block.id, change.after, block.text, block.lang)
            return True
        if change.action == "join":
            taken = self.blocks[index : index + 1 + change.end]
            self.record(rule, change, block.id, 0, len(block.text), [b.id for b in taken])
            self.put(place + 1, index + 1, change.end, ())
            self.blocks[index] = Block(block.id, block.kind, change.after, block.lang)
            return True
        parts = [Block(f"{block.id}.{n}", kind, text, detect_language(text)) for n, (kind, text) in enumerate(change.after, 1)]
        after = [{"id": p.id, "kind": p.kind, "text": p.text} for p in parts]
        self.record(rule, Change("split", change.start, change.end, after, change.why), block.id, 0, len(block.text), block.text)
        self.put(place, index, 1, parts)
        self.add(parts, index)
        return False

    def remove(self, place: int, index: int) -> None:
        self.put(place, index, 1, ())

    def put(self, place: int, index: int, count: int, parts: Sequence[Block]) -> None:
        """Put blocks in the place of some."""
        self.blocks[index : index + count] = parts
        if self.main:
            self.main[index : index + count] = [self.main[index]] * len(parts)
        self.moves.append((place, count, len(parts)))
        self.shift += len(parts) - count
        self.past = place + count

    def rescan(self, place: int, index: int) -> None:
        """Look for triggers again in a block whose text has changed."""
        at = bisect_left(self.cells, place, key=_by_place)
        if at < len(self.cells) and self.cells[at].at == place:
            self.cells[at].gone = True
        self.add((self.blocks[index],), index)

    def record(self, rule: Rule, change: Change, block: str, start: int, end: int, before: str | list[str]) -> None:
        after: Any = None if change.action in ("drop", "flag") else change.after
        self.edits.append(Edit(rule.id, change.action, rule.category, block, start, end, before, after, change.why or rule.why))  # type: ignore[arg-type]

    def learn(self, fields: dict[str, Any]) -> None:
        known = {k: v for k, v in fields.items() if v and not getattr(self.metadata, k)}
        if known:
            self.metadata = replace(self.metadata, **known)
            self.view = self.look()
