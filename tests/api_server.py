"""The public interface over a database of its own, without the pages: for tests that ask it by HTTP."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from app_data.database import AppDatabase
from data_access.cache import RowCache, connect_cache
from data_access.engine import reading_engine, writing_engine
from data_access.imports.run import run_import
from data_access.reference.generator import DATENSTAND, reference_delivery
from data_access.reference.writer import write_delivery
from data_access.sources import direct
from data_access.warehouse import Warehouse
from domain.scope import LOCAL, Scope
from settings import Settings
from web import api, errors, health

Lieferung = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class ApiServer:
    """A server with the routes of the interface, a client for it, and the engine that answers its figures."""

    server: Flask
    client: FlaskClient
    engine: Engine

    def get(self, path: str, **parameter: str) -> TestResponse:
        """Answer of ``/api/v1/PATH``."""
        return self.client.get(f"/api/v1/{path}?{urlencode(parameter)}")

    def json(self, path: str, **parameter: str) -> Any:
        """Content of an answer that must be there."""
        response = self.get(path, **parameter)
        assert response.status_code == 200, response.text
        return response.get_json()

    def raw(self, path: str, query: bytes) -> TestResponse:
        """Answer to a query string exactly as these bytes, as a client that encodes nothing sends them."""
        return self.client.open(f"/api/v1/{path}", environ_overrides={"QUERY_STRING": query.decode("latin-1")})


def api_server(settings: Settings, scope: Callable[[], Scope] = lambda: LOCAL) -> ApiServer:
    """The interface over the database of the settings, which need not exist."""
    server = Flask("krm_statistik", static_folder=None)
    engine = reading_engine(settings.krm_url, settings.statement_seconds)
    warehouse = Warehouse(direct(engine), RowCache(connect_cache(server, settings), settings.cache_dir / "locks"))
    server.extensions["krm_app_database"] = AppDatabase(settings.app_url)
    health.register(server, warehouse)
    api.register(server, warehouse, scope, settings)
    errors.register(server)
    return ApiServer(server, server.test_client(), engine)


def load(settings: Settings, lieferung: Lieferung, datenstand: date, *, demo: bool = False) -> None:
    """Import a delivery into the database of the settings."""
    folder = settings.var_dir / "lieferung"
    write_delivery(lieferung, folder)
    engine = writing_engine(settings.krm_url)
    result = run_import(engine, folder, datenstand=datenstand, demo=demo)
    engine.dispose()
    assert result.ok, result.errors


def settings_in(folder: Path) -> Settings:
    """Settings with everything below one folder."""
    return Settings(var_dir=folder, quelle="KRM-Datenbank Musterstadt")


def reference_server(folder: Path) -> ApiServer:
    """The interface over the reference data."""
    settings = settings_in(folder)
    load(settings, reference_delivery(), DATENSTAND, demo=True)
    return api_server(settings)
