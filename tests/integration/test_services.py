"""The services the other tests stand on: separate, empty, gone afterwards."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import redis
from sqlalchemy import create_engine, inspect, make_url, text
from sqlalchemy.exc import OperationalError

from tests.services import (
    PostgresServer,
    ServiceError,
    empty_redis_database,
    ephemeral_postgres,
    ephemeral_redis,
    flush_redis_database,
)


def run(url: str, statement: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def tables(url: str) -> list[str]:
    engine = create_engine(url)
    try:
        return inspect(engine).get_table_names()
    finally:
        engine.dispose()


def test_every_postgres_database_is_its_own_and_empty(new_postgres_database: Callable[[], str]):
    first, second = new_postgres_database(), new_postgres_database()
    run(first, "CREATE TABLE anliegen (lfd_nr integer)")

    assert tables(first) == ["anliegen"]
    assert tables(second) == []


def test_a_dropped_postgres_database_is_gone(postgres_server: PostgresServer):
    url = postgres_server.new_database()
    postgres_server.drop_database(url)

    with pytest.raises(OperationalError, match="does not exist"):
        tables(url)


def test_an_own_postgres_server_listens_on_loopback_only_and_stops():
    with ephemeral_postgres() as server:
        url = server.new_database()
        run(url, "SELECT 1")
        assert make_url(url).host == "127.0.0.1"

    with pytest.raises(OperationalError, match="refused"):
        run(url, "SELECT 1")


def test_two_redis_servers_run_side_by_side_and_stop():
    with ephemeral_redis() as first, ephemeral_redis() as second:
        with redis.Redis.from_url(first) as client:
            client.set("kanal", "brief")
        with redis.Redis.from_url(second) as client:
            assert client.get("kanal") is None

    with redis.Redis.from_url(first) as client, pytest.raises(redis.ConnectionError):
        client.ping()


@pytest.mark.parametrize("order", ["first", "second"])
def test_keys_of_one_test_are_not_seen_by_the_next(redis_url: str, order: str):
    with redis.Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0
        client.set("left behind", order)


def test_a_given_redis_server_is_used_only_where_it_is_empty():
    with ephemeral_redis() as url:
        with redis.Redis.from_url(url.replace("/0", "/15")) as client:
            client.set("somebody", "else's")

        assert empty_redis_database(url) == url.replace("/0", "/14")
        flush_redis_database(empty_redis_database(url))
        with redis.Redis.from_url(url.replace("/0", "/15")) as client:
            assert client.get("somebody") == b"else's"


def test_a_given_redis_server_without_an_empty_database_is_refused():
    with ephemeral_redis() as url:
        for number in range(16):
            with redis.Redis.from_url(url.replace("/0", f"/{number}")) as client:
                client.set("somebody", "else's")

        with pytest.raises(ServiceError, match="leer"):
            empty_redis_database(url)
