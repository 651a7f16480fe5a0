"""Eingänge je Monat: the course of the Kundenreaktionen with the comparison in grey and the dated events."""

from __future__ import annotations

from cards import wording
from cards.base import Card, CardResult, Context, Drawn
from cards.comparable import obstacle
from cards.events import flags
from cards.row_links import row_links
from data_access.aggregate import Aggregate, Werte, aggregate
from domain import formats
from domain.kennzahlen import KENNZAHLEN
from domain.zeitraum import Monat
from exports.table import Cell, Column, Kind, Table
from figures.months import columns_with_past

KENNZAHL = "kundenreaktionen"
TITEL = "Eingänge je Monat"


def _build(context: Context) -> CardResult:
    answer = aggregate(context.view, context.selection, [KENNZAHL], ["monat"])
    months = context.selection.zeitraum.monate
    werte = [zeile.werte[KENNZAHL] for zeile in answer.zeilen]
    marks, listed = flags(context)
    past = [value.vergleich for value in werte] if wording.has_comparison(context) else None
    figure = columns_with_past(
        months,
        [value.zaehler for value in werte],
        past,  # type: ignore[arg-type]  # counts are whole numbers
        (context.now_name, context.past_name),
        _partial(context),
        marks,
    )
    return CardResult(
        table=_table(context, answer),
        words=_words(context, answer.summe[KENNZAHL], werte),
        figure=figure if any(value.wert or value.vergleich for value in werte) else None,
        events=listed,
        row_links=row_links(context, KENNZAHL, [{"monat": str(month)} for month in months]),
        drawn=Drawn("x", len(months)),
    )


def _partial(context: Context) -> int | None:
    """Position of the month that is not over at the Datenstand, if it lies in the period."""
    stand = context.view.catalog.stand.datenstand
    month = Monat.of(stand)
    at = month.index - context.selection.zeitraum.von.index
    inside = 0 <= at < context.selection.zeitraum.length
    return at if inside and stand < month.last_day else None


def _table(context: Context, answer: Aggregate) -> Table:
    compared = wording.has_comparison(context)
    columns = [Column("Monat", Kind.MONAT), Column(context.now_name, Kind.ANZAHL)]
    if compared:
        columns += [Column(context.past_name, Kind.ANZAHL), Column("Differenz", Kind.DIFFERENZ)]
        columns += [Column("Veränderung", Kind.VERAENDERUNG)]
    why_not = obstacle(context, KENNZAHL) if compared else ""
    rows = [_row(context, zeile.codes[0], zeile.werte[KENNZAHL], compared, not why_not) for zeile in answer.zeilen]
    notes = [*wording.period_notes(context), *([why_not] if why_not else [])]
    if compared and any((zeile.werte[KENNZAHL].vergleich or 0) < context.smallest_base for zeile in answer.zeilen):
        notes.append(wording.small_base_note(context.smallest_base))
    total = _row(context, "Gesamt", answer.summe[KENNZAHL], compared, not why_not)
    return Table(TITEL, tuple(columns), tuple(rows), total, tuple(notes))


def _row(context: Context, name: str, werte: Werte, compared: bool, told: bool) -> tuple[Cell, ...]:
    row: tuple[Cell, ...] = (name, werte.wert)
    if compared:
        change = wording.relative_change(werte, context.smallest_base)
        row += (werte.vergleich, werte.differenz, change) if told else (werte.vergleich, None, None)
    return row


def _words(context: Context, summe: Werte, werte: list[Werte]) -> str:
    kennzahl = KENNZAHLEN[KENNZAHL]
    if not summe.wert:
        return "Keine Kundenreaktionen in dieser Auswahl."
    months = context.selection.zeitraum.monate
    top = max(range(len(months)), key=lambda at: werte[at].wert or 0)
    told = wording.has_whole_comparison(context) and not obstacle(context, KENNZAHL)
    change = wording.change_text(kennzahl, summe, context.smallest_base) if told else ""
    against = f" ({change} gegenüber {context.past_name})" if change else ""
    month = formats.monat(months[top].jahr, months[top].monat)
    most = f"; die meisten im {month} ({formats.number(werte[top].wert or 0)})" if len(months) > 1 else ""
    return f"{wording.counted(summe.wert, 'Kundenreaktion', 'Kundenreaktionen')}{against}{most}."


CARD = Card("eingaenge", TITEL, "Kundenreaktionen je Monat", (KENNZAHL,), _build, height=360, wide=True)
