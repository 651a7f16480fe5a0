"""The right answers, computed before the run by one process alone, and the figures among them held against raw rows.

That process asks the database for everything, so that a server that holds its rows in memory is compared with another
way to the same numbers.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import orjson
from werkzeug.test import TestResponse

from app import create_app
from data_access.reference.generator import DATENSTAND, reference_delivery
from domain.kennzahlen import KENNZAHLEN
from domain.rollen import Rolle
from settings import Settings
from tests import oracle
from tests.trust.load.answers import Answer
from tests.trust.load.people import EXACT, SETTINGS, Person
from tests.trust.load.walks import Callbacks, Question, Walks

Essence = tuple[int, bytes]
Table = dict[tuple[Rolle, Question], Essence]
PEER = {"REMOTE_ADDR": "127.0.0.1"}


class Alone:
    """The application in this process, over the same database as the server, with a cache of its own and no memory."""

    def __init__(self, krm_url: str, folder: Path) -> None:
        given: dict[str, Any] = {name.removeprefix("KRM_").lower(): value for name, value in SETTINGS.items()}
        self._settings = Settings(var_dir=folder, database_url=krm_url, memory_rows=0, **given)
        self._client = create_app(self._settings).server.test_client()
        self._asked = 0

    def callbacks(self) -> Callbacks:
        """What it says of its callbacks."""
        return Callbacks(orjson.loads(self.answer(Rolle.LEITUNG, Question("layout", "/_dash-dependencies")).body))

    def answer(self, rolle: Rolle, question: Question) -> Answer:
        """Answer to a new person of this role: the number of requests of one is limited."""
        self._asked += 1
        response: TestResponse = self._client.open(
            question.path,
            method="POST" if question.body else "GET",
            data=question.body or None,
            content_type="application/json" if question.body else None,
            headers={**Person(self._asked, rolle).headers, "Sec-Fetch-Site": "same-origin"},
            environ_overrides=PEER,
        )
        return Answer(response.status_code, response.data, response.content_type)

    def forget(self) -> None:
        """Empty the cache."""
        shutil.rmtree(self._settings.cache_dir / "rows", ignore_errors=True)
        (self._settings.cache_dir / "rows").mkdir(parents=True)


def questions(callbacks: Callbacks, persons: Iterable[Person], steps: int) -> Iterator[tuple[Rolle, Question]]:
    """Every question that these persons ask in so many steps."""
    for person in persons:
        for step in islice(Walks(person.rolle, callbacks).steps(person.number), steps):
            yield from ((person.rolle, question) for question in step)


def reference_table(alone: Alone, asked: Iterable[tuple[Rolle, Question]]) -> Table:
    """The essence of every answer; raises AssertionError where one of them is no answer or not what the rows give."""
    table: Table = {}
    lieferung = reference_delivery()
    for rolle, question in sorted(set(asked), key=lambda pair: (pair[0].value, pair[1].path, pair[1].body)):
        if rolle not in {known for known, _ in table}:
            # Nothing that was computed for one role may help another one here.
            alone.forget()
        answer = alone.answer(rolle, question)
        assert answer.status == 200, (rolle, question, answer.body[:300])
        if question.kind == "api" and rolle in EXACT:
            _hold_against_rows(lieferung, question.path, orjson.loads(answer.body))
        table[rolle, question] = answer.essence()
    return table


def _hold_against_rows(lieferung: oracle.Lieferung, path: str, found: dict[str, Any]) -> None:
    """Every figure of an answer of the interface is what a count of the raw rows gives."""
    given = dict(parse_qsl(urlsplit(path).query))
    nach = [merkmal for merkmal in given.pop("nach", "").split(",") if merkmal]
    asked = [given.pop("kennzahl")] if "kennzahl" in given else list(KENNZAHLEN)
    right = oracle.aggregate(lieferung, DATENSTAND, given, asked, nach)
    if nach:
        rows = {tuple(row[merkmal] for merkmal in nach): row for row in found["zeilen"]}
        assert set(rows) == set(right.zeilen), path
        for key, values in right.zeilen.items():
            _same(rows[key], values[asked[0]], path)
        _same(found["summe"], right.summe[asked[0]], path)
    else:
        for code in asked:
            _same(found["kennzahlen"][code], right.summe[code], path)


def _same(found: dict[str, Any], right: oracle.Werte, path: str) -> None:
    for name, value in vars(right).items():
        other = found[name]
        same = other == value if value is None or other is None else abs(other - value) <= 1e-9 * max(1.0, abs(value))
        assert same, (path, name, other, value)
