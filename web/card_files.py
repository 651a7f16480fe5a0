"""A card and its selection as a ``CardFile``, and the formats that write one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cards.base import Card, Context, meta, query_text, subtitle
from cards.grundlage import grundlage
from cards.wording import DEMO
from exports.card_file import CardFile
from exports.csv import german_csv
from exports.pruefnummer import check_number
from exports.xlsx import figure_workbook
from layouts.pages.registry import PAGES
from layouts.texts import OWN_EVENTS_MISSING
from web.slides import PPTX_TYPE, slides

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

WRITERS: dict[str, tuple[Callable[[CardFile], bytes], str]] = {
    "csv": (lambda file: german_csv(file.table, file.meta), "text/csv; charset=utf-8"),
    "xlsx": (figure_workbook, XLSX_TYPE),
    "pptx": (lambda file: slides([file]), PPTX_TYPE),
}


def card_file(card: Card, context: Context) -> CardFile:
    """The card answered once, with its check number and its address inside the application."""
    result = card.build(context)
    table, query, stand = card.table(context, result), query_text(card, context), context.view.catalog.stand
    missing = [OWN_EVENTS_MISSING] if context.view.catalog.own_events_missing else []
    notes = [*table.notes, *missing, *([DEMO] if stand.demo else [])]
    about = replace(
        meta(card, context, result, notes),
        pruefnummer=check_number(card.slug, query, context.view.scope.stufe.value, stand.version, table),
        adresse=card_address(card, query),
    )
    return CardFile(
        karte=card.slug,
        auswahl=query,
        titel=result.titel or card.titel,
        aussage=result.words,
        untertitel=subtitle(card, context, result),
        table=table,
        figure=result.figure,
        ereignisse=result.events,
        hoehe=card.height,
        meta=about,
        name=card.titel,
        stufe=context.view.scope.stufe.value,
        grundlage=grundlage(context.view.catalog),
    )


def card_address(card: Card, query: str) -> str:
    """Path and query of the page on which the card stands."""
    path = next(path for path, page in PAGES.items() if card in page.cards)
    return f"{path}?{query}"
