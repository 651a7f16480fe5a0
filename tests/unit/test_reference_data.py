"""The reference data set holds its margins, keeps what the report says in words, and obeys the import contract."""

import csv
import os
import random
import re
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from data_access import schema
from data_access.imports.feiertage import holidays_of
from data_access.reference.generator import DATENSTAND, reference_delivery
from data_access.reference.margins import Counts, bounds, load_margins
from data_access.reference.model import load_profile
from data_access.reference.sampling import draw
from data_access.reference.writer import write_delivery
from domain.frist import Qualitaetsstandard, faellig_am, frist_status, is_working_day, standard_for

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "dresden2020_zahlen.csv"
BERICHTSJAHR, VORJAHR, FIKTIV, QUARTAL = "2020", "2019", "2018", "2021-Q1"
MARGINS = load_margins()
ZEITRAEUME = tuple(MARGINS[0].werte)

Row = dict[str, Any]

NUMERATOR = {"fristquote": "fristgerecht", "ombudsquote": "ombudsstelle", "begruendetenquote": "begruendet"}
ANLIEGEN_OF: dict[str, dict[str, str]] = {
    "anliegen": {},
    "beschwerden": {"art": "beschwerde"},
    "begruendet": {"art": "beschwerde", "bewertung": "begruendet"},
    "lob": {"art": "lob"},
    "ideen": {"art": "idee"},
}
PETITION_OF = {"petitionen": "petition", "eingaben": "eingabe"}
FRISTZUSTAENDE = ("fristgerecht", "verspaetet", "ueberfaellig", "offen_in_frist")
# Statements that are no figures of the KRM, or have neither a number nor a percentage that was printed.
NOT_COMPUTABLE = {"F26", "F49", "F50", "F51"}
NOT_PUBLISHED = "(nicht veröffentlicht)"


@dataclass
class Fall:
    """A Kundenreaktion with what belongs to it."""

    row: Row
    zustand: str | None
    anliegen: list[Row] = field(default_factory=list)


@dataclass
class Data:
    """The delivery, read once and only by plain loops."""

    lieferung: dict[str, list[Row]]
    faelle: list[Fall]
    unter: dict[str, set[str]]

    def of(self, first, last, **auswahl):
        """The counted reactions received in the period that pass the filters of the reaction."""
        return [
            fall
            for fall in self.faelle
            if fall.row["status"] != "storniert"
            and first <= fall.row["eingang_am"] <= last
            and all(passes(fall.row, name, codes.split(",")) for name, codes in auswahl.items())
        ]

    def anliegen(self, faelle, **auswahl):
        """The Anliegen of these reactions that pass the filters of the Anliegen."""
        wanted = {name: set(codes.split(",")) for name, codes in auswahl.items()}
        if "bereich" in wanted:
            wanted["bereich"] = {below for code in wanted["bereich"] for below in self.unter.get(code, {code})}
        return [
            anliegen
            for fall in faelle
            for anliegen in fall.anliegen
            if all((anliegen[name] or "ohne") in codes for name, codes in wanted.items())
        ]

    def count(self, kennzahl, first, last, auswahl):
        """One figure: how many cases of that kind the period holds."""
        if kennzahl in PETITION_OF:
            rows = self.lieferung["petition_eingabe"]
            return sum(row["art"] == PETITION_OF[kennzahl] and first <= row["eingang_am"] <= last for row in rows)
        of_anliegen = {name: codes for name, codes in auswahl.items() if name in schema.anliegen.c}
        of_reaction = {name: codes for name, codes in auswahl.items() if name not in of_anliegen}
        faelle = self.of(first, last, **of_reaction)
        if kennzahl in ANLIEGEN_OF:
            return len(self.anliegen(faelle, **of_anliegen, **ANLIEGEN_OF[kennzahl]))
        assert not of_anliegen
        if kennzahl in FRISTZUSTAENDE:
            return sum(fall.zustand == kennzahl for fall in faelle)
        return len(faelle) if kennzahl == "kundenreaktionen" else sum(fall.row[kennzahl] for fall in faelle)

    def year(self, zeitraum, **auswahl):
        return self.of(*bounds(zeitraum), **auswahl)

    def themen(self, zeitraum, bereich=None, **auswahl):
        """Beschwerden per Thema of a period."""
        within = {"bereich": bereich} if bereich else {}
        found = self.anliegen(self.year(zeitraum, **auswahl), art="beschwerde", **within)
        return Counter(anliegen["thema"] for anliegen in found)


def passes(row, name, codes):
    if name == "hauptart":
        return row["art"] in codes
    if name == "ombudsstelle":
        return ("ja" if row["ombudsstelle"] else "nein") in codes
    if name == "personenkreis":
        return bool(set(row["personenkreis"]) & set(codes))
    return row[name] in codes


@pytest.fixture(scope="module")
def data():
    lieferung: dict[str, list[Row]] = reference_delivery()
    standards = [Qualitaetsstandard(**row) for row in lieferung["qualitaetsstandard"]]
    by_key = {}
    for row in lieferung["kundenreaktion"]:
        standard = standard_for(row["eingang_am"], row["jobcenter"], standards)
        assert standard is not None
        due = faellig_am(row["eingang_am"], standard, holidays_of("SN"))
        by_key[key_of(row)] = Fall(row, frist_status(row["status"], row["erledigt_am"], due, DATENSTAND))
    for row in lieferung["anliegen"]:
        by_key[key_of(row)].anliegen.append(row)
    return Data(lieferung, list(by_key.values()), descendants(lieferung["bereich"]))


def key_of(row):
    return row["jobcenter"], row["aktenzeichen"]


def descendants(bereiche):
    """Per Bereich its own code and those of all Bereiche below it."""
    above = {row["code"]: row["uebergeordnet"] for row in bereiche}
    below = defaultdict(set)
    for code in above:
        ancestor = code
        while ancestor is not None:
            below[ancestor].add(code)
            ancestor = above[ancestor]
    return below


# --- margins -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("zeitraum", ZEITRAEUME)
@pytest.mark.parametrize("margin", MARGINS, ids=lambda margin: margin.groesse)
def test_every_margin_is_met_exactly(data, margin, zeitraum):
    assert data.count(margin.kennzahl, *bounds(zeitraum), margin.auswahl) == margin.werte[zeitraum]


@pytest.mark.parametrize("zeitraum", ZEITRAEUME)
def test_the_margins_leave_no_case_beside_the_table(data, zeitraum):
    counts = Counts(MARGINS, zeitraum)
    assert sum(counts.split("anliegen", "art", "bereich", "thema").values()) == counts.total("anliegen")
    for merkmal in ("kanal", "hauptart"):
        assert sum(counts.split("kundenreaktionen", merkmal).values()) == counts.total("kundenreaktionen")


def test_the_table_marks_where_every_published_year_comes_from():
    with (ROOT / "data_access" / "reference" / "margins.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    known = {"veröffentlicht", "rekonstruiert", "errechnet", "entschieden", "erzeugt"}
    for row in rows:
        assert {row["herkunft_2019"], row["herkunft_2020"]} <= known
        assert row["fundstelle"] or {row["herkunft_2019"], row["herkunft_2020"]} == {"erzeugt"}
    assert {"2018 (fiktiv)", "2019", "2020", "2021-Q1 (fiktiv)"} <= rows[0].keys()


def test_a_period_that_is_none_is_refused():
    with pytest.raises(ValueError, match="no period"):
        bounds("Herbst")


def test_a_margin_that_is_not_in_the_table_is_refused():
    with pytest.raises(KeyError, match="no kundenreaktionen"):
        Counts(MARGINS, BERICHTSJAHR).total("kundenreaktionen", kanal="taube")


def test_drawing_takes_every_place_at_most_once_and_never_one_without_weight():
    drawn = draw(random.Random(1), ["a", "b", "c", "d"], 3, lambda item: 0.0 if item == "b" else 1.0)
    assert sorted(drawn) == ["a", "c", "d"]


def test_margins_that_contradict_each_other_are_refused():
    with pytest.raises(ValueError, match="ask for 3 cases where only 2"):
        draw(random.Random(1), ["a", "b"], 3)


# --- published statements ----------------------------------------------------------------------------


def golden_rows():
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file, delimiter=";")}


def statement_id(row):
    (found,) = re.findall(r"\((F\d+[a-d]?)", row["fundstelle"])
    return found


def integer(text):
    """The one integer that a cell of the golden table states; None for ranges and alternatives."""
    found = re.fullmatch(r"(\d+)( \(rekonstruiert\))?", text)
    return int(found[1]) if found else None


def period_of(auswahl):
    years = {auswahl[name][:4] for name in ("von", "bis")}
    assert (auswahl["von"][4:], auswahl["bis"][4:]) == ("-01", "-12")
    assert len(years) == 1
    return years.pop()


def test_every_computable_statement_of_the_report_is_delivered(data):
    delivered = {statement_id(row) for row in data.lieferung["berichtswert"]}
    golden = golden_rows()
    printed = {name for name in golden if name.startswith("F") and golden[name]["veroeffentlicht"] != NOT_PUBLISHED}
    # F30 prints its two counts, only their change is not printed.
    assert delivered == printed - NOT_COMPUTABLE | {"F30"}


def test_the_delivered_statements_say_what_was_published(data):
    golden = golden_rows()
    for row in data.lieferung["berichtswert"]:
        original = golden[statement_id(row)]
        if original["veroeffentlicht"] == NOT_PUBLISHED:
            year = period_of(dict(parse_qsl(row["auswahl"])))
            assert row["zaehler"] == integer(original["zaehler" if year == BERICHTSJAHR else "nenner"])
            continue
        assert row["veroeffentlicht"] == original["veroeffentlicht"].split(" (")[0]
        assert row["zaehler"] == integer(original["zaehler"])
        assert row["nenner"] == (integer(original["nenner"]) if "%" in row["veroeffentlicht"] else None)


def test_every_published_count_is_found_in_the_cases(data):
    checked = 0
    for row in data.lieferung["berichtswert"]:
        auswahl = dict(parse_qsl(row["auswahl"]))
        zeitraum = period_of(auswahl)
        filters = {name: code for name, code in auswahl.items() if name not in ("von", "bis", "vergleich")}
        kennzahl = NUMERATOR.get(row["kennzahl"], row["kennzahl"])
        if row["zaehler"] is not None:
            assert data.count(kennzahl, *bounds(zeitraum), filters) == row["zaehler"], row["fundstelle"]
            checked += 1
        if row["nenner"] is not None and "vergleich" in auswahl:
            assert data.count(kennzahl, *bounds(VORJAHR), filters) == row["nenner"], row["fundstelle"]
    assert checked == sum(row["zaehler"] is not None for row in data.lieferung["berichtswert"])


def test_published_percentages_follow_from_the_counts_but_for_the_three_wrong_ones(data):
    wrong = set()
    for row in data.lieferung["berichtswert"]:
        if row["zaehler"] is None or row["nenner"] is None or "%" not in row["veroeffentlicht"]:
            continue
        printed = Decimal(row["veroeffentlicht"].removesuffix(" %").replace(",", "."))
        base = row["nenner"] if "vergleich=vorjahr" in row["auswahl"] else 0
        exact = Decimal(100) * (row["zaehler"] - base) / row["nenner"]
        if exact.quantize(printed, ROUND_HALF_UP) != printed:
            wrong.add(statement_id(row))
    assert wrong == {name for name, row in golden_rows().items() if row["konsistent"] == "NEIN"}


# --- what the report says in words -------------------------------------------------------------------


@pytest.mark.parametrize("zeitraum", ZEITRAEUME)
def test_bearbeitungsdauer_is_the_second_largest_thema_in_grundsicherung(data, zeitraum):
    themen = data.themen(zeitraum, "grundsicherung")
    (_, first), (thema, second), (_, third) = themen.most_common(3)
    assert thema == "bearbeitungsdauer"
    assert first > second > third


def test_no_other_thema_exceeds_those_the_report_names(data):
    for bereich in ("kommunale_leistungen", "arbeitsvermittlung"):
        themen, named = data.themen(BERICHTSJAHR, bereich), published_themen(bereich)
        assert max(count for thema, count in themen.items() if thema not in named) <= min(themen[t] for t in named)


def published_themen(bereich):
    with (ROOT / "data_access" / "reference" / "berichtswerte.csv").open(encoding="utf-8", newline="") as file:
        selections = [dict(parse_qsl(row["auswahl"])) for row in csv.DictReader(file, delimiter=";")]
    return {auswahl["thema"] for auswahl in selections if "thema" in auswahl and auswahl["bereich"] == bereich}


def test_bearbeitungsdauer_is_a_reason_for_beschwerden_in_every_operative_bereich(data):
    for bereich in ("grundsicherung", "kommunale_leistungen", "arbeitsvermittlung", "eingangszone"):
        assert data.themen(BERICHTSJAHR, bereich)["bearbeitungsdauer"] > 0


def test_online_did_not_rise_in_the_year_of_the_report(data):
    assert 0 < len(data.year(BERICHTSJAHR, kanal="online")) <= len(data.year(VORJAHR, kanal="online"))


@pytest.mark.parametrize("zeitraum", [FIKTIV, VORJAHR])
def test_about_half_of_the_lob_of_earlier_years_came_in_person(data, zeitraum):
    lob = len(data.anliegen(data.year(zeitraum), art="lob"))
    in_person = len(data.anliegen(data.year(zeitraum, kanal="persoenlich"), art="lob"))
    assert 0.45 <= in_person / lob <= 0.55


def test_the_only_idea_of_the_year_of_the_report_came_from_a_body_to_the_ombudsstelle_during_the_crisis(data):
    (fall,) = [f for f in data.year(BERICHTSJAHR) if any(a["art"] == "idee" for a in f.anliegen)]
    assert (fall.row["art"], fall.row["ombudsstelle"], fall.row["melder"]) == ("idee", 1, "beratungsstelle")
    assert fall.row["beratungsstelle"] == "Sozialdienst St. Marien Krankenhaus"
    assert fall.row["eingang_am"] > date(2020, 3, 13)


def test_nothing_of_the_year_of_the_report_was_handed_over_or_is_open_inside_its_deadline(data):
    faelle = data.year(BERICHTSJAHR)
    assert all(fall.row["status"] != "abgegeben" for fall in faelle)
    assert all(fall.zustand in ("fristgerecht", "verspaetet", "ueberfaellig") for fall in faelle)


def test_no_reaction_at_the_ombudsstelle_carries_both_personenkreise_but_some_elsewhere_do(data):
    both = {"fluechtlinge_asyl", "eu_migranten"}
    carrying = [fall.row["ombudsstelle"] for fall in data.year(BERICHTSJAHR) if both <= set(fall.row["personenkreis"])]
    assert carrying
    assert not any(carrying)


def test_the_ombudsstelle_hears_mostly_what_the_report_lists(data):
    themen = data.themen(BERICHTSJAHR, ombudsstelle="ja")
    assert {thema for thema, _ in themen.most_common(5)} == {
        "bearbeitungsdauer",
        "anforderung_von_unterlagen",
        "bescheide",
        "beratung",
        "anrechnung_von_einkommen",
    }


@pytest.mark.parametrize("zeitraum", ZEITRAEUME)
def test_customers_only_rarely_turn_to_the_ombudsstelle_without_help(data, zeitraum):
    melder = Counter(fall.row["melder"] for fall in data.year(zeitraum, ombudsstelle="ja"))
    assert 0 < melder["kunde"] < melder.total() * 0.05
    assert melder["beratungsstelle"] > melder.total() / 2


def test_corona_is_told_by_the_themen_of_the_crisis(data):
    themen = {"vereinfachte_antragstellung", "anforderung_von_unterlagen"}
    faelle = data.year(BERICHTSJAHR, personenkreis="corona")
    assert all(themen & {anliegen["thema"] for anliegen in fall.anliegen} for fall in faelle)
    assert min(fall.row["eingang_am"] for fall in faelle) > date(2020, 3, 27)


# --- looks like life ---------------------------------------------------------------------------------


def test_the_closed_building_ends_personal_contact_and_lifts_the_telephone(data):
    before = (date(2020, 1, 1), date(2020, 3, 12))
    after = (date(2020, 3, 19), date(2020, 6, 8))
    per_day = {
        (kanal, span): len(data.of(*span, kanal=kanal)) / ((span[1] - span[0]).days + 1)
        for kanal in ("persoenlich", "telefon", "email")
        for span in (before, after)
    }
    assert per_day["persoenlich", after] < 0.05 * per_day["persoenlich", before]
    assert per_day["telefon", after] > 1.5 * per_day["telefon", before]
    assert per_day["email", after] > per_day["email", before]


def test_days_off_bring_few_receipts_and_no_answers(data):
    off = [f for f in data.faelle if not is_working_day(f.row["eingang_am"], holidays_of("SN"))]
    assert 0 < len(off) < 0.03 * len(data.faelle)
    assert {fall.row["kanal"] for fall in off} <= {"email", "online"}
    answered = [f.row["erledigt_am"] for f in data.faelle if f.row["status"] in ("erledigt", "abgegeben")]
    assert all(is_working_day(day, holidays_of("SN")) for day in answered)


def test_the_holidays_of_the_profile_are_those_of_sachsen():
    listed = set(load_profile()["eingang"]["feiertage"])
    first = bounds(ZEITRAEUME[0])[0]
    days = [first + timedelta(days=n) for n in range((DATENSTAND - first).days + 1)]
    assert listed == {day for day in days if holidays_of("SN")(day)}


def test_processing_times_are_plausible(data):
    for zeitraum, low, high in ((VORJAHR, 6, 9), (BERICHTSJAHR, 8, 10)):
        finished = [f.row for f in data.year(zeitraum) if f.row["status"] == "erledigt"]
        days = sorted((row["erledigt_am"] - row["eingang_am"]).days for row in finished)
        assert low <= days[len(days) // 2] <= high
    zustand = Counter(fall.zustand for fall in data.year(VORJAHR))
    due = zustand["fristgerecht"] + zustand["verspaetet"] + zustand["ueberfaellig"]
    assert 0.85 <= zustand["fristgerecht"] / due <= 0.9


def test_open_cases_of_the_last_month_make_a_partial_quarter(data):
    still_in_time = [f for f in data.faelle if f.zustand == "offen_in_frist"]
    assert 25 <= len(still_in_time) <= 40
    assert all(fall.row["eingang_am"] >= DATENSTAND - timedelta(days=21) for fall in still_in_time)


def test_some_cases_are_handed_over_and_some_cancelled(data):
    status: dict[str, Counter[str]] = {zeitraum: Counter() for zeitraum in ZEITRAEUME}
    for fall in data.faelle:
        zeitraum = next(z for z in ZEITRAEUME if bounds(z)[0] <= fall.row["eingang_am"] <= bounds(z)[1])
        status[zeitraum][fall.row["status"]] += 1
    assert all(1 <= status[zeitraum]["storniert"] <= 10 for zeitraum in ZEITRAEUME)
    assert all(1 <= status[zeitraum]["abgegeben"] <= 10 for zeitraum in (FIKTIV, VORJAHR, QUARTAL))


# --- import contract ---------------------------------------------------------------------------------


def test_the_expected_tables_are_delivered(data):
    assert set(data.lieferung) == {
        "jobcenter",
        "bereich",
        "thema",
        "kanal",
        "personenkreis",
        "qualitaetsstandard",
        "ereignis",
        "kundenreaktion",
        "anliegen",
        "petition_eingabe",
        "berichtswert",
    }
    assert len(data.lieferung["ereignis"]) == 26


def test_rows_of_a_table_have_the_same_columns_and_only_known_ones(data):
    of_other_tables = {"kundenreaktion": {"personenkreis"}, "anliegen": {"jobcenter", "aktenzeichen"}}
    for name, rows in data.lieferung.items():
        assert len({tuple(row) for row in rows}) == 1
        assert rows[0].keys() <= set(schema.metadata.tables[name].c.keys()) | of_other_tables.get(name, set())


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("jobcenter", ["code"]),
        ("bereich", ["code"]),
        ("thema", ["code"]),
        ("kanal", ["code"]),
        ("personenkreis", ["code"]),
        ("qualitaetsstandard", ["jobcenter", "gueltig_von"]),
        ("kundenreaktion", ["jobcenter", "aktenzeichen"]),
        ("anliegen", ["jobcenter", "aktenzeichen", "lfd_nr"]),
        ("petition_eingabe", ["jobcenter", "kennung"]),
        ("berichtswert", ["jobcenter", "berichtsjahr", "fundstelle"]),
    ],
)
def test_keys_are_unique(data, table, key):
    keys = [tuple(row[column] for column in key) for row in data.lieferung[table]]
    assert len(set(keys)) == len(keys)
    assert all(None not in one for one in keys)


def test_codes_of_other_tables_exist(data):
    codes = {
        name: {row["code"] for row in data.lieferung[name]}
        for name in ("jobcenter", "bereich", "thema", "kanal", "personenkreis")
    }
    for rows in data.lieferung.values():
        for row in rows:
            for name, known in codes.items():
                value = row.get(name) or ()
                assert set(value if isinstance(value, tuple) else (value,)) <= known
            assert {row.get("uebergeordnet")} <= codes["bereich"] | {None}


def test_values_come_from_the_lists_of_the_contract(data):
    for row in data.lieferung["kundenreaktion"]:
        assert row["status"] in schema.STATUS
        assert row["art"] in schema.ART
        assert row["melder"] in schema.MELDER
        assert row["ombudsstelle"] in (0, 1)
        assert re.fullmatch(rf"{row['eingang_am'].year}-\d{{6}}", row["aktenzeichen"])
    assert {row["art"] for row in data.lieferung["petition_eingabe"]} == set(schema.PETITIONSART)


def test_every_reaction_has_one_to_three_anliegen_in_order_and_the_first_is_of_its_art(data):
    for fall in data.faelle:
        assert [a["lfd_nr"] for a in fall.anliegen] == list(range(1, len(fall.anliegen) + 1))
        assert 1 <= len(fall.anliegen) <= 3
        assert fall.anliegen[0]["art"] == fall.row["art"]


def test_only_beschwerden_of_finished_reactions_are_assessed(data):
    for fall in data.faelle:
        for anliegen in fall.anliegen:
            if anliegen["bewertung"] is not None:
                assert anliegen["bewertung"] in ("begruendet", "unbegruendet")
                assert (anliegen["art"], fall.row["status"]) == ("beschwerde", "erledigt")


def test_dates_are_in_order_and_none_lies_after_the_datenstand(data):
    rows = data.lieferung["kundenreaktion"] + data.lieferung["petition_eingabe"]
    assert all(row["erledigt_am"] is None or row["eingang_am"] <= row["erledigt_am"] for row in rows)
    dates = [row[name] for row in rows for name in ("eingang_am", "erledigt_am") if row[name]]
    events = [row["datum_von"] for row in data.lieferung["ereignis"]]
    assert max(dates + events) == DATENSTAND


def test_the_status_says_whether_there_is_an_erledigung(data):
    for row in data.lieferung["kundenreaktion"]:
        if row["status"] != "storniert":
            assert (row["erledigt_am"] is None) == (row["status"] == "offen")


# --- the same everywhere -----------------------------------------------------------------------------


def test_two_calls_give_the_same_rows():
    assert reference_delivery() == reference_delivery()


def test_written_files_do_not_depend_on_the_order_of_hashes(tmp_path):
    script = (
        "import sys, pathlib\n"
        "from data_access.reference.generator import reference_delivery\n"
        "from data_access.reference.writer import write_delivery\n"
        "write_delivery(reference_delivery(), pathlib.Path(sys.argv[1]))\n"
    )
    for seed in ("1", "2"):
        command = [sys.executable, "-c", script, str(tmp_path / seed)]
        subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed})
    written = [{path.name: path.read_bytes() for path in (tmp_path / seed).iterdir()} for seed in ("1", "2")]
    assert written[0] == written[1]
    assert len(written[0]) == len(reference_delivery())


def test_files_are_written_as_the_contract_says(tmp_path):
    rows = [
        {"code": "ö;1", "tag": date(2020, 3, 13), "anzahl": 0, "kreise": ("a", "b"), "leer": None},
        {"code": "b", "tag": date(2020, 3, 14), "anzahl": 7, "kreise": (), "leer": None},
    ]
    write_delivery({"tabelle": rows, "ohne_zeilen": []}, tmp_path / "neu")
    assert [path.name for path in (tmp_path / "neu").iterdir()] == ["tabelle.csv"]
    expected = 'code;tag;anzahl;kreise;leer\n"ö;1";2020-03-13;0;a|b;\nb;2020-03-14;7;;\n'
    assert (tmp_path / "neu" / "tabelle.csv").read_bytes() == expected.encode()
