"""Public holidays of a Land, as the function that ``domain.frist`` asks for."""

from __future__ import annotations

from datetime import date
from functools import cache

from holidays import country_holidays

from domain.frist import IsHoliday


def holidays_of(bundesland: str) -> IsHoliday:
    """Whether a day is a public holiday in the whole Land (``SN``, ``BY`` …); half-days such as 24.12. are not."""

    def is_holiday(day: date) -> bool:
        return day in _days(bundesland, day.year)

    return is_holiday


@cache
def _days(bundesland: str, year: int) -> frozenset[date]:
    return frozenset(country_holidays("DE", subdiv=bundesland, years=year))
