"""How large and how fast a translation memory is: made-up pairs over a realistic vocabulary, never kept."""

from __future__ import annotations

import math
import random
import tempfile
import time
from bisect import bisect
from contextlib import suppress
from itertools import accumulate, chain, islice
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from bitext.errors import UsageError
from bitext.memory import Memory, make_sample
from bitext.memory.similarity import similarity
from bitext.model import Pair
from bitext.words.dictionary import load_dictionary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROOT = Path(__file__).resolve().parent.parent
#: Pairs among which all are compared with all.
SMALL = 20_000
NEWS = ROOT.parent / "shared" / "bench" / "ntrex"


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


def dev_pairs(count: int, seed: int = 2) -> Iterator[Pair]:
    """Development sentences over and over, each time with some words exchanged; none where they are not beside the repository."""
    if not all(path.is_file() for path in (NEWS / "zh-Hans.txt", NEWS / "en.txt")):
        return
    lines = [(NEWS / name).read_text("utf-8").split("\n") for name in ("zh-Hans.txt", "en.txt")]
    known = [(zh, en) for zh, en in zip(*lines, strict=False) if zh and en]
    rng = random.Random(seed)
    for number in range(count):
        zh, en = known[number % len(known)]
        other = rng.choice(known)
        yield Pair(f"d{number}", mutated(zh, rng, 0.15, other[0]), " ".join(mutated(en.split(), rng, 0.15, other[1].split())), 0.9)


def mutated(units: Any, rng: random.Random, share: float, others: Sequence[str]) -> Any:
    """A text with a share of its units exchanged for some of another's."""
    made = list(units)
    for _ in range(max(1, int(len(made) * share))):
        made[rng.randrange(len(made))] = rng.choice(others)
    return "".join(made) if isinstance(units, str) else made


def build(path: Path, count: int) -> tuple[float, float]:
    """Make a memory: CPU seconds of adding, and bytes a pair."""
    took = 0.0
    made = chain(dev_pairs(count // 4), pairs(count - count // 4))
    with Memory.open(path, write=True) as memory:
        while batch := list(islice(made, 20_000)):
            begin = time.process_time()
            memory.add(batch, source="made up")
            took += time.process_time() - begin
        total = len(memory)
    return took, path.stat().st_size / total


def sample(memory: Memory, count: int, seed: int = 5) -> list[tuple[str, str]]:
    """Some pairs of a memory, the same in every run."""
    rng = random.Random(seed)
    total, connection = len(memory), memory._connection  # noqa: SLF001  no one else wants pairs by number
    found = (connection.execute("SELECT zh, en FROM pairs WHERE id=?", (rng.randint(1, total),)).fetchone() for _ in range(count))
    return [(zh, en) for zh, en in found]


def queries(known: list[tuple[str, str]], seed: int = 6) -> Iterator[tuple[str, str, list[str]]]:
    """Kinds of queries: a name, how they are asked, and the texts."""
    rng = random.Random(seed)
    for size in (1, 2, 4, 8):
        yield f"Chinese, {size} characters", "words", [cut(zh, size, rng) for zh, _ in known]
    for size in (1, 2, 3):
        chosen = [" ".join(cut(en.split(), size, rng)) for _, en in known]
        yield f"English, {size} words", "words", chosen
        yield f"English, a phrase of {size}", "words", [f'"{text}"' for text in chosen]
    yield "English, beginnings", "words", [f"{text[:4]}*" for text in chosen]
    for side, lang in enumerate(("Chinese", "English")):
        texts = [pair[side] for pair in known]
        yield f"{lang}, the sentence itself", "like", texts
        others = [pair[side] for pair in reversed(known)]
        if side == 0:
            changed = [mutated(text, rng, 0.12, other) for text, other in zip(texts, others, strict=True)]
        else:
            changed = [" ".join(mutated(text.split(), rng, 0.12, other.split())) for text, other in zip(texts, others, strict=True)]
        yield f"{lang}, the sentence with one unit in eight exchanged", "like", changed


def cut(units: Any, size: int, rng: random.Random) -> Any:
    """A piece of a text."""
    at = rng.randrange(max(1, len(units) - size))
    return units[at : at + size]


def latencies(memory: Memory, known: list[tuple[str, str]]) -> Iterator[tuple[str, float, float, float]]:
    """CPU milliseconds of each kind of query, median, 95th of a hundred and longest; one-word texts of marks are passed over."""
    for name, how, texts in queries(known):
        lang = "zh" if name.startswith("Chinese") else "en"
        took = []
        for text in texts:
            begin = time.process_time()
            with suppress(UsageError):
                memory.search(text, lang=lang) if how == "words" else memory.search_similar(text, lang=lang)
                took.append((time.process_time() - begin) * 1000)
        took.sort()
        yield name, median(took), took[int(len(took) * 0.95)], took[-1]


def recall(memory: Memory, known: list[tuple[str, str]], least: float = 0.7) -> dict[str, tuple[float, int]]:
    """Of all pairs that an exhaustive comparison finds alike, the share that the memory finds, and how many there are."""
    everything = [(pair.zh, pair.en) for pair in memory.pairs()]
    made: dict[str, tuple[float, int]] = {}
    for name, how, texts in queries(known):
        if how != "like" or "exchanged" not in name:
            continue
        lang = "zh" if name.startswith("Chinese") else "en"
        found = total = 0
        for text in texts:
            one = make_sample(text)
            alike = {pair for pair in everything if similarity(one, pair[lang == "en"], least)}
            hits = {(hit.zh, hit.en) for hit in memory.search_similar(text, lang=lang, least=least, limit=max(1, len(alike))).hits}
            found, total = found + len(alike & hits), total + len(alike)
        made[lang] = found / max(1, total), total
    return made


def scan(memory: Memory) -> float:
    """CPU seconds of a search without an index, simplified characters alone."""
    begin = time.process_time()
    memory._connection.execute("SELECT count(*) FROM pairs WHERE zh LIKE '%重庆%'").fetchone()  # noqa: SLF001
    return time.process_time() - begin


def measure(count: int) -> Iterator[tuple[str, tuple[str, ...], list[tuple[object, ...]]]]:
    """Tables, each with its title and head: rate and size, latencies beside a scan of the texts, what like sentences are missed."""
    with tempfile.TemporaryDirectory() as folder:
        took, size = build(Path(folder) / "memory.db", count)
        yield f"Memory of {count:,} made-up pairs", ("pairs added a CPU second", "bytes a pair"), [(f"{count / took:.0f}", f"{size:.0f}")]
        with Memory.open(Path(folder) / "memory.db") as memory:
            yield "Queries, CPU ms", ("query", "median", "95%", "longest"), list(latencies(memory, sample(memory, 100)))
            yield "A scan of all texts (LIKE), CPU ms", ("text", "ms"), [("重庆", scan(memory) * 1000)]
        build(Path(folder) / "small.db", SMALL)
        with Memory.open(Path(folder) / "small.db") as memory:
            shares = recall(memory, sample(memory, 40))
            rows: list[tuple[object, ...]] = [(lang, share, total) for lang, (share, total) in shares.items()]
            yield f"Sentences alike (70%) among {SMALL:,}, against comparing all", ("side", "found", "of"), rows
