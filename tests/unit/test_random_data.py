"""The random deliveries are valid under the import contract and hold the corners they promise."""

import csv
import random
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise, product
from pathlib import Path

import pytest

from tests.oracle import faellig_am
from tests.random_data import (
    COLUMNS,
    MERKMALE,
    Lieferung,
    random_breakdown,
    random_delivery,
    random_selection,
    write_delivery,
)

SEEDS = range(15)
CATALOGUES = ("bereich", "thema", "kanal", "personenkreis")


def codes(lieferung: Lieferung, file: str) -> set[str]:
    return {row["code"] for row in lieferung[file]}


@pytest.mark.parametrize("seed", SEEDS)
def test_keys_are_unique_and_every_code_is_known(seed: int) -> None:
    lieferung, _ = random_delivery(seed)
    keys = {
        "jobcenter": ("code",),
        **dict.fromkeys(CATALOGUES, ("code",)),
        "qualitaetsstandard": ("jobcenter", "gueltig_von"),
        "kundenreaktion": ("jobcenter", "aktenzeichen"),
        "anliegen": ("jobcenter", "aktenzeichen", "lfd_nr"),
        "petition_eingabe": ("jobcenter", "kennung"),
    }
    assert set(lieferung) == set(keys)
    for file, columns in keys.items():
        assert len({tuple(row[c] for c in columns) for row in lieferung[file]}) == len(lieferung[file])
        assert all(tuple(row) == COLUMNS[file] for row in lieferung[file])
    references = [("kundenreaktion", "kanal"), ("anliegen", "bereich"), ("anliegen", "thema")]
    for file, column in references:
        assert {row[column] for row in lieferung[file]} <= {*codes(lieferung, column), None}
    for file in ("kundenreaktion", "anliegen", "petition_eingabe"):
        assert {row["jobcenter"] for row in lieferung[file]} <= codes(lieferung, "jobcenter")
    kreise = {kreis for row in lieferung["kundenreaktion"] for kreis in row["personenkreis"]}
    assert kreise <= codes(lieferung, "personenkreis")
    with_anliegen = {(row["jobcenter"], row["aktenzeichen"]) for row in lieferung["anliegen"]}
    assert with_anliegen == {(row["jobcenter"], row["aktenzeichen"]) for row in lieferung["kundenreaktion"]}


@pytest.mark.parametrize("seed", SEEDS)
def test_dates_fit_the_status_the_datenstand_and_a_standard(seed: int) -> None:
    lieferung, datenstand = random_delivery(seed)
    land = {row["code"]: row["bundesland"] for row in lieferung["jobcenter"]}
    for row in lieferung["kundenreaktion"]:
        assert row["eingang_am"] <= (row["erledigt_am"] or datenstand) <= datenstand
        assert row["status"] == "storniert" or (row["erledigt_am"] is None) == (row["status"] == "offen")
        assert faellig_am(row, lieferung["qualitaetsstandard"], land[row["jobcenter"]]) > row["eingang_am"]
    for row in lieferung["petition_eingabe"]:
        assert row["eingang_am"] <= (row["erledigt_am"] or datenstand) <= datenstand
    general = sorted(
        (row["gueltig_von"], row["gueltig_bis"] or date.max)
        for row in lieferung["qualitaetsstandard"]
        if row["jobcenter"] is None
    )
    for (_, end), (start, _) in pairwise(general):
        assert start == end + timedelta(days=1)


def test_the_deliveries_hold_the_promised_corners() -> None:
    seen: Counter[str] = Counter()
    for seed in SEEDS:
        lieferung, datenstand = random_delivery(seed)
        land = {row["code"]: row["bundesland"] for row in lieferung["jobcenter"]}
        reactions = lieferung["kundenreaktion"]
        received = {(row["eingang_am"].year, row["eingang_am"].month) for row in reactions}
        first, last = min(received), max(received)
        months = (last[0] - first[0]) * 12 + last[1] - first[1] + 1
        seen["empty month"] += months - len(received)
        numbers = Counter(row["aktenzeichen"] for row in reactions)
        seen["aktenzeichen in several jobcenter"] += sum(count > 1 for count in numbers.values())
        petitioned = {row["jobcenter"] for row in lieferung["petition_eingabe"]}
        reacted = {row["jobcenter"] for row in reactions}
        seen["jobcenter with petitions only"] += len(petitioned - reacted)
        seen["jobcenter without anything"] += len(codes(lieferung, "jobcenter") - petitioned - reacted)
        for row in reactions:
            due = faellig_am(row, lieferung["qualitaetsstandard"], land[row["jobcenter"]])
            seen[f"status {row['status']}"] += 1
            seen[f"hauptart {row['art']}"] += 1
            seen[f"kanal {row['kanal'] is None}"] += 1
            seen[f"ombudsstelle {row['ombudsstelle']}"] += 1
            seen[f"personenkreise {len(row['personenkreis'])}"] += 1
            seen["leap day"] += row["eingang_am"] == date(2020, 2, 29)
            seen["year change"] += row["erledigt_am"] is not None and row["erledigt_am"].year > row["eingang_am"].year
            seen["finished on the due day"] += row["erledigt_am"] == due
            seen["finished a day late"] += row["erledigt_am"] == due + timedelta(days=1)
            seen["open and due on the Datenstand"] += row["status"] == "offen" and due == datenstand
            seen["open and due the day before"] += row["status"] == "offen" and due == datenstand - timedelta(days=1)
        parts = Counter((row["jobcenter"], row["aktenzeichen"]) for row in lieferung["anliegen"])
        seen.update(f"anliegen {count}" for count in parts.values())
        for row in lieferung["anliegen"]:
            seen[f"art {row['art']}, bewertung {row['bewertung']}"] += 1
            seen[f"bereich {row['bereich'] is None}, thema {row['thema'] is None}"] += 1
        for catalogue in CATALOGUES:
            used = {row.get(catalogue) for row in [*reactions, *lieferung["anliegen"]]}
            used |= {kreis for row in reactions for kreis in row["personenkreis"]}
            seen[f"unused {catalogue}"] += len(codes(lieferung, catalogue) - used)
    arten = ("beschwerde", "lob", "idee", "sonstiges")
    bewertungen = ("begruendet", "teilweise", "unbegruendet", None)
    promised = {
        "empty month",
        "aktenzeichen in several jobcenter",
        "jobcenter with petitions only",
        "jobcenter without anything",
        "leap day",
        "year change",
        "finished on the due day",
        "finished a day late",
        "open and due on the Datenstand",
        "open and due the day before",
        *(f"status {status}" for status in ("offen", "erledigt", "abgegeben", "storniert")),
        *(f"hauptart {art}" for art in arten),
        *(f"kanal {is_empty}" for is_empty in (True, False)),
        *(f"ombudsstelle {flag}" for flag in (0, 1, None)),
        *(f"personenkreise {count}" for count in range(4)),
        *(f"anliegen {count}" for count in range(1, 5)),
        *(f"art {art}, bewertung {bewertung}" for art, bewertung in product(arten, bewertungen)),
        *(f"bereich {bereich}, thema {thema}" for bereich, thema in product((True, False), repeat=2)),
        *(f"unused {catalogue}" for catalogue in CATALOGUES),
    }
    assert {corner for corner, count in seen.items() if count} == promised


def test_equal_seeds_give_equal_data_and_different_seeds_do_not() -> None:
    assert random_delivery(3) == random_delivery(3)
    assert random_delivery(3) != random_delivery(4)


def test_selections_use_every_parameter_and_only_codes_of_the_catalogues() -> None:
    lieferung, datenstand = random_delivery(1)
    rng = random.Random(1)
    selections = [random_selection(rng, lieferung, datenstand) for _ in range(400)]
    used = {name for auswahl in selections for name in auswahl}
    fixed = {"von", "bis", "vergleich", "zeitbezug", "bewertungsbasis", "art", "hauptart", "ombudsstelle", "bewertung"}
    assert used == {*fixed, "jobcenter", *CATALOGUES}
    for catalogue in CATALOGUES:
        values = {value for auswahl in selections for value in auswahl.get(catalogue, "ohne").split(",")}
        assert values == {*codes(lieferung, catalogue), "ohne"}
    periods = [auswahl for auswahl in selections if "von" in auswahl]
    assert all(auswahl["von"] <= auswahl["bis"] for auswahl in periods)
    month = f"{datenstand:%Y-%m}"
    assert any(auswahl["bis"] < "2018-01" for auswahl in periods)
    assert any(auswahl["von"] <= month < auswahl["bis"] for auswahl in periods)
    assert any(auswahl["von"] > month for auswahl in periods)
    assert 20 < len(selections) - len(periods) < 120


def test_breakdowns_use_every_dimension_and_up_to_three_of_them() -> None:
    rng = random.Random(1)
    breakdowns = [random_breakdown(rng) for _ in range(300)]
    assert {len(nach) for nach, _ in breakdowns} == {0, 1, 2, 3}
    assert {merkmal for nach, _ in breakdowns for merkmal in nach} == set(MERKMALE)
    assert all(len(set(nach)) == len(nach) for nach, _ in breakdowns)
    assert {ebene for nach, ebene in breakdowns if "bereich" in nach} == {1, None}
    assert {ebene for nach, ebene in breakdowns if "bereich" not in nach} == {None}


def test_written_files_hold_the_rows_as_the_import_contract_says(tmp_path: Path) -> None:
    lieferung, _ = random_delivery(2)
    write_delivery(lieferung, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {f"{file}.csv" for file in lieferung}
    with (tmp_path / "kundenreaktion.csv").open(encoding="utf-8", newline="") as stream:
        written = list(csv.DictReader(stream, delimiter=";"))
    assert len(written) == len(lieferung["kundenreaktion"])
    for text, row in zip(written, lieferung["kundenreaktion"], strict=True):
        assert text["eingang_am"] == row["eingang_am"].isoformat()
        assert text["erledigt_am"] == (row["erledigt_am"].isoformat() if row["erledigt_am"] else "")
        assert text["ombudsstelle"] == ("" if row["ombudsstelle"] is None else str(row["ombudsstelle"]))
        assert text["personenkreis"] == "|".join(row["personenkreis"])
        assert text["erfasserbemerkung"] == (row["erfasserbemerkung"] or "")
    header, *standards = (tmp_path / "qualitaetsstandard.csv").read_text(encoding="utf-8").splitlines()
    assert header == ";".join(COLUMNS["qualitaetsstandard"])
    assert ";2019-01-01;2019-12-31;10;Arbeitstage;0;0.925;Zehn Arbeitstage" in standards
