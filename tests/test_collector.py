"""Holding the collector off leaves it as it was found, whatever happens in between."""

from __future__ import annotations

import gc
import threading
from typing import TYPE_CHECKING

import pytest

from bitext.cleaning import clean
from bitext.collector import hold_collector

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _collector_on() -> Iterator[None]:
    gc.enable()
    yield
    gc.enable()


def test_small_work_leaves_the_collector_alone() -> None:
    with hold_collector(large=False):
        assert gc.isenabled()


def test_the_outer_of_two_holds_restores_it() -> None:
    with hold_collector(large=True):
        with hold_collector(large=True):
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_an_exception_restores_it() -> None:
    with pytest.raises(ValueError, match="now"), hold_collector(large=True):
        raise ValueError("now")
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    with hold_collector(large=True):
        pass
    assert not gc.isenabled()


def test_holds_of_several_threads_may_overlap() -> None:
    inside, leave = threading.Barrier(3), threading.Event()

    def hold() -> None:
        with hold_collector(large=True):
            inside.wait(10)
            leave.wait(10)

    threads = [threading.Thread(target=hold) for _ in range(2)]
    for thread in threads:
        thread.start()
    inside.wait(10)
    assert not gc.isenabled()
    leave.set()
    for thread in threads:
        thread.join(10)
    assert gc.isenabled()


def test_holds_that_overlap_without_end_do_not_keep_it_off() -> None:
    first, second = hold_collector(large=True), hold_collector(large=True)
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert gc.isenabled()
    second.__exit__(None, None, None)
    assert gc.isenabled()


def test_cleaning_a_large_page_leaves_the_collector_on_and_no_cycles() -> None:
    page = "The council met on Monday and spoke about the harbour.\n" * 2000
    clean(page)
    gc.collect()
    clean(page)
    assert gc.isenabled()
    assert gc.collect() < 1000  # of some 20,000 records that were made: what stayed were none of them
