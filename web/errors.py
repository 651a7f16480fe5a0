"""Errors that reach the edge: a German sentence and a number for support, never a stack trace."""

from __future__ import annotations

from secrets import token_hex

import structlog
from dash.exceptions import DependencyException
from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from app_data.errors import AppDatabaseUnavailableError
from data_access.errors import DatabaseUnavailableError, NoDataError, NotProtectableError
from exports.slides.template import TemplateUnusableError
from layouts import messages, texts
from layouts.pages.plain import PLAIN_PAGES
from layouts.pages.registry import PAGES
from web import texts as web_texts

log = structlog.get_logger(__name__)


def register(server: Flask) -> None:
    """Turn every exception into ``{"fehler": …}`` with a fitting status."""

    @server.errorhandler(NoDataError)
    def _no_data(_error: NoDataError) -> Response:
        return answer(texts.NO_DATA, 404)

    @server.errorhandler(DatabaseUnavailableError)
    def _database(error: DatabaseUnavailableError) -> Response:
        return answer(messages.unavailable(error), 503)

    @server.errorhandler(AppDatabaseUnavailableError)
    def _app_database(_error: AppDatabaseUnavailableError) -> Response:
        return answer(texts.APP_DATABASE_DOWN, 503)

    @server.errorhandler(TemplateUnusableError)
    def _template(error: TemplateUnusableError) -> Response:
        log.error("slide_template_unusable", path=str(error.path))
        return answer(web_texts.TEMPLATE_UNUSABLE, 503)

    @server.errorhandler(NotProtectableError)
    def _not_protectable(error: NotProtectableError) -> Response:
        return answer(texts.not_protectable(error.violations), 400)

    @server.errorhandler(DependencyException)
    def _no_such_script(_error: DependencyException) -> Response:
        return answer(texts.HTTP_ERRORS[404], 404)

    @server.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response:
        code = error.code or 500
        response = answer(texts.HTTP_ERRORS.get(code, texts.HTTP_ERRORS[400]), code)
        # What belongs to the status, such as the allowed methods, stays; the body is ours.
        response.headers.extend((name, value) for name, value in error.get_headers() if name != "Content-Type")
        return response

    @server.after_request
    def _unknown_page(response: Response) -> Response:
        # Dash answers every address with its page; whoever asks by HTTP is told that there is none.
        if (
            response.status_code == 200
            and request.endpoint == "/<path:path>"
            and request.path not in {*PAGES, *PLAIN_PAGES}
        ):
            response.status_code = 404
        return response

    @server.errorhandler(Exception)
    def _unexpected(error: Exception) -> Response:
        number = token_hex(4)
        log.error("unexpected_error", number=number, exc_info=error)
        return answer(texts.UNEXPECTED.format(number=number), 500)


def answer(sentence: str, status: int) -> Response:
    """The JSON form of every error."""
    response = jsonify({"fehler": sentence})
    response.status_code = status
    return response
