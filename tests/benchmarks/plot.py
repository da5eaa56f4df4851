"""Plain line plots on logarithmic axes, as SVG: little enough to need no library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

WIDTH, HEIGHT = 460, 250  # of one panel
LEFT, RIGHT, TOP, BOTTOM = 64, 20, 34, 44
COLOURS = ("#1f5f8b", "#b0633a")
DASHES = ("", "5 4")  # so that the lines are told apart without colour too
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#333}.title{font-weight:600}"
    ".grid{stroke:#ddd}.axis{stroke:#888}.line{fill:none;stroke-width:2}"
)


@dataclass(frozen=True, slots=True)
class Series:
    """A named line: points (x, y), both above zero."""

    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """One pair of axes with its lines."""

    x_title: str
    y_title: str
    series: tuple[Series, ...]


def draw(rows: Sequence[Sequence[Panel]]) -> str:
    """Return the SVG of panels in rows. The same panels give the same text."""
    width, height = WIDTH * max(len(row) for row in rows), HEIGHT * len(rows)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">',
        f'<style>{STYLE}</style><rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    for down, row in enumerate(rows):
        for across, panel in enumerate(row):
            parts += [f'<g transform="translate({across * WIDTH},{down * HEIGHT})">', *_panel(panel), "</g>"]
    return "\n".join([*parts, "</svg>", ""])


def _panel(panel: Panel) -> list[str]:
    xs, ys = zip(*(point for series in panel.series for point in series.points), strict=True)
    x_axis = _Axis(min(xs), max(xs), LEFT, WIDTH - RIGHT, whole=False)
    y_axis = _Axis(min(ys), max(ys), HEIGHT - BOTTOM, TOP, whole=True)
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    parts = [f'<text class="title" x="{LEFT}" y="{TOP - 14}">{escape(panel.y_title)}</text>']
    for value in y_axis.ticks():
        y = y_axis.at(value)
        parts.append(f'<path class="grid" d="M{LEFT} {y:.1f}H{right}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{_number(value)}</text>')
    for value in sorted(set(xs)):
        x = x_axis.at(value)
        parts.append(f'<path class="axis" d="M{x:.1f} {bottom}v5"/>')
        parts.append(f'<text x="{x:.1f}" y="{bottom + 18}" text-anchor="middle">{_number(value)}</text>')
    parts.append(f'<path class="axis" d="M{LEFT} {bottom}H{right}"/>')
    middle = (LEFT + right) / 2
    parts.append(f'<text x="{middle:.1f}" y="{bottom + 36}" text-anchor="middle">{escape(panel.x_title)}</text>')
    for number, series in enumerate(panel.series):
        parts += _line(series, x_axis, y_axis, number, legend=len(panel.series) > 1)
    return parts


def _line(series: Series, x_axis: _Axis, y_axis: _Axis, number: int, *, legend: bool) -> list[str]:
    colour, dash = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
    points = [(x_axis.at(x), y_axis.at(y)) for x, y in series.points]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    parts = [f'<path class="line" stroke="{colour}" stroke-dasharray="{dash or "none"}" d="M{path}"/>']
    parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points]
    if legend:
        x, y = LEFT + 60 + 134 * number, TOP - 18
        parts.append(
            f'<path class="line" stroke="{colour}" stroke-dasharray="{dash or "none"}" d="M{x} {y}h22"/>'
            f'<text x="{x + 28}" y="{y + 4}">{escape(series.name)}</text>'
        )
    return parts


class _Axis:
    """Where a value lies between two edges of a panel, by its logarithm; `whole` widens to powers of ten."""

    def __init__(self, low: float, high: float, start: float, end: float, *, whole: bool) -> None:
        self.low, self.high, self.start, self.end = log10(max(low, 1e-3)), log10(max(high, 1e-3)), start, end
        if whole:
            self.low, self.high = floor(self.low), ceil(self.high)
        if self.high <= self.low:
            self.high = self.low + 1

    def at(self, value: float) -> float:
        share = (log10(max(value, 1e-3)) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def ticks(self) -> list[float]:
        return [10.0**power for power in range(floor(self.low), ceil(self.high) + 1)]


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"
