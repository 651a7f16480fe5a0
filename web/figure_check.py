"""An exported figure by its check number, held against today's: for the public interface and for the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import Flask, Response, g, jsonify, request

from app_data.pruefnummern import ExportedFigure, read_figure
from cards.base import Card, Context, read_query
from cards.pruefung import Check, Difference, NotAllowedError, check
from cards.registry import CARDS
from data_access.warehouse import View, Warehouse
from domain import formats
from domain.scope import Scope
from domain.selection import Problem
from domain.version import VERSION
from exports.pruefnummer import plain_rows, read_check_number
from exports.table import Column, Table
from layouts import texts
from layouts.table_data import table_data
from settings import Settings
from web import errors
from web.access.matrix import card_right
from web.api_request import quoted
from web.card_files import card_address
from web.check_numbers import app_database

# What somebody types for a number of 18 characters.
LONGEST_TYPED = 80


class CheckRefusedError(Exception):
    """No figure for this number; ``sentence`` says why in German."""

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


def register(server: Flask, warehouse: Warehouse, scope: Callable[[], Scope], settings: Settings) -> None:
    """Add ``GET /pruefen.json?nr=…``: the answer as the page shows it."""

    @server.get("/pruefen.json", endpoint="pruefen")
    def pruefen() -> Response:
        typed = request.args.get("nr", "")
        try:
            found = warehouse.answer(scope(), lambda view: checked(typed, view, settings))
        except CheckRefusedError as error:
            return errors.answer(error.sentence, error.status)
        response = jsonify(_shown(found))
        response.headers["Cache-Control"] = "private, no-store"
        return response


def checked(typed: str, view: View, settings: Settings) -> Check:
    """The figure of a number, however it was typed.

    Raises ``CheckRefusedError`` and ``AppDatabaseUnavailableError``.
    """
    nummer = read_check_number(typed[:LONGEST_TYPED])
    if nummer is None:
        raise CheckRefusedError(texts.CHECK_NO_NUMBER.format(wert=quoted(typed)), 404)
    with app_database().reading() as connection:
        figure = read_figure(connection, nummer)
    if figure is None:
        raise CheckRefusedError(texts.CHECK_UNKNOWN.format(nummer=nummer), 404)
    if not _may_see(figure):
        raise CheckRefusedError(texts.CHECK_NOT_ALLOWED, 403)

    def read(text: str, card: Card, view: View) -> tuple[Context, Sequence[Problem]]:
        return read_query(text, card.options, view, settings.quelle, settings.smallest_base)

    try:
        return check(figure, CARDS, view, read)
    except NotAllowedError:
        raise CheckRefusedError(texts.CHECK_NOT_ALLOWED, 403) from None


def check_json(found: Check, view: View) -> dict[str, Any]:
    """The answer of the public interface: both tables with unrounded numbers, what differs, and why."""
    figure, stand = found.figure, view.catalog.stand
    then = {
        "datenstand": figure.datenstand.isoformat(),
        "import": figure.stand_nummer,
        "fassung": figure.fassung,
        "stufe": figure.stufe,
        "erstellt_am": figure.erzeugt_am.isoformat(timespec="seconds"),
        "titel": figure.titel,
        "untertitel": figure.untertitel,
        "worte": figure.aussage,
        **_plain(found.then),
    }
    today = found.today and {
        "datenstand": stand.datenstand.isoformat(),
        "import": stand.nummer,
        "fassung": VERSION,
        "titel": found.today.titel,
        "untertitel": found.today.untertitel,
        "worte": found.today.aussage,
        # What is not kept of then is not compared cell by cell, so it is not given out here either.
        **_plain(found.today.table if found.then is not None else None),
    }
    return {
        "nummer": figure.nummer,
        "karte": figure.karte,
        "adresse": _address(found),
        "gleich": found.equal,
        "gruende": list(found.reasons),
        "worte": found.words,
        "damals": then,
        "heute": today,
        "unterschiede": [_difference(one) for one in found.differences],
    }


def _may_see(figure: ExportedFigure) -> bool:
    """Whoever may see the page of the card; the guard lets nobody without a principal come here."""
    principal = g.get("principal")
    return principal is None or card_right(figure.karte) in principal.rechte


def _address(found: Check) -> str | None:
    """The live figure inside the application; None where there is none."""
    card = CARDS.get(found.figure.karte)
    return None if card is None or found.today is None else card_address(card, found.figure.auswahl)


def _plain(table: Table | None) -> dict[str, Any]:
    if table is None:
        return {"spalten": [], "zeilenarten": [], "zeilen": None, "summe": None}
    return {
        "spalten": [{"name": column.heading, "art": column.kind.value} for column in table.columns],
        "zeilenarten": [kind.value for kind in table.row_kinds],
        "zeilen": plain_rows(table.rows),
        "summe": None if table.total is None else plain_rows([table.total])[0],
    }


def _difference(one: Difference) -> dict[str, Any]:
    ((damals, heute),) = plain_rows([(one.damals, one.heute)])
    return {
        "zeile": plain_rows([one.zeile])[0],
        "spalte": one.spalte,
        "damals": damals,
        "heute": heute,
        "art": one.art,
    }


def _shown(found: Check) -> dict[str, Any]:
    """What the page sets into its places."""
    figure, today = found.figure, found.today
    created = figure.erzeugt_am
    facts = [
        (texts.CHECK_NUMBER, figure.nummer),
        (texts.CHECK_EXPORTED, f"{formats.day(created.date())}, {created:%H:%M} Uhr (UTC)"),
        (texts.STAND, formats.day(figure.datenstand)),
        (texts.CHECK_SAID, figure.aussage),
        *([] if today is None or found.equal else [(texts.CHECK_SAYS, today.aussage)]),
    ]
    differences = _difference_table(found) if found.differences else None
    # Equal tables need not be shown twice.
    now = today.table if today is not None and found.then is not None and found.differences else None
    return {
        "titel": figure.titel,
        "untertitel": figure.untertitel,
        "worte": found.words,
        "gleich": found.equal,
        "angaben": facts,
        "adresse": _address(found),
        "unterschiede": None if differences is None else table_data(differences),
        "damals": None if found.then is None else table_data(found.then),
        "heute": None if now is None else table_data(now),
    }


def _difference_table(found: Check) -> Table:
    columns = tuple(Column(name) for name in texts.CHECK_COLUMNS)
    rows = tuple(
        (one.zeile_text, one.spalte or texts.CHECK_ROW[one.art], one.damals_text, one.heute_text)
        for one in found.differences
    )
    return Table(texts.CHECK_DIFFERENCES, columns, rows)
