"""Writes Kundenreaktionen, their Personenkreise and Anliegen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, update

from data_access import schema
from data_access.imports.cases import EINGANG_AM, PERSONENKREIS, STORED_COLUMNS, CaseChanges, attributes
from data_access.imports.deadlines import Deadlines
from data_access.imports.rows import Key, Row
from data_access.imports.tables import write_rows

ANLIEGEN_COLUMNS = ("lfd_nr", "art", "bereich", "thema", "bewertung")


def write_cases(connection: Connection, changes: CaseChanges, delivered: dict[Key, Row], deadlines: Deadlines) -> None:
    """Bring the case tables to the delivered state; new Kundenreaktionen get the next ids."""
    ids = changes.all_ids()
    reaktion, anliegen = schema.kundenreaktion, schema.anliegen
    links = schema.kundenreaktion_personenkreis
    new = (_reaction(ids[key], delivered[key], deadlines) for key in changes.new)
    write_rows(connection, insert(reaktion), new)
    changed = (_bound(_reaction(ids[key], delivered[key], deadlines)) for key in changes.changed)
    names = (*STORED_COLUMNS, "faellig_am")
    write_rows(connection, _update(names), changed)
    write_rows(connection, _update(("faellig_am",)), _recomputed(changes))

    _remove(connection, links, changes.relinked, ids)
    write_rows(connection, insert(links), _links((*changes.new, *changes.relinked), delivered, ids))
    _remove(connection, anliegen, changes.replaced, ids)
    write_rows(connection, insert(anliegen), _anliegen(changes, ids))


def _reaction(identity: int, row: Row, deadlines: Deadlines) -> dict[str, Any]:
    values = dict(zip(STORED_COLUMNS, attributes(row), strict=True))
    return {"id": identity, **values, "faellig_am": deadlines.faellig_am(row[0], row[EINGANG_AM])}


def _bound(values: dict[str, Any]) -> dict[str, Any]:
    return {f"{name}_": value for name, value in values.items()}


def _update(names: Iterable[str]) -> Any:
    # Bound under names of their own: an UPDATE reserves the names of the columns it sets.
    reaktion = schema.kundenreaktion
    return (
        update(reaktion)
        .where(reaktion.c.id == bindparam("id_"))
        .values({name: bindparam(f"{name}_") for name in names})
    )


def _recomputed(changes: CaseChanges) -> Iterator[dict[str, Any]]:
    for identity, due in changes.recomputed:
        yield {"id_": identity, "faellig_am_": due}


def _remove(connection: Connection, table: Any, keys: Iterable[Key], ids: dict[Key, int]) -> None:
    statement = delete(table).where(table.c.kundenreaktion_id == bindparam("id_"))
    write_rows(connection, statement, ({"id_": ids[key]} for key in keys))


def _links(keys: Iterable[Key], delivered: dict[Key, Row], ids: dict[Key, int]) -> Iterator[dict[str, Any]]:
    for key in keys:
        for code in delivered[key][PERSONENKREIS]:
            yield {"kundenreaktion_id": ids[key], "personenkreis": code}


def _anliegen(changes: CaseChanges, ids: dict[Key, int]) -> Iterator[dict[str, Any]]:
    for key in (*changes.first_anliegen, *changes.replaced):
        for row in changes.anliegen[key]:
            yield {"kundenreaktion_id": ids[key], **dict(zip(ANLIEGEN_COLUMNS, row, strict=True))}
