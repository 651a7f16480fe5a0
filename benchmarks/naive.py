"""The same six figures as a dashboard would get them that knows nothing of all this.

One statement per figure (the tiles need two) through ``pandas.read_sql`` on the normalised tables, each joining
Kundenreaktion and Anliegen, because any filter may act on any figure, and counting with COUNT(DISTINCT).
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from benchmarks.ueberblick import Numbers
from data_access.catalog import Catalog
from domain.merkmale import MERKMALE
from domain.selection import Selection
from domain.zeitraum import DaySpan, comparison

FROM = "FROM kundenreaktion r JOIN anliegen a ON a.kundenreaktion_id = r.id"
WITH_GROUPS = f"{FROM} LEFT JOIN kundenreaktion_personenkreis p ON p.kundenreaktion_id = r.id"
MONTH = {"sqlite": "strftime('%Y-%m', r.eingang_am)", "postgresql": "to_char(r.eingang_am, 'YYYY-MM')"}
COLUMN = {
    "jobcenter": "r.jobcenter",
    "kanal": "r.kanal",
    "bereich": "a.bereich",
    "thema": "a.thema",
    "art": "a.art",
}
KEPT = "r.status = 'erledigt' AND r.erledigt_am <= r.faellig_am"
LATE = "r.status = 'erledigt' AND r.erledigt_am > r.faellig_am"
STATES = {
    "fristgerecht": KEPT,
    "verspaetet": LATE,
    "ueberfaellig": "r.status = 'offen' AND r.faellig_am < :datenstand",
    "offen_in_frist": "r.status = 'offen' AND r.faellig_am >= :datenstand",
}


class TooSlowError(Exception):
    """The page was stopped before it was complete."""


def page(engine: Engine, catalog: Catalog, selection: Selection, seconds: float) -> list[pd.DataFrame]:
    """One frame per statement; raises ``TooSlowError`` after so many seconds."""
    with engine.connect() as connection, _stopped_after(connection, seconds):
        return [_answer(connection, catalog, selection, *figure) for figure in _figures(engine.dialect.name)]


def numbers(frames: list[pd.DataFrame], selection: Selection) -> Numbers:
    """The frames as ``benchmarks.ueberblick.numbers`` gives them."""
    reactions, anliegen, months, channels, groups, states, matrix = frames
    matrix = matrix.rename(columns={"n": "beschwerden"})
    themes = matrix.groupby(["zeit", "thema"], dropna=False)[["beschwerden"]].sum().reset_index()
    areas = matrix.groupby(["zeit", "bereich"], dropna=False)[["beschwerden"]].sum().reset_index()
    found: Numbers = {}
    for frame in (reactions, anliegen, months, channels, groups, states, themes, areas, matrix):
        _collect(found, frame, selection)
    return {key: both for key, both in found.items() if any(both)}


def _figures(dialect: str) -> list[tuple[str, list[str], str]]:
    """Per statement: from where, by which columns, what is counted."""
    month = f"{MONTH[dialect]} AS monat"
    reactions = "COUNT(DISTINCT r.id) AS kundenreaktionen"
    states = ", ".join(
        f"COUNT(DISTINCT CASE WHEN {condition} THEN r.id END) AS {name}" for name, condition in _states()
    )
    beschwerde = "a.art = 'beschwerde'"
    return [
        (FROM, [], f"{reactions}, COUNT(DISTINCT CASE WHEN {KEPT} THEN r.id END) AS fristquote"),
        (
            FROM,
            [],
            f"COUNT(*) AS anliegen, SUM(CASE WHEN {beschwerde} THEN 1 ELSE 0 END) AS beschwerden,"
            f" SUM(CASE WHEN {beschwerde} AND a.bewertung = 'begruendet' THEN 1 ELSE 0 END) AS begruendetenquote,"
            " SUM(CASE WHEN a.art = 'lob' THEN 1 ELSE 0 END) AS lob",
        ),
        (FROM, [month], reactions),
        (FROM, ["r.kanal AS kanal"], reactions),
        (WITH_GROUPS, ["p.personenkreis AS personenkreis"], reactions),
        (FROM, [month], states),
        (
            FROM,
            ["a.thema AS thema", "a.bereich AS bereich"],
            f"SUM(CASE WHEN {beschwerde} THEN 1 ELSE 0 END) AS n",
        ),
    ]


def _states() -> Iterator[tuple[str, str]]:
    yield from STATES.items()
    yield "fristquote", KEPT


def _answer(
    connection: Connection, catalog: Catalog, selection: Selection, source: str, by: list[str], counted: str
) -> pd.DataFrame:
    """Both periods in one statement."""
    where, grouped = _conditions(catalog, selection), ", ".join(str(place + 2) for place in range(len(by)))
    halves = [
        f"SELECT '{time}' AS zeit, {', '.join([*by, counted])} {source}"
        f" WHERE r.status <> 'storniert' AND r.eingang_am BETWEEN :{time}_von AND :{time}_bis{where}"
        + (f" GROUP BY {grouped}" if by else "")
        for time in _spans(catalog, selection)
    ]
    return pd.read_sql(text(" UNION ALL ".join(halves)), connection, params=_parameters(catalog, selection))


def _spans(catalog: Catalog, selection: Selection) -> dict[str, DaySpan]:
    past = comparison(selection.zeitraum, selection.vergleich, catalog.stand.datenstand)
    assert past is not None
    return {"jetzt": selection.zeitraum.span, "vorher": past.span}


def _parameters(catalog: Catalog, selection: Selection) -> dict[str, Any]:
    found: dict[str, Any] = {"datenstand": catalog.stand.datenstand.isoformat()}
    for time, span in _spans(catalog, selection).items():
        found |= {f"{time}_von": span.von.isoformat(), f"{time}_bis": span.bis.isoformat()}
    return found


def _conditions(catalog: Catalog, selection: Selection) -> str:
    found = ""
    for merkmal, codes in selection.filter:
        listed = catalog.with_descendants(codes) if merkmal == "bereich" else codes
        quoted = ", ".join(f"'{code}'" for code in listed)
        if merkmal == "personenkreis":
            chosen = f"SELECT kundenreaktion_id FROM kundenreaktion_personenkreis WHERE personenkreis IN ({quoted})"
            found += f" AND r.id IN ({chosen})"
        else:
            found += f" AND {COLUMN[merkmal]} IN ({quoted})"
    return found


def _collect(found: Numbers, frame: pd.DataFrame, selection: Selection) -> None:
    """Add every number of a frame; months of the comparison are named like those they stand beside."""
    by = [column for column in frame.columns if column in MERKMALE]
    months = {} if "monat" not in by else _shifted(selection)
    for row in frame.to_dict("records"):
        codes = tuple(MERKMALE[name].ohne if pd.isna(row[name]) else str(row[name]) for name in by)
        past = row["zeit"] == "vorher"
        codes = tuple(months.get(code, code) for code in codes) if past else codes
        for name in frame.columns.difference(["zeit", *by]):
            key = (" ".join(by), codes, str(name))
            now, before = found.get(key, (0, 0))
            count = 0 if pd.isna(row[name]) else int(row[name])
            found[key] = (now, before + count) if past else (now + count, before)


def _shifted(selection: Selection) -> dict[str, str]:
    """Month a year earlier → month of the selection."""
    return {f"{month.jahr - 1}-{month.monat:02d}": str(month) for month in selection.zeitraum.monate}


@contextmanager
def _stopped_after(connection: Connection, seconds: float) -> Iterator[None]:
    """Whatever runs on the connection after so many seconds is ended."""
    driver: Any = connection.connection.driver_connection
    stop = driver.interrupt if connection.dialect.name == "sqlite" else driver.cancel
    timer = threading.Timer(seconds, stop)
    timer.start()
    try:
        yield
    except DBAPIError as error:
        if timer.is_alive():
            raise
        raise TooSlowError from error
    finally:
        timer.cancel()
