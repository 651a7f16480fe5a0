"""Address → page: the router. The browser keeps the address; the server lays the page out for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output

from cards.base import read_query
from data_access.errors import DatabaseUnavailableError, NoDataError
from data_access.warehouse import View, Warehouse
from domain.scope import Scope
from layouts import ids, messages
from layouts.page import page_layout, stand_text
from layouts.pages.plain import PLAIN_PAGES, plain_layout
from layouts.pages.registry import PAGES
from settings import Settings

LONGEST_ADDRESS = 4_000


def register(app: Dash, warehouse: Warehouse, scope: Callable[[], Scope], settings: Settings) -> None:
    """The address as the browser has it, and the page that belongs to it."""
    app.clientside_callback(ClientsideFunction("krm", "address"), Output(ids.ADDRESS, "data"), Input(ids.ADDRESS, "id"))

    app.clientside_callback(
        ClientsideFunction("krm", "arrived"), Output(ids.PAGE, "title"), Input(ids.PAGE, "children")
    )

    @app.callback(
        Output(ids.PAGE, "children"),
        Output(ids.STAND, "children"),
        Input(ids.ADDRESS, "data"),
        prevent_initial_call=True,
    )
    def show_page(address: Any) -> tuple[Any, Any]:
        path, query = _parts(address)
        page, plain = PAGES.get(path), PLAIN_PAGES.get(path)
        if page is None and plain is None:
            return messages.unknown_page(), None

        def laid_out(view: View) -> tuple[Any, Any]:
            if page is None:
                return plain_layout(PLAIN_PAGES[path], view.catalog), stand_text(view.catalog)
            context, _ = read_query(query, page.options, view, settings.quelle, settings.smallest_base)
            return page_layout(page, context, query, date.today(), settings.stale_days), stand_text(view.catalog)

        try:
            return warehouse.answer(scope(), laid_out)
        except NoDataError:
            return messages.no_data(), None
        except DatabaseUnavailableError as error:
            return messages.no_answer(error), None


def _parts(address: Any) -> tuple[str, str]:
    """Path and query of what the browser sent, whatever it was."""
    given = address if isinstance(address, dict) else {}
    path, query = given.get("pfad"), given.get("suche")
    return (
        path if isinstance(path, str) else "/",
        query[:LONGEST_ADDRESS] if isinstance(query, str) else "",
    )
