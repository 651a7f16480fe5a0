"""Rules of data quality: counted by hand in raw rows, and what they could move settled in every extreme."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from analysis.bounds import Bounds
from cards import datenqualitaet
from cards.base import Context
from data_access.quality import LONG_OVERDUE_DAYS, findings
from data_access.warehouse import Warehouse
from domain.scope import LOCAL, Faelle, Scope, Stufe
from domain.selection import Selection
from domain.zeitraum import Monat, Zeitraum
from tests import oracle
from tests.random_data import Lieferung, Row, random_delivery
from tests.warehouses import import_delivery, uncached_warehouse

SEEDS = (3, 5)
PERIOD = Selection(Zeitraum(Monat(2018, 1), Monat(2020, 6)), "ohne")
AUSWAHL = {"von": "2018-01", "bis": "2020-06", "vergleich": "ohne"}

Doubtful = list[tuple[Row, list[Row]]]


@pytest.fixture(scope="module", params=SEEDS)
def loaded(request, new_postgres_database, tmp_path_factory) -> Iterator[tuple[Lieferung, date, list[Warehouse]]]:
    lieferung, datenstand = random_delivery(request.param)
    make_doubtful(lieferung, datenstand, random.Random(request.param))
    folder = tmp_path_factory.mktemp("quality")
    with ExitStack() as stack:
        warehouses: list[Warehouse] = []
        for url in (f"sqlite:///{folder / 'krm.sqlite'}", new_postgres_database()):
            import_delivery(url, lieferung, datenstand)
            warehouses.append(stack.enter_context(uncached_warehouse(url, folder / str(len(warehouses)))))
        yield lieferung, datenstand, warehouses


def make_doubtful(lieferung: Lieferung, datenstand: date, rng: random.Random) -> None:
    """Give every rule something to find."""
    anliegen = [row for row in lieferung["anliegen"] if row["art"] != "beschwerde"]
    for row in rng.sample(anliegen, 6):
        row["bewertung"] = rng.choice(["begruendet", "unbegruendet"])
    early = [row for row in lieferung["kundenreaktion"] if row["eingang_am"] < datenstand - timedelta(days=200)]
    for row in rng.sample(early, 5):
        row |= {"status": "offen", "erledigt_am": None}
    for row in rng.sample(lieferung["kundenreaktion"], 8):
        row["art"] = rng.choice(["beschwerde", "lob", "idee"])
    twin = next(row for row in early if row["status"] == "erledigt")
    lieferung["kundenreaktion"].append(twin | {"aktenzeichen": "ZWILLING"})
    lieferung["anliegen"] += [row | {"aktenzeichen": "ZWILLING"} for row in anliegen_of(lieferung, twin)]


def anliegen_of(lieferung: Lieferung, reaktion: Row) -> list[Row]:
    key = (reaktion["jobcenter"], reaktion["aktenzeichen"])
    return [row for row in lieferung["anliegen"] if (row["jobcenter"], row["aktenzeichen"]) == key]


def cases(lieferung: Lieferung) -> Doubtful:
    """The counted reactions of the period with their Anliegen."""
    return [
        (row, anliegen_of(lieferung, row))
        for row in lieferung["kundenreaktion"]
        if row["status"] != "storniert" and date(2018, 1, 1) <= row["eingang_am"] <= date(2020, 6, 30)
    ]


def is_long_overdue(lieferung: Lieferung, row: Row, datenstand: date) -> bool:
    land = {one["code"]: one["bundesland"] for one in lieferung["jobcenter"]}[row["jobcenter"]]
    due = oracle.faellig_am(row, lieferung["qualitaetsstandard"], land)
    return row["status"] == "offen" and due < datenstand - timedelta(days=LONG_OVERDUE_DAYS)


def broken(lieferung: Lieferung, datenstand: date) -> dict[str, list[Any]]:
    """By rule the rows that break it."""
    found: dict[str, list[Any]] = {code: [] for code in ("kanal", "bereich", "thema", "bewertung", "bewertung_anderer")}
    found |= {"hauptart": [], "lange_ueberfaellig": []}
    for row, own in cases(lieferung):
        if row["kanal"] is None:
            found["kanal"].append(row)
        if row["art"] not in {one["art"] for one in own}:
            found["hauptart"].append(row)
        if is_long_overdue(lieferung, row, datenstand):
            found["lange_ueberfaellig"].append(row)
        for one in own:
            is_beschwerde = one["art"] == "beschwerde"
            for name in ("bereich", "thema"):
                if one[name] is None:
                    found[name].append(one)
            if row["status"] == "erledigt" and is_beschwerde and one["bewertung"] is None:
                found["bewertung"].append(one)
            if not is_beschwerde and one["bewertung"] is not None:
                found["bewertung_anderer"].append(one)
    return found


def test_the_rules_find_what_is_found_by_hand_on_both_engines(loaded):
    lieferung, datenstand, warehouses = loaded
    expected = broken(lieferung, datenstand)
    for warehouse in warehouses:
        found = {finding.code: finding for finding in findings(warehouse.view(LOCAL), PERIOD)}
        for code, rows in expected.items():
            assert rows, code
            assert found[code].anzahl == len(rows), code
            files = sorted({row["aktenzeichen"] for row in rows})[:3]
            assert list(found[code].beispiele) == files, code
        assert found["doppelt"].anzahl >= 1
        assert len(found["doppelt"].beispiele) >= 1


def test_another_jobcenter_finds_its_own_cases_only(loaded):
    lieferung, datenstand, warehouses = loaded
    expected = [row for row in broken(lieferung, datenstand)["kanal"] if row["jobcenter"] == "elbtal"]
    only = PERIOD.with_filter("jobcenter", ["elbtal"])
    (found, *_) = findings(warehouses[0].view(LOCAL), only)

    assert (found.code, found.anzahl) == ("kanal", len(expected))


def test_without_a_scope_nothing_is_found(loaded):
    found = findings(loaded[2][0].view(Scope(stufe=Stufe.GENAU, faelle=Faelle.ALLE)), PERIOD)

    assert {finding.anzahl for finding in found} == {0}
    assert {finding.beispiele for finding in found} == {()}


# --- what a finding could move: every case settled for and against the figure -----------------------


def set_value(name: str) -> Callable[[Row, str | None], None]:
    def settle(row: Row, value: str | None) -> None:
        row[name] = value

    return settle


def figure(lieferung: Lieferung, datenstand: date, kennzahl: str, nach: str, code: str, ebene: int | None) -> float:
    """A share as the oracle counts it: a rate, or a value of a dimension among all."""
    result = oracle.aggregate(lieferung, datenstand, AUSWAHL, [kennzahl], [nach] if nach else [], ebene)
    if not nach:
        return float(result.summe[kennzahl].wert or 0)
    return float(result.zeilen[(code,)][kennzahl].wert or 0) / float(result.summe[kennzahl].wert or 0)


def effects(warehouse: Warehouse) -> dict[str, tuple[str, Bounds]]:
    context = Context(warehouse.view(LOCAL), PERIOD, "", 0)
    found = {f.code: datenqualitaet.bounds_of(context, f) for f in findings(context.view, PERIOD)}
    return {code: bounds for code, bounds in found.items() if bounds is not None}


@pytest.mark.parametrize(
    ("rule", "kennzahl", "nach", "ebene"),
    [
        ("kanal", "kundenreaktionen", "kanal", None),
        ("bereich", "beschwerden", "bereich", 1),
        ("thema", "beschwerden", "thema", None),
    ],
)
def test_cases_without_a_value_given_to_the_largest_one_or_to_another_give_the_ends(
    loaded, rule, kennzahl, nach, ebene
):
    lieferung, datenstand, warehouses = loaded
    name, bounds = effects(warehouses[0])[rule]
    named = {row["code"]: row["name"] for row in lieferung[nach]}
    (top,) = [code for code, text in named.items() if f"Anteil {text} an" in name]
    other = next(code for code in named if code != top and not code.startswith(top))
    ends = []
    for value in (other, top):
        settled = copy.deepcopy(lieferung)
        for row in broken(settled, datenstand)[rule]:
            row[nach] = value
        ends.append(figure(settled, datenstand, kennzahl, nach, top, ebene))

    assert [bounds.lowest.wert, bounds.highest.wert] == pytest.approx(ends)


def test_missing_bewertungen_settled_for_and_against_give_the_ends(loaded):
    lieferung, datenstand, warehouses = loaded
    bounds = effects(warehouses[0])["bewertung"][1]
    ends = []
    for value in ("unbegruendet", "begruendet"):
        settled = copy.deepcopy(lieferung)
        for row in broken(settled, datenstand)["bewertung"]:
            row["bewertung"] = value
        ends.append(figure(settled, datenstand, "begruendetenquote", "", "", None))

    assert [bounds.lowest.wert, bounds.highest.wert] == pytest.approx(ends)


def test_bewertungen_elsewhere_taken_for_beschwerden_give_the_ends(loaded):
    lieferung, datenstand, warehouses = loaded
    bounds = effects(warehouses[0])["bewertung_anderer"][1]
    ends = []
    for wanted in (False, True):
        settled = copy.deepcopy(lieferung)
        for row in broken(settled, datenstand)["bewertung_anderer"]:
            if (row["bewertung"] == "begruendet") is wanted:
                row["art"] = "beschwerde"
        ends.append(figure(settled, datenstand, "begruendetenquote", "", "", None))

    assert [bounds.lowest.wert, bounds.highest.wert] == pytest.approx(ends)


def test_long_overdue_cases_finished_in_time_or_not_give_the_ends(loaded):
    lieferung, datenstand, warehouses = loaded
    bounds = effects(warehouses[0])["lange_ueberfaellig"][1]
    settled = copy.deepcopy(lieferung)
    for row in broken(settled, datenstand)["lange_ueberfaellig"]:
        row |= {"status": "erledigt", "erledigt_am": row["eingang_am"]}
    ends = [figure(one, datenstand, "fristquote", "", "", None) for one in (lieferung, settled)]

    assert [bounds.lowest.wert, bounds.highest.wert] == pytest.approx(ends)


def test_a_hauptart_put_right_one_way_or_the_other_gives_the_ends(loaded):
    lieferung, datenstand, warehouses = loaded
    bounds = effects(warehouses[0])["hauptart"][1]
    ends = []
    for wanted in (False, True):
        settled = copy.deepcopy(lieferung)
        for row in broken(settled, datenstand)["hauptart"]:
            arten = {one["art"] for one in anliegen_of(settled, row)}
            if wanted and "beschwerde" in arten:
                row["art"] = "beschwerde"
            elif not wanted and row["art"] == "beschwerde":
                row["art"] = sorted(arten)[0]
        ends.append(figure(settled, datenstand, "kundenreaktionen", "hauptart", "beschwerde", None))

    assert [bounds.lowest.wert, bounds.highest.wert] == pytest.approx(ends)


def test_the_card_tells_small_shares_as_numbers_of_cases_and_names_the_widest_range(loaded):
    context = Context(loaded[2][0].view(LOCAL), PERIOD, "", 1_000_000)
    table = datenqualitaet.CARD.build(context).table
    told = datenqualitaet.CARD.build(replace(context, smallest_base=1))

    assert all(isinstance(row[4], str) and " von " in row[4] for row in table.rows if row[3] == "Fristquote")
    shares: list[Any] = [row for row in told.table.rows if isinstance(row[6], float)]
    widest = max(shares, key=lambda row: row[6] - row[5])
    assert f"„{widest[3]}“" in told.words
