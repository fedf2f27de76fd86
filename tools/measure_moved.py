"""Measure `--moved`: move blocks of the development texts, and count what is found again, and what is found where nothing moved.

    python -m tools.measure_moved [SEEDS]

A block of 4 or of 10 gold beads is taken out of the English and put elsewhere, twenty beads away at least. None of the texts is kept.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from bitext.alignment import align_sentences
from bitext.alignment.moving import find_moved
from bitext.words import make_cutter
from tools.alignment_data import SETS, Text, read_texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bitext.words import Cutter

__all__ = ["count_moved", "move_block"]

#: Beads of a block.
SIZES = (4, 10)
AWAY = 20


def move_block(text: Text, size: int, seed: int) -> tuple[Text, set[tuple[tuple[int, ...], tuple[int, ...]]]]:
    """Move a block of so many beads with two sides; give the text with its new gold, and the beads that moved."""
    rng = random.Random(f"{text.name} {text.kind} {size} {seed}")
    both = sorted((bead for bead in text.gold if bead[0] and bead[1]), key=lambda b: b[1])
    first = rng.randrange(0, len(both) - size)
    block = both[first : first + size]
    low, high = block[0][1][0], block[-1][1][-1] + 1
    targets = [b[1][0] for n, b in enumerate(both) if n + AWAY < first or n > first + size + AWAY]
    to = rng.choice(targets)
    rest = [k for k in range(len(text.en)) if not low <= k < high]
    at = rest.index(to)
    order = [*rest[:at], *range(low, high), *rest[at:]]
    place = {old: new for new, old in enumerate(order)}
    gold = [(zh, tuple(sorted(place[k] for k in en))) for zh, en in text.gold]
    moved = {(zh, tuple(place[k] for k in en)) for zh, en in block}
    return Text(f"{text.kind}-moved", text.name, text.zh, tuple(text.en[k] for k in order), gold), moved


def count_moved(texts: Iterable[Text], sizes: Iterable[int], seeds: Iterable[int], cutter: Cutter) -> Counter[str]:
    """Count gold beads that moved (`moved`), those found in their block (`found`), pairs given as moved (`given`) and right ones (`right`)."""
    counts: Counter[str] = Counter()
    align = partial(align_sentences, cutter=cutter)
    cases = [(text, size, seed) for text in texts for size in sizes for seed in seeds]
    for text, size, seed in cases:
        if size and len(text.gold) < 3 * AWAY + size:
            continue
        made, block = move_block(text, size, seed) if size else (text, set())
        beads = align(made.zh, made.en)
        found = find_moved(made.zh, made.en, beads, align, cutter=cutter)
        gold = set(made.gold)
        before = {(b.zh, b.en) for b in beads}
        counts.update(
            cases=1, moved=len(block), before=len(block & before), given=len(found.moved), right=sum((b.zh, b.en) in gold for b in found.moved),
            found=sum((b.zh, b.en) in block for b in found.beads), documents=bool(found.moved),
            overlap=sum(any(set(b.zh) & set(g[0]) and set(b.en) & set(g[1]) for g in gold) for b in found.moved),
        )  # fmt: skip
    return counts


def main() -> None:
    """Print a line a set and size of block; size 0 is the set as it is."""
    seeds = range(7, 7 + (int(sys.argv[1]) if len(sys.argv) > 1 else 1))
    cutter = make_cutter()
    for name in SETS:
        texts = read_texts((name,))
        for size in (0, *SIZES):
            c = count_moved(texts, [size], seeds if size else [0], cutter)
            print(f"{name:18} block of {size:2}: {dict(c)}", flush=True)


if __name__ == "__main__":
    main()
