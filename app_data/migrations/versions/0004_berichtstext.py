"""Texts of people for the annual report"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "berichtstext",
        sa.Column("jobcenter", sa.String(length=64), nullable=False),
        sa.Column("jahr", sa.SmallInteger(), nullable=False),
        sa.Column("stelle", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("fassung", sa.Integer(), nullable=False),
        sa.Column("geaendert_am", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("jobcenter", "jahr", "stelle", name=op.f("pk_berichtstext")),
    )


def downgrade() -> None:
    op.drop_table("berichtstext")
