"""Flat fact table, and the numbers that stand in it for codes"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data_access.facts.build import rebuild

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fact_anliegen",
        sa.Column("jahr", sa.SmallInteger(), autoincrement=False, nullable=False, comment="des Eingangs"),
        sa.Column("jobcenter", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("eingang_am", sa.Date(), nullable=False),
        sa.Column("reaktion", sa.Integer(), autoincrement=False, nullable=False, comment="kundenreaktion.id"),
        sa.Column("lfd_nr", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("erledigt_am", sa.Date(), nullable=True),
        sa.Column("faellig_am", sa.Date(), nullable=False),
        sa.Column("eingang_monat", sa.SmallInteger(), nullable=False, comment="Jahr * 12 + Monat - 1"),
        sa.Column("erledigt_monat", sa.SmallInteger(), nullable=True),
        sa.Column("tage", sa.Integer(), nullable=True, comment="vom Eingang bis zur Erledigung; NULL: nicht erledigt"),
        sa.Column(
            "frist", sa.SmallInteger(), nullable=False, comment="0 abgegeben, 1 fristgerecht, 2 verspätet, 3 offen"
        ),
        sa.Column("kanal", sa.SmallInteger(), nullable=False),
        sa.Column("personenkreise", sa.Integer(), nullable=False, comment="Nummer der Menge der Personenkreise"),
        sa.Column("hauptart", sa.SmallInteger(), nullable=False),
        sa.Column("ombudsstelle", sa.SmallInteger(), nullable=False),
        sa.Column("melder", sa.SmallInteger(), nullable=False),
        sa.Column("beratungsstelle", sa.Integer(), nullable=False),
        sa.Column("art", sa.SmallInteger(), nullable=False),
        sa.Column("bereich", sa.SmallInteger(), nullable=False),
        sa.Column("wurzel", sa.SmallInteger(), nullable=False, comment="der oberste Bereich"),
        sa.Column("thema", sa.SmallInteger(), nullable=False),
        sa.Column("bewertung", sa.SmallInteger(), nullable=False),
        sa.Column("erst", sa.SmallInteger(), nullable=False),
        sa.Column("erst_art", sa.SmallInteger(), nullable=False),
        sa.Column("erst_bereich", sa.SmallInteger(), nullable=False),
        sa.Column("erst_wurzel", sa.SmallInteger(), nullable=False),
        sa.Column("erst_thema", sa.SmallInteger(), nullable=False),
        sa.Column("erst_art_bereich", sa.SmallInteger(), nullable=False),
        sa.Column("erst_art_wurzel", sa.SmallInteger(), nullable=False),
        sa.Column("erst_art_thema", sa.SmallInteger(), nullable=False),
        sa.Column("erst_bereich_thema", sa.SmallInteger(), nullable=False),
        sa.Column("erst_wurzel_thema", sa.SmallInteger(), nullable=False),
        sa.Column("erst_art_bereich_thema", sa.SmallInteger(), nullable=False),
        sa.Column("erst_art_wurzel_thema", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("jahr", "jobcenter", "eingang_am", "reaktion", "lfd_nr", name=op.f("pk_fact_anliegen")),
        comment="Eine Zeile je Anliegen einer gezählten Kundenreaktion; 0: ohne Angabe. erst_…: erste Zeile ihrer Kundenreaktion mit diesen Werten",
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("fact_anliegen", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_fact_anliegen_erledigt_am_jobcenter"), ["erledigt_am", "jobcenter"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_fact_anliegen_reaktion"), ["reaktion"], unique=False)

    op.create_table(
        "schluessel",
        sa.Column("merkmal", sa.String(length=20), nullable=False),
        sa.Column("nr", sa.Integer(), autoincrement=False, nullable=False, comment="0 gibt es nicht: ohne Angabe"),
        sa.Column(
            "code",
            sa.String(length=2000),
            nullable=False,
            comment="personenkreise: die Codes einer Menge, mit | getrennt",
        ),
        sa.Column("wurzel", sa.Integer(), nullable=True, comment="bereich: Nummer des obersten Bereichs"),
        sa.PrimaryKeyConstraint("merkmal", "nr", name=op.f("pk_schluessel")),
        sa.UniqueConstraint("merkmal", "code", name=op.f("uq_schluessel_merkmal_code")),
    )

    connection = op.get_bind()
    # A new database stays empty, so that another one can be brought into it.
    if connection.scalar(sa.text("SELECT min(id) FROM kundenreaktion")) is not None:
        rebuild(connection)


def downgrade() -> None:
    op.drop_table("schluessel")
    with op.batch_alter_table("fact_anliegen", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fact_anliegen_reaktion"))
        batch_op.drop_index(batch_op.f("ix_fact_anliegen_erledigt_am_jobcenter"))

    op.drop_table("fact_anliegen")
