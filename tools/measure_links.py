"""Fit the weights of word links, and measure the links on pairs that were written by hand with the links that they should have.

    python -m tools.measure_links [--fit] [--show]

The pairs are in tests/cases/links: `development.jsonl`, on which the weights are fitted, and `held-out.jsonl`, which nothing is
fitted on. `sure` are links that have to be found, `possible` ones that may be (as in Och and Ney 2003,
https://aclanthology.org/J03-1002/). A link is right where both of its spans overlap those of a sure or possible one;
a sure link is found where a link overlaps it on both sides. `exact` counts equal spans alone.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bitext.alignment.linking import EVIDENCE, LINK_KINDS, find_candidates, find_links
from bitext.glossary import Concept, Glossary
from bitext.model import Pair
from tools.fit_matching import fit_logistic

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bitext.alignment.linking import Link

__all__ = ["measure", "read_cases"]

CASES = Path(__file__).resolve().parent.parent / "tests" / "cases" / "links"
#: Evidence of what a document taught: these pairs are too few to fit it on.
TAUGHT = frozenset({"learned", "pull", "meetings"})
Row = dict[str, Any]


def read_cases(name: str) -> Iterator[tuple[list[Row], list[Pair], Glossary | None]]:
    """Give the documents of a file of cases: rows, pairs, and the glossary that goes with them."""
    rows = [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    for doc, group in groupby(rows, key=lambda row: str(row["doc"])):
        own = list(group)
        concepts = tuple(Concept(f"t{n}", (zh,), (en,)) for n, (zh, en) in enumerate(own[0].get("terms", [])))
        pairs = [Pair(f"{doc}:{n}", row["zh"], row["en"], 1.0) for n, row in enumerate(own)]
        yield own, pairs, Glossary(concepts) if concepts else None


def overlaps(one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether two links share characters on both sides."""
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def place_of(link: Link) -> tuple[int, int, int, int]:
    """The spans of a link."""
    return link.zh_start, link.zh_end, link.en_start, link.en_end


def measure(name: str, *, show: bool = False) -> dict[str, float]:
    """Give precision and recall of the links, by overlap and by equal spans, and count right ones and all by kind."""
    counts: Counter[str] = Counter()
    for rows, pairs, glossary in read_cases(name):
        for row, links in zip(rows, find_links(pairs, glossary=glossary), strict=True):
            allowed = [*row["sure"], *row["possible"]]
            for link in links:
                right = any(overlaps(place_of(link), one) for one in allowed)
                counts.update(links=1, right=right, exact=list(place_of(link)) in allowed, **{f"{link.kind} right": right, link.kind: 1})
                if show and not right:
                    print(
                        f"  wrong {link.kind} {link.score:.2f}: {row['zh'][link.zh_start : link.zh_end]} = {row['en'][link.en_start : link.en_end]}"
                    )
            for one in row["sure"]:
                hit = any(overlaps(one, place_of(link)) for link in links)
                counts.update(sure=1, found=hit, same=any(one == list(place_of(link)) for link in links))
                if show and not hit:
                    print(f"  missed: {row['zh'][one[0] : one[1]]} = {row['en'][one[2] : one[3]]}")
    ratio = {f"{kind}": counts[f"{kind} right"] / counts[kind] for kind in LINK_KINDS if counts[kind]}
    return {
        "precision": counts["right"] / max(1, counts["links"]), "recall": counts["found"] / counts["sure"],
        "exact precision": counts["exact"] / max(1, counts["links"]), "exact recall": counts["same"] / counts["sure"],
        "links": counts["links"], "sure": counts["sure"], **ratio,
    }  # fmt: skip


def fit() -> dict[str, float]:
    """Fit the weights on the development pairs: which candidates overlap a link that a person made."""
    values, labels = [], []
    for rows, pairs, glossary in read_cases("development"):
        for row, candidates in zip(rows, find_candidates(pairs, glossary=glossary), strict=True):
            for one in (c for c in candidates if c.kind != "learned"):
                values.append(one.evidence)
                labels.append(float(any(overlaps(one[:4], other) for other in [*row["sure"], *row["possible"]])))
    weights = fit_logistic(np.array(values), np.array(labels), 0.5)
    print(f"{len(labels)} candidates, {sum(labels):.0f} right; bias {weights[-1]:.2f}")
    kinds = set(LINK_KINDS)  # each candidate has one kind, so that the bias goes into the kinds' weights
    made = {name: round(float(w + (weights[-1] if name in kinds else 0)), 2) for name, w in zip(EVIDENCE, weights, strict=False)}
    return {name: weight for name, weight in made.items() if name not in TAUGHT}


def main() -> None:
    """Measure, and fit first where that is asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fit", action="store_true", help="print weights fitted on the development pairs, and measure with them")
    parser.add_argument("--show", action="store_true", help="name what is wrong or missed in the development pairs")
    asked = parser.parse_args()
    if asked.fit:
        from bitext.alignment import linking

        linking.WEIGHTS.update(fit())
        print(linking.WEIGHTS)
    for name in ("development", "held-out"):
        print(
            name + ": " + ", ".join(f"{key} {value:.3g}" for key, value in measure(name, show=asked.show and name == "development").items())
        )


if __name__ == "__main__":
    main()
