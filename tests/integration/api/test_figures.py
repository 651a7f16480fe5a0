"""The figures of the public interface: published ones, the oracle's, and the same in every format."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from domain.kennzahlen import KENNZAHLEN
from tests import oracle
from tests.api_server import ApiServer, api_server, load, settings_in
from tests.random_data import random_breakdown, random_delivery, random_selection

YEAR = {"von": "2020-01", "bis": "2020-12"}
FIELDS = (
    "wert",
    "zaehler",
    "nenner",
    "vergleich",
    "vergleich_zaehler",
    "vergleich_nenner",
    "differenz",
    "veraenderung",
)
QUESTIONS = 60


def near(expected: Any) -> Any:
    return None if expected is None else pytest.approx(expected, rel=1e-12, abs=1e-15)


def fields(werte: oracle.Werte) -> dict[str, Any]:
    return {name: near(getattr(werte, name)) for name in FIELDS}


def values(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: answer[name] for name in FIELDS}


def number(text: str) -> float | int | None:
    return None if text == "" else float(text) if "." in text or "e" in text else int(text)


def test_the_published_figures_of_2020_and_2019_come_back(reference: ApiServer):
    found = reference.json("kennzahlen.json", **YEAR)["kennzahlen"]

    assert {code: (found[code]["wert"], found[code]["vergleich"]) for code in ("kundenreaktionen", "anliegen")} == {
        "kundenreaktionen": (1068, 1684),
        "anliegen": (2145, 3936),
    }
    assert (found["beschwerden"]["wert"], found["begruendet"]["wert"], found["ideen"]["wert"]) == (1906, 360, 1)
    assert (found["lob"]["wert"], found["lob"]["vergleich"], found["lob"]["differenz"]) == (27, 81, -54)
    assert (found["ombudsstelle"]["wert"], found["ombudsstelle"]["vergleich"]) == (464, 380)
    assert (found["ombudsquote"]["zaehler"], found["ombudsquote"]["nenner"]) == (464, 1068)
    assert (found["fristquote"]["zaehler"], found["fristquote"]["nenner"]) == (1008, 1068)
    assert (found["petitionen"]["wert"], found["petitionen"]["vergleich"], found["eingaben"]["wert"]) == (3, 6, 3)


def test_fractions_are_unrounded_numbers_and_carry_their_unit(reference: ApiServer):
    found = reference.json("kennzahlen.json", **YEAR)["kennzahlen"]

    assert found["fristquote"]["wert"] == 1008 / 1068
    assert found["begruendetenquote"]["wert"] == 360 / 1906
    assert found["kundenreaktionen"]["veraenderung"] == (1068 - 1684) / 1684
    assert {code: found[code]["einheit"] for code in found} == {c: k.einheit.value for c, k in KENNZAHLEN.items()}
    assert set(found["fristquote"]) == {*FIELDS, "einheit"}


def test_counts_have_no_denominator_and_durations_have_neither_part(reference: ApiServer):
    found = reference.json("kennzahlen.json", **YEAR)["kennzahlen"]

    assert (found["anliegen"]["zaehler"], found["anliegen"]["nenner"]) == (2145, None)
    assert found["laufzeit_median"]["wert"] > 0
    assert (found["laufzeit_median"]["zaehler"], found["laufzeit_median"]["nenner"]) == (None, None)


def test_the_answer_repeats_the_selection_with_every_default(reference: ApiServer):
    answer = reference.json("kennzahlen.json", kanal="telefon, email", ombudsstelle="ja")

    assert answer["datenstand"] == "2021-03-31"
    assert answer["auswahl"] == {
        "von": "2020-01",
        "bis": "2020-12",
        "vergleich": "vorjahr",
        "jobcenter": [],
        "bereich": [],
        "thema": [],
        "kanal": ["email", "telefon"],
        "personenkreis": [],
        "art": [],
        "hauptart": [],
        "ombudsstelle": ["ja"],
        "bewertung": [],
        "zeitbezug": "eingang",
        "bewertungsbasis": "alle",
        "stufe": "genau",
    }


def test_the_repeated_selection_asked_again_gives_the_same_answer(reference: ApiServer):
    first = reference.json("tabelle.json", kennzahl="lob", nach="kanal", bereich="grundsicherung", vergleich="ohne")

    again = {name: value if isinstance(value, str) else ",".join(value) for name, value in first["auswahl"].items()}

    assert reference.json("tabelle.json", kennzahl="lob", nach="kanal", **again) == first


def test_a_breakdown_has_its_unit_its_total_and_says_whether_it_adds_up(reference: ApiServer):
    answer = reference.json("tabelle.json", kennzahl="kundenreaktionen", nach="kanal", **YEAR)

    assert set(answer) == {"auswahl", "datenstand", "einheit", "summe", "additiv", "zeilen"}
    assert (answer["einheit"], answer["summe"]["wert"], answer["additiv"]) == ("anzahl", 1068, True)
    assert {row["kanal"]: (row["wert"], row["vergleich"]) for row in answer["zeilen"]}["email"] == (434, 381)
    assert sum(row["wert"] for row in answer["zeilen"]) == 1068
    assert [list(row) for row in answer["zeilen"]] == [["kanal", *FIELDS]] * len(answer["zeilen"])


def test_rows_of_several_mentions_do_not_add_up_and_the_answer_says_so(reference: ApiServer):
    answer = reference.json("tabelle.json", kennzahl="kundenreaktionen", nach="thema", **YEAR)

    assert (answer["summe"]["wert"], answer["additiv"]) == (1068, False)
    assert sum(row["wert"] for row in answer["zeilen"]) > 1068


def test_without_a_dimension_there_is_one_row_which_is_the_total(reference: ApiServer):
    answer = reference.json("tabelle.json", kennzahl="beschwerden", **YEAR)

    assert answer["zeilen"] == [answer["summe"]]
    assert answer["summe"]["wert"] == 1906


def test_bereiche_come_as_recorded_or_on_demand_as_the_top_level(reference: ApiServer):
    question = {"kennzahl": "beschwerden", "nach": "bereich", **YEAR}

    recorded = {row["bereich"]: row["wert"] for row in reference.json("tabelle.json", **question)["zeilen"]}
    top = {row["bereich"]: row["wert"] for row in reference.json("tabelle.json", **question, ebene="1")["zeilen"]}

    assert (recorded["grundsicherung"], recorded["kommunale_leistungen"]) == (824, 371)
    assert "leistungsgewaehrung" not in recorded
    assert (top["leistungsgewaehrung"], top["arbeitsvermittlung"]) == (1195, 97)
    assert "grundsicherung" not in top


def test_time_rows_cover_every_period_and_carry_its_code(reference: ApiServer):
    def codes(merkmal: str) -> list[str]:
        answer = reference.json("tabelle.json", kennzahl="lob", nach=merkmal, von="2020-11", bis="2021-02")
        return [row[merkmal] for row in answer["zeilen"]]

    assert codes("monat") == ["2020-11", "2020-12", "2021-01", "2021-02"]
    assert codes("quartal") == ["2020-Q4", "2021-Q1"]
    assert codes("jahr") == ["2020", "2021"]


def test_no_case_is_zero_no_base_and_no_comparison_are_null(reference: ApiServer):
    after = {"von": "2030-01", "bis": "2030-12"}
    before = {"von": "2010-01", "bis": "2010-12"}

    assert reference.json("tabelle.json", kennzahl="lob", **after)["summe"]["wert"] == 0
    assert reference.json("tabelle.json", kennzahl="fristquote", **after)["summe"]["wert"] is None
    assert reference.json("tabelle.json", kennzahl="lob", **before)["summe"]["vergleich"] is None


@pytest.mark.parametrize("seed", [3, 11])
def test_random_questions_over_random_data_are_answered_as_the_oracle_answers_them(seed: int, tmp_path: Path):
    lieferung, datenstand = random_delivery(seed)
    load(settings_in(tmp_path), lieferung, datenstand)
    server = api_server(settings_in(tmp_path))
    rng = random.Random(seed)
    for _ in range(QUESTIONS):
        auswahl = random_selection(rng, lieferung, datenstand)
        nach, ebene = random_breakdown(rng)
        kennzahl = rng.choice(list(KENNZAHLEN))
        expected = oracle.aggregate(lieferung, datenstand, auswahl, [kennzahl], nach, ebene)
        question = auswahl | {"kennzahl": kennzahl, "nach": ",".join(nach)} | ({"ebene": "1"} if ebene else {})

        answer = server.json("tabelle.json", **question)

        rows = {tuple(row[merkmal] for merkmal in nach): values(row) for row in answer["zeilen"]}
        assert rows == {codes: fields(werte[kennzahl]) for codes, werte in expected.zeilen.items()}, question
        assert answer["summe"] == fields(expected.summe[kennzahl]), question
        assert answer["additiv"] == expected.additiv[kennzahl], question


@pytest.mark.parametrize("kennzahl", ["kundenreaktionen", "fristquote", "laufzeit_p90", "anliegen_je_reaktion"])
@pytest.mark.parametrize("nach", ["", "kanal", "monat,bereich", "bewertung,ombudsstelle,jobcenter"])
def test_csv_and_excel_carry_the_same_rows_as_json(reference: ApiServer, kennzahl: str, nach: str):
    question = {"kennzahl": kennzahl, "nach": nach, **YEAR}
    merkmale = nach.split(",") if nach else []
    rows = reference.json("tabelle.json", **question)["zeilen"]

    text = reference.get("tabelle.csv", **question).text
    sheet: Any = load_workbook(io.BytesIO(reference.get("tabelle.xlsx", **question).data))["Tabelle"]

    from_csv = list(csv.DictReader(io.StringIO(text, newline="")))
    header, *lines = sheet.iter_rows(values_only=True)
    from_excel = [dict(zip(header, line, strict=True)) for line in lines]
    assert list(from_csv[0]) == [*merkmale, *FIELDS]
    assert [{m: row[m] for m in merkmale} | {f: number(row[f]) for f in FIELDS} for row in from_csv] == rows
    assert [{m: row[m] for m in merkmale} for row in from_excel] == [{m: row[m] for m in merkmale} for row in rows]
    for excel, row in zip(from_excel, rows, strict=True):
        assert values(excel) == {name: near(row[name]) for name in FIELDS}
    assert [name for name in header if name not in (*merkmale, *FIELDS)] == [
        f"{merkmal}_name" for merkmal in merkmale if merkmal != "monat"
    ]


def test_excel_names_the_codes_and_formats_the_numbers_by_their_unit(reference: ApiServer):
    content = reference.get("tabelle.xlsx", kennzahl="fristquote", nach="kanal", **YEAR).data

    sheet: Any = load_workbook(io.BytesIO(content))["Tabelle"]
    header = [cell.value for cell in sheet[1]]
    by_code = {row[0].value: dict(zip(header, row, strict=True)) for row in sheet.iter_rows(min_row=2)}

    assert by_code["email"]["kanal_name"].value == "E-Mail"
    assert by_code["email"]["wert"].number_format == "0.0%"
    assert by_code["email"]["zaehler"].number_format == "#,##0"
    assert by_code["email"]["differenz"].number_format.startswith('+0.0%"-Punkte"')


def test_excel_says_on_its_second_sheet_what_the_numbers_mean(reference: ApiServer):
    question = {"kennzahl": "kundenreaktionen", "nach": "thema", "kanal": "email", **YEAR}

    sheet: Any = load_workbook(io.BytesIO(reference.get("tabelle.xlsx", **question).data))["Filter und Definitionen"]
    said = [(str(label), str(text)) for label, text in sheet.iter_rows(values_only=True)]

    assert ("Titel", "Kundenreaktionen nach Thema") in said
    assert ("Auswahl", "Zeitraum 2020, Kanal E-Mail, Vergleich Vorjahr") in said
    assert ("Einheit", "Kundenreaktionen") in said
    assert ("Datenstand", "2021-03-31 00:00:00") in said
    assert ("Quelle", "KRM-Datenbank Musterstadt") in said
    assert ("Kundenreaktionen", KENNZAHLEN["kundenreaktionen"].definition) in said
    notes = [text for label, text in said if label == "Hinweis"]
    assert notes[0] == "Insgesamt (aus eigener Abfrage, nicht aus den Zeilen addiert): 434; Vergleich: 381."
    assert [note.split(":")[0] for note in notes[1:]] == ["Mehrfachnennungen", "Demodaten"]


@pytest.mark.parametrize(("nach", "expected"), [("", []), ("thema", ["Insgesamt "])])
def test_own_data_are_not_called_demo_data_and_additive_rows_no_several_mentions(
    tmp_path: Path, nach: str, expected: list[str]
):
    load(settings_in(tmp_path), *random_delivery(5))
    content = api_server(settings_in(tmp_path)).get("tabelle.xlsx", kennzahl="anliegen", nach=nach).data

    sheet: Any = load_workbook(io.BytesIO(content))["Filter und Definitionen"]
    notes = [text for label, text in sheet.iter_rows(values_only=True) if label == "Hinweis"]

    assert [note.split("(")[0] for note in notes] == expected


def test_files_are_saved_under_a_name_that_tells_their_content(reference: ApiServer):
    response = reference.get("tabelle.csv", kennzahl="lob", nach="kanal,art", kanal="email,fax", **YEAR)

    assert response.headers["Content-Disposition"] == (
        'attachment; filename="lob_nach_kanal_art_von_2020-01_bis_2020-12_kanal_email_fax.csv"'
    )
    assert response.content_type == "text/csv; charset=utf-8"
