"""Pages made to be slow or to break things: each kind ends, is replayed, and can be written.

The cases run in a process of their own, which is ended when one of them hangs. That is a guard, not a timing
test: every case takes well under four seconds, the guard is ten times as long. `make bench` measures.
"""

from __future__ import annotations

import multiprocessing
import re
from typing import TYPE_CHECKING

import pytest

from bitext.cleaning import clean
from bitext.html import looks_like_html, read_html
from bitext.io.documents import as_json, as_object
from bitext.nesting import DEPTH, bound_nesting
from bitext.replaying import replay
from tests.hostile import KINDS, make

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

#: Seconds after which a case hangs; characters of each page, and of a few that are made ten times as long.
PATIENCE = 40.0
SIZE, LARGE = 50_000, 1_000_000
#: Kinds that were once slow, and are quick enough now to be tried in full size.
LONG = (
    "page with list items", "unclosed div", "unclosed ul><li", "unclosed span", "unclosed b><div", "attributes", "attributes with values", "formatting reopened", "comments before the page",
    "lines, Share", "lines, 相关阅读", "one line of letter", "one line of space", "one line of bracket", "one line of less-than", "one line, tickers", "json arrays", "one line, stops",
)  # fmt: skip


def answer(kind: str, size: int) -> str:
    """What goes wrong with a page: nothing, it is hoped."""
    form, page = make(kind, size)
    document = clean(page, form=form)
    if replay(document.blocks_read, document.edits) != document.blocks:
        return "the edits do not give the blocks"
    as_json(as_object(document, trace=True)).encode()
    return ""


def serve(pipe: Connection) -> None:
    """Answer questions until the other end hangs up."""
    while question := pipe.recv():
        try:
            pipe.send(answer(*question))
        except Exception as error:  # noqa: BLE001  whatever it is, the test shall say it
            pipe.send(repr(error)[:500])


class Worker:
    """A process that cleans pages, and a new one when it hangs."""

    def __init__(self) -> None:
        self.start()

    def start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()

    def ask(self, kind: str, size: int) -> str:
        self.pipe.send((kind, size))
        if self.pipe.poll(PATIENCE):
            try:
                return str(self.pipe.recv())
            except EOFError:
                self.start()
                return "the process died"
        self.process.kill()
        self.process.join()
        self.start()
        return f"no end after {PATIENCE:.0f} s"

    def end(self) -> None:
        self.pipe.send(None)
        self.process.join(5)


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    one = Worker()
    yield one
    one.end()


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_hostile_page_ends(worker: Worker, kind: str) -> None:
    assert worker.ask(kind, SIZE) == ""


@pytest.mark.slow
@pytest.mark.parametrize("kind", LONG)
def test_a_long_hostile_page_ends(worker: Worker, kind: str) -> None:
    assert worker.ask(kind, LARGE) == ""


@pytest.mark.parametrize("tag", ["div", "section", "blockquote", "ul", "x-tag"])
def test_text_far_down_stands_apart_still(tag: str) -> None:
    page = "".join(f"<{tag}><p>Line {n}.</p>" for n in range(5_000)) + f"</{tag}>" * 5_000 + "<p>The end.</p>"
    read = read_html(page)
    assert [b.text for b in read.blocks] == [*(f"Line {n}." for n in range(5_000)), "The end."]
    assert max(read.tree.depth) <= DEPTH + 2


def test_formatting_far_down_keeps_its_text() -> None:
    page = "<p>" + "".join(f"<b c={n}>{n} " for n in range(3_000)) + "</p><p>x</p>" * 50
    assert [b.text for b in read_html(page).blocks] == [" ".join(map(str, range(3_000))), *["x"] * 50]


def test_a_tag_keeps_its_first_attributes() -> None:
    page = '<div class="share" ' + " ".join(f"a{n}='<>'" for n in range(50_000)) + ">text</div>after"
    cut = bound_nesting(page)
    assert 500 <= len(re.findall(r"a\d+=", cut)) <= 1_000
    assert cut.startswith('<div class="share" a0=')
    assert cut.endswith(">text</div>after")


def test_a_large_sound_page_is_left_alone() -> None:
    row = "<div class='a'><p>One <b>two</b> <a href='/x?a=1&b=<'>three</a><br><img src=a>four<li>five<li>six</div>"
    page = "<!DOCTYPE html><html><head><script>if (a<b) { '<div><div>' }</script><!-- <div> --></head><body>" + row * 3_000
    assert bound_nesting(page) is page


@pytest.mark.parametrize("markup", ["<script>", "<style>", "<textarea>", "<title>", "<!--"])
def test_what_is_no_markup_is_not_cut(markup: str) -> None:
    page = "<p>a</p>" * 3_000 + markup + "<div>" * 3_000
    assert bound_nesting(page) == page


def test_a_head_full_of_comments_is_sniffed_at_once() -> None:
    assert looks_like_html("<!---->" * 500 + "<p>text") is True
    assert looks_like_html("<!---->" * 500 + "text") is False
