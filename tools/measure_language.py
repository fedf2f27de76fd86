"""Language detection measured: shares of right answers, Hani that OpenCC bears out, speed beside peers, growth on hostile text.

`make bench BENCH="--only language"` prints it all; tests/test_floors.py holds the first. The data lie beside the repository: the
development half of NTREX-128 (news) cut into sentences, fragments and lines with inserted terms, labelled.
"""

from __future__ import annotations

import json
import time
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bitext.language import detect, detect_language
from tests.hostile import KINDS, make

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["LINES", "growth", "hani_share", "is_here", "rates", "speeds"]

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "bench"
LINES = SHARED / "language-dev.jsonl"
NTREX = SHARED / "ntrex"
CHINESE = ("zh-Hans", "zh-Hant", "yue")
EUROPEAN = ("de", "fr", "es")
ROUNDS = 3


def is_here() -> bool:
    """Tell whether the data are."""
    return LINES.is_file() and NTREX.is_dir()


def _rows() -> list[dict[str, Any]]:
    return [json.loads(line) for line in LINES.read_text(encoding="utf-8").split("\n") if line]


def _is_right(row: dict[str, Any], lang: str) -> bool:
    """Hold an answer against the label: zh is zh in any script, a European line must only not be called English.

    An English fragment of capitalised and tiny words is a name, of which "und" is right too.
    """
    if row["lang"] in EUROPEAN:
        return lang != "en"
    want = "zh" if row["lang"] in CHINESE else row["lang"]
    name = row["task"] == "fragment" and want == "en" and all(w[:1].isupper() or len(w) < 3 for w in row["text"].split())
    return lang == want or (name and lang == "und")


def rates() -> dict[str, float]:
    """The share of right answers of each task and language, of inserted spans found exactly, and of scripts."""
    counts: dict[str, list[bool]] = {}
    for row in _rows():
        found = detect(row["text"])
        counts.setdefault(f"{row['task']}-{row['lang']}", []).append(_is_right(row, found.lang))
        if row["task"] == "sentence" and row["lang"] in ("zh-Hans", "zh-Hant"):
            counts.setdefault(f"script-{row['lang'][3:]}", []).append(found.script == row["lang"][3:])
        if row["task"] == "mixed":
            have = {(s.start, s.end, s.lang) for s in found.spans}
            counts.setdefault("spans", []).extend((a, b, lang) in have for a, b, lang in row["spans"])
    return {name: sum(right) / len(right) for name, right in counts.items()}


def hani_share() -> dict[str, str]:
    """By language and task, how many Chinese lines are called Hani, and how many of these OpenCC changes neither way."""
    opencc = import_module("opencc")
    t2s, s2t = opencc.OpenCC("t2s").convert, opencc.OpenCC("s2t").convert
    found: dict[str, list[bool]] = {}
    for row in _rows():
        if row["lang"] in CHINESE and row["task"] != "mixed" and detect(row["text"], spans=False).script == "Hani":
            same = t2s(row["text"]) == row["text"] == s2t(row["text"])
            found.setdefault(f"{row['lang']} {row['task']}", []).append(same)
    return {name: f"{sum(same)} of {len(same)}" for name, same in found.items()}


def _news() -> list[str]:
    sides = [(NTREX / name).read_text(encoding="utf-8").split("\n")[:-1] for name in ("zh-Hans.txt", "en.txt")]
    return [line for pair in zip(*sides, strict=True) for line in pair]


def _peers() -> Iterator[tuple[str, Callable[[str], object]]]:
    """What is compared, where it is installed; langdetect with a seed, as it should be used."""
    yield "bitext, language only", lambda text: detect(text, spans=False)
    yield "bitext, with spans", detect
    yield "bitext, quick answer by script", detect_language
    for name in ("langdetect", "langdetect_rs"):
        with suppress(ImportError):
            module = import_module(name)
            module.DetectorFactory.seed = 0
            yield name, module.detect
    with suppress(ImportError):
        detector = import_module("eldc")
        detector.init()
        yield "eldc", detector.detect


def speeds() -> list[tuple[str, str]]:
    """Lines a CPU second over half Chinese, half English news, the best of three rounds; slow peers get a tenth of the lines."""
    every = _news()
    made = []
    for name, call in _peers():
        lines = every[::10] if name == "langdetect" else every
        best = min(_seconds(call, lines) for _ in range(1 + ROUNDS))  # the first round loads
        made.append((name, f"{len(lines) / best:,.0f}"))
    return made


def _seconds(call: Callable[[str], object], lines: list[str]) -> float:
    begin = time.process_time()
    for line in lines:
        with suppress(Exception):  # langdetect raises where it finds no letters
            call(line)
    return time.process_time() - begin


def growth(size: int = 100_000) -> list[tuple[str, str, str]]:
    """The hostile texts whose tenfold costs most: kind, seconds at ten times the size, and by how much that grew."""
    made = []
    for kind, (form, _) in KINDS.items():
        if form == "text":
            small, large = (min(_seconds(detect, [make(kind, n)[1]]) for _ in range(2)) for n in (size, 10 * size))
            made.append((large, (kind, f"{large:.2f}", f"{large / max(small, 1e-4):.1f}")))
    return [row for _, row in sorted(made, reverse=True)[:5]]
