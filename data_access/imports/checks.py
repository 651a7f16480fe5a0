"""Rules that a row cannot keep on its own: codes, standards, the tree of Bereiche, Aktenzeichen, the Datenstand.

A fault that only follows from another one is not reported: a code counts as known, a standard as valid and a
Kundenreaktion as there, if the row that brings it is merely faulty or its file could not be read to the end.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

from data_access.imports import messages
from data_access.imports.cases import CaseChanges, reaction_key
from data_access.imports.delivery import CASE_DATES, Delivery, column_values
from data_access.imports.faults import Faults
from data_access.imports.rows import TableData
from data_access.imports.stored import Stored
from data_access.imports.values import FAULTY
from domain.frist import Qualitaetsstandard, standard_for


class Checks:
    """The checks of one delivery against itself and the stored state; they report to ``faults`` and ``hinweise``."""

    def __init__(self, delivery: Delivery, stored: Stored, faults: Faults, hinweise: list[str]) -> None:
        self.delivery = delivery
        self.stored = stored
        self.faults = faults
        self.hinweise = hinweise

    def catalogues_and_dates(self, datenstand: date | None, standards: tuple[Qualitaetsstandard, ...]) -> None:
        """What needs no look at the stored cases."""
        for data in self.delivery.values():
            self._references(data)
            if datenstand is not None:
                self._dates(data, datenstand)
        if bereich := self.delivery.get("bereich"):
            self._tree(bereich)
        if delivered_standards := self.delivery.get("qualitaetsstandard"):
            self._overlaps(delivered_standards, standards)
        if reactions := self.delivery.get("kundenreaktion"):
            self._standards(reactions, standards)
        if anliegen := self.delivery.get("anliegen"):
            self._assessments(anliegen)

    def cases(self, changes: CaseChanges) -> None:
        """What the comparison with the stored cases shows."""
        if data := self.delivery.get("kundenreaktion"):
            self._without_anliegen(data, changes)
        if data := self.delivery.get("anliegen"):
            self._unknown_reactions(data, changes)
        if data := self.delivery.get("qualitaetsstandard"):
            self._stored_without_standard(data, changes)

    def codes(self, table: str) -> set[Any] | None:
        """The codes of a catalogue once the delivery is loaded; None: nobody can tell, its file is not readable."""
        data = self.delivery.get(table)
        known: set[Any] = set(self.stored.codes[table])
        if data is None:
            return known
        return known.union((key[0] for key in data.rows), (key[0] for key in data.declared)) if data.complete else None

    def _references(self, data: TableData) -> None:
        for column in data.table.columns:
            known = self.codes(column.references) if column.references else None
            if known is None:
                continue
            for value, number in column_values(data, column.name):
                for code in value if isinstance(value, tuple) else (value,):
                    if code is not None and code is not FAULTY and code not in known:
                        rule = messages.unknown_code(column.references or "")
                        self.faults.add(data.file, rule, number, data.label(column.name), code)

    def _dates(self, data: TableData, datenstand: date) -> None:
        for column in CASE_DATES.get(data.table.name, ()):
            for day, number in column_values(data, column):
                if day is not None and day is not FAULTY and day > datenstand:
                    rule = messages.after_datenstand(datenstand)
                    self.faults.add(data.file, rule, number, data.label(column), day)

    def _tree(self, data: TableData) -> None:
        parents = dict(self.stored.parents)
        numbers: dict[str, int] = {}
        for code, parent, number in column_values(data, "code", "uebergeordnet"):
            if code is not FAULTY:
                parents[code] = None if parent is FAULTY else parent
                numbers[code] = number
        for cycle in _cycles(parents):
            code = min((step for step in cycle if step in numbers), key=numbers.__getitem__)
            column = data.label("uebergeordnet")
            way = cycle[cycle.index(code) :] + cycle[: cycle.index(code)]
            rule = messages.bereich_cycle((*way, code))
            self.faults.add(data.file, rule, numbers[code], column, parents[code])

    def _overlaps(self, data: TableData, standards: tuple[Qualitaetsstandard, ...]) -> None:
        numbers = {key: row[-1] for key, row in data.rows.items()}
        by_jobcenter: dict[str | None, list[Qualitaetsstandard]] = defaultdict(list)
        for standard in sorted(standards, key=lambda standard: standard.gueltig_von):
            by_jobcenter[standard.jobcenter].append(standard)
        for of_one in by_jobcenter.values():
            for former, later in pairwise(of_one):
                if former.gilt_am(later.gueltig_von):
                    keys = ((s.jobcenter, s.gueltig_von) for s in (later, former))
                    number = next((numbers[key] for key in keys if key in numbers), None)
                    rule = messages.standards_overlap(former.gueltig_von, former.gueltig_bis)
                    self.faults.add(data.file, rule, number, data.label("gueltig_von"), later.gueltig_von)

    def _standards(self, data: TableData, standards: tuple[Qualitaetsstandard, ...]) -> None:
        announced = self.delivery.get("qualitaetsstandard")
        known = self.codes("jobcenter")
        if known is None or (announced and not announced.complete):
            return
        hoped_for = _meant_standards(announced, standards, known) if announced else standards
        valid: dict[tuple[str, date], bool] = {}
        for jobcenter, eingang, number in column_values(data, "jobcenter", "eingang_am"):
            if eingang is FAULTY or jobcenter not in known:
                continue
            if (jobcenter, eingang) not in valid:
                valid[jobcenter, eingang] = standard_for(eingang, jobcenter, hoped_for) is not None
            if not valid[jobcenter, eingang]:
                self.faults.add(data.file, messages.NO_STANDARD, number, data.label("eingang_am"), eingang)

    def _assessments(self, data: TableData) -> None:
        assessed = sum(
            art not in ("beschwerde", FAULTY) and bewertung not in (None, FAULTY)
            for art, bewertung, _ in column_values(data, "art", "bewertung")
        )
        if assessed:
            self.hinweise.append(messages.bewertung_elsewhere(data.file, assessed))

    def _without_anliegen(self, data: TableData, changes: CaseChanges) -> None:
        brought = self.delivery.get("anliegen")
        if brought and not brought.complete:
            return
        having = changes.with_stored_anliegen.union(changes.anliegen)
        if brought:
            having.update(key[:2] for key in brought.declared)
        for jobcenter, aktenzeichen, status, number in column_values(data, "jobcenter", "aktenzeichen", "status"):
            key = (jobcenter, aktenzeichen)
            if FAULTY not in (*key, status) and status != "storniert" and key not in having:
                self.faults.add(data.file, messages.WITHOUT_ANLIEGEN, number, data.label("aktenzeichen"), aktenzeichen)

    def _unknown_reactions(self, data: TableData, changes: CaseChanges) -> None:
        brought = self.delivery.get("kundenreaktion")
        jobcenter = self.codes("jobcenter")
        if jobcenter is None or (brought and not brought.complete):
            return
        for *key, number in column_values(data, "jobcenter", "aktenzeichen"):
            if FAULTY in key or key[0] not in jobcenter:
                continue
            reaction = reaction_key(tuple(key))
            if reaction not in changes.ids and not (brought and brought.has(reaction)):
                self.faults.add(data.file, messages.UNKNOWN_REACTION, number, data.label("aktenzeichen"), key[1])

    def _stored_without_standard(self, data: TableData, changes: CaseChanges) -> None:
        if self.faults or not changes.without_standard:
            return
        days = sorted(eingang for _, eingang in changes.without_standard)
        count = sum(changes.without_standard.values())
        self.faults.add(data.file, messages.stored_without_standard(count, days[0], days[-1]))


def _meant_standards(
    announced: TableData, standards: tuple[Qualitaetsstandard, ...], jobcenter: set[Any]
) -> tuple[Qualitaetsstandard, ...]:
    """The standards, and faulty rows as they are probably meant, so that their faults are not reported with each case.

    A standard of an unknown Jobcenter is taken for one of all, a missing beginning for the earliest there is.
    """
    rows = {row[-1]: row for row in announced.faulty}
    place = announced.table.position["gueltig_bis"]
    earliest = min((standard.gueltig_von for standard in standards), default=date.min)
    meant = [replace(s, jobcenter=None) if s.jobcenter not in (None, *jobcenter) else s for s in standards]
    for (code, von), number in announced.declared.items():
        begin = von if isinstance(von, date) else earliest
        bis = rows[number][place] if number in rows else None
        meant.append(
            Qualitaetsstandard(
                code if code in jobcenter else None,
                begin,
                bis if isinstance(bis, date) and bis >= begin else None,
                frist_tage=1,
                tageart="",
                verschiebe_auf_werktag=False,
            )
        )
    return tuple(meant)


def _cycles(parents: dict[str, str | None]) -> list[tuple[str, ...]]:
    """Every cycle of the tree once: its codes, each followed by the one above it."""
    cycles = []
    done: set[str] = set()
    for start in parents:
        path: dict[str, None] = {}
        step: str | None = start
        while step is not None and step not in done and step not in path:
            path[step] = None
            step = parents.get(step)
        if step in path:
            way = list(path)
            cycles.append(tuple(way[way.index(step) :]))
        done.update(path)
    return cycles
