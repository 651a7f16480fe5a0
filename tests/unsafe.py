"""Settings and launches that would let the wrong people in, each with what its refusal says."""

from __future__ import annotations

from typing import Any

from tests.launches import Refused
from web.access.configuration import Launch

GOOD = "q7Wn2Zx8Vb4Ly6Tc1Rk9Mj3Hf5Gd0Ps-"
OTHER = "Zr8Kq1vN5tYw3Xc7Bm9Jd2Lf4Hs6Pg0a"
PROXY: dict[str, Any] = {
    "auth": "proxy",
    "proxy_peers": "172.20.0.0/16, 10.0.0.5",
    "proxy_secret": OTHER,
    "secret_key": GOOD,
    "rollen": "Haus=leitung;Team=teamleitung:grundsicherung|eingangszone",
}
OIDC: dict[str, Any] = {
    "auth": "oidc",
    "oidc_issuer": "https://anmeldung.example/realm",
    "oidc_client_id": "krm",
    "oidc_client_secret": OTHER,
    "public_url": "https://krm.example",
    "secret_key": GOOD,
    "rollen": "Haus=leitung",
}

UNSAFE: list[tuple[dict[str, Any], str]] = [
    ({"auth": ""}, "KRM_AUTH fehlt"),
    ({"auth": "demo"}, "KRM_AUTH kennt „demo“ nicht"),
    ({"auth": "Local"}, "KRM_AUTH kennt „Local“ nicht"),
    ({"proxy_secret": OTHER}, "KRM_PROXY_SECRET ist gesetzt"),
    ({"oidc_issuer": "https://x.example"}, "KRM_OIDC_ISSUER ist gesetzt"),
    ({"secret_key": "kurz"}, "KRM_SECRET_KEY ist zu kurz"),
    ({**PROXY, "proxy_peers": ""}, "KRM_PROXY_PEERS fehlt"),
    ({**PROXY, "proxy_peers": "überall"}, "KRM_PROXY_PEERS ist keine Liste"),
    ({**PROXY, "proxy_peers": "0.0.0.0/0"}, "KRM_PROXY_PEERS vertraut"),
    ({**PROXY, "proxy_peers": "::/0"}, "KRM_PROXY_PEERS vertraut"),
    ({**PROXY, "proxy_secret": ""}, "KRM_PROXY_SECRET fehlt"),
    ({**PROXY, "proxy_secret": "0123456789"}, "KRM_PROXY_SECRET ist zu kurz"),
    ({**PROXY, "proxy_secret": "a" * 64}, "KRM_PROXY_SECRET ist leicht zu erraten"),
    ({**PROXY, "proxy_secret": "this-is-a-changeme-value-1234567890"}, "KRM_PROXY_SECRET ist leicht zu erraten"),
    ({**PROXY, "secret_key": ""}, "KRM_SECRET_KEY fehlt"),
    ({**PROXY, "secret_key": OTHER}, "KRM_PROXY_SECRET und KRM_SECRET_KEY müssen verschieden sein"),
    ({**PROXY, "rollen": ""}, "KRM_ROLLEN fehlt"),
    ({**PROXY, "rollen": "Haus"}, "KRM_ROLLEN ist an der Stelle „Haus“"),
    ({**PROXY, "rollen": "Haus=chefin"}, "KRM_ROLLEN ist an der Stelle „Haus=chefin“"),
    ({**PROXY, "rollen": "Team=teamleitung"}, "KRM_ROLLEN ist an der Stelle „Team=teamleitung“"),
    ({**PROXY, "rollen": "Haus=leitung:grundsicherung"}, "KRM_ROLLEN ist an der Stelle"),
    ({**PROXY, "oidc_client_id": "krm"}, "KRM_OIDC_CLIENT_ID ist gesetzt"),
    ({**OIDC, "oidc_issuer": ""}, "KRM_OIDC_ISSUER fehlt"),
    ({**OIDC, "oidc_issuer": "http://anmeldung.example"}, "KRM_OIDC_ISSUER muss eine Adresse mit https"),
    ({**OIDC, "public_url": "http://krm.example"}, "KRM_PUBLIC_URL muss eine Adresse mit https"),
    ({**OIDC, "oidc_client_id": ""}, "KRM_OIDC_CLIENT_ID fehlt"),
    ({**OIDC, "oidc_client_secret": ""}, "KRM_OIDC_CLIENT_SECRET fehlt"),
    ({**OIDC, "oidc_client_secret": GOOD}, "KRM_OIDC_CLIENT_SECRET und KRM_SECRET_KEY"),
    ({**OIDC, "proxy_peers": "10.0.0.5"}, "KRM_PROXY_PEERS ist gesetzt"),
    ({"cache_url": "redis://cache.example:6379/0"}, "KRM_CACHE_URL nennt ein Redis"),
]
LAUNCHES = [
    (Launch(("0.0.0.0:8050",)), "0.0.0.0:8050"),
    (Launch(("127.0.0.1:8050", "[::]:8050")), "[::]:8050"),
    (Launch(("krm.example:8050",)), "krm.example:8050"),
    (Launch((":8050",)), ":8050"),
    (Launch(forwarded_allow_ips="*"), "forwarded_allow_ips"),
    (Launch(debug=True), "FLASK_DEBUG"),
]


def assert_refused(launched: Refused, sentence: str) -> None:
    """It ended with one German sentence and nothing of its inside, and no port was ever open."""
    assert launched.exit_code != 0
    assert not launched.listened
    (said,) = launched.lines
    assert sentence in said
    assert said.endswith((".", " krm.sqlite"))
    assert OTHER not in said
    assert GOOD not in said
