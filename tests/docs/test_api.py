"""The description of the public interface, for people and for machines, says what the routes do."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator, oas31_format_checker
from openapi_spec_validator import validate

from domain.kennzahlen import KENNZAHLEN
from domain.merkmale import MERKMALE
from domain.selection import PARAMETER, SINGLE_VALUES
from exports.xlsx import MAX_ROWS
from tests.api_server import ApiServer, api_server, load, reference_server, settings_in
from tests.random_data import random_breakdown, random_delivery, random_selection
from web import texts
from web.api_request import TABLE_PARAMETER

DOCS = Path(__file__).resolve().parents[2] / "docs"
EXAMPLE = re.compile(r"```http\nGET (\S+)\n```\n\n```(json|csv)\n(.*?)```", re.DOTALL)


@pytest.fixture(scope="module")
def page() -> str:
    return (DOCS / "api.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def openapi() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((DOCS / "openapi.json").read_text(encoding="utf-8"))
    return content


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> ApiServer:
    """The interface over the reference data."""
    return reference_server(tmp_path_factory.mktemp("reference"))


def routes(server: ApiServer) -> set[str]:
    rules = {rule.rule.replace("<", "{").replace(">", "}") for rule in server.server.url_map.iter_rules()}
    return {rule for rule in rules if rule.startswith("/api/") or rule in ("/healthz", "/readyz")}


def table(page: str, heading: str) -> list[list[str]]:
    """Cells of the first table below a heading, without its head."""
    lines = page.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0].splitlines()
    rows = [line.strip("|").split(" | ") for line in lines if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def codes(text: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", text))


def parameters(openapi: dict[str, Any], path: str) -> list[str]:
    """Names of the parameters of a path; each is described under its own name."""
    named = [entry["$ref"].rsplit("/", 1)[1] for entry in openapi["paths"][path]["get"]["parameters"]]
    assert [openapi["components"]["parameters"][name]["name"] for name in named] == named
    return named


def faults(openapi: dict[str, Any], schema: str, answer: Any) -> list[str]:
    """Where an answer is not what the schema promises."""
    document = {"$ref": f"#/components/schemas/{schema}", "components": openapi["components"]}
    validator = OAS31Validator(document, format_checker=oas31_format_checker)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(answer)]


def test_the_openapi_file_is_valid(openapi: dict[str, Any]):
    validate(openapi)


def test_every_route_is_described_and_no_other(reference: ApiServer, openapi: dict[str, Any], page: str):
    assert set(openapi["paths"]) == routes(reference)
    assert {route.removeprefix("GET ") for row in table(page, "Adressen") for route in codes(row[0])} == routes(
        reference
    )


def test_every_parameter_is_described_for_the_routes_that_know_it(openapi: dict[str, Any]):
    assert parameters(openapi, "/api/v1/kennzahlen.json") == list(PARAMETER)
    for ending in ("json", "csv", "xlsx"):
        assert parameters(openapi, f"/api/v1/tabelle.{ending}") == [*TABLE_PARAMETER, *PARAMETER]
        assert parameters(openapi, f"/api/v1/karten/{{slug}}.{ending}") == ["slug", *PARAMETER]


def test_the_page_describes_every_parameter_with_its_values(page: str):
    described = {name: row for row in table(page, "Die Auswahl") for name in codes(row[0])}
    of_table = {name for row in table(page, "Die Tabelle") for name in codes(row[0])}

    assert set(described) == set(PARAMETER)
    assert of_table == set(TABLE_PARAMETER)
    for parameter, allowed in SINGLE_VALUES.items():
        assert set(allowed) == codes(described[parameter][1]), parameter
    for merkmal in ("art", "ombudsstelle", "bewertung"):
        assert set(MERKMALE[merkmal].werte) == codes(described[merkmal][1]) - {MERKMALE[merkmal].ohne}, merkmal


def test_switches_and_fixed_codes_are_those_of_the_application(openapi: dict[str, Any]):
    described = openapi["components"]["parameters"]

    for parameter, allowed in SINGLE_VALUES.items():
        assert described[parameter]["schema"]["enum"] == list(allowed)
    for merkmal in ("art", "hauptart", "ombudsstelle", "bewertung"):
        ohne = [] if merkmal == "ombudsstelle" else [MERKMALE[merkmal].ohne]
        assert described[merkmal]["schema"]["items"]["enum"] == [*MERKMALE[merkmal].werte, *ohne]


def test_every_indicator_is_described_with_name_unit_and_definition(openapi: dict[str, Any], page: str):
    described = openapi["components"]["schemas"]["Kennzahlen"]["properties"]["kennzahlen"]

    assert openapi["components"]["schemas"]["KennzahlCode"]["enum"] == list(KENNZAHLEN)
    assert described["required"] == list(KENNZAHLEN)
    assert {code: entry["description"] for code, entry in described["properties"].items()} == {
        code: f"{kennzahl.name}: {kennzahl.definition}" for code, kennzahl in KENNZAHLEN.items()
    }
    assert table(page, "Kennzahlen") == [
        [f"`{code}`", kennzahl.name, f"`{kennzahl.einheit.value}`", kennzahl.definition]
        for code, kennzahl in KENNZAHLEN.items()
    ]


def test_every_dimension_is_described_with_its_codes(openapi: dict[str, Any], page: str):
    rows = {code: row for row in table(page, "Merkmale") for code in codes(row[0])}

    assert openapi["components"]["schemas"]["MerkmalCode"]["enum"] == list(MERKMALE)
    assert set(openapi["components"]["schemas"]["Zeile"]["properties"]) == set(MERKMALE)
    assert {code: row[1] for code, row in rows.items()} == {code: m.name for code, m in MERKMALE.items()}
    for code, merkmal in MERKMALE.items():
        assert set(merkmal.werte) <= codes(rows[code][2])


def test_every_value_field_is_described_in_the_same_words(openapi: dict[str, Any], page: str):
    described = openapi["components"]["schemas"]["Werte"]

    assert {name: entry["description"] for name, entry in described["properties"].items()} == texts.VALUE_FIELDS
    assert described["required"] == list(texts.VALUE_FIELDS)
    assert table(page, "Wertfelder") == [[f"`{name}`", text] for name, text in texts.VALUE_FIELDS.items()]


def test_the_limit_of_a_sheet_is_the_real_one(page: str):
    assert f"{MAX_ROWS:,}".replace(",", ".") in page


def test_the_examples_of_the_page_are_what_the_reference_data_answer(reference: ApiServer, page: str):
    examples = EXAMPLE.findall(page)

    assert len(examples) == page.count("```http")
    for address, kind, shown in examples:
        answer = reference.client.get(address)
        if kind == "csv":
            assert answer.text.splitlines() == shown.splitlines(), address
        else:
            assert_shows(json.loads(shown), answer.get_json(), address)


def assert_shows(shown: Any, answer: Any, place: str) -> None:
    """What the example shows stands in the answer; an example may leave out keys, but not rows."""
    if isinstance(shown, dict):
        for key, value in shown.items():
            assert_shows(value, answer[key], f"{place} {key}")
    elif isinstance(shown, list):
        assert len(shown) == len(answer), place
        for number, value in enumerate(shown):
            assert_shows(value, answer[number], f"{place} {number}")
    else:
        assert shown == answer, place


def random_questions(server: ApiServer, lieferung: dict[str, Any], datenstand: Any) -> Iterator[tuple[Any, Any]]:
    rng = random.Random(20)
    for _ in range(40):
        selection = random_selection(rng, lieferung, datenstand)
        nach, ebene = random_breakdown(rng)
        question = selection | {"kennzahl": rng.choice(list(KENNZAHLEN)), "nach": ",".join(nach)}
        table_question = question | ({"ebene": "1"} if ebene else {})
        yield server.json("kennzahlen.json", **selection), server.json("tabelle.json", **table_question)


def test_real_answers_are_what_the_openapi_file_promises(tmp_path: Path, openapi: dict[str, Any]):
    lieferung, datenstand = random_delivery(4)
    load(settings_in(tmp_path), lieferung, datenstand)
    server = api_server(settings_in(tmp_path))

    for kennzahlen, tabelle in random_questions(server, lieferung, datenstand):
        assert faults(openapi, "Kennzahlen", kennzahlen) == []
        assert faults(openapi, "Tabelle", tabelle) == []
    assert faults(openapi, "Fehler", server.get("tabelle.json").get_json()) == []


def test_an_answer_with_a_wrong_or_a_foreign_field_would_be_noticed(reference: ApiServer, openapi: dict[str, Any]):
    answer = reference.json("tabelle.json", kennzahl="lob", nach="art")
    row, *rest = answer["zeilen"]

    for spoiled in (row | {"farbe": "rot"}, row | {"art": "ohne"}, row | {"zaehler": 0.5}, {"art": "lob"}):
        assert faults(openapi, "Tabelle", answer | {"zeilen": [spoiled, *rest]})


def test_statuses_and_types_of_the_answers_are_described(reference: ApiServer, openapi: dict[str, Any]):
    nummer = reference.json("karten/kanaele.json")["pruefnummer"]
    assert reference.get("karten/kanaele.csv").status_code == 200
    assert faults(openapi, "Pruefung", reference.json(f"pruefnummer/{nummer}.json")) == []
    for path, entry in openapi["paths"].items():
        responses = entry["get"]["responses"]
        path = path.format(slug="kanaele", nummer=nummer)
        answer = reference.client.get(f"{path}?kennzahl=lob" if "tabelle" in path else path)
        assert str(answer.status_code) in responses, path
        assert [answer.mimetype] == list(responses["200"]["content"]), path
        assert {name for name in responses["200"].get("headers", {}) if name not in answer.headers} == set(), path
        if path.startswith("/api/"):
            refused = reference.client.get(f"{path}?farbe=rot")
            assert str(refused.status_code) in responses
            assert refused.mimetype == "application/json"


def test_every_status_of_an_error_is_explained(openapi: dict[str, Any], page: str):
    explained = {status for row in table(page, "Fehler") for status in codes(row[0])}
    described = {
        status
        for path, entry in openapi["paths"].items()
        if path.startswith("/api")
        for status in entry["get"]["responses"]
    }

    assert explained - {"405"} == described - {"200", "304"}
