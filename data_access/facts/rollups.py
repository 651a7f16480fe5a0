"""Counts by month, made once for a Datenstand that does not change any more.

For a country they hold a few hundred thousand rows in place of twenty millions, and answer what asks for whole months
by what most people ask for. Only a source that is written anew for every Datenstand has them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Insert,
    MetaData,
    Select,
    SmallInteger,
    Table,
    insert,
)

from data_access import schema
from data_access.facts.deadline import zustand
from data_access.facts.keys import PERSONENKREISE
from data_access.facts.numbers import NUMBER, numbers
from domain.kennzahlen import CountedOn

MONTH, ZUSTAND = "eingang_monat", "zustand"
_OF_REAKTION = ("kanal", "hauptart", "ombudsstelle", PERSONENKREISE, ZUSTAND)

metadata = MetaData()
_fact = schema.fact_anliegen


@dataclass(frozen=True)
class RollUp:
    """A table of counts: what is counted, and the columns of the fact table by which.

    ``held``: Kundenreaktionen are counted once for each combination of these attributes of their Anliegen.
    """

    counted: CountedOn
    table: Table
    held: frozenset[str] = frozenset()

    @property
    def columns(self) -> tuple[str, ...]:
        """All but the count."""
        return tuple(column.name for column in self.table.columns if column.name != NUMBER)


def _table(name: str, columns: tuple[str, ...]) -> Table:
    typed = (Column(c, _fact.c[c].type if c in _fact.c else SmallInteger, nullable=False) for c in columns)
    return Table(name, metadata, *typed, Column(NUMBER, BigInteger, nullable=False))


def _of_reaktionen(name: str, *columns: str, held: tuple[str, ...] = ()) -> RollUp:
    return RollUp(CountedOn.REAKTION, _table(name, (MONTH, *held, *columns)), frozenset(held))


def _of_anliegen(name: str, *columns: str) -> RollUp:
    return RollUp(CountedOn.ANLIEGEN, _table(name, (MONTH, *columns)))


# What the filters of a page count where one attribute of the Anliegen is chosen already.
_PAIRS = (
    *((level, merkmal) for level in ("wurzel", "bereich") for merkmal in ("art", "thema", "bewertung")),
    ("art", "thema"),
    ("art", "bewertung"),
)
# Of those that hold an answer the first is asked, so the smallest come first.
ROLLUPS = (
    _of_reaktionen("summe_reaktion", *_OF_REAKTION),
    _of_reaktionen("summe_reaktion_jobcenter", "jobcenter", "ombudsstelle", ZUSTAND),
    _of_reaktionen("summe_reaktion_wurzel", *_OF_REAKTION, held=("wurzel",)),
    _of_reaktionen("summe_reaktion_bereich", "wurzel", *_OF_REAKTION, held=("bereich",)),
    _of_reaktionen("summe_reaktion_art", *_OF_REAKTION, held=("art",)),
    _of_reaktionen("summe_reaktion_thema", "ombudsstelle", ZUSTAND, held=("thema",)),
    _of_reaktionen("summe_reaktion_bewertung", "ombudsstelle", ZUSTAND, held=("bewertung",)),
    *(_of_reaktionen("_".join(("summe_reaktion", *pair)), "ombudsstelle", ZUSTAND, held=pair) for pair in _PAIRS),
    _of_reaktionen("summe_reaktion_wurzel_jobcenter", "jobcenter", "ombudsstelle", ZUSTAND, held=("wurzel",)),
    _of_reaktionen("summe_reaktion_bereich_jobcenter", "jobcenter", "ombudsstelle", ZUSTAND, held=("bereich",)),
    _of_anliegen("summe_anliegen", "kanal", PERSONENKREISE, "art", "bewertung"),
    _of_anliegen("summe_anliegen_jobcenter", "jobcenter", "art", "bewertung"),
    _of_anliegen("summe_anliegen_bereich", "bereich", "wurzel", "kanal", PERSONENKREISE, "art", "bewertung"),
    _of_anliegen("summe_anliegen_thema", "bereich", "wurzel", "thema", "art", "bewertung"),
    _of_anliegen("summe_anliegen_bereich_jobcenter", "bereich", "wurzel", "jobcenter", "art", "bewertung"),
)


def fill_rollups(datenstand: date, years: range) -> Iterator[Insert]:
    """The statements that fill the tables from the rows of these years, in the order of the months."""
    for rollup in ROLLUPS:
        for year in years:
            rows = _rows(rollup, datenstand, year)
            yield insert(rollup.table).from_select([*rollup.columns, NUMBER], rows.order_by(*rollup.columns))


def _rows(rollup: RollUp, datenstand: date, year: int) -> Select[Any]:
    columns = {name: zustand(datenstand) if name == ZUSTAND else _fact.c[name] for name in rollup.columns}
    return numbers(rollup.counted, columns, [_fact.c.jahr == year], schema.ERST.get(rollup.held))


@lru_cache(maxsize=4096)
def rollups_for(counted: CountedOn, columns: frozenset[str], held: frozenset[str] | None) -> tuple[RollUp, ...]:
    """The tables that count the same by all of these columns; ``held`` as in ``FactSelection``."""
    fits = (one for one in ROLLUPS if one.counted is counted and columns <= set(one.columns))
    return tuple(one for one in fits if counted is CountedOn.ANLIEGEN or one.held == held)
