"""`bitext tm` as people and scripts meet it."""

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

TSV = (
    "重慶昨天下了大雨。\tHeavy rain fell in Chongqing yesterday.\t0.9\n"
    "重庆的自贸区今年扩大了。\tThe FTZ in Chongqing grew this year.\t0.8\n"
    "他们在改革金融制度。\tThey are reforming the financial system.\t0.7\n"
)
GLOSSARY = '[[concept]]\nid = "ftz"\nzh = ["自贸区", "自由贸易区"]\nen = ["free trade zone", "FTZ"]\nstatus = "approved"\n'


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.tsv").write_text(TSV, encoding="utf-8")


def run(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, ["tm", *map(str, arguments)], input=stdin)


def process(*arguments: str, **how: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bitext", "tm", *arguments]
    return subprocess.run(command, capture_output=True, check=False, encoding="utf-8", timeout=120, **how)


@pytest.fixture
def memory() -> str:
    assert run("add", "m.db", "a.tsv", "-q").exit_code == 0
    return "m.db"


class TestAdd:
    def test_it_says_what_became_of_the_pairs(self) -> None:
        done = run("add", "m.db", "a.tsv")
        assert (done.exit_code, done.stdout, done.stderr) == (0, "", "3 new, 0 merged, 0 known; the memory holds 3 pairs\n")
        assert run("add", "m.db", "a.tsv").stderr == "0 new, 0 merged, 3 known; the memory holds 3 pairs\n"
        again = run("add", "m.db", "-", "--from", "tsv", "--source", "client", stdin=TSV)
        assert again.stderr == "0 new, 3 merged, 0 known; the memory holds 3 pairs\n"

    def test_what_fails_is_named_and_the_rest_is_added(self) -> None:
        done = run("add", "m.db", "none.tsv", "-", "a.tsv", "--from", "tsv", stdin="no tab here\n雨。\tRain.\n雪。\t \n")
        assert done.exit_code == 3
        assert done.stderr.splitlines() == [
            "bitext: none.tsv: no such file or folder; check the path",
            "bitext: stdin:1: has no tab between two texts; write zh, a tab, en",
            "4 new, 0 merged, 0 known, 1 one-sided, left out, 2 failed; the memory holds 4 pairs",
        ]

    @pytest.mark.parametrize("content", [b"", b"\x00\x01\x02" * 100, b'{"zh": 3}\n', b"[]\n", b"\xff\xfe\x00"])
    def test_bad_input_is_3(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "bad.jsonl").write_bytes(content)
        done = run("add", "m.db", "bad.jsonl")
        assert done.exit_code == 3
        assert "bitext: bad.jsonl" in done.stderr
        assert "the memory holds 0 pairs" in done.stderr

    def test_a_record_over_the_limit_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "big.jsonl").write_text(
            json.dumps({"zh": "雨" * 5000, "en": "x"}) + "\n" + json.dumps({"zh": "雨", "en": "x"}), "utf-8"
        )
        done = run("add", "m.db", "big.jsonl", "--limit", "1k")
        assert done.exit_code == 3
        assert "big.jsonl:1: is over the limit of 1024 bytes" in done.stderr
        assert "1 new" in done.stderr

    def test_an_unknown_format_is_2_before_anything_is_made(self, tmp_path: Path) -> None:
        (tmp_path / "a.dat").write_text(TSV, "utf-8")
        assert run("add", "m.db", "a.dat").exit_code == 2
        assert run("add", "m.db", "a.tsv", "--from", "xyz").exit_code == 2
        assert not (tmp_path / "m.db").exists()

    def test_a_memory_that_cannot_be_written_is_4(self, tmp_path: Path) -> None:
        (tmp_path / "x.db").write_bytes(b"something else entirely")
        for memory, said in (
            ("x.db", "is no memory of bitext"),
            ("none/m.db", "folder does not exist"),
            (".", "is a folder"),
            ("a.tsv", "also an input"),
        ):
            done = run("add", memory, "a.tsv")
            assert done.exit_code == 4, memory
            assert said in done.stderr
        assert (tmp_path / "x.db").read_bytes() == b"something else entirely"
        assert (tmp_path / "a.tsv").read_text("utf-8") == TSV


class TestSearch:
    def test_text_is_the_pair_and_where_it_came_from(self, memory: str) -> None:
        done = run("search", memory, "重庆")
        assert (done.exit_code, done.stderr) == (0, "")
        assert done.stdout == (
            "重慶昨天下了大雨。\nHeavy rain fell in Chongqing yesterday.\n  0.90  a.tsv:1\n\n"
            "重庆的自贸区今年扩大了。\nThe FTZ in Chongqing grew this year.\n  0.80  a.tsv:2\n"
        )
        assert run("search", memory, "system").stdout.startswith("They are reforming the financial system.\n他们在改革金融制度。\n")
        assert "there are more" in run("search", memory, "重庆", "-n", "1").stdout

    def test_a_search_that_ended_early_says_so(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "b.tsv").write_text("".join(f"国{n}\tA country of {n}.\n" for n in range(50)), encoding="utf-8")
        assert run("add", "m.db", "b.tsv", "-q").exit_code == 0
        assert run("search", "m.db", "countri*").stdout == ""
        monkeypatch.setattr("bitext.memory.lookup._VAIN", 20)
        assert "ended early" in run("search", "m.db", "countri*").stdout

    def test_json_is_an_object_a_query(self, memory: str) -> None:
        made = json.loads(run("search", memory, "重庆", "--format", "json", "-n", "1").stdout)
        assert made == {
            "query": "重庆", "lang": "zh", "more": True,
            "hits": [{
                "zh": "重慶昨天下了大雨。", "en": "Heavy rain fell in Chongqing yesterday.", "score": 0.9, "match": None, "spans": [[0, 2]],
                "origins": [{"source": "a.tsv", "id": "a.tsv:1", "score": 0.9}],
            }],
        }  # fmt: skip

    def test_fuzzy_matches_have_a_percentage(self, memory: str) -> None:
        assert run("search", memory, "重庆昨天下大雨。", "--fuzzy", "0.6").stdout.startswith("88%  重慶昨天下了大雨。\n")
        made = json.loads(run("search", memory, "重庆昨天下大雨。", "--fuzzy", "0.6", "--format", "json").stdout)
        assert made["hits"][0]["match"] == 0.8889
        assert run("search", memory, "重庆昨天下大雨。", "--fuzzy", "0.9").exit_code == 1

    def test_places_stand_under_one_another(self, memory: str) -> None:
        assert run("search", memory, "庆", "--context", "8").stdout == (
            "      重  慶  昨天下…\n          Heavy rain fell in Chongqing yesterday.\n"
            "      重  庆  的自贸…\n          The FTZ in Chongqing grew this year.\n"
        )

    def test_a_glossary_widens_the_search_and_says_how_terms_are_rendered(self, memory: str, tmp_path: Path) -> None:
        (tmp_path / "g.toml").write_text(GLOSSARY, encoding="utf-8")
        done = run("search", memory, "自由贸易区", "--glossary", "g.toml")
        assert done.stdout.splitlines()[-1] == "  ftz: 自贸区 → FTZ (admitted); preferred: free trade zone"
        assert run("search", memory, "自由贸易区").exit_code == 1
        made = json.loads(run("search", memory, "FTZ", "--glossary", "g.toml", "--format", "json").stdout)
        assert made["hits"][0]["terms"] == [
            {"concept": "ftz", "zh": "自贸区", "en": "free trade zone", "found": "FTZ", "other": "自贸区", "use": "preferred"}
        ]

    def test_queries_come_from_standard_input_a_line_each(self, memory: str) -> None:
        done = run("search", memory, "--format", "json", stdin="重庆\n\n…\nreform\nzzz\n")
        assert done.exit_code == 3
        assert [(made["query"], len(made["hits"])) for made in map(json.loads, done.stdout.splitlines())] == [
            ("重庆", 2),
            ("reform", 1),
            ("zzz", 0),
        ]
        assert "bitext: stdin:3: '…' holds no word" in done.stderr
        assert run("search", memory, "-", stdin="重庆\n").stdout.startswith("# 重庆\n重慶")
        assert run("search", memory, "-", stdin="zzz\n").exit_code == 1
        assert run("search", memory, "-", stdin="").exit_code == 3

    def test_nothing_found_is_1(self, memory: str) -> None:
        done = run("search", memory, "天津")
        assert (done.exit_code, done.stdout, done.stderr) == (1, "", "")

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["…"], "holds no word"), (["a", "--fuzzy", "1.5"], "no share"), (["a", "--fuzzy", "nan"], "no share"), (["a", "--lang", "fr"], "unknown"),
            (["a", "--fuzzy", ".5", "--exact"], "does not go with"), (["a", "--context", "5", "--format", "json"], "is for --format text"),
            (["a", "--format", "xml"], "unknown"), (["雨" * 20_000], "20000 characters"),
        ],
    )  # fmt: skip
    def test_usage_is_2(self, memory: str, arguments: list[str], said: str) -> None:
        done = run("search", memory, *arguments)
        assert (done.exit_code, done.stdout) == (2, "")
        assert said in done.stderr

    def test_a_memory_that_cannot_be_read_is_3(self, tmp_path: Path) -> None:
        (tmp_path / "x.db").write_bytes(b"\x00" * 8192)
        for path in ("none.db", "x.db", "a.tsv"):
            assert run("search", path, "a").exit_code == 3
            assert run("export", path).exit_code == 3

    @pytest.mark.parametrize("how", [[], ["--format", "json"], ["--context", "9"], ["--fuzzy", "0.05"], ["--exact"]])
    def test_scraped_text_does_not_drive_the_terminal(self, tmp_path: Path, how: list[str]) -> None:
        evil = {"id": "\x1b[2J", "zh": "雨\x1b]0;owned\x07雪\u202e。", "en": "Rain\x1b[2J.\nSnow\x9b."}
        (tmp_path / "evil.jsonl").write_text(json.dumps(evil) + "\n", encoding="utf-8")
        assert run("add", "e.db", "evil.jsonl", "--source", "\x1b[31m").exit_code == 0
        for text in ("雨", "rain"):
            if how != ["--exact"] or text == "雨":
                done = run("search", "e.db", text, *how)
                assert done.exit_code == 0, text
                assert not {"\x1b", "\x07", "\u202e", "\x9b"} & set(done.stdout)


class TestExport:
    def test_it_goes_round(self, memory: str, tmp_path: Path) -> None:
        assert run("export", memory, "-o", "out.tsv").exit_code == 0
        assert (tmp_path / "out.tsv").read_text("utf-8") == TSV
        assert run("export", memory, "-o", "out.jsonl.gz").exit_code == 0
        assert run("add", "n.db", "out.jsonl.gz", "-q").exit_code == 0
        assert run("export", "n.db").stdout == run("export", memory).stdout
        assert [json.loads(line)["origins"][0]["id"] for line in run("export", "n.db").stdout.splitlines()] == [
            "a.tsv:1",
            "a.tsv:2",
            "a.tsv:3",
        ]

    def test_it_is_never_written_over_itself(self, memory: str, tmp_path: Path) -> None:
        before = (tmp_path / memory).read_bytes()
        done = run("export", memory, "-o", memory, "--to", "jsonl")
        assert done.exit_code == 4
        assert (tmp_path / memory).read_bytes() == before

    def test_a_folder_that_is_missing_is_4_and_a_format_that_is_unknown_2(self, memory: str) -> None:
        assert run("export", memory, "-o", "none/out.tsv").exit_code == 4
        assert run("export", memory, "-o", "out.xyz").exit_code == 2

    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")
    def test_a_full_disk_is_4(self, memory: str) -> None:
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                [sys.executable, "-m", "bitext", "tm", "export", memory], stdout=full, stderr=subprocess.PIPE, check=False
            )
        assert done.returncode == 4

    @pytest.mark.slow
    def test_a_closed_pipe_ends_quietly(self, tmp_path: Path) -> None:
        (tmp_path / "many.tsv").write_text("".join(f"雨{n}。\tRain {n} fell on the town.\n" for n in range(3000)), encoding="utf-8")
        assert run("add", "many.db", "many.tsv", "-q").exit_code == 0
        for arguments in (["export", "many.db"], ["search", "many.db", "雨", "-n", "3000"]):
            command = [sys.executable, "-m", "bitext", "tm", *arguments]
            with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as started:
                assert started.stdout is not None
                assert started.stderr is not None
                started.stdout.read(1)
                started.stdout.close()
                assert started.stderr.read() == b""
                assert started.wait(60) == 0


def test_without_surroundings_it_is_the_same() -> None:
    """Nothing hangs on the locale, or on variables that buffer."""
    assert process("add", "m.db", "a.tsv", "-q", env={"PATH": os.environ["PATH"], "LC_ALL": "C"}).returncode == 0
    done = process("search", "m.db", "重庆", "-n", "1", env={"PATH": os.environ["PATH"], "LC_ALL": "C", "PYTHONUTF8": "1"})
    assert done.stdout.startswith("重慶昨天下了大雨。\n")
