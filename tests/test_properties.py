"""What holds for any text and any page whatever: nothing raises, nothing is lost, every change is explained and replays."""

from __future__ import annotations

import random
from itertools import accumulate
from typing import Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bitext.cleaning import Options, clean
from bitext.errors import InputError
from bitext.language.latin import LANGUAGES
from bitext.model import ACTIONS, CATEGORIES, KINDS, STATUSES, Document
from bitext.replaying import replay
from tests.strategies import PIECES, dirty_html, dirty_text

#: Of 1,000 made-up dirty lines, how many a second cleaning may still mend. None would be best; but a line's language may be
#: told differently once its debris is gone, and then the rules of that language see it for the first time.
MENDED_AGAIN = 12


def hold(document: Document) -> None:
    """Every promise about one document."""
    assert replay(document.blocks_read, document.edits) == document.blocks
    assert document.status in STATUSES
    assert document.lang in ("zh", "ja", "ko", "und", *LANGUAGES)
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


@given(dirty_text)
@example("")
@example("\ufeff")
@example("\n\n\n")
@example("[1]")
def test_any_text(text: str) -> None:
    hold(clean(text, form="text"))


@given(dirty_html)
@example("<")
@example("<p>")
@example("<body>" + "<div>" * 600 + "x")
@example("<body><pre><li>one\ntwo</li>")
def test_any_page(page: str) -> None:
    hold(clean(page, form="html"))


@given(st.one_of(dirty_text, dirty_html))
def test_any_string_whatever_it_is_taken_for(source: str) -> None:
    hold(clean(source))
    hold(clean(source, form="markdown"))


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


@given(dirty_text, st.sampled_from(("restore", "strip", "keep", "flag")), st.booleans())
def test_any_options(text: str, tickers: Literal["restore", "strip", "keep", "flag"], everything: bool) -> None:
    keep = frozenset(CATEGORIES if everything else ())
    hold(clean(text, form="text", options=Options(keep=keep, tickers=tickers, mask=frozenset({"pii"}))))


@given(dirty_text)
def test_the_same_input_gives_the_same_output(text: str) -> None:
    assert clean(text, form="text", id="x") == clean(text, form="text", id="x")


def test_what_is_mended_stays_mended() -> None:
    """Cleaning its own output finds next to nothing more to mend."""
    draw = random.Random(0)
    mending = Options(skip=frozenset({"main-text"}))
    again = []
    for _ in range(1_000):
        line = " ".join(draw.choices(PIECES, k=draw.randint(1, 12)))
        once = clean(line, form="text", options=mending).text
        again += [(once, e.rule, e.before) for e in clean(once, form="text", options=mending).edits if e.action == "edit"][:1]
    assert len(again) <= MENDED_AGAIN, again


@pytest.mark.parametrize("size", [2_000, 20_000])
def test_a_block_as_read_keeps_its_place(size: int) -> None:
    lines = [f"Sentence number {n} says something about the harbour and its ships." for n in range(size // 60)]
    document = clean("\n".join(lines), form="text")
    order = [int(b.id.split(".")[0]) for b in document.blocks]
    assert order == list(accumulate(order, max))
