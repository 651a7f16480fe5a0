"""Everything that a page shows is the same from a snapshot as from the database: every card, every statement."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from cards.base import read_query
from cards.registry import CARDS
from data_access.warehouse import Warehouse
from domain.scope import LOCAL
from exports.card_file import CardFile
from tests.random_data import random_delivery
from tests.sizes import size
from tests.warehouses import import_delivery, snapshot_warehouse, uncached_warehouse
from web.card_files import card_file

# The first one in short runs, all in long ones.
QUERIES = ("von=2019-01&bis=2020-06&vergleich=vorperiode&kanal=email,ohne&art=beschwerde", "", "zeitbezug=erledigung")


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Warehouse, Warehouse]]:
    """The same random delivery from the database and from a snapshot."""
    folder = tmp_path_factory.mktemp("cards")
    url = f"sqlite:///{folder / 'krm.sqlite'}"
    lieferung, datenstand = random_delivery(3)
    import_delivery(url, lieferung, datenstand)
    with ExitStack() as stack:
        yield (
            stack.enter_context(uncached_warehouse(url, folder / "database")),
            stack.enter_context(snapshot_warehouse(url, folder)),
        )


def answered(warehouse: Warehouse, slug: str, query: str) -> CardFile:
    card = CARDS[slug]
    return card_file(card, read_query(query, card.options, warehouse.view(LOCAL), "Musterstadt", 20)[0])


@pytest.mark.parametrize("slug", CARDS)
def test_a_card_is_the_same(both: tuple[Warehouse, Warehouse], slug: str):
    for query in QUERIES[: size(1, len(QUERIES), len(QUERIES))]:
        from_database, from_snapshot = (answered(warehouse, slug, query) for warehouse in both)

        assert from_snapshot == from_database
        assert from_database.table.columns
