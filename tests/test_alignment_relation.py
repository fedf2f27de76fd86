"""A score is a probability also where two texts have nothing to do with one another."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from statistics import mean
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bitext.alignment import align, align_sentences
from bitext.alignment.relation import CLASSES, Relation, judge_relation, read_relation, smooth, weigh_words
from bitext.alignment.weighing import WEIGHTS_FILE, load_weights, read_weights
from bitext.lexicon import find_page_shares
from tools import alignment_data

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Two reports that were written for these tests, a sentence and its translation a row.
FERRY = [
    ("渡轮公司昨天宣布增加夜间航班。", "The ferry company announced additional night services yesterday."),
    ("新航线从老码头开往灯塔岛。", "The new route runs from the old pier to Lighthouse Island."),
    ("船票的价格不变。", "The price of a ticket stays the same."),
    ("岛上的渔民多年来一直要求晚班船。", "The fishermen on the island have asked for a late boat for years."),
    ("去年冬天有三名病人没能及时送到医院。", "Last winter three patients could not be taken to hospital in time."),
    ("公司为此买了两艘二手船。", "The company has bought two second-hand boats for this."),
    ("其中一艘的发动机还需要修理。", "The engine of one of them still needs to be repaired."),
    ("船长说，雾天仍然会停航。", "The captain says that there will still be no service in fog."),
    ("港口管理局要求安装新的信号灯。", "The port authority demands that new signal lights be installed."),
    ("灯塔岛的学校已经修改了上课时间。", "The school on Lighthouse Island has already changed its hours."),
    ("第一班夜船下个月出发。", "The first night boat leaves next month."),
    ("旅馆老板希望游客会留得更久。", "Hotel owners hope that visitors will stay longer."),
]
CHEESE = [
    ("农业部公布了奶酪的新标准。", "The ministry of agriculture has published new standards for cheese."),
    ("羊奶的比例必须写在标签上。", "The share of sheep's milk has to be printed on the label."),
    ("小作坊担心检验的费用。", "Small dairies worry about the cost of inspection."),
    ("一位厨师认为味道不会改变。", "One chef believes that the taste will not change."),
    ("出口商需要更换所有的包装。", "Exporters need to replace all of their packaging."),
    ("专家用显微镜检查了细菌。", "Experts examined the bacteria under a microscope."),
    ("欧洲的法律已经允许这种做法。", "European law already permits this practice."),
    ("牧场主在议会门口抗议。", "Ranchers protested outside parliament."),
    ("他们的山羊也吃干草。", "Their goats eat hay as well."),
    ("部长没有回答记者的问题。", "The minister did not answer the reporters' questions."),
    ("地窖里的温度要保持不变。", "The temperature in the cellar has to remain constant."),
    ("消费者协会表示欢迎。", "The consumers' association welcomed it."),
]


def scores(zh: Sequence[str], en: Sequence[str]) -> list[float]:
    return [bead.probability for bead in align_sentences(zh, en) if bead.zh and bead.en]


def sides(rows: Sequence[tuple[str, str]]) -> tuple[list[str], list[str]]:
    return [zh for zh, _ in rows], [en for _, en in rows]


@pytest.mark.slow
@pytest.mark.parametrize(("size", "most"), [(1, 0.25), (2, 0.1), (4, 0.03), (12, 0.01)])
def test_pairs_of_strangers_are_unlikely(size: int, most: float) -> None:
    """They had a mean of .97 with one sentence a side, .8 with two, .6 with four (python -m tools.fit_relation)."""
    found = [
        score
        for one, other in ((FERRY, CHEESE), (CHEESE, FERRY))
        for at in range(0, 12, size)
        for score in scores(sides(one[at : at + size])[0], sides(other[at : at + size])[1])
    ]
    assert mean(found) < most


@pytest.mark.parametrize(("size", "least"), [(1, 0.9), (2, 0.93), (3, 0.95), (12, 0.97)])
def test_pairs_of_short_texts_that_translate_one_another_stay_likely(size: int, least: float) -> None:
    found = [score for rows in (FERRY, CHEESE) for at in range(0, 12, size) for score in scores(*sides(rows[at : at + size]))]
    assert mean(found) > least


@pytest.mark.skipif(not alignment_data.is_here(), reason="../shared/bench/align is not here: floors are held only where it is")
def test_news_are_told_from_other_news() -> None:
    """Left out, python -m tools.fit_relation: strangers .003 with five sentences, translations .92."""
    news = [text for text in alignment_data.read_news() if len(text.zh) >= 5][:24]
    true, false = [], []
    for one, other in itertools.pairwise(news):
        true += scores(one.zh[:5], one.en[:5])
        false += scores(one.zh[:5], other.en[:5])
    assert mean(true) > 0.95
    assert mean(false) < 0.02


def test_where_texts_part_the_scores_part() -> None:
    """One text begins as the translation of the other and goes on with something else."""
    zh, en = sides(FERRY)[0] + sides(CHEESE)[0] * 2, sides(FERRY)[1] + [f"{e} {n}" for n, e in enumerate(sides(FERRY[::-1])[1])] * 2
    beads = [bead for bead in align_sentences(zh, en) if bead.zh and bead.en]
    assert min(b.probability for b in beads if b.zh[-1] < 12 and b.zh == b.en) > 0.8
    assert max([0.0, *(b.probability for b in beads if b.zh[0] > 13)]) < 0.3


def test_only_scores_depend_on_the_relation() -> None:
    weights, none = load_weights(), np.zeros((len(CLASSES), 4))
    silent = replace(weights, relation=Relation(none, none, (30.0, 0.0, 0.0)))
    for rows in (FERRY, [(zh, en) for (zh, _), (_, en) in zip(FERRY, CHEESE, strict=True)]):
        with_it, without = align_sentences(*sides(rows)), align_sentences(*sides(rows), weights=silent)
        assert [(b.zh, b.en) for b in with_it] == [(b.zh, b.en) for b in without]
        joined = [(one, other) for one, other in zip(with_it, without, strict=True) if one.zh and one.en]
        assert all(one.probability <= other.probability + 1e-9 for one, other in joined)
        alone = [(one, other) for one, other in zip(with_it, without, strict=True) if not (one.zh and one.en)]
        assert all(one.probability >= other.probability - 1e-9 for one, other in alone)


def test_sentences_of_strangers_stand_alone_rightly() -> None:
    alone = [b.probability for b in align_sentences(sides(FERRY)[0], sides(CHEESE)[1][:5]) if not (b.zh and b.en)]
    assert alone
    assert min(alone) > 0.9


def test_terms_and_values_count_as_words_do() -> None:
    zh, en = "鲲图与泽芒合作。", "Quentoo works with Zemmer."
    plain = align(zh, en)[0].score
    assert align(zh, en, terms=[("鲲图", "Quentoo"), ("泽芒", "Zemmer")])[0].score > plain + 0.1
    assert scores(["票房为3.7亿元，同比增长41%。"], ["Takings were 370 million yuan, 41 percent more."]) > scores(
        ["票房很好。"], ["It was a good year."]
    )


def test_a_word_that_is_rare_says_more_than_a_common_one() -> None:
    shares = find_page_shares()
    rates = [float(np.log(-np.log1p(-shares[word]))) for word in ("year", "mountain")]
    relation = load_weights().relation
    words = np.array([[0, CLASSES.index("en word"), rate, np.log(11), hit] for rate in rates for hit in (1, 0)])
    common, common_missed, rare, rare_missed = weigh_words(words, 10, relation)
    assert rare > common > 0
    assert common_missed < rare_missed < 0


def test_beads_without_words_are_judged_by_their_number_alone() -> None:
    relation = load_weights().relation
    odds = judge_relation(np.zeros(2), np.array([0.0, 500.0]), relation)
    assert odds.tolist() == [relation.line[0]] * 2
    assert 0 < scores(["？！"], ["?!"])[0] < 1


@given(st.lists(st.floats(-5, 5), max_size=12), st.floats(0, 1))
def test_smoothing_is_the_sum_over_all_distances(values: list[float], share: float) -> None:
    wanted = [sum(v * share ** abs(at - k) for k, v in enumerate(values)) for at in range(len(values))]
    assert smooth(np.array(values), share).tolist() == pytest.approx(wanted, abs=1e-9)


def test_a_relation_that_does_not_fit_is_refused() -> None:
    data = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    assert read_relation(data["relation"]).line == read_weights(data).relation.line
    bad: list[dict[str, Any]] = [json.loads(json.dumps(data["relation"])) for _ in range(3)]
    bad[0]["strangers"].pop("zh word")
    bad[1]["translation"]["en name"].append(1.0)
    bad[2]["line"].pop()
    for spoilt in bad:
        with pytest.raises((KeyError, ValueError)):
            read_relation(spoilt)
