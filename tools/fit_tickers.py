"""Fit the learned score of stock-ticker names, and measure it on cases and frames that it did not see.

    python tools/fit_tickers.py [--write] [--measure FILE ...]

Learns from the written cases in tests/cases/tickers and from tools/ticker_frames.txt, whose lines stand for many
sentences each: "C" for a company, "W" for an ordinary word, alternatives in square brackets parted by strokes, {X} for
any company with a second reading, {新动力} for that word or one like it, and {port} for one of a line "G port …"; a line
that begins with "c" or "w" is written like a case and counts as one.
The cases of a lot are one writer's, on names drawn from the whole list; the older cases fall into folds of neighbours, which were
written together. Cross-validation holds a lot or a fold back and prints what the rule makes of it with the other cases' weights,
and what other bounds would do. `--write` stores the weights fitted on everything in bitext/data/ticker_weights.json; `--measure`
says what the rule as it is makes of cases in a file. Needs scipy (with lightgbm a development dependency).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import tomllib
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from bitext.model import Block, Metadata
from bitext.rules import ticker_learned
from bitext.rules.engine import apply_rules
from bitext.rules.rule import Page
from bitext.rules.ticker_context import weigh
from bitext.rules.ticker_features import describe_place
from bitext.rules.ticker_judging import COMPANY_UP_TO, RESTORE_FROM, places_in
from bitext.rules.tickers import RULES

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases" / "tickers"
FRAMES = ROOT / "tools" / "ticker_frames.txt"
WEIGHTS = ROOT / "bitext" / "data" / "ticker_weights.json"
#: Weight of the squared weights; flat from 1 to 3.
PENALTY = 2.0
#: What a case counts that belongs to no lot (short sentences, few names), and all sentences of a frame together: set on both kinds of cases.
OLDER, FRAME = 1.0, 0.5
FOLDS = 5
#: Older cases that follow one another in a file were written together.
TOGETHER = 20
#: Features seen less often teach nothing, and weights smaller than this change no decision: they only fill the file.
SEEN, LEAST = 2, 0.01
#: Words that stand in each other's place in a frame.
ALIKE = {
    "新动力": ("新动力", "驱动力", "动力源", "新希望"),
    "动力源": ("动力源", "新动力", "驱动力"),
    "农产品": ("农产品", "农产品", "农产品", "黑芝麻", "百合花"),
    "太阳能": ("太阳能", "太阳能", "太阳能", "绿色动力", "新天然气"),
    "智慧农业": ("智慧农业", "中国软件", "航天科技", "大众交通"),
    "新世界": ("新世界", "新天地", "新大陆", "小商品城"),
}
#: Companies that machine translation meets most, drawn more often than the others.
COMMON = "动力源 农产品 太阳能 机器人 老百姓 老百姓 老百姓 新动力 新产业 新希望 新世界 大众交通 指南针 驱动力 中国电影 智慧农业 新大陆 新里程".split()
_CHOICE = re.compile(r"\[([^\[\]]+)\]")
_SLOT = re.compile(r"\{([^}]+)\}")


@dataclass(frozen=True, slots=True)
class Sample:
    """A place of a name: its features, whether the word is meant, what it counts, and the lot or fold it belongs to ("": none)."""

    features: dict[str, float]
    word: bool
    counts: float
    lot: str


def features_of(text: str) -> list[dict[str, float]]:
    """Features of every name in a text that has a second reading, other names seen as undecided."""
    found = [p for p in places_in(text) if p is not None]
    return [describe_place(p, sum(e.weight for e in weigh(p.word, p.left, p.right))) for p in found]


def read_cases(path: Path) -> list[dict[str, Any]]:
    """The cases of a JSONL file: kind (`word` or `company`), before, after, lot."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def written_cases() -> list[dict[str, Any]]:
    """Every written case, each with its lot or fold."""
    found = []
    for name in ("words", "known-failures", "companies"):
        for number, row in enumerate(read_cases(CASES / f"{name}.jsonl")):
            together = hashlib.sha256(f"{name} {number // TOGETHER}".encode()).digest()[0] % FOLDS
            found.append({"lot": f"older {together}"} | row)
    return found


def case_samples(cases: list[dict[str, Any]]) -> list[Sample]:
    """The places of cases; of a word's case the first name only, the others may be companies."""
    found = []
    for row in cases:
        places, word = features_of(row["before"]), row["kind"] == "word"
        counts = OLDER if row["lot"].startswith("older") else 1.0
        found += [Sample(p, word, counts, row["lot"]) for p in (places[:1] if word else places)]
    return found


def english_names() -> dict[str, str]:
    """For each short name with a second reading, its company as machine translation prints it."""
    codes: dict[str, Any] = json.loads((WEIGHTS.parent / "ashare_names.json").read_text(encoding="utf-8"))
    sections: dict[str, dict[str, Any]] = tomllib.loads((WEIGHTS.parent / "ordinary_words.toml").read_text(encoding="utf-8"))
    words = {zh: value for section in sections.values() for zh, value in section.items()}
    found = {}
    for code, row in codes.items():
        zh = "".join(unicodedata.normalize("NFKC", row["zh"] or "").split())
        if zh in words and zh not in found:
            named = words[zh].get("names", []) if isinstance(words[zh], dict) else []
            english = (named or [row["en"]])[0]
            if english:
                stem = re.sub(r",? (?:Co|Company|Corp|Corporation|Inc|Limited|Ltd)\b.*$", "", english)
                found[zh] = f"{stem} Co.Ltd({code})"
    return found


def frame_samples(seed: int = 7) -> list[Sample]:
    """Sentences of the frames: as many of a frame as its longest list of alternatives, each alternative at least once."""
    rng, names, found = random.Random(seed), english_names(), []
    groups = dict(ALIKE)
    for line in FRAMES.read_text(encoding="utf-8").splitlines():
        kind, frame = line[:1], line[2:].strip()
        if kind == "G":
            group, *members = frame.split()
            groups[group] = tuple(members)
        if kind not in ("C", "W", "c", "w"):
            continue
        word, counts = kind in "Ww", 1.0 if kind.islower() else FRAME
        places = [p for text in _sentences(frame, names, groups, rng) for p in features_of(text)[: 1 if word else 3]]
        found += [Sample(p, word, counts / len(places), "") for p in places]
    return found


def _sentences(frame: str, names: dict[str, str], groups: dict[str, tuple[str, ...]], rng: random.Random) -> list[str]:
    """The sentences that a frame stands for, two where only its slots vary."""
    lists = [choice.split("/") for choice in _CHOICE.findall(frame)]
    grouped = any(slot in groups and slot not in names for slot in _SLOT.findall(frame))
    count = max((len(c) for c in lists), default=2 if grouped else 1)
    orders = [[w for _ in range(-(-count // len(c))) for w in rng.sample(c, len(c))][:count] for c in lists]
    rare, found = sorted(names), []
    for n in range(count):
        text = frame
        for order in orders:
            text = _CHOICE.sub(order[n], text, count=1)
        drawn: dict[str, str] = {}

        def fill(slot: re.Match[str], drawn: dict[str, str] = drawn) -> str:
            if slot[1] in names or slot[1] in groups:
                return names[rng.choice(groups.get(slot[1], (slot[1],)))]
            return drawn.setdefault(slot[1], names[rng.choice(COMMON if rng.random() < 0.5 else rare)])

        found.append(_SLOT.sub(fill, text))
    return found


def fit(samples: list[Sample]) -> dict[str, float]:
    """Weights of an L2-penalised logistic regression, by L-BFGS; the order of features is alphabetical."""
    seen = Counter(name for s in samples for name in s.features)
    names = sorted(name for name, times in seen.items() if times >= SEEN)
    number = {name: n for n, name in enumerate(names)}
    rows = [(r, number[name], value) for r, s in enumerate(samples) for name, value in s.features.items() if name in number]
    at, column, value = zip(*rows, strict=True)
    table = csr_matrix((value, (at, column)), shape=(len(samples), len(names)))
    sign = np.array([1.0 if s.word else -1.0 for s in samples])
    counts = np.array([s.counts for s in samples])

    def loss(weights: Any) -> tuple[float, Any]:
        margin = sign * (table @ weights)
        slope = -counts * sign / (1.0 + np.exp(np.minimum(margin, 500.0)))
        return float(counts @ np.logaddexp(0.0, -margin)) + PENALTY / 2 * float(weights @ weights), table.T @ slope + PENALTY * weights

    best = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 2000})
    return {name: round(float(w), 3) for name, w in zip(names, best.x, strict=True) if abs(w) >= LEAST}


def odds_of(weights: dict[str, float], sample: Sample) -> float:
    """Sum what a sample's features weigh."""
    return sum(weights.get(name, 0.0) * value for name, value in sample.features.items())


def cross_validate(cases: list[dict[str, Any]]) -> None:
    """Print what becomes of each lot or fold with weights that saw no case of it, and what other bounds would do."""
    samples, frames = case_samples(cases), frame_samples()
    scores: dict[tuple[bool, bool], list[float]] = {}
    counted: dict[bool, Counter[str]] = {False: Counter(), True: Counter()}
    for lot in sorted({s.lot for s in samples}):
        weights, older = fit([s for s in samples if s.lot != lot] + frames), lot.startswith("older")
        for sample in samples:
            if sample.lot == lot:
                scores.setdefault((older, sample.word), []).append(odds_of(weights, sample))
        with mock.patch.object(ticker_learned, "_weights", lambda weights=weights: weights):
            found = measure([row for row in cases if row["lot"] == lot])
        counted[older] += found
        print(lot, _said(found))
    for older, name in ((False, "lots"), (True, "older cases")):
        words, companies = np.array(scores[older, True]), np.sort(scores[older, False])
        print(f"{name}: {_said(counted[older])}")
        print(f"  a company scores less than a word in {np.mean(np.searchsorted(companies, words)) / len(companies):.1%} of all pairs")
        for bound in sorted({COMPANY_UP_TO, 1.0, 1.5, 2.0, 2.5, RESTORE_FROM, 3.5, 4.0}):
            print(f"  above {bound:.1f}: {np.mean(companies > bound):.1%} of companies, {np.mean(words > bound):.1%} of words")


def measure(cases: list[dict[str, Any]]) -> Counter[str]:
    """Count what the rule makes of cases."""
    counted: Counter[str] = Counter()
    for row in cases:
        page = Page((Block("0", "paragraph", row["before"], "en"),), "en", metadata=Metadata(), options=frozenset())
        done, edits = apply_rules(page, RULES)
        text, put = done.blocks[0].text, [e for e in edits if e.rule == "ticker-word" and e.action != "flag"]
        outcome = "silent" if not any(e.action == "flag" for e in edits) else "flagged"
        if put:
            outcome = "as written" if text == row["after"] else "changed"
        counted[f"{row['kind']} {outcome}"] += 1
    return counted


def _said(counted: Counter[str]) -> str:
    return ", ".join(f"{outcome} {times}" for outcome, times in sorted(counted.items()))


def main() -> None:
    """Cross-validate, or store the weights, or measure files of cases."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true", help="store the weights fitted on everything")
    parser.add_argument("--measure", nargs="+", type=Path, metavar="FILE", help="say what the rule makes of cases")
    options = parser.parse_args()
    if options.measure:
        for path in options.measure:
            print(f"{path.name}: {_said(measure(read_cases(path)))}")
        return
    cases = written_cases()
    if not options.write:
        cross_validate(cases)
        return
    samples = case_samples(cases) + frame_samples()
    about = (
        "Log-odds weights that a name with a stock code stands for an ordinary word (positive) or the company (negative); "
        f"L2-penalised logistic regression, penalty {PENALTY}, fitted by tools/fit_tickers.py on {len(samples)} names in sentences "
        "written for bitext (tests/cases/tickers, tools/ticker_frames.txt). Licence: Apache-2.0, as bitext."
    )
    text = json.dumps({"about": about, "weights": fit(samples)}, ensure_ascii=False, indent=0)
    WEIGHTS.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
