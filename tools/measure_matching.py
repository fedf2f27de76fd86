"""Documents made up to measure `bitext match` by: any number of them, in two languages that translate one another word by word.

    python -m tools.measure_matching [NUMBER …]

prints, for each number of documents a side, CPU seconds, peak memory, and how many couples were right.
"""

from __future__ import annotations

import itertools
import random
import resource
import sys
import time
from functools import lru_cache
from importlib import resources

from bitext.lexicon import load_lexicon
from bitext.matching import match_documents
from bitext.model import Block, Document

__all__ = ["make_documents", "measure"]

#: Words that are drawn, commonest first; sentences a document; words a sentence; words that a document keeps coming back to.
_WORDS, _SENTENCES, _LENGTH, _OWN = 20_000, 25, 12, 40
#: Sentences that one side of a couple lacks; documents that have no counterpart.
_DELETED, _ALONE = 0.3, 0.3


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[list[tuple[str, tuple[str, ...]]], list[float]]:
    """The commonest words of jieba's dictionary that CC-CEDICT glosses, with the glosses' stems, and cumulative counts."""
    rows = [line.split(" ") for line in (resources.files("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines()]
    rows.sort(key=lambda row: (-int(row[1]), row[0]))
    glossed = ((row[0], tuple(sorted(load_lexicon().glosses(row[0]))), int(row[1])) for row in rows if len(row[0]) > 1)
    chosen = list(itertools.islice((row for row in glossed if row[1]), _WORDS))
    return [row[:2] for row in chosen], list(itertools.accumulate(float(row[2]) for row in chosen))


def _couple(rng: random.Random) -> tuple[list[str], list[str]]:
    """The sentences of one document and of its translation: three words in four by their glosses, the order a little changed."""
    words, counts = _vocabulary()
    own = rng.sample(words, _OWN)
    zh, en = [], []
    for _ in range(_SENTENCES):
        drawn = [rng.choice(own) if rng.random() < 0.4 else rng.choices(words, cum_weights=counts)[0] for _ in range(_LENGTH)]
        said = [rng.choice(glosses if rng.random() < 0.75 else rng.choice(words)[1]) for _, glosses in drawn]
        said = [word for _, word in sorted((place + rng.uniform(0, 3), word) for place, word in enumerate(said))]
        number = f"{rng.randint(11, 99)}.{rng.randint(1, 9)}%" if rng.random() < 0.2 else ""
        zh.append("".join(word for word, _ in drawn) + number + "。")
        en.append("The " + " of ".join(said) + (f" {number}." if number else "."))
    return zh, en


def make_documents(number: int, seed: str = "made") -> tuple[list[Document], list[Document]]:
    """Make so many documents a side, in an order of their own; a couple has one id, documents without a counterpart end in `-`."""
    rng = random.Random(seed)
    sides: tuple[list[Document], list[Document]] = ([], [])
    for n in range(number):
        couple = _couple(rng)
        lacking = rng.randint(0, 1)
        alone = rng.random() < _ALONE
        for side, sentences in enumerate((couple[0], _couple(rng)[1] if alone else couple[1])):
            kept = [s for s in sentences if side != lacking or rng.random() >= _DELETED] or sentences[:1]
            blocks = tuple(Block(str(k), "paragraph", sentence) for k, sentence in enumerate(kept))
            sides[side].append(Document(f"{n}-{side if alone else ''}" if alone else str(n), blocks=blocks))
    for documents in sides:
        rng.shuffle(documents)
    return sides


def measure(number: int) -> tuple[float, float, float, float]:
    """Match made-up documents; give CPU seconds, peak memory in MB, precision and recall."""
    zh, en = make_documents(number)
    begin = time.process_time()
    found = match_documents(zh, en)
    took = time.process_time() - begin
    true = len({d.id for d in zh} & {d.id for d in en})
    right = sum(c.zh == c.en for c in found.couples)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)
    return took, peak, right / max(1, len(found.couples)), right / max(1, true)


if __name__ == "__main__":
    for asked in map(int, sys.argv[1:] or ("1000", "10000")):
        took, peak, precision, recall = measure(asked)
        print(f"{asked} × {asked}: {took:.1f} s CPU, peak {peak:.0f} MB, precision {precision:.4f}, recall {recall:.4f}", flush=True)
