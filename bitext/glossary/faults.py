"""What may be wrong with a glossary, all of it at once: `find_faults` over the files as read."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from bitext.glossary.forms import brief, claims_of, form_key, look_of, simplify
from bitext.glossary.model import CASES, GROUNDS, STATUSES, Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bitext.glossary.forms import Claim
    from bitext.glossary.sheets import Entry, Sheet

__all__ = ["FAULTS", "find_faults"]

#: Every kind of fault and why it is one.
FAULTS: dict[str, str] = {
    "conflict-marker": "A merge was not finished: the markers of git or of `merge` are still there.",
    "encoding": "The file is not UTF-8.",
    "byte-order-mark": "The file begins with a byte order mark, which TOML does not allow.",
    "syntax": "The file is no TOML; the other blocks are still checked.",
    "layout": "There is something beside `retired` and plain [[concept]] blocks.",
    "unknown-field": "A field that no concept has, or a slip of the pen.",
    "wrong-type": "A field that holds another kind of value than it must.",
    "no-id": "A concept without an id.",
    "bad-id": "An id that is not in kebab-case.",
    "duplicate-id": "Two concepts of one id.",
    "retired-id": "An id that was retired is used again.",
    "unsorted": "The concepts or the retired ids are not sorted, so that merges conflict more often.",
    "empty-side": "A concept without a Chinese or an English term.",
    "empty-term": "A term of nothing but spaces.",
    "repeated-term": "A concept has the same term twice.",
    "same-preferred": "Two concepts of one domain prefer the same term.",
    "duplicate-term": "Two concepts of one domain claim the same term.",
    "same-simplified": "Two Chinese terms of different concepts are one, in traditional and in simplified characters.",
    "forbidden-own": "A concept forbids a term that it has.",
    "forbidden-elsewhere": "A concept forbids what another one prefers, in the same domain.",
    "loop": "Concepts forbid one another's preferred terms in a circle: replacing would never end.",
    "stray-space": "A space too many, at an end, doubled or between Chinese characters.",
    "width": "Full-width letters or digits, or Chinese punctuation in English.",
    "script": "Chinese characters on the English side.",
    "invisible": "A character that cannot be seen.",
    "unknown-status": "A status that is none, or none at all.",
    "unknown-case": "A `case` that is neither `any` nor `exact`.",
    "no-ground": "It is not said how the English was found.",
    "unknown-ground": "A ground that is none.",
    "no-source": "An official term without the page or document that says so.",
    "vague-source": "The source of an official term names no address and no date.",
    "related": "A related id that is no concept, is retired, or is the concept itself.",
}

#: Characters of an id that a message shows.
_LONGEST_ID = 80
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TRACEABLE = re.compile(r"https?://[^\s/]|(?<![0-9])(?:1[89]|20)[0-9]{2}(?![0-9])")
_FORMS = (("zh", "zh"), ("en", "en"), ("variants_zh", "zh"), ("forbidden_zh", "zh"), ("forbidden_en", "en"))
_Placed = tuple["Sheet", "Entry"]


def find_faults(sheets: Iterable[Sheet]) -> tuple[Fault, ...]:
    r"""Find every fault of the files of one glossary, in the order of files and lines.

    >>> from bitext.glossary.parsing import parse_sheet
    >>> sheet = parse_sheet('[[concept]]\nid = "a"\nzh = ["甲"]\nen = []\nstatus = "draft"\nground = "usage"\n', "a.toml")
    >>> [str(fault) for fault in find_faults([sheet])]
    ['a.toml:4: empty-side: a: it has no English term; write one']
    """
    read = list(sheets)
    placed = [(sheet, entry) for sheet in read for entry in sheet.entries]
    found: list[Fault] = [problem for sheet in read for problem in sheet.problems]
    for sheet in read:
        found += _of_order(sheet)
        found += _of_retired(sheet)
    for sheet, entry in placed:
        found += _of_entry(sheet, entry)
    found += _of_ids(read, placed)
    found += _of_claims(placed)
    found += _of_forbidden(placed)
    order = {sheet.name: number for number, sheet in reversed(list(enumerate(read)))}
    return tuple(sorted(set(found), key=lambda f: (order[f.file], f.line, f.kind, f.message)))


def _fault(placed: _Placed, field: str, kind: str, message: str, remedy: str) -> Fault:
    sheet, entry = placed
    return Fault(sheet.name, entry.line_of(field), kind, entry.id[:_LONGEST_ID] or None, message, remedy)


def _of_order(sheet: Sheet) -> Iterator[Fault]:
    for before, entry in zip(sheet.entries, sheet.entries[1:], strict=False):
        if entry.id and entry.id < before.id:
            yield _fault((sheet, entry), "id", "unsorted", f"it stands after {brief(before.id)}", "`bitext glossary fmt` sorts the file")


def _of_retired(sheet: Sheet) -> Iterator[Fault]:
    ids = sheet.retired_ids
    line = sheet.retired.line if sheet.retired else 1
    if list(ids) != sorted(set(ids)):
        yield Fault(
            sheet.name, line, "unsorted", None, "the retired ids are not sorted, or one comes twice", "`bitext glossary fmt` sorts them"
        )
    for name in ids:
        if not _ID.fullmatch(name):
            yield Fault(
                sheet.name,
                line,
                "bad-id",
                None,
                f"the retired id {brief(name)} is not in kebab-case",
                "write letters a–z, digits and hyphens",
            )


def _of_entry(sheet: Sheet, entry: Entry) -> Iterator[Fault]:
    placed = (sheet, entry)
    if not entry.id:
        if "id" not in entry.cells or entry.cells["id"].value == "":
            yield _fault(placed, "id", "no-id", "a concept has no id", "write a stable name in kebab-case")
    elif not _ID.fullmatch(entry.id):
        yield _fault(
            placed, "id", "bad-id", "the id is not in kebab-case", "write letters a–z, digits and hyphens: western-financial-center"
        )
    for name, language in (("zh", "Chinese"), ("en", "English")):
        if not entry.texts(name) and (name not in entry.cells or entry.cells[name].value == ()):
            yield _fault(placed, name, "empty-side", f"it has no {language} term", "write one")
    for name, lang in _FORMS:
        for form in entry.texts(name):
            for kind, message, remedy in look_of(form, lang):
                if kind != "script" or (name == "en" and _translated(entry)):
                    yield _fault(placed, name, kind, message, remedy)
    yield from _of_repeats(placed)
    yield from _of_words(placed)


def _translated(entry: Entry) -> bool:
    cell = entry.cells.get("translate")
    return cell is None or cell.value is not False


def _of_repeats(placed: _Placed) -> Iterator[Fault]:
    entry = placed[1]
    for names in (("zh", "variants_zh"), ("en",), ("forbidden_zh",), ("forbidden_en",)):
        counts = Counter(form for name in names for form in entry.texts(name))
        for form, count in counts.items():
            if count > 1:
                yield _fault(placed, names[0], "repeated-term", f"it has {brief(form)} {count} times", "write it once")


def _of_words(placed: _Placed) -> Iterator[Fault]:
    """Faults of the fields that hold one word of a few, and of the source."""
    entry = placed[1]
    status, ground, case, source = (entry.text(name) for name in ("status", "ground", "case", "source"))
    if status not in STATUSES and _is_text(entry, "status"):
        yield _fault(
            placed,
            "status",
            "unknown-status",
            f"{brief(status)} is no status" if status else "it has no status",
            f"write one of {', '.join(STATUSES)}",
        )
    if case and case not in CASES:
        yield _fault(placed, "case", "unknown-case", f"{brief(case)} is no case", f"write one of {', '.join(CASES)}")
    if not ground and _is_text(entry, "ground"):
        yield _fault(placed, "ground", "no-ground", "it does not say how the English was found", f"write one of {', '.join(GROUNDS)}")
    elif ground and ground not in GROUNDS:
        yield _fault(placed, "ground", "unknown-ground", f"{brief(ground)} is no ground", f"write one of {', '.join(GROUNDS)}")
    if ground == "official" and not source.strip():
        yield _fault(
            placed, "ground", "no-source", "it calls itself official and names no source", "name the page or document that was opened"
        )
    elif ground == "official" and not _TRACEABLE.search(source):
        yield _fault(
            placed, "source", "vague-source", f"{brief(source)} names no address and no date", "write the URL, or the document and its date"
        )


def _is_text(entry: Entry, name: str) -> bool:
    """Whether a field is there as text or not at all: that it is no text has been said already."""
    return name not in entry.cells or isinstance(entry.cells[name].value, str)


def _of_ids(sheets: Sequence[Sheet], placed: Sequence[_Placed]) -> Iterator[Fault]:
    first: dict[str, _Placed] = {}
    retired = {name: sheet for sheet in reversed(sheets) for name in sheet.retired_ids}
    for sheet, entry in placed:
        if entry.id in first:
            before = first[entry.id]
            yield _fault(
                (sheet, entry), "id", "duplicate-id", f"the id stands at {_at(before, 'id')} too", "join the two, or give one another id"
            )
        elif entry.id:
            first[entry.id] = (sheet, entry)
        if entry.id in retired:
            yield _fault(
                (sheet, entry),
                "id",
                "retired-id",
                f"the id is retired in {retired[entry.id].name}",
                "choose another id: an id is never used again",
            )
    for one in placed:
        for other in one[1].texts("related"):
            if other == one[1].id:
                yield _fault(one, "related", "related", "it is related to itself", "take that out")
            elif other not in first:
                what = "is retired" if other in retired else "is no concept of these files"
                yield _fault(one, "related", "related", f"the related id {brief(other)} {what}", "name an id that is there")


def _name(entry: Entry) -> str:
    return entry.id[:_LONGEST_ID] or "a concept"


def _at(placed: _Placed, field: str) -> str:
    return f"{placed[0].name}:{placed[1].line_of(field)}"


def _exact(entry: Entry) -> bool:
    return entry.text("case") == "exact"


def _same(a: tuple[_Placed, Claim], b: tuple[_Placed, Claim]) -> bool:
    """Whether two claims to one key speak of one term: in one domain, and alike to the letter where case counts."""
    (_, one), (_, other) = a[0], b[0]
    if one is other or one.text("domain") != other.text("domain"):
        return False
    exact = _exact(one) or _exact(other)
    return not exact or form_key(a[1].form, exact=True) == form_key(b[1].form, exact=True)


def _of_claims(placed: Sequence[_Placed]) -> Iterator[Fault]:
    """Terms that two concepts lay claim to. Two admitted English terms may be the same: abbreviations often are."""
    claims: defaultdict[tuple[str, str], list[tuple[_Placed, Claim]]] = defaultdict(list)
    for one in placed:
        for claim in claims_of(one[1]):
            claims[claim.lang, claim.key].append((one, claim))
    for rivals in claims.values():
        yield from _of_rivals(rivals)
    scripts: defaultdict[str, list[tuple[str, list[tuple[_Placed, Claim]]]]] = defaultdict(list)
    for (lang, key), holders in claims.items():
        if lang == "zh":
            scripts[simplify(key)].append((key, holders))
    for spellings in scripts.values():
        for number, (_, holders) in enumerate(spellings):
            for _, before in spellings[:number][:1]:
                yield from _of_scripts(before, holders)


def _of_rivals(rivals: Sequence[tuple[_Placed, Claim]]) -> Iterator[Fault]:
    by_domain: dict[str, tuple[_Placed, Claim]] = {}
    for here in rivals:
        there = by_domain.setdefault(here[0][1].text("domain"), here)
        if not _same(here, there):
            continue
        claim, other = here[1], there[1]
        where = f"{_name(there[0][1])} ({_at(there[0], other.field)})"
        if claim.preferred and other.preferred:
            yield _fault(
                here[0],
                claim.field,
                "same-preferred",
                f"{brief(claim.form)} is preferred by {where} too",
                "join the two, or tell them apart by domain",
            )
        elif claim.lang == "zh" or claim.preferred or other.preferred:
            yield _fault(
                here[0],
                claim.field,
                "duplicate-term",
                f"{brief(claim.form)} is a term of {where} too",
                "leave it to one of them, or tell them apart by domain",
            )


def _of_scripts(before: Sequence[tuple[_Placed, Claim]], here: Sequence[tuple[_Placed, Claim]]) -> Iterator[Fault]:
    there = before[0]
    for one in here:
        if one[0][1] is not there[0][1] and one[0][1].text("domain") == there[0][1].text("domain"):
            where = f"{brief(there[1].form)} of {_name(there[0][1])} ({_at(there[0], there[1].field)})"
            yield _fault(
                one[0],
                one[1].field,
                "same-simplified",
                f"{brief(one[1].form)} is {where} in other characters",
                "join the two; write one as a variant of the other",
            )


def _of_forbidden(placed: Sequence[_Placed]) -> Iterator[Fault]:
    preferred: defaultdict[tuple[str, str], list[_Placed]] = defaultdict(list)
    for one in placed:
        for claim in claims_of(one[1]):
            if claim.preferred:
                preferred[claim.lang, claim.key].append(one)
    edges: defaultdict[int, set[int]] = defaultdict(set)
    names = {id(entry): (sheet, entry) for sheet, entry in placed}
    for one in placed:
        for lang in ("zh", "en"):
            own = {form_key(f) for f in one[1].texts(lang)} | {form_key(f) for f in one[1].texts("variants_zh") if lang == "zh"}
            for form in one[1].texts(f"forbidden_{lang}"):
                key = form_key(form)
                if key in own and (form in one[1].texts(lang) or form in one[1].texts(f"variants_{lang}") or not _exact(one[1])):
                    yield _fault(
                        one, f"forbidden_{lang}", "forbidden-own", f"it forbids {brief(form)} and has it as a term", "decide which"
                    )
                for other in preferred.get((lang, key), ()):
                    if other[1] is not one[1] and other[1].text("domain") == one[1].text("domain"):
                        edges[id(one[1])].add(id(other[1]))
                        where = f"{_name(other[1])} ({_at(other, lang)})"
                        yield _fault(
                            one,
                            f"forbidden_{lang}",
                            "forbidden-elsewhere",
                            f"it forbids {brief(form)}, which {where} prefers",
                            "allow it, or let the other prefer another term",
                        )
    for circle in _circles(edges):
        ids = [_name(names[member][1]) for member in circle]
        one = names[circle[0]]
        field = "forbidden_en" if one[1].texts("forbidden_en") else "forbidden_zh"
        yield _fault(one, field, "loop", f"{' → '.join([*ids, ids[0]])} forbid one another's preferred terms", "let one of them allow it")


def _circles(edges: dict[int, set[int]]) -> Iterator[list[int]]:
    """One circle through each node that lies on one, each circle once; nodes from which no way goes on are peeled off first."""
    incoming: defaultdict[int, set[int]] = defaultdict(set)
    for node, after in edges.items():
        for other in after:
            incoming[other].add(node)
    ends = [node for node in incoming if not edges.get(node)]
    while ends:
        node = ends.pop()
        for before in incoming[node]:
            edges[before].discard(node)
            ends += [] if edges[before] else [before]
    told: set[int] = set()
    for start, after in edges.items():
        if start in told or not after:
            continue
        path = _way_back(edges, start)
        if path:
            told.update(path)
            yield path


def _way_back(edges: dict[int, set[int]], start: int) -> list[int]:
    """The shortest way from a node back to itself; empty where there is none."""
    came: dict[int, int] = {}
    queue = [start]
    for node in queue:
        for after in sorted(edges.get(node, ())):
            if after == start:
                path = [node]
                while path[-1] != start:
                    path.append(came[path[-1]])
                return path[::-1]
            if after not in came:
                came[after] = node
                queue.append(after)
    return []
