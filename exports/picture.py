"""A card as a picture, drawn on the server: title, selection, chart, source and check number in one frame.

Drawn from the native charts of the card, so that it shows what Office shows. Texts of the SVG stay texts; fonts are
those that matplotlib ships.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence
from math import ceil
from textwrap import wrap
from typing import Any

from domain import formats
from exports.card_file import CardFile
from exports.figure_reading import native_charts
from exports.german import cell_text
from exports.meta import source_line
from exports.native_chart import Axis, Chart, Form, Role, Series, Shape
from exports.table import Kind

WIDTH, HEIGHT, DOTS = 9.0, 5.2, 120
_INK, _QUIET, _GRID = "#1b2733", "#52606d", "#d9dee4"
_LINE = 0.045
# Shares end here; rounding must not hide the label of the last one.
_WHOLE = 1.001
_MARKERS = {"circle": "o", "diamond": "D", "square": "s"}
_DASHES = {"solid": "-", "dash": "--", "dot": ":"}
_MOST_TITLE, _MOST_SMALL = 78, 118
_SETTINGS: Any = {"svg.fonttype": "none", "svg.hashsalt": "krm", "font.family": ["DejaVu Sans"], "font.size": 9}
# The library keeps its settings in one place for all threads.
_GUARD = threading.Lock()


def has_picture(file: CardFile) -> bool:
    """Whether there is anything to draw."""
    return bool(native_charts(file))


def pictures(file: CardFile) -> tuple[bytes, bytes]:
    """The card as SVG and as PNG of 1080 pixels; raises ValueError where there is nothing to draw."""
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    charts = native_charts(file)
    if not charts:
        raise ValueError(file.karte)
    with _GUARD, matplotlib.rc_context(_SETTINGS):
        drawing = Figure(figsize=(WIDTH, HEIGHT), dpi=DOTS, facecolor="white")
        FigureCanvasAgg(drawing)
        _draw(drawing, charts, file)
        svg, png = io.BytesIO(), io.BytesIO()
        about = {"Title": file.titel, "Date": None, "Creator": None, "Format": None, "Type": None}
        drawing.savefig(svg, format="svg", metadata=about)
        drawing.savefig(png, format="png", metadata={"Title": file.titel, "Software": None})
    return svg.getvalue(), png.getvalue()


def _draw(drawing: Any, charts: Sequence[Chart], file: CardFile) -> None:
    top = _text(drawing, 0.97, wrap(file.titel, _MOST_TITLE), size=13, weight="bold", color=_INK)
    top = _text(drawing, top, wrap(file.untertitel, _MOST_SMALL), size=9, color=_QUIET)
    foot = wrap(source_line(file.meta), _MOST_SMALL)
    for at, line in enumerate(reversed(foot)):
        drawing.text(0.02, 0.02 + 0.033 * at, line, size=8, color=_QUIET, va="bottom", parse_math=False)
    across = 1 if len(charts) == 1 else min(4, ceil(len(charts) ** 0.5))
    grid = drawing.add_gridspec(
        ceil(len(charts) / across),
        across,
        left=0.09 if charts[0].shape is not Shape.BARS else 0.28,
        right=0.975,
        top=top - (0.02 if len(charts) == 1 else 0.05),
        bottom=0.033 * len(foot) + 0.13,
        hspace=0.75,
        wspace=0.35,
    )
    for at, chart in enumerate(charts):
        plot = drawing.add_subplot(grid[at // across, at % across])
        _plot(plot, chart, small=len(charts) > 1)
    if charts[0].legend:
        handles = dict(zip(*reversed(drawing.axes[0].get_legend_handles_labels()), strict=True))
        shown = {one.name: handles[one.name] for one in charts[0].series if one.name in handles}
        drawing.legend(
            shown.values(),
            shown.keys(),
            loc="lower right",
            bbox_to_anchor=(0.98, 0.033 * len(foot) + 0.02),
            ncols=min(len(shown), 5),
            frameon=False,
            fontsize=8,
        )


def _text(drawing: Any, top: float, lines: Sequence[str], **style: Any) -> float:
    """Lines of text from the top downwards; the height at which the next begin."""
    for line in lines:
        drawing.text(0.02, top, line, va="top", parse_math=False, **style)
        top -= _LINE * style["size"] / 10
    return top - 0.012


def _plot(plot: Any, chart: Chart, *, small: bool) -> None:
    lying = chart.shape is Shape.BARS
    places = range(len(chart.categories))
    bars = [one for one in chart.series if one.form is Form.BAR]
    width = 0.8 if chart.stacked or not bars else 0.8 / len(bars)
    sums: list[float] = [0.0] * len(chart.categories)
    for number, one in enumerate(bars):
        shift = 0.0 if chart.stacked else (number - (len(bars) - 1) / 2) * width
        _bars(plot, one, [place + shift for place in places], width, list(sums) if chart.stacked else None, lying)
        if chart.stacked:
            sums = [low + (value or 0) for low, value in zip(sums, one.values, strict=True)]
    for one in chart.series:
        # Numbered marks of events would need their list beside them.
        if one.form is not Form.BAR and one.role is not Role.EVENT:
            _line(plot, one, lying)
    _axes(plot, chart, lying, small)


def _bars(plot: Any, one: Series, places: Sequence[float], size: float, base: list[float] | None, lying: bool) -> None:
    values = [value or 0 for value in one.values]
    if one.role is Role.BASE:
        return
    style = {
        "color": f"#{one.colour}",
        "label": one.name if one.in_legend else "_",
        "hatch": "///" if one.hatched else None,
        "edgecolor": "white",
        "linewidth": 0.4,
        "zorder": 2,
    }
    if lying:
        plot.barh(places, values, height=size, left=base, **style)
    else:
        plot.bar(places, values, width=size, bottom=base, **style)
    if not (one.show_values or one.labels):
        return
    for at, (place, value) in enumerate(zip(places, one.values, strict=True)):
        told = one.labels[at] if one.labels else cell_text(value, one.kind)
        if value is None or not told:
            continue
        end = value + (base[at] if base else 0)
        spot, align = ((end, place), {"va": "center"}) if lying else ((place, end), {"ha": "center"})
        offset = (3, 0) if lying else (0, 2)
        plot.annotate(told, spot, offset, textcoords="offset points", size=7, color=_INK, parse_math=False, **align)


def _line(plot: Any, one: Series, lying: bool) -> None:
    xs: Sequence[float] = one.x or range(len(one.values))
    ys = [float("nan") if value is None else value for value in one.values]
    marker = _MARKERS.get(one.marker, "o" if one.form is Form.MARKS else "")
    style = {
        "color": f"#{one.colour}",
        "linestyle": _DASHES[one.dash] if one.form is Form.LINE else "none",
        "linewidth": one.width * 0.8,
        "marker": marker or None,
        "markersize": one.marker_size * 0.7,
        "markerfacecolor": "white" if one.hollow else f"#{one.colour}",
        "label": one.name if one.in_legend else "_",
        "zorder": 3,
    }
    plot.plot(*((ys, xs) if lying else (xs, ys)), **style)


def _axes(plot: Any, chart: Chart, lying: bool, small: bool) -> None:
    numbers, names = (plot.xaxis, plot.yaxis) if lying else (plot.yaxis, plot.xaxis)
    _number_axis(plot, numbers, chart.value_axis, "x" if lying else "y")
    if chart.categories:
        shown = list(range(0, len(chart.categories), chart.label_step))
        labels = [_short(chart.categories[at], 34 if lying else 16) for at in shown]
        names.set_ticks(shown, labels, parse_math=False, fontsize=6 if small else 8)
        long = not lying and sum(map(len, labels)) > 90
        if long:
            for label in names.get_ticklabels():
                label.set_rotation(30)
                label.set_ha("right")
    elif chart.x_axis is not None:
        _number_axis(plot, plot.xaxis, chart.x_axis, "x")
        plot.set_xlabel(chart.x_axis.title, fontsize=8, color=_QUIET, parse_math=False)
    if lying:
        plot.invert_yaxis()
    if small:
        plot.set_title(_short(chart.title, 30), fontsize=8, loc="left", color=_INK, parse_math=False)
    for side in ("top", "right"):
        plot.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        plot.spines[side].set_color(_GRID)
    plot.tick_params(colors=_QUIET, labelsize=6 if small else 8, length=0)
    plot.grid(axis="x" if lying else "y", color=_GRID, linewidth=0.6, zorder=0)
    plot.set_axisbelow(True)


def _number_axis(plot: Any, axis: Any, about: Axis, side: str) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axis.set_major_locator(MaxNLocator(6, integer=about.kind is Kind.ANZAHL, min_n_ticks=1))
    axis.set_major_formatter(FuncFormatter(lambda value, _at: _tick(value, about.kind)))
    ends = {name: end for name, end in (("left", about.low), ("right", about.high)) if end is not None}
    if side == "x":
        plot.set_xlim(**ends)
    else:
        plot.set_ylim(**{{"left": "bottom", "right": "top"}[name]: end for name, end in ends.items()})


def _tick(value: float, kind: Kind) -> str:
    if kind is Kind.ANTEIL:
        return "" if value > _WHOLE else formats.percent(value, 0)
    whole = kind in (Kind.ANZAHL, Kind.DIFFERENZ) or (kind is Kind.TAGE and float(value).is_integer())
    return cell_text(round(value) if whole else value, kind)


def _short(text: str, most: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"
