"""Measure the filters of pairs: good pairs accepted by set, spoiled ones rejected by kind of noise, and pairs a second.

    python -m tools.measure_filtering [--every 5] [--lost]
    python -m tools.measure_filtering --folds

Good pairs are the development sets beside the project, spoiled ones are made of them (tools/adequacy_data.py), each judged by itself.
Two columns: the rules alone, and all filters. The weights of adequacy were fitted on these pairs, so the second column is in-sample.
`--folds` fits them anew for each fold of documents (it needs the extra `fit`), and judges whole files in order, on documents that no
weight has seen: by the filters that look at a pair alone, and by all. `--lost` shows the good pairs that are rejected.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from bitext.filtering import FilterOptions, choose_filters, filter_pairs
from bitext.filtering.adequacy import score_adequacy
from bitext.filtering.meaning import ADEQUACY, CONTEXT, NEIGHBOUR
from bitext.filtering.neighbours import score_context, score_neighbours
from bitext.filtering.tuning import make_noise
from bitext.model import Pair
from tools.adequacy_data import is_here, make_samples, read_pairs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bitext.filtering import Verdict
    from tools.adequacy_data import Sample, Text

__all__ = ["Judged", "judge", "shares", "speeds"]

#: Shares of bad pairs among good ones.
SHARES = (0.05, 0.2, 0.5)
#: The filters that are no rules.
MEANING = frozenset((ADEQUACY, CONTEXT, NEIGHBOUR))
#: A sample with its verdict.
Judged = tuple["Sample", "Verdict"]


def judge(samples: Sequence[Sample]) -> list[Judged]:
    """Give each sample its verdict by the filters that are on by default, without regard to what stands beside it."""
    pairs = [Pair(str(number), sample.zh, sample.en, 1.0, extra={"doc": number}) for number, sample in enumerate(samples)]
    return list(zip(samples, filter_pairs(pairs), strict=True))


def shares(judged: Iterable[Judged]) -> dict[tuple[str, str], tuple[int, float, float]]:
    """Of each set of good pairs the shares accepted, of each noise the shares rejected: how many, by rules alone, by all."""
    counted: Counter[tuple[str, str]] = Counter()
    by_rules: Counter[tuple[str, str]] = Counter()
    by_all: Counter[tuple[str, str]] = Counter()
    for sample, verdict in judged:
        row = ("noise", sample.noise) if sample.noise else ("good", sample.kind)
        counted[row] += 1
        by_rules[row] += any(reason.filter not in MEANING for reason in verdict.reasons)
        by_all[row] += not verdict.accepted
    made = {}
    for row, number in sorted(counted.items()):
        rejected = by_rules[row] / number, by_all[row] / number
        rules, everything = rejected if row[0] == "noise" else (1 - rejected[0], 1 - rejected[1])
        made[row] = (number, rules, everything)
    return made


class Folded:
    """Adequacy by weights that saw nothing of a pair's document."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        import numpy as np

        from bitext.filtering.adequacy import make_model
        from bitext.filtering.adequacy_words import read_words
        from bitext.words import make_cutter
        from tools.fit_adequacy import FOLDS, fit_model, fold_of

        cutter = make_cutter()
        words = [read_words(sample.zh, sample.en, cutter) for sample in samples]
        self._fold_of, self._models = fold_of, []
        for fold in range(FOLDS):
            seen = [n for n, sample in enumerate(samples) if fold_of(sample.name) != fold]
            own, own_words = [samples[n] for n in seen], [words[n] for n in seen]
            self._models.append(make_model(fit_model(own, own_words, np.zeros((len(seen), 0), np.float32))))

    def score(self, pairs: Sequence[Pair], names: Mapping[str, str]) -> list[float]:
        """Score pairs, given the name of the document that a Chinese side is of."""
        folds = [self._fold_of(names[pair.zh]) for pair in pairs]
        found = [0.0] * len(pairs)
        for fold, model in enumerate(self._models):
            own = [at for at, one in enumerate(folds) if one == fold]
            for at, score in zip(own, score_adequacy([pairs[at] for at in own], model=model), strict=True):
                found[at] = score
        return found

    def accepted(self, pairs: Sequence[Pair], names: Mapping[str, str]) -> list[tuple[bool, bool]]:
        """Of each pair of a file, whether all filters that look at it alone accept it, and whether all do."""
        bounds = {made.id: own for made, own in choose_filters()}
        own = self.score(pairs, names)
        context = score_context(pairs, own)
        slips = score_neighbours(pairs, own, lambda some: self.score(some, names))
        rules = filter_pairs(pairs, FilterOptions(skip=MEANING))
        alone = [verdict.accepted and bounds[ADEQUACY].accepts(score) for verdict, score in zip(rules, own, strict=True)]
        return [
            (one, one and bounds[CONTEXT].accepts(around) and bounds[NEIGHBOUR].accepts(slip))
            for one, around, slip in zip(alone, context, slips, strict=True)
        ]


def make_files(texts: Sequence[Text], samples: Sequence[Sample]) -> dict[str, list[tuple[Pair, bool]]]:
    """Make files of pairs, each with whether it is good: good ones by set, news with one noise throughout, and with noise here and there."""
    good: dict[str, list[Pair]] = {}
    for text in texts:
        good.setdefault(text.kind, []).extend(Pair(text.name, zh, en, 1.0) for zh, en in text.rows)
    news = good["news zh-Hans"]
    noise = make_noise(news)
    noise["next"] = [replace(one, en=other.en) for one, other in pairwise(news)]
    for sample in samples:
        if sample.noise and sample.kind == "news zh-Hans":
            noise.setdefault(f"learned: {sample.noise}", []).append(Pair(sample.name, sample.zh, sample.en, 1.0))
    made = {f"good, {kind}": [(pair, True) for pair in some] for kind, some in good.items()}
    made |= {kind: [(pair, False) for pair in some] for kind, some in noise.items()}
    for kind in ("other", "added"):
        spoiled = {pair.zh: pair for pair in noise[kind]}
        for share in SHARES:
            rng = random.Random(f"{kind} {share}")
            bad = [rng.random() < share for _ in news]
            made[f"{share:.0%} {kind}"] = [
                (spoiled.get(pair.zh, pair) if gone else pair, not gone) for pair, gone in zip(news, bad, strict=True)
            ]
    return made


def folded(texts: Sequence[Text], samples: Sequence[Sample]) -> Iterator[tuple[str, int, float, float]]:
    """Give by file and by good or bad pairs: how many, the share rightly judged by filters that look at a pair alone, and by all."""
    model = Folded(samples)
    for name, rows in make_files(texts, samples).items():
        pairs = [pair for pair, _ in rows]
        judged = model.accepted(pairs, {pair.zh: pair.id for pair in pairs})
        for what in (True, False):
            right = [(alone == what, every == what) for (_, good), (alone, every) in zip(rows, judged, strict=True) if good == what]
            if right:
                said = f"{name}, {'accepted' if what else 'rejected'}"
                yield said, len(right), sum(one for one, _ in right) / len(right), sum(one for _, one in right) / len(right)


def speeds(pairs: Sequence[Pair], rounds: int = 3) -> dict[str, float]:
    """Pairs a CPU second on one core, by the rules alone and by all filters; the quickest of some rounds."""
    made = {}
    for name, options in (("rules alone", FilterOptions(skip=MEANING)), ("all filters", FilterOptions())):
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
    texts = read_pairs()
    samples = make_samples(texts)
    if asked.folds:
        print("| file | number | pairs alone | all filters |\n| --- | --- | --- | --- |")
        for name, number, alone, every in folded(texts, samples):
            print(f"| {name} | {number} | {alone:.1%} | {every:.1%} |", flush=True)
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


if __name__ == "__main__":
    sys.exit(main())
