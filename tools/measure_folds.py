"""Measure the whole of `clean`, rules and all, with block probabilities from weights that saw nothing of a page's site.

    python tools/fit_maintext.py --save FOLDER && python tools/measure_folds.py FOLDER [--data ../shared/bench/clean]

Prints F1, precision and recall by task and language with bootstrap intervals over pages (10,000 resamples, 95%),
the share of pages worse than their input, and how much of already clean text stays.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))

from typing import TYPE_CHECKING

from maintext_data import records

from bitext import cleaning
from bitext.evaluation import f1, macro_scores, page_scores
from bitext.maintext import scoring
from bitext.text import tokens

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bitext.html import HtmlPage
    from bitext.maintext.scoring import Scores
    from bitext.model import Block


def main() -> None:
    """Clean every dev page with the stored probabilities and score it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data", type=Path, default=Path("../shared/bench/clean"))
    parser.add_argument("--skip", default="", help="rules to leave out, to see what they are worth")
    parser.add_argument("--worst", type=int, default=0)
    parser.add_argument("--tasks", default="html,text,half,gold")
    options = parser.parse_args()
    chosen = cleaning.Options(skip=frozenset(filter(None, options.skip.split(","))))
    for form in options.tasks.split(","):
        saved = json.loads((options.folder / f"{form}.json").read_text(encoding="utf-8"))
        for kind in ("en", "zh"):
            measure(form, kind, records(options.data, f"{kind}-dev"), saved, chosen, options)


def measure(
    form: str, kind: str, pages: list[dict[str, str]], saved: dict[str, list[float]], chosen: cleaning.Options, options: argparse.Namespace
) -> None:
    """One row: a task and a language."""
    rows, before, same, names = [], [], [], []
    for record in pages:
        known = saved.get(record["id"])
        _use(None if known is None else np.array(known, np.float32))
        source = record[form]
        done = cleaning.clean(source, form="html" if form == "html" else "text", url=record["url"], options=chosen)
        rows.append(page_scores(record["gold"], done.text))
        before.append(page_scores(record["gold"], record["text"] if form == "html" else source))
        names.append(record["id"][:12])
        if form == "gold":
            want, got = Counter(tokens(source)), Counter(tokens(done.text))
            same.append((sum((want & got).values()), sum(want.values())))
    whole = macro_scores(rows)
    worse = sum(f1(*a) < f1(*b) - 0.02 for a, b in zip(rows, before, strict=True)) / len(rows)
    low, high = _interval(rows)
    kept = f", tokens unchanged {sum(a for a, _ in same) / sum(b for _, b in same):.4f}" if same else ""
    print(
        f"{form} {kind}: F1 {whole[0]:.4f} [{low:.3f}, {high:.3f}] P {whole[1]:.3f} R {whole[2]:.3f}, {worse:.1%} of pages worse than the input{kept}",
        flush=True,
    )
    for at in sorted(range(len(rows)), key=lambda i: f1(*rows[i]))[: options.worst]:
        print(f"    {f1(*rows[at]):.3f}  P {rows[at][0]:.2f} R {rows[at][1]:.2f}  {names[at]}")


_score_html, _score_text = scoring.score_html, scoring.score_text


def _use(main: np.ndarray | None) -> None:
    """Make `clean` use stored probabilities instead of the packaged weights'."""

    def swap(scores: Scores) -> Scores:
        # Packaged weights have seen the page: falling back on them unsaid would make the figures look better than they are.
        if main is None or main.size != scores.main.size:
            raise SystemExit("the stored probabilities do not fit the pages as they are read now: run tools/fit_maintext.py --save again")
        return replace(scores, main=main)

    def html(page: HtmlPage, removed: Mapping[str, str]) -> Scores:
        return swap(_score_html(page, removed))

    def text(blocks: Sequence[Block], removed: Mapping[str, str]) -> Scores:
        return swap(_score_text(blocks, removed))

    vars(cleaning).update(score_html=html, score_text=text)


def _interval(rows: list[tuple[float, float]]) -> tuple[float, float]:
    rng = np.random.default_rng(0)
    table = np.array(rows)
    means = table[rng.integers(0, len(rows), (10_000, len(rows)))].mean(axis=1)
    values = 2 * means[:, 0] * means[:, 1] / np.maximum(means.sum(axis=1), 1e-9)
    return float(np.quantile(values, 0.025)), float(np.quantile(values, 0.975))


if __name__ == "__main__":
    main()
