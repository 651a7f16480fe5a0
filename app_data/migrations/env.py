"""Alembic environment: runs the migrations on the connection that the caller hands over."""

from __future__ import annotations

from alembic import context

from app_data.metadata import metadata

# Beside the migrations of a KRM database, should both lie in one.
VERSION_TABLE = "app_alembic_version"


def _run() -> None:
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection, target_metadata=metadata, version_table=VERSION_TABLE, render_as_batch=True
    )
    with context.begin_transaction():
        context.run_migrations()


_run()
