"""The warehouse while imports come in between, and when there is nothing to answer from."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from data_access.aggregate import aggregate, breakdown
from data_access.engine import writing_engine
from data_access.errors import DatabaseUnavailableError, NoDataError, StandChangedError
from data_access.imports.run import bring_up_to_date
from data_access.warehouse import View, Warehouse
from domain.scope import LOCAL
from tests.integration.cache.places import DATENSTAND, FIRST, SECOND, Place, chosen, expected, numbers
from tests.services import ephemeral_postgres
from tests.warehouses import cached_warehouse, import_delivery, uncached_warehouse

PATIENCE_SECONDS = 8.0


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path: Path) -> str:
    """The address of an empty database, on each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'krm.sqlite'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def loaded_url(url: str) -> str:
    """The address of a database that holds the first delivery."""
    import_delivery(url, FIRST, DATENSTAND)
    return url


@pytest.fixture
def warehouse(loaded_url: str, tmp_path: Path) -> Iterator[Warehouse]:
    """A warehouse with a cache of files over the first delivery."""
    with cached_warehouse(Place(tmp_path / "var").settings(loaded_url)) as warehouse:
        yield warehouse


@contextmanager
def before_the_first(engine: Engine, part: str, action: Callable[[], None]) -> Iterator[list[str]]:
    """Run ``action`` right before the engine sends the first statement with this text in it; yields that statement."""
    sent: list[str] = []

    def interfere(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if part in statement and not sent:
            sent.append(statement)
            action()

    event.listen(engine, "before_cursor_execute", interfere)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", interfere)


# --- imports in between -------------------------------------------------------------------------------


def test_a_view_taken_before_an_import_refuses_to_mix_and_a_new_one_has_the_new_numbers(warehouse, loaded_url):
    old = warehouse.view(LOCAL)
    import_delivery(loaded_url, SECOND, DATENSTAND)

    with pytest.raises(StandChangedError):
        numbers(old)
    assert numbers(warehouse.view(LOCAL)) == expected(SECOND)
    # Had new rows been stored under the old version, the old view would find them now.
    with pytest.raises(StandChangedError):
        numbers(old)


def test_a_view_taken_before_an_import_gives_old_numbers_or_none_never_both(warehouse, loaded_url):
    old = warehouse.view(LOCAL)
    answered = numbers(old)
    import_delivery(loaded_url, SECOND, DATENSTAND)

    assert numbers(old) == answered == expected(FIRST)
    with pytest.raises(StandChangedError):
        aggregate(old, chosen(old), ["kundenreaktionen"], ("kanal", "thema"))
    assert numbers(warehouse.view(LOCAL)) == expected(SECOND)


def test_an_answer_is_computed_anew_when_an_import_ends_meanwhile(warehouse, loaded_url):
    views: list[View] = []

    def compute(view: View) -> Any:
        views.append(view)
        first = aggregate(view, chosen(view), ["kundenreaktionen"])
        if len(views) == 1:
            import_delivery(loaded_url, SECOND, DATENSTAND)
        return first.summe["kundenreaktionen"].wert, numbers(view)

    total, found = warehouse.answer(LOCAL, compute)

    assert [view.catalog.stand.nummer for view in views] == [1, 2]
    assert (total, found) == (expected(SECOND)[()]["kundenreaktionen"], expected(SECOND))


def test_an_import_between_the_datenstand_and_the_statement_leaves_no_new_number_under_the_old_version(
    warehouse, loaded_url
):
    old = warehouse.view(LOCAL)

    def import_second() -> None:
        import_delivery(loaded_url, SECOND, DATENSTAND)

    with before_the_first(warehouse.sources().engine, "sum(", import_second) as sent:
        rows = breakdown(old, chosen(old), ["kundenreaktionen"], ("kanal",))

    assert len(sent) == 1
    found = {row.codes: row.werte["kundenreaktionen"].wert for row in rows}
    assert found == {codes: values["kundenreaktionen"] for codes, values in expected(FIRST).items() if codes}
    assert found != {codes: values["kundenreaktionen"] for codes, values in expected(SECOND).items() if codes}
    with pytest.raises(StandChangedError):
        numbers(old)
    assert numbers(warehouse.view(LOCAL)) == expected(SECOND)


def test_catalogues_are_those_of_the_datenstand_that_they_came_with(warehouse, loaded_url):
    more = {**FIRST, "thema": [*FIRST["thema"], {"code": "neu", "name": "Neues Thema"}]}

    def import_more() -> None:
        import_delivery(loaded_url, more, DATENSTAND)

    with before_the_first(warehouse.sources().engine, "FROM bereich", import_more) as sent:
        old = warehouse.view(LOCAL)
    new = warehouse.view(LOCAL)

    assert len(sent) == 1
    assert (old.catalog.stand.nummer, new.catalog.stand.nummer) == (1, 2)
    assert "neu" not in old.catalog.vocabulary.names["thema"]
    assert new.catalog.vocabulary.names["thema"]["neu"] == "Neues Thema"


def test_data_that_change_during_every_attempt_end_in_a_refusal_and_not_in_an_endless_loop(warehouse, loaded_url):
    attempts = []

    def compute(view: View) -> Any:
        attempts.append(view.catalog.stand.nummer)
        import_delivery(loaded_url, SECOND if len(attempts) % 2 else FIRST, DATENSTAND)
        return numbers(view)

    with pytest.raises(DatabaseUnavailableError):
        warehouse.answer(LOCAL, compute)

    assert 2 <= len(attempts) <= 5
    assert attempts == sorted(set(attempts))


# --- nothing to answer from ---------------------------------------------------------------------------


def refuses(warehouse: Warehouse, error: type[Exception]) -> None:
    """Every way to ask ends in this error, soon, and the warehouse says that it is not ready."""
    start = time.monotonic()
    with pytest.raises(error):
        warehouse.view(LOCAL)
    with pytest.raises(error):
        warehouse.answer(LOCAL, numbers)
    assert warehouse.is_ready() is False
    assert time.monotonic() - start < PATIENCE_SECONDS


def test_a_loaded_database_is_ready(warehouse: Warehouse):
    assert warehouse.is_ready() is True


def test_a_database_file_that_is_missing_is_no_data_and_is_not_created(tmp_path):
    file = tmp_path / "folder" / "krm.sqlite"
    with uncached_warehouse(f"sqlite:///{file}", tmp_path) as warehouse:
        refuses(warehouse, NoDataError)

    assert not file.parent.exists()


def test_an_empty_file_is_no_data(tmp_path):
    (tmp_path / "krm.sqlite").touch()
    with uncached_warehouse(f"sqlite:///{tmp_path / 'krm.sqlite'}", tmp_path) as warehouse:
        refuses(warehouse, NoDataError)


def test_a_file_that_is_no_database_is_an_unavailable_one(tmp_path):
    (tmp_path / "krm.sqlite").write_bytes(b"no database at all, but long enough to look at" * 100)
    with uncached_warehouse(f"sqlite:///{tmp_path / 'krm.sqlite'}", tmp_path) as warehouse:
        refuses(warehouse, DatabaseUnavailableError)


def test_a_database_without_tables_is_no_data(postgres_url, tmp_path):
    with uncached_warehouse(postgres_url, tmp_path) as warehouse:
        refuses(warehouse, NoDataError)


def test_tables_without_an_import_are_no_data(url, tmp_path):
    engine = writing_engine(url)
    bring_up_to_date(engine)
    engine.dispose()
    with uncached_warehouse(url, tmp_path) as warehouse:
        refuses(warehouse, NoDataError)


def test_the_first_import_is_seen_without_a_restart(url, tmp_path):
    with uncached_warehouse(url, tmp_path) as warehouse:
        assert warehouse.is_ready() is False
        import_delivery(url, FIRST, DATENSTAND)

        assert warehouse.is_ready() is True
        assert warehouse.answer(LOCAL, numbers) == expected(FIRST)


def test_tables_of_another_version_are_not_ready(loaded_url, tmp_path):
    engine = writing_engine(loaded_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    engine.dispose()
    with uncached_warehouse(loaded_url, tmp_path) as warehouse:
        assert warehouse.is_ready() is False


def test_a_database_file_that_vanishes_is_no_data(tmp_path):
    url = f"sqlite:///{tmp_path / 'data' / 'krm.sqlite'}"
    import_delivery(url, FIRST, DATENSTAND)
    with uncached_warehouse(url, tmp_path) as warehouse:
        assert warehouse.is_ready() is True
        shutil.rmtree(tmp_path / "data")

        refuses(warehouse, NoDataError)


def test_a_postgresql_that_stops_is_unavailable(tmp_path):
    with ExitStack() as stack:
        with ephemeral_postgres() as server:
            url = server.new_database()
            import_delivery(url, FIRST, DATENSTAND)
            warehouse = stack.enter_context(cached_warehouse(Place(tmp_path / "var").settings(url)))
            assert warehouse.answer(LOCAL, numbers) == expected(FIRST)
            view = warehouse.view(LOCAL)

        refuses(warehouse, DatabaseUnavailableError)
        # What was computed is still there; what was not cannot be.
        assert numbers(view) == expected(FIRST)
        with pytest.raises(DatabaseUnavailableError):
            aggregate(view, chosen(view), ["lob"], ("thema", "kanal"))


def test_a_postgresql_that_restarts_is_answered_from_again(new_postgres_database, postgres_server, tmp_path):
    url = new_postgres_database()
    import_delivery(url, FIRST, DATENSTAND)
    with uncached_warehouse(url, tmp_path) as warehouse:
        assert warehouse.answer(LOCAL, numbers) == expected(FIRST)
        engine = writing_engine(url)
        with engine.connect() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        engine.dispose()

        assert warehouse.answer(LOCAL, numbers) == expected(FIRST)
