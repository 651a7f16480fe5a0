"""The files behind the download buttons of a card: German CSV, XLSX and slides with everything needed to read them."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, request
from werkzeug.exceptions import NotFound

from cards.base import query_text, read_query
from cards.registry import CARDS
from data_access.warehouse import View, Warehouse
from domain.scope import Scope
from exports.safe import file_name
from settings import Settings
from web import slides
from web.card_files import WRITERS, card_file
from web.check_numbers import register_figures


def register(server: Flask, warehouse: Warehouse, scope: Callable[[], Scope], settings: Settings) -> None:
    """Add ``/herunterladen/SLUG.ENDING`` for all formats; as on the pages, unknown parts are dropped."""
    slides.install(server, settings)

    @server.get("/herunterladen/<slug>.<ending>")
    def herunterladen(slug: str, ending: str) -> Response:
        card, writer = CARDS.get(slug), WRITERS.get(ending)
        if card is None or writer is None:
            raise NotFound

        def compute(view: View) -> Response:
            text = request.query_string.decode(errors="replace")
            context, _ = read_query(text, card.options, view, settings.quelle, settings.smallest_base)
            write, content_type = writer
            name = file_name(f"{card.slug}-{query_text(card, context)}", ending)
            file = card_file(card, context)
            register_figures([file])
            return attachment(write(file), content_type, name)

        return warehouse.answer(scope(), compute)


def attachment(content: bytes, content_type: str, name: str) -> Response:
    """A response that the browser saves under a name that tells card and selection."""
    response = Response(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
