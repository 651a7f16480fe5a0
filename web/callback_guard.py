"""Refuses callback requests that no page of ours sends, before Dash stumbles over them."""

from __future__ import annotations

from typing import Any

import orjson
from dash import Dash
from flask import Response, jsonify, request

from layouts import texts

PATH = "/_dash-update-component"


def install(app: Dash) -> None:
    """Answer 400 with a German sentence to every callback body that does not fit a registered callback."""

    @app.server.before_request
    def _check() -> Response | None:
        if request.path != PATH or request.method != "POST":
            return None
        if is_known(_body(), app.callback_map):
            return None
        response = jsonify({"fehler": texts.BAD_CALLBACK})
        response.status_code = 400
        return response


def _body() -> Any:
    """The JSON of the request; None where it cannot be read or holds half a character, which no answer could repeat."""
    try:
        # Stricter than the reader that Dash uses and that fills the cache of ``get_json``.
        orjson.loads(request.get_data())
        return request.get_json(silent=True)
    except (orjson.JSONDecodeError, RecursionError):
        return None


def is_known(body: Any, callbacks: dict[str, Any]) -> bool:
    """Whether ``body`` names a registered callback with exactly its inputs and states."""
    if not isinstance(body, dict) or not isinstance(body.get("output"), str):
        return False
    callback = callbacks.get(body["output"])
    if callback is None or not _outputs_fit(body.get("outputs"), body["output"]):
        return False
    changed = body.get("changedPropIds", [])
    return (
        _same_properties(body.get("inputs"), callback["inputs"])
        and _same_properties(body.get("state", []), callback["state"])
        and isinstance(changed, list)
        and all(isinstance(name, str) and "." in name for name in changed)
    )


def _same_properties(given: Any, registered: list[dict[str, Any]]) -> bool:
    if not isinstance(given, list) or len(given) != len(registered):
        return False
    return all(
        isinstance(item, dict) and item.get("id") == expected["id"] and item.get("property") == expected["property"]
        for item, expected in zip(given, registered, strict=True)
    )


def _outputs_fit(given: Any, output: str) -> bool:
    """Dash names several outputs ``..a.x...b.y..`` and sends the same as a list of objects."""
    if output.startswith(".."):
        names = output.strip(".").split("...")
        return isinstance(given, list) and [_name(item) for item in given] == names
    return isinstance(given, dict) and _name(given) == output


def _name(item: Any) -> str:
    return f"{item.get('id')}.{item.get('property')}" if isinstance(item, dict) else ""
