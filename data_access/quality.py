"""Rules about the quality of loaded data: nothing that an import refuses, but things somebody should look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, case, exists, false, func, or_, select, true

from data_access import schema
from data_access.cache import Rows
from data_access.catalog import read_stand
from data_access.doubles import doubles
from data_access.imports import messages
from data_access.single_cases import of_selection
from data_access.statements import Query, RowKind
from data_access.warehouse import View
from domain.scope import Scope
from domain.selection import Selection

LONG_OVERDUE_DAYS = 90
EXAMPLES = 3
# Part of the name under which counts are remembered: raised whenever a rule changes.
VERSION = "1"

_reaktion = schema.kundenreaktion
_anliegen = schema.anliegen
_petition = schema.petition_eingabe
_meldung = schema.manuelle_meldung
_of_reaction = _anliegen.c.kundenreaktion_id == _reaktion.c.id
_counted = _reaktion.c.status != "storniert"
_is_beschwerde = _anliegen.c.art == "beschwerde"

Conditions = Sequence[ColumnElement[bool]]


class Unit(Enum):
    """What the rows are that a rule looks at."""

    REAKTION = "kundenreaktion"
    ANLIEGEN = "anliegen"
    PETITION = "petition_eingabe"
    MELDUNG = "manuelle_meldung"


_SOURCES: dict[Unit, FromClause] = {
    Unit.REAKTION: _reaktion,
    Unit.ANLIEGEN: _anliegen.join(_reaktion, _of_reaction),
    Unit.PETITION: _petition,
    Unit.MELDUNG: _meldung,
}
_FILES: dict[Unit, ColumnElement[str]] = {
    Unit.REAKTION: _reaktion.c.aktenzeichen,
    Unit.ANLIEGEN: _reaktion.c.aktenzeichen,
    Unit.PETITION: _petition.c.kennung,
    Unit.MELDUNG: _meldung.c.kennzahl,
}


@dataclass(frozen=True)
class Rule:
    """A rule with its German name: what breaks it, and which parts of that are counted as well."""

    code: str
    name: str
    unit: Unit
    breaks: Conditions
    parts: Conditions = ()


@dataclass(frozen=True)
class Finding:
    """How many rows break a rule, how many of them belong to each of its parts, and the first Aktenzeichen."""

    code: str
    name: str
    unit: Unit
    anzahl: int
    parts: tuple[int, ...]
    beispiele: tuple[str, ...]


DOUBLES = Rule("doppelt", messages.QUALITY_DUPLICATES, Unit.REAKTION, ())


def check_quality(connection: Connection) -> dict[str, int]:
    """German name of every rule, and how many rows break it; cancelled Kundenreaktionen are left out."""
    datenstand = read_stand(connection).datenstand
    everything = {Unit.REAKTION: [_counted], Unit.ANLIEGEN: [_counted]}
    counts = _counts(connection, datenstand, everything)
    return {rule.name: row[0] for rule, row in zip((*_rules(datenstand), DOUBLES), counts, strict=True)}


def findings(view: View, selection: Selection) -> list[Finding]:
    """What breaks the rules among the cases of the period and the Jobcenter; other filters do not act.

    The counts are remembered with the Datenstand, the Aktenzeichen are read anew.
    """
    view.require_cases()
    alone = Selection(selection.zeitraum, "ohne", zeitbezug=selection.zeitbezug)
    alone = alone.with_filter("jobcenter", selection.codes("jobcenter"))
    where, datenstand = _where(view.scope, alone), view.catalog.stand.datenstand
    name = f"datenqualitaet {VERSION}|{alone.text()}"
    counts = view.remembered(name, lambda connection: _counts(connection, datenstand, where))
    rules = (*_rules(datenstand), DOUBLES)

    def read(connection: Connection) -> list[tuple[str, ...]]:
        broken = zip(rules[:-1], counts, strict=False)
        listed = [_examples(connection, rule, where) if row[0] else () for rule, row in broken]
        doubled = counts[-1][1:]
        return [*listed, _files(connection, _reaktion.c.id.in_(doubled)) if doubled else ()]

    return [
        Finding(rule.code, rule.name, rule.unit, row[0], () if rule is DOUBLES else tuple(row[1:]), files)
        for rule, row, files in zip(rules, counts, view.read(read), strict=True)
    ]


def _where(scope: Scope, selection: Selection) -> Mapping[Unit, Conditions]:
    """Conditions of a selection by what they are about."""
    span = selection.zeitraum.span
    cases = of_selection(scope, Query(RowKind.REAKTIONEN, selection, span))
    petition_day = _petition.c.eingang_am if selection.zeitbezug == "eingang" else _petition.c.erledigt_am
    petitions = [petition_day.between(span.von, span.bis)]
    manual = [_meldung.c.zeitraum_von <= span.bis, _meldung.c.zeitraum_bis >= span.von]
    if jobcenter := selection.codes("jobcenter"):
        petitions.append(_petition.c.jobcenter.in_(jobcenter))
        manual.append(_meldung.c.jobcenter.in_(jobcenter))
    nothing = [] if scope.all_rows else [false()]
    return {
        Unit.REAKTION: cases,
        Unit.ANLIEGEN: cases,
        Unit.PETITION: [*petitions, *nothing],
        Unit.MELDUNG: [*manual, *nothing],
    }


def _counts(connection: Connection, datenstand: date, where: Mapping[Unit, Conditions]) -> Rows:
    """Per rule the rows that break it and those of its parts; at last the doubles with the first of their ids."""
    rows: Rows = []
    # Those of Anliegen need the same join; the others look into further tables, each of them on its own.
    for _, alike in groupby(_rules(datenstand), lambda rule: rule.unit if rule.unit is Unit.ANLIEGEN else rule.code):
        rules = list(alike)
        numbers = iter(connection.execute(_count(rules, where)).one())
        rows += [[next(numbers) for _ in (rule, *rule.parts)] for rule in rules]
    found = doubles(connection, where[Unit.REAKTION])
    return [*rows, [len(found), *found[:EXAMPLES]]]


def _count(rules: Sequence[Rule], where: Mapping[Unit, Conditions]) -> Select[Any]:
    """Per rule of the same unit the rows that break it, and how many of them belong to each of its parts."""
    unit = rules[0].unit
    conditions = [and_(*rule.breaks) for rule in rules]
    counted = []
    for rule, breaks in zip(rules, conditions, strict=True):
        # Of one rule alone all the rows break it.
        broken = breaks if len(rules) > 1 else true()
        counted += [broken, *(and_(broken, part) for part in rule.parts)]
    sums = [func.coalesce(func.sum(case((each, 1), else_=0)), 0) for each in counted]
    return select(*sums).select_from(_SOURCES[unit]).where(or_(*conditions), *where.get(unit, ()))


def _examples(connection: Connection, rule: Rule, where: Mapping[Unit, Conditions]) -> tuple[str, ...]:
    file = _FILES[rule.unit]
    statement = select(file).distinct().select_from(_SOURCES[rule.unit]).where(*rule.breaks, *where[rule.unit])
    return tuple(connection.scalars(statement.order_by(file).limit(EXAMPLES)))


def _files(connection: Connection, condition: ColumnElement[bool]) -> tuple[str, ...]:
    file = _reaktion.c.aktenzeichen
    return tuple(connection.scalars(select(file).where(condition).order_by(file)))


def _rules(datenstand: date) -> tuple[Rule, ...]:
    """All rules that one statement each can count."""
    long_ago = datenstand - timedelta(days=LONG_OVERDUE_DAYS)
    other_art = ~exists().where(_of_reaction, _anliegen.c.art == _reaktion.c.art)
    known_file = exists().where(
        _reaktion.c.jobcenter == _petition.c.jobcenter, _reaktion.c.aktenzeichen == _petition.c.aktenzeichen
    )
    has_cases = exists().where(
        and_(
            _reaktion.c.jobcenter == _meldung.c.jobcenter,
            _reaktion.c.eingang_am.between(_meldung.c.zeitraum_von, _meldung.c.zeitraum_bis),
            _counted,
        )
    )
    begruendet, no_bewertung = _anliegen.c.bewertung == "begruendet", _anliegen.c.bewertung.is_(None)
    return (
        Rule("kanal", messages.QUALITY_NO_KANAL, Unit.REAKTION, [_reaktion.c.kanal.is_(None)]),
        Rule("bereich", messages.QUALITY_NO_BEREICH, Unit.ANLIEGEN, [_anliegen.c.bereich.is_(None)], [_is_beschwerde]),
        Rule("thema", messages.QUALITY_NO_THEMA, Unit.ANLIEGEN, [_anliegen.c.thema.is_(None)], [_is_beschwerde]),
        Rule(
            "bewertung",
            messages.QUALITY_NO_BEWERTUNG,
            Unit.ANLIEGEN,
            [_reaktion.c.status == "erledigt", _is_beschwerde, no_bewertung],
        ),
        Rule(
            "bewertung_anderer",
            messages.QUALITY_BEWERTUNG_ELSEWHERE,
            Unit.ANLIEGEN,
            [~_is_beschwerde, ~no_bewertung],
            [begruendet],
        ),
        Rule(
            "hauptart",
            messages.QUALITY_HAUPTART,
            Unit.REAKTION,
            [other_art],
            [_reaktion.c.art == "beschwerde", exists().where(_of_reaction, _is_beschwerde)],
        ),
        Rule(
            "lange_ueberfaellig",
            messages.QUALITY_LONG_OVERDUE,
            Unit.REAKTION,
            [_reaktion.c.status == "offen", _reaktion.c.faellig_am < long_ago],
        ),
        Rule(
            "petition", messages.QUALITY_PETITION, Unit.PETITION, [_petition.c.aktenzeichen.is_not(None), ~known_file]
        ),
        Rule("meldung", messages.QUALITY_MANUAL_AND_CASES, Unit.MELDUNG, [has_cases]),
    )
