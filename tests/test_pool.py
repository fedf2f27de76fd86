"""The process pool ends when its caller does, whatever the workers are at."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

SCRIPT = """
from bitext.processes import map_in_order

def big(item):
    return "x" * 30_000_000

if __name__ == "__main__":
    results = map_in_order(big, range(400), lambda _: 1 << 18, 2)
    next(results)
    results.close()
    print("ended")
"""


def test_ending_early_leaves_no_one_waiting_for_half_a_message(tmp_path: Path) -> None:
    script = tmp_path / "half.py"
    script.write_text(SCRIPT, encoding="utf-8")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, "ended\n")


TIDY = """
import pathlib, sys, time
from bitext.io.writing import open_output
from bitext.processes import map_in_order

def work(item):
    path, written = item
    if not path:
        while not written.exists():
            time.sleep(0.05)
        raise ValueError("the other one fails")
    with open_output(path) as out:
        out.write("half")
        written.touch()
        time.sleep(60)

if __name__ == "__main__":
    written = pathlib.Path(sys.argv[0] + ".written")
    try:
        list(map_in_order(work, [("", written), (sys.argv[1], written)], lambda _: 1 << 18, 2))
    except ValueError as error:
        print(error)
"""


def test_a_worker_that_is_told_to_end_leaves_no_half_file(tmp_path: Path) -> None:
    script, out = tmp_path / "tidy.py", tmp_path / "out"
    script.write_text(TIDY, encoding="utf-8")
    out.mkdir()
    done = subprocess.run([sys.executable, str(script), str(out / "a.txt")], capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "the other one fails\n", "")
    assert list(out.iterdir()) == []


ORPHAN = """
import os, sys, time
from bitext.processes import map_in_order

def work(path):
    with open(path, "a") as file:
        file.write(f"{os.getpid()}\\n")
    time.sleep(60)

if __name__ == "__main__":
    list(map_in_order(work, [sys.argv[1]] * 2, lambda _: 1 << 18, 2))
"""


def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    script, told = tmp_path / "orphan.py", tmp_path / "told"
    script.write_text(ORPHAN, encoding="utf-8")
    told.touch()
    parent = subprocess.Popen([sys.executable, str(script), str(told)], stderr=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while len(told.read_text().split()) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    parent.kill()
    parent.wait()
    workers = [int(number) for number in told.read_text().split()]
    assert len(workers) == 2
    while any(is_alive(number) for number in workers) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(is_alive(number) for number in workers)


def is_alive(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
