"""Translations held against a glossary: written pairs, right and wrong; the formats; what may come in and what must not get out."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from typer.testing import CliRunner

from bitext.cli import app
from bitext.glossary import Concept, Glossary
from bitext.glossary.finding import make_index
from bitext.glossary.starter import load_starter
from bitext.glossary.tolerance import clauses_of, is_rendered, is_rendered_in_chinese
from bitext.glossary.verifying import CHECKS, Renderings, verify_pair
from bitext.io.findings import LAYOUTS, Placed, write_findings
from bitext.io.glossaries import read_glossary
from bitext.io.pairs import read_pairs
from bitext.io.records import Failed
from bitext.model import Finding
from bitext.signature import make_signature
from tests.hostile import ALONE, REPEATED
from tests.strategies import dirty_text

if TYPE_CHECKING:
    from typer.testing import Result

CASES = Path(__file__).parent / "cases" / "glossary"
TERMS = read_glossary(CASES / "verify-terms.toml")


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text("utf-8").split("\n") if line]


#: Those of `verify-first` were written before the behaviour was seen; docs/benchmarks.md says what came out then.
ROWS = [*rows("verify-first"), *rows("verify")]
FAILURES = rows("verify-known-failures")
_OTHER = {"zh": "en", "en": "zh"}


def findings(zh: str, en: str, glossary: Glossary = TERMS) -> set[str]:
    """The findings of a pair as the cases write them: kind, concept, and the side where the English or Chinese is wrong."""
    made = set()
    for finding in verify_pair(zh, en, glossary):
        missing = finding.check == "term-missing"
        side = _OTHER[finding.side] if missing else finding.side
        made.add(f"{finding.check.removeprefix('term-')}:{finding.subject}:{side}")
    return made


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['zh'][:8]}-{row['en'][:30]}")
def test_a_pair_has_the_findings_that_a_reviewer_has(row: dict[str, Any]) -> None:
    assert findings(row["zh"], row["en"]) == set(row["findings"])


@pytest.mark.parametrize("row", rows("verify-starter"), ids=lambda row: f"{row['zh'][:8]}-{row['en'][:30]}")
def test_news_held_against_the_starter_glossary(row: dict[str, Any]) -> None:
    found = verify_pair(row["zh"], row["en"], load_starter())
    assert sorted(f"{f.check.removeprefix('term-')}:{f.subject}" for f in found) == row["findings"]


@pytest.mark.xfail(strict=True, reason="other words for the same thing")
@pytest.mark.parametrize("row", FAILURES, ids=lambda row: row["en"][:30])
def test_a_known_failure_fails(row: dict[str, Any]) -> None:
    assert findings(row["zh"], row["en"]) == set(row["findings"])


def test_precision_and_recall_over_all_written_pairs_known_failures_included() -> None:
    right = told = wanted = 0
    for row in (*ROWS, *FAILURES):
        got, expected = findings(row["zh"], row["en"]), set(row["findings"])
        right, told, wanted = right + len(got & expected), told + len(got), wanted + len(expected)
    assert len(ROWS) + len(FAILURES) >= 200
    assert sum(not row["findings"] for row in ROWS) > 80
    assert right / told >= 0.95
    assert right / wanted >= 0.95


def test_a_finding_points_at_what_it_is_about() -> None:
    zh, en = "今天，渝金通上线。", "Today Yu Jin Tong went up in Chengdu."
    told = [(f.check, f.severity, f.side, {"zh": zh, "en": en}[f.side][f.start : f.end]) for f in verify_pair(zh, en, TERMS)]
    assert told == [("term-forbidden", "error", "en", "Yu Jin Tong"), ("term-missing", "warning", "en", "Chengdu")]


def test_a_form_that_two_concepts_share_is_rendered_by_either() -> None:
    two = Glossary((Concept("a", ("保险",), ("insurance",), domain="a"), Concept("b", ("保险",), ("safety catch",), domain="b")))
    assert [findings("保险。", en, two) for en in ("Insurance.", "The safety catch.")] == [set(), set()]
    assert findings("保险。", "The lock.", two) == {"missing:a:en"}


def test_chinese_may_borrow_an_abbreviation_but_no_words() -> None:
    terms = Glossary((Concept("gdp", ("国内生产总值",), ("gross domestic product", "GDP")),))
    for en in ("GDP grew.", "Gross domestic product grew."):
        assert not verify_pair("全年GDP增长。", en, terms)
    assert [f.check for f in verify_pair("全年gross domestic product增长。", "GDP grew.", terms)] == ["term-missing"]
    assert [f.check for f in verify_pair("全年GDPS增长。", "GDP grew.", terms)] == ["term-missing"]


def test_a_form_that_one_concept_forbids_and_another_has_is_right() -> None:
    two = Glossary((Concept("a", ("甲乙丙丁",), ("alpha",), forbidden_en=("beta",)), Concept("b", ("戊己庚辛",), ("beta",))))
    assert findings("甲乙丙丁和戊己庚辛", "Alpha and beta", two) == set()


def test_chinese_forms_are_forbidden_too_and_the_other_direction_counts() -> None:
    one = Glossary((Concept("loan", ("小微贷款",), ("micro loan",), forbidden_zh=("微小贷款",)),))
    assert findings("微小贷款增加。", "Micro loans grew.", one) == {"forbidden:loan:zh"}
    assert findings("贷款增加。", "Micro loans grew.", one) == {"missing:loan:zh"}
    assert findings("小微企业贷款增加。", "Micro loans grew.", one) == {"missing:loan:zh"}


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("green finance", "finance for a green city", True),
        ("green finance", "green parks and finance", False),
        ("green finance", "Green. Finance.", False),
        ("green finance", "green, and with it much else that somebody has said of it, finance", False),
        ("risk control", "controlling risks", False),
        ("risk control", "control of risks", True),
        ("central bank lending", "lending by the central bank", True),
        ("central bank lending", "the central committee and the bank on lending", True),
        ("bank", "banks", False),
        ("non-performing loan ratio", "the ratio of loans that are non-performing", True),
    ],
)
def test_how_far_the_words_of_a_term_may_stand_apart(form: str, text: str, expected: bool) -> None:
    assert is_rendered(form, clauses_of(text)) is expected


def test_the_words_of_a_chinese_term_stay_near_one_another() -> None:
    words = ("稳健", "的", "货币政策")
    assert is_rendered_in_chinese(words, "货币政策保持稳健")
    assert not is_rendered_in_chinese(words, "货币政策，稳健")
    assert not is_rendered_in_chinese(words, "货币政策在过去的许多年里一直都很稳健")


def test_renderings_are_counted_across_pairs_and_abbreviations_are_no_inconsistency() -> None:
    concepts = Glossary((
        Concept("npa", ("不良资产",), ("non-performing assets", "distressed assets")),
        Concept("pboc", ("中国人民银行", "人民银行"), ("People's Bank of China", "PBOC")),
    ))  # fmt: skip
    counted = Renderings(make_index(concepts))
    pairs = [
        ("不良资产", "Non-performing assets"),
        ("不良资产", "a distressed asset"),
        ("不良资产", "distressed assets"),
        ("资产", "distressed assets"),
    ]
    for number, (zh, en) in enumerate([*pairs, ("中国人民银行", "PBOC"), ("人民银行", "the People's Bank of China")]):
        counted.add(zh, en, number)
    (usage,) = counted.inconsistent()
    assert (usage.concept, usage.side, dict(usage.counts)) == ("npa", "en", {"distressed assets": 2, "non-performing assets": 1})
    ((place, finding),) = counted.findings()
    assert (place, finding.check, finding.severity) == (0, "term-inconsistent", "note")


# --- hostile input


@given(dirty_text, dirty_text)
def test_any_pair_is_verified_with_places_inside_it(zh: str, en: str) -> None:
    sides = {"zh": zh, "en": en}
    for finding in verify_pair(zh, en, TERMS):
        assert finding.check in CHECKS
        assert 0 <= finding.start < finding.end <= len(sides[finding.side])


@pytest.mark.parametrize("piece", [*ALONE.values(), *REPEATED.values(), "稳健", "货币政策", "green ", "finance and "], ids=repr)
def test_a_long_side_of_one_thing_is_verified(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    assert findings("稳健的货币政策与绿色金融", text) >= {"missing:prudent-monetary-policy:en", "missing:green-finance:en"}
    assert "missing:green-finance:zh" in findings(text, "green finance")


def test_hostile_terms_are_escaped_in_every_report() -> None:
    message = 'a\x1b[2J\u202e"<b>&]]>%0A::error::\n\ud800'
    placed = Placed(Finding("term-missing", "warning", message, "zh", 0, 1, 'x"<&'), "a,b:c\n.tsv", 3)
    escaped = {"one_line": True}

    def safe(text: str) -> str:
        from bitext.cli.terminal import printable

        return printable(text, **escaped)

    made = {layout: "".join(write_findings([placed], layout, CHECKS, lambda: {"pairs": 1}, safe)) for layout in LAYOUTS}
    for layout in ("text", "github", "junit"):
        assert not re.search("[\x1b\u202e\ud800]", made[layout]), layout
        assert made[layout].count("\n") == {"text": 1, "github": 1, "junit": 4}[layout]
    assert made["github"].startswith("::warning file=a%2Cb%3Ac%0A.tsv,line=3,title=term-missing::")
    assert "::error::" not in made["github"].split("::", 2)[1]
    assert ET.fromstring(made["junit"])[0][0].get("message") == safe(message)  # noqa: S314  our own
    assert json.loads(made["json"])["findings"][0]["message"] == message
    assert json.loads(made["sarif"])["runs"][0]["results"][0]["message"]["text"] == message


# --- the command


def verify(*arguments: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(
        app, ["glossary", "verify", "--glossary", str(CASES / "verify-terms.toml"), *map(str, arguments)], input=stdin
    )


PAIRS = (
    "渝金通上线。\tYu Jin Tong is up.\n\n国务院发文。\tThe cabinet wrote.\n不良资产\tdistressed assets\n不良资产\tnon-performing assets\n"
)


def test_verify_tells_file_line_check_and_what_is_wrong() -> None:
    done = verify(stdin=PAIRS)
    assert done.exit_code == 0
    assert [line.split(": ")[:2] for line in done.stdout.splitlines()] == [
        ["stdin:1", "term-forbidden"], ["stdin:3", "term-missing"], ["stdin:4", "term-inconsistent"],
    ]  # fmt: skip
    assert "4 pairs, 3 findings, 0 failed; bitext|words:" in done.stderr
    assert f"gloss:verify-terms@{TERMS.digest[:4]}" in done.stderr


def test_check_exits_1_with_findings_and_0_without() -> None:
    assert verify("--check", stdin=PAIRS).exit_code == 1
    assert verify("--check", stdin="渝金通上线。\tYujintong is up.\n").exit_code == 0
    assert verify("--check", "--only", "term-missing", stdin="渝金通上线。\tYu Jin Tong is up.\n").exit_code == 0


def test_only_some_checks_can_be_asked_for_and_unknown_ones_are_named() -> None:
    done = verify("--only", "term-missing", stdin=PAIRS)
    assert [line.split(": ")[1] for line in done.stdout.splitlines()] == ["term-missing"]
    wrong = verify("--only", "term-missin", stdin=PAIRS)
    assert wrong.exit_code == 2
    assert "term-missing" in wrong.stderr


def test_json_sarif_and_junit_say_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a b.tsv"
    path.write_text(PAIRS, "utf-8")
    found = json.loads(verify(path, "--format", "json").stdout)
    assert (found["pairs"], found["failed"], len(found["findings"])) == (4, 0, 3)
    assert found["findings"][1] == {
        "file": str(path), "line": 3, "check": "term-missing", "severity": "warning", "concept": "state-council", "side": "zh",
        "start": 0, "end": 3, "message": "“国务院” (state-council) lacks its English: “State Council”",
    }  # fmt: skip
    sarif = json.loads(verify(path, "--format", "sarif").stdout)
    (run,) = sarif["runs"]
    assert sarif["version"] == "2.1.0"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == list(CHECKS)
    assert [(r["ruleId"], r["level"]) for r in run["results"]] == [(f["check"], f["severity"]) for f in found["findings"]]
    place = run["results"][1]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"].endswith("a%20b.tsv")
    assert place["region"]["startLine"] == 3
    suite = ET.fromstring(verify(path, "--format", "junit").stdout)  # noqa: S314  our own
    assert (suite.get("tests"), suite.get("failures"), len(suite)) == ("4", "3", 3)
    assert len(verify(path, "--format", "github").stdout.splitlines()) == 3


def test_without_findings_every_format_is_still_whole() -> None:
    right = "渝金通\tYujintong\n"
    assert verify(stdin=right).stdout == ""
    assert json.loads(verify("--format", "json", stdin=right).stdout)["findings"] == []
    assert json.loads(verify("--format", "sarif", stdin=right).stdout)["runs"][0]["results"] == []
    assert ET.fromstring(verify("--format", "junit", stdin=right).stdout).get("failures") == "0"  # noqa: S314  our own


def test_jsonl_and_bad_lines() -> None:
    lines = '{"zh": "渝金通", "en": "Yu Jin Tong"}\n{"zh": 1}\nnothing\n'
    done = verify("--check", stdin=lines)
    assert done.exit_code == 3
    assert "stdin:1: term-forbidden" in done.stdout
    assert "stdin:2" in done.stderr
    assert "stdin:3" in done.stderr


def test_a_missing_file_is_named_and_the_others_are_done(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text(PAIRS, "utf-8")
    done = verify(tmp_path / "none.tsv", path)
    assert done.exit_code == 3
    assert "none.tsv" in done.stderr
    assert len(done.stdout.splitlines()) == 3


TMX = """<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header/><body>
<tu><tuv xml:lang="en-US"><seg>Yu Jin <hi>Tong</hi><ph x="1">%s</ph></seg></tuv><tuv xml:lang="zh-Hans"><seg>渝金通</seg></tuv></tu>
<tu><tuv lang="ZH"><seg>渝金通</seg></tuv><tuv lang="EN"><seg>Yujintong</seg></tuv></tu>
<tu><tuv xml:lang="de"><seg>Regen</seg></tuv></tu>
</body></tmx>"""


def test_a_translation_memory_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    path.write_text(TMX, "utf-8")
    done = verify(path)
    assert done.exit_code == 3
    assert done.stdout.startswith(f"{path}:1: term-forbidden")
    assert "a.tmx#3: has no Chinese and English side" in done.stderr


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE tmx [<!ENTITY a "渝"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE tmx [<!ENTITY % a SYSTEM "http://127.0.0.1:9/a.dtd"> %a;]>',
    ],
)
def test_a_memory_that_declares_entities_is_refused(head: str, tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    path.write_text(f'{head}<tmx><tu><tuv xml:lang="zh"><seg>&a;</seg></tuv><tuv xml:lang="en"><seg>x</seg></tuv></tu></tmx>', "utf-8")
    (failed,) = read_pairs(path)
    assert isinstance(failed, Failed)
    assert "declares an entity" in str(failed.error)


@pytest.mark.parametrize("text", ["", "<tmx>", "<tmx/>", "渝金通\t", "<tu>" * 5000, "<tmx><tu></tmx>", "<tmx>&undefined;</tmx>", "\x00"])
def test_what_is_no_memory_is_named(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    path.write_text(text, "utf-8")
    assert [type(read) for read in read_pairs(path)] == [Failed]


def test_a_unit_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    path.write_text(TMX.replace("渝金通", "渝" * 300_000), "utf-8")
    read = list(read_pairs(path, limit=200_000))
    assert isinstance(read[-1], Failed)
    assert "over the limit" in str(read[-1].error)


def test_the_signature_names_the_glossary() -> None:
    assert "|gloss:finance@2c91|" in make_signature(steps=["gloss"], glossary=("finance", "2c91ffff"))
    assert "|gloss:starter@" in CliRunner().invoke(app, ["signature", "--steps", "gloss"]).stdout
