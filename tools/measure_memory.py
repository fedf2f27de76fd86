"""How large and how fast a translation memory is: made-up pairs over a realistic vocabulary, never kept."""

from __future__ import annotations

import math
import random
from bisect import bisect
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from bitext.model import Pair
from bitext.words.dictionary import load_dictionary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent


def drawer(words: list[str], weights: list[float], rng: random.Random) -> Callable[[], str]:
    """Draw words as often as their weights say."""
    sums = list(accumulate(weights))
    return lambda: words[bisect(sums, rng.random() * sums[-1])]


def pairs(count: int, seed: int = 1) -> Iterator[Pair]:
    """Sentences of words drawn by frequency: Chinese by jieba's, English by rank (Zipf); a tenth nearly repeat an earlier one."""
    rng = random.Random(seed)
    scores = {word: score for word, score in load_dictionary().scores.items() if score is not None and "\u4e00" <= word[0] <= "\u9fff"}
    zh = drawer(list(scores), [math.exp(score) for score in scores.values()], rng)
    lines = (ROOT / "bitext/data/english_words.txt").read_text("utf-8").split("\n")
    known = [word for line in lines if line[:1] not in ("#", "") for word in line.split("\t")[-1].split()]
    en = drawer(known, [1 / (rank + 3) for rank in range(len(known))], rng)
    kept: list[tuple[list[str], list[str]]] = []
    for number in range(count):
        if kept and rng.random() < 0.1:
            left, right = (list(side) for side in rng.choice(kept))
            for side, draw in ((left, zh), (right, en)):
                for _ in range(rng.randint(1, 3)):
                    side[rng.randrange(len(side))] = draw()
        else:
            size = rng.randint(5, 40)
            left, right = [zh() for _ in range(size)], [en() for _ in range(size * 11 // 10)]
            if len(kept) < 20_000:
                kept.append((left, right))
        yield Pair(f"n{number}", "".join(left) + "。", " ".join(right).capitalize() + ".", 0.5 + rng.randrange(50) / 100)
