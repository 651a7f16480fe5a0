"""Composition root: puts the parts together; nothing happens before one of the functions is called."""

from __future__ import annotations

import gc
import threading
from functools import partial
from typing import Any

from dash import Dash
from flask import Flask
from flask_caching.backends.base import BaseCache
from pydantic import ValidationError

from app_data.database import AppDatabase
from app_data.ereignisse import own_events
from callbacks import register_callbacks
from callbacks.question import question
from data_access.ahead import Ahead, spare_cores
from data_access.analytics import open_analytics
from data_access.cache import RowCache, connect_cache
from data_access.in_memory.holder import Holder
from data_access.outage import LastKnown
from data_access.sources import Sources
from data_access.warehouse import Warehouse
from layouts.frame import INDEX, Dashboard, frame
from settings import PROJECT_ROOT, Settings
from web import (
    api,
    bundles,
    calendar,
    callback_guard,
    check_numbers,
    collection,
    commands,
    compression,
    deadline,
    downloads,
    embeds,
    errors,
    event_routes,
    figure_check,
    health,
    jahresbericht,
    kept_answers,
    logs,
    metrics,
    outage,
    report_routes,
    security,
    several_files,
    slide_refresh,
    texts,
)
from web.access import guard
from web.access.build import build_audit, build_mode, build_rate
from web.access.configuration import NOT_LAUNCHED, Launch, UnsafeError, check, keep_private
from web.access.introduction import introduction
from web.access.principal import OWNER
from web.condition import Condition
from web.prewarm import Prewarm

ASSETS = PROJECT_ROOT / "assets"
# So many new objects until garbage is looked for among them. A page makes some thousands, which go on their own.
NEW_OBJECTS = 20_000


def create_app(settings: Settings) -> Dash:
    """The dashboard over the database of ``settings``, with all its routes."""
    logs.configure(settings.log_level)
    server = Flask("krm_statistik", static_folder=None)
    counted = metrics.Metrics()
    counted.install(server)
    app_database = server.extensions["krm_app_database"] = AppDatabase(settings.app_url)
    cache = connect_cache(server, settings)
    analytics = server.extensions["krm_analytics"] = open_analytics(settings)
    warehouse = server.extensions["krm_warehouse"] = open_warehouse(
        analytics.sources, cache, settings, app_database, counted
    )
    app = Dashboard(
        __name__,
        server=server,
        assets_folder=str(ASSETS),
        assets_ignore=bundles.BUNDLED,
        title="KRM-Statistik",
        update_title=None,
        suppress_callback_exceptions=True,
        index_string=INDEX,
        enable_mcp=False,
    )
    deadline.install(server, settings.request_seconds)
    outage.install(server)
    # Before all others, so that a request under a foreign name is refused before anybody looks at it.
    security.install(app, settings.trusted_hosts)
    audit = build_audit(settings, app_database)
    mode = build_mode(server, settings, audit, app_database)
    current_scope = guard.install(server, mode, audit, build_rate(settings))
    bundles.install(app, ASSETS)
    app.layout = lambda: frame(introduction(mode))
    register_callbacks(app, warehouse, current_scope, settings)
    health.register(server, warehouse)
    health.register_deep(server, Condition(warehouse, cache, app_database, settings))
    metrics.register(server, counted, warehouse)
    api.register(server, warehouse, current_scope, settings)
    downloads.register(server, warehouse, current_scope, settings)
    several_files.register(server, warehouse, current_scope, settings)
    collection.register(server, warehouse, current_scope, settings)
    calendar.register(server, warehouse, current_scope, settings)
    event_routes.register(server, warehouse, current_scope, app_database)
    check_numbers.register(server, warehouse, current_scope, settings)
    figure_check.register(server, warehouse, current_scope, settings)
    report_routes.register(server, warehouse, current_scope, settings, app_database)
    jahresbericht.register(server, warehouse, current_scope, settings, app_database)
    slide_refresh.register(server, warehouse, current_scope, settings)
    embeds.register(server, warehouse, current_scope, settings, app_database)
    commands.register(server, settings)
    errors.register(server)
    callback_guard.install(app)
    kept_answers.install(app, warehouse, current_scope)
    compression.install(server, settings.cache_dir / "static")
    return app


def read_settings() -> Settings:
    """The settings of the environment; ends the program with a sentence for each one that cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        names = [f"KRM_{str(fault['loc'][0]).upper()}" for fault in error.errors()]
        raise SystemExit("\n".join(texts.SETTING_INVALID.format(name=name) for name in names)) from None


def refuse_unsafe(settings: Settings, launch: Launch = NOT_LAUNCHED) -> None:
    """End the program with a sentence where the settings or the launch would let the wrong people in."""
    keep_private(settings)
    try:
        check(settings, launch)
    except UnsafeError as error:
        raise SystemExit(str(error)) from None


def open_warehouse(
    sources: Sources, cache: BaseCache, settings: Settings, app_database: AppDatabase, counted: metrics.Metrics
) -> Warehouse:
    """The warehouse of the settings, with its cache and the events that people have added."""
    rows = RowCache(cache, settings.cache_dir / "locks", counted.cache_looked_up)
    last_known = LastKnown(rows, settings.krm_url, settings.outage_hours)
    own = partial(own_events, app_database)
    holder = Holder(settings.memory_rows, settings.cache_dir / "facts")
    return Warehouse(sources, rows, own, settings.protection, last_known, outage.note, holder, Ahead(spare_cores()))


def create_server() -> Flask:
    """WSGI application for gunicorn, warmed up, so that the first visitors do not race to set Dash up."""
    settings = read_settings()
    refuse_unsafe(settings)
    app = create_app(settings)
    server: Flask = app.server
    server.extensions["krm_app_database"].prepare()
    warm_up(app)
    warehouse: Warehouse = server.extensions["krm_warehouse"]
    warehouse.noticed = Prewarm(partial(ask, app), settings.cache_dir / "prewarm", warehouse.prepare)
    # The processes of the server are copies of this one; an open file or connection must not be copied with it.
    server.extensions["krm_analytics"].release()
    return server


def warm_up(app: Dash) -> None:
    """Answer the first requests ourselves: Dash's own set-up is not safe against concurrent first requests."""
    client = _own_client(app)
    for path in ("/", "/_dash-layout", "/_dash-dependencies"):
        client.get(path)
    compression.precompress(client)


def settle() -> None:
    """After the warm-up: what is there stays, so that processes share its memory, and garbage is looked for less."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)


def look_ahead(server: Flask) -> None:
    """Have this process look for the newest Datenstand, in the background; what it notices it makes ready."""
    threading.Thread(target=server.extensions["krm_warehouse"].is_ready, name="look-ahead", daemon=True).start()


def ask(app: Dash, slug: str, query: str) -> None:
    """Have the page ``slug`` answered for a selection, as if the owner had asked."""
    _own_client(app).post("/_dash-update-component", json=question(app, slug, query))


def _own_client(app: Dash) -> Any:
    client = app.server.test_client()
    client.environ_base[guard.OWN_REQUEST] = OWNER
    return client


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
