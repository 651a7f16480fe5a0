"""Nobody can compute the small counts back from everything that the protected level shows."""

from __future__ import annotations

import pytest

from data_access.warehouse import Warehouse
from domain.protection import Protection
from domain.scope import LOCAL, Scope, Stufe
from tests.api_server import settings_in
from tests.attack import Cell, Counts, Found, all_tables, attack
from tests.random_data import random_delivery
from tests.warehouses import cached_warehouse, import_delivery

MERKMALE = ("kanal", "hauptart")
PROTECTED = Scope(all_rows=True, stufe=Stufe.GESCHUETZT)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> tuple[Counts, Counts]:
    """The true numbers of a year of a small Jobcenter, and what the protected level shows of them."""
    settings = settings_in(tmp_path_factory.mktemp("attack"))
    lieferung, datenstand = random_delivery(0, size=400)
    import_delivery(settings.krm_url, lieferung, datenstand)
    with cached_warehouse(settings) as warehouse:
        return both(warehouse, MERKMALE, datenstand.year - 1)


def both(warehouse: Warehouse, merkmale: tuple[str, ...], jahr: int) -> tuple[Counts, Counts]:
    return (
        all_tables(warehouse.view(LOCAL), "kundenreaktionen", merkmale, jahr),
        all_tables(warehouse.view(PROTECTED), "kundenreaktionen", merkmale, jahr),
    )


def test_no_count_of_one_or_two_is_recovered(tables: tuple[Counts, Counts]):
    true, shown = tables
    found = attack(true, shown, Protection(), MERKMALE)

    assert found.small > 100
    assert (found.exact, found.known_small) == (0, 0)


def test_one_exact_margin_gives_small_counts_away(tables: tuple[Counts, Counts]):
    true, shown = tables
    margin: list[Cell] = [cell for cell in true if [merkmal for merkmal, _ in cell[1]] == ["kanal"]]
    found = attack(true, shown, Protection(), MERKMALE, exactly=margin)

    assert found.exact > 0


def test_rounding_alone_would_let_small_counts_be_known(tables: tuple[Counts, Counts]):
    true, _ = tables
    protection = Protection(hidden_below=0)
    rounded = {cell: protection.rounded(count or 0) for cell, count in true.items()}
    found: Found = attack(true, rounded, protection, MERKMALE)

    assert found.known_small > 0
