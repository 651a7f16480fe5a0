"""The place of every catalogue value in the lists of the fixed evaluation"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reihenplatz",
        sa.Column("katalog", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("platz", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("katalog", "code", name=op.f("pk_reihenplatz")),
        sa.UniqueConstraint("katalog", "platz", name=op.f("uq_reihenplatz_katalog_platz")),
    )


def downgrade() -> None:
    op.drop_table("reihenplatz")
