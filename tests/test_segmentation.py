"""Sentences: where they begin and end in Chinese, English and mixed text, and that nothing of the text is lost."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from bitext import clean
from bitext.cli import app
from bitext.language import detect_language
from bitext.model import KINDS, Block, Document
from bitext.segmentation import divide, find_sentences, find_stretches, segment, segment_document
from bitext.segmentation.lines import LINE_END
from bitext.segmentation.vocabulary import load_vocabulary
from tests.hostile import KINDS as HOSTILE
from tests.hostile import make
from tests.strategies import dirty_text
from tools.measure_sentences import TEMPTING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typer.testing import Result

    from bitext.segmentation.lines import Wraps

CASES = Path(__file__).parent / "cases" / "segmentation"
WRAPS: tuple[Wraps, ...] = ("auto", "join", "keep")


def cases(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


GOLDEN = [*cases("wild"), *cases("synthetic"), *cases("negative")]
KNOWN = cases("known-failures")


def readings(case: dict[str, Any]) -> list[str]:
    options = {key: case[key] for key in ("wraps", "semicolons") if key in case}
    return [s.text for s in segment(case["text"], lang="und", **options)]


@pytest.mark.parametrize("case", GOLDEN, ids=lambda c: c["text"][:40])
def test_sentences(case: dict[str, Any]) -> None:
    assert readings(case) == case["sentences"]


@pytest.mark.parametrize("case", [pytest.param(c, marks=pytest.mark.xfail(reason=c["why"], strict=True)) for c in KNOWN])
def test_known_failures(case: dict[str, Any]) -> None:
    assert readings(case) == case["sentences"]


def test_there_are_enough_cases_of_each_kind_and_none_twice() -> None:
    count = {kind: sum(c["lang"] == kind for c in GOLDEN) for kind in ("en", "zh", "mixed", "border")}
    assert min(count["en"], count["zh"]) >= 80
    assert count["border"] >= 40
    texts = [(c["text"], c.get("wraps"), c.get("semicolons")) for c in [*GOLDEN, *KNOWN]]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("case", [c for c in GOLDEN if "wraps" not in c and "semicolons" not in c], ids=lambda c: c["text"][:40])
def test_a_sentence_alone_is_one_sentence(case: dict[str, Any]) -> None:
    for sentence in case["sentences"]:
        assert [s.text for s in segment(sentence, lang="und")] == [sentence]


def hold(text: str, found: Sequence[tuple[int, int]]) -> None:
    """Sentences are in order, none is empty or overlaps, and only white space lies around them."""
    at = 0
    for start, end in found:
        assert at <= start < end
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


def no_blank_line_inside(text: str, found: Sequence[tuple[int, int]]) -> None:
    for start, end in found:
        lines = LINE_END.split(text[start:end])
        assert all(line.strip() for line in lines)
        assert "\f" not in text[start:end]


_marks = st.lists(
    st.sampled_from(["A", "b", "重", "庆", ".", "。", "?", "！", '"', "“", "”", "(", ")", "（", "）", "《", "》", " ", "\n", "\n\n", "\r\n", "\t", "1", "Dr", "The", "说", "，", "…", "|", "-", "\f", "\u2028", "\x1c"]),
    max_size=40,
).map("".join)  # fmt: skip


@given(st.one_of(dirty_text, _marks, st.text()), st.sampled_from(WRAPS), st.booleans(), st.booleans())
def test_sentences_cover_a_text_but_for_white_space(text: str, wraps: Wraps, semicolons: bool, borders: bool) -> None:
    found = find_sentences(text, wraps=wraps, semicolons=semicolons, borders=borders)
    hold(text, found)
    no_blank_line_inside(text, found)
    hold(text, find_stretches(text, wraps))


@given(st.one_of(dirty_text, _marks), st.sampled_from(KINDS))
def test_readings_hold_no_line_end_and_lose_no_character(text: str, kind: Any) -> None:
    found = segment(text, kind=kind, lang="und")
    hold(text, [(s.start, s.end) for s in found])
    for number, s in enumerate(found):
        assert s.index == number
        assert not LINE_END.search(s.text)
        assert s.text == s.text.strip()
        raw = "".join(text[s.start : s.end].split())
        bare = "".join(s.text.split())
        assert bare == raw or bare.replace("-", "") == raw.replace("-", ""), "only hyphens at line ends may go"


@given(dirty_text)
def test_spans_cover_each_reading(text: str) -> None:
    for s in segment(text):
        assert [span.start for span in s.spans] == [0, *(span.end for span in s.spans[:-1])]
        assert s.spans[-1].end == len(s.text)


@given(_marks, _marks)
def test_what_stands_after_a_blank_line_changes_nothing_before_it(before: str, after: str) -> None:
    both = find_sentences(before + "\n\n" + after.replace("。", "！"))  # one 。 in a text tells how full stops beside Han are read
    alone = find_sentences(before)
    assert both[: len(alone)] == alone


@given(
    st.lists(
        st.sampled_from(["It rains in the city.", "Nobody came.", "下雨了。", "没有人来！", "Who pays?", "谁付钱？"]),
        min_size=1,
        max_size=12,
    )
)
def test_plain_sentences_come_back_in_any_order(sentences: list[str]) -> None:
    assert [s.text for s in segment(" ".join(sentences))] == sentences


@given(dirty_text)
def test_stretches_of_one_language_cover_a_text_in_order(text: str) -> None:
    found = divide(text)
    hold(text, [(s.start, s.end) for s in found])
    assert all(a.lang != b.lang for a, b in pairwise(found))


@pytest.mark.parametrize("kind", [k for k, (form, _) in HOSTILE.items() if form == "text"])
def test_hostile_text_is_covered(kind: str) -> None:
    text = make(kind, 20_000)[1]
    hold(text, find_sentences(text))


@pytest.mark.parametrize("piece", TEMPTING.values(), ids=TEMPTING)
@pytest.mark.parametrize("wraps", WRAPS)
def test_repeated_marks_are_covered(piece: str, wraps: Wraps) -> None:
    text = piece * 3000
    hold(text, find_sentences(text, wraps=wraps, semicolons=True))


@pytest.mark.slow
def test_a_megabyte_of_each_mark_comes_to_an_end() -> None:
    for mark in ('"', "(", ".", "。”", "（", "\u0301", "\ud800", "\x00", "\u202e"):
        text = mark * (1_000_000 // len(mark))
        hold(text, find_sentences(text))


def test_languages_and_ids() -> None:
    found = segment("山城多雨。It often rains here.", doc="d", block="7.1")
    assert [(s.id, s.doc, s.block, s.index, s.lang) for s in found] == [("d:7.1:0", "d", "7.1", 0, "zh"), ("d:7.1:1", "d", "7.1", 1, "en")]
    assert [s.lang for s in segment("山城多雨。", lang="en")] == ["en"]


def test_words_that_tell_nothing_take_the_language_beside_them() -> None:
    assert [s.lang for s in segment("乡村振兴 rural revitalization")] == ["zh", "en"]
    assert [(s.lang, s.start, s.end) for s in divide("乡村振兴 rural revitalization")] == [("zh", 0, 4), ("en", 5, 25)]
    (alone,) = segment("Harbour Light")
    assert alone.lang in {"und", "en"}


def test_cells_and_code_lines_stand_by_themselves() -> None:
    rows = "港口\tPort\n货运量. 单位\tFreight. In tonnes"
    assert [s.text for s in segment(rows, kind="table", lang="und")] == ["港口", "Port", "货运量.", "单位", "Freight.", "In tonnes"]
    code = "a = 1. # One. Two.\n\n  b = a\n"
    assert [s.text for s in segment(code, kind="code", lang="und")] == ["a = 1. # One. Two.", "b = a"]


def test_the_blocks_of_a_cleaned_page_keep_their_numbers() -> None:
    page = clean("<h1>山城的雨 Rain in the mountain city</h1><p>It often rains here. 这里常下雨。</p>" * 2, form="html")
    found = segment_document(page)
    assert {s.block for s in found} == {b.id for b in page.blocks}
    texts = {b.id: b.text for b in page.blocks}
    assert all(texts[s.block][s.start : s.end] == s.text for s in found)
    assert segment_document(Document("x", blocks=(Block("1", "heading", "Dr. Huang"),)))[0].text == "Dr. Huang"


def test_runs_of_one_language_are_not_divided_by_names() -> None:
    text = "港口采用 Harbour OS 系统。系统很快。The port uses 港务通 every day. It is quick."
    assert [(s.lang, text[s.start : s.end]) for s in divide(text)] == [
        ("zh", "港口采用 Harbour OS 系统。系统很快。"),
        ("en", "The port uses 港务通 every day. It is quick."),
    ]


def test_every_list_of_words_is_read_and_no_word_is_in_two_kinds_by_chance() -> None:
    words = load_vocabulary()
    assert {"titles", "numbered", "dates", "times", "closing"} == set(words.abbreviations.values())
    assert words.run_on_after_names <= words.run_on
    assert not words.open_end_zh & words.closed_end_zh
    assert all(detect_language(word) == "zh" for word in words.reporting_zh)
    assert all(re.fullmatch("[a-z]+", word) for word in words.reporting_en)


ONE = "Dr. Huang opened the\nclinic. 诊所开了。\n\nNobody came\n"


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, ["segment", *(str(a) for a in arguments)], input=stdin)


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.usefixtures("elsewhere")
class TestCommand:
    def test_an_object_a_sentence(self) -> None:
        done = run("-", stdin=ONE)
        assert done.exit_code == 0
        found = rows(done.stdout)
        assert [r["text"] for r in found] == ["Dr. Huang opened the clinic.", "诊所开了。", "Nobody came"]
        assert found[0] | {"spans": 0} == {
            "id": "stdin:1:0", "doc": "stdin", "block": "1", "index": 0, "lang": "en", "start": 0, "end": 28,
            "text": "Dr. Huang opened the clinic.", "spans": 0,
        }  # fmt: skip
        assert [r["block"] for r in found] == ["1", "1", "4"]

    def test_a_sentence_a_line_and_form_feeds_stay(self) -> None:
        done = run("-", "--to", "text", stdin="One. Two\n\f\n三人。四人\n")
        assert done.stdout == "One.\nTwo\n\f\n三人。\n四人\n"

    def test_what_clean_writes_is_read_as_text_and_as_jsonl(self, elsewhere: Path) -> None:
        page = elsewhere / "page.html"
        page.write_text(
            "<title>Rain</title><h1>Rain</h1>" + "<p>It often rains in the mountain city, they say. 这里常常下雨，人们都带伞。</p>" * 3,
            encoding="utf-8",
        )
        for to in ("text", "jsonl"):
            cleaned = CliRunner().invoke(app, ["clean", str(page), "--to", to]).stdout
            done = run("-", "--to", "text", stdin=cleaned)
            assert done.exit_code == 0
            assert done.stdout.splitlines()[-2:] == ["It often rains in the mountain city, they say.", "这里常常下雨，人们都带伞。"]

    def test_blocks_keep_their_ids_and_records_theirs(self) -> None:
        record = {"id": "p7", "text": "One.\n二。", "schema": "bitext.document/1", "lang": "en", "status": "article", "truncated": False,
                  "blocks": [{"id": "3.1", "kind": "heading", "text": "One.", "lang": "en"}, {"id": "5", "kind": "table", "text": "二\ttwo", "lang": "zh"}]}  # fmt: skip
        done = run("-", stdin=json.dumps(record) + "\n" + json.dumps({"id": 8, "text": "三。\n\nFour."}) + "\n")
        assert [r["id"] for r in rows(done.stdout)] == ["p7:3.1:0", "p7:5:0", "p7:5:1", "8:1:0", "8:3:0"]

    def test_a_bad_record_is_named_and_the_others_are_done(self) -> None:
        bad = {"id": "b", "text": "x", "schema": "bitext.document/1", "blocks": 5}
        done = run(
            "-",
            stdin="\n".join(
                (json.dumps({"id": "a", "text": "One."}), "nonsense", json.dumps(bad), json.dumps({"id": "c", "text": "三。"}))
            ),
        )
        assert done.exit_code == 3
        found = rows(done.stdout)
        assert [r["doc"] for r in found if "error" not in r] == ["a", "c"]
        assert len([r for r in found if "error" in r]) == 2
        assert "stdin#2" in done.stderr
        assert "stdin#3" in done.stderr

    def test_options(self) -> None:
        assert run("-", "--to", "text", "--semicolons", stdin="One; two.\n").stdout == "One;\ntwo.\n"
        assert run("-", "--to", "text", "--wraps", "keep", stdin="One,\ntwo.\n").stdout == "One,\ntwo.\n"
        assert run("-", "--to", "text", "--wraps", "join", stdin="One\ntwo.\n").stdout == "One two.\n"
        assert run("-", "--to", "text", "--lang", "zh", stdin="It rains here. 下雨了。\n").stdout == "下雨了。\n"
        assert run("-", "--to", "text", "--no-borders", stdin="乡村振兴 rural revitalization\n").stdout == "乡村振兴 rural revitalization\n"

    @pytest.mark.parametrize("wrong", [("--to", "xml"), ("--wraps", "yes"), ("-j", "-1"), ("--limit", "no")])
    def test_usage(self, wrong: tuple[str, str]) -> None:
        done = run("-", *wrong, stdin="One.\n")
        assert done.exit_code == 2
        assert wrong[0] in done.stderr

    def test_a_missing_file_is_named_and_the_others_are_done(self, elsewhere: Path) -> None:
        (elsewhere / "a.txt").write_text("One. Two.", encoding="utf-8")
        done = run("no.txt", "a.txt", "--to", "text")
        assert (done.exit_code, done.stdout) == (3, "One.\nTwo.\n")
        assert "no.txt" in done.stderr

    def test_a_folder_gets_a_file_an_input_and_processes_change_nothing(self, elsewhere: Path) -> None:
        (elsewhere / "in").mkdir()
        for name in ("a", "b"):
            (elsewhere / "in" / f"{name}.txt").write_text(ONE * 50, encoding="utf-8")
        assert run("in", "-o", "out/").exit_code == 0
        assert run("in", "-o", "two/", "-j", "2").exit_code == 0
        for name in ("a.jsonl", "b.jsonl"):
            assert (elsewhere / "out" / name).read_bytes() == (elsewhere / "two" / name).read_bytes()

    def test_a_closed_pipe_ends_quietly(self, elsewhere: Path) -> None:
        (elsewhere / "a.txt").write_text(ONE * 20_000, encoding="utf-8")
        done = subprocess.run(
            ["bash", "-c", f'"{sys.executable}" -m bitext segment a.txt --to text | head -n 1; echo "${{PIPESTATUS[0]}}"'],
            capture_output=True, check=True, encoding="utf-8", env={"PYTHONPATH": str(CASES.parents[2]), "PATH": "/usr/bin:/bin"},
        )  # fmt: skip
        assert done.stdout == "Dr. Huang opened the clinic.\n0\n"
        assert not done.stderr
