"""Measure the filters of pairs: good pairs accepted by set, spoiled ones rejected by kind of noise, and pairs a second.

    python -m tools.measure_filtering [--every 5] [--lost]
    python -m tools.measure_filtering --folds

Good pairs are the development sets beside the project, spoiled ones are made of them (tools/adequacy_data.py). Two columns: the
rules alone, and all filters. The weights of adequacy were fitted on these pairs, so the second column is in-sample. `--folds`
fits them anew for each fold of documents (it needs the extra `fit`), and shows all filters together at several bounds of
adequacy, on documents that no weight has seen. `--lost` shows the good pairs that are rejected.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING

from bitext.filtering import FilterOptions, filter_pairs
from bitext.filtering.meaning import ADEQUACY
from bitext.model import Pair
from tools.adequacy_data import is_here, make_samples, read_pairs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bitext.filtering import Verdict
    from tools.adequacy_data import Sample

__all__ = ["Judged", "judge", "shares", "speeds"]

#: Bounds of adequacy that `--folds` compares.
BOUNDS = (0.03, 0.05, 0.06, 0.07, 0.08, 0.1, 0.12, 0.15, 0.2, 0.25)
#: A sample with its verdict.
Judged = tuple["Sample", "Verdict"]


def judge(samples: Sequence[Sample]) -> list[Judged]:
    """Give each sample its verdict by the filters that are on by default."""
    pairs = [Pair(str(number), sample.zh, sample.en, 1.0) for number, sample in enumerate(samples)]
    return list(zip(samples, filter_pairs(pairs), strict=True))


def shares(judged: Iterable[Judged]) -> dict[tuple[str, str], tuple[int, float, float]]:
    """Of each set of good pairs the shares accepted, of each noise the shares rejected: how many, by rules alone, by all."""
    counted: Counter[tuple[str, str]] = Counter()
    by_rules: Counter[tuple[str, str]] = Counter()
    by_all: Counter[tuple[str, str]] = Counter()
    for sample, verdict in judged:
        row = ("noise", sample.noise) if sample.noise else ("good", sample.kind)
        counted[row] += 1
        by_rules[row] += any(reason.filter != ADEQUACY for reason in verdict.reasons)
        by_all[row] += not verdict.accepted
    made = {}
    for row, number in sorted(counted.items()):
        rejected = by_rules[row] / number, by_all[row] / number
        rules, everything = rejected if row[0] == "noise" else (1 - rejected[0], 1 - rejected[1])
        made[row] = (number, rules, everything)
    return made


def folded(samples: Sequence[Sample], bounds: Sequence[float], shown: Sequence[Sample]) -> dict[tuple[str, str], tuple[int, list[float]]]:
    """As `shares`, by all filters at several bounds of adequacy, whose weights saw nothing of a pair's document.

    Args:
        samples: what the weights are fitted on, fold by fold.
        bounds: lowest scores of adequacy that are accepted.
        shown: those of the samples that are counted.
    """
    import numpy as np

    from bitext.filtering.adequacy_words import read_words
    from bitext.words import make_cutter
    from tools.fit_adequacy import out_of_fold

    cutter = make_cutter()
    words = [read_words(sample.zh, sample.en, cutter) for sample in samples]
    scores = out_of_fold(samples, words, np.zeros((len(samples), 0), np.float32))
    wanted = set(shown)
    groups: dict[tuple[str, str], list[tuple[bool, float]]] = {}
    rules = FilterOptions(skip=frozenset([ADEQUACY]))
    chosen = [(sample, score) for sample, score in zip(samples, scores, strict=True) if sample in wanted]
    verdicts = filter_pairs((Pair("", sample.zh, sample.en, 1.0) for sample, _ in chosen), rules)
    for (sample, score), verdict in zip(chosen, verdicts, strict=True):
        groups.setdefault(("noise", sample.noise) if sample.noise else ("good", sample.kind), []).append((verdict.accepted, score))
    made = {}
    for row, found in sorted(groups.items()):
        kept = [sum(passed and score >= bound for passed, score in found) / len(found) for bound in bounds]
        made[row] = (len(found), [1 - share for share in kept] if row[0] == "noise" else kept)
    return made


def speeds(pairs: Sequence[Pair], rounds: int = 3) -> dict[str, float]:
    """Pairs a CPU second on one core, by the rules alone and by all filters; the quickest of some rounds."""
    made = {}
    for name, options in (("rules alone", FilterOptions(skip=frozenset([ADEQUACY]))), ("all filters", FilterOptions())):
        took = []
        for _ in range(rounds):
            begin = time.process_time()
            list(filter_pairs(pairs, options))
            took.append(time.process_time() - begin)
        made[name] = len(pairs) / min(took)
    return made


def main() -> int:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="take every Nth spoiled pair (default: %(default)s)")
    parser.add_argument("--folds", action="store_true", help="weights that saw nothing of a pair's document, at several bounds")
    parser.add_argument("--lost", action="store_true", help="show the good pairs that are rejected")
    asked = parser.parse_args()
    if not is_here():
        print("../shared/bench is not here: nothing to measure on", file=sys.stderr)
        return 1
    samples = make_samples(read_pairs())
    if asked.folds:
        _show_folds(samples)
        return 0
    good, spoiled = [s for s in samples if not s.noise], [s for s in samples if s.noise]
    judged = judge([*good, *spoiled[:: asked.every]])
    print("| pairs | number | rules alone | all filters |\n| --- | --- | --- | --- |")
    for (what, name), (number, rules, everything) in shares(judged).items():
        print(f"| {name}, {'accepted' if what == 'good' else 'rejected'} | {number} | {rules:.1%} | {everything:.1%} |")
    reasons = Counter(reason.filter for sample, verdict in judged if not sample.noise for reason in verdict.reasons)
    print("\nGood pairs rejected, by filter:", ", ".join(f"{name} {count}" for name, count in reasons.most_common()))
    if asked.lost:
        for sample, verdict in judged:
            if not sample.noise and not verdict.accepted:
                print(f"{sample.kind}\t{', '.join(f'{r.filter} {r.value:g}' for r in verdict.reasons)}\t{sample.zh}\t{sample.en}")
    pairs = [Pair(str(number), s.zh, s.en, 1.0) for number, s in enumerate(good[:2000])]
    print("\nPairs a CPU second:", ", ".join(f"{name} {rate:,.0f}" for name, rate in speeds(pairs).items()))
    return 0


def _show_folds(samples: Sequence[Sample]) -> None:
    """Print a table: good pairs of every set, noise made of simplified news."""
    chosen = [sample for sample in samples if not sample.noise or sample.kind == "news zh-Hans"]
    print(f"| pairs | number | {' | '.join(f'{bound:g}' for bound in BOUNDS)} |\n| --- | --- {'| --- ' * len(BOUNDS)}|")
    for (what, name), (number, found) in folded(samples, BOUNDS, chosen).items():
        print(f"| {name}, {'accepted' if what == 'good' else 'rejected'} | {number} | {' | '.join(f'{share:.1%}' for share in found)} |")


if __name__ == "__main__":
    sys.exit(main())
