"""The page Folien auffrischen: a file is chosen, the browser sends it and shows what came of it."""

from __future__ import annotations

import json

from dash import html

from data_access.catalog import Catalog
from exports.slides.upload import LARGEST_BYTES
from layouts import texts

MEGABYTES = LARGEST_BYTES // 1_000_000
SEND_TO = "/folien/auffrischen"
_FIELD, _HINT = "folien-datei", "folien-hinweis"


def content(_catalog: Catalog) -> html.Div:
    """What it does, the form, and the place for the report."""
    sentences = {code: sentence.format(megabytes=MEGABYTES) for code, sentence in texts.REFRESH_SENTENCES.items()}
    sentences["herunterladen"] = texts.REFRESH_DOWNLOAD
    # Dash has no file field that a form of the page could read; a plain one is made in the browser.
    field = html.Div(
        [
            html.Label(texts.REFRESH_FILE.format(megabytes=MEGABYTES), htmlFor=_FIELD, className="form-label"),
            html.Div(className="slide-file", **{"data-field": _FIELD, "data-described": _HINT}),
        ],
        className="field",
    )
    button = html.Button(texts.REFRESH_BUTTON, type="submit", className="filter-button strong")
    form = html.Form(
        [field, html.Div(button, className="form-buttons")],
        className="slide-form",
        **{
            "data-slides": SEND_TO,
            "data-most": str(LARGEST_BYTES),
            "data-texts": json.dumps(sentences, ensure_ascii=False),
        },
    )
    return html.Div(
        [
            html.Div([html.P(sentence) for sentence in texts.REFRESH_ABOUT], id=_HINT, className="page-about"),
            form,
            html.P(role="status", className="slide-status form-status"),
            html.Div(className="slide-report"),
        ]
    )
