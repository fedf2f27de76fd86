"""Odd input to the aligner: sides of very different sizes, lines that are all alike, a text twice."""

from __future__ import annotations

import pytest

from bitext.alignment import align_sentences


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        (["我们在家喝茶。"], [f"Line {k} of the list." for k in range(1000)]),
        ([f"名单第{k}行。" for k in range(1000)], ["We drank tea at home."]),
        (["下雨了。"] * 10, ["It rained."] * 1000),
        (["下雨了。"] * 600, ["It rained."] * 600),
    ],
    ids=["one against a thousand", "a thousand against one", "ten against a thousand alike", "all alike"],
)
def test_odd_sizes_are_aligned_and_every_sentence_comes_once(zh: list[str], en: list[str]) -> None:
    beads = align_sentences(zh, en)
    assert sorted(k for b in beads for k in b.zh) == list(range(len(zh)))
    assert sorted(k for b in beads for k in b.en) == list(range(len(en)))
    assert sum(bool(b.zh and b.en) for b in beads) <= min(len(zh), len(en))


def test_where_all_lines_are_alike_few_beads_are_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound is far above what ordinary texts have, and a best way is always left."""
    zh, en = ["下雨了。"] * 120, ["It rained."] * 120
    whole = align_sentences(zh, en)
    monkeypatch.setattr("bitext.alignment.second.MOST", 300)
    monkeypatch.setattr("bitext.alignment.second.MOST_A_SENTENCE", 0)
    few = align_sentences(zh, en)
    assert sorted(k for b in few for k in b.zh) == list(range(120))
    assert sum(len(b.zh) == len(b.en) == 1 for b in few) >= sum(len(b.zh) == len(b.en) == 1 for b in whole) - 12


def test_a_text_twice_on_both_sides_is_aligned_through() -> None:
    zh = ["山里下雨了。", "我们在家喝茶。", "猫睡在窗边。", "银行今天不开门。", "他在桥上等了三个小时。"]
    en = [
        "It rained in the mountains.",
        "We drank tea at home.",
        "The cat slept by the window.",
        "The bank is closed today.",
        "He waited on the bridge for three hours.",
    ]
    beads = align_sentences(zh * 2, en * 2)
    assert [(b.zh, b.en) for b in beads] == [((k,), (k,)) for k in range(10)]
