"""Bestand: how many cases were open at the end of any month, and how old they were."""

from __future__ import annotations

from datetime import date

from analysis.backlog import age_structure
from cards import wording
from cards.base import Card, CardResult, Context
from cards.due import NOT_BY_PERIOD, age_bounds, class_name, filters_in_words
from cards.options import Option
from data_access.bestand import ages_of_backlog
from data_access.catalog import Catalog
from domain import formats
from domain.zeitraum import Monat
from exports.table import Column, Kind, Table
from figures import theme
from figures.bars import Series, grouped

TITEL = "Bestand an einem Stichtag"
NEWEST = "datenstand"


def _days(catalog: Catalog) -> dict[str, str]:
    """The Datenstand and every month end before it since the first Eingang, the newest first."""
    stand = catalog.stand.datenstand
    first = Monat.of(catalog.first_eingang or stand)
    months = [Monat.at(index) for index in range(Monat.of(stand).index, first.index - 1, -1)]
    ends = {str(month): formats.day(month.last_day) for month in months if month.last_day < stand}
    return {NEWEST: f"{formats.day(stand)} (Datenstand)", **ends}


DAY = Option("stichtag", "Stichtag", _days, NEWEST, on_card=True)


def _build(context: Context) -> CardResult:
    day = _day(context)
    found = age_structure(ages_of_backlog(context.view, context.selection, day), age_bounds(context))
    names = [class_name(one.von, one.bis) for one in found]
    counts = [one.anzahl for one in found]
    total = sum(counts)
    small = total < context.smallest_base
    rows = tuple((name, n, None if small else n / total) for name, n in zip(names, counts, strict=True))
    told = [formats.number(count) for count in counts]
    hover = [f"{name}: {text}" for name, text in zip(names, told, strict=True)]
    figure = grouped(names, [Series("offen", counts, told, hover, theme.NOW)])
    columns = (Column("Alter"), Column("offen", Kind.ANZAHL), Column("Anteil", Kind.ANTEIL))
    notes = (f"Anteile in Prozent erst ab {context.smallest_base} Fällen.",) if small and total else ()
    return CardResult(
        table=Table(TITEL, columns, rows, ("Gesamt", total, None), notes),
        words=_words(day, total, counts[-1], names[-1]),
        figure=figure if total else None,
        titel=f"Bestand am {formats.day(day)}",
        einheit=f"am Ende des Tages offene Kundenreaktionen, {NOT_BY_PERIOD}",
        auswahl=filters_in_words(context),
    )


def _day(context: Context) -> date:
    month = Monat.parse(context.options[DAY.name])
    return context.view.catalog.stand.datenstand if month is None else month.last_day


def _words(day: date, total: int, oldest: int, name: str) -> str:
    if not total:
        return f"Am {formats.day(day)} war in dieser Auswahl kein Vorgang offen."
    were = "war" if total == 1 else "waren"
    return (
        f"Am {formats.day(day)} {were} {wording.counted(total, 'Vorgang', 'Vorgänge')} offen,"
        f" davon {formats.number(oldest)} {name}."
    )


CARD = Card(
    "bestand",
    TITEL,
    "am Ende des Tages offene Kundenreaktionen",
    ("kundenreaktionen",),
    _build,
    height=300,
    options=(DAY,),
    cases=False,
)
