"""The application over one generated database, asked without a network."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from itertools import count
from typing import Any

import psycopg
from sqlalchemy import PoolProxiedConnection, event, make_url

from app import create_app, settle, warm_up
from benchmarks import ueberblick
from callbacks.question import question
from data_access.aggregate import Aggregate
from data_access.warehouse import View, Warehouse
from domain.scope import LOCAL
from domain.selection import Selection, parse_text
from settings import Settings

# Written in another way each time, a question is none whose answer is kept.
_ASKED = count(1)
# Statement and parameters, as the driver gets them.
Statement = tuple[str, Any]
# Statements that ask what is loaded; whoever looks at figures alone would not send them.
BOOKKEEPING = ("importlauf", "installation")


class Application:
    """Pages and numbers over the database of some settings."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._app = app = create_app(settings)
        warm_up(app)
        self.warehouse: Warehouse = app.server.extensions["krm_warehouse"]
        self._client = app.server.test_client()
        self._held: list[PoolProxiedConnection] = []
        # The catalogues are read once per Datenstand, and beside the first requests what is counted from.
        self.view()
        self.warehouse.prepare()
        # As the server does before it makes its processes.
        settle()

    def view(self) -> View:
        """The newest Datenstand, all of it."""
        return self.warehouse.view(LOCAL)

    def selection(self, query: str) -> Selection:
        """The selection of a query text, all of which must be understood."""
        return self._selection(self.view(), query)

    def figures(self, query: str) -> list[Aggregate]:
        """The numbers of the six figures of the Überblick."""
        view = self.view()
        selection = self._selection(view, query)
        return ueberblick.answers(view.of(selection).broadly(selection, "ueberblick"), selection)

    def page(self, slug: str, query: str) -> bytes:
        """The whole answer of a page: figures, tables, words and counts of the filters; a known one is given again."""
        response = self._client.post("/_dash-update-component", json=self.callback(slug, query))
        assert response.status_code == 200, response.text
        return bytes(response.data)

    def fresh_page(self, slug: str, query: str) -> bytes:
        """The same, computed anew."""
        return self.page(slug, query + "&" * next(_ASKED))

    def callback(self, slug: str, query: str) -> dict[str, Any]:
        """What a browser sends when the selection of a page has changed."""
        return question(self._app, slug, f"?{query}")

    def forget(self) -> None:
        """Empty the cache of rows; rows of single Jobcenter in memory go, not what is held since the start."""
        folder = self.settings.cache_dir / "rows"
        shutil.rmtree(folder, ignore_errors=True)
        # A question that nobody waits for any more may be writing its answer.
        folder.mkdir(parents=True, exist_ok=True)
        holder = self.warehouse.holder
        if holder is not None:
            holder.forget()

    def statements(self, ask: Callable[[Application], object]) -> list[Statement]:
        """The statements with which an engine answers figures where no rows are held in memory."""
        asking = self._without_memory
        asking.forget()
        with asking._recorded() as found:
            ask(asking)
        return found

    @cached_property
    def _without_memory(self) -> Application:
        return Application(self.settings.model_copy(update={"memory_rows": 0}))

    @staticmethod
    def _selection(view: View, query: str) -> Selection:
        selection, problems = parse_text(query, view.catalog.vocabulary)
        assert not problems, (query, problems)
        return selection

    def replay(self, statements: list[Statement]) -> Callable[[], object]:
        """The same statements on the bare driver: the floor of whatever asks them through the application."""
        connection = self._driver()

        def run() -> list[Any]:
            return [connection.cursor().execute(*statement).fetchall() for statement in statements]

        return run

    def _driver(self) -> Any:
        """A connection of the driver alone."""
        engine, address = self.warehouse.sources().engine, make_url(self.settings.krm_url)
        if engine.dialect.name == "sqlite":
            return sqlite3.connect(address.database or "")
        if engine.dialect.name == "postgresql":
            bare = address.set(drivername="postgresql").render_as_string(hide_password=False)
            return psycopg.connect(bare, autocommit=True)
        # A snapshot is opened once per process. Whoever lets go of what the pool gives closes the connection.
        self._held.append(engine.raw_connection())
        return self._held[-1].driver_connection

    @contextmanager
    def _recorded(self) -> Iterator[list[Statement]]:
        engine = self.warehouse.sources().engine
        found: list[Statement] = []

        def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
            if statement.startswith("SELECT") and not any(name in statement for name in BOOKKEEPING):
                found.append((statement, parameters))

        event.listen(engine, "before_cursor_execute", note)
        try:
            yield found
        finally:
            event.remove(engine, "before_cursor_execute", note)
