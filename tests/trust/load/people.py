"""Who uses the server: people of several roles behind the web server that logs them in."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from domain.rollen import Rolle
from web.access.proxy import GROUPS, NAME, SECRET, USER

KEY, SHARED = "q7Wn2Zx8Vb4Ly6Tc1Rk9Mj3Hf5Gd0Ps-", "Zr8Kq1vN5tYw3Xc7Bm9Jd2Lf4Hs6Pg0a"
OWN_BEREICH = "leistungsgewaehrung"
# In a house most of those who look are of the management and the quality department.
SHARES: Mapping[Rolle, int] = {
    Rolle.LEITUNG: 4,
    Rolle.QUALITAETSMANAGEMENT: 3,
    Rolle.TEAMLEITUNG: 2,
    Rolle.PRAESENTATION: 1,
}
EXACT = frozenset({Rolle.LEITUNG, Rolle.QUALITAETSMANAGEMENT})

SETTINGS: Mapping[str, str] = {
    "KRM_AUTH": "proxy",
    "KRM_PROXY_PEERS": "127.0.0.1",
    "KRM_PROXY_SECRET": SHARED,
    "KRM_SECRET_KEY": KEY,
    "KRM_ROLLEN": ";".join(
        f"{rolle.value}={rolle.value}" + (f":{OWN_BEREICH}" if rolle is Rolle.TEAMLEITUNG else "") for rolle in SHARES
    ),
}


@dataclass(frozen=True)
class Person:
    """Somebody with a name and a role."""

    number: int
    rolle: Rolle

    @property
    def headers(self) -> dict[str, str]:
        """What the web server in front says of them."""
        return {USER: f"person-{self.number}", NAME: "Ida", GROUPS: self.rolle.value, SECRET: SHARED}


def people(count: int, seed: int) -> list[Person]:
    """So many people, their roles by their shares."""
    rng = random.Random(seed)
    rollen = rng.choices(list(SHARES), weights=list(SHARES.values()), k=count)
    return [Person(number, rolle) for number, rolle in enumerate(rollen)]
