"""Latency of ``aggregate`` and of the Überblick, cold and cached, beside the bare SQL that they send.

The bare SQL is what the page itself sends, recorded once and replayed on a plain driver connection: no SQLAlchemy, no
cache, no figures. Its time is the floor; every other line is a ratio to it.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dash import Dash
from sqlalchemy import event

from app import create_app, create_cli, warm_up
from benchmarks.timing import line, median_ms
from data_access.aggregate import aggregate
from data_access.warehouse import Warehouse
from domain.scope import LOCAL
from domain.selection import parse_text
from settings import Settings

REPEATS = 15
SELECTIONS = {
    "ein Jahr": "von=2020-01&bis=2020-12",
    "ein Bereich, ein Kanal": "von=2020-01&bis=2020-12&bereich=leistungsgewaehrung&kanal=email",
    "drei Jahre": "von=2018-01&bis=2020-12",
}
QUESTIONS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("Kundenreaktionen", ("kundenreaktionen",), ()),
    ("Kundenreaktionen nach Monat", ("kundenreaktionen",), ("monat",)),
    ("Beschwerden nach Thema und Bereich", ("beschwerden",), ("thema", "bereich")),
    ("Fristquote nach Thema und Personenkreis", ("fristquote",), ("thema", "personenkreis")),
)

Statement = tuple[str, Any]


def main() -> None:
    """Measure on a fresh database with the reference data and print one table per selection."""
    with TemporaryDirectory() as folder:
        settings = Settings(var_dir=Path(folder))
        result = create_cli(settings).test_cli_runner().invoke(args=["krm", "demo"])
        assert result.exit_code == 0, result.output
        app = create_app(settings)
        warm_up(app)
        warehouse = app.server.extensions["krm_warehouse"]
        for name, query in SELECTIONS.items():
            print(f"\n{name} ({query})")
            for title, kennzahlen, nach in QUESTIONS:
                _measure(title, settings, warehouse, _question(warehouse, query, kennzahlen, nach))
            _measure("Überblick, ganze Seite", settings, warehouse, _page(app, query))


def _measure(title: str, settings: Settings, warehouse: Warehouse, action: Callable[[], object]) -> None:
    def forget() -> None:
        shutil.rmtree(settings.cache_dir / "rows", ignore_errors=True)
        (settings.cache_dir / "rows").mkdir(parents=True)

    forget()
    statements = _recorded(warehouse, action)
    connection = sqlite3.connect(settings.var_dir / "krm.sqlite")
    bare = median_ms(lambda: [connection.execute(*statement).fetchall() for statement in statements], REPEATS)
    connection.close()
    print(line(f"{title}: {len(statements)} Abfragen, bloßes SQL", bare, bare))
    print(line(f"{title}: kalt", median_ms(action, REPEATS, forget), bare))
    print(line(f"{title}: aus dem Cache", median_ms(action, REPEATS), bare))


def _recorded(warehouse: Warehouse, action: Callable[[], object]) -> list[Statement]:
    """The analytic statements that ``action`` sends."""
    found: list[Statement] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        if "GROUP BY" in statement or "count(" in statement:
            found.append((statement, parameters))

    event.listen(warehouse.sources().engine, "before_cursor_execute", note)
    action()
    event.remove(warehouse.sources().engine, "before_cursor_execute", note)
    return found


def _question(
    warehouse: Warehouse, query: str, kennzahlen: tuple[str, ...], nach: tuple[str, ...]
) -> Callable[[], object]:
    def ask() -> object:
        view = warehouse.view(LOCAL)
        selection, _ = parse_text(query, view.catalog.vocabulary)
        return aggregate(view, selection, kennzahlen, nach)

    return ask


def _page(app: Dash, query: str) -> Callable[[], object]:
    """One filter change, as the browser sends it."""
    output = next(name for name in app.callback_map if "ueberblick--titel.children" in name)
    outputs = [name.rsplit(".", 1) for name in output.strip(".").split("...")]
    changed = {"id": "ueberblick--auswahl", "property": "data"}
    body = {
        "output": output,
        "outputs": [{"id": name, "property": prop} for name, prop in outputs],
        "inputs": [{**changed, "value": query}],
        "changedPropIds": ["ueberblick--auswahl.data"],
        "state": [],
    }
    client = app.server.test_client()

    def change() -> object:
        response = client.post("/_dash-update-component", json=body)
        assert response.status_code == 200, response.text
        return response

    return change
