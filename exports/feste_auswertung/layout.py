"""The layout of the workbook as data: sheets, columns and rows in their fixed order.

Nothing here depends on the year or on the numbers. Fixed rows come first; a catalogue hangs below them, one row per
value at the place that the value has once and for all, so that a new value never moves an old one. ``LIST_ROWS`` rows
are kept for each catalogue: sums and names reach over all of them. Changing an order here breaks what others have
linked to: new rows and columns go behind the old ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from domain.kennzahlen import KENNZAHLEN
from domain.meldung import MELDBAR, QUOTEN
from domain.merkmale import MERKMALE
from exports.feste_auswertung.model import Entry, entry_row
from exports.table import Kind

# Zero-based rows of every sheet: title, unit, whose figures, note; headings in groups, single, years; then the rows.
TITLE, UNIT, HEAD, NOTE, GROUPS, HEADINGS, YEARS, FIRST = 0, 1, 2, 3, 5, 6, 7, 8
LIST_ROWS = 200
LABEL_WIDTH = 44
OHNE = "ohne"


class Rule(Enum):
    """How a cell follows from others; ``of`` names them."""

    LINK = "a row of another sheet: (sheet, row)"
    SUM = "neighbouring rows: the first and the last"
    REST = "the first row without the others"
    QUOTE = "the first row or column as a share of the second"
    DIFFERENZ = "the first column less the second"
    VERAENDERUNG = "relative change from the second column to the first"
    ANTEIL = "a column as a share of the row that is the base"
    HINWEIS = "a note where the column is a small base"


@dataclass(frozen=True)
class Row:
    """A row. ``base`` is the row that its shares are of; ``measures`` are what it has numbers of (none: a heading)."""

    key: str
    label: str
    base: str = ""
    kind: Kind = Kind.ANZAHL
    measures: tuple[str, ...] = ("anzahl",)
    rule: Rule | None = None
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """A column of a measure in the year or the year before, or one that follows from others.

    ``kind`` None takes the row's. ``group`` is the heading above neighbours that belong together.
    """

    key: str
    heading: str
    kind: Kind | None = None
    measure: str = ""
    past: bool = False
    rule: Rule | None = None
    of: tuple[str, ...] = ()
    group: str = ""
    width: int = 12


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name and texts, columns behind the labels, fixed rows, and the catalogue listed below them.

    ``list_base`` is the base of the shares in the list, ``list_measures`` what its rows have numbers of. In the columns
    ``named`` the cells of fixed rows have names. Where columns grow
    with a catalogue, ``group`` is how many each of its values has.
    """

    key: str
    name: str
    title: str
    unit: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    katalog: str = ""
    list_base: str = ""
    list_measures: tuple[str, ...] = ("anzahl",)
    named: tuple[str, ...] = ("jahr", "vorjahr")
    group: int = 0

    @property
    def first_list_row(self) -> int:
        """Zero-based row of the catalogue value at place 0."""
        return FIRST + len(self.rows)


def heading(key: str, label: str) -> Row:
    """A row that only says what follows."""
    return Row(key, label, measures=())


def _year(measure: str = "anzahl", key: str = "", group: str = "", kind: Kind | None = None) -> tuple[Column, ...]:
    return (
        Column(f"{key}jahr", "Berichtsjahr", kind, measure, group=group),
        Column(f"{key}vorjahr", "Vorjahr", kind, measure, past=True, group=group),
    )


def _change(key: str = "", group: str = "") -> Column:
    of = (f"{key}jahr", f"{key}vorjahr")
    return Column(f"{key}veraenderung", "Veränderung", Kind.VERAENDERUNG, rule=Rule.VERAENDERUNG, of=of, group=group)


def _parts(rule: Rule, key: str, pairs: Sequence[tuple[str, ...]], group: str) -> tuple[Column, ...]:
    return tuple(
        Column(f"{key}_{year}", name, Kind.ANTEIL, rule=rule, of=of, group=group)
        for year, name, of in zip(("jahr", "vorjahr"), ("Berichtsjahr", "Vorjahr"), pairs, strict=True)
    )


NUMBERS = (
    *_year(group="Anzahl"),
    Column(
        "differenz", "Differenz", Kind.DIFFERENZ, rule=Rule.DIFFERENZ, of=("jahr", "vorjahr"), group="Anzahl", width=14
    ),
    _change(group="Anzahl"),
)
SHARES = _parts(Rule.ANTEIL, "anteil", (("jahr",), ("vorjahr",)), "Anteil")
HINT = Column("hinweis", "Hinweis", Kind.TEXT, rule=Rule.HINWEIS, of=("vorjahr",), width=16)
BEGRUENDET = (
    *_year("begruendet", "begruendet_", "davon begründet"),
    _change("begruendet_", "davon begründet"),
    *_parts(Rule.QUOTE, "quote", (("begruendet_jahr", "jahr"), ("begruendet_vorjahr", "vorjahr")), "Begründetenquote"),
)
LISTED = "Aufgegliedert nach dem Katalog"

UEBERSICHT = Sheet(
    "uebersicht",
    "Übersicht",
    "Feste Auswertung des Kundenreaktionsmanagements",
    "Einheit je Zeile; alle Zahlen dieses Blattes verweisen auf die folgenden Blätter",
    "Veränderungen von Anteilen stehen als Differenz in Prozentpunkten.",
    (*NUMBERS, HINT),
    (
        heading("eingaenge", "Eingänge"),
        Row("kundenreaktionen", "Kundenreaktionen", rule=Rule.LINK, of=("zugangswege", "gesamt")),
        Row("anliegen", "Anliegen", rule=Rule.LINK, of=("arten", "anliegen")),
        Row(
            "anliegen_je_reaktion",
            "Anliegen je Kundenreaktion",
            kind=Kind.VERHAELTNIS,
            rule=Rule.QUOTE,
            of=("anliegen", "kundenreaktionen"),
        ),
        heading("arten", "Arten"),
        Row("beschwerden", "Beschwerden (Anliegen)", rule=Rule.LINK, of=("arten", "art:beschwerde")),
        Row("begruendet", "davon begründet", rule=Rule.LINK, of=("arten", "bewertung:begruendet")),
        Row(
            "begruendetenquote",
            "Begründetenquote",
            kind=Kind.ANTEIL,
            rule=Rule.QUOTE,
            of=("begruendet", "beschwerden"),
        ),
        Row("lob", "Lob (Anliegen)", rule=Rule.LINK, of=("arten", "art:lob")),
        Row("ideen", "Ideen und Anregungen (Anliegen)", rule=Rule.LINK, of=("arten", "art:idee")),
        heading("bearbeitung", "Bearbeitung"),
        Row("fristgerecht", "fristgerecht erledigt", rule=Rule.LINK, of=("bearbeitung", "fristgerecht")),
        Row("faellig", "fällig", rule=Rule.LINK, of=("bearbeitung", "faellig")),
        Row("fristquote", "Fristquote", kind=Kind.ANTEIL, rule=Rule.QUOTE, of=("fristgerecht", "faellig")),
        Row("median", "Laufzeit (Median, Tage)", kind=Kind.TAGE, rule=Rule.LINK, of=("bearbeitung", "median")),
        heading("ombuds", "Ombudsstelle"),
        Row("ombudsstelle", "an die Ombudsstelle", rule=Rule.LINK, of=("ombudsstelle", "ombudsstelle")),
        Row(
            "ombudsquote",
            "Anteil an allen Kundenreaktionen",
            kind=Kind.ANTEIL,
            rule=Rule.QUOTE,
            of=("ombudsstelle", "kundenreaktionen"),
        ),
        heading("petition", "Petitionen und Eingaben"),
        Row("petitionen", "Petitionen", rule=Rule.LINK, of=("petitionen", "petitionen")),
        Row("eingaben", "Eingaben", rule=Rule.LINK, of=("petitionen", "eingaben")),
    ),
)

ZUGANGSWEGE = Sheet(
    "zugangswege",
    "Zugangswege",
    "Zugangswege",
    "Kundenreaktionen",
    "Jede Kundenreaktion hat höchstens einen Zugangsweg.",
    (*NUMBERS, *SHARES, HINT),
    (
        Row("gesamt", "Kundenreaktionen gesamt", base="gesamt"),
        Row(OHNE, "ohne Angabe", base="gesamt"),
        heading("liste", LISTED),
    ),
    katalog="kanal",
    list_base="gesamt",
)


def _fixed(merkmal: str, base: str) -> tuple[Row, ...]:
    return tuple(
        Row(entry_row(merkmal, code), name, base=base, measures=("anzahl",))
        for code, name in MERKMALE[merkmal].werte.items()
    )


ARTEN = Sheet(
    "arten",
    "Arten",
    "Arten",
    "Anliegen; im letzten Abschnitt Kundenreaktionen",
    "Eine Kundenreaktion hat eine Hauptart und mindestens ein Anliegen; Beschwerden und Lob zählen Anliegen.",
    (*NUMBERS, *SHARES, HINT),
    (
        heading("nach_art", "Anliegen nach Art"),
        Row("anliegen", "Anliegen gesamt", base="anliegen"),
        *_fixed("art", "anliegen"),
        heading("nach_bewertung", "Beschwerden nach Bewertung"),
        Row("beschwerden", "Beschwerden gesamt", base="beschwerden"),
        *_fixed("bewertung", "beschwerden"),
        Row(entry_row("bewertung", MERKMALE["bewertung"].ohne), MERKMALE["bewertung"].ohne_name, base="beschwerden"),
        heading("nach_hauptart", "Kundenreaktionen nach Hauptart"),
        Row("kundenreaktionen", "Kundenreaktionen gesamt", base="kundenreaktionen"),
        *_fixed("hauptart", "kundenreaktionen"),
    ),
)

BESCHWERDEN_ROWS = (
    Row("gesamt", "Beschwerden gesamt", base="gesamt", measures=("anzahl", "begruendet")),
    Row(OHNE, "ohne Angabe", base="gesamt", measures=("anzahl", "begruendet")),
    heading("liste", LISTED),
)

BEREICHE = Sheet(
    "bereiche",
    "Beschwerden nach Bereich",
    "Beschwerden nach Bereich",
    "Anliegen der Art Beschwerde",
    "Ein Bereich enthält die ihm untergeordneten; „nur dieser Bereich“ zählt, was bei ihm selbst erfasst ist.",
    (
        *NUMBERS,
        *SHARES,
        *BEGRUENDET,
        *_year("selbst", "selbst_", "nur dieser Bereich"),
        Column("ueber", "gehört zu", Kind.TEXT, "ueber", width=22),
        HINT,
    ),
    (
        BESCHWERDEN_ROWS[0],
        replace(BESCHWERDEN_ROWS[1], measures=("anzahl", "begruendet", "selbst")),
        *BESCHWERDEN_ROWS[2:],
    ),
    katalog="bereich",
    list_base="gesamt",
    list_measures=("anzahl", "begruendet", "selbst", "ueber"),
)

THEMEN = Sheet(
    "themen",
    "Beschwerden nach Thema",
    "Beschwerden nach Thema",
    "Anliegen der Art Beschwerde",
    "Jedes Anliegen hat höchstens ein Thema.",
    (*NUMBERS, *SHARES, *BEGRUENDET, HINT),
    BESCHWERDEN_ROWS,
    katalog="thema",
    list_base="gesamt",
    list_measures=("anzahl", "begruendet"),
)

_BOTH = ("anzahl", "ombudsstelle")

PERSONENKREISE = Sheet(
    "personenkreise",
    "Personenkreise",
    "Personenkreise",
    "Kundenreaktionen",
    "Mehrfachnennungen: Eine Kundenreaktion kann mehreren Personenkreisen angehören. Eine Sonderlage ist keine"
    " Personengruppe.",
    (
        *NUMBERS,
        *SHARES,
        *_year("ombudsstelle", "ombuds_", "davon an die Ombudsstelle"),
        *_parts(Rule.ANTEIL, "ombudsanteil", (("ombuds_jahr",), ("ombuds_vorjahr",)), "Anteil an der Ombudsstelle"),
        Column("sonderlage", "Sonderlage", Kind.TEXT, "sonderlage", width=12),
        HINT,
    ),
    (
        Row("gesamt", "Kundenreaktionen gesamt", base="gesamt", measures=_BOTH),
        Row("gruppen", "mit mindestens einem Personenkreis (ohne Sonderlagen)", base="gesamt", measures=_BOTH),
        Row(OHNE, "ohne Angabe", base="gesamt", measures=_BOTH),
        heading("liste", LISTED),
    ),
    katalog="personenkreis",
    list_base="gesamt",
    list_measures=(*_BOTH, "sonderlage"),
)

BEARBEITUNG = Sheet(
    "bearbeitung",
    "Bearbeitung",
    "Bearbeitungsdauer und Qualitätsstandard",
    "Kundenreaktionen; Laufzeiten in Tagen vom Eingang bis zur Erledigung",
    "Der Stand der Frist gilt am Datenstand, auch für das Vorjahr. Anteile der ersten drei Zeilen an den fälligen.",
    (*(replace(column, width=24) for column in NUMBERS[:2]), *NUMBERS[2:], *SHARES, HINT),
    (
        heading("stand", "Stand der Frist"),
        Row("fristgerecht", "fristgerecht erledigt", base="faellig"),
        Row("verspaetet", "verspätet erledigt", base="faellig"),
        Row("ueberfaellig", "offen und überfällig", base="faellig"),
        Row("faellig", "fällig", base="gesamt", rule=Rule.SUM, of=("fristgerecht", "ueberfaellig")),
        Row("offen_in_frist", "offen innerhalb der Frist", base="gesamt"),
        Row("abgegeben", "abgegeben", base="gesamt", rule=Rule.REST, of=("gesamt", "faellig", "offen_in_frist")),
        Row("gesamt", "Kundenreaktionen gesamt", base="gesamt"),
        heading("quote", "Qualitätsstandard"),
        Row("fristquote", "Fristquote", kind=Kind.ANTEIL, rule=Rule.QUOTE, of=("fristgerecht", "faellig")),
        Row("standard", "geltender Standard", kind=Kind.TEXT),
        Row("zielquote", "Zielquote", kind=Kind.ANTEIL),
        heading("laufzeit", "Laufzeit der erledigten Kundenreaktionen"),
        Row("median", "Median (Tage)", kind=Kind.TAGE),
        Row("p90", "90 % erledigt nach (Tage)", kind=Kind.TAGE),
    ),
)

OMBUDSSTELLE = Sheet(
    "ombudsstelle",
    "Ombudsstelle",
    "Ombudsstelle",
    "Kundenreaktionen",
    "Die Personenkreise der Ombudsstelle stehen auf dem Blatt „Personenkreise“.",
    (
        *NUMBERS,
        *SHARES,
        *_year("alle", "alle_", "alle Kundenreaktionen des Zugangswegs"),
        *_parts(Rule.QUOTE, "am_weg", (("jahr", "alle_jahr"), ("vorjahr", "alle_vorjahr")), "Anteil am Zugangsweg"),
        HINT,
    ),
    (
        Row("kundenreaktionen", "Kundenreaktionen gesamt", base="kundenreaktionen"),
        Row("ombudsstelle", "an die Ombudsstelle", base="kundenreaktionen"),
        heading("nach_hauptart", "An die Ombudsstelle nach Hauptart"),
        *_fixed("hauptart", "ombudsstelle"),
        heading("nach_kanal", "An die Ombudsstelle nach Zugangsweg"),
        Row(OHNE, "ohne Angabe", base="ombudsstelle", measures=("anzahl", "alle")),
        heading("liste", LISTED),
    ),
    katalog="kanal",
    list_base="ombudsstelle",
    list_measures=("anzahl", "alle"),
)

PETITIONEN = Sheet(
    "petitionen",
    "Petitionen und Eingaben",
    "Petitionen und Eingaben",
    "Petitionen und Eingaben",
    "Sie werden eigens erfasst und zählen zusätzlich zu den Kundenreaktionen.",
    (*NUMBERS, HINT),
    (Row("petitionen", "Petitionen"), Row("eingaben", "Eingaben")),
)

_PARTS = ("anzahl", "gemeldet", "mit_angabe", "jobcenter", "fehlend")


def _combined(year: str, group: str, *, past: bool) -> tuple[Column, ...]:
    return (
        Column(f"faelle_{year}", "Einzelfälle", None, "anzahl", past, group=group),
        Column(f"gemeldet_{year}", "manuelle Meldungen", None, "gemeldet", past, group=group, width=14),
        Column(
            f"zusammen_{year}",
            "zusammen",
            rule=Rule.SUM,
            of=(f"faelle_{year}", f"gemeldet_{year}"),
            group=group,
        ),
        Column(f"angabe_{year}", "Jobcenter mit Angabe", Kind.ANZAHL, "mit_angabe", past, group=group, width=14),
        Column(f"alle_{year}", "Jobcenter gesamt", Kind.ANZAHL, "jobcenter", past, group=group, width=14),
        Column(f"fehlend_{year}", "nicht gemeldet von", Kind.TEXT, "fehlend", past, group=group, width=34),
    )


MELDUNGEN = Sheet(
    "meldungen",
    "Manuelle Meldungen",
    "Zusammenfassung der manuellen Meldungen",
    "Anzahlen; Einzelfälle und gemeldete Zahlen zusammen",
    "Leer heißt: nicht gemeldet; 0 heißt: als Null gemeldet. Ohne Veränderung zum Vorjahr, weil andere Jobcenter"
    " gemeldet haben können.",
    (*_combined("jahr", "Berichtsjahr", past=False), *_combined("vorjahr", "Vorjahr", past=True)),
    (
        *(Row(code, KENNZAHLEN[code].name, measures=_PARTS) for code in MELDBAR),
        heading("quoten", "Quoten: nur Jobcenter, von denen Zähler und Nenner bekannt sind"),
        *(
            row
            for quote, (zaehler, nenner) in QUOTEN.items()
            for row in (
                Row(f"{quote}.zaehler", KENNZAHLEN[zaehler].name, measures=_PARTS),
                Row(f"{quote}.nenner", " + ".join(KENNZAHLEN[code].name for code in nenner), measures=_PARTS),
                Row(
                    quote,
                    KENNZAHLEN[quote].name,
                    kind=Kind.ANTEIL,
                    measures=("anzahl", "gemeldet"),
                    rule=Rule.QUOTE,
                    of=(f"{quote}.zaehler", f"{quote}.nenner"),
                ),
            )
        ),
    ),
    named=("zusammen_jahr", "zusammen_vorjahr"),
)

JE_JOBCENTER = Sheet(
    "je_jobcenter",
    "Meldungen je Jobcenter",
    "Einzelfälle und manuelle Meldungen je Jobcenter",
    "Anzahlen des Berichtsjahres",
    "Leer heißt: nicht gemeldet; 0 heißt: kein Fall oder als Null gemeldet.",
    (
        Column("quelle", "Quelle", Kind.TEXT, "quelle", width=34),
        *(Column(code, KENNZAHLEN[code].name, Kind.ANZAHL, code, width=16) for code in MELDBAR),
    ),
    (heading("liste", "Jobcenter"),),
    katalog="jobcenter",
    list_measures=("quelle", *MELDBAR),
    named=(),
)

_GROUP = (
    *_year(),
    _change(),
    Column("anteil_jahr", "Anteil", Kind.ANTEIL, rule=Rule.ANTEIL, of=("jahr",)),
    *_year("begruendet", "begruendet_"),
    Column("quote_jahr", "Begründetenquote", Kind.ANTEIL, rule=Rule.QUOTE, of=("begruendet_jahr", "jahr"), width=18),
)
_NAMES = {"begruendet_jahr": "begründet Berichtsjahr", "begruendet_vorjahr": "begründet Vorjahr"}


def bereich_und_thema(bereiche: Sequence[Entry], ohne_name: str) -> Sheet:
    """Themen in rows, and a group of columns for each Bereich at its place; the first group is of no Bereich."""
    names = {entry.platz: (entry.code, entry.name) for entry in bereiche}
    groups = [(OHNE, ohne_name), *(names.get(at, (f".{at}", "")) for at in range(max(names, default=-1) + 1))]
    measures = tuple(f"{code}.{measure}" for code, _ in groups for measure in ("anzahl", "begruendet"))
    return Sheet(
        "bereich_thema",
        "Bereich und Thema",
        "Beschwerden nach Bereich und Thema",
        "Anliegen der Art Beschwerde",
        "Ein Bereich enthält die ihm untergeordneten. Die Anteile gelten im Bereich.",
        tuple(column for code, name in groups for column in _of_group(code, name)),
        tuple(replace(row, measures=measures if row.measures else ()) for row in BESCHWERDEN_ROWS),
        katalog="thema",
        list_base="gesamt",
        list_measures=measures,
        named=(),
        group=len(_GROUP),
    )


def name_of(sheet: Sheet, row: str, column: str) -> str:
    """Name of the cell of a fixed row: ``Zugangswege_gesamt``, ``Zugangswege_gesamt_Vorjahr``."""
    plain = f"{sheet.key}_{row}".replace(":", "_").replace(".", "_")
    return plain[0].upper() + plain[1:] + ("_Vorjahr" if column == sheet.named[1] else "")


def list_name(sheet: Sheet) -> str:
    """Name of the rows that are kept for the catalogue of a sheet: ``Zugangswege_Liste``."""
    return f"{sheet.key[0].upper()}{sheet.key[1:]}_Liste"


def _of_group(code: str, name: str) -> list[Column]:
    return [
        replace(
            column,
            key=f"{code}.{column.key}",
            heading=_NAMES.get(column.key, column.heading),
            measure=f"{code}.{column.measure}" if column.measure else "",
            of=tuple(f"{code}.{key}" for key in column.of),
            group=name or code,
        )
        for column in _GROUP
    ]


BEFORE_MATRIX = (UEBERSICHT, ZUGANGSWEGE, ARTEN, BEREICHE, THEMEN)
AFTER_MATRIX = (PERSONENKREISE, BEARBEITUNG, OMBUDSSTELLE, PETITIONEN, MELDUNGEN, JE_JOBCENTER)


def sheets(bereiche: Sequence[Entry], ohne_name: str) -> tuple[Sheet, ...]:
    """The sheets with numbers in the order of the tabs."""
    return (*BEFORE_MATRIX, bereich_und_thema(bereiche, ohne_name), *AFTER_MATRIX)


@dataclass(frozen=True)
class Check:
    """Parts that must make a whole: two columns (year, year before) of one sheet.

    ``parts`` are rows of the sheet besides its whole list (``with_list``); with ``multiple`` a case may be in several.
    """

    label: str
    sheet: str
    columns: tuple[str, str]
    whole: tuple[str, str, str, str]
    parts: tuple[str, ...]
    with_list: bool
    explanation: str
    multiple: bool = False


CHECK_SHEET = "Prüfung"
CHECK_TITLE = "Prüfsummen"
CHECK_UNIT = "Ergeben die Teile das Ganze? Beide Seiten werden in dieser Mappe gerechnet."
CHECK_NOTE = "Bei gerundeten Anzahlen dürfen Summe und Gesamt um das abweichen, was das Runden ausmacht."
CHECK_COLUMNS = ("Summe der Teile", "Gesamt", "Ergebnis")
CHECK_GROUPS = ("Berichtsjahr", "Vorjahr")
CHECK_EXPLANATION = "Erläuterung"
_YEARS = ("jahr", "vorjahr")


def _check(label: str, sheet: str, whole: str, parts: tuple[str, ...], with_list: bool, explanation: str = "") -> Check:
    text = explanation or "Die Teile ergeben zusammen das Ganze."
    return Check(label, sheet, _YEARS, (sheet, whole, *_YEARS), parts, with_list, text)


def _codes(merkmal: str) -> tuple[str, ...]:
    return tuple(entry_row(merkmal, code) for code in MERKMALE[merkmal].werte)


_OPEN = entry_row("bewertung", MERKMALE["bewertung"].ohne)
CHECKS: tuple[Check, ...] = (
    _check("Kundenreaktionen nach Zugangsweg", "zugangswege", "gesamt", (OHNE,), True),
    _check("Anliegen nach Art", "arten", "anliegen", _codes("art"), False),
    _check("Beschwerden nach Bewertung", "arten", "beschwerden", (*_codes("bewertung"), _OPEN), False),
    _check("Kundenreaktionen nach Hauptart", "arten", "kundenreaktionen", _codes("hauptart"), False),
    Check(
        "Beschwerden nach Bereich",
        "bereiche",
        ("selbst_jahr", "selbst_vorjahr"),
        ("bereiche", "gesamt", *_YEARS),
        (OHNE,),
        True,
        "Summiert wird, was beim Bereich selbst erfasst ist: Sonst zählten untergeordnete Bereiche doppelt.",
    ),
    _check("Beschwerden nach Thema", "themen", "gesamt", (OHNE,), True),
    Check(
        "Begründete Beschwerden nach Thema",
        "themen",
        ("begruendet_jahr", "begruendet_vorjahr"),
        ("arten", entry_row("bewertung", "begruendet"), *_YEARS),
        (OHNE,),
        True,
        "Die Teile ergeben zusammen die begründeten Beschwerden auf dem Blatt „Arten“.",
    ),
    Check(
        "Kundenreaktionen nach Personenkreis",
        "personenkreise",
        _YEARS,
        ("personenkreise", "gesamt", *_YEARS),
        (OHNE,),
        True,
        "Mehrfachnennungen: Eine Kundenreaktion mit mehreren Personenkreisen steht in mehreren Zeilen.",
        multiple=True,
    ),
    _check("Ombudsstelle nach Hauptart", "ombudsstelle", "ombudsstelle", _codes("hauptart"), False),
    _check("Ombudsstelle nach Zugangsweg", "ombudsstelle", "ombudsstelle", (OHNE,), True),
    Check(
        "Kundenreaktionen auf zwei Blättern",
        "bearbeitung",
        _YEARS,
        ("zugangswege", "gesamt", *_YEARS),
        ("gesamt",),
        False,
        "Dieselbe Zahl aus zwei Abfragen.",
    ),
)


def matrix_checks(bereiche: Sequence[Entry]) -> list[tuple[int, Check]]:
    """A check for every Bereich with its place: its Themen together."""
    return [
        (
            entry.platz,
            Check(
                f"Themen im Bereich {entry.name}",
                "bereich_thema",
                (f"{entry.code}.jahr", f"{entry.code}.vorjahr"),
                ("bereiche", entry_row("bereich", entry.code), *_YEARS),
                (OHNE,),
                True,
                "Die Themen ergeben zusammen die Beschwerden des Bereichs.",
            ),
        )
        for entry in bereiche
    ]


ABOUT_SHEET = "Angaben"
ABOUT_TITLE = "Angaben zu dieser Auswertung"
ABOUT_FIRST = 2
HINWEIS = "Hinweis"
# Fixed rows of the last sheet: key, label and, where formulas use the value, its name.
ABOUT_ROWS: tuple[tuple[str, str, str], ...] = (
    ("jahr", "Berichtsjahr", "Berichtsjahr"),
    ("jobcenter", "Jobcenter", ""),
    ("zeitraum", "Zeitraum", ""),
    ("vergleich", "Vergleich", ""),
    ("filter", "Filter", ""),
    ("datenstand", "Datenstand", "Datenstand"),
    ("import", "Import", ""),
    ("quelle", "Quelle", ""),
    ("schutzstufe", "Schutzstufe", ""),
    ("mindestbasis", "Anteile und Veränderungen ab einer Basis von", "Mindestbasis"),
    ("kleine_basis", "Hinweis „kleine Basis“ unter", "Kleine_Basis"),
    ("rundung", "Anzahlen gerundet auf (0: genau)", "Rundung"),
    ("abdeckung", "Abdeckung", ""),
    ("nummer_uebersicht", "Prüfnummer Übersicht", ""),
    ("nummer_zugangswege", "Prüfnummer Zugangswege", ""),
    ("nummer_beschwerden", "Prüfnummer Beschwerden nach Bereich und Thema", ""),
    ("nummer_personenkreise", "Prüfnummer Personenkreise", ""),
    ("nummer_bearbeitung", "Prüfnummer Bearbeitung", ""),
    ("nummer_meldungen", "Prüfnummer Manuelle Meldungen", ""),
)
