"""Normalization: golden cases, what holds for any text, hostile input, and the command."""

from __future__ import annotations

import json
import unicodedata
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from bitext.cli import app
from bitext.errors import UsageError
from bitext.normalization import QUOTES, REGIONS, SCRIPTS, SPACES, WIDTHS, make_key, normalize
from bitext.normalization.conversion import convert_with, is_taiwanese

CASES = Path(__file__).parent / "cases" / "normalization"
NTREX = Path(__file__).parent.parent.parent / "shared" / "bench" / "ntrex"

#: Text of the kinds that meet here, with what breaks naive code.
PIECES = (
    "後來", "头发", "隨著", "随着", "著名", "裏", "衞生", "乾隆", "東京は", "ｶﾅ", "서울", "Straße", "5G", "Ａ股", "３．５", "％", " ", "\u3000", "\n", "“", "”", "‘", "’",
    '"', "'", "「", "」", "——", "-", "…", "e\u0301", "\u200b", "\ud800", "\x00", "⼈", "ﬁ", "İ", "\U00020000", "：", "。", "（", "https://a.example/x", "$3", "了", "台",
)  # fmt: skip
dirty = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=12).map("".join)
styles = st.fixed_dictionaries({
    "script": st.sampled_from(SCRIPTS), "region": st.sampled_from(REGIONS), "width": st.sampled_from(WIDTHS),
    "spaces": st.sampled_from(SPACES), "quotes": st.sampled_from(QUOTES),
})  # fmt: skip


def cases(name: str) -> list[Any]:
    rows = (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [pytest.param(json.loads(row), id=f"{name}-{number}") for number, row in enumerate(rows, 1)]


def run(*arguments: str, stdin: str | bytes = "") -> Any:
    return CliRunner().invoke(app, ["normalize", *arguments], input=stdin)


@pytest.mark.parametrize("case", [*cases("wild"), *cases("synthetic")])
def test_a_text_is_written_as_asked_and_then_stays(case: dict[str, Any]) -> None:
    assert normalize(case["before"], **case["how"]) == case["after"]
    assert normalize(case["after"], **case["how"]) == case["after"]


@pytest.mark.parametrize("case", cases("negative"))
def test_what_is_not_asked_for_stays(case: dict[str, Any]) -> None:
    assert normalize(case["text"], **case["how"]) == case["text"]


@pytest.mark.xfail(strict=True, reason="known failures")
@pytest.mark.parametrize("case", cases("known-failures"))
def test_a_known_failure_fails(case: dict[str, Any]) -> None:
    assert normalize(case["before"], **case["how"]) == case["after"]


@pytest.mark.parametrize("case", cases("same-key"))
def test_spellings_of_one_thing_have_one_key(case: dict[str, str]) -> None:
    assert make_key(case["one"]).text == make_key(case["other"]).text


@pytest.mark.parametrize("case", cases("other-key"))
def test_different_things_have_different_keys(case: dict[str, str]) -> None:
    assert make_key(case["one"]).text != make_key(case["other"]).text


def test_a_region_is_taken_only_where_the_text_proves_it() -> None:
    assert normalize("隨著時代", script="hans") == "随着时代"
    assert normalize("他的著作", script="hans") == "他的著作"
    assert not is_taiwanese("隨著他走，也跟着她走")
    assert normalize("隨著時代", script="hans", region="none") == "随著时代"


@pytest.mark.parametrize("profile", ["t2s", "tw2s", "hk2s", "s2t", "s2tw", "s2hk", "s2twp"])
def test_what_opencc_cannot_take_stays_and_costs_nothing_behind_it(profile: str) -> None:
    text = "後来\x00頭髮\ud800头发\x00\x00"
    assert convert_with(profile, text) == "\x00".join(
        "\ud800".join(convert_with(profile, part) for part in whole.split("\ud800")) for whole in text.split("\x00")
    )
    assert len(convert_with(profile, text)) == len(text)


def test_unknown_values_are_named_with_those_known() -> None:
    with pytest.raises(UsageError, match=r"script: 'hanz' is unknown; known are: keep, hans, hant"):
        normalize("", script="hanz")
    with pytest.raises(UsageError, match="vocabulary"):
        normalize("", script="hans", vocabulary=True)


@given(dirty, styles)
def test_lines_stay_lines(text: str, how: dict[str, Any]) -> None:
    assert normalize(text, **how).count("\n") == text.count("\n")


@given(dirty, styles.map(lambda how: how | {"script": "keep"}))
def test_typography_twice_is_typography_once(text: str, how: dict[str, Any]) -> None:
    once = normalize(text, **how)
    assert normalize(once, **how) == once


@given(st.lists(st.sampled_from([p for p in PIECES if p not in "\n台了"]), max_size=8).map("".join), st.sampled_from(["tw", "hk", "none"]))
def test_simplified_twice_is_simplified_once(text: str, region: str) -> None:
    once = normalize(text, script="hans", region=region)
    assert normalize(once, script="hans", region=region) == once


@given(dirty)
def test_without_an_order_nothing_changes_but_full_width_letters_and_digits(text: str) -> None:
    after = normalize(text)
    assert len(after) == len(text)
    for old, new in zip(text, after, strict=True):
        assert old == new or (unicodedata.east_asian_width(old) == "F" and ord(old) - ord(new) == 0xFEE0 and (new.isalnum() or new == "."))


@given(dirty)
def test_every_place_of_a_key_leads_back_in_order(text: str) -> None:
    key = make_key(text)
    spans = [key.locate(i, i + 1) for i in range(len(key.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one == other or one[1] <= other[0] for one, other in pairwise(spans))
    between = [text[one[1] : other[0]] for one, other in zip([(0, 0), *spans], [*spans, (len(text), 0)], strict=True)]
    assert all(make_key(gap).text == "" for gap in between), "only what says nothing is left out"


@given(dirty)
def test_the_key_of_a_normalized_text_is_the_key_of_the_text(text: str) -> None:
    assert make_key(normalize(text)).text == make_key(text).text


@pytest.mark.slow
@pytest.mark.parametrize(
    "char",
    [
        "中",
        "後",
        "\u0301",
        "“",
        '"',
        "'",
        " ",
        "\u3000",
        "Ａ",
        "-",
        "\u200b",
        "\ud800",
        "\x00",
        "あ",
        "着",
        "ß",
        "．",
        "中a",
        '中"',
        "\u0315\u0301",
    ],
)
def test_a_megabyte_of_one_character_is_one_text_like_any_other(char: str) -> None:
    text = char * (1_000_000 // len(char))
    for how in ({"script": "hans", "spaces": "add", "quotes": "corner"}, {"script": "hant", "spaces": "remove", "quotes": "curly"}):
        assert normalize(text, **how).count("\n") == 0  # type: ignore[arg-type]
    key = make_key(text)
    assert not key.text or key.locate(0, len(key.text)) == (0, len(text))


@pytest.mark.parametrize("lang", ["ja", "ko", "en", "de", "fr", "es"])
@pytest.mark.parametrize("script", ["hans", "hant"])
def test_other_languages_keep_every_character(lang: str, script: str) -> None:
    if not (NTREX / f"{lang}.txt").is_file():
        pytest.skip("../shared/bench/ntrex is not here")
    text = (NTREX / f"{lang}.txt").read_text(encoding="utf-8")
    assert [line for line in text.split("\n") if normalize(line, script=script, width="keep") != line] == []


@pytest.mark.parametrize("profile", ["s2t", "s2tw", "s2hk"])
def test_news_has_the_key_of_its_traditional_form(profile: str) -> None:
    if not (NTREX / "zh-Hans.txt").is_file():
        pytest.skip("../shared/bench/ntrex is not here")
    lines = (NTREX / "zh-Hans.txt").read_text(encoding="utf-8").split("\n")
    other = [line for line in lines if make_key(line).text != make_key(convert_with(profile, line)).text]
    assert len(other) <= len(lines) * 0.003


class TestCommand:
    def test_lines_in_are_lines_out(self) -> None:
        done = run("--script", "hans", stdin="後來\n\n  \n３樓\n東京は\n")
        assert (done.exit_code, done.stdout, done.stderr) == (0, "后来\n\n  \n3楼\n東京は\n", "")

    def test_jsonl_keeps_the_original_beside_the_key(self) -> None:
        done = run("--script", "hans", "--to", "jsonl", stdin="後來 ＯＫ\n")
        assert json.loads(done.stdout) == {"text": "後來 ＯＫ", "normalized": "后来 OK", "key": "后来ok"}

    def test_a_record_is_one_object_with_its_id(self) -> None:
        done = run("--script", "hans", "--to", "jsonl", stdin='{"id": "x", "text": "後來\\n頭髮"}\n')
        assert json.loads(done.stdout) == {"id": "x", "text": "後來\n頭髮", "normalized": "后来\n头发", "key": "后来头发"}

    def test_pairs_are_normalized_by_field_and_keep_theirs(self) -> None:
        done = run(
            "--script",
            "hans",
            "--fields",
            "zh,en",
            stdin='{"zh": "後來", "en": "Later", "score": 0.5}\n{"zh": 3}\n{"zh": null, "en": "x"}\n',
        )
        first, bad, last = map(json.loads, done.stdout.splitlines())
        assert first == {
            "zh": "後來", "en": "Later", "score": 0.5, "normalized": {"zh": "后来", "en": "Later"}, "key": {"zh": "后来", "en": "later"},
        }  # fmt: skip
        assert bad["error"] == "'zh' is no string; mend the line, or name other --fields"
        assert last["normalized"] == {"en": "x"}
        assert (done.exit_code, done.stderr) == (3, "bitext: stdin:2: 'zh' is no string; mend the line, or name other --fields\n")

    def test_check_names_place_and_change_and_exits_1(self) -> None:
        done = run("--script", "hans", "--check", stdin="好\n他後來走了\n")
        assert (done.exit_code, done.stdout) == (1, 'stdin:2:2: "後來" → "后来"\n')
        assert run("--script", "hans", "--check", stdin="好\n").exit_code == 0

    @pytest.mark.parametrize(
        "wrong",
        [
            ("--script", "x"),
            ("--region", "x"),
            ("--width", "x"),
            ("--spaces", "x"),
            ("--quotes", "x"),
            ("--to", "x"),
            ("--vocabulary",),
            ("-j", "-1"),
        ],
    )
    def test_a_wrong_value_is_named_before_anything_is_read(self, wrong: tuple[str, ...]) -> None:
        done = run(*wrong, "no-such-file")
        assert (done.exit_code, done.stdout) == (2, "")
        assert wrong[0] in done.stderr

    def test_a_missing_file_is_named_and_the_others_are_done(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("後\n", encoding="utf-8")
        done = run("--script", "hans", str(tmp_path / "none.txt"), str(tmp_path / "a.txt"))
        assert (done.exit_code, done.stdout) == (3, "后\n")
        assert "none.txt: no such file" in done.stderr

    def test_two_processes_give_what_one_gives(self) -> None:
        text = "".join(f"第{n}行：隨著頭髮乾了，用5G\n" for n in range(9000))
        how = ("--script", "hans", "--spaces", "add", "--to", "jsonl")
        assert run(*how, "-j", "2", stdin=text).stdout == run(*how, stdin=text).stdout

    def test_verbose_tells_the_signature(self) -> None:
        done = run("--script", "hans", "-v", stdin="x\n")
        assert done.stderr.startswith("bitext|norm:hans-auto-narrow-keep-keep@opencc-")
