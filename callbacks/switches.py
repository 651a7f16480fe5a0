"""What the browser does alone: drawer, answer → what stands on the page, chart → what it narrows to."""

from __future__ import annotations

from dash import ClientsideFunction, Dash, Input, Output, State

from cards.base import CardKind
from layouts import ids
from layouts.pages.registry import Page


def register(app: Dash, page: Page) -> None:
    """Client-side callbacks of one page; none of them asks the server."""
    app.clientside_callback(
        ClientsideFunction("krm", "drawer"),
        Output(ids.on_page(page.slug, "filterfenster"), "is_open"),
        Input(ids.on_page(page.slug, "weitere"), "n_clicks"),
        Input(ids.on_page(page.slug, "schliessen"), "n_clicks"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("krm", "answered"),
        Input(ids.on_page(page.slug, ids.ANSWER), "data"),
        prevent_initial_call=True,
    )
    for card in (card for card in page.cards if card.kind is CardKind.CHART):
        app.clientside_callback(
            ClientsideFunction("krm", "clicked"),
            Output(ids.on_card(page.slug, card.slug, "tabelle"), "title"),
            Input(ids.on_card(page.slug, card.slug, "diagramm"), "clickData"),
            State(ids.on_card(page.slug, card.slug, "diagramm"), "id"),
            prevent_initial_call=True,
        )
