"""One import: files to parsed rows to checks to one transaction, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, insert, inspect

from data_access import schema
from data_access.facts.build import rebuild
from data_access.imports import messages
from data_access.imports.cases import CaseChanges, compare_cases
from data_access.imports.checks import Checks
from data_access.imports.checksum import checksum
from data_access.imports.contract import TABLES
from data_access.imports.deadlines import Deadlines
from data_access.imports.delivery import (
    CASE_DATES,
    Delivery,
    bundesland_after,
    latest_case_date,
    standards_after,
)
from data_access.imports.faults import Faults, ImportRefusedError, printable
from data_access.imports.lock import import_lock
from data_access.imports.mapping import Mapping, read_mapping
from data_access.imports.outcome import ImportResult, TableCount
from data_access.imports.returns import check_returns
from data_access.imports.rows import Progress, parse_file
from data_access.imports.source import Limits, find_mapping, open_source
from data_access.imports.stored import Stored, load_stored
from data_access.imports.tables import TableChanges, compare_table, write_table
from data_access.imports.write_cases import write_cases
from data_access.migrate import is_current, migrate

CASE_TABLES = ("kundenreaktion", "anliegen")
LONGEST_SOURCE = 200


def no_progress(_phase: str, _done: int, _total: int | None) -> None:
    """For callers that do not want to hear of progress."""


def run_import(
    engine: Engine,
    source: Path,
    *,
    datenstand: date | None = None,
    mapping: Path | None = None,
    check_only: bool = False,
    demo: bool = False,
    limits: Limits | None = None,
    progress: Progress = no_progress,
) -> ImportResult:
    """Load a folder of CSV files or an XLSX workbook into the database of ``engine``.

    ``datenstand``: the day the data stand for; None takes the latest date in the case files, but none before the
    stored Datenstand. ``mapping``: a ``mapping.toml``; None takes the one beside the files. ``check_only`` writes
    nothing, not even a schema; otherwise an empty or missing database gets one. ``demo`` marks the reference data.

    Faults in the files come in the result. ImportRefusedError (one German sentence): the source is none, another
    import is running, the database does not fit this version. SQLAlchemyError: the database failed; nothing changed.
    """
    run = _Import(source, datenstand, demo, progress)
    if not run.read(mapping, limits or Limits()):
        return run.refused()
    if check_only:
        with _connection_for_check(engine) as connection:
            plan = run.check(connection)
            return run.refused() if plan is None else run.accepted(plan, written=False)
    with import_lock(engine):
        _migrate(engine)
        with engine.begin() as connection:
            plan = run.check(connection)
            return run.refused() if plan is None else run.load(connection, plan)


def bring_up_to_date(engine: Engine) -> None:
    """Create or migrate the schema, while no import is running. ImportRefusedError as in ``run_import``."""
    with import_lock(engine):
        _migrate(engine)


@dataclass
class _Plan:
    """What an import is going to do, once its checks have passed."""

    stored: Stored
    datenstand: date
    tables: list[TableChanges]
    cases: CaseChanges
    deadlines: Deadlines

    @property
    def changed(self) -> bool:
        last = self.stored.last
        new_datenstand = last is None or last.datenstand != self.datenstand
        return new_datenstand or bool(self.cases) or any(changes.count for changes in self.tables)

    @property
    def nummer(self) -> int | None:
        """Number of the Datenstand that is stored."""
        return self.stored.last.nummer if self.stored.last else None

    @property
    def next_number(self) -> int:
        return (self.nummer or 0) + 1


class _Import:
    """The state of one run on its way from files to rows in the database."""

    def __init__(self, source: Path, datenstand: date | None, demo: bool, progress: Progress) -> None:
        self.source = source
        self.given = datenstand
        self.demo = demo
        self.progress = progress
        self.name = printable(source.resolve().name)
        self.faults = Faults()
        self.hinweise: list[str] = []
        self.delivery: Delivery = {}

    def read(self, given_mapping: Path | None, limits: Limits) -> bool:
        """Parse all files. False: the mapping is faulty, and under it every row would look wrong."""
        path = find_mapping(self.source, given_mapping)
        mapping = Mapping() if path is None else read_mapping(path, self.faults)
        if self.faults:
            return False
        if path is not None and given_mapping is None:
            self.hinweise.append(messages.mapping_used(printable(path.name)))
        with open_source(self.source, mapping, limits, self.faults, self.hinweise) as files:
            for file in files:
                data = parse_file(file, mapping, self.faults, self.hinweise, self.progress)
                self.delivery[file.table.name] = data
        return True

    def check(self, connection: Connection) -> _Plan | None:
        """Compare with the stored state and apply every rule; None if there are faults."""
        self.progress(messages.PHASE_CHECKING, 0, None)
        stored = load_stored(connection)
        datenstand = self._datenstand(stored)
        standards = standards_after(self.delivery, stored)
        deadlines = Deadlines(standards, bundesland_after(self.delivery, stored))
        checks = Checks(self.delivery, stored, self.faults, self.hinweise)
        checks.catalogues_and_dates(datenstand, standards)
        tables = [compare_table(connection, data) for name, data in self.delivery.items() if name not in CASE_TABLES]
        cases = compare_cases(connection, self.delivery, deadlines)
        checks.cases(cases)
        check_returns(connection, self.delivery, checks.codes, self.faults)
        if self.given is not None:
            self._given_datenstand_holds(self.given, tables, cases)
        if self.faults or datenstand is None:
            return None
        plan = _Plan(stored, datenstand, tables, cases, deadlines)
        self._point_out(plan)
        return plan

    def load(self, connection: Connection, plan: _Plan) -> ImportResult:
        """Write the plan, and number the new Datenstand; nothing at all where nothing changes."""
        if not plan.changed:
            return self.accepted(plan, written=False)
        by_name = {changes.table.name: changes for changes in plan.tables}
        for place, name in enumerate(TABLES):
            self.progress(messages.PHASE_WRITING, place, len(TABLES))
            if name in by_name:
                write_table(connection, by_name[name])
            elif name == "kundenreaktion":
                data = self.delivery.get(name)
                write_cases(connection, plan.cases, data.rows if data else {}, plan.deadlines)
        self._refresh_facts(connection, plan)
        self._number(connection, plan)
        return self.accepted(plan, written=True)

    def _refresh_facts(self, connection: Connection, plan: _Plan) -> None:
        """The fact table follows; wholly, where most of it changes or the tree of the Bereiche is another one."""
        touched = plan.cases.touched()
        tree = any(changes.table.name == "bereich" and changes.changed for changes in plan.tables)
        rebuild(connection, None if tree or len(touched) > plan.cases.highest_id // 2 else touched)

    def refused(self) -> ImportResult:
        """The result of an import that has faults."""
        order = {data.file: place for place, data in enumerate(self.delivery.values())}
        errors = sorted(self.faults.kept, key=lambda fault: (order.get(fault.file, -1), fault.row or 0))
        return ImportResult(
            ok=False,
            changed=False,
            errors=tuple(errors),
            error_count=self.faults.total,
            hinweise=tuple(self.hinweise),
            counts={},
            datenstand=None,
            nummer=None,
        )

    def accepted(self, plan: _Plan, *, written: bool) -> ImportResult:
        """The result of an import without faults, or of its check."""
        return ImportResult(
            ok=True,
            changed=plan.changed,
            errors=(),
            error_count=0,
            hinweise=tuple(self.hinweise),
            counts=self._counts(plan),
            datenstand=plan.datenstand,
            nummer=plan.next_number if written else plan.nummer,
        )

    def _number(self, connection: Connection, plan: _Plan) -> None:
        last = plan.stored.last
        connection.execute(
            insert(schema.importlauf).values(
                nummer=plan.next_number,
                datenstand=plan.datenstand,
                quelle=self.name[:LONGEST_SOURCE],
                demo=int(self.demo),
                pruefsumme=checksum(last.pruefsumme if last else "", plan.datenstand, self.delivery),
                importiert_am=datetime.now(UTC),
                zaehlung={name: count.as_dict() for name, count in self._counts(plan).items()},
            )
        )

    def _counts(self, plan: _Plan) -> dict[str, TableCount]:
        counts = {changes.table.name: changes.count for changes in plan.tables}
        counts["kundenreaktion"] = plan.cases.reaction_count
        counts["anliegen"] = plan.cases.anliegen_count
        return {name: counts[name] for name in TABLES if name in self.delivery}

    def _datenstand(self, stored: Stored) -> date | None:
        if self.given is not None:
            return self.given
        days = [latest_case_date(self.delivery), stored.last.datenstand if stored.last else None]
        known = [day for day in days if day is not None]
        if not known and not self.faults:
            self.faults.add(self.name, messages.DATENSTAND_UNKNOWN)
        return max(known, default=None)

    def _given_datenstand_holds(self, given: date, tables: list[TableChanges], cases: CaseChanges) -> None:
        kept = [cases.latest_kept]
        for changes in tables:
            places = [changes.table.position[column] for column in CASE_DATES.get(changes.table.name, ())]
            kept += [row.values[place] for row in changes.kept for place in places]
        latest = max((day for day in kept if day is not None), default=None)
        if latest is not None and latest > given:
            self.faults.add(self.name, messages.datenstand_before_stored(latest), None, messages.DATENSTAND, given)

    def _point_out(self, plan: _Plan) -> None:
        last = plan.stored.last
        if plan.cases.recomputed:
            self.hinweise.append(messages.recomputed(len(plan.cases.recomputed)))
        if plan.changed and last is not None and last.demo and not self.demo:
            self.hinweise.append(messages.DEMO_DATA_BELOW)
        if plan.datenstand > datetime.now(UTC).date():
            self.hinweise.append(messages.datenstand_in_future(plan.datenstand))


def _migrate(engine: Engine) -> None:
    try:
        migrate(engine)
    except CommandError as error:
        raise ImportRefusedError(messages.SCHEMA_NEWER) from error


@contextmanager
def _connection_for_check(engine: Engine) -> Iterator[Connection]:
    """A connection to compare with: the database, or an empty one in memory where there is none yet."""
    if _is_missing(engine):
        empty = create_engine("sqlite://")
        with empty.connect() as connection:
            schema.metadata.create_all(connection)
            yield connection
        empty.dispose()
        return
    with engine.connect() as connection:
        if not is_current(connection):
            raise ImportRefusedError(messages.SCHEMA_OUTDATED)
        yield connection


def _is_missing(engine: Engine) -> bool:
    database = engine.url.database
    if engine.dialect.name == "sqlite" and database and not Path(database).exists():
        return True
    return not inspect(engine).has_table(schema.importlauf.name)
