"""Facts for the tests, built as the application builds them: periods, comparison and values of the real types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from analysis.narrative import Contribution, Facts, Rule, Signal, Verdict
from data_access.aggregate import Werte
from domain.kennzahlen import KENNZAHLEN
from domain.zeitraum import Monat, Zeitraum, comparison

STAND = date(2021, 3, 31)
USUAL = Verdict(points=24, needed=12)


@dataclass(frozen=True)
class Ereignis:
    """A dated event."""

    datum_von: date
    titel: str


def period(von: str, bis: str = "") -> Zeitraum:
    """``2020`` a year, ``2020-03`` a month, two of them a range."""
    first, last = von, bis or von
    start = Monat.parse(first if "-" in first else f"{first}-01")
    end = Monat.parse(last if "-" in last else f"{last}-12")
    assert start is not None
    assert end is not None
    return Zeitraum(start, end)


def signal(rule: Rule, count: int, *, high: bool = False, last: str = "") -> Signal:
    return Signal(rule, high, count, period(last) if last else None)


def facts(
    code: str,
    werte: Werte,
    zeitraum: Zeitraum | str = "2020",
    *,
    compare: str = "vorjahr",
    stand: date = STAND,
    verdict: Verdict | None = USUAL,
    contribution: Contribution | None = None,
    events: Sequence[Ereignis] = (),
    **other,
) -> Facts:
    """Facts of one indicator; the comparison period is the one that the domain computes."""
    when = period(zeitraum) if isinstance(zeitraum, str) else zeitraum
    return Facts(
        kennzahl=KENNZAHLEN[code],
        zeitraum=when,
        datenstand=stand,
        werte=werte,
        vergleich=comparison(when, compare, stand),
        verdict=verdict,
        contribution=contribution,
        events=events,
        **other,
    )


def count(now: int, before: int | None = None) -> Werte:
    return Werte(now, now, None, before, before, None)


def rate(now: tuple[int, int], before: tuple[int, int] | None = None) -> Werte:
    past = () if before is None else (divided(*before), *before)
    return Werte(divided(*now), *now, *past)


def days(now: float | None, before: float | None = None) -> Werte:
    return Werte(wert=now, vergleich=before)


def divided(zaehler: int, nenner: int) -> float | None:
    return zaehler / nenner if nenner else None
