"""The one mode of access that the settings choose."""

from __future__ import annotations

from flask import Flask

from app_data.database import AppDatabase
from settings import Settings
from web.access.audit import Audit, AuditLog, NoAudit
from web.access.configuration import peers
from web.access.epochs import Epochs
from web.access.local import LocalMode
from web.access.mode import Mode
from web.access.oidc import OidcMode, Provider
from web.access.proxy import ProxyMode
from web.access.rate import NoRate, Rate, counted_rate
from web.access.role_map import read_role_map
from web.access.session import Session
from web.secret_key import secret_key


def build_mode(server: Flask, settings: Settings, audit: Audit, database: AppDatabase) -> Mode:
    """The mode, with its routes added to ``server``; the settings have been checked before."""
    mode = _mode(server, settings, audit, database)
    mode.register(server)
    return mode


def build_audit(settings: Settings, database: AppDatabase) -> Audit:
    """The log of who took what out of the house; none where there is only one person."""
    if settings.auth == "local":
        return NoAudit()
    return AuditLog(database, secret_key(settings.secret_key, settings.var_dir))


def build_rate(settings: Settings) -> Rate:
    """How many requests one person may send; any number where there is only one person."""
    return NoRate() if settings.auth == "local" else counted_rate(settings.cache_url)


def _mode(server: Flask, settings: Settings, audit: Audit, database: AppDatabase) -> Mode:
    if settings.auth == "proxy":
        return ProxyMode(peers(settings), settings.proxy_secret, read_role_map(settings.rollen))
    if settings.auth == "oidc":
        session = Session(Epochs(database))
        server.secret_key = secret_key(settings.secret_key, settings.var_dir)
        session.install(server, secure=settings.public_url.startswith("https:"))
        provider = Provider(
            settings.oidc_issuer,
            settings.oidc_client_id,
            settings.oidc_client_secret,
            settings.oidc_groups_claim,
            settings.public_url,
        )
        return OidcMode(provider, read_role_map(settings.rollen), session, audit)
    return LocalMode()
