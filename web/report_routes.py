"""The files of the page Berichte, asked for with plain forms."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import Flask, Response, request

from app_data.database import AppDatabase
from data_access.warehouse import View, Warehouse
from domain.scope import Scope
from domain.zeitraum import default_zeitraum
from exports.safe import file_name
from settings import Settings
from web.card_files import XLSX_TYPE
from web.downloads import attachment
from web.report_answers import answer_report
from web.reports import make_feste_auswertung, make_form, read_question


def register(
    server: Flask, warehouse: Warehouse, scope: Callable[[], Scope], settings: Settings, database: AppDatabase
) -> None:
    """Add ``/berichte/feste-auswertung.xlsx`` and ``/berichte/meldevorlage.xlsx``."""

    answered = partial(answer_report, warehouse, scope)

    @server.get("/berichte/feste-auswertung.xlsx")
    def feste_auswertung() -> Response:
        def compute(view: View) -> Response:
            view.require_current()
            last = default_zeitraum(view.catalog.stand.datenstand).von.jahr
            given = request.args
            question = read_question(
                given.get("jahr", str(last)), given.getlist("jobcenter"), given.get("stufe", ""), view.catalog
            )
            content = make_feste_auswertung(view, database, settings, question)
            name = "-".join(("feste-auswertung", str(question.jahr), *question.jobcenter, question.stufe)).strip("-")
            return attachment(content, XLSX_TYPE, file_name(name, "xlsx"))

        return answered(compute)

    @server.get("/berichte/meldevorlage.xlsx")
    def meldevorlage() -> Response:
        def compute(view: View) -> Response:
            given = [request.args.get(name, "") for name in ("jobcenter", "von", "bis")]
            content = make_form(view.catalog, *given)
            return attachment(content, XLSX_TYPE, file_name("-".join(("meldevorlage", *given)), "xlsx"))

        return answered(compute)
