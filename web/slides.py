"""Slides on the template of this house, for all routes that give some."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from flask import Flask, current_app

from exports.card_file import CardFile
from exports.pptx import deck
from settings import Settings

PPTX_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_EXTENSION = "krm_pptx_template"


def install(server: Flask, settings: Settings) -> None:
    """Remember which template the slides of this server stand on."""
    server.extensions[_EXTENSION] = Path(settings.pptx_template) if settings.pptx_template else None


def slides(files: Sequence[CardFile], title: str = "") -> bytes:
    """A deck of the cards in their order; only inside of a request.

    Raises ``TemplateUnusableError`` where ``KRM_PPTX_TEMPLATE`` names a file that cannot carry figures.
    """
    return deck(files, current_app.extensions.get(_EXTENSION), title)
