"""A delivery whose Jobcenter have the same number of rows, and those who ask its databases for them."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from sqlalchemy import Connection

from data_access.errors import DatabaseUnavailableError
from data_access.in_memory.table import FactColumns
from data_access.warehouse import View, Warehouse
from domain.scope import LOCAL
from tests.random_data import Lieferung, random_delivery

# Of the first everything is finished, of the second nothing, of the third some.
JOBCENTER = ("elbtal", "isar_sued", "ruhr")
ROWS_EACH = 30
DELIVERY_SEED = 6


def even_delivery() -> tuple[Lieferung, Any]:
    """A Lieferung with one Anliegen per Kundenreaktion, and its Datenstand."""
    lieferung, datenstand = random_delivery(DELIVERY_SEED, size=ROWS_EACH * len(JOBCENTER))
    lieferung = deepcopy(lieferung)
    first_anliegen = {(row["jobcenter"], row["aktenzeichen"]): row for row in lieferung["anliegen"]}
    anliegen = []
    for number, row in enumerate(lieferung["kundenreaktion"]):
        one = first_anliegen[row["jobcenter"], row["aktenzeichen"]]
        name = {"jobcenter": JOBCENTER[number % 3], "aktenzeichen": f"KR-{number:04}"}
        anliegen.append({**one, **name, "lfd_nr": 1})
        finished = (True, False, row["erledigt_am"] is not None)[number % 3]
        erledigt_am = (row["erledigt_am"] or datenstand) if finished else None
        row |= {**name, "erledigt_am": erledigt_am, "status": "erledigt" if finished else "offen"}
    lieferung["anliegen"] = anliegen
    for row in lieferung["petition_eingabe"]:
        row["aktenzeichen"] = None
    return lieferung, datenstand


class Asking:
    """Asks the database of a view, and counts how often; ``down``: it does not answer."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.view: View = warehouse.view(LOCAL)
        self.count = 0
        self.down = False

    def __call__(self, compute: Callable[[Connection], Any]) -> Any:
        self.count += 1
        if self.down:
            raise DatabaseUnavailableError
        with self.view.source.connect_to_facts(self.view.catalog.stand) as connection:
            return compute(connection)

    def number(self, jobcenter: str) -> int:
        """That of a Jobcenter in the fact table."""
        return self.view.catalog.keys.numbers["jobcenter"][jobcenter]


def rows_in(facts: FactColumns) -> list[tuple[int, ...]]:
    """All rows, in an order of their own."""
    return sorted(zip(*(column.tolist() for column in facts.columns.values()), strict=True))
