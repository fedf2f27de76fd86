"""Duplicates: what counts as one, which of several stays, and that neither order, process nor a crash changes it."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from bitext.cli import app
from bitext.deduplication import Duplicate, Likeness, duplicate_key, find_duplicates
from bitext.deduplication import comparing as comparing_module
from bitext.deduplication.comparing import compute_similarity, find_buckets, group_rows, make_comparison
from bitext.deduplication.deciding import FULL, KEEPS, decide_duplicates
from bitext.deduplication.fingerprints import SIDES, take_fingerprints
from bitext.deduplication.keys import LEVELS, fold_text, key_of
from bitext.deduplication.scratch import Column
from bitext.deduplication.shingles import BANDS, ROWS, compute_bands, hash_shingles
from bitext.errors import OutputError, UsageError
from bitext.io import duplicate_index
from bitext.io.duplicate_index import open_index
from bitext.io.spool import Spool
from bitext.model import Finding, Pair
from tests.hostile import ALONE
from tests.strategies import dirty_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from typer.testing import Result

ZH = (
    "城市",
    "道路",
    "桥梁",
    "港口",
    "学校",
    "工厂",
    "水库",
    "森林",
    "会议",
    "报告",
    "银行",
    "农民",
    "粮食",
    "市场",
    "火车",
    "飞机",
    "天气",
    "雨水",
    "昨天",
    "已经",
    "开始",
    "完成",
    "我们",
    "非常",
)
EN = ("city", "road", "bridge", "harbour", "school", "factory", "dam", "forest", "meeting", "report", "bank", "farmer", "grain", "market", "train", "plane", "weather", "rain")  # fmt: skip


def pair(number: int | str, zh: str, en: str, score: float = 1.0) -> Pair:
    return Pair(str(number), zh, en, score)


def sentence(draw: random.Random, words: Sequence[str], size: int, space: str) -> list[str]:
    return [draw.choice(words) + (draw.choice("甲乙丙丁戊己") if not space else draw.choice("abcdef")) for _ in range(size)]


def corpus(size: int, seed: int = 5) -> list[Pair]:
    """Pairs of which a third repeats another one, word for word or with a word or two changed."""
    draw = random.Random(seed)
    made: list[tuple[list[str], list[str]]] = []
    pairs = []
    for number in range(size):
        if made and draw.random() < 0.33:
            zh, en = (list(side) for side in draw.choice(made))
            for _ in range(draw.choice((0, 1, 1, 2, 4))):
                zh[draw.randrange(len(zh))] = draw.choice(ZH)
                en[draw.randrange(len(en))] = draw.choice(EN)
        else:
            zh, en = sentence(draw, ZH, 16, ""), sentence(draw, EN, 22, " ")
        made.append((zh, en))
        pairs.append(pair(number, "".join(zh) + "。", " ".join(en).capitalize() + ".", round(draw.random(), 6)))
    return pairs


@lru_cache(maxsize=10_000)
def shingles(text: str) -> set[tuple[str, str]]:
    """The plain way: words and Han characters, each with the one before it."""
    words = re.findall(r"[\u4e00-\u9fff]|[^\s\u4e00-\u9fff]+", fold_text(text))
    return set(zip(["", *words], words, strict=False))


def similarity(one: str, other: str) -> float:
    left, right = shingles(one), shingles(other)
    return len(left & right) / len(left | right) if left | right else 1.0


def alike(one: Pair, other: Pair, level: str, on: str) -> bool:
    """What the documentation says, by comparing the texts themselves."""

    def same(left: str, right: str) -> bool:
        if level == "near":
            return duplicate_key(left) == duplicate_key(right) or similarity(left, right) >= 0.8
        return duplicate_key(left, level) == duplicate_key(right, level)

    zh, en = same(one.zh, other.zh), same(one.en, other.en)
    both_zh, both_en = bool(one.zh and other.zh), bool(one.en and other.en)
    return {"both": zh and en, "either": (zh and both_zh) or (en and both_en), "zh": zh and both_zh, "en": en and both_en}[on]


def by_comparing_all(pairs: Sequence[Pair], level: str, on: str, keep: str) -> set[str]:
    """The ids that stay, by comparing each with all that stay."""
    order = sorted(pairs, key=lambda p: -p.score) if keep == "best" else pairs
    kept: list[Pair] = []
    for one in order:
        if not any(alike(one, other, level, on) for other in kept):
            kept.append(one)
    return {one.id for one in kept}


def kept_ids(pairs: Sequence[Pair], **how: Any) -> set[str]:
    gone = {found.number for found in find_duplicates(pairs, **how)}
    return {one.id for number, one in enumerate(pairs) if number not in gone}


class TestKeys:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("後來，網絡壞了。", "后来网络坏了"),
            ("Ａ股上涨３％", "a股上涨5%"),
            ("It’s “fine” – really.", "it's 'fine' - Really"),
            ("使用 5G 网络", "使用5g网络"),
            ("on line shop", "online shop"),
        ],
    )
    def test_what_says_little_is_folded(self, one: str, other: str) -> None:
        assert duplicate_key(one) == duplicate_key(other)

    @pytest.mark.parametrize(
        ("one", "other"), [("涨了5%", "涨了5"), ("in C++", "in C"), ("下雨了", "下雪了"), ("！！", "？？"), ("", "。")]
    )
    def test_what_says_something_is_not(self, one: str, other: str) -> None:
        assert duplicate_key(one) != duplicate_key(other)

    def test_a_near_duplicate_has_no_key(self) -> None:
        with pytest.raises(UsageError, match="no key"):
            duplicate_key("雨", "near")

    @given(dirty_line)
    def test_a_key_is_found_for_any_text_and_folding_twice_changes_nothing(self, text: str) -> None:
        once = fold_text(text)
        assert key_of("", fold_text(once)) == key_of("", once)
        assert bool(duplicate_key(text)) == bool(text)

    @pytest.mark.slow
    @pytest.mark.parametrize("char", ALONE.values(), ids=ALONE.keys())
    def test_a_megabyte_of_one_character_has_a_key(self, char: str) -> None:
        text = char * 1_000_000
        assert duplicate_key(text) == duplicate_key(text + " ") or not fold_text(text)

    def test_plain_letters_take_the_short_way_to_the_same_end(self) -> None:
        text = "On 5 May the Harbour_Board (of C++ & R&D) paid $20 @ 3%; it's fine -- really?"
        assert fold_text(text + "é") == fold_text(text) + " é"


class TestShingles:
    def test_they_are_words_each_with_the_one_before(self) -> None:
        texts = ["下雨了 so we stay", "so we stay", "", "we stay", "\ud800 lone"]
        hashes, begins = hash_shingles(texts)
        sets = [set(hashes[begins[i] : begins[i + 1]].tolist()) for i in range(len(texts))]
        assert [len(one) for one in sets] == [6, 3, 0, 2, 2]
        assert len(sets[0] & sets[1]) == 2
        assert len(sets[1] & sets[3]) == 1

    @given(st.lists(dirty_line, min_size=1, max_size=6))
    def test_a_text_has_the_same_ones_in_whatever_company(self, texts: list[str]) -> None:
        folded = [fold_text(text) for text in texts]
        hashes, begins = hash_shingles(folded)
        for number, text in enumerate(folded):
            alone, _ = hash_shingles([text])
            assert hashes[begins[number] : begins[number + 1]].tolist() == alone.tolist()

    @pytest.mark.parametrize("share", [0.3, 0.6, 0.8, 0.9])
    def test_bands_meet_as_often_as_the_theory_says(self, share: float) -> None:
        draw, size, trials = random.Random(7), 60, 3000
        common = round(2 * size * share / (1 + share))
        sets = []
        for _ in range(trials):
            numbers = draw.sample(range(2**32), 2 * size - common)
            sets += [numbers[:size], numbers[:common] + numbers[size:]]
        hashes = np.array([number for one in sets for number in one], np.uint32)
        bands = compute_bands(hashes, np.arange(0, len(hashes) + 1, size))
        met = (bands[::2] == bands[1::2]).any(axis=1).mean()
        true = common / (2 * size - common)
        expected = 1 - (1 - true**ROWS) ** BANDS
        assert abs(met - expected) < 4 * (expected * (1 - expected) / trials) ** 0.5 + 0.002

    def test_they_never_change(self) -> None:
        """An index on disk holds them: another value here means that KEY_VERSION must grow."""
        hashes, begins = hash_shingles([fold_text("港口昨天开放。"), fold_text("The harbour opened yesterday.")])
        bands = compute_bands(hashes, begins)
        assert (int(hashes.astype(np.uint64).sum()), int(bands[0][0]), int(bands[1][-1])) == GOLDEN


#: The sum of the hashes, and the first and the last band key, of the two texts below.
GOLDEN = (25857369521, 12453499723140487806, 10349082601094102453)


class TestBuckets:
    @given(st.lists(st.integers(0, 5), max_size=30))
    def test_they_are_those_that_share_a_key(self, keys: list[int]) -> None:
        place, bucket = find_buckets([np.array(keys, np.uint64)], np.arange(len(keys)))
        made = {int(p): int(b) for p, b in zip(place, bucket, strict=True)}
        for one, other in combinations(range(len(keys)), 2):
            together = keys[one] == keys[other] != 0
            assert together == (one in made and made.get(one) == made.get(other))

    @given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=30))
    def test_equal_rows_have_the_first_one_of_them(self, rows: list[tuple[int, int]]) -> None:
        found = group_rows(np.array(rows, np.uint64).reshape(-1, 2)).tolist()
        assert found == [rows.index(row) for row in rows]

    def test_similarity_is_that_of_the_less_similar_side(self) -> None:
        one, other = (frozenset({1, 2, 3, 4}), frozenset({1, 2})), (frozenset({1, 2, 3, 4}), frozenset({1, 3}))
        assert compute_similarity(one, other, 0.3) == pytest.approx(1 / 3)
        assert compute_similarity(one, other, 0.5) == 0


class TestDeciding:
    @pytest.mark.parametrize("keep", KEEPS)
    @pytest.mark.parametrize("on", SIDES)
    @pytest.mark.parametrize("level", LEVELS)
    def test_it_keeps_what_comparing_all_with_all_keeps(self, level: str, on: str, keep: str) -> None:
        pairs = corpus(150)
        assert kept_ids(pairs, level=level, on=on, keep=keep) == by_comparing_all(pairs, level, on, keep)

    @given(
        st.lists(st.tuples(st.sampled_from(["雨", "雨。", "雪", "", "！"]), st.sampled_from(["Rain", "rain.", "snow", ""]), st.integers(0, 3)), max_size=12),
        st.sampled_from(["exact", "normalized", "near"]),
        st.sampled_from(SIDES),
        st.sampled_from(KEEPS),
    )  # fmt: skip
    def test_so_it_does_for_any_few_pairs(self, texts: list[tuple[str, str, int]], level: str, on: str, keep: str) -> None:
        pairs = [pair(number, zh, en, score) for number, (zh, en, score) in enumerate(texts)]
        assert kept_ids(pairs, level=level, on=on, keep=keep) == by_comparing_all(pairs, level, on, keep)

    @pytest.mark.parametrize("on", SIDES)
    @pytest.mark.parametrize("level", LEVELS)
    def test_each_duplicate_names_a_kept_pair_that_it_really_repeats(self, level: str, on: str) -> None:
        pairs = corpus(300, seed=8)
        found = find_duplicates(pairs, level=level, on=on)
        assert found
        gone, named = {one.id for one in found}, {one.id: one for one in pairs}
        for one in found:
            mine, kept = named[one.id], named[one.of]
            assert one.of not in gone
            assert alike(mine, kept, level, on if on != "either" else one.side)
            assert kept.score >= mine.score
            if level == "near" and one.similarity < 1:
                sides = ("zh", "en") if one.side == "both" else (one.side,)
                assert one.similarity == pytest.approx(min(similarity(getattr(mine, side), getattr(kept, side)) for side in sides))

    def test_the_best_of_several_stays_whatever_the_order(self) -> None:
        pairs = corpus(200, seed=9)
        ids = kept_ids(pairs, level="near")
        random.Random(1).shuffle(pairs)
        assert kept_ids(pairs, level="near") == ids

    def test_of_two_equal_scores_the_first_stays(self) -> None:
        assert find_duplicates([pair("a", "雨", "rain"), pair("b", "雨", "rain")]) == [Duplicate(1, "b", "a", 1.0, "both")]

    def test_a_duplicate_of_a_duplicate_stays_if_it_repeats_nothing_that_is_kept(self) -> None:
        words = [f"w{chr(97 + n)}" for n in range(26)] + [f"v{chr(97 + n)}" for n in range(10)]
        texts = [" ".join(words), " ".join([*words[:-4], *"abcd"]), " ".join([*"efg", *words[3:-4], *"abcd"])]
        pairs = [pair(n, "雨", text, 1 - n / 10) for n, text in enumerate(texts)]
        assert similarity(texts[1], texts[2]) >= 0.8 > similarity(texts[0], texts[2])
        assert kept_ids(pairs, level="near") == {"0", "2"}

    def test_empty_sides_repeat_nothing(self) -> None:
        pairs = [pair(n, "", f"Rain {chr(97 + n)}") for n in range(3)]
        assert find_duplicates(pairs, on="zh") == []
        assert find_duplicates(pairs, on="either") == []

    def test_a_very_long_side_is_compared_by_its_key_alone(self) -> None:
        long = "港口 harbour " * 20_000
        pairs = [pair("a", long, "x"), pair("b", long + "。", "x"), pair("c", long + "桥", "x")]
        assert [(one.id, one.of) for one in find_duplicates(pairs, level="near")] == [("b", "a")]

    @pytest.mark.parametrize(
        "how", [{"level": "fuzzy"}, {"on": "left"}, {"keep": "worst"}, {"threshold": 0.1}, {"threshold": float("nan")}]
    )
    def test_an_unknown_argument_is_refused(self, how: dict[str, Any]) -> None:
        with pytest.raises(UsageError):
            find_duplicates([], **how)

    def test_none_are_found_among_none(self) -> None:
        for level in LEVELS:
            assert find_duplicates([], level=level) == []


class TestTraps:
    """Input that tempts the search into comparing all with all."""

    def comparisons(self, monkeypatch: pytest.MonkeyPatch, pairs: Iterable[Pair], on: str = "both") -> tuple[int, int]:
        count = 0

        def counted(*given: Any) -> float:
            nonlocal count
            count += 1
            return compute_similarity(*given)

        monkeypatch.setattr(comparing_module, "compute_similarity", counted)
        fingerprints = take_fingerprints(pairs, Likeness("near", on))
        return int(decide_duplicates(fingerprints).kept.sum()), count

    def test_identical_pairs_are_not_compared_at_all(self, monkeypatch: pytest.MonkeyPatch) -> None:
        same = [pair(n, "港口昨天已经开始了新的工程", "the harbour began new works yesterday") for n in range(5000)]
        assert self.comparisons(monkeypatch, same) == (1, 0)

    @pytest.mark.parametrize("on", SIDES)
    def test_a_giant_cluster_costs_a_comparison_or_two_a_pair(self, monkeypatch: pytest.MonkeyPatch, on: str) -> None:
        zh, en = "".join(ZH * 3), " ".join(EN * 4)
        made = [
            pair(n, f"{zh}{chr(0x4E00 + n)}", f"{en} x{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}") for n in range(2000)
        ]
        kept, count = self.comparisons(monkeypatch, made, on)
        assert kept == 1
        assert count <= 2 * len(made)

    def test_boilerplate_with_other_names_in_it_costs_so_many_a_pair_however_many_there_are(self, monkeypatch: pytest.MonkeyPatch) -> None:
        draw = random.Random(3)
        made = [
            pair(n, "双方同意以下条款" + "".join(draw.choices(ZH, k=5)), " ".join([*EN[:9], *(f"{draw.random():.6f}" for _ in range(4))]))
            for n in range(3000)
        ]
        kept, count = self.comparisons(monkeypatch, made)
        assert kept > 1000
        assert count <= len(made) * FULL * BANDS


class TestScratch:
    def test_a_column_gives_what_was_put_in(self) -> None:
        column = Column(np.uint64, 2)
        assert column.read().shape == (0, 2)
        column.append(np.array([[1, 2]], np.uint64))
        column.append(np.empty((0, 2), np.uint64))
        assert column.read().tolist() == [[1, 2]]

    def test_a_missing_temporary_folder_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tempfile.tempdir", "/nowhere/at/all")
        with pytest.raises(OutputError, match="temporary folder"):
            find_duplicates([pair(1, "雨", "rain")])

    def test_a_spool_gives_pairs_back_whole(self) -> None:
        pairs = [
            Pair("a\ud800", "雨\x00\n", "rain\t", 0.25, ("z:0:0",), ("e:0:0",), (Finding("number", "note", "x", "zh", 0, 1),), {"doc": "d", "n": [1, None]}),
            Pair("b", "", "", 1.0),
        ]  # fmt: skip
        with Spool() as spool:
            assert list(spool.record(iter(pairs))) == pairs
            assert list(spool.replay()) == pairs
            assert list(spool.replay()) == pairs


class TestIndex:
    @pytest.mark.parametrize("on", SIDES)
    @pytest.mark.parametrize("level", LEVELS)
    def test_runs_one_after_the_other_keep_what_is_new(self, tmp_path: Path, level: str, on: str) -> None:
        pairs, likeness = corpus(150, seed=11), Likeness(level, on)
        kept: list[Pair] = []
        for start in range(0, 150, 50):
            part = pairs[start : start + 50]
            with open_index(str(tmp_path / "index"), likeness) as index:
                fingerprints = take_fingerprints(part, likeness)
                decisions = decide_duplicates(fingerprints, "first", index)
                index.add(fingerprints, np.flatnonzero(decisions.kept))
            named = {one.id: one for one in pairs}
            for number in np.flatnonzero(~decisions.kept).tolist():
                found = decisions.duplicate_of(number)
                assert found.earlier == (int(found.of) < start)
                assert alike(part[number], named[found.of], level, on if on != "either" else found.side)
            kept += [one for one, stays in zip(part, decisions.kept, strict=True) if stays]
        assert {one.id for one in kept} == by_comparing_all(pairs, level, on, "first")

    def test_other_settings_are_refused(self, tmp_path: Path) -> None:
        with open_index(str(tmp_path / "index"), Likeness("near")):
            pass
        for other in (Likeness(), Likeness("near", "zh"), Likeness("near", "both", 0.9)):
            with pytest.raises(UsageError, match="other settings"), open_index(str(tmp_path / "index"), other):
                pass

    def test_an_error_inside_leaves_it_as_it_was(self, tmp_path: Path) -> None:
        path, likeness = tmp_path / "index", Likeness()
        fingerprints = take_fingerprints([pair(1, "雨", "rain")], likeness)
        with suppress(ZeroDivisionError), open_index(str(path), likeness) as index:
            index.add(fingerprints, np.arange(1))
            raise ZeroDivisionError
        assert not path.exists()
        with open_index(str(path), likeness) as index:
            assert index.find_repeats(fingerprints, np.arange(1)) == {}

    def test_two_runs_do_not_share_it(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(duplicate_index, "_PATIENCE", 0.05)
        path = str(tmp_path / "index")
        with open_index(path, Likeness()), pytest.raises(OutputError, match="in use"), open_index(path, Likeness()):
            pass

    @pytest.mark.parametrize("content", [b"no database at all, but quite some bytes of text" * 50, b"{}\n"])
    def test_another_file_is_refused_and_left_alone(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "x").write_bytes(content)
        with pytest.raises(OutputError, match="no index"), open_index(str(tmp_path / "x"), Likeness()):
            pass
        assert (tmp_path / "x").read_bytes() == content

    def test_another_database_is_refused(self, tmp_path: Path) -> None:
        other = sqlite3.connect(tmp_path / "x.db")
        other.execute("CREATE TABLE items(a)")
        other.close()
        with pytest.raises(OutputError, match="no index"), open_index(str(tmp_path / "x.db"), Likeness()):
            pass

    @pytest.mark.parametrize("path", ["nowhere/index", "."])
    def test_one_that_cannot_be_written_is_named(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
        monkeypatch.chdir(tmp_path)
        with pytest.raises(OutputError, match="may not be written"), open_index(path, Likeness()):
            pass


def run(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, ["dedup", *map(str, arguments)], input=stdin)


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "bitext", "dedup", *map(str, arguments)]


def lines(pairs: Iterable[Pair]) -> str:
    return "".join(json.dumps({"id": p.id, "zh": p.zh, "en": p.en, "score": p.score}, ensure_ascii=False) + "\n" for p in pairs)


def records(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


RAIN = lines([pair("a", "下雨了。", "It rains.", 0.5), pair("b", "下雪了。", "It snows."), pair("c", "下雨了！", "It rains!", 0.9)])


@pytest.fixture
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("_here")
class TestCommand:
    def test_a_stream_in_and_a_stream_out(self) -> None:
        done = run(stdin=RAIN)
        assert (done.exit_code, [one["id"] for one in records(done.stdout)]) == (0, ["b", "c"])
        assert "3 pairs: 2 kept, 1 duplicates" in done.stderr

    def test_the_first_stays_where_asked_and_quiet_says_nothing(self) -> None:
        done = run("--keep", "first", "-q", stdin=RAIN)
        assert ([one["id"] for one in records(done.stdout)], done.stderr) == (["a", "b"], "")

    def test_the_level_decides(self) -> None:
        assert len(records(run("--level", "exact", stdin=RAIN).stdout)) == 3

    def test_over_files_each_duplicate_with_its_reason(self, tmp_path: Path) -> None:
        (tmp_path / "one.jsonl").write_text(RAIN, encoding="utf-8")
        (tmp_path / "two.tsv").write_text("下雨了\tit rains\t0.95\n下冰雹了\tIt hails\t0.9\n", encoding="utf-8")
        done = run("one.jsonl", "two.tsv", "-o", "kept.jsonl", "--rejected", "gone.jsonl")
        assert done.exit_code == 0
        assert [one["zh"] for one in records((tmp_path / "kept.jsonl").read_text())] == ["下雪了。", "下雨了", "下冰雹了"]
        gone = records((tmp_path / "gone.jsonl").read_text())
        assert [one["id"] for one in gone] == ["a", "c"]
        assert gone[0]["reasons"] == [{"filter": "duplicate", "value": 1.0, "duplicate_of": "two.tsv:1", "side": "both"}]

    def test_over_runs(self, tmp_path: Path) -> None:
        for name, text in (("one", RAIN), ("two", RAIN.replace("0.5", "0.99") + lines([pair("d", "下冰雹了", "It hails")]))):
            (tmp_path / name).write_text(text, encoding="utf-8")
            assert run(name, "--index", "seen", "-o", f"{name}.jsonl", "--rejected", f"{name}.gone.jsonl").exit_code == 0
        assert [one["id"] for one in records((tmp_path / "two.jsonl").read_text())] == ["d"]
        gone = {one["id"]: one["reasons"][0] for one in records((tmp_path / "two.gone.jsonl").read_text())}
        assert gone["b"] == {"filter": "duplicate", "value": 1.0, "duplicate_of": "b", "side": "both", "earlier": True}
        assert {gone[one]["duplicate_of"] for one in "ac"} == {"c"}

    @pytest.mark.parametrize(
        "how",
        [
            ["--level", "fuzzy"],
            ["--on", "left"],
            ["--keep", "worst"],
            ["--threshold", "2"],
            ["--rejected", "x.tsv"],
            ["-o", "x.jsonl", "--rejected", "./x.jsonl"],
            ["--index", "-"],
            ["--to", "docx"],
        ],
    )
    def test_what_makes_no_sense_is_a_usage_error(self, how: list[str]) -> None:
        done = run(*how, stdin=RAIN)
        assert (done.exit_code, done.stdout) == (2, "")

    def test_bad_lines_are_named_and_the_others_done(self, tmp_path: Path) -> None:
        (tmp_path / "bad.jsonl").write_bytes(b'{"zh": 1}\n\x00\xff\n' + RAIN.encode() + b'{"zh": "x"')
        done = run("bad.jsonl", "missing.jsonl")
        assert (done.exit_code, len(records(done.stdout))) == (3, 2)
        for place in ("bad.jsonl:1", "bad.jsonl:2", "bad.jsonl:6", "missing.jsonl: no such file"):
            assert place in done.stderr

    @pytest.mark.parametrize("content", [b"", b"\x00" * 1000, b"\x89PNG\r\n\x1a\n" + bytes(range(256))])
    def test_no_pairs_at_all(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "x.jsonl").write_bytes(content)
        assert run("x.jsonl", "-o", "out.jsonl").exit_code == 3

    def test_where_nothing_can_be_read_an_output_stays_as_it_was(self, tmp_path: Path) -> None:
        (tmp_path / "out.jsonl").write_text(RAIN, encoding="utf-8")
        assert run("missing.jsonl", "-o", "out.jsonl", "--index", "seen").exit_code == 3
        assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == RAIN
        assert os.listdir(tmp_path) == ["out.jsonl"]

    def test_an_output_that_cannot_be_written_is_told_before_anything_is_read(self) -> None:
        for how in (["-o", "nowhere/x.jsonl"], ["--rejected", "nowhere/x.jsonl"]):
            done = run("missing.jsonl", *how)
            assert (done.exit_code, done.stderr.count("\n")) == (4, 1)
            assert "its folder does not exist" in done.stderr

    def test_a_line_over_the_limit_is_named(self) -> None:
        done = run("--limit", "1M", stdin=RAIN + lines([pair("z", "雨" * 1_000_000, "rain")]))
        assert (done.exit_code, len(records(done.stdout))) == (3, 2)
        assert "over the limit of 1 MiB" in done.stderr

    def test_an_input_is_never_written_over(self, tmp_path: Path) -> None:
        (tmp_path / "x.jsonl").write_text(RAIN, encoding="utf-8")
        for how in (["-o", "x.jsonl"], ["--rejected", "x.jsonl"], ["--index", "x.jsonl"]):
            assert run("x.jsonl", *how).exit_code == 4
        assert (tmp_path / "x.jsonl").read_text(encoding="utf-8") == RAIN

    def test_settings_come_from_the_file_too(self, tmp_path: Path) -> None:
        (tmp_path / "bitext.toml").write_text('[dedup]\nkeep = "first"\n', encoding="utf-8")
        assert [one["id"] for one in records(run(stdin=RAIN).stdout)] == ["a", "b"]

    def test_paths_count_from_the_file_that_says_them_and_a_slip_is_named(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "bitext.toml").write_text('[dedup]\nindex = "seen"\nrejected = "gone.jsonl"\n', encoding="utf-8")
        (tmp_path / "inner").mkdir()
        monkeypatch.chdir(tmp_path / "inner")
        assert run(stdin=RAIN).exit_code == 0
        assert (sorted(os.listdir(tmp_path)), os.listdir()) == (["bitext.toml", "gone.jsonl", "inner", "seen"], [])
        (tmp_path / "bitext.toml").write_text('[dedup]\nuse = true\nleve = "near"\n', encoding="utf-8")
        done = run(stdin=RAIN)
        assert (done.exit_code, done.stdout) == (2, "")
        assert "unknown key 'leve'; did you mean 'level'?" in done.stderr


@pytest.mark.slow
@pytest.mark.usefixtures("_here")
class TestProcess:
    def test_hash_seeds_change_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "in.jsonl").write_text(lines(corpus(150)), encoding="utf-8")
        outputs = set()
        for seed in ("0", "1"):
            for name in ("index", "out.jsonl", "gone.jsonl"):
                (tmp_path / name).unlink(missing_ok=True)
            done = subprocess.run(
                command("in.jsonl", "--level", "near", "--on", "either", "--index", "index", "-o", "out.jsonl", "--rejected", "gone.jsonl"),
                env=os.environ | {"PYTHONHASHSEED": seed}, check=True, capture_output=True,
            )  # fmt: skip
            outputs.add((done.stderr, (tmp_path / "out.jsonl").read_bytes(), (tmp_path / "gone.jsonl").read_bytes()))
        assert len(outputs) == 1

    def test_a_closed_pipe_ends_quietly(self, tmp_path: Path) -> None:
        (tmp_path / "in.jsonl").write_text(lines(pair(n, f"第{chr(0x4E00 + n)}句", f"x{n} " * 50) for n in range(3000)), encoding="utf-8")
        done = subprocess.run(
            ["bash", "-c", f'set -o pipefail; "{sys.executable}" -m bitext dedup in.jsonl -q | head -n 1 >/dev/null'],
            capture_output=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, b"")

    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
    def test_a_full_disk_leaves_the_index_as_it_was(self, tmp_path: Path) -> None:
        (tmp_path / "in.jsonl").write_text(RAIN, encoding="utf-8")
        assert run("in.jsonl", "--index", "seen", "-o", "/dev/full").exit_code == 4
        assert [one["id"] for one in records(run("in.jsonl", "--index", "seen", "-q").stdout)] == ["b", "c"]

    @pytest.mark.skipif(sys.platform == "win32", reason="needs setrlimit")
    def test_a_full_temporary_folder_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "in.jsonl").write_text(lines(corpus(2000)), encoding="utf-8")
        code = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000)); from bitext.cli import main; sys.argv = ['bitext', 'dedup', 'in.jsonl']; main()"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, encoding="utf-8")
        assert (done.returncode, done.stdout) == (4, "")
        assert "temporary folder: cannot be written" in done.stderr

    @pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
    @pytest.mark.parametrize("moment", ["decide", "write", "add", "commit", "say"])
    def test_a_kill_at_any_moment_costs_nothing(self, tmp_path: Path, moment: str) -> None:
        """Killed before or after its commit, and started again, a run leaves the output and the index of an undisturbed one."""
        for name, pairs in (("one", corpus(50, seed=1)), ("two", [*corpus(300, seed=2), *corpus(50, seed=1)[:20]])):
            (tmp_path / f"{name}.jsonl").write_text(lines(pairs), encoding="utf-8")
        how = ("--level", "near", "--index", "seen", "-o", "two.out.jsonl")
        assert run("one.jsonl", *how[:4], "-o", "one.out.jsonl").exit_code == 0
        before = (tmp_path / "seen").read_bytes()
        assert run("two.jsonl", *how).exit_code == 0
        expected = (tmp_path / "two.out.jsonl").read_bytes(), _rows(tmp_path / "seen")
        assert len(expected[0].splitlines()) > 100

        (tmp_path / "seen").write_bytes(before)
        (tmp_path / "two.out.jsonl").unlink()
        killed = subprocess.run(
            [sys.executable, "-c", KILLED, moment, "two.jsonl", *how], check=False, capture_output=True, encoding="utf-8"
        )
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        with closing(sqlite3.connect(tmp_path / "seen")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        was = _rows(tmp_path / "seen")
        assert len(was) == (len(expected[1]) if moment == "say" else 50 - len(_gone(50)))
        assert run("two.jsonl", *how).exit_code == 0
        assert ((tmp_path / "two.out.jsonl").read_bytes(), _rows(tmp_path / "seen")) == expected
        assert not [name for name in os.listdir(tmp_path) if "journal" in name]

    def test_the_same_run_again_writes_the_same_and_adds_nothing(self, tmp_path: Path) -> None:
        """Its output is replaced: with nothing, if what it had kept itself counted as an earlier run's."""
        (tmp_path / "in.jsonl").write_text(RAIN, encoding="utf-8")
        (tmp_path / "more.jsonl").write_text(RAIN + lines([pair("d", "下冰雹了", "It hails")]), encoding="utf-8")
        first = run("in.jsonl", "--index", "seen", "-o", "out.jsonl")
        output, rows = (tmp_path / "out.jsonl").read_bytes(), _rows(tmp_path / "seen")
        again = run("in.jsonl", "--index", "seen", "-o", "out.jsonl")
        assert (first.exit_code, again.exit_code, again.stderr) == (0, 0, first.stderr)
        assert ((tmp_path / "out.jsonl").read_bytes(), _rows(tmp_path / "seen")) == (output, rows)
        for name, how, ids in (("more", "more.out.jsonl", ["d"]), ("in", "other.jsonl", []), ("in", "out.jsonl", ["b", "c"])):
            assert run(f"{name}.jsonl", "--index", "seen", "-o", how).exit_code == 0
            assert [one["id"] for one in records((tmp_path / how).read_text("utf-8"))] == ids

    def test_what_goes_to_standard_output_is_given_once(self, tmp_path: Path) -> None:
        (tmp_path / "in.jsonl").write_text(RAIN, encoding="utf-8")
        assert [len(records(run("in.jsonl", "--index", "seen").stdout)) for _ in range(2)] == [2, 0]


#: Runs `bitext dedup` and kills it when it comes to the function that is named first.
KILLED = """
import os, signal, sys
from bitext.cli import dedup, main
from bitext.deduplication import deciding
from bitext.io import duplicate_index
moment = sys.argv[1]
kill = lambda *given, **named: os.kill(os.getpid(), signal.SIGKILL)
add = duplicate_index.DuplicateIndex.add
def add_and_kill(*given):
    add(*given)
    kill()
if moment == "decide":
    deciding.decide_duplicates = kill
elif moment == "commit":
    duplicate_index.DuplicateIndex.add = add_and_kill
else:
    owner, name = {"write": (dedup, "_write"), "add": (duplicate_index.DuplicateIndex, "add"), "say": (dedup, "say")}[moment]
    setattr(owner, name, kill)
sys.argv = ["bitext", "dedup", *sys.argv[2:]]
main()
"""


def _gone(size: int) -> list[Duplicate]:
    return find_duplicates(corpus(size, seed=1), level="near")


def _rows(path: Path) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute("SELECT * FROM items ORDER BY number").fetchall()
    finally:
        connection.close()


def test_the_comparison_is_the_one_of_the_texts() -> None:
    pairs = corpus(60, seed=4)
    compare = make_comparison(take_fingerprints(pairs, Likeness("near")))
    for one, other in combinations(range(60), 2):
        true = min(similarity(pairs[one].zh, pairs[other].zh), similarity(pairs[one].en, pairs[other].en))
        assert compare(one, other) == (pytest.approx(true) if true >= 0.8 else 0)
