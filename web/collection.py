"""The routes of the Sammelmappe: one figure for the browser to show, and the collected figures as one file.

The list itself is kept in the browser. It asks for the figures one by one, which fills the cache and tells how far it
is, and then for the file, which finds every number ready.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import orjson
from flask import Flask, Response, request
from werkzeug.exceptions import NotFound

from cards.base import Card, read_query
from cards.registry import CARDS
from data_access.errors import NotProtectableError
from data_access.warehouse import View, Warehouse
from domain import formats
from domain.scope import Scope
from exports.card_file import CardFile
from exports.meta import source_line
from exports.safe import file_name
from layouts import messages, texts
from layouts.collection import LONGEST_TITLE, MOST
from layouts.table_data import table_data
from settings import Settings
from web import errors
from web.card_files import card_file
from web.check_numbers import register_figures
from web.collected import collected_body
from web.downloads import attachment
from web.several_files import WRITERS_OF_SEVERAL, may_see

_LONGEST_NAME = 80


class CollectionFaultError(Exception):
    """A collection cannot be written as it is; the text is a German sentence that names the figure."""


@dataclass(frozen=True)
class Wanted:
    """One figure of a collection: its card, the text of its selection, its own title (empty: that of the card)."""

    karte: str
    auswahl: str
    titel: str


def register(server: Flask, warehouse: Warehouse, scope: Callable[[], Scope], settings: Settings) -> None:
    """Add ``GET /sammelmappe/SLUG.json`` and ``POST /sammelmappe.ENDING``."""

    @server.get("/sammelmappe/<slug>.json")
    def sammelmappe_abbildung(slug: str) -> Response:
        card = CARDS.get(slug)
        if card is None:
            raise NotFound
        text = request.query_string.decode(errors="replace")
        body = warehouse.answer(scope(), lambda view: _shown(card, text, view, settings))
        response = Response(orjson.dumps(body, option=orjson.OPT_NON_STR_KEYS), mimetype="application/json")
        response.headers["Cache-Control"] = "private, no-store"
        return response

    @server.post("/sammelmappe.<ending>")
    def sammelmappe_datei(ending: str) -> Response:
        if ending not in WRITERS_OF_SEVERAL:
            raise NotFound
        write, content_type = WRITERS_OF_SEVERAL[ending]
        try:
            wanted = read_wanted(collected_body())
            files = warehouse.answer(scope(), lambda view: _answered(wanted, view, settings))
        except CollectionFaultError as fault:
            return errors.answer(str(fault), 400)
        register_figures(files)
        stand = max(file.meta.datenstand for file in files)
        title = texts.COLLECTION_FILE.format(stand=formats.day(stand))
        return attachment(write(files, title), content_type, file_name(f"sammelmappe-{stand.isoformat()}", ending))


def read_wanted(body: Any) -> list[Wanted]:
    """The list under ``abbildungen``, each with ``karte``, ``auswahl``, ``titel``; raises ``CollectionFaultError``."""
    listed = body.get("abbildungen") if isinstance(body, dict) else None
    if not isinstance(listed, list):
        raise _fault("form")
    if not listed:
        raise _fault("leer")
    if len(listed) > MOST:
        raise _fault("zu_viele", all=formats.number(len(listed)), most=formats.number(MOST))
    return [_wanted(one) for one in listed]


def _wanted(one: Any) -> Wanted:
    given = one if isinstance(one, dict) else {}
    fields = [given.get(name, "") for name in ("karte", "auswahl", "titel")]
    if not given or not all(isinstance(text, str) for text in fields):
        raise _fault("form")
    karte, auswahl, titel = fields
    return Wanted(karte, auswahl, " ".join(titel.split())[:LONGEST_TITLE])


def _answered(wanted: list[Wanted], view: View, settings: Settings) -> list[CardFile]:
    return [_one(place, one, view, settings) for place, one in enumerate(wanted, start=1)]


def _one(place: int, one: Wanted, view: View, settings: Settings) -> CardFile:
    """One figure; nothing of its selection may be dropped, or a file would hold other numbers than were collected."""
    card = CARDS.get(one.karte)
    name = (one.titel or (card.titel if card else one.karte))[:_LONGEST_NAME]
    if card is None:
        raise _fault("karte", at=place, name=name)
    if not may_see(card):
        raise _fault("recht", at=place, name=name)
    context, problems = read_query(one.auswahl, card.options, view, settings.quelle, settings.smallest_base)
    if problems:
        raise _fault("auswahl", at=place, name=name, what="; ".join(map(messages.sentence, problems)))
    try:
        file = card_file(card, context)
    except NotProtectableError as error:
        raise _fault("schutz", at=place, name=name, what=texts.not_protectable(error.violations)) from None
    return replace(file, titel=one.titel, name=one.titel, own_title=True) if one.titel else file


def _shown(card: Card, text: str, view: View, settings: Settings) -> dict[str, Any]:
    """Everything that the browser needs to list the figure or to show it full screen."""
    context, problems = read_query(text, card.options, view, settings.quelle, settings.smallest_base)
    file = card_file(card, context)
    return {
        "karte": card.slug,
        "auswahl": file.auswahl,
        "titel": file.titel,
        "aussage": file.aussage,
        "untertitel": file.untertitel,
        "fusszeile": source_line(file.meta),
        "adresse": file.meta.adresse,
        "abbildung": file.figure,
        "tabelle": table_data(file.table),
        "ereignisse": file.ereignisse,
        "hinweise": [messages.sentence(problem) for problem in problems],
    }


def _fault(code: str, **words: Any) -> CollectionFaultError:
    return CollectionFaultError(texts.COLLECTION_FAULTS[code].format(**words))
