"""Kundenreaktionen that may have been recorded twice: equal in everything but Aktenzeichen and Erledigung."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from data_access import schema

STREAM_ROWS = 5_000

_reaktion = schema.kundenreaktion
_anliegen = schema.anliegen
_SAME = ("jobcenter", "eingang_am", "kanal", "art", "ombudsstelle", "melder", "beratungsstelle")


def doubles(connection: Connection, where: Sequence[ColumnElement[bool]]) -> list[int]:
    """Ids of the reactions that equal an earlier one of the same day, all their Anliegen included."""
    alike = func.count().over(partition_by=[_reaktion.c[name] for name in _SAME])
    several = select(_reaktion.c.id, *(_reaktion.c[name] for name in _SAME), alike.label("alike")).where(*where)
    found_in = several.subquery()
    statement = (
        select(
            found_in.c.id,
            *(found_in.c[name] for name in _SAME),
            *(_anliegen.c[name] for name in ("art", "bereich", "thema", "bewertung")),
        )
        .join(_anliegen, _anliegen.c.kundenreaktion_id == found_in.c.id)
        .where(found_in.c.alike > 1)
        .order_by(found_in.c.jobcenter, found_in.c.eingang_am, found_in.c.id)
    )
    rows = connection.execute(statement, execution_options={"yield_per": STREAM_ROWS})
    found: list[int] = []
    for _, of_day in groupby(rows, key=lambda row: (row.jobcenter, row.eingang_am)):
        seen: set[tuple[Any, ...]] = set()
        for number, fingerprint in _fingerprints(of_day):
            if fingerprint in seen:
                found.append(number)
            seen.add(fingerprint)
    return found


def _fingerprints(of_day: Iterator[Any]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    for number, rows in groupby(of_day, key=lambda row: row[0]):
        listed = list(rows)
        anliegen = sorted(tuple(value or "" for value in row[1 + len(_SAME) :]) for row in listed)
        yield number, (*listed[0][1 : 1 + len(_SAME)], *anliegen)
