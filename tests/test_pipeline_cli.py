"""`bitext run` as people, schedulers and accidents meet it: plans, shares, interruptions, kills, full disks."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bitext.cli import app
from bitext.shards import read_settings, run_pipeline
from tools import kill_runs

SEEDS = Path(__file__).parent.parent / "seeds" / "parallel"
PAGES = 14
#: Sets a bound on the size of files before the command begins: a disk that is full after so many bytes.
_BOUNDED = (
    "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)\n"
    "from bitext.cli import main\nif __name__ == '__main__': main()"
)

#: Hears Ctrl-C even where the tests run in the background of a script, which ignores it for all its children.
_HEARING = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    "from bitext.cli import main\nif __name__ == '__main__': main()"
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    kill_runs.prepare(folder, PAGES)
    return folder


@pytest.fixture(scope="module")
def wanted(pages: Path) -> dict[str, bytes]:
    return kill_runs.run_whole(pages / "whole")


def configured(pages: Path, name: str, text: str = kill_runs.CONFIGURATION) -> Path:
    (pages / name).mkdir()
    (pages / name / "bitext.toml").write_text(text, encoding="utf-8")
    return pages / name / "bitext.toml"


def process(*arguments: str | Path, code: str = "", **how: Any) -> subprocess.CompletedProcess[str]:
    start = ["-c", code] if code else ["-m", "bitext", "run"]
    command = [sys.executable, *start, *(str(a) for a in arguments)]
    return subprocess.run(command, capture_output=True, check=False, encoding="utf-8", timeout=300, **how)


def outputs(config: Path) -> dict[str, bytes]:
    return {name: (config.parent / name).read_bytes() for name in kill_runs.OUTPUTS if (config.parent / name).exists()}


def strays(folder: Path) -> list[Path]:
    return [path for path in folder.rglob(".bitext-*") if path.parent == folder or "work" not in path.parts[len(folder.parts)]]


@pytest.mark.slow
class TestCommand:
    def test_a_plan_is_printed_and_nothing_made(self, pages: Path) -> None:
        config = configured(pages, "plan")
        done = CliRunner().invoke(app, ["run", "--dry-run", str(config)])
        assert done.exit_code == 0
        for said in ("zh: 1 file,", "en: 1 file,", 'by = "content"', "corpus.jsonl", "signature  bitext|clean:"):
            assert said in done.stdout
        plan = json.loads(CliRunner().invoke(app, ["run", "--dry-run", "--format", "json", str(config)]).stdout)
        assert plan["shard_bytes"] == 8 << 10
        assert os.listdir(config.parent) == ["bitext.toml"]

    def test_the_nearest_file_is_taken_and_the_report_told(
        self, pages: Path, wanted: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        config = configured(pages, "nearest")
        (config.parent / "inner").mkdir()
        monkeypatch.chdir(config.parent / "inner")
        done = CliRunner().invoke(app, ["run"])
        assert (done.exit_code, done.stdout) == (0, "")
        assert "14 couples" in done.stderr
        assert outputs(config) == wanted
        assert json.loads(CliRunner().invoke(app, ["run", "--format", "json"]).stderr)["match"]["couples"] == PAGES
        assert CliRunner().invoke(app, ["run", "-q"]).stderr == ""

    def test_commands_live_with_the_tables_of_a_run(self, pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        config = configured(pages, "both", kill_runs.CONFIGURATION + "[clean]\nto = 'jsonl'\nuse = true\n[match]\nby = 'names'\n")
        monkeypatch.chdir(config.parent)
        assert json.loads(CliRunner().invoke(app, ["clean", "-"], input="It rained all week.").stdout)["text"] == "It rained all week."
        assert CliRunner().invoke(app, ["run", "--dry-run"]).exit_code == 0

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["--shard", "one"], "no share"),
            (["--format", "xml"], "unknown"),
            (["none.toml"], "none.toml"),
        ],
    )
    def test_wrong_usage_is_2(self, arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        done = CliRunner().invoke(app, ["run", *arguments])
        assert done.exit_code == 2
        assert said in done.stderr

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["--shard", "0/3"], "no share"),
            (["--shard", "4/3"], "no share"),
            (["--shard", "1/2", "--merge"], "comes after"),
            (["--merge", "--no-resume"], "would undo"),
            (["-j", "-1"], "no number of processes"),
        ],
    )
    def test_what_does_not_go_together_is_2(self, pages: Path, arguments: list[str], said: str) -> None:
        (pages / "usage").mkdir(exist_ok=True)
        (pages / "usage" / "bitext.toml").write_text(kill_runs.CONFIGURATION, encoding="utf-8")
        done = CliRunner().invoke(app, ["run", str(pages / "usage" / "bitext.toml"), *arguments])
        assert done.exit_code == 2
        assert said in done.stderr

    def test_no_file_anywhere_is_2(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        done = CliRunner().invoke(app, ["run"])
        assert done.exit_code == 2
        assert "bitext.toml" in done.stderr

    def test_jobs_of_an_array(self, pages: Path, wanted: dict[str, bytes]) -> None:
        config = str(configured(pages, "array"))
        runner = CliRunner()
        early = runner.invoke(app, ["run", config, "--merge"])
        assert early.exit_code == 3
        assert "not finished" in early.stderr
        for step in (["--shard", "1/2"], ["--shard", "2/2"], ["--merge"], ["--shard", "2/2"], ["--shard", "1/2"]):
            done = runner.invoke(app, ["run", config, *step])
            assert done.exit_code == 0, done.stderr
            assert "next:" in done.stderr
        assert runner.invoke(app, ["run", config, "--merge"]).exit_code == 0
        assert outputs(Path(config)) == wanted

    def test_a_bad_record_is_3_and_told_each_time(self, pages: Path) -> None:
        config = configured(pages, "bad", kill_runs.CONFIGURATION.replace('"../zh.jsonl"', '["../zh.jsonl", "bad.jsonl"]'))
        (config.parent / "bad.jsonl").write_text('{"id": 7}\n', encoding="utf-8")
        for _ in range(2):
            done = CliRunner().invoke(app, ["run", str(config)])
            assert done.exit_code == 3
            assert "bad.jsonl#1: has no" in done.stderr

    def test_pairs_may_go_to_standard_output(self, pages: Path, wanted: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
        config = configured(pages, "stream", kill_runs.CONFIGURATION.replace("[output]", '[output]\npath = "-"\nwork = "work"'))
        monkeypatch.chdir(config.parent)
        done = CliRunner().invoke(app, ["run"])
        assert done.stdout.encode() == wanted["corpus.jsonl"]

    def test_a_closed_pipe_ends_quietly(self, pages: Path) -> None:
        config = configured(pages, "pipe", kill_runs.CONFIGURATION.replace("[output]", '[output]\npath = "-"\nwork = "work"'))
        command = f"'{sys.executable}' -m bitext run -q '{config}' | head -c 10"
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False, timeout=300, env=environment, cwd=config.parent
        )
        assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.slow
class TestAccidents:
    @pytest.mark.parametrize("size", [pytest.param(100, marks=pytest.mark.slow), 3000, pytest.param(20_000, marks=pytest.mark.slow)])
    def test_a_full_disk_is_4_and_nothing_is_half_written(self, pages: Path, wanted: dict[str, bytes], size: int) -> None:
        config = configured(pages, f"full-{size}")
        done = process(str(size), "run", config, code=_BOUNDED)
        assert done.returncode == 4, done.stderr
        assert "too large" in done.stderr or "full" in done.stderr
        assert "Traceback" not in done.stderr
        assert outputs(config).items() <= wanted.items()
        assert strays(config.parent) == []
        assert process("-q", config).returncode == 0
        assert outputs(config) == wanted

    @pytest.mark.slow
    def test_a_full_disk_in_a_worker_process_is_4_too(self, pages: Path) -> None:
        config = configured(pages, "full-worker")
        done = process("3000", "run", config, "-j", "2", code=_BOUNDED)
        assert done.returncode == 4
        assert "Traceback" not in done.stderr
        assert list(config.parent.rglob("*.tmp")) == []

    def test_a_folder_that_is_a_file_is_4(self, pages: Path) -> None:
        config = configured(pages, "nofolder", kill_runs.CONFIGURATION.replace("[output]", '[output]\nwork = "work"'))
        (config.parent / "work").write_text("in the way", encoding="utf-8")
        done = process(config)
        assert done.returncode == 4
        assert "work" in done.stderr
        assert outputs(config) == {}

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
    def test_an_unwritable_folder_is_4(self, pages: Path) -> None:
        config = configured(pages, "locked")
        config.parent.chmod(0o500)
        try:
            done = process(config)
        finally:
            config.parent.chmod(0o700)
        assert done.returncode == 4
        assert "permissions" in done.stderr

    @pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.slow)])
    def test_ctrl_c_is_130_and_the_run_goes_on_afterwards(self, pages: Path, wanted: dict[str, bytes], jobs: int) -> None:
        config = configured(pages, f"interrupted-{jobs}")
        command = [sys.executable, "-c", _HEARING, "run", str(config), "-j", str(jobs)]
        running = subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True, text=True)
        until = time.monotonic() + 120
        while not list(config.parent.glob("*.work/documents/*/*.done")) and time.monotonic() < until:
            time.sleep(0.02)
        os.killpg(running.pid, signal.SIGINT)
        _, told = running.communicate(timeout=120)
        assert running.returncode == 130, told
        assert "goes on from there" in told
        assert "Traceback" not in told
        assert kill_runs.run_whole(config.parent) == wanted

    @pytest.mark.slow
    @pytest.mark.parametrize("number", range(6))
    def test_kill_9_at_a_random_moment_leaves_a_run_that_goes_on_to_the_same(
        self, pages: Path, wanted: dict[str, bytes], number: int
    ) -> None:
        moment = random.Random(number).uniform(0.5, 6)
        said = kill_runs.kill_and_resume(pages / "killed", wanted, moment=moment, jobs=1 + number % 2, everyone=number % 4 < 2)
        assert said in ("", "through")


class TestSamplePages:
    """What `make demo` shows on seeds/parallel."""

    def report_of(self, name: str, tmp_path: Path) -> dict[str, Any]:
        text = (SEEDS / name).read_text(encoding="utf-8").replace("../../demo-out", str(tmp_path))
        for side in ("zh", "en", "pages"):
            text = text.replace(f'"{side}"', f'"{SEEDS / side}"')
        (tmp_path / name).write_text(text, encoding="utf-8")
        return run_pipeline(read_settings(tmp_path / name)).report

    def test_translations_find_one_another_and_their_dirt_goes(self, tmp_path: Path) -> None:
        report = self.report_of("bitext.toml", tmp_path)
        assert report["match"] == {"couples": 3, "en_alone": 0, "zh_alone": 1}
        corpus = (tmp_path / "corpus.jsonl").read_text(encoding="utf-8")
        assert len(corpus.splitlines()) >= 24
        for kept in ("2400万元", "24 million yuan", "2024年全镇借出图书5.6万册", "1. The wages of the tea pickers"):
            assert kept in corpus
        for dirt in (
            "责任编辑",
            "责编",
            "扫一扫",
            "版权",
            "首页",
            "字号",
            "Advertisment",
            "cookies",
            "All rights",
            "newsletter",
            "Subscribe",
        ):
            assert dirt not in corpus

    def test_a_page_of_both_languages_becomes_a_translation_memory(self, tmp_path: Path) -> None:
        report = self.report_of("pages.toml", tmp_path)
        assert report["output"]["pairs"] == 5
        assert "half of that for students" in (tmp_path / "pages.tmx").read_text(encoding="utf-8")
