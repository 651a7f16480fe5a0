"""The route behind the page Folien auffrischen: a deck comes in, is never stored, and goes out with today's data."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from itertools import groupby
from typing import Any

from flask import Flask, Response, jsonify, request

from cards.base import read_query
from cards.registry import CARDS
from data_access.errors import NotProtectableError
from data_access.warehouse import View, Warehouse
from domain.scope import Scope, Stufe
from exports.card_file import CardFile
from exports.safe import file_name
from exports.slides.names import Figure
from exports.slides.refresh import Answer, Report, Stale, Why, refresh
from exports.slides.upload import LARGEST_BYTES, MOST_SLIDES, Refusal, UploadRefusedError, open_upload
from layouts import texts
from layouts.slide_refresh import MEGABYTES, SEND_TO
from settings import Settings
from web import errors
from web.card_files import card_file
from web.check_numbers import register_figures
from web.same_origin import require_own_page
from web.several_files import may_see

_MOST_LINES = 200


def register(server: Flask, warehouse: Warehouse, scope: Callable[[], Scope], settings: Settings) -> None:
    """Add ``POST /folien/auffrischen``: the file as body; the answer is the report and the new file."""

    @server.post(SEND_TO)
    def folien_auffrischen() -> Response:
        require_own_page()
        # Read into memory only: uploads of forms would be laid down in files on their way.
        content = request.stream.read(LARGEST_BYTES + 1)

        def compute(view: View) -> Response:
            view.require_current()
            new, report = refresh(open_upload(content), answers(view, settings))
            name = file_name(f"folien-{view.catalog.stand.datenstand.isoformat()}", "pptx")
            return _answer(new if report.done else b"", report, name)

        try:
            return warehouse.answer(scope(), compute)
        except UploadRefusedError as refused:
            return errors.answer(refusal(refused.reason), 400)


def answers(view: View, settings: Settings) -> Answer:
    """Today's data of a figure for whoever asks, never at a lower level of protection than before."""

    def answer(figure: Figure) -> CardFile | Why:
        card = CARDS.get(figure.karte)
        if card is None:
            return Why.UNKNOWN_CARD
        if not may_see(card):
            return Why.NOT_ALLOWED
        protected = figure.stufe == Stufe.GESCHUETZT.value
        query = f"{figure.auswahl}&stufe={figure.stufe}" if protected else figure.auswahl
        context, problems = read_query(query, card.options, view, settings.quelle, settings.smallest_base)
        if problems:
            return Why.SELECTION
        try:
            file = card_file(card, context)
        except NotProtectableError:
            return Why.LEVEL
        if protected and file.stufe != figure.stufe:
            return Why.LEVEL
        register_figures([file])
        return file

    return answer


def refusal(reason: Refusal) -> str:
    """Why a file is not read, as a sentence."""
    return texts.REFRESH_REFUSED[reason.name].format(megabytes=MEGABYTES, slides=MOST_SLIDES)


def sections(report: Report) -> list[dict[str, Any]]:
    """The report as headings with lines; headings without lines are left out."""
    changes = {True: texts.REFRESH_CHANGED, False: texts.REFRESH_SAME}
    stale = [
        (one.slide, texts.REFRESH_IN_NOTES if one.notes else texts.REFRESH_TEXT, _old(one)) for one in report.stale
    ]
    found = (
        (texts.REFRESH_KEPT_HEAD, [(one.slide, one.title, texts.REFRESH_KEPT[one.why.name]) for one in report.kept]),
        (texts.REFRESH_STALE_HEAD, stale),
        (texts.REFRESH_DONE_HEAD, [(one.slide, one.title, changes[one.changed]) for one in report.done]),
    )
    return [{"titel": title, "zeilen": _lines(told)[:_MOST_LINES]} for title, told in found if told]


def _lines(told: list[tuple[int, str, str]]) -> list[str]:
    """A line for each; what is the same on slides that follow each other is told once."""
    groups = groupby(told, key=lambda one: one[1:])
    spans = [(words, [number for number, *_ in group]) for words, group in groups]
    return [texts.on_slides(numbers[0], numbers[-1], *words) for words, numbers in spans]


def _old(one: Stale) -> str:
    return texts.old_numbers(one.text, ", ".join(one.numbers))


def _answer(content: bytes, report: Report, name: str) -> Response:
    changed = sum(one.changed for one in report.done)
    sentence = texts.refresh_summary(len(report.done), changed, len(report.kept), report.texts, len(report.stale))
    response = jsonify(
        {
            "satz": sentence if report.done or report.kept else texts.REFRESH_NOTHING,
            "abschnitte": sections(report),
            "name": name,
            "datei": b64encode(content).decode(),
        }
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
