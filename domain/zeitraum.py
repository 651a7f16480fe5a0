"""Periods: months, the comparison period cut like for like, and the time buckets of a breakdown."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

from domain import formats

MIN_JAHR, MAX_JAHR = 1990, 2100


@dataclass(frozen=True, order=True)
class Monat:
    """A calendar month; ``index`` counts months since year 0, so that months can be added and compared."""

    jahr: int
    monat: int

    @classmethod
    def parse(cls, text: str) -> Monat | None:
        """``2020-03`` → Monat, anything else → None."""
        year, dash, month = text.partition("-")
        if dash and len(year) == 4 and len(month) == 2 and (year + month).isascii() and (year + month).isdigit():
            parsed = cls(int(year), int(month))
            if 1 <= parsed.monat <= 12 and MIN_JAHR <= parsed.jahr <= MAX_JAHR:
                return parsed
        return None

    @classmethod
    def of(cls, day: date) -> Monat:
        """The month in which ``day`` lies."""
        return cls(day.year, day.month)

    @classmethod
    def at(cls, index: int) -> Monat:
        """The month with this ``index``."""
        return cls(index // 12, index % 12 + 1)

    @property
    def index(self) -> int:
        return self.jahr * 12 + self.monat - 1

    @cached_property
    def first_day(self) -> date:
        return date(self.jahr, self.monat, 1)

    @cached_property
    def last_day(self) -> date:
        return date(self.jahr, self.monat, monthrange(self.jahr, self.monat)[1])

    @property
    def quartal(self) -> int:
        return (self.monat + 2) // 3

    def plus(self, months: int) -> Monat:
        return Monat.at(self.index + months)

    def __str__(self) -> str:
        return f"{self.jahr:04d}-{self.monat:02d}"


@dataclass(frozen=True)
class DaySpan:
    """Days that are counted, both inclusive; empty where ``bis`` lies before ``von``."""

    von: date
    bis: date

    @property
    def empty(self) -> bool:
        return self.bis < self.von

    @property
    def length(self) -> int:
        return (self.bis - self.von).days + 1

    @property
    def is_whole_months(self) -> bool:
        """Whether it begins and ends where months do."""
        return self.von.day == 1 and self.bis == Monat.of(self.bis).last_day

    @property
    def is_whole_years(self) -> bool:
        """Whether it begins and ends where years do."""
        return self.is_whole_months and self.von.month == 1 and self.bis.month == 12


@dataclass(frozen=True)
class Zeitraum:
    """Months from ``von`` to ``bis``, both inclusive."""

    von: Monat
    bis: Monat

    @cached_property
    def span(self) -> DaySpan:
        return DaySpan(self.von.first_day, self.bis.last_day)

    @property
    def length(self) -> int:
        return self.bis.index - self.von.index + 1

    @cached_property
    def monate(self) -> tuple[Monat, ...]:
        return tuple(self.von.plus(step) for step in range(self.length))

    def shifted(self, months: int) -> Zeitraum:
        return Zeitraum(self.von.plus(months), self.bis.plus(months))

    def is_complete(self, datenstand: date) -> bool:
        """Whether the last day of the period is covered by the data."""
        return self.bis.last_day <= datenstand

    def in_words(self) -> str:
        """``2020``, ``2019 bis 2020``, ``1. Quartal 2020``, ``März 2020``, ``März bis Mai 2020``."""
        von, bis = self.von, self.bis
        if von.monat == 1 and bis.monat == 12:
            return str(von.jahr) if von.jahr == bis.jahr else f"{von.jahr} bis {bis.jahr}"
        if von == bis:
            return formats.monat(von.jahr, von.monat)
        if von.jahr == bis.jahr:
            if von.monat % 3 == 1 and self.length == 3:
                return f"{von.quartal}. Quartal {von.jahr}"
            return f"{formats.MONATE[von.monat - 1]} bis {formats.monat(bis.jahr, bis.monat)}"
        return f"{formats.monat(von.jahr, von.monat)} bis {formats.monat(bis.jahr, bis.monat)}"


@dataclass(frozen=True)
class Vergleich:
    """A comparison period: its months as a whole, and the days of it that are counted."""

    zeitraum: Zeitraum
    span: DaySpan


def default_zeitraum(datenstand: date) -> Zeitraum:
    """The last calendar year that is over at the Datenstand."""
    year = datenstand.year if (datenstand.month, datenstand.day) == (12, 31) else datenstand.year - 1
    return Zeitraum(Monat(year, 1), Monat(year, 12))


def same_day_last_year(day: date) -> date:
    """The same calendar day one year earlier; 29.02. becomes 28.02."""
    return date(day.year - 1, day.month, min(day.day, monthrange(day.year - 1, day.month)[1]))


def comparison(zeitraum: Zeitraum, art: str, datenstand: date) -> Vergleich | None:
    """The comparison period of kind ``vorjahr`` or ``vorperiode`` (``ohne``: None).

    While the current period is not over at the Datenstand the comparison ends like for like: ``vorjahr`` on the same
    calendar day, ``vorperiode`` as many days after its start; never later than its own natural end.
    """
    if art == "ohne":
        return None
    ganz = zeitraum.shifted(-12 if art == "vorjahr" else -zeitraum.length)
    ende = ganz.span.bis
    if not zeitraum.is_complete(datenstand):
        if art == "vorjahr":
            gekuerzt = same_day_last_year(datenstand)
        else:
            gekuerzt = ganz.span.von + timedelta(days=(datenstand - zeitraum.span.von).days)
        ende = min(ende, gekuerzt)
    return Vergleich(ganz, DaySpan(ganz.span.von, ende))


@dataclass(frozen=True)
class Bucket:
    """One time bucket of a breakdown: its codes (one per time dimension) and the months of the period in it."""

    codes: tuple[str, ...]
    monate: tuple[Monat, ...]

    @property
    def zeitraum(self) -> Zeitraum:
        return Zeitraum(self.monate[0], self.monate[-1])

    @cached_property
    def span(self) -> DaySpan:
        return DaySpan(self.monate[0].first_day, self.monate[-1].last_day)


def time_code(month: Monat, merkmal: str) -> str:
    """Code of the bucket in which ``month`` lies: monat ``2020-03``, quartal ``2020-Q1``, jahr ``2020``."""
    if merkmal == "monat":
        return str(month)
    return f"{month.jahr:04d}-Q{month.quartal}" if merkmal == "quartal" else f"{month.jahr:04d}"


@lru_cache(maxsize=1024)
def buckets(zeitraum: Zeitraum, merkmale: tuple[str, ...]) -> tuple[Bucket, ...]:
    """All buckets of the period in order of time; with several time dimensions the finest one decides."""
    buckets: dict[tuple[str, ...], list[Monat]] = {}
    for month in zeitraum.monate:
        buckets.setdefault(tuple(time_code(month, merkmal) for merkmal in merkmale), []).append(month)
    return tuple(Bucket(codes, tuple(months)) for codes, months in buckets.items())
