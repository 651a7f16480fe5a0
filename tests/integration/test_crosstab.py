"""Cross tables against a second opinion on both engines: every cell and every margin is a figure of its own."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from typing import Any

import pytest

from data_access.crosstab import CrossTable, crosstab
from data_access.warehouse import Warehouse
from domain.kennzahlen import KENNZAHLEN, Einheit
from domain.scope import LOCAL, Scope
from domain.selection import parse
from tests import oracle
from tests.random_data import Lieferung, random_delivery, random_selection
from tests.warehouses import import_delivery, uncached_warehouse

SEED = 11
SHAPES = (
    (("bereich",), "quartal", None),
    (("thema",), "kanal", None),
    (("bereich", "personenkreis"), "bewertung", 1),
    (("jahr", "bereich"), "thema", 1),
    (("jobcenter",), "monat", None),
    (("hauptart", "jobcenter"), None, None),
    (("jahr",), "quartal", None),
)
ALL = tuple(KENNZAHLEN)


@pytest.fixture(scope="module")
def delivery() -> tuple[Lieferung, date]:
    return random_delivery(SEED)


@pytest.fixture(scope="module")
def warehouses(delivery, new_postgres_database, tmp_path_factory) -> Iterator[list[Warehouse]]:
    folder = tmp_path_factory.mktemp("crosstab")
    with ExitStack() as stack:
        found: list[Warehouse] = []
        for url in (f"sqlite:///{folder / 'krm.sqlite'}", new_postgres_database()):
            import_delivery(url, *delivery)
            found.append(stack.enter_context(uncached_warehouse(url, folder / str(len(found)))))
        yield found


def asked(warehouse: Warehouse, auswahl: dict[str, str], shape, scope: Scope = LOCAL) -> CrossTable:
    view = warehouse.view(scope)
    selection, problems = parse(auswahl.items(), view.catalog.vocabulary)
    assert problems == ()
    return crosstab(view, selection, ALL, *shape)


def values(werte) -> dict[str, dict[str, Any]]:
    return {code: {"wert": w.wert, "vergleich": w.vergleich} for code, w in werte.items()}


def close(werte, expected) -> None:
    assert values(werte) == {code: pytest.approx(pair) for code, pair in values(expected).items()}


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_cells_and_margins_are_those_of_the_oracle_on_both_engines(delivery, warehouses, shape):
    lieferung, datenstand = delivery
    zeilen, spalte, ebene = shape
    auswahl = random_selection(random.Random(str(shape)), lieferung, datenstand) | {"vergleich": "vorjahr"}
    both = oracle.aggregate(lieferung, datenstand, auswahl, ALL, [*zeilen, *([spalte] if spalte else [])], ebene)
    rows = oracle.aggregate(lieferung, datenstand, auswahl, ALL, list(zeilen), ebene)
    for warehouse in warehouses:
        found = asked(warehouse, auswahl, shape)

        close(found.summe, both.summe)
        assert found.additiv == both.additiv
        assert set(found.zeilen) == set(rows.zeilen)
        for codes in found.zeilen:
            close(found.zeilensummen[codes], rows.zeilen[codes])
        if spalte:
            columns = oracle.aggregate(lieferung, datenstand, auswahl, ALL, [spalte], ebene)
            assert set(found.spalten) == {codes[0] for codes in columns.zeilen}
            for code in found.spalten:
                close(found.spaltensummen[code], columns.zeilen[(code,)])
        for (row, column), werte in found.zellen.items():
            if (*row, column) in both.zeilen:
                close(werte, both.zeilen[(*row, column)])


def test_a_combination_without_a_case_counts_zero_and_has_no_rate(warehouses):
    found = asked(warehouses[0], {"vergleich": "vorjahr"}, (("thema",), "bereich", None))
    empty = [werte for werte in found.zellen.values() if werte["anliegen"].wert == 0]

    assert empty
    for werte in empty:
        for code, kennzahl in KENNZAHLEN.items():
            counted = kennzahl.einheit is Einheit.ANZAHL and code not in ("petitionen", "eingaben")
            assert werte[code].wert == (0 if counted else None), code


def test_a_quarter_of_another_year_is_no_cell_at_all(warehouses):
    found = asked(warehouses[0], {"von": "2019-01", "bis": "2020-12"}, (("jahr",), "quartal", None))

    assert found.zellen[("2019",), "2020-Q1"]["kundenreaktionen"].wert is None
    assert found.zellen[("2020",), "2020-Q1"]["kundenreaktionen"].wert is not None


def test_without_a_scope_there_is_nothing_in_the_table(warehouses):
    found = asked(warehouses[0], {}, (("thema",), "kanal", None), Scope())

    assert (found.zeilen, found.spalten, found.zellen) == ((), (), {})
    assert found.summe["kundenreaktionen"].wert == 0
