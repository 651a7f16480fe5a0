"""Too many requests in a short time: told so, each person for themselves, and a counter that is down stops nobody."""

from __future__ import annotations

import pytest
from flask import Flask
from limits import RateLimitItemPerMinute

from tests.services import free_port
from web.access.rate import NoRate, counted_rate

LIMIT = RateLimitItemPerMinute(5)


@pytest.fixture(params=["memory", "redis"])
def url(request: pytest.FixtureRequest) -> str:
    return "" if request.param == "memory" else str(request.getfixturevalue("redis_url"))


def test_one_too_many_is_refused_with_the_time_to_wait(url: str):
    rate = counted_rate(url)
    with Flask("x").test_request_context():
        assert [rate.refused(LIMIT, "ida") for _ in range(5)] == [None] * 5
        answer = rate.refused(LIMIT, "ida")
        assert answer is not None
        assert answer.status_code == 429
        assert 1 <= int(answer.headers["Retry-After"]) <= 60
        assert rate.refused(LIMIT, "olga") is None


def test_all_workers_count_together_in_redis(redis_url: str):
    workers = [counted_rate(redis_url) for _ in range(2)]
    with Flask("x").test_request_context():
        answers = [workers[number % 2].refused(LIMIT, "ida") for number in range(6)]
    assert [answer is None for answer in answers] == [True] * 5 + [False]


def test_a_counter_that_is_down_stops_nobody():
    rate = counted_rate(f"redis://127.0.0.1:{free_port()}/0")
    with Flask("x").test_request_context():
        assert [rate.refused(LIMIT, "ida") for _ in range(8)] == [None] * 8


def test_one_person_on_one_machine_is_not_limited():
    assert [NoRate().refused(LIMIT, "lokal") for _ in range(50)] == [None] * 50
