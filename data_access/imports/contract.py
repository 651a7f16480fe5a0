"""The import contract: which files there are, their columns, keys and what each column may hold.

``docs/import.md`` shows it to the people who deliver; lengths come from the schema, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from data_access import schema
from data_access.imports import values
from data_access.imports.values import RESERVED_CODES, Parser

BUNDESLAND = ("BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH")
LONGEST_FRIST = 3650
LARGEST_INTEGER = 2**31 - 1

# Read from the file and gone when its row has been parsed: only the flag that it implies is kept.
NOTE = "erfasserbemerkung"

# What the form for manual returns has beside the columns: for those who fill it in, not for the import.
EXPLAINING_COLUMNS = frozenset({"angabe", "aufgliederung", "zaehleinheit"})
EXPLAINING_SHEETS = frozenset({"anleitung"})

CATALOGUES = ("jobcenter", "bereich", "thema", "kanal", "personenkreis")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file: what it may hold, whether it may be empty and what that means, whose codes it names."""

    name: str
    parse: Parser
    optional: bool = False
    references: str | None = None
    empty: Any = None
    # Whether few distinct values are likely, so that remembering the parsed ones pays.
    repeats: bool = True


@dataclass(frozen=True)
class Table:
    """A file of the contract. A row of it is a tuple of the values of ``columns`` and, last, its row number."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @cached_property
    def position(self) -> dict[str, int]:
        return {column.name: index for index, column in enumerate(self.columns)}

    @cached_property
    def key_positions(self) -> tuple[int, ...]:
        return tuple(self.position[name] for name in self.key)

    @property
    def accepted(self) -> frozenset[str]:
        """The column names that a file may have."""
        names = frozenset(self.position)
        return names | {NOTE} if self.name == "kundenreaktion" else names


def _length(table: str, column: str) -> int:
    return int(schema.metadata.tables[table].c[column].type.length)  # type: ignore[attr-defined]


class _Columns:
    """Short spellings for the columns of one table."""

    def __init__(self, table: str) -> None:
        self.table = table

    def key_code(self, name: str = "code") -> Column:
        return Column(name, values.code(_length(self.table, name), RESERVED_CODES), repeats=False)

    def code(self, name: str, optional: bool = False, empty: str | None = None) -> Column:
        return Column(name, values.code(_length(self.table, name)), optional, empty=empty)

    def text(self, name: str, optional: bool = False, repeats: bool = False) -> Column:
        return Column(name, values.text(_length(self.table, name)), optional, repeats=repeats)

    def number(self, name: str, optional: bool = False, low: int | None = None, high: int | None = None) -> Column:
        kind: Any = schema.metadata.tables[self.table].c[name].type
        bounds = [None if bound is None else Decimal(bound) for bound in (low, high)]
        return Column(name, values.number(kind.precision, kind.scale, *bounds), optional)


def _date(name: str, optional: bool = False) -> Column:
    return Column(name, values.day, optional)


def _flag(name: str, optional: bool = False) -> Column:
    return Column(name, values.flag, optional)


def _choice(name: str, allowed: Collection[str], optional: bool = False) -> Column:
    return Column(name, values.choice(allowed), optional)


def _of(table: str, name: str | None = None, optional: bool = False) -> Column:
    # Whether the code exists is asked once all files are read; how codes are spelled is checked where they are listed.
    return Column(name or table, values.as_text, optional, references=table)


_bereich = _Columns("bereich")
_standard = _Columns("qualitaetsstandard")
_ereignis = _Columns("ereignis")
_reaktion = _Columns("kundenreaktion")
_petition = _Columns("petition_eingabe")
_meldung = _Columns("manuelle_meldung")
_bezug = _Columns("bezugsgroesse")
_wert = _Columns("berichtswert")


def _catalogue(table: str, *more: Column) -> Table:
    own = _Columns(table)
    return Table(table, ("code",), (own.key_code(), own.text("name"), *more))


JOBCENTER: Table = _catalogue(
    "jobcenter", _choice("traegerform", schema.TRAEGERFORM), _choice("bundesland", BUNDESLAND)
)
BEREICH: Table = _catalogue("bereich", _of("bereich", "uebergeordnet", optional=True))
QUALITAETSSTANDARD: Table = Table(
    "qualitaetsstandard",
    ("jobcenter", "gueltig_von"),
    (
        _of("jobcenter", optional=True),
        _date("gueltig_von"),
        _date("gueltig_bis", optional=True),
        Column("frist_tage", values.integer(1, LONGEST_FRIST)),
        _choice("tageart", schema.TAGEART),
        _flag("verschiebe_auf_werktag"),
        _standard.number("zielquote", optional=True, low=0, high=1),
        _standard.text("bezeichnung"),
    ),
)
EREIGNIS: Table = Table(
    "ereignis",
    (),
    (
        _date("datum_von"),
        _date("datum_bis", optional=True),
        _ereignis.text("titel"),
        _ereignis.text("kategorie"),
        _of("jobcenter", optional=True),
        _of("bereich", optional=True),
        _of("kanal", optional=True),
    ),
)
KUNDENREAKTION: Table = Table(
    "kundenreaktion",
    ("jobcenter", "aktenzeichen"),
    (
        _of("jobcenter"),
        _reaktion.text("aktenzeichen"),
        _date("eingang_am"),
        _date("erledigt_am", optional=True),
        _choice("status", schema.STATUS),
        _of("kanal", optional=True),
        _choice("art", schema.ART),
        _flag("ombudsstelle", optional=True),
        Column("personenkreis", values.code_list, True, references="personenkreis", empty=()),
        _choice("melder", schema.MELDER, optional=True),
        _reaktion.text("beratungsstelle", optional=True, repeats=True),
    ),
)
ANLIEGEN: Table = Table(
    "anliegen",
    ("jobcenter", "aktenzeichen", "lfd_nr"),
    (
        _of("jobcenter"),
        _reaktion.text("aktenzeichen"),
        Column("lfd_nr", values.integer(1, LARGEST_INTEGER)),
        _choice("art", schema.ART),
        _of("bereich", optional=True),
        _of("thema", optional=True),
        _choice("bewertung", schema.BEWERTUNG, optional=True),
    ),
)
PETITION_EINGABE: Table = Table(
    "petition_eingabe",
    ("jobcenter", "kennung"),
    (
        _of("jobcenter"),
        _petition.text("kennung"),
        _choice("art", schema.PETITIONSART),
        _petition.text("adressat", repeats=True),
        _date("eingang_am"),
        _date("erledigt_am", optional=True),
        _petition.text("aktenzeichen", optional=True),
    ),
)
MANUELLE_MELDUNG: Table = Table(
    "manuelle_meldung",
    ("jobcenter", "zeitraum_von", "zeitraum_bis", "kennzahl", "merkmal", "auspraegung"),
    (
        _of("jobcenter"),
        _date("zeitraum_von"),
        _date("zeitraum_bis"),
        _meldung.code("kennzahl"),
        # Empty in both: the figure as a whole.
        _meldung.code("merkmal", optional=True, empty=""),
        _meldung.code("auspraegung", optional=True, empty=""),
        Column("wert", values.count(LARGEST_INTEGER), True),
    ),
)
BEZUGSGROESSE: Table = Table(
    "bezugsgroesse",
    ("jobcenter", "monat", "art"),
    (_of("jobcenter"), Column("monat", values.month), _bezug.code("art"), _bezug.number("wert")),
)
BERICHTSWERT: Table = Table(
    "berichtswert",
    ("jobcenter", "berichtsjahr", "fundstelle"),
    (
        _of("jobcenter"),
        Column("berichtsjahr", values.integer(*values.YEARS)),
        _wert.text("fundstelle"),
        _wert.text("aussage"),
        _wert.code("kennzahl", optional=True),
        _wert.text("auswahl"),
        _wert.number("zaehler", optional=True),
        _wert.number("nenner", optional=True),
        _wert.text("veroeffentlicht"),
    ),
)

# In the order of the foreign keys: a table comes after those whose codes it names.
TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        JOBCENTER,
        BEREICH,
        _catalogue("thema"),
        _catalogue("kanal"),
        _catalogue("personenkreis", _flag("sonderlage")),
        QUALITAETSSTANDARD,
        EREIGNIS,
        KUNDENREAKTION,
        ANLIEGEN,
        PETITION_EINGABE,
        MANUELLE_MELDUNG,
        BEZUGSGROESSE,
        BERICHTSWERT,
    )
}
