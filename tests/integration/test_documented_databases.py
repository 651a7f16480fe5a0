"""The SQL of the page on operation gives the server what it needs on PostgreSQL, and no more."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import ProgrammingError

from app import create_app, create_cli
from data_access.demo import load_demo
from data_access.engine import writing_engine
from data_access.schema import metadata
from settings import Settings
from tests.docs.markdown import ROOT, code_blocks

OWN_TABLES = {"importlauf", "installation"}
WRITTEN_BY_IMPORTS = {"fact_anliegen", "schluessel"}
QUESTION = "/api/v1/kennzahlen.json?von=2020-01&bis=2020-12"


class Manual:
    """Runs the SQL blocks of the page in one database, with role names that nobody else uses."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.suffix = secrets.token_hex(4)
        self.engine = create_engine(self.url, isolation_level="AUTOCOMMIT")

    def run(self, containing: str) -> None:
        """Execute the one block that contains the words."""
        (block,) = [sql for sql in code_blocks(ROOT / "docs/betrieb.md", "sql") if containing in sql]
        for statement in filter(str.strip, self._adapted(block).split(";\n")):
            self.execute(statement)

    def execute(self, statement: str) -> None:
        with self.engine.connect() as connection:
            connection.exec_driver_sql(statement)

    def url_of(self, role: str) -> str:
        named = self.url.set(username=self._own_name(role), password="KENNWORT")
        return named.render_as_string(hide_password=False)

    def close(self) -> None:
        for role in ("krm_lesen", "krm_sicht"):
            name = self._own_name(role)
            with self.engine.connect() as connection:
                if connection.exec_driver_sql(f"SELECT 1 FROM pg_roles WHERE rolname = '{name}'").first():
                    connection.exec_driver_sql(f"DROP OWNED BY {name}")
                    connection.exec_driver_sql(f"DROP ROLE {name}")
        self.engine.dispose()

    def _own_name(self, role: str) -> str:
        return f"{role}_{self.suffix}"

    def _adapted(self, sql: str) -> str:
        for role in ("krm_lesen", "krm_sicht"):
            sql = sql.replace(role, self._own_name(role))
        return sql.replace("DATABASE krm ", f"DATABASE {self.url.database} ").replace(
            "FOR ROLE krm ", f'FOR ROLE "{self.url.username}" '
        )


@pytest.fixture
def manual(postgres_url: str) -> Iterator[Manual]:
    one = Manual(postgres_url)
    yield one
    one.close()


def load_reference_data(url: str) -> None:
    engine = writing_engine(url)
    try:
        load_demo(engine)
    finally:
        engine.dispose()


def kundenreaktionen(settings: Settings) -> int:
    """The number of 2020 as a server answers it that knows only this address; it must be ready."""
    server = create_app(settings).server
    client = server.test_client()
    try:
        assert client.get("/readyz").status_code == 200
        return int(client.get(QUESTION).get_json()["kennzahlen"]["kundenreaktionen"]["wert"])
    finally:
        server.extensions["krm_warehouse"].sources().engine.dispose()


def is_allowed(url: str, statement: str) -> bool:
    """Whether the database lets this role do it."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)
    except ProgrammingError as error:
        if isinstance(error.orig, InsufficientPrivilege):
            return False
        raise
    finally:
        engine.dispose()
    return True


def test_the_reading_role_answers_figures_of_tables_that_come_later_and_cannot_write(manual: Manual, tmp_path: Path):
    manual.run("CREATE ROLE krm_lesen")
    load_reference_data(manual.url.render_as_string(hide_password=False))
    reader = manual.url_of("krm_lesen")
    writing = [
        "DELETE FROM anliegen",
        "INSERT INTO thema VALUES ('x', 'x')",
        "UPDATE kundenreaktion SET art = 'lob'",
        "CREATE TABLE beute (x integer)",
        "CREATE TEMPORARY TABLE beute (x integer)",
    ]

    assert kundenreaktionen(Settings(var_dir=tmp_path, database_url=reader)) == 1068
    assert is_allowed(reader, "SELECT * FROM anliegen")
    assert [statement for statement in writing if is_allowed(reader, statement)] == []


def test_views_answer_figures_and_count_anew_after_a_line_in_importlauf(manual: Manual, tmp_path: Path):
    load_reference_data(manual.url.render_as_string(hide_password=False))
    manual.run("CREATE SCHEMA statistik")
    for table in {*metadata.tables} - OWN_TABLES - WRITTEN_BY_IMPORTS:
        manual.execute(f"CREATE VIEW statistik.{table} AS SELECT * FROM public.{table}")
    manual.run("CREATE ROLE krm_sicht")
    manual.run("INSERT INTO statistik.importlauf")
    reader = manual.url_of("krm_sicht")
    settings = Settings(var_dir=tmp_path, database_url=reader, analytics="snapshot")

    def newest() -> int:
        result = create_cli(settings).test_cli_runner().invoke(args=["krm", "snapshot"])
        assert result.exit_code == 0, result.output
        return kundenreaktionen(settings)

    assert newest() == 1068
    assert not is_allowed(reader, "SELECT * FROM public.kundenreaktion")

    manual.execute("UPDATE public.kundenreaktion SET status = 'storniert' WHERE eingang_am = DATE '2020-03-02'")
    assert newest() == 1068
    manual.run("INSERT INTO statistik.importlauf")
    assert newest() < 1068
