"""The parts that the application stands on, each looked at and told in a sentence."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from secrets import token_hex

from flask_caching.backends.base import BaseCache

from app_data.database import AppDatabase
from app_data.errors import AppDatabaseUnavailableError
from data_access.warehouse import Warehouse
from domain import formats
from settings import Settings
from web import texts
from web.metrics import datenstand

SMALLEST_SPACE = 500_000_000
_PROBE_KEY = "zustand"
_PROBE_SECONDS = 10


class State(Enum):
    """How a part does."""

    FINE = "in Ordnung"
    LIMITED = "eingeschränkt"
    DOWN = "gestört"


_ORDER = (State.FINE, State.LIMITED, State.DOWN)


@dataclass(frozen=True)
class Part:
    """One part: its state and the German sentence that says it."""

    state: State
    sentence: str


@dataclass(frozen=True)
class Condition:
    """Looks at every part; none of them takes longer than its own time-out."""

    warehouse: Warehouse
    cache: BaseCache
    app_database: AppDatabase
    settings: Settings

    def parts(self) -> dict[str, Part]:
        """All parts by their name."""
        return {
            "datenbank": self._database(),
            "datenstand": self._datenstand(date.today()),
            "cache": self._cache(),
            "eigene_eintraege": self._app_database(),
            "speicherplatz": self._space(),
        }

    def _database(self) -> Part:
        if self.warehouse.is_ready():
            return Part(State.FINE, texts.DEEP_DATABASE)
        return Part(State.DOWN, texts.DEEP_DATABASE_DOWN)

    def _datenstand(self, today: date) -> Part:
        stand = datenstand(self.warehouse)
        if stand is None:
            return Part(State.DOWN, texts.DEEP_NO_STAND)
        age = (today - stand).days
        sentence = texts.DEEP_STAND.format(stand=formats.day(stand), days=age)
        if age <= self.settings.stale_days:
            return Part(State.FINE, sentence)
        return Part(State.LIMITED, f"{sentence} {texts.DEEP_STAND_OLD}")

    def _cache(self) -> Part:
        written = token_hex(4)
        try:
            self.cache.set(_PROBE_KEY, written, timeout=_PROBE_SECONDS)
            works = self.cache.get(_PROBE_KEY) == written
        except Exception:  # whatever a cache throws: it does not work, and that is the answer
            works = False
        return Part(State.FINE, texts.DEEP_CACHE) if works else Part(State.LIMITED, texts.DEEP_CACHE_DOWN)

    def _app_database(self) -> Part:
        try:
            with self.app_database.reading():
                return Part(State.FINE, texts.DEEP_APP_DATABASE)
        except AppDatabaseUnavailableError:
            return Part(State.LIMITED, texts.DEEP_APP_DATABASE_DOWN)

    def _space(self) -> Part:
        folder = self.settings.var_dir
        if not os.access(folder, os.W_OK):
            return Part(State.LIMITED, texts.DEEP_NOT_WRITABLE)
        free = shutil.disk_usage(folder).free
        sentence = texts.DEEP_SPACE.format(megabytes=formats.number(free // 1_000_000))
        if free >= SMALLEST_SPACE:
            return Part(State.FINE, sentence)
        return Part(State.LIMITED, f"{sentence} {texts.DEEP_SPACE_LOW}")


def worst(parts: Iterable[Part]) -> State:
    """The state of the whole."""
    return max((part.state for part in parts), key=_ORDER.index)
