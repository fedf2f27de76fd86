"""The arithmetic of the block model against the few plain lines that it stands for, and what its reading must not cost."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bitext.html import read_html
from bitext.maintext.features import text_features
from bitext.maintext.lines import count
from bitext.maintext.naming import NAME_BUCKETS, NAMED, PLACES, block_naming, name_words, named_features
from bitext.maintext.neighbours import FAR, RunningSums, table, to_nearest
from bitext.maintext.shape import CUT, NEAREST, PageShape
from bitext.maintext.wording import BUCKETS, WORDED, line_wording, word_places, worded_features
from bitext.text import CLOSERS, TERMINALS
from tests.strategies import dirty_line

_numbers = st.lists(st.integers(0, 50), min_size=1, max_size=40)


@given(_numbers, st.integers(0, 9), st.integers(0, 9))
def test_means_are_those_of_the_neighbours(values: list[int], reach: int, more: int) -> None:
    found = RunningSums(reach + more, np.array(values), np.array(values) * 2).mean(reach, 1, 2)[0]
    around = [values[max(0, at - reach) : at + reach + 1] for at in range(len(values))]
    assert found.tolist() == pytest.approx([2 * sum(near) / len(near) for near in around], rel=1e-6)


@given(st.lists(st.booleans(), min_size=1, max_size=30))
def test_the_nearest_hit_is_another_block(hits: list[bool]) -> None:
    back, on = to_nearest(np.array([hits, [not hit for hit in hits]]))
    for at in range(len(hits)):
        before = [at - i for i in range(at) if hits[i]]
        behind = [i - at for i in range(at + 1, len(hits)) if hits[i]]
        assert back[0, at] == pytest.approx(math.log1p(min(before)) if before else FAR)
        assert on[0, at] == pytest.approx(math.log1p(min(behind)) if behind else FAR)


def test_a_table_takes_numbers_columns_and_several() -> None:
    made = table([1.5, np.array([True, False]), np.array([[3, 4], [5, 6]])], 2)
    assert made.dtype == np.float32
    assert made.tolist() == [[1.5, 1, 3, 5], [1.5, 0, 4, 6]]


@given(st.lists(dirty_line.filter(lambda line: "\n" not in line), min_size=1, max_size=5))
def test_lines_are_counted_as_their_characters_are(lines: list[str]) -> None:
    found = count(lines)
    assert found.spaces.tolist() == [line.count(" ") for line in lines]
    assert found.digits.tolist() == [sum(c.isdigit() for c in line if c <= "\uffff") for line in lines]
    assert found.upper.tolist() == [sum(c.isupper() and c.isalnum() for c in line if c <= "\uffff") for line in lines]
    ends = text_features(lines).features[:, 5]
    assert ends.tolist() == [float(line[-8:].rstrip(CLOSERS)[-1:] in (*TERMINALS,)) for line in lines]


_lines = st.lists(dirty_line.filter(lambda line: "\n" not in line), min_size=1, max_size=5)


@given(_lines)
def test_what_a_line_says_is_its_own(lines: list[str]) -> None:
    together = line_wording(count(lines))
    assert together.tolist() == pytest.approx([float(line_wording(count([line]))[0]) for line in lines], abs=1e-5)


@given(_lines, st.lists(st.integers(-3, 3), min_size=1, max_size=7))
def test_wording_is_the_weights_of_the_words_over_the_root_of_their_number(lines: list[str], some: list[int]) -> None:
    weights = np.resize(np.array(some, np.float32), BUCKETS)
    line, bucket = word_places(count(lines))
    odds = line_wording(count(lines), (weights, 0.5))
    for at, told in enumerate(odds.tolist()):
        mine = weights[bucket[line == at]]
        assert told == pytest.approx(float(mine.sum()) / math.sqrt(mine.size) + 0.5 if mine.size else 0.0, abs=1e-4)


def test_case_and_marks_do_not_change_what_a_line_says_and_order_does() -> None:
    same, other, turned, chinese = line_wording(
        count(["Read more stories", "READ more: stories!", "stories more read", "阅读更多文章"])
    ).tolist()
    assert same == other != turned
    assert chinese == 0.0


def test_wording_is_given_with_its_means_around() -> None:
    made = worded_features(np.array([0, 3, 6], np.float32), np.array([4, 4, 4], np.float32))
    by_name = dict(zip(WORDED, made.T.tolist(), strict=True))
    assert by_name["wording"] == [0, 3, 6]
    assert by_name["wording_previous"] == [0, 0, 3]
    assert by_name["wording_next"] == [3, 6, 0]
    assert by_name["wording_page"] == [3, 3, 3]
    assert by_name["wording_1"] == by_name["wording_1_sized"] == [1.5, 3, 4.5]


_tags = st.sampled_from(
    ("<div>", "<div class=comment>", "<article>", "<section class=content>", "</div>", "</article>", "<p>x", "<p hidden>y")
)


@given(st.lists(_tags, max_size=60))
def test_what_elements_inherit_is_what_their_ancestors_say(tags: list[str]) -> None:
    page = read_html("<body>" + "".join(tags) + "<p>end")
    e = PageShape(page, text_features([b.text for b in page.blocks])).elements
    for element in range(e.parent.size):
        chain = [element]
        while chain[-1]:
            chain.append(int(page.tree.parent[chain[-1]]))
        assert e.above[element] == np.bitwise_or.reduce(e.own[chain])
        assert e.nearest[4, element] == max((c for c in chain if e.own[c] & CUT), default=-1)
        for row, mask in enumerate(NEAREST):
            assert e.nearest[row, element] == max((e.depth[c] for c in chain if e.own[c] & mask), default=-1)
        assert [d for d in range(e.parent.size) if element < d < e.end[element]] == [
            d for d in range(element + 1, e.parent.size) if element in _ancestors(page.tree.parent, d)
        ]


def _ancestors(parent: list[int], element: int) -> set[int]:
    found = set()
    while (element := parent[element]) >= 0:
        found.add(element)
    return found


def test_a_table_of_data_is_one_block_however_long() -> None:
    rows = "<tr><td>7</td><td>8</td></tr>" * 15_000
    (block,) = read_html(f"<table>{rows}</table>").blocks
    assert block.kind == "table"
    assert block.text.count("\n") == 14_999


@given(st.lists(_tags, min_size=1, max_size=30), st.lists(st.integers(-3, 3), min_size=1, max_size=11))
def test_naming_is_the_sum_over_the_containers_but_the_body(tags: list[str], some: list[int]) -> None:
    page = read_html("<body class=content><p>x" + "".join(tags))
    weights = np.resize(np.array(some, np.float32), (len(PLACES), NAME_BUCKETS))
    odds = block_naming(PageShape(page, text_features([b.text for b in page.blocks])), (weights, 0.5))
    for element, told in zip(page.element, odds.tolist(), strict=True):
        total, size, steps, e = 0.0, 0, 0, element
        while e > 0:
            words = list(name_words(page.tree.signature[e]))
            places = (0, steps + 1) if steps + 1 < len(PLACES) else (0,)
            total += sum(float(weights[place, words].sum()) for place in places)
            size += len(words) * len(places)
            e, steps = page.tree.parent[e], steps + 1
        assert told == pytest.approx(total / math.sqrt(max(size, 1)) + 0.5, abs=1e-4)


def test_names_are_read_by_their_words_whatever_their_case_and_numbers() -> None:
    assert set(name_words("div.storyCard12")) & set(name_words("div.story")) > set(name_words("div"))
    assert name_words("div.item-17") == name_words("div.item-4711"[:11])
    assert name_words("div") == name_words("div. ")
    assert len(name_words("p." + "x" * 10_000)) < 10
    assert len(name_words("p." + "a b c d e f " * 1000)) < 40


def test_naming_is_given_with_its_means_around() -> None:
    by_name = dict(zip(NAMED, named_features(np.array([0, 3, 6], np.float32)).T.tolist(), strict=True))
    assert by_name["naming"] == [0, 3, 6]
    assert by_name["naming_previous"] == [0, 0, 3]
    assert by_name["naming_next"] == [3, 6, 0]
    assert by_name["naming_page"] == [3, 3, 3]
    assert by_name["naming_1"] == [1.5, 3, 4.5]


def test_a_chinese_page_is_not_told_by_names() -> None:
    for text, told in (("重庆的金融发展很快。", 1), ("Rates fell again in May.", 2)):
        page = read_html(f"<div class=article-body><p>{text}</p></div><div class=related-links><p>{text}</p></div>")
        assert len(set(block_naming(PageShape(page, text_features([b.text for b in page.blocks]))).tolist())) == told
