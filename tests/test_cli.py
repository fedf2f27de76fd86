"""The command line as people and scripts meet it: streams, exit codes, formats, batches, interruptions."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from bitext.cli import app
from bitext.io.documents import SEPARATOR, document_of
from bitext.replaying import replay
from bitext.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typer.testing import Result

ONE = (
    "The harbour board met on Tuesday to discuss the new berths.\n\n"
    "1。 Cranes are to be renewed by the end of the year, and the board asked for a second tender.\n"
)
TWO = "港务局周二开会讨论新泊位，会议持续了三个小时，与会者一致同意扩建码头。\n\n会议还决定明年更换全部起重机，并公开招标。\n"
PAGE = "<!doctype html><html><head><title>Berths</title></head><body><article><h1>Berths</h1><p>{}</p></article></body></html>"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in an empty folder: a bitext.toml above it would decide otherwise."""
    monkeypatch.chdir(tmp_path)


def run(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments], input=stdin)


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "bitext", *(str(a) for a in arguments)]


def process(*arguments: str | Path, **how: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*arguments), capture_output=True, check=False, encoding="utf-8", timeout=120, **how)


def records(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.split("\n") if line]


def pages(folder: Path) -> list[Path]:
    (folder / "one.txt").write_text(ONE, encoding="utf-8")
    (folder / "two.txt").write_text(TWO, encoding="utf-8")
    return [folder / "one.txt", folder / "two.txt"]


def open_when_read(fifo: Path, reader: subprocess.Popen[bytes]) -> int:
    """Open a named pipe for writing as soon as a process has come to read it."""
    until = time.monotonic() + 60
    while True:
        try:
            return os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:  # nobody reads yet
            assert reader.poll() is None
            assert time.monotonic() < until
            time.sleep(0.05)


class TestFormats:
    def test_text_is_parted_by_a_line_that_holds_only_a_form_feed(self, tmp_path: Path) -> None:
        done = run("clean", *pages(tmp_path))
        assert (done.exit_code, done.stderr) == (0, "")
        one, two = done.stdout.split(SEPARATOR)
        assert "\n1. Cranes are" in one
        assert two.startswith("港务局")
        assert two.endswith("。\n")

    def test_jsonl_has_the_stated_keys_in_their_order_and_replays(self, tmp_path: Path) -> None:
        done = run("clean", *pages(tmp_path), "--to", "jsonl", "--trace")
        first = records(done.stdout)[0]
        assert list(first)[:18] == [
            "schema", "id", "source", "url", "title", "publisher", "publisher_zh", "byline", "editor", "published", "keywords", "dateline",
            "lang", "status", "truncated", "text", "blocks", "edits",
        ]  # fmt: skip
        assert list(first["blocks"][0]) == ["id", "kind", "text", "lang"]
        assert list(first["blocks_read"][0]) == ["id", "kind", "text"]
        assert first["source"] == str(tmp_path / "one.txt")
        assert first["text"] == "\n".join(b["text"] for b in first["blocks"])
        document = document_of(first)
        assert [(b.kind, b.text) for b in replay(document.blocks_read, document.edits)] == [(b.kind, b.text) for b in document.blocks]
        assert any(e.rule == "enum-stop" for e in document.edits)

    def test_without_the_trace_no_block_as_read_is_told(self, tmp_path: Path) -> None:
        assert "blocks_read" not in records(run("clean", pages(tmp_path)[0], "--to", "jsonl").stdout)[0]

    def test_markdown_has_the_title_and_escapes_marks_of_the_text(self) -> None:
        done = run(
            "clean",
            "--to",
            "md",
            stdin=PAGE.format("Prices of *all* goods rose by four per cent in the first quarter of the year, the office said."),
        )
        assert done.stdout.startswith("# Berths\n")
        assert "Prices of \\*all\\* goods" in done.stdout

    def test_a_folder_gets_one_file_an_input(self, tmp_path: Path) -> None:
        (tmp_path / "in" / "deep").mkdir(parents=True)
        (tmp_path / "in" / "a.txt").write_text(ONE, encoding="utf-8")
        (tmp_path / "in" / "deep" / "b.html").write_text(PAGE.format(TWO), encoding="utf-8")
        (tmp_path / "in" / "empty.txt").touch()
        done = run("clean", "in", "-o", "out/", "--to", "jsonl")
        assert done.exit_code == 3
        written = sorted(p.relative_to(tmp_path / "out").as_posix() for p in (tmp_path / "out").rglob("*") if p.is_file())
        assert written == ["a.jsonl", "deep/b.jsonl"]

    def test_include_and_exclude_choose_in_folders(self, tmp_path: Path) -> None:
        (tmp_path / "in").mkdir()
        pages(tmp_path / "in")
        assert [r["source"] for r in records(run("clean", "in", "--to", "jsonl", "--exclude", "two*").stdout)] == ["in/one.txt"]
        assert [r["source"] for r in records(run("clean", "in", "--to", "jsonl", "--include", "t*.txt").stdout)] == ["in/two.txt"]


class TestJsonl:
    LINES: Sequence[bytes] = (
        b'{"id": "b", "text": "The tide was high on Monday, and no ship left the harbour.", "shelf": [1, {"a": null}]}',
        b"this is no JSON",
        b'{"id": "a", "html": "<p>The tide was low on Friday, and every ship left.</p>", "text": "not this", "url": "https://example.cn/a"}',
        b'{"id": "c"}',
        b'{"text": "A line without an id stands here, and gets one from its content."}',
    )

    def test_a_line_out_for_each_line_in_with_ids_extra_and_errors(self) -> None:
        done = run("clean", "--to", "jsonl", stdin=b"\n".join(self.LINES) + b"\n")
        assert done.exit_code == 3
        made = records(done.stdout)
        assert [m["id"] for m in made[:4]] == ["b", None, "a", "c"]
        assert made[4]["id"]
        assert made[0]["extra"] == {"shelf": [1, {"a": None}]}
        assert ["error" in m for m in made] == [False, True, False, True, False]
        assert "stdin#2" in made[1]["source"]
        assert made[2]["url"] == "https://example.cn/a"
        assert "low on Friday" in made[2]["text"]
        assert not any({"html", "not this"} & {*m, m.get("text")} for m in made)
        assert done.stderr.count("\n") == 2
        assert all(line.startswith("bitext: stdin#") and "; " in line for line in done.stderr.splitlines())

    def test_an_id_from_the_content_is_the_same_in_every_run_and_place(self) -> None:
        same = [
            records(run("clean", "--to", "jsonl", stdin=lines).stdout)[-1]["id"]
            for lines in (self.LINES[4], b"\n".join((self.LINES[0], self.LINES[4])))
        ]
        assert same[0] == same[1]

    def test_from_text_prefers_the_text(self) -> None:
        made = records(run("clean", "--to", "jsonl", "--from", "text", stdin=self.LINES[2]).stdout)
        assert made[0]["text"] == "not this"

    @pytest.mark.slow
    def test_two_jobs_give_what_one_gives(self, tmp_path: Path) -> None:
        source = tmp_path / "in.jsonl"
        lines = [json.dumps({"id": n, "text": f"{ONE}\n{TWO}\nPage {n} of the minutes ends here."}) for n in range(150)]
        source.write_text("\n".join([*lines[:70], "broken", *lines[70:]]), encoding="utf-8")
        one, two = (process("clean", source, "--to", "jsonl", "-j", jobs) for jobs in ("1", "2"))
        assert one.stdout == two.stdout
        assert one.stderr == two.stderr
        assert (one.returncode, two.returncode) == (3, 3)
        assert len(records(two.stdout)) == 151


class TestFailures:
    def test_a_mixed_batch_does_the_others_and_names_the_failed(self, tmp_path: Path) -> None:
        one, two = pages(tmp_path)
        picture = tmp_path / "picture.txt"
        picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
        done = run("clean", one, "missing.txt", picture, two, "-o", "out.txt")
        assert done.exit_code == 3
        assert len((tmp_path / "out.txt").read_text(encoding="utf-8").split(SEPARATOR)) == 2
        said = done.stderr.splitlines()
        assert [line.split(": ")[1] for line in said] == ["missing.txt", str(picture)]
        assert all(line.startswith("bitext: ") and "; " in line for line in said)
        assert "Traceback" not in done.stderr

    @pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\x03" * 200, b"%PDF-1.7\n\xe2\xe3"])
    def test_what_is_no_text_is_named(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "x").write_bytes(content)
        done = run("clean", "x")
        assert done.exit_code == 3
        assert done.stdout == ""
        assert done.stderr.startswith("bitext: x: ")

    def test_a_record_over_the_limit_is_named_and_the_others_done(self) -> None:
        lines = [json.dumps({"id": n, "text": "The tide was high. " * size}) for n, size in enumerate((1, 500, 1))]
        done = run("clean", "--to", "jsonl", "--limit", "2k", stdin="\n".join(lines))
        assert done.exit_code == 3
        assert ["error" in m for m in records(done.stdout)] == [False, True, False]

    def test_the_same_file_is_never_read_and_written(self, tmp_path: Path) -> None:
        one = pages(tmp_path)[0]
        for target in (one, f"{tmp_path}/"):
            done = run("clean", one, "-o", target)
            assert done.exit_code == 4
            assert "is also an input" in done.stderr
        assert one.read_text(encoding="utf-8") == ONE

    def test_an_output_that_cannot_be_written_is_4(self, tmp_path: Path) -> None:
        one = pages(tmp_path)[0]
        assert run("clean", one, "-o", "none/out.txt").exit_code == 4
        (tmp_path / "file").touch()
        assert run("clean", one, "-o", "file/out.txt").exit_code == 4

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
    def test_a_folder_that_may_not_be_written_is_4(self, tmp_path: Path) -> None:
        one = pages(tmp_path)[0]
        (tmp_path / "shut").mkdir(mode=stat.S_IRUSR | stat.S_IXUSR)
        done = run("clean", one, "-o", "shut/out.txt")
        assert done.exit_code == 4
        assert "permissions" in done.stderr

    @pytest.mark.slow
    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
    @pytest.mark.parametrize("arguments", [("clean", "one.txt"), ("clean", "--diff", "one.txt"), ("rules",)])
    def test_a_full_disk_behind_standard_output_is_4(self, tmp_path: Path, arguments: tuple[str, ...]) -> None:
        pages(tmp_path)
        with Path("/dev/full").open("w", encoding="utf-8") as full:
            done = subprocess.run(command(*arguments), stdout=full, stderr=subprocess.PIPE, check=False, encoding="utf-8", timeout=60)
        assert done.returncode == 4
        assert done.stderr.startswith("bitext: ")
        assert "Traceback" not in done.stderr

    def test_control_characters_in_a_name_do_not_reach_the_terminal(self) -> None:
        done = run("clean", "a\x1b]0;title\x07.txt")
        assert done.exit_code == 3
        assert "\x1b" not in done.stderr
        assert "\\u001b]0;title\\u0007" in done.stderr


class TestUsage:
    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("--skip", "enum-stp"), "did you mean 'enum-stop'?"),
            (("--only", "nothing-like-it"), "see `bitext rules`"),
            (("--to", "jsnol"), "did you mean 'jsonl'?"),
            (("--keep", "captoin"), "did you mean 'caption'?"),
            (("--tickers", "drop"), "restore, strip, keep, flag"),
            (("--from", "pdf"), "known are"),
            (("--format", "xml"), "known are"),
            (("--limit", "much"), "is no size"),
            (("--limit", "0"), "is no size"),
            (("-j", "-1"), "is no number of processes"),
            (("--diff", "-o", "x"), "write no file"),
        ],
    )
    def test_a_wrong_value_is_2_with_help(self, arguments: tuple[str, ...], said: str) -> None:
        done = run("clean", *arguments, stdin=ONE)
        assert done.exit_code == 2
        assert said in done.stderr
        assert done.stdout == ""

    def test_unknown_commands_and_options_are_2(self) -> None:
        assert "Did you mean 'clean'" in run("claen").stderr
        assert run("claen").exit_code == run("clean", "--too", "x").exit_code == 2

    @pytest.mark.parametrize("name", ["", "clean", "explain", "rules", "sites", "sites learn", "signature", "doctor"])
    def test_help_everywhere(self, name: str) -> None:
        for option in ("-h", "--help"):
            done = run(*name.split(), option)
            assert done.exit_code == 0
            assert "Usage: " in done.stdout

    def test_version(self) -> None:
        assert run("-V").stdout == run("--version").stdout == "bitext 0.1.0\n"


class TestFindings:
    def test_check_tells_what_would_change_and_writes_nothing(self, tmp_path: Path) -> None:
        pages(tmp_path)
        before = sorted(tmp_path.iterdir())
        done = run("clean", "--check", "one.txt", "two.txt")
        assert done.exit_code == 1
        assert any(line.startswith("one.txt:3: enum-stop (numbering): ") for line in done.stdout.splitlines())
        assert sorted(tmp_path.iterdir()) == before

    def test_check_of_clean_text_is_0(self, tmp_path: Path) -> None:
        (tmp_path / "clean.txt").write_text(run("clean", stdin=ONE).stdout, encoding="utf-8")
        done = run("clean", "--check", "clean.txt")
        assert (done.exit_code, done.stdout) == (0, "")

    def test_check_as_json_is_one_object_with_the_signature(self, tmp_path: Path) -> None:
        pages(tmp_path)
        made = json.loads(run("clean", "--check", "--format", "json", "one.txt", "missing.txt").stdout)
        assert {"file": "one.txt", "line": 3, "level": "warning", "rule": "enum-stop"}.items() <= made["findings"][-1].items()
        assert (made["documents"], made["failed"]) == (1, 1)
        assert made["signature"] == run("signature").stdout.strip()

    def test_check_as_json_of_nothing_is_json_too(self) -> None:
        assert json.loads(run("clean", "--check", "--format", "json", "missing.txt").stdout)["findings"] == []

    def test_check_for_github_is_escaped(self, tmp_path: Path) -> None:
        (tmp_path / "50%,a.txt").write_text(ONE, encoding="utf-8")
        done = run("clean", "--check", "--format", "github", "50%,a.txt")
        line = next(x for x in done.stdout.splitlines() if "enum-stop" in x)
        assert line.startswith("::warning file=50%25%2Ca.txt,line=3,title=enum-stop::")

    def test_check_names_the_line_of_jsonl(self, tmp_path: Path) -> None:
        rows = [{"text": "The tide was high on Monday."}, {"text": ONE}]
        (tmp_path / "in.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
        assert "in.jsonl:2: enum-stop" in run("clean", "--check", "in.jsonl").stdout

    def test_diff_shows_blocks_and_the_rules_that_changed_them(self, tmp_path: Path) -> None:
        pages(tmp_path)
        lines = run("clean", "--diff", "one.txt").stdout.splitlines()
        assert lines[:2] == ["--- one.txt (as read)", "+++ one.txt (cleaned)"]
        at = next(n for n, line in enumerate(lines) if line.startswith("@@") and "enum-stop" in line)
        assert lines[at + 1].startswith("-1。 Cranes")
        assert lines[at + 2].startswith("+1. Cranes")

    def test_skip_and_only_choose_rules(self) -> None:
        assert "1。 Cranes" in run("clean", "--skip", "enum-stop,chinese-marks", stdin=ONE).stdout
        made = records(run("clean", "--to", "jsonl", "--only", "enum-stop", stdin=ONE).stdout)[0]
        assert {e["rule"] for e in made["edits"]} == {"enum-stop"}


@pytest.mark.slow
class TestProcesses:
    def test_a_closed_pipe_ends_quietly_with_0(self, tmp_path: Path) -> None:
        source = tmp_path / "in.jsonl"
        source.write_text("".join(json.dumps({"text": f"{ONE} {n}"}) + "\n" for n in range(400)), encoding="utf-8")
        for jobs in ("1", "2"):
            with subprocess.Popen(
                command("clean", source, "--to", "jsonl", "-j", jobs), stdout=subprocess.PIPE, stderr=subprocess.PIPE
            ) as reader:
                assert reader.stdout is not None
                assert reader.stderr is not None
                reader.stdout.read(1)
                reader.stdout.close()
                assert reader.stderr.read() == b""
                assert reader.wait(60) == 0

    def test_output_is_utf8_whatever_the_locale(self) -> None:
        env = {**os.environ, "LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
        done = subprocess.run(command("clean"), input=TWO.encode(), capture_output=True, check=True, env=env, timeout=60)
        assert done.stdout.decode().startswith("港务局")

    @pytest.mark.skipif(os.name == "nt", reason="no process groups to signal")
    @pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_interrupted_it_ends_at_once_and_leaves_whole_outputs_only(self, tmp_path: Path, jobs: str, number: int, code: int) -> None:
        source = tmp_path / "endless"
        os.mkfifo(source)
        (tmp_path / "out").mkdir()
        one = pages(tmp_path)[0]
        with subprocess.Popen(
            command("clean", one, source, "-o", "out/", "-j", jobs), stderr=subprocess.PIPE, start_new_session=True
        ) as started:
            pipe = open_when_read(source, started)
            os.write(pipe, b"The tide was high.\n")
            time.sleep(0.2)
            os.killpg(started.pid, number)
            assert started.stderr is not None
            said = started.stderr.read().decode()
            assert started.wait(30) == code, said
            os.close(pipe)
        assert "Traceback" not in said
        assert [p.name for p in (tmp_path / "out").iterdir()] in ([], ["one.txt"])
        assert all(p.read_text(encoding="utf-8").endswith("tender.\n") for p in (tmp_path / "out").iterdir())


class TestConfiguration:
    def test_the_nearest_file_sets_defaults_and_the_command_line_wins(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "bitext.toml").write_text('[clean]\nto = "jsonl"\nskip = ["enum-stop", "chinese-marks"]\n', encoding="utf-8")
        (tmp_path / "deep" / "er").mkdir(parents=True)
        monkeypatch.chdir(tmp_path / "deep" / "er")
        assert "1。 Cranes" in records(run("clean", stdin=ONE).stdout)[0]["text"]
        assert run("clean", "--to", "text", stdin=ONE).stdout.startswith("The harbour")

    def test_pyproject_and_a_named_file(self, tmp_path: Path) -> None:
        (tmp_path / "pyproject.toml").write_text('[tool.bitext.clean]\nskip = "enum-stop,chinese-marks"\n', encoding="utf-8")
        assert "1。 Cranes" in run("clean", stdin=ONE).stdout
        (tmp_path / "other.toml").write_text("[clean]\ntrace = true\n", encoding="utf-8")
        assert "1. Cranes" in run("clean", "--config", "other.toml", stdin=ONE).stdout

    @pytest.mark.parametrize(
        ("command", "table", "line", "expected"),
        [
            ("detect", 'to = "tsv"', "下雨了。", "zh\tHani\t0.99\t下雨了。\n"),
            ("segment", 'to = "text"\nlang = ["zh"]', "It rained. 下雨了。", "下雨了。\n"),
            ("normalize", 'script = "hans"', "後來", "后来\n"),
        ],
    )
    def test_line_commands_have_tables_too(self, tmp_path: Path, command: str, table: str, line: str, expected: str) -> None:
        (tmp_path / "bitext.toml").write_text(f"[{command}]\n{table}\n", encoding="utf-8")
        assert run(command, stdin=line + "\n").stdout == expected
        (tmp_path / "other.toml").write_text(f"[{command}]\nlimt = 3\n", encoding="utf-8")
        done = run(command, "--config", "other.toml", stdin=line)
        assert done.exit_code == 2
        assert f"[{command}]: unknown key 'limt'; did you mean 'limit'? known are: " in done.stderr

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            ("[clean]\nskpi = []\n", "unknown key 'skpi'; did you mean 'skip'? known are: check, diff,"),
            ("[claen]\n", "unknown table 'claen'; did you mean 'clean'?"),
            ("[sites.learn]\nkeep = 1\n", "[sites.learn]: unknown key 'keep'"),
            ("clean = 1\n", "clean is no table"),
            ("[clean\n", "not TOML"),
            ('[clean]\nto = "xml"\n', "'xml' is unknown"),
        ],
    )
    def test_what_it_does_not_know_is_2_and_lists_what_it_knows(self, tmp_path: Path, content: str, said: str) -> None:
        (tmp_path / "bitext.toml").write_text(content, encoding="utf-8")
        done = run("clean", stdin=ONE)
        assert done.exit_code == 2
        assert said in done.stderr

    def test_a_missing_configuration_is_2(self) -> None:
        assert run("clean", "--config", "none.toml", stdin=ONE).exit_code == 2


class TestOtherCommands:
    def test_explain_tells_what_became_of_each_block(self, tmp_path: Path) -> None:
        pages(tmp_path)
        said = run("explain", "one.txt").stdout
        assert "status: article" in said
        assert "edit by enum-stop (numbering): " in said
        made = json.loads(run("explain", "one.txt", "--format", "json").stdout)
        assert [e["outcome"] for e in made["explained"]] == ["kept", "changed"]

    def test_explain_and_diff_escape_what_would_drive_the_terminal(self) -> None:
        evil = f"\x1b]0;owned\x07{ONE.strip()} \u202egnp.exe\n"
        for arguments in (
            ("explain",),
            ("explain", "--format", "json"),
            ("clean", "--diff"),
            ("clean", "--check"),
            ("clean", "--check", "--format", "github"),
        ):
            said = run(*arguments, stdin=evil).stdout
            assert said
            assert not {"\x1b", "\x07", "\u202e"} & set(said), arguments

    def test_rules_lists_them_all_and_shows_one(self) -> None:
        listed = run("rules").stdout.splitlines()
        assert [line.split()[0] for line in listed] == [r.id for r in RULES]
        assert "1。" in run("rules", "enum-stop").stdout
        assert json.loads(run("rules", "enum-stop", "--format", "json").stdout)["category"] == "numbering"
        assert [r["id"] for r in json.loads(run("rules", "--format", "json").stdout)] == [r.id for r in RULES]
        assert run("rules", "--format", "md").stdout.count("### `") == len(RULES)
        assert "did you mean 'enum-stop'" in run("rules", "enum-stp").stderr
        assert run("rules", "enum-stp").exit_code == 2

    def test_the_signature_changes_with_what_changes_the_text_only(self) -> None:
        plain = run("signature").stdout
        assert plain.startswith("bitext|clean:")
        assert plain.endswith("|version:0.1.0\n")
        others = [
            run("signature", *a).stdout for a in (("--skip", "enum-stop"), ("--tickers", "keep"), ("--keep", "caption"), ("--mask", "pii"))
        ]
        assert len({plain, *others}) == 5
        assert (
            run("signature", "--skip", "enum-comma,enum-stop").stdout
            == run("signature", "--skip", "enum-stop", "--skip", "enum-comma").stdout
        )

    def test_sites_writes_over_no_page_of_its_folder(self, tmp_path: Path) -> None:
        page = tmp_path / "a.html"
        page.write_text("<html><body><p>It rained.</p></body></html>", encoding="utf-8")
        done = run("sites", "learn", str(tmp_path), "-o", str(page))
        assert done.exit_code == 4
        assert "It rained" in page.read_text(encoding="utf-8")

    def test_sites_are_learned_merged_and_only_read_when_cleaning(self, tmp_path: Path) -> None:
        notice = "Our readers keep the lights on in this newsroom, and their letters decide what we look into next."
        rows = [
            {"url": f"https://example.cn/{n}", "text": f"Story {word} begins here.\n{notice}"}
            for n, word in enumerate(("amber", "birch", "cedar"))
        ]
        source = tmp_path / "in.jsonl"
        source.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
        done = run("sites", "learn", source, "-o", "memory.jsonl")
        assert (done.exit_code, done.stderr) == (0, "3 pages counted, 0 left out (no address, or seen before), 0 failed\n")
        assert run("sites", "learn", source).stdout == (tmp_path / "memory.jsonl").read_text(encoding="utf-8")
        assert run("sites", "learn", "--merge", "memory.jsonl", "--merge", "memory.jsonl", "-o", "twice.jsonl").exit_code == 0
        assert json.loads((tmp_path / "twice.jsonl").read_text(encoding="utf-8").splitlines()[1])["pages"] == 6
        before = (tmp_path / "memory.jsonl").read_bytes()
        page = json.dumps({"url": "https://example.cn/new", "text": f"{ONE}\n{notice}"})
        without, remembering = run("clean", stdin=page), run("clean", "--site-memory", "memory.jsonl", stdin=page)
        assert notice in without.stdout
        assert notice not in remembering.stdout
        assert (tmp_path / "memory.jsonl").read_bytes() == before

    def test_a_site_memory_that_is_none_is_named(self, tmp_path: Path) -> None:
        pages(tmp_path)
        done = run("clean", "one.txt", "--site-memory", "two.txt")
        assert done.exit_code == 3
        assert "two.txt: it is damaged or no site memory" in done.stderr

    @pytest.mark.slow
    def test_the_doctor_finds_a_working_installation(self) -> None:
        made = json.loads(run("doctor", "--format", "json").stdout)
        found = {c["name"]: c for c in made["checks"]}
        assert found["cleaning"]["ok"]
        assert found["bitext"]["found"] == "0.1.0"
        assert made["ok"] == all(c["ok"] is not False for c in made["checks"])
