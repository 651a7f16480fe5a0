"""The page of the Sammelmappe: its entries are kept in the browser, which fills the list."""

from __future__ import annotations

import json
from typing import Any

from dash import html

from data_access.catalog import Catalog
from layouts import ids, texts

FORMATS = (("pptx", "PowerPoint"), ("xlsx", "Excel"), ("docx", "Word"))
MOST = 40
LONGEST_TITLE = 120


def header_link() -> html.A:
    """The link in the header, with the number of figures once there are some."""
    return html.A(
        [texts.COLLECTION, html.Span(className="collection-count")],
        href=ids.COLLECTION_PATH,
        className="collection-link",
        **{"data-nav": ids.COLLECTION_PATH},
    )


def content(_catalog: Catalog) -> list[Any]:
    """Tools, a place for what they say, and the empty list."""
    files = [
        html.Button(name, type="button", className="filter-button", **{"data-collection-file": ending})
        for ending, name in FORMATS
    ]
    present = html.Button(texts.PRESENT, type="button", className="filter-button", **{"data-collection-present": "1"})
    clear = html.Button(texts.COLLECTION_CLEAR, type="button", className="quiet", **{"data-collection-clear": "1"})
    return [
        html.P(texts.COLLECTION_KEPT, className="collection-hint"),
        html.Div([*files, present, clear], className="collection-tools", role="group", **{"aria-label": texts.GIVE_ON}),
        html.Div(
            [
                html.P(role="status", className="collection-status"),
                html.Progress(max="1", value="0", hidden=True, **{"aria-label": texts.COLLECTION_PROGRESS}),
            ],
            className="collection-progress",
        ),
        html.P(texts.COLLECTION_EMPTY, className="collection-empty message", hidden=True),
        html.Ol(className="collection-list"),
        html.P(
            [texts.REFRESH_HINT, " ", html.A(texts.REFRESH, href=ids.SLIDES_PATH, **{"data-inside": "1"})],
            className="collection-refresh",
        ),
        html.Div(
            className="collection-texts",
            hidden=True,
            **{"data-texts": json.dumps(texts.COLLECTION_SENTENCES, ensure_ascii=False)},
        ),
    ]
