"""What is loaded: the Datenstand, the catalogues with their names, and what the computation must know of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from hashlib import blake2s

from sqlalchemy import Connection, func, select

from data_access import schema
from data_access.errors import NoDataError
from data_access.facts.keys import Keys, read_keys
from domain.ereignis import Ereignis
from domain.frist import Qualitaetsstandard
from domain.merkmale import FILTER, MERKMALE
from domain.selection import Vocabulary


@dataclass(frozen=True)
class Stand:
    """The newest import. ``version`` differs between any two states of any two databases."""

    nummer: int
    datenstand: date
    quelle: str
    demo: bool
    importiert_am: datetime
    version: str


@dataclass(frozen=True)
class Catalog:
    """Everything about one Datenstand that does not depend on a selection.

    ``bezugsgroessen``: the kinds of denominators that are loaded. ``ereignisse``: imported ones and those added in the
    application, in order of time; ``own_events_missing`` says that the latter could not be read.
    """

    stand: Stand
    vocabulary: Vocabulary
    parents: Mapping[str, str | None]
    sonderlagen: frozenset[str]
    standards: tuple[Qualitaetsstandard, ...]
    ereignisse: tuple[Ereignis, ...]
    first_eingang: date | None
    keys: Keys
    bezugsgroessen: frozenset[str] = frozenset()
    own_events_missing: bool = False

    def with_events(self, own: Sequence[Ereignis] | None) -> Catalog:
        """The same with the events that were added in the application; None: they cannot be read at the moment."""
        if not own:
            return self if own is not None else replace(self, own_events_missing=True)
        together = sorted((*self.ereignisse, *own), key=lambda ereignis: ereignis.datum_von)
        return replace(self, ereignisse=tuple(together))

    @cached_property
    def names_mark(self) -> str:
        """Differs where a value of a filter, its name or its place among the others does."""
        told = repr((self.vocabulary.names, self.parents))
        return blake2s(told.encode(), digest_size=6).hexdigest()

    @property
    def numbering(self) -> str:
        """Differs where a number may stand for another code: other databases, and other snapshots of one, differ."""
        return f"{self.stand.version}|{self.keys.fingerprint}"

    @cached_property
    def roots(self) -> dict[str, str]:
        """Top-level Bereich of every Bereich."""
        return {code: self.path(code)[0] for code in self.parents}

    def path(self, bereich: str) -> tuple[str, ...]:
        """Codes from the top-level Bereich down to this one."""
        path = [bereich]
        while (parent := self.parents[path[-1]]) is not None:
            path.append(parent)
        return tuple(reversed(path))

    def with_descendants(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """The given Bereiche and everything below them, at any depth."""
        chosen = set(codes)
        return tuple(code for code in self.parents if chosen.intersection(self.path(code)))

    @cached_property
    def bereiche_in_order(self) -> tuple[str, ...]:
        """All Bereiche in the order of the tree, siblings by name."""
        names = self.vocabulary.names["bereich"]
        return tuple(sorted(self.parents, key=lambda code: [(names[step], step) for step in self.path(code)]))


def read_stand(connection: Connection) -> Stand:
    """The newest import; raises ``NoDataError`` where there is none."""
    lauf = schema.importlauf
    row = connection.execute(select(lauf).order_by(lauf.c.nummer.desc()).limit(1)).first()
    if row is None:
        raise NoDataError
    installation = connection.scalar(select(schema.installation.c.kennung))
    # Cases of the reference data stay fictitious, whatever is imported on top of them.
    demo = connection.scalar(select(func.max(lauf.c.demo)))
    return Stand(
        nummer=row.nummer,
        datenstand=row.datenstand,
        quelle=row.quelle,
        demo=bool(demo),
        importiert_am=row.importiert_am,
        version=f"{installation}:{row.pruefsumme}",
    )


def read_catalog(connection: Connection, stand: Stand) -> Catalog:
    """The catalogues that belong to ``stand``."""
    bereiche = connection.execute(select(schema.bereich).order_by(schema.bereich.c.code)).all()
    personenkreise = connection.execute(select(schema.personenkreis)).all()
    return Catalog(
        stand=stand,
        vocabulary=Vocabulary(stand.datenstand, {merkmal: _names(connection, merkmal) for merkmal in FILTER}),
        parents={row.code: row.uebergeordnet for row in bereiche},
        sonderlagen=frozenset(row.code for row in personenkreise if row.sonderlage),
        standards=_standards(connection),
        ereignisse=_ereignisse(connection),
        first_eingang=connection.scalar(select(func.min(schema.fact_anliegen.c.eingang_am))),
        keys=read_keys(connection),
        bezugsgroessen=frozenset(connection.scalars(select(schema.bezugsgroesse.c.art).distinct())),
    )


def _names(connection: Connection, merkmal: str) -> dict[str, str]:
    if MERKMALE[merkmal].werte:
        return dict(MERKMALE[merkmal].werte)
    table = schema.metadata.tables[merkmal]
    return {row.code: row.name for row in connection.execute(select(table.c.code, table.c.name).order_by(table.c.name))}


def _standards(connection: Connection) -> tuple[Qualitaetsstandard, ...]:
    table = schema.qualitaetsstandard
    return tuple(
        Qualitaetsstandard(
            jobcenter=row.jobcenter,
            gueltig_von=row.gueltig_von,
            gueltig_bis=row.gueltig_bis,
            frist_tage=row.frist_tage,
            tageart=row.tageart,
            verschiebe_auf_werktag=bool(row.verschiebe_auf_werktag),
            zielquote=row.zielquote,
            bezeichnung=row.bezeichnung,
        )
        for row in connection.execute(select(table).order_by(table.c.gueltig_von, table.c.jobcenter))
    )


def _ereignisse(connection: Connection) -> tuple[Ereignis, ...]:
    table = schema.ereignis
    ordered = select(table).order_by(table.c.datum_von, table.c.id)
    return tuple(
        Ereignis(row.datum_von, row.datum_bis, row.titel, row.kategorie, row.jobcenter, row.bereich, row.kanal)
        for row in connection.execute(ordered)
    )
