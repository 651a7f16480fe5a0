"""Rules about the quality of loaded data: nothing that an import refuses, but things somebody should look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Select, and_, exists, func, select

from data_access import schema
from data_access.imports import messages

STREAM_ROWS = 5_000

_reaktion = schema.kundenreaktion
_anliegen = schema.anliegen
_petition = schema.petition_eingabe
_meldung = schema.manuelle_meldung
_of_reaction = _anliegen.c.kundenreaktion_id == _reaktion.c.id
_counted = _reaktion.c.status != "storniert"


def check_quality(connection: Connection) -> dict[str, int]:
    """German name of every rule, and how many rows break it; cancelled Kundenreaktionen are left out."""
    found: dict[str, int] = {rule: connection.scalar(statement) or 0 for rule, statement in _statements().items()}
    found[messages.QUALITY_DUPLICATES] = _duplicates(connection)
    return found


def _statements() -> dict[str, Select[int]]:
    return {
        messages.QUALITY_NO_KANAL: _reactions(_reaktion.c.kanal.is_(None)),
        messages.QUALITY_NO_BEREICH: _of_anliegen(_anliegen.c.bereich.is_(None)),
        messages.QUALITY_NO_THEMA: _of_anliegen(_anliegen.c.thema.is_(None)),
        messages.QUALITY_NO_BEWERTUNG: _of_anliegen(
            _reaktion.c.status == "erledigt", _anliegen.c.art == "beschwerde", _anliegen.c.bewertung.is_(None)
        ),
        messages.QUALITY_BEWERTUNG_ELSEWHERE: _of_anliegen(
            _anliegen.c.art != "beschwerde", _anliegen.c.bewertung.is_not(None)
        ),
        messages.QUALITY_HAUPTART: _reactions(~exists().where(_of_reaction, _anliegen.c.art == _reaktion.c.art)),
        messages.QUALITY_PETITION: _count(
            _petition,
            _petition.c.aktenzeichen.is_not(None),
            ~exists().where(
                _reaktion.c.jobcenter == _petition.c.jobcenter,
                _reaktion.c.aktenzeichen == _petition.c.aktenzeichen,
            ),
        ),
        messages.QUALITY_MANUAL_AND_CASES: _count(
            _meldung,
            exists().where(
                and_(
                    _reaktion.c.jobcenter == _meldung.c.jobcenter,
                    _reaktion.c.eingang_am.between(_meldung.c.zeitraum_von, _meldung.c.zeitraum_bis),
                    _counted,
                )
            ),
        ),
    }


def _count(table: Any, *conditions: Any) -> Select[int]:
    return select(func.count()).select_from(table).where(*conditions)


def _reactions(*conditions: Any) -> Select[int]:
    return _count(_reaktion, _counted, *conditions)


def _of_anliegen(*conditions: Any) -> Select[int]:
    return _count(_anliegen.join(_reaktion, _of_reaction), _counted, *conditions)


def _duplicates(connection: Connection) -> int:
    """Kundenreaktionen that equal another one of the same day in everything but Aktenzeichen and Erledigung."""
    same = ("jobcenter", "eingang_am", "kanal", "art", "ombudsstelle", "melder", "beratungsstelle")
    statement = (
        select(
            _reaktion.c.id,
            *(_reaktion.c[name] for name in same),
            *(_anliegen.c[name] for name in ("art", "bereich", "thema", "bewertung")),
        )
        .join(_anliegen, _of_reaction)
        .where(_counted)
        .order_by(_reaktion.c.jobcenter, _reaktion.c.eingang_am, _reaktion.c.id)
    )
    rows = connection.execute(statement, execution_options={"yield_per": STREAM_ROWS})
    surplus = 0
    for _, of_day in groupby(rows, key=lambda row: (row.jobcenter, row.eingang_am)):
        alike = Counter(_fingerprints(of_day, len(same)))
        surplus += alike.total() - len(alike)
    return surplus


def _fingerprints(of_day: Iterator[Any], attributes: int) -> Iterator[tuple[Any, ...]]:
    for _, rows in groupby(of_day, key=lambda row: row[0]):
        listed = list(rows)
        anliegen = sorted(tuple(value or "" for value in row[1 + attributes :]) for row in listed)
        yield (*listed[0][1 : 1 + attributes], *anliegen)
