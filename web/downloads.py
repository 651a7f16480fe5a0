"""The files behind the download buttons of a card: German CSV and XLSX with everything needed to read them."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, request
from werkzeug.exceptions import NotFound

from cards.base import Card, Context, meta
from cards.registry import CARDS
from cards.wording import DEMO
from data_access.warehouse import View, Warehouse
from domain.scope import Scope
from domain.selection import Selection, parse_text
from exports.csv import german_csv
from exports.safe import file_name
from exports.table import Meta, Table
from exports.xlsx import workbook
from settings import Settings

WRITERS: dict[str, tuple[Callable[[Table, Meta], bytes], str]] = {
    "csv": (german_csv, "text/csv; charset=utf-8"),
    "xlsx": (workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def register(server: Flask, warehouse: Warehouse, scope: Callable[[], Scope], settings: Settings) -> None:
    """Add ``/herunterladen/SLUG.csv`` and ``.xlsx``; as on the pages, unknown parts of the selection are dropped."""

    @server.get("/herunterladen/<slug>.<ending>")
    def herunterladen(slug: str, ending: str) -> Response:
        card, writer = CARDS.get(slug), WRITERS.get(ending)
        if card is None or writer is None:
            raise NotFound

        def compute(view: View) -> Response:
            selection, _ = parse_text(request.query_string.decode(errors="replace"), view.catalog.vocabulary)
            write, content_type = writer
            return attachment(write(*card_file(card, view, selection, settings)), content_type, card, selection, ending)

        return warehouse.answer(scope(), compute)


def card_file(card: Card, view: View, selection: Selection, settings: Settings) -> tuple[Table, Meta]:
    """The card's table and what travels with it."""
    context = Context(view, selection, settings.quelle, settings.smallest_base)
    table = card.build(context).table
    notes = [*table.notes, *([DEMO] if view.catalog.stand.demo else [])]
    return table, meta(card, context, notes)


def attachment(content: bytes, content_type: str, card: Card, selection: Selection, ending: str) -> Response:
    """A response that the browser saves under a name that tells card and selection."""
    response = Response(content, content_type=content_type)
    name = file_name(f"{card.slug}-{selection.text()}", ending)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
