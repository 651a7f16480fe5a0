"""The files of the page Berichte over HTTP and on the command line: what comes, under which name, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from data_access.imports import messages
from settings import Settings
from tests.workbooks import opened
from web.commands import register

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(scope="module")
def client(reports_settings: Settings) -> FlaskClient:
    """The whole application over the reference data."""
    client: FlaskClient = create_app(reports_settings).server.test_client()
    return client


def krm(settings: Settings, *arguments: object):
    """Runs ``flask krm …`` in an application of its own."""
    server = Flask("krm_statistik")
    register(server, settings)
    return server.test_cli_runner().invoke(args=["krm", *map(str, arguments)])


def test_the_download_is_the_file_of_the_command_line(
    client: FlaskClient, reports_settings: Settings, workbook_2020: bytes, tmp_path: Path
):
    response = client.get("/berichte/feste-auswertung.xlsx?jahr=2020&jobcenter=alle&stufe=genau")
    done = krm(reports_settings, "bericht", "--jahr", 2020, "--format", "xlsx", "--nach", tmp_path / "2020.xlsx")

    assert (response.status_code, response.content_type) == (200, XLSX)
    assert 'filename="feste-auswertung-2020.xlsx"' in response.headers["Content-Disposition"]
    assert (done.exit_code, done.stdout) == (0, f"{messages.written(str(tmp_path / '2020.xlsx'))}\n")
    assert response.data == (tmp_path / "2020.xlsx").read_bytes() == workbook_2020
    assert client.get("/berichte/feste-auswertung.xlsx").data == workbook_2020


def test_one_jobcenter_and_the_protected_level_can_be_asked_for(client: FlaskClient):
    response = client.get("/berichte/feste-auswertung.xlsx?jahr=2020&jobcenter=dresden&stufe=geschuetzt")

    assert 'filename="feste-auswertung-2020-dresden-geschuetzt.xlsx"' in response.headers["Content-Disposition"]
    sheet = opened(response.data, values=True)["Zugangswege"]
    assert sheet["A3"].value.startswith("Jobcenter Dresden · ")
    assert sheet["B9"].value == 1070


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("feste-auswertung.xlsx?jahr=20", "„jahr“"),
        ("feste-auswertung.xlsx?jahr=1989", "„jahr“"),
        ("feste-auswertung.xlsx?jahr=２０２０", "„jahr“"),
        ("feste-auswertung.xlsx?jahr=2020&jobcenter=mond", "„mond“ für „jobcenter“"),
        ("feste-auswertung.xlsx?jahr=2020&stufe=geheim", "„geheim“ für „stufe“"),
        ("feste-auswertung.xlsx?jahr=2021&stufe=geschuetzt", "geschützt"),
        ("meldevorlage.xlsx", "„jobcenter“"),
        ("meldevorlage.xlsx?jobcenter=dresden&von=2020-13&bis=2020-12", "„von“ und „bis“"),
        ("meldevorlage.xlsx?jobcenter=dresden&von=2020-12&bis=2020-01", "2020-12 – 2020-01"),
    ],
)
def test_what_cannot_be_made_is_refused_in_words(client: FlaskClient, path: str, named: str):
    response = client.get(f"/berichte/{path}")

    assert response.status_code == 400
    assert named in response.get_json()["fehler"]


def test_the_command_line_refuses_in_words_and_writes_nothing(reports_settings: Settings, tmp_path: Path):
    xlsx = ("--format", "xlsx", "--nach")
    empty = Settings(var_dir=tmp_path / "leer")

    year = krm(reports_settings, "bericht", "--jahr", "bald", *xlsx, tmp_path / "a.xlsx")
    folder = krm(reports_settings, "bericht", "--jahr", 2020, *xlsx, tmp_path / "fehlt" / "a.xlsx")
    nothing = krm(empty, "bericht", "--jahr", 2020, *xlsx, tmp_path / "a.xlsx")
    no_places = Settings(
        var_dir=reports_settings.var_dir, database_url=reports_settings.krm_url, app_database_url="sqlite:////proc/x.db"
    )
    places = krm(no_places, "bericht", "--jahr", 2020, *xlsx, tmp_path / "a.xlsx")
    months = ("--von", "2020-01", "--bis", "2020-12")
    form = krm(reports_settings, "meldevorlage", "--jobcenter", "mond", *months, "--nach", tmp_path / "m.xlsx")

    assert [one.exit_code for one in (year, folder, nothing, places, form)] == [1] * 5
    assert "„bald“" in year.stderr
    assert folder.stderr == f"{messages.file_failed(str(tmp_path / 'fehlt' / 'a.xlsx'))}\n"
    assert nothing.stderr == f"{messages.NOTHING_LOADED}\n"
    assert places.stderr.endswith(f"{messages.APP_DATABASE_FAILED}\n")
    assert "„mond“" in form.stderr
    assert list(tmp_path.glob("*.xlsx")) == []
