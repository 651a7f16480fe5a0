"""Callbacks: address → page, selection → everything on the page."""

from __future__ import annotations

from collections.abc import Callable

from dash import Dash

from callbacks import address, check, command, page, switches
from data_access.warehouse import Warehouse
from domain.scope import Scope
from layouts.pages.registry import PAGES
from settings import Settings


def register_callbacks(app: Dash, warehouse: Warehouse, scope: Callable[[], Scope], settings: Settings) -> None:
    """Register all callbacks of the dashboard."""
    address.register(app, warehouse, scope, settings)
    command.register(app, warehouse, scope, settings)
    check.register(app)
    for one in PAGES.values():
        switches.register(app, one)
        page.register(app, one, warehouse, scope, settings)
