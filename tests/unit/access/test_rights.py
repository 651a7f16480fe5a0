"""Who may call what, written down a second time: by what it gives, and by the roles that are meant to have it."""

from __future__ import annotations

import pytest

from cards.registry import CARDS
from domain.rollen import ALLE_RECHTE, RECHTE, Recht, Rolle, rechte
from layouts.pages.registry import PAGES
from web.access.matrix import (
    ENDPOINTS,
    SAME_FOR_ALL,
    Need,
    callback_right,
    card_right,
    needed,
    page_right,
)

HOUSE = {Rolle.LEITUNG, Rolle.QUALITAETSMANAGEMENT}
ROLES: dict[Recht, set[Rolle]] = {
    Recht.ZAHLEN: {*Rolle} - {Rolle.TECHNIK},
    Recht.VORGAENGE: {Rolle.QUALITAETSMANAGEMENT, Rolle.TEAMLEITUNG, Rolle.OMBUDSSTELLE},
    Recht.SCHREIBEN: HOUSE,
    Recht.EINBETTEN: HOUSE,
    Recht.WIDERRUFEN: HOUSE | {Rolle.TECHNIK},
    Recht.DATEN: {Rolle.QUALITAETSMANAGEMENT},
    Recht.BETRIEB: {Rolle.TECHNIK},
}
OPEN = {"healthz", "readyz", "anmelden", "anmelden_zurueck", "abmelden", "einbettung"}
PROGRAM = {
    "buendel",
    "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>",
    "_dash_assets.static",
    "/_favicon.ico",
}
FRAME = {"/", "/<path:path>", "/_dash-dependencies", "/_dash-layout", "/_reload-hash"}
BY_CARD = {
    "api.karte_csv", "api.karte_json", "api.karte_pptx", "api.karte_xlsx", "herunterladen", "sammelmappe_abbildung",
    "pruefnummer",
}  # fmt: skip
FIGURES = {
    "api.kennzahlen", "api.tabelle_as_csv", "api.tabelle_as_json", "api.tabelle_as_xlsx", "api.pruefnummer", "pruefen",
    "seite", "sammelmappe_datei", "folien_auffrischen", "feste_auswertung", "meldevorlage", "jahresbericht",
    "berichtstexte",
}  # fmt: skip
RIGHTS: dict[Recht, set[str]] = {
    Recht.ZAHLEN: FIGURES,
    Recht.VORGAENGE: {"faellig"},
    Recht.SCHREIBEN: {"ereignis_neu", "ereignis_aendern", "ereignis_entfernen", "berichtstext_speichern"},
    Recht.EINBETTEN: {"einbetten"},
    Recht.WIDERRUFEN: {"einbettungen", "einbettung_widerrufen"},
    Recht.DATEN: set(),
    Recht.BETRIEB: {"metrics", "healthz_deep"},
}


def test_each_right_is_with_the_roles_that_are_meant_to_have_it():
    assert {recht: {rolle for rolle in Rolle if recht in RECHTE[rolle]} for recht in Recht} == ROLES
    assert frozenset(ROLES) == ALLE_RECHTE
    assert rechte([Rolle.PRAESENTATION, Rolle.TECHNIK]) == {Recht.ZAHLEN, Recht.WIDERRUFEN, Recht.BETRIEB}
    assert rechte([]) == frozenset()


def test_roles_are_written_in_settings_as_they_always_were():
    assert [rolle.value for rolle in Rolle] == [
        "leitung", "qualitaetsmanagement", "teamleitung", "ombudsstelle", "praesentation", "technik"
    ]  # fmt: skip


def test_every_address_needs_what_it_gives():
    expected = {
        **dict.fromkeys(OPEN, Need.NOTHING),
        **dict.fromkeys(PROGRAM | FRAME, Need.LOGIN),
        **dict.fromkeys(BY_CARD, Need.CARD),
        "/_dash-update-component": Need.CALLBACK,
        **{endpoint: recht for recht, endpoints in RIGHTS.items() for endpoint in endpoints},
    }
    assert dict(ENDPOINTS) == expected
    assert SAME_FOR_ALL == PROGRAM


def test_an_address_that_is_not_listed_is_refused_and_none_at_all_needs_a_log_in():
    assert needed("something-new", "", "") is None
    assert needed(None, "", "") is Need.LOGIN


@pytest.mark.parametrize("endpoint", sorted(BY_CARD))
def test_a_card_needs_the_right_of_its_page(endpoint: str):
    of_cases, of_data = set(), set()
    for slug in CARDS:
        need = needed(endpoint, slug, "..daten--x.y..")
        of_cases |= {slug} if need is Recht.VORGAENGE else set()
        of_data |= {slug} if need is Recht.DATEN else set()
        assert need in (Recht.ZAHLEN, Recht.VORGAENGE, Recht.DATEN)
    assert of_cases == {card.slug for card in PAGES["/vorgaenge"].cards}
    assert of_data == {card.slug for card in PAGES["/daten"].cards}
    assert card_right("no-such-card") is Recht.ZAHLEN


def test_a_callback_needs_the_right_of_its_page():
    for page in PAGES.values():
        for output in (f"{page.slug}--titel.children", f"..{page.slug}--titel.children...x.y.."):
            assert callback_right(output) is needed("/_dash-update-component", "vorgaenge", output)
            assert callback_right(output) is page_right(page.slug)
    # What only looks like a page is a part of the frame.
    for output in ("", "seite.children", "..seite.children..", "vorgaenge-.x", "x--vorgaenge.y", "x.vorgaenge--y"):
        assert callback_right(output) is Need.LOGIN


def test_pages_of_cases_and_data_are_for_few():
    rights = {slug: page_right(slug) for slug in (*(page.slug for page in PAGES.values()), "einbettungen", "new")}
    assert {slug: recht for slug, recht in rights.items() if recht is not Recht.ZAHLEN} == {
        "vorgaenge": Recht.VORGAENGE,
        "daten": Recht.DATEN,
        "einbettungen": Recht.WIDERRUFEN,
    }
