"""``/herunterladen/faellig.ics``: the due dates of the open cases of a selection as a calendar file."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, request

from cards.base import read_query
from cards.due_calendar import NAME, entries
from data_access.warehouse import View, Warehouse
from domain.scope import Scope
from exports.calendar import CONTENT_TYPE, calendar
from exports.safe import file_name
from settings import Settings
from web.downloads import attachment


def register(server: Flask, warehouse: Warehouse, scope: Callable[[], Scope], settings: Settings) -> None:
    """Add the route; as on the pages, unknown parts of the selection are dropped."""

    @server.get("/herunterladen/faellig.ics")
    def faellig() -> Response:
        def compute(view: View) -> Response:
            text = request.query_string.decode(errors="replace")
            context, _ = read_query(text, (), view, settings.quelle, settings.smallest_base)
            stand = view.catalog.stand.datenstand
            name = file_name(f"faellig-{stand.isoformat()}", "ics")
            return attachment(calendar(NAME, stand, entries(context)), CONTENT_TYPE, name)

        return warehouse.answer(scope(), compute)
