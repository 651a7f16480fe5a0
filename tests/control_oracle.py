"""Control charts by hand: window, segments, limits and run rules, from the numbers of the oracle.

Limits of shares are the binomial quantiles of scipy; the rules are tried point by point.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import mean
from typing import Any

from scipy import stats

from tests import oracle
from tests.card_oracle import MEASURED_BY_STANDARD, SHARES, Auswahl, World, share_cell

BUCKET_MONTHS = {"monat": 1, "quartal": 3, "jahr": 12}
LOOK_BACK = 24
NEEDED = 12
NAMES = {
    "monat": ("Monat", "Monate", "Monaten"),
    "quartal": ("Quartal", "Quartale", "Quartalen"),
    "jahr": ("Jahr", "Jahre", "Jahren"),
}
NOT_OVER, STILL_OPEN = "nicht beurteilt: unvollständig", "nicht beurteilt: noch Vorgänge in Frist"


@dataclass(frozen=True)
class Limits:
    """What one point is judged by."""

    centre: float
    lower: float
    upper: float
    lower_zone: float
    upper_zone: float


@dataclass(frozen=True)
class Chart:
    """Rows of the table; ``latest`` is the last judged value with its limits and signals, ``trial`` whether its
    limits stand on too few points."""

    rows: list[list[Any]]
    latest: tuple[float, Limits | None, list[tuple[str, bool, int]]] | None
    trial: bool
    sparse: bool


def chart(world: World, auswahl: Auswahl, kennzahl: str, je: str, new_from: date | None = None) -> Chart | None:
    """The control chart of an indicator; None where no month of the period lies in the data."""
    window = _window(world, auswahl, je)
    if window is None:
        return None
    wide = auswahl | {"von": _code(window[0]), "bis": _code(window[-1]), "vergleich": "ohne"}
    axis = list(oracle.buckets(window, [je]).items())
    found = [world.answer(wide, kennzahl, je).zeilen[key][kennzahl] for key, _ in axis]
    open_ = [world.answer(wide, "offen_in_frist", je).zeilen[key]["offen_in_frist"].wert for key, _ in axis]
    skipped = {
        at: NOT_OVER
        if oracle.last_day(months[-1]) > world.datenstand or len(months) < BUCKET_MONTHS[je]
        else STILL_OPEN
        for at, (_, months) in enumerate(axis)
        if oracle.last_day(months[-1]) > world.datenstand
        or len(months) < BUCKET_MONTHS[je]
        or (kennzahl in MEASURED_BY_STANDARD and open_[at])
    }
    first = oracle.first_day(world.periods(auswahl).months[0])
    first_of_period = next(at for at, (_, months) in enumerate(axis) if oracle.last_day(months[-1]) >= first)
    days = [day for day in world.breaks(wide, kennzahl) if oracle.first_day(window[0]) < day]
    days += [new_from] if new_from is not None else []
    starts = {
        at
        for day in days
        for at, (_, months) in enumerate(axis)
        if at and oracle.first_day(months[0]) <= day <= oracle.last_day(months[-1])
    }
    rows, latest, trial = [], None, True
    judged_counts: list[float] = []
    for start, end in pairwise(sorted({0, len(axis), *starts})):
        places = [at for at in range(start, end) if at not in skipped and found[at].wert is not None]
        limits = _limits(kennzahl, found, places, range(start, end), skipped)
        few = len(places[:NEEDED]) < NEEDED
        with_limits = [at for at in places if limits[at] is not None]
        signals = _signals([_value(found[at]) for at in with_limits], [limits[at] for at in with_limits])  # type: ignore[misc]
        by_place = dict(zip(with_limits, signals, strict=True))
        for at in range(start, end):
            told = [] if few else [_words(one, je) for one in by_place.get(at, [])]
            remark = [text for text in ("Vorlauf" if at < first_of_period else "", skipped.get(at, "")) if text]
            rows.append(_row(kennzahl, axis[at][0][0], found[at], limits[at], told, remark))
        if places:
            at = places[-1]
            latest, trial = (_value(found[at]), limits[at], by_place.get(at, [])), len(places) < NEEDED
            judged_counts += [_value(found[at]) for at in places]
    is_count = kennzahl not in (*SHARES, "anliegen_je_reaktion")
    return Chart(rows, latest, trial, is_count and bool(judged_counts) and mean(judged_counts) < 3)


def _window(world: World, auswahl: Auswahl, je: str) -> list[oracle.Monat] | None:
    """The months looked at: those of the period up to the Datenstand, and so many before that there are 24 buckets."""
    periods, size = world.periods(auswahl), BUCKET_MONTHS[je]
    if periods.first_eingang is None:
        return None
    data = (periods.first_eingang.year, periods.first_eingang.month)
    until = min(periods.months[-1], (world.datenstand.year, world.datenstand.month))
    start = min(periods.months[0], oracle.months_back(until, size * LOOK_BACK - 1))
    while (start[1] - 1) % size:
        start = oracle.months_back(start, 1)
    start = max(start, data)
    if start > until or periods.months[0] > until:
        return None
    return oracle.months_between(_code(start), _code(until))


def _code(month: oracle.Monat) -> str:
    return f"{month[0]}-{month[1]:02}"


def _value(werte: oracle.Werte) -> float:
    assert werte.wert is not None
    return float(werte.wert)


def _limits(
    kennzahl: str,
    found: Sequence[oracle.Werte],
    places: Sequence[int],
    segment: range,
    skipped: dict[int, str],
) -> dict[int, Limits | None]:
    base = places[:NEEDED]
    if len(base) < 2:
        return dict.fromkeys(segment)
    if kennzahl in SHARES:
        centre = sum(found[at].zaehler or 0 for at in base) / sum(found[at].nenner or 0 for at in base)
        return {
            at: _binomial(found[at].nenner or 0, centre) if at not in skipped and found[at].nenner else None
            for at in segment
        }
    values = [_value(found[at]) for at in base]
    ranges = [abs(b - a) for a, b in pairwise(values)]
    kept = [size for size in ranges if size <= 3.267 * mean(ranges)]
    centre, reach = mean(values), 2.66 * mean(kept)
    one = Limits(centre, max(0.0, centre - reach), centre + reach, centre - reach * 2 / 3, centre + reach * 2 / 3)
    return dict.fromkeys(segment, one)


def _binomial(size: int, centre: float) -> Limits:
    quantiles = stats.binom.ppf([0.00135, 1 - 0.00135, 0.02275, 1 - 0.02275], size, centre) / size
    return Limits(centre, *(float(value) for value in quantiles))


def _signals(values: Sequence[float], limits: Sequence[Limits]) -> list[list[tuple[str, bool, int]]]:
    """Per point the rules that it breaks, in their order: (rule, upwards, how many points take part)."""
    size = len(values)
    sides = [(v > one.centre) - (v < one.centre) for v, one in zip(values, limits, strict=True)]
    near = [(v > one.upper_zone) - (v < one.lower_zone) for v, one in zip(values, limits, strict=True)]
    found: list[list[tuple[str, bool, int]]] = [[] for _ in values]
    for at, (value, one) in enumerate(zip(values, limits, strict=True)):
        if value > one.upper or value < one.lower:
            found[at].append(("outside", value > one.upper, 1))
    for start in range(size):
        for end in range(start + 6, size):
            for up in (True, False):
                if _is_trend(values, start, end, up) and not _is_longer(values, start, end, up):
                    for at in range(start, end + 1):
                        found[at].append(("trend", up, end - start + 1))
    for at in range(size):
        windows = [
            range(start, start + 3)
            for start in range(max(0, at - 2), min(at, size - 3) + 1)
            if abs(sum(sides[i] for i in range(start, start + 3))) == 3
        ]
        marked = [sum(near[i] != 0 for i in window) for window in windows]
        if near[at] and max(marked, default=0) >= 2:
            found[at].append(("two_of_three", near[at] > 0, max(marked)))
    for at in range(size):
        start, end = at, at
        while start > 0 and sides[start - 1] == sides[at]:
            start -= 1
        while end < size - 1 and sides[end + 1] == sides[at]:
            end += 1
        if sides[at] and end - start + 1 >= 7:
            found[at].append(("run", sides[at] > 0, end - start + 1))
    return found


def _is_trend(values: Sequence[float], start: int, end: int, up: bool) -> bool:
    steps = list(pairwise(values[start : end + 1]))
    return all((b > a) if up else (b < a) for a, b in steps)


def _is_longer(values: Sequence[float], start: int, end: int, up: bool) -> bool:
    return (start > 0 and _is_trend(values, start - 1, end, up)) or (
        end < len(values) - 1 and _is_trend(values, start, end + 1, up)
    )


def _words(signal: tuple[str, bool, int], je: str) -> str:
    rule, up, count = signal
    one, many, of_many = NAMES[je]
    if rule == "outside":
        return f"1 {one} {'über der oberen' if up else 'unter der unteren'} Grenze"
    if rule == "trend":
        return f"{count} {many} in Folge mit {'steigenden' if up else 'fallenden'} Werten"
    if rule == "two_of_three":
        return f"{count} von 3 {of_many} nahe der {'oberen' if up else 'unteren'} Grenze"
    return f"{count} {many} in Folge {'über' if up else 'unter'} dem Mittel"


def _row(
    kennzahl: str, code: str, werte: oracle.Werte, limits: Limits | None, told: list[str], remark: list[str]
) -> list[Any]:
    parts = [werte.zaehler, werte.nenner] if kennzahl in SHARES else []
    cell = share_cell(werte.zaehler, werte.nenner) if kennzahl in SHARES else werte.wert
    bounds = [None] * 3 if limits is None else [limits.centre, limits.lower, limits.upper]
    return [code, cell, *parts, *bounds, "; ".join(told), "; ".join(remark)]
