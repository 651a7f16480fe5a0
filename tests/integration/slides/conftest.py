"""Cards of the reference data as files, and ways to look into a deck."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from cards.base import read_query
from cards.registry import CARDS
from data_access.cache import RowCache, connect_cache
from data_access.sources import direct
from data_access.warehouse import View, Warehouse
from domain.scope import LOCAL
from exports.card_file import CardFile
from tests.api_server import ApiServer, settings_in
from web.card_files import card_file

CardFiles = Callable[[str, str], CardFile]


@pytest.fixture(scope="session")
def view(reference: ApiServer, tmp_path_factory: pytest.TempPathFactory) -> View:
    """The reference data as the cards see them."""
    settings = settings_in(tmp_path_factory.mktemp("slides"))
    cache = RowCache(connect_cache(Flask("slides"), settings), settings.cache_dir / "locks")
    return Warehouse(direct(reference.engine), cache).view(LOCAL)


@pytest.fixture(scope="session")
def card(view: View) -> CardFiles:
    """A function: a card and the text of its selection as a file."""

    def answered(slug: str, query: str) -> CardFile:
        one = CARDS[slug]
        context, problems = read_query(query, one.options, view, "KRM-Datenbank Musterstadt", 20)
        assert problems == ()
        return card_file(one, context)

    return answered
