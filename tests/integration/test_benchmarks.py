"""The generated databases are what the import would have made of the same cases, and the naive page counts alike."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import create_engine, select, text

from benchmarks import naive, ueberblick
from benchmarks.generator import generate
from benchmarks.loader import build_facts, load
from benchmarks.scale import DATENSTAND, Scale
from benchmarks.selections import random_selections, selections
from benchmarks.tables import delivery
from data_access import schema
from data_access.engine import reading_engine
from domain.scope import LOCAL
from domain.selection import parse_text
from tests.warehouses import import_delivery, uncached_warehouse

SMALL = Scale("klein", 3, 1_500, direct=True)
CASE_TABLES = ("kundenreaktion", "kundenreaktion_personenkreis", "anliegen", "fact_anliegen", "schluessel")


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A small generated database."""
    url = f"sqlite:///{tmp_path_factory.mktemp('erzeugt') / 'krm.sqlite'}"
    load(url, generate(SMALL), "0" * 64)
    build_facts(url)
    return url


def rows(url: str, table: str) -> list[Any]:
    engine = create_engine(url)
    found = schema.metadata.tables[table]
    with engine.connect() as connection:
        result = connection.execute(select(found).order_by(*found.primary_key)).all()
    engine.dispose()
    return list(result)


def test_the_same_scale_gives_the_same_cases_and_another_seed_others():
    one, same, other = generate(SMALL), generate(SMALL), generate(SMALL, seed=1)
    arrays = [field.name for field in fields(one) if field.name != "scale"]

    assert all(np.array_equal(getattr(one, name), getattr(same, name)) for name in arrays)
    assert not np.array_equal(one.eingang, other.eingang)


def test_a_generated_database_is_the_one_that_an_import_of_the_same_cases_makes(generated: str, tmp_path: Path):
    imported = f"sqlite:///{tmp_path / 'krm.sqlite'}"
    import_delivery(imported, delivery(generate(SMALL)), DATENSTAND)

    assert rows(generated, "fact_anliegen")
    for table in CASE_TABLES:
        assert rows(generated, table) == rows(imported, table), table


def test_a_generated_database_keeps_every_rule_of_the_schema(generated: str):
    engine = create_engine(generated)
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
    engine.dispose()


def test_the_naive_page_counts_what_the_program_counts(generated: str, tmp_path: Path):
    engine = reading_engine(generated, 60)
    with uncached_warehouse(generated, tmp_path) as warehouse:
        view = warehouse.view(LOCAL)
        for query in (*selections(SMALL).values(), *random_selections(SMALL, 8)):
            selection, problems = parse_text(query, view.catalog.vocabulary)
            wide = view.of(selection).broadly(selection)
            counted = ueberblick.numbers(ueberblick.answers(wide, selection))

            assert problems == ()
            assert counted == naive.numbers(naive.page(engine, view.catalog, selection, 60), selection), query
    engine.dispose()
