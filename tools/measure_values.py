"""Measure values on translated sentences: how often all of them match in true pairs, and in pairs shifted by one line.

    python tools/measure_values.py ../shared/bench/ntrex/zh-Hans.txt ../shared/bench/ntrex/en.txt

The files hold one sentence a line, line for line. Counted are pairs in which both sides state a value that is not weak. The
sentences are other people's and are not in the repository.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from bitext.values import compare_values, find_values

__all__ = ["agreement", "speed"]


def agreement(zh: list[str], en: list[str], shift: int = 0) -> tuple[int, int, int, int]:
    """Pairs with strong values on both sides, those in which all match, strong values, and those that match.

    >>> agreement(["增长5%", "三万吨"], ["up 5 percent", "20,000 tons"])
    (2, 1, 4, 2)
    """
    pairs = agreeing = values = matched = 0
    for at, line in enumerate(zh):
        compared = compare_values(line, en[(at + shift) % len(en)])
        strong = sum(not (a.weak and b.weak) for a, b in compared.matched)
        left = sum(not v.weak for v in compared.zh_only)
        right = sum(not v.weak for v in compared.en_only)
        if strong + left and strong + right:
            pairs += 1
            agreeing += not left + right
            values += 2 * strong + left + right
            matched += 2 * strong
    return pairs, agreeing, values, matched


def speed(lines: list[str], lang: str | None) -> float:
    """Megabytes of UTF-8 a second, best of five."""
    size = sum(len(line.encode()) for line in lines)
    best = float("inf")
    for _ in range(5):
        start = time.process_time()
        for line in lines:
            find_values(line, lang)
        best = min(best, time.process_time() - start)
    return size / best / 1e6


def main() -> None:
    """Print the table."""
    zh, en = (Path(name).read_text(encoding="utf-8").splitlines() for name in sys.argv[1:3])
    for name, shift in (("true pairs", 0), ("shifted by one line", 1)):
        pairs, agreeing, values, matched = agreement(zh, en, shift)
        print(f"{name}: all match in {agreeing} of {pairs} ({agreeing / pairs:.1%}); of {values} values {matched / values:.1%} match")
    for lines, lang in ((zh, "zh"), (zh, None), (en, "en"), (en, None)):
        print(f"{'Chinese' if lines is zh else 'English'}, lang={lang}: {speed(lines, lang):.1f} MB/s")


if __name__ == "__main__":
    main()
