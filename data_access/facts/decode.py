"""Rows of numbers into rows of codes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from data_access.facts.keys import Keys

Row = list[Any]


def decoded(rows: Iterable[Sequence[Any]], keys: Keys, nach: Sequence[str]) -> list[Row]:
    """``rows`` with codes in place of the numbers of ``nach``, None for "ohne Angabe"; the rest as it is.

    A row of a set of Personenkreise becomes one row for each of them, or one for none; equal ones are not added up.
    """
    columns = [list(column) for column in zip(*rows, strict=True)]
    for at, merkmal in enumerate(nach[: len(columns)]):
        columns[at] = list(map(_code_of(keys, merkmal), columns[at]))
    found = [list(row) for row in zip(*columns, strict=True)]
    if "personenkreis" not in nach:
        return found
    at = nach.index("personenkreis")
    return [[*row[:at], one, *row[at + 1 :]] for row in found for one in row[at] or (None,)]


def added_up(rows: Iterable[Sequence[Any]], width: int) -> list[Row]:
    """Rows with the same first ``width`` values as one, the rest added up."""
    sums: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        key = tuple(row[:width])
        before = sums.get(key)
        if before is None:
            sums[key] = list(row)
        else:
            for place in range(width, len(row)):
                before[place] += row[place]
    return list(sums.values())


def days_until(day: date, rows: Iterable[Sequence[Any]], at: int) -> list[Row]:
    """Rows with the whole days until ``day`` in place of the date at ``at``."""
    return [[*row[:at], (day - row[at]).days, *row[at + 1 :]] for row in rows]


def _code_of(keys: Keys, merkmal: str) -> Callable[[Any], Any]:
    if merkmal in ("monat", "ombudsstelle"):
        return int
    if merkmal == "personenkreis":
        return lambda nr: keys.sets[nr]
    return keys.codes.get(merkmal, {}).get
