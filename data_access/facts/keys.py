"""Numbers in place of codes: every value that a column of the fact table can hold has one, and keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, Select, String, bindparam, insert, select, update
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from data_access import schema

PERSONENKREISE = "personenkreise"
BEREICH = "bereich"

_reaktion = schema.kundenreaktion
_link = schema.kundenreaktion_personenkreis
_key = schema.schluessel
FIXED: Mapping[str, tuple[str, ...]] = {
    "art": schema.ART,
    "hauptart": schema.ART,
    "bewertung": schema.BEWERTUNG,
    "melder": schema.MELDER,
}
CATALOGUES = ("jobcenter", "bereich", "thema", "kanal")


@dataclass(frozen=True)
class Keys:
    """Numbers of codes and codes of numbers, per column of the fact table; 0 is "ohne Angabe" and has no code."""

    numbers: Mapping[str, Mapping[str, int]]
    roots: Mapping[int, int]

    @cached_property
    def codes(self) -> dict[str, dict[int, str]]:
        """Code of every number."""
        return {merkmal: {nr: code for code, nr in found.items()} for merkmal, found in self.numbers.items()}

    @cached_property
    def fingerprint(self) -> str:
        """Short text that is equal where all numbers are: another place may number the same codes differently."""
        rows = sorted((merkmal, nr, code) for merkmal, found in self.numbers.items() for code, nr in found.items())
        return blake2b(repr((rows, sorted(self.roots.items()))).encode(), digest_size=8).hexdigest()

    @cached_property
    def sets(self) -> dict[int, tuple[str, ...]]:
        """The Personenkreise of every set of them that occurs; 0 is the empty set."""
        return {0: ()} | {nr: tuple(code.split("|")) for code, nr in self.numbers.get(PERSONENKREISE, {}).items()}

    @cached_property
    def trees(self) -> dict[int, frozenset[int]]:
        """Per top-level Bereich the numbers of all Bereiche of its tree; "ohne Angabe" is a tree of its own."""
        trees: dict[int, set[int]] = {0: {0}}
        for bereich, root in self.roots.items():
            trees.setdefault(root, set()).add(bereich)
        return {root: frozenset(tree) for root, tree in trees.items()}


def read_keys(connection: Connection) -> Keys:
    """All numbers of the Datenstand."""
    numbers: dict[str, dict[str, int]] = {}
    roots: dict[int, int] = {}
    for row in connection.execute(select(_key)):
        numbers.setdefault(row.merkmal, {})[row.code] = row.nr
        if row.merkmal == BEREICH:
            roots[row.nr] = row.wurzel
    return Keys(numbers, roots)


class codes_in_order(FunctionElement[str]):  # noqa: N801 - named like the SQL function that it is
    """Codes of a group, in their order, joined by ``|``: equal sets give equal text, however their rows are met."""

    type = String()
    inherit_cache = True


@compiles(codes_in_order)
def _ordered(element: Any, compiler: Any, **options: Any) -> str:
    code = compiler.process(element.clauses, **options)
    return f"string_agg({code}, '|' ORDER BY {code})"


@compiles(codes_in_order, "sqlite")
def _ordered_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    # Rows come in order already: older versions know no order inside of the function.
    return f"group_concat({compiler.process(element.clauses, **options)}, '|')"


def sets_of_personenkreise() -> Select[Any]:
    """Per Kundenreaktion that has any: the codes of its Personenkreise, joined."""
    rows = select(_link).order_by(_link.c.kundenreaktion_id, _link.c.personenkreis).subquery()
    code = codes_in_order(rows.c.personenkreis).label("code")
    return select(rows.c.kundenreaktion_id, code).group_by(rows.c.kundenreaktion_id)


def number_codes(connection: Connection) -> None:
    """Give every code that has no number the next one, and every Bereich its top-level Bereich."""
    known: dict[str, dict[str, int]] = {}
    for merkmal, nr, code in connection.execute(select(_key.c.merkmal, _key.c.nr, _key.c.code)):
        known.setdefault(merkmal, {})[code] = nr
    rows = [
        {"merkmal": merkmal, "nr": nr, "code": code}
        for merkmal, codes in _codes(connection).items()
        for code, nr in _new(codes, known.get(merkmal, {}))
    ]
    if rows:
        connection.execute(insert(_key), rows)
    _number_roots(connection)


def _codes(connection: Connection) -> dict[str, Iterable[str]]:
    codes: dict[str, Iterable[str]] = dict(FIXED)
    for merkmal in CATALOGUES:
        column = schema.metadata.tables[merkmal].c.code
        codes[merkmal] = connection.scalars(select(column).order_by(column)).all()
    body = _reaktion.c.beratungsstelle
    codes["beratungsstelle"] = connection.scalars(select(body).where(body.is_not(None)).distinct().order_by(body)).all()
    sets = sets_of_personenkreise().subquery()
    codes[PERSONENKREISE] = connection.scalars(select(sets.c.code).distinct().order_by(sets.c.code)).all()
    return codes


def _new(codes: Iterable[str], known: Mapping[str, int]) -> Iterable[tuple[str, int]]:
    first = max(known.values(), default=0) + 1
    return [(code, nr) for nr, code in enumerate((code for code in codes if code not in known), start=first)]


def _number_roots(connection: Connection) -> None:
    tree = select(schema.bereich.c.code, schema.bereich.c.uebergeordnet)
    parents = {row.code: row.uebergeordnet for row in connection.execute(tree)}
    of_bereich = select(_key.c.code, _key.c.nr).where(_key.c.merkmal == BEREICH)
    numbers = {row.code: row.nr for row in connection.execute(of_bereich)}
    roots = [{"nr_": nr, "wurzel_": numbers[_root(parents, code)]} for code, nr in numbers.items() if code in parents]
    if roots:
        here = (_key.c.merkmal == BEREICH, _key.c.nr == bindparam("nr_"))
        connection.execute(update(_key).where(*here).values(wurzel=bindparam("wurzel_")), roots)


def _root(parents: Mapping[str, str | None], code: str) -> str:
    while (above := parents[code]) is not None:
        code = above
    return code
