"""How the cost of alignment grows with the text: CPU seconds and memory for 500 to 12,000 sentences a side, as figures and plots.

    python -m tools.measure_growth [--write] [--rounds N]

The texts are made up (`tools/measure_matching.py`): documents in both languages, word by word, three sentences in ten of one side
deleted, by turns. Each size runs in a process of its own; the quickest round counts. Memory is what the process took at its highest
above what it held once lexicon and dictionary were loaded. `--write` draws docs/alignment-cpu.svg and docs/alignment-memory.svg.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

from bitext.alignment import align_sentences
from bitext.plots import line_plot
from tools.measure_matching import make_documents

__all__ = ["SIZES", "make_text", "measure_growth"]

SIZES = (500, 1_000, 2_000, 4_000, 8_000, 12_000)
DOCS = Path(__file__).resolve().parent.parent / "docs"


def make_text(size: int) -> tuple[list[str], list[str]]:
    """Make a text of so many sentences a side.

    >>> [len(side) for side in make_text(30)]
    [30, 30]
    """
    zh, en = make_documents(size // 12 + 10, "growth")
    sides = [{d.id: [b.text for b in d.blocks] for d in documents} for documents in (zh, en)]
    both = sorted(sides[0].keys() & sides[1].keys(), key=int)
    return tuple([text for name in both for text in side[name]][:size] for side in sides)  # type: ignore[return-value]


def _status(name: str) -> float:
    """A line of /proc/self/status, in MB (Linux)."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))


def _measure(size: int) -> dict[str, float]:
    """Align a text of one size in this process."""
    zh, en = make_text(size)
    align_sentences(zh[:20], en[:20])
    Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")  # forget the highest so far (proc(5))
    before, begin = _status("VmRSS"), time.process_time()
    beads = align_sentences(zh, en)
    took = time.process_time() - begin
    return {"size": size, "seconds": took, "memory": _status("VmHWM") - before, "both": sum(bool(b.zh and b.en) for b in beads)}


def measure_growth(sizes: tuple[int, ...] = SIZES, rounds: int = 2) -> list[dict[str, float]]:
    """Measure each size in processes of their own; give the quickest round of each."""
    rows = []
    for size in sizes:
        runs = [
            json.loads(
                subprocess.run([sys.executable, "-m", "tools.measure_growth", "--size", str(size)], capture_output=True, check=True).stdout
            )
            for _ in range(rounds)
        ]
        rows.append(min(runs, key=lambda run: run["seconds"]))
    return rows


def write_plots(rows: list[dict[str, float]]) -> None:
    """Draw what was measured beside straight growth from the smallest size."""
    for name, key, unit in (("alignment-cpu", "seconds", "CPU seconds"), ("alignment-memory", "memory", "MB above the lexicon")):
        first = rows[0]
        series = {
            "measured": [(row["size"], row[key]) for row in rows],
            "in proportion": [(row["size"], first[key] * row["size"] / first["size"]) for row in rows],
        }
        plot = line_plot(series, title="Alignment", x_label="sentences a side", y_label=unit, log=True)
        (DOCS / f"{name}.svg").write_text(plot + "\n", encoding="utf-8")


def main() -> None:
    """Measure, print, draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="draw the plots")
    parser.add_argument("--rounds", type=int, default=2, help="runs of each size (default: %(default)s)")
    parser.add_argument("--size", type=int, help="measure one size in this process, and print it as JSON")
    asked = parser.parse_args()
    if asked.size:
        print(json.dumps(_measure(asked.size)))
        return
    rows = measure_growth(rounds=asked.rounds)
    for row in rows:
        print(f"{row['size']:6} sentences a side: {row['seconds']:6.2f} s CPU, {row['memory']:5.0f} MB, {row['both']} pairs")
    if asked.write:
        write_plots(rows)


if __name__ == "__main__":
    main()
