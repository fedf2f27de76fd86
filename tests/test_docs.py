"""The documentation cannot rot: generated pages are fresh, every command and rule is there, every example runs."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bitext.filtering import FILTERS
from bitext.model import ACTIONS, CATEGORIES, KINDS, STATUSES
from bitext.rules import RULES
from tools import write_docs

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.glob("*.md"), *ROOT.glob("*.md")])
BY_HAND = "\n".join(p.read_text(encoding="utf-8") for p in PAGES if p.name not in write_docs.PAGES)
COMMANDS = dict(write_docs.commands())
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def fenced(path: Path, language: str) -> list[str]:
    return [body for kind, body in FENCE.findall(path.read_text(encoding="utf-8")) if kind == language]


def shell(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a line of the documentation with `bitext` on the path."""
    command = folder / "bitext"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bitext "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    variables = os.environ | {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    return subprocess.run(["bash", "-c", script], cwd=folder, env=variables, capture_output=True, check=False, encoding="utf-8", timeout=60)


@pytest.mark.parametrize("name", write_docs.PAGES)
def test_a_generated_page_is_up_to_date(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == write_docs.PAGES[name](), "run `make pages`"


@pytest.mark.parametrize("name", [n for n, c in COMMANDS.items() if not hasattr(c, "commands")])
def test_a_command_is_documented(name: str) -> None:
    assert COMMANDS[name].help, f"{name} has no help"
    assert f"`{name}" in (ROOT / "README.md").read_text(encoding="utf-8"), f"README.md does not name {name}"
    for parameter in COMMANDS[name].params:
        assert getattr(parameter, "help", None), f"{name} does not explain {parameter.name}"


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_a_rule_is_on_the_page(rule: object) -> None:
    assert f"### `{rule.id}`\n\n{rule.why}\n" in (DOCS / "rules.md").read_text(encoding="utf-8")  # type: ignore[attr-defined]


@pytest.mark.parametrize(("page", "words"), [("edits.md", (*ACTIONS, *CATEGORIES)), ("formats.md", KINDS), ("cleaning.md", STATUSES)])
def test_every_word_of_the_model_is_explained(page: str, words: tuple[str, ...]) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    assert [w for w in words if f"`{w}`" not in text] == []


@pytest.mark.parametrize("path", [p for p in PAGES if fenced(p, "pycon")], ids=lambda p: p.name)
def test_python_examples_hold(path: Path) -> None:
    names: dict[str, object] = {}
    for number, body in enumerate(fenced(path, "pycon")):
        case = doctest.DocTestParser().get_doctest(body, names, f"{path.name}[{number}]", str(path), 0)
        said: list[str] = []
        doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(case, out=said.append, clear_globs=False)
        assert not said, "".join(said)
        names.update(case.globs)


@pytest.mark.slow
@pytest.mark.parametrize("path", [p for p in PAGES if fenced(p, "console")], ids=lambda p: p.name)
def test_shell_examples_hold(path: Path, tmp_path: Path) -> None:
    for body in fenced(path, "console"):
        for example in body.split("$ ")[1:]:
            line, _, expected = example.partition("\n")
            done = shell(line, tmp_path)
            assert (done.stdout, done.returncode) == (expected, 0), done.stderr


def test_the_replay_that_the_page_shows_works(tmp_path: Path) -> None:
    (script,) = fenced(DOCS / "edits.md", "python")
    (tmp_path / "replay.py").write_text(script, encoding="utf-8")
    page = "By Wang Fang\\n1。 Freight grew in March [1].\\nKey Points - The port grew [1] - The city planned rail [2]\\nSubscribe to our newsletter\\n"
    done = shell(f"printf '{page}' | bitext clean --to jsonl --trace | '{sys.executable}' replay.py", tmp_path)
    assert done.returncode == 0, done.stderr
    assert re.search(r" replays: [1-9]\d* edits\n$", done.stdout), done.stdout


def test_links_between_pages_lead_somewhere() -> None:
    for path in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_no_page_names_a_machine_or_a_rule_that_is_gone() -> None:
    assert not re.search(r"/(work|tmp|root|home)/", BY_HAND)
    for rule in re.findall(r"--skip ([a-z-]+)", BY_HAND):
        assert rule in {r.id for r in RULES} | {"main-text"} | {made.id for made in FILTERS}
