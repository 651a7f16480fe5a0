"""Whether the process lives, and whether it can answer figures."""

from __future__ import annotations

from flask import Flask, Response

from data_access.warehouse import Warehouse


def register(server: Flask, warehouse: Warehouse) -> None:
    """Add ``/healthz`` (process alive) and ``/readyz`` (database reachable, migrated, holding data)."""

    @server.get("/healthz")
    def healthz() -> Response:
        return Response("ok", mimetype="text/plain")

    @server.get("/readyz")
    def readyz() -> Response:
        ready = warehouse.is_ready()
        return Response("bereit" if ready else "nicht bereit", 200 if ready else 503, mimetype="text/plain")
