"""Small plots as SVG: lines and bars, each a page of text that needs no font, script or network.

Every label is escaped, since it may come from scraped text. Numbers are rounded, so that the same data give the same bytes.
"""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["bar_plot", "line_plot"]

#: Colours that people with the common kinds of colour blindness can tell apart (Okabe and Ito, 2008).
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#f0e442")
_WIDTH, _HEIGHT = 720, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 76, 24, 44, 56
#: What XML 1.0 cannot hold (https://www.w3.org/TR/xml/#charsets), and lone surrogates.
_NO_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)), "\ufffd")


def line_plot(
    series: Mapping[str, Sequence[tuple[float, float]]], *, title: str = "", x_label: str = "", y_label: str = "", log: bool = False
) -> str:
    """Draw lines through points.

    Args:
        series: name to its points (x, y), which are drawn in the order of x; points that are not finite are left out.
        title: stands above.
        x_label: stands below, with the unit.
        y_label: stands at the left, with the unit.
        log: both axes by powers of ten; then points that are not above zero are left out.

    >>> plot = line_plot({"a < b": [(0, 1), (10, 2)]}, title="Growth")
    >>> plot.startswith("<svg"), "a &lt; b" in plot
    (True, True)
    """
    lines = {name: sorted((x, y) for x, y in points if _drawable(x, y, log=log)) for name, points in series.items()}
    points = [point for line in lines.values() for point in line]
    x_axis, y_axis = (_Axis([p[k] for p in points], log=log) for k in (0, 1))
    parts = [*_frame(title, x_label, y_label), *_grid(x_axis, y_axis)]
    for number, (name, line) in enumerate(lines.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        places = [(_x(x_axis.share(x)), _y(y_axis.share(y))) for x, y in line]
        parts.append(
            f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in places)}"/>'
        )
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places]
        parts.append(_text(_LEFT + 12, _TOP + 16 + 16 * number, name, fill=colour))
    return _svg(parts, _HEIGHT)


def bar_plot(rows: Iterable[tuple[str, float]], *, title: str = "", x_label: str = "") -> str:
    """Draw a bar a row, from the top down.

    Args:
        rows: name and size, which is finite and not below zero.
        title: stands above.
        x_label: stands below, with the unit.

    >>> bar_plot([("zh", 3), ("en", 4)]).count("<rect")
    3
    """
    bars = [(name, size) for name, size in rows if math.isfinite(size) and size >= 0]
    most = max((size for _, size in bars), default=0.0) or 1.0
    step, left = 22, 190
    parts = [_text(_WIDTH / 2, 24, title, anchor="middle", size=15)]
    for number, (name, size) in enumerate(bars):
        top, width = _TOP + step * number, (_WIDTH - left - 90) * size / most
        parts.append(_text(left - 8, top + 13, name if len(name) <= 28 else name[:27] + "…", anchor="end"))
        parts.append(f'<rect x="{left}" y="{top}" width="{width:.1f}" height="{step - 6}" fill="{_COLOURS[0]}"/>')
        parts.append(_text(left + width + 6, top + 13, _said(size)))
    height = _TOP + step * len(bars) + 40
    parts.append(_text(_WIDTH / 2, height - 14, x_label, anchor="middle"))
    return _svg(parts, height)


class _Axis:
    """A stretch of numbers with round ends, and where on it a number lies."""

    def __init__(self, values: Sequence[float], *, log: bool) -> None:
        self.log = log
        low, high = min(values, default=0.0), max(values, default=1.0)
        if log:
            first, last = (
                min(307, max(-307, math.floor(math.log10(low)))) if values else 0,
                min(308, math.ceil(math.log10(high))) if values else 1,
            )
            self.low, self.high = float(first), float(max(last, first + 1))
            self.ticks = [10.0**power for power in range(first, int(self.high) + 1)]
        else:
            low = min(low, 0.0) if low >= 0 else low
            step = _round_step(max(high - low, 1e-9 * max(abs(low), abs(high)), 1e-300) if high > low else 1.0)
            self.low, self.high = math.floor(low / step) * step, math.ceil(high / step) * step or step
            self.ticks = [self.low + step * k for k in range(round((self.high - self.low) / step) + 1)]

    def share(self, value: float) -> float:
        """Where a value lies, from 0 to 1."""
        return ((math.log10(value) if self.log else value) - self.low) / (self.high - self.low)


def _drawable(x: float, y: float, *, log: bool) -> bool:
    return math.isfinite(x) and math.isfinite(y) and (not log or (x > 0 and y > 0))


def _round_step(width: float) -> float:
    """A step of 1, 2 or 5 times a power of ten that cuts a width into four to ten."""
    base = 10.0 ** math.floor(math.log10(width / 5))
    return next(base * k for k in (1, 2, 5, 10) if width / (base * k) <= 8)


def _x(share: float) -> float:
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def _y(share: float) -> float:
    return _HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM)


def _grid(x_axis: _Axis, y_axis: _Axis) -> list[str]:
    parts = []
    for tick in x_axis.ticks:
        at = _x(x_axis.share(tick))
        parts.append(f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{_TOP}" y2="{_HEIGHT - _BOTTOM}" stroke="#ddd"/>')
        parts.append(_text(at, _HEIGHT - _BOTTOM + 18, _said(tick), anchor="middle"))
    for tick in y_axis.ticks:
        at = _y(y_axis.share(tick))
        parts.append(f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{at:.1f}" y2="{at:.1f}" stroke="#ddd"/>')
        parts.append(_text(_LEFT - 8, at + 4, _said(tick), anchor="end"))
    return parts


def _frame(title: str, x_label: str, y_label: str) -> list[str]:
    middle = (_HEIGHT + _TOP - _BOTTOM) / 2
    return [
        _text(_WIDTH / 2, 24, title, anchor="middle", size=15),
        _text((_WIDTH + _LEFT - _RIGHT) / 2, _HEIGHT - 14, x_label, anchor="middle"),
        f'<g transform="rotate(-90 18 {middle:.0f})">{_text(18, middle, y_label, anchor="middle")}</g>',
    ]


def _said(number: float) -> str:
    return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.4g}"


def _text(x: float, y: float, said: str, *, anchor: str = "start", size: int = 12, fill: str = "#222") -> str:
    clean = escape(said.translate(_NO_XML))
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="{fill}">{clean}</text>'


def _svg(parts: Iterable[str], height: float) -> str:
    size = f'width="{_WIDTH}" height="{height:.0f}" viewBox="0 0 {_WIDTH} {height:.0f}"'
    ground = f'<rect width="{_WIDTH}" height="{height:.0f}" fill="#fff"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif">{ground}{"".join(parts)}</svg>\n'
