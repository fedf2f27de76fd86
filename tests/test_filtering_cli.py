"""`bitext filter` as people and scripts meet it: streams, rejects with reasons, funnels, trade-offs, what fails."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from bitext.cli import app

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

GOOD = (
    {"id": "a", "zh": "雨停了，孩子们跑到街上去玩。", "en": "The rain stopped, and the children ran out into the street to play."},
    {
        "id": "b",
        "zh": "新圖書館將於九月開放，共有12萬冊書。",
        "en": "The new library will open in September with 120,000 books.",
        "url": "x",
    },
)
BAD = (
    {"id": "c", "zh": "大桥于1997年通车。", "en": "The bridge <b>opened</b> in 1979."},
    {"id": "d", "zh": "责任编辑：王小明", "en": "Share this article"},
)
#: The weights of adequacy change; what the command does with filters does not.
RULES = ("--skip", "adequacy,context,neighbour")


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pairs.jsonl").write_text(lines(*GOOD, *BAD), encoding="utf-8")


def lines(*records: dict[str, Any]) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def run(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, ["filter", *map(str, arguments)], input=stdin)


def process(*arguments: str, stdin: str = "", **how: Any) -> subprocess.CompletedProcess[str]:
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    command = [sys.executable, "-m", "bitext", "filter", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, check=False, encoding="utf-8", timeout=120, env=variables, **how)


def records(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


class TestStreams:
    def test_accepted_pairs_come_in_order_with_all_their_fields(self) -> None:
        done = run("pairs.jsonl", *RULES)
        assert done.exit_code == 0
        assert [(r["id"], r["zh"], r["en"]) for r in records(done.stdout)] == [(r["id"], r["zh"], r["en"]) for r in GOOD]
        assert records(done.stdout)[1]["url"] == "x"
        assert "4 pairs, 2 accepted (50.0%), 0 failed; bitext|checks:" in done.stderr

    def test_standard_input_is_the_default_and_quiet_says_nothing(self) -> None:
        done = run("-q", *RULES, stdin=lines(*BAD, *GOOD))
        assert [r["id"] for r in records(done.stdout)] == ["a", "b"]
        assert done.stderr == ""

    def test_rejects_have_all_their_reasons(self) -> None:
        done = run("pairs.jsonl", "-o", "kept.jsonl", "--rejected", "out.jsonl", *RULES)
        assert (done.exit_code, done.stdout) == (0, "")
        with open("out.jsonl", encoding="utf-8") as stream:
            one, two = records(stream.read())
        assert one["reasons"] == [
            {"filter": "html", "value": 2.0, "accepts": "..0"},
            {"filter": "number-changed", "value": 1.0, "accepts": "..0"},
        ]
        assert [reason["filter"] for reason in two["reasons"]] == ["boilerplate"]

    def test_explain_adds_every_score(self) -> None:
        kept = records(run("pairs.jsonl", "--explain", "--only", "html,number-changed").stdout)
        assert kept[0]["scores"] == {"html": 0.0, "number-changed": 0.0}

    def test_rows_in_and_out(self, tmp_path: Path) -> None:
        (tmp_path / "pairs.tsv").write_text("雨停了。\tThe rain has stopped.\n1997年\t1979\n", encoding="utf-8")
        done = run("pairs.tsv", "-o", "kept.tsv", "-q", *RULES)
        assert done.exit_code == 0
        assert (tmp_path / "kept.tsv").read_text(encoding="utf-8") == "雨停了。\tThe rain has stopped.\t1.0\n"
        assert run("pairs.tsv", "--to", "tsv", "-q", *RULES).stdout == "雨停了。\tThe rain has stopped.\t1.0\n"

    @pytest.mark.slow
    def test_several_processes_give_the_same(self) -> None:
        text = lines(*(record | {"id": str(n)} for n in range(300) for record in (*GOOD, *BAD)))
        one, two = (process("-q", *RULES, "-j", jobs, "--rejected", f"{jobs}.jsonl", stdin=text) for jobs in ("1", "2"))
        assert one.returncode == two.returncode == 0
        assert one.stdout == two.stdout
        with open("1.jsonl", encoding="utf-8") as first, open("2.jsonl", encoding="utf-8") as second:
            assert first.read() == second.read()

    @pytest.mark.slow
    def test_a_closed_pipe_ends_quietly(self) -> None:
        text = lines(*GOOD * 20_000)
        script = f'"{sys.executable}" -m bitext filter -q --only html big.jsonl | head -n 1 >first; echo "${{PIPESTATUS[0]}}"'
        with open("big.jsonl", "w", encoding="utf-8") as stream:
            stream.write(text)
        done = subprocess.run(["bash", "-c", script], capture_output=True, check=False, encoding="utf-8", timeout=120)
        assert (done.stdout, done.stderr) == ("0\n", "")


class TestOptions:
    def test_a_threshold_is_moved(self) -> None:
        done = run("pairs.jsonl", "--only", "html", "--threshold", "html=2", "-q")
        assert len(records(done.stdout)) == 4
        both = run("pairs.jsonl", "--threshold", "length-ratio=-0.1..0.1", "--only", "length-ratio", "-q")
        assert len(records(both.stdout)) < 4

    def test_a_filter_that_is_off_is_asked_for(self) -> None:
        kept = run("-q", "--also", "too-short", *RULES, stdin=lines({"zh": "好的。", "en": "All right."}))
        assert (kept.exit_code, kept.stdout) == (0, "")

    def test_a_glossary_is_kept_to(self, tmp_path: Path) -> None:
        (tmp_path / "terms.toml").write_text('[[concept]]\nid = "yjt"\nzh = ["渝金通"]\nen = ["Yujintong"]\n', encoding="utf-8")
        pairs = lines({"zh": "渝金通上线。", "en": "Yujintong went online."}, {"zh": "渝金通上线。", "en": "The brain went online."})
        done = run("--only", "terms", "--glossary", "terms.toml", stdin=pairs)
        assert [r["en"] for r in records(done.stdout)] == ["Yujintong went online."]
        assert "gloss:terms@" in done.stderr

    def test_the_signature_tells_what_was_asked(self) -> None:
        signatures = {
            run("pairs.jsonl", *more, *RULES).stderr.split("; ")[-1] for more in ((), ("--threshold", "html=2"), ("--skip", "html"))
        }
        assert len(signatures) == 3

    def test_the_configuration_file_sets_defaults(self, tmp_path: Path) -> None:
        (tmp_path / "bitext.toml").write_text('[filter]\nonly = ["html"]\nquiet = true\n', encoding="utf-8")
        done = run("pairs.jsonl")
        assert [r["id"] for r in records(done.stdout)] == ["a", "b", "d"]
        assert done.stderr == ""

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("--only", "htlm"), "did you mean 'html'?"),
            (("--threshold", "html"), "has no ="),
            (("--threshold", "html=x"), "is no bound"),
            (("--threshold", "length-ratio=2"), "write both"),
            (("--only", "terms"), "needs a glossary"),
            (("-j", "-1"), "is no number of processes"),
            (("--plot", "x.svg"), "--tune"),
            (("--tune", "pairs.jsonl", "--rejected", "x"), "filters nothing"),
            (("--rejected", "x.tsv"), "no place for the reasons"),
            (("--rejected", "-"), "also where the accepted pairs go"),
            (("--to", "tsv", "--explain"), "no place for it"),
            (("--format", "xml"), "'xml' is unknown"),
            (("--from", "xml"), "xml"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, arguments: tuple[str, ...], said: str) -> None:
        sources = () if "--tune" in arguments else ("pairs.jsonl",)
        done = run(*sources, *arguments)
        assert done.exit_code == 2
        assert said in done.stderr
        assert done.stdout == ""


class TestSummaries:
    def test_the_funnel_has_a_row_a_filter_and_a_row_a_script(self) -> None:
        said = run("pairs.jsonl", "--funnel", *RULES).stderr.splitlines()
        rows = {line.split()[0]: line.split() for line in said if line}
        assert rows["number-changed"][1:5] == ["..0", "1", "0", "2"]
        assert rows["boilerplate"][2:4] == ["1", "1"]
        assert rows["Hant"] == ["Hant", "1", "1"]

    def test_the_report_is_an_object(self, tmp_path: Path) -> None:
        assert run("pairs.jsonl", "--report", "r.json", "-q", *RULES).exit_code == 0
        made = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
        assert (made["read"], made["accepted"], made["rejected"], made["failed"]) == (4, 2, 2, 0)
        assert made["scripts"]["Hant"] == {"read": 1, "accepted": 1}
        assert made["signature"].startswith("bitext|checks:")
        assert run("pairs.jsonl", "--report", "r.txt", "-q", *RULES).exit_code == 0
        assert "number-changed" in (tmp_path / "r.txt").read_text(encoding="utf-8")

    def test_the_summary_as_json(self) -> None:
        assert json.loads(run("pairs.jsonl", "--format", "json", *RULES).stderr)["accepted"] == 2


class TestTuning:
    def test_the_trade_off_of_labelled_pairs(self, tmp_path: Path) -> None:
        gold: list[dict[str, Any]] = [*(r | {"good": True} for r in GOOD), *(r | {"good": False, "kind": "noise"} for r in BAD)]
        (tmp_path / "gold.jsonl").write_text(lines(*gold), encoding="utf-8")
        made = json.loads(run("--tune", "gold.jsonl", "--format", "json", *RULES, "--plot", "t.svg").stdout)
        assert made["pairs"] == {"good": 2, "noise": 2}
        assert made["together"] == {"good": 1.0, "noise": 1.0}
        (row,) = [r for r in made["filters"] if r["filter"] == "html"]
        assert row["now"] == {"good": 1.0, "noise": 0.5}
        plot = (tmp_path / "t.svg").read_text(encoding="utf-8")
        assert plot.startswith("<svg")
        assert "number-changed" in plot

    def test_noise_is_made_where_nothing_bad_is_known(self, tmp_path: Path) -> None:
        (tmp_path / "gold.jsonl").write_text(lines(*GOOD), encoding="utf-8")
        table = run("--tune", "gold.jsonl", *RULES).stdout
        assert "copied rejected" in table.splitlines()[0]
        assert table.splitlines()[2].startswith("all together")

    def test_without_a_good_pair_there_is_nothing_to_lose(self, tmp_path: Path) -> None:
        (tmp_path / "gold.jsonl").write_text(lines({"zh": "雨", "en": "x", "good": False}), encoding="utf-8")
        done = run("--tune", "gold.jsonl")
        assert done.exit_code == 3
        assert "holds no good pair" in done.stderr


class TestFailures:
    def test_bad_records_are_named_and_the_others_done(self) -> None:
        done = run("-", *RULES, stdin=lines(GOOD[0]) + "{not json\n" + '{"zh": 1, "en": ""}\n' + lines(GOOD[1]))
        assert done.exit_code == 3
        assert [r["id"] for r in records(done.stdout)] == ["a", "b"]
        assert "stdin:2" in done.stderr
        assert "stdin:3" in done.stderr

    @pytest.mark.parametrize(
        "content", [b"", b"\x00" * 64, b"\x89PNG\r\n\x1a\n\x00\xff", b"\xff\xfe\x00"], ids=["empty", "nul", "binary", "mark"]
    )
    def test_what_is_no_corpus_is_named(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "x.jsonl").write_bytes(content)
        done = run("x.jsonl", "pairs.jsonl", "-q", *RULES)
        assert done.exit_code == 3
        assert "x.jsonl" in done.stderr
        assert len(records(done.stdout)) == 2

    def test_a_missing_file_is_named(self) -> None:
        done = run("none.jsonl", "-q", *RULES)
        assert done.exit_code == 3
        assert "none.jsonl: no such file" in done.stderr

    def test_a_line_over_the_limit_is_passed_over(self) -> None:
        done = run("-", "--limit", "1k", "-q", *RULES, stdin=lines({"zh": "雨" * 2000, "en": "rain"}, GOOD[0]))
        assert done.exit_code == 3
        assert "over the limit" in done.stderr
        assert [r["id"] for r in records(done.stdout)] == ["a"]

    def test_outputs_are_whole_or_not_there(self, tmp_path: Path) -> None:
        done = run("pairs.jsonl", "-o", tmp_path / "no" / "kept.jsonl", "--rejected", "out.jsonl", *RULES)
        assert done.exit_code == 4
        assert not (tmp_path / "out.jsonl").exists()
        assert not list(tmp_path.glob(".bitext-*"))

    def test_an_input_is_not_written_over(self, tmp_path: Path) -> None:
        before = (tmp_path / "pairs.jsonl").read_bytes()
        for option in ("-o", "--rejected", "--report"):
            assert run("pairs.jsonl", option, "pairs.jsonl", *RULES).exit_code == 4
        assert (tmp_path / "pairs.jsonl").read_bytes() == before

    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
    def test_a_full_disk_is_said(self) -> None:
        done = run("pairs.jsonl", "-o", "/dev/full", *RULES)
        assert done.exit_code == 4
        assert "the disk is full" in done.stderr

    def test_hostile_text_does_not_drive_the_terminal(self) -> None:
        done = run("-", *RULES, stdin='{"zh": "\\u001b[31m雨", "en": 5}\n')
        assert done.exit_code == 3
        assert "\x1b" not in done.stderr
