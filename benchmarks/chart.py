"""The picture of the growth: time against rows, and time against the Jobcenter of a selection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchmarks.growth import Point
from domain.formats import number

COLORS = ("#0b5394", "#38761d", "#741b47", "#b45f06")
MARKERS = ("o", "s", "D", "^")
BACKGROUND = "#ffffff"


def draw(rows: Mapping[str, Sequence[Point]], jobcenter: Mapping[str, Sequence[Point]], path: Path) -> None:
    """Write both curves as SVG; the names of the series are what stands at their ends."""
    figure = Figure(figsize=(10, 4.4), facecolor=BACKGROUND, layout="constrained")
    left, right = figure.subplots(1, 2)
    left.set_title("Zeit gegen Anliegen im Bestand")
    left.set_xlabel("Anliegen")
    _plot(left, rows)
    right.set_title("Zeit gegen Jobcenter in der Auswahl")
    right.set_xlabel("Jobcenter")
    _plot(right, jobcenter)
    # Without a date, so that equal numbers give an equal picture.
    figure.savefig(path, format="svg", metadata={"Date": None})


def _plot(axes: Axes, series: Mapping[str, Sequence[Point]]) -> None:
    for (name, points), color, marker in zip(series.items(), COLORS, MARKERS, strict=False):
        ordered = sorted(points, key=lambda point: point.size)
        sizes, times = [point.size for point in ordered], [point.milliseconds for point in ordered]
        axes.plot(sizes, times, color=color, marker=marker, label=name)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_ylabel("Millisekunden")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _place: number(int(value)) if value >= 1 else str(value))
    axes.grid(visible=True, color="#d9d9d9")
    axes.legend(frameon=False)
