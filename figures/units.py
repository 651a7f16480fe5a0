"""Values of every unit on an axis: shares in percent, the rest as they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from domain import formats
from domain.kennzahlen import Einheit
from figures import theme

# A rate whose lowest value lies above this may leave the lower part of the scale out.
_HIGH = 0.5


def scaled(value: float | int | None, einheit: Einheit) -> float | int | None:
    """The value as drawn, to four decimals."""
    if value is None or isinstance(value, int):
        return value
    return round(value * 100 if einheit is Einheit.ANTEIL else value, 4)


def axis_start(values: Iterable[float | int | None], einheit: Einheit, *, columns: bool = False) -> float:
    """Where the axis begins, as drawn: zero, but for lines of high rates a step of ten below the lowest value."""
    there = [value for value in values if value is not None]
    if columns or einheit is not Einheit.ANTEIL or min(there, default=0) <= _HIGH:
        return 0
    return max(0, int((min(there) * 100 - 5) // 10 * 10))


def value_axis(einheit: Einheit, low: float, high: float) -> dict[str, Any]:
    """Axis from ``low`` to ``high``, both as drawn, with ticks in the unit."""
    if einheit is Einheit.ANZAHL:
        return theme.count_axis(high, range=[low, high])
    suffix = f"{formats.NBSP}%" if einheit is Einheit.ANTEIL else ""
    return theme.value_axis(range=[low, high], rangemode="normal", tickformat=",.2~f", ticksuffix=suffix)
