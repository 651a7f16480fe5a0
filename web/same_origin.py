"""Whether a request that changes something comes from one of our own pages, and its JSON body."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import request
from werkzeug.exceptions import BadRequest, Forbidden, RequestEntityTooLarge, UnsupportedMediaType

LONGEST_BODY = 20_000


def own_json(longest: int = LONGEST_BODY) -> dict[str, Any]:
    """The object of at most ``longest`` bytes that one of our pages sent; raises 400, 403, 413 or 415.

    Browsers say where a request comes from, and another page cannot send this type of content without being asked.
    """
    require_own_page()
    if request.mimetype != "application/json":
        raise UnsupportedMediaType
    if (request.content_length or 0) > longest:
        raise RequestEntityTooLarge
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise BadRequest
    return body


def require_own_page() -> None:
    """Raise 403 for a request that another page made a browser send."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site not in (None, "same-origin") or (origin is not None and urlsplit(origin).netloc != request.host):
        raise Forbidden
