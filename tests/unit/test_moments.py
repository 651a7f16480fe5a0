"""Points in time as the clocks here show them, also where these jump."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from domain.formats import moment


@pytest.mark.parametrize(
    ("utc", "shown"),
    [
        ((2026, 11, 22, 9, 35), "22.11.2026, 10:35 Uhr"),
        ((2026, 3, 29, 0, 59), "29.03.2026, 01:59 Uhr"),
        ((2026, 3, 29, 1, 0), "29.03.2026, 03:00 Uhr"),
        ((2026, 10, 25, 0, 59), "25.10.2026, 02:59 Uhr"),
        ((2026, 10, 25, 1, 0), "25.10.2026, 02:00 Uhr"),
        ((2026, 12, 31, 22, 59), "31.12.2026, 23:59 Uhr"),
        ((2026, 12, 31, 23, 0), "01.01.2027, 00:00 Uhr"),
        ((2028, 2, 28, 23, 0), "29.02.2028, 00:00 Uhr"),
    ],
)
def test_a_moment_is_told_by_the_clock_and_the_day_of_berlin(utc: tuple[int, int, int, int, int], shown: str):
    assert moment(datetime(*utc, tzinfo=UTC)) == shown
