"""The three-way merge of glossaries, by concept and field.

A plain text merge (diff3: Khanna, Kunal and Pierce, "A Formal Investigation of Diff3", FSTTCS 2007) works on lines; this one
works on what the lines say: concepts keyed by id, in each concept fields keyed by name. It conflicts where both sides
changed one field differently, where one deleted what the other changed, where both made one id anew and differently, and
where two new concepts claim one term; nowhere else. A list is one field. Comments never conflict: both sides' are kept.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Literal

from bitext.glossary.forms import claims_of, form_key
from bitext.glossary.parsing import readable_sheet
from bitext.glossary.sheets import Cell, Entry, Sheet, ordered_names, write_cell, write_entry, write_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bitext.glossary.forms import Claim

__all__ = ["Conflict", "Merged", "Parted", "clash_groups", "merge_entries", "merge_sheets", "write_marked"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """What a person has to decide.

    `kind`: "edited" (one field, two ways; `field` names it), "deleted" (by one side, changed by the other), "added" (one new
    id, two contents) or "term" (two new concepts claim `term`). `ids` are the concepts it is about.

    >>> Conflict("edited", ("a",), field="en").text
    "'a': both sides changed en"
    """

    kind: Literal["edited", "deleted", "added", "term"]
    ids: tuple[str, ...]
    field: str | None = None
    term: str | None = None

    @property
    def text(self) -> str:
        """The conflict in a line."""
        who = ", ".join(map(repr, self.ids))
        return {
            "edited": f"{who}: both sides changed {self.field}",
            "deleted": f"{who}: one side deleted what the other changed",
            "added": f"{who}: both sides added this id, with different content",
            "term": f"{who}: new on both sides, and both claim {self.term!r}",
        }[self.kind]


@dataclass(frozen=True, slots=True)
class Merged:
    """The outcome: a file, whole and canonical, with markers where there are conflicts."""

    text: str
    conflicts: tuple[Conflict, ...] = ()


def merge_sheets(base: Sheet, ours: Sheet, theirs: Sheet, *, names: tuple[str, str] = ("ours", "theirs"), width: int = 7) -> Merged:
    r"""Merge two versions of a file that come from one.

    Args:
        names: what the two sides are called at the markers.
        width: characters of a marker (git's `%L`).

    Raises:
        InputError: one of them cannot be read whole, or has an id twice.

    >>> from bitext.glossary.parsing import parse_sheet
    >>> text = '[[concept]]\nid = "a"\nzh = ["甲"]\nen = ["A"]\n'
    >>> merged = merge_sheets(*(parse_sheet(text + note) for note in ("", 'note = "one"\n', 'pos = "noun"\n')))
    >>> print(merged.text, len(merged.conflicts))
    [[concept]]
    id = "a"
    zh = ["甲"]
    en = ["A"]
    pos = "noun"
    note = "one"
     0
    """
    entries, conflicts = merge_entries(*({e.id: e for e in readable_sheet(s).entries} for s in (base, ours, theirs)))
    blocks = [write_marked(sides, names, width) if isinstance(sides, Parted) else write_entry(sides) for sides in entries]
    head = _lines(base.head, ours.head, theirs.head)
    foot = _lines(base.foot, ours.foot, theirs.foot)
    around = write_sheet(Sheet(ours.name, retired=_retired(base, ours, theirs), head=head)).rstrip("\n")
    parts = [around, *blocks, "\n".join(foot)]
    return Merged("\n\n".join(part for part in parts if part) + "\n" if any(parts) else "", conflicts)


@dataclass(frozen=True, slots=True)
class Parted:
    """Where the sides part: a concept merged but for some fields, or whole concepts against whole concepts."""

    id: str
    common: Entry | None
    fields: Mapping[str, tuple[Cell | None, Cell | None]]
    ours: tuple[Entry, ...] = ()
    theirs: tuple[Entry, ...] = ()


def merge_entries(
    base: Mapping[str, Entry], ours: Mapping[str, Entry], theirs: Mapping[str, Entry]
) -> tuple[list[Entry | Parted], tuple[Conflict, ...]]:
    """Merge concepts keyed by id; what is in conflict comes back parted, in its sorted place.

    >>> one = Entry({"id": Cell("a"), "note": Cell("n")})
    >>> merge_entries({"a": one}, {}, {"a": one})
    ([], ())
    """
    made: dict[str, Entry | Parted] = {}
    conflicts: list[Conflict] = []
    for name in sorted({*base, *ours, *theirs}):
        out = _merge_one(name, base.get(name), ours.get(name), theirs.get(name))
        if out is None:
            continue
        made[name] = out
        if isinstance(out, Parted):
            conflicts += _told(out, name in base)
    new_ours = [e for i, e in ours.items() if i not in base and i not in theirs]
    new_theirs = [e for i, e in theirs.items() if i not in base and i not in ours]
    for term, left, right in clash_groups(new_ours, new_theirs):
        ids = sorted(e.id for e in (*left, *right))
        for name in ids:
            del made[name]
        made[ids[0]] = Parted(ids[0], None, {}, left, right)
        conflicts.append(Conflict("term", tuple(ids), term=term))
    order = sorted(conflicts, key=lambda c: (c.ids, c.field or ""))
    return [made[name] for name in sorted(made)], tuple(order)


def _told(parted: Parted, known: bool) -> list[Conflict]:
    if parted.common is not None:
        return [Conflict("edited", (parted.id,), field=name) for name in ordered_names(parted.fields)]
    return [Conflict("deleted" if known else "added", (parted.id,))]


def _merge_one(name: str, base: Entry | None, ours: Entry | None, theirs: Entry | None) -> Entry | Parted | None:
    said, our_said, their_said = (None if e is None else e.values for e in (base, ours, theirs))
    if ours is None or theirs is None:
        kept = ours or theirs
        if kept is None or (base is not None and kept.values == said):
            return None
        if base is None:
            return kept
        return Parted(name, None, {}, (ours,) if ours else (), (theirs,) if theirs else ())
    if base is None and our_said != their_said:
        return Parted(name, None, {}, (ours,), (theirs,))
    return _merge_fields(name, base or Entry({}), ours, theirs)


def _merge_fields(name: str, base: Entry, ours: Entry, theirs: Entry) -> Entry | Parted:
    cells: dict[str, Cell] = {}
    parted: dict[str, tuple[Cell | None, Cell | None]] = {}
    said, our_said, their_said = base.values, ours.values, theirs.values
    for field in {**ours.cells, **theirs.cells}:
        was, left, right = (values.get(field) for values in (said, our_said, their_said))
        mine, yours = ours.cells.get(field), theirs.cells.get(field)
        if right in (left, was):
            chosen = mine
        elif left == was:
            chosen = yours
        else:
            parted[field] = (mine, yours)
            continue
        if chosen is not None:
            cells[field] = _commented(chosen, base.cells.get(field), mine, yours)
    merged = Entry(
        cells, 0, _lines(base.above, ours.above, theirs.above), _beside(base.beside, ours.beside, theirs.beside),
        _lines(base.below, ours.below, theirs.below),
    )  # fmt: skip
    return Parted(name, merged, parted) if parted else merged


def _commented(chosen: Cell, base: Cell | None, ours: Cell | None, theirs: Cell | None) -> Cell:
    above = _lines(*(c.above if c else () for c in (base, ours, theirs)))
    return Cell(chosen.value, 0, above, _beside(*(c.beside if c else "" for c in (base, ours, theirs))))


def _lines(base: tuple[str, ...], ours: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    """Comments of both sides; where both changed them, the lines of both, each once, whichever side is ours."""
    if theirs in (ours, base):
        return ours
    if ours == base:
        return theirs
    return tuple(dict.fromkeys(line for line in chain(*sorted((ours, theirs))) if line))


def _beside(base: str, ours: str, theirs: str) -> str:
    if theirs in (ours, base):
        return ours
    if ours == base:
        return theirs
    return " ".join(sorted(text for text in (ours, theirs) if text))


def _retired(base: Sheet, ours: Sheet, theirs: Sheet) -> Cell | None:
    """Retired ids merge as sets: what one side added is in, what one side took out is out."""
    if ours.retired is None and theirs.retired is None:
        return None
    was, left, right = (set(sheet.retired_ids) for sheet in (base, ours, theirs))
    ids = tuple(sorted((left & right) | (left - was) | (right - was)))
    some = ours.retired or theirs.retired or Cell(())
    return _commented(Cell(ids, some.line), base.retired, ours.retired, theirs.retired)


def clash_groups(ours: Iterable[Entry], theirs: Iterable[Entry]) -> list[tuple[str, tuple[Entry, ...], tuple[Entry, ...]]]:
    """New concepts of two sides that claim one term, in groups that hang together: a term, ours, theirs.

    A Chinese term is claimed by any mention; an English one where at least one of the two prefers it, since several
    concepts may share an abbreviation. Domains tell terms apart, as in `find_faults`.

    >>> one, other = Entry({"id": Cell("a"), "zh": Cell(("甲",))}), Entry({"id": Cell("b"), "zh": Cell(("甲", "乙"))})
    >>> [(term, left[0].id, right[0].id) for term, left, right in clash_groups([one], [other])]
    [('甲', 'a', 'b')]
    """
    claimed: defaultdict[tuple[str, ...], list[tuple[Entry, Claim]]] = defaultdict(list)
    right = {entry.id: entry for entry in theirs}
    for entry in right.values():
        for claim in claims_of(entry):
            claimed[entry.text("domain"), claim.lang, claim.key].append((entry, claim))
    left: dict[str, Entry] = {}
    links: defaultdict[tuple[int, str], set[tuple[int, str]]] = defaultdict(set)
    terms: dict[tuple[int, str], str] = {}
    for entry in ours:
        left[entry.id] = entry
        for claim in claims_of(entry):
            for other, their in claimed.get((entry.text("domain"), claim.lang, claim.key), ()):
                if _rival(entry, claim, other, their):
                    links[0, entry.id].add((1, other.id))
                    links[1, other.id].add((0, entry.id))
                    terms[0, entry.id] = min(terms.get((0, entry.id), claim.form), claim.form)
    return [_group(members, left, right, terms) for members in _components(links)]


def _rival(entry: Entry, claim: Claim, other: Entry, their: Claim) -> bool:
    if claim.lang == "en" and not (claim.preferred or their.preferred):
        return False
    exact = "exact" in (entry.text("case"), other.text("case"))
    return not exact or form_key(claim.form, exact=True) == form_key(their.form, exact=True)


def _components(links: Mapping[tuple[int, str], set[tuple[int, str]]]) -> list[set[tuple[int, str]]]:
    seen: set[tuple[int, str]] = set()
    found = []
    for start in sorted(links):
        if start in seen:
            continue
        members, queue = {start}, [start]
        while queue:
            more = links[queue.pop()] - members
            members |= more
            queue += more
        seen |= members
        found.append(members)
    return found


def _group(
    members: set[tuple[int, str]], left: Mapping[str, Entry], right: Mapping[str, Entry], terms: Mapping[tuple[int, str], str]
) -> tuple[str, tuple[Entry, ...], tuple[Entry, ...]]:
    ours, theirs = (tuple(side[i] for n, i in sorted(members) if n == number) for number, side in ((0, left), (1, right)))
    return min(terms[member] for member in members if member in terms), ours, theirs


def write_marked(parted: Parted, names: tuple[str, str], width: int = 7) -> str:
    r"""Write a conflict with git's markers, so that editors know it and `check` refuses it.

    >>> parted = Parted("a", Entry({"id": Cell("a")}), {"note": (Cell("one"), None)})
    >>> write_marked(parted, ("main", "topic"), 3).split("\n")
    ['[[concept]]', 'id = "a"', '<<< main', 'note = "one"', '===', '>>> topic']
    """
    if parted.common is None:
        ours, theirs = ("\n\n".join(write_entry(e) for e in side) for side in (parted.ours, parted.theirs))
        return "\n".join(_marked(ours.split("\n") if ours else [], theirs.split("\n") if theirs else [], names, width))
    lines = [*parted.common.above, "[[concept]]" + (f"  {parted.common.beside}" if parted.common.beside else "")]
    for name in ordered_names({**parted.common.cells, **parted.fields}):
        if name in parted.fields:
            ours_lines, theirs_lines = ([*write_cell(name, cell)] if cell else [] for cell in parted.fields[name])
            lines += _marked(ours_lines, theirs_lines, names, width)
        else:
            lines += write_cell(name, parted.common.cells[name])
    return "\n".join([*lines, *parted.common.below])


def _marked(ours: Sequence[str], theirs: Sequence[str], names: tuple[str, str], width: int) -> list[str]:
    left, right = (" ".join(name.split()) for name in names)
    return [f"{'<' * width} {left}", *ours, "=" * width, *theirs, f"{'>' * width} {right}"]
