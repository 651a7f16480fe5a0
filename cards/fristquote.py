"""Fristquote je Monat: the share kept in time, and for unfinished months the range in which it can still end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cards import standards, wording
from cards.base import Card, CardResult, Context
from cards.events import flags
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
        words=_words(answer.summe) + _axis_words(quotas),
        figure=figure if any(quota.shown for quota in quotas) else None,
        events=listed,
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
        hover = f"{name}: zwischen {_percent(lowest)} und {_percent(highest)}"
    else:
        hover = f"{name}: {_percent(value.wert)} ({value.zaehler} von {value.nenner})"
    return MonthQuota(month, value.wert, value.vergleich, lowest, highest, hover, _percent(value.vergleich))


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
        _row(name, werte, compared, alike=break_ is None)
        for name, werte, break_ in zip(named, [*rows, summe], apart, strict=True)
    )
    notes = [*wording.period_notes(context), *standards.notes(context)]
    notes += [reason(break_) for break_ in apart[-1:] if break_ is not None and compared]
    return Table(TITEL, tuple(columns), tuple(body), total, tuple(notes))


def _row(name: str, werte: Mapping[str, Werte], compared: bool, *, alike: bool) -> tuple[Cell, ...]:
    rate: Werte = werte["fristquote"]
    row: tuple[Cell, ...] = (name, *(_count(werte, state) for state in STATES), rate.wert, *possible_range(werte))
    return (*row, rate.vergleich, rate.differenz if alike else None) if compared else row


def _axis_words(quotas: list[MonthQuota]) -> str:
    start = axis_start(quotas)
    return f" Die Achse des Diagramms beginnt bei {formats.percent(start / 100, 0)}." if start else ""


def _words(summe: Mapping[str, Werte]) -> str:
    rate: Werte = summe["fristquote"]
    if rate.wert is None:
        return "Keine fälligen Kundenreaktionen in dieser Auswahl."
    sentence = (
        f"{formats.percent(rate.wert)} der fälligen Kundenreaktionen wurden fristgerecht erledigt"
        f" ({formats.number(rate.zaehler or 0)} von {formats.number(rate.nenner or 0)})."
    )
    open_ = _count(summe, "offen_in_frist")
    if open_:
        lowest, highest = possible_range(summe)
        still = wording.counted(open_, "ist noch in Frist", "sind noch in Frist")
        sentence += f" {still}; am Ende werden es zwischen {_percent(lowest)} und {_percent(highest)} sein."
    return sentence


def _count(werte: Mapping[str, Werte], state: str) -> int:
    return int(werte[state].wert or 0)


def _percent(value: float | None) -> str:
    return formats.NONE if value is None else formats.percent(value)


CARD = Card("fristquote", TITEL, "Anteil der fälligen Kundenreaktionen", KENNZAHLEN, _build, height=360, wide=True)
