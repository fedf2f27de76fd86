"""Deduplication on a large scale: CPU time and peak memory by level, what MinHash misses, and the peer's rate."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from bitext.deduplication.deciding import decide_duplicates
from bitext.deduplication.fingerprints import Likeness, take_fingerprints
from bitext.deduplication.keys import fold_text
from bitext.deduplication.shingles import BANDS, ROWS, compute_bands, hash_shingles
from bitext.io.alignments import as_pair_json
from bitext.model import Pair
from tools.measure_memory import pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    Row = tuple[object, ...]

__all__ = ["commands", "recall", "signatures"]

_MEASURED = """
import json, resource, sys
from bitext.cli import main
sys.argv = ["bitext", "dedup", "-q", *sys.argv[1:]]
try:
    main()
finally:
    used = resource.getrusage(resource.RUSAGE_SELF)
    status = dict(line.split(":", 1) for line in open("/proc/self/status"))  # ru_maxrss begins with the parent's
    print(json.dumps([used.ru_utime + used.ru_stime, int(status["VmHWM"].split()[0]) / 1024]), file=sys.stderr)
"""
_WORD = re.compile("[\u3007\u3400-\u9fff\uf900-\ufaff]|[^ \u3007\u3400-\u9fff\uf900-\ufaff]+")


def commands(count: int) -> Iterator[Row]:
    """Run `bitext dedup` over so many made-up pairs: what is asked, CPU seconds, peak MB, pairs kept, bytes of the index."""
    with tempfile.TemporaryDirectory() as folder:
        source, index = Path(folder) / "in.jsonl", Path(folder) / "seen.index"
        with source.open("w", encoding="utf-8") as file:
            file.writelines(map(as_pair_json, pairs(count)))
        asked = (
            ["exact"],
            ["normalized"],
            ["near"],
            ["near", "--on", "either"],
            ["near", "--index", str(index)],
            ["near", "--index", str(index)],
        )
        for number, how in enumerate(asked):
            output = Path(folder) / f"out-{number}.jsonl"  # one that writes to the same place would be the same run again
            code = [sys.executable, "-c", _MEASURED, str(source), "-o", str(output), "--level", *how]
            done = subprocess.run(code, capture_output=True, check=True, encoding="utf-8")
            took, peak = json.loads(done.stderr.splitlines()[-1])
            with output.open(encoding="utf-8") as file:
                kept = sum(1 for _ in file)
            size = index.stat().st_size // 2**20 if "--index" in how else 0
            yield " ".join(part.replace(str(index), "FILE") for part in how), took, peak, kept, size


def recall(count: int = 20_000, changes: int = 3) -> Iterator[Row]:
    """Change words of pairs; tell, by similarity, how many of the changed ones are found beside their originals."""
    draw = random.Random(3)
    originals = list(islice(pairs(count), count))
    words = [word for pair in originals[:500] for word in pair.en.split()]
    changed = []
    for pair in originals:
        made = pair.en.split()
        for _ in range(draw.randint(1, changes)):
            made[draw.randrange(len(made))] = draw.choice(words)
        changed.append(Pair(f"c{pair.id}", pair.zh, " ".join(made), 0.1))
    fingerprints = take_fingerprints([*originals, *changed], Likeness("near", "en", 0.5))
    gone = ~decide_duplicates(fingerprints, "first").kept
    counts: dict[float, list[int]] = {}
    for number in range(count):
        left, right = (set(fingerprints.shingles_of(item)[0].tolist()) for item in (number, number + count))
        share = len(left & right) / len(left | right)
        if share >= 0.5 and not gone[number]:
            found = counts.setdefault(min(int(share * 20) / 20, 0.95), [0, 0])
            found[0] += int(gone[number + count])
            found[1] += 1
    for low, (found_ones, of) in sorted(counts.items()):
        yield f"{low:.2f} and over", f"{found_ones / of:.4f}", of, f"{1 - (1 - low**ROWS) ** BANDS:.4f}"


def signatures(count: int = 20_000) -> Iterator[Row]:
    """Texts a CPU second, from folded text to band keys, beside rensa's signatures of as many permutations."""
    folded = [fold_text(pair.en) for pair in pairs(count)]
    begin = time.process_time()
    for start in range(0, count, 2048):
        compute_bands(*hash_shingles(folded[start : start + 2048]))
    yield "bitext", f"{count / (time.process_time() - begin):,.0f}"
    if find_spec("rensa") is None:
        print("rensa is not installed: no peer in this run")
        return
    from rensa import RMinHash

    begin = time.process_time()
    for text in folded:
        words = ["", *_WORD.findall(text)]
        made = RMinHash(num_perm=BANDS * ROWS, seed=42)
        made.update([f"{before} {word}" for before, word in pairwise(words)])
        made.digest()
    yield "rensa", f"{count / (time.process_time() - begin):,.0f}"
