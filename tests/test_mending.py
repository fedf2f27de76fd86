"""Characters, marks, numerals and the debris of translation: dirt is mended, clean text and other languages' marks stay.

Each case runs through all mending rules in the order of the phases, not through its own rule alone, so that rules
that undo or disturb one another show.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from bitext.language import detect_language, label_blocks
from bitext.model import Block, Edit, Kind
from bitext.replaying import replay
from bitext.rules import characters, masking, numbering, punctuation, translation
from bitext.rules.engine import apply_rules
from bitext.rules.masking import is_identity_number
from bitext.rules.rule import Page

CASES = Path(__file__).parent / "cases"
RULES = (*characters.RULES, *numbering.RULES, *translation.RULES, *punctuation.RULES, *masking.RULES)
MASK = frozenset({"mask:pii"})


def read(*names: str) -> list[dict[str, Any]]:
    return [json.loads(line) for name in names for line in (CASES / f"{name}.jsonl").read_text("utf-8").splitlines()]


def mended(texts: str | list[str], options: frozenset[str] = frozenset(), kind: Kind = "paragraph") -> tuple[list[str], list[Edit]]:
    listed = [texts] if isinstance(texts, str) else texts
    blocks = tuple(Block(str(n), kind, t, detect_language(t)) for n, t in enumerate(listed))
    done, edits = apply_rules(Page(blocks, detect_language(" ".join(listed)), options=options), RULES)
    assert replay(blocks, edits) == label_blocks(done.blocks)
    again, more = apply_rules(done, RULES)
    assert again.blocks == done.blocks
    assert all(e.action == "flag" for e in more)
    return [b.text for b in done.blocks], edits


DIRT = read("characters/synthetic", "punctuation/synthetic", "translation/synthetic")
CLEAN = read("characters/negative", "punctuation/negative", "translation/negative")


@pytest.mark.parametrize("case", DIRT, ids=lambda c: f"{c['rule']}-{str(c['before'])[:30]!a}")
def test_dirt_is_mended(case: dict[str, Any]) -> None:
    texts, edits = mended(case["before"])
    assert texts == ([case["after"]] if isinstance(case["after"], str) else case["after"])
    assert case["rule"] in {e.rule for e in edits}
    assert [e.before for e in edits if e.action == "flag"] == case.get("flags", [])


@pytest.mark.parametrize("case", CLEAN, ids=lambda c: ascii(c["text"][:40]))
def test_clean_text_stays(case: dict[str, Any]) -> None:
    assert mended(case["text"]) == ([case["text"]], [])


@pytest.mark.parametrize("case", read("characters/masked"), ids=lambda c: ascii(c["before"]))
def test_personal_data_is_masked_only_on_request(case: dict[str, Any]) -> None:
    assert mended(case["before"], MASK)[0] == [case["after"]]
    assert mended(case["before"]) == ([case["before"]], [])


@pytest.mark.parametrize("case", read("characters/unmasked"), ids=lambda c: ascii(c["text"]))
def test_other_numbers_are_not_masked(case: dict[str, Any]) -> None:
    assert mended(case["text"], MASK)[0] == [case["text"]]


def test_every_rule_has_a_case() -> None:
    assert {r.id for r in RULES} <= {c["rule"] for c in (*DIRT, *read("characters/masked"))}


@pytest.mark.parametrize("text", ["if a &amp;&amp; b:  f( x )[1] . y", "x[1]，y \t z", "&lt;p&gt; ( a )"])
def test_code_and_tables_keep_their_spaces_and_escapes(text: str) -> None:
    assert mended(text, kind="code") == ([text], [])
    assert mended(text, kind="table") == ([text], [])


@pytest.mark.parametrize("digit", "0123456789X")
def test_one_check_digit_in_eleven_is_right(digit: str) -> None:
    assert is_identity_number("11010119900307775" + digit) == (digit == "8")


@pytest.mark.parametrize("unit", ["a", "[1", "&amp", "( ", "（", "a@", "1-", "+1 ", "<p ", "\\u00", "the ", "一。", "\xa0", "http://a "])
def test_a_long_line_of_one_thing_takes_linear_time(unit: str) -> None:
    start = time.process_time()
    apply_rules(Page((Block("0", "paragraph", unit * (200_000 // len(unit)), "en"),), "en", options=MASK), RULES)
    assert time.process_time() - start < 3
