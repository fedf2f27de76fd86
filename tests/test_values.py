"""Dates are found in every form that pages use, and never where a text leaves them open."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bitext.values import find_dates


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("January 13, 2024", "2024-01-13"),
        ("on Jan. 13, 2024, 05:44 the", "2024-01-13T05:44"),
        ("13 January 2024", "2024-01-13"),
        ("3rd of May", None),
        ("November 19th, 2019 at 8:40 AM", "2019-11-19T08:40"),
        ("May 5, 2024 | 12:10 am", "2024-05-05T00:10"),
        ("May 5, 2024 / 4:10pm", "2024-05-05T16:10"),
        ("2025-05-23 12:19", "2025-05-23T12:19"),
        ("发布时间：2026/01/14 05:44:10 来源", "2026-01-14T05:44:10"),
        ("2025年5月23日 12:19", "2025-05-23T12:19"),
        ("2025年05月23日12时19分", "2025-05-23T12:19"),
        ("2025年05月23日12时19分05秒", "2025-05-23T12:19:05"),
        ("2024年5月20日週一 下午2:05", "2024-05-20T14:05"),
        ("二〇二五年五月二十三日", "2025-05-23"),
        ("一九七八年十二月三十日", "1978-12-30"),
        ("2025.05.23", "2025-05-23"),
        ("２０２５年５月２３日１２：１９", "2025-05-23T12:19"),
        ("2019-11-19T06:56:43-05:00", "2019-11-19T06:56:43-05:00"),
        ("2019-11-19T13:03:00.000Z", "2019-11-19T13:03:00+00:00"),
        ("2024-05-23 12:00:00 +0800", "2024-05-23T12:00:00+08:00"),
        ("20 November 2019 08:05 GMT", "2019-11-20T08:05+00:00"),
        ("Nov 19, 2019, 10:31 pm CST", "2019-11-19T22:31"),
        ("2024-05-23 10:00-11:00", "2024-05-23T10:00"),
        ("2024-05-23 24:10", "2024-05-23"),
        ("11/20/2019 01:14 PM", "2019-11-20T13:14"),
        ("20/11/2019", "2019-11-20"),
        ("Feb 30, 2024", None),
        ("2023年2月29日", None),
        ("03/04/2024", None),
        ("Jan. 13", None),
        ("1月13日", None),
        ("May 2024", None),
        ("https://example.org/2019/11/20/rates", None),
        ("v2025.05.23", None),
        ("192.2025.05.23", None),
    ],
)
def test_one_date_or_none(text: str, iso: str | None) -> None:
    assert [d.iso for d in find_dates(text)] == ([iso] if iso else [])


def test_spans_cover_what_was_read() -> None:
    text = "From ２０２４-01-02 09:30 to 3 Feb. 2024, and 2024年4月5日。"
    assert [text[d.start : d.end] for d in find_dates(text)] == ["２０２４-01-02 09:30", "3 Feb. 2024", "2024年4月5日"]


@given(st.text(alphabet="0123456789年月日-/.: TJanMayZ+，", max_size=60))
def test_every_iso_is_well_formed_and_inside(text: str) -> None:
    for found in find_dates(text):
        assert 0 <= found.start < found.end <= len(text)
        assert re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?([+-]\d\d:\d\d)?)?", found.iso)


@pytest.mark.parametrize("unit", ["1", "2024-", "January ", "一九", "年", " ", "2024年5月3日 "])
def test_hostile_lines_cost_linear_time(unit: str) -> None:
    def cost(size: int) -> float:
        text = unit * (size // len(unit))
        start = time.perf_counter()
        find_dates(text)
        return time.perf_counter() - start

    small = min(cost(50_000) for _ in range(3))
    assert cost(500_000) < 40 * small + 0.5
