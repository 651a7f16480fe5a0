"""Published figures of earlier reports, each computed anew from its indicator and selection."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from urllib.parse import parse_qsl

from sqlalchemy import select

from data_access import schema
from data_access.aggregate import Werte, breakdown
from data_access.warehouse import View
from domain.kennzahlen import KENNZAHLEN, Einheit
from domain.selection import Selection, parse


@dataclass(frozen=True)
class Berichtswert:
    """A published figure: where and what it was, what it counts, the numbers behind it as far as known, the print."""

    jobcenter: str
    berichtsjahr: int
    fundstelle: str
    aussage: str
    kennzahl: str | None
    auswahl: str
    nenner: Decimal | None
    veroeffentlicht: str


@dataclass(frozen=True)
class Recount:
    """What the data give for a published figure; with ``compared`` it is about the change to the comparison period."""

    einheit: Einheit
    werte: Werte
    compared: bool


def berichtswerte(view: View) -> list[Berichtswert]:
    """All published figures in the order in which they were loaded; none without a scope."""
    table = schema.berichtswert
    if not view.scope.all_rows:
        return []
    columns = [table.c[name] for name in Berichtswert.__dataclass_fields__]
    ordered = select(*columns).order_by(table.c.jobcenter, table.c.berichtsjahr, table.c.id)
    return [Berichtswert(*row) for row in view.read(lambda connection: connection.execute(ordered).all())]


def recount(view: View, wert: Berichtswert) -> Recount | None:
    """The indicator of the figure over its selection; None where one of them is unknown or the data do not reach."""
    kennzahl = KENNZAHLEN.get(wert.kennzahl or "")
    pairs = parse_qsl(wert.auswahl, keep_blank_values=True)
    selection, problems = parse(pairs, view.catalog.vocabulary)
    if kennzahl is None or problems or not _is_covered(view, selection):
        return None
    compared = dict(pairs).get("vergleich", "ohne") != "ohne"
    selection = replace(selection, vergleich=selection.vergleich if compared else "ohne")
    if not selection.codes("jobcenter"):
        selection = selection.with_filter("jobcenter", [wert.jobcenter])
    werte = breakdown(view, selection, [kennzahl.code])[0].werte[kennzahl.code]
    return Recount(kennzahl.einheit, werte, compared)


def _is_covered(view: View, selection: Selection) -> bool:
    """Whether the period of a figure lies in the loaded data."""
    span, first = selection.zeitraum.span, view.catalog.first_eingang
    return first is not None and span.bis >= first and span.bis <= view.catalog.stand.datenstand
