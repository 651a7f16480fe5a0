"""A card's data as a file: the same table, words and definitions as on the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from cards.base import Card, Context
from cards.options import read_options
from cards.registry import CARDS
from data_access.warehouse import View
from exports.card_file import CardFile
from exports.csv import plain_csv
from exports.pruefnummer import plain_rows
from exports.safe import file_name
from exports.table import Table
from settings import Settings
from web.api_answers import selection_head
from web.api_request import Pairs, read_card_selection
from web.card_files import WRITERS, card_file
from web.check_numbers import register_figures
from web.downloads import attachment

Answering = Callable[[Callable[[View, Pairs], Response]], Response]


def add_routes(blueprint: Blueprint, answer: Answering, settings: Settings) -> None:
    """Add ``/v1/karten/<slug>.ENDING`` for all formats; selection and choices of the card as parameters."""

    def route(ending: str, write: Callable[[Card, Context], Response]) -> None:
        @blueprint.get(f"/v1/karten/<slug>.{ending}", endpoint=f"karte_{ending}", provide_automatic_options=False)
        def karte(slug: str) -> Response:
            card = CARDS.get(slug)
            if card is None:
                raise NotFound
            return answer(lambda view, pairs: write(card, _context(card, view, pairs, settings)))

    route("json", lambda card, context: Response(orjson.dumps(card_json(card, context)), mimetype="application/json"))
    route("csv", _csv)
    route("xlsx", lambda card, context: _written(card, context, "xlsx"))
    route("pptx", lambda card, context: _written(card, context, "pptx"))


def card_json(card: Card, context: Context) -> dict[str, Any]:
    """The card as data: unrounded numbers in the rows, texts as on the page."""
    file = card_file(card, context)
    table, about = file.table, file.meta
    return {
        **selection_head(context.view, context.selection),
        "karte": card.slug,
        "titel": file.titel,
        "untertitel": file.untertitel,
        "einheit": about.einheit,
        "worte": file.aussage,
        "darstellung": dict(context.options),
        "definitionen": [{"name": name, "definition": text} for name, text in about.definitionen],
        "spalten": [{"name": column.heading, "art": column.kind.value} for column in table.columns],
        "zeilenarten": [kind.value for kind in table.row_kinds],
        "zeilen": plain_rows(table.rows),
        "summe": None if table.total is None else plain_rows([table.total])[0],
        "hinweise": list(about.hinweise),
        "pruefnummer": about.pruefnummer,
    }


def _context(card: Card, view: View, pairs: Pairs, settings: Settings) -> Context:
    chosen, rest, problems = read_options(pairs, card.options, view.catalog)
    asked = read_card_selection(rest, problems, view)
    return Context(asked.view, asked.selection, settings.quelle, settings.smallest_base, chosen)


def _csv(card: Card, context: Context) -> Response:
    file = card_file(card, context)
    table = file.table
    rows = table.rows if table.total is None else (*table.rows, table.total)
    return _file(plain_csv(Table(table.title, table.columns, rows)), file, "csv")


def _written(card: Card, context: Context, ending: str) -> Response:
    file = card_file(card, context)
    return _file(WRITERS[ending][0](file), file, ending)


def _file(content: bytes, file: CardFile, ending: str) -> Response:
    register_figures([file])
    return attachment(content, WRITERS[ending][1], file_name(f"{file.karte}_{file.auswahl}", ending))
