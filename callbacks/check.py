"""The page "Zahl prüfen": a number in the address is checked as soon as the page stands."""

from __future__ import annotations

from dash import ClientsideFunction, Dash, Input, Output

from layouts.check_page import FIELD


def register(app: Dash) -> None:
    """The browser alone; it asks a route of its own."""
    app.clientside_callback(ClientsideFunction("krm", "checkArrived"), Output(FIELD, "name"), Input(FIELD, "id"))
