"""The deadline rate per month: a line, the prior period in grey, unfinished months as the range they can end in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from domain import formats
from domain.zeitraum import Monat
from figures import theme
from figures.breaks import Break, break_labels, break_lines, top_of_axis
from figures.months import Flag, flag_lines, flag_traces, month_axis, with_narrow_months
from figures.time_axis import column_width


@dataclass(frozen=True)
class MonthQuota:
    """Rate of one month as fractions; ``lowest`` and ``highest`` differ while cases are open inside their deadline.

    ``hover`` and ``past_hover`` are the texts at the marks of the month and of its comparison, behind its name.
    """

    monat: Monat
    value: float | None
    past: float | None
    lowest: float | None
    highest: float | None
    hover: str
    past_hover: str

    @property
    def unfinished(self) -> bool:
        return self.lowest is not None and self.lowest != self.highest

    @property
    def shown(self) -> list[float]:
        """The values that the chart draws; empty where there is nothing to draw."""
        return [value for value in (self.value, self.past, self.lowest) if value is not None]


def quota_by_month(
    quotas: Sequence[MonthQuota],
    names: tuple[str, str, str],
    target: float | None,
    flags: Sequence[Flag],
    breaks: Sequence[Break] = (),
) -> theme.Figure:
    """Line of finished months, bars from lowest to highest for the others, target as a dashed line.

    ``names``: of the period, of the comparison, of the range of unfinished months.
    """
    months = [quota.monat for quota in quotas]
    traces = [_ranges(quotas, names[2]), _line(quotas, names[0])]
    if any(quota.past is not None for quota in quotas):
        traces.insert(0, _past(quotas, names[1]))
    shapes = [*flag_lines(flags), *break_lines(breaks)]
    if target is not None:
        shapes.append(_target(target))
    floor = axis_start(quotas)
    top = max(110, top_of_axis(floor, 100, breaks))
    figure: theme.Figure = {
        "data": [trace for trace in traces if trace] + flag_traces(flags, top - 0.04 * (top - floor)),
        "layout": theme.layout(
            xaxis=month_axis(months),
            yaxis=theme.value_axis(
                range=[floor, top],
                rangemode="normal",
                tickmode="array",
                tickvals=list(range(floor, 101, 10)),
                ticktext=[formats.percent(points / 100, 0) for points in range(floor, 101, 10)],
            ),
            shapes=shapes,
            annotations=break_labels(breaks, len(months)),
        ),
    }
    return with_narrow_months(figure, months)


def axis_start(quotas: Sequence[MonthQuota]) -> int:
    """Where the axis begins, in percent: a step of ten below the lowest value."""
    lowest = min((value for quota in quotas for value in quota.shown), default=0.0)
    return max(0, int((lowest * 100 - 5) // 10 * 10))


def _points(value: float | None) -> float | None:
    return None if value is None else round(value * 100, 4)


def _line(quotas: Sequence[MonthQuota], name: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "y": [None if quota.unfinished else _points(quota.value) for quota in quotas],
        "line": {"color": theme.NOW, "width": 2.5},
        "marker": {"color": theme.NOW, "size": 8},
        "legendrank": 1,
        "hoverinfo": "text",
        "hovertext": [quota.hover for quota in quotas],
    }


def _past(quotas: Sequence[MonthQuota], name: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "y": [_points(quota.past) for quota in quotas],
        "line": {"color": theme.PAST, "width": 2},
        "marker": {"color": theme.PAST, "size": 7, "symbol": "diamond"},
        "hovertext": [quota.past_hover for quota in quotas],
        "hovertemplate": f"{theme.safe(name)}: %{{hovertext}}<extra></extra>",
    }


def _ranges(quotas: Sequence[MonthQuota], name: str) -> dict[str, Any]:
    open_months = [(at, quota) for at, quota in enumerate(quotas) if quota.unfinished]
    if not open_months:
        return {}
    return {
        "type": "bar",
        "name": name,
        "x": [at for at, _ in open_months],
        "base": [_points(quota.lowest) for _, quota in open_months],
        "y": [round(((quota.highest or 0) - (quota.lowest or 0)) * 100, 4) for _, quota in open_months],
        "width": column_width(len(quotas), 0.36),
        "marker": {"color": theme.OPEN, "pattern": theme.pattern("/")},
        "hoverinfo": "text",
        "hovertext": [quota.hover for _, quota in open_months],
    }


def _target(target: float) -> dict[str, Any]:
    line = {"color": theme.OPEN, "width": 2, "dash": "dash"}
    at = _points(target)
    return {"type": "line", "xref": "paper", "yref": "y", "x0": 0, "x1": 1, "y0": at, "y1": at, "line": line}
