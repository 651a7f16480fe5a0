"""Classes of age follow the standard, whatever its length."""

from __future__ import annotations

import pytest

from cards.due import bounds_up_to, classes


@pytest.mark.parametrize(
    ("days", "bounds"), [(21, (7, 14, 18, 21)), (28, (9, 19, 25, 28)), (10, (3, 7, 10)), (3, (0, 1, 2, 3)), (1, (0, 1))]
)
def test_classes_end_with_the_standard(days: int, bounds: tuple[int, ...]):
    assert bounds_up_to(days) == bounds


def test_classes_are_named_without_gap_and_overlap():
    names = [name.replace("\u00a0", " ") for name in classes((0, 1, 21))]

    assert names == ["0 Tage", "1 Tag", "2 bis 21 Tage", "über 21 Tage"]
