"""Whether the process lives, whether it can answer figures, and for those who keep it running: what is the matter."""

from __future__ import annotations

from flask import Flask, Response, jsonify

from data_access.warehouse import Warehouse
from web.condition import Condition, State, worst


def register(server: Flask, warehouse: Warehouse) -> None:
    """Add ``/healthz`` (process alive) and ``/readyz`` (database reachable, migrated, holding data)."""

    @server.get("/healthz")
    def healthz() -> Response:
        return Response("ok", mimetype="text/plain")

    @server.get("/readyz")
    def readyz() -> Response:
        ready = warehouse.is_ready()
        return Response("bereit" if ready else "nicht bereit", 200 if ready else 503, mimetype="text/plain")


def register_deep(server: Flask, condition: Condition) -> None:
    """Add ``/healthz/deep``: every part with a sentence; 503 where no figures can be answered."""

    @server.get("/healthz/deep", endpoint="healthz_deep")
    def deep() -> Response:
        parts = condition.parts()
        overall = worst(parts.values())
        body = {name: {"zustand": part.state.value, "hinweis": part.sentence} for name, part in parts.items()}
        response = jsonify({"zustand": overall.value, "teile": body})
        response.status_code = 503 if overall is State.DOWN else 200
        response.headers["Cache-Control"] = "private, no-store"
        return response
