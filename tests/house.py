"""A house with all roles over a random delivery, asked as somebody in one of them, and what the raw rows give them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from app import create_app
from domain.kennzahlen import KENNZAHLEN, Einheit
from domain.rollen import Rolle
from settings import Settings
from tests import oracle
from tests.api_server import Lieferung, load
from tests.random_data import BEREICH, random_delivery
from tests.unsafe import GOOD, OTHER
from web.access.proxy import GROUPS, NAME, SECRET, USER

PERSONS = count()
PERIOD = {"von": "2019-01", "bis": "2019-12"}
PARENTS = {row[0]: row[2] for row in BEREICH}
BEREICHE = tuple(PARENTS)
LED = next(parent for parent in PARENTS.values() if parent)
OWN = {code for code in BEREICHE if LED in (code, PARENTS[code], PARENTS.get(PARENTS[code] or ""))}
EXACT = {Rolle.LEITUNG, Rolle.QUALITAETSMANAGEMENT, Rolle.OMBUDSSTELLE}
COUNTS = tuple(code for code, kennzahl in KENNZAHLEN.items() if kennzahl.einheit is Einheit.ANZAHL)


def _delivery() -> tuple[Lieferung, date]:
    """A random delivery in which every Aktenzeichen occurs once in the house."""
    lieferung, datenstand = random_delivery(7, size=600)
    for table in ("kundenreaktion", "anliegen", "petition_eingabe"):
        for row in lieferung[table]:
            row["aktenzeichen"] = row["aktenzeichen"] and f"{row['jobcenter']}.{row['aktenzeichen']}."
    return lieferung, datenstand


LIEFERUNG, DATENSTAND = _delivery()


@dataclass(frozen=True)
class House:
    """The application behind a web server, asked as somebody in one group."""

    server: Any

    def ask(self, path: str, rolle: Rolle | None, body: Any = None, **query: str) -> Any:
        """An answer to somebody in this role; with a body it is sent."""
        # Another person each time: the number of requests of one is limited.
        headers = {USER: f"p{next(PERSONS)}", NAME: "ida", GROUPS: rolle.value if rolle else "", SECRET: OTHER}
        return self.server.test_client().open(
            path,
            method="GET" if body is None else "POST",
            json=body,
            query_string=query,
            headers=headers,
            environ_overrides={"REMOTE_ADDR": "10.0.0.5"},
        )


def open_house(folder: Path) -> House:
    """The house; every role has a group of its name, Teamleitung leads the Bereich ``LED``."""
    groups = ";".join(
        f"{rolle.value}={rolle.value}" + (f":{LED}" if rolle is Rolle.TEAMLEITUNG else "") for rolle in Rolle
    )
    settings = Settings(
        var_dir=folder, auth="proxy", proxy_peers="10.0.0.5", proxy_secret=OTHER, secret_key=GOOD, rollen=groups
    )
    load(settings, LIEFERUNG, DATENSTAND)
    return House(create_app(settings).server)


def is_exact(rolle: Rolle, bereich: str) -> bool:
    """Whether somebody in the role sees exact numbers of a Bereich (empty: the house)."""
    return rolle in EXACT or (rolle is Rolle.TEAMLEITUNG and bereich in OWN)


def expected(bereich: str, kennzahl: str, exact: bool) -> int | float | None:
    """A count of the year by the raw rows, rounded where it is not exact."""
    auswahl = {**PERIOD, "vergleich": "ohne", **({"bereich": bereich} if bereich else {})}
    wert = oracle.aggregate(LIEFERUNG, DATENSTAND, auswahl, [kennzahl], []).summe[kennzahl].wert
    return wert if wert is None or exact else (int(wert) + 2) // 5 * 5


def cases_of(rolle: Rolle) -> set[str]:
    """The Aktenzeichen of which somebody in the role may see the cases, by the raw rows."""
    if rolle is Rolle.QUALITAETSMANAGEMENT:
        return {row["aktenzeichen"] for row in LIEFERUNG["kundenreaktion"]}
    if rolle is Rolle.TEAMLEITUNG:
        return {row["aktenzeichen"] for row in LIEFERUNG["anliegen"] if row["bereich"] in OWN}
    if rolle is Rolle.OMBUDSSTELLE:
        return {row["aktenzeichen"] for row in LIEFERUNG["kundenreaktion"] if _is_ombudsstelle(row)}
    return set()


def _is_ombudsstelle(row: dict[str, Any]) -> bool:
    if row["ombudsstelle"] is None:
        return "ombud" in (row["erfasserbemerkung"] or "").lower()
    return bool(row["ombudsstelle"])
