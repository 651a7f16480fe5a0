"""Manual returns of others beside recorded cases: each counts once, a missing value is no zero, coverage is stated."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from data_access.engine import writing_engine
from data_access.imports import messages, run_import
from data_access.reference.generator import DATENSTAND, reference_delivery
from domain.meldung import MELDBAR
from settings import Settings
from tests.api_server import ApiServer, api_server, load
from tests.integration.imports.test_returns import meldung
from tests.workbooks import feste_auswertung, opened
from web.report_files import write_form

YEAR = {"von": "2020-01", "bis": "2020-12"}
QUARTERS = [(date(2020, month, 1), last) for month, last in ((1, date(2020, 3, 31)), (4, date(2020, 6, 30)))]
# Süd tells most of the year 2020, among it a zero, and leaves the justified Beschwerden open; West only half of it.
RETURNS = [
    meldung("sued", kennzahl="kundenreaktionen", wert=100),
    meldung("sued", kennzahl="beschwerden", wert=150),
    meldung("sued", kennzahl="begruendet", wert=None),
    meldung("sued", kennzahl="lob", wert=0),
    meldung("sued", kennzahl="kundenreaktionen", merkmal="kanal", auspraegung="email", wert=40),
    meldung("sued", date(2019, 1, 1), date(2019, 12, 31), kennzahl="kundenreaktionen", wert=80),
    *(meldung("west", *days, kennzahl="kundenreaktionen", wert=20) for days in QUARTERS),
    *(meldung("west", *days, kennzahl="beschwerden", wert=10) for days in QUARTERS),
    *(meldung("west", *days, kennzahl="begruendet", wert=3) for days in QUARTERS),
    meldung("west", date(2020, 7, 1), date(2021, 3, 31), kennzahl="kundenreaktionen", wert=999),
]
JOBCENTER = [
    {"code": code, "name": name, "traegerform": "zkT", "bundesland": "SN"}
    for code, name in (("sued", "Jobcenter Süd"), ("west", "Jobcenter West"))
]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a database with the reference data and two further Jobcenter that send returns."""
    folder = tmp_path_factory.mktemp("meldungen")
    url = request.getfixturevalue("new_postgres_database")() if request.param == "postgresql" else ""
    settings = Settings(var_dir=folder, database_url=url, quelle="KRM-Datenbank Musterstadt")
    lieferung: Any = reference_delivery()
    lieferung["jobcenter"] = [*lieferung["jobcenter"], *JOBCENTER]
    load(settings, lieferung | {"manuelle_meldung": RETURNS}, DATENSTAND)
    return settings


@pytest.fixture(scope="module")
def server(settings: Settings) -> Iterator[ApiServer]:
    """The interface over them."""
    server = api_server(settings)
    yield server
    server.engine.dispose()


def summary(server: ApiServer, **query: str) -> dict[str, list[Any]]:
    """The rows of the summary by what they count: cases, reported, together, coverage, missing."""
    rows = server.json("karten/meldungen.json", **{**YEAR, **query})["zeilen"]
    return {row[0]: row[1:] for row in rows}


def test_returns_change_the_summary_exactly_as_they_should(server: ApiServer):
    rows = summary(server)

    assert rows["Kundenreaktionen"] == [1068, 140, 1208, "3 von 3", "Jobcenter West (teilweise)"]
    assert rows["Beschwerden"] == [1906, 170, 2076, "3 von 3", "Jobcenter West (teilweise)"]
    assert rows["Lob"] == [27, 0, 27, "2 von 3", "Jobcenter West"]
    assert rows["Begründete Beschwerden"] == [360, 6, 366, "2 von 3", "Jobcenter Süd, Jobcenter West (teilweise)"]
    assert rows["Petitionen"] == [3, "nicht gemeldet", 3, "1 von 3", "Jobcenter Süd, Jobcenter West"]
    assert rows["Kundenreaktionen – Kanal: E-Mail"] == [434, 40, 474, "2 von 3", "Jobcenter West"]
    # Only of those that tell both: the Beschwerden of Süd are not in the base.
    assert rows["Begründetenquote"][:3] == [pytest.approx(360 / 1906), pytest.approx(0.3), pytest.approx(366 / 1926)]
    assert rows["Begründetenquote"][3] == "2 von 3"


def test_the_summary_follows_period_and_jobcenter_alone(server: ApiServer):
    card = server.json("karten/meldungen.json", **YEAR)
    assert card["worte"] == ("Einzelfälle aus 1 von 3 Jobcentern, manuelle Meldungen von 2; mit Angaben 3 von 3.")
    assert any(note.startswith("1 Meldung reicht über den Zeitraum hinaus") for note in card["hinweise"])
    assert summary(server, kanal="email", thema="beratung") == summary(server)
    assert summary(server, jobcenter="west")["Kundenreaktionen"] == [
        None,
        40,
        40,
        "1 von 1",
        "Jobcenter West (teilweise)",
    ]
    assert summary(server, von="2020-01", bis="2020-03", jobcenter="sued")["Kundenreaktionen"][1] == "nicht gemeldet"

    rows = {row[0]: row[1:] for row in server.json("karten/meldungen-je-jobcenter.json", **YEAR)["zeilen"]}
    assert rows["Jobcenter Süd"] == ["manuelle Meldung", 100, "nicht gemeldet", 150, "nicht gemeldet", 0] + [
        "nicht gemeldet"
    ] * (len(MELDBAR) - 5)
    assert rows["Jobcenter West"][0] == "manuelle Meldung (teilweise)"
    assert rows["Jobcenter Dresden"][:2] == ["Einzelfälle", 1068]


def test_the_fixed_evaluation_has_them_on_sheets_of_their_own(settings: Settings):
    book = opened(feste_auswertung(settings, 2020), values=True)
    sheet = book["Manuelle Meldungen"]
    rows = {row[0].value: [cell.value for cell in row[1:]] for row in sheet.iter_rows(min_row=9, max_row=21)}

    assert rows["Kundenreaktionen"] == [
        1068,
        140,
        1208,
        3,
        3,
        "Jobcenter West (teilweise)",
        1684,
        80,
        1764,
        2,
        3,
        "Jobcenter West",
    ]
    assert rows["Lob"][:6] == [27, 0, 27, 2, 3, "Jobcenter West"]
    assert rows["Petitionen"][:3] == [3, None, 3]
    assert book["Zugangswege"]["B9"].value == 1068
    places = {
        row[0].value: [cell.value for cell in row[1:7]] for row in book["Meldungen je Jobcenter"].iter_rows(min_row=10)
    }
    assert places["Jobcenter Süd"] == ["manuelle Meldung", 100, None, 150, None, 0]
    told = {row[0].value: row[1].value for row in book["Angaben"].iter_rows(max_row=20)}
    assert told["Abdeckung"].startswith("Einzelfälle aus 1 von 3 Jobcentern, manuelle Meldungen von 2;")


def test_the_form_filled_in_is_read_again(settings: Settings, server: ApiServer, tmp_path):
    path = write_form(settings, "west", "2021-01", "2021-03", tmp_path / "meldung.xlsx")
    book: Any = load_workbook(path)
    sheet = book["manuelle_meldung"]
    heading = {cell.value: cell.column for cell in sheet[1]}
    asked = {
        tuple(sheet.cell(row, heading[name]).value for name in ("kennzahl", "merkmal", "auspraegung")): row
        for row in range(2, sheet.max_row + 1)
    }
    assert sheet.protection.sheet
    assert not sheet.cell(2, heading["wert"]).protection.locked
    assert sheet.cell(2, heading["kennzahl"]).protection.locked
    (rule,) = sheet.data_validations.dataValidation
    assert (rule.type, rule.formula1, rule.allow_blank) == ("whole", "0", True)
    assert {key[0] for key in asked} == set(MELDBAR)
    assert ("kundenreaktionen", "personenkreis", "corona") in asked

    for key, value in {
        ("kundenreaktionen", None, None): 7,
        ("lob", None, None): 0,
        ("kundenreaktionen", "kanal", "ohne"): 2,
    }.items():
        sheet.cell(asked[key], heading["wert"]).value = value
    book.save(path)
    engine = writing_engine(settings.krm_url)
    result = run_import(engine, path)
    again = run_import(engine, path)
    # The return that reaches into the first months of 2021 stands in the way of this one.
    assert [fault.rule for fault in result.errors] == [messages.returns_overlap(date(2020, 7, 1), date(2021, 3, 31))]
    assert again.errors == result.errors
    taken_back = {**RETURNS[-1], "wert": None}
    load(settings, {"manuelle_meldung": [taken_back]}, DATENSTAND)
    result, again = run_import(engine, path), run_import(engine, path)
    engine.dispose()

    assert (result.errors, result.hinweise, result.changed) == ((), (), True)
    assert (again.errors, again.changed) == ((), False)
    rows = summary(server, von="2021-01", bis="2021-03", jobcenter="west")
    assert rows["Kundenreaktionen"][1] == 7
    assert rows["Lob"][1] == 0
    assert rows["Anliegen"][1] == "nicht gemeldet"
    assert rows["Kundenreaktionen – Kanal: ohne Angabe"][1] == 2


def test_a_form_for_a_period_with_cases_is_refused_in_words(settings: Settings, tmp_path):
    path = write_form(settings, "dresden", "2020-01", "2020-12", tmp_path / "meldung.xlsx")
    engine = writing_engine(settings.krm_url)
    empty = run_import(engine, path, check_only=True)
    book: Any = load_workbook(path)
    sheet = book["manuelle_meldung"]
    sheet.cell(2, sheet.max_column).value = 1
    book.save(path)
    refused = run_import(engine, path, check_only=True)
    engine.dispose()

    assert empty.ok
    assert [(fault.row, fault.rule) for fault in refused.errors] == [
        (2, messages.return_beside_cases(date(2020, 1, 1), date(2020, 12, 31)))
    ]
