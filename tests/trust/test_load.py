"""Many people at once on the server as it is shipped: no error, and no number other than computed before."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.trust.load.resources import Sample, growth
from tests.trust.load.run import Plan, run

# As a single Jobcenter has it, and as where there are more rows than may be held in memory.
SERVICES: dict[str, dict[str, str]] = {"held": {}, "asked": {"KRM_MEMORY_ROWS": "0"}}


@pytest.mark.parametrize("services", SERVICES.values(), ids=SERVICES)
def test_a_hundred_people_get_right_numbers_and_no_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], services: dict[str, str]
):
    outcome, _ = run(Plan(users=100, seconds=75, services=services), tmp_path)
    with capsys.disabled():
        print("", *outcome.lines(), sep="\n")

    assert (outcome.errors, outcome.wrong, outcome.turned_away) == ([], [], {})
    assert outcome.requests > 500


@pytest.mark.parametrize("services", SERVICES.values(), ids=SERVICES)
def test_more_than_the_server_can_do_is_turned_away_and_never_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], services: dict[str, str]
):
    outcome, _ = run(Plan(users=50, seconds=60, thinking=False, services=services), tmp_path)
    with capsys.disabled():
        print("", *outcome.lines(), sep="\n")

    assert (outcome.errors, outcome.wrong) == ([], [])
    assert outcome.requests > 200


def test_what_grows_in_a_long_run_is_seen():
    def sample(second: float, memory: int) -> Sample:
        return Sample(second, memory, files=60, threads=10)

    grows = [sample(second, 1_000 + (second if second > 300 else 0)) for second in range(0, 1_800, 5)]
    flat = [sample(second, 1_000 if second >= 300 else 10) for second in range(0, 1_800, 5)]

    assert growth(grows)["memory"] > 0.05
    assert growth(flat) == {"memory": 0, "files": 0, "threads": 0}
    assert growth(flat[:50]) == {}
