"""Sentences measured: boundary F1 and its ceiling, language borders, speed beside peers, growth on hostile text.

`make bench BENCH="--only segmentation"` prints it all; tests/test_floors.py holds the first two. The data are NTREX-128's
development half (news, one sentence or heading a line), which lies beside the repository; without it only growth is shown.
"""

from __future__ import annotations

import json
import re
import time
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from bitext.segmentation import find_sentences
from tests.hostile import KINDS, make

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Split = Callable[[str], list[str]]

__all__ = ["BORDERS", "border_share", "boundary_scores", "ceiling", "growth", "is_here", "peers", "speeds", "undivided_share"]

NTREX = Path(__file__).resolve().parent.parent.parent / "shared" / "bench" / "ntrex"
JOINTS = {"en": ("en.txt", " "), "zh": ("zh-Hans.txt", "")}
#: Five lines are joined to a paragraph, as `measure.py sentences` does.
LINES = 5
_FINAL = re.compile("[.!?…。！？][\"'”’」』)）]*$")
#: Layouts of a bilingual line: which comes first, what stands between, whether the final marks stay.
BORDERS = {
    "zh en": (True, " ", True),
    "en zh": (False, " ", True),
    "zh en, no space": (True, "", True),
    "en zh, no space": (False, "", True),
    "zh en, no marks": (True, " ", False),
    "en zh, no marks": (False, " ", False),
}


def is_here() -> bool:
    """Tell whether the data are beside the repository."""
    return NTREX.is_dir()


def _rows(name: str) -> list[str]:
    return [row for row in (NTREX / name).read_text(encoding="utf-8").split("\n") if row.strip()]


def _paragraphs(lang: str) -> list[list[str]]:
    rows = _rows(JOINTS[lang][0])
    return [rows[n : n + LINES] for n in range(0, len(rows), LINES)]


def ours(text: str) -> list[str]:
    """Split with bitext."""
    return [text[a:b] for a, b in find_sentences(text)]


def boundary_scores(lang: str, split: Split = ours) -> tuple[float, float, float]:
    """F1, precision and recall of boundaries inside paragraphs of five lines; white space does not count."""
    want: set[int] = set()
    have: set[int] = set()
    edges: set[int] = set()
    at = read = 0
    for rows in _paragraphs(lang):
        for row in rows:
            at += _size(row)
            want.add(at)
        edges.add(at)
        for part in split(JOINTS[lang][1].join(rows)):
            read += _size(part)
            have.add(read)
    return _f1(len((want & have) - edges), len(have - edges), len(want - edges))


def _size(text: str) -> int:
    return sum(map(len, text.split()))


def _f1(right: int, found: int, wanted: int) -> tuple[float, float, float]:
    precision, recall = right / max(1, found), right / max(1, wanted)
    return 2 * precision * recall / max(1e-9, precision + recall), precision, recall


def ceiling(lang: str) -> tuple[float, float, float]:
    """What a splitter could reach that knows every line, but needs a final mark to end one and ends one at each inside a line.

    Lines without a final mark cannot be found by it; marks inside a line that our own rules end a sentence at, in the line
    alone, count as several sentences in a line.
    """
    right = found = wanted = 0
    for rows in _paragraphs(lang):
        wanted += len(rows) - 1
        right += sum(bool(_FINAL.search(row)) for row in rows[:-1])
        found += sum(len(ours(row)) - 1 for row in rows)
    return _f1(right, right + found, wanted)


def border_share(layout: str) -> float:
    """The share of run-together pairs whose border is found exactly; lines without letters of their language are left out."""
    first, gap, marks = BORDERS[layout]
    zh, en = ((NTREX / name).read_text(encoding="utf-8").split("\n") for name in ("zh-Hans.txt", "en.txt"))
    found = total = 0
    for pair in zip(zh, en, strict=True):
        a, b = (side.strip() if marks else _FINAL.sub("", side.strip()) for side in (pair if first else pair[::-1]))
        if a and b:
            total += 1
            found += len(a) in {end for _, end in find_sentences(a + gap + b)}
    return found / max(1, total)


def undivided_share() -> float:
    """The share of the development lines with inserted terms that are not divided at a language border."""
    lines = (NTREX.parent / "language-dev.jsonl").read_text(encoding="utf-8").split("\n")
    texts = [row["text"] for row in map(json.loads, filter(None, lines)) if row["task"] == "mixed"]
    return sum(find_sentences(t) == find_sentences(t, borders=False) for t in texts) / max(1, len(texts))


def peers() -> dict[str, dict[str, Split]]:
    """Splitters that are installed, by language; each from a text to its sentences."""
    makers: tuple[tuple[str, Callable[[str], Split]], ...] = (("sentencex", _sentencex), ("blingfire", _blingfire), ("pysbd", _pysbd))
    made: dict[str, dict[str, Split]] = {lang: {"bitext": ours} for lang in JOINTS}
    for name, maker in makers:
        for lang, known in made.items():
            with suppress(ImportError):
                known[name] = maker(lang)
    return made


def _sentencex(lang: str) -> Split:
    module = import_module("sentencex")
    return lambda text: list(module.segment(lang, text))


def _blingfire(lang: str) -> Split:
    del lang  # one model for all
    module = import_module("blingfire")
    return lambda text: str(module.text_to_sentences(text)).split("\n")


def _pysbd(lang: str) -> Split:
    return import_module("pysbd").Segmenter(language=lang, clean=False).segment  # type: ignore[no-any-return]


def speeds(split: Split, langs: Sequence[str] = ("en", "zh"), rounds: int = 5) -> float:
    """MB of UTF-8 a CPU second over paragraphs of the languages, best of some rounds."""
    texts = [JOINTS[lang][1].join(rows) for lang in langs for rows in _paragraphs(lang)]
    best = min(_seconds(partial(_over, split, texts)) for _ in range(rounds))
    return sum(len(text.encode()) for text in texts) / best / 1e6


def _over(split: Split, texts: Sequence[str]) -> None:
    for text in texts:
        split(text)


def _seconds(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


#: Lines that tempt a splitter, beside those of tests/hostile.py.
TEMPTING = {
    "full stop and quote": '."', "ideographic stop and quote": "。”", "quotes typed wrongly": "他。“", "said": "。”他说。", "abbreviations": "Dr. ", "initials": "A. ",
    "scripts by turns": "a中", "scripts by turns, apart": "a 中 ", "quoted runs": " “中”a", "open brackets": "(a. ", "run-on": "The one ", "dots": "... ", "bars": "a|中|",
    "wraps": "the one\n", "hyphens at line ends": "a-\n", "wraps zh": "中，\n", "nul": "\x00.", "surrogates": "\ud800.", "marks on marks": "é́. ",
}  # fmt: skip


def growth() -> Iterator[tuple[str, float, float]]:
    """Seconds for 0.1 and 1 MB of each hostile text."""
    makers: dict[str, Callable[[int], str]] = {f"one line, {k}": partial(_filled, piece) for k, piece in TEMPTING.items()}
    makers.update({kind: partial(_made, kind) for kind, (form, _) in KINDS.items() if form == "text"})
    for name, maker in makers.items():
        small, large = maker(100_000), maker(1_000_000)
        yield name, _seconds(partial(find_sentences, small)), _seconds(partial(find_sentences, large))


def _filled(piece: str, size: int) -> str:
    return piece * (size // len(piece))


def _made(kind: str, size: int) -> str:
    return make(kind, size)[1]
