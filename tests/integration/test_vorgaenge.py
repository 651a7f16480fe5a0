"""The cases behind a figure are those that the raw rows hold, and as many as the figure says."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from data_access.aggregate import aggregate
from data_access.errors import NotProtectableError
from data_access.single_cases import CASE_ORDER
from data_access.vorgaenge import STATES, Vorgang, offene_fristen, offene_vorgaenge, vorgaenge
from data_access.warehouse import View
from domain.scope import LOCAL, Faelle, Scope, Stufe
from domain.selection import parse
from tests import oracle
from tests.random_data import random_delivery, random_selection
from tests.warehouses import import_delivery, uncached_warehouse

SEED = 11
LIEFERUNG, DATENSTAND = random_delivery(SEED, 200)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def view(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    folder = tmp_path_factory.mktemp("vorgaenge")
    if request.param == "sqlite":
        url = f"sqlite:///{folder / 'krm.sqlite'}"
    else:
        url = request.getfixturevalue("new_postgres_database")()
    import_delivery(url, LIEFERUNG, DATENSTAND)
    with uncached_warehouse(url, folder) as warehouse:
        yield warehouse.view(LOCAL)


def keys(found: tuple[Vorgang, ...]) -> list[tuple[str, str]]:
    return [(vorgang.jobcenter, vorgang.aktenzeichen) for vorgang in found]


def selections(view: View, count: int) -> Iterator[Any]:
    rng = random.Random(SEED)
    for _ in range(count):
        selection, problems = parse(random_selection(rng, LIEFERUNG, DATENSTAND).items(), view.catalog.vocabulary)
        assert not problems
        yield selection


def test_the_list_is_as_long_as_the_figures_say(view: View):
    for selection in selections(view, 40):
        figures = aggregate(view, selection, ["kundenreaktionen", *STATES]).summe

        assert vorgaenge(view, selection, limit=1).gesamt == figures["kundenreaktionen"].wert
        for state in STATES:
            assert vorgaenge(view, selection, states=[state], limit=1).gesamt == figures[state].wert, state


@pytest.mark.parametrize("order", CASE_ORDER)
@pytest.mark.parametrize("descending", [False, True])
def test_pages_put_together_are_the_whole_list_in_order(view: View, order: str, descending: bool):
    selection, _ = parse([("von", "2019-01"), ("bis", "2021-12")], view.catalog.vocabulary)
    whole = vorgaenge(view, selection, order=order, descending=descending, limit=1000)
    pages: list[Vorgang] = []
    while len(pages) < whole.gesamt:
        pages += vorgaenge(view, selection, order=order, descending=descending, limit=17, offset=len(pages)).vorgaenge

    assert keys(tuple(pages)) == keys(whole.vorgaenge)
    assert len(set(keys(tuple(pages)))) == whole.gesamt > 50
    given = [getattr(vorgang, order) for vorgang in whole.vorgaenge if getattr(vorgang, order) is not None]
    assert given == sorted(given, reverse=descending)


def test_a_case_says_what_its_rows_say(view: View):
    selection, _ = parse([("von", "2019-01"), ("bis", "2021-12")], view.catalog.vocabulary)
    raw = {(row["jobcenter"], row["aktenzeichen"]): row for row in LIEFERUNG["kundenreaktion"]}
    for vorgang in vorgaenge(view, selection, limit=1000).vorgaenge:
        key = (vorgang.jobcenter, vorgang.aktenzeichen)
        own = [row for row in LIEFERUNG["anliegen"] if (row["jobcenter"], row["aktenzeichen"]) == key]
        row = raw[key]

        assert (vorgang.eingang_am, vorgang.erledigt_am, vorgang.kanal, vorgang.hauptart) == (
            row["eingang_am"],
            row["erledigt_am"],
            row["kanal"],
            row["art"],
        )
        assert set(vorgang.themen) == {anliegen["thema"] for anliegen in own}
        assert set(vorgang.bereiche) == {anliegen["bereich"] for anliegen in own}
        assert vorgang.anliegen == len(own)


def test_open_cases_are_all_open_ones_whatever_the_period(view: View):
    selection, _ = parse([("von", "1995-01"), ("bis", "1995-01"), ("zeitbezug", "erledigung")], view.catalog.vocabulary)
    found = offene_vorgaenge(view, selection)

    expected = {
        (row["jobcenter"], row["aktenzeichen"]) for row in LIEFERUNG["kundenreaktion"] if row["status"] == "offen"
    }
    assert set(keys(found.vorgaenge)) == expected
    assert found.gesamt == len(expected) > 0
    due = [vorgang.faellig_am for vorgang in found.vorgaenge]
    assert due == sorted(due)
    bundesland = {row["code"]: row["bundesland"] for row in LIEFERUNG["jobcenter"]}
    raw = {(row["jobcenter"], row["aktenzeichen"]): row for row in LIEFERUNG["kundenreaktion"]}
    for vorgang in found.vorgaenge:
        row = raw[vorgang.jobcenter, vorgang.aktenzeichen]
        standards = LIEFERUNG["qualitaetsstandard"]
        assert vorgang.faellig_am == oracle.faellig_am(row, standards, bundesland[vorgang.jobcenter])


def test_without_a_scope_there_are_no_cases(view: View):
    blind = View(view.warehouse, view.source, Scope(stufe=Stufe.GENAU, faelle=Faelle.ALLE), view.catalog)
    selection, _ = parse([("von", "2019-01"), ("bis", "2021-12")], view.catalog.vocabulary)

    assert vorgaenge(blind, selection).gesamt == 0
    assert vorgaenge(blind, selection).vorgaenge == ()
    assert offene_vorgaenge(blind, selection).vorgaenge == ()
    assert offene_fristen(blind, selection) == []


@pytest.mark.parametrize("scope", [Scope(all_rows=True, stufe=Stufe.GENAU), Scope(all_rows=True, faelle=Faelle.ALLE)])
def test_who_may_see_no_single_cases_is_told_so(view: View, scope: Scope):
    selection, _ = parse([("von", "2019-01"), ("bis", "2021-12")], view.catalog.vocabulary)
    for ask in (vorgaenge, offene_vorgaenge):
        with pytest.raises(NotProtectableError):
            ask(View(view.warehouse, view.source, scope, view.catalog), selection)


def test_the_ombudsstelle_sees_its_own_cases_alone(view: View):
    selection, _ = parse([("von", "2019-01"), ("bis", "2021-12")], view.catalog.vocabulary)
    narrowed = View(
        view.warehouse, view.source, Scope(all_rows=True, stufe=Stufe.GENAU, faelle=Faelle.OMBUDSSTELLE), view.catalog
    )
    own = vorgaenge(narrowed, selection, limit=10_000).vorgaenge
    assert own == tuple(one for one in vorgaenge(view, selection, limit=10_000).vorgaenge if one.ombudsstelle)
    assert own


def test_a_team_sees_the_cases_of_its_own_bereiche_alone(view: View):
    for bereich in view.catalog.vocabulary.names["bereich"]:
        own = view.catalog.with_descendants((bereich,))
        scope = Scope(all_rows=True, faelle=Faelle.EIGENE, eigene=(bereich,))
        team = View(view.warehouse, view.source, scope, view.catalog)
        period = [("von", "2019-01"), ("bis", "2021-12")]
        mine, _ = parse([*period, ("bereich", bereich)], view.catalog.vocabulary)
        listed = vorgaenge(team.of(mine), mine, limit=10_000)
        assert listed.gesamt == vorgaenge(view, mine, limit=10_000).gesamt
        assert all(set(one.bereiche) <= set(own) for one in listed.vorgaenge)
        everything, _ = parse(period, view.catalog.vocabulary)
        with pytest.raises(NotProtectableError):
            vorgaenge(team.of(everything), everything)
        # Even where the narrowed view is asked for something else, there are no rows.
        assert vorgaenge(team.of(mine), everything).gesamt == 0


def test_open_cases_are_counted_as_they_are_listed(view: View):
    selection, _ = parse([("von", "2019-01"), ("bis", "2021-12")], view.catalog.vocabulary)
    listed = Counter((one.eingang_am, one.faellig_am) for one in offene_vorgaenge(view, selection).vorgaenge)
    assert {(one, two): number for one, two, number in offene_fristen(view, selection)} == listed
