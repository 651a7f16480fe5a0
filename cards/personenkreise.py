"""Personenkreise: which groups the Kundenreaktionen concern; special situations are told apart from groups."""

from __future__ import annotations

from dataclasses import replace

from cards import compare, wording
from cards.base import Card, CardResult, Context
from cards.comparable import obstacle
from data_access.aggregate import aggregate
from domain.kennzahlen import KENNZAHLEN

KENNZAHL = "kundenreaktionen"
TITEL = "Personenkreise"
NOBODY = "Zu keiner Kundenreaktion dieser Auswahl ist ein Personenkreis erfasst."
MARK = " (Sonderlage)"
SONDERLAGE = "Als Sonderlage gekennzeichnete Einträge sind kein Personenkreis im engeren Sinn."


def _build(context: Context) -> CardResult:
    answer = aggregate(context.view, context.selection, [KENNZAHL], ["personenkreis"])
    summe = answer.summe[KENNZAHL]
    special = {context.name("personenkreis", code) for code in context.view.catalog.sonderlagen}
    rows = [
        replace(row, name=row.name + MARK) if row.name in special else row
        for row in compare.categories(context, answer, KENNZAHL, "personenkreis")
    ]
    named = [row for row in rows if not row.rest]
    groups = [row for row in named if not row.name.endswith(MARK)]
    told = groups if any(row.werte.wert for row in groups) else named
    why_not = obstacle(context, KENNZAHL, "personenkreis")
    nobody = bool(summe.wert) and not any(row.werte.wert for row in named)
    return CardResult(
        table=compare.table(context, TITEL, "Personenkreis", rows, summe, why_not, (wording.MULTIPLE, SONDERLAGE)),
        words=NOBODY if nobody else compare.largest_sentence(context, KENNZAHLEN[KENNZAHL], told, summe, why_not),
        figure=compare.figure(context, rows, summe),
        row_links=compare.links(context, KENNZAHL, "personenkreis", rows),
        drawn=compare.DRAWN,
    )


CARD = Card("personenkreise", TITEL, "Kundenreaktionen", (KENNZAHL,), _build, height=400)
