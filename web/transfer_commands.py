"""``krm sicherung`` and ``krm umzug``: everything into one file, and from one file into empty databases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from settings import Settings
from transfer.archive import NOT_EMPTY, NOT_OURS, OTHER_VERSION, ArchiveError, Counts, read_archive, write_archive

_SECRETS = ("secret_key", "proxy_secret", "oidc_client_secret")
_ADDRESSES = ("database_url", "app_database_url", "cache_url", "analytics")

SENTENCES = {
    NOT_OURS: "Das ist keine Datei, die krm sicherung oder krm umzug schreiben geschrieben hat.",
    OTHER_VERSION: "Die Datei stammt von einer anderen Fassung; bitte mit jener lesen und danach aktualisieren.",
    NOT_EMPTY: "Die Datenbanken hier sind nicht leer; ein Umzug überschreibt nichts.",
}
DAMAGED_SENTENCE = "Die Datei ist beschädigt; nichts wurde übernommen."


class TransferRefusedError(Exception):
    """A German sentence says why."""


def write(settings: Settings, path: Path, version: str) -> str:
    """Write the file; returns what to tell. Raises what ``write_archive`` raises."""
    counts = write_archive(path, settings.krm_url, settings.app_url, _without_secrets(settings), version)
    return f"Geschrieben: {path.name} mit {_sum(counts)} Zeilen. KRM_SECRET_KEY und andere Geheimnisse fehlen darin."


def read(settings: Settings, path: Path) -> str:
    """Read the file; returns what to tell. Raises ``TransferRefusedError`` and what ``opened`` raises."""
    try:
        counts = read_archive(path, settings.krm_url, settings.app_url)
    except ArchiveError as error:
        raise TransferRefusedError(SENTENCES.get(error.reason, DAMAGED_SENTENCE)) from error
    return f"Übernommen: {_sum(counts)} Zeilen aus {path.name}."


def _sum(counts: Counts) -> int:
    return sum(number for found in counts.values() for number in found.values())


def _without_secrets(settings: Settings) -> dict[str, Any]:
    """The settings that were given, as they would be given again, passwords left out."""
    given = {name: getattr(settings, name) for name in sorted(settings.model_fields_set) if name not in _SECRETS}
    return {f"KRM_{name.upper()}": _shown(name, value) for name, value in given.items() if name != "var_dir"}


def _shown(name: str, value: Any) -> Any:
    if name in _ADDRESSES and "://" in str(value):
        return make_url(value).render_as_string(hide_password=True)
    return value if isinstance(value, str | int | float | bool | None) else str(value)
