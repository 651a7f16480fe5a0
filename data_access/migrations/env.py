"""Alembic environment: runs the migrations on the connection that the caller hands over."""

from __future__ import annotations

from alembic import context

from data_access.schema import metadata


def _run() -> None:
    connection = context.config.attributes["connection"]
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


_run()
