"""A card's data as a file: the same table, words and definitions as on the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import orjson
from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from cards.base import Card, Context, query_text, subtitle
from cards.options import read_options
from cards.registry import CARDS
from data_access.warehouse import View
from exports.csv import plain_csv
from exports.safe import file_name
from exports.table import Cell, Table
from exports.xlsx import workbook
from settings import Settings
from web.api_answers import selection_head
from web.api_request import Pairs, read_card_selection
from web.downloads import WRITERS, attachment, card_file

Answering = Callable[[Callable[[View, Pairs], Response]], Response]


def add_routes(blueprint: Blueprint, answer: Answering, settings: Settings) -> None:
    """Add ``/v1/karten/<slug>.json``, ``.csv`` and ``.xlsx``; selection and choices of the card as parameters."""

    def route(ending: str, write: Callable[[Card, Context], Response]) -> None:
        @blueprint.get(f"/v1/karten/<slug>.{ending}", endpoint=f"karte_{ending}", provide_automatic_options=False)
        def karte(slug: str) -> Response:
            card = CARDS.get(slug)
            if card is None:
                raise NotFound
            return answer(lambda view, pairs: write(card, _context(card, view, pairs, settings)))

    route("json", lambda card, context: Response(orjson.dumps(card_json(card, context)), mimetype="application/json"))
    route("csv", _csv)
    route("xlsx", _xlsx)


def card_json(card: Card, context: Context) -> dict[str, Any]:
    """The card as data: unrounded numbers in the rows, texts as on the page."""
    result = card.build(context)
    table, about = card_file(card, context)
    return {
        **selection_head(context.view, context.selection),
        "karte": card.slug,
        "titel": result.titel or card.titel,
        "untertitel": subtitle(card, context, result),
        "einheit": about.einheit,
        "worte": result.words,
        "darstellung": dict(context.options),
        "definitionen": [{"name": name, "definition": text} for name, text in about.definitionen],
        "spalten": [{"name": column.heading, "art": column.kind.value} for column in table.columns],
        "zeilenarten": [kind.value for kind in table.row_kinds],
        "zeilen": [[_plain(cell) for cell in row] for row in table.rows],
        "summe": None if table.total is None else [_plain(cell) for cell in table.total],
        "hinweise": list(about.hinweise),
    }


def _context(card: Card, view: View, pairs: Pairs, settings: Settings) -> Context:
    chosen, rest, problems = read_options(pairs, card.options, view.catalog)
    selection = read_card_selection(rest, problems, view)
    return Context(view, selection, settings.quelle, settings.smallest_base, chosen)


def _csv(card: Card, context: Context) -> Response:
    table, _ = card_file(card, context)
    rows = table.rows if table.total is None else (*table.rows, table.total)
    whole = Table(table.title, table.columns, rows)
    return _file(plain_csv(whole), card, context, "csv")


def _xlsx(card: Card, context: Context) -> Response:
    return _file(workbook(*card_file(card, context)), card, context, "xlsx")


def _file(content: bytes, card: Card, context: Context, ending: str) -> Response:
    name = file_name(f"{card.slug}_{query_text(card, context)}", ending)
    return attachment(content, WRITERS[ending][1], name)


def _plain(cell: Cell) -> str | int | float | None:
    return cell.isoformat() if isinstance(cell, date) else cell
