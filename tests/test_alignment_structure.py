"""Paragraphs and headings as evidence: they help where both sides keep them, and say nothing where they do not."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bitext.alignment import align, align_sentences
from bitext.alignment.structure import Place, find_places, judge_structure
from bitext.model import Block, Document
from bitext.segmentation import segment, segment_document

TOWNS = ("北京", "上海", "广州", "成都", "重庆", "武汉", "西安", "杭州", "南京", "天津")
NAMES = ("Beijing", "Shanghai", "Guangzhou", "Chengdu", "Chongqing", "Wuhan", "Xi'an", "Hangzhou", "Nanjing", "Tianjin")


def text(paragraphs: int = 40) -> tuple[list[str], list[str], list[int]]:
    """Paragraphs of one to three sentences, each with a town and a number, and the paragraph of each."""
    rng = random.Random(5)
    zh, en, block = [], [], []
    for number in range(paragraphs):
        for _ in range(rng.randint(1, 3)):
            town, count = rng.randrange(10), rng.randrange(100, 999)
            zh.append(f"{TOWNS[town]}有{count}座桥。")
            en.append(f"{NAMES[town]} has {count} bridges.")
            block.append(number)
    return zh, en, block


def places(blocks: list[int]) -> list[Place]:
    return [Place(str(b)) for b in blocks]


def test_paragraphs_decide_what_words_leave_open() -> None:
    """A sentence that the English lacks on one side of a border: only the border tells to which paragraph what is left belongs."""
    zh, en, block = text()
    at = block.index(20)
    zh[at:at] = ["好吧。", "好吧。"]
    en[at:at] = ["So be it."]
    left, right = [*block[:at], 19, 20, *block[at:]], [*block[:at], 20, *block[at:]]
    for before, after in ((left, right), (left, [19 if k == at else b for k, b in enumerate(right)])):
        beads = {(b.zh, b.en) for b in align_sentences(zh, en, places=(places(before), places(after)))}
        own = at + 1 if after[at] == 20 else at
        assert ((own,), (at,)) in beads


@pytest.mark.parametrize("seed", range(5))
def test_paragraphs_that_have_nothing_to_do_with_one_another_say_nothing(seed: int) -> None:
    zh, en, block = text()
    other = sorted(random.Random(seed).choices(range(40), k=len(en)))
    lines = list(range(len(en)))
    alone = align_sentences(zh, en)
    for wrong in (other, lines, [0] * len(en)):
        assert align_sentences(zh, en, places=(places(block), places(wrong))) == alone


def test_a_border_inside_a_bead_speaks_against_it() -> None:
    blocks = [k // 3 for k in range(90)]
    judge = judge_structure(places(blocks), places(blocks), [(k, k) for k in range(90)])
    begin, en = np.array([1, 2]), np.array([1, 2])
    inside, across = judge(begin, begin + 2, en, en + 1).tolist()
    assert inside > 0 > across


def test_headings_go_with_headings() -> None:
    kinds = [Place(str(k), heading=k % 10 == 0) for k in range(60)]
    judge = judge_structure(kinds, kinds, [(k, k) for k in range(60)])
    one = np.array([10, 10, 11])
    both, alone, neither = judge(one, one + 1, np.array([10, 11, 12]), np.array([11, 12, 13])).tolist()
    assert both > neither > alone


def test_sentences_without_counterpart_are_left_alone() -> None:
    blocks = places([0, 0, 1, 1])
    judge = judge_structure(blocks, blocks, [(k, k) for k in range(4)])
    at = np.array([1, 2])
    assert judge(at, at + 1, at, at).tolist() == [0, 0]
    assert judge(at[:0], at[:0], at[:0], at[:0]).tolist() == []


def test_places_come_from_blocks_and_from_line_breaks() -> None:
    page = Document("d", blocks=(Block("0", "heading", "山里的雨"), Block("1", "paragraph", "山里下雨了。我们在家喝茶。")))
    blocks = [(b.id, b.kind, b.text) for b in page.blocks]
    assert find_places(segment_document(page), blocks) == [Place("0:0", heading=True), Place("1:0"), Place("1:0")]
    plain = "一天。\n两天。三天。\n\n四天。"
    assert [p.block for p in find_places(segment(plain), [("0", "paragraph", plain)])] == ["0:0", "0:1", "0:1", "0:2"]
    assert find_places(segment(plain)) == [Place("0:0")] * 4  # nothing is known of the text


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(0, 3), max_size=8), st.lists(st.integers(0, 3), max_size=8))
def test_any_places_have_an_answer(zh: list[int], en: list[int]) -> None:
    texts = ["下雨了。" if k else "" for k in zh], ["It rains." if k else " " for k in en]
    beads = align_sentences(*texts, places=(places(zh), places(en)))
    assert sorted(k for b in beads for k in b.zh) == list(range(len(zh)))
    assert sorted(k for b in beads for k in b.en) == list(range(len(en)))


def test_texts_with_paragraphs_are_aligned_with_them() -> None:
    zh, en, block = text(30)
    ends = ["\n" if k + 1 < len(block) and block[k] != block[k + 1] else " " for k in range(len(block))]
    left, right = ("".join(s + end for s, end in zip(side, ends, strict=True)) for side in (zh, en))
    assert [(p.zh, p.en) for p in align(left, right)] == list(zip(zh, en, strict=True))
