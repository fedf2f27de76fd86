"""Moses files take their places together: a kill or an error at any moment leaves the old set, the new one, or one that is told to be incomplete."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from bitext.errors import OutputError
from bitext.io.corpora import open_corpus, read_corpus
from bitext.io.records import Failed
from bitext.model import Pair

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OLD = [("山里下雨了。", "It rained in the mountains."), ("猫睡了。", "The cat slept.")]
NEW = [("我们喝茶。", "We drank tea."), ("他走了。", "He left.")]
#: Ends the process at the n-th step that changes a name.
KILLED = """
import os, sys
from bitext.io.corpora import open_corpus
from bitext.model import Pair
steps = 0
def ends(call):
    def counted(*given, **more):
        global steps
        steps += 1
        if steps == int(sys.argv[2]):
            os._exit(9)
        return call(*given, **more)
    return counted
with open_corpus(sys.argv[1]) as corpus:
    for number, line in enumerate(sys.argv[3].splitlines()):
        corpus.write(Pair(str(number), *line.split("\\t"), 1.0))
    os.replace, os.rename, os.unlink = map(ends, (os.replace, os.rename, os.unlink))
"""


def write(path: Path, pairs: list[tuple[str, str]]) -> None:
    with open_corpus(path) as corpus:
        for number, pair in enumerate(pairs):
            corpus.write(Pair(str(number), *pair, 1.0))


def held(path: Path) -> list[tuple[str, str]] | str:
    found = list(read_corpus(path, form="moses"))
    failed = [str(one.error) for one in found if isinstance(one, Failed)]
    return failed[0] if failed else [(one.zh, one.en) for one in found if isinstance(one, Pair)]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a.zh", "a.zh.gz"])
@pytest.mark.parametrize("before", [[], OLD], ids=["nothing", "old"])
def test_a_kill_leaves_no_old_file_beside_a_new_one(tmp_path: Path, name: str, before: list[tuple[str, str]]) -> None:
    seen = []
    for step in range(1, 20):
        folder = tmp_path / str(step)
        folder.mkdir()
        if before:
            write(folder / name, before)
        rows = "\n".join("\t".join(pair) for pair in NEW)
        done = subprocess.run([sys.executable, "-c", KILLED, str(folder / name), str(step), rows], check=False)
        found = held(folder / name)
        assert found in (before, NEW) or "there is no file" in str(found)
        seen.append(found)
        if done.returncode == 0:
            break
    assert seen[-1] == NEW
    assert len(seen) == (10 if before else 4)  # three old files go out of the way, three new ones come, three are removed


def write_failing(path: Path, step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the new pairs; the n-th change of a name is refused."""
    steps = 0

    def refused_once(call: Callable[..., None]) -> Callable[..., None]:
        def counted(*given: object) -> None:
            nonlocal steps
            steps += 1
            if steps == step:
                raise PermissionError(13, "held by another program")
            call(*given)

        return counted

    with open_corpus(path) as corpus:
        for number, pair in enumerate(NEW):
            corpus.write(Pair(str(number), *pair, 1.0))
        monkeypatch.setattr(os, "replace", refused_once(os.replace))
        monkeypatch.setattr(os, "rename", refused_once(os.rename))


@pytest.mark.parametrize(("before", "step"), [*(([], step) for step in range(1, 4)), *((OLD, step) for step in range(1, 7))])
def test_an_error_leaves_what_there_was(tmp_path: Path, before: list[tuple[str, str]], step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    if before:
        write(tmp_path / "a.zh", before)
    names = set(os.listdir(tmp_path))
    with pytest.raises(OutputError, match="may not be written"):
        write_failing(tmp_path / "a.zh", step, monkeypatch)
    monkeypatch.undo()
    assert set(os.listdir(tmp_path)) == names
    assert not before or held(tmp_path / "a.zh") == before
