"""Which documents translate one another: written sets, rules that hold for any input, degenerate input, the command."""

from __future__ import annotations

import itertools
import json
import math
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from bitext import Block, Document, Metadata, UsageError, match_documents
from bitext.cli import app
from bitext.glossary.model import Concept, Glossary
from bitext.io.documents import as_json, as_object
from bitext.matching.addresses import address_key, plain_address, slug_of
from bitext.matching.assigning import EXACT, assign
from bitext.matching.coupling import load_weights
from tests.strategies import dirty_text

CASES = Path(__file__).parent / "cases" / "matching"


def case_rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


COUPLES, STRANGERS = case_rows("synthetic"), case_rows("negative")


def page(own: str, text: str, **metadata: Any) -> Document:
    url = metadata.pop("url", None)
    blocks = tuple(Block(str(n), "paragraph", line) for n, line in enumerate(text.split("\n")))
    return Document(own, url=url, metadata=Metadata(**metadata), blocks=blocks)


def sides(rows: list[dict[str, Any]]) -> tuple[list[Document], list[Document]]:
    return [page(r["id"], r["zh"]) for r in rows if r["zh"]], [page(r["id"], r["en"]) for r in rows if r["en"]]


def bulletin(day: int, rng: random.Random) -> tuple[Document, Document]:
    """A weather bulletin and its translation: every day the same words and other numbers."""
    high, low, rain, wind = rng.randint(21, 39), rng.randint(5, 20), rng.randint(11, 99), rng.randint(12, 60)
    zh = f"6月{day + 1}日天气公报。昨天最高气温{high}度，最低气温{low}度。降雨量达到{rain}毫米。风速为每小时{wind}公里。请市民多喝水，避免长时间在户外工作。"
    en = (
        f"Weather bulletin of June {day + 1}. Yesterday's highest temperature was {high} degrees and the lowest {low} degrees. Rainfall reached "
        f"{rain} millimetres. The wind speed was {wind} kilometres an hour. Citizens should drink much water and avoid working outdoors for long."
    )
    return page(str(day), zh), page(str(day), en)


class TestWrittenSets:
    def test_every_couple_is_found_and_no_stranger(self) -> None:
        found = match_documents(*sides(COUPLES + STRANGERS))
        assert [(c.zh, c.en) for c in found.couples] == [(r["id"], r["id"]) for r in COUPLES]
        assert found.zh_only == tuple(r["id"] for r in STRANGERS if r["zh"])
        assert found.en_only == tuple(r["id"] for r in STRANGERS if r["en"])
        assert len(COUPLES) * 2 + len(STRANGERS) >= 30

    @pytest.mark.parametrize("row", COUPLES, ids=lambda r: str(r["id"]))
    def test_a_couple_alone_is_one(self, row: dict[str, Any]) -> None:
        assert match_documents([page("a", row["zh"])], [page("b", row["en"])]).couples[0].probability > 0.9

    def test_strangers_alone_are_none(self) -> None:
        assert match_documents(*sides(STRANGERS)).couples == ()

    @pytest.mark.parametrize("row", COUPLES, ids=lambda r: str(r["id"]))
    def test_without_its_counterpart_a_document_stays_alone(self, row: dict[str, Any]) -> None:
        zh, en = sides(COUPLES + STRANGERS)
        found = match_documents(zh, [d for d in en if d.id != row["id"]])
        assert row["id"] in found.zh_only

    def test_two_reports_on_one_event_keep_their_own(self) -> None:
        both = [r for r in COUPLES if r["id"].startswith("quake")]
        assert [(c.zh, c.en) for c in match_documents(*sides(both)).couples] == [(r["id"], r["id"]) for r in both]

    def test_bulletins_of_one_form_are_told_by_their_numbers(self) -> None:
        zh, en = zip(*(bulletin(n, random.Random(f"bulletin-{n}")) for n in range(30)), strict=True)
        couples = match_documents(zh, en).couples
        assert len(couples) >= 29
        assert sum(c.zh == c.en for c in couples) >= 29

    def test_traditional_text_is_understood(self) -> None:
        text = "醫院推出了一種用人工智慧檢查眼底照片的系統。它能在三十秒內發現糖尿病引起的病變。醫生仍然要確認每一個診斷。去年有兩萬六千名病人接受了檢查。"
        zh, en = sides(COUPLES)
        found = match_documents([page("hant", text) if d.id == "hospital" else d for d in zh], en)
        assert ("hant", "hospital") in [(c.zh, c.en) for c in found.couples]

    def test_a_glossary_helps_where_the_lexicon_knows_nothing(self) -> None:
        zh, en = page("z", "渝金通上线。蓉易贷也上线。"), page("e", "Moonbridge is live. Sunbridge is live too.")
        terms = Glossary((Concept("a", ("渝金通",), ("Moonbridge",)), Concept("b", ("蓉易贷",), ("Sunbridge",))))
        plain = match_documents([zh], [en], threshold=0.001)
        helped = match_documents([zh], [en], threshold=0.001, glossary=terms)
        assert helped.couples[0].probability > max((c.probability for c in plain.couples), default=0.0)

    def test_explained_couples_name_what_both_hold(self) -> None:
        couple = match_documents(*sides(COUPLES), explain=True).couples[0]
        assert couple.zh == "ferry"
        assert "pier" in couple.shared
        assert couple.evidence["covered_zh"] > 0

    def test_the_evidence_adds_up_to_the_log_odds(self) -> None:
        for couple in match_documents(*sides(COUPLES), threshold=0.01, explain=True).couples:
            assert math.log(couple.probability / (1 - couple.probability)) == pytest.approx(
                min(13.8, sum(couple.evidence.values())), abs=0.05
            )

    def test_calibration_keeps_the_order(self) -> None:
        weights = load_weights()
        odds = [n / 10 for n in range(-150, 150)]
        bent = [weights.calibrate(one) for one in odds]
        assert bent == sorted(bent)
        assert weights.calibrate(0.0) > 0  # a half was too low: it was true of two in three


class TestManyVersions:
    def test_two_chinese_versions_of_one_page(self) -> None:
        zh, en = sides(COUPLES)
        other = page("chess-2", COUPLES[14]["zh"].replace("击败", "战胜").replace("每天", "天天"))
        assert COUPLES[14]["id"] == "chess"
        alone = match_documents([*zh, other], en)
        assert len({c.en for c in alone.couples}) == len(alone.couples)
        several = match_documents([*zh, other], en, many="zh")
        assert {c.zh for c in several.couples if c.en == "chess"} == {"chess", "chess-2"}
        assert len(several.couples) == len(COUPLES) + 1

    def test_two_english_versions_of_one_page(self) -> None:
        zh, en = sides(COUPLES)
        several = match_documents(zh, [*en, page("tea-2", COUPLES[10]["en"])], many="en")
        assert {c.en for c in several.couples if c.zh == "tea"} == {"tea", "tea-2"}


class TestAddresses:
    WORDS = ("今天的活动已经结束，谢谢大家。", "Please see the page of the organisers.")

    def test_a_link_makes_a_couple_of_pages_that_say_little(self) -> None:
        zh = page("z", self.WORDS[0], url="https://a.example/zh/1", alternates=(("en", "https://a.example/en/1"),))
        en = page("e", self.WORDS[1], url="https://a.example/en/1")
        with_link = match_documents([zh], [en], threshold=0.01).couples
        without = match_documents([page("z", self.WORDS[0])], [page("e", self.WORDS[1])], threshold=0.01).couples
        assert with_link
        assert with_link[0].probability > max((c.probability for c in without), default=0.0)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("https://a.example/zh/2024/news.html", "https://a.example/en/2024/news.html"),
            ("http://cn.a.example/x/77.htm", "http://en.a.example/x/77.htm"),
            ("https://a.example/show?id=9&lang=zh", "https://a.example/show?lang=en&id=9"),
            ("https://a.example/t/1001_zh.html", "https://a.example/t/1001_en.html"),
            ("https://a.example/zh-hans/about", "https://www.a.example/about/"),
        ],
    )
    def test_addresses_that_differ_by_language_alone(self, one: str, other: str) -> None:
        assert address_key(one) == address_key(other) is not None

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("https://a.example/zh/1", "https://a.example/en/2"),
            ("https://a.example/zh/1", "https://b.example/en/1"),
            ("https://a.example/scene/1", "https://a.example/ne/1"),
        ],
    )
    def test_addresses_that_differ_by_more(self, one: str, other: str) -> None:
        assert address_key(one) != address_key(other)

    @given(st.text(max_size=60))
    def test_any_text_is_read_as_an_address(self, url: str) -> None:
        for read in (plain_address, address_key, slug_of):
            assert read(url) is None or isinstance(read(url), str)
            assert read(f"https://{url}") is None or isinstance(read(f"https://{url}"), str)


_WEIGHTS = st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(-2, 9).map(float), max_size=14)


class TestAssignment:
    @given(_WEIGHTS)
    def test_no_other_choice_weighs_more(self, weights: dict[tuple[int, int], float]) -> None:
        chosen = assign(weights)
        assert len({left for left, _ in chosen}) == len({right for _, right in chosen}) == len(chosen)
        rights = [*range(5), *([None] * 5)]
        best = max(
            sum(max(0.0, weights.get((n, r), 0.0)) for n, r in enumerate(row) if r is not None)
            for row in set(itertools.permutations(rights, 5))
        )
        assert sum(weights[couple] for couple in chosen) == pytest.approx(best)

    def test_a_large_knot_is_at_least_half_as_good(self) -> None:
        rng = random.Random("knot")
        weights = {(n, (n + k) % 800): rng.uniform(0.1, 5) for n in range(800) for k in range(6)}
        assert len(weights) > EXACT
        chosen = assign(weights)
        assert len({left for left, _ in chosen}) == len({right for _, right in chosen}) == len(chosen)
        best_of_each = sum(max(weights[n, (n + k) % 800] for k in range(6)) for n in range(800))
        assert sum(weights[couple] for couple in chosen) >= best_of_each / 2


class TestProperties:
    @settings(max_examples=25, deadline=None)
    @given(st.randoms(use_true_random=False), st.integers(1, len(COUPLES)))
    def test_the_order_of_documents_makes_no_difference(self, rng: random.Random, size: int) -> None:
        zh, en = sides(COUPLES[:size] + STRANGERS)
        expected = {(c.zh, c.en): c.probability for c in match_documents(zh, en).couples}
        rng.shuffle(zh)
        rng.shuffle(en)
        assert {(c.zh, c.en): c.probability for c in match_documents(zh, en).couples} == expected

    @settings(max_examples=40, deadline=None)
    @given(st.lists(dirty_text, max_size=5), st.lists(dirty_text, max_size=5))
    def test_any_text_gives_each_document_once(self, zh: list[str], en: list[str]) -> None:
        left = [page(f"z{n}", text + "他们在河边等了很久。") for n, text in enumerate(zh)]
        right = [page(f"e{n}", text + " They waited by the river for a long time.") for n, text in enumerate(en)]
        try:
            found = match_documents(left, right, threshold=0.05)
        except UsageError:
            return  # more of the other language than of its own
        assert sorted([c.zh for c in found.couples] + list(found.zh_only)) == sorted(d.id for d in left)
        assert sorted([c.en for c in found.couples] + list(found.en_only)) == sorted(d.id for d in right)
        assert all(0.05 <= c.probability < 1 for c in found.couples)


class TestDegenerateInput:
    def test_empty_sides(self) -> None:
        zh, en = sides(COUPLES)
        assert match_documents([], []).couples == ()
        assert match_documents(zh, []).zh_only == tuple(d.id for d in zh)
        assert match_documents([], en).en_only == tuple(d.id for d in en)

    def test_empty_documents_are_named(self) -> None:
        zh, en = sides(COUPLES)
        found = match_documents([*zh, page("nothing", "")], [*en, page("void", "…")])
        assert len(found.couples) == len(COUPLES)
        assert "nothing" in found.zh_only
        assert "void" in found.en_only
        assert "nothing" in found.warnings[0]

    def test_sides_the_wrong_way_round_are_told(self) -> None:
        zh, en = sides(COUPLES)
        with pytest.raises(UsageError, match="wrong way round"):
            match_documents(en, zh)

    def test_two_sides_in_one_language_are_told(self) -> None:
        zh, en = sides(COUPLES)
        with pytest.raises(UsageError, match="not English"):
            match_documents(zh, zh)
        with pytest.raises(UsageError, match="not Chinese"):
            match_documents(en, en)

    def test_a_document_in_the_wrong_pile_stays_alone(self) -> None:
        zh, en = sides(COUPLES)
        found = match_documents([*zh, page("stray", STRANGERS[4]["en"])], en)
        assert "stray" in found.zh_only

    def test_the_same_document_twice(self) -> None:
        zh, en = sides(COUPLES)
        found = match_documents([*zh, page("again", COUPLES[0]["zh"])], en)
        assert len(found.couples) == len(COUPLES)
        assert [c.zh for c in found.couples if c.en == "ferry"] in (["ferry"], ["again"])

    def test_an_id_twice_is_an_error(self) -> None:
        zh, en = sides(COUPLES)
        with pytest.raises(UsageError, match="'ferry'"):
            match_documents([*zh, zh[0]], en)

    @pytest.mark.parametrize("how", [{"many": "both"}, {"threshold": 0.0}, {"threshold": 1.0}])
    def test_unknown_options(self, how: dict[str, Any]) -> None:
        with pytest.raises(UsageError):
            match_documents([], [], **how)

    @pytest.mark.slow
    @pytest.mark.parametrize("piece", ["雨", "a", "（", "\u0301", "\ud800", "7", "易", "一 "])
    def test_a_hundred_thousand_times_the_same(self, piece: str) -> None:
        zh, en = sides(COUPLES[:3])
        found = match_documents([*zh, page("long", "雨" + piece * 100_000)], en)
        assert len(found.couples) == 3
        assert "long" in found.zh_only


def run(*arguments: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, ["match", *map(str, arguments)], input=stdin)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    made = (tmp_path / "zh", tmp_path / "en")
    for folder, lang in zip(made, ("zh", "en"), strict=True):
        folder.mkdir()
        for row in COUPLES + STRANGERS:
            if row[lang]:
                (folder / f"{row['id']}.txt").write_text(row[lang] + "\n", encoding="utf-8")
    return made


class TestCommand:
    def test_folders_of_text(self, folders: tuple[Path, Path]) -> None:
        done = run(*folders)
        assert done.exit_code == 0, done.stderr
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        assert {(r["zh"], r["en"]) for r in rows} == {(f"{r['id']}.txt", f"{r['id']}.txt") for r in COUPLES}
        assert list(rows[0]) == ["zh", "en", "probability"]
        assert done.stderr.strip() == f"{len(COUPLES)} couples; without a counterpart: 4 Chinese, 4 English"

    def test_rows_unmatched_and_quiet(self, folders: tuple[Path, Path]) -> None:
        done = run(*folders, "--to", "tsv", "--unmatched", "-q")
        rows = [line.split("\t") for line in done.stdout.splitlines()]
        assert done.stderr == ""
        assert all(len(row) == 3 for row in rows)
        assert [row for row in rows if not row[2]] == [
            *([f"{n}.txt", "", ""] for n in ("cycling", "glacier", "mushroom", "robotics")),
            *(["", f"{n}.txt", ""] for n in ("bakery", "lighthouse", "tax", "whales")),
        ]

    def test_unmatched_objects_have_a_null_side(self, folders: tuple[Path, Path]) -> None:
        rows = [json.loads(line) for line in run(*folders, "--unmatched").stdout.splitlines()]
        assert {"zh": "cycling.txt", "en": None, "probability": None} in rows
        assert {"zh": None, "en": "tax.txt", "probability": None} in rows

    def test_jsonl_of_clean_with_links(self, tmp_path: Path) -> None:
        zh, en = sides(COUPLES)
        for name, documents in (("zh", zh), ("en", en)):
            lines = [as_json(as_object(d)) + "\n" for d in documents]
            (tmp_path / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
        done = run(tmp_path / "zh.jsonl", tmp_path / "en.jsonl", "--explain", "-o", tmp_path / "couples.jsonl")
        assert done.exit_code == 0, done.stderr
        rows = [json.loads(line) for line in (tmp_path / "couples.jsonl").read_text(encoding="utf-8").splitlines()]
        assert [r["zh"] for r in rows] == [r["en"] for r in rows] == [r["id"] for r in COUPLES]
        assert rows[0]["shared"]
        assert rows[0]["evidence"]["bias"]

    def test_one_side_from_standard_input_and_parted_documents(self, tmp_path: Path) -> None:
        (tmp_path / "zh.txt").write_text("\f\n".join(r["zh"] + "\n" for r in COUPLES[:3]), encoding="utf-8")
        stdin = "".join(json.dumps({"id": r["id"], "text": r["en"]}) + "\n" for r in COUPLES[:3])
        done = run(tmp_path / "zh.txt", "-", "--to", "tsv", stdin=stdin)
        assert [line.split("\t")[:2] for line in done.stdout.splitlines()] == [
            ["zh.txt", "ferry"], ["zh.txt#2", "vineyard"], ["zh.txt#3", "library"],
        ]  # fmt: skip

    def test_no_file_of_a_folder_is_written_over(self, folders: tuple[Path, Path]) -> None:
        target = folders[0] / f"{COUPLES[0]['id']}.txt"
        before = target.read_bytes()
        assert run(*folders, "-o", target).exit_code == 4
        assert target.read_bytes() == before

    def test_html_is_cleaned(self, tmp_path: Path, folders: tuple[Path, Path]) -> None:
        text = "".join(f"<p>{s}.</p>" for s in COUPLES[3]["en"].split(". "))
        html = f"<html><head><title>Soil</title></head><body><nav><a href='/'>Home</a></nav><article><h1>Soil</h1>{text}</article></body></html>"
        (tmp_path / "page.html").write_text(html, encoding="utf-8")
        done = run(folders[0], tmp_path / "page.html", "--to", "tsv")
        assert [line.split("\t")[:2] for line in done.stdout.splitlines()] == [["earthworm.txt", "page.html"]]

    def test_a_bad_record_is_named_and_the_others_are_done(self, folders: tuple[Path, Path]) -> None:
        (folders[0] / "empty.txt").write_text("", encoding="utf-8")
        (folders[1] / "broken.jsonl").write_text('{"id": 1\n', encoding="utf-8")
        done = run(*folders)
        assert done.exit_code == 3
        assert len(done.stdout.splitlines()) == len(COUPLES)
        assert "empty.txt: is empty" in done.stderr
        assert "broken.jsonl#1: is no JSON" in done.stderr

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("en", "zh"), "wrong way round"), (("zh", "zh"), "both are"), (("zh", "en", "--to", "xml"), "unknown"),
            (("zh", "en", "--many", "all"), "unknown"), (("zh", "en", "--threshold", "2"), "no probability"),
            (("zh", "en", "--to", "tsv", "--explain"), "no place"),
        ],
    )  # fmt: skip
    def test_wrong_usage(self, folders: tuple[Path, Path], arguments: tuple[str, ...], said: str) -> None:
        done = run(*(folders[0].parent / a if a in ("zh", "en") else a for a in arguments))
        assert done.exit_code == 2
        assert said in done.stderr
        assert done.stdout == ""

    def test_a_missing_folder(self, folders: tuple[Path, Path], tmp_path: Path) -> None:
        done = run(folders[0], tmp_path / "nowhere")
        assert done.exit_code == 3
        assert "no such file or folder" in done.stderr

    def test_an_input_is_never_written_over(self, folders: tuple[Path, Path]) -> None:
        target = folders[0] / "ferry.txt"
        done = run(target, folders[1], "-o", target)
        assert done.exit_code == 4
        assert target.read_text(encoding="utf-8").startswith("周一")


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 8)), min_size=3, max_size=40))
def test_the_heaviest_rising_chain_is_that_of_trying_all(units: list[tuple[int, int, int]]) -> None:
    import numpy as np

    from bitext.matching.ordering import find_chain_shares

    best: list[int] = []
    units.sort(key=lambda unit: (unit[0], -unit[1]))
    for number, (x, y, weight) in enumerate(units):
        best.append(weight + max((best[n] for n in range(number) if units[n][0] < x and units[n][1] < y), default=0))
    left, right, weights = (np.array(column, np.float64) for column in zip(*units, strict=True))
    found = find_chain_shares(left, right, weights, np.zeros(len(units), np.int64), 1)
    wanted = (max(best) / sum(weight for *_, weight in units) - min(1.0, 2 / len(units) ** 0.5)) * len(units) / (len(units) + 8)
    assert found[0] == pytest.approx(wanted)
