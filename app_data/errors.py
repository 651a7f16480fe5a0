"""What can keep the application's own database from answering; the callers turn it into a German sentence."""

from __future__ import annotations


class AppDatabaseUnavailableError(Exception):
    """The database refused, timed out, broke off, or belongs to a newer version of the application."""
