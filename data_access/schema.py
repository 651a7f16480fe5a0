"""The KRM database as SQLAlchemy Core tables: what an import brings, and the numbered imports themselves.

No table has a place for free text or for a person's name. Catalogue codes are natural keys, so that a foreign
KRM database can offer the same tables as views; only a Kundenreaktion has a surrogate key to join on.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Numeric,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    func,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

CODE = String(64)
NAME = String(200)

STATUS = ("offen", "erledigt", "abgegeben", "storniert")
ART = ("beschwerde", "lob", "idee", "sonstiges")
BEWERTUNG = ("begruendet", "teilweise", "unbegruendet")
MELDER = ("kunde", "beratungsstelle", "ehrenamt", "bevollmaechtigte", "behoerde", "anonym")
TRAEGERFORM = ("gE", "zkT")
TAGEART = ("Kalendertage", "Arbeitstage")
PETITIONSART = ("petition", "eingabe")


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def _flag(column: str) -> CheckConstraint:
    return CheckConstraint(f"{column} IN (0, 1)", name=column)


jobcenter = Table(
    "jobcenter",
    metadata,
    Column("code", CODE, primary_key=True),
    Column("name", NAME, nullable=False),
    Column("traegerform", String(3), nullable=False),
    Column("bundesland", String(2), nullable=False),
    _one_of("traegerform", TRAEGERFORM),
)

bereich = Table(
    "bereich",
    metadata,
    Column("code", CODE, primary_key=True),
    Column("name", NAME, nullable=False),
    Column("uebergeordnet", CODE, ForeignKey("bereich.code")),
    CheckConstraint("uebergeordnet <> code", name="nicht_sich_selbst"),
)

thema = Table("thema", metadata, Column("code", CODE, primary_key=True), Column("name", NAME, nullable=False))

kanal = Table("kanal", metadata, Column("code", CODE, primary_key=True), Column("name", NAME, nullable=False))

personenkreis = Table(
    "personenkreis",
    metadata,
    Column("code", CODE, primary_key=True),
    Column("name", NAME, nullable=False),
    Column("sonderlage", SmallInteger, nullable=False),
    _flag("sonderlage"),
)

qualitaetsstandard = Table(
    "qualitaetsstandard",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("jobcenter", CODE, ForeignKey("jobcenter.code")),
    Column("gueltig_von", Date, nullable=False),
    Column("gueltig_bis", Date),
    Column("frist_tage", SmallInteger, nullable=False),
    Column("tageart", String(16), nullable=False),
    Column("verschiebe_auf_werktag", SmallInteger, nullable=False),
    Column("zielquote", Numeric(6, 5)),
    Column("bezeichnung", NAME, nullable=False),
    _one_of("tageart", TAGEART),
    _flag("verschiebe_auf_werktag"),
    CheckConstraint("gueltig_bis IS NULL OR gueltig_bis >= gueltig_von", name="zeitraum"),
    CheckConstraint("frist_tage > 0", name="frist_tage"),
    CheckConstraint("zielquote IS NULL OR (zielquote >= 0 AND zielquote <= 1)", name="zielquote"),
)
Index(
    "uq_qualitaetsstandard_jobcenter_gueltig_von",
    func.coalesce(qualitaetsstandard.c.jobcenter, ""),
    qualitaetsstandard.c.gueltig_von,
    unique=True,
)

ereignis = Table(
    "ereignis",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("datum_von", Date, nullable=False),
    Column("datum_bis", Date),
    Column("titel", String(300), nullable=False),
    Column("kategorie", NAME, nullable=False),
    Column("jobcenter", CODE, ForeignKey("jobcenter.code")),
    Column("bereich", CODE, ForeignKey("bereich.code")),
    Column("kanal", CODE, ForeignKey("kanal.code")),
    CheckConstraint("datum_bis IS NULL OR datum_bis >= datum_von", name="zeitraum"),
)

kundenreaktion = Table(
    "kundenreaktion",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("jobcenter", CODE, ForeignKey("jobcenter.code"), nullable=False),
    Column("aktenzeichen", CODE, nullable=False),
    Column("eingang_am", Date, nullable=False),
    Column("erledigt_am", Date),
    Column("faellig_am", Date, nullable=False),
    Column("status", String(10), nullable=False),
    Column("kanal", CODE, ForeignKey("kanal.code")),
    Column("art", String(10), nullable=False, comment="die hauptart der Kundenreaktion"),
    Column("ombudsstelle", SmallInteger, nullable=False),
    Column("melder", String(20)),
    Column("beratungsstelle", NAME, comment="Name der Einrichtung, nie einer Person"),
    UniqueConstraint("jobcenter", "aktenzeichen"),
    _one_of("status", STATUS),
    _one_of("art", ART),
    _flag("ombudsstelle"),
    _one_of("melder", MELDER),
    CheckConstraint("erledigt_am IS NULL OR erledigt_am >= eingang_am", name="erledigt_nach_eingang"),
    CheckConstraint("faellig_am >= eingang_am", name="faellig_nach_eingang"),
    CheckConstraint(
        "(status IN ('erledigt', 'abgegeben') AND erledigt_am IS NOT NULL)"
        " OR (status = 'offen' AND erledigt_am IS NULL) OR status = 'storniert'",
        name="status_und_erledigt_am",
    ),
    Index(None, "eingang_am", "jobcenter"),
    Index(None, "erledigt_am", "jobcenter"),
)

kundenreaktion_personenkreis = Table(
    "kundenreaktion_personenkreis",
    metadata,
    Column("kundenreaktion_id", Integer, ForeignKey("kundenreaktion.id", ondelete="CASCADE"), primary_key=True),
    Column("personenkreis", CODE, ForeignKey("personenkreis.code"), primary_key=True, index=True),
)

anliegen = Table(
    "anliegen",
    metadata,
    Column("kundenreaktion_id", Integer, ForeignKey("kundenreaktion.id", ondelete="CASCADE"), primary_key=True),
    Column("lfd_nr", Integer, primary_key=True),
    Column("art", String(10), nullable=False),
    Column("bereich", CODE, ForeignKey("bereich.code"), index=True),
    Column("thema", CODE, ForeignKey("thema.code"), index=True),
    Column("bewertung", String(12)),
    CheckConstraint("lfd_nr >= 1", name="lfd_nr"),
    _one_of("art", ART),
    _one_of("bewertung", BEWERTUNG),
)

petition_eingabe = Table(
    "petition_eingabe",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("jobcenter", CODE, ForeignKey("jobcenter.code"), nullable=False),
    Column("kennung", CODE, nullable=False),
    Column("art", String(8), nullable=False),
    Column("adressat", NAME, nullable=False),
    Column("eingang_am", Date, nullable=False),
    Column("erledigt_am", Date),
    Column("aktenzeichen", CODE, comment="die Kundenreaktion dazu, wo es eine gibt"),
    UniqueConstraint("jobcenter", "kennung"),
    _one_of("art", PETITIONSART),
    CheckConstraint("erledigt_am IS NULL OR erledigt_am >= eingang_am", name="erledigt_nach_eingang"),
)

manuelle_meldung = Table(
    "manuelle_meldung",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("jobcenter", CODE, ForeignKey("jobcenter.code"), nullable=False),
    Column("zeitraum_von", Date, nullable=False),
    Column("zeitraum_bis", Date, nullable=False),
    Column("kennzahl", CODE, nullable=False),
    Column("merkmal", CODE, nullable=False, comment="leer: die Gesamtzahl"),
    Column("auspraegung", CODE, nullable=False),
    Column("wert", Numeric(14, 4), comment="NULL: nicht gemeldet; 0: als Null gemeldet"),
    UniqueConstraint("jobcenter", "zeitraum_von", "zeitraum_bis", "kennzahl", "merkmal", "auspraegung"),
    CheckConstraint("zeitraum_bis >= zeitraum_von", name="zeitraum"),
)

bezugsgroesse = Table(
    "bezugsgroesse",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("jobcenter", CODE, ForeignKey("jobcenter.code"), nullable=False),
    Column("monat", String(7), nullable=False),
    Column("art", CODE, nullable=False),
    Column("wert", Numeric(14, 4), nullable=False),
    UniqueConstraint("jobcenter", "monat", "art"),
)

berichtswert = Table(
    "berichtswert",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("jobcenter", CODE, ForeignKey("jobcenter.code"), nullable=False),
    Column("berichtsjahr", SmallInteger, nullable=False),
    Column("fundstelle", NAME, nullable=False),
    Column("aussage", String(300), nullable=False),
    Column("kennzahl", CODE),
    Column("auswahl", String(500), nullable=False),
    Column("zaehler", Numeric(14, 4)),
    Column("nenner", Numeric(14, 4)),
    Column("veroeffentlicht", NAME, nullable=False),
    UniqueConstraint("jobcenter", "berichtsjahr", "fundstelle"),
)

schluessel = Table(
    "schluessel",
    metadata,
    Column("merkmal", String(20), primary_key=True),
    Column("nr", Integer, primary_key=True, autoincrement=False, comment="0 gibt es nicht: ohne Angabe"),
    Column("code", String(2000), nullable=False, comment="personenkreise: die Codes einer Menge, mit | getrennt"),
    Column("wurzel", Integer, comment="bereich: Nummer des obersten Bereichs"),
    UniqueConstraint("merkmal", "code"),
)

# Attributes of Anliegen for whose combinations the first row of each Kundenreaktion is marked.
ERST: dict[frozenset[str], str] = {
    frozenset(attributes): "_".join(("erst", *attributes))
    for attributes in (
        (),
        ("art",),
        ("bereich",),
        ("wurzel",),
        ("thema",),
        ("art", "bereich"),
        ("art", "wurzel"),
        ("art", "thema"),
        ("bereich", "thema"),
        ("wurzel", "thema"),
        ("art", "bereich", "thema"),
        ("art", "wurzel", "thema"),
    )
}


def _small(name: str, comment: str | None = None) -> Column[int]:
    return Column(name, SmallInteger, nullable=False, comment=comment)


fact_anliegen = Table(
    "fact_anliegen",
    metadata,
    Column("jahr", SmallInteger, primary_key=True, autoincrement=False, comment="des Eingangs"),
    Column("jobcenter", SmallInteger, primary_key=True, autoincrement=False),
    Column("eingang_am", Date, primary_key=True),
    Column("reaktion", Integer, primary_key=True, autoincrement=False, comment="kundenreaktion.id"),
    Column("lfd_nr", Integer, primary_key=True, autoincrement=False),
    Column("erledigt_am", Date),
    Column("faellig_am", Date, nullable=False),
    _small("eingang_monat", "Jahr * 12 + Monat - 1"),
    Column("erledigt_monat", SmallInteger),
    Column("tage", Integer, comment="vom Eingang bis zur Erledigung; NULL: nicht erledigt"),
    _small("frist", "0 abgegeben, 1 fristgerecht, 2 verspätet, 3 offen"),
    _small("kanal"),
    Column("personenkreise", Integer, nullable=False, comment="Nummer der Menge der Personenkreise"),
    _small("hauptart"),
    _small("ombudsstelle"),
    _small("melder"),
    Column("beratungsstelle", Integer, nullable=False),
    _small("art"),
    _small("bereich"),
    _small("wurzel", "der oberste Bereich"),
    _small("thema"),
    _small("bewertung"),
    *(_small(name) for name in ERST.values()),
    Index(None, "erledigt_am", "jobcenter"),
    Index(None, "reaktion"),
    comment="Eine Zeile je Anliegen einer gezählten Kundenreaktion; 0: ohne Angabe. erst_…: erste Zeile ihrer"
    " Kundenreaktion mit diesen Werten",
    # Stored in the order of its key: what is read together lies together.
    sqlite_with_rowid=False,
)

importlauf = Table(
    "importlauf",
    metadata,
    Column("nummer", Integer, primary_key=True),
    Column("datenstand", Date, nullable=False),
    Column("quelle", NAME, nullable=False),
    Column("demo", SmallInteger, nullable=False, comment="1: die mitgelieferten Referenzdaten"),
    Column("pruefsumme", String(64), nullable=False, comment="kettet den Stand davor und den Inhalt der Dateien"),
    Column("importiert_am", DateTime(timezone=True), nullable=False),
    Column("zaehlung", JSON, nullable=False, comment="je Tabelle: gelesen, neu, geändert, unverändert"),
    _flag("demo"),
)

installation = Table(
    "installation",
    metadata,
    Column(
        "kennung",
        String(36),
        primary_key=True,
        comment="mit der Datenbank erzeugt, Teil jedes Cache-Schlüssels",
    ),
)
