"""Composition root: puts the parts together; nothing happens before one of the functions is called."""

from __future__ import annotations

from typing import Any

from dash import Dash
from flask import Flask
from pydantic import ValidationError

from callbacks import register_callbacks
from data_access.cache import RowCache, connect_cache
from data_access.engine import reading_engine
from data_access.warehouse import Warehouse
from domain.scope import LOCAL, Scope
from layouts.frame import INDEX, Dashboard, frame
from settings import PROJECT_ROOT, Settings
from web import api, calendar, callback_guard, commands, compression, downloads, errors, health, logs, security, texts


def create_app(settings: Settings) -> Dash:
    """The dashboard over the database of ``settings``, with all its routes."""
    logs.configure(settings.log_level)
    server = Flask("krm_statistik", static_folder=None)
    warehouse = server.extensions["krm_warehouse"] = open_warehouse(server, settings)
    app = Dashboard(
        __name__,
        server=server,
        assets_folder=str(PROJECT_ROOT / "assets"),
        title="KRM-Statistik",
        update_title=None,
        suppress_callback_exceptions=True,
        index_string=INDEX,
        enable_mcp=False,
    )
    app.layout = frame()
    # First, so that a request under a foreign name is refused before anybody looks at it.
    security.install(app, settings.trusted_hosts)
    register_callbacks(app, warehouse, current_scope, settings)
    health.register(server, warehouse)
    api.register(server, warehouse, current_scope, settings)
    downloads.register(server, warehouse, current_scope, settings)
    calendar.register(server, warehouse, current_scope, settings)
    commands.register(server, settings)
    errors.register(server)
    callback_guard.install(app)
    compression.install(server, settings.cache_dir / "static")
    return app


def read_settings() -> Settings:
    """The settings of the environment; ends the program with a sentence for each one that cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        names = [f"KRM_{str(fault['loc'][0]).upper()}" for fault in error.errors()]
        raise SystemExit("\n".join(texts.SETTING_INVALID.format(name=name) for name in names)) from None


def open_warehouse(server: Flask, settings: Settings) -> Warehouse:
    """The warehouse of the settings, with its cache."""
    cache = RowCache(connect_cache(server, settings), settings.cache_dir / "locks")
    return Warehouse(reading_engine(settings.krm_url, settings.statement_seconds), cache)


def current_scope() -> Scope:
    """Scope of the session: one person on one machine, who owns the data."""
    return LOCAL


def create_server() -> Flask:
    """WSGI application for gunicorn, warmed up, so that the first visitors do not race to set Dash up."""
    app = create_app(read_settings())
    warm_up(app)
    server: Flask = app.server
    return server


def warm_up(app: Dash) -> None:
    """Answer the first requests ourselves: Dash's own set-up is not safe against concurrent first requests."""
    with app.server.test_client() as client:
        for path in ("/", "/_dash-layout", "/_dash-dependencies"):
            client.get(path)
    compression.precompress(app.server)


def create_cli(settings: Settings) -> Flask:
    """Application of the command line: the commands and nothing else, so that they start quickly."""
    server = Flask("krm_statistik", static_folder=None)
    commands.register(server, settings)
    return server


def __getattr__(name: str) -> Any:
    """``flask --app app …`` looks for a module attribute ``app``; it is made when asked for, not on import."""
    if name == "app":
        return create_cli(read_settings())
    raise AttributeError(name)
