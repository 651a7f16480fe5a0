"""PyHive's connection as SQLAlchemy needs it, with limits of time, typed values and errors that say what happened.

PyHive waits for ever, puts values into the text of a statement by rules that its own source calls unverified, and lets
errors of the transport through. All three are dealt with here.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import thrift_sasl
from pyhive import exc, hive
from TCLIService import ttypes
from thrift.Thrift import TException
from thrift.transport.TSocket import TSocket
from thrift.transport.TTransport import TBufferedTransport

from data_access.spark.address import SparkAddress
from data_access.spark.literals import literal
from safety import deadline

apilevel = "2.0"
threadsafety = 1
paramstyle = "pyformat"

# For what is answered at once where anything is.
SHORT_SECONDS = 5.0
SHORTEST_SECONDS = 0.1
# Spark itself ends a statement that takes too long; this is for a server that does not answer any more.
GRACE_SECONDS = 5.0
AT_ONCE = 10_000
SETTINGS = {
    # Otherwise ${env:…} in a value would be replaced before the statement is read.
    "spark.sql.variable.substitute": "false",
    # On these two depends what a backslash in a value means and what does not fit into its type.
    "spark.sql.parser.escapedStringLiterals": "false",
    "spark.sql.ansi.enabled": "true",
    # Partitions are what lies in the folder. What a catalogue believes about them would be nothing at first.
    "spark.sql.hive.manageFilesourcePartitions": "false",
}


class Error(Exception):
    """What DB-API drivers raise."""


class DatabaseError(Error):
    """A statement failed."""


class OperationalError(DatabaseError):
    """The server refused, failed or ran out of time."""


class ConnectionLostError(OperationalError):
    """The server does not answer any more; the connection is of no use."""


class TimedOutError(OperationalError):
    """Spark has broken a statement off because it took too long."""

    # "query_canceled", by which the warehouse knows it.
    sqlstate = "57014"


class NotFoundError(DatabaseError):
    """A table or a file that a statement names is not there."""


# SQLSTATEs of a missing table or database, and of a missing path.
_NOT_FOUND = ("42P01", "42704", "42K03")
# The state of such a statement; Spark has no SQLSTATE for it.
_TIMED_OUT = "TIMEDOUT"


def connect(address: SparkAddress, statement_seconds: float) -> Connection:
    """A session in which no statement takes longer than ``statement_seconds``; raises ``ConnectionLostError``."""
    # PyHive logs every statement.
    logging.getLogger("pyhive").setLevel(logging.WARNING)
    socket = TSocket(address.host, address.port)
    # A session may take as long as a statement: its first one is slow on a server that has just started.
    patience = statement_seconds + GRACE_SECONDS
    _limit(socket, patience)
    transport = _transport(address, socket)
    with _translated():
        session = hive.Connection(thrift_transport=transport, username=address.username)
    connection = Connection(session, transport, socket, patience)
    limits = {"spark.sql.thriftServer.queryTimeout": str(max(1, round(statement_seconds)))}
    for name, value in (SETTINGS | limits).items():
        with connection.cursor() as cursor:
            cursor.execute(f"SET {name}={value}")
    return connection


def _limit(socket: TSocket, seconds: float) -> None:
    """No wait for the server takes longer than this, or than the request has left."""
    socket.setTimeout(1000 * max(deadline.shortened(seconds), SHORTEST_SECONDS))


def _transport(address: SparkAddress, socket: TSocket) -> Any:
    if not address.sasl:
        return TBufferedTransport(socket)

    def client() -> Any:
        # A server that asks for no password wants one all the same.
        secret = address.password or "-"
        return hive.get_pure_sasl_client(address.host, "PLAIN", username=address.username, password=secret)

    return thrift_sasl.TSaslClientTransport(client, "PLAIN", socket)


class Connection:
    """A session of the Thrift server."""

    def __init__(self, session: Any, transport: Any, socket: TSocket, patience: float) -> None:
        self._session = session
        self._transport = transport
        self._socket = socket
        self._patience = patience

    def cursor(self) -> Cursor:
        """A new cursor."""
        _limit(self._socket, self._patience)
        return Cursor(self._session.cursor(arraysize=AT_ONCE))

    def ping(self) -> None:
        """Raise ``ConnectionLostError`` where the session is gone."""
        what = ttypes.TGetInfoReq(self._session.sessionHandle, ttypes.TGetInfoType.CLI_DBMS_NAME)
        _limit(self._socket, SHORT_SECONDS)
        with _translated():
            answer = self._session.client.GetInfo(what)
        if answer.status.statusCode != ttypes.TStatusCode.SUCCESS_STATUS:
            raise ConnectionLostError(answer.status.errorMessage)

    def commit(self) -> None:
        """Nothing was written."""

    def rollback(self) -> None:
        """Nothing was written."""

    def close(self) -> None:
        """End the session, which may be over already."""
        _limit(self._socket, SHORT_SECONDS)
        with suppress(exc.Error, TException, OSError, EOFError):
            self._session.close()
        # PyHive leaves it open where the server does not answer.
        self._transport.close()


class Cursor:
    """A statement and its rows."""

    rowcount = -1
    lastrowid = None

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor
        self.arraysize = AT_ONCE

    def __enter__(self) -> Cursor:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @property
    def description(self) -> Sequence[tuple[Any, ...]] | None:
        """Name and type of each column; None after a statement without rows."""
        with _translated():
            found: Sequence[tuple[Any, ...]] | None = self._cursor.description
        return found

    def execute(self, statement: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Run a statement; waits until it is done."""
        text = statement % {name: literal(value) for name, value in (parameters or {}).items()}
        with _translated():
            self._cursor.execute(text)

    def fetchone(self) -> tuple[Any, ...] | None:
        """The next row."""
        with _translated():
            row: tuple[Any, ...] | None = self._cursor.fetchone()
        return row

    def fetchmany(self, size: int | None = None) -> list[tuple[Any, ...]]:
        """Some more rows."""
        with _translated():
            return list(self._cursor.fetchmany(size))

    def fetchall(self) -> list[tuple[Any, ...]]:
        """All rows that are left."""
        with _translated():
            return list(self._cursor.fetchall())

    def close(self) -> None:
        """Tell the server that nobody wants the rows any more."""
        with suppress(exc.Error, TException, OSError, EOFError):
            self._cursor.close()


@contextmanager
def _translated() -> Iterator[None]:
    """Errors of PyHive, of Thrift and of the network in the block come out as ours."""
    try:
        yield
    except exc.Error as error:
        status = getattr(error.args[0], "status", None) if error.args else None
        message = _first_line(getattr(status, "errorMessage", None) or str(error))
        raise _kind(getattr(status, "sqlState", None), message)(message) from error
    except (TException, OSError, EOFError) as error:
        raise ConnectionLostError(str(error) or type(error).__name__) from error


def _kind(state: str | None, message: str) -> type[DatabaseError]:
    if state in _NOT_FOUND:
        return NotFoundError
    return TimedOutError if _TIMED_OUT in message else OperationalError


def _first_line(message: str) -> str:
    return message.strip().partition("\n")[0]
