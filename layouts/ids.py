"""Names of the components, in one place."""

from __future__ import annotations

ADDRESS = "adresse"
PAGE = "seite"
STAND = "datenstand"
NAV = "navigation"
TROUBLE = "stoerung"
VIEWS = "ansichten"
VIEW_NAME = "ansicht-name"
COMMAND = "befehl"
COMMAND_TITLE = "befehl-titel"
COMMAND_TEXT = "befehl-text"
COMMAND_QUESTION = "befehl-frage"
COMMAND_ANSWER = "befehl-antwort"
COMMAND_TARGET = "befehl-ziel"
COMMAND_DONE = "befehl-fertig"
# The page of the cases.
CASES_PATH = "/vorgaenge"
REPORTS = "berichte"
REPORTS_PATH = "/berichte"
SLIDES = "folien"
SLIDES_PATH = "/folien"
COLLECTION = "sammelmappe"
SHARE_TEXTS = "weitergeben"
COLLECTION_PATH = "/sammelmappe"
# On every page: what the server answers to its selection.
ANSWER = "antwort"
FILTER = "filter"


def on_page(page: str, name: str) -> str:
    """Id of a part of a page; every page has its own, so that every page has its own callback."""
    return f"{page}--{name}"


def on_card(page: str, card: str, part: str) -> str:
    """Id of a part of a card on a page."""
    return f"{page}--{card}--{part}"
