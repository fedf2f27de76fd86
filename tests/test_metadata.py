"""What a page states about itself is read from its head and its lines; what it does not state stays open."""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from bitext.jsonld import read_article
from bitext.language import detect_language
from bitext.metadata import chinese_publisher, read_metadata, split_title
from bitext.model import Block, Metadata
from bitext.rules.engine import apply_rules
from bitext.rules.metadata import RULES, TITLES
from bitext.rules.rule import Page

CASES = Path(__file__).parent / "cases" / "metadata"


def cases(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / name).read_text(encoding="utf-8").splitlines() if line.strip()]


def run(lines: list[str], *, form: Any = "text", known: Metadata | None = None, main: tuple[float, ...] = ()) -> Page:
    blocks = tuple(Block(str(n), "paragraph", t, detect_language(t)) for n, t in enumerate(lines))
    page = Page(blocks, detect_language(" ".join(lines)), form=form, metadata=known or Metadata(), main=main)
    page, _ = apply_rules(page, RULES)
    return apply_rules(page, TITLES)[0]


@pytest.mark.parametrize("case", cases("lines.jsonl"), ids=lambda c: c["id"])
def test_lines(case: dict[str, Any]) -> None:
    page = run(case["lines"])
    assert [b.text for b in page.blocks] == case["left"]
    stated = {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(page.metadata).items() if v}
    assert stated == case["metadata"]
    again = run(case["left"], known=page.metadata)
    assert [b.text for b in again.blocks] == case["left"]


@pytest.mark.parametrize("case", cases("html.jsonl"), ids=lambda c: c["id"])
def test_html(case: dict[str, Any]) -> None:
    found = asdict(read_metadata(LexborHTMLParser(case["html"]), url=case.get("url")))
    for field, value in case["metadata"].items():
        got = found[field]
        assert (json.loads(json.dumps(got)) if isinstance(got, tuple) else got) == value, field


def test_empty_pages_state_nothing() -> None:
    for html in ("", "<p>x</p>", "<html><head></head><body></body></html>", "plain text"):
        assert read_metadata(LexborHTMLParser(html)) == Metadata()


def test_publishers_are_found_whatever_case_and_spacing() -> None:
    assert chinese_publisher("zheng quan RI BAO wang") == chinese_publisher("ZhengQuan RibaoWang") == "证券日报网"
    assert chinese_publisher("Shan Xi Ri Bao") is None, "two papers share the spelling"
    assert chinese_publisher("") is None


def test_a_title_is_not_cut_at_a_hyphen_of_its_own() -> None:
    assert split_title("Port-city - a history of lending", host="news.example.org") == "Port-city - a history of lending"
    assert split_title("海港：贷款增长——兼谈港口") == "海港：贷款增长——兼谈港口"


@pytest.mark.parametrize(
    "script",
    [
        "[" * 200_000,
        '{"a":' * 50_000,
        "not json",
        '{"@type": 7, "author": {"name": {"x": []}}}',
        '[null, 1, "x"]',
        '{"@graph": {"@graph": {}}}',
        "{}" + " " * 400_000,
    ],
)
def test_hostile_json_is_read_as_nothing(script: str) -> None:
    found = read_article([script])
    assert (found.headline, found.authors, found.publisher) == (None, (), None)


def test_broken_json_gives_what_is_sure() -> None:
    found = read_article(['{"@type": "NewsArticle", "headline": "Port opens", "datePublished": "2024-07-02", "author": {,}'])
    assert (found.headline, found.published) == ("Port opens", "2024-07-02")


def test_wrapped_json_with_trailing_commas_is_read() -> None:
    found = read_article(
        ['//<![CDATA[\n{"@type": ["Article"], "headline": "Port opens", "author": [{"name": "Ana Lee"}, "Tom Roe"],}\n//]]>']
    )
    assert (found.headline, found.authors) == ("Port opens", ("Ana Lee", "Tom Roe"))


def test_the_head_goes_before_the_lines() -> None:
    known = Metadata(publisher="City News", published="2024-07-01")
    page = run(["来源：海港日报 2024年7月2日", "文" * 50 + "。"], form="html", known=known)
    assert (page.metadata.publisher, page.metadata.published) == ("City News", "2024-07-01")
    assert len(page.blocks) == 1


def test_a_known_title_leaves_the_head_of_an_html_page_only() -> None:
    prose = "Lending to small firms grew again last month as the city opened more windows, officials there said on Monday. " * 2
    title = "Port city opens two lending windows"
    page = run(["Home", title, prose, title, prose], form="html", known=Metadata(title=title), main=(0.1, 0.3, 0.9, 0.6, 0.9))
    assert [b.text for b in page.blocks] == ["Home", prose, title, prose]


@pytest.mark.parametrize("unit", ["来源：", "By A ", "(", "编辑：张 ", "A, ", "2024-01-02 ", "·", "责", "【记者 张"])
def test_hostile_lines_cost_linear_time(unit: str) -> None:
    def cost(size: int) -> float:
        lines = [unit * (size // len(unit))]
        start = time.perf_counter()
        run(lines)
        return time.perf_counter() - start

    small = min(cost(50_000) for _ in range(2))
    assert cost(500_000) < 40 * small + 0.5


def test_many_short_lines_cost_linear_time() -> None:
    start = time.perf_counter()
    run(["Port city opens two lending windows 2024-01-02"] * 5000)
    assert time.perf_counter() - start < 10
