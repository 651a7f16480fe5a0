"""Small multiples: the same axes for every part, side by side, so that their courses can be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from domain import formats
from domain.kennzahlen import Einheit
from figures import theme, units
from figures.bars import shortened
from figures.course import as_columns
from figures.time_axis import Tick, column_width, labels, time_axis

COLUMNS, NARROW_COLUMNS = 3, 2
_ROW_HEIGHT = 165
_MARGIN = {"l": 48, "r": 8, "t": 4, "b": 34}
_TITLE_PART = 0.3
_GAP = 0.035
_NAME, _NARROW_NAME = 36, 20
_TICKS, _NARROW_TICKS = 4, 2


@dataclass(frozen=True)
class Panel:
    """One part: its name, its total in words, its values (None: a gap) and their hover texts."""

    name: str
    text: str
    values: Sequence[float | int | None]
    hover: Sequence[str]


def multiples(ticks: Sequence[Tick], panels: Sequence[Panel], einheit: Einheit) -> theme.Figure:
    """The panels row by row, in the order given; the figure is as high as its rows need."""
    wide, narrow = (_places(len(panels), columns) for columns in (COLUMNS, NARROW_COLUMNS))
    figure: theme.Figure = {
        "data": [_trace(panel, at, einheit) for at, panel in enumerate(panels)],
        "layout": theme.layout(
            showlegend=False,
            margin=_MARGIN,
            height=_height(len(panels), COLUMNS),
            annotations=_titles(panels, _NAME),
            template={"layout": _shared(ticks, panels, einheit)},
            **{name: place | {"anchor": _anchor(name)} for name, place in wide.items()},
        ),
    }
    height = _height(len(panels), NARROW_COLUMNS)
    sparse = {"layout": {"xaxis": labels(ticks, _NARROW_TICKS)}}
    return theme.for_narrow(figure, height=height, annotations=_titles(panels, _NARROW_NAME), template=sparse, **narrow)


def _height(count: int, columns: int) -> int:
    return -(-count // columns) * _ROW_HEIGHT + _MARGIN["b"]


def _number(at: int) -> str:
    """Plotly numbers axes from 1 and leaves the 1 out."""
    return str(at + 1) if at else ""


def _anchor(axis: str) -> str:
    """The other axis of the same panel: ``xaxis2`` stands on ``y2``."""
    return ("y" if axis.startswith("x") else "x") + axis.removeprefix("xaxis").removeprefix("yaxis")


def start_of_axis(panels: Sequence[Panel], einheit: Einheit) -> float:
    """Where the common axis begins, as drawn (shares in percent)."""
    columns = as_columns(einheit, len(panels[0].values))
    return units.axis_start((value for panel in panels for value in panel.values), einheit, columns=columns)


def _shared(ticks: Sequence[Tick], panels: Sequence[Panel], einheit: Einheit) -> dict[str, Any]:
    """What all panels have alike, told once: axes from the same start to the same top, and the look of the titles."""
    low = start_of_axis(panels, einheit)
    drawn = [units.scaled(value, einheit) for panel in panels for value in panel.values]
    highest = max((value for value in drawn if value is not None), default=0)
    title = {"xanchor": "left", "yanchor": "bottom", "align": "left", "showarrow": False, "font": {"size": 12}}
    return {
        "xaxis": time_axis(ticks) | labels(ticks, _TICKS) | {"automargin": False},
        "yaxis": units.value_axis(einheit, low, low + ((highest - low) * 1.06 or 1))
        | {"nticks": 3, "automargin": False},
        "annotationdefaults": title | {"x": 0, "y": 1.04},
    }


def _places(count: int, columns: int) -> dict[str, dict[str, Any]]:
    """Where the axes of every panel stand with so many columns; values are named on the left, times at the bottom."""
    rows = -(-count // columns)
    width, height = (1 - _GAP * (columns - 1)) / columns, 1 / rows
    places: dict[str, dict[str, Any]] = {}
    for at in range(count):
        row, column = divmod(at, columns)
        left, bottom = column * (width + _GAP), 1 - (row + 1) * height
        places[f"xaxis{_number(at)}"] = {
            "domain": [round(left, 4), round(left + width, 4)],
            "showticklabels": at + columns >= count,
        }
        places[f"yaxis{_number(at)}"] = {
            "domain": [round(bottom + 0.06 * height, 4), round(bottom + (1 - _TITLE_PART) * height, 4)],
            "showticklabels": column == 0,
        }
    return places


def _titles(panels: Sequence[Panel], longest: int) -> list[dict[str, Any]]:
    """Name and total above every panel."""
    return [
        {
            "xref": f"x{_number(at)} domain",
            "yref": f"y{_number(at)} domain",
            "text": f"<b>{theme.safe(shortened(panel.name, longest))}</b><br>{theme.safe(panel.text)}",
        }
        for at, panel in enumerate(panels)
    ]


def _trace(panel: Panel, at: int, einheit: Einheit) -> dict[str, Any]:
    trace: dict[str, Any] = {
        "name": theme.safe(panel.name),
        "y": [units.scaled(value, einheit) for value in panel.values],
        "xaxis": f"x{_number(at)}",
        "yaxis": f"y{_number(at)}",
        # Hover texts never wrap; an ordinary space travels in one byte instead of six.
        "hovertemplate": "%{hovertext}<extra></extra>",
        "hovertext": [text.replace(formats.NBSP, " ") for text in panel.hover],
    }
    if as_columns(einheit, len(panel.values)):
        return trace | {"type": "bar", "width": column_width(len(panel.values)), "marker": {"color": theme.NOW}}
    line = {"color": theme.NOW, "width": 2}
    return trace | {"type": "scatter", "mode": "lines+markers", "line": line, "marker": {"size": 4, "color": theme.NOW}}
