"""``krm aufraeumen``: removes what is older than the settings say, and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from app import create_cli
from app_data.database import AppDatabase
from app_data.pruefnummern import ExportedFigure, keep_figures, pruefnummer
from app_data.sitzungen import begin_epoch, read_epoch
from settings import Settings


def figure(nummer: str, when: datetime) -> ExportedFigure:
    texts = dict.fromkeys(("stand_version", "fassung", "katalog", "ereignisse", "titel", "untertitel", "aussage"), "x")
    return ExportedFigure(
        nummer=nummer,
        karte="eingaenge",
        auswahl="",
        stufe="genau",
        datenstand=date(2021, 3, 31),
        stand_nummer=1,
        tabelle=None,
        erzeugt_am=when,
        **texts,
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    own = str(request.getfixturevalue("postgres_url")) if request.param == "postgresql" else ""
    return Settings(var_dir=tmp_path, app_database_url=own, pruefnummern_jahre=3)


def test_what_is_older_than_the_settings_say_is_removed_and_nothing_else(settings: Settings):
    now, database = datetime.now(UTC), AppDatabase(settings.app_url)
    ages = {"alt": timedelta(days=3 * 366, minutes=1), "jung": timedelta(days=3 * 366, minutes=-5), "neu": timedelta()}
    with database.writing() as connection:
        keep_figures(connection, [figure(nummer, now - age) for nummer, age in ages.items()])
        begin_epoch(connection, "ida", now - timedelta(hours=11, minutes=1))
        begin_epoch(connection, "olga", now - timedelta(hours=10, minutes=30))
    runner, cli = CliRunner(), create_cli(settings).cli

    first, second = (runner.invoke(cli, ["krm", "aufraeumen"]) for _ in range(2))

    assert (first.exit_code, first.output) == (0, "Gelöschte Prüfnummern: 1, Abmeldungen: 1.\n")
    assert second.output == "Gelöschte Prüfnummern: 0, Abmeldungen: 0.\n"
    with database.reading() as connection:
        assert set(connection.scalars(select(pruefnummer.c.nummer))) == {"jung", "neu"}
        assert read_epoch(connection, "ida") is None
        assert read_epoch(connection, "olga") is not None
    database.close()


def test_a_database_that_is_down_gets_a_sentence(tmp_path: Path):
    down = Settings(var_dir=tmp_path, app_database_url=f"sqlite:///{tmp_path}")
    answer = CliRunner().invoke(create_cli(down).cli, ["krm", "aufraeumen"])
    assert answer.exit_code == 1
    assert answer.output.endswith(".\n")
    assert "Traceback" not in answer.output
