"""Scripts, links and formulas in every text column: imported through real files, they stay text in every file."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from cards.registry import CARDS
from layouts.pages.registry import PAGES
from tests.planted import (
    PAYLOADS,
    UNDERSTOOD,
    faults,
    planted_client,
    planted_delivery,
    query,
    text_columns,
    texts_in,
    year,
)
from tests.sizes import size

# The Bericht and the pages that show most texts of their own.
SLUGS = size(2, len(PAGES), len(PAGES))
ENDINGS = ("xlsx", "pptx", "docx")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """The application over the planted delivery."""
    return planted_client(tmp_path_factory.mktemp("planted"))


def content(client: FlaskClient, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.text)
    return answer.data


def test_every_text_column_of_the_contract_is_planted():
    _, _, planted = planted_delivery()
    assert planted.keys() == text_columns() - UNDERSTOOD
    assert len({payload for texts in planted.values() for payload in texts}) > 3 * len(PAYLOADS)


def test_no_cell_of_any_csv_file_computes(client: FlaskClient):
    seen = ""
    for slug in CARDS:
        german = content(client, f"/herunterladen/{slug}.csv?{query()}")
        seen += texts_in(german, "csv")
        assert faults(german, "csv") == [], slug
    for slug in [*CARDS][:: size(8, 1, 1)]:
        assert faults(content(client, f"/api/v1/karten/{slug}.csv?{query()}"), "csv") == [], slug
    assert all(f"{table}.name" in seen for table in ("bereich", "thema", "kanal", "personenkreis"))
    assert "ereignis.titel" in seen
    assert "anliegen.aktenzeichen" in seen


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("slug", sorted((page.slug for page in PAGES.values()), key=lambda s: s != "vorgaenge")[:SLUGS])
def test_no_file_of_a_page_computes_or_leads_anywhere(client: FlaskClient, slug: str, ending: str):
    made = content(client, f"/herunterladen/seite/{slug}.{ending}?{query()}")
    assert faults(made, ending) == []
    assert any(word in texts_in(made, ending) for word in ("xss()", "boese.example", "calc"))


def test_no_report_computes_or_leads_anywhere(client: FlaskClient):
    word = content(client, f"/berichte/jahresbericht.docx?jahr={year()}")
    assert faults(word, "docx") == []
    assert PAYLOADS[0] in texts_in(word, "docx")
    for address in (f"feste-auswertung.xlsx?jahr={year()}", f"meldevorlage.xlsx?{form()}"):
        assert faults(content(client, f"/berichte/{address}"), "xlsx") == [], address
    calendar = content(client, "/herunterladen/faellig.ics").decode()
    assert calendar.count("BEGIN:VCALENDAR") == 1


def form() -> str:
    lieferung, _, _ = planted_delivery(20)
    return f"jobcenter={lieferung['jobcenter'][0]['code']}&von={year()}-01&bis={year()}-12"


def test_no_collected_figure_computes_whatever_it_is_called(client: FlaskClient):
    listed = [
        {"karte": "matrix", "auswahl": query(), "titel": payload[:150]} for payload in PAYLOADS[: size(4, 20, 20)]
    ]
    for ending in ENDINGS:
        answer = client.post(f"/sammelmappe.{ending}", json={"abbildungen": listed})
        assert answer.status_code == 200, answer.text
        assert faults(answer.data, ending) == []


def test_an_embed_shows_hostile_names_as_text(client: FlaskClient):
    for slug in ("kanaele", "matrix", "eingaenge")[: size(1, 3, 3)]:
        issued = client.post(f"/einbetten/{slug}?{query()}", json={})
        assert issued.status_code == 200, issued.text
        page = content(client, issued.get_json()["adresse"]).decode()
        picture: Any = client.get(f"{issued.get_json()['adresse']}.svg")
        for text in (page, picture.text):
            assert "<img src=x" not in text
            assert "<script" not in text
            assert "<a href=" not in text
            assert "onload=xss()>" not in text
