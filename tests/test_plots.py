"""Plots are well-formed, hold every point, and take hostile labels and numbers."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bitext.plots import bar_plot, line_plot

NUMBERS = st.floats(min_value=-1e12, max_value=1e12) | st.sampled_from([float("inf"), float("nan")])
SVG = "{http://www.w3.org/2000/svg}"


@given(
    st.dictionaries(st.text(max_size=8), st.lists(st.tuples(NUMBERS, NUMBERS), max_size=6), max_size=3), st.text(max_size=8), st.booleans()
)
def test_any_lines_make_a_well_formed_plot(series: dict[str, list[tuple[float, float]]], title: str, log: bool) -> None:
    drawn = ET.fromstring(line_plot(series, title=title, log=log).encode("utf-8"))  # noqa: S314 - our own output
    wanted = sum(abs(x) < 1e13 and abs(y) < 1e13 and (not log or (x > 0 and y > 0)) for points in series.values() for x, y in points)
    assert len(drawn.findall(f"{SVG}circle")) == wanted


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("ends", [(0.0, 5e-324), (1.0, 5e-324), (1e308, 1.5e308), (1e12, 1e12 + 1e-4), (7.0, 7.0), (-1e300, 1e300)])
def test_numbers_at_the_ends_of_what_there_is_are_drawn(ends: tuple[float, float], log: bool) -> None:
    assert line_plot({"a": [(1.0, end) for end in ends]}, log=log).count("<circle") == sum(end > 0 or not log for end in ends)


@given(st.lists(st.tuples(st.text(max_size=40), NUMBERS), max_size=6))
def test_any_bars_make_a_well_formed_plot(rows: list[tuple[str, float]]) -> None:
    drawn = ET.fromstring(bar_plot(rows).encode("utf-8"))  # noqa: S314 - our own output
    assert len(drawn.findall(f"{SVG}rect")) == 1 + sum(0 <= size < 1e13 for _, size in rows)


def test_a_label_cannot_break_out() -> None:
    assert "<script" not in line_plot({"<script>alert(1)</script>": [(1, 1)]}, title="</text><script>")


def test_points_lie_where_their_numbers_say() -> None:
    drawn = ET.fromstring(line_plot({"a": [(0, 0), (10, 10)]}))  # noqa: S314 - our own output
    first, last = drawn.findall(f"{SVG}circle")
    assert float(first.attrib["cx"]) < float(last.attrib["cx"])
    assert float(first.attrib["cy"]) > float(last.attrib["cy"])


@pytest.mark.parametrize("log", [False, True])
def test_nothing_to_draw_is_an_empty_plot(log: bool) -> None:
    assert line_plot({}, log=log).endswith("</svg>\n")
