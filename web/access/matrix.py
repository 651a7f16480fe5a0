"""What every route and every callback needs: the one list of who may call what. What is not in it is refused."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from domain.rollen import Recht
from layouts.pages.registry import PAGES


class Need(Enum):
    """What is needed where no single right decides."""

    NOTHING = auto()
    LOGIN = auto()
    # The right of the page on which the card of the address stands.
    CARD = auto()
    # The right of the page to which the callback belongs.
    CALLBACK = auto()


Needed = Need | Recht

# Beside the figures themselves: who sees the page at all.
PAGE_RIGHTS: Mapping[str, Recht] = {
    "vorgaenge": Recht.VORGAENGE,
    "daten": Recht.DATEN,
    "einbettungen": Recht.WIDERRUFEN,
}

ENDPOINTS: Mapping[str, Needed] = {
    "healthz": Need.NOTHING,
    "readyz": Need.NOTHING,
    "healthz_deep": Recht.BETRIEB,
    "metrics": Recht.BETRIEB,
    "anmelden": Need.NOTHING,
    "anmelden_zurueck": Need.NOTHING,
    "abmelden": Need.NOTHING,
    "/": Need.LOGIN,
    "/<path:path>": Need.LOGIN,
    "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>": Need.LOGIN,
    "/_dash-dependencies": Need.LOGIN,
    "/_dash-layout": Need.LOGIN,
    "/_favicon.ico": Need.LOGIN,
    "/_reload-hash": Need.LOGIN,
    "_dash_assets.static": Need.LOGIN,
    "buendel": Need.LOGIN,
    "/_dash-update-component": Need.CALLBACK,
    "api.kennzahlen": Recht.ZAHLEN,
    "api.tabelle_as_csv": Recht.ZAHLEN,
    "api.tabelle_as_json": Recht.ZAHLEN,
    "api.tabelle_as_xlsx": Recht.ZAHLEN,
    "api.karte_csv": Need.CARD,
    "api.karte_json": Need.CARD,
    "api.karte_pptx": Need.CARD,
    "api.karte_xlsx": Need.CARD,
    "herunterladen": Need.CARD,
    # Which page and which cards these show they check themselves.
    "seite": Recht.ZAHLEN,
    "sammelmappe_abbildung": Need.CARD,
    "sammelmappe_datei": Recht.ZAHLEN,
    "folien_auffrischen": Recht.ZAHLEN,
    "faellig": Recht.VORGAENGE,
    # Who has the address of an embed needs no more than that.
    "einbettung": Need.NOTHING,
    # Whether the card may be seen it checks itself.
    "einbetten": Recht.EINBETTEN,
    "einbettungen": Recht.WIDERRUFEN,
    "einbettung_widerrufen": Recht.WIDERRUFEN,
    "feste_auswertung": Recht.ZAHLEN,
    "meldevorlage": Recht.ZAHLEN,
    "jahresbericht": Recht.ZAHLEN,
    "berichtstexte": Recht.ZAHLEN,
    "berichtstext_speichern": Recht.SCHREIBEN,
    "pruefnummer": Need.CARD,
    # Whether the card may be seen they check themselves, once the number has told which one it is.
    "pruefen": Recht.ZAHLEN,
    "api.pruefnummer": Recht.ZAHLEN,
    "ereignis_neu": Recht.SCHREIBEN,
    "ereignis_aendern": Recht.SCHREIBEN,
    "ereignis_entfernen": Recht.SCHREIBEN,
}

# Files of the program: the same bytes for everybody, and many of them to a page.
SAME_FOR_ALL = frozenset(
    {
        "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>",
        "/_favicon.ico",
        "_dash_assets.static",
        "buendel",
    }
)

_PAGE_OF_CARD = {card.slug: page.slug for page in reversed(PAGES.values()) for card in page.cards}
_SLUGS = frozenset(page.slug for page in PAGES.values())


def page_right(slug: str) -> Recht:
    """The right that a page needs."""
    return PAGE_RIGHTS.get(slug, Recht.ZAHLEN)


def card_right(slug: str) -> Recht:
    """The right of the page on which a card stands; that of the figures where there is no such card."""
    return page_right(_PAGE_OF_CARD.get(slug, ""))


def callback_right(output: str) -> Needed:
    """The right of the page whose ids begin with its name; callbacks of the frame need a log-in only."""
    slug = output.removeprefix("..").partition("--")[0]
    return page_right(slug) if slug in _SLUGS else Need.LOGIN


def needed(endpoint: str | None, card: str, output: str) -> Needed | None:
    """What a request needs; None where the list does not know it. No route at all (404) needs a log-in."""
    if endpoint is None:
        return Need.LOGIN
    need = ENDPOINTS.get(endpoint)
    if need is Need.CARD:
        return card_right(card)
    return callback_right(output) if need is Need.CALLBACK else need
