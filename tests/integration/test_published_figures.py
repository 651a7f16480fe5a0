"""Every line of the published figures, asked of the public interface over the reference data."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import chain
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from sqlalchemy import select

from data_access import schema
from domain import formats
from tests.api_server import ApiServer

GOLDEN = Path(__file__).parents[1] / "golden" / "dresden2020_zahlen.csv"
PERCENTAGE = re.compile(r"(-?\d+(?:,\d+)?) %")
EXACT = re.compile(r"exakt (-?\d+,\d+)")
# F26 is a statement in words; the other three count staff, rooms and bodies, not reactions.
NO_KRM_FIGURES = {"F26", "F49", "F50", "F51"}
WRONGLY_PRINTED = {"F13", "F33", "F38"}

Y2019 = "von=2019-01&bis=2019-12"
Y2020 = "von=2020-01&bis=2020-12"


@dataclass(frozen=True)
class Value:
    """A number of the interface: where it is asked for, the row and field in which it stands, and what it is."""

    expected: int
    route: str
    query: str
    row: str
    field: str = "wert"


def total(expected: int, kennzahl: str, query: str = Y2020, field: str = "wert") -> Value:
    """A number among all indicators of a selection."""
    return Value(expected, "kennzahlen.json", query, kennzahl, field)


def row(expected: int, kennzahl: str, nach: str, codes: str, query: str = Y2020, field: str = "wert") -> Value:
    """A number in the row with these codes of a breakdown."""
    return Value(expected, "tabelle.json", f"kennzahl={kennzahl}&nach={nach}&{query}", codes, field)


def summe(expected: int, kennzahl: str, query: str, field: str = "wert") -> Value:
    """A number in the total of a breakdown that has no dimension."""
    return Value(expected, "tabelle.json", f"kennzahl={kennzahl}&{query}", "summe", field)


@dataclass(frozen=True)
class Line:
    """Where numerator and denominator of a line stand; several places must hold the same number."""

    zaehler: tuple[Value, ...]
    nenner: tuple[Value, ...] = ()


def counted(*zaehler: Value) -> Line:
    return Line(zaehler)


def share(zaehler: Value, *nenner: Value) -> Line:
    return Line((zaehler,), nenner)


def change(expected: int, base: int, places: list[Value]) -> Line:
    """A change against the year before: both numbers stand in the fields ``wert`` and ``vergleich`` of one row."""
    now = tuple(Value(expected, place.route, place.query, place.row, "wert") for place in places)
    before = tuple(Value(base, place.route, place.query, place.row, "vergleich") for place in places)
    return Line(now, before)


ALL_2019 = total(1684, "kundenreaktionen", Y2019)
ALL_2020 = total(1068, "kundenreaktionen")
BESCHWERDEN_2020 = total(1906, "beschwerden")
OMBUDSSTELLE_2020 = total(464, "ombudsstelle")
KOMMUNAL = f"bereich=kommunale_leistungen&{Y2020}"
OTHER_CHANNELS = "kanal=online,brief,fax"
BOTH = "personenkreis=fluechtlinge_asyl,eu_migranten&ombudsstelle=ja"

LINES: dict[str, Line] = {
    "F01": counted(ALL_2019, total(1684, "kundenreaktionen", Y2020, "vergleich")),
    "F02": counted(total(3936, "anliegen", Y2019), total(3936, "anliegen", Y2020, "vergleich")),
    "F03": counted(ALL_2020, row(1068, "kundenreaktionen", "jahr", "2020")),
    "F04": counted(total(2145, "anliegen"), row(2145, "anliegen", "jobcenter", "dresden")),
    "F05": change(1068, 1684, [ALL_2020, row(0, "kundenreaktionen", "jahr", "2020")]),
    "F06": change(2145, 3936, [total(0, "anliegen"), row(0, "anliegen", "jahr", "2020")]),
    "F07": share(row(1010, "kundenreaktionen", "kanal", "persoenlich", Y2019), ALL_2019),
    "F08": change(196, 1010, [row(0, "kundenreaktionen", "kanal", "persoenlich")]),
    "F09": share(row(196, "kundenreaktionen", "kanal", "persoenlich"), ALL_2020),
    "F10": share(row(381, "kundenreaktionen", "kanal", "email", Y2019), ALL_2019),
    "F11": share(row(434, "kundenreaktionen", "kanal", "email"), ALL_2020),
    "F12": change(434, 381, [row(0, "kundenreaktionen", "kanal", "email")]),
    "F13": share(row(139, "kundenreaktionen", "kanal", "telefon", Y2019), ALL_2019),
    "F14": share(row(313, "kundenreaktionen", "kanal", "telefon"), ALL_2020),
    "F15": change(313, 139, [row(0, "kundenreaktionen", "kanal", "telefon")]),
    "F16": share(summe(154, "kundenreaktionen", f"{OTHER_CHANNELS}&{Y2019}"), ALL_2019),
    "F17": share(summe(125, "kundenreaktionen", f"{OTHER_CHANNELS}&{Y2020}"), ALL_2020),
    "F18": Line(
        (total(1008, "fristquote", field="zaehler"), total(1008, "fristgerecht")),
        (total(1068, "fristquote", field="nenner"), ALL_2020),
    ),
    "F19": counted(BESCHWERDEN_2020, row(1906, "anliegen", "art", "beschwerde")),
    "F20": change(1906, 3466, [total(0, "beschwerden"), row(0, "anliegen", "art", "beschwerde")]),
    "F21": change(360, 648, [total(0, "begruendet"), row(0, "beschwerden", "bewertung", "begruendet")]),
    "F22": Line(
        (total(648, "begruendetenquote", Y2019, "zaehler"), total(648, "begruendet", Y2019)),
        (total(3466, "begruendetenquote", Y2019, "nenner"), total(3466, "beschwerden", Y2019)),
    ),
    "F23": Line(
        (total(360, "begruendetenquote", field="zaehler"), total(360, "begruendet")),
        (total(1906, "begruendetenquote", field="nenner"), BESCHWERDEN_2020),
    ),
    "F24": counted(total(27, "lob"), row(27, "anliegen", "art", "lob")),
    "F25": change(27, 81, [total(0, "lob"), row(0, "anliegen", "art", "lob")]),
    "F27": change(
        1195,
        2130,
        [
            row(0, "beschwerden", "bereich", "leistungsgewaehrung", f"ebene=1&{Y2020}"),
            summe(0, "beschwerden", f"bereich=leistungsgewaehrung&{Y2020}"),
        ],
    ),
    "F28": share(row(1195, "beschwerden", "bereich", "leistungsgewaehrung", f"ebene=1&{Y2020}"), BESCHWERDEN_2020),
    "F29": change(
        210,
        346,
        [
            row(0, "beschwerden", "bereich,thema", "grundsicherung,bearbeitungsdauer"),
            summe(0, "beschwerden", f"bereich=grundsicherung&thema=bearbeitungsdauer&{Y2020}"),
        ],
    ),
    "F30": change(371, 674, [row(0, "beschwerden", "bereich", "kommunale_leistungen")]),
    "F31a": counted(row(72, "beschwerden", "thema", "bearbeitungsdauer", KOMMUNAL)),
    "F31b": counted(row(59, "beschwerden", "thema", "hoehe_der_leistungen", KOMMUNAL)),
    "F31c": counted(row(44, "beschwerden", "thema", "zustimmung_zum_umzug", KOMMUNAL)),
    "F31d": counted(row(40, "beschwerden", "bereich,thema", "kommunale_leistungen,beratung")),
    "F32": change(97, 202, [row(0, "beschwerden", "bereich", "arbeitsvermittlung")]),
    "F33": share(row(97, "beschwerden", "bereich", "arbeitsvermittlung"), BESCHWERDEN_2020),
    "F34a": counted(row(31, "beschwerden", "bereich,thema", "arbeitsvermittlung,beratung")),
    "F34b": counted(row(25, "beschwerden", "thema,bereich", "fachliche_kompetenz,arbeitsvermittlung")),
    "F35": counted(total(380, "ombudsstelle", Y2019), row(380, "kundenreaktionen", "ombudsstelle", "ja", Y2019)),
    "F36": counted(OMBUDSSTELLE_2020, row(464, "kundenreaktionen", "ombudsstelle", "ja")),
    "F37": change(464, 380, [OMBUDSSTELLE_2020]),
    "F38": Line((total(464, "ombudsquote", field="zaehler"),), (total(1068, "ombudsquote", field="nenner"), ALL_2020)),
    "F39a": counted(row(456, "kundenreaktionen", "ombudsstelle,hauptart", "ja,beschwerde")),
    "F39b": counted(row(7, "kundenreaktionen", "ombudsstelle,hauptart", "ja,lob")),
    "F39c": counted(row(1, "kundenreaktionen", "ombudsstelle,hauptart", "ja,idee")),
    "F40": Line(
        (
            row(269, "kundenreaktionen", "ombudsstelle,kanal", "ja,telefon"),
            row(269, "ombudsquote", "kanal", "telefon", field="zaehler"),
        ),
        (
            row(313, "kundenreaktionen", "kanal", "telefon"),
            row(313, "ombudsquote", "kanal", "telefon", field="nenner"),
        ),
    ),
    "F41": share(row(291, "kundenreaktionen", "ombudsstelle,personenkreis", "ja,fluechtlinge_asyl"), OMBUDSSTELLE_2020),
    "F42": share(row(47, "kundenreaktionen", "ombudsstelle,personenkreis", "ja,eu_migranten"), OMBUDSSTELLE_2020),
    "F43": share(summe(338, "kundenreaktionen", f"{BOTH}&{Y2020}"), OMBUDSSTELLE_2020),
    "F44": counted(total(6, "petitionen", Y2019)),
    "F45": change(3, 6, [total(0, "petitionen"), row(0, "petitionen", "jahr", "2020")]),
    "F46": counted(total(3, "eingaben")),
    "F47": Line((total(1008, "fristgerecht"),), (total(1068, "fristquote", field="nenner"),)),
    "F48": share(row(21, "kundenreaktionen", "personenkreis", "corona"), ALL_2020),
}


@dataclass(frozen=True)
class Remainder:
    """A line that says how much of a whole its parts leave over."""

    whole: Value
    parts: tuple[Value, ...]
    rest: int


REMAINDERS: dict[str, tuple[Remainder, ...]] = {
    "X01": (Remainder(total(2145, "anliegen"), (BESCHWERDEN_2020, total(27, "lob")), 212),),
    "X02": (
        Remainder(
            BESCHWERDEN_2020,
            (
                row(1195, "beschwerden", "bereich", "leistungsgewaehrung", f"ebene=1&{Y2020}"),
                row(97, "beschwerden", "bereich", "arbeitsvermittlung"),
            ),
            614,
        ),
        Remainder(
            row(1195, "beschwerden", "bereich", "leistungsgewaehrung", f"ebene=1&{Y2020}"),
            (
                row(824, "beschwerden", "bereich", "grundsicherung"),
                row(371, "beschwerden", "bereich", "kommunale_leistungen"),
            ),
            0,
        ),
    ),
    "X03": (
        Remainder(total(3936, "anliegen", Y2019), (total(3466, "beschwerden", Y2019), total(81, "lob", Y2019)), 389),
    ),
    "X04": (
        Remainder(
            row(313, "kundenreaktionen", "kanal", "telefon"),
            (row(269, "kundenreaktionen", "kanal,ombudsstelle", "telefon,ja"),),
            44,
        ),
        Remainder(row(44, "kundenreaktionen", "kanal,ombudsstelle", "telefon,nein"), (), 44),
    ),
}

EVENTS_OF_X05 = {
    date(2020, 3, 13): "Zugangsbeschränkungen für den regulären Kundenverkehr",
    date(2020, 3, 16): "Schließung des Hauses für Kundenverkehr",
    date(2020, 3, 18): "Presseinformation zur Schließung des Hauses",
    date(2020, 3, 19): "Zugang nur noch über die Eingangszone; Wegfall persönlicher Beratung (Arbeitsvermittlung)",
}

# Figures that remarks derive from others: what they divide, and what they say it gives.
REMARKS: dict[str, tuple[Value, Value, str]] = {
    "F02": (total(3936, "anliegen_je_reaktion", Y2019, "zaehler"), ALL_2019, "2,34"),
    "F04": (
        total(2145, "anliegen_je_reaktion", field="zaehler"),
        total(1068, "anliegen_je_reaktion", field="nenner"),
        "2,01",
    ),
    "F31d": (
        summe(
            215,
            "beschwerden",
            f"{KOMMUNAL}&thema=bearbeitungsdauer,hoehe_der_leistungen,zustimmung_zum_umzug,beratung",
        ),
        summe(371, "beschwerden", KOMMUNAL),
        "58,0 %",
    ),
    "F34a": (LINES["F34a"].zaehler[0], row(97, "beschwerden", "bereich", "arbeitsvermittlung"), "32,0 %"),
    "F34b": (LINES["F34b"].zaehler[0], row(97, "beschwerden", "bereich", "arbeitsvermittlung"), "25,8 %"),
    "F35": (total(380, "ombudsquote", Y2019, "zaehler"), total(1684, "ombudsquote", Y2019, "nenner"), "22,6 %"),
    "F40": (LINES["F40"].zaehler[0], OMBUDSSTELLE_2020, "58,0 %"),
}


def golden() -> dict[str, dict[str, str]]:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        return {line["id"]: line for line in csv.DictReader(file, delimiter=";")}


CSV = golden()


def found(server: ApiServer, value: Value) -> int:
    """The number that the interface gives."""
    answer = server.json(value.route, **dict(parse_qsl(value.query)))
    if value.route == "kennzahlen.json":
        fields = answer["kennzahlen"][value.row]
    elif value.row == "summe":
        fields = answer["summe"]
    else:
        merkmale = dict(parse_qsl(value.query))["nach"].split(",")
        (fields,) = [line for line in answer["zeilen"] if [line[m] for m in merkmale] == value.row.split(",")]
    number = fields[value.field]
    assert isinstance(number, int)
    return number


def allowed(cell: str) -> set[int]:
    """The whole numbers that a cell of the table allows: ``1684``, ``360 oder 361``, ``3451-3479``."""
    text = cell.split("(")[0]
    if "-" in text:
        low, high = (int(number) for number in text.split("-"))
        return set(range(low, high + 1))
    return {int(number) for number in text.split("oder")}


def percent(line: Line, csv_line: dict[str, str]) -> Fraction:
    """What the line's percentage is, exactly, in percent."""
    ratio = Fraction(line.zaehler[0].expected, line.nenner[0].expected)
    return 100 * (ratio - 1 if csv_line["nenner_bezug"] == "Vorjahr" else ratio)


def half_up(value: Fraction, like: str) -> Decimal:
    """``value`` rounded to as many decimals as the German number ``like`` has; half up, away from zero."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(like.replace(",", ".")), ROUND_HALF_UP)


def decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def test_no_line_of_the_table_is_left_out():
    assert {*LINES, *REMAINDERS, "X05", *NO_KRM_FIGURES} == set(CSV)
    assert len(CSV) == 62


def test_what_is_left_out_is_no_figure_of_the_krm():
    assert CSV["F26"]["zaehler"] == ""
    assert all("keine KRM-Zahl" in CSV[line]["bemerkung"] for line in NO_KRM_FIGURES - {"F26"})


@pytest.mark.parametrize("name", LINES)
def test_the_interface_gives_the_numbers_of_the_line(reference: ApiServer, name: str):
    for value in chain(LINES[name].zaehler, LINES[name].nenner):
        assert found(reference, value) == value.expected, value


@pytest.mark.parametrize("name", LINES)
def test_the_numbers_asked_for_are_those_of_the_table(name: str):
    line, csv_line = LINES[name], CSV[name]

    assert {value.expected for value in line.zaehler} <= allowed(csv_line["zaehler"])
    assert len({value.expected for value in line.zaehler}) == 1
    assert bool(line.nenner) == bool(csv_line["nenner"])
    if line.nenner:
        assert {value.expected for value in line.nenner} <= allowed(csv_line["nenner"])
        assert len({value.expected for value in line.nenner}) == 1


@pytest.mark.parametrize("name", [name for name, line in LINES.items() if line.nenner])
def test_the_percentage_is_the_recomputed_one_rounded_half_up(name: str):
    exact = percent(LINES[name], CSV[name])
    recomputed = CSV[name]["neu_berechnet"]
    between = re.fullmatch(r"(\d+,\d)-(\d+,\d) %", recomputed)

    if between:
        assert decimal(between[1]) <= half_up(exact, "0,0") <= decimal(between[2])
    else:
        stated = PERCENTAGE.findall(recomputed)
        assert stated
        assert [half_up(exact, text) for text in stated] == [decimal(text) for text in stated]
    for text in EXACT.findall(recomputed):
        assert half_up(exact, text) == decimal(text)


@pytest.mark.parametrize("name", [name for name in LINES if PERCENTAGE.search(CSV[name]["veroeffentlicht"])])
def test_the_printed_percentage_is_right_but_for_the_three_wrong_ones(name: str):
    (printed,) = PERCENTAGE.findall(CSV[name]["veroeffentlicht"])
    is_right = half_up(percent(LINES[name], CSV[name]), printed) == decimal(printed)

    assert is_right == (name not in WRONGLY_PRINTED)
    assert (CSV[name]["konsistent"] == "NEIN") == (name in WRONGLY_PRINTED)


@pytest.mark.parametrize(
    ("kennzahl", "query", "field", "name"),
    [
        ("kundenreaktionen", Y2020, "veraenderung", "F05"),
        ("anliegen", Y2020, "veraenderung", "F06"),
        ("fristquote", Y2020, "wert", "F18"),
        ("begruendet", Y2020, "veraenderung", "F21"),
        ("begruendetenquote", Y2019, "wert", "F22"),
        ("begruendetenquote", Y2020, "wert", "F23"),
        ("lob", Y2020, "veraenderung", "F25"),
        ("ombudsquote", Y2020, "wert", "F38"),
        ("ombudsquote", f"kanal=telefon&{Y2020}", "wert", "F40"),
        ("petitionen", Y2020, "veraenderung", "F45"),
    ],
)
def test_fractions_of_the_interface_read_as_the_recomputed_percentage(reference, kennzahl, query, field, name):
    fraction = reference.json("kennzahlen.json", **dict(parse_qsl(query)))["kennzahlen"][kennzahl][field]
    exact = percent(LINES[name], CSV[name])

    assert fraction == pytest.approx(float(exact) / 100, rel=1e-12)
    text = str(half_up(abs(exact), "0,0")).replace(".", ",") + "\u00a0%"
    assert formats.percent(abs(fraction)) == text


def test_the_begruendetenquote_rises_by_percentage_points_and_not_by_per_cent(reference: ApiServer):
    werte = reference.json("kennzahlen.json", **dict(parse_qsl(Y2020)))["kennzahlen"]["begruendetenquote"]

    assert "+0,2 Prozentpunkte" in CSV["F23"]["bemerkung"]
    assert formats.percentage_points(werte["differenz"]) == "+0,2\u00a0Prozentpunkte"


def test_late_and_overdue_reactions_make_up_the_sixty_that_missed_the_deadline(reference: ApiServer):
    kennzahlen = reference.json("kennzahlen.json", **dict(parse_qsl(Y2020)))["kennzahlen"]

    assert "damit 60 Fälle > 21 Tage" in CSV["F18"]["bemerkung"]
    assert kennzahlen["verspaetet"]["wert"] + kennzahlen["ueberfaellig"]["wert"] == 60
    assert kennzahlen["offen_in_frist"]["wert"] == 0


def test_the_ombudsstelle_is_split_completely_by_the_hauptart(reference: ApiServer):
    query = f"kennzahl=kundenreaktionen&nach=hauptart&ombudsstelle=ja&{Y2020}"
    answer = reference.json("tabelle.json", **dict(parse_qsl(query)))

    assert "456+7+1=464" in CSV["F39a"]["bemerkung"]
    rows = {line["hauptart"]: line["wert"] for line in answer["zeilen"] if line["wert"]}
    assert (rows, answer["additiv"]) == ({"beschwerde": 456, "lob": 7, "idee": 1}, True)


@pytest.mark.parametrize("name", REMARKS)
def test_figures_derived_in_remarks_follow_from_the_interface(reference: ApiServer, name: str):
    above, below, text = REMARKS[name]
    exact = Fraction(found(reference, above), found(reference, below))

    assert text in CSV[name]["bemerkung"]
    number = text.removesuffix(" %")
    assert half_up(exact * 100 if number != text else exact, number) == decimal(number)


@pytest.mark.parametrize("name", REMAINDERS)
def test_parts_leave_over_what_the_table_says(reference: ApiServer, name: str):
    for remainder in REMAINDERS[name]:
        values = [remainder.whole, *remainder.parts]

        assert [found(reference, value) for value in values] == [value.expected for value in values]
        assert values[0].expected - sum(value.expected for value in values[1:]) == remainder.rest


def test_the_remainders_are_those_of_the_table():
    assert REMAINDERS["X01"][0].rest == 212
    assert CSV["X01"]["neu_berechnet"] == "Rest 212 (9,9 %)"
    assert half_up(Fraction(212 * 100, 2145), "0,0") == decimal("9,9")
    assert CSV["X02"]["neu_berechnet"] == "Rest 614 bzw. 243"
    # The table leaves open whether the 371 lie inside the 1195; the tree of Bereiche says that they do.
    assert (REMAINDERS["X02"][0].rest, REMAINDERS["X02"][0].rest - 371) == (614, 243)
    assert CSV["X03"]["neu_berechnet"] == "Rest 376-404"
    assert 376 <= REMAINDERS["X03"][0].rest <= 404
    assert CSV["X04"]["neu_berechnet"].startswith("44 ")


def test_the_four_contradicting_dates_of_the_closing_are_four_events(reference: ApiServer):
    ereignis = schema.ereignis.c
    with reference.engine.connect() as connection:
        stored = {tuple(event) for event in connection.execute(select(ereignis.datum_von, ereignis.titel))}

    assert set(EVENTS_OF_X05.items()) <= stored
    dates = CSV["X05"]["veroeffentlicht"].removesuffix("2020").split("/")
    assert [text.strip() for text in dates] == [f"{day:%d.%m.}" for day in sorted(EVENTS_OF_X05)]


def test_every_statement_that_is_loaded_beside_the_cases_is_what_its_own_selection_gives(reference: ApiServer):
    with reference.engine.connect() as connection:
        statements = connection.execute(select(schema.berichtswert)).all()

    assert len(statements) == 50
    for statement in statements:
        query = dict(parse_qsl(statement.auswahl))
        werte = reference.json("kennzahlen.json", **query)["kennzahlen"][statement.kennzahl]
        if statement.zaehler is not None:
            assert werte["zaehler"] == statement.zaehler, statement
        if statement.nenner is not None and (werte["nenner"] is not None or "vergleich" in query):
            assert statement.nenner == (werte["vergleich"] if "vergleich" in query else werte["nenner"]), statement
