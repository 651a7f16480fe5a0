"""The cases behind a figure: Aktenzeichen, dates, deadline state, what they are about; page by page, never cached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from data_access.single_cases import CASE_ORDER, anliegen_of, case_list
from data_access.statements import Query, RowKind
from data_access.warehouse import View
from domain.frist import FristStatus, frist_status
from domain.kennzahlen import Part
from domain.scope import Faelle
from domain.selection import Selection
from domain.zeitraum import DaySpan

STATES: dict[str, Part] = {
    "fristgerecht": Part.FRISTGERECHT,
    "verspaetet": Part.VERSPAETET,
    "ueberfaellig": Part.UEBERFAELLIG,
    "offen_in_frist": Part.OFFEN_IN_FRIST,
}
_BEGINNING = date(1, 1, 1)
# Databases limit how many values one statement may carry.
_BATCH = 5_000


@dataclass(frozen=True)
class Vorgang:
    """One Kundenreaktion. ``status`` is None where she is in none of the four states; codes as in the catalogue."""

    jobcenter: str
    aktenzeichen: str
    eingang_am: date
    erledigt_am: date | None
    faellig_am: date
    status: FristStatus | None
    kanal: str | None
    hauptart: str
    ombudsstelle: bool
    bereiche: tuple[str | None, ...]
    themen: tuple[str | None, ...]
    anliegen: int


@dataclass(frozen=True)
class Vorgaenge:
    """One page of cases and how many there are in all."""

    gesamt: int
    vorgaenge: tuple[Vorgang, ...]


def vorgaenge(
    view: View,
    selection: Selection,
    *,
    states: Sequence[str] = (),
    order: str = "eingang_am",
    descending: bool = True,
    limit: int = 50,
    offset: int = 0,
) -> Vorgaenge:
    """Cases of the selection by Eingang (or Erledigung), a page of at most ``limit``.

    ``states`` keeps only these deadline states; ``gesamt`` equals the indicator that counts the same.
    """
    return _listed(view, selection, selection.zeitraum.span, states, order, descending, limit, offset)


def offene_vorgaenge(view: View, selection: Selection, *, limit: int | None = None, offset: int = 0) -> Vorgaenge:
    """Cases that are open at the Datenstand, whenever they came, the earliest due date first; a page, or all."""
    span = DaySpan(_BEGINNING, view.catalog.stand.datenstand)
    return _listed(
        view,
        replace(selection, zeitbezug="eingang"),
        span,
        ("ueberfaellig", "offen_in_frist"),
        "faellig_am",
        False,
        limit,
        offset,
    )


def offene_fristen(view: View, selection: Selection) -> list[tuple[date, date, int]]:
    """How many cases are open at the Datenstand, by Eingang and due date; counts, no single cases."""
    stand = view.catalog.stand.datenstand
    query = Query(RowKind.REAKTIONEN, replace(selection, zeitbezug="eingang"), DaySpan(_BEGINNING, stand))

    def read(connection: Connection) -> list[tuple[date, date, int]]:
        states = (Part.UEBERFAELLIG, Part.OFFEN_IN_FRIST)
        cases = case_list(replace(view.scope, faelle=Faelle.ALLE), query, view.catalog, states, "faellig_am", False)
        found = cases.order_by(None).subquery()
        days = (found.c.eingang_am, found.c.faellig_am)
        counted = select(*days, func.count()).group_by(*days).order_by(*days)
        return [(row[0], row[1], row[2]) for row in connection.execute(counted)]

    return view.once(("offene_fristen", query), lambda: view.read(read))


def _listed(
    view: View,
    selection: Selection,
    span: DaySpan,
    states: Sequence[str],
    order: str,
    descending: bool,
    limit: int | None,
    offset: int,
) -> Vorgaenge:
    if order not in CASE_ORDER:
        raise ValueError(order)
    view.require_cases()
    query = Query(RowKind.REAKTIONEN, selection, span)
    parts = [STATES[state] for state in states]
    statement = case_list(view.scope, query, view.catalog, parts, order, descending)

    # Of the others nothing is told, not even that a case has one.
    shown = view.catalog.with_descendants(view.scope.eigene) if view.scope.nur_eigene else None

    def read(connection: Connection) -> Vorgaenge:
        total = connection.scalar(select(func.count()).select_from(statement.order_by(None).subquery()))
        rows = connection.execute(statement.limit(limit).offset(offset)).all()
        about: dict[int, list[Any]] = {row.id: [] for row in rows}
        ids = list(about)
        for start in range(0, len(ids), _BATCH):
            for anliegen in connection.execute(anliegen_of(ids[start : start + _BATCH])):
                if shown is None or anliegen.bereich in shown:
                    about[anliegen.kundenreaktion_id].append(anliegen)
        return Vorgaenge(int(total or 0), tuple(_vorgang(view, row, about[row.id]) for row in rows))

    return view.read(read)


def _vorgang(view: View, row: Any, anliegen: Sequence[Any]) -> Vorgang:
    return Vorgang(
        jobcenter=row.jobcenter,
        aktenzeichen=row.aktenzeichen,
        eingang_am=row.eingang_am,
        erledigt_am=row.erledigt_am,
        faellig_am=row.faellig_am,
        status=frist_status(row.status, row.erledigt_am, row.faellig_am, view.catalog.stand.datenstand),
        kanal=row.kanal,
        hauptart=row.art,
        ombudsstelle=bool(row.ombudsstelle),
        bereiche=tuple(dict.fromkeys(one.bereich for one in anliegen)),
        themen=tuple(dict.fromkeys(one.thema for one in anliegen)),
        anliegen=len(anliegen),
    )
