"""How fast corpora are written and read in each format, and in how much memory: made-up pairs, a process for each measurement.

`python -m tools.measure_formats` prints the table of docs/benchmarks.md. Beside TMX and XLIFF stands translate-toolkit where it is
installed, a peer of development only.
"""

from __future__ import annotations

import importlib.util
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

__all__ = ["FORMATS", "main", "make_corpus", "measure", "peer"]

ROOT = Path(__file__).resolve().parent.parent
#: The formats, and a name for a file of each.
FORMATS = {
    "tsv": "b.tsv", "tmx": "b.tmx", "xliff": "b.xlf", "xliff2": "b2.xlf", "moses": "b.zh", "parquet": "b.parquet", "huggingface": "hf/",
    "huggingface-jsonl": "hfj/", "sqlite": "b.db",
}  # fmt: skip
#: Pairs of the two corpora; memory that does not grow between them does not grow.
SMALL, LARGE = 20_000, 200_000
_ZH, _EN = "港口三月货运增长今年公司表示城市发展", "harbour moved freight march city planned growth company said development"
_MEASURED = """
import json, resource, sys, time
{work}
begun = time.process_time()
count = work(*sys.argv[1:])
took = time.process_time() - begun
print(json.dumps([count / took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""
_CONVERT = """
from bitext.io.converting import convert_corpus
def work(source, form, target, to):
    return convert_corpus(source, target, form=form, to=to).pairs
"""
_PEER = """
from importlib import import_module
def work(path, module, name):
    with open(path, "rb") as file:
        made = getattr(import_module(module), name).parsestring(file.read())
    return sum(1 for unit in made.units if unit.source is not None and unit.target is not None)
"""


def make_corpus(path: Path, count: int) -> None:
    """Write pairs of 31 Chinese characters and 18 English words, of documents of 20 sentences each."""
    draw, words = random.Random(1), _EN.split()
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            zh, en = "".join(draw.choices(_ZH, k=30)) + "。", " ".join(draw.choices(words, k=18)) + "."
            made = {"id": str(number), "zh": zh, "en": en, "score": round(draw.random(), 4), "doc": f"d{number // 20}"}
            file.write(json.dumps(made | {"url": f"https://example.org/{number // 20}"}, ensure_ascii=False) + "\n")


def measure(work: str, *arguments: str) -> tuple[float, float]:
    """Run some work in a process of its own; give pairs a CPU second and the peak of its memory in MB."""
    command = [sys.executable, "-c", _MEASURED.format(work=work), *arguments]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8", env=os.environ | {"PYTHONPATH": str(ROOT)})
    rate, peak = json.loads(done.stdout)
    return float(rate), float(peak)


def peer(form: str, path: str) -> str:
    """Pairs a CPU second that translate-toolkit reads, and its memory; a dash where it is not installed or has no such format."""
    kinds = {"tmx": "tmx.tmxfile", "xliff": "xliff.xlifffile", "xliff2": "xliff2.Xliff2File"}
    if form not in kinds or importlib.util.find_spec("translate") is None:
        return "-"
    module, _, name = f"translate.storage.{kinds[form]}".rpartition(".")
    rate, peak = measure(_PEER, path, module, name)
    return f"{rate:,.0f} ({peak:.0f} MB)"


def main() -> int:
    """Print the table."""
    print("| format | written, pairs/s | read, pairs/s | peak of writing, MB | peak of reading, MB | translate-toolkit reads |")
    print("| --- " * 6 + "|")
    with tempfile.TemporaryDirectory() as folder:
        corpora = {count: Path(folder) / f"{count}.jsonl" for count in (SMALL, LARGE)}
        for count, path in corpora.items():
            make_corpus(path, count)
        for form, name in FORMATS.items():
            rows: list[tuple[float, float, float, float]] = []
            beside = "-"
            for path in corpora.values():
                target = str(Path(folder) / name) + ("/" if name.endswith("/") else "")
                shutil.rmtree(target, ignore_errors=True)
                written = measure(_CONVERT, str(path), "jsonl", target, form)
                read = measure(_CONVERT, target, form, str(Path(folder) / "back.jsonl"), "jsonl")
                beside = beside if rows else peer(form, target)
                rows.append((*written, *read))
            (_, small_out, _, small_in), (rate_out, peak_out, rate_in, peak_in) = rows
            peaks = f"{small_out:.0f}, {peak_out:.0f} | {small_in:.0f}, {peak_in:.0f}"
            print(f"| `{form}` | {rate_out:,.0f} | {rate_in:,.0f} | {peaks} | {beside} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
