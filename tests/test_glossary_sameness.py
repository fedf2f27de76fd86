"""What the glossary says hangs on the texts and the terms alone: not on the process, its hash seed, or what was asked before."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
#: Everything that a glossary says of a small corpus, as one line of JSON.
ANSWERS = """
import json, sys
from bitext import apply_to_text, extract_terms, find_terms, load_starter, verify_pair
from bitext.glossary.extracting import Example
from bitext.glossary.searching import search_concepts
def answers(pairs):
    terms = load_starter()
    said = [[repr(find_terms(zh, terms)), repr(find_terms(en, terms)), repr(verify_pair(zh, en, terms)), repr(apply_to_text(en, terms, other=zh))]
            for zh, en in pairs]
    found = [repr(one) for known in (None, terms) for one in extract_terms([Example(f"x:{n}", *pair) for n, pair in enumerate(pairs)], known=known)]
    return [said, found, [m.concept.id for q in ("jinrong", "fund", "貸款") for m in search_concepts(terms.concepts, q)]]
if __name__ == "__main__":
    print(json.dumps(answers(json.load(sys.stdin))))
"""
WORDS = (("冷链仓储", "cold-chain storage"), ("内河航运", "inland shipping"), ("普惠金融", "Puhui finance"), ("双城经济圈", "Shuangcheng economic circle"),
         ("渝金通", "Yu Jin Tong"), ("“江罐”（Jiangguan）", "the 江罐 vault"))  # fmt: skip
PAIRS = [
    (
        f"去年的{one[0]}扩建，{other[0]}随之增长，重庆市的GDP也是。",
        f"The {one[1]} grew last year, {other[1]} with it, and the GDP of Chongqing too.",
    )
    for one in WORDS
    for other in WORDS
    if one != other
]


def answers_elsewhere(seed: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", ANSWERS], input=json.dumps(PAIRS), capture_output=True, check=True, encoding="utf-8",
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}, timeout=120,
    )  # fmt: skip
    return done.stdout.strip()


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_another_process_with_another_hash_seed_says_the_same(seed: str) -> None:
    told: dict[str, object] = {"__name__": "here"}
    exec(ANSWERS, told)  # noqa: S102  the same lines in this process, whatever it did before
    here = json.dumps(told["answers"](PAIRS))  # type: ignore[operator]
    assert len(json.loads(here)[1]) > 4
    assert answers_elsewhere(seed) == here
