"""Alignment: small documents with their beads, every sentence exactly once, degenerate input, the same answer every time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bitext.alignment import Bead, align, align_sentences
from bitext.alignment.evidence import find_evidence
from bitext.alignment.features import FEATURES
from bitext.alignment.marks import find_marks
from bitext.alignment.pairs import join_beads
from bitext.alignment.second import ADDED
from bitext.alignment.tokens import chinese_tokens, closed_tokens, english_tokens, term_tokens
from bitext.alignment.weighing import WEIGHTS_FILE, load_weights, read_weights
from bitext.errors import InputError
from bitext.model import Block, Document, Segment
from bitext.words import make_cutter
from tests.strategies import dirty_line

CASES = Path(__file__).parent / "cases" / "alignment"


def cases(name: str) -> list[Any]:
    file = CASES / f"{name}.jsonl"
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line.strip()] if file.is_file() else []
    marks = [pytest.mark.xfail(strict=True, reason="known failure")] if name == "known-failures" else []
    return [pytest.param(row, id=row["id"], marks=marks) for row in rows]


def indices(beads: list[Bead]) -> list[list[list[int]]]:
    return [[list(bead.zh), list(bead.en)] for bead in beads]


def assert_whole(beads: list[Bead], zh: int, en: int) -> None:
    """Every sentence exactly once, in order, with a probability."""
    assert [k for bead in beads for k in bead.zh] == list(range(zh))
    assert [k for bead in beads for k in bead.en] == list(range(en))
    assert all(bead.zh or bead.en for bead in beads)
    assert all(0 <= bead.probability <= 1 for bead in beads)


@pytest.mark.parametrize("case", [*cases("synthetic"), *cases("known-failures")])
def test_a_document_has_its_beads(case: dict[str, Any]) -> None:
    beads = align_sentences(case["zh"], case["en"])
    assert_whole(beads, len(case["zh"]), len(case["en"]))
    assert sorted(indices(beads)) == sorted(case["gold"])


LINES = st.lists(dirty_line, max_size=7)


@settings(deadline=None, max_examples=60)
@given(LINES, LINES)
def test_every_sentence_comes_once_whatever_it_holds(zh: list[str], en: list[str]) -> None:
    beads = align_sentences(zh, en)
    seen = [k for bead in beads for k in bead.zh], [k for bead in beads for k in bead.en]
    assert (sorted(seen[0]), sorted(seen[1])) == (list(range(len(zh))), list(range(len(en))))
    assert all(0 <= bead.probability <= 1 for bead in beads)
    assert align_sentences(zh, en) == beads


RAIN = ("下雨了。", "It is raining.")


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ([], []),
        ([], ["It rains.", "It pours."]),
        (["下雨了。"], []),
        (["", "  "], [""]),
        (["下雨了。"], ["", "It rains.", ""]),
        (["下雨了。"], [f"Line {k} says nothing of it." for k in range(1000)]),
        ([RAIN[0]] * 40, [RAIN[1]] * 40),
        ([RAIN[0]] * 40, [RAIN[1]] * 37),
        (["。"] * 5, ["..."] * 9),
        (["12"] * 30, ["12"] * 20),
    ],
)
def test_degenerate_texts_have_an_answer(zh: list[str], en: list[str]) -> None:
    beads = align_sentences(zh, en)
    assert sorted(k for bead in beads for k in bead.zh) == list(range(len(zh)))
    assert sorted(k for bead in beads for k in bead.en) == list(range(len(en)))


def test_repeated_lines_go_one_with_one() -> None:
    beads = align_sentences([RAIN[0]] * 12, [RAIN[1]] * 12)
    assert indices(beads) == [[[k], [k]] for k in range(12)]


def test_blank_lines_stand_alone_and_are_certain() -> None:
    beads = align_sentences(["", "山里下雨了。", "我们在家喝茶。"], ["It rained in the mountains.", "", "We drank tea at home."])
    assert {(b.zh, b.en) for b in beads} == {((0,), ()), ((1,), (0,)), ((), (1,)), ((2,), (2,))}
    assert [b.probability for b in beads if not b.zh or not b.en] == [1.0, 1.0]


@pytest.mark.slow
def test_a_long_hostile_line_is_only_a_line() -> None:
    for char in ("a", "雨", "(", "1", "“", "\u0301", "\ud800", "一"):
        beads = align_sentences(["下雨了。", char * 200_000], ["It is raining.", char * 100_000])
        assert_whole(beads, 2, 2)


def test_sides_that_are_exchanged_or_alike_are_refused() -> None:
    with pytest.raises(InputError, match="the first text is English and the second Chinese; give the Chinese one first"):
        align("It rains in the mountains.", "山里下雨了。")
    with pytest.raises(InputError, match="both texts are Chinese"):
        align("山里下雨了。", "山里下雨了。")
    with pytest.raises(InputError, match="both texts are English"):
        align("It rains.", "It rains.")


def test_terms_of_the_library_are_evidence_as_those_of_the_command() -> None:
    zh, en = "瓜皮尼很高。咕咕噜很小。", "The gloob is small. The wambat is tall."
    with_terms = align(zh, en, terms=[("瓜皮尼", "wambat"), ("咕咕噜", "gloob")], nulls=True)
    assert [p.score for p in with_terms] != [p.score for p in align(zh, en, nulls=True)]


def test_pairs_keep_the_ids_of_their_segments() -> None:
    zh = Document("z", blocks=(Block("0", "heading", "山里的雨"), Block("1", "paragraph", "山里下雨了。我们在家喝茶。")))
    en = Document(
        "e", blocks=(Block("0", "heading", "Rain in the mountains"), Block("1", "paragraph", "It rained there. We drank tea at home."))
    )
    pairs = align(zh, en, id="c")
    assert [(p.id, p.zh_segments, p.en_segments) for p in pairs] == [
        ("c:0", ("z:0:0",), ("e:0:0",)),
        ("c:1", ("z:1:0",), ("e:1:0",)),
        ("c:2", ("z:1:1",), ("e:1:1",)),
    ]


def test_sides_are_joined_as_their_language_joins() -> None:
    zh = [Segment(f"z{k}", "", "0", k, "zh", 0, 0, text) for k, text in enumerate(["他用 AI", "GPU 跑。", "好。"])]
    en = [Segment(f"e{k}", "", "0", k, "en", 0, 0, text) for k, text in enumerate(["One.", "Two."])]
    pairs = join_beads([Bead((0, 1, 2), (0, 1), 0.9)], zh, en)
    assert (pairs[0].zh, pairs[0].en) == ("他用 AI GPU 跑。好。", "One. Two.")
    assert join_beads([Bead((0,), (), 0.9)], zh, en) == []
    assert [p.en for p in join_beads([Bead((0,), (), 0.9)], zh, en, nulls=True)] == [""]


def test_words_have_the_keys_of_gloss_name_and_number() -> None:
    cutter = make_cutter()
    keys = dict(chinese_tokens("李明买了二十三本书。", cutter))
    assert {"~liming", "~li", "~ming"} <= {key for own in keys.values() for key in own}
    assert {"23", "twent", "thre"} <= {key for own in keys.values() for key in own}
    assert "book" in {key for own in keys.values() for key in own}
    assert ("chongq", ("chongq", "~chongqing")) in english_tokens("in Chongqing")
    assert not [word for word, _ in english_tokens("It is of the and")]


def test_function_words_meet_by_what_they_say() -> None:
    left = {key for _, keys in closed_tokens("但是我不知道为什么", make_cutter()) for key in keys}
    right = {key for _, keys in closed_tokens("But I do not know why", None) for key in keys}
    assert {"but", "i", "not", "why"} <= left & right


def test_terms_are_found_on_both_sides_as_one() -> None:
    terms = [("渝金通", "Yujintong"), ("渝金通", "YJT")]
    left = term_tokens(["“渝金通”上线"], [t[0] for t in terms], terms)[0][0][1]
    right = term_tokens(["The YUJINTONG platform"], [t[1] for t in terms], terms)[0][0][1]
    assert set(left) & set(right) == {"渝金通=Yujintong"}


def test_a_term_decides_where_nothing_else_does() -> None:
    zh, en = ["渝金通。", "蜀云通。"], ["Brain.", "Cloud.", "Brain."]
    beads = align_sentences(zh, en, terms=[("渝金通", "brain"), ("蜀云通", "cloud")])
    assert ((0,), (0,)) in {(b.zh, b.en) for b in beads}
    assert find_evidence("渝金通。", "Brain.", make_cutter(), [("渝金通", "brain")])["terms"] == [["渝金通", "brain"]]


@pytest.mark.parametrize(
    ("text", "opened"),
    [
        (["“是的。", "走吧。”", "他走了。"], [0, 1, 0, 0]),
        (["'Yes.", "Don't go.'", "It's late."], [0, 1, 0, 0]),
        (['"Yes.', 'No."'], [0, 1, 0]),
    ],
)
def test_an_open_quotation_is_known(text: list[str], opened: list[int]) -> None:
    assert find_marks(text, chinese="“" in text[0]).open.tolist() == opened


def test_weights_that_do_not_fit_are_refused() -> None:
    data = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    assert list(data["features"]) == [*FEATURES, *ADDED]
    data["features"]["size of hats"] = data["features"].pop("size")
    with pytest.raises(InputError, match="does not fit the features: size, size of hats; fit it again"):
        read_weights(data)
    assert load_weights().calibration[0] > 0


@pytest.mark.slow
def test_the_answer_does_not_depend_on_the_hash_seed() -> None:
    case = cases("synthetic")[5].values[0]
    code = "import json, sys; from bitext.alignment import align_sentences; print(align_sentences(*json.load(sys.stdin)))"
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            input=json.dumps([case["zh"], case["en"]]),
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
            encoding="utf-8",
        ).stdout
        for seed in ("1", "2", "77")
    }
    assert len(said) == 1
