"""Routes that add, change and remove the events of the application."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, jsonify
from sqlalchemy import Connection

from app_data.database import AppDatabase
from app_data.ereignisse import add_event, change_event, count_events, remove_event
from data_access.warehouse import Warehouse
from domain.ereignis import Ereignis
from domain.scope import Scope
from layouts import texts
from web import errors
from web.event_form import read_event
from web.same_origin import own_json, require_own_page

# More would make every time axis a row of flags and every answer slower.
MOST_EVENTS = 500


def register(server: Flask, warehouse: Warehouse, scope: Callable[[], Scope], database: AppDatabase) -> None:
    """Add ``POST /eintragen/ereignis`` and ``POST`` and ``DELETE /eintragen/ereignis/NUMMER``, for our own pages."""

    @server.post("/eintragen/ereignis", endpoint="ereignis_neu")
    def neu() -> Response:
        def store(connection: Connection, ereignis: Ereignis) -> Response:
            if count_events(connection) >= MOST_EVENTS:
                return errors.answer(texts.EVENT_TOO_MANY.format(hoechstens=MOST_EVENTS), 400)
            return _done(texts.EVENT_ADDED.format(titel=ereignis.titel), add_event(connection, ereignis))

        return _written(store)

    @server.post("/eintragen/ereignis/<int(max=2147483647):nummer>", endpoint="ereignis_aendern")
    def aendern(nummer: int) -> Response:
        def store(connection: Connection, ereignis: Ereignis) -> Response:
            if not change_event(connection, nummer, ereignis):
                return errors.answer(texts.EVENT_GONE, 404)
            return _done(texts.EVENT_CHANGED.format(titel=ereignis.titel), nummer)

        return _written(store)

    @server.delete("/eintragen/ereignis/<int(max=2147483647):nummer>", endpoint="ereignis_entfernen")
    def entfernen(nummer: int) -> Response:
        require_own_page()
        with database.writing() as connection:
            gone = remove_event(connection, nummer)
        return _done(texts.EVENT_REMOVED, nummer) if gone else errors.answer(texts.EVENT_GONE, 404)

    def _written(store: Callable[[Connection, Ereignis], Response]) -> Response:
        """What was filled in, checked and handed to ``store`` in one transaction."""
        given = own_json()
        ereignis, faults = warehouse.answer(scope(), lambda view: read_event(given, view.catalog))
        if ereignis is None:
            response = jsonify({"fehler": texts.EVENT_NOT_SAVED, "felder": faults})
            response.status_code = 400
            return response
        with database.writing() as connection:
            return store(connection, ereignis)


def _done(sentence: str, nummer: int) -> Response:
    return jsonify({"satz": sentence, "nummer": nummer})
