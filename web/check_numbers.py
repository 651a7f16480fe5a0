"""Figures that leave the house are kept under their check number, so that somebody can hold them against today's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import structlog
from flask import Flask, Response, current_app, jsonify, request
from werkzeug.exceptions import NotFound

from app_data.database import AppDatabase
from app_data.errors import AppDatabaseUnavailableError
from app_data.pruefnummern import ExportedFigure, keep_figures
from cards.base import read_query
from cards.pruefung import stored_table
from cards.registry import CARDS
from data_access.warehouse import View, Warehouse
from domain.scope import Scope
from domain.version import VERSION
from exports.card_file import CardFile
from exports.meta import source_line
from settings import Settings
from web.card_files import card_file
from web.same_origin import require_own_page

log = structlog.get_logger(__name__)


def register(server: Flask, warehouse: Warehouse, scope: Callable[[], Scope], settings: Settings) -> None:
    """Add ``POST /pruefnummer/SLUG?QUERY`` for what the browser makes itself, such as pictures and copies."""

    @server.post("/pruefnummer/<slug>", endpoint="pruefnummer")
    def pruefnummer(slug: str) -> Response:
        require_own_page()
        card = CARDS.get(slug)
        if card is None:
            raise NotFound

        def compute(view: View) -> CardFile:
            text = request.query_string.decode(errors="replace")
            context, _ = read_query(text, card.options, view, settings.quelle, settings.smallest_base)
            return card_file(card, context)

        file = warehouse.answer(scope(), compute)
        register_figures([file])
        response = jsonify(
            {
                "nummer": file.meta.pruefnummer,
                "titel": file.titel,
                "aussage": file.aussage,
                "untertitel": file.untertitel,
                "fusszeile": source_line(file.meta),
                "adresse": file.meta.adresse,
            }
        )
        response.headers["Cache-Control"] = "private, no-store"
        return response


def app_database() -> AppDatabase:
    """The application's own database of the server that answers the current request."""
    database: AppDatabase = current_app.extensions["krm_app_database"]
    return database


def register_figures(files: Sequence[CardFile], database: AppDatabase | None = None) -> None:
    """Keep figures that are about to leave as a file, in one transaction; outside of requests in ``database``.

    A number that is kept already stays as it was. A database that is down costs a line in the log and not the file.
    """
    figures = [figure for file in files if (figure := _exported(file)) is not None]
    try:
        with (database or app_database()).writing() as connection:
            keep_figures(connection, figures)
    except AppDatabaseUnavailableError:
        log.warning("check_numbers_not_kept", figures=len(figures))


def _exported(file: CardFile) -> ExportedFigure | None:
    """The figure as it is kept; None for a table without check number."""
    origin = file.grundlage
    if origin is None or not file.meta.pruefnummer:
        return None
    return ExportedFigure(
        nummer=file.meta.pruefnummer,
        karte=file.karte,
        auswahl=file.auswahl,
        stufe=file.stufe,
        datenstand=file.meta.datenstand,
        stand_nummer=origin.stand_nummer,
        stand_version=origin.stand_version,
        fassung=VERSION,
        katalog=origin.katalog,
        ereignisse=origin.ereignisse,
        titel=file.titel,
        untertitel=file.untertitel,
        aussage=file.aussage,
        tabelle=stored_table(file.table),
        erzeugt_am=datetime.now(UTC),
    )
