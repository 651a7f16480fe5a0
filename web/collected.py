"""The body of a request for the file of a collection, read once and never trusted."""

from __future__ import annotations

from typing import Any

import orjson
from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

LONGEST_BODY = 200_000


def collected_body() -> Any:
    """The JSON that a browser sent, whatever it is; None where it is none. Raises 413."""
    if (request.content_length or 0) > LONGEST_BODY:
        raise RequestEntityTooLarge
    try:
        # Stricter than the reader of Flask: it cannot be made to run out of stack.
        return orjson.loads(request.get_data())
    except orjson.JSONDecodeError:
        return None


def collected_cards() -> list[tuple[str, str]]:
    """Cards and selections of the list, as far as it can be read."""
    body = collected_body()
    listed = body.get("abbildungen") if isinstance(body, dict) else None
    entries = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return [(str(one.get("karte")), str(one.get("auswahl"))) for one in entries]
