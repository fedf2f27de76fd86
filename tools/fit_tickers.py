"""Fit the learned score of stock-ticker names, and measure it on cases and frames that it did not see.

    python tools/fit_tickers.py [--write]

Learns from the written cases in tests/cases/tickers and from tools/ticker_frames.txt, whose lines stand for many
sentences each: "C" for a company, "W" for an ordinary word, alternatives in square brackets parted by strokes, {X} for
any company with a second reading and {新动力} for that word or one like it. Cross-validation is by frame: all sentences
of a frame are in one fold, and so are neighbouring cases, which were written together. `--write` stores the weights
fitted on everything in bitext/data/ticker_weights.json. Needs scipy (with lightgbm a development dependency).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from bitext.rules.ticker_context import COMPANY, UNDECIDED, sentence_around
from bitext.rules.ticker_features import describe_place
from bitext.rules.tickers import find_mentions

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases" / "tickers"
FRAMES = ROOT / "tools" / "ticker_frames.txt"
WEIGHTS = ROOT / "bitext" / "data" / "ticker_weights.json"
#: Weight of the squared weights; set on fresh cases, flat from 0.2 to 2.
PENALTY = 1.0
FOLDS = 5
#: Cases that follow one another in a file were written together.
TOGETHER = 20
#: Weights smaller than this change no decision and only fill the file.
LEAST = 0.02
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
    """A place of a name: its features, whether the word is meant, and the group that it is held back with."""

    features: dict[str, float]
    word: bool
    group: str


def places_of(text: str) -> list[dict[str, float]]:
    """Features of every name in a text that has a second reading, other names seen as undecided."""
    mentions = find_mentions(text)
    stands = [UNDECIDED if m.company and m.company.word else COMPANY for m in mentions]
    edges = [0, *(m.end for m in mentions)]
    gaps = [text[a : m.start] for a, m in zip(edges, mentions, strict=False)] + [text[edges[-1] :]]
    parts = [p for pair in zip(gaps, [*stands, ""], strict=True) for p in pair]
    found = []
    for n, mention in enumerate(mentions):
        if mention.company and mention.company.word:
            left, right = sentence_around("".join(parts[: 2 * n + 1]), "".join(parts[2 * n + 2 :]))
            found.append(describe_place(mention.company.word, left, right, marked=bool(mention.mark or mention.doubled)))
    return found


def case_samples() -> list[Sample]:
    """Every written case; of a word's case the first name only, the others may be companies."""
    found = []
    for name, word in (("words", True), ("known-failures", True), ("companies", False)):
        for number, line in enumerate((CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()):
            places = places_of(json.loads(line)["before"])
            found += [Sample(p, word, f"{name} {number // TOGETHER}") for p in (places[:1] if word else places)]
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
    rare = sorted(names)
    for line in FRAMES.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        kind, frame = line[0], line[2:].strip()
        lists = [choice.split("/") for choice in _CHOICE.findall(frame)]
        count = max((len(c) for c in lists), default=1)
        orders = [[w for _ in range(-(-count // len(c))) for w in rng.sample(c, len(c))][:count] for c in lists]
        for n in range(count):
            text = frame
            for order in orders:
                text = _CHOICE.sub(order[n], text, count=1)
            drawn: dict[str, str] = {}

            def fill(slot: re.Match[str], drawn: dict[str, str] = drawn) -> str:
                if slot[1] in names:
                    return names[rng.choice(ALIKE.get(slot[1], (slot[1],)))]
                return drawn.setdefault(slot[1], names[rng.choice(COMMON if rng.random() < 0.5 else rare)])

            places = places_of(_SLOT.sub(fill, text))
            found += [Sample(p, kind == "W", line) for p in places[: 1 if kind == "W" else 3]]
    return found


def fit(samples: list[Sample]) -> dict[str, float]:
    """Weights of an L2-penalised logistic regression, by L-BFGS; the order of features is alphabetical."""
    names = sorted({name for s in samples for name in s.features})
    number = {name: n for n, name in enumerate(names)}
    rows = [(r, number[name], value) for r, s in enumerate(samples) for name, value in s.features.items()]
    at, column, value = zip(*rows, strict=True)
    table = csr_matrix((value, (at, column)), shape=(len(samples), len(names)))
    sign = np.array([1.0 if s.word else -1.0 for s in samples])

    def loss(weights: Any) -> tuple[float, Any]:
        margin = sign * (table @ weights)
        slope = -sign / (1.0 + np.exp(np.minimum(margin, 500.0)))
        return float(np.logaddexp(0.0, -margin).sum() + PENALTY / 2 * weights @ weights), table.T @ slope + PENALTY * weights

    best = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 2000})
    return {name: round(float(w), 3) for name, w in zip(names, best.x, strict=True) if abs(w) >= LEAST}


def odds_of(weights: dict[str, float], sample: Sample) -> float:
    """Sum what a sample's features weigh."""
    return sum(weights.get(name, 0.0) * value for name, value in sample.features.items())


def cross_validate(samples: list[Sample]) -> None:
    """Print how well companies and words are told apart by weights that saw no sentence of the same frame."""
    folds = [int(hashlib.sha256(s.group.encode()).hexdigest(), 16) % FOLDS for s in samples]
    scores: dict[bool, list[float]] = {True: [], False: []}
    for fold in range(FOLDS):
        weights = fit([s for s, f in zip(samples, folds, strict=True) if f != fold])
        for sample, at in zip(samples, folds, strict=True):
            if at == fold:
                scores[sample.word].append(odds_of(weights, sample))
    words, companies = np.array(scores[True]), np.sort(scores[False])
    for lost in (0.005, 0.01, 0.02, 0.05):
        bound = companies[int(len(companies) * (1 - lost))]
        print(f"{lost:6.1%} of {len(companies)} companies above {bound:5.2f}, {np.mean(words > bound):.1%} of {len(words)} words")


def main() -> None:
    """Cross-validate, and store the weights where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true", help="store the weights fitted on everything")
    samples = case_samples() + frame_samples()
    if not parser.parse_args().write:
        return cross_validate(samples)
    about = (
        "Log-odds weights that a name with a stock code stands for an ordinary word (positive) or the company (negative); "
        f"L2-penalised logistic regression, penalty {PENALTY}, fitted by tools/fit_tickers.py on {len(samples)} names in sentences "
        "written for bitext (tests/cases/tickers, tools/ticker_frames.txt). Licence: Apache-2.0, as bitext."
    )
    text = json.dumps({"about": about, "weights": fit(samples)}, ensure_ascii=False, indent=0)
    WEIGHTS.write_text(text + "\n", encoding="utf-8")
    return None


if __name__ == "__main__":
    main()
