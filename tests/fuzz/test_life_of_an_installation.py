"""Imports, faulty and killed ones, questions, files and embeds in any order: every number is that of one delivery."""

from __future__ import annotations

import atexit
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app import create_app
from data_access.engine import writing_engine
from data_access.imports import run_import
from data_access.imports.outcome import ImportResult
from tests import oracle
from tests.api_server import Lieferung, settings_in
from tests.integration.imports import child
from tests.planted import texts_in
from tests.random_data import random_delivery, write_delivery
from tests.sizes import SUPPRESSED, examples, size

ROOT = Path(__file__).resolve().parents[2]
VERSIONS = st.integers(0, 3)
CARDS = st.sampled_from(["eingaenge", "kanaele", "matrix"])
COUNTED = ("kundenreaktionen", "anliegen", "beschwerden", "ueberfaellig")
BREAKDOWNS = st.sampled_from(["kanal", "thema", "bereich", "monat", "personenkreis"])
# One process each, which is the slowest of all that can happen here.
MOST_KILLS = size(0, 1, 2)


def new_folder() -> Path:
    """A folder that is gone at the latest when the tests are."""
    folder = Path(tempfile.mkdtemp(prefix="krm-leben-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def version(number: int) -> tuple[Lieferung, date]:
    """The same cases in another state: other Kanäle, Themen and Arten."""
    lieferung, datenstand = random_delivery(23, size=60)
    chance = random.Random(number)
    for row in lieferung["kundenreaktion"]:
        row["kanal"] = chance.choice([None, *(one["code"] for one in lieferung["kanal"])])
    for row in lieferung["anliegen"]:
        row["thema"] = chance.choice([None, *(one["code"] for one in lieferung["thema"])])
        row["art"] = chance.choice(["beschwerde", "lob", "idee", "sonstiges"])
    return lieferung, datenstand


def period() -> dict[str, str]:
    """The year of the Datenstand and the one before."""
    year = version(0)[1].year
    return {"von": f"{year - 1}-01", "bis": f"{year}-12", "vergleich": "ohne"}


@cache
def truth(number: int, nach: str = "", kanal: str = "") -> dict[str, dict[str, Any]]:
    """What is asked of a version, by the raw rows: indicator → codes → value."""
    lieferung, datenstand = version(number)
    auswahl = {**period(), **({"kanal": kanal} if kanal else {})}
    found = oracle.aggregate(lieferung, datenstand, auswahl, COUNTED, [nach] if nach else [])
    rows = found.zeilen if nach else {(): found.summe}
    return {code: {",".join(codes): werte[code].wert for codes, werte in rows.items()} for code in COUNTED}


@cache
def files(number: int, faulty: bool = False) -> Path:
    """The folder of a version as it would be delivered; a faulty one names a Kanal that there is not."""
    folder = new_folder()
    lieferung = {table: [dict(row) for row in rows] for table, rows in version(number)[0].items()}
    if faulty:
        lieferung["kundenreaktion"][number]["kanal"] = "taube"
    write_delivery(lieferung, folder)
    return folder


@cache
def template() -> Path:
    """A folder with version 0 loaded."""
    folder = new_folder()
    assert imported(folder, files(0)).ok
    return folder


def imported(folder: Path, source: Path, *, check_only: bool = False) -> ImportResult:
    engine = writing_engine(settings_in(folder).krm_url)
    try:
        return run_import(engine, source, datenstand=version(0)[1], check_only=check_only)
    finally:
        engine.dispose()


class Installation(RuleBasedStateMachine):
    """One installation from its first import on."""

    @initialize()
    def begin(self) -> None:
        self.folder = new_folder()
        shutil.copytree(template(), self.folder, dirs_exist_ok=True)
        self.server = create_app(settings_in(self.folder)).server
        self.server.extensions["krm_app_database"].prepare()
        self.client = self.server.test_client()
        self.loaded, self.kills = 0, 0
        self.embeds: dict[str, tuple[str, bytes]] = {}
        self.revoked: set[str] = set()

    def teardown(self) -> None:
        if hasattr(self, "server"):
            self.server.extensions["krm_app_database"].close()
            shutil.rmtree(self.folder, ignore_errors=True)

    @rule(number=VERSIONS)
    def a_delivery_is_imported(self, number: int) -> None:
        result = imported(self.folder, files(number))
        assert result.ok
        assert result.changed == (number != self.loaded)
        self.loaded = number

    @rule(number=VERSIONS)
    def a_delivery_is_only_checked(self, number: int) -> None:
        result = imported(self.folder, files(number), check_only=True)
        assert (result.ok, result.changed) == (True, number != self.loaded)

    @rule(number=VERSIONS)
    def a_faulty_delivery_is_refused(self, number: int) -> None:
        result = imported(self.folder, files(number, faulty=True))
        assert [fault.value for fault in result.errors] == ["taube"]

    @precondition(lambda self: self.kills < MOST_KILLS)
    @rule(number=VERSIONS, steps=st.integers(0, 25))
    def an_import_is_killed(self, number: int, steps: int) -> None:
        self.kills += 1
        url = settings_in(self.folder).krm_url
        process = subprocess.Popen(
            [sys.executable, "-m", child.__name__, url, str(files(number))], cwd=ROOT, stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        for _ in range(steps):
            if not process.stdout.readline():
                break
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        # Wholly the one or wholly the other, which the invariant looks at.
        found = self.asked("kanal")
        assert found in (truth(self.loaded, "kanal"), truth(number, "kanal"))
        self.loaded = number if found == truth(number, "kanal") else self.loaded

    @rule(nach=BREAKDOWNS, kanal=st.sampled_from(["", "mail", "schalter"]))
    def a_question_is_asked(self, nach: str, kanal: str) -> None:
        assert self.asked(nach, kanal) == truth(self.loaded, nach, kanal)

    @rule(slug=CARDS, ending=st.sampled_from(["csv", "xlsx", "pptx"]))
    def a_file_is_taken(self, slug: str, ending: str) -> None:
        made = self.client.get(f"/herunterladen/{slug}.{ending}", query_string=period())
        total = truth(self.loaded)["anliegen" if slug == "matrix" else "kundenreaktionen"][""]
        assert made.status_code == 200
        assert str(total) in texts_in(made.data, ending) or slug == "matrix"

    @rule(slug=CARDS)
    def an_embed_is_issued(self, slug: str) -> None:
        answer = self.client.post(f"/einbetten/{slug}", query_string=period(), json={})
        # Two of one figure so close to each other would show single cases as their difference.
        assert answer.status_code in (200, 400), answer.text
        if answer.status_code == 200:
            issued = answer.get_json()
            self.embeds[issued["kennung"]] = (issued["adresse"], self.client.get(issued["adresse"]).data)

    @precondition(lambda self: self.embeds.keys() - self.revoked)
    @rule(data=st.data())
    def an_embed_is_revoked(self, data: st.DataObject) -> None:
        kennung = data.draw(st.sampled_from(sorted(self.embeds.keys() - self.revoked)))
        assert self.client.delete(f"/einbettungen/{kennung}").status_code == 200
        self.revoked.add(kennung)

    @invariant()
    def embeds_stay_what_they_were_until_they_are_revoked(self) -> None:
        for kennung, (address, content) in getattr(self, "embeds", {}).items():
            answer = self.client.get(address)
            if kennung in self.revoked:
                assert answer.status_code == 404
            else:
                assert (answer.status_code, answer.data) == (200, content)

    @invariant()
    def every_figure_is_that_of_one_delivery(self) -> None:
        if hasattr(self, "client"):
            assert self.asked() == truth(self.loaded)

    def asked(self, nach: str = "", kanal: str = "") -> dict[str, dict[str, Any]]:
        """The same as ``truth``, by the interface."""
        if not nach:
            told = self.client.get("/api/v1/kennzahlen.json", query_string=period()).get_json()["kennzahlen"]
            return {code: {"": told[code]["wert"]} for code in COUNTED}
        found = {}
        for code in COUNTED:
            query = {**period(), "kennzahl": code, "nach": nach, **({"kanal": kanal} if kanal else {})}
            answer = self.client.get("/api/v1/tabelle.json", query_string=query).get_json()
            found[code] = {row[nach]: row["wert"] for row in answer["zeilen"]}
        return found


Installation.TestCase.settings = settings(
    examples(2, 200, 2_000),
    stateful_step_count=size(8, 50, 50),
    suppress_health_check=SUPPRESSED,
)
test_any_life_of_an_installation = Installation.TestCase
