"""Whatever a client sends: a JSON answer or a German refusal that names the parameter, and always the same SQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, event, insert, update
from werkzeug.test import TestResponse

from data_access import schema
from data_access.engine import writing_engine
from data_access.facts.build import rebuild
from domain.kennzahlen import KENNZAHLEN
from domain.merkmale import MERKMALE
from domain.selection import PARAMETER, SINGLE_VALUES
from tests.api_server import ApiServer, api_server, load, settings_in
from tests.random_data import random_delivery
from tests.sizes import examples
from web.api_request import TABLE_PARAMETER, quoted

ENDINGS = ("json", "csv", "xlsx")
FUZZ = examples(150, 4_000, 100_000)

TEXT = st.text(st.characters(codec="utf-8"), max_size=80)
LONG = st.builds(lambda text, times: text * times, TEXT, st.sampled_from([1, 1, 1, 200]))
CODES = [*KENNZAHLEN, *MERKMALE, "email", "grundsicherung", "ohne", "offen", "ja", "1", "2020-01", "2020-12", "vorjahr"]
VALUE = st.one_of(
    st.sampled_from(CODES),
    st.lists(st.sampled_from(CODES), max_size=5).map(",".join),
    LONG,
    st.from_regex(r"[0-9]{1,5}-[0-9]{1,3}", fullmatch=True),
).map(str.encode) | st.binary(max_size=80)
NAME = st.sampled_from([*PARAMETER, *TABLE_PARAMETER]).map(str.encode) | LONG.map(str.encode) | st.binary(max_size=20)

INJECTIONS = [
    "'",
    '"',
    "`",
    ";",
    "--",
    "/*",
    "' OR '1'='1",
    "' OR 1=1 --",
    '" OR ""="',
    "') OR ('1'='1",
    "1 OR 1=1",
    "'; DROP TABLE kundenreaktion; --",
    "' UNION SELECT pruefsumme FROM importlauf --",
    "'||(SELECT kennung FROM installation)||'",
    "email' AND (SELECT COUNT(*) FROM anliegen) > 0 --",
    "1; ATTACH DATABASE 'x' AS x",
    "%27%20OR%201=1",
    "\\'; SELECT pg_sleep(5); --",
    "{0}",
    "%s",
    ":von",
    "?",
    "$1",
    "__[POSTCOMPILE_kanal_1]",
    "${jndi:ldap://x}",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "\x00",
    "ʼ OR 1=1",
    "' OR 1=1",
    "NULL",
    "null",
    "NaN",
    "-1",
    "1e999",
    "9" * 400,
    "[]",
    "{}",
    "true",
    "\r\nSet-Cookie: x=1",
]


def query_of(pairs: list[tuple[bytes, bytes]]) -> bytes:
    return "&".join(f"{quote_from_bytes(name)}={quote_from_bytes(value)}" for name, value in pairs).encode()


def assert_answered(response: TestResponse) -> None:
    """Figures in the format asked for, or a refusal in one German text; no page, no insides."""
    assert response.status_code in (200, 400), (response.status_code, response.text)
    if response.status_code == 400:
        assert response.content_type == "application/json"
        assert set(response.get_json()) == {"fehler"}
        assert response.get_json()["fehler"].endswith((".", ")."))
    assert "html" not in response.content_type


@contextmanager
def statements(engine: Engine) -> Iterator[set[str]]:
    """The different SQL texts that the engine is given meanwhile, without their values."""
    texts: set[str] = set()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        texts.add(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield texts
    finally:
        event.remove(engine, "before_cursor_execute", note)


@FUZZ
@given(
    path=st.sampled_from(["kennzahlen.json", *(f"tabelle.{e}" for e in ENDINGS)]),
    pairs=st.lists(st.tuples(NAME, VALUE), max_size=8),
)
def test_any_parameters_are_answered_or_refused(reference: ApiServer, path: str, pairs: list[tuple[bytes, bytes]]):
    response = reference.raw(path, query_of(pairs))

    assert_answered(response)
    if response.status_code == 400:
        names = [quoted(name.decode("utf-8", "replace")) for name, _ in pairs]
        assert [name for name in [*names, "„kennzahl“"] if name in response.get_json()["fehler"]]


@FUZZ
@given(path=st.sampled_from(["kennzahlen.json", "tabelle.json"]), query=st.binary(max_size=200))
def test_any_bytes_behind_the_question_mark_are_answered_or_refused(reference: ApiServer, path: str, query: bytes):
    assert_answered(reference.raw(path, query))


@FUZZ
@given(name=LONG.filter(lambda text: text not in PARAMETER), value=LONG)
def test_an_unknown_parameter_is_always_refused_by_its_name(reference: ApiServer, name: str, value: str):
    response = reference.raw("kennzahlen.json", query_of([(name.encode(), value.encode()), (b"kanal", b"email")]))

    assert response.status_code == 400
    assert f"„{quoted(name)}“" in response.get_json()["fehler"]


@FUZZ
@given(name=st.sampled_from([*PARAMETER, "nach", "ebene", "kennzahl"]), value=LONG.map("≠{}".format))
def test_an_unknown_value_is_always_refused_with_its_parameter(reference: ApiServer, name: str, value: str):
    pairs = [(name.encode(), value.encode()), *([] if name == "kennzahl" else [(b"kennzahl", b"lob")])]

    response = reference.raw("tabelle.json", query_of(pairs))

    assert response.status_code == 400
    assert f"„{name}“" in response.get_json()["fehler"]
    assert len(response.get_json()["fehler"]) < 600 + 120 * (value.count(",") + 1)


@FUZZ
@given(path=st.binary(min_size=1, max_size=60))
def test_any_path_below_the_interface_is_json(reference: ApiServer, path: bytes):
    response = reference.client.get("/", environ_overrides={"PATH_INFO": "/api/x" + path.decode("latin-1")})

    assert (response.status_code, response.content_type) == (404, "application/json")


def test_payloads_in_every_field_leave_the_sql_as_it_is(reference: ApiServer):
    with statements(reference.engine) as usual:
        for kennzahl in KENNZAHLEN:
            reference.json("tabelle.json", kennzahl=kennzahl, nach="thema")

    with statements(reference.engine) as given_payloads:
        for parameter in (*PARAMETER, *TABLE_PARAMETER, "farbe"):
            for payload in INJECTIONS:
                pairs = {"kennzahl": "lob", "nach": "thema"} | {parameter: payload}
                response = reference.get("tabelle.json", **pairs)
                assert response.status_code == 400, (parameter, payload)
                assert f"„{parameter}“" in response.get_json()["fehler"]

    assert given_payloads
    assert given_payloads <= usual


def test_codes_full_of_sql_are_bound_and_never_spelled_out(tmp_path: Path):
    """A foreign KRM database read through views may hold any code; each selects exactly its own rows."""
    codes = ["email", *(text for text in INJECTIONS if "," not in text and text == text.strip("\r\n\x00"))]
    lieferung, datenstand = random_delivery(2, size=200)
    load(settings_in(tmp_path), lieferung, datenstand)
    expected = plant(tmp_path, codes)
    server = api_server(settings_in(tmp_path))
    period = {"von": "2018-01", "bis": "2021-12", "vergleich": "ohne"}
    seen: list[set[str]] = []

    for code in codes:
        with statements(server.engine) as texts:
            answer = server.json("tabelle.json", kennzahl="kundenreaktionen", nach="kanal", kanal=code, **period)
        seen.append(texts)
        assert [(row["kanal"], row["wert"]) for row in answer["zeilen"]] == [(code, expected[code])]

    assert all(texts == seen[1] for texts in seen[2:])
    assert len(set().union(*seen)) == len(seen[0])


def plant(folder: Path, codes: list[str]) -> dict[str, int]:
    """Give every Kundenreaktion one of the codes as its Kanal; returns how many counted ones each has."""
    table, counts = schema.kundenreaktion, dict.fromkeys(codes, 0)
    engine = writing_engine(settings_in(folder).krm_url)
    with engine.begin() as connection:
        connection.execute(insert(schema.kanal), [{"code": code, "name": code} for code in codes])
        for number, row in enumerate(connection.execute(table.select()).all()):
            code = codes[number % len(codes)]
            connection.execute(update(table).where(table.c.id == row.id).values(kanal=code))
            counts[code] += row.status != "storniert"
        rebuild(connection)
    engine.dispose()
    return counts


@pytest.mark.parametrize("parameter", SINGLE_VALUES)
def test_every_value_of_a_switch_is_accepted_and_repeated(reference: ApiServer, parameter: str):
    answers = {value: reference.json("kennzahlen.json", **{parameter: value}) for value in SINGLE_VALUES[parameter]}

    assert {value: answer["auswahl"][parameter] for value, answer in answers.items()} == {v: v for v in answers}
