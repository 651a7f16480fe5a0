"""Worlds for the cards that are held against the oracle: random deliveries and the reference data."""

from __future__ import annotations

import pytest

from data_access.reference.generator import DATENSTAND, reference_delivery
from tests.api_server import ApiServer, api_server, load, settings_in
from tests.card_oracle import World, worlds_of

SEEDS = (3, 17, 40)


@pytest.fixture(scope="session")
def random_worlds(tmp_path_factory: pytest.TempPathFactory) -> list[World]:
    """Random deliveries, each behind an interface of its own."""
    found = []
    for name, lieferung, datenstand in worlds_of(SEEDS, 260):
        settings = settings_in(tmp_path_factory.mktemp("world"))
        load(settings, lieferung, datenstand)
        found.append(World(name, api_server(settings), lieferung, datenstand))
    return found


@pytest.fixture(scope="session")
def reference_world(reference: ApiServer) -> World:
    """The reference data."""
    return World("reference", reference, reference_delivery(), DATENSTAND)
