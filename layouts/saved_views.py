"""The menu of named views; they are kept in the browser, which fills the list."""

from __future__ import annotations

import json

import dash_bootstrap_components as dbc
from dash import html

from layouts import ids, texts

LONGEST_NAME = 60


def menu() -> html.Details:
    """Save the current address under a name, open, delete, choose one as the start."""
    field = dbc.Input(id=ids.VIEW_NAME, type="text", autocomplete="off", maxlength=LONGEST_NAME, size="sm")
    label = dbc.Label(texts.VIEW_NAME, html_for=ids.VIEW_NAME)
    save = html.Button(texts.SAVE, type="button", className="filter-button", **{"data-view-save": "1"})
    standard = html.Button(texts.VIEW_STANDARD, type="button", className="quiet", **{"data-view-standard": "1"})
    panel = html.Div(
        [
            html.P(texts.VIEWS_KEPT, className="dialog-hint"),
            html.Div(className="views-list"),
            html.Div([label, html.Div([field, save])], className="view-new"),
            standard,
            html.P(role="status", className="views-status"),
        ],
        className="dropdown-panel",
    )
    summary = html.Summary(texts.VIEWS)
    return html.Details(
        [summary, panel],
        id=ids.VIEWS,
        className="dropdown-filter saved-views",
        **{"data-texts": json.dumps(texts.VIEW_SENTENCES, ensure_ascii=False)},
    )
