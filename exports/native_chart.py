"""A chart as Office programs draw it themselves: categories, series and axes, without pixels or positions of a page.

``exports.figure_reading.native_charts`` makes the charts of a card. Values are those of its table: shares are
fractions, counts whole numbers, None is a gap and never a zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from exports.number_formats import FORMATS
from exports.table import Kind

Value = float | int | None

_SHARE_STEPS, _MOST_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2), 7


class Shape(Enum):
    """What stands on the axes: names below, names on the left, or numbers on both."""

    COLUMNS = "columns"
    BARS = "bars"
    POINTS = "points"


class Form(Enum):
    """How a series is drawn; bars stand or lie as the shape of the chart says."""

    BAR = "bar"
    LINE = "line"
    MARKS = "marks"


class Role(Enum):
    """What a series is for.

    ``BASE`` is the invisible foot below floating bars, ``SIGNAL`` stands on top of the points that a rule found,
    ``EVENT`` are numbered marks above the values (their heights are no data), ``LIMIT`` are limits, means and targets.
    """

    DATA = "data"
    PAST = "past"
    BASE = "base"
    LIMIT = "limit"
    SIGNAL = "signal"
    EVENT = "event"


@dataclass(frozen=True)
class Series:
    """One series; ``values`` and, where the chart has numbers on both axes, ``x`` are equally long.

    ``colour`` is RRGGBB; ``dash`` is solid, dash or dot; ``marker`` is empty, circle, diamond or square. ``hollow``:
    markers without filling. ``hatched``: a pattern over the whole series. ``emphasised`` are the places of points that
    look different: hatched bars, hollow marks. ``show_values`` writes the value at every point; where ``labels`` holds
    a text for a point, that stands there instead.
    """

    name: str
    values: tuple[Value, ...]
    kind: Kind
    form: Form
    colour: str
    role: Role = Role.DATA
    x: tuple[float | int, ...] = ()
    dash: str = "solid"
    width: float = 2.0
    marker: str = ""
    marker_size: int = 7
    hollow: bool = False
    hatched: bool = False
    emphasised: tuple[int, ...] = ()
    show_values: bool = False
    labels: tuple[str, ...] = ()
    in_legend: bool = True

    @property
    def number_format(self) -> str:
        """Number format of the values in the terms of Office."""
        return FORMATS[self.kind]


@dataclass(frozen=True)
class Axis:
    """An axis of numbers: what it measures, and where it must begin and end (None: as the program likes).

    Events above shares stand beyond 1: there the axis goes on without labels.
    """

    kind: Kind
    low: float | None = None
    high: float | None = None
    title: str = ""

    @property
    def step(self) -> float | None:
        """Distance of its labels; None: as the program likes."""
        if self.kind is not Kind.ANTEIL or self.low is None or self.high is None:
            return None
        span = self.high - self.low
        return next((step for step in _SHARE_STEPS if span / step <= _MOST_STEPS), 0.2)

    @property
    def number_format(self) -> str:
        """Number format of its labels; shares without decimals, and nothing above a hundred percent."""
        return '[<=1.001]0%;""' if self.kind is Kind.ANTEIL else FORMATS[self.kind]


@dataclass(frozen=True)
class Chart:
    """One chart. ``key`` tells charts of one figure apart and stays the same with other data.

    Bars come before lines in ``series``. ``categories`` is empty for numbers on both axes (``x_axis`` is their axis);
    of ``label_step`` categories one is named at the axis. Lying bars have their first category on top.
    """

    key: str
    title: str
    shape: Shape
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    value_axis: Axis
    x_axis: Axis | None = None
    stacked: bool = False
    label_step: int = 1

    @property
    def legend(self) -> bool:
        """Whether the names of the series have to be explained; the bars of a waterfall are named at their axis."""
        if self.shape is Shape.BARS and any(one.role is Role.BASE for one in self.series):
            return False
        named = [one for one in self.series if one.in_legend]
        return len(named) > 1 or (len(named) == 1 and self.shape is Shape.POINTS)
