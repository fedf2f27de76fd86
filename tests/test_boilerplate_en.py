"""English boilerplate and captions in both languages: each kind goes for the right reason, and prose with the same words stays."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from bitext.language import detect_language, label_blocks
from bitext.model import Block, Edit, Kind
from bitext.replaying import replay
from bitext.rules import boilerplate_en, captions
from bitext.rules.engine import apply_rules
from bitext.rules.rule import Page

CASES = Path(__file__).parent / "cases"
RULES = (*captions.RULES, *boilerplate_en.RULES)


def read(room: str, name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (CASES / room / f"{name}.jsonl").read_text("utf-8").splitlines()]


def clean(*texts: str, kind: Kind = "paragraph", options: frozenset[str] = frozenset()) -> tuple[tuple[Block, ...], list[Edit]]:
    page = Page(tuple(Block(str(n), kind, t, detect_language(t)) for n, t in enumerate(texts)), options=options)
    done, edits = apply_rules(page, RULES)
    assert replay(page.blocks, edits) == label_blocks(done.blocks)
    return tuple(done.blocks), edits


DIRT = [*read("boilerplate_en", "wild"), *read("boilerplate_en", "synthetic"), *read("captions", "wild")]
PROSE = [*read("boilerplate_en", "negative"), *read("captions", "negative")]


@pytest.mark.parametrize("case", DIRT, ids=lambda c: c["text"][:50])
def test_dirt_goes_for_the_right_reason(case: dict[str, str]) -> None:
    blocks, edits = clean(case["text"])
    assert blocks == ()
    assert [(e.action, e.category) for e in edits] == [("drop", case["category"])]


@pytest.mark.parametrize("case", PROSE, ids=lambda c: c["text"][:50])
def test_prose_stays(case: dict[str, str]) -> None:
    blocks, edits = clean(case["text"])
    assert [b.text for b in blocks] == [case["text"]]
    assert edits == []


@pytest.mark.parametrize("case", read("captions", "wild"), ids=lambda c: c["text"][:50])
def test_captions_can_be_kept(case: dict[str, str]) -> None:
    kind = case["category"]
    blocks, edits = clean(case["text"], options=frozenset({f"keep:{kind}"}))
    assert [(b.kind, b.text) for b in blocks] == [(kind, case["text"])]
    assert [e.action for e in edits] == ["retype"]


@pytest.mark.parametrize("kind", ["caption", "credit"])
def test_a_marked_caption_goes_unless_kept(kind: Kind) -> None:
    assert clean("A heron on the weir.", kind=kind)[0] == ()
    blocks, edits = clean("A heron on the weir.", kind=kind, options=frozenset({f"keep:{kind}"}))
    assert ([b.kind for b in blocks], edits) == ([kind], [])


@pytest.mark.parametrize("label", ["Comments", "Home", "Search", "Newsletter", "Photo shows the lock museum."])
def test_a_heading_is_no_button_and_no_caption(label: str) -> None:
    assert len(clean(label, kind="heading")[0]) == 1


def test_a_page_label_goes_only_where_it_opens_the_page() -> None:
    assert [b.text for b in clean("Workflow", "A bridge opens in Fuling.")[0]] == ["A bridge opens in Fuling."]
    assert len(clean("A bridge opens in Fuling.", "Workflow", "First, steel is cut.")[0]) == 3
    assert len(clean("Workflow")[0]) == 1


def test_a_product_name_goes_only_beside_its_pitch() -> None:
    pitch = "The full edition of the study is available at Delta Trade Database. See its index."
    assert clean(pitch, "Delta Trade Database")[0] == ()
    assert len(clean("The port opened in May.", "Delta Trade Database")[0]) == 2


def test_a_doubled_banner_goes_and_a_doubled_verse_stays() -> None:
    banner = "Delta Trade - River Portal and Website"
    assert clean(f"{banner} {banner}")[0] == ()
    verse = "Row, row, row your boat gently down the stream,"
    assert len(clean(f"{verse} {verse}")[0]) == 1


def test_chinese_prose_beside_english_rules_stays() -> None:
    assert len(clean("订阅 newsletter 的读者逐年增加。", "该网站的 cookie 政策引发争议。")[0]) == 2


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["facebook ", "home > ", "Photo by A ", "1 ", "sign up ", "图", "摄 ", "(photo: ", "comments "])
def test_hostile_text_costs_linear_time(unit: str) -> None:
    short = (unit * 200)[:250] + "\x01"
    texts = (*[short] * 2000, (unit * 500_000)[:500_000])
    start = time.perf_counter()
    clean(*texts)
    assert time.perf_counter() - start < 10  # 1 MB; nested quantifiers take minutes
