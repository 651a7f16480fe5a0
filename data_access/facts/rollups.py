"""Counts by month over all Jobcenter, made once for a Datenstand that does not change any more.

For a country they hold a few hundred thousand rows in place of twenty millions, and answer what asks for whole months
without naming a Jobcenter. Only a source that is written anew for every Datenstand has them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Column, ColumnElement, Insert, MetaData, SmallInteger, Table, func, insert, select

from data_access import schema
from data_access.facts.deadline import zustand
from data_access.facts.keys import PERSONENKREISE
from domain.kennzahlen import CountedOn

MONTH, ZUSTAND, NUMBER = "eingang_monat", "zustand", "anzahl"
_OF_REAKTION = (MONTH, "kanal", "hauptart", "ombudsstelle", PERSONENKREISE, ZUSTAND)

metadata = MetaData()
_fact = schema.fact_anliegen


@dataclass(frozen=True)
class RollUp:
    """A table of counts: what is counted, and the columns of the fact table by which."""

    counted: CountedOn
    table: Table

    @property
    def columns(self) -> tuple[str, ...]:
        """All but the count."""
        return tuple(column.name for column in self.table.columns if column.name != NUMBER)


def _table(name: str, columns: tuple[str, ...]) -> Table:
    typed = (Column(c, _fact.c[c].type if c in _fact.c else SmallInteger, nullable=False) for c in columns)
    return Table(name, metadata, *typed, Column(NUMBER, BigInteger, nullable=False))


ROLLUPS = (
    RollUp(CountedOn.REAKTION, _table("summe_reaktion", _OF_REAKTION)),
    RollUp(CountedOn.ANLIEGEN, _table("summe_anliegen", (MONTH, "kanal", PERSONENKREISE, "art", "bewertung"))),
    RollUp(CountedOn.ANLIEGEN, _table("summe_thema", (MONTH, "bereich", "wurzel", "thema", "art", "bewertung"))),
)


def fill_rollups(datenstand: date) -> Iterator[Insert]:
    """The statements that fill the tables from the fact table of this Datenstand."""
    for rollup in ROLLUPS:
        columns: list[ColumnElement[Any]] = [
            zustand(datenstand) if name == ZUSTAND else _fact.c[name] for name in rollup.columns
        ]
        # Without a filter the very first row of each Kundenreaktion stands for it.
        where = [_fact.c.erst == 1] if rollup.counted is CountedOn.REAKTION else []
        rows = select(*columns, func.count().label(NUMBER)).where(*where).group_by(*rollup.columns)
        yield insert(rollup.table).from_select([*rollup.columns, NUMBER], rows.order_by(MONTH))


def rollup_for(counted: CountedOn, columns: set[str]) -> RollUp | None:
    """The first table that counts the same by all of these columns."""
    return next((one for one in ROLLUPS if one.counted is counted and columns <= set(one.columns)), None)
