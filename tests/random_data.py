"""Random deliveries, selections and breakdowns for property tests, all valid under the import contract.

The deliveries are small and full of corners: several Jobcenter with the same Aktenzeichen, Bereiche three
levels deep, empty fields, several Personenkreise, deadlines met and missed by a day, leap day and year
changes, months without a case, catalogue values that nobody uses. Equal seeds give equal data.
"""

import csv
import random
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Lieferung = dict[str, list[Row]]

COLUMNS = {
    "jobcenter": ("code", "name", "traegerform", "bundesland"),
    "bereich": ("code", "name", "uebergeordnet"),
    "thema": ("code", "name"),
    "kanal": ("code", "name"),
    "personenkreis": ("code", "name", "sonderlage"),
    "qualitaetsstandard": (
        "jobcenter",
        "gueltig_von",
        "gueltig_bis",
        "frist_tage",
        "tageart",
        "verschiebe_auf_werktag",
        "zielquote",
        "bezeichnung",
    ),
    "kundenreaktion": (
        "jobcenter",
        "aktenzeichen",
        "eingang_am",
        "erledigt_am",
        "status",
        "kanal",
        "art",
        "ombudsstelle",
        "personenkreis",
        "melder",
        "beratungsstelle",
        "erfasserbemerkung",
    ),
    "anliegen": ("jobcenter", "aktenzeichen", "lfd_nr", "art", "bereich", "thema", "bewertung"),
    "petition_eingabe": (
        "jobcenter",
        "kennung",
        "art",
        "adressat",
        "eingang_am",
        "erledigt_am",
        "aktenzeichen",
    ),
    "ereignis": ("datum_von", "datum_bis", "titel", "kategorie", "jobcenter", "bereich", "kanal"),
    "bezugsgroesse": ("jobcenter", "monat", "art", "wert"),
}

JOBCENTER = (
    ("elbtal", "Jobcenter Elbtal", "gE", "SN"),
    ("isar_sued", "Jobcenter Isar-Süd", "zkT", "BY"),
    ("ruhr", "Jobcenter Ruhrhöhe", "gE", "NW"),
    ("spree", "Jobcenter Spreebögen", "gE", "BE"),
    ("kueste", "Jobcenter Küste", "zkT", "MV"),
    ("saale", "Jobcenter Saale", "gE", "ST"),
)
WITHOUT_REACTIONS = ("kueste",)
WITHOUT_ANYTHING = ("saale",)

# (code, name, code of the Bereich above)
BEREICH = (
    ("geld", "Geldleistungen", None),
    ("geld_regel", "Regelbedarf", "geld"),
    ("geld_regel_team1", "Team für Grundstücksfragen", "geld_regel"),
    ("geld_regel_team10", "Team für Härtefälle", "geld_regel"),
    ("geld_wohnen", "Wohnen und Möblierung", "geld"),
    ("beratung", "Beratung", None),
    ("beratung_u25", "Beratung für Jüngere", "beratung"),
    ("beratung_u25_messe", "Ausbildungsbörse", "beratung_u25"),
    ("empfang", "Empfang; Öffnungszeiten", None),
    ("archiv", "Früheres Archiv", None),
)
THEMA = (
    ("dauer", "Bearbeitungsdauer"),
    ("hoehe", 'Höhe der „Leistung"'),
    ("umzug", "Umzug"),
    ("ton", "Umgangston am Schalter"),
    ("unterlagen", "Fehlende Unterlagen"),
    ("bescheid", "Verständlichkeit, Begründung"),
    ("parken", "Parkplätze"),
)
KANAL = (
    ("schalter", "persönlich"),
    ("mail", "E-Mail"),
    ("telefon", "telefonisch"),
    ("karte", "Meinungskarte"),
    ("fax", "Fax"),
)
PERSONENKREIS = (
    ("alleinerziehend", "Alleinerziehende", 0),
    ("selbstaendig", "Selbständige", 0),
    ("zugewandert", "Zugewanderte aus der EU", 0),
    ("hochwasser", "Überschwemmung", 1),
    ("studierend", "Studierende", 0),
)
UNUSED = {"archiv", "parken", "fax", "studierend"}

ART = ("beschwerde", "lob", "idee", "sonstiges")
BEWERTUNG = ("begruendet", "teilweise", "unbegruendet")
MELDER = ("kunde", "beratungsstelle", "ehrenamt", "bevollmaechtigte", "behoerde", "anonym")
DATENSTAND = (
    date(2020, 2, 29),
    date(2020, 6, 30),
    date(2020, 7, 17),
    date(2020, 12, 31),
    date(2021, 1, 15),
    date(2021, 2, 28),
    date(2021, 3, 31),
)
FIRST_DAY = date(2018, 1, 1)

MERKMALE = (
    "monat",
    "quartal",
    "jahr",
    "jobcenter",
    "bereich",
    "thema",
    "kanal",
    "personenkreis",
    "art",
    "hauptart",
    "ombudsstelle",
    "bewertung",
)


# --- deliveries --------------------------------------------------------------------------------------


def random_delivery(seed: int, size: int = 150) -> tuple[Lieferung, date]:
    """A valid Lieferung with `size` Kundenreaktionen and the Datenstand to import and measure it with."""
    rng = random.Random(seed)
    datenstand = rng.choice(DATENSTAND)
    lieferung: Lieferung = {
        "jobcenter": _rows("jobcenter", JOBCENTER),
        "bereich": _rows("bereich", BEREICH),
        "thema": _rows("thema", THEMA),
        "kanal": _rows("kanal", KANAL),
        "personenkreis": _rows("personenkreis", PERSONENKREIS),
        "qualitaetsstandard": _standards(rng),
        "kundenreaktion": _reactions(rng, size, datenstand),
    }
    lieferung["anliegen"] = [
        anliegen for reaktion in lieferung["kundenreaktion"] for anliegen in _anliegen(rng, reaktion)
    ]
    lieferung["petition_eingabe"] = _petitions(rng, size // 5, datenstand, lieferung["kundenreaktion"])
    for rows in lieferung.values():
        rng.shuffle(rows)
    return lieferung, datenstand


def _rows(file: str, values: tuple[tuple[Any, ...], ...]) -> list[Row]:
    return [dict(zip(COLUMNS[file], value, strict=True)) for value in values]


def _standards(rng: random.Random) -> list[Row]:
    """Three standards in succession for all, and one Jobcenter's own for some months of 2020."""
    zielquote = Decimal("0.925")
    own_end = rng.choice([date(2020, 9, 30), None])
    own = rng.choice([(7, "Arbeitstage", 0), (5, "Kalendertage", 1), (10, "Arbeitstage", 1)])
    values = (
        (None, date(2017, 1, 1), date(2018, 12, 31), 14, "Kalendertage", 0, None, "Zwei Wochen"),
        (None, date(2019, 1, 1), date(2019, 12, 31), 10, "Arbeitstage", 0, zielquote, "Zehn Arbeitstage"),
        (None, date(2020, 1, 1), None, 21, "Kalendertage", rng.choice([0, 1]), zielquote, "Drei Wochen"),
        ("isar_sued", date(2020, 2, 1), own_end, *own, None, "Eigener Maßstab"),
    )
    return _rows("qualitaetsstandard", values)


def _reactions(rng: random.Random, size: int, datenstand: date) -> list[Row]:
    active = [row[0] for row in JOBCENTER if row[0] not in (*WITHOUT_REACTIONS, *WITHOUT_ANYTHING)]
    first_day = rng.choice([FIRST_DAY, date(2018, 11, 20), date(2019, 3, 15)])
    empty_months = {(rng.randint(2018, 2021), rng.randint(1, 12)) for _ in range(6)}
    rows: list[Row] = []
    while len(rows) < size:
        eingang_am = _eingang(rng, first_day, datenstand)
        if (eingang_am.year, eingang_am.month) in empty_months:
            continue
        jobcenter = rng.choice(active)
        number = sum(row["jobcenter"] == jobcenter for row in rows) + 1
        rows.append(_reaction(rng, jobcenter, f"KR-{number:04}", eingang_am, datenstand))
    return rows


def _eingang(rng: random.Random, first_day: date, datenstand: date) -> date:
    """A day of receipt: anywhere, at a year change, around the leap day, or due close to the Datenstand."""
    span = (datenstand - first_day).days
    corners = [
        date(rng.choice([2018, 2019, 2020]), 12, 28) + timedelta(days=rng.randint(0, 9)),
        date(2020, 2, 27) + timedelta(days=rng.randint(0, 4)),
        date(2019, 2, 26) + timedelta(days=rng.randint(0, 4)),
        datenstand - timedelta(days=rng.choice([0, 1, 5, 7, 9, 14, 20, 21, 22, 23, 24])),
    ]
    day = rng.choice(corners) if rng.random() < 0.4 else first_day + timedelta(days=rng.randint(0, span))
    return min(max(day, first_day), datenstand)


def _reaction(rng: random.Random, jobcenter: str, aktenzeichen: str, eingang_am: date, datenstand: date) -> Row:
    days = rng.choice([0, 1, 3, 5, 7, 10, 13, 14, 15, 16, 20, 21, 22, 23, 24, 25, 40, 90, 200])
    erledigt_am: date | None = eingang_am + timedelta(days=days)
    status = rng.choices(["erledigt", "abgegeben", "storniert", "offen"], [70, 8, 7, 15])[0]
    if erledigt_am is None or erledigt_am > datenstand:
        status = rng.choice(["offen", "offen", "storniert"])
        erledigt_am = None
    if status == "offen" or (status == "storniert" and rng.random() < 0.5):
        erledigt_am = None
    melder = rng.choice([*MELDER, None])
    return {
        "jobcenter": jobcenter,
        "aktenzeichen": aktenzeichen,
        "eingang_am": eingang_am,
        "erledigt_am": erledigt_am,
        "status": status,
        "kanal": _code(rng, KANAL, 0.15),
        "art": rng.choices(ART, [60, 15, 10, 15])[0],
        "ombudsstelle": rng.choices([0, 1, None], [55, 30, 15])[0],
        "personenkreis": _personenkreise(rng),
        "melder": melder,
        "beratungsstelle": "Schuldnerberatung Süd" if melder == "beratungsstelle" else None,
        "erfasserbemerkung": rng.choice(
            [None, "Rückruf erbeten", "über die OMBUDSSTELLE; eilig", 'Notiz "Ombudsfrau"\nzweite Zeile']
        ),
    }


def _code(rng: random.Random, catalogue: tuple[tuple[Any, ...], ...], empty: float) -> str | None:
    if rng.random() < empty:
        return None
    return str(rng.choice([row[0] for row in catalogue if row[0] not in UNUSED]))


def _personenkreise(rng: random.Random) -> tuple[str, ...]:
    used = [row[0] for row in PERSONENKREIS if row[0] not in UNUSED]
    return tuple(rng.sample(used, rng.choices([0, 1, 2, 3], [40, 30, 20, 10])[0]))


def _anliegen(rng: random.Random, reaktion: Row) -> list[Row]:
    count = rng.choices([1, 2, 3, 4], [35, 30, 20, 15])[0]
    numbers = sorted(rng.sample(range(1, 8), count)) if rng.random() < 0.2 else range(1, count + 1)
    bereich, thema = _code(rng, BEREICH, 0.1), _code(rng, THEMA, 0.15)
    rows = []
    for lfd_nr in numbers:
        if rng.random() < 0.6:
            bereich, thema = _code(rng, BEREICH, 0.1), _code(rng, THEMA, 0.15)
        art = reaktion["art"] if rng.random() < 0.6 else rng.choice(ART)
        assessed = rng.random() < (0.75 if art == "beschwerde" else 0.1)
        rows.append(
            {
                "jobcenter": reaktion["jobcenter"],
                "aktenzeichen": reaktion["aktenzeichen"],
                "lfd_nr": lfd_nr,
                "art": art,
                "bereich": bereich,
                "thema": thema,
                "bewertung": rng.choice(BEWERTUNG) if assessed else None,
            }
        )
    return rows


def _petitions(rng: random.Random, size: int, datenstand: date, reactions: list[Row]) -> list[Row]:
    active = [row[0] for row in JOBCENTER if row[0] not in WITHOUT_ANYTHING]
    rows: list[Row] = []
    for _ in range(size):
        eingang_am = _eingang(rng, FIRST_DAY, datenstand)
        erledigt_am = eingang_am + timedelta(days=rng.randint(0, 120))
        jobcenter = rng.choice([*active, *WITHOUT_REACTIONS])
        same = [row for row in rows if row["jobcenter"] == jobcenter]
        known = {row["aktenzeichen"] for row in reactions if row["jobcenter"] == jobcenter}
        free = sorted(known - {row["aktenzeichen"] for row in same})
        rows.append(
            {
                "jobcenter": jobcenter,
                "kennung": f"PE-{len(same) + 1:03}",
                "art": rng.choice(["petition", "eingabe"]),
                "adressat": rng.choice(["Petitionsausschuss des Landtages", "Bundesministerium"]),
                "eingang_am": eingang_am,
                "erledigt_am": erledigt_am if erledigt_am <= datenstand and rng.random() < 0.7 else None,
                "aktenzeichen": rng.choice(free) if free and rng.random() < 0.3 else None,
            }
        )
    return rows


# --- questions ---------------------------------------------------------------------------------------


def random_selection(rng: random.Random, lieferung: Lieferung, datenstand: date) -> dict[str, str]:
    """Valid query parameters for a Lieferung of `random_delivery`, often few and sometimes many of them."""
    auswahl = _period(rng, datenstand)
    if rng.random() < 0.6:
        auswahl["vergleich"] = rng.choices(["vorjahr", "vorperiode", "ohne"], [2, 3, 1])[0]
    if rng.random() < 0.4:
        auswahl["zeitbezug"] = rng.choice(["eingang", "erledigung", "erledigung"])
    if rng.random() < 0.4:
        auswahl["bewertungsbasis"] = rng.choice(["alle", "bewertete", "bewertete"])
    filters = {
        "jobcenter": _codes(lieferung, "jobcenter"),
        "bereich": [*_codes(lieferung, "bereich"), "ohne"],
        "thema": [*_codes(lieferung, "thema"), "ohne"],
        "kanal": [*_codes(lieferung, "kanal"), "ohne"],
        "personenkreis": [*_codes(lieferung, "personenkreis"), "ohne"],
        "art": list(ART),
        "hauptart": list(ART),
        "bewertung": [*BEWERTUNG, "offen"],
    }
    count = rng.choices([0, 1, 2, 3, 5], [30, 35, 22, 10, 3])[0]
    for name in rng.sample([*filters, "ombudsstelle"], count):
        if name == "ombudsstelle":
            auswahl[name] = rng.choice(["ja", "nein"])
        else:
            several = min(len(filters[name]), rng.choice([1, 2, 2, 3]))
            auswahl[name] = ",".join(rng.sample(filters[name], several))
    return auswahl


def _codes(lieferung: Lieferung, file: str) -> list[str]:
    return sorted(row["code"] for row in lieferung[file])


def _period(rng: random.Random, datenstand: date) -> dict[str, str]:
    """`von` and `bis`: none, years, inside the data, before them, around the Datenstand or after it."""
    last = datenstand.year * 12 + datenstand.month - 1
    first = FIRST_DAY.year * 12
    year = rng.randint(2018, datenstand.year) * 12
    inside = rng.randint(first, last)
    weighted = [
        (30, year, 12),
        (10, year, rng.choice([24, 36])),
        (25, inside, rng.randint(2, 18)),
        (10, 2020 * 12 + 1, rng.randint(1, 3)),
        (25, last - rng.randint(0, 5), rng.randint(1, 12)),
        (10, last, 1),
        (5, first - rng.randint(1, 20), rng.randint(1, 24)),
        (5, last + rng.randint(1, 14), rng.randint(1, 6)),
    ]
    _, start, length = rng.choices(weighted, [weight for weight, _, _ in weighted])[0]
    if rng.random() < 0.15:
        return {}
    return {"von": _month(start), "bis": _month(start + length - 1)}


def _month(number: int) -> str:
    return f"{number // 12}-{number % 12 + 1:02}"


def random_breakdown(rng: random.Random) -> tuple[list[str], int | None]:
    """Zero to three different dimensions in any order, and `ebene` (1 or `None`) for the Bereich."""
    nach = rng.sample(MERKMALE, rng.choices([0, 1, 2, 3], [10, 35, 35, 20])[0])
    ebene = rng.choice([1, None]) if "bereich" in nach else None
    return nach, ebene


# --- files -------------------------------------------------------------------------------------------


def write_delivery(lieferung: Lieferung, folder: Path) -> None:
    """Write the CSV files of the import contract into an existing folder, one per table of the Lieferung."""
    for file, rows in lieferung.items():
        columns = COLUMNS[file]
        with (folder / f"{file}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, delimiter=";")
            writer.writerow(columns)
            writer.writerows([_text(row.get(column)) for column in columns] for row in rows)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return "|".join(value)
    return str(value)
