"""Settings of access, read and judged: an unsafe installation is told so in one sentence and does not start."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import make_url

from data_access.spark.errors import SparkAddressError, SparkPackagesError
from data_access.spark.source import usable
from settings import LOOPBACK_NAMES, SPARK, Settings
from web import texts
from web.access.local import is_loopback
from web.access.role_map import RoleMapError, read_role_map
from web.secret_key import FILE

MODES = ("local", "proxy", "oidc")
SHORTEST_SECRET = 32
# What stands in examples and guides; such a secret is none, however long it is made by repeating.
_KNOWN = ("changeme", "change-me", "change_me", "secret", "geheim", "password", "passwort", "example", "beispiel")
_WIDEST_PREFIX = {4: 8, 6: 16}


class UnsafeError(Exception):
    """The installation must not start; the text is a German sentence."""


@dataclass(frozen=True)
class Launch:
    """How a server is started: the addresses it listens on, whose word on addresses it takes, and whether it debugs."""

    addresses: Sequence[str] = ()
    forwarded_allow_ips: str = ""
    debug: bool = False


NOT_LAUNCHED = Launch()


def check(settings: Settings, launch: Launch = NOT_LAUNCHED) -> None:
    """Raise ``UnsafeError`` for the first thing that is unsafe."""
    for sentence in _faults(settings, launch):
        raise UnsafeError(sentence)


def peers(settings: Settings) -> list[IPv4Network | IPv6Network]:
    """The addresses of the web servers in front. Raises ValueError."""
    return [ip_network(part.strip()) for part in settings.proxy_peers.split(",") if part.strip()]


def _faults(settings: Settings, launch: Launch) -> Iterator[str]:
    if not settings.auth:
        yield f"KRM_AUTH fehlt; möglich sind {', '.join(MODES)}."
    elif settings.auth not in MODES:
        yield f"KRM_AUTH kennt „{settings.auth}“ nicht; möglich sind {', '.join(MODES)}."
    else:
        yield from _JUDGES[settings.auth](settings, launch.addresses)
    yield from _cache_faults(settings)
    yield from _analytics_faults(settings)
    yield from _file_faults(settings)
    if "*" in launch.forwarded_allow_ips:
        yield "forwarded_allow_ips=* glaubt jedem, woher eine Anfrage kommt; zu nennen sind die Webserver davor."
    if launch.debug:
        yield "FLASK_DEBUG ist gesetzt; damit zeigt der Server sein Inneres."


def _local_faults(settings: Settings, addresses: Sequence[str]) -> Iterator[str]:
    for address in addresses:
        if not _listens_on_loopback(address):
            yield (
                f"KRM_AUTH=local antwortet nur auf diesem Rechner; der Server soll aber auf {address} antworten."
                " Dafür ist KRM_AUTH=proxy oder KRM_AUTH=oidc einzurichten."
            )
    for name, value in _others(settings, "proxy_", "oidc_"):
        yield f"{name} ist gesetzt ({len(value)} Zeichen), gehört aber nicht zu KRM_AUTH=local."
    if settings.secret_key:
        yield from _weak("KRM_SECRET_KEY", settings.secret_key)


def _proxy_faults(settings: Settings, _addresses: Sequence[str]) -> Iterator[str]:
    try:
        networks = peers(settings)
    except ValueError:
        networks = []
        yield "KRM_PROXY_PEERS ist keine Liste von Adressen oder Netzen wie 10.0.0.5 oder 172.20.0.0/16."
    if not networks:
        yield "KRM_PROXY_PEERS fehlt; es nennt die Adressen des Webservers davor."
    for network in networks:
        if network.prefixlen < _WIDEST_PREFIX[network.version]:
            yield f"KRM_PROXY_PEERS vertraut mit {network} zu vielen Adressen."
    yield from _weak("KRM_PROXY_SECRET", settings.proxy_secret)
    yield from _shared_faults(settings)
    for name, _ in _others(settings, "oidc_"):
        yield f"{name} ist gesetzt, gehört aber nicht zu KRM_AUTH=proxy."
    if settings.proxy_secret == settings.secret_key:
        yield "KRM_PROXY_SECRET und KRM_SECRET_KEY müssen verschieden sein."


def _oidc_faults(settings: Settings, _addresses: Sequence[str]) -> Iterator[str]:
    for name, value in (("KRM_OIDC_ISSUER", settings.oidc_issuer), ("KRM_PUBLIC_URL", settings.public_url)):
        if not value:
            yield f"{name} fehlt."
        elif not _is_safe_address(value):
            yield f"{name} muss eine Adresse mit https:// sein."
    if not settings.oidc_client_id:
        yield "KRM_OIDC_CLIENT_ID fehlt."
    if not settings.oidc_client_secret:
        yield "KRM_OIDC_CLIENT_SECRET fehlt."
    yield from _shared_faults(settings)
    for name, _ in _others(settings, "proxy_"):
        yield f"{name} ist gesetzt, gehört aber nicht zu KRM_AUTH=oidc."
    if settings.oidc_client_secret == settings.secret_key:
        yield "KRM_OIDC_CLIENT_SECRET und KRM_SECRET_KEY müssen verschieden sein."


def _shared_faults(settings: Settings) -> Iterator[str]:
    yield from _weak("KRM_SECRET_KEY", settings.secret_key)
    try:
        if not read_role_map(settings.rollen):
            yield "KRM_ROLLEN fehlt; ohne Zuordnung hätte niemand eine Rolle."
    except RoleMapError as error:
        yield f"KRM_ROLLEN ist an der Stelle „{error.entry}“ nicht verständlich."


def _cache_faults(settings: Settings) -> Iterator[str]:
    url = urlsplit(settings.cache_url)
    if url.scheme.startswith("redis") and url.hostname and not _is_local_name(url.hostname) and not url.password:
        yield "KRM_CACHE_URL nennt ein Redis auf einem anderen Rechner ohne Kennwort."


def _analytics_faults(settings: Settings) -> Iterator[str]:
    if not settings.analytics.startswith(SPARK):
        return
    try:
        usable(settings.analytics)
    except SparkAddressError:
        yield texts.SETTING_INVALID.format(name="KRM_ANALYTICS")
    except SparkPackagesError:
        yield texts.SPARK_PACKAGES


def _file_faults(settings: Settings) -> Iterator[str]:
    """What others on the same machine must not read: the databases and the key."""
    for path in _private_files(settings):
        if path.is_file() and path.stat().st_mode & stat.S_IROTH:
            yield f"Alle auf diesem Rechner können {path.name} lesen; richtig ist: chmod 600 {path.name}"


def keep_private(settings: Settings) -> None:
    """Take the right to read our own files below ``var_dir`` from everybody else; others are judged, not changed."""
    for path in _private_files(settings):
        if path.is_file() and path.resolve().is_relative_to(settings.var_dir.resolve()):
            with suppress(OSError):
                path.chmod(path.stat().st_mode & ~(stat.S_IRWXG | stat.S_IRWXO))


def _private_files(settings: Settings) -> list[Path]:
    names = [make_url(url).database for url in (settings.krm_url, settings.app_url) if url.startswith("sqlite")]
    return [*map(Path, filter(None, names)), settings.var_dir / FILE]


_JUDGES: dict[str, Callable[[Settings, Sequence[str]], Iterator[str]]] = {
    "local": _local_faults,
    "proxy": _proxy_faults,
    "oidc": _oidc_faults,
}


def _weak(name: str, secret: str) -> Iterator[str]:
    if not secret:
        yield f"{name} fehlt."
    elif len(secret) < SHORTEST_SECRET:
        yield f"{name} ist zu kurz; nötig sind mindestens {SHORTEST_SECRET} Zeichen."
    elif len(set(secret)) < SHORTEST_SECRET // 4 or any(known in secret.lower() for known in _KNOWN):
        yield f"{name} ist leicht zu erraten."


def _others(settings: Settings, *prefixes: str) -> list[tuple[str, str]]:
    """Settings of another mode that have been given."""
    given = ((name, str(getattr(settings, name))) for name in settings.model_fields_set if name.startswith(prefixes))
    return sorted((f"KRM_{name.upper()}", value) for name, value in given if value)


def _is_safe_address(address: str) -> bool:
    parts = urlsplit(address)
    if not parts.hostname or parts.username or parts.query or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_local_name(parts.hostname))


def _is_local_name(host: str) -> bool:
    return host in LOOPBACK_NAMES or is_loopback(host)


def _listens_on_loopback(address: str) -> bool:
    """``127.0.0.1:8050``, ``[::1]:8050``, ``localhost:8050`` or ``unix:…``."""
    if address.startswith(("unix:", "/")):
        return True
    host = address.rpartition(":")[0].strip("[]")
    return bool(host) and _is_local_name(host)
