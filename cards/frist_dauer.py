"""Dauer: which share was finished within how many days, open cases included, and the deadline kept in 9 of 10 cases."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.survival import SurvivalCurve, days_until, finished_by_day, kaplan_meier
from cards import standards, wording
from cards.base import Card, CardResult, Context
from data_access.durations import Durations, durations
from domain import formats
from domain.frist import KALENDERTAGE
from domain.zeitraum import DaySpan
from exports.table import Cell, Column, Kind, Table
from figures.finished import DayMark, Rise, finished_within

TITEL = "Dauer bis zur Erledigung"
MARKED = (14, 21)
NINE_OF_TEN = 0.9
# The axis ends where nearly all are finished, and not before or after these days.
NEARLY_ALL = 0.99
SHORTEST, LONGEST = 28, 120
METHOD = (
    "Geschätzt nach Kaplan und Meier: Offene Kundenreaktionen zählen mit, so lange sie am Datenstand schon warten;"
    " abgegebene zählen nicht. Ist keine mehr offen, ist das der einfache Anteil."
)
FINISHED_ONLY = "Nach Erledigung gezählt: nur erledigte Kundenreaktionen, der einfache Anteil."


@dataclass(frozen=True)
class _Group:
    """The cases of a period with their curve."""

    name: str
    cases: Durations
    curve: SurvivalCurve

    def finished_by(self, day: int) -> int:
        """How many were finished after at most so many days."""
        return sum(count for after, count in self.cases.finished.items() if after <= day)


def _build(context: Context) -> CardResult:
    now = _group(context, context.now_name, context.selection.zeitraum.span)
    past = None
    if context.comparison is not None and wording.has_comparison(context):
        past = _group(context, context.past_name, context.comparison.span)
        past = past if past.curve.n >= context.smallest_base else None
    enough = now.curve.n >= context.smallest_base
    last = _last_day(now.curve)
    return CardResult(
        table=_table(context, now, past, last if enough else -1),
        words=_words(context, now) if enough else _too_few(now),
        figure=_figure(context, now, past, last) if enough else None,
    )


def _group(context: Context, name: str, span: DaySpan) -> _Group:
    cases = durations(context.view, context.selection, span=span).get((), Durations())
    return _Group(name, cases, kaplan_meier(cases.finished, cases.waiting))


def _last_day(curve: SurvivalCurve) -> int:
    nearly = days_until(curve, NEARLY_ALL)
    known = curve.steps[-1].day if curve.steps else 0
    return min(max(known if nearly is None else nearly, SHORTEST), LONGEST)


def _marks(context: Context, curve: SurvivalCurve) -> list[DayMark]:
    """The usual days and those of the standards in the period, with the share reached."""
    recorded = standards.overlapping(context, context.selection.zeitraum.span)
    days = {*MARKED, *(s.frist_tage for s in recorded if s.tageart == KALENDERTAGE)}
    return [
        DayMark(day, f"{formats.days(day)}: {formats.percent(share)}")
        for day in sorted(days)
        if (share := curve.finished_within(day)) is not None
    ]


def _figure(context: Context, now: _Group, past: _Group | None, last: int) -> dict[str, object]:
    marks = [mark for mark in _marks(context, now.curve) if mark.day <= last]
    rises = [Rise(group.name, finished_by_day(group.curve, last)) for group in (now, past) if group is not None]
    return finished_within(rises[0], rises[1] if past else None, marks, "Tage seit dem Eingang", "bis Tag")


def _table(context: Context, now: _Group, past: _Group | None, last: int) -> Table:
    columns = [Column("Innerhalb von", Kind.TAGE), Column("Anteil", Kind.ANTEIL), Column("erledigt", Kind.ANZAHL)]
    columns += [Column("offen, noch jünger", Kind.ANZAHL)]
    columns += [Column(f"Anteil {past.name}", Kind.ANTEIL)] if past else []
    rows = tuple(_row(now, past, day) for day in range(last + 1))
    total: tuple[Cell, ...] = ("Gesamt", None, now.cases.finished.total(), now.cases.waiting.total())
    method = METHOD if context.selection.zeitbezug == "eingang" else FINISHED_ONLY
    notes = (*wording.period_notes(context), method)
    return Table(TITEL, tuple(columns), rows, (*total, None) if past else total, notes)


def _row(now: _Group, past: _Group | None, day: int) -> tuple[Cell, ...]:
    unknown = sum(count for age, count in now.cases.waiting.items() if age < day)
    row: tuple[Cell, ...] = (day, now.curve.finished_within(day), now.finished_by(day), unknown)
    return (*row, past.curve.finished_within(day)) if past else row


def _words(context: Context, now: _Group) -> str:
    reached = [
        f"innerhalb von {mark.day} Tagen {formats.percent(share)}"
        for mark in _marks(context, now.curve)
        if (share := now.curve.finished_within(mark.day)) is not None
    ]
    first = f"Erledigt waren {formats.enumeration(reached)}." if reached else ""
    days = days_until(now.curve, NINE_OF_TEN)
    if days is None:
        answer = "noch nicht bestimmbar, dafür sind noch zu viele offen"
    else:
        answer = f"{formats.days(days)} (so lange dauerte es bei mindestens 90{formats.NBSP}% höchstens)"
    return f"{first} Welche Frist hielten wir in 9 von 10 Fällen? {answer[0].upper() + answer[1:]}.".strip()


def _too_few(now: _Group) -> str:
    if not now.curve.n:
        return wording.NO_VALUE
    cases = wording.counted(now.curve.n, "Kundenreaktion", "Kundenreaktionen")
    return f"{cases}: zu wenige für Anteile."


CARD = Card(
    "frist-dauer",
    TITEL,
    "Anteil der Kundenreaktionen mit Eingang im Zeitraum",
    ("laufzeit_p90",),
    _build,
    height=380,
    wide=True,
)
