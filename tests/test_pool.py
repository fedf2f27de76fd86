"""The process pool ends when its caller does, whatever the workers are at."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
