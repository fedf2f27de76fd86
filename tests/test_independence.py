"""What holds for every function that reads a line: nothing but the line matters, and hostile lines come to an end."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from itertools import pairwise
from typing import Any

import pytest

from bitext import cut_words, detect, find_sentences, find_values, make_key, normalize, segment
from tests.strategies import PIECES as FRAGMENTS

TEXTS = [
    *FRAGMENTS,
    'The "渝金通" brain. 支持发展green bonds。',
    "全面推进乡村振兴 promote rural revitalization",
    "“路通了。”镇长说。他在2025年3月15日付了8.9万亿元。",
    "隨著數位經濟成長，衞生署公布指引",
    "佢哋喺度食飯",
    "La lluvia ha parado por fin",
    "Yujintong",
    "",
]
#: Run in another process, or in eight threads of one: everything that is said of each text.
ANSWERS = """
import json, sys, threading
from bitext import cut_words, detect, find_sentences, find_values, make_key, normalize, segment
def answers(texts):
    return [[repr(f(t)) for f in (detect, segment, find_sentences, find_values, make_key, cut_words, lambda t: normalize(t, script="hans"))] for t in texts]
texts = json.load(sys.stdin)
if len(sys.argv) > 1:
    gate, got = threading.Barrier(8), [None] * 8
    def work(n):
        gate.wait()
        got[n] = answers(texts)
    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    print(json.dumps(got))
else:
    print(json.dumps(answers(texts)))
"""
#: Marks that a letter takes, bidi controls, half characters, brackets: each once, and by turns with letters.
PIECES = {
    "combining marks": "\u0301",
    "marks by turns": "a\u0301\u0316",
    "bidi controls": "\u202e",
    "bidi by turns": "重\u202eb\u2066",
    "surrogates": "\ud800",
    "surrogates by turns": "重\udc80a",
    "brackets": "(",
    "brackets closed": "（a）",
    "brackets ill nested": "([）]",
    "quotes": "“",
}


def _ask(texts: list[str], seed: str, *arguments: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-c", ANSWERS, *arguments],
        input=json.dumps(texts),
        capture_output=True,
        check=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
    )
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def answers() -> dict[str, Any]:
    return dict(zip(TEXTS, _ask(TEXTS, "0"), strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["1", "4711"])
def test_hash_seed_process_and_order_change_nothing(answers: dict[str, Any], seed: str) -> None:
    order = list(TEXTS)
    random.Random(seed).shuffle(order)
    assert _ask(order, seed) == [answers[text] for text in order]


def test_threads_that_start_together_change_nothing(answers: dict[str, Any]) -> None:
    assert _ask(TEXTS, "0", "threads") == [[answers[text] for text in TEXTS]] * 8


def _hold(text: str) -> None:
    """Each function comes to its end; what it promises of spans holds."""
    spans = detect(text).spans
    assert (spans[0].start, spans[-1].end) == (0, len(text))
    assert all(a.end == b.start for a, b in pairwise(spans))
    places = find_sentences(text)
    assert not text[: places[0][0]].strip()
    assert not text[places[-1][1] :].strip()
    assert all(a[1] <= b[0] and not text[a[1] : b[0]].strip() for a, b in pairwise(places))
    assert [(s.start, s.end) for s in segment(text)] == places
    assert find_values(text) == []
    assert "\n" not in normalize(text, script="hans", spaces="add", quotes="corner")
    key = make_key(text)
    first, last = key.locate(0, len(key.text)) if key.text else (0, 0)
    assert 0 <= first <= last <= len(text)
    assert all(make_key(char).text == "" for char in {*text[:first], *(text[last:] if key.text else "")})
    words = cut_words(text)
    assert "".join(word.text for word in words) == text
    assert all(text[word.start : word.end] == word.text for word in words)


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_hostile_lines_come_to_an_end(piece: str) -> None:
    _hold(piece * (30_000 // len(piece)))


@pytest.mark.slow
@pytest.mark.parametrize("piece", [PIECES[name] for name in ("combining marks", "bidi by turns", "surrogates", "brackets")])
def test_a_megabyte_of_hostile_line_comes_to_an_end(piece: str) -> None:
    _hold(piece * (1_000_000 // len(piece)))
