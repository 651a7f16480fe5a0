"""The page "Einbettungen": what was given away, its addresses, and the way to revoke it; the browser fills the list."""

from __future__ import annotations

import json
from typing import Any

from dash import html

from data_access.catalog import Catalog
from layouts import texts

PATH, SLUG = "/einbettungen", "einbettungen"


def content(_catalog: Catalog) -> list[Any]:
    """What embeds are, a place for what happened, and the empty list."""
    sentences = json.dumps(texts.EMBED_SENTENCES, ensure_ascii=False)
    return [
        html.P(texts.EMBEDS_ABOUT, className="collection-hint"),
        html.P(role="status", className="form-status", id="einbettungen-meldung"),
        html.P(texts.EMBEDS_EMPTY, className="message", id="einbettungen-leer", hidden=True),
        html.Ol(className="embed-list", id="einbettungen-liste", **{"data-texts": sentences}),
    ]
