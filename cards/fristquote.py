"""Fristquote je Monat: the share kept in time, and for unfinished months the range in which it can still end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cards import standards, wording
from cards.base import Card, CardResult, Context, Drawn
from cards.comparable import still_open, undecided_note
from cards.events import flags
from cards.row_links import row_links
from cards.series_breaks import before_comparison, inside, reason, series_breaks
from cards.standards import Change
from data_access.aggregate import Werte, aggregate, share
from domain import formats
from domain.zeitraum import Monat
from exports.table import Cell, Column, Kind, Table
from figures.quota import MonthQuota, axis_start, quota_by_month

STATES = ("fristgerecht", "verspaetet", "ueberfaellig", "offen_in_frist")
KENNZAHLEN = ("fristquote", *STATES)
TITEL = "Fristquote je Monat"
RANGE = "noch offen: mögliche Spanne"


def _build(context: Context) -> CardResult:
    answer = aggregate(context.view, context.selection, KENNZAHLEN, ["monat"])
    months = context.selection.zeitraum.monate
    rows = [zeile.werte for zeile in answer.zeilen]
    quotas = [_quota(context, month, werte) for month, werte in zip(months, rows, strict=True)]
    breaks = series_breaks(context, "fristquote")
    flagged, listed = flags(context)
    figure = quota_by_month(
        quotas,
        (context.now_name, context.past_name, RANGE),
        standards.target(context, context.selection.zeitraum.span.bis),
        flagged,
        inside(context, breaks),
    )
    return CardResult(
        table=_table(context, rows, answer.summe, breaks),
        words=_words(context, answer.summe) + _axis_words(quotas),
        figure=figure if any(quota.shown for quota in quotas) else None,
        events=listed,
        row_links=row_links(context, "fristquote", [{"monat": str(month)} for month in months]),
        drawn=Drawn("x", len(months)),
    )


def possible_range(werte: Mapping[str, Werte]) -> tuple[float | None, float | None]:
    """Lowest and highest rate that a group can end with, once its cases inside the deadline are finished."""
    kept, late, overdue, open_ = (_count(werte, state) for state in STATES)
    total = kept + late + overdue + open_
    return share(kept, total), share(kept + open_, total)


def _quota(context: Context, month: Monat, werte: Mapping[str, Werte]) -> MonthQuota:
    value: Werte = werte["fristquote"]
    lowest, highest = possible_range(werte)
    name = formats.monat(month.jahr, month.monat)
    if lowest != highest:
        low, high = (_text(cell) for cell in _range_cells(context, werte))
        hover = f"{name}: zwischen {low} und {high}"
    else:
        hover = f"{name}: {_with_parts(context, value)}"
    return MonthQuota(month, value.wert, value.vergleich, lowest, highest, hover, _text(_cell(context, _past(value))))


def _table(
    context: Context, rows: list[Mapping[str, Werte]], summe: Mapping[str, Werte], breaks: Sequence[Change]
) -> Table:
    compared = wording.has_comparison(context)
    columns = [
        Column("Monat", Kind.MONAT),
        Column("fristgerecht", Kind.ANZAHL),
        Column("verspätet", Kind.ANZAHL),
        Column("offen, überfällig", Kind.ANZAHL),
        Column("offen, in Frist", Kind.ANZAHL),
        Column("Fristquote", Kind.ANTEIL),
        Column("mindestens", Kind.ANTEIL),
        Column("höchstens", Kind.ANTEIL),
    ]
    if compared:
        columns += [Column(f"Fristquote {context.past_name}", Kind.ANTEIL), Column("Differenz", Kind.PROZENTPUNKTE)]
    named = [*(str(month) for month in context.selection.zeitraum.monate), "Gesamt"]
    apart = before_comparison(context, breaks)
    *body, total = (
        _row(context, name, werte, compared, alike=break_ is None)
        for name, werte, break_ in zip(named, [*rows, summe], apart, strict=True)
    )
    notes = [*wording.period_notes(context), *standards.notes(context)]
    if compared:
        why_not = reason(apart[-1]) if apart[-1] else undecided_note(still_open(summe["offen_in_frist"]))
        notes += [why_not] if why_not else []
    if any(isinstance(cell, str) for row in (*body, total) for cell in row[1:]):
        notes.append(wording.small_share_note(context.smallest_base))
    return Table(TITEL, tuple(columns), tuple(body), total, tuple(notes))


def _row(context: Context, name: str, werte: Mapping[str, Werte], compared: bool, *, alike: bool) -> tuple[Cell, ...]:
    rate: Werte = werte["fristquote"]
    now, past = _cell(context, rate), _cell(context, _past(rate))
    row: tuple[Cell, ...] = (name, *(_count(werte, state) for state in STATES), now, *_range_cells(context, werte))
    told = alike and not still_open(werte["offen_in_frist"]) and not isinstance(now, str) and not isinstance(past, str)
    return (*row, past, rate.differenz if told else None) if compared else row


def _range_cells(context: Context, werte: Mapping[str, Werte]) -> tuple[Cell, Cell]:
    """The possible range as it is shown."""
    kept, late, overdue, open_ = (_count(werte, state) for state in STATES)
    total, small = kept + late + overdue + open_, context.smallest_base
    lowest, highest = possible_range(werte)
    return wording.share_cell(lowest, kept, total, small), wording.share_cell(highest, kept + open_, total, small)


def _past(rate: Werte) -> Werte:
    """The comparison as a value of its own."""
    return Werte(rate.vergleich, rate.vergleich_zaehler, rate.vergleich_nenner)


def _cell(context: Context, rate: Werte) -> Cell:
    return wording.share_cell(rate.wert, rate.zaehler, rate.nenner, context.smallest_base)


def _axis_words(quotas: list[MonthQuota]) -> str:
    start = axis_start(quotas)
    return f" Die Achse des Diagramms beginnt bei {formats.percent(start / 100, 0)}." if start else ""


def _words(context: Context, summe: Mapping[str, Werte]) -> str:
    rate: Werte = summe["fristquote"]
    open_ = _count(summe, "offen_in_frist")
    if rate.wert is None and not open_:
        return "Keine fälligen Kundenreaktionen in dieser Auswahl."
    sentence = "Noch keine Kundenreaktion dieser Auswahl ist fällig."
    parts = f"{formats.number(rate.zaehler or 0)} von {formats.number(rate.nenner or 0)}"
    if (rate.nenner or 0) >= context.smallest_base:
        sentence = f"{_text(rate.wert)} der fälligen Kundenreaktionen wurden fristgerecht erledigt ({parts})."
    elif rate.nenner:
        sentence = f"Von den fälligen Kundenreaktionen fristgerecht erledigt: {parts}."
    if open_:
        lowest, highest = (_text(cell) for cell in _range_cells(context, summe))
        still = wording.counted(open_, "ist noch in Frist", "sind noch in Frist")
        sentence += f" {still}; am Ende werden es zwischen {lowest} und {highest} sein."
    return sentence


def _count(werte: Mapping[str, Werte], state: str) -> int:
    return int(werte[state].wert or 0)


def _text(cell: Cell) -> str:
    """A share as it is read: ``94,4 %``, ``5 von 8``, an en dash without one."""
    if isinstance(cell, str):
        return cell
    return formats.NONE if cell is None else formats.percent(cell)  # type: ignore[arg-type]  # shares are numbers


def _with_parts(context: Context, rate: Werte) -> str:
    """``94,4 % (1.008 von 1.068)``; of a small base ``5 von 8``."""
    cell = _cell(context, rate)
    if cell is None or isinstance(cell, str):
        return _text(cell)
    return f"{_text(cell)} ({formats.number(rate.zaehler or 0)} von {formats.number(rate.nenner or 0)})"


CARD = Card("fristquote", TITEL, "Anteil der fälligen Kundenreaktionen", KENNZAHLEN, _build, height=360, wide=True)
