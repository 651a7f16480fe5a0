"""Petitions and submissions in memory: few rows, each with the Jobcenter and the days that a query can ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select

from data_access import schema
from data_access.cache import Rows
from data_access.groups import Groups
from data_access.statements import PETITION_PARTS, Query
from domain.kennzahlen import Part
from domain.zeitraum import Monat

_petition = schema.petition_eingabe
_ARTEN = {Part.PETITIONEN: "petition", Part.EINGABEN: "eingabe"}


@dataclass(frozen=True)
class Petitions:
    """All of a Datenstand. ``days``: per Zeitbezug the ordinals, 0: not yet; ``codes`` are those of ``jobcenter``."""

    arten: NDArray[np.str_]
    jobcenter: NDArray[np.int64]
    codes: tuple[str, ...]
    days: dict[str, NDArray[np.int64]]
    months: dict[str, NDArray[np.int64]]

    def answer(self, query: Query) -> Rows:
        """The rows of ``data_access.statements.build`` for a query of petitions."""
        kept = np.flatnonzero(self._selected(query))
        if not len(kept):
            return []
        columns = {"monat": self.months[query.selection.zeitbezug], "jobcenter": self.jobcenter}
        groups = Groups.of([columns[merkmal][kept] for merkmal in query.nach], len(kept))
        occurring = np.flatnonzero(np.bincount(groups.place, minlength=groups.count))
        found = [column.tolist() for column in groups.values(occurring)]
        for at, merkmal in enumerate(query.nach):
            if merkmal == "jobcenter":
                found[at] = [self.codes[number] for number in found[at]]
        for part in PETITION_PARTS:
            counted = groups.place[self.arten[kept] == _ARTEN[part]]
            found.append(np.bincount(counted, minlength=groups.count)[occurring].tolist())
        return [list(row) for row in zip(*found, strict=True)]

    def _selected(self, query: Query) -> NDArray[np.bool_]:
        day = self.days[query.selection.zeitbezug]
        selected: NDArray[np.bool_] = (day >= query.span.von.toordinal()) & (day <= query.span.bis.toordinal())
        if wanted := query.selection.codes("jobcenter"):
            selected &= self._is_one_of(wanted)
        for merkmal, codes in query.ausser:
            if merkmal == "jobcenter":
                selected &= ~self._is_one_of(codes)
        return selected

    def _is_one_of(self, codes: tuple[str, ...]) -> NDArray[np.bool_]:
        chosen = np.array([code in codes for code in self.codes], dtype=bool)
        return np.asarray(chosen[self.jobcenter])


def read_petitions(connection: Connection) -> Rows:
    """How many petitions and submissions there are of each Art, Jobcenter and days, as a cache can keep it."""
    columns = (_petition.c.art, _petition.c.jobcenter, _petition.c.eingang_am, _petition.c.erledigt_am)
    counted = select(*columns, func.count()).group_by(*columns)
    return [
        [art, jobcenter, eingang.isoformat(), None if erledigt is None else erledigt.isoformat(), count]
        for art, jobcenter, eingang, erledigt, count in connection.execute(counted)
    ]


def petitions_of(rows: Rows) -> Petitions:
    """The rows of ``read_petitions`` in columns, each as often as it was counted."""
    rows = [row for row in rows for _ in range(row[4])]
    codes = tuple(dict.fromkeys(row[1] for row in rows))
    places = {code: number for number, code in enumerate(codes)}
    days = {"eingang": [_day(row[2]) for row in rows], "erledigung": [_day(row[3]) for row in rows]}
    return Petitions(
        arten=np.array([row[0] for row in rows], dtype=np.str_),
        jobcenter=np.array([places[row[1]] for row in rows], dtype=np.int64),
        codes=codes,
        days={name: np.array([_ordinal(day) for day in found], dtype=np.int64) for name, found in days.items()},
        months={name: np.array([_month(day) for day in found], dtype=np.int64) for name, found in days.items()},
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _ordinal(day: date | None) -> int:
    return 0 if day is None else day.toordinal()


def _month(day: date | None) -> int:
    return 0 if day is None else Monat.of(day).index
