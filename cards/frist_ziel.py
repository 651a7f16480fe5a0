"""Ziel: what is still needed to reach the Zielquote of months that are not decided, or that there is no target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis import narrative
from analysis.narrative import Fristlage, rate_range
from analysis.still_needed import Outlook, still_needed
from cards import standards, wording
from cards.base import Card, CardKind, CardResult, Context
from cards.fristquote import KENNZAHLEN, STATES
from data_access.aggregate import Werte, aggregate
from domain.zeitraum import Zeitraum
from exports.table import Cell, Column, Kind, Table

TITEL = "Was zum Ziel noch nötig ist"
NO_TARGET = "Zu den Standards dieser Auswahl ist keine Zielquote hinterlegt; ein Ziel lässt sich daran nicht messen."
BY_FINISHED = (
    "Nach Erledigung gezählt ist nichts mehr offen. Was zum Ziel noch nötig ist, zeigt der Zeitbezug „nach Eingang“."
)
DECIDED = "Monate ohne offene Kundenreaktionen in Frist sind entschieden und stehen nicht einzeln hier."
OUTLOOKS = {
    Outlook.REACHED: "sicher erreicht",
    Outlook.POSSIBLE: "noch erreichbar",
    Outlook.MISSED: "nicht mehr erreichbar",
    Outlook.NO_CASES: "keine Fälle",
}
MOST_SENTENCES = 3


@dataclass(frozen=True)
class _Period:
    """A month that is not decided, or the whole period; ``target`` None: there is none."""

    name: str
    zeitraum: Zeitraum
    lage: Fristlage
    target: float | None


def _build(context: Context) -> CardResult:
    answer = aggregate(context.view, context.selection, KENNZAHLEN, ["monat"])
    zeitraum = context.selection.zeitraum
    months = [
        _period(context, str(month), Zeitraum(month, month), zeile.werte)
        for month, zeile in zip(zeitraum.monate, answer.zeilen, strict=True)
        if zeile.werte["offen_in_frist"].wert
    ]
    whole = _period(context, "Gesamt", zeitraum, answer.summe)
    return CardResult(_table(context, months, whole), _words(context, months or [whole], whole))


def _table(context: Context, months: list[_Period], whole: _Period) -> Table:
    """What is needed only stands where there is a target."""
    aimed = any(period.target is not None for period in (*months, whole))
    columns = [
        Column("Eingang", Kind.MONAT),
        Column("fristgerecht", Kind.ANZAHL),
        Column("alle mit Frist", Kind.ANZAHL),
        Column("noch in Frist", Kind.ANZAHL),
        Column("mindestens", Kind.ANTEIL),
        Column("höchstens", Kind.ANTEIL),
    ]
    if aimed:
        columns += [Column("Zielquote", Kind.ANTEIL), Column("noch nötig", Kind.ANZAHL), Column("Aussicht")]
    *rows, total = (_row(context, period, aimed) for period in (*months, whole))
    notes = (*wording.period_notes(context, compared=False), DECIDED, *standards.notes(context))
    return Table(TITEL, tuple(columns), tuple(rows), total, notes)


def _period(context: Context, name: str, zeitraum: Zeitraum, werte: Mapping[str, Werte]) -> _Period:
    lage = Fristlage(*(int(werte[state].wert or 0) for state in STATES))
    targets = {standards.target(context, day) for day in (zeitraum.span.von, zeitraum.span.bis)}
    return _Period(name, zeitraum, lage, targets.pop() if len(targets) == 1 else None)


def _row(context: Context, period: _Period, aimed: bool) -> tuple[Cell, ...]:
    lage, small = period.lage, context.smallest_base
    shares = (lage.fristgerecht, lage.at_most)
    bounds = [wording.share_cell(hits / lage.total if lage.total else None, hits, lage.total, small) for hits in shares]
    row: tuple[Cell, ...] = (period.name, lage.fristgerecht, lage.total, lage.offen_in_frist, *bounds)
    if period.target is None:
        return (*row, None, None, "") if aimed else row
    needed = still_needed(lage.fristgerecht, lage.verspaetet, lage.ueberfaellig, lage.offen_in_frist, period.target)
    return (*row, period.target, needed.needed, OUTLOOKS[needed.outlook])


def _words(context: Context, periods: list[_Period], whole: _Period) -> str:
    if context.selection.zeitbezug != "eingang":
        return BY_FINISHED
    told = [_sentence(context, period) for period in periods[-MOST_SENTENCES:]]
    missing = all(period.target is None for period in (*periods, whole))
    return " ".join([*([NO_TARGET] if missing else []), *told])


def _sentence(context: Context, period: _Period) -> str:
    stand = context.view.catalog.stand.datenstand
    running = None if period.zeitraum.is_complete(stand) else stand
    small = context.smallest_base
    if period.target is None:
        return rate_range(period.zeitraum, period.lage, small, running)
    return narrative.still_needed(period.zeitraum, period.lage, period.target, small, last_day=running)


CARD = Card(
    "frist-ziel",
    TITEL,
    "Kundenreaktionen",
    KENNZAHLEN,
    _build,
    wide=True,
    kind=CardKind.TABLE,
    compared=False,
)
