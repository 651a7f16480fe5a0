"""Palette and layout of every chart: plain Plotly dicts that read well on light and on dark paper.

The mark colours keep a contrast of at least 3:1 against both card backgrounds; texts take their colour from the page.
"""

from __future__ import annotations

from typing import Any

Figure = dict[str, Any]

NOW = "#3b7cc4"
PAST = "#8b95a1"
OPEN = "#c76a14"
# Fewer and more: neither is better of itself, so no colours that judge.
FALL = "#16907f"
RISE = "#9562bf"
CATEGORIES = ("#3b7cc4", "#c76a14", "#16907f", "#9562bf", "#c4527a", "#7c8420")
PATTERNS = ("", "/", "", "x", "", "\\")
REST = PAST
GRID = "rgba(128,138,150,0.28)"
# What is beside the point, such as the time before the period.
VEIL = "rgba(128,138,150,0.11)"
_FEW = 5
FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif'


def layout(**more: Any) -> dict[str, Any]:
    """Layout of a chart without a frame of its own: no drag, no zoom, German separators."""
    base: dict[str, Any] = {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 13},
        "separators": ",.",
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": "#1f2933", "bordercolor": "#1f2933", "font": {"color": "#ffffff", "size": 13}},
        "legend": {"orientation": "h", "x": 0, "xanchor": "left", "y": 1.02, "yanchor": "bottom"}
        | {"itemclick": False, "itemdoubleclick": False, "traceorder": "normal"},
        "bargap": 0.28,
        "bargroupgap": 0.06,
    }
    return base | more


def for_narrow(figure: Figure, **layout_: Any) -> Figure:
    """The figure with the parts of its layout that the browser takes instead on a narrow screen."""
    figure["layout"]["meta"] = {"narrow": layout_}
    return figure


def axis(**more: Any) -> dict[str, Any]:
    """An axis that fits its labels and cannot be dragged."""
    plain = {"fixedrange": True, "automargin": True, "zeroline": False, "showgrid": False, "ticks": ""}
    return plain | {"tickangle": 0, "ticklabelstandoff": 6} | more


def value_axis(**more: Any) -> dict[str, Any]:
    """The axis of the values: quiet grid lines, starting at zero."""
    return axis(showgrid=True, gridcolor=GRID, rangemode="tozero", nticks=6) | more


def count_axis(highest: int | float, **more: Any) -> dict[str, Any]:
    """The axis of counts up to ``highest``: whole numbers only."""
    return value_axis(tickformat=",d", **({"dtick": 1} if highest <= _FEW else {}), **more)


def pattern(shape: str | list[str]) -> dict[str, Any]:
    """A pattern drawn over the colour of a bar, so that colour never carries the meaning alone."""
    return {"shape": shape, "fillmode": "overlay", "fgcolor": "rgba(255,255,255,0.75)", "size": 8, "solidity": 0.2}


def safe(text: str) -> str:
    """A name as chart text: charts read ``<a href>`` and other tags in labels, catalogue names must stay text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


EMPTY: Figure = {
    "data": [],
    "layout": {
        **{name: layout()[name] for name in ("paper_bgcolor", "plot_bgcolor")},
        "xaxis": {"visible": False},
        "yaxis": {"visible": False},
    },
}
"""What a chart shows until its first data: nothing, said in few words because every chart of a page begins with it."""
