"""Events that people add themselves"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "eigenes_ereignis",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("datum_von", sa.Date(), nullable=False),
        sa.Column("datum_bis", sa.Date(), nullable=True),
        sa.Column("titel", sa.String(length=200), nullable=False),
        sa.Column("kategorie", sa.String(length=60), nullable=False),
        sa.Column("jobcenter", sa.String(length=64), nullable=True),
        sa.Column("bereich", sa.String(length=64), nullable=True),
        sa.Column("kanal", sa.String(length=64), nullable=True),
        sa.Column("geaendert_am", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("datum_bis IS NULL OR datum_bis >= datum_von", name=op.f("ck_eigenes_ereignis_zeitraum")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eigenes_ereignis")),
    )


def downgrade() -> None:
    op.drop_table("eigenes_ereignis")
