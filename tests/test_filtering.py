"""Filters of pairs: each holds its own examples, scores are bounded and do not hang on neighbours, reasons are complete."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bitext.errors import UsageError
from bitext.filtering import FILTERS, Bounds, Filter, FilterOptions, choose_filters, filter_pairs
from bitext.filtering.declaring import GROUPS, parse_bounds
from bitext.filtering.funnel import Funnel
from bitext.filtering.meaning import ADEQUACY, CONTEXT, NEIGHBOUR
from bitext.filtering.repeats import repeated_share
from bitext.filtering.running import score_pairs
from bitext.filtering.sides import ENOUGH
from bitext.filtering.tuning import GOOD, make_noise, sort_pairs, trade_offs
from bitext.glossary.model import Concept, Glossary
from bitext.model import Pair
from tests import hostile
from tests.strategies import dirty_text

CASES = Path(__file__).parent / "cases" / "filtering"
BY_ID = {made.id: made for made in FILTERS}
RULES = [made for made in FILTERS if made.measure is not None]
#: What is fitted changes with its weights; what the rules do does not.
MEANING = frozenset([ADEQUACY, CONTEXT, NEIGHBOUR])
TERMS = Glossary((Concept("yujintong", ("渝金通",), ("Yujintong",)),))
GOOD_PAIRS = (
    ("雨停了，孩子们跑到街上去玩。", "The rain stopped, and the children ran out into the street to play."),
    ("新图书馆将于九月开放，共有12万册书。", "The new library will open in September with 120,000 books."),
    ("他问：“你明天来吗？”", "He asked, “Are you coming tomorrow?”"),
    ("出口下降3.5%，进口增长8%。", "Exports fell 3.5 percent while imports rose 8 percent."),
)


def pair(zh: str, en: str, number: int = 0) -> Pair:
    return Pair(str(number), zh, en, 1.0)


def cases(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def accepts(made: Filter, zh: str, en: str) -> bool:
    options = FilterOptions(only=frozenset([made.id]), glossary=TERMS)
    (verdict,) = filter_pairs([pair(zh, en)], options)
    return verdict.accepted


@pytest.mark.parametrize("made", FILTERS, ids=lambda made: made.id)
class TestDeclarations:
    def test_it_says_all_that_the_page_needs(self, made: Filter) -> None:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", made.id)
        assert made.group in GROUPS
        assert made.scores.endswith(".")
        assert made.why.endswith(".")
        assert made.source
        assert made.unit
        assert made.bounds.low is not None or made.bounds.high is not None

    def test_it_keeps_and_rejects_its_own_examples(self, made: Filter) -> None:
        for zh, en in made.keeps:
            assert accepts(made, zh, en), (zh, en)
        for zh, en in made.rejects:
            assert not accepts(made, zh, en), (zh, en)

    def test_it_shows_what_it_does(self, made: Filter) -> None:
        assert made.id in ("pair-score", NEIGHBOUR) or (made.keeps and made.rejects)


def test_ids_are_single() -> None:
    assert len(BY_ID) == len(FILTERS)


@pytest.mark.parametrize("case", cases("negative"), ids=lambda case: case["why"][:50])
def test_a_good_pair_is_accepted_by_every_rule(case: dict[str, str]) -> None:
    (verdict,) = filter_pairs([pair(case["zh"], case["en"])], FilterOptions(skip=MEANING))
    assert [reason.filter for reason in verdict.reasons] == []


@pytest.mark.parametrize("case", cases("synthetic"), ids=lambda case: case["why"][:50])
def test_a_bad_pair_is_rejected_for_its_reason(case: dict[str, str]) -> None:
    (verdict,) = filter_pairs([pair(case["zh"], case["en"])], FilterOptions(skip=MEANING))
    assert case["filter"] in [reason.filter for reason in verdict.reasons]


class TestBounds:
    @pytest.mark.parametrize(
        ("said", "default", "meant"),
        [
            ("0.7", Bounds(low=0.5), Bounds(low=0.7)),
            ("3", Bounds(high=1), Bounds(high=3)),
            ("-2..2", Bounds(-3, 3), Bounds(-2, 2)),
            ("..2", Bounds(low=0), Bounds(high=2)),
            ("1..", Bounds(high=0), Bounds(low=1)),
        ],
    )
    def test_bounds_are_read(self, said: str, default: Bounds, meant: Bounds) -> None:
        assert parse_bounds(said, default) == meant

    @pytest.mark.parametrize("said", ["", "..", "x", "1...2", "3..1", "nan", "1e3", "0,5", "９"])
    def test_what_is_no_bound_is_refused(self, said: str) -> None:
        with pytest.raises(UsageError):
            parse_bounds(said, Bounds(high=1))

    def test_one_number_does_not_replace_two_bounds(self) -> None:
        with pytest.raises(UsageError, match=r"write both, as in -3\.\.3"):
            parse_bounds("2", Bounds(-3, 3))

    def test_what_is_no_number_is_never_accepted(self) -> None:
        assert not Bounds(low=0).accepts(math.nan)
        assert not Bounds(high=0).accepts(math.nan)

    @given(st.floats(allow_nan=False), st.floats(allow_nan=False), st.floats(allow_nan=False))
    def test_written_bounds_say_what_is_accepted(self, one: float, other: float, score: float) -> None:
        bounds = Bounds(min(one, other), max(one, other))
        assert bounds.accepts(score) == (bounds.low is not None and bounds.high is not None and bounds.low <= score <= bounds.high)


class TestChoosing:
    def test_the_usual_filters_need_no_glossary_and_are_on_by_default(self) -> None:
        chosen = {made.id for made, _ in choose_filters()}
        assert chosen == {made.id for made in FILTERS if made.default and not made.needs}

    def test_only_skip_also_and_bounds(self) -> None:
        some = FilterOptions(only=frozenset(["html", "empty"]), bounds={"too-short": Bounds(low=2)})
        assert [made.id for made, _ in choose_filters(some)] == ["empty", "too-short", "html"]
        without = FilterOptions(skip=frozenset(["html"]), also=frozenset(["quotes"]))
        names = [made.id for made, _ in choose_filters(without)]
        assert "html" not in names
        assert "quotes" in names

    def test_a_glossary_brings_the_filter_that_needs_it(self) -> None:
        assert "terms" in [made.id for made, _ in choose_filters(FilterOptions(glossary=TERMS))]
        with pytest.raises(UsageError, match="needs a glossary"):
            choose_filters(FilterOptions(only=frozenset(["terms"])))

    def test_an_unknown_filter_is_named(self) -> None:
        with pytest.raises(UsageError, match="'htlm' is unknown"):
            choose_filters(FilterOptions(skip=frozenset(["htlm"])))


class TestVerdicts:
    def test_good_pairs_are_accepted_with_all_filters(self) -> None:
        for verdict in filter_pairs([pair(zh, en) for zh, en in GOOD_PAIRS]):
            assert verdict.reasons == ()

    def test_all_reasons_are_told(self) -> None:
        (verdict,) = filter_pairs([pair("2018年<br>建成", "It was built in 2021&nbsp;", 7)], FilterOptions(skip=MEANING))
        assert [(r.filter, r.value) for r in verdict.reasons] == [("html", 2.0), ("number-changed", 1.0)]
        assert not verdict.accepted
        assert set(verdict.scores) == {made.id for made, _ in choose_filters()} - MEANING

    def test_but_for_two_filters_a_verdict_does_not_hang_on_neighbours_or_batches(self) -> None:
        pairs = [pair(zh, en, n) for n, (zh, en) in enumerate([(c["zh"], c["en"]) for c in (*cases("synthetic"), *cases("negative"))] * 9)]
        alone = FilterOptions(skip=frozenset([CONTEXT, NEIGHBOUR]))
        whole = [(v.scores, v.reasons) for v in filter_pairs(pairs, alone)]
        assert len(pairs) > 512
        for at in (0, 3, 511, 512, len(pairs) - 1):
            assert [(v.scores, v.reasons) for v in filter_pairs([pairs[at]], alone)] == [whole[at]]

    def test_it_is_a_stream(self) -> None:
        endless = (pair(*GOOD_PAIRS[0], n) for n in iter(int, 1))
        assert next(filter_pairs(endless, FilterOptions(only=frozenset(["html"])))).accepted

    def test_terms_are_held_against_the_glossary(self) -> None:
        options = FilterOptions(only=frozenset(["terms"]), glossary=TERMS)
        good, bad = filter_pairs([pair("渝金通上线。", "Yujintong went online."), pair("渝金通上线。", "The brain went online.")], options)
        assert good.accepted
        assert [(r.filter, r.value) for r in bad.reasons] == [("terms", 1.0)]


@given(dirty_text, dirty_text)
def test_every_score_is_a_finite_number_and_the_same_twice(zh: str, en: str) -> None:
    ids = [made.id for made in RULES]
    first, again = (score_pairs([pair(zh, en)], ids, FilterOptions(glossary=TERMS)) for _ in range(2))
    assert first == again
    assert all(math.isfinite(scores[0]) for scores in first.values())
    for name in ("zh-script", "en-script", "letters", "copied", "repetition", "web-share", "spaced-letters", "boilerplate", "zh-language"):
        assert 0 <= first[name][0] <= 1


@given(st.sampled_from(GOOD_PAIRS), st.text("   \t\n", max_size=4))
def test_white_space_around_a_side_changes_nothing(sides: tuple[str, str], space: str) -> None:
    zh, en = sides
    ids = [made.id for made in RULES]
    assert score_pairs([pair(zh, en)], ids) == score_pairs([pair(space + zh + space, space + en + space)], ids)


@given(st.integers(10, 9999), st.integers(10, 9999))
def test_a_changed_number_is_told_from_the_same(one: int, other: int) -> None:
    scores = score_pairs([pair(f"共有{one}个项目。", f"There are {n} projects.") for n in (one, other)], ["number-changed"])[
        "number-changed"
    ]
    assert scores == [0.0, float(one != other)]


@given(st.lists(st.sampled_from("abc"), max_size=3), st.integers(3, 9), st.lists(st.integers(), max_size=6))
def test_a_repeated_phrase_is_found_wherever_it_stands(phrase: list[str], times: int, rest: list[int]) -> None:
    tokens = [*map(str, rest), *phrase * times, *(f"x{n}" for n in rest)]
    found = repeated_share(tokens)
    assert found <= 1
    if len(phrase) * times >= 6:
        assert found >= len(phrase) * times / len(tokens) - 1e-9


KINDS = sorted(kind for kind, (form, _) in hostile.KINDS.items() if form == "text")


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_hostile_sides_are_scored_by_their_beginning(kind: str) -> None:
    """Whatever its size, a side costs no more than `ENOUGH` characters of it do."""
    ids = [made.id for made in RULES if made.id not in ("zh-length", "length-ratio")]
    text = hostile.make(kind, ENOUGH * 3)[1].strip()
    long, short = (score_pairs([pair(some, some)], ids) for some in (text, text[:ENOUGH]))
    assert long == short


@pytest.mark.parametrize("score", [math.nan, math.inf, -math.inf, 0.49])
def test_a_score_that_is_none_or_low_is_rejected_with_a_number(score: float) -> None:
    (verdict,) = filter_pairs([Pair("1", *GOOD_PAIRS[0], score)], FilterOptions(only=frozenset(["pair-score"])))
    assert [math.isfinite(reason.value) for reason in verdict.reasons] == [True]


class TestFunnel:
    def test_counts_agree_with_the_verdicts(self) -> None:
        options = FilterOptions(skip=MEANING)
        pairs = [pair(c["zh"], c["en"]) for c in (*cases("synthetic"), *cases("negative"))]
        verdicts = list(filter_pairs(pairs, options))
        funnel = Funnel(choose_filters(options))
        for verdict in verdicts:
            funnel.add(verdict)
        made = funnel.summary()
        assert made["read"] == len(pairs) == made["accepted"] + made["rejected"]
        assert made["accepted"] == sum(v.accepted for v in verdicts) == made["filters"][-1]["left"]
        assert sum(script["read"] for script in made["scripts"].values()) == len(pairs)
        for row in made["filters"]:
            told = [v for v in verdicts if row["filter"] in [r.filter for r in v.reasons]]
            assert row["rejected"] == len(told) == row["Hans"] + row["Hant"] + row["Hani"]
            assert row["alone"] == sum(len(v.reasons) == 1 for v in told)


class TestTuning:
    def test_pairs_are_sorted_by_what_they_say_of_themselves(self) -> None:
        pairs = [
            Pair("1", "雨", "rain", 1.0),
            Pair("2", "雨", "rain", 1.0, extra={"good": True}),
            Pair("3", "雨", "sun", 1.0, extra={"label": 0, "kind": "shuffled"}),
            Pair("4", "雨", "sun", 1.0, extra={"good": False}),
        ]
        assert {kind: [p.id for p in some] for kind, some in sort_pairs(pairs).items()} == {
            GOOD: ["1", "2"],
            "shuffled": ["3"],
            "bad": ["4"],
        }

    def test_each_made_pair_is_wrong_in_one_way(self) -> None:
        long = "The committee of the old harbour town met again on Monday to talk about the 38 new lamps."
        good = [pair(zh, en, n) for n, (zh, en) in enumerate((*GOOD_PAIRS, ("港城委员会周一再次开会，讨论38盏新路灯。", long)))]
        noise = make_noise(good)
        assert {kind: len(some) for kind, some in noise.items()} == {"other": 5, "cut": 1, "added": 5, "copied": 5, "number": 1}
        assert all(p.zh != p.en for p in noise["other"])
        assert noise["cut"][0].en == long[: len(long) // 2]
        assert noise["number"][0].en == long.replace("38", "45")
        assert make_noise([]) == {}

    def test_the_trade_off_of_a_filter(self) -> None:
        kinds = {GOOD: [pair("雨" * n, "x" * 3 * n) for n in range(1, 101)], "bad": [pair("雨" * 200, "x" * 600)] * 10}
        made = trade_offs(kinds, FilterOptions(only=frozenset(["zh-length"])))
        (row,) = made["filters"]
        assert made["pairs"] == {GOOD: 100, "bad": 10}
        assert made["together"] == row["now"] == {GOOD: 1.0, "bad": 0.0}
        bounds = {one["accepts"]: (one[GOOD], one["bad"]) for one in row["bounds"]}
        assert bounds["..100"] == (1.0, 1.0)
        assert bounds["..95"] == (0.95, 1.0)
        assert made["curves"]["zh-length"][0] == (0.0, 1.0)

    @given(st.lists(st.integers(1, 60), min_size=1, max_size=40), st.lists(st.integers(1, 60), min_size=1, max_size=40))
    def test_a_bound_loses_no_more_than_it_says(self, good: list[int], bad: list[int]) -> None:
        kinds = {GOOD: [pair("雨" * n, "x") for n in good], "bad": [pair("雨" * n, "x") for n in bad]}
        made = trade_offs(kinds, FilterOptions(only=frozenset(["zh-length"])))
        for row in made["filters"][0]["bounds"]:
            assert row[GOOD] >= 0.9
        points = made["curves"]["zh-length"]
        assert points == sorted(points)
        assert [y for _, y in points] == sorted(y for _, y in points)


@pytest.mark.parametrize(
    "made",
    [made for made in RULES if made.default and made.id not in ("zh-script", "en-script", "letters", "zh-length")],
    ids=lambda m: m.id,
)
def test_traditional_text_is_judged_as_simplified_is(made: Filter) -> None:
    simplified, traditional = pair("会议决定扩建图书馆，预计明年完工。", "x"), pair("會議決定擴建圖書館，預計明年完工。", "x")
    en = "The meeting decided to extend the library; work should be finished next year."
    one, other = (score_pairs([Pair("1", p.zh, en, 1.0)], [made.id])[made.id] for p in (simplified, traditional))
    assert one == pytest.approx(other)
