"""Control charts: is a change more than common variation, and does the process meet its target?

XmR charts for counts, p-charts with exact binomial limits for shares. Limits come from the first ``fixed_after`` points
of a segment and then stay; a new segment begins only where the caller says so, at a named event. While a segment has
fewer than twelve points its limits are trial limits: they still move with every new point and are marked as such.

Choices for the XmR chart, as in the NHS-R package NHSRplotthedots: limits are the mean ± 2.66 · mR̄, the 2-sigma zone
begins at two thirds of that distance, and moving ranges above 3.267 · mR̄ are left out of mR̄, once (Nelson, Control
charts for individual measurements, Journal of Quality Technology 14 (1982), 172 f.; Provost and Murray, The Health Care
Data Guide (2011), 155 and 192). The values themselves all stay in the mean.

A p-chart's limits are the binomial quantiles at 0.135 % and 99.865 % for each point's own size, its 2-sigma zones the
quantiles at 2.275 % and 97.725 %: the chances of a normal distribution's 3 and 2 sigma. At small sizes, two thirds of
the way to the limit would call values near that are quite common, such as a month with every answer in time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from statistics import mean

from analysis.binomial import binomial
from analysis.run_rules import Limits, Signal, find_signals
from domain.kennzahlen import Richtung

LIMIT_FACTOR = 2.66
SCREEN_FACTOR = 3.267
ZONE = 2 / 3
LIMIT_TAIL = 0.00135
ZONE_TAIL = 0.02275
TRIAL_BELOW = 12
FEWEST_POINTS = 2


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One point. ``value`` is None where there is none; the limits are None where the segment has too few points."""

    value: float | None
    limits: Limits | None
    segment: int
    signals: tuple[Signal, ...] = ()
    moving_range: float | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """The points ``start`` to ``end`` (exclusive) that share one centre; ``based_on`` of them have given the limits.

    ``mean_moving_range`` (after screening) and ``moving_range_limit`` belong to XmR charts.
    """

    start: int
    end: int
    based_on: int
    trial: bool
    mean_moving_range: float | None = None
    moving_range_limit: float | None = None


@dataclass(frozen=True, slots=True)
class ControlChart:
    """Points in time order, parallel to what was given, and the segments they belong to."""

    points: tuple[ChartPoint, ...]
    segments: tuple[Segment, ...]

    @property
    def latest(self) -> ChartPoint | None:
        """The last point that has a value: the one that the verdicts speak of."""
        return next((point for point in reversed(self.points) if point.value is not None), None)


class Variation(Enum):
    """Streuung: whether the latest point is a signal, and in which direction for the indicator."""

    COMMON_CAUSE = "common_cause"
    BETTER = "better"
    WORSE = "worse"
    NEUTRAL = "neutral"


class Assurance(Enum):
    """Verlässlichkeit: whether the process as it runs will meet its target."""

    ALWAYS_MET = "always_met"
    HIT_AND_MISS = "hit_and_miss"
    NEVER_MET = "never_met"


def xmr_chart(
    values: Sequence[float | None],
    breaks: Iterable[int] = (),
    *,
    fixed_after: int | None = TRIAL_BELOW,
    minimum: float | None = 0.0,
) -> ControlChart:
    """XmR chart of counts or other single values in time order.

    Args:
        values: one per period; None for a period that must not be judged, such as one that is not over.
        breaks: positions at which a new segment begins; others than 0 < position < len(values) change nothing.
        fixed_after: number of points of a segment after which its limits stay; None: all its points give them.
        minimum: what no value can fall below; the lower limit is drawn no lower. None: there is no such value.
    """
    points: list[ChartPoint] = []
    segments: list[Segment] = []
    for start, end in _stretches(len(values), breaks):
        measured = [value for value in values[start:end] if value is not None]
        base = measured[:fixed_after]
        kept = _screened_ranges(base)
        mean_range = mean(kept) if kept else None
        limits = None if mean_range is None else _xmr_limits(mean(base), mean_range, minimum)
        range_limit = None if mean_range is None else SCREEN_FACTOR * mean_range
        segments.append(Segment(start, end, len(base), len(base) < TRIAL_BELOW, mean_range, range_limit))
        ranges = _moving_ranges(measured)
        points += _points(values[start:end], [limits] * (end - start), len(segments) - 1, ranges)
    return ControlChart(tuple(points), tuple(segments))


def p_chart(
    zaehler: Sequence[int],
    nenner: Sequence[int],
    breaks: Iterable[int] = (),
    *,
    fixed_after: int | None = TRIAL_BELOW,
) -> ControlChart:
    """p-chart of shares with exact binomial limits for each period's own size; arguments as for ``xmr_chart``.

    ``zaehler`` and ``nenner`` are parallel; a period with a ``nenner`` of 0 has no value.
    """
    shares = [hits / size if size else None for hits, size in zip(zaehler, nenner, strict=True)]
    points: list[ChartPoint] = []
    segments: list[Segment] = []
    for start, end in _stretches(len(shares), breaks):
        base = [index for index in range(start, end) if nenner[index]][:fixed_after]
        limits: list[Limits | None] = [None] * (end - start)
        if len(base) >= FEWEST_POINTS:
            centre = sum(zaehler[index] for index in base) / sum(nenner[index] for index in base)
            limits = [_p_limits(size, centre) if size else None for size in nenner[start:end]]
        segments.append(Segment(start, end, len(base), trial=len(base) < TRIAL_BELOW))
        points += _points(shares[start:end], limits, len(segments) - 1)
    return ControlChart(tuple(points), tuple(segments))


def variation(chart: ControlChart, richtung: Richtung) -> tuple[Variation, Signal | None]:
    """The verdict on the latest point and the signal that decides it: the first in the order of ``Rule``."""
    latest = chart.latest
    if latest is None or not latest.signals:
        return Variation.COMMON_CAUSE, None
    signal = latest.signals[0]
    if richtung is Richtung.NEUTRAL:
        return Variation.NEUTRAL, signal
    return (Variation.BETTER if signal.up == (richtung is Richtung.MEHR) else Variation.WORSE), signal


def assurance(chart: ControlChart, target: float, richtung: Richtung) -> Assurance | None:
    """The target against the limits of the latest point; a value equal to the target meets it.

    None where the indicator has no better direction or the chart no limits.
    """
    latest = chart.latest
    if latest is None or latest.limits is None or richtung is Richtung.NEUTRAL:
        return None
    lower, upper = latest.limits.lower, latest.limits.upper
    worst, best = (lower, upper) if richtung is Richtung.MEHR else (-upper, -lower)
    aim = target if richtung is Richtung.MEHR else -target
    if worst >= aim:
        return Assurance.ALWAYS_MET
    return Assurance.NEVER_MET if best < aim else Assurance.HIT_AND_MISS


def _stretches(length: int, breaks: Iterable[int]) -> Iterable[tuple[int, int]]:
    """(start, end) of the segments between the breaks."""
    return pairwise(sorted({0, length, *(position for position in breaks if 0 < position < length)}))


def _moving_ranges(values: Sequence[float]) -> list[float]:
    return [abs(after - before) for before, after in pairwise(values)]


def _screened_ranges(values: Sequence[float]) -> list[float]:
    """Moving ranges of the values less those above 3.267 times their mean."""
    ranges = _moving_ranges(values)
    highest = SCREEN_FACTOR * mean(ranges) if ranges else 0.0
    return [size for size in ranges if size <= highest]


def _xmr_limits(centre: float, mean_range: float, minimum: float | None) -> Limits:
    reach = LIMIT_FACTOR * mean_range
    lower = centre - reach if minimum is None else max(centre - reach, minimum)
    return Limits(centre, lower, centre + reach, centre - ZONE * reach, centre + ZONE * reach)


def _p_limits(size: int, centre: float) -> Limits:
    distribution = binomial(size, centre)
    tails = (LIMIT_TAIL, 1 - LIMIT_TAIL, ZONE_TAIL, 1 - ZONE_TAIL)
    lower, upper, lower_zone, upper_zone = (distribution.quantile(tail) / size for tail in tails)
    return Limits(centre, lower, upper, lower_zone, upper_zone)


def _points(
    values: Sequence[float | None], limits: Sequence[Limits | None], segment: int, ranges: Sequence[float] = ()
) -> list[ChartPoint]:
    """The points of a segment; ``ranges`` are the moving ranges from its second value on.

    Values that have no limits are judged by nothing; gaps are passed over, so that the values around them are
    neighbours.
    """
    judged = [(value, limit) for value, limit in zip(values, limits, strict=True) if value is not None and limit]
    signals = iter(find_signals([value for value, _ in judged], [limit for _, limit in judged]))
    moving = iter([None, *ranges])
    return [
        ChartPoint(None, limit, segment)
        if value is None
        else ChartPoint(value, limit, segment, next(signals) if limit else (), next(moving, None))
        for value, limit in zip(values, limits, strict=True)
    ]
