"""Figures that left the house as a file, by their check number"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pruefnummer",
        sa.Column("nummer", sa.String(length=18), nullable=False),
        sa.Column("karte", sa.String(length=64), nullable=False),
        sa.Column("auswahl", sa.Text(), nullable=False),
        sa.Column("stufe", sa.String(length=12), nullable=False),
        sa.Column("datenstand", sa.Date(), nullable=False),
        sa.Column("stand_nummer", sa.Integer(), nullable=False),
        sa.Column("stand_version", sa.String(length=120), nullable=False),
        sa.Column("fassung", sa.String(length=40), nullable=False),
        sa.Column("katalog", sa.String(length=40), nullable=False),
        sa.Column("ereignisse", sa.String(length=40), nullable=False),
        sa.Column("titel", sa.Text(), nullable=False),
        sa.Column("untertitel", sa.Text(), nullable=False),
        sa.Column("aussage", sa.Text(), nullable=False),
        sa.Column("tabelle", sa.JSON(), nullable=True),
        sa.Column("erzeugt_am", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("nummer", name=op.f("pk_pruefnummer")),
    )


def downgrade() -> None:
    op.drop_table("pruefnummer")
