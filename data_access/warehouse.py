"""The only connection that answers figures, and the cache in front of it.

A ``View`` is one Datenstand as one scope sees it. Rows are computed inside a snapshot in which that Datenstand is
checked first, so that an import that ends in between can never leave new numbers under an old key. While the database
does not answer, a view is of the last known Datenstand and answers from the cache alone (``View.outdated``).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from data_access import columns
from data_access.ahead import Ahead, Pending
from data_access.answers import rows_of
from data_access.cache import RowCache, Rows
from data_access.catalog import Catalog, read_catalog, read_stand
from data_access.columns import Column
from data_access.errors import (
    ConnectionLostError,
    DatabaseUnavailableError,
    NoDataError,
    NotProtectableError,
    StandChangedError,
    TookTooLongError,
)
from data_access.in_memory.holder import Holder
from data_access.in_memory.memory import Memory
from data_access.outage import Breaker, LastKnown
from data_access.sources import UNREACHABLE, Source, Sources
from data_access.statements import Query, RowKind, WideQuery, build, build_wide, sees
from data_access.wide import Habits, WideRows
from domain.ereignis import Ereignis
from domain.protection import Protection, Rule, Violation
from domain.scope import Faelle, Scope, Stufe
from domain.selection import Selection
from domain.zeitraum import comparison
from safety import deadline, keeping

KEY_VERSION = "1"
DEFAULT_PROTECTION = Protection()
# What counts no cases.
PUBLIC_KINDS = frozenset({RowKind.BEDARFSGEMEINSCHAFTEN})
_ATTEMPTS = 4
# In place of an answer that nobody has computed yet.
_UNKNOWN: Any = object()
# As PostgreSQL says it (query_canceled).
STATEMENT_TIMED_OUT = "57014"

Answer = TypeVar("Answer")
# Events that people have added in the application; None while they cannot be read.
OwnEvents = Callable[[], Sequence[Ereignis] | None]

log = structlog.get_logger(__name__)


class Warehouse:
    """Answers queries for a scope; shared by all threads of a process."""

    def __init__(
        self,
        sources: Sources,
        cache: RowCache,
        own_events: OwnEvents = lambda: (),
        protection: Protection = DEFAULT_PROTECTION,
        last_known: LastKnown | None = None,
        tell_outage: Callable[[datetime], None] = lambda _seen: None,
        holder: Holder | None = None,
        ahead: Ahead | None = None,
    ) -> None:
        """``tell_outage`` is told of every view of a database that does not answer, see ``View.outdated``.

        ``holder``: holds rows of the fact table in memory; None: everything is asked of the source. ``ahead``: asks
        the source beside a request; None: one question follows another.
        """
        self.sources = sources
        self.protection = protection
        self._own_events = own_events
        self._cache = cache
        self._last_known = last_known
        self._tell_outage = tell_outage
        self.holder = holder
        self.ahead = ahead or Ahead(0)
        self.habits = Habits()
        self._breaker = Breaker()
        # Told of the version of every Datenstand that a view is of.
        self.noticed: Callable[[str], None] = lambda _version: None
        self._catalogs: dict[str, Catalog] = {}
        self._guard = threading.Lock()

    def answer(self, scope: Scope, compute: Callable[[View], Answer]) -> Answer:
        """``compute`` on one consistent Datenstand; repeated when an import changes it meanwhile.

        Raises ``NoDataError`` before the first import and ``DatabaseUnavailableError`` when the database is down.
        """
        for _ in range(_ATTEMPTS):
            try:
                return compute(self.view(scope))
            except StandChangedError:
                continue
        raise DatabaseUnavailableError

    def view(self, scope: Scope) -> View:
        """The newest Datenstand as ``scope`` sees it, or the last known one while the database does not answer."""
        try:
            source, catalog = self._newest()
        except DatabaseUnavailableError:
            known = None if self._last_known is None else self._last_known.recall()
            if known is None:
                raise
            self._tell_outage(known.seen)
            catalog = known.catalog.with_events(self._own_events())
            return View(self, UNREACHABLE, scope, catalog, outdated=known.seen)
        if self._last_known is not None:
            self._last_known.note(catalog)
        self.noticed(catalog.stand.version)
        return View(self, source, scope, catalog.with_events(self._own_events()))

    def _newest(self) -> tuple[Source, Catalog]:
        return self._ask(self.sources, lambda source: (source, self._catalog(source)))

    def prepare(self) -> None:
        """Read what this process will count from; for a thread that nobody waits for.

        Raises ``NoDataError``, ``DatabaseUnavailableError`` and ``StandChangedError``.
        """
        memory = self.memory(*self._newest())
        if memory is not None:
            memory.prepare()

    def _catalog(self, source: Source) -> Catalog:
        return self._catalogs.get(source.version or "") or self._newest_catalog(source)

    def _newest_catalog(self, source: Source) -> Catalog:
        with source.connect() as connection:
            stand = read_stand(connection)
            catalog = self._catalogs.get(stand.version)
            if catalog is None:
                catalog = read_catalog(connection, stand)
                with self._guard:
                    self._catalogs = {stand.version: catalog}
        return catalog

    def is_ready(self) -> bool:
        """Whether the database answers, is migrated and holds data."""

        def look(source: Source) -> bool:
            with source.connect() as connection:
                self.noticed(read_stand(connection).version)
                return source.fits(connection)

        try:
            return self._ask(self.sources, look)
        except (NoDataError, DatabaseUnavailableError):
            return False

    def held_rows(self, source: Source, scope: Scope, catalog: Catalog, query: Query) -> Rows | None:
        """Rows of ``query`` from the memory of this process; None where it does not hold what they are made of.

        Raises ``StandChangedError``.
        """
        memory = self.memory(source, catalog)
        found = None if memory is None else memory.rows(query)
        if found is None:
            return None
        return rows_of(query, catalog, found) if sees(scope, query, catalog) else []

    def memory(self, source: Source, catalog: Catalog) -> Memory | None:
        """What this process counts itself of a Datenstand; None where it counts nothing."""
        if self.holder is None or not source.may_be_held:
            return None

        def remember(name: str, compute: Callable[[], Rows]) -> Rows:
            return self._cached("\n".join((KEY_VERSION, catalog.stand.version, name)), compute)

        ask = partial(self._ask_facts, source, catalog)
        is_newest = not self._catalogs or catalog.stand.version in self._catalogs
        return Memory(self.holder, source, catalog, ask, remember, is_newest)

    def _ask_facts(self, source: Source, catalog: Catalog, compute: Callable[[Connection], Answer]) -> Answer:
        """``compute`` on the fact table of exactly the Datenstand of ``catalog``; raises ``StandChangedError``."""

        def execute(source: Source) -> Answer:
            with source.connect_to_facts(catalog.stand) as connection:
                return compute(connection)

        return self._ask(lambda: source, execute)

    def rows(self, source: Source, scope: Scope, catalog: Catalog, query: Query) -> Rows:
        """Rows of ``query`` from the cache or the source; raises ``StandChangedError``."""

        def execute(connection: Connection) -> Rows:
            statement = build(scope, query, catalog, source.rollups)
            return rows_of(query, catalog, connection.execute(statement))

        key = _key(scope, catalog, query.text())
        return self._cached(key, lambda: self._ask_facts(source, catalog, execute))

    def wide_columns(self, source: Source, scope: Scope, catalog: Catalog, wide: WideQuery) -> list[Column]:
        """The columns of the answer of a wide query; raises ``StandChangedError``."""

        def execute(connection: Connection) -> Rows:
            statement = build_wide(scope, wide, catalog, source.rollups)
            return columns.spelled(columns.columns_of(connection.execute(statement)))

        key = _key(scope, catalog, f"{wide.text()}|{catalog.keys.fingerprint}")
        return columns.read(self._cached(key, lambda: self._ask_facts(source, catalog, execute)))

    def remembered(
        self, source: Source, scope: Scope, catalog: Catalog, name: str, compute: Callable[[Connection], Rows]
    ) -> Rows:
        """Other aggregates, computed once per Datenstand and scope under a ``name`` that says all they depend on."""
        return self._cached(_key(scope, catalog, name), lambda: self.read(source, catalog, compute))

    def read(self, source: Source, catalog: Catalog, compute: Callable[[Connection], Answer]) -> Answer:
        """``compute`` in a snapshot of exactly the Datenstand of ``catalog``; raises ``StandChangedError``."""

        def execute(source: Source) -> Answer:
            with source.connect_at(catalog.stand) as connection:
                return compute(connection)

        return self._ask(lambda: source, execute)

    def _cached(self, key: str, compute: Callable[[], Rows]) -> Rows:
        try:
            return self._cache.rows(key, compute)
        except DatabaseUnavailableError:
            rows = self._cache.remembered(key)
            if rows is None:
                raise
            return rows

    def _ask(self, sources: Sources, ask: Callable[[Source], Answer]) -> Answer:
        """``ask`` of a source; once more where its connection broke, because reading twice does no harm."""
        if deadline.passed():
            raise TookTooLongError
        with self._breaker.asking():
            try:
                return _translated(sources, ask)
            except ConnectionLostError:
                return _translated(sources, ask)


def _key(scope: Scope, catalog: Catalog, name: str) -> str:
    return "\n".join((KEY_VERSION, catalog.stand.version, scope.fingerprint, name))


def _translated(sources: Sources, ask: Callable[[Source], Answer]) -> Answer:
    """The answer of a source, whose failures come out as ours."""
    source = sources()
    try:
        return ask(source)
    except SQLAlchemyError as error:
        cause = error.orig if isinstance(error, DBAPIError) else None
        if isinstance(error, DBAPIError) and _was_asked(error) and not deadline.passed() and _lacks_tables(source):
            raise NoDataError from error
        log.warning("database_unavailable", error=type(cause or error).__name__)
        if deadline.passed() or getattr(cause, "sqlstate", None) == STATEMENT_TIMED_OUT:
            raise TookTooLongError from error
        if isinstance(error, DBAPIError) and error.connection_invalidated:
            raise ConnectionLostError from error
        raise DatabaseUnavailableError from error


def _was_asked(error: DBAPIError) -> bool:
    """Whether a statement came to the database: neither its connection failed nor did it wait for a lock in vain."""
    is_locked = getattr(error.orig, "sqlite_errorname", "") == "SQLITE_BUSY"
    return error.statement is not None and not error.connection_invalidated and not is_locked


def _lacks_tables(source: Source) -> bool:
    try:
        return not inspect(source.engine).has_table("importlauf")
    except SQLAlchemyError:
        return False


@dataclass(frozen=True)
class View:
    """One Datenstand as one scope sees it.

    What comes out of ``rows``, ``remembered`` and ``read`` is exact: they raise ``NotProtectableError`` where the scope
    is protected. The only way to protected numbers is ``aggregate``. ``session`` is the scope before a selection
    narrowed it. ``outdated``: the database does not answer; when (UTC) it last said that this Datenstand is the newest.
    """

    warehouse: Warehouse
    source: Source
    scope: Scope
    catalog: Catalog
    session: Scope | None = None
    outdated: datetime | None = None
    wide: WideRows | None = None
    _known: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def may_be_exact(self) -> bool:
        """Whether the session may see exact numbers of some selections."""
        session = self.session or self.scope
        return session.stufe is Stufe.GENAU or bool(session.eigene)

    @property
    def protection(self) -> Protection:
        """How numbers are protected."""
        return self.warehouse.protection

    def of(self, selection: Selection) -> View:
        """The same as the selection narrows it, which never makes it more exact than the session allows."""
        own = self.catalog.with_descendants(self.scope.eigene)
        wanted = None if selection.stufe is None else Stufe(selection.stufe)
        scope = self.scope.narrowed(wanted, selection.codes("bereich"), own)
        seen = _as_seen(self.catalog, scope.stufe)
        session = self.session or self.scope
        return replace(self, scope=scope, catalog=seen, session=session, wide=None, _known={})

    def require_current(self) -> None:
        """Raise ``DatabaseUnavailableError`` where the Datenstand may have been followed by another one."""
        if self.outdated is not None:
            raise DatabaseUnavailableError

    def require_exact(self) -> None:
        """Raise ``NotProtectableError`` where only protected numbers may be seen."""
        if self.scope.stufe is not Stufe.GENAU:
            raise NotProtectableError

    def require_cases(self) -> None:
        """Raise ``NotProtectableError`` where single cases must not be seen."""
        self.require_exact()
        if self.scope.faelle is Faelle.KEINE:
            raise NotProtectableError(Violation(Rule.FAELLE))

    def rows(self, query: Query) -> Rows:
        """Rows of ``query``, which at the protected level must not count cases."""
        if query.art not in PUBLIC_KINDS:
            self.require_exact()
        return self.rows_to_protect(query)

    def rows_to_protect(self, query: Query) -> Rows:
        """Exact rows at either level: for ``aggregate`` alone, which lets none of them out."""
        return self.once(query, lambda: self._rows(query))

    def once(self, question: Hashable, compute: Callable[[], Answer]) -> Answer:
        """What ``compute`` gives, computed once for this view: the figures of a page ask for much of the same."""
        # Hashing a question costs as much as a short answer.
        answer: Answer = self._known.get(question, _UNKNOWN)
        if answer is _UNKNOWN:
            answer = self._known[question] = compute()
        return answer

    def _rows(self, query: Query) -> Rows:
        rows = self.warehouse.held_rows(self.source, self.scope, self.catalog, query)
        if rows is None:
            rows = self._wide_rows(query)
        if rows is not None:
            return rows
        try:
            return self.warehouse.rows(self.source, self.scope, self.catalog, query)
        except DatabaseUnavailableError:
            # What a page has asked broadly is known, also when a file asks for a part of it.
            rows = None if self.outdated is None else self.broadly(query.selection)._wide_rows(query)
            if rows is None:
                raise
            return rows

    def _wide_rows(self, query: Query) -> Rows | None:
        numbers = None if self.wide is None else self.wide.rows(query)
        return None if numbers is None else rows_of(query, self.catalog, numbers)

    def broadly(self, selection: Selection, page: str = "") -> View:
        """The same for a page that will ask much of one selection: what adds up comes from few wide statements.

        ``page``: a name for what is asked, which is mostly the same each time.
        """

        def ask(query: WideQuery) -> list[Column]:
            return self.warehouse.wide_columns(self.source, self.scope, self.catalog, query)

        compared = comparison(selection.zeitraum, selection.vergleich, self.catalog.stand.datenstand)
        before = None if compared is None else compared.span
        warehouse = self.warehouse
        memory = warehouse.memory(self.source, self.catalog)
        wide = WideRows(
            selection=selection,
            before=before,
            keys=self.catalog.keys,
            ask=ask,
            ahead=warehouse.ahead,
            habits=warehouse.habits,
            page=page,
            at_once=self.source.counts_periods_at_once,
            is_needless=lambda query: memory is not None and memory.spares(query),
        )
        return replace(self, wide=wide)

    def ahead(self, query: Query, compute: Callable[[], Answer]) -> Pending[Answer]:
        """Begin with what this request is going to ask, where an engine can compute it meanwhile.

        ``query``: most of what is going to be asked.
        """
        memory = self.warehouse.memory(self.source, self.catalog)
        is_counted_here = memory is not None and memory.counts(query)
        return Pending(compute, None) if is_counted_here else self.warehouse.ahead.begin(compute)

    def remembered(self, name: str, compute: Callable[[Connection], Rows]) -> Rows:
        """Other aggregates than ``rows``, see ``Warehouse.remembered``."""
        self.require_exact()
        return self.warehouse.remembered(self.source, self.scope, self.catalog, name, compute)

    def read(self, compute: Callable[[Connection], Answer]) -> Answer:
        """``compute`` on the database itself, for what is never cached: single cases."""
        self.require_exact()
        keeping.refuse()
        return self.warehouse.read(self.source, self.catalog, compute)


def _as_seen(catalog: Catalog, stufe: Stufe) -> Catalog:
    """At the protected level the first Eingang is known by its month: the day is that of a single case."""
    if stufe is Stufe.GENAU or catalog.first_eingang is None:
        return catalog
    return replace(catalog, first_eingang=catalog.first_eingang.replace(day=1))
