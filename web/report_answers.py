"""Answers of what reports are made of."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response

from data_access.warehouse import View, Warehouse
from domain.scope import Scope
from web import errors
from web.report_errors import ReportRefusedError


def answer_report(warehouse: Warehouse, scope: Callable[[], Scope], compute: Callable[[View], Response]) -> Response:
    """What ``compute`` answers of the newest Datenstand, or in words why there is no report."""
    try:
        return warehouse.answer(scope(), compute)
    except ReportRefusedError as error:
        return errors.answer(str(error), 400)
