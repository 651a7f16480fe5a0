"""The only reader of the environment: every setting of the application, frozen, prefix ``KRM_``."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import quote

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from domain.protection import Protection

PROJECT_ROOT = Path(__file__).resolve().parent

DIRECT, SNAPSHOT, SPARK = "direkt", "snapshot", "spark://"
LOOPBACK_NAMES = ("127.0.0.1", "localhost")
LogLevel = Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(lambda text: str(text).upper())]


def _frame_ancestors(given: object) -> str:
    """Addresses such as ``https://intranet.example.org``, with commas, as the security policy of a page names them."""
    # Its own result is understood as well.
    origins = [origin for origin in re.split(r"[,\s]+", str(given)) if origin not in ("", "'none'")]
    if not all(re.fullmatch(r"https?://[a-z0-9.-]+(:\d+)?", origin) for origin in origins):
        raise ValueError("no origin")
    return " ".join(origins) or "'none'"


def _analytics(given: object) -> str:
    """Where figures are computed: ``direkt``, ``snapshot`` or an address ``spark://…``."""
    named = str(given).strip() or DIRECT
    if named not in (DIRECT, SNAPSHOT) and not named.startswith(SPARK):
        raise ValueError("no place")
    return named


# Of nothing there is no share, however small a base may be.
SmallestBase = Annotated[int, AfterValidator(lambda given: max(given, 1))]
FrameAncestors = Annotated[str, BeforeValidator(_frame_ancestors)]
Analytics = Annotated[str, BeforeValidator(_analytics)]


class Settings(BaseSettings):
    """All settings with their defaults; ``docs/betrieb.md`` documents each of them."""

    model_config = SettingsConfigDict(env_prefix="KRM_", frozen=True, extra="ignore")

    var_dir: Path = Field(default=PROJECT_ROOT / "var", description="Ordner für alles, was die Anwendung schreibt")
    database_url: str = Field(default="", description="KRM-Datenbank; leer: SQLite-Datei unter KRM_VAR_DIR")
    app_database_url: str = Field(default="", description="Eigene Datenbank; leer: SQLite-Datei unter KRM_VAR_DIR")
    analytics: Analytics = Field(default=DIRECT, description="Wo Zahlen entstehen: direkt, snapshot oder spark://…")
    snapshot_megabytes: int = Field(default=1_024, ge=64, description="Speicher je Prozess für den Schnappschuss")
    memory_rows: int = Field(default=2_500_000, ge=0, description="So viele Anliegen hält ein Prozess im Speicher")
    cache_url: str = Field(default="", description="redis://…; leer: Dateien unter KRM_VAR_DIR/cache")
    cache_seconds: int = Field(default=86_400, ge=1, description="Höchstalter eines Cache-Eintrags in Sekunden")
    cache_entries: int = Field(default=20_000, ge=10, description="Höchstzahl der Einträge im Datei-Cache")
    statement_seconds: float = Field(default=5.0, gt=0, description="Zeitgrenze einer Datenbankabfrage")
    request_seconds: float = Field(default=15.0, gt=0, description="Zeitgrenze einer Anfrage an den Server")
    outage_hours: float = Field(default=24.0, ge=0, description="So lange gilt bei einem Ausfall der letzte Stand")
    stale_days: int = Field(default=45, ge=1, description="Ab so vielen Tagen gilt der Datenstand als veraltet")
    import_csv_megabytes: int = Field(default=2_048, ge=1, description="Größte CSV-Datei eines Imports")
    import_xlsx_megabytes: int = Field(default=20, ge=1, description="Größte XLSX-Datei eines Imports")
    protect_rounding: int = Field(default=5, ge=5, le=100, description="Geschützte Anzahlen: Vielfache dieser Zahl")
    protect_hidden_below: int = Field(default=10, ge=0, description="Kleinere Anzahlen fehlen in tiefen Tabellen")
    protect_smallest_base: int = Field(
        default=20, ge=1, description="Gerundete Basis, ab der geschützte Anteile stehen"
    )
    protect_smallest_durations: int = Field(
        default=10, ge=5, description="Fälle, ab denen geschützte Laufzeiten stehen"
    )
    frame_ancestors: FrameAncestors = Field(default="", description="Wer Einbettungen im Rahmen zeigen darf")
    smallest_base: SmallestBase = Field(
        default=20, ge=0, description="Kleinste Basis, von der aus Prozentwerte genannt werden"
    )
    pruefnummern_jahre: int = Field(default=10, ge=2, le=100, description="So viele Jahre bleiben Prüfnummern erhalten")
    pptx_template: str = Field(default="", description="Eigene Vorlage der Folien (.pptx); leer: neutrale")
    quelle: str = Field(default="KRM-Datenbank", description="Quellenangabe unter Abbildungen und in Dateien")
    hosts: str = Field(default="", description="Weitere Namen, unter denen der Server antwortet, mit Komma getrennt")
    auth: str = Field(default="local", description="Wer Zugang hat: local, proxy oder oidc")
    rollen: str = Field(default="", description="Gruppen des Verzeichnisses und ihre Rollen")
    public_url: str = Field(default="", description="Adresse, unter der Menschen die Anwendung öffnen")
    proxy_peers: str = Field(default="", description="Adressen des Webservers davor, mit Komma getrennt")
    proxy_secret: str = Field(default="", description="Geheimnis, das der Webserver davor mitschickt")
    oidc_issuer: str = Field(default="", description="Aussteller des Anmeldedienstes")
    oidc_client_id: str = Field(default="", description="Name der Anwendung beim Anmeldedienst")
    oidc_client_secret: str = Field(default="", description="Geheimnis der Anwendung beim Anmeldedienst")
    oidc_groups_claim: str = Field(default="groups", description="Angabe des Anmeldedienstes, die die Gruppen nennt")
    secret_key: str = Field(default="", description="Schlüssel für Cookies und Einbettungen; leer: Datei geheimnis")
    log_level: LogLevel = Field(default="INFO", description="Stufe des Protokolls")

    @cached_property
    def krm_url(self) -> str:
        """SQLAlchemy address of the KRM database."""
        # In an address some letters of a path would mean something else.
        return self.database_url or f"sqlite:///{quote(str(self.var_dir / 'krm.sqlite'))}"

    @cached_property
    def app_url(self) -> str:
        """SQLAlchemy address of the application's own database."""
        return self.app_database_url or f"sqlite:///{quote(str(self.var_dir / 'app.sqlite'))}"

    @cached_property
    def protection(self) -> Protection:
        """How numbers are protected that leave the house."""
        return Protection(
            rounding=self.protect_rounding,
            hidden_below=self.protect_hidden_below,
            smallest_base=self.protect_smallest_base,
            smallest_durations=self.protect_smallest_durations,
        )

    @cached_property
    def trusted_hosts(self) -> list[str]:
        """Names that a request may be addressed to: this machine's own and those of ``hosts``."""
        return [*LOOPBACK_NAMES, *filter(None, (name.strip() for name in self.hosts.split(",")))]

    @cached_property
    def snapshot_dir(self) -> Path:
        """Folder of the columnar snapshots."""
        return self.var_dir / "snapshot"

    @cached_property
    def cache_dir(self) -> Path:
        """Folder of the file cache, of locks and of precompressed assets."""
        return self.var_dir / "cache"
