"""The epoch of somebody's sessions"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sitzungsepoche",
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("epoche", sa.String(length=32), nullable=False),
        sa.Column("geaendert_am", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_sitzungsepoche")),
    )


def downgrade() -> None:
    op.drop_table("sitzungsepoche")
