"""What a browser sends when the selection of a page has changed."""

from __future__ import annotations

from typing import Any

from dash import Dash

from layouts import ids


def question(app: Dash, slug: str, query: str) -> dict[str, Any]:
    """Body of the one request for page ``slug`` and the query text of a selection."""
    selected = ids.on_page(slug, "auswahl")
    asked = next(
        name
        for name, callback in app.callback_map.items()
        if [given["id"] for given in callback["inputs"]] == [selected]
    )
    place, prop = asked.rsplit(".", 1)
    return {
        "output": asked,
        "outputs": {"id": place, "property": prop},
        "inputs": [{"id": selected, "property": "data", "value": query}],
        "changedPropIds": [f"{selected}.data"],
        "state": [],
    }
