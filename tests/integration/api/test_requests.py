"""What the public interface refuses, how it says so, and how its answers may be cached."""

from __future__ import annotations

from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from data_access.engine import writing_engine
from data_access.migrate import migrate
from domain.kennzahlen import KENNZAHLEN
from domain.merkmale import MERKMALE
from domain.scope import Scope, Stufe
from exports.xlsx import TooManyRowsError
from tests.api_server import ApiServer, api_server, load, settings_in
from tests.random_data import random_delivery

LONG = "x" * 61

# Query of tabelle.json without the Kennzahl, and what the sentence must name.
REFUSED = [
    ("farbe=rot", ["Unbekannter Parameter „farbe“."]),
    ("farbe=", ["„farbe“"]),
    ("Kanal=email", ["Unbekannter Parameter „Kanal“."]),
    ("kanal=email,trommel", ["Unbekannter Wert „trommel“ für „kanal“."]),
    ("kanal=offen", ["„offen“", "„kanal“"]),
    ("ombudsstelle=ohne", ["„ohne“", "„ombudsstelle“"]),
    ("bewertung=ohne", ["„ohne“", "„bewertung“"]),
    ("zeitbezug=gestern", ["„gestern“", "„zeitbezug“"]),
    ("vergleich=vorjahr,ohne", ["„vorjahr,ohne“", "„vergleich“"]),
    ("vergleich=vorjahr&vergleich=ohne", ["„vergleich“", "mehrfach", "„vorjahr, ohne“"]),
    ("von=2020-13&bis=2020-12", ["„von“ ist kein Monat", "„2020-13“"]),
    ("von=2020-1&bis=2020-12", ["„2020-1“"]),
    ("von=1989-12&bis=2020-12", ["„1989-12“", "1990-01 bis 2100-12"]),
    ("von=2020-01", ["„bis“ fehlt"]),
    ("von=&bis=2020-12", ["„von“ fehlt"]),
    ("von=2020-12&bis=2020-01", ["„von“ liegt nach „bis“", "2020-12 – 2020-01"]),
    ("nach=farbe", ["Unbekanntes Merkmal „farbe“", "monat", "bewertung"]),
    ("nach=kanal,kanal", ["Merkmal „kanal“ steht mehrfach in „nach“."]),
    ("nach=kanal&nach=kanal", ["Merkmal „kanal“ steht mehrfach in „nach“."]),
    ("nach=kanal,art,thema,monat", ["„nach“ nennt 4 Merkmale", "höchstens 3"]),
    ("ebene=2", ["„2“", "„ebene“"]),
    ("ebene=01", ["„01“", "„ebene“"]),
    ("stufe=streng", ["„streng“", "„stufe“"]),
    ("stufe=geschuetzt&von=2020-01&bis=2020-02", ["geschützt nicht verfügbar", "ein ganzes Quartal"]),
    ("stufe=geschuetzt&kanal=fax,email", ["geschützt nicht verfügbar", "Von Kanal kann nur ein Wert"]),
    ("stufe=geschuetzt&kanal=fax&nach=art,thema,monat", ["geschützt nicht verfügbar", "höchstens 3 Merkmale"]),
    ("farbe=rot&kanal=trommel&nach=x&ebene=9", ["„farbe“", "„trommel“", "„x“", "„9“"]),
    (f"kanal={LONG}", [f"„{LONG[:60]}…“"]),
    (f"{LONG}=1", [f"„{LONG[:60]}…“"]),
    ("kanal=%00", ["„\x00“", "„kanal“"]),
    ("kanal=%ff%fe", ["„kanal“"]),
]


@pytest.mark.parametrize(("query", "named"), REFUSED)
@pytest.mark.parametrize("ending", ["json", "csv", "xlsx"])
def test_what_is_unknown_is_refused_by_name_in_every_format(
    reference: ApiServer, ending: str, query: str, named: list[str]
):
    response = reference.raw(f"tabelle.{ending}", f"kennzahl=lob&{query}".encode())

    assert response.status_code == 400
    assert set(response.get_json()) == {"fehler"}
    assert [part for part in named if part not in response.get_json()["fehler"]] == []
    assert LONG not in response.get_json()["fehler"]


def test_the_same_fault_is_told_once(reference: ApiServer):
    response = reference.raw("kennzahlen.json", b"&".join([b"farbe=rot"] * 300 + [b"kanal=trommel"]))

    assert response.get_json() == {"fehler": "Unbekannter Parameter „farbe“. Unbekannter Wert „trommel“ für „kanal“."}


@pytest.mark.parametrize("query", ["", "kennzahl=", "kennzahl=%20", "nach=kanal"])
def test_a_missing_indicator_is_refused_with_all_that_there_are(reference: ApiServer, query: str):
    response = reference.raw("tabelle.json", query.encode())

    assert response.status_code == 400
    assert "„kennzahl“ fehlt" in response.get_json()["fehler"]
    assert [code for code in KENNZAHLEN if code not in response.get_json()["fehler"]] == []


@pytest.mark.parametrize("query", ["kennzahl=umsatz", "kennzahl=lob,ideen", "kennzahl=Lob"])
def test_an_unknown_indicator_is_refused_by_name(reference: ApiServer, query: str):
    response = reference.raw("tabelle.json", query.encode())

    assert response.status_code == 400
    assert f"Unbekannte Kennzahl „{query.removeprefix('kennzahl=')}“" in response.get_json()["fehler"]


def test_two_indicators_are_refused_even_if_they_are_the_same(reference: ApiServer):
    response = reference.raw("tabelle.json", b"kennzahl=lob&kennzahl=lob")

    assert response.status_code == 400
    assert "genau eine Kennzahl" in response.get_json()["fehler"]


@pytest.mark.parametrize("parameter", ["kennzahl=lob", "nach=kanal", "ebene=1"])
def test_parameters_of_a_breakdown_are_unknown_to_the_list_of_indicators(reference: ApiServer, parameter: str):
    response = reference.raw("kennzahlen.json", parameter.encode())

    assert response.status_code == 400
    assert f"Unbekannter Parameter „{parameter.split('=')[0]}“." in response.get_json()["fehler"]


@pytest.mark.parametrize(
    "query", [b"kanal=email&kanal=fax", b"kanal=email,,fax", b"kanal=%20email%20,fax&thema=&von=&bis="]
)
def test_repeated_and_empty_lists_are_one_list(reference: ApiServer, query: bytes):
    assert reference.raw("kennzahlen.json", query).get_json()["auswahl"]["kanal"] == ["email", "fax"]


@pytest.mark.parametrize("merkmal", MERKMALE)
def test_every_dimension_breaks_down_every_kind_of_indicator(reference: ApiServer, merkmal: str):
    for kennzahl in ("kundenreaktionen", "lob", "laufzeit_median", "petitionen"):
        rows = reference.json("tabelle.json", kennzahl=kennzahl, nach=merkmal)["zeilen"]

        assert rows
        assert all(isinstance(row[merkmal], str) for row in rows)


@pytest.mark.parametrize(
    "path",
    [
        "/api",
        "/api/",
        "/api/v1",
        "/api/v2/kennzahlen.json",
        "/api/v1/tabelle",
        "/api/v1/tabelle.pdf",
        "/api//v1/kennzahlen.json",
        "/api/v1/kennzahlen.json/",
        "/api/%ff",
        "/api/<b>",
    ],
)
def test_addresses_that_do_not_exist_answer_404_as_json(reference: ApiServer, path: str):
    response = reference.client.get(path)

    assert response.status_code == 404
    assert response.get_json() == {"fehler": "Diese Adresse gibt es nicht."}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("path", ["/api/v1/kennzahlen.json", "/api/v1/tabelle.csv", "/api/v1/x"])
def test_other_methods_answer_405_as_json(reference: ApiServer, method: str, path: str):
    response = reference.client.open(path, method=method)

    assert response.status_code == 405
    assert response.get_json() == {"fehler": "Diese Adresse nimmt keine Anfragen dieser Art an."}
    assert set(response.allow) == {"GET", "HEAD"}


def test_a_head_request_gets_the_headers_alone(reference: ApiServer):
    response = reference.client.head("/api/v1/kennzahlen.json")

    assert response.status_code == 200
    assert response.data == b""
    assert response.content_type == "application/json"


@pytest.mark.parametrize("file", ["kennzahlen.json", "tabelle.json", "tabelle.csv", "tabelle.xlsx"])
def test_an_unchanged_answer_is_not_sent_twice(reference: ApiServer, file: str):
    question = {} if file == "kennzahlen.json" else {"kennzahl": "lob", "nach": "kanal"}
    first = reference.get(file, **question)
    query = "&".join(f"{name}={value}" for name, value in question.items())

    again = reference.client.get(f"/api/v1/{file}?{query}", headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "private, no-cache"
    assert (again.status_code, again.data) == (304, b"")
    assert reference.get(file, **question, von="2019-01", bis="2019-12").headers["ETag"] != first.headers["ETag"]


def test_errors_must_be_asked_for_again_as_well(reference: ApiServer):
    response = reference.get("tabelle.json")

    assert response.headers["Cache-Control"] == "private, no-cache"
    assert "ETag" not in response.headers


def test_a_new_import_is_answered_at_once_under_the_same_address(tmp_path: Path):
    settings = settings_in(tmp_path)
    lieferung, datenstand = random_delivery(7)
    load(settings, lieferung, datenstand)
    server = api_server(settings)
    period = {"von": "2018-01", "bis": "2021-12"}
    before = server.get("kennzahlen.json", **period)
    added = lieferung["anliegen"][0] | {"lfd_nr": 99}
    reaction = next(r for r in lieferung["kundenreaktion"] if r["aktenzeichen"] == added["aktenzeichen"])
    lieferung["kundenreaktion"].append(reaction | {"aktenzeichen": "neu", "status": "offen", "erledigt_am": None})
    lieferung["anliegen"].append(added | {"aktenzeichen": "neu", "jobcenter": reaction["jobcenter"]})

    load(settings, lieferung, datenstand)
    after = server.get("kennzahlen.json", **period)

    def counts(response: TestResponse) -> list[int]:
        return [response.get_json()["kennzahlen"][code]["wert"] for code in ("kundenreaktionen", "anliegen")]

    assert counts(after) == [count + 1 for count in counts(before)]
    assert after.headers["ETag"] != before.headers["ETag"]


def test_a_table_too_long_for_excel_is_refused_with_the_way_out(reference: ApiServer):
    with reference.server.test_request_context("/api/v1/tabelle.xlsx?kennzahl=lob"):
        refused = reference.server.make_response(reference.server.handle_user_exception(TooManyRowsError(2_000_000)))

    assert refused.status_code == 400
    assert "2.000.000 Zeilen" in refused.get_json()["fehler"]
    assert "höchstens 1.048.575" in refused.get_json()["fehler"]


@pytest.mark.parametrize("file", ["kennzahlen.json", "tabelle.json", "tabelle.xlsx"])
def test_without_a_database_or_an_import_there_is_a_404_that_says_what_to_do(tmp_path: Path, file: str):
    settings = settings_in(tmp_path)
    server = api_server(settings)

    missing = server.get(file, kennzahl="lob")
    engine = writing_engine(settings.krm_url)
    migrate(engine)
    engine.dispose()
    empty = server.get(file, kennzahl="lob")

    assert (missing.status_code, empty.status_code) == (404, 404)
    assert missing.get_json() == empty.get_json()
    assert "noch keine Daten geladen" in empty.get_json()["fehler"]


def test_a_broken_database_is_told_without_its_insides(tmp_path: Path):
    settings = settings_in(tmp_path)
    (tmp_path / "krm.sqlite").write_bytes(b"no database at all" * 100)

    response = api_server(settings).get("kennzahlen.json")

    assert response.status_code == 503
    assert "nicht erreichbar" in response.get_json()["fehler"]
    assert not [word for word in ("SELECT", "sqlite", "Error", "Traceback", str(tmp_path)) if word in response.text]


def test_a_session_without_exact_numbers_gets_protected_ones(tmp_path: Path):
    settings = settings_in(tmp_path)
    load(settings, *random_delivery(1, size=20))
    server = api_server(settings, lambda: Scope(all_rows=True, stufe=Stufe.GESCHUETZT))

    by_default, asked_for = server.json("kennzahlen.json"), server.json("kennzahlen.json", stufe="geschuetzt")
    on_demand = server.get("kennzahlen.json", stufe="genau")

    assert by_default == asked_for == api_server(settings).json("kennzahlen.json", stufe="geschuetzt")
    assert by_default["auswahl"]["stufe"] == "geschuetzt"
    assert on_demand.status_code == 403
    assert "nicht erlaubt" in on_demand.get_json()["fehler"]


def test_a_session_without_rows_sees_no_case(tmp_path: Path):
    settings = settings_in(tmp_path)
    load(settings, *random_delivery(1, size=20))
    period = {"von": "2018-01", "bis": "2021-12"}
    nothing = api_server(settings, lambda: Scope(all_rows=False, stufe=Stufe.GENAU))

    assert api_server(settings).json("kennzahlen.json", **period)["kennzahlen"]["anliegen"]["wert"] > 0
    assert nothing.json("kennzahlen.json", **period)["kennzahlen"]["anliegen"]["wert"] == 0
