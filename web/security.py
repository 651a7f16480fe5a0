"""Headers of every answer (nothing from outside, no frame around us, no eval) and the names we answer to."""

from __future__ import annotations

from functools import cache

from dash import Dash
from flask import Response, request
from werkzeug.exceptions import SecurityError

from web import errors, texts

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    # Severs the tie to any window that a chart library might open to upload data.
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def install(app: Dash, hosts: list[str]) -> None:
    """Add the security headers to every response of the dashboard, and answer only requests addressed to ``hosts``."""
    # A foreign page whose name has been made to point here must not read what is meant for this machine alone.
    app.server.config["TRUSTED_HOSTS"] = hosts

    @app.server.before_request
    def _own_name() -> Response | None:
        if isinstance(request.routing_exception, SecurityError):
            return errors.answer(texts.HOST_UNKNOWN, 400)
        return None

    @cache
    def policy() -> str:
        # Hashes are known only after all callbacks are registered, hence not before the first request.
        return content_security_policy(app.csp_hashes())

    @app.server.after_request
    def _headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", policy())
        return response


def content_security_policy(script_hashes: list[str]) -> str:
    """The policy; styles may be inline because charts set them, scripts only where their hash is known."""
    scripts = " ".join(["'self'", *script_hashes])
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )
