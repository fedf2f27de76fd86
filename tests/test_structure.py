"""The shape of a page: digests unfold, wraps join, what is said twice goes, headings are told, breaks are flagged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bitext.language import detect_language
from bitext.model import Block, Edit
from bitext.replaying import replay
from bitext.rules import MENDING, READING, STRUCTURE
from bitext.rules.engine import apply_rules
from bitext.rules.rule import Page, Rule

CASES = Path(__file__).parent / "cases" / "structure"


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text("utf-8").splitlines()]


def shaped(texts: list[str], rules: tuple[Rule, ...] = STRUCTURE, form: str = "text") -> tuple[list[list[str]], list[Edit]]:
    blocks = tuple(Block(str(n), "paragraph", t, detect_language(t)) for n, t in enumerate(texts))
    page = Page(blocks, detect_language(" ".join(texts)), form=form)  # type: ignore[arg-type]
    done, edits = apply_rules(page, rules)
    assert [(b.id, b.kind, b.text) for b in replay(blocks, edits)] == [(b.id, b.kind, b.text) for b in done.blocks]
    again, more = apply_rules(done, rules)
    assert again.blocks == done.blocks
    assert all(e.action == "flag" for e in more)
    return [[b.kind, b.text] for b in done.blocks], edits


@pytest.mark.parametrize("case", read("synthetic"), ids=lambda c: f"{c['rule']}-{c['before'][0][:20]!a}")
def test_shape_is_found(case: dict[str, Any]) -> None:
    blocks, edits = shaped(case["before"])
    assert blocks == case["after"]
    assert case["rule"] in {e.rule for e in edits}
    assert [e.before for e in edits if e.action == "flag"] == case.get("flags", [])


@pytest.mark.parametrize("case", read("negative"), ids=lambda c: ascii(c["blocks"][0][:40]))
def test_plain_text_keeps_its_shape(case: dict[str, Any]) -> None:
    blocks, edits = shaped(case["blocks"])
    assert blocks == [["paragraph", t] for t in case["blocks"]]
    assert edits == []


def test_every_rule_has_a_case() -> None:
    assert {r.id for r in STRUCTURE} <= {c["rule"] for c in read("synthetic")}


def test_a_digest_loses_its_citation_marks_after_it_is_unfolded() -> None:
    line = "Core Insights - The bridge opened in May [1][4] - Tolls fell within weeks [2] Next Steps - Two towns share the cost [3]"
    blocks, _ = shaped([line], READING + STRUCTURE + MENDING)
    assert [text for _, text in blocks] == [
        "Core Insights",
        "The bridge opened in May",
        "Tolls fell within weeks",
        "Next Steps",
        "Two towns share the cost",
    ]


def test_headings_are_told_before_their_numerals_are_mended() -> None:
    prose = "The twelve towns drew up a plan which names the roads that come first, and says who pays for each of them."
    blocks, _ = shaped(["2、 Main tasks", "(1) Roads.", prose, "(2) Fields.", f"1。 Near fields. {prose}"], READING + STRUCTURE + MENDING)
    assert blocks == [
        ["heading", "2. Main tasks"],
        ["heading", "(1) Roads."],
        ["paragraph", prose],
        ["heading", "(2) Fields."],
        ["paragraph", f"1. Near fields. {prose}"],
    ]


def test_only_the_last_block_can_break_off() -> None:
    whole = "The twelve towns drew up a plan which names the roads that come first, and says who pays for each of them. They will go on."
    cut = whole + " They will meet ag"
    assert any(e.rule == "truncated-text" for e in shaped([whole, whole[:-1] + " too.", cut])[1])
    assert not any(e.rule == "truncated-text" for e in shaped([whole, cut, whole[:-1] + " too."])[1])
    assert not any(e.rule == "truncated-text" for e in shaped([cut, cut + "ain", cut + "ainst"])[1])


def test_in_html_a_short_line_is_no_heading_but_by_its_tag() -> None:
    prose = "The twelve towns drew up a plan which names the roads that come first, and says who pays for each of them. " * 3
    texts = ["The full text follows:", "Plan of the twelve towns", prose.strip()]
    assert shaped(texts, form="html")[0][1] == ["paragraph", "Plan of the twelve towns"]
    assert shaped(texts)[0][1] == ["heading", "Plan of the twelve towns"]
