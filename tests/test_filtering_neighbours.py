"""What the pairs around say: bad company makes the doubtful incredible, shifts are seen, and batches, borders and failures change nothing."""

from __future__ import annotations

import json
import math
from itertools import islice, pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bitext.cli import app
from bitext.filtering import FilterOptions, filter_pairs, running
from bitext.filtering.adequacy import score_adequacy
from bitext.filtering.meaning import ADEQUACY, CONTEXT, NEIGHBOUR
from bitext.filtering.neighbours import REACH, score_context, score_neighbours, with_neighbours
from bitext.filtering.running import judge_batch
from bitext.model import Pair
from tests.hostile import ALONE

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = (
    ("市政府周二宣布，明年将新建三座桥梁。", "The city government announced on Tuesday that it would build three new bridges next year."),
    ("医生建议老人每天散步半小时，少吃盐。", "Doctors advise the elderly to walk for half an hour every day and eat less salt."),
    ("去年该省出口增长了百分之十二。", "The province's exports grew by twelve percent last year."),
    ("图书馆因屋顶漏水关闭了两周。", "The library was closed for two weeks because of a leaking roof."),
    ("渔民们天亮前出海，傍晚带着满船的鱼回到村里。", "The fishermen go to sea before dawn and return to the village in the evening with boats full of fish."),
    ("学校把足球场借给了邻村的孩子。", "The school lent its football field to the children of the next village."),
    ("火车晚点了四个小时，旅客在车站过夜。", "The train was four hours late, and the passengers spent the night at the station."),
    ("博物馆展出了一百件古代瓷器。", "The museum is exhibiting a hundred pieces of ancient porcelain."),
    ("农民担心干旱会毁掉今年的小麦。", "Farmers fear that the drought will destroy this year's wheat."),
    ("法官推迟了对银行家的判决。", "The judge postponed the sentence against the banker."),
    ("新医院有三百张病床和两架直升机。", "The new hospital has three hundred beds and two helicopters."),
    ("演员感谢观众，然后离开了舞台。", "The actor thanked the audience and then left the stage."),
)  # fmt: skip
OPTIONS = FilterOptions(only=frozenset([ADEQUACY, CONTEXT, NEIGHBOUR]))


def make(couples: list[tuple[str, str]], **extra: str) -> list[Pair]:
    return [Pair(str(n), zh, en, 1.0, extra=extra) for n, (zh, en) in enumerate(couples)]


def good() -> list[tuple[str, str]]:
    return list(TEXT)


def shifted() -> list[tuple[str, str]]:
    return [(zh, en) for (zh, _), (_, en) in pairwise(TEXT)]


def found(pairs: list[Pair]) -> list[tuple[float, float, float]]:
    return [(v.scores[ADEQUACY], v.scores[CONTEXT], v.scores[NEIGHBOUR]) for v in filter_pairs(pairs, OPTIONS)]


class TestBatches:
    @given(st.lists(st.integers(1, 30), max_size=12))
    def test_each_batch_comes_with_what_stands_around_it(self, sizes: list[int]) -> None:
        row = list(range(sum(sizes)))
        stream = iter(row)
        at = 0
        for before, held, after in with_neighbours([list(islice(stream, size)) for size in sizes]):
            assert held == row[at : at + len(held)]
            assert before == row[max(0, at - REACH) : at]
            assert after == row[at + len(held) : at + len(held) + REACH]
            at += len(held)
        assert at == len(row)

    def test_no_more_is_read_ahead_than_needed(self) -> None:
        read: list[int] = []

        def batches() -> Iterator[list[int]]:
            for n in range(100):
                read.append(n)
                yield [n] * REACH

        stream = with_neighbours(batches())
        next(stream)
        assert read == [0, 1]

    @pytest.mark.slow
    @settings(max_examples=6, deadline=None)
    @given(st.integers(1, 40))
    def test_verdicts_do_not_hang_on_how_batches_are_cut(self, size: int) -> None:
        pairs = make(good() + shifted() + good()[:5] + shifted()[::-1])
        whole = found(pairs)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(running, "_BATCH", size)
            assert found(pairs) == whole

    def test_a_batch_judged_with_its_neighbours_is_judged_as_in_the_row(self) -> None:
        pairs = make(shifted() + good() + shifted())
        whole = list(filter_pairs(pairs, OPTIONS))
        batch = judge_batch(pairs[12:20], OPTIONS, before=pairs[12 - REACH : 12], after=pairs[20 : 20 + REACH])
        assert batch == whole[12:20]


class TestContext:
    def test_alone_and_among_others_of_its_kind(self) -> None:
        doubtful = Pair("x", *TEXT[0], 1.0)
        alone = score_context([doubtful], [0.1])[0]
        among_good, among_bad = (
            score_context([doubtful] * 9, [0.1] * 4 + [0.1] + [0.1] * 4)[4],
            score_context([doubtful] * 9, [0.001] * 4 + [0.1] + [0.001] * 4)[4],
        )
        assert among_bad < among_good < alone
        assert score_context([doubtful] * 9, [0.99] * 4 + [0.1] + [0.99] * 4)[4] > among_good
        assert score_context([], []) == []

    @given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
    def test_it_is_a_probability_that_grows_with_every_neighbour(self, own: list[float]) -> None:
        pairs = make([TEXT[0]] * len(own))
        scores = score_context(pairs, own)
        better = score_context(pairs, [min(1.0, score + 0.1) for score in own])
        assert all(0 <= one <= other <= 1 for one, other in zip(scores, better, strict=True))

    def test_no_further_than_eight_pairs(self) -> None:
        pairs = make([TEXT[0]] * 30)
        for away, same in ((8, False), (9, True)):
            own = [0.5] * 30
            own[15 + away] = 0.001
            assert (score_context(pairs, own)[15] == score_context(pairs, [0.5] * 30)[15]) is same

    def test_pairs_of_other_documents_say_nothing(self) -> None:
        pairs = make([TEXT[0]] * 5, doc="a") + make([TEXT[0]] * 5, doc="b")
        own = [0.3] * 5 + [0.001] * 5
        assert score_context(pairs, own)[:5] == score_context(pairs[:5], own[:5])

    def test_documents_are_known_by_their_segments_too(self) -> None:
        pairs = [Pair(str(n), *TEXT[0], 1.0, (f"{doc}:0:{n}",), (f"e{doc}:0:{n}",)) for doc in "ab" for n in range(5)]
        own = [0.3] * 5 + [0.001] * 5
        assert score_context(pairs, own)[:5] == score_context(pairs[:5], own[:5])

    def test_a_pair_with_an_empty_side_is_no_bad_neighbour(self) -> None:
        pairs = make([TEXT[0], ("下雨了。", ""), TEXT[1], ("", "It rains."), TEXT[2]])
        own = [0.3, 0.0, 0.3, 0.0, 0.3]
        assert score_context(pairs, own)[::2] == score_context(pairs[::2], own[::2])


class TestNeighbours:
    def test_a_shift_is_seen_and_good_pairs_are_left(self) -> None:
        assert max(score for _, _, score in found(make(good()))) == 0
        scores = [score for own, _, score in found(make(shifted())) if own < 0.9]
        assert min(scores) > 6

    def test_it_is_seen_in_either_direction(self) -> None:
        back = [(zh, en) for (_, en), (zh, _) in pairwise(TEXT)]
        assert min(score for own, _, score in found(make(back)) if own < 0.9) > 6

    def test_the_first_and_the_last_pair_and_a_single_one_have_scores(self) -> None:
        assert found(make([TEXT[0]]))[0][2] == 0
        assert len(found(make(shifted()[:2]))) == 2
        assert found([]) == []

    def test_borders_of_documents_are_kept(self) -> None:
        every_pair_its_own = [Pair(str(n), zh, en, 1.0, extra={"doc": n}) for n, (zh, en) in enumerate(shifted())]
        assert {score for _, _, score in found(every_pair_its_own)} == {0.0}

    def test_one_pair_exchanged_with_the_next_is_no_shift(self) -> None:
        """Two lines of a dialogue that fit one another better by chance say little."""
        couples = good()
        couples[4:6] = [(couples[4][0], couples[5][1]), (couples[5][0], couples[4][1])]
        assert max(score for _, _, score in found(make(couples))[:4]) == found(make(good()))[0][2]

    def test_an_exchange_is_scored_once(self) -> None:
        pairs = make(shifted())
        asked: list[tuple[str, str]] = []

        def score(some: list[Pair]) -> list[float]:
            asked.extend((pair.zh, pair.en) for pair in some)
            return score_adequacy(some)

        score_neighbours(pairs, score_adequacy(pairs), score)
        assert len(asked) == len(set(asked)) <= 4 * len(pairs)

    @pytest.mark.parametrize("line", ALONE.values(), ids=ALONE)
    def test_hostile_texts_have_finite_scores(self, line: str) -> None:
        long = line * (100_000 // len(line))
        scores = found(make([(long, long), TEXT[0], (TEXT[1][0], long), (long, TEXT[1][1])]))
        assert all(math.isfinite(score) for row in scores for score in row)


@pytest.mark.slow
class TestCommand:
    @staticmethod
    def run(records: str, *more: str) -> tuple[int, list[dict[str, object]]]:
        done = CliRunner().invoke(app, ["filter", "-q", "--explain", "--only", f"{ADEQUACY},{CONTEXT},{NEIGHBOUR}", *more], input=records)
        return done.exit_code, [json.loads(line)["scores"] for line in done.stdout.splitlines()]

    @staticmethod
    def lines(pairs: list[Pair]) -> list[str]:
        return [json.dumps({"id": pair.id, "zh": pair.zh, "en": pair.en}, ensure_ascii=False) + "\n" for pair in pairs]

    def test_it_gives_what_the_library_gives_in_any_number_of_processes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("bitext.cli.filter._TOGETHER", 7)
        pairs = make(good() + shifted() + good())
        records = "".join(self.lines(pairs))
        everything = [f"{name}={bound}" for name, bound in ((ADEQUACY, "0"), (CONTEXT, "0"), (NEIGHBOUR, "999"))]
        options = [part for bound in everything for part in ("--threshold", bound)]
        one, two = (self.run(records, "-j", jobs, *options) for jobs in ("1", "2"))
        assert one == two
        assert [tuple(scores.values()) for scores in one[1]] == found(pairs)

    def test_what_failed_keeps_its_place(self) -> None:
        """However many records fail, no more is held than the neighbours of a pair, and the pairs are judged."""
        records = self.lines(make(good()))
        code, scores = self.run("".join([*records[:6], *["{broken\n"] * (REACH + 1), *records[6:]]))
        assert code == 3
        assert [tuple(row.values()) for row in scores] == found(make(good()[:6])) + found(make(good()[6:]))
