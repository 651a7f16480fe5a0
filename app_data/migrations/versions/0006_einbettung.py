"""Embeds"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "einbettung",
        sa.Column("kennung", sa.String(length=32), nullable=False),
        sa.Column("karte", sa.String(length=64), nullable=False),
        sa.Column("auswahl", sa.Text(), nullable=False),
        sa.Column("titel", sa.Text(), nullable=False),
        sa.Column("untertitel", sa.Text(), nullable=False),
        sa.Column("datenstand", sa.Date(), nullable=False),
        sa.Column("stand_version", sa.String(length=120), nullable=False),
        sa.Column("pruefnummer", sa.String(length=18), nullable=False),
        sa.Column("ausgestellt_von", sa.String(length=500), nullable=False),
        sa.Column("erstellt_am", sa.DateTime(timezone=True), nullable=False),
        sa.Column("laeuft_ab_am", sa.DateTime(timezone=True), nullable=False),
        sa.Column("widerrufen_am", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seite", sa.LargeBinary(), nullable=False),
        sa.Column("svg", sa.LargeBinary(), nullable=False),
        sa.Column("png", sa.LargeBinary(), nullable=False),
        sa.Column("siegel", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("kennung", name=op.f("pk_einbettung")),
    )


def downgrade() -> None:
    op.drop_table("einbettung")
