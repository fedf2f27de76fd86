"""Line-oriented commands: lines come whole, in order and in any encoding, and `bitext detect` answers each of them."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from bitext.cli import app
from bitext.cli.batches import Batch, LineRun, run_lines
from bitext.io.lines import Lines, _batches, read_lines
from bitext.io.records import Failed, Record

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in an empty folder: a bitext.toml above it would decide otherwise."""
    monkeypatch.chdir(tmp_path)


def run(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, ["detect", *(str(a) for a in arguments)], input=stdin)


def answers(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.split("\n") if line]


def texts(path: Path, **how: Any) -> list[str]:
    return [text for read in read_lines(path, **how) if isinstance(read, Lines) for text in read.texts]


PIECES = ("a", "\n", "\n\n", "bb ", "重", " \n", "x" * 9)


@given(
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.lists(st.integers(0, 200), max_size=6), st.sampled_from([5, 12, 1000]),
    st.booleans(),
)  # fmt: skip
def test_lines_come_whole_wherever_the_reading_is_cut(text: str, cuts: list[int], limit: int, paragraphs: bool) -> None:
    data = text.encode()
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    chunks = [data[a:b] for a, b in pairwise(edges) if a < b]
    batches = list(_batches(chunks, limit, paragraphs))
    lines = data.removesuffix(b"\n").split(b"\n") if data else []
    assert [line for batch in batches for line in (batch if batch is not None else (None,))] == [
        line if len(line) <= limit else None for line in lines
    ]
    if paragraphs and limit == 1000:
        assert all(batch and not batch[-1].strip() for batch in batches[:-1])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "big5"])
def test_any_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    lines = [
        "first line",
        "",
        "這是一個很長的中文句子，說的是天氣。" if encoding == "big5" else "这是一个很长的中文句子，说的是天气。",
        "last",
    ]
    (tmp_path / "a.txt").write_bytes("\r\n".join(lines).encode(encoding))
    assert texts(tmp_path / "a.txt") == lines


def test_the_encoding_may_show_late(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"plain\n" * 40_000 + "重庆的新路很好走\n".encode("gbk"))
    assert texts(tmp_path / "a.txt")[-1] == "重庆的新路很好走"


def test_packed_files_are_unpacked(tmp_path: Path) -> None:
    data = "雨停了。\nThe rain has stopped.".encode()
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(data, mtime=0))
    (tmp_path / "b.txt.zst").write_bytes(zstandard.compress(data))
    assert texts(tmp_path / "a.txt.gz") == texts(tmp_path / "b.txt.zst") == ["雨停了。", "The rain has stopped."]


def test_a_line_over_the_limit_is_named_and_the_others_are_done(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one\n" + "x" * 300_000 + "\nthree\n", encoding="utf-8")
    read = list(read_lines(tmp_path / "a.txt", limit=1000))
    assert [r.texts for r in read if isinstance(r, Lines)] == [("one",), ("three",)]
    assert [(r.position, str(r.error).endswith("over the limit of 1000 bytes; split it, or raise the limit")) for r in read if isinstance(r, Failed)] == [(2, True)]  # fmt: skip
    done = run(tmp_path / "a.txt", "--limit", "1k")
    assert done.exit_code == 3
    assert [row.get("error", row["text"])[:8] for row in answers(done.stdout)] == ["one", "the line", "three"]


def test_jsonl_gives_records_unless_asked_for_lines(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "7", "text": "雨\\nThe rain has stopped."}\n', encoding="utf-8")
    assert isinstance(next(read_lines(tmp_path / "a.jsonl")), Record)
    assert isinstance(next(read_lines(tmp_path / "a.jsonl", form="text")), Lines)
    assert [(row["id"], row["lang"]) for row in answers(run(tmp_path / "a.jsonl").stdout)] == [("7", "zh"), ("7", "en")]


def test_every_line_is_answered_blank_ones_too() -> None:
    done = run(stdin="The rain has stopped.\n\n支持发展green bonds。\n \nlast line of the text")
    assert (done.exit_code, done.stderr) == (0, "")
    rows = answers(done.stdout)
    assert [row["lang"] for row in rows] == ["en", "und", "zh", "und", "en"]
    assert list(rows[0]) == ["text", "lang", "script", "variety", "confidence", "spans"]
    assert rows[2]["spans"] == [{"lang": "zh", "start": 0, "end": 4}, {"lang": "en", "start": 4, "end": 15}, {"lang": "zh", "start": 15, "end": 16}]  # fmt: skip


def test_lines_end_at_newlines_only() -> None:
    assert [row["text"] for row in answers(run(stdin="a\u2028b\x0bc\x85d\re\r\nf\n").stdout)] == ["a\u2028b\x0bc\x85d\re", "f"]


def test_spans_can_be_left_out() -> None:
    assert "spans" not in answers(run("--no-spans", stdin="Rain\n").stdout)[0]


def test_tsv_has_a_row_a_line() -> None:
    assert run("--to", "tsv", stdin="这里\t下雨\n\n").stdout == "zh\tHans\t0.99\t这里 下雨\nund\t\t0.0\t\n"


def test_wrong_usage_is_said() -> None:
    assert run("--to", "xml", stdin="a").exit_code == 2
    assert run("-j", "-1", stdin="a").exit_code == 2


def test_a_folder_gets_one_file_an_input(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text("雨\n", encoding="utf-8")
    (tmp_path / "in/b.txt").write_text("The rain has stopped.\n", encoding="utf-8")
    (tmp_path / "in/c.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    done = run(tmp_path / "in", "-o", f"{tmp_path}/out/")
    assert done.exit_code == 3
    assert "c.txt: is a PNG image, not text" in done.stderr
    assert sorted(os.listdir(tmp_path / "out")) == ["a.jsonl", "b.jsonl"]


def test_an_input_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("雨\n", encoding="utf-8")
    assert run(tmp_path / "a.txt", "-o", tmp_path / "a.txt").exit_code == 4
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "雨\n"


@pytest.mark.slow
def test_processes_change_nothing(tmp_path: Path) -> None:
    lines = [f"Line {n} of the text.\n" if n % 2 else f"第{n}行写的是green bonds。\n" for n in range(20_000)]
    (tmp_path / "a.txt").write_text("".join(lines), encoding="utf-8")
    one, two = run(tmp_path / "a.txt"), run(tmp_path / "a.txt", "-j", "2")
    assert one.stdout == two.stdout
    assert [row["text"] + "\n" for row in answers(one.stdout)] == lines


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("雨下了一整天。\n" * 200_000, encoding="utf-8")
    with subprocess.Popen([sys.executable, "-m", "bitext", "detect", "a.txt"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as detecting:
        assert detecting.stdout
        assert detecting.stderr
        detecting.stdout.readline()
        detecting.stdout.close()
        assert detecting.stderr.read() == b""
        assert detecting.wait(60) == 0


def _fragile(batch: Batch) -> str:
    if "bad" in batch.texts:
        raise ValueError("no such word")
    return "".join(f"{text}\n" for text in batch.texts)


def test_a_fault_in_one_line_costs_that_line_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("one\nbad\nthree\n", encoding="utf-8")
    code = run_lines(
        LineRun([str(tmp_path / "a.txt")], str(tmp_path / "out.txt")), _fragile, lambda failure: f"failed {failure.position}\n"
    )
    assert code == 3
    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == "one\nfailed 2\nthree\n"
    assert "a.txt:2: a fault in bitext (ValueError: no such word)" in capsys.readouterr().err


def test_a_slow_writer_is_answered_line_by_line() -> None:
    with subprocess.Popen([sys.executable, "-m", "bitext", "detect"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as detecting:
        assert isinstance(detecting.stdin, io.BufferedWriter)
        assert detecting.stdout
        detecting.stdin.write("雨\n".encode())
        detecting.stdin.flush()
        assert json.loads(detecting.stdout.readline())["lang"] == "zh"
        detecting.stdin.close()
        assert detecting.wait(60) == 0
