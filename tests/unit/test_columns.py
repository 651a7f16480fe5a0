"""Columns of numbers on their way into a cache and back."""

from __future__ import annotations

import numpy as np
import orjson
import pytest
from sqlalchemy import create_engine, text

from data_access.columns import columns_of, packed, read, spelled


@pytest.mark.parametrize(
    ("numbers", "type_"),
    [
        ([], "int64"),
        ([0, 127], "int8"),
        ([-128, 5], "int8"),
        ([0, 128], "int16"),
        ([-32_769, 0], "int32"),
        ([2**31 - 1, -(2**31)], "int32"),
        ([2**31], "int64"),
    ],
)
def test_numbers_come_back_from_a_cache_in_the_smallest_type_that_holds_them(numbers: list[int], type_: str):
    column = packed(np.array(numbers, dtype=np.int64))
    assert column.dtype == type_
    kept = orjson.loads(orjson.dumps(spelled([column, packed(np.array([1]))])))
    first, second = read(kept)
    assert (first.tolist(), first.dtype, second.tolist()) == (numbers, column.dtype, [1])


def test_columns_that_are_parts_of_larger_ones_come_back_as_they_were():
    table = np.arange(12, dtype=np.int16).reshape(4, 3)
    assert [column.tolist() for column in read(spelled(list(table.T)))] == table.T.tolist()


def test_what_is_kept_is_about_as_large_as_the_numbers():
    numbers = packed(np.arange(30_000) % 100)
    assert len(orjson.dumps(spelled([numbers]))) < 1.4 * 30_000


@pytest.mark.parametrize(("where", "expected"), [("1 = 1", [[1, 3], [200, -4]]), ("1 = 0", [[], []])])
def test_a_driver_that_gives_rows_gives_columns_as_well(where: str, expected: list[list[int]]):
    statement = f"SELECT * FROM (SELECT 1 AS a, 200 AS b UNION ALL SELECT 3, -4) WHERE {where}"
    with create_engine("sqlite://").connect() as connection:
        assert [column.tolist() for column in columns_of(connection.execute(text(statement)))] == expected
