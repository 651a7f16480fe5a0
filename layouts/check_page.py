"""The page "Zahl prüfen": a field for a check number, and places that the browser fills with the answer."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from data_access.catalog import Catalog
from layouts import texts

PATH, SLUG = "/pruefen", "pruefen"
FIELD = "pruefen-nummer"
LONGEST_TYPED = 80


def content(_catalog: Catalog) -> list[Any]:
    """The form and the empty answer."""
    field = dbc.Input(id=FIELD, type="text", autocomplete="off", maxlength=LONGEST_TYPED, size="sm")
    button = html.Button(texts.CHECK, type="submit", className="filter-button strong")
    form = html.Form(
        [
            html.Div([dbc.Label(texts.CHECK_FIELD, html_for=FIELD), field], className="field"),
            button,
            html.P(texts.CHECK_HINT, className="field-hint", id="pruefen-hinweis"),
        ],
        id="pruefen-formular",
        className="check-form",
        **{"data-empty": texts.CHECK_EMPTY, "data-failed": texts.NO_ANSWER},
    )
    return [
        # Parameters of this page alone: they do not go along to another one.
        html.P(texts.CHECK_ABOUT, className="check-about", **{"data-own": '["nr"]'}),
        form,
        html.P(role="status", className="form-status", id="pruefen-meldung"),
        _answer(),
    ]


def _answer() -> html.Section:
    tables = [
        html.Div(
            [html.H3(heading), html.Div(id=f"pruefen-{name}", className="table-place")],
            hidden=True,
            **{"data-check": name},
        )
        for name, heading in (
            ("unterschiede", texts.CHECK_DIFFERENCES),
            ("damals", texts.CHECK_THEN),
            ("heute", texts.CHECK_NOW),
        )
    ]
    link = html.A(texts.CHECK_LINK, href="/", id="pruefen-verweis", hidden=True, **{"data-inside": "1"})
    return html.Section(
        [
            html.H2(id="pruefen-titel", tabIndex="-1"),
            html.P(id="pruefen-untertitel", className="subtitle"),
            html.P(id="pruefen-worte", className="check-words"),
            html.Dl(id="pruefen-angaben", className="check-facts"),
            html.P(link),
            *tables,
        ],
        id="pruefen-antwort",
        className="krm-card wide",
        hidden=True,
        **{"aria-labelledby": "pruefen-titel"},
    )
