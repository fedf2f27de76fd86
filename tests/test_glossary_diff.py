"""What changed in meaning, how it is shown, and looking concepts up."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from bitext.cli import app
from bitext.errors import InputError
from bitext.glossary import Concept, Sheet, entry_of, parse_sheet, write_sheet
from bitext.glossary.differences import KINDS, Change, compare_sheets, count_changes
from bitext.glossary.rendering import as_html, as_markdown
from bitext.glossary.searching import search_concepts, spell
from bitext.glossary.sheets import Cell

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

BRAIN = Concept("brain", ("渝金通", "金通"), ("Yujintong", "YJT"), forbidden_en=("Yu Jin",), domain="finance", ground="pinyin")
HOSTILE = "<script>alert(1)</script> @team #1 | `x` [a](http://b) ![i](j) \n\n# h\n&lt; \u202e::error::x %0A"


def sheet(*concepts: Concept, name: str = "g.toml", retired: tuple[str, ...] = ()) -> Sheet:
    return parse_sheet(write_sheet(Sheet(name, tuple(map(entry_of, concepts)), Cell(retired) if retired else None)), name)


def kinds(old: list[Concept], new: list[Concept]) -> list[tuple[str, str, str, str]]:
    return [(c.kind, c.id, c.before, c.after) for c in compare_sheets([sheet(*old)], [sheet(*new)])]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"en": ("Chongqing Brain", "YJT")}, [("preferred", "Yujintong", "Chongqing Brain")]),
        ({"en": ("YJT", "Yujintong")}, [("preferred", "Yujintong", "YJT")]),
        ({"zh": ("金通",)}, [("preferred", "渝金通", "金通")]),
        ({"en": ("Yujintong",)}, [("terms", "YJT", "")]),
        ({"en": ("Yujintong", "Y", "YJT")}, [("terms", "", "Y")]),
        ({"en": ("New", "Newer")}, [("preferred", "Yujintong", "New"), ("terms", "YJT", "Newer")]),
        ({"en": ("Yujintong",), "forbidden_en": ("Yu Jin", "YJT")}, [("forbidden", "", "YJT"), ("terms", "YJT", "")]),
        ({"forbidden_en": ()}, [("allowed", "Yu Jin", "")]),
        ({"forbidden_zh": ("鱼金通",)}, [("forbidden", "", "鱼金通")]),
        ({"variants_zh": ("渝金通平台",)}, [("terms", "", "渝金通平台")]),
        ({"status": "approved"}, [("status", "draft", "approved")]),
        ({"domain": ""}, [("metadata", "finance", "")]),
        ({"translate": False}, [("metadata", "", "false")]),
        ({"related": ("x",)}, [("metadata", "", "x")]),
        ({}, []),
    ],
)
def test_a_change_of_one_concept_is_told_by_its_kind(changes: dict[str, Any], expected: list[tuple[str, str, str]]) -> None:
    after = replace(BRAIN, **changes)
    assert kinds([BRAIN], [after]) == [(kind, "brain", before, then) for kind, before, then in expected]


def test_concepts_that_come_go_split_join_and_change_their_id() -> None:
    other = Concept("other", ("另",), ("Other",))
    assert [k[:2] for k in kinds([BRAIN], [BRAIN, other])] == [("new", "other")]
    assert [k[:2] for k in kinds([BRAIN, other], [BRAIN])] == [("removed", "other")]
    assert kinds([BRAIN], [replace(BRAIN, id="yjt")]) == [("renamed", "yjt", "brain", "yjt")]
    renamed = kinds([BRAIN], [replace(BRAIN, id="yjt", status="approved")])
    assert [k[:2] for k in renamed] == [("renamed", "yjt"), ("status", "yjt")]
    parts = [Concept("one", ("渝金通",), ("One",)), Concept("two", ("金通",), ("Two",))]
    assert [k[:2] for k in kinds([BRAIN], parts)] == [("split", "brain")]
    assert "two: 金通 = Two" in kinds([BRAIN], parts)[0][3]
    assert [k[:2] for k in kinds(parts, [BRAIN])] == [("joined", "one"), ("joined", "two")]
    assert [k[:2] for k in kinds([BRAIN], [replace(BRAIN, zh=("渝金通",)), parts[1]])] == [("split", "brain"), ("terms", "brain")]
    assert [k[:2] for k in kinds([BRAIN, other], [replace(BRAIN, zh=(*BRAIN.zh, "另"))])] == [("joined", "other"), ("terms", "brain")]


def test_the_most_consequential_comes_first() -> None:
    old = [BRAIN, Concept("gone", ("去",), ("Gone",)), Concept("state", ("态",), ("State",))]
    new = [
        replace(BRAIN, en=("Brain",), note="n", forbidden_en=("Yu Jin", "Bad")),
        Concept("new", ("新",), ("New",)),
        replace(old[2], status="approved"),
    ]
    told = [c.kind for c in compare_sheets([sheet(*old)], [sheet(*new, retired=("gone",))])]
    assert told == ["preferred", "forbidden", "removed", "terms", "status", "new", "retired", "metadata"]
    assert [k for k in KINDS if k in told] == told


def test_layout_order_and_comments_are_no_change() -> None:
    one = parse_sheet('[[concept]]\nid = "a"\nzh = ["甲"]\nen = ["A"]\n\n[[concept]]\nid = "b"\nzh = ["乙"]\nen = ["B"]\n')
    other = parse_sheet(
        "# new\n[[concept]]\nen = ['B']\nid = 'b'\nzh = [\n'乙']\nnote = ''\n[[concept]]\nid = 'a'\nzh = ['甲']\nen = ['A'] # x\n"
    )
    assert compare_sheets([one], [other]) == ()


def test_a_concept_that_goes_to_another_file_of_a_folder_is_told_and_two_single_files_are_not() -> None:
    empty = Sheet("d/two.toml")
    moved = compare_sheets([sheet(BRAIN, name="c/one.toml"), empty], [Sheet("d/one.toml"), sheet(BRAIN, name="d/two.toml")])
    assert [(c.kind, c.before, c.after) for c in moved] == [("moved", "c/one.toml", "d/two.toml")]
    assert compare_sheets([sheet(BRAIN, name="old.toml")], [sheet(BRAIN, name="new.toml")]) == ()


def test_a_change_names_the_line_where_it_stands_now() -> None:
    (change,) = compare_sheets([sheet(BRAIN)], [sheet(replace(BRAIN, status="approved"))])
    assert (change.file, change.line) == ("g.toml", 7)


def test_an_id_that_stands_twice_cannot_be_compared() -> None:
    with pytest.raises(InputError, match="'brain'"):
        compare_sheets([sheet(BRAIN)], [sheet(BRAIN, name="one.toml"), sheet(BRAIN, name="two.toml")])


_concepts = st.builds(
    Concept, id=st.sampled_from("abcd"), zh=st.lists(st.sampled_from("甲乙丙"), max_size=2).map(tuple), en=st.lists(st.sampled_from("ABC"), max_size=2).map(tuple),
    forbidden_en=st.lists(st.sampled_from("XY"), max_size=2, unique=True).map(tuple), note=st.sampled_from(("", "n")),
)  # fmt: skip
_glossaries = st.lists(_concepts, max_size=4, unique_by=lambda c: c.id)


@given(_glossaries, _glossaries)
def test_nothing_is_told_exactly_where_nothing_changed(old: list[Concept], new: list[Concept]) -> None:
    before, after = sheet(*old), sheet(*new)
    changes = compare_sheets([before], [after])
    same = sorted(old, key=lambda c: c.id) == sorted(new, key=lambda c: c.id)
    if same:
        assert changes == ()
    elif any({*a.zh} != {*b.zh} or a.zh[:1] != b.zh[:1] for a in old for b in new if a.id == b.id):
        assert {c.kind for c in changes} & {"preferred", "terms"}
    if {c.id for c in old} != {c.id for c in new}:
        assert changes
    assert sum(count_changes(changes).values()) == len(changes)


@given(_glossaries, _glossaries)
def test_every_id_that_came_or_went_is_told(old: list[Concept], new: list[Concept]) -> None:
    said = " ".join(
        f"{c.id} {c.before} {c.after}"
        for c in compare_sheets([sheet(*old)], [sheet(*new)])
        if c.kind in ("new", "removed", "split", "joined", "renamed")
    )
    for name in {c.id for c in old} ^ {c.id for c in new}:
        assert re.search(rf"\b{name}\b", said)


def hostile() -> tuple[Change, ...]:
    return compare_sheets([sheet(BRAIN)], [sheet(replace(BRAIN, en=(HOSTILE,), note=HOSTILE), Concept("x", (HOSTILE,), ("X",)))])


def test_markdown_shows_hostile_terms_as_text() -> None:
    text = as_markdown(hostile())
    for row in (line for line in text.split("\n") if line.startswith("| <code>")):
        cells = re.fullmatch(
            r"\| (<code>[^|<>`@]*</code>)? \| (<code>[^|<>`@]*</code>)? \| (<code>[^|<>`@]*</code>)? \| (<code>[^|<>`@]*</code>)? \|", row
        )
        assert cells, row
        assert not re.search(r"[\[\]()!*_#](?!\d+;)", re.sub(r"</?code>", "", row).replace("&#", "")), row
    assert "\u202e" not in text
    assert html.unescape(text).count("<script>alert(1)</script> @team") == 3  # shown, not run


def test_html_shows_hostile_terms_as_text_and_loads_nothing() -> None:
    page = as_html(hostile(), old=HOSTILE, new="x")
    assert "<script" not in page
    assert "\u202e" not in page
    assert "default-src 'none'" in page
    assert not re.search(r"(?:src|href)\s*=", page)
    assert html.unescape(page).count("<script>alert(1)</script>") == 5


def test_a_comment_stays_under_githubs_limit_and_says_what_is_left_out() -> None:
    new = [Concept(f"c{n}", (f"词{n}",), ("@#|" * 60,)) for n in range(400)]
    text = as_markdown(compare_sheets([], [sheet(*new)]))
    shown = text.count("\n| <code>")
    assert len(text) < 65_536
    assert 0 < shown < 400
    assert f"… and {400 - shown} more changes" in text


def test_a_change_in_a_line_names_what_changed() -> None:
    texts = [
        c.text for c in compare_sheets([sheet(BRAIN)], [sheet(replace(BRAIN, en=("B", "YJT"), forbidden_en=("Yu Jin", "Z"), note="n"))])
    ]
    assert texts == ["brain: preferred English term: Yujintong → B", "brain: forbidden in English now: Z", "brain: note: none → n"]


# Looking up

GLOSSARY = [
    BRAIN,
    Concept("chongqing", ("重庆",), ("Chongqing",)),
    Concept("corridor", ("西部陆海新通道",), ("New International Land-Sea Trade Corridor",), definition="A route to the sea."),
    Concept("green-finance", ("绿色金融",), ("green finance",)),
    Concept("gdp", ("GDP",), ("GDP",)),
]


@pytest.mark.parametrize(
    ("query", "best", "how"),
    [
        ("brain", "brain", "id"),
        ("渝金通", "brain", "term"),
        ("yujintong", "brain", "term"),
        ("Yu Jin", "brain", "forbidden"),
        ("重慶", "chongqing", "term"),
        ("西部陸海", "corridor", "start"),
        ("陆海新", "corridor", "part"),
        ("xibu luhai", "corridor", "pinyin"),
        ("lǜsè jīnróng", "green-finance", "pinyin"),
        ("lvse", "green-finance", "pinyin"),
        ("Chóngqìng", "chongqing", "pinyin"),
        ("land sea trade coridor", "corridor", "near"),
        ("gren finance", "green-finance", "near"),
        ("route to the sea", "corridor", "definition"),
        ("gdp", "gdp", "id"),
    ],
)
def test_a_concept_is_found_in_every_way_in_which_people_ask(query: str, best: str, how: str) -> None:
    found = search_concepts(GLOSSARY, query)[0]
    assert (found.concept.id, found.how) == (best, how)


@pytest.mark.parametrize("query", ["", "  ", "zzzzzz", "完全无关的词", "\ud800", "x" * 10_000])
def test_what_is_not_there_is_not_found(query: str) -> None:
    assert search_concepts(GLOSSARY, query) == []


def test_no_more_are_given_than_asked_for_and_the_best_first() -> None:
    found = search_concepts(GLOSSARY, "g")
    assert [m.score for m in found] == sorted((m.score for m in found), reverse=True)
    assert len(search_concepts(GLOSSARY, "g", limit=1)) == 1


def test_pinyin_knows_words_and_reads_traditional_characters() -> None:
    assert (spell("银行"), spell("重慶"), spell("绿")) == ("yinhang", "chongqing", "lv")


PORT = '[[concept]]\nid = "port"\nzh = ["江港"]\nen = ["river port"]\nstatus = "draft"\nground = "usage"\n'
CORPUS = "江港开工。\tThe river port is begun.\n雨。\tIt rains.\n江港。\tThe river harbour.\n老江港很大。\tThe old river port is large.\n江港。\tThe river port.\n江港。\tA river port.\n"


def with_corpus(tmp_path: Path, layout: str, corpus: str = CORPUS) -> Result:
    old, new, pairs = tmp_path / "old.toml", tmp_path / "new.toml", tmp_path / "pairs.tsv"
    old.write_text(PORT, "utf-8")
    new.write_text(PORT.replace("river port", "river harbour"), "utf-8")
    pairs.write_text(corpus, "utf-8")
    return CliRunner().invoke(app, ["glossary", "diff", str(old), str(new), "--corpus", str(pairs), "--format", layout])


def test_the_effect_on_a_corpus_is_counted(tmp_path: Path) -> None:
    made = json.loads(with_corpus(tmp_path, "json").stdout)
    (effect,) = made["effects"]
    assert (made["pairs"], effect["id"], effect["pairs"], effect["failing"], effect["mended"]) == (6, "port", 5, 4, 1)
    assert [(place.rpartition(":")[2], en) for place, _, en in effect["examples"]] == [
        ("1", "The river port is begun."), ("4", "The old river port is large."), ("5", "The river port."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("layout", "said"),
    [
        ("text", "port: in 5 pairs; 4 would now fail, 1 no longer"),
        ("md", "| <code>port</code> | 5 | 4 | 1 | <code>江港开工。</code>"),
        ("html", "<td>5</td><td>4</td>"),
        ("github", "(in 5 pairs; 4 would now fail, 1 no longer)"),
    ],
)
def test_the_effect_is_told_in_every_layout(tmp_path: Path, layout: str, said: str) -> None:
    done = with_corpus(tmp_path, layout)
    assert done.exit_code == 0
    assert said in done.stdout


def test_a_bad_pair_is_named_and_the_others_are_counted(tmp_path: Path) -> None:
    done = with_corpus(tmp_path, "text", "no tab\n" + CORPUS)
    assert done.exit_code == 3
    assert "pairs.tsv:1: has no tab" in done.stderr
    assert "in 5 pairs" in done.stdout


@pytest.mark.parametrize("layout", ["md", "html"])
def test_a_pair_is_text_in_a_page(tmp_path: Path, layout: str) -> None:
    done = with_corpus(tmp_path, layout, "江港<b>@team</b>\tThe river port | [x](y)\n")
    assert "<b>" not in done.stdout
    assert layout == "html" or ("@team" not in done.stdout and "](y)" not in done.stdout)


def test_terms_that_no_pair_has_are_named(tmp_path: Path) -> None:
    assert "no pair has: port" in with_corpus(tmp_path, "text", "雨。\tIt rains.\n").stdout
