"""Glossary files: what is read, every fault with its line, the canonical form, and files that mean harm."""

from __future__ import annotations

import json
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bitext.glossary import FIELDS, Concept, Glossary, concept_of, entry_of, glossary_of, parse_sheet, write_sheet
from bitext.glossary.adding import add_entries, make_id
from bitext.glossary.applying import apply_to_text
from bitext.glossary.differences import KINDS
from bitext.glossary.faults import FAULTS, find_faults
from bitext.glossary.finding import make_index
from bitext.glossary.model import Raw
from bitext.glossary.sheets import Sheet, quote
from bitext.glossary.starter import load_starter, starter_sheets
from bitext.glossary.statements import read_statements
from bitext.glossary.verifying import verify_pair

CASES = Path(__file__).parent / "cases" / "glossary"
ROWS = [json.loads(line) for name in ("synthetic", "negative") for line in (CASES / f"{name}.jsonl").read_text("utf-8").split("\n") if line]
ONE = '[[concept]]\nid = "a"\nzh = ["甲"]\nen = ["Alpha"]\nstatus = "draft"\nground = "usage"\n'
COMMENTED = """\
# About the file.

# More about the file.

# About what is retired.
retired = ["old", "gone"] # and why
# Under it.

# Over zeta.
[[concept]] # behind the header
# Over the id.
id = "zeta"
en = [
  "Zeta", # its first name
  "Zed",
]
zh = ['己']
# Under zeta.

# Over alpha, apart.

# Over alpha.
[[concept]]
id = "alpha"
zh = ["甲"]
en = ["Alpha"]  # as in Greek
colour = 0x10 # unknown
# Under alpha.

# At the end.
"""
CANONICAL = """\
# About the file.

# More about the file.

# About what is retired.
# Under it.
retired = ["gone", "old"]  # and why

# Over alpha, apart.
# Over alpha.
[[concept]]
id = "alpha"
zh = ["甲"]
en = ["Alpha"]  # as in Greek
colour = 0x10  # unknown
# Under alpha.

# Over zeta.
[[concept]]  # behind the header
# Over the id.
id = "zeta"
zh = ["己"]
# its first name
en = ["Zeta", "Zed"]
# Under zeta.

# At the end.
"""


def found(text: str | bytes) -> list[str]:
    return sorted(f"{f.line}:{f.kind}" for f in find_faults([parse_sheet(text, "x.toml")]))


@pytest.mark.parametrize("row", ROWS, ids=lambda r: r["name"])
def test_every_fault_is_found_at_its_line_and_nothing_else_is(row: dict[str, object]) -> None:
    assert found(str(row["text"])) == sorted(row["faults"])  # type: ignore[call-overload]


def test_every_kind_of_fault_has_a_case() -> None:
    shown = {str(fault).partition(":")[2] for row in ROWS for fault in row["faults"]}
    assert set(FAULTS) - shown == {"encoding"}  # of bytes, below
    assert shown <= set(FAULTS)


def test_a_fault_says_what_to_do() -> None:
    for row in ROWS:
        for fault in find_faults([parse_sheet(row["text"], "x.toml")]):
            assert fault.message
            assert fault.remedy
            assert "\n" not in str(fault)


def test_bytes_that_are_not_utf8_are_named_and_the_rest_is_still_checked() -> None:
    other = ONE.replace('"a"', '"b_"').replace("甲", "乙").replace("Alpha", "Beta")
    data = ONE.encode() + b'note = "\xd6\xd8\xc7\xec"\n\n' + other.encode()
    assert found(data) == ["10:bad-id", "7:encoding"]
    assert parse_sheet(data).broken


def test_faults_between_files_name_both() -> None:
    one, two = parse_sheet(ONE, "one.toml"), parse_sheet(ONE.replace("Alpha", "Beta"), "two.toml")
    faults = {f.kind: f for f in find_faults([one, two])}
    assert set(faults) == {"duplicate-id", "same-preferred"}
    assert faults["duplicate-id"].file == "two.toml"
    assert "one.toml:2" in faults["duplicate-id"].message
    assert find_faults([one, parse_sheet('retired = ["a"]\n', "two.toml")])[0].kind == "retired-id"


def test_the_canonical_form_keeps_every_comment_in_its_place() -> None:
    assert write_sheet(parse_sheet(COMMENTED)) == CANONICAL
    assert write_sheet(parse_sheet(CANONICAL)) == CANONICAL


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_and_the_byte_order_mark_make_no_difference_to_what_is_read(end: str) -> None:
    sheet = parse_sheet(("\ufeff" + COMMENTED.replace("\n", end)).encode())
    assert write_sheet(sheet) == CANONICAL


def test_a_file_that_cannot_be_read_whole_is_not_written() -> None:
    for text in ("[[concept]]\nid = \n", ONE + "[concept.x]\n", "<<<<<<< a\n" + ONE):
        sheet = parse_sheet(text)
        assert sheet.broken
        with pytest.raises(ValueError, match="could not be read whole"):
            write_sheet(sheet)


def test_values_that_say_nothing_are_left_out_and_their_comments_kept() -> None:
    text = ONE + 'note = "" # why not\ntranslate = true\ncase = "any"\nrelated = []\n'
    assert write_sheet(parse_sheet(text)) == ONE + "# why not\n"


def test_a_raw_value_is_written_as_it_was() -> None:
    text = ONE + 'colour = [1, { x = "#" }, 2024-05-01]  # odd\n'
    sheet = parse_sheet(text)
    assert sheet.entries[0].cells["colour"].value == Raw('[1, { x = "#" }, 2024-05-01]')
    assert write_sheet(sheet) == text


# Hypothesis: files of every look.

_char = st.one_of(st.sampled_from("甲乙丙重慶（），aB \"'#\\\n\t\u202e\u200b\x7f\U0001f600[]{}="), st.characters(codec="utf-8"))
_texts = st.text(_char, max_size=6)
_ids = st.text("abc-019", min_size=1, max_size=4)
_lists = st.lists(_texts, max_size=3).map(tuple)
concepts = st.builds(
    Concept, id=_ids, zh=_lists, en=_lists, variants_zh=_lists, forbidden_zh=_lists, forbidden_en=_lists, definition=_texts, domain=_texts,
    pos=_texts, case=st.sampled_from(("any", "exact")), translate=st.booleans(), status=st.sampled_from(("draft", "approved", "deprecated")),
    ground=st.sampled_from(("usage", "official")), source=_texts, note=_texts, related=_lists,
)  # fmt: skip


@given(_texts)
def test_a_quoted_text_is_read_back_on_one_line(text: str) -> None:
    assert tomllib.loads(f"x = {quote(text)}")["x"] == text
    assert len(quote(text).splitlines()) == 1


@given(st.lists(concepts, max_size=4), st.lists(_ids, max_size=3, unique=True))
def test_concepts_come_back_as_they_were_written(made: list[Concept], retired: list[str]) -> None:
    made = list({c.id: c for c in made}.values())
    glossary = Glossary(tuple(sorted(made, key=lambda c: c.id)), tuple(sorted(retired)))
    head = f"retired = [{', '.join(map(quote, retired))}]\n\n" if retired else ""
    text = head + "\n".join(write_sheet(Sheet("x", (entry_of(c),))) for c in made)
    sheet = parse_sheet(text)
    assert glossary_of([sheet]) == glossary
    assert glossary_of([sheet]).digest == glossary.digest
    again = write_sheet(sheet)
    assert glossary_of([parse_sheet(again)]) == glossary
    assert write_sheet(parse_sheet(again)) == again


_COMMENTS = ("", "# one\n", "# two\n\n", "\n", "\n# three # four\n", "#\n")
_VALUES = ('"x" # c', "'y'", '[ # in\n "a", # b\n]', '"""m\n#\n"""', "12", '["a"]', "[[1], 2]", "'''\n[[concept]]\n'''")


@given(st.lists(st.tuples(st.sampled_from(_COMMENTS), st.lists(st.tuples(st.sampled_from(_COMMENTS), st.sampled_from(_VALUES)), max_size=3)), max_size=4),
       st.sampled_from(_COMMENTS))  # fmt: skip
def test_writing_twice_is_writing_once_and_no_comment_is_lost(blocks: list[tuple[str, list[tuple[str, str]]]], end: str) -> None:
    names = ("note", "zh", "odd")
    text = "# file\n\n" + "".join(
        f'{above}[[concept]] # h{n}\nid = "{9 - n}"\n' + "".join(f"{over}{name} = {value}\n" for name, (over, value) in zip(names, cells, strict=False))
        for n, (above, cells) in enumerate(blocks)
    ) + end  # fmt: skip
    once = write_sheet(parse_sheet(text))
    assert write_sheet(parse_sheet(once)) == once
    assert sorted(c for c in comments_of(once) if c) == sorted(c for c in comments_of(text) if c)
    before, after = (sorted(tomllib.loads(t).get("concept", []), key=lambda c: str(c["id"])) for t in (text, once))
    assert before == after


def comments_of(text: str) -> list[str]:
    statements, rest = read_statements(text)
    return [c for s in statements for c in (*s.above, *s.inside, s.beside)] + list(rest)


@given(st.text(st.one_of(st.sampled_from("[]{}\"'#=\n.,\\a1 -<>|"), st.characters()), max_size=60))
def test_any_text_is_read_without_a_traceback(text: str) -> None:
    sheet = parse_sheet(text)
    find_faults([sheet])
    if not sheet.broken:
        assert write_sheet(parse_sheet(write_sheet(sheet))) == write_sheet(sheet)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_without_a_traceback(data: bytes) -> None:
    find_faults([parse_sheet(data)])


HOSTILE = {
    "a dotted key of 100,000 parts": "a." * 100_000 + "b = 1",
    "a header of 100,000 parts": "[" + "a." * 100_000 + "b]",
    "a quoted dotted key": '"a".' * 100_000 + "b = 1",
    "brackets": "x = " + "[" * 200_000,
    "tables in tables": "x = " + "{x=" * 50_000,
    "a long number": "x = " + "1" * 5000,
    "a million quotation marks": '"' * 1_000_000,
    "a million letters": "a" * 1_000_000,
    "a million blanks": " " * 1_000_000,
    "a million line ends": "\n" * 1_000_000,
    "a comment of a megabyte": "#" * 1_000_000,
    "a NUL": ONE + "\x00",
    "conflicts": "<<<<<<< a\n" * 100_000,
    "equals signs": "=\n" * 200_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_means_harm_is_read_and_named(name: str) -> None:
    sheet = parse_sheet(HOSTILE[name])
    faults = find_faults([sheet])
    assert bool(faults) == ("line ends" not in name and "comment" not in name and "blanks" not in name)
    assert all(len(str(fault)) < 1000 for fault in faults)


def test_a_term_of_a_megabyte_is_read_and_written() -> None:
    text = ONE.replace("甲", "字" * 1_000_000)
    assert write_sheet(parse_sheet(text)) == text


def test_a_long_chain_of_forbidden_terms_is_no_loop() -> None:
    rows = [Concept(f"c{n:05}", (f"词{n}",), (f"term {n}",), forbidden_en=(f"term {n + 1}",), ground="usage") for n in range(3000)]
    kinds = {f.kind for f in find_faults([parse_sheet(write_sheet(Sheet("x", tuple(map(entry_of, rows)))))])}
    assert kinds == {"forbidden-elsewhere"}


def test_concepts_and_entries_are_two_views_of_one_thing() -> None:
    assert {f.name for f in fields(Concept)} == {f.name for f in FIELDS}
    sheet = parse_sheet(ONE + 'colour = "red"\nzhh = 1\n')
    assert concept_of(sheet.entries[0]) == Concept("a", ("甲",), ("Alpha",), ground="usage")


def test_add_keeps_comments_and_refuses_what_would_be_a_fault() -> None:
    sheet = parse_sheet("# about\n\n# over\n" + ONE.replace('"a"', '"m"'), "x.toml")
    drafts = [
        Concept("b", ("乙",), ("Beta",), ground="usage"),
        Concept("c", ("乙",), ("Gamma",), ground="usage"),
        Concept("d", ("丁",), ("Delta",)),
        Concept("z", ("己",), ("Zeta",), ground="literal"),
    ]
    made, refused = add_entries(sheet, map(entry_of, drafts))
    assert [e.id for e, _ in refused] == ["c", "d"]
    assert [[f.kind for f in faults] for _, faults in refused] == [["same-preferred"], ["no-ground"]]
    text = write_sheet(made)
    assert text.startswith('# about\n\n[[concept]]\nid = "b"')
    assert '# over\n[[concept]]\nid = "m"' in text
    assert find_faults([parse_sheet(text)]) == ()


def test_add_lets_old_faults_be() -> None:
    sheet = parse_sheet(
        ONE.replace('ground = "usage"\n', "") + "\n" + ONE.replace('"a"', '"b"').replace("甲", "乙").replace("Alpha", "Beta ")
    )
    made, refused = add_entries(sheet, [entry_of(Concept("aa", ("丙",), ("Gamma",), ground="usage"))])
    assert refused == []
    assert len(made.entries) == 3


def test_of_many_drafts_each_good_one_is_added_and_each_bad_one_refused() -> None:
    drafts = [Concept(f"c{n:03}", (f"词{n % 90}",), (f"term {n}",), ground="usage") for n in range(100)]
    made, refused = add_entries(Sheet("x"), map(entry_of, drafts))
    assert [e.id for e, _ in refused] == [f"c{n:03}" for n in range(90, 100)]
    assert len(made.entries) == 90


def test_a_message_stays_short_whatever_the_term() -> None:
    text = ONE.replace("Alpha", "A，" * 100_000) + "\n" + ONE.replace('"a"', '"b"').replace("Alpha", "A，" * 100_000)
    faults = find_faults([parse_sheet(text)])
    assert {f.kind for f in faults} == {"width", "same-preferred"}
    assert all(len(str(f)) < 400 for f in faults)


@given(st.text(max_size=120))
def test_an_id_made_of_a_term_is_one_or_nothing(term: str) -> None:
    made = make_id(term)
    assert not made or "bad-id" not in {f.kind for f in find_faults([Sheet("x", (entry_of(Concept(made, ("甲",), ("A",))),))])}


def test_the_starter_glossary_has_no_fault_and_is_canonical() -> None:
    sheets = starter_sheets()
    assert [str(f) for f in find_faults(sheets)] == []
    assert [s.name for s in sheets if s.text != write_sheet(s)] == []
    assert load_starter()["yujintong"].zh == ("渝金通",)
    assert "yujintong" in load_starter()
    assert len(load_starter()) == sum(len(s.entries) for s in sheets)


def test_the_starter_glossary_is_at_peace_with_itself() -> None:
    """Every form is found as its own concept's; any two forms of a concept verify; every forbidden one is told, and mended."""
    glossary = load_starter()
    index = make_index(glossary)
    for concept in glossary.concepts:
        for form in (*concept.zh, *concept.variants_zh, *concept.en):
            assert concept.id in {hit.concept for hit in index.find(f"（{form}）")}, form
        for zh in (*concept.zh, *concept.variants_zh):
            for en in concept.en:
                assert verify_pair(f"这是{zh}。", f"This is {en}.", index) == [], (zh, en)
        for form in concept.forbidden_en:
            zh, en = f"这是{concept.zh[0]}。", f"This is {form} now."
            assert [(f.check, f.subject) for f in verify_pair(zh, en, index)] == [("term-forbidden", concept.id)], form
            mended, _ = apply_to_text(en, index, other=zh)
            assert verify_pair(zh, mended, index) == [], (form, mended)


def test_the_readme_of_the_glossaries_states_every_field() -> None:
    text = (Path(__file__).parent.parent / "glossaries" / "README.md").read_text("utf-8")
    assert [f.name for f in FIELDS if f"| `{f.name}` |" not in text or f.meaning not in text] == []


def test_the_documentation_names_every_fault_and_every_kind_of_change() -> None:
    text = (Path(__file__).parent.parent / "docs" / "glossary.md").read_text("utf-8")
    assert [kind for kind, why in FAULTS.items() if f"| `{kind}` | {why} |" not in text] == []
    assert [kind for kind, heading in KINDS.items() if f"| {heading} | `{kind}` |" not in text] == []


def test_the_wheel_carries_the_starter_glossary() -> None:
    made = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8"))
    assert made["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"] == {"glossaries": "bitext/glossaries"}
