"""The three-way merge: against an oracle of its own on 10,000 random merges, its laws, comments, markers."""

from __future__ import annotations

import json
import random
import re
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bitext.errors import InputError
from bitext.glossary import Sheet, parse_sheet, write_sheet
from bitext.glossary.faults import find_faults
from bitext.glossary.merging import Conflict, Parted, clash_groups, merge_entries, merge_sheets
from bitext.glossary.sheets import Cell, Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from bitext.glossary.model import Value

Fields = dict[str, "Value"]
Glossary = dict[str, Fields]
HEAD = '[[concept]]\nid = "a"\nzh = ["甲"]\nen = ["Alpha"]\nstatus = "draft"\nground = "usage"\n'
NAMES = ("en", "definition", "note", "status", "related")


def entries(glossary: Mapping[str, Fields]) -> dict[str, Entry]:
    return {name: Entry({"id": Cell(name), **{f: Cell(v) for f, v in said.items()}}) for name, said in glossary.items()}


def draw_fields(draw: random.Random, small: bool) -> Fields:
    """A concept; from a small world, where two sides often come upon the same, or from a large one."""
    zh = "".join(draw.choice("甲乙丙") if small else chr(draw.randrange(0x4E00, 0x9000)) for _ in range(1 if small else 4))
    made: Fields = {"zh": (zh,), "en": (draw.choice("ABC") if small else f"W{draw.randrange(10**9)}",), "status": "draft"}
    if draw.random() < 0.5:
        made["note"] = draw.choice("xyz")
    return made


def edit(draw: random.Random, base: Glossary, small: bool) -> Glossary:
    side = {name: dict(said) for name, said in base.items()}
    for _ in range(draw.randrange(6)):
        kind = draw.random()
        if kind < 0.5 and side:
            name, field = draw.choice(sorted(side)), draw.choice(NAMES)
            value: Value = draw.choice(("A", "B", "")) if field not in {"en", "related"} else (draw.choice("ABC"),)
            side[name][field] = value
            if value == "":
                del side[name][field]
        elif kind < 0.8:
            side[draw.choice("abcdefgh") if small else f"n{draw.randrange(10**6)}"] = draw_fields(draw, small)
        elif side:
            del side[draw.choice(sorted(side))]
    return side


def oracle(base: Glossary, ours: Glossary, theirs: Glossary) -> tuple[Glossary, set[tuple[str, ...]]]:
    """What a merge must give, written down anew: the concepts without conflict, and who is in conflict."""
    want: Glossary = {}
    torn: set[tuple[str, ...]] = set()
    for name in {*base, *ours, *theirs}:
        b, o, t = base.get(name), ours.get(name), theirs.get(name)
        if t in (o, b):
            out = o
        elif o == b:
            out = t
        elif b is None or o is None or t is None:
            torn.add((name,))
            continue
        else:
            out = {}
            for field in {*b, *o, *t}:
                x, y, z = b.get(field), o.get(field), t.get(field)
                if y not in (x, z) and z != x:
                    torn.add((name, field))
                value = z if y == x else y
                if value is not None:
                    out[field] = value
            if any(who[0] == name for who in torn):
                continue
        if out is not None:
            want[name] = out
    left = {n: f for n, f in ours.items() if n not in base and n not in theirs}
    right = {n: f for n, f in theirs.items() if n not in base and n not in ours}
    for n, f in left.items():
        for m, g in right.items():
            if f["zh"] == g["zh"] or f["en"] == g["en"]:
                torn |= {(n,), (m,)}
                want.pop(n, None)
                want.pop(m, None)
    return want, torn


def outcome(base: Glossary, ours: Glossary, theirs: Glossary) -> tuple[Glossary, set[tuple[str, ...]]]:
    made, conflicts = merge_entries(entries(base), entries(ours), entries(theirs))
    clean: Glossary = {e.id: {f: v for f, v in e.values.items() if f != "id"} for e in made if isinstance(e, Entry)}
    torn: set[tuple[str, ...]] = set()
    for conflict in conflicts:
        torn |= {(conflict.ids[0], conflict.field)} if conflict.field else {(name,) for name in conflict.ids}
    return clean, torn


def test_ten_thousand_random_merges_are_as_the_oracle_says() -> None:
    draw = random.Random(4)
    torn_ones = 0
    for number in range(10_000):
        small = number % 2 == 0
        base = {f"c{n}" if not small else "abcdef"[n]: draw_fields(draw, small) for n in range(draw.randrange(7))}
        ours, theirs = edit(draw, base, small), edit(draw, base, small)
        want, torn = oracle(base, ours, theirs)
        assert outcome(base, ours, theirs) == (want, torn), (base, ours, theirs)
        torn_ones += bool(torn)
    assert 1000 < torn_ones < 9000  # both outcomes were tried often


_values = st.sampled_from(("x", "y"))
_glossaries = st.dictionaries(
    st.sampled_from("abcd"),
    st.fixed_dictionaries(
        {"zh": st.sampled_from((("甲",), ("乙",), ("丙", "丁"))), "en": st.sampled_from((("A",), ("B",), ("C", "A")))},
        optional={"note": _values, "status": st.sampled_from(("draft", "deprecated")), "domain": _values},
    ),
    max_size=4,
)
_comments = st.lists(st.sampled_from(("# one", "# two", "# three")), max_size=2, unique=True).map(tuple)


def sheet_of(glossary: Mapping[str, Fields], retired: set[str] = frozenset(), note: tuple[str, ...] = ()) -> Sheet:  # type: ignore[assignment]
    made = tuple(Entry(e.cells, above=note) for e in entries(glossary).values())
    return parse_sheet(write_sheet(Sheet("x", made, Cell(tuple(sorted(retired))) if retired else None)))


@given(_glossaries, _glossaries, _glossaries)
def test_which_side_is_ours_makes_no_difference_but_for_the_names(base: Glossary, ours: Glossary, theirs: Glossary) -> None:
    sheets = [sheet_of(g) for g in (base, ours, theirs)]
    one, other = merge_sheets(sheets[0], sheets[1], sheets[2]), merge_sheets(sheets[0], sheets[2], sheets[1])
    assert one.conflicts == other.conflicts
    assert sorted(one.text.split("\n")) == sorted(other.text.split("\n"))
    if not one.conflicts:
        assert one.text == other.text


@given(_glossaries, _glossaries, _comments)
def test_a_side_that_changed_nothing_changes_nothing(base: Glossary, ours: Glossary, note: tuple[str, ...]) -> None:
    old, new = sheet_of(base), sheet_of(ours, {"z"}, note)
    for merged in (merge_sheets(old, new, old), merge_sheets(old, old, new), merge_sheets(old, new, new)):
        assert merged.conflicts == ()
        assert merged.text == write_sheet(new)


@given(_glossaries, _glossaries, _glossaries)
def test_a_merge_is_canonical_and_merging_it_again_changes_nothing(base: Glossary, ours: Glossary, theirs: Glossary) -> None:
    sheets = [sheet_of(g) for g in (base, ours, theirs)]
    merged = merge_sheets(sheets[0], sheets[1], sheets[2])
    read = parse_sheet(merged.text)
    assert read.broken == bool(merged.conflicts)
    if merged.conflicts:
        assert "conflict-marker" in {f.kind for f in find_faults([read])}
    else:
        assert write_sheet(read) == merged.text
        again = merge_sheets(sheets[0], read, sheets[2])
        assert (again.text, again.conflicts) == (merged.text, ())


@given(_glossaries, _glossaries, _glossaries)
def test_a_person_who_takes_one_side_of_every_conflict_gets_a_file_that_is_whole(base: Glossary, ours: Glossary, theirs: Glossary) -> None:
    sheets = [sheet_of(g) for g in (base, ours, theirs)]
    merged = merge_sheets(sheets[0], sheets[1], sheets[2])
    for number, side in ((1, ours), (2, theirs)):
        pattern = re.compile(r"^<{7} ours\n(.*?)^={7}\n(.*?)^>{7} theirs\n", re.MULTILINE | re.DOTALL)
        read = parse_sheet(pattern.sub(lambda m, n=number: m[n], merged.text))  # type: ignore[misc]
        assert not read.broken
        said = {e.id: e for e in read.entries}
        for conflict in merged.conflicts:
            for name in conflict.ids:
                if conflict.field:
                    assert said[name].values.get(conflict.field) == side[name].get(conflict.field)
                else:
                    assert (name in said) == (name in side)


def test_retired_ids_merge_as_sets() -> None:
    base, ours, theirs = sheet_of({}, {"p", "q"}), sheet_of({}, {"q", "r"}), sheet_of({}, {"p", "q", "s"})
    assert merge_sheets(base, ours, theirs).text == 'retired = ["q", "r", "s"]\n'


def test_comments_of_both_sides_are_kept_and_never_conflict() -> None:
    base = parse_sheet("# file\n\n# over\n" + HEAD)
    ours = parse_sheet("# file\n# ours\n\n# over, better\n" + HEAD.replace('"draft"', '"draft"  # why'))
    theirs = parse_sheet("# file\n\n# over\n# and more\n" + HEAD + "# under\n\n# end\n")
    merged = merge_sheets(base, ours, theirs)
    assert merged.conflicts == ()
    assert merged.text == (
        "# file\n# ours\n\n# over\n# and more\n# over, better\n" + HEAD.replace('"draft"', '"draft"  # why') + "# under\n\n# end\n"
    )


def test_an_edited_field_shows_both_values_under_the_sides_names() -> None:
    ours, theirs = (parse_sheet(HEAD.replace("Alpha", name)) for name in ("Aleph", "Alif"))
    merged = merge_sheets(parse_sheet(HEAD), ours, theirs, names=("main", "top\nic"), width=9)
    assert merged.conflicts == (Conflict("edited", ("a",), field="en"),)
    marked = '<<<<<<<<< main\nen = ["Aleph"]\n=========\nen = ["Alif"]\n>>>>>>>>> top ic\n'
    assert merged.text == HEAD.replace('en = ["Alpha"]\n', marked)


def test_a_deletion_against_an_edit_shows_the_edited_concept() -> None:
    edited = HEAD + 'note = "x"\n'
    for ours, theirs, marked in (
        ("", edited, f"<<<<<<< ours\n=======\n{edited}>>>>>>> theirs\n"),
        (edited, "", f"<<<<<<< ours\n{edited}=======\n>>>>>>> theirs\n"),
    ):
        merged = merge_sheets(parse_sheet(HEAD), parse_sheet(ours), parse_sheet(theirs))
        assert [c.kind for c in merged.conflicts] == ["deleted"]
        assert merged.text == marked


def test_new_concepts_that_claim_one_term_stand_against_one_another() -> None:
    ours, theirs = parse_sheet(HEAD), parse_sheet(HEAD.replace('"a"', '"b"') + "\n" + HEAD.replace('"a"', '"c"').replace("甲", "丙"))
    merged = merge_sheets(parse_sheet(""), ours, theirs)
    assert [(c.kind, c.ids) for c in merged.conflicts] == [("term", ("a", "b", "c"))]  # b by the Chinese, c by the English
    assert merged.text.startswith('<<<<<<< ours\n[[concept]]\nid = "a"')
    assert merged.text.count("[[concept]]") == 3


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        ({"zh": ("甲",), "en": ("A",)}, {"zh": ("甲", "乙"), "en": ("B",)}, True),
        ({"zh": ("甲",), "en": ("A",)}, {"zh": ("乙",), "en": ("B",), "variants_zh": ("甲",)}, True),
        ({"zh": ("甲",), "en": ("Alpha",)}, {"zh": ("乙",), "en": ("B", "alpha")}, True),
        ({"zh": ("甲",), "en": ("A", "X")}, {"zh": ("乙",), "en": ("B", "X")}, False),
        ({"zh": ("甲",), "en": ("A",), "domain": "law"}, {"zh": ("甲",), "en": ("A",), "domain": "tax"}, False),
        ({"zh": ("甲",), "en": ("A",)}, {"zh": ("甲",), "en": ("B",), "status": "deprecated"}, False),
        ({"zh": ("甲",), "en": ("WHO",), "case": "exact"}, {"zh": ("乙",), "en": ("who",)}, False),
        ({"zh": ("甲",), "en": ("A",)}, {"zh": ("乙",), "en": ("B",), "forbidden_en": ("A",)}, False),
    ],
)
def test_what_counts_as_a_claim_to_one_term(one: Fields, other: Fields, clash: bool) -> None:
    left, right = entries({"a": one})["a"], entries({"b": other})["b"]
    assert bool(clash_groups([left], [right])) is clash
    assert bool(clash_groups([right], [left])) is clash


def test_unknown_fields_and_odd_values_merge_too() -> None:
    sheets = [parse_sheet(HEAD + more) for more in ("colour = 1\n", "colour = 1\nsize = [1, 2]\n", "colour = 2\n")]
    assert merge_sheets(sheets[0], sheets[1], sheets[2]).text == HEAD + "colour = 2\nsize = [1, 2]\n"


@pytest.mark.parametrize("text", ["[[concept]]\nid = ", HEAD + HEAD, HEAD.replace('id = "a"\n', ""), "<<<<<<< a\n" + HEAD])
def test_a_side_that_cannot_be_read_whole_is_no_side(text: str) -> None:
    good = parse_sheet(HEAD)
    for sides in (
        (parse_sheet(text, "bad.toml"), good, good),
        (good, parse_sheet(text, "bad.toml"), good),
        (good, good, parse_sheet(text, "bad.toml")),
    ):
        with pytest.raises(InputError, match=r"bad\.toml"):
            merge_sheets(*sides)


def test_a_concept_in_conflict_stands_in_its_sorted_place() -> None:
    ours, theirs = (entries({"b": {"zh": ("乙",), "en": (x,)}, "a": {"zh": ("甲",), "en": ("A",)}}) for x in ("B", "C"))
    made, _ = merge_entries({}, ours, theirs)
    assert [type(e) for e in made] == [Entry, Parted]


LAYOUTS: dict[str, Callable[[Glossary], str]] = {
    "canonical": lambda g: write_sheet(Sheet("x", tuple(entries(g).values()))),
    "YAML, a blank line between": lambda g: "\n".join(
        f"- id: {n}\n" + "".join(f"  {f}: {v}\n" for f, v in said.items()) for n, said in sorted(g.items())
    ),
    "JSON, a line a concept": lambda g: "".join(json.dumps({"id": n, **said}) + "\n" for n, said in sorted(g.items())),
}


def conflicts_by_lines(sides: list[Glossary], layout: Callable[[Glossary], str], folder: Path) -> bool:
    for name, side in zip("bot", sides, strict=True):
        (folder / name).write_text(layout(side), encoding="utf-8")
    return subprocess.run(["git", "merge-file", "-p", "o", "b", "t"], cwd=folder, capture_output=True, check=False).returncode != 0


def edited(draw: random.Random, base: Glossary, edits: int) -> Glossary:
    """Half change a field, four in ten add a concept, one in ten deletes one: as the simulations of merges that compared formats."""
    side = {name: dict(said) for name, said in base.items()}
    for _ in range(edits):
        kind = draw.random()
        if kind < 0.5:
            field = draw.choice(("en", "definition", "note"))
            side[draw.choice(sorted(side))][field] = (word_of(draw),) if field == "en" else word_of(draw)
        elif kind < 0.9:
            side[word_of(draw)] = fresh_fields(draw)
        else:
            del side[draw.choice(sorted(side))]
    return side


def word_of(draw: random.Random) -> str:
    return "".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=8))


def fresh_fields(draw: random.Random) -> Fields:
    texts = {"definition": word_of(draw), "domain": "finance", "status": "draft", "ground": "usage", "note": word_of(draw)}
    zh = "".join(chr(draw.randrange(0x4E00, 0x9000)) for _ in range(4))
    return {"zh": (zh,), "en": (word_of(draw),), **texts}


@pytest.mark.slow
@pytest.mark.parametrize("edits", [5, 15])
def test_by_lines_the_canonical_form_conflicts_no_more_than_other_formats_and_by_concept_hardly_ever(edits: int, tmp_path: Path) -> None:
    draw = random.Random(edits)
    counts = dict.fromkeys((*LAYOUTS, "by concept"), 0)
    for _ in range(100):
        base = {word_of(draw): fresh_fields(draw) for _ in range(150)}
        sides = [base, edited(draw, base, edits), edited(draw, base, edits)]
        for name, layout in LAYOUTS.items():
            counts[name] += conflicts_by_lines(sides, layout, tmp_path)
        counts["by concept"] += bool(merge_entries(*map(entries, sides))[1])
    print(f"{edits} edits a side, merges in conflict of 100: {counts}")  # noqa: T201
    assert counts["by concept"] < counts["canonical"] <= counts["YAML, a blank line between"] < counts["JSON, a line a concept"]
