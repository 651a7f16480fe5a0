"""The faults that need no long run; ``make test-trust`` suffers all of them, longer and with more visitors."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.breaking import FAULTS, Breaking
from tests.faults.house import House, house, loaded_database
from tests.faults.run import suffer
from tests.services import PostgresServer

# Whether the numbers are those of the last known Datenstand.
SHORT = {"answers-cut-with-a-reset": True, "statements-too-slow": False, "cache-silent": False}


@pytest.fixture(scope="module")
def small_house(
    postgres_server: PostgresServer, redis_server_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    with (
        loaded_database(postgres_server) as url,
        house(url, redis_server_url, tmp_path_factory.mktemp("house"), statement_seconds=0.5) as opened,
    ):
        yield opened


@pytest.mark.parametrize("breaking", [one for one in FAULTS if one.name in SHORT], ids=lambda one: one.name)
def test_a_fault_leaves_right_numbers_or_a_sentence_and_is_over_when_it_is_over(small_house: House, breaking: Breaking):
    answers = suffer(small_house, breaking, threads=3, seconds=1.5)

    assert any(answer.outdated for answer in answers) is SHORT[breaking.name]
