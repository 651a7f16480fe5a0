"""Where the newest Datenstand is read: the KRM database itself, or what was made from it for faster answers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

from sqlalchemy import Connection, Engine

from data_access.catalog import Stand, read_stand
from data_access.errors import DatabaseUnavailableError, NoDataError, StandChangedError
from data_access.migrate import is_current


class Source(ABC):
    """A place that holds one Datenstand, or always the newest one.

    Whoever began to read from a source goes on reading from it, even when a newer one has taken its place meanwhile.
    """

    # Of a source that never changes: the version of its Datenstand.
    version: str | None = None
    # Whether it holds counts by month as well, see ``data_access.facts.rollups``.
    rollups = False
    # Whether rows of it may be held in memory, because reading them all is a matter of moments.
    may_be_held = True
    # Whether they come as whole columns, so that a few thousand are read sooner than a page is counted.
    gives_columns = False
    # Whether it counts two periods sooner in one pass over its rows than in two, side by side.
    counts_periods_at_once = False

    @property
    @abstractmethod
    def engine(self) -> Engine:
        """Reads catalogues and single cases."""

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """A connection for catalogues and single cases; raises ``NoDataError`` where there is nothing yet."""
        if _is_missing_file(self.engine):
            raise NoDataError
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def connect_at(self, stand: Stand) -> Iterator[Connection]:
        """The same, of exactly this Datenstand; raises ``StandChangedError``."""
        with self.connect() as connection:
            if self.version != stand.version and read_stand(connection).version != stand.version:
                raise StandChangedError
            yield connection

    def fits(self, connection: Connection) -> bool:
        """Whether its tables are those of this program version."""
        return is_current(connection)

    @contextmanager
    def connect_to_facts(self, stand: Stand) -> Iterator[Connection]:
        """A connection for the statements of ``data_access.statements``; raises ``StandChangedError``."""
        with self.connect_at(stand) as connection:
            yield connection


# The newest source at the moment of the call; raises ``NoDataError`` where there is none.
Sources = Callable[[], Source]


class DirectSource(Source):
    """The KRM database itself: what is read is what the last import left there."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def engine(self) -> Engine:
        """Engine of the KRM database."""
        return self._engine


def direct(engine: Engine) -> Sources:
    """The KRM database as the only source."""
    source = DirectSource(engine)
    return lambda: source


class _Unreachable(Source):
    """In place of a source that does not answer: nothing is asked of it."""

    @property
    def engine(self) -> Engine:
        """None to be had."""
        raise DatabaseUnavailableError


UNREACHABLE = _Unreachable()


def _is_missing_file(engine: Engine) -> bool:
    if engine.dialect.name != "sqlite":
        return False
    return not Path(unquote((engine.url.database or "").removeprefix("file:"))).exists()
