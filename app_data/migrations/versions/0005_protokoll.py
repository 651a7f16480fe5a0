"""The audit log"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "protokoll",
        sa.Column("nummer", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("zeit", sa.String(length=32), nullable=False),
        sa.Column("kennung", sa.String(length=500), nullable=False),
        sa.Column("vorgang", sa.String(length=40), nullable=False),
        sa.Column("gegenstand", sa.String(length=500), nullable=False),
        sa.Column("siegel", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("nummer", name=op.f("pk_protokoll")),
    )


def downgrade() -> None:
    op.drop_table("protokoll")
