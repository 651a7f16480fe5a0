"""Word documents with real headings, tables and native charts that can be edited."""

from __future__ import annotations

from exports.word.collection import document
from exports.word.writer import docx

__all__ = ["document", "docx"]
