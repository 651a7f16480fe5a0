"""The disclosure attack on the reference data: more tables and more cells than an ordinary run has time for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from data_access.reference.generator import DATENSTAND, reference_delivery
from data_access.warehouse import Warehouse
from domain.protection import Protection
from domain.scope import LOCAL, Scope, Stufe
from tests.api_server import load, settings_in
from tests.attack import all_tables, attack
from tests.warehouses import cached_warehouse


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """The reference data."""
    settings = settings_in(tmp_path_factory.mktemp("attack"))
    load(settings, reference_delivery(), DATENSTAND, demo=True)
    with cached_warehouse(settings) as opened:
        yield opened


@pytest.mark.parametrize("jahr", [2019, 2020])
@pytest.mark.parametrize(
    ("kennzahl", "merkmale"),
    [
        ("kundenreaktionen", ("kanal", "hauptart")),
        ("kundenreaktionen", ("hauptart", "ombudsstelle")),
        ("anliegen", ("art", "ombudsstelle")),
        ("beschwerden", ("bereich", "bewertung")),
        ("fristgerecht", ("kanal", "ombudsstelle")),
    ],
)
def test_no_count_of_one_or_two_is_recovered(warehouse: Warehouse, kennzahl: str, merkmale: tuple[str, ...], jahr: int):
    true = all_tables(warehouse.view(LOCAL), kennzahl, merkmale, jahr)
    shown = all_tables(warehouse.view(Scope(all_rows=True, stufe=Stufe.GESCHUETZT)), kennzahl, merkmale, jahr)
    found = attack(true, shown, Protection(), merkmale)

    assert found.small > 10
    assert found.exact == 0
    assert found.known_small <= found.small / 20
