"""One test proves every rule: its examples hold, twice is the same as once, and what it must leave it leaves."""

from __future__ import annotations

import re

import pytest

from bitext.language import detect_language, label_blocks
from bitext.model import CATEGORIES, Block
from bitext.replaying import replay
from bitext.rules import RETIRED, RULES
from bitext.rules.engine import apply_rules
from bitext.rules.rule import Example, Page, Rule

EXAMPLES = [pytest.param(r, e, id=f"{r.id}-{n}") for r in RULES for n, e in enumerate(r.examples)]
LEAVE = [pytest.param(r, t, id=f"{r.id}-leave-{n}") for r in RULES for n, t in enumerate(r.leave)]


def page_of(rule: Rule, before: str | tuple[str, ...]) -> Page:
    texts = (before,) if isinstance(before, str) else before
    blocks = tuple(Block(str(n), "paragraph", t, detect_language(t)) for n, t in enumerate(texts))
    options = frozenset({rule.option} - {""})
    return Page(blocks, detect_language(" ".join(texts)), options=options)


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_example_holds_replays_and_is_stable(rule: Rule, example: Example) -> None:
    page = page_of(rule, example.before)
    done, edits = apply_rules(page, (rule,))
    want = () if example.after is None else (example.after,) if isinstance(example.after, str) else example.after
    assert tuple(b.text for b in done.blocks) == want
    for name, value in example.fields:
        assert getattr(done.metadata, name) == value
    assert tuple(e.before for e in edits if e.action == "flag") == example.flags
    assert replay(page.blocks, edits) == label_blocks(done.blocks)
    assert all(e.why and e.rule == rule.id for e in edits)
    again, more = apply_rules(done, (rule,))
    assert again.blocks == done.blocks
    assert all(e.action == "flag" for e in more)


@pytest.mark.parametrize(("rule", "text"), LEAVE)
def test_left_alone(rule: Rule, text: str | tuple[str, ...]) -> None:
    page = page_of(rule, text)
    done, edits = apply_rules(page, (rule,))
    assert (done.blocks, edits) == (page.blocks, [])


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_declared_well(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.id)
    assert rule.id not in RETIRED
    assert rule.category in CATEGORIES
    assert rule.why.endswith(".")
    assert rule.source
    assert rule.examples, "a rule shows what it does"
    assert rule.leave, "a rule shows what it leaves alone"
    assert all(t == t.lower() and t for t in rule.triggers)


def test_ids_are_unique() -> None:
    assert len({r.id for r in RULES}) == len(RULES)
