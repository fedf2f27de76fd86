"""Stock-ticker artefacts: words come back, companies stay, and what cannot be told is said."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from bitext.cleaning import clean as clean_page
from bitext.model import Block, Edit, Metadata
from bitext.replaying import replay
from bitext.rules import ticker_features, ticker_judging
from bitext.rules.companies import Word, find_company, locate_name, name_key
from bitext.rules.engine import apply_rules
from bitext.rules.rule import Page
from bitext.rules.ticker_evidence import Place
from bitext.rules.ticker_fitting import fit_word
from bitext.rules.ticker_learned import learned_evidence
from bitext.rules.ticker_mentions import find_mentions
from bitext.rules.tickers import RULES
from bitext.text import count_han

CASES = Path(__file__).parent / "cases" / "tickers"


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def page_of(*texts: str, mode: str = "", title: str | None = None) -> Page:
    blocks = tuple(Block(str(n), "paragraph", t, "zh" if count_han(t) else "en") for n, t in enumerate(texts))
    return Page(blocks, "en", metadata=Metadata(title=title), options=frozenset({f"tickers:{mode}"} if mode else ()))


def word_of(code: str) -> Word:
    company = find_company(code)
    assert company is not None
    assert company.word is not None
    return company.word


def clean(text: str, mode: str = "") -> tuple[str, list[Edit]]:
    page = page_of(text, mode=mode)
    done, edits = apply_rules(page, RULES)
    # The language of a line is not this rule's to tell.
    assert [(b.id, b.kind, b.text) for b in replay(page.blocks, edits)] == [(b.id, b.kind, b.text) for b in done.blocks]
    return done.blocks[0].text, edits


@pytest.mark.parametrize("row", rows("companies"), ids=lambda r: r["before"][:50])
def test_no_company_is_destroyed(row: dict[str, Any]) -> None:
    assert clean(row["before"])[0] == row["before"]


@pytest.mark.parametrize("row", [*rows("words"), *rows("doubled")], ids=lambda r: r["before"][:50])
def test_restored_exactly_and_stable(row: dict[str, Any]) -> None:
    got, edits = clean(row["before"])
    assert got == row["after"]
    assert clean(got)[0] == got
    assert all(e.why for e in edits)


@pytest.mark.xfail(strict=True, reason="the sentence does not tell; restored now? Move the case to words.jsonl")
@pytest.mark.parametrize("row", rows("known-failures"), ids=lambda r: r["before"][:50])
def test_known_failures(row: dict[str, Any]) -> None:
    assert clean(row["before"])[0] == row["after"]


def test_of_the_written_words_most_come_back() -> None:
    """The floor of the older cases was .86, with companies lost in fresh ones: the bound is now set on cases not learned from.

    The lots draw names from the whole list, and were written to be hard: docs/benchmarks.md.
    """
    told, missed = rows("words"), [row for row in rows("known-failures") if row["kind"] == "word"]
    older, older_missed = (sum("lot" not in row for row in some) for some in (told, missed))
    assert older / (older + older_missed) >= 0.75
    lots, lots_missed = len(told) - older, len(missed) - older_missed
    assert lots + lots_missed >= 720
    assert lots / (lots + lots_missed) >= 0.45


@pytest.mark.parametrize("row", rows("flags"), ids=lambda r: r["before"][:50])
def test_unknown_codes_are_flagged(row: dict[str, Any]) -> None:
    got, edits = clean(row["before"])
    assert got == row["before"]
    assert [e.before for e in edits if e.action == "flag"] == row["flags"]


MIXED = "Make it a new Beijing Dynamic Power Co.Ltd(600405) , please. Zhongtong Bus Co.Ltd(000957) (Zhongtong Bus Co.Ltd(000957).SZ) fell."


def test_modes() -> None:
    assert clean(MIXED, "keep") == (MIXED, [])
    text, edits = clean(MIXED, "flag")
    assert text == MIXED
    assert [e.action for e in edits] == ["flag", "flag"]
    assert clean(MIXED, "strip")[0] == "Make it a new Beijing Dynamic Power Co.Ltd, please. Zhongtong Bus Co.Ltd fell."
    assert clean(MIXED, "restore")[0] == clean(MIXED)[0] == "Make it a new power source, please. Zhongtong Bus Co.Ltd(000957.SZ) fell."


def test_the_company_s_own_announcement_keeps_its_name() -> None:
    body = "Promote the use of Cecep Solar Energy Co.Ltd(000591) in the north."
    alone, _ = apply_rules(page_of(body), RULES)
    assert alone.blocks[0].text == "Promote the use of solar energy in the north."
    announced, _ = apply_rules(page_of("Securities code: 000591 announcement", body), RULES)
    assert announced.blocks[1].text == body
    titled, _ = apply_rules(page_of(body, title="Stock code 000591: report"), RULES)
    assert titled.blocks[0].text == body


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("In Shanghai Bund Widget Co. Ltd.", "", "Shanghai Bund Widget Co. Ltd."),
        ("promote China Southern Airlines Company Limited", "600029", "China Southern Airlines Company Limited"),
        ("Support Bank Of China Limited", "601988", "Bank Of China Limited"),
        ("With Industrial and Commercial Bank of China", "601398", "Industrial and Commercial Bank of China"),
        ("of the Hai Nan Yedao (Group) Co.Ltd", "600238", "Hai Nan Yedao (Group) Co.Ltd"),
        ("in Chongqing Shenzhen Agricultural Products Group Co.Ltd", "000061", "Shenzhen Agricultural Products Group Co.Ltd"),
        ("Chengdu and Shenzhen Agricultural Products Group Co.Ltd", "000061", "Shenzhen Agricultural Products Group Co.Ltd"),
        ("Humanoid Siasun Robot & Automation Co., Ltd.", "300024", "Siasun Robot & Automation Co., Ltd."),
        ("Reform. Beijing Fine Thing Co.Ltd", "", "Beijing Fine Thing Co.Ltd"),
    ],
)
def test_left_edge(text: str, code: str, name: str) -> None:
    found = locate_name(text, len(text), find_company(code) if code else None)
    assert found is not None
    assert text[found.start :] == name
    assert found.sure


def test_an_uncertain_left_edge_is_not_cut() -> None:
    text = "They have a new Vigor Dynamo Power Co.Ltd(600405) , and Novel Plan Tianjin Dynamo Co.Ltd(600405) industry."
    got, edits = clean(text)
    assert "Novel Plan Tianjin Dynamo Co.Ltd(600405) industry" in got
    assert any(e.action == "flag" and "begins" in e.why for e in edits)


def test_every_word_is_a_short_name_of_the_table() -> None:
    folder = resources.files("bitext.data")
    words = tomllib.loads(folder.joinpath("ordinary_words.toml").read_text(encoding="utf-8"))
    codes = json.loads(folder.joinpath("ashare_names.json").read_text(encoding="utf-8"))
    known = {c.zh for code in codes if (c := find_company(code)) and c.word}
    listed = [zh for section in words.values() for zh in section]
    assert len(listed) == len(set(listed)) >= 200
    assert set(listed) == known


def test_padded_and_full_width_short_names_are_found() -> None:
    for code, zh in (("000061", "农产品"), ("000002", "万科A")):
        company = find_company(code)
        assert company is not None
        assert company.zh == zh


def test_weights_name_classes_that_exist() -> None:
    about = json.loads(resources.files("bitext.data").joinpath("ticker_weights.json").read_text(encoding="utf-8"))
    assert "tools/fit_tickers.py" in about["about"]
    known = {name for names in ticker_features._classes().values() for name in names}
    places = ("before ", "after ", "verb ", "main verb ")
    told = {n.rpartition(" in ")[2] for n in about["weights"] if n.startswith(places) and " is " not in n and " like " not in n}
    assert {name for name in told if name} <= known


def test_the_learned_score_says_what_made_it() -> None:
    word = word_of("300024")
    evidence = learned_evidence(Place(word, "Many hospitals use ", " to carry meals."), 3.0)
    assert evidence.weight > 0
    assert evidence.reason.startswith("learned: ")
    assert learned_evidence(Place(word, "", " announced its annual report."), -3.0).weight < 0


def test_a_flood_of_words_weighs_no_more_than_the_bound() -> None:
    place = Place(word_of("300024"), "robots weld and " * 50000, " dance and weld" * 50000, "weld. " * 50000, " weld" * 50000)
    assert abs(learned_evidence(place, 1e9).weight) <= 10


def test_where_the_trade_prevails_no_word_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Rescuers relied on Sunwave Communications Co.Ltd(002115) between drones and vehicles. The antenna is a balloon."
    assert clean(text)[0] == text
    ticker_judging._judge.cache_clear()
    monkeypatch.setattr(ticker_judging, "trade_prevails", lambda _: False)
    assert "relied on 3D communication between" in clean(text)[0]
    ticker_judging._judge.cache_clear()


def test_two_words_in_a_sentence_both_come_back() -> None:
    new, sold = "Beijing Dynamic Power Co.Ltd(600405)", "Shenzhen Agricultural Products Group Co.Ltd(000061)"
    got, edits = clean(f"It will add a new {new} , and the county sells {sold} online.")
    assert got == "It will add a new power source, and the county sells agricultural products online."
    assert len(edits) == 2


def test_what_cannot_be_told_is_flagged() -> None:
    """Between both bounds a person must look: the reason names the signs."""
    text = "The streets near Tangshan Port Group Co.Ltd(601000) were quiet."
    got, edits = clean(text)
    assert got == text
    assert [e.action for e in edits] == ["flag"]
    assert "company or ordinary word?" in edits[0].why


@pytest.mark.parametrize(
    ("left", "right", "put"),
    [
        ("A Century of ", " in Pictures and Paintings", "Robots"),
        ("It sells ", " weighing a ton", "robots"),
        ("the largest ", " industry", "robot"),
        ("one ", ".", "robot"),
        ("The hospital's ", " deliver meals", "robots"),
    ],
)
def test_a_word_comes_back_in_the_form_of_its_place(left: str, right: str, put: str) -> None:
    assert fit_word(Place(word_of("300024"), left, right)) == put


def test_a_countable_word_brings_its_article_where_none_stands() -> None:
    compass = word_of("300803")
    assert [fit_word(Place(compass, left, ".")) for left in ("He bought ", "He bought a ", "with an old ", "")] == [
        "a compass",
        "compass",
        "compass",
        "A compass",
    ]


def test_a_plural_owner_has_no_second_s() -> None:
    text = "They buy industrial Siasun Robot&Automation Co.Ltd(300024)'s joints and arms for the new factory."
    got, edits = clean(text)
    assert got == "They buy industrial robots' joints and arms for the new factory."
    assert len(edits) == 1


def test_name_keys_are_loose() -> None:
    assert name_key("Siasun Robot&Automation Co.,Ltd.") == name_key("SIASUN ROBOT AND AUTOMATION CO. LTD")
    assert name_key("China Film Co.Ltd") != name_key("Shanghai Film Co.Ltd")


def test_import_reads_no_table() -> None:
    code = (
        "import sys; from bitext.rules import companies as c, ticker_learned as t; "
        "sys.exit(c._tables.cache_info().currsize + t._weights.cache_info().currsize)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    "unit", ["(", "(6", "Co.Ltd(", "A ", "( ", "Ltd(600405) ", "Bank of ", "(600405)", "a new Siasun Robot&Automation Co.Ltd(300024) , "]
)
def test_cost_is_linear(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit)) + " Co.Ltd(600405)"
        start = time.process_time()
        apply_rules(page_of(text), RULES)
        return time.process_time() - start

    seconds(1000)
    assert seconds(200_000) < 20 * max(seconds(20_000), 0.02)


def test_a_list_of_a_thousand_names_is_not_asked_for_words() -> None:
    sentence = (
        "We will support the deep processing of Shenzhen Agricultural Products Group Co.Ltd(000061) and build cold stores in the villages. "
    )
    assert clean(sentence)[0] != sentence
    got, edits = clean(sentence * 1000)
    assert got == (sentence * 1000)
    assert [e.action for e in edits] == ["flag"] * 1000
    assert all("too many names" in e.why for e in edits)


def test_a_page_of_thousands_of_names_is_not_asked_for_words() -> None:
    sentence = (
        "We will support the deep processing of Shenzhen Agricultural Products Group Co.Ltd(000061) and build cold stores in village {}."
    )
    for lines, restored in ((100, True), (4000, False)):
        done, edits = apply_rules(page_of(*(sentence.format(n) for n in range(lines))), RULES)
        assert all(("Co.Ltd" in b.text) != restored for b in done.blocks)
        assert len(edits) == lines


def test_chinese_is_untouched() -> None:
    text = "北京动力源科技股份有限公司（600405）公告，农产品（000061）涨停。"
    assert clean(text) == (text, [])


def test_nothing_of_a_large_page_is_remembered() -> None:
    page = "The council met on Monday. " * 3000 + "It will become a new Beijing Dynamic Power Co.Ltd(600405) , and more."
    assert "a new power source" in clean_page(page).text
    assert find_mentions.cache_info().currsize == 0  # else a stream of large pages holds some dozens of them
