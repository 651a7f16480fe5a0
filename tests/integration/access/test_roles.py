"""What each role gets, held against the raw rows: every indicator for every Bereich, and every card and page."""

from __future__ import annotations

import orjson
import pytest

from cards.registry import CARDS
from domain.rollen import RECHTE, Recht, Rolle
from layouts.pages.registry import PAGES
from tests.house import BEREICHE, COUNTS, EXACT, LED, PERIOD, House, expected, is_exact, open_house
from web.access.matrix import card_right, page_right


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return open_house(tmp_path_factory.mktemp("roles"))


@pytest.mark.parametrize("rolle", [rolle for rolle in Rolle if Recht.ZAHLEN in RECHTE[rolle]])
def test_every_role_sees_of_every_bereich_what_the_raw_rows_give_it(house: House, rolle: Rolle):
    for bereich in ("", *BEREICHE):
        query = {**PERIOD, "vergleich": "ohne", **({"bereich": bereich} if bereich else {})}
        answer = house.ask("/api/v1/kennzahlen.json", rolle, **query).get_json()
        exact = is_exact(rolle, bereich)
        assert answer["auswahl"]["stufe"] == ("genau" if exact else "geschuetzt")
        found = {code: answer["kennzahlen"][code]["wert"] for code in COUNTS}
        assert found == {code: expected(bereich, code, exact) for code in COUNTS}


@pytest.mark.parametrize("rolle", [Rolle.PRAESENTATION, Rolle.TEAMLEITUNG])
def test_nobody_raises_themselves_to_exact_numbers(house: House, rolle: Rolle):
    others = ["", *(code for code in BEREICHE if not is_exact(rolle, code)), f"{LED},{BEREICHE[-1]}"]
    for bereich in others:
        query = {**PERIOD, "stufe": "genau", **({"bereich": bereich} if bereich else {})}
        answer = house.ask("/api/v1/kennzahlen.json", rolle, **query)
        assert (answer.status_code, "kennzahlen" in answer.get_json()) in ((403, False), (400, False))


@pytest.mark.parametrize("rolle", [None, *Rolle])
def test_every_card_and_page_is_given_to_those_who_have_its_right(house: House, rolle: Rolle | None):
    rights = RECHTE[rolle] if rolle else frozenset()
    query = {**PERIOD, "vergleich": "ohne", "bereich": LED}
    for slug in CARDS:
        answers = {
            house.ask(address, rolle, **query).status_code
            for address in (f"/api/v1/karten/{slug}.json", f"/herunterladen/{slug}.csv")
        }
        if card_right(slug) not in rights:
            assert answers == {403}, slug
        else:
            # A card may have nothing to say at the protected level, but it must say so.
            assert answers <= {200, 400, 403}, slug
            assert answers == {200} or rolle not in EXACT or slug in CASES, slug


CASES = {"faellig-liste", "vorgaenge"}


def test_single_cases_are_listed_to_whom_they_concern(house: House):
    query = {"von": "2018-01", "bis": "2021-12", "vergleich": "ohne", "bereich": LED}
    listed = {rolle: house.ask("/api/v1/karten/vorgaenge.json", rolle, **query) for rolle in (None, *Rolle)}
    allowed = {rolle for rolle, answer in listed.items() if answer.status_code == 200}
    assert allowed == {Rolle.QUALITAETSMANAGEMENT, Rolle.TEAMLEITUNG, Rolle.OMBUDSSTELLE}
    counts = {rolle: len(listed[rolle].get_json()["zeilen"]) for rolle in allowed}
    assert counts[Rolle.QUALITAETSMANAGEMENT] >= counts[Rolle.TEAMLEITUNG] > counts[Rolle.OMBUDSSTELLE] > 0


@pytest.mark.parametrize("rolle", [None, Rolle.PRAESENTATION, Rolle.TECHNIK])
def test_no_callback_of_a_page_answers_whom_the_page_is_not_for(house: House, rolle: Rolle | None):
    rights = RECHTE[rolle] if rolle else frozenset()
    for page in PAGES.values():
        body = {"output": f"..{page.slug}--titel.children...x.y..", "rolle": "leitung", "stufe": "genau"}
        answer = house.ask("/_dash-update-component", rolle, body)
        assert (answer.status_code == 403) == (page_right(page.slug) not in rights)


def test_the_pages_that_are_not_for_somebody_are_not_offered_to_them(house: House):
    def offered(rolle: Rolle) -> str:
        return orjson.dumps(house.ask("/_dash-layout", rolle).get_json()).decode()

    assert ['"/daten"' in offered(rolle) for rolle in (Rolle.QUALITAETSMANAGEMENT, Rolle.LEITUNG)] == [True, False]
    assert ['"/vorgaenge"' in offered(rolle) for rolle in (Rolle.TEAMLEITUNG, Rolle.PRAESENTATION)] == [True, False]
    assert "Angemeldet: ida · Qualitätsmanagement." in offered(Rolle.QUALITAETSMANAGEMENT)


@pytest.mark.parametrize("rolle", [rolle for rolle in Rolle if Recht.ZAHLEN in RECHTE[rolle]])
def test_forms_are_shown_to_those_who_may_write_alone(house: House, rolle: Rolle):
    frame = house.ask("/_dash-layout", rolle).get_json()["props"]
    assert (frame["className"] == "only-reads") == (Recht.SCHREIBEN not in RECHTE[rolle])
    written = house.ask("/eintragen/ereignis", rolle, {}).status_code
    assert (written == 403) == (Recht.SCHREIBEN not in RECHTE[rolle])
