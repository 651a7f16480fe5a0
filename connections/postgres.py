"""PostgreSQL: connections that never wait for ever, neither for the server nor for the network in between.

The server's own time limits are of no use once it is silent: a machine that hangs, a firewall that has forgotten the
connection. TCP notices only what is not acknowledged, and a silent machine may acknowledge everything. So every wait of
the driver gets a limit of its own; a connection that exceeds it is closed, and the pool replaces it.
"""

from __future__ import annotations

import time
from typing import Any

import psycopg
from psycopg.abc import RV, PQGen
from sqlalchemy import URL, Engine, create_engine, event

from safety import deadline

CONNECT_SECONDS = 3
LOCK_SECONDS = 1
IDLE_SECONDS = 10
POOL_WAIT_SECONDS = 3
RECYCLE_SECONDS = 900
# For what is answered at once where anything is: a ping, the end of a transaction.
SHORT_SECONDS = 3.0
# The server breaks off a statement first; only where it does not, we do.
GRACE_SECONDS = 3.0
# A peer that acknowledges nothing is given up by the network itself.
_KEEPALIVE = {
    "keepalives": 1,
    "keepalives_idle": 30,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 8_000,
}


class BoundedConnection(psycopg.Connection[Any]):
    """A connection of which no wait takes longer than ``patience`` seconds, or than the request has left."""

    patience: float = SHORT_SECONDS
    # A transaction is ended in good order even after the deadline.
    follows_deadline: bool = False

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """Consume ``gen`` within the limit; raises psycopg's OperationalError and closes the connection after it."""
        limit = self.patience if timeout is None else min(self.patience, timeout)
        limit = deadline.shortened(limit) if self.follows_deadline else limit
        start = time.monotonic()
        try:
            return super().wait(gen, interval=interval, timeout=limit)
        except psycopg.OperationalError:
            if time.monotonic() - start >= limit:
                self.pgconn.finish()
            raise


def bounded_engine(
    url: URL, *, statement_seconds: float, pool_size: int, options: str = "", **engine_options: Any
) -> Engine:
    """Engine whose every use ends: connecting, waiting for a free connection, for a lock, for a statement, for silence.

    ``options`` are settings of the session as PostgreSQL's command line takes them (``-c name=value``).
    """
    limits = (
        f"-c statement_timeout={int(statement_seconds * 1000)} -c lock_timeout={LOCK_SECONDS}s"
        f" -c idle_in_transaction_session_timeout={IDLE_SECONDS}s"
    )
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=POOL_WAIT_SECONDS,
        pool_pre_ping=True,
        pool_recycle=RECYCLE_SECONDS,
        # What is asked for may name a person; it stands in no message and so in no log.
        hide_parameters=True,
        connect_args={"connect_timeout": CONNECT_SECONDS, "options": f"{limits} {options}".strip(), **_KEEPALIVE},
        **engine_options,
    )

    @event.listens_for(engine, "do_connect")
    def _connect(_dialect: Any, _record: Any, arguments: list[Any], parameters: dict[str, Any]) -> BoundedConnection:
        return BoundedConnection.connect(*arguments, **parameters)

    @event.listens_for(engine, "before_cursor_execute")
    def _statement(connection: Any, *_rest: Any) -> None:
        driver: BoundedConnection = connection.connection.driver_connection
        driver.patience, driver.follows_deadline = statement_seconds + GRACE_SECONDS, True

    @event.listens_for(engine, "reset")
    def _end(driver: BoundedConnection, *_rest: Any) -> None:
        driver.patience, driver.follows_deadline = SHORT_SECONDS, False

    return engine
