"""The public interface: figures and breakdowns at stable addresses, see ``docs/api.md``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import orjson
from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import MethodNotAllowed, NotFound

from data_access.warehouse import View, Warehouse
from domain.formats import number
from domain.scope import Scope
from exports.csv import plain_csv
from exports.safe import file_name
from exports.xlsx import MAX_ROWS, TooManyRowsError, workbook
from settings import Settings
from web import api_cards, errors, texts
from web.api_answers import kennzahlen_json, tabelle, tabelle_json
from web.api_request import Pairs, RequestError, TableQuestion, read_pairs, read_selection, read_table_question
from web.figure_check import CheckRefusedError, check_json, checked

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
METHODS = ("GET", "HEAD")

Answer = TypeVar("Answer")


def register(server: Flask, warehouse: Warehouse, scope: Callable[[], Scope], settings: Settings) -> None:
    """Add all routes below ``/api``; whatever is no route of it answers 404 or 405 as JSON."""
    blueprint = Blueprint("api", __name__, url_prefix="/api")

    def answer(compute: Callable[[View, Pairs], Answer]) -> Answer:
        pairs = read_pairs(request.query_string)
        return warehouse.answer(scope(), lambda view: compute(view, pairs))

    @blueprint.get("/v1/kennzahlen.json", provide_automatic_options=False)
    def kennzahlen() -> Response:
        return _json(answer(lambda view, pairs: kennzahlen_json(read_selection(pairs, view))))

    @blueprint.get("/v1/tabelle.json", provide_automatic_options=False)
    def tabelle_as_json() -> Response:
        return _json(answer(lambda view, pairs: tabelle_json(read_table_question(pairs, view))))

    @blueprint.get("/v1/tabelle.csv", provide_automatic_options=False)
    def tabelle_as_csv() -> Response:
        def compute(view: View, pairs: Pairs) -> Response:
            question = read_table_question(pairs, view)
            table, _ = tabelle(question, settings.quelle, with_names=False)
            return _file(plain_csv(table), CSV_TYPE, question, "csv")

        return answer(compute)

    @blueprint.get("/v1/tabelle.xlsx", provide_automatic_options=False)
    def tabelle_as_xlsx() -> Response:
        def compute(view: View, pairs: Pairs) -> Response:
            question = read_table_question(pairs, view)
            table, meta = tabelle(question, settings.quelle, with_names=True)
            return _file(workbook(table, meta), XLSX_TYPE, question, "xlsx")

        return answer(compute)

    api_cards.add_routes(blueprint, answer, settings)

    @blueprint.get("/v1/pruefnummer/<nummer>.json", provide_automatic_options=False)
    def pruefnummer(nummer: str) -> Response:
        def compute(view: View) -> dict[str, Any]:
            return check_json(checked(nummer, view, settings), view)

        return _json(warehouse.answer(scope(), compute))

    @blueprint.before_app_request
    def no_other_route() -> None:
        # Otherwise the pages, which answer every address, would answer these as well.
        below = f"/{request.path.strip('/')}/".startswith("/api/")
        if below and request.blueprint != blueprint.name:
            raise NotFound if request.method in METHODS else MethodNotAllowed(METHODS)

    @blueprint.errorhandler(RequestError)
    def refused(error: RequestError) -> Response:
        return errors.answer(error.sentence, error.status)

    @blueprint.errorhandler(CheckRefusedError)
    def not_checked(error: CheckRefusedError) -> Response:
        return errors.answer(error.sentence, error.status)

    @blueprint.errorhandler(TooManyRowsError)
    def too_many_rows(error: TooManyRowsError) -> Response:
        return errors.answer(texts.TOO_MANY_ROWS.format(rows=number(error.rows), allowed=number(MAX_ROWS)), 400)

    @blueprint.after_request
    def never_stale(response: Response) -> Response:
        # The same address gives other numbers after the next import.
        response.headers["Cache-Control"] = "private, no-cache"
        if response.status_code == 200:
            response.add_etag()
            response.make_conditional(request)
        return response

    server.register_blueprint(blueprint)


def _json(content: dict[str, Any]) -> Response:
    return Response(orjson.dumps(content), mimetype="application/json")


def _file(content: bytes, content_type: str, question: TableQuestion, ending: str) -> Response:
    base = "_nach_".join((question.kennzahl, "_".join(question.nach))) if question.nach else question.kennzahl
    name = file_name(f"{base}_{question.selection.text()}", ending)
    return Response(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
