"""Epochs of sessions: what a log-out ends, what is forgotten, and what holds while they cannot be looked up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app_data.database import AppDatabase
from app_data.errors import AppDatabaseUnavailableError
from app_data.sitzungen import begin_epoch, forget_epochs, read_epoch, sitzungsepoche
from web.access.epochs import GRACE_SECONDS, Epochs

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AppDatabase]:
    sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'app.sqlite'}" if sqlite else str(request.getfixturevalue("postgres_url"))
    found = AppDatabase(url, pause_seconds=0.0)
    yield found
    found.close()


def test_each_log_out_begins_an_epoch_that_never_was(database: AppDatabase):
    epochs = Epochs(database)
    before = epochs.of_new_session("ida")
    assert epochs.is_current("ida", before)
    seen = {before}
    for _ in range(3):
        epochs.end("ida")
        assert not any(epochs.is_current("ida", old) for old in seen)
        new = epochs.of_new_session("ida")
        assert epochs.is_current("ida", new)
        seen.add(new)
    assert len(seen) == 4
    assert epochs.is_current("olga", epochs.of_new_session("olga"))


def test_another_process_sees_a_log_out_at_once(database: AppDatabase):
    here, there = Epochs(database), Epochs(database)
    begun = here.of_new_session("ida")
    assert there.is_current("ida", begun)
    here.end("ida")
    assert not there.is_current("ida", begun)


def test_nobodys_name_is_written(database: AppDatabase):
    Epochs(database).end("https://anbieter.example|ida")
    with database.reading() as connection:
        rows = connection.execute(select(sitzungsepoche)).all()
    assert len(rows) == 1
    assert "ida" not in str(rows[0])


def test_a_log_out_of_which_no_session_is_left_is_forgotten_and_the_next_one_counts_again(database: AppDatabase):
    with database.writing() as connection:
        old = begin_epoch(connection, "ida", NOW - timedelta(hours=2))
        recent = begin_epoch(connection, "olga", NOW)
        assert forget_epochs(connection, NOW - timedelta(hours=1)) == 1
        assert (read_epoch(connection, "ida"), read_epoch(connection, "olga")) == (None, recent)
    epochs = Epochs(database)
    # A session of the forgotten epoch may have begun a moment ago.
    assert epochs.is_current("ida", old)
    epochs.end("ida")
    assert not epochs.is_current("ida", old)
    assert not epochs.is_current("ida", "")


def test_a_database_that_is_down_disturbs_nobody_who_was_just_there_and_lets_nobody_else_in(tmp_path: Path):
    file, now = tmp_path / "app.sqlite", [1000.0]
    database = AppDatabase(f"sqlite:///{file}", pause_seconds=0.0)
    epochs = Epochs(database, lambda: now[0])
    begun = epochs.of_new_session("ida")
    assert epochs.is_current("ida", begun)
    epochs.end("olga")
    gone(database, file)

    now[0] += GRACE_SECONDS
    assert epochs.is_current("ida", begun)
    assert not epochs.is_current("olga", begun)
    for attempt in (lambda: epochs.is_current("eva", begun), lambda: epochs.end("ida")):
        with pytest.raises(AppDatabaseUnavailableError):
            attempt()
    with pytest.raises(AppDatabaseUnavailableError):
        epochs.of_new_session("ida")
    now[0] += 1
    with pytest.raises(AppDatabaseUnavailableError):
        epochs.is_current("ida", begun)


def gone(database: AppDatabase, file: Path) -> None:
    database.close()
    for beside in file.parent.glob("app.sqlite*"):
        beside.unlink()
    file.mkdir()
