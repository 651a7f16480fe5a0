"""The cards of open cases over the reference data, held against its raw rows."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask_caching.backends.nullcache import NullCache

from analysis.survival import MINIMUM_N, kaplan_meier
from cards import faellig_liste
from cards.base import Pages, read_query
from data_access.cache import RowCache
from data_access.reference.generator import DATENSTAND, reference_delivery
from data_access.sources import direct
from data_access.warehouse import Warehouse
from domain.scope import LOCAL
from exports.pruefnummer import plain_rows
from layouts.pages.registry import PAGES
from layouts.parts import PAGE_PARTS, page_parts
from tests.api_server import ApiServer, api_server, load, settings_in

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


def many_open(count: int) -> dict[str, list[dict[str, Any]]]:
    """The reference data with so many more open cases, received one after the other, of two Aktenzeichen a day."""
    row, anliegen = next(iter(OPEN.values())), LIEFERUNG["anliegen"][0]
    more = [
        row | {"aktenzeichen": f"VIEL-{at:05}", "eingang_am": DATENSTAND - timedelta(days=at // 2 % 40)}
        for at in range(count)
    ]
    about = [anliegen | {"aktenzeichen": one["aktenzeichen"], "lfd_nr": 1} for one in more]
    return LIEFERUNG | {
        "kundenreaktion": [*LIEFERUNG["kundenreaktion"], *more],
        "anliegen": [*LIEFERUNG["anliegen"], *about],
    }


def test_a_long_due_list_comes_page_by_page_and_its_file_whole(tmp_path: Path):
    settings = settings_in(tmp_path)
    load(settings, many_open(450), DATENSTAND)
    server = api_server(settings)
    warehouse = Warehouse(direct(server.engine), RowCache(NullCache(), tmp_path / "locks"))
    total = 450 + len(OPEN)
    seen: list[Any] = []
    for number in (1, 2, 3, 9):
        context, _ = read_query(f"seite={number}", faellig_liste.CARD.options, warehouse.view(LOCAL), "Quelle", 20)
        result = faellig_liste.CARD.build(context)
        shown, rows = min(number, 3), result.table.rows
        seen += rows if number < 4 else []

        assert result.pages == Pages(shown, 3)
        assert len(rows) == min(200, total - 200 * (shown - 1))
        assert f"{200 * (shown - 1) + 1} bis {200 * (shown - 1) + len(rows)} von {total}" in result.words
        assert result.titel == f"Fälligkeiten: {total} offene Vorgänge"
    whole = server.json("karten/faellig-liste.json")

    assert plain_rows(seen) == whole["zeilen"]
    assert len({row[0] for row in seen}) == total
    due = Counter(row[3] for row in seen if row[3] >= DATENSTAND)
    first = min(due)
    assert f"am {first:%d.%m.%Y} {due[first]} Vorgänge fällig" in whole["worte"]


def test_the_head_of_the_page_names_the_datenstand_and_counts_what_is_open(reference: ApiServer, tmp_path: Path):
    warehouse = Warehouse(direct(reference.engine), RowCache(NullCache(), tmp_path / "locks"))
    radar = PAGES["/radar"]
    for query in ("von=2018-01&bis=2018-02&zeitbezug=erledigung", "von=2022-01&bis=2022-01&vergleich=ohne"):
        context, _ = read_query(query, radar.options, warehouse.view(LOCAL), "Quelle", 20)
        head = dict(zip(PAGE_PARTS, page_parts(radar, context), strict=True))

        assert head["titel"] == "Frist-Radar am 31.03.2021"
        assert head["status"].startswith(f"{len(OPEN)} offene Vorgänge")
        assert "2018" not in head["ansage"]
        assert head["zeitraumhinweis"] == []


def test_only_cards_that_compare_name_the_comparison(reference: ApiServer):
    silent = ("vorgaenge", "matrix", "bereiche-themen", "frist-status", "frist-regelkarte", "regelkarte", "trichter")
    for slug in (*silent, "frist-ziel", "zu-und-abgaenge", "kreuztabelle"):
        assert "Vergleich" not in card(reference, slug)["untertitel"], slug
    for slug in ("kennzahlen", "verlauf", "fristquote", "beitraege"):
        assert card(reference, slug)["untertitel"].endswith("Vergleich Vorjahr")
    assert "Vergleich Vorjahr" in card(reference, "kreuztabelle", vergleichsspalten="ja")["untertitel"]
