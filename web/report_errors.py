"""What keeps a report from being made."""

from __future__ import annotations


class ReportRefusedError(Exception):
    """A report cannot be made as it was asked for; the text is a German sentence."""
