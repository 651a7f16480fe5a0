"""One structured line per event on standard error; selections and durations, never persons."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_TOKEN = re.compile(r"/e/[^\s\"'?#]+")
# PostgreSQL repeats the values of a row that it does not take.
_DETAIL = re.compile(r"^DETAIL: .*$", re.MULTILINE)


def redact(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Addresses of embeds open them for whoever reads them, and values may name people: neither is in any line."""
    return {name: _redacted(value) if isinstance(value, str) else value for name, value in event.items()}


def _redacted(text: str) -> str:
    return _DETAIL.sub("DETAIL: …", _TOKEN.sub("/e/…", text))


def configure(level: str) -> None:
    """JSON lines from ``level`` on, with a UTC time stamp."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            redact,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        # The stream of the moment, not the one of start-up: whoever redirects standard error gets the lines.
        logger_factory=lambda *_names: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
