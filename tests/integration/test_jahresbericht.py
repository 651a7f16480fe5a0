"""The annual report as a Word document: what it says, what it is made of, and whose words it holds."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from flask.testing import FlaskClient
from openpyxl import load_workbook

from analysis.narrative.words import strong_words
from app import create_app
from app_data.database import AppDatabase
from app_data.pruefnummern import read_figure
from data_access.engine import writing_engine
from data_access.imports.run import run_import
from data_access.reference.generator import DATENSTAND, reference_delivery
from data_access.reference.rows import FOLDER, catalogues
from domain.formats import NBSP
from exports.safe import FORMULA_STARTS
from reports.jahresbericht import PLACES
from settings import Settings
from tests.api_server import load
from tests.deliveries import small_delivery, write_folder
from web.report_files import write_report

REPORT = "/berichte/jahresbericht.docx"
TEXTS = "/berichte/jahresbericht/texte"
LIBRARY = Path(__file__).parents[1] / "fixtures" / "stadtbibliothek"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
FORMULA = '=HYPERLINK("http://example.org";"Kanal")'
# Statements of the published report (numbered as in tests/golden) and what the document says instead; "" ends a word.
STATEMENTS = [
    ("F01", "Im Jahr 2019 waren es 1.684 Kundenreaktionen mit insgesamt 3.936 Anliegen."),
    ("F03", "Im Jahr 2020 gingen 1.068 Kundenreaktionen mit insgesamt 2.145 Anliegen ein."),
    ("F02", "Auf eine Kundenreaktion kamen im Mittel 2,01 Anliegen, im Vorjahr waren es 2,34."),
    ("F05", "Die Zahl der Kundenreaktionen sank um 36,6 %"),
    ("F06", "die Zahl der Anliegen sank um 45,5 %"),
    (
        "F07 F08 F09",
        "Über den Zugangsweg „persönlich“ gingen 196 Kundenreaktionen ein (18,4 %), im Vorjahr waren es 1.010"
        " (60,0 %); die Zahl sank um 80,6 %.",
    ),
    (
        "F10 F11 F12",
        "Über den Zugangsweg „E-Mail“ gingen 434 Kundenreaktionen ein (40,6 %), im Vorjahr waren es 381 (22,6 %);"
        " die Zahl stieg um 13,9 %.",
    ),
    # The report prints 8,2 %.
    (
        "F13 F14 F15",
        "Über den Zugangsweg „telefonisch“ gingen 313 Kundenreaktionen ein (29,3 %), im Vorjahr waren es 139"
        " (8,3 %); die Zahl stieg um 125,2 %.",
    ),
    ("F16 F17", "gingen 125 Kundenreaktionen ein (11,7 %), im Vorjahr waren es 154 (9,1 %)"),
    ("F18 F47", "wurden 94,4 % fristgerecht erledigt (1.008 von 1.068)"),
    ("F18", "„erweiterter Qualitätsstandard“ (21 Kalendertage ab Eingang)"),
    ("F19 F20", "wurden 1.906 Beschwerden erfasst, im Vorjahr waren es 3.466; die Zahl sank um 45,0 %."),
    ("F21", "Die Zahl der begründeten Beschwerden sank um 44,4 %."),
    (
        "F22 F23",
        "Der Anteil der begründeten Beschwerden stieg um 0,2 Prozentpunkte von 18,7 % auf 18,9 %.",
    ),
    ("F24 F25", "Als Lob wurden 27 Anliegen erfasst, im Vorjahr waren es 81; die Zahl sank um 66,7 %."),
    ("F26", "Im Vorjahr kam es am häufigsten über den Zugangsweg „persönlich“ (41 von 81; 50,6 %)."),
    (
        "F27 F28",
        "Im Bereich Leistungsgewährung wurden 1.195 Beschwerden erfasst (62,7 % aller Beschwerden), im Vorjahr waren"
        " es 2.130; die Zahl sank um 43,9 %.",
    ),
    ("F29", "Bearbeitungsdauer 210 (im Vorjahr 346; −39,3 %)"),
    ("F30", "kommunale Leistungen 371 (im Vorjahr 674; −45,0 %)"),
    (
        "F31",
        "Häufigste Themen im Bereich kommunale Leistungen: Bearbeitungsdauer 72",
    ),
    ("F31b", "Höhe der Leistungen 59"),
    ("F31c", "Zustimmung zum Umzug 44"),
    ("F31d", "und Beratung 40"),
    # The report prints 4,9 %.
    (
        "F32 F33",
        "Im Bereich Arbeitsvermittlung wurden 97 Beschwerden erfasst (5,1 % aller Beschwerden), im Vorjahr waren es"
        " 202; die Zahl sank um 52,0 %.",
    ),
    ("F34a", "Häufigste Themen im Bereich Arbeitsvermittlung: Beratung 31"),
    ("F34b", "Fachliche Kompetenz der Mitarbeiter 25"),
    (
        "F35 F36 F37",
        "Im Jahr 2020 gingen 464 Kundenreaktionen an die Ombudsstelle, im Vorjahr waren es 380; die Zahl stieg um"
        " 22,1 %.",
    ),
    # The report prints 42,7 %.
    ("F38", "Das sind 43,4 % aller Kundenreaktionen (464 von 1.068)"),
    ("F39", "Nach ihrer Hauptart waren es 456 Beschwerden, 7 Lobe und eine Idee oder Anregung."),
    ("F40", "Über den Zugangsweg „telefonisch“ gingen davon 269 ein (58,0 %)."),
    ("F40", "Von allen 313 Kundenreaktionen über diesen Zugangsweg gingen 85,9 % an die Ombudsstelle."),
    ("F41 F42", "Flüchtlinge und Asylbewerber 291 (62,7 %) und EU-Migranten 47 (10,1 %)"),
    ("F43", "Mindestens einen dieser Personenkreise tragen 72,8 % (338 von 464)."),
    ("ohne Dritte", "Ohne Unterstützung Dritter kamen 11 der Kundenreaktionen an die Ombudsstelle (2,4 %)"),
    # From six no percentage is told.
    ("F44 F45", "Im Jahr 2020 gingen 3 Petitionen ein, im Vorjahr waren es 6."),
    ("F46", "Zusätzlich gingen 3 Eingaben ein, im Vorjahr waren es 2."),
    ("F48", "Mit der Sonderlage „Corona“ sind 21 Kundenreaktionen gekennzeichnet (2,0 %)"),
    ("X01", "1.906 Beschwerden, 27 Lobe, eine Idee oder Anregung und 211 sonstige Anliegen"),
]
WRONG = ("(8,2 %)", "(4,9 % aller", "sind 42,7 %", "um −", "sank um 50,0 %")
OWN_TEXT = {
    "massnahmen": "Neue Sprechzeiten,\nauch abends.\n\n- dienstags\n- donnerstags\n\nEnde.",
    "impulse": "<b>&\x00",
}


@dataclass(frozen=True)
class Report:
    """A report read back."""

    content: bytes

    @property
    def document(self) -> Document:
        return docx.Document(io.BytesIO(self.content))

    @property
    def lines(self) -> list[str]:
        """The texts of all paragraphs, those of tables and placeholders as well."""
        found = self.document.element.body.iter(qn("w:p"))
        return ["".join(node.text or "" for node in line.iter(qn("w:t"))) for line in found]

    @property
    def text(self) -> str:
        return "\n".join(self.lines).replace(NBSP, " ")

    def part(self, name: str) -> bytes:
        with zipfile.ZipFile(io.BytesIO(self.content)) as package:
            return package.read(name)

    def names(self, start: str) -> list[str]:
        with zipfile.ZipFile(io.BytesIO(self.content)) as package:
            return sorted(name for name in package.namelist() if name.startswith(start))


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Those of the reference data."""
    settings = Settings(var_dir=tmp_path_factory.mktemp("dresden"))
    load(settings, reference_delivery(), DATENSTAND, demo=True)
    return settings


@pytest.fixture(scope="module")
def dresden(settings: Settings) -> FlaskClient:
    return create_app(settings).server.test_client()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Another organisation: two bodies, other catalogues, a standard in working days."""
    settings = Settings(var_dir=tmp_path_factory.mktemp("bibliothek"))
    engine = writing_engine(settings.krm_url)
    assert run_import(engine, LIBRARY, datenstand=date(2023, 12, 31)).ok
    engine.dispose()
    return create_app(settings).server.test_client()


@pytest.fixture(scope="module")
def report(dresden: FlaskClient) -> Report:
    for stelle, text in OWN_TEXT.items():
        save(dresden, stelle, text, 0)
    return of(dresden, jahr="2020", jobcenter="dresden")


def of(client: FlaskClient, **query: str) -> Report:
    response = client.get(REPORT, query_string=query)
    assert response.status_code == 200, response.text
    return Report(response.data)


def save(
    client: FlaskClient, stelle: str, text: str, fassung: int, other: dict[str, Any] | None = None
) -> dict[str, Any]:
    body = {"jahr": "2020", "jobcenter": "dresden", "stelle": stelle, "text": text, "fassung": fassung}
    response = client.post(TEXTS, json=body | (other or {}))
    return {"status": response.status_code, **response.get_json()}


def test_the_report_on_2020_says_what_the_published_one_says_and_is_right_where_that_is_wrong(report: Report):
    text = report.text

    assert [number for number, statement in STATEMENTS if statement not in text] == []
    assert [wrong for wrong in WRONG if wrong in text] == []
    sentences = [line for line in report.lines if line.endswith(".")]
    own = [line for line in sentences if line not in "\n".join(OWN_TEXT.values())]
    assert [line for line in own if strong_words(line)] == []
    # A number and its unit never part at the end of a line.
    assert [line for line in report.lines if re.search(r"\d (%|Prozentpunkt|Tag)", line)] == []


def test_bodies_and_events_stand_in_their_chapters(report: Report):
    body = report.document.element.body
    chapters: list[list[str]] = [[]]
    for block in body:
        text = " ".join(node.text or "" for node in block.iter(qn("w:t")))
        style = block.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        if style is not None and style.get(qn("w:val")) == "Heading1":
            chapters.append([])
        chapters[-1].append(text)
    told = ["\n".join(chapter) for chapter in chapters]

    assert len(told) == 6
    assert "Zugangsbeschränkungen für den regulären Kundenverkehr" in told[1]
    assert "Sozialschutz-Paket I (Gesetz)" in told[1]
    assert "Sozialschutz-Paket I (Gesetz)" not in told[2]
    # The four dates of the closing that contradict each other stand as they are.
    assert [day for day in ("16.03.2020", "18.03.2020", "19.03.2020") if day not in told[2]] == []
    assert "Ausbau e-Learning und Skype-Videokonferenzen" in told[4]
    assert "Migrationsberatungsstelle" in told[2]
    assert "Kundinnen und Kunden selbst 11 2,4" in told[2].replace(NBSP, " ")


def test_what_people_write_stands_in_its_place_and_every_other_place_is_marked(report: Report):
    controls = {
        control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val")): control
        for control in report.document.element.body.iter(qn("w:sdt"))
    }

    assert set(controls) == {f"krm:{key}" for key in PLACES}
    own = controls["krm:massnahmen"]
    lines = ["".join(node.text or "" for node in line.iter(qn("w:t"))) for line in own.iter(qn("w:p"))]
    styles = [line.find(f"{qn('w:pPr')}/{qn('w:pStyle')}") for line in own.iter(qn("w:p"))]
    assert lines == ["Neue Sprechzeiten, auch abends.", "dienstags", "donnerstags", "Ende."]
    assert [None if style is None else style.get(qn("w:val")) for style in styles] == [
        None,
        "ListBullet",
        "ListBullet",
        None,
    ]
    assert "<b>&" in report.text
    empty = [
        key for key, control in controls.items() if control.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None
    ]
    assert set(empty) == {f"krm:{key}" for key in PLACES if key not in OWN_TEXT}
    assert report.text.count("[Bitte ergänzen:") == len(empty)


def test_texts_survive_new_reports_and_imports_and_nobody_overwrites_silently(dresden: FlaskClient):
    first = save(dresden, "netzwerk", "Vierzig Einrichtungen", 0)
    other = save(dresden, "netzwerk", "Fünfzig Einrichtungen", 0)
    stale = save(dresden, "netzwerk", "x", 7)
    second = save(dresden, "netzwerk", "Sechzig Einrichtungen", first["fassung"])

    assert (first["status"], first["fassung"], second["fassung"]) == (200, 1, 2)
    assert (other["status"], other["text"], other["fassung"], stale["status"]) == (409, "Vierzig Einrichtungen", 1, 409)
    for _ in range(2):
        assert "Sechzig Einrichtungen" in of(dresden, jahr="2020").text
    assert "Sechzig Einrichtungen" not in of(dresden, jahr="2019").text
    kept = dresden.get(TEXTS, query_string={"jahr": "2020", "jobcenter": "dresden"}).get_json()
    assert kept["texte"]["netzwerk"] == {"text": "Sechzig Einrichtungen", "fassung": 2}
    # Only our own pages may write, only to places that there are, and no more than fits.
    foreign = dresden.post(TEXTS, json={}, headers={"Origin": "https://example.org"})
    assert foreign.status_code == 403
    for wrong in (
        {"stelle": "anderswo"},
        {"fassung": -1},
        {"fassung": True},
        {"text": 5},
        {"text": "x" * 20_001},
        {"jobcenter": "koeln"},
        {"jahr": "MMXX"},
    ):
        refused = save(dresden, "netzwerk", "x", 2, wrong)
        assert (refused["status"], bool(refused["fehler"])) == (400, True), wrong


def test_headings_tables_and_charts_are_real_and_described(report: Report):
    document = report.document
    styled = [(line.style.name or "" if line.style else "", line.text) for line in document.paragraphs]
    levels = [style for style, _ in styled if style.startswith("Heading")]
    titles = [text for style, text in styled if style == "Heading 1"]

    assert [title[:2] for title in titles] == ["1.", "2.", "3.", "4.", "5."]
    assert {"Heading 1", "Heading 2", "Heading 3"} == set(levels)
    for table in document.tables:
        head = table._tbl.tr_lst[0].trPr
        assert head is not None
        assert head.find(qn("w:tblHeader")) is not None
        described = [table._tbl.tblPr.find(qn(name)) for name in ("w:tblCaption", "w:tblDescription")]
        assert all(one is not None and one.get(qn("w:val")) for one in described)
    pictures = list(document.element.body.iter(qn("wp:docPr")))
    assert len(pictures) == len(report.names("word/charts/chart"))
    assert all(len(picture.get("descr")) > 40 for picture in pictures)
    assert len({picture.get("id") for picture in pictures}) == len(pictures)
    captions = [text for style, text in styled if style == "Caption"]
    assert captions[0].startswith("Abbildung 1: Eingänge je Monat")
    assert len([caption for caption in captions if caption.startswith("Tabelle")]) == len(document.tables)
    about = document.core_properties
    assert (about.language, about.author, about.title) == (
        "de-DE",
        "Jobcenter Dresden",
        "Bericht des Kundenreaktionsmanagements",
    )
    languages = {node.get(qn("w:val")) for node in parse_xml(report.part("word/styles.xml")).iter(qn("w:lang"))}
    assert languages == {"de-DE"}
    footer = document.sections[0].footer.paragraphs[0].text
    assert footer.startswith("KRM-Jahresbericht 2020 · Jobcenter Dresden · Datenstand 31.03.2021 · intern")
    fields = "".join(node.text or "" for node in parse_xml(report.part("word/footer1.xml")).iter(qn("w:instrText")))
    assert ("PAGE" in fields, "NUMPAGES" in fields) == (True, True)
    # Every chapter can be reached from the table of contents.
    body = document.element.body
    targets = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))}
    marks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    assert targets
    assert targets <= marks


def test_charts_hold_the_numbers_of_their_cards_and_so_do_their_workbooks(dresden: FlaskClient, report: Report):
    months = dresden.get("/api/v1/karten/eingaenge.json?von=2020-01&bis=2020-12").get_json()
    chart = parse_xml(report.part("word/charts/chart1.xml"))
    series = {one.find(f"{CHART}tx").findtext(f".//{CHART}v"): values(one) for one in chart.iter(f"{CHART}ser")}

    assert series["2020"] == [row[1] for row in months["zeilen"]]
    assert series["2019"] == [row[2] for row in months["zeilen"]]
    # The report leaves its check numbers behind, as every file does.
    database: AppDatabase = dresden.application.extensions["krm_app_database"]
    with database.reading() as connection:
        kept = [read_figure(connection, number) for number in set(re.findall(r"KRM(?:-\w{4}){3}", report.text))]
    assert months["pruefnummer"] in {figure.nummer for figure in kept if figure}
    assert None not in kept
    for number in range(1, len(report.names("word/charts/chart")) + 1):
        drawn = parse_xml(report.part(f"word/charts/chart{number}.xml"))
        cells = cells_of(report.part(f"word/embeddings/Arbeitsmappe{number}.xlsx"))
        columns = list(zip(*[[cell.value for cell in row] for row in cells[1:]], strict=True))[1:]
        assert [values(one) for one in drawn.iter(f"{CHART}ser")] == [
            [value for value in column if value is not None] for column in columns
        ]


def cells_of(workbook: bytes) -> list[Any]:
    (sheet,) = load_workbook(io.BytesIO(workbook)).worksheets
    return list(sheet.iter_rows())


def values(series: Any) -> list[float]:
    return [float(node.text) for node in series.find(f"{CHART}val").iter(f"{CHART}v")]


def test_another_body_and_year_get_a_report_of_their_own_without_a_word_of_dresden(library: FlaskClient):
    tables = catalogues()
    names = {str(row["name"]) for name in ("bereich", "thema", "kanal", "personenkreis") for row in tables[name]}
    names |= {line.split(";")[2] for line in (FOLDER / "ereignisse.csv").read_text(encoding="utf-8").splitlines()[1:]}
    known = json.dumps(library.get("/api/v1/tabelle.json?kennzahl=anliegen&nach=bereich").get_json())
    foreign = [name for name in names if name not in known and name not in ("Beratung", "Sonstige")]

    nord = of(library, jahr="2023", jobcenter="nord")
    everybody = of(library, jahr="2023", jobcenter="alle", stufe="genau")

    for text in (nord.text, everybody.text):
        assert [name for name in (*foreign, "Dresden", "Corona", "21 Kalendertage") if name in text] == []
    assert nord.lines[1] == "Stadtteilbibliothek Nord"
    assert everybody.lines[1] == "alle Jobcenter"
    assert "Sonderregel während des Umbaus" in nord.text
    count = library.get("/api/v1/kennzahlen.json?von=2023-01&bis=2023-12&jobcenter=nord").get_json()["kennzahlen"]
    assert f"Im Jahr 2023 gingen {count['kundenreaktionen']['wert']} Kundenreaktionen mit insgesamt" in nord.text
    # What was measured by another rule in the year before is not compared.
    assert "Keine Veränderung über den Bruch der Reihe hinweg" in nord.text
    # All of them together have texts of their own.
    body = {"jahr": "2023", "jobcenter": "alle", "stelle": "impulse", "text": "Für alle", "fassung": 0}
    assert library.post(TEXTS, json=body).status_code == 200
    assert library.get(TEXTS, query_string={"jahr": "2023", "jobcenter": "alle"}).get_json() == {
        "jahr": 2023,
        "jobcenter": "alle Jobcenter",
        "texte": {"impulse": {"text": "Für alle", "fassung": 1}},
    }
    assert library.get(TEXTS, query_string={"jahr": "2023", "jobcenter": "nord"}).get_json()["texte"] == {}
    refused = library.get(REPORT, query_string={"jahr": "2023", "jobcenter": "nord,zentral"})
    assert (refused.status_code, "höchstens eines" in refused.get_json()["fehler"]) == (400, True)


def test_years_without_cases_or_not_yet_over_are_told_as_what_they_are(dresden: FlaskClient):
    empty, first, running = (of(dresden, jahr=year) for year in ("2017", "2018", "2021"))

    assert "Im Jahr 2017 ging keine Kundenreaktion ein." in empty.text
    assert "Im Jahr 2017 ging keine Petition ein. An Eingaben ging keine ein." in empty.text
    assert empty.names("word/charts/") == []
    assert "Vorjahr waren" not in first.text
    assert "Im Jahr 2021 (bis 31.03.2021) gingen" in running.text
    assert "Im Jahr 2020 (bis 31.03.2020) waren es" in running.text
    assert "im Vorjahreszeitraum" in running.text
    assert "Verglichen wird erst, wenn alle entschieden sind." in running.text


def test_a_protected_report_holds_protected_numbers_only(dresden: FlaskClient):
    protected = of(dresden, jahr="2020", stufe="geschuetzt")

    assert "Im Jahr 2020 gingen 1.070 Kundenreaktionen mit insgesamt 2.145 Anliegen ein." in protected.text
    assert "geschützt: Werte auf 5 gerundet" in protected.text
    assert "Migrationsberatungsstelle" not in protected.text
    assert [exact for exact in ("1.068", "1.684", "313", "464", "291", "338") if exact in protected.text] == []
    numbers = [
        value
        for name in protected.names("word/charts/chart")
        for one in parse_xml(protected.part(name)).iter(f"{CHART}ser")
        for value in values(one)
        if value > 1 and value.is_integer()
    ]
    assert numbers
    assert [number for number in numbers if number % 5] == []
    early = dresden.get(REPORT, query_string={"jahr": "2021", "stufe": "geschuetzt"})
    assert (early.status_code, "fehler" in early.get_json()) == (400, True)


def test_a_name_that_looks_like_a_formula_stays_text(tmp_path: Path):
    lieferung = small_delivery()
    lieferung["kanal"][0]["name"] = FORMULA
    settings = Settings(var_dir=tmp_path)
    engine = writing_engine(settings.krm_url)
    assert run_import(engine, write_folder(lieferung, tmp_path / "lieferung")).ok
    engine.dispose()
    client = create_app(settings).server.test_client()
    report = of(client, jahr="2020", jobcenter="nord")
    reported = of(client, jahr="2018", jobcenter="nord")

    assert FORMULA in report.text
    # A year without cases, of which figures were reported by hand.
    assert "Zusammenfassung der manuellen Meldungen · Anzahlen und Quoten" in reported.text
    assert f"Kundenreaktionen – Kanal: {FORMULA}" in reported.text
    for name in report.names("word/embeddings/"):
        assert [cell.value for row in cells_of(report.part(name)) for cell in row if cell.data_type == "f"] == []
    assert FORMULA.startswith(FORMULA_STARTS)


def test_the_command_line_writes_the_report_of_the_page(settings: Settings, dresden: FlaskClient, tmp_path: Path):
    target = tmp_path / "bericht.docx"

    write_report(settings, "2020", "docx", target, ())

    assert Report(target.read_bytes()).text == of(dresden, jahr="2020").text
