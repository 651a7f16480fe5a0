"""Zugangswege: through which channel the Kundenreaktionen came, this period and before."""

from __future__ import annotations

from cards import compare
from cards.base import Card, CardResult, Context
from cards.comparable import obstacle
from data_access.aggregate import aggregate
from domain.kennzahlen import KENNZAHLEN

KENNZAHL = "kundenreaktionen"
TITEL = "Zugangswege"


def _build(context: Context) -> CardResult:
    answer = aggregate(context.view, context.selection, [KENNZAHL], ["kanal"])
    summe = answer.summe[KENNZAHL]
    rows = compare.categories(context, answer, KENNZAHL, "kanal")
    why_not = obstacle(context, KENNZAHL, "kanal")
    return CardResult(
        table=compare.table(context, TITEL, "Kanal", rows, summe, why_not),
        words=compare.largest_sentence(context, KENNZAHLEN[KENNZAHL], rows, summe, why_not),
        figure=compare.figure(context, rows, summe),
        row_links=compare.links(context, KENNZAHL, "kanal", rows),
        drawn=compare.DRAWN,
    )


CARD = Card("kanaele", TITEL, "Kundenreaktionen", (KENNZAHL,), _build, height=400)
