"""The first candidates of `extract` on aligned texts, held against a list judged by hand: `python -m tools.measure_extraction pol`.

The texts lie beside the project and are in copyright; the judged list (tests/cases/glossary/extracted.jsonl) holds terms
only. A candidate is right if both sides are terms and translate one another in full; one that was not judged counts as wrong.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from bitext.glossary.extracting import Example, extract_terms

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "bench" / "align" / "nonlit-dev"
JUDGED = Path(__file__).resolve().parent.parent / "tests" / "cases" / "glossary" / "extracted.jsonl"
FIRST = 50
_SIDE = re.compile(r"\[([0-9, ]*)\]")


def load_pairs(name: str) -> list[Example]:
    """Read the beads of a text that have both sides."""
    folder = DATA / name
    zh, en = ((folder / file).read_text("utf-8").split("\n") for file in ("src.txt", "tgt.txt"))
    pairs = []
    for line in (folder / "gold.txt").read_text("utf-8").splitlines():
        left, right = ([int(n) for n in side.split(",") if n.strip()] for side in _SIDE.findall(line)[:2])
        if left and right:
            pairs.append(Example(f"{name}:{left[0]}", "".join(zh[n] for n in left), " ".join(en[n] for n in right)))
    return pairs


def load_judged() -> dict[tuple[str, str], bool]:
    """Read what was judged: whether a Chinese and an English term are right together."""
    rows = [json.loads(line) for line in JUDGED.read_text("utf-8").splitlines() if line]
    return {(row["zh"], row["en"]): row["right"] for row in rows}


def first_terms(name: str) -> list[tuple[str, str]]:
    """Give the first candidates of a text, nothing being known."""
    return [(c.zh, c.en) for c in extract_terms(load_pairs(name))[:FIRST]]


def main() -> None:
    """Print the first candidates of each text with their judgement, and how many are right."""
    judged = load_judged()
    for name in sys.argv[1:] or ["pol", "aca"]:
        terms = first_terms(name)
        for term in terms:
            print({True: "right", False: "wrong", None: "?"}[judged.get(term)], *term, sep="\t")
        print(f"{name}: {sum(judged.get(term, False) for term in terms)} of {len(terms)} right")


if __name__ == "__main__":
    main()
