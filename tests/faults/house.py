"""The whole application over databases and caches that can be broken, and a judge over its answers."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, Protocol

import redis
from flask import Flask
from sqlalchemy import URL, Engine, create_engine, make_url

from app import create_app
from domain.formats import number
from settings import Settings
from tests import oracle
from tests.fault_proxy import FaultProxy, fault_proxy
from tests.random_data import random_delivery
from tests.services import PostgresServer
from tests.warehouses import import_delivery
from web.outage import HEADER

LIEFERUNG, DATENSTAND = random_delivery(0, size=80)
MONTHS = tuple(f"{year}-{month:02}" for year in (2018, 2019, 2020) for month in range(1, 13))
# An answer may take what a request may take, and then has to be written and sent on a busy machine.
SLACK_SECONDS = 4.0
RECOVERY_SECONDS = 10.0
KENNZAHLEN = ("kundenreaktionen", "anliegen", "fristquote", "ueberfaellig", "laufzeit_median", "eingaben")


@cache
def truth(month: str) -> dict[str, float | int | None]:
    """What the raw rows say of a month."""
    auswahl = {"von": month, "bis": month, "vergleich": "ohne"}
    summe = oracle.aggregate(LIEFERUNG, DATENSTAND, auswahl, KENNZAHLEN, []).summe
    return {code: summe[code].wert for code in KENNZAHLEN}


@dataclass(frozen=True)
class Answer:
    """An answer and how long it took. ``outdated``: it says that the database could not be asked."""

    month: str
    status: int
    body: Any
    outdated: bool
    seconds: float

    @property
    def has_numbers(self) -> bool:
        """Whether it gives numbers, which then must be right."""
        return self.status == 200

    def fault(self, longest: float) -> str:
        """What is wrong with it; empty where it is right, or says in German that there is no answer, in time."""
        if self.seconds > longest:
            return f"{self.month}: {number(self.seconds, 1)} s"
        if self.has_numbers:
            found = {code: self.body["kennzahlen"][code]["wert"] for code in KENNZAHLEN}
            return "" if found == truth(self.month) else f"{self.month}: {found} instead of {truth(self.month)}"
        sentence = str(self.body.get("fehler", "")) if isinstance(self.body, dict) else ""
        told = self.status == 503 and ("Datenbank" in sentence or "zu lange" in sentence)
        return "" if told else f"{self.month}: {self.status} {self.body}"


class Asks(Protocol):
    """Something that can be asked for the figures of a month."""

    def ask(self, month: str) -> Answer:
        """The answer, whatever it is."""


@dataclass(frozen=True)
class House:
    """One process of the application, and the ways to what it leans on."""

    server: Flask
    settings: Settings
    database: FaultProxy
    cache: FaultProxy
    # Around the proxy, for those who break the database itself.
    admin: Engine

    def ask(self, month: str) -> Answer:
        """The figures of a month from the public interface."""
        start = time.monotonic()
        response = self.server.test_client().get(f"/api/v1/kennzahlen.json?von={month}&bis={month}&vergleich=ohne")
        body = response.get_json(silent=True)
        return Answer(month, response.status_code, body, HEADER in response.headers, time.monotonic() - start)

    @property
    def longest(self) -> float:
        """Seconds after which every answer has to be there."""
        return self.settings.request_seconds + SLACK_SECONDS

    @property
    def holds_rows(self) -> bool:
        """Whether it may hold all rows in memory."""
        return self.settings.memory_rows >= len(LIEFERUNG["anliegen"])


@dataclass(frozen=True)
class Remote:
    """A server that is asked over the network."""

    port: int
    patience: float = 60.0

    def ask(self, month: str) -> Answer:
        """The figures of a month; status 0 where the connection breaks off."""
        start = time.monotonic()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=self.patience)
        try:
            connection.request("GET", f"/api/v1/kennzahlen.json?von={month}&bis={month}&vergleich=ohne")
            response = connection.getresponse()
            status, outdated, body = response.status, HEADER in response.headers, json.loads(response.read())
        except (OSError, HTTPException, ValueError) as error:
            status, outdated, body = 0, False, repr(error)
        finally:
            connection.close()
        return Answer(month, status, body, outdated, time.monotonic() - start)


@contextmanager
def loaded_database(server: PostgresServer) -> Iterator[URL]:
    """A database that holds the delivery."""
    address = server.new_database()
    import_delivery(address, LIEFERUNG, DATENSTAND)
    yield make_url(address)
    server.drop_database(address)


@contextmanager
def house(url: URL, redis_url: str, var_dir: Path, **settings: Any) -> Iterator[House]:
    """The application with a proxy in front of its PostgreSQL and its Redis.

    It holds no rows in memory, as if there were too many of them, unless ``memory_rows`` says otherwise.
    """
    redis_address = make_url(redis_url)
    with ExitStack() as stack:
        database = stack.enter_context(fault_proxy(str(url.host), int(url.port or 0)))
        cached = stack.enter_context(fault_proxy(str(redis_address.host), int(redis_address.port or 0)))
        chosen = Settings(
            var_dir=var_dir,
            database_url=url.set(port=database.port).render_as_string(hide_password=False),
            cache_url=redis_address.set(port=cached.port).render_as_string(hide_password=False),
            **{"memory_rows": 0} | settings,
        )
        admin = create_engine(url, isolation_level="AUTOCOMMIT")
        stack.callback(admin.dispose)
        server = create_app(chosen).server
        stack.callback(server.extensions["krm_warehouse"].sources().engine.dispose)
        yield House(server, chosen, database, cached, admin)


def forget(house: House) -> None:
    """Empty the cache."""
    with redis.Redis.from_url(house.settings.cache_url) as client:
        client.flushdb()


def faults_of(answers: Sequence[Answer], longest: float) -> list[str]:
    """What is wrong with any of them."""
    return [fault for answer in answers if (fault := answer.fault(longest))]


def recovered(asked: Asks, month: str) -> float:
    """Seconds until the figures of a month come fresh from the database; raises AssertionError after ten."""
    start = time.monotonic()
    while time.monotonic() - start < RECOVERY_SECONDS:
        answer = asked.ask(month)
        if answer.has_numbers and not answer.outdated:
            assert answer.fault(RECOVERY_SECONDS) == ""
            return time.monotonic() - start
        time.sleep(0.2)
    raise AssertionError(f"not back after {RECOVERY_SECONDS} s: {answer}")


@contextmanager
def asking(asked: Asks, months: Sequence[str], threads: int) -> Iterator[list[Answer]]:
    """Ask for the months round and round from several threads while the block runs; yields the growing answers."""
    answers: list[Answer] = []
    stop = threading.Event()

    def go_on(first: int) -> None:
        number = first
        while not stop.is_set():
            answers.append(asked.ask(months[number % len(months)]))
            number += 1
            stop.wait(0.02)

    with ThreadPoolExecutor(threads) as pool:
        running = [pool.submit(go_on, number * 5) for number in range(threads)]
        try:
            yield answers
        finally:
            stop.set()
    for one in running:
        one.result()


def together(count: int, call: Callable[[], Answer]) -> list[Answer]:
    """Answers to as many who ask at the same moment."""
    barrier = threading.Barrier(count)

    def wait_and_call(_number: int) -> Answer:
        barrier.wait()
        return call()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(wait_and_call, range(count)))
