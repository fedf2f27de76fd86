"""What holds for any text and any page whatever: nothing raises, nothing is lost, every change is explained and replays."""

from __future__ import annotations

from itertools import accumulate
from typing import Literal

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bitext.cleaning import Options, clean
from bitext.errors import InputError
from bitext.model import ACTIONS, CATEGORIES, KINDS, STATUSES, Document
from bitext.replaying import replay
from tests.strategies import dirty_html, dirty_line, dirty_text

CALM = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def hold(document: Document) -> None:
    """Every promise about one document."""
    assert replay(document.blocks_read, document.edits) == document.blocks
    assert document.status in STATUSES
    assert document.lang in ("zh", "en", "und")
    assert len({b.id for b in document.blocks_read}) == len(document.blocks_read)
    assert len({b.id for b in document.blocks}) == len(document.blocks)
    for block in document.blocks:
        assert block.kind in KINDS
        assert block.text.strip(), "an emptied block goes"
        assert block.kind in ("table", "code") or "\n" not in block.text
    for edit in document.edits:
        assert edit.action in ACTIONS
        assert edit.category in CATEGORIES
        assert edit.why
        assert 0 <= edit.start <= edit.end
    spans_lie_inside(document)
    nothing_is_lost(document)


def spans_lie_inside(document: Document) -> None:
    """Each edit's span lies in the block's text as it stands when the edit's turn comes."""
    for number, edit in enumerate(document.edits):
        if edit.block is None:
            assert edit.action == "flag", "only a remark on the whole page names no block"
            continue
        stand = {b.id: b.text for b in replay(document.blocks_read, document.edits[:number])}
        assert edit.end <= len(stand[edit.block])
        if edit.action in ("edit", "lift", "flag") and edit.before is not None:
            assert stand[edit.block][edit.start : edit.end] == edit.before


def nothing_is_lost(document: Document) -> None:
    """Each block as read is kept as it was, or an edit names it."""
    kept = {b.id: b.text for b in document.blocks}
    named = {e.block for e in document.edits} | {i for e in document.edits if e.action == "join" for i in e.before or ()}
    for block in document.blocks_read:
        assert kept.get(block.id) == block.text or block.id in named


@CALM
@given(dirty_text)
@example("")
@example("\ufeff")
@example("\n\n\n")
@example("[1]")
def test_any_text(text: str) -> None:
    hold(clean(text, form="text"))


@CALM
@given(dirty_html)
@example("<")
@example("<p>")
@example("<body>" + "<div>" * 600 + "x")
def test_any_page(page: str) -> None:
    hold(clean(page, form="html"))


@CALM
@given(st.one_of(dirty_text, dirty_html))
def test_any_string_whatever_it_is_taken_for(source: str) -> None:
    hold(clean(source))
    hold(clean(source, form="markdown"))


@CALM
@given(
    st.one_of(
        st.binary(max_size=200),
        dirty_text.map(lambda t: t.encode("utf-8", "replace")),
        dirty_text.map(lambda t: t.encode("gb18030", "replace")),
    )
)
def test_any_bytes(data: bytes) -> None:
    try:
        document = clean(data)
    except InputError:
        return
    hold(document)


@CALM
@given(dirty_text, st.sampled_from(("restore", "strip", "keep", "flag")), st.booleans())
def test_any_options(text: str, tickers: Literal["restore", "strip", "keep", "flag"], everything: bool) -> None:
    keep = frozenset(CATEGORIES if everything else ())
    hold(clean(text, form="text", options=Options(keep=keep, tickers=tickers, mask=frozenset({"pii"}))))


@CALM
@given(dirty_text)
def test_the_same_input_gives_the_same_output(text: str) -> None:
    assert clean(text, form="text", id="x") == clean(text, form="text", id="x")


@CALM
@given(st.lists(dirty_line, min_size=1, max_size=8))
def test_what_is_mended_stays_mended(lines: list[str]) -> None:
    """Rules that mend a span find nothing more to mend in their own output."""
    mending = Options(skip=frozenset({"main-text"}))
    once = clean("\n".join(lines), form="text", options=mending)
    twice = clean(once.text, form="text", options=mending)
    again = [e for e in twice.edits if e.action == "edit"]
    assert not again, [(e.rule, e.before, e.after) for e in again]


@pytest.mark.parametrize("size", [2_000, 20_000])
def test_a_block_as_read_keeps_its_place(size: int) -> None:
    lines = [f"Sentence number {n} says something about the harbour and its ships." for n in range(size // 60)]
    document = clean("\n".join(lines), form="text")
    order = [int(b.id.split(".")[0]) for b in document.blocks]
    assert order == list(accumulate(order, max))
