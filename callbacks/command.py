"""Typed command → how it was understood and where it leads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, html

from callbacks.address import LONGEST_ADDRESS
from cards.base import read_query
from data_access.errors import DatabaseUnavailableError, NoDataError
from data_access.warehouse import View, Warehouse
from domain.scope import Scope
from layouts import ids, texts
from layouts.command_dialog import answer
from layouts.command_target import read_target
from layouts.messages import unavailable
from layouts.pages.registry import PAGES
from settings import Settings

LONGEST_COMMAND = 200


def register(app: Dash, warehouse: Warehouse, scope: Callable[[], Scope], settings: Settings) -> None:
    """Answer what is typed into the dialog; the browser opens the target."""
    app.clientside_callback(
        ClientsideFunction("krm", "understood"),
        Output(ids.COMMAND_DONE, "title"),
        Input(ids.COMMAND_TARGET, "data"),
        prevent_initial_call=True,
    )

    @app.callback(
        Output(ids.COMMAND_ANSWER, "children"),
        Output(ids.COMMAND_TARGET, "data"),
        Input(ids.COMMAND_QUESTION, "data"),
        prevent_initial_call=True,
    )
    def understand(question: Any) -> tuple[Any, Any]:
        text, path, query = (_text(question, name) for name in ("text", "pfad", "suche"))
        if not text.strip():
            return None, {"text": text}
        here = PAGES.get(path, PAGES["/"])

        def read(view: View) -> tuple[Any, Any]:
            context, _ = read_query(query, here.options, view, settings.quelle, settings.smallest_base)
            target = read_target(text[:LONGEST_COMMAND], context, here)
            there = {} if target.page is None else {"pfad": target.page.path, "suche": f"?{target.query}"}
            return answer(target), {"text": text, **there}

        try:
            return warehouse.answer(scope(), read)
        except NoDataError:
            return html.P(texts.NO_DATA), {"text": text}
        except DatabaseUnavailableError as error:
            return html.P(unavailable(error)), {"text": text}


def _text(question: Any, name: str) -> str:
    """A part of what the browser sent, whatever it was."""
    value = question.get(name) if isinstance(question, dict) else None
    return value[:LONGEST_ADDRESS] if isinstance(value, str) else ""
