"""Laws that hold for any delivery: of the order of its rows, of importing it again, and of who looks."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from data_access.aggregate import Werte, aggregate
from data_access.engine import writing_engine
from data_access.imports import run_import
from data_access.warehouse import View
from domain.kennzahlen import KENNZAHLEN, Einheit
from domain.protection import Protection
from domain.scope import LOCAL, Scope, Stufe
from domain.selection import parse
from tests.api_server import settings_in
from tests.random_data import Lieferung, random_delivery, random_selection, write_delivery
from tests.sizes import examples
from tests.warehouses import cached_warehouse

ALL = tuple(KENNZAHLEN)
COUNTS = tuple(code for code, kennzahl in KENNZAHLEN.items() if kennzahl.einheit is Einheit.ANZAHL)
OWN = ("geld", "geld_regel", "geld_wohnen")
SEEDS = st.integers(0, 10**6)


def imported(folder: Path, lieferung: Lieferung, name: str) -> str:
    """Import a delivery into the database of the folder; the checksum of what is loaded then."""
    (folder / name).mkdir()
    write_delivery(lieferung, folder / name)
    engine = writing_engine(settings_in(folder).krm_url)
    try:
        result = run_import(engine, folder / name)
    finally:
        engine.dispose()
    assert result.ok, result.errors
    return f"{result.nummer} {result.changed}"


def figures(
    view: View, auswahl: Mapping[str, str], nach: tuple[str, ...] = ()
) -> dict[tuple[str, ...], Mapping[str, Werte]]:
    selection, _ = parse(auswahl.items(), view.catalog.vocabulary)
    return {zeile.codes: zeile.werte for zeile in aggregate(view.of(selection), selection, ALL, nach).zeilen}


@examples(1, 60, 1_000)
@given(seed=SEEDS)
def test_the_order_of_rows_and_a_second_import_change_nothing(seed: int):
    chance = random.Random(seed)
    lieferung, datenstand = random_delivery(seed, size=50)
    turned = {table: chance.sample(rows, len(rows)) for table, rows in lieferung.items()}
    questions = [random_selection(chance, lieferung, datenstand) for _ in range(3)]
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        told = []
        for folder, delivered, again in ((Path(one), lieferung, turned), (Path(other), turned, lieferung)):
            assert imported(folder, delivered, "erst") == "1 True"
            assert imported(folder, again, "dann") == "1 False"
            with cached_warehouse(settings_in(folder)) as warehouse:
                view = warehouse.view(LOCAL)
                told.append([figures(view, auswahl, ("thema",)) for auswahl in questions])
    assert told[0] == told[1]


@examples(1, 60, 1_000)
@given(seed=SEEDS)
def test_nobody_counts_more_than_who_sees_everything(seed: int):
    chance = random.Random(seed)
    lieferung, datenstand = random_delivery(seed, size=80)
    with TemporaryDirectory() as name:
        imported(Path(name), lieferung, "erst")
        with cached_warehouse(settings_in(Path(name))) as warehouse:
            nobody = warehouse.view(Scope(stufe=Stufe.GENAU))
            others = warehouse.view(Scope(all_rows=True, stufe=Stufe.GESCHUETZT))
            own = warehouse.view(Scope(all_rows=True, stufe=Stufe.GESCHUETZT, eigene=OWN))
            for _ in range(3):
                auswahl = random_selection(chance, lieferung, datenstand) | {"vergleich": "ohne"}
                whole = figures(warehouse.view(LOCAL), auswahl)[()]
                assert {figures(nobody, auswahl)[()][code].wert for code in COUNTS} <= {0, None}
                year = {"von": f"{datenstand.year - 1}-01", "bis": f"{datenstand.year - 1}-12", "vergleich": "ohne"}
                exact = figures(warehouse.view(LOCAL), year)[()]
                rounded = figures(others, year)[()]
                bereich = year | {"bereich": chance.choice(OWN)}
                assert figures(own, bereich)[()] == figures(warehouse.view(LOCAL), bereich)[()]
                for code in COUNTS:
                    part, all_of_it = figures(own, bereich)[()][code].wert, exact[code].wert
                    assert (part or 0) <= (all_of_it or 0)
                    assert rounded[code].wert in (None, Protection().rounded(int(all_of_it or 0)))
                    assert (whole[code].wert or 0) >= 0
