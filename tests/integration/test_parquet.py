"""``krm snapshot --format parquet``: what Spark counts, as files on a shared folder."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sqlalchemy import create_engine, select

from app import create_cli
from data_access.imports import messages
from data_access.spark.parquet import holding_in
from data_access.spark.store import TABLES, Holding, columns
from settings import Settings
from tests.random_data import random_delivery
from tests.warehouses import import_delivery

Command = Callable[..., Any]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A database with a random delivery, whose figures Spark is to count."""
    found = Settings(var_dir=tmp_path / "var", analytics=f"spark://127.0.0.1:1{tmp_path / 'parquet'}")
    load(found, 0)
    return found


def load(settings: Settings, seed: int) -> None:
    lieferung, datenstand = random_delivery(seed)
    import_delivery(settings.krm_url, lieferung, max(datenstand, date(2021, 3, 31)))


def krm(settings: Settings, *arguments: str) -> Any:
    return create_cli(settings).test_cli_runner().invoke(args=["krm", *arguments])


def holding_of(folder: Path) -> Holding:
    holding = holding_in(folder)
    assert holding is not None
    return holding


def rows_of_files(folder: Path, table: str) -> list[tuple[Any, ...]]:
    [found] = [one for one in TABLES if one.name == table]
    names = ", ".join(column.name for column in columns(found))
    with duckdb.connect() as reader:
        files = f"read_parquet('{folder / table}/**/*.parquet', hive_partitioning = true)"
        return reader.execute(f"SELECT {names} FROM {files}").fetchall()


def test_the_files_hold_exactly_the_rows_of_the_database(settings: Settings, tmp_path: Path):
    result = krm(settings, "snapshot", "--format", "parquet")

    assert result.exit_code == 0, result.output
    assert result.output == messages.parquet_written(1, date(2021, 3, 31)) + "\n"
    holding = holding_of(tmp_path / "parquet")
    engine = create_engine(settings.krm_url)
    with engine.connect() as connection:
        for table in TABLES:
            expected = sorted(repr(tuple(row)) for row in connection.execute(select(*columns(table))))
            found = rows_of_files(tmp_path / "parquet" / holding.name, table.name)
            assert sorted(map(repr, found)) == expected, table.name
            assert holding.rows[table.name] == len(expected)
    engine.dispose()


def test_a_year_of_a_jobcenter_is_one_file_whose_rows_lie_in_the_order_of_their_key(settings: Settings, tmp_path: Path):
    krm(settings, "snapshot", "--format", "parquet")
    holding = holding_of(tmp_path / "parquet")

    files = sorted((tmp_path / "parquet" / holding.name / "fact_anliegen").rglob("*.parquet"))

    assert len(files) > 3
    assert len({file.parent for file in files}) == len(files)
    assert all(file.parent.name.startswith("jobcenter=") for file in files)
    assert all(file.parent.parent.name.startswith("jahr=") for file in files)
    with duckdb.connect() as reader:
        for file in files:
            keys = reader.execute(f"SELECT eingang_am, reaktion, lfd_nr FROM read_parquet('{file}')").fetchall()
            assert keys == sorted(keys)


def test_the_datenstand_before_stays_for_those_who_still_count_in_it_and_older_ones_go(
    settings: Settings, tmp_path: Path
):
    parquet = tmp_path / "elsewhere"
    names = []
    for seed in (1, 2, 3):
        load(settings, seed)
        result = krm(settings, "snapshot", "--format", "parquet", "--nach", str(parquet))
        assert result.exit_code == 0, result.output
        holding = holding_of(parquet)
        names.append(holding.name)

    assert len(set(names)) == 3
    assert sorted(path.name for path in parquet.glob("krm_*")) == sorted(names[1:])
    assert holding.kept == (names[2], names[1])
    again = krm(settings, "snapshot", "--format", "parquet", "--nach", str(parquet))
    assert again.output == messages.parquet_there(4, date.fromisoformat(holding.datenstand)) + "\n"
    assert holding_of(parquet) == holding


def test_files_that_cannot_be_written_leave_nothing_behind_and_are_told_in_a_sentence(
    settings: Settings, tmp_path: Path
):
    (tmp_path / "file").write_text("no folder", encoding="utf-8")

    result = krm(settings, "snapshot", "--format", "parquet", "--nach", str(tmp_path / "file"))

    assert result.exit_code == 1
    assert result.output == messages.parquet_failed(str(tmp_path / "file")) + "\n"
    assert (tmp_path / "file").read_text(encoding="utf-8") == "no folder"
    direct = settings.model_copy(update={"analytics": "direkt"})
    assert krm(direct, "snapshot", "--format", "parquet").output == messages.PARQUET_WHERE + "\n"


def test_the_command_stand_tells_how_far_the_files_are(settings: Settings, tmp_path: Path):
    assert messages.PARQUET_MISSING in krm(settings, "stand").output
    krm(settings, "snapshot", "--format", "parquet")
    assert messages.PARQUET_CURRENT in krm(settings, "stand").output
    load(settings, 1)
    assert messages.parquet_outdated(1) in krm(settings, "stand").output
    assert len(list((tmp_path / "parquet").glob("krm_*"))) == 1
