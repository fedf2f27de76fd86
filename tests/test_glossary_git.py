"""The glossary as people meet it: commands, real git with both drivers, history, and the action on a recorded event."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from bitext.cli import app
from bitext.errors import InputError
from bitext.glossary import parse_sheet
from bitext.io.glossaries import read_glossary, read_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typer.testing import Result

ROOT = Path(__file__).parent.parent
ONE = '[[concept]]\nid = "a"\nzh = ["甲"]\nen = ["Alpha"]\nstatus = "draft"\nground = "usage"\n'
TWO = ONE.replace('"a"', '"b"').replace("甲", "乙").replace("Alpha", "Beta")
BOTH = f"# Terms.\n\n{ONE}\n{TWO}"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in an empty folder, with a git that knows only what the test tells it."""
    monkeypatch.chdir(tmp_path)
    for name in [n for n in os.environ if n.startswith(("GIT_", "GITHUB_", "GLOSSARY_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "A")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "a@example.org")


def run(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, ["glossary", *map(str, arguments)], input=stdin)


def git(*arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *arguments], capture_output=True, check=check, encoding="utf-8", timeout=60)


def write(name: str, text: str | bytes) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def repository(text: str = BOTH) -> Path:
    git("init", "-q", "-b", "main")
    path = write("glossaries/g.toml", text)
    git("add", "-A")
    git("commit", "-qm", "base")
    return path


def commit(branch: str, text: str, start: str = "main") -> None:
    git("checkout", "-q", "-B", branch, start)
    write("glossaries/g.toml", text)
    git("commit", "-qam", branch)


class TestCheckAndFmt:
    def test_faults_are_listed_with_file_line_and_remedy_and_make_exit_1(self) -> None:
        write("g/one.toml", TWO + "\n" + ONE.replace('"draft"', '"final"'))
        done = run("check", "g")
        assert done.exit_code == 1
        assert done.stdout == (
            "g/one.toml:9: unsorted: a: it stands after 'b'; `bitext glossary fmt` sorts the file\n"
            "g/one.toml:12: unknown-status: a: 'final' is no status; write one of draft, approved, deprecated\n"
        )
        assert done.stderr == "1 files, 2 concepts, 2 faults, 0 failed\n"

    def test_a_good_glossary_says_nothing_on_standard_output(self) -> None:
        write("g.toml", BOTH)
        done = run("check", "g.toml", "-q")
        assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")

    def test_faults_as_json_and_as_annotations(self) -> None:
        write("a,b.toml", ONE.replace("usage", "guess%\\n::error::x"))
        made = json.loads(run("check", "a,b.toml", "--format", "json").stdout)
        assert [(f["kind"], f["line"], f["concept"]) for f in made["faults"]] == [("unknown-ground", 6, "a")]
        assert (made["files"], made["concepts"]) == (1, 1)
        (line,) = run("check", "a,b.toml", "--format", "github").stdout.splitlines()
        assert line.startswith("::error file=a%2Cb.toml,line=6,title=unknown-ground::a: 'guess%25\\n::error::x' is no ground")

    def test_what_cannot_be_read_is_named_and_the_others_are_checked(self) -> None:
        write("g.toml", ONE.replace("usage", "guess"))
        done = run("check", "none.toml", "g.toml")
        assert done.exit_code == 3
        assert "none.toml: no such file" in done.stderr
        assert "unknown-ground" in done.stdout

    def test_standard_input_is_checked_and_formatted(self) -> None:
        assert run("check", "-", stdin=ONE + ONE).stdout.startswith("stdin:8: duplicate-id")
        done = run("fmt", "-", "-q", stdin=TWO + ONE)
        assert (done.exit_code, done.stdout) == (0, f"{ONE}\n{TWO}")

    def test_fmt_rewrites_only_what_is_not_canonical_and_check_only_names_it(self) -> None:
        good, bad = write("g/good.toml", BOTH), write("g/bad.toml", TWO.replace('["乙"]', "[ '乙' ]"))
        before = good.stat().st_mtime_ns
        done = run("fmt", "--check", "g")
        assert (done.exit_code, done.stdout) == (1, "g/bad.toml\n")
        assert "'乙'" in bad.read_text("utf-8")
        assert run("fmt", "g").exit_code == 0
        assert bad.read_text("utf-8") == TWO
        assert good.stat().st_mtime_ns == before
        assert run("fmt", "--check", "g").exit_code == 0

    def test_fmt_leaves_a_broken_file_alone_and_does_the_others(self) -> None:
        broken, other = write("g/a.toml", ONE + "[[concept]]\nid = \n"), write("g/b.toml", TWO + ONE)
        done = run("fmt", "g")
        assert done.exit_code == 3
        assert "g/a.toml:8: it is no TOML" in done.stderr
        assert broken.read_text("utf-8").endswith("id = \n")
        assert other.read_text("utf-8") == f"{ONE}\n{TWO}"

    def test_a_file_over_the_limit_is_not_read(self) -> None:
        write("g.toml", ONE)
        with pytest.raises(InputError, match="over the limit of 50 bytes"):
            read_sheet("g.toml", limit=50)
        with pytest.raises(InputError, match="over the limit"):
            read_glossary("g.toml", limit=50)

    @pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such file names")
    def test_a_file_name_that_is_no_text_is_rewritten_where_it_is(self) -> None:
        name = os.fsdecode(b"g/\xff.toml")
        write(name, TWO + ONE)
        assert run("fmt", "g").exit_code == 0
        assert Path(name).read_text("utf-8") == f"{ONE}\n{TWO}"
        assert os.listdir("g") == [os.fsdecode(b"\xff.toml")]


class TestAdd:
    def test_a_concept_from_options_goes_to_its_place(self) -> None:
        path = write("g.toml", BOTH)
        done = run("add", "g.toml", "--zh", "丙", "--en", "Alpha Two", "--ground", "literal", "--note", "n", "--forbidden-en", "A2")
        assert (done.exit_code, done.stderr) == (0, "added alpha-two; 0 refused\n")
        assert [e.id for e in parse_sheet(path.read_bytes()).entries] == ["a", "alpha-two", "b"]
        assert path.read_text("utf-8").startswith("# Terms.\n\n[[concept]]")

    def test_a_clash_is_refused_and_the_file_stays(self) -> None:
        path = write("g.toml", BOTH)
        done = run("add", "g.toml", "--zh", "甲", "--en", "Gamma", "--ground", "usage")
        assert done.exit_code == 3
        assert "gamma is refused: '甲' is preferred by a (g.toml:5) too" in done.stderr
        assert path.read_text("utf-8") == BOTH

    def test_drafts_from_standard_input_the_good_ones_are_added(self) -> None:
        drafts = "# found in the news\n" + ONE.replace('"a"', '"c"').replace("甲", "丙").replace("Alpha", "Gamma") + "\n" + ONE
        path = write("g.toml", BOTH)
        done = run("add", "g.toml", "-", stdin=drafts)
        assert done.exit_code == 3
        assert "added c; 1 refused" in done.stderr
        assert '# found in the news\n[[concept]]\nid = "c"' in path.read_text("utf-8")

    def test_a_new_file_an_output_and_other_files_to_hold_against(self) -> None:
        write("other.toml", ONE)
        new = ("add", "new.toml", "--zh", "甲", "--en", "Gamma", "--ground", "usage")
        assert run(*new, "--against", "other.toml").exit_code == 3
        assert not Path("new.toml").exists()
        done = run(*new, "-o", "-")
        assert done.stdout.startswith('[[concept]]\nid = "gamma"')
        assert not Path("new.toml").exists()
        assert run(*new).exit_code == 0
        assert Path("new.toml").exists()

    @pytest.mark.parametrize("arguments", [("g.toml",), ("g.toml", "-", "--zh", "甲"), ()])
    def test_wrong_calls_are_usage(self, arguments: tuple[str, ...]) -> None:
        assert run("add", *arguments, stdin="").exit_code == 2


class TestMerge:
    def test_a_merge_goes_where_it_is_asked_to_go_even_onto_a_side(self) -> None:
        for name, text in (("b", BOTH), ("o", BOTH.replace("Alpha", "Aleph")), ("t", BOTH.replace("Beta", "Bet"))):
            write(f"{name}.toml", text)
        want = BOTH.replace("Alpha", "Aleph").replace("Beta", "Bet")
        assert run("merge", "b.toml", "o.toml", "t.toml").stdout == want
        done = run("merge", "b.toml", "o.toml", "t.toml", "-o", "o.toml")
        assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")
        assert Path("o.toml").read_text("utf-8") == want

    def test_conflicts_are_named_marked_with_both_files_and_make_exit_1(self) -> None:
        for name, text in (("b", ONE), ("o", ONE.replace("Alpha", "Aleph")), ("t", ONE.replace("Alpha", "Alif"))):
            write(f"{name}.toml", text)
        done = run("merge", "b.toml", "o.toml", "t.toml", "-o", "out.toml")
        assert (done.exit_code, done.stderr) == (1, "bitext: out.toml: conflict: 'a': both sides changed en\n")
        text = Path("out.toml").read_text("utf-8")
        assert '<<<<<<< o.toml\nen = ["Aleph"]\n=======\nen = ["Alif"]\n>>>>>>> t.toml\n' in text
        checked = run("check", "out.toml", "-q")
        assert (checked.exit_code, checked.stdout.split(":")[2]) == (1, " conflict-marker")

    def test_a_side_that_cannot_be_read_fails_or_is_marked_whole(self) -> None:
        for name, text in (("b", ONE), ("o", ONE), ("t", "[[concept]]\nid = ")):
            write(f"{name}.toml", text)
        done = run("merge", "b.toml", "o.toml", "t.toml", "-o", "out.toml")
        assert done.exit_code == 3
        assert not Path("out.toml").exists()
        done = run("merge", "b.toml", "o.toml", "t.toml", "-o", "out.toml", "--or-whole", "--names", "x,y")
        assert done.exit_code == 1
        assert Path("out.toml").read_text("utf-8") == f"<<<<<<< x\n{ONE}=======\n[[concept]]\nid = \n>>>>>>> y\n"

    @pytest.mark.parametrize("names", ["x", ",y", "x,"])
    def test_names_are_two(self, names: str) -> None:
        write("b.toml", ONE)
        assert run("merge", "b.toml", "b.toml", "b.toml", "--names", names).exit_code == 2


class TestDiffAndSearch:
    def test_two_files_in_every_format(self) -> None:
        write("old.toml", BOTH)
        write("new.toml", BOTH.replace("Alpha", "Aleph"))
        assert run("diff", "old.toml", "new.toml").stdout == "Preferred term changed\n  a: preferred English term: Alpha → Aleph\n"
        made = json.loads(run("diff", "old.toml", "new.toml", "--format", "json").stdout)
        assert made["counts"] == {"preferred": 1}
        assert made["changes"][0]["line"] == 6
        assert run("diff", "old.toml", "new.toml", "--format", "md").stdout.startswith("### Glossary: preferred term changed: 1\n")
        annotation = "::warning file=new.toml,line=6,title=Preferred term changed::a: preferred English term: Alpha → Aleph\n"
        assert run("diff", "old.toml", "new.toml", "--format", "github").stdout == annotation
        assert run("diff", "old.toml", "new.toml", "--format", "html").stdout.startswith("<!doctype html>")

    def test_check_tells_by_the_exit_code(self) -> None:
        write("old.toml", BOTH)
        write("new.toml", BOTH.replace("Alpha", "Aleph"))
        assert run("diff", "old.toml", "new.toml", "--check").exit_code == 1
        assert run("diff", "old.toml", "old.toml", "--check").exit_code == 0
        assert run("diff", "old.toml", "old.toml").stdout == "no change of meaning\n"

    def test_revisions_paths_in_them_folders_and_the_folder_as_it_is_now(self, monkeypatch: pytest.MonkeyPatch) -> None:
        repository()
        commit("topic", BOTH.replace("Beta", "Bet"))
        write("glossaries/deep/h.toml", ONE.replace('"a"', '"z"').replace("甲", "己").replace("Alpha", "Zeta"))
        expected = "Preferred term changed\n  b: preferred English term: Beta → Bet\n"
        assert run("diff", "main", "topic").stdout == expected
        assert run("diff", "main:glossaries/g.toml", "topic:glossaries/g.toml").stdout == expected
        assert run("diff", "main:glossaries", "glossaries/g.toml").stdout == expected
        assert run("diff", "main").stdout == expected + "New concept\n  z: new: 己 = Zeta\n"
        monkeypatch.chdir("glossaries")
        assert run("diff", "main", "g.toml").stdout == expected
        assert run("diff", "main:glossaries/g.toml", "topic:./g.toml").stdout == expected
        assert run("diff", "main", ".").stdout == expected + "New concept\n  z: new: 己 = Zeta\n"

    @pytest.mark.parametrize("place", ["nothing", "-x", "main:nothing\x00", "none:glossaries", ":g", "--output=x"])
    def test_what_is_neither_path_nor_revision_is_named(self, place: str) -> None:
        repository()
        done = run("diff", "--", place, "glossaries")
        assert done.exit_code == 3
        assert done.stderr.startswith("bitext: ")

    def test_a_revision_without_the_folder_is_an_empty_glossary(self) -> None:
        repository()
        assert run("diff", "main:none", "main").stdout.startswith("New concept\n  a: new: 甲 = Alpha\n")

    def test_search_looks_in_files_or_in_what_comes_with_bitext(self) -> None:
        write("g.toml", BOTH)
        assert run("search", "alph", "g.toml").stdout == "a  甲  Alpha  draft (start: Alpha)\n"
        assert [m["id"] for m in json.loads(run("search", "乙", "g.toml", "--format", "json").stdout)] == ["b"]
        assert run("search", "渝金通").stdout.startswith("yujintong ")
        assert run("search", "zzz", "g.toml").exit_code == 1


@pytest.mark.slow
class TestGit:
    def test_installing_twice_is_installing_once_and_keeps_what_is_there(self) -> None:
        repository()
        write(".gitattributes", b"*.txt text")
        write("deep/x", "")
        assert run("install-git").exit_code == 0
        once = Path(".gitattributes").read_text("utf-8"), git("config", "--local", "--list").stdout
        assert once[0] == "*.txt text\nglossaries/**/*.toml diff=bitext-glossary merge=bitext-glossary\n"
        assert "already" in run("install-git").stderr
        assert (Path(".gitattributes").read_text("utf-8"), git("config", "--local", "--list").stdout) == once

    def test_outside_a_repository_and_with_a_wrong_pattern_nothing_is_set(self) -> None:
        assert run("install-git").exit_code == 3
        assert run("install-git", "--pattern", "a b").exit_code == 2
        assert not Path(".gitattributes").exists()

    def test_two_branches_merge_where_lines_would_conflict(self) -> None:
        repository()
        ours = BOTH.replace('en = ["Alpha"]', 'en = ["Aleph"]')
        theirs = BOTH.replace('zh = ["甲"]', 'zh = ["甲", "甲方"]')
        commit("plain", ours)
        commit("topic", theirs)
        git("checkout", "-q", "plain")
        assert git("merge", "-q", "topic", check=False).returncode == 1  # neighbouring lines
        git("merge", "--abort")
        assert run("install-git").exit_code == 0
        git("merge", "-q", "topic", "-m", "merged")
        assert Path("glossaries/g.toml").read_text("utf-8") == ours.replace('zh = ["甲"]', 'zh = ["甲", "甲方"]')

    def test_a_conflict_shows_is_refused_by_check_and_can_be_resolved(self) -> None:
        path = repository()
        run("install-git")
        commit("ours", BOTH.replace("Alpha", "Aleph"))
        commit("theirs", BOTH.replace("Alpha", "Alif").replace("Beta", "Bet"))
        git("checkout", "-q", "ours")
        done = git("merge", "theirs", check=False)
        assert done.returncode == 1
        assert "glossaries/g.toml: conflict: 'a': both sides changed en" in done.stderr
        text = path.read_text("utf-8")
        assert '<<<<<<< ours\nen = ["Aleph"]\n=======\nen = ["Alif"]\n>>>>>>> theirs\n' in text
        assert '"Bet"' in text
        assert git("status", "--short").stdout.startswith("UU glossaries/g.toml")
        assert run("check", "glossaries").exit_code == 1
        path.write_text(text.replace('<<<<<<< ours\nen = ["Aleph"]\n=======\n', "").replace(">>>>>>> theirs\n", ""), "utf-8")
        assert run("check", "glossaries").exit_code == 0
        git("commit", "-qam", "resolved")

    def test_a_side_that_is_no_toml_loses_nothing(self) -> None:
        path = repository()
        run("install-git")
        commit("ours", BOTH.replace("Alpha", "Aleph"))
        commit("theirs", BOTH.replace('"Beta"', '"Beta'))
        git("checkout", "-q", "ours")
        assert git("merge", "theirs", check=False).returncode == 1
        text = path.read_text("utf-8")
        assert text.startswith("<<<<<<< ours\n# Terms.")
        assert '"Aleph"' in text
        assert '["Beta]' in text

    def test_git_diff_speaks_of_concepts(self) -> None:
        path = repository()
        run("install-git")
        path.write_text(TWO + "\n" + ONE.replace("Alpha", "Aleph"), "utf-8")
        assert git("diff").stdout == "glossary glossaries/g.toml\nPreferred term changed\n  a: preferred English term: Alpha → Aleph\n"
        assert "+en = " in git("diff", "--no-ext-diff").stdout
        path.write_text("[[", "utf-8")
        assert "cannot be compared by concept" in git("diff").stdout
        path.unlink()
        assert "Concept removed\n  a: removed: 甲 = Alpha" in git("diff").stdout

    def test_calling_the_diff_driver_oneself_is_named(self) -> None:
        assert run("git-diff", "x").exit_code == 3


class Api(BaseHTTPRequestHandler):
    """As much of GitHub as the action talks to."""

    comments: list[dict[str, Any]]
    calls: list[tuple[str, str, str]]
    refuse = False

    def answer(self, made: object, code: int = 200) -> None:
        data = json.dumps(made).encode()
        self.send_response(403 if self.refuse else code)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self) -> None:
        self.calls.append(("GET", self.path, self.headers["Authorization"]))
        self.answer(self.comments)

    def do_POST(self) -> None:
        made = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.calls.append((self.command, self.path, made["body"]))
        if self.command == "POST":
            self.comments.append({"id": 7, "body": made["body"], "user": {"type": "Bot"}})
        self.answer({}, 201)

    do_PATCH = do_POST  # noqa: N815  the server wants this name

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@contextmanager
def github(*, refuse: bool = False) -> Iterator[type[Api]]:
    handler = type("Handler", (Api,), {"comments": [], "calls": [], "refuse": refuse})
    server = HTTPServer(("127.0.0.1", 0), handler)
    handler.port = server.server_port  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield handler
    finally:
        server.shutdown()
        server.server_close()


def action(api: type[Api] | None, base: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run what action.yml runs, with a pull request's event as GitHub records it."""
    event = {
        "action": "synchronize",
        "number": 5,
        "pull_request": {"number": 5, "title": "`$(touch pwned)` ::error::x", "base": {"ref": "main; touch pwned", "sha": base}},
    }
    write("event.json", json.dumps(event))
    variables = {
        "GITHUB_EVENT_PATH": "event.json",
        "GITHUB_REPOSITORY": "someone/terms",
        "GITHUB_STEP_SUMMARY": "summary.md",
        "GITHUB_TOKEN": "t0ken",
        "GITHUB_API_URL": f"http://127.0.0.1:{api.port}" if api else "http://127.0.0.1:9",  # type: ignore[attr-defined]
    }
    script = [sys.executable, str(ROOT / "tools" / "post_glossary_diff.py")]
    return subprocess.run(script, env={**os.environ, **variables, **more}, capture_output=True, check=False, encoding="utf-8", timeout=60)


@pytest.mark.slow
class TestAction:
    def change(self, text: str) -> str:
        repository()
        base = git("rev-parse", "HEAD").stdout.strip()
        commit("topic", text)
        return base

    def test_the_difference_is_posted_once_and_then_brought_up_to_date(self) -> None:
        base = self.change(BOTH.replace("Alpha", "@team <b> $(touch pwned)"))
        with github() as api:
            done = action(api, base)
            assert (done.returncode, done.stderr) == (0, "")
            assert done.stdout.endswith("comment posted\n")
            method, path, body = api.calls[-1]
            assert (method, path) == ("POST", "/repos/someone/terms/issues/5/comments")
            assert body.startswith("<!-- bitext glossary diff -->\n### Glossary: preferred term changed: 1\n")
            assert "&#64;team &#60;b&#62; &#36;&#40;touch pwned&#41;" in body
            assert api.calls[0] == ("GET", "/repos/someone/terms/issues/5/comments?per_page=100&page=1", "Bearer t0ken")
            assert action(api, base).stdout.endswith("comment brought up to date\n")
            assert api.calls[-1][:2] == ("PATCH", "/repos/someone/terms/issues/comments/7")
            assert len(api.comments) == 1
        assert Path("summary.md").read_text("utf-8").count("### Glossary") == 2
        assert not Path("pwned").exists()

    def test_somebody_elses_comment_with_the_mark_is_left_alone(self) -> None:
        base = self.change(BOTH.replace("Alpha", "Aleph"))
        with github() as api:
            api.comments.append({"id": 3, "body": "<!-- bitext glossary diff -->", "user": {"type": "User"}})
            action(api, base)
            assert api.calls[-1][0] == "POST"

    def test_faults_are_annotated_and_fail_the_step(self) -> None:
        base = self.change(BOTH.replace('"draft"', '"final"', 1))
        with github() as api:
            done = action(api, base)
        assert done.returncode == 1
        assert done.stdout.startswith("::error file=glossaries/g.toml,line=7,title=unknown-status::a: 'final' is no status")

    def test_where_nothing_changed_nothing_is_posted(self) -> None:
        base = self.change("# Other words.\n\n" + BOTH)
        with github() as api:
            assert action(api, base).stdout.endswith("no change of meaning: no comment\n")
            assert [call[0] for call in api.calls] == ["GET"]

    def test_a_token_that_only_reads_is_no_failure(self) -> None:
        base = self.change(BOTH.replace("Alpha", "Aleph"))
        with github(refuse=True) as api:
            done = action(api, base)
        assert done.returncode == 0
        assert "not posted" in done.stdout
        assert "Aleph" in Path("summary.md").read_text("utf-8")

    def test_a_file_that_cannot_be_compared_is_said_so(self) -> None:
        base = self.change(BOTH + "[[concept]]\nid = \n")
        with github() as api:
            done = action(api, base)
            assert "cannot be compared" in api.calls[-1][2]
        assert done.returncode == 1
        assert "title=syntax" in done.stdout

    def test_an_event_that_is_no_pull_request_is_only_checked(self) -> None:
        self.change("# Other words.\n\n" + BOTH)
        with github() as api:
            for base in ("", "HEAD; touch pwned", "--output=x"):
                assert action(api, base).stdout.endswith("no pull request: checked, nothing to compare\n")
            assert api.calls == []

    def test_untrusted_words_never_stand_in_a_shell_line(self) -> None:
        for line in (ROOT / "action.yml").read_text("utf-8").splitlines():
            if line.strip().startswith("run:"):
                assert "${{" not in line


@pytest.mark.slow
def test_a_pull_request_from_end_to_end() -> None:
    """Two people, two branches, drivers installed: the comment on the request, the merge, a conflict, its resolution."""
    repository()
    assert run("install-git").exit_code == 0
    git("add", ".gitattributes")
    git("commit", "-qm", "drivers")
    commit("topic", BOTH.replace("Alpha", "Aleph"))
    assert run("add", "glossaries/g.toml", "--zh", "丙", "--en", "Gamma | <b>", "--id", "c", "--ground", "usage").exit_code == 0
    git("commit", "-qam", "a term")
    commit("other", BOTH.replace('ground = "usage"\n\n', 'ground = "literal"\n\n', 1))
    assert run("add", "glossaries/g.toml", "--zh", "丁", "--en", "Delta", "--id", "d", "--ground", "usage").exit_code == 0
    git("commit", "-qam", "another term")
    git("checkout", "-q", "main")
    git("merge", "-q", "--no-edit", "other")

    git("checkout", "-q", "topic")
    with github() as api:
        assert action(api, git("rev-parse", "main").stdout.strip()).returncode == 0
        comment = api.calls[-1][2]
    assert comment == (
        "<!-- bitext glossary diff -->\n### Glossary: preferred term changed: 1, new concept: 1\n\n#### Preferred term changed\n\n"
        "| concept | field | before | after |\n| --- | --- | --- | --- |\n"
        "| <code>a</code> | <code>en</code> | <code>Alpha</code> | <code>Aleph</code> |\n\n#### New concept\n\n"
        "| concept | field | before | after |\n| --- | --- | --- | --- |\n"
        "| <code>c</code> |  |  | <code>丙 &#61; Gamma &#124; &#60;b&#62;</code> |\n"
    )

    git("checkout", "-q", "main")
    git("merge", "-q", "--no-edit", "topic")
    merged = read_glossary("glossaries")
    assert [(c.id, c.en[0], c.ground) for c in merged.concepts] == [
        ("a", "Aleph", "literal"), ("b", "Beta", "usage"), ("c", "Gamma | <b>", "usage"), ("d", "Delta", "usage"),
    ]  # fmt: skip
    assert run("check", "glossaries").exit_code == run("fmt", "--check", "glossaries").exit_code == 0

    text = Path("glossaries/g.toml").read_text("utf-8")
    commit("late", text.replace("Aleph", "Alef"))
    commit("main", text.replace("Aleph", "Alif"))
    assert git("merge", "late", check=False).returncode == 1
    assert run("check", "glossaries").exit_code == 1
    marked = Path("glossaries/g.toml").read_text("utf-8")
    resolved = re.sub(r"<<<<<<< .*\n(.*\n)=======\n.*\n>>>>>>> .*\n", r"\1", marked)
    write("glossaries/g.toml", resolved)
    assert run("check", "glossaries").exit_code == 0
    git("commit", "-qam", "resolved")
    assert run("diff", "late", "main").stdout == "Preferred term changed\n  a: preferred English term: Alef → Alif\n"


def test_a_configuration_names_the_glossary_from_its_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("bitext.toml", '[glossary.find]\nglossary = ["terms"]\nto = "tsv"\n[glossary.verify]\nglossary = "terms/g.toml"\ncheck = true\n')
    write("terms/g.toml", BOTH)
    (tmp_path / "deep").mkdir()
    monkeypatch.chdir(tmp_path / "deep")
    assert run("find", stdin="甲\n").stdout == "a\t甲\t0\t1\t1\t甲\n"
    done = run("verify", stdin="甲\tOmega\n")
    assert (done.exit_code, done.stdout) == (1, "stdin:1: term-missing: “甲” (a) lacks its English: “Alpha”\n")
    write("../bitext.toml", '[glossary.verify]\nglosary = "terms"\n')
    done = run("verify", stdin="")
    assert done.exit_code == 2
    assert "[glossary.verify]: unknown key 'glosary'; did you mean 'glossary'?" in done.stderr


def test_every_published_hook_runs_a_command_that_is_there() -> None:
    entries = re.findall(r"^  entry: bitext (.*)$", (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"), re.MULTILINE)
    assert {"glossary check", "glossary fmt"} <= set(entries)
    for entry in entries:
        words = [word for word in entry.split() if not word.startswith("-")]
        assert CliRunner().invoke(app, [*words, "--help"]).exit_code == 0
