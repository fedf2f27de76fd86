"""Site memory: one vote a page, bounded and deterministic, and a file that is read back or refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bitext.errors import InputError
from bitext.sites import SiteCounter, SiteMemory, hash_line, site_of

if TYPE_CHECKING:
    from pathlib import Path

NOTICE = "Follow the harbour desk on our channel"
WORDS = ("amber", "birch", "cedar", "daisy", "elder", "fern", "gorse", "hazel", "iris", "juniper", "kelp", "larch")


def learned(pages: int, with_notice: int, site: str = "example.cn") -> SiteMemory:
    counter = SiteCounter()
    for n in range(pages):
        lines = [f"A story about {WORDS[n % 12]} and {WORDS[n // 12]}"] + [NOTICE] * (n < with_notice)
        assert counter.add(f"https://{site}/{n}", lines)
    return counter.memory()


@pytest.mark.parametrize(
    ("pages", "with_notice", "repeats"),
    [(3, 3, True), (3, 2, False), (10, 3, True), (15, 3, True), (16, 3, False), (50, 10, True), (50, 9, False)],
)
def test_a_line_is_the_sites_on_three_pages_and_a_fifth_of_them(pages: int, with_notice: int, repeats: bool) -> None:
    memory = learned(pages, with_notice)
    assert memory.share("https://example.cn/other", NOTICE) == (with_notice, pages)
    assert memory.repeats("https://example.cn/other", NOTICE) is repeats
    assert not memory.repeats("https://other.cn/", NOTICE)
    assert not memory.repeats(None, NOTICE)


def test_a_page_votes_once_however_often_it_repeats_a_line_or_comes() -> None:
    counter = SiteCounter()
    assert counter.add("https://example.cn/a", [NOTICE, NOTICE, NOTICE])
    assert not counter.add("https://example.cn/a", [NOTICE, "Something new"])
    assert not counter.add("https://example.cn/a#part", [NOTICE, "Something newer"])
    assert not counter.add("https://example.cn/a?from=feed", [NOTICE]), "the same page under another address"
    assert counter.memory().share("https://example.cn/", NOTICE) == (1, 1)


def test_pages_without_an_address_are_left_out() -> None:
    counter = SiteCounter()
    assert not counter.add(None, [NOTICE])
    assert not counter.add("pages/a.html", [NOTICE])
    assert list(counter.memory().sites()) == []


@pytest.mark.parametrize(
    ("one", "two"), [("Read 12 times", "read  3,456  times"), ("阅读 10", "阅读　99"), ("Sha\u200bre", "share"), ("ＡＢ 1", "ａｂ ２")]
)
def test_case_space_numbers_and_invisible_marks_make_no_difference(one: str, two: str) -> None:
    assert hash_line(one) == hash_line(two) is not None
    assert hash_line(one) != hash_line(f"{two} more")


def test_a_line_without_letters_says_nothing() -> None:
    assert [hash_line(t) for t in ("", " ", "1 | 2", "2025-01-03", "--")] == [None] * 5
    assert hash_line("上") is not None


def test_the_site_is_the_host() -> None:
    assert site_of("HTTPS://WWW.Example.CN:443/x") == "example.cn"
    assert site_of("//m.example.cn/x") == "m.example.cn"
    assert [site_of(u) for u in (None, "", "a/b", "http://", "http://[::1", "mailto:a@b.cn")] == [None] * 6


def test_memory_stays_bounded_and_keeps_what_repeats() -> None:
    counter = SiteCounter(lines_per_site=20, sites=5, lines=60)
    for n in range(400):
        counter.add(
            f"https://big.cn/{n}", [NOTICE, *(f"Only here {WORDS[n % 12]} {WORDS[n // 12 % 12]} {WORDS[n // 144]} {w}" for w in WORDS)]
        )
        counter.add(f"https://s{n}.cn/", [f"A page alone, {w}" for w in WORDS])
        held = counter._sites
        assert len(held) <= 10
        assert sum(len(s.lines) for s in held.values()) <= 120
    memory = counter.memory()
    assert memory.share("https://big.cn/", NOTICE) == (400, 400)
    assert len(list(memory.sites())) <= 5


@given(st.permutations(range(12)))
def test_below_the_bounds_the_order_of_pages_makes_no_difference(order: list[int]) -> None:
    counter = SiteCounter()
    for n in order:
        counter.add(f"https://example.cn/{n}", [f"About {WORDS[n]}", NOTICE, WORDS[n % 3]])
    same = SiteCounter()
    for n in range(12):
        same.add(f"https://example.cn/{n}", [f"About {WORDS[n]}", NOTICE, WORDS[n % 3]])
    assert list(counter.memory().dump()) == list(same.memory().dump())


def saved(memory: SiteMemory, path: Path) -> Path:
    path.write_text("".join(memory.dump()), encoding="utf-8")
    return path


def test_the_file_is_sorted_says_what_it_is_and_is_read_back(tmp_path: Path) -> None:
    counter = SiteCounter()
    counter.merge(learned(5, 4, "b.cn"))
    counter.merge(learned(6, 3, "a.cn"))
    path = saved(counter.memory(), tmp_path / "sites.jsonl")
    head, *sites = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert (head["schema"], head["sites"], head["pages"]) == ("bitext.sites/1", 2, 11)
    assert [s["site"] for s in sites] == ["a.cn", "b.cn"]
    assert all(list(s["lines"]) == sorted(s["lines"]) for s in sites)
    again = SiteMemory.load(path)
    assert again.share("https://a.cn/x", NOTICE) == (3, 6)
    assert list(again.dump()) == list(counter.memory().dump())
    assert again.digest == counter.memory().digest != learned(5, 4).digest


def test_merging_adds_up(tmp_path: Path) -> None:
    counter = SiteCounter()
    counter.merge(SiteMemory.load(saved(learned(5, 5), tmp_path / "one")))
    counter.merge(SiteMemory.load(saved(learned(7, 2), tmp_path / "two")))
    assert counter.memory().share("https://example.cn/", NOTICE) == (7, 12)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"no json\n", b"[]\n", b'{"schema": "other/1"}\n', b'{"schema": "bitext.sites/1"}\n{"site": "a.cn"}\n', b"\xff\xfe\x00",
        b'{"schema": "bitext.sites/1"}\n{"site": "a.cn", "pages": "x", "lines": {}}\n',
        b'{"schema": "bitext.sites/1"}\n{"site": "a.cn", "pages": 1, "lines": {"zz": 1}}\n',
        b'{"schema": "bitext.sites/1"}\n{"site": "a.cn", "pages": 1, "lines": [',
        b'{"schema": "bitext.sites/1"}\n' + b"[" * 100_000,
    ],
)  # fmt: skip
def test_a_damaged_file_is_refused_with_its_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sites.jsonl"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"sites\.jsonl: it is .*; make it with"):
        SiteMemory.load(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        SiteMemory.load(tmp_path / "none.jsonl")
