"""KRM tables"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bereich",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("uebergeordnet", sa.String(length=64), nullable=True),
        sa.CheckConstraint("uebergeordnet <> code", name=op.f("ck_bereich_nicht_sich_selbst")),
        sa.ForeignKeyConstraint(["uebergeordnet"], ["bereich.code"], name=op.f("fk_bereich_uebergeordnet")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_bereich")),
    )
    op.create_table(
        "importlauf",
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column("datenstand", sa.Date(), nullable=False),
        sa.Column("quelle", sa.String(length=200), nullable=False),
        sa.Column("demo", sa.SmallInteger(), nullable=False, comment="1: die mitgelieferten Referenzdaten"),
        sa.Column(
            "pruefsumme",
            sa.String(length=64),
            nullable=False,
            comment="kettet den Stand davor und den Inhalt der Dateien",
        ),
        sa.Column("importiert_am", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zaehlung", sa.JSON(), nullable=False, comment="je Tabelle: gelesen, neu, geändert, unverändert"),
        sa.CheckConstraint("demo IN (0, 1)", name=op.f("ck_importlauf_demo")),
        sa.PrimaryKeyConstraint("nummer", name=op.f("pk_importlauf")),
    )
    op.create_table(
        "installation",
        sa.Column(
            "kennung",
            sa.String(length=36),
            nullable=False,
            comment="mit der Datenbank erzeugt, Teil jedes Cache-Schlüssels",
        ),
        sa.PrimaryKeyConstraint("kennung", name=op.f("pk_installation")),
    )
    op.create_table(
        "jobcenter",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("traegerform", sa.String(length=3), nullable=False),
        sa.Column("bundesland", sa.String(length=2), nullable=False),
        sa.CheckConstraint("traegerform IN ('gE', 'zkT')", name=op.f("ck_jobcenter_traegerform")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_jobcenter")),
    )
    op.create_table(
        "kanal",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_kanal")),
    )
    op.create_table(
        "personenkreis",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sonderlage", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("sonderlage IN (0, 1)", name=op.f("ck_personenkreis_sonderlage")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_personenkreis")),
    )
    op.create_table(
        "thema",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_thema")),
    )
    op.create_table(
        "berichtswert",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jobcenter", sa.String(length=64), nullable=False),
        sa.Column("berichtsjahr", sa.SmallInteger(), nullable=False),
        sa.Column("fundstelle", sa.String(length=200), nullable=False),
        sa.Column("aussage", sa.String(length=300), nullable=False),
        sa.Column("kennzahl", sa.String(length=64), nullable=True),
        sa.Column("auswahl", sa.String(length=500), nullable=False),
        sa.Column("zaehler", sa.Numeric(precision=14, scale=4), nullable=True),
        sa.Column("nenner", sa.Numeric(precision=14, scale=4), nullable=True),
        sa.Column("veroeffentlicht", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["jobcenter"], ["jobcenter.code"], name=op.f("fk_berichtswert_jobcenter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_berichtswert")),
        sa.UniqueConstraint(
            "jobcenter",
            "berichtsjahr",
            "fundstelle",
            name=op.f("uq_berichtswert_jobcenter_berichtsjahr_fundstelle"),
        ),
    )
    op.create_table(
        "bezugsgroesse",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jobcenter", sa.String(length=64), nullable=False),
        sa.Column("monat", sa.String(length=7), nullable=False),
        sa.Column("art", sa.String(length=64), nullable=False),
        sa.Column("wert", sa.Numeric(precision=14, scale=4), nullable=False),
        sa.ForeignKeyConstraint(["jobcenter"], ["jobcenter.code"], name=op.f("fk_bezugsgroesse_jobcenter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bezugsgroesse")),
        sa.UniqueConstraint("jobcenter", "monat", "art", name=op.f("uq_bezugsgroesse_jobcenter_monat_art")),
    )
    op.create_table(
        "ereignis",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("datum_von", sa.Date(), nullable=False),
        sa.Column("datum_bis", sa.Date(), nullable=True),
        sa.Column("titel", sa.String(length=300), nullable=False),
        sa.Column("kategorie", sa.String(length=200), nullable=False),
        sa.Column("jobcenter", sa.String(length=64), nullable=True),
        sa.Column("bereich", sa.String(length=64), nullable=True),
        sa.Column("kanal", sa.String(length=64), nullable=True),
        sa.CheckConstraint("datum_bis IS NULL OR datum_bis >= datum_von", name=op.f("ck_ereignis_zeitraum")),
        sa.ForeignKeyConstraint(["bereich"], ["bereich.code"], name=op.f("fk_ereignis_bereich")),
        sa.ForeignKeyConstraint(["jobcenter"], ["jobcenter.code"], name=op.f("fk_ereignis_jobcenter")),
        sa.ForeignKeyConstraint(["kanal"], ["kanal.code"], name=op.f("fk_ereignis_kanal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ereignis")),
    )
    op.create_table(
        "kundenreaktion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jobcenter", sa.String(length=64), nullable=False),
        sa.Column("aktenzeichen", sa.String(length=64), nullable=False),
        sa.Column("eingang_am", sa.Date(), nullable=False),
        sa.Column("erledigt_am", sa.Date(), nullable=True),
        sa.Column("faellig_am", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("kanal", sa.String(length=64), nullable=True),
        sa.Column("art", sa.String(length=10), nullable=False, comment="die hauptart der Kundenreaktion"),
        sa.Column("ombudsstelle", sa.SmallInteger(), nullable=False),
        sa.Column("melder", sa.String(length=20), nullable=True),
        sa.Column(
            "beratungsstelle",
            sa.String(length=200),
            nullable=True,
            comment="Name der Einrichtung, nie einer Person",
        ),
        sa.CheckConstraint(
            "(status IN ('erledigt', 'abgegeben') AND erledigt_am IS NOT NULL) OR (status = 'offen' AND erledigt_am IS NULL) OR status = 'storniert'",
            name=op.f("ck_kundenreaktion_status_und_erledigt_am"),
        ),
        sa.CheckConstraint("art IN ('beschwerde', 'lob', 'idee', 'sonstiges')", name=op.f("ck_kundenreaktion_art")),
        sa.CheckConstraint(
            "melder IN ('kunde', 'beratungsstelle', 'ehrenamt', 'bevollmaechtigte', 'behoerde', 'anonym')",
            name=op.f("ck_kundenreaktion_melder"),
        ),
        sa.CheckConstraint(
            "status IN ('offen', 'erledigt', 'abgegeben', 'storniert')", name=op.f("ck_kundenreaktion_status")
        ),
        sa.CheckConstraint(
            "erledigt_am IS NULL OR erledigt_am >= eingang_am",
            name=op.f("ck_kundenreaktion_erledigt_nach_eingang"),
        ),
        sa.CheckConstraint("faellig_am >= eingang_am", name=op.f("ck_kundenreaktion_faellig_nach_eingang")),
        sa.CheckConstraint("ombudsstelle IN (0, 1)", name=op.f("ck_kundenreaktion_ombudsstelle")),
        sa.ForeignKeyConstraint(["jobcenter"], ["jobcenter.code"], name=op.f("fk_kundenreaktion_jobcenter")),
        sa.ForeignKeyConstraint(["kanal"], ["kanal.code"], name=op.f("fk_kundenreaktion_kanal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kundenreaktion")),
        sa.UniqueConstraint("jobcenter", "aktenzeichen", name=op.f("uq_kundenreaktion_jobcenter_aktenzeichen")),
    )
    with op.batch_alter_table("kundenreaktion", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_kundenreaktion_eingang_am_jobcenter"), ["eingang_am", "jobcenter"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_kundenreaktion_erledigt_am_jobcenter"), ["erledigt_am", "jobcenter"], unique=False
        )

    op.create_table(
        "manuelle_meldung",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jobcenter", sa.String(length=64), nullable=False),
        sa.Column("zeitraum_von", sa.Date(), nullable=False),
        sa.Column("zeitraum_bis", sa.Date(), nullable=False),
        sa.Column("kennzahl", sa.String(length=64), nullable=False),
        sa.Column("merkmal", sa.String(length=64), nullable=False, comment="leer: die Gesamtzahl"),
        sa.Column("auspraegung", sa.String(length=64), nullable=False),
        sa.Column(
            "wert",
            sa.Numeric(precision=14, scale=4),
            nullable=True,
            comment="NULL: nicht gemeldet; 0: als Null gemeldet",
        ),
        sa.CheckConstraint("zeitraum_bis >= zeitraum_von", name=op.f("ck_manuelle_meldung_zeitraum")),
        sa.ForeignKeyConstraint(["jobcenter"], ["jobcenter.code"], name=op.f("fk_manuelle_meldung_jobcenter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manuelle_meldung")),
        sa.UniqueConstraint(
            "jobcenter",
            "zeitraum_von",
            "zeitraum_bis",
            "kennzahl",
            "merkmal",
            "auspraegung",
            name=op.f("uq_manuelle_meldung_jobcenter_zeitraum_von_zeitraum_bis_kennzahl_merkmal_auspraegung"),
        ),
    )
    op.create_table(
        "petition_eingabe",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jobcenter", sa.String(length=64), nullable=False),
        sa.Column("kennung", sa.String(length=64), nullable=False),
        sa.Column("art", sa.String(length=8), nullable=False),
        sa.Column("adressat", sa.String(length=200), nullable=False),
        sa.Column("eingang_am", sa.Date(), nullable=False),
        sa.Column("erledigt_am", sa.Date(), nullable=True),
        sa.Column(
            "aktenzeichen",
            sa.String(length=64),
            nullable=True,
            comment="die Kundenreaktion dazu, wo es eine gibt",
        ),
        sa.CheckConstraint("art IN ('petition', 'eingabe')", name=op.f("ck_petition_eingabe_art")),
        sa.CheckConstraint(
            "erledigt_am IS NULL OR erledigt_am >= eingang_am",
            name=op.f("ck_petition_eingabe_erledigt_nach_eingang"),
        ),
        sa.ForeignKeyConstraint(["jobcenter"], ["jobcenter.code"], name=op.f("fk_petition_eingabe_jobcenter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petition_eingabe")),
        sa.UniqueConstraint("jobcenter", "kennung", name=op.f("uq_petition_eingabe_jobcenter_kennung")),
    )
    op.create_table(
        "qualitaetsstandard",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jobcenter", sa.String(length=64), nullable=True),
        sa.Column("gueltig_von", sa.Date(), nullable=False),
        sa.Column("gueltig_bis", sa.Date(), nullable=True),
        sa.Column("frist_tage", sa.SmallInteger(), nullable=False),
        sa.Column("tageart", sa.String(length=16), nullable=False),
        sa.Column("verschiebe_auf_werktag", sa.SmallInteger(), nullable=False),
        sa.Column("zielquote", sa.Numeric(precision=6, scale=5), nullable=True),
        sa.Column("bezeichnung", sa.String(length=200), nullable=False),
        sa.CheckConstraint("tageart IN ('Kalendertage', 'Arbeitstage')", name=op.f("ck_qualitaetsstandard_tageart")),
        sa.CheckConstraint("frist_tage > 0", name=op.f("ck_qualitaetsstandard_frist_tage")),
        sa.CheckConstraint(
            "gueltig_bis IS NULL OR gueltig_bis >= gueltig_von", name=op.f("ck_qualitaetsstandard_zeitraum")
        ),
        sa.CheckConstraint(
            "verschiebe_auf_werktag IN (0, 1)", name=op.f("ck_qualitaetsstandard_verschiebe_auf_werktag")
        ),
        sa.CheckConstraint(
            "zielquote IS NULL OR (zielquote >= 0 AND zielquote <= 1)",
            name=op.f("ck_qualitaetsstandard_zielquote"),
        ),
        sa.ForeignKeyConstraint(["jobcenter"], ["jobcenter.code"], name=op.f("fk_qualitaetsstandard_jobcenter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qualitaetsstandard")),
    )
    op.create_index(
        "uq_qualitaetsstandard_jobcenter_gueltig_von",
        "qualitaetsstandard",
        [sa.text("coalesce(jobcenter, '')"), "gueltig_von"],
        unique=True,
    )
    op.create_table(
        "anliegen",
        sa.Column("kundenreaktion_id", sa.Integer(), nullable=False),
        sa.Column("lfd_nr", sa.Integer(), nullable=False),
        sa.Column("art", sa.String(length=10), nullable=False),
        sa.Column("bereich", sa.String(length=64), nullable=True),
        sa.Column("thema", sa.String(length=64), nullable=True),
        sa.Column("bewertung", sa.String(length=12), nullable=True),
        sa.CheckConstraint("art IN ('beschwerde', 'lob', 'idee', 'sonstiges')", name=op.f("ck_anliegen_art")),
        sa.CheckConstraint(
            "bewertung IN ('begruendet', 'teilweise', 'unbegruendet')", name=op.f("ck_anliegen_bewertung")
        ),
        sa.CheckConstraint("lfd_nr >= 1", name=op.f("ck_anliegen_lfd_nr")),
        sa.ForeignKeyConstraint(["bereich"], ["bereich.code"], name=op.f("fk_anliegen_bereich")),
        sa.ForeignKeyConstraint(
            ["kundenreaktion_id"],
            ["kundenreaktion.id"],
            name=op.f("fk_anliegen_kundenreaktion_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["thema"], ["thema.code"], name=op.f("fk_anliegen_thema")),
        sa.PrimaryKeyConstraint("kundenreaktion_id", "lfd_nr", name=op.f("pk_anliegen")),
    )
    with op.batch_alter_table("anliegen", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_anliegen_bereich"), ["bereich"], unique=False)
        batch_op.create_index(batch_op.f("ix_anliegen_thema"), ["thema"], unique=False)

    op.create_table(
        "kundenreaktion_personenkreis",
        sa.Column("kundenreaktion_id", sa.Integer(), nullable=False),
        sa.Column("personenkreis", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["kundenreaktion_id"],
            ["kundenreaktion.id"],
            name=op.f("fk_kundenreaktion_personenkreis_kundenreaktion_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["personenkreis"],
            ["personenkreis.code"],
            name=op.f("fk_kundenreaktion_personenkreis_personenkreis"),
        ),
        sa.PrimaryKeyConstraint("kundenreaktion_id", "personenkreis", name=op.f("pk_kundenreaktion_personenkreis")),
    )
    with op.batch_alter_table("kundenreaktion_personenkreis", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_kundenreaktion_personenkreis_personenkreis"), ["personenkreis"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("kundenreaktion_personenkreis", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kundenreaktion_personenkreis_personenkreis"))

    op.drop_table("kundenreaktion_personenkreis")
    with op.batch_alter_table("anliegen", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_anliegen_thema"))
        batch_op.drop_index(batch_op.f("ix_anliegen_bereich"))

    op.drop_table("anliegen")
    op.drop_table("qualitaetsstandard")
    op.drop_table("petition_eingabe")
    op.drop_table("manuelle_meldung")
    with op.batch_alter_table("kundenreaktion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kundenreaktion_erledigt_am_jobcenter"))
        batch_op.drop_index(batch_op.f("ix_kundenreaktion_eingang_am_jobcenter"))

    op.drop_table("kundenreaktion")
    op.drop_table("ereignis")
    op.drop_table("bezugsgroesse")
    op.drop_table("berichtswert")
    op.drop_table("thema")
    op.drop_table("personenkreis")
    op.drop_table("kanal")
    op.drop_table("jobcenter")
    op.drop_table("installation")
    op.drop_table("importlauf")
    op.drop_table("bereich")
