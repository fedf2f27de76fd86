"""A text may have no lines; where a page, a record or a pair has to be, an empty file is named and the exit code is 3."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from bitext.cli import app

if TYPE_CHECKING:
    from pathlib import Path

NOTHING_TO_READ = (
    "detect e.txt", "segment e.txt", "normalize e.txt", "glossary find e.txt -g terms.toml", "glossary extract e.txt", "align e.txt f.txt",
)  # fmt: skip
SOMETHING_IS_MISSING = (
    "clean e.txt", "clean e.html", "clean e.jsonl", "explain e.html", "detect e.jsonl", "segment e.jsonl", "normalize e.jsonl", "align e.html",
    "align e.jsonl f.jsonl", "match e.jsonl f.jsonl", "filter e.jsonl", "filter e.tsv", "dedup e.tsv", "convert e.tsv out.jsonl", "stats e.tsv", "stats e.jsonl",
    "glossary extract e.tsv", "glossary find e.jsonl -g terms.toml", "glossary apply e.txt -g terms.toml",
    "glossary verify e.tsv -g terms.toml", "score e.txt f.txt", "sites learn e.html", "tm add m.db e.tsv",
)  # fmt: skip
TERMS = """[[concept]]
id = "rain"
zh = ["雨"]
en = ["rain"]
status = "draft"
ground = "literal"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for stem in "ef":
        for suffix in ("txt", "html", "jsonl", "tsv"):
            (tmp_path / f"{stem}.{suffix}").touch()
    (tmp_path / "terms.toml").write_text(TERMS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("line", NOTHING_TO_READ)
def test_a_text_of_no_lines_is_fine(line: str) -> None:
    done = CliRunner().invoke(app, line.replace("-g ", "--glossary ").split())
    assert (done.exit_code, done.stdout) == (0, "")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("line", SOMETHING_IS_MISSING)
def test_where_something_has_to_be_an_empty_file_is_named(line: str) -> None:
    done = CliRunner().invoke(app, line.replace("-g ", "--glossary ").split())
    assert done.exit_code == 3
    assert "is empty" in done.stderr
