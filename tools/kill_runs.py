"""Kill `bitext run` at random moments, let it go on, and see whether the corpus is the one of an undisturbed run.

    python -m tools.kill_runs [KILLS] [--pages N] [--jobs N] [--seed N]

Each kill is a SIGKILL to the command alone or to all its processes, in turn. Right after it every output must be missing or
whole; after the run has gone on, all outputs must be byte for byte those of the undisturbed run, and nothing else may lie there.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tools.made_pages import write_sides

__all__ = ["kill_and_resume", "prepare", "run_whole"]

#: What lies in the folder of a run once it is through.
OUTPUTS = ("corpus.jsonl", "rejected.jsonl", "corpus.jsonl.report.json", "corpus.jsonl.report.txt")
CONFIGURATION = """\
[input]
zh = "../zh.jsonl"
en = "../en.jsonl"
[output]
rejected = "rejected.jsonl"
[run]
shard = "8k"
"""


def prepare(folder: Path, pages: int) -> None:
    """Write pages into a folder."""
    write_sides(folder, pages)


def _begin(out: Path, jobs: int) -> subprocess.Popen[bytes]:
    out.mkdir(exist_ok=True)
    (out / "bitext.toml").write_text(CONFIGURATION, encoding="utf-8")
    command = [sys.executable, "-m", "bitext", "run", "-q", str(out / "bitext.toml"), "-j", str(jobs)]
    return subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL)


def _outputs(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in OUTPUTS if (out / name).exists()}


def run_whole(out: Path, jobs: int = 1) -> dict[str, bytes]:
    """Run to the end; give the outputs.

    Raises:
        RuntimeError: the run failed.
    """
    code = _begin(out, jobs).wait()
    if code:
        msg = f"the run ended with {code}"
        raise RuntimeError(msg)
    return _outputs(out)


def kill_and_resume(out: Path, wanted: dict[str, bytes], *, moment: float, jobs: int, everyone: bool) -> str:
    """Kill a fresh run after some seconds and let it go on; say what is wrong: nothing, it is hoped.

    Returns "" where all is well, "through" where the run was through before its moment came.
    """
    shutil.rmtree(out, ignore_errors=True)
    process = _begin(out, jobs)
    time.sleep(moment)
    through = process.poll() is not None
    if everyone:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            through = True
    else:
        process.kill()
    process.wait()
    found = _outputs(out)
    if wrong := sorted(name for name, data in found.items() if data != wanted[name]):
        return f"half written: {', '.join(wrong)}"
    if run_whole(out, jobs) != wanted:
        return "another corpus"
    left = sorted(str(path.relative_to(out)) for path in out.rglob("*.tmp"))
    if left:
        return f"left behind: {', '.join(left)}"
    return "through" if through else ""


def main() -> int:
    """Kill as often as asked, and print how it went."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kills", nargs="?", type=int, default=50)
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--jobs", type=int, default=0, help="0 for one and two in turn (default)")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng, went = random.Random(options.seed), Counter[str]()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        prepare(folder, options.pages)
        begin = time.monotonic()
        wanted = run_whole(folder / "whole")
        length = time.monotonic() - begin
        for number in range(options.kills):
            moment, jobs = rng.uniform(0, length), options.jobs or 1 + number % 2
            said = kill_and_resume(folder / "killed", wanted, moment=moment, jobs=jobs, everyone=number % 4 < 2)
            went[said or "identical"] += 1
            print(f"{number + 1}: -j {jobs}, killed after {moment:.1f} of {length:.1f} s: {said or 'identical'}", flush=True)
    print(dict(went))
    return 0 if went.keys() <= {"identical", "through"} else 1


if __name__ == "__main__":
    sys.exit(main())
