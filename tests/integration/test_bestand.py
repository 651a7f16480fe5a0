"""The backlog of a day and what moved per month are those of the raw rows, on both engines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from data_access.bestand import ages_of_backlog, moves
from data_access.warehouse import View
from domain.scope import LOCAL, Scope, Stufe
from domain.selection import Selection, parse
from tests.random_data import random_delivery
from tests.warehouses import import_delivery, uncached_warehouse

LIEFERUNG, DATENSTAND = random_delivery(23, 200)
COUNTED = [row for row in LIEFERUNG["kundenreaktion"] if row["status"] != "storniert"]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def view(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    folder = tmp_path_factory.mktemp("bestand")
    if request.param == "sqlite":
        url = f"sqlite:///{folder / 'krm.sqlite'}"
    else:
        url = request.getfixturevalue("new_postgres_database")()
    import_delivery(url, LIEFERUNG, DATENSTAND)
    with uncached_warehouse(url, folder) as warehouse:
        yield warehouse.view(LOCAL)


def selected(view: View, **parameter: str) -> Selection:
    selection, problems = parse([("von", "1995-01"), ("bis", "1995-01"), *parameter.items()], view.catalog.vocabulary)
    assert not problems
    return selection


def with_theme(row: Any, thema: str) -> bool:
    key = (row["jobcenter"], row["aktenzeichen"])
    return any((a["jobcenter"], a["aktenzeichen"]) == key and a["thema"] == thema for a in LIEFERUNG["anliegen"])


def test_the_backlog_of_a_day_is_what_had_come_and_was_not_finished(view: View):
    days = sorted({row["eingang_am"] for row in COUNTED})
    thema = str(LIEFERUNG["thema"][0]["code"])
    seen = 0
    for day in (*days[:: len(days) // 8], DATENSTAND):
        open_ = [
            row
            for row in COUNTED
            if row["eingang_am"] <= day and (row["erledigt_am"] is None or row["erledigt_am"] > day)
        ]
        ages = Counter((day - row["eingang_am"]).days for row in open_)
        of_theme = Counter((day - row["eingang_am"]).days for row in open_ if with_theme(row, thema))

        assert ages_of_backlog(view, selected(view, zeitbezug="erledigung"), day) == ages
        assert ages_of_backlog(view, selected(view, thema=thema), day) == of_theme
        seen += of_theme.total()
    assert seen > 0


def test_moves_are_counted_by_the_months_of_both_dates(view: View):
    def first(day: date | None) -> date | None:
        return None if day is None else day.replace(day=1)

    expected = Counter((first(row["eingang_am"]), first(row["erledigt_am"])) for row in COUNTED)

    assert moves(view, selected(view)) == expected
    assert any(left is None for _, left in expected)


def test_without_a_scope_there_is_no_backlog(view: View):
    blind = View(view.warehouse, view.source, Scope(stufe=Stufe.GENAU), view.catalog)

    assert ages_of_backlog(blind, selected(view), DATENSTAND) == Counter()
    assert moves(blind, selected(view)) == Counter()
