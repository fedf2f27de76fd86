"""`bitext align` as people and scripts meet it: forms of input and output, what fails, exit codes."""

from __future__ import annotations

import gzip
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from bitext.cli import app

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

ZH = "山里下雨了。\n\n我们在家喝茶。\n猫睡在窗边。\n"
EN = "It rained in the mountains.\nWe drank tea at home.\n\nThe cat slept by the window.\n"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "zh.txt").write_text(ZH, encoding="utf-8")
    (tmp_path / "en.txt").write_text(EN, encoding="utf-8")


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, ["align", *arguments], input=stdin)


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.split("\n") if line]


@pytest.mark.slow
def test_the_ladder_has_every_line_once_blank_ones_too() -> None:
    done = run("zh.txt", "en.txt", "--sentences", "--to", "ladder")
    assert done.exit_code == 0
    assert all(re.fullmatch(r"\[[0-9, ]*\]:\[[0-9, ]*\]:[01](\.\d+)?", line) for line in done.stdout.splitlines())
    beads = [[json.loads(part) for part in line.split(":")[:2]] for line in done.stdout.splitlines()]
    assert sorted(k for zh, _ in beads for k in zh) == [0, 1, 2, 3]
    assert sorted(k for _, en in beads for k in en) == [0, 1, 2, 3]
    assert [[0], [0]] in beads
    assert [[1], []] in beads
    assert [[2], [1]] in beads
    assert [[], [2]] in beads
    assert [[3], [3]] in beads


def test_texts_are_divided_into_sentences_and_pairs_name_them() -> None:
    done = rows(run("zh.txt", "en.txt").stdout)
    assert [(r["zh"], r["en"]) for r in done] == [
        ("山里下雨了。", "It rained in the mountains."),
        ("我们在家喝茶。", "We drank tea at home."),
        ("猫睡在窗边。", "The cat slept by the window."),
    ]
    assert all(0 < r["score"] <= 1 and len(r["zh_segments"]) == len(r["en_segments"]) == 1 for r in done)
    assert list(done[0]) == ["id", "zh", "en", "score", "zh_segments", "en_segments", "findings"]


def test_rows_and_nulls(tmp_path: Path) -> None:
    table = run("zh.txt", "en.txt", "--to", "tsv").stdout.splitlines()
    assert [len(row.split("\t")) for row in table] == [3, 3, 3]
    (tmp_path / "more.txt").write_text("Sign up for our newsletter\n\n" + EN, encoding="utf-8")
    with_nulls = rows(run("zh.txt", "more.txt", "--sentences", "--nulls").stdout)
    assert [r["zh_segments"] for r in with_nulls if not r["zh"] and r["en"].startswith("Sign")] in ([[]], [])
    assert sum(len(r["en_segments"]) for r in with_nulls) == 6


def test_the_evidence_can_be_asked_for() -> None:
    evidence = rows(run("zh.txt", "en.txt", "--explain").stdout)[2]["evidence"]
    assert ["猫", "cat"] in evidence["words"]
    assert all(left in ZH and right in EN for left, right in evidence["words"])  # as they stand there, and no stems
    assert set(evidence) == {"words", "terms", "values", "values missing", "lengths"}
    assert run("zh.txt", "en.txt", "--explain", "--to", "tsv").exit_code == 2


def test_a_glossary_is_used(tmp_path: Path) -> None:
    (tmp_path / "g.toml").write_text('[[concept]]\nid = "tea"\nzh = ["喝茶"]\nen = ["drank tea"]\n', encoding="utf-8")
    done = rows(run("zh.txt", "en.txt", "--glossary", "g.toml", "--explain").stdout)
    assert done[1]["evidence"]["terms"] == [["喝茶", "drank tea"]]


def test_standard_input_and_packed_files(tmp_path: Path) -> None:
    (tmp_path / "en.txt.gz").write_bytes(gzip.compress(EN.encode(), mtime=0))
    one, other = run("-", "en.txt.gz", "--to", "tsv", stdin=ZH), run("zh.txt", "en.txt", "--to", "tsv")
    assert one.stdout == other.stdout
    assert len(one.stdout.splitlines()) == 3
    assert run("-", "-").exit_code == 2


def test_folders_by_name_and_a_file_each(tmp_path: Path) -> None:
    for side, text in (("zh", ZH), ("en", EN)):
        folder = tmp_path / side
        folder.mkdir()
        for name in ("a", "b"):
            (folder / f"{name}.{side}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "zh" / "alone.txt").write_text(ZH, encoding="utf-8")
    done = run("zh", "en", "--sentences", "--to", "ladder", "-o", "out/")
    assert done.exit_code == 3
    assert "alone.txt: has no partner in en; partners have the same name, suffix aside, or the same id" in done.stderr
    made = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir()}
    assert sorted(made) == ["a.txt", "b.txt"]
    assert made["a.txt"] == run("zh.txt", "en.txt", "--sentences", "--to", "ladder").stdout
    both = run("zh", "en", "--sentences", "--to", "ladder")
    assert both.exit_code == 2
    assert "write a file for each: -o FOLDER/" in both.stderr


@pytest.mark.slow
def test_records_by_id_in_two_processes_too(tmp_path: Path) -> None:
    for side, text in (("zh", ZH), ("en", EN)):
        lines = [json.dumps({"id": name, "text": text}) for name in (("x", "y", "only-zh") if side == "zh" else ("y", "x"))]
        (tmp_path / f"{side}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    one, two = run("zh.jsonl", "en.jsonl"), run("zh.jsonl", "en.jsonl", "-j", "2")
    assert one.exit_code == two.exit_code == 3
    assert one.stdout == two.stdout
    assert [r["id"] for r in rows(one.stdout)] == ["x:0", "x:1", "x:2", "y:0", "y:1", "y:2"]
    assert "only-zh" not in one.stdout
    assert "zh.jsonl#3: has no partner" in one.stderr


def test_what_cannot_be_aligned_is_named(tmp_path: Path) -> None:
    reversed_ = run("en.txt", "zh.txt")
    assert reversed_.exit_code == 3
    assert "the first text is English and the second Chinese; give the Chinese one first" in reversed_.stderr
    assert not reversed_.stdout
    assert "both texts are Chinese" in run("zh.txt", "zh.txt").stderr
    missing = run("zh.txt", "nowhere.txt")
    assert missing.exit_code == 3
    assert "nowhere.txt" in missing.stderr
    assert run("zh.txt", "en.txt", "--to", "jsonl", "-o", "zh.txt").exit_code == 4
    assert (tmp_path / "zh.txt").read_text(encoding="utf-8") == ZH
    assert run("zh.txt", "en.txt", "--to", "pdf").exit_code == 2
    assert run("zh.txt", "en.txt", "-j", "-1").exit_code == 2


def test_an_empty_side_leaves_the_other_alone(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("\n", encoding="utf-8")
    done = run("zh.txt", "empty.txt", "--sentences", "--to", "ladder")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == ["[0]:[]:1", "[1]:[]:1", "[2]:[]:1", "[3]:[]:1", "[]:[0]:1"]
