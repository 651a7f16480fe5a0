"""Whole answers of pages, packed and ready to send, for whoever asks the same of the same Datenstand.

An answer is kept under everything that it depends on, as the computation itself has told it (``safety.keeping``):
Datenstand, events, what the person may see, page, selection, and how it is packed. A new Datenstand needs nothing to be
emptied: nobody asks under the old key again. Answers with gaps and answers with single cases are never kept. Each
process keeps its own, the oldest go first.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from dash import Dash
from flask import Response, g, request

from data_access.basis import basis
from data_access.errors import DatabaseUnavailableError, NoDataError, StandChangedError
from data_access.warehouse import Warehouse
from domain.scope import Scope
from layouts import ids
from layouts.pages.registry import PAGES
from safety import keeping
from web.callback_guard import PATH
from web.compression import accepted_encoding

MOST_BYTES = 32_000_000
LONGEST_QUESTION = 4_000
# Tells the browser that asking for a neighbour in advance makes sense.
HEADER = "X-Krm-Vorrat"

Question = tuple[str, str, str | None]


@dataclass(frozen=True)
class Kept:
    """A body as it travels."""

    body: bytes
    encoding: str | None


class KeptAnswers:
    """Bodies by key, those asked for least recently are dropped first; shared by the threads of a process."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._bytes = 0
        self._guard = threading.Lock()

    def get(self, key: Hashable) -> Kept | None:
        """The body of a key."""
        with self._guard:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: Hashable, kept: Kept) -> None:
        """Keep a body, and let others go for it."""
        with self._guard:
            before = self._kept.pop(key, None)
            self._bytes += len(kept.body) - (len(before.body) if before else 0)
            self._kept[key] = kept
            while self._bytes > self._most_bytes:
                self._bytes -= len(self._kept.popitem(last=False)[1].body)


def install(app: Dash, warehouse: Warehouse, scope: Callable[[], Scope]) -> None:
    """Answer known questions of pages before Dash sees them.

    Call it after everything that may refuse a request, and before the compression: the packed body is what is kept.
    """
    answers = KeptAnswers()
    inputs = {ids.on_page(page.slug, "auswahl") for page in PAGES.values()}

    @app.server.before_request
    def _known() -> Response | None:
        keeping.begin()
        question = _question(inputs)
        if question is None:
            return None
        g.question = question
        rests_on = _newest(warehouse, scope())
        kept = None if rests_on is None else answers.get((question, rests_on))
        return None if kept is None else _answer(kept)

    @app.server.after_request
    def _keep(response: Response) -> Response:
        question: Question | None = g.get("question")
        rests_on = keeping.basis()
        if question is not None and rests_on is not None and response.status_code == 200:
            kept = Kept(response.get_data(), response.headers.get("Content-Encoding"))
            answers.put((question, rests_on), kept)
            response.headers[HEADER] = "1"
        return response


def _question(inputs: set[str]) -> Question | None:
    """Page, selection as it was sent, and packing of a request that asks for all of a page."""
    if request.path != PATH or request.method != "POST":
        return None
    given = request.get_json()["inputs"]
    if len(given) != 1 or given[0]["id"] not in inputs:
        return None
    text = given[0].get("value")
    if not isinstance(text, str) or len(text) > LONGEST_QUESTION:
        return None
    return given[0]["id"], text.removeprefix("?"), accepted_encoding()


def _newest(warehouse: Warehouse, scope: Scope) -> Hashable | None:
    try:
        return basis(warehouse.view(scope))
    except (NoDataError, DatabaseUnavailableError, StandChangedError):
        return None


def _answer(kept: Kept) -> Response:
    response = Response(kept.body, mimetype="application/json")
    response.vary.add("Accept-Encoding")
    response.headers[HEADER] = "1"
    if kept.encoding is not None:
        response.headers["Content-Encoding"] = kept.encoding
    return response
