"""What `bitext run` takes: seconds and memory, by processes and by size of the input.

    python -m tools.measure_runs [--pages N] [--page-kb KB] [--jobs 1,2] [--by content|names]

Pages are made up (tools/made_pages.py); `--page-kb` makes them as heavy as real ones are, with scripts that cleaning reads over.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tools.made_pages import make_records

__all__ = ["Figures", "measure"]

#: Runs the command and tells at its end what it took; a parent's own CPU time is known only to itself.
_TIMED = (
    "import resource, sys, time\nfrom bitext.cli import main\nbegin = time.perf_counter()\n"
    "if __name__ == '__main__':\n"
    " try: main()\n"
    " finally:\n"
    "  own, kids = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))\n"
    "  cpu = own.ru_utime + own.ru_stime\n"
    "  print(time.perf_counter() - begin, cpu, cpu + kids.ru_utime + kids.ru_stime, own.ru_maxrss, kids.ru_maxrss, file=sys.stderr)"
)


@dataclass(frozen=True, slots=True)
class Figures:
    """One run: megabytes read, pairs written, seconds of wall time, CPU seconds of the parent and of all, peak megabytes of either.

    `steps` are seconds of wall time by step.
    """

    megabytes: float
    pairs: int
    wall: float
    parent: float
    whole: float
    parent_peak: float
    worker_peak: float
    steps: dict[str, float]


def measure(pages: int, jobs: int, *, page_kb: int = 0, by: str = "content") -> Figures:
    """Run over so many couples of pages made up for it."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        padding = "<script>" + "var menu = document.querySelector('.nav'); " * (page_kb * 1024 // 43) + "</script>" if page_kb else ""
        with (folder / "zh.jsonl").open("w", encoding="utf-8") as zh, (folder / "en.jsonl").open("w", encoding="utf-8") as en:
            for lines in make_records(pages):
                for file, line in zip((zh, en), lines, strict=True):
                    file.write(line.replace("</head>", padding + "</head>", 1))
        size = sum((folder / f"{side}.jsonl").stat().st_size for side in ("zh", "en")) / 1e6
        config = folder / "bitext.toml"
        config.write_text(f'[input]\nzh = "zh.jsonl"\nen = "en.jsonl"\n[match]\nby = "{by}"\n', encoding="utf-8")
        command = [sys.executable, "-c", _TIMED, "run", "-q", str(config), "-j", str(jobs)]
        done = subprocess.run(command, stderr=subprocess.PIPE, check=True, encoding="utf-8")
        wall, parent, whole, *peaks = map(float, done.stderr.split()[-5:])
        report = json.loads((folder / "corpus.jsonl.report.json").read_bytes())
        steps = json.loads((folder / "corpus.jsonl.timings.json").read_bytes())["seconds"]
        unit = 1024 if sys.platform == "linux" else 1024**2
        return Figures(size, report["output"]["pairs"], wall, parent, whole, peaks[0] / unit, peaks[1] / unit, steps)


def main() -> int:
    """Print a line a run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=300, help="couples of pages (default: %(default)s)")
    parser.add_argument("--page-kb", type=int, default=0, help="kilobytes of scripts added to each page (default: %(default)s)")
    parser.add_argument("--jobs", default="1,2")
    parser.add_argument("--by", default="content", choices=("content", "names"))
    options = parser.parse_args()
    for jobs in map(int, options.jobs.split(",")):
        print(f"-j {jobs}: {measure(options.pages, jobs, page_kb=options.page_kb, by=options.by)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
