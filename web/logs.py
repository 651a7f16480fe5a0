"""One structured line per event on standard error; selections and durations, never persons."""

from __future__ import annotations

import logging
import sys

import structlog


def configure(level: str) -> None:
    """JSON lines from ``level`` on, with a UTC time stamp."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        # The stream of the moment, not the one of start-up: whoever redirects standard error gets the lines.
        logger_factory=lambda *_names: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
