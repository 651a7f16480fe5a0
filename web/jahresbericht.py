"""The annual report as a file, and the texts that people write for it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Flask, Response, jsonify, request
from sqlalchemy import Connection

from app_data.berichtstexte import Berichtstext, read_texts, save_text
from app_data.database import AppDatabase
from cards.base import Card, Context, query_text, read_query
from data_access.catalog import Catalog
from data_access.warehouse import View, Warehouse
from domain.scope import Scope
from domain.zeitraum import default_zeitraum
from exports.card_file import CardFile
from exports.safe import file_name
from exports.word import docx
from layouts import texts as words
from layouts.report_texts import LONGEST_TEXT
from reports.jahresbericht import PLACES, jahresbericht
from settings import Settings
from web import errors, texts
from web.card_files import card_file
from web.check_numbers import register_figures
from web.downloads import attachment
from web.report_answers import answer_report
from web.report_errors import ReportRefusedError
from web.reports import ReportQuestion, read_question
from web.same_origin import own_json
from web.several_files import DOCX_TYPE

# Room for a text of which every character takes several bytes.
LONGEST_BODY = 6 * LONGEST_TEXT
_INVISIBLE = ("Cc", "Cs", "Cn")


def make_jahresbericht(view: View, database: AppDatabase, settings: Settings, question: ReportQuestion) -> bytes:
    """The report with people's own texts.

    Raises ``AppDatabaseUnavailableError`` where nobody can tell these texts, ``NotProtectableError`` where the year has
    no protected figures, ``ReportRefusedError`` for several Jobcenter.
    """
    jobcenter = jobcenter_of(question, view.catalog)
    with database.reading() as connection:
        written = read_texts(connection, jobcenter, question.jahr)
    alone = len(view.catalog.vocabulary.names["jobcenter"]) == 1
    # A filter that leaves everything in would only stand in every caption.
    asked = ReportQuestion(question.jahr, () if alone or not jobcenter else (jobcenter,), question.stufe)
    context, _ = read_query(asked.text(), (), view, settings.quelle, settings.smallest_base)
    files: dict[tuple[str, str], CardFile] = {}

    def once(card: Card, context: Context) -> CardFile:
        # Several cards stand in the report twice, as chart and as table.
        key = card.slug, query_text(card, context)
        if key not in files:
            files[key] = card_file(card, context)
        return files[key]

    content = docx(jahresbericht(context, {key: text.text for key, text in written.items()}, once))
    register_figures(list(files.values()), database)
    return content


def jobcenter_of(question: ReportQuestion, catalog: Catalog) -> str:
    """Code of the one Jobcenter of the report, empty for all of them; raises ``ReportRefusedError`` for several."""
    if len(question.jobcenter) > 1:
        raise ReportRefusedError(texts.ONE_JOBCENTER)
    names = catalog.vocabulary.names["jobcenter"]
    return next(iter(question.jobcenter or (names if len(names) == 1 else ())), "")


def register(
    server: Flask, warehouse: Warehouse, scope: Callable[[], Scope], settings: Settings, database: AppDatabase
) -> None:
    """Add ``/berichte/jahresbericht.docx`` and, to read and to save the texts, ``/berichte/jahresbericht/texte``."""

    answered = partial(answer_report, warehouse, scope)

    @server.get("/berichte/jahresbericht.docx", endpoint="jahresbericht")
    def report() -> Response:
        def compute(view: View) -> Response:
            view.require_current()
            question = _question(request.args, view.catalog)
            content = make_jahresbericht(view, database, settings, question)
            name = "-".join(("jahresbericht", str(question.jahr), *question.jobcenter, question.stufe)).strip("-")
            return attachment(content, DOCX_TYPE, file_name(name, "docx"))

        return answered(compute)

    @server.get("/berichte/jahresbericht/texte", endpoint="berichtstexte")
    def read() -> Response:
        def compute(view: View) -> Response:
            question = _question(request.args, view.catalog)
            jobcenter = jobcenter_of(question, view.catalog)
            with database.reading() as connection:
                found = read_texts(connection, jobcenter, question.jahr)
            shown = {key: _json(text) for key, text in found.items() if key in PLACES}
            name = view.catalog.vocabulary.names["jobcenter"].get(jobcenter, words.ALL_JOBCENTER)
            response = jsonify({"jobcenter": name, "jahr": question.jahr, "texte": shown})
            response.headers["Cache-Control"] = "private, no-store"
            return response

        return answered(compute)

    @server.post("/berichte/jahresbericht/texte", endpoint="berichtstext_speichern")
    def write() -> Response:
        given = own_json(LONGEST_BODY)

        def where(view: View) -> tuple[str, int]:
            question = _question({name: str(given.get(name, "")) for name in ("jahr", "jobcenter")}, view.catalog)
            return jobcenter_of(question, view.catalog), question.jahr

        try:
            jobcenter, jahr = warehouse.answer(scope(), where)
            stelle, text, fassung = _written(given)
        except ReportRefusedError as error:
            return errors.answer(str(error), 400)
        with database.writing() as connection:
            return _saved(connection, jobcenter, jahr, stelle, Berichtstext(text, fassung))


def _saved(connection: Connection, jobcenter: str, jahr: int, stelle: str, own: Berichtstext) -> Response:
    other = save_text(connection, jobcenter, jahr, stelle, own.text, own.fassung)
    if other is None:
        return jsonify({"satz": words.REPORT_TEXT_SAVED, "fassung": own.fassung + 1})
    response = jsonify({"fehler": words.REPORT_TEXT_CONFLICT, **_json(other)})
    response.status_code = 409
    return response


def _question(given: Any, catalog: Catalog) -> ReportQuestion:
    last = default_zeitraum(catalog.stand.datenstand).von.jahr
    return read_question(given.get("jahr", str(last)), [given.get("jobcenter", "")], given.get("stufe", ""), catalog)


def _written(given: dict[str, Any]) -> tuple[str, str, int]:
    """Place, text and version as they were sent; raises ``ReportRefusedError``."""
    stelle, text, fassung = given.get("stelle"), given.get("text"), given.get("fassung")
    if stelle not in PLACES or not isinstance(text, str) or type(fassung) is not int or fassung < 0:
        raise ReportRefusedError(words.REPORT_TEXT_UNKNOWN)
    clean = _clean(text)
    if len(clean) > LONGEST_TEXT:
        raise ReportRefusedError(words.REPORT_TEXT_TOO_LONG.format(zeichen=len(clean), hoechstens=LONGEST_TEXT))
    return str(stelle), clean, fassung


def _clean(text: str) -> str:
    """The text without invisible characters, with one kind of line ends."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in _INVISIBLE).strip()


def _json(text: Berichtstext) -> dict[str, Any]:
    return {"text": text.text, "fassung": text.fassung}
