"""What changed between two versions of a glossary in meaning: order, layout and comments do not count."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from bitext.errors import InputError
from bitext.glossary.forms import form_key
from bitext.glossary.parsing import readable_sheet
from bitext.glossary.sheets import ordered_names, write_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bitext.glossary.model import Value
    from bitext.glossary.sheets import Entry, Sheet

__all__ = ["KINDS", "Change", "ChangeKind", "compare_sheets", "count_changes"]

ChangeKind = Literal[
    "preferred", "forbidden", "removed", "split", "joined", "renamed", "allowed", "terms", "status", "new", "retired", "moved", "metadata"
]
#: The kinds of change, the most consequential first, and what a heading calls them.
KINDS: dict[ChangeKind, str] = dict(
    zip(
        get_args(ChangeKind),
        (
            "Preferred term changed", "Term forbidden", "Concept removed", "Concept split", "Concepts joined", "Id renamed",
            "Term no longer forbidden", "Admitted terms and variants", "Status", "New concept", "Retired ids", "Moved to another file",
            "Other fields",
        ),
        strict=True,
    )
)  # fmt: skip
_SIDES = {"zh": "Chinese", "en": "English"}


@dataclass(frozen=True, slots=True)
class Change:
    """One change of meaning.

    `field` is what changed, `before` and `after` are texts for people (empty where there is none); `file` and `line` say
    where it stands now, or where it stood when it is gone (then `line` is 0).

    >>> Change("preferred", "a", "en", "A", "B", "x.toml", 4).text
    'a: preferred English term: A → B'
    """

    kind: ChangeKind
    id: str
    field: str
    before: str
    after: str
    file: str
    line: int

    @property
    def text(self) -> str:
        """The change in a line."""
        arrow = f"{self.before} → {self.after}" if self.before and self.after else self.after or self.before
        side = _SIDES.get(self.field.removeprefix("forbidden_"), "")
        return (
            f"{self.id}: "
            + {
                "preferred": f"preferred {side} term: {self.before or 'none'} → {self.after or 'none'}",
                "forbidden": f"forbidden in {side} now: {self.after}",
                "removed": f"removed: {self.before}",
                "split": f"split into {self.after}",
                "joined": f"joined into {self.after}",
                "renamed": f"renamed: {arrow}",
                "allowed": f"no longer forbidden in {side}: {self.before}",
                "terms": f"{self.field}: "
                + "; ".join([*([f"without {self.before}"] if self.before else []), *([f"with {self.after}"] if self.after else [])]),
                "status": f"status: {self.before or 'none'} → {self.after or 'none'}",
                "new": f"new: {self.after}",
                "retired": "no longer retired" if self.before else "retired",
                "moved": f"moved: {arrow}",
                "metadata": f"{self.field}: {self.before or 'none'} → {self.after or 'none'}",
            }[self.kind]
        )


def count_changes(changes: Iterable[Change]) -> dict[ChangeKind, int]:
    """Count changes by kind, the most consequential first; kinds that do not occur are left out."""
    counts = dict.fromkeys(KINDS, 0)
    for change in changes:
        counts[change.kind] += 1
    return {kind: count for kind, count in counts.items() if count}


def compare_sheets(old: Iterable[Sheet], new: Iterable[Sheet]) -> tuple[Change, ...]:
    r"""Compare two versions of a glossary, each of one file or several; the most consequential changes come first.

    Raises:
        InputError: a file cannot be read whole, or an id stands twice.

    >>> from bitext.glossary.parsing import parse_sheet
    >>> text = '[[concept]]\nid = "a"\nzh = ["甲"]\nen = ["A"]\n'
    >>> [c.text for c in compare_sheets([parse_sheet(text)], [parse_sheet(text.replace('"A"', '"B"'))])]
    ['a: preferred English term: A → B']
    """
    befores, afters = list(old), list(new)
    was, now = _by_id(befores), _by_id(afters)
    found: list[Change] = []
    heirs = _Heirs(was, now)
    for name in sorted(was.keys() - now.keys()):
        found += _gone(name, heirs)
    for name in sorted(now.keys() - was.keys() - heirs.told):
        here = now[name]
        found.append(Change("new", name, "", "", _terms_of(here.entry), here.sheet.name, here.entry.line))
    for name in sorted(was.keys() & now.keys()):
        if name in heirs.parted:
            found.append(_split(name, [name, *sorted(heirs.parted[name])], heirs))
        found += _fields(name, was[name], now[name])
        if len(befores) > 1 or len(afters) > 1:
            found += _moved(name, was[name], now[name])
    found += _of_retired(befores, afters)
    rank = {kind: number for number, kind in enumerate(KINDS)}
    return tuple(sorted(found, key=lambda c: (rank[c.kind], c.id, c.field, c.before, c.after)))


@dataclass(frozen=True, slots=True)
class _Placed:
    sheet: Sheet
    entry: Entry


def _by_id(sheets: list[Sheet]) -> dict[str, _Placed]:
    placed: dict[str, _Placed] = {}
    for sheet in sheets:
        for entry in readable_sheet(sheet).entries:
            if entry.id in placed:
                other = placed[entry.id]
                raise InputError(
                    f"{sheet.name}:{entry.line}", f"the id {entry.id!r} stands in {other.sheet.name} too", "give one another id"
                )
            placed[entry.id] = _Placed(sheet, entry)
    return placed


def _keys(entry: Entry, *names: str) -> set[str]:
    return {form_key(form) for name in names for form in entry.texts(name)}


class _Heirs:
    """Which concepts took over the terms of those that are gone, or of those that lost some."""

    def __init__(self, was: Mapping[str, _Placed], now: Mapping[str, _Placed]) -> None:
        self.was, self.now = was, now
        self.told: set[str] = set()
        self.parted: defaultdict[str, set[str]] = defaultdict(set)
        added = now.keys() - was.keys()
        self._new = {lang: _holders(now, sorted(added), lang) for lang in _SIDES}
        self._stayed = {lang: _holders(now, sorted(now.keys() & was.keys()), lang) for lang in _SIDES}
        self.of = {name: self._heirs(was[name].entry) for name in sorted(was.keys() - now.keys())}
        self.shares: defaultdict[str, list[str]] = defaultdict(list)
        for name, heirs in self.of.items():
            self.told |= set(heirs) - was.keys()
            for heir in heirs:
                self.shares[heir].append(name)
        for name in sorted(now.keys() & was.keys()):
            lost = _keys(was[name].entry, "zh", "variants_zh") - _keys(now[name].entry, "zh", "variants_zh")
            for key in lost:
                self.parted[name] |= set(self._new["zh"].get(key, ())) - self.told
            if not self.parted[name]:
                del self.parted[name]
        self.told |= {heir for heirs in self.parted.values() for heir in heirs}

    def _heirs(self, entry: Entry) -> list[str]:
        """New concepts that share a term, Chinese before English; else those that stayed and gained one."""
        for holders in (self._new, self._stayed):
            for lang, names in (("zh", ("zh", "variants_zh")), ("en", ("en",))):
                found = {
                    holder for key in _keys(entry, *names) for holder in holders[lang].get(key, ()) if self._gained(holder, key, names)
                }
                if found:
                    return sorted(found)
        return []

    def _gained(self, holder: str, key: str, names: tuple[str, ...]) -> bool:
        return holder not in self.was or key not in _keys(self.was[holder].entry, *names)


def _holders(placed: Mapping[str, _Placed], ids: Iterable[str], lang: str) -> dict[str, list[str]]:
    names = ("zh", "variants_zh") if lang == "zh" else ("en",)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name in ids:
        for key in _keys(placed[name].entry, *names):
            found[key].append(name)
    return dict(found)


def _gone(name: str, heirs: _Heirs) -> Iterator[Change]:
    before, after = heirs.was[name], heirs.of[name]
    if not after:
        yield Change("removed", name, "", _terms_of(before.entry), "", before.sheet.name, 0)
    elif len(after) > 1:
        yield _split(name, after, heirs)
    elif after[0] in heirs.was or len(heirs.shares[after[0]]) > 1:
        here = heirs.now[after[0]]
        yield Change("joined", name, "", _terms_of(before.entry), f"{after[0]}: {_terms_of(here.entry)}", here.sheet.name, here.entry.line)
    else:
        here = heirs.now[after[0]]
        yield Change("renamed", after[0], "id", name, after[0], here.sheet.name, here.entry.line_of("id"))
        yield from _fields(after[0], before, here)


def _split(name: str, heirs: list[str], known: _Heirs) -> Change:
    here = known.now[heirs[0]]
    said = "; ".join(f"{heir}: {_terms_of(known.now[heir].entry)}" for heir in heirs)
    return Change("split", name, "", _terms_of(known.was[name].entry), said, here.sheet.name, here.entry.line)


def _terms_of(entry: Entry) -> str:
    return " = ".join(", ".join(entry.texts(name)) or "nothing" for name in ("zh", "en"))


def _fields(name: str, before: _Placed, after: _Placed) -> Iterator[Change]:
    """The changes of one concept, field by field."""
    old, new = before.entry, after.entry
    said, says = old.values, new.values
    for field in ordered_names({**said, **says}):
        was, now = said.get(field), says.get(field)
        if was == now or field == "id":
            continue
        place = (after.sheet.name, new.line_of(field))
        if not isinstance(was, (tuple, type(None))) or not isinstance(now, (tuple, type(None))):
            kind: ChangeKind = "status" if field == "status" else "metadata"
            yield Change(kind, name, field, _shown(was), _shown(now), *place)
        elif field in _SIDES:
            yield from _of_terms(name, field, old.texts(field), new.texts(field), place)
        elif field.startswith("forbidden_"):
            yield from (Change("forbidden", name, field, "", form, *place) for form in _less(new.texts(field), old.texts(field)))
            yield from (Change("allowed", name, field, form, "", *place) for form in _less(old.texts(field), new.texts(field)))
        else:
            kind = "terms" if field == "variants_zh" else "metadata"
            gone, come = _less(old.texts(field), new.texts(field)), _less(new.texts(field), old.texts(field))
            if gone or come:
                yield Change(kind, name, field, ", ".join(gone), ", ".join(come), *place)


def _moved(name: str, before: _Placed, after: _Placed) -> Iterator[Change]:
    """Say that a concept went to another file; the folders of two versions may have different names."""
    old, new = before.sheet.name, after.sheet.name
    if old.rpartition("/")[2] != new.rpartition("/")[2]:
        yield Change("moved", name, "", old, new, new, after.entry.line)


def _of_terms(name: str, field: str, old: tuple[str, ...], new: tuple[str, ...], place: tuple[str, int]) -> Iterator[Change]:
    first, now = (forms[0] if forms else "" for forms in (old, new))
    if first != now:
        yield Change("preferred", name, field, first, now, *place)
    gone = [form for form in _less(old, new) if form != first or first == now]
    come = [form for form in _less(new, old) if form != now or first == now]
    if gone or come:
        yield Change("terms", name, field, ", ".join(gone), ", ".join(come), *place)


def _less(some: tuple[str, ...], others: tuple[str, ...]) -> list[str]:
    return [form for form in some if form not in others]


def _shown(value: Value | None) -> str:
    return "" if value is None else value if isinstance(value, str) else write_value(value)


def _of_retired(old: list[Sheet], new: list[Sheet]) -> Iterator[Change]:
    was, now = ({name: sheet for sheet in sheets for name in sheet.retired_ids} for sheets in (old, new))
    for name in sorted(was.keys() ^ now.keys()):
        sheet = now.get(name) or was[name]
        line = sheet.retired.line if name in now and sheet.retired else 0
        yield Change("retired", name, "retired", name if name in was else "", name if name in now else "", sheet.name, line)
