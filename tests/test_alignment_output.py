"""`bitext align`: what its output may be, where it may go, and which texts are partners."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from bitext.cli import app
from bitext.cli.terminal import escaped_stdout
from bitext.io.corpora import read_corpus, read_signature
from bitext.io.reading import SUFFIXES
from bitext.model import Pair
from bitext.pipeline import name_stem

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

ZH = ("山里下雨了。", "猫睡在窗边。", "我们在家喝茶。")
EN = ("It rained in the mountains.", "The cat slept by the window.", "We drank tea at home.")


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "zh.txt").write_text("\n".join(ZH) + "\n", encoding="utf-8")
    (tmp_path / "en.txt").write_text("\n".join(EN) + "\n", encoding="utf-8")
    (tmp_path / "page.txt").write_text("\n\n".join(text for pair in zip(ZH, EN, strict=True) for text in pair) + "\n", encoding="utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["align", *arguments])


def pairs_of(path: str) -> list[tuple[str, str]]:
    found = list(read_corpus(path))
    assert all(isinstance(pair, Pair) for pair in found)
    return [(pair.zh, pair.en) for pair in found if isinstance(pair, Pair)]


def records(path: Path, texts: dict[str, str]) -> None:
    path.write_text("".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in texts.items()), encoding="utf-8")


WANTED = list(zip(ZH, EN, strict=True))


@pytest.mark.parametrize("given", [("zh.txt", "en.txt"), ("page.txt",)])
@pytest.mark.parametrize("name", ["o.jsonl", "o.tsv", "o.tmx", "o.xlf", "o.sqlite", "o.zh", "o.tsv.gz"])
def test_the_suffix_tells_the_format(given: tuple[str, ...], name: str) -> None:
    assert run(*given, "-o", name).exit_code == 0
    assert pairs_of(name) == WANTED


def test_options_that_change_the_pairs_are_in_the_signature() -> None:
    aligner = {}
    for name, arguments in {
        "plain": ("zh.txt", "en.txt"),
        "moved": ("zh.txt", "en.txt", "--moved"),
        "nulls": ("zh.txt", "en.txt", "--explain"),
        "page": ("page.txt",),
        "auto": ("page.txt", "--layout", "auto"),
        "blocks": ("page.txt", "--layout", "blocks"),
    }.items():
        done = run(*arguments, "-o", f"{name}.tmx")
        assert done.exit_code == 0, done.stderr
        aligner[name] = next(part for part in read_signature(f"{name}.tmx").split("|") if part.startswith("align:"))
    assert aligner["nulls"] == aligner["plain"] == aligner["page"] == aligner["auto"]
    assert aligner["moved"] == aligner["plain"] + "-moved"
    assert aligner["blocks"] == aligner["plain"] + "-blocks"


def test_the_signature_is_in_the_head(tmp_path: Path) -> None:
    (tmp_path / "g.toml").write_text('[[concept]]\nid = "tea"\nzh = ["喝茶"]\nen = ["drank tea"]\n', encoding="utf-8")
    assert run("zh.txt", "en.txt", "--glossary", "g.toml", "-o", "o.tmx").exit_code == 0
    said = [part.partition(":")[0] for part in read_signature("o.tmx").split("|")]
    assert said == ["bitext", "seg", "words", "align", "enc", "gloss", "version"]
    assert "enc:none" in read_signature("o.tmx")


def test_links_and_evidence_go_where_there_is_a_place_for_them() -> None:
    assert run("zh.txt", "en.txt", "--words", "--explain", "-o", "o.tmx").exit_code == 0
    extra: list[Any] = [pair.extra for pair in read_corpus("o.tmx") if isinstance(pair, Pair)]
    assert all(set(one) == {"links", "evidence"} for one in extra)
    for bare in (("--to", "tsv"), ("--to", "ladder"), ("-o", "o.zh")):
        assert run("zh.txt", "en.txt", "--words", *bare).exit_code == 2


def test_a_folder_gets_a_file_a_couple_in_the_format_that_is_said(tmp_path: Path) -> None:
    for side, texts in (("z", ZH), ("e", EN)):
        (tmp_path / side / "deep").mkdir(parents=True)
        for name in ("a.txt", "deep/b.txt"):
            (tmp_path / side / name).write_text("\n".join(texts), encoding="utf-8")
    assert run("z", "e", "--to", "tmx", "-o", "out/").exit_code == 0
    assert sorted(path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.*")) == ["a.tmx", "deep/b.tmx"]
    assert pairs_of("out/deep/b.tmx") == WANTED


def test_a_format_that_is_unknown_or_no_stream_is_said_before_any_work() -> None:
    for arguments in (("-o", "o.pdf"), ("--to", "parquet"), ("--to", "moses"), ("--to", "pdf")):
        done = run("nowhere.txt", "en.txt", *arguments)
        assert done.exit_code == 2, arguments
        assert "nowhere.txt" not in done.stderr


def test_no_input_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    records(tmp_path / "p" / "a.jsonl", {"1": "\n\n".join((ZH[0], EN[0]))})
    before = (tmp_path / "p" / "a.jsonl").read_bytes()
    assert run("p", "-o", "p/").exit_code == 4
    assert (tmp_path / "p" / "a.jsonl").read_bytes() == before
    terms = '[[concept]]\nid = "tea"\nzh = ["喝茶"]\nen = ["drank tea"]\n'
    (tmp_path / "g.toml").write_text(terms, encoding="utf-8")
    assert run("zh.txt", "en.txt", "--glossary", "g.toml", "--to", "jsonl", "-o", "g.toml").exit_code == 4
    assert (tmp_path / "g.toml").read_text(encoding="utf-8") == terms


def test_ids_lead_out_of_no_folder_and_overwrite_no_other_couple(tmp_path: Path) -> None:
    names = ["../../out", "x.txt", "x.html", "/etc/y", "s" * 400]
    records(tmp_path / "z.jsonl", dict.fromkeys(names, ZH[0]))
    records(tmp_path / "e.jsonl", dict.fromkeys(names, EN[0]))
    before = {path.name for path in tmp_path.iterdir()}
    assert run("z.jsonl", "e.jsonl", "--to", "ladder", "-o", "deep/er/").exit_code == 0
    made = [path.relative_to(tmp_path / "deep" / "er").as_posix() for path in (tmp_path / "deep" / "er").rglob("*.txt")]
    assert sorted(made) == ["etc/y.txt", "out.txt", "s" * 200 + ".txt", "x.html.txt", "x.txt.txt"]
    assert {path.name for path in tmp_path.iterdir()} == before | {"deep"}


def test_names_with_dots_are_not_taken_for_one_another(tmp_path: Path) -> None:
    for side, texts in (("z", ZH), ("e", EN)):
        (tmp_path / side).mkdir()
        for number, text in enumerate(texts):
            (tmp_path / side / f"2025.0{number}.{side}h.txt".replace("eh", "en")).write_text(text, encoding="utf-8")
    assert run("z", "e", "-o", "o.tsv").exit_code == 0
    assert pairs_of("o.tsv") == WANTED


def test_a_name_that_two_files_share_tells_no_partner(tmp_path: Path) -> None:
    for side, text in (("z", ZH[0]), ("e", EN[0])):
        (tmp_path / side).mkdir()
        (tmp_path / side / "a.txt").write_text(text, encoding="utf-8")
        (tmp_path / side / "b.txt").write_text(text, encoding="utf-8")
    (tmp_path / "e" / "a.md").write_text(EN[1], encoding="utf-8")
    done = run("z", "e", "-o", "o.tsv")
    assert done.exit_code == 3
    assert done.stderr.count("e has the name 'a' more than once") == 3
    assert pairs_of("o.tsv") == [(ZH[0], EN[0])]


def test_suffixes_that_inputs_have_are_no_part_of_their_names() -> None:
    assert {name_stem(f"v1.2{suffix}{packed}") for suffix in SUFFIXES for packed in ("", ".gz", ".zst")} == {"v1.2"}


def test_a_bad_record_does_not_cost_the_others(tmp_path: Path) -> None:
    records(tmp_path / "z.jsonl", dict(zip("abc", ZH, strict=True)))
    records(tmp_path / "e.jsonl", dict(zip("abc", EN, strict=True)))
    first, _, rest = (tmp_path / "z.jsonl").read_text(encoding="utf-8").partition("\n")
    (tmp_path / "z.jsonl").write_text(f"{first}\n{{torn\n{rest}", encoding="utf-8")
    done = run("z.jsonl", "e.jsonl", "-o", "o.tsv")
    assert done.exit_code == 3
    assert done.stderr.count("\n") == 1
    assert "z.jsonl#2" in done.stderr
    assert pairs_of("o.tsv") == WANTED


def test_an_id_that_comes_twice_is_named_and_the_others_are_done(tmp_path: Path) -> None:
    lines = [json.dumps({"id": name, "text": text}) for name, text in zip("aab", ZH, strict=True)]
    (tmp_path / "z.jsonl").write_text("\n".join(lines), encoding="utf-8")
    records(tmp_path / "e.jsonl", {"a": EN[0], "b": EN[2]})
    done = run("z.jsonl", "e.jsonl", "-o", "o.tsv")
    assert done.exit_code == 3
    assert done.stderr.count("z.jsonl has the id 'a' more than once; give each record an id of its own") == 3
    assert pairs_of("o.tsv") == [(ZH[2], EN[2])]


def test_a_text_that_loses_a_line_is_refused(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text(ZH[0] + "\n" + "雨" * 2000 + "\n" + ZH[1] + "\n", encoding="utf-8")
    done = run("long.txt", "en.txt", "--limit", "1KB")
    assert done.exit_code == 3
    assert "long.txt:2" in done.stderr
    assert not done.stdout


def test_a_terminal_gets_no_control_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    monkeypatch.setattr(screen, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdout", screen)
    with escaped_stdout():
        sys.stdout.write("\x1b[2J雨\u202e")
    assert screen.getvalue() == "\\u001b[2J雨\\u202e"
