"""The rate of a month with open cases is a range; however they are closed, the rate ends inside it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api_server import ApiServer, api_server, load, settings_in
from tests.oracle import Lieferung, Row, faellig_am
from tests.random_data import random_delivery

SIZE = 90
LATER = timedelta(days=120)
# How a case that was open inside its deadline ends: in time, late, not at all, or handed over.
ENDS = ("in time", "in time", "late", "still open", "handed over")


def served(tmp_path_factory: pytest.TempPathFactory, *imports: tuple[Lieferung, date]) -> ApiServer:
    """The interface after these imports; shares are told from the first case on."""
    folder = settings_in(tmp_path_factory.mktemp("range")).model_copy(update={"smallest_base": 1})
    for lieferung, datenstand in imports:
        load(folder, lieferung, datenstand)
    return api_server(folder)


def rows_of(server: ApiServer, slug: str, period: dict[str, str]) -> dict[str, dict[str, Any]]:
    card = server.json(f"karten/{slug}.json", **period)
    names = [column["name"] for column in card["spalten"]]
    return {row[0]: dict(zip(names, row, strict=True)) for row in [*card["zeilen"], card["summe"]]}


def is_open_in_time(row: Row, due: date, datenstand: date) -> bool:
    return bool(row["status"] == "offen" and due >= datenstand)


def closed(row: Row, due: date, datenstand: date, end: str, days: int) -> Row:
    """The case as it ends after the Datenstand."""
    if end == "in time":
        return row | {"status": "erledigt", "erledigt_am": min(datenstand + timedelta(days=days), due)}
    if end == "late":
        return row | {"status": "erledigt", "erledigt_am": due + timedelta(days=1 + days)}
    if end == "handed over":
        return row | {"status": "abgegeben", "erledigt_am": datenstand + timedelta(days=days)}
    return row


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10_000), data=st.data())
def test_however_open_cases_are_closed_the_rate_ends_inside_its_range(
    tmp_path_factory: pytest.TempPathFactory, seed: int, data: st.DataObject
):
    lieferung, datenstand = random_delivery(seed, SIZE)
    land = {row["code"]: row["bundesland"] for row in lieferung["jobcenter"]}
    period = {"von": f"{datenstand.year - 1}-{datenstand.month:02}", "bis": f"{datenstand:%Y-%m}", "vergleich": "ohne"}
    before = rows_of(served(tmp_path_factory, (lieferung, datenstand)), "fristquote", period)
    cases, in_time, handed_over = [], 0, 0
    for row in lieferung["kundenreaktion"]:
        due = faellig_am(row, lieferung["qualitaetsstandard"], land[row["jobcenter"]])
        if is_open_in_time(row, due, datenstand):
            end = data.draw(st.sampled_from(ENDS))
            row = closed(row, due, datenstand, end, data.draw(st.integers(0, 60)))
            in_time += end == "in time"
            handed_over += end == "handed over"
        cases.append(row)
    later = (lieferung | {"kundenreaktion": cases}, datenstand + LATER)
    server = served(tmp_path_factory, (lieferung, datenstand), later)
    after = rows_of(server, "fristquote", period)

    assert before.keys() == after.keys()
    for month, row in before.items():
        final = after[month]
        assert final["offen, in Frist"] == 0
        assert final["mindestens"] == final["höchstens"] == final["Fristquote"]
        if row["offen, in Frist"] == 0:
            assert final == row
        elif final["Fristquote"] is not None:
            assert row["mindestens"] - 1e-12 <= final["Fristquote"] <= row["höchstens"] + 1e-12
    if not handed_over:
        kept, total = before["Gesamt"]["fristgerecht"] + in_time, sum_of_states(before["Gesamt"])
        assert after["Gesamt"]["Fristquote"] == (pytest.approx(kept / total, abs=1e-12) if total else None)


def sum_of_states(row: dict[str, Any]) -> int:
    return sum(int(row[name]) for name in ("fristgerecht", "verspätet", "offen, überfällig", "offen, in Frist"))


def test_both_ends_of_the_range_are_reached(tmp_path_factory: pytest.TempPathFactory):
    lieferung, datenstand = random_delivery(7, SIZE)
    land = {row["code"]: row["bundesland"] for row in lieferung["jobcenter"]}
    period = {"von": f"{datenstand.year - 1}-{datenstand.month:02}", "bis": f"{datenstand:%Y-%m}", "vergleich": "ohne"}
    before = rows_of(served(tmp_path_factory, (lieferung, datenstand)), "fristquote", period)["Gesamt"]
    ends = []
    for end in ("late", "in time"):
        cases = []
        for row in lieferung["kundenreaktion"]:
            due = faellig_am(row, lieferung["qualitaetsstandard"], land[row["jobcenter"]])
            cases.append(closed(row, due, datenstand, end, 0) if is_open_in_time(row, due, datenstand) else row)
        changed = (lieferung | {"kundenreaktion": cases}, datenstand + LATER)
        server = served(tmp_path_factory, (lieferung, datenstand), changed)
        ends.append(rows_of(server, "fristquote", period)["Gesamt"]["Fristquote"])

    assert before["offen, in Frist"] >= 3
    assert ends == [pytest.approx(before["mindestens"], abs=1e-12), pytest.approx(before["höchstens"], abs=1e-12)]
    assert ends[0] < ends[1]
