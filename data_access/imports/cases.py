"""Delivered cases compared with the stored ones: what is new, what changed, what only gets another due date."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Connection

from data_access import schema
from data_access.imports import contract
from data_access.imports.deadlines import Deadlines
from data_access.imports.delivery import Delivery
from data_access.imports.outcome import TableCount
from data_access.imports.rows import Key, Row
from data_access.imports.stored import stream

PERSONENKREIS = contract.KUNDENREAKTION.position["personenkreis"]
STORED_COLUMNS = tuple(column.name for column in contract.KUNDENREAKTION.columns if column.name != "personenkreis")
EINGANG_AM = contract.KUNDENREAKTION.position["eingang_am"]
# Where a row of the file ``anliegen`` has left the key of its Kundenreaktion: lfd_nr, art, bereich, thema, bewertung.
OF_ANLIEGEN = slice(2, len(contract.ANLIEGEN.columns))


def reaction_key(row: Row) -> Key:
    """(jobcenter, aktenzeichen): the first two values of a row of ``kundenreaktion`` and of ``anliegen``."""
    return row[:2]


def attributes(row: Row) -> tuple[Any, ...]:
    """A delivered Kundenreaktion as the table stores it, without due date and Personenkreise."""
    return (*row[:PERSONENKREIS], *row[PERSONENKREIS + 1 : -1])


@dataclass
class CaseChanges:
    """What an import does to kundenreaktion, its Personenkreise and anliegen."""

    # Stored Kundenreaktionen that the delivery names, in either file: their ids.
    ids: dict[Key, int] = field(default_factory=dict)
    highest_id: int = 0
    new: list[Key] = field(default_factory=list)
    changed: list[Key] = field(default_factory=list)
    relinked: list[Key] = field(default_factory=list)
    recomputed: list[tuple[int, date]] = field(default_factory=list)
    without_standard: dict[Key, int] = field(default_factory=dict)
    latest_kept: date | None = None
    anliegen: dict[Key, list[tuple[Any, ...]]] = field(default_factory=dict)
    # Kundenreaktionen whose Anliegen are the first ones, and those whose stored Anliegen differ.
    first_anliegen: list[Key] = field(default_factory=list)
    replaced: list[Key] = field(default_factory=list)
    with_stored_anliegen: set[Key] = field(default_factory=set)
    reaction_count: TableCount = field(default_factory=TableCount)
    anliegen_count: TableCount = field(default_factory=TableCount)

    def __bool__(self) -> bool:
        return bool(self.reaction_count or self.anliegen_count or self.recomputed)

    def all_ids(self) -> dict[Key, int]:
        """Ids of the stored Kundenreaktionen that the delivery names, and the next ones for the new."""
        return self.ids | {key: self.highest_id + place for place, key in enumerate(self.new, start=1)}

    def touched(self) -> set[int]:
        """Ids of all Kundenreaktionen that are written anew, in whatever part."""
        ids = self.all_ids()
        named = (*self.new, *self.changed, *self.relinked, *self.first_anliegen, *self.replaced)
        return {ids[key] for key in named} | {identity for identity, _ in self.recomputed}


def compare_cases(connection: Connection, delivery: Delivery, deadlines: Deadlines) -> CaseChanges:
    """Compare; reads each stored case table once, as a stream."""
    changes = CaseChanges(anliegen=_delivered_anliegen(delivery))
    _compare_reactions(connection, delivery, deadlines, changes)
    _compare_anliegen(connection, delivery, changes)
    return changes


def _delivered_anliegen(delivery: Delivery) -> dict[Key, list[tuple[Any, ...]]]:
    sets: dict[Key, list[tuple[Any, ...]]] = defaultdict(list)
    if data := delivery.get("anliegen"):
        for row in data.rows.values():
            sets[reaction_key(row)].append(row[OF_ANLIEGEN])
    return dict(sets)


def _compare_reactions(connection: Connection, delivery: Delivery, deadlines: Deadlines, changes: CaseChanges) -> None:
    data = delivery.get("kundenreaktion")
    delivered = data.rows if data else {}
    links = _stored_links(connection) if delivered else {}
    table = schema.kundenreaktion.c
    count = changes.reaction_count
    columns = (table.id, table.faellig_am, *(table[name] for name in STORED_COLUMNS))
    for identity, due, *values in stream(connection, *columns):
        key = (values[0], values[1])
        changes.highest_id = max(changes.highest_id, identity)
        row = delivered.get(key)
        if row is not None:
            changes.ids[key] = identity
            relinked = links.get(identity, ()) != row[PERSONENKREIS]
            changed = tuple(values) != attributes(row)
            if relinked:
                changes.relinked.append(key)
            if changed:
                changes.changed.append(key)
            count.add(changed=changed or relinked)
            if changed:
                continue
        elif key in changes.anliegen:
            changes.ids[key] = identity
        if row is None and not (data and key in data.declared):
            _keep_latest(changes, values)
        _recompute(deadlines, changes, identity, due, values)
    changes.new = [key for key in delivered if key not in changes.ids]
    count.neu = len(changes.new)
    count.gelesen = len(delivered)


def _keep_latest(changes: CaseChanges, values: list[Any]) -> None:
    latest = max(day for day in values[EINGANG_AM : EINGANG_AM + 2] if day is not None)
    changes.latest_kept = latest if changes.latest_kept is None else max(latest, changes.latest_kept)


def _recompute(deadlines: Deadlines, changes: CaseChanges, identity: int, stored_due: date, values: list[Any]) -> None:
    receipt = (values[0], values[EINGANG_AM])
    due = deadlines.faellig_am(*receipt)
    if due is None:
        changes.without_standard[receipt] = changes.without_standard.get(receipt, 0) + 1
    elif due != stored_due:
        changes.recomputed.append((identity, due))


def _stored_links(connection: Connection) -> dict[int, tuple[str, ...]]:
    table = schema.kundenreaktion_personenkreis.c
    links: dict[int, tuple[str, ...]] = {}
    for identity, code in stream(connection, table.kundenreaktion_id, table.personenkreis):
        links[identity] = (*links.get(identity, ()), code)
    return {identity: tuple(sorted(codes)) for identity, codes in links.items()}


def _compare_anliegen(connection: Connection, delivery: Delivery, changes: CaseChanges) -> None:
    count = changes.anliegen_count
    count.gelesen = sum(len(rows) for rows in changes.anliegen.values())
    wanted = {identity: key for key, identity in changes.ids.items()}
    seen: set[Key] = set()
    if wanted:
        table = schema.anliegen.c
        columns = (table.kundenreaktion_id, table.lfd_nr, table.art, table.bereich, table.thema, table.bewertung)
        rows = stream(connection, *columns, order_by=(table.kundenreaktion_id, table.lfd_nr))
        for identity, group in groupby(rows, key=lambda row: row[0]):
            key = wanted.get(identity)
            if key is None:
                continue
            changes.with_stored_anliegen.add(key)
            if key in changes.anliegen:
                seen.add(key)
                _compare_set(changes, key, {row[1]: tuple(row[1:]) for row in group})
    changes.first_anliegen = [key for key in changes.anliegen if key not in seen]
    count.neu += sum(len(changes.anliegen[key]) for key in changes.first_anliegen)


def _compare_set(changes: CaseChanges, key: Key, stored: dict[int, tuple[Any, ...]]) -> None:
    count = changes.anliegen_count
    delivered = {row[0]: row for row in changes.anliegen[key]}
    if delivered != stored:
        changes.replaced.append(key)
    for number, row in delivered.items():
        if number in stored:
            count.add(changed=stored[number] != row)
        else:
            count.neu += 1
    count.entfernt += len(stored.keys() - delivered.keys())
