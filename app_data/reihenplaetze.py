"""The place of every catalogue value in the lists of the fixed evaluation: given once, kept for ever."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Column, Connection, Integer, String, Table, UniqueConstraint, insert, select

from app_data.metadata import CODE, metadata

reihenplatz = Table(
    "reihenplatz",
    metadata,
    Column("katalog", String(20), primary_key=True),
    Column("code", CODE, primary_key=True),
    Column("platz", Integer, nullable=False),
    UniqueConstraint("katalog", "platz"),
)


def known_places(connection: Connection) -> dict[str, dict[str, int]]:
    """Per catalogue the places that have been given, counted from 0."""
    places: dict[str, dict[str, int]] = {}
    for row in connection.execute(select(reihenplatz)):
        places.setdefault(row.katalog, {})[row.code] = row.platz
    return places


def give_places(connection: Connection, catalogues: Mapping[str, Sequence[str]]) -> dict[str, dict[str, int]]:
    """Places of all values of the catalogues; new ones follow the last in the order given.

    An IntegrityError means that somebody else gave places at the same moment: asked again, they are known.
    """
    known = known_places(connection)
    new = [
        {"katalog": katalog, "code": code, "platz": platz}
        for katalog, codes in catalogues.items()
        for code, platz in _following(known.get(katalog, {}), codes)
    ]
    if new:
        connection.execute(insert(reihenplatz), new)
        known = known_places(connection)
    return {katalog: known.get(katalog, {}) for katalog in catalogues}


def _following(known: Mapping[str, int], codes: Sequence[str]) -> Iterable[tuple[str, int]]:
    new = [code for code in codes if code not in known]
    first = max(known.values(), default=-1) + 1
    return zip(new, range(first, first + len(new)), strict=True)
