"""A glossary applied: what is replaced, what is only flagged, what is glossed; every change replays."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from typer.testing import CliRunner

from bitext.cleaning import clean
from bitext.cli import app
from bitext.glossary import Concept, Glossary
from bitext.glossary.applying import apply_glossary, apply_to_text
from bitext.glossary.evidence import is_ordinary
from bitext.glossary.starter import load_starter
from bitext.io.documents import as_json, as_object
from bitext.language import label_blocks
from bitext.model import Block
from bitext.replaying import replay
from tests.hostile import ALONE, REPEATED
from tests.strategies import dirty_text

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

TERMS = Glossary((
    Concept("belt", ("一带一路",), ("Belt and Road", "Belt and Road Initiative"), forbidden_en=("one belt and one way", "area along the way"),
            pos="proper noun"),
    Concept("bank", ("交通银行",), ("Bank of Communications",), forbidden_en=("traffic bank",), pos="proper noun"),
    Concept("car", ("新能源汽车",), ("new energy vehicles",), forbidden_en=("new energy power automobile of China",)),
    Concept("circle", ("成渝地区双城经济圈",), ("Chengdu-Chongqing economic circle",), forbidden_en=("Shuangcheng economic circle",)),
    Concept("economy", ("实体经济",), ("actual economy",), forbidden_en=("the shi ti economy", "shiti economy")),
    Concept("loan", ("小微贷款",), ("micro loan",), forbidden_zh=("微小企业贷款",)),
    Concept("yujintong", ("渝金通",), ("Yujintong",), forbidden_en=("Yu Jin Tong",), pos="proper noun", ground="pinyin"),
))  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trade along one belt and one way grew.", "Trade along Belt and Road grew."),
        ("One belt and one way is long.", "Belt and Road is long."),
        ("The Yu Jin Tong's users and Yu-Jin-Tong", "The Yujintong's users and Yujintong"),
        ("the Shuangcheng Economic Circle", "the Chengdu-Chongqing economic circle"),
        ("Chengdu-Chongqing Shuangcheng economic circle", "Chengdu-Chongqing economic circle"),
        ("a shiti economy; Shiti economies", "an actual economy; Actual economies"),
        ("微小企业贷款增加", "小微贷款增加"),
        ("Nothing to do.\n\n  Nothing.", "Nothing to do.\n\n  Nothing."),
        ("", ""),
    ],
)
def test_forbidden_forms_become_the_preferred_one(text: str, expected: str) -> None:
    made, edits = apply_to_text(text, TERMS)
    assert made == expected
    assert bool(edits) == (text != expected)
    assert {(edit.rule, edit.category) for edit in edits} <= {("term-forbidden", "translation")}


@pytest.mark.parametrize(
    ("text", "other", "expected"),
    [
        ("By the road is a traffic bank.", "", "By the road is a traffic bank."),
        ("The traffic bank lends.", "交通银行放贷。", "The Bank of Communications lends."),
        ("The traffic bank lends.\nBank of Communications", "", "The Bank of Communications lends.\nBank of Communications"),
        ("Farms in the area along the way.", "沿途的农场。", "Farms in the area along the way."),
        ("Farms in the area along the way of one belt and one way.", "", "Farms in the Belt and Road of Belt and Road."),
    ],
)
def test_what_may_be_ordinary_english_is_replaced_only_where_the_concept_is_meant(text: str, other: str, expected: str) -> None:
    made, edits = apply_to_text(text, TERMS, other=other)
    assert made == expected
    if made == text:
        assert [edit.action for edit in edits] == ["flag"]
        assert edits[0].after is None
        assert text[edits[0].start : edits[0].end] == edits[0].before


def test_what_makes_a_form_peculiar() -> None:
    assert not is_ordinary("Yu Jin Tong", ("渝金通",))
    assert is_ordinary("Yu Jin Tong", ("其他",))
    assert is_ordinary("China bank", ("中国银行",))
    assert not is_ordinary("Zhongguo bank", ("中国银行",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('The "渝金通" brain is up.', 'The "Yujintong (渝金通)" brain is up.'),
        ("The 渝金通 is up.\nThe 渝金通 is down.", "The Yujintong (渝金通) is up.\nThe Yujintong is down."),
        ("The 渝金通platform is up.", "The Yujintong (渝金通) platform is up."),
        ("Yujintong (渝金通) is up, and 渝金通 grows.", "Yujintong (渝金通) is up, and Yujintong grows."),
        ("渝金通 (Yujintong) is up.", "渝金通 (Yujintong) is up."),
        ("渝金通上线了，用户很多。", "渝金通上线了，用户很多。"),
        ("The word 实体经济 is Chinese.", "The word 实体经济 is Chinese."),
    ],
)
def test_a_bare_chinese_name_in_english_is_glossed_on_first_mention(text: str, expected: str) -> None:
    made, edits = apply_to_text(text, TERMS)
    assert made == expected
    assert {edit.rule for edit in edits} <= {"term-gloss"}
    assert apply_to_text(made, TERMS)[0] == made
    assert apply_to_text(text, TERMS, gloss="none") == (text, ())


def test_names_in_pinyin_are_glossed_where_that_is_asked_for() -> None:
    text = "Yujintong is up. Yujintong grows."
    assert apply_to_text(text, TERMS) == (text, ())
    assert apply_to_text(text, TERMS, gloss="names")[0] == "Yujintong (渝金通) is up. Yujintong grows."


def test_the_starter_glossary_mends_what_machine_translation_garbles() -> None:
    text = (
        "Build the dual city economic circle, the twin-city economic circle and the Shuangcheng economic circle along one belt and one way."
    )
    assert apply_to_text(text, load_starter())[0] == (
        "Build the Chengdu-Chongqing economic circle, the Chengdu-Chongqing economic circle and the Chengdu-Chongqing economic circle "
        "along Belt and Road."
    )
    for garbled in (
        "Chengdu Chongqing dual city economic circle",
        "Chengdu-Chongqing Twin-City Economic Circle",
        "Chengyu twin city economic circle",
    ):
        assert apply_to_text(f"We build the {garbled}.", load_starter())[0] == "We build the Chengdu-Chongqing economic circle."


def test_code_stays_as_it_is() -> None:
    blocks = (Block("0", "code", "Yu Jin Tong = 1"), Block("1", "paragraph", "Yu Jin Tong"))
    assert [block.text for block in apply_glossary(blocks, TERMS)[0]] == ["Yu Jin Tong = 1", "Yujintong"]


@given(dirty_text)
def test_edits_replay_and_a_second_time_changes_no_more(text: str) -> None:
    text = f"Yu Jin Tong {text} the traffic bank {text} 渝金通 one belt and one way"
    blocks = tuple(Block(str(n), "paragraph", line) for n, line in enumerate(text.split("\n")))
    made, edits = apply_glossary(blocks, TERMS)
    assert replay(blocks, edits) == label_blocks(made)
    assert apply_glossary(made, TERMS)[0] == made


@pytest.mark.parametrize(
    "piece", [*ALONE.values(), *REPEATED.values(), "Yu Jin Tong ", "渝金通", "traffic bank", "a shiti economy "], ids=repr
)
def test_a_long_line_of_one_thing_is_mended(piece: str) -> None:
    text = piece * (50_000 // len(piece))
    made, edits = apply_to_text(text, TERMS)
    assert (made != text) == any(edit.action == "edit" for edit in edits)


# --- the command


@pytest.fixture
def terms(tmp_path: Path) -> Path:
    path = tmp_path / "terms.toml"
    path.write_text(
        '[[concept]]\nid = "bank"\nzh = ["交通银行"]\nen = ["Bank of Communications"]\nforbidden_en = ["traffic bank"]\n\n'
        '[[concept]]\nid = "yujintong"\nzh = ["渝金通"]\nen = ["Yujintong"]\nforbidden_en = ["Yu Jin Tong"]\n',
        "utf-8",
    )
    return path


def run(terms: Path, *arguments: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, ["glossary", "apply", "--glossary", str(terms), *map(str, arguments)], input=stdin)


TEXT = "Yu Jin Tong is up.\n\nA traffic bank.\n"


def test_a_text_stays_a_text(terms: Path) -> None:
    done = run(terms, stdin=TEXT)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "Yujintong is up.\n\nA traffic bank.\n", "")


def test_check_dry_run_and_diff_write_nothing_and_say_what_would_change(terms: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    check, dry, diff = (run(terms, path, option) for option in ("--check", "--dry-run", "--diff"))
    assert (check.exit_code, dry.exit_code, diff.exit_code) == (1, 0, 0)
    assert check.stdout == dry.stdout
    assert [line.split(" (")[0] for line in check.stdout.splitlines()] == [f"{path}:1: term-forbidden", f"{path}:3: flag: term-forbidden"]
    assert diff.stdout.splitlines() == [f"@@ {path}, line 1: term-forbidden @@", "-Yu Jin Tong is up.", "+Yujintong is up."]
    assert path.read_text("utf-8") == TEXT
    assert "1 edits, 1 flags; bitext|words:" in check.stderr
    assert run(terms, "--check", stdin="A traffic bank.\n").exit_code == 0


def test_findings_as_json_and_as_annotations(terms: Path) -> None:
    made = json.loads(run(terms, "--check", "--format", "json", stdin="Yu Jin Tong\n").stdout)
    assert (made["line"], made["before"], made["after"]) == (1, "Yu Jin Tong", "Yujintong")
    assert run(terms, "--check", "--format", "github", stdin="Yu Jin Tong\n").stdout.startswith(
        "::warning file=stdin,line=1,title=term-forbidden::"
    )


def test_records_keep_their_fields_and_carry_the_edits(terms: Path) -> None:
    done = run(terms, stdin='{"id": "d", "text": "Yu Jin Tong", "score": 2}\n{"id": "e"}\n')
    made = json.loads(done.stdout)
    assert done.exit_code == 3
    assert (made["id"], made["text"], made["score"], made["edits"][0]["before"]) == ("d", "Yujintong", 2, "Yu Jin Tong")


def test_a_cleaned_document_carries_the_edits_of_both(terms: Path, tmp_path: Path) -> None:
    page = clean("1。 Yu Jin Tong opened the fifth of its branches in the city on Monday.", form="text")
    path = tmp_path / "a.jsonl"
    path.write_text(as_json(as_object(page)) + "\n", "utf-8")
    made = json.loads(run(terms, path).stdout)
    assert made["blocks"][0]["text"].startswith("1. Yujintong opened")
    assert [edit["rule"] for edit in made["edits"]] == [*(edit.rule for edit in page.edits), "term-forbidden"]


def test_pairs_are_their_own_evidence_and_keep_their_columns(terms: Path) -> None:
    done = run(terms, "--pairs", stdin="交通银行\tThe traffic bank\t0.9\n银行\tThe traffic bank\n")
    assert done.stdout == "交通银行\tThe Bank of Communications\t0.9\n银行\tThe traffic bank\n"
    made = json.loads(run(terms, "--pairs", stdin='{"zh": "渝金通", "en": "Yu Jin Tong", "score": 1}\n').stdout)
    assert (made["en"], made["score"], made["edits"][0]["block"]) == ("Yujintong", 1, "en")


def test_bad_pairs_and_pages_are_named(terms: Path, tmp_path: Path) -> None:
    done = run(terms, "--pairs", stdin="渝金通\tYu Jin Tong\nnothing\n{]\n")
    assert (done.exit_code, done.stdout) == (3, "渝金通\tYujintong\n")
    assert "stdin:2" in done.stderr
    page = tmp_path / "a.html"
    page.write_text("<p>Yu Jin Tong</p>", "utf-8")
    done = run(terms, page)
    assert done.exit_code == 3
    assert "clean it first" in done.stderr


@pytest.mark.slow
def test_two_processes_give_the_same(terms: Path) -> None:
    lines = "".join(f'{{"id": "{n}", "text": "Yu Jin Tong {n}"}}\n' for n in range(200))
    assert run(terms, "-j", "2", stdin=lines).stdout == run(terms, stdin=lines).stdout


@pytest.mark.parametrize("arguments", [["--gloss", "all"], ["--to", "html"], ["-j", "-2"], ["-o", "folder/"], ["--format", "sarif"]])
def test_what_is_not_known_is_refused(terms: Path, arguments: list[str]) -> None:
    assert run(terms, *arguments, stdin="x\n").exit_code == 2
