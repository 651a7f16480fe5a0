"""The cards of open cases over the reference data, held against its raw rows."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest

from analysis.survival import MINIMUM_N, kaplan_meier
from data_access.reference.generator import DATENSTAND, reference_delivery
from tests.api_server import ApiServer

LIEFERUNG: dict[str, list[dict[str, Any]]] = reference_delivery()
COUNTED = [row for row in LIEFERUNG["kundenreaktion"] if row["status"] != "storniert"]
OPEN = {row["aktenzeichen"]: row for row in COUNTED if row["status"] == "offen"}
CLASSES = tuple(f"{days}\u00a0Tage" for days in ("0 bis 7", "8 bis 14", "15 bis 18", "19 bis 21", "über 21"))


def card(reference: ApiServer, slug: str, **parameter: str) -> Any:
    return reference.json(f"karten/{slug}.json", **parameter)


def by_class(ages: list[int]) -> list[int]:
    counts = Counter(sum(age > bound for bound in (7, 14, 18, 21)) for age in ages)
    return [counts[at] for at in range(len(CLASSES))]


def test_open_cases_are_counted_by_age_whatever_the_period(reference: ApiServer):
    ages = [(DATENSTAND - row["eingang_am"]).days for row in OPEN.values()]
    for period in ({}, {"von": "2018-01", "bis": "2018-02", "zeitbezug": "erledigung"}):
        table = card(reference, "offene-alter", **period)

        assert tuple(row[0] for row in table["zeilen"]) == CLASSES
        assert [row[3] for row in table["zeilen"]] == by_class(ages)
        assert table["summe"][3] == len(OPEN) > 0
        assert "Zeitraum 20" not in table["untertitel"]


@pytest.mark.parametrize("day", [date(2018, 6, 30), date(2020, 2, 29), date(2020, 12, 31)])
def test_the_backlog_of_a_past_month_end_is_what_was_open_then(reference: ApiServer, day: date):
    ages = [
        (day - row["eingang_am"]).days
        for row in COUNTED
        if row["eingang_am"] <= day and (row["erledigt_am"] is None or row["erledigt_am"] > day)
    ]
    table = card(reference, "bestand", stichtag=f"{day:%Y-%m}")

    assert [row[1] for row in table["zeilen"]] == by_class(ages)
    assert table["titel"] == f"Bestand am {day:%d.%m.%Y}"


def test_the_months_add_up_to_the_backlog(reference: ApiServer):
    rows = card(reference, "zu-und-abgaenge", von="2018-01", bis="2021-06")["zeilen"]
    told = [row for row in rows if row[1] is not None]
    backlog = 0
    for _, came, left, at_end in told:
        backlog += came - left
        assert at_end == backlog
    assert backlog == len(OPEN)
    assert [row[0] for row in rows[len(told) :]] == ["2021-04", "2021-05", "2021-06"]


def test_the_due_list_holds_every_open_case_once_the_earliest_first(reference: ApiServer):
    table = card(reference, "faellig-liste")
    names = [column["name"] for column in table["spalten"]]
    rows = [dict(zip(names, row, strict=True)) for row in table["zeilen"]]

    assert {row["Aktenzeichen"] for row in rows} == set(OPEN)
    assert len(rows) == len(OPEN)
    assert [row["Fällig"] for row in rows] == sorted(row["Fällig"] for row in rows)
    for row in rows:
        received = OPEN[row["Aktenzeichen"]]["eingang_am"]
        due = date.fromisoformat(row["Fällig"])
        assert row["Alter in Tagen"] == (DATENSTAND - received).days
        assert row["Resttage"] == (due - DATENSTAND).days
        assert (row["Risiko"] is None) == (row["Resttage"] < 0 or row["n"] < MINIMUM_N)


def test_the_chance_is_that_of_similar_cases_that_lasted_as_long(reference: ApiServer):
    """Recomputed from the raw rows for the cases whose similar ones are those of one Bereich and one Kanal."""
    table = card(reference, "faellig-liste")
    names = [column["name"] for column in table["spalten"]]
    bereiche = {row["name"]: row["code"] for row in LIEFERUNG["bereich"]}
    kanaele = {row["name"]: row["code"] for row in LIEFERUNG["kanal"]}
    of: dict[str, set[Any]] = {}
    for row in LIEFERUNG["anliegen"]:
        of.setdefault(row["aktenzeichen"], set()).add(row["bereich"])
    checked = 0
    for cells in table["zeilen"]:
        row = dict(zip(names, cells, strict=True))
        bereich, _, kanal = (row["Ähnliche Vorgänge"] or "").partition(", ")
        if row["Risiko"] is None or bereich not in bereiche or kanal not in kanaele:
            continue
        similar = [r for r in COUNTED if r["kanal"] == kanaele[kanal] and bereiche[bereich] in of[r["aktenzeichen"]]]
        done = Counter((r["erledigt_am"] - r["eingang_am"]).days for r in similar if r["status"] == "erledigt")
        waiting = Counter((DATENSTAND - r["eingang_am"]).days for r in similar if r["status"] == "offen")
        curve = kaplan_meier(done, waiting)
        age, limit = row["Alter in Tagen"], row["Alter in Tagen"] + row["Resttage"]
        survived, late = curve.longer_than(age), curve.longer_than(limit)
        assert survived is not None
        assert late is not None
        assert row["Risiko"] == pytest.approx(late / survived, abs=1e-12)
        assert row["n"] == sum(n for d, n in (done + waiting).items() if d > age)
        checked += 1
    assert checked > 5
