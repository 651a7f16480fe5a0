"""A whole answer of a page is given again only to whoever asks the same of the same Datenstand."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import brotli
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from data_access.reference.generator import DATENSTAND, reference_delivery
from domain.rollen import Rolle
from layouts import texts
from layouts.pages.registry import PAGES
from settings import Settings
from tests.api_server import load, settings_in
from tests.integration.test_callback_bodies import body_of
from web.access.guard import OWN_REQUEST
from web.access.principal import OWNER, Principal
from web.kept_answers import HEADER, Kept, KeptAnswers

UPDATE = "/_dash-update-component"
YEAR = "?von=2020-01&bis=2020-12"
EVENT = {"von": "2020-03-02", "bis": "", "titel": "Umzug der Eingangszone", "kategorie": "Organisation"}


class Asker:
    """Asks the pages of one application as their callbacks do."""

    def __init__(self, settings: Settings) -> None:
        self.server = create_app(settings).server
        self.client: FlaskClient = self.server.test_client()
        registered = self.client.get("/_dash-dependencies").get_json()
        self._callbacks = [callback for callback in registered if callback["clientside_function"] is None]

    def ask(
        self, path: str = "/", query: Any = YEAR, who: Principal = OWNER, encoding: str = "identity"
    ) -> TestResponse:
        """The answer of a page."""
        slug = PAGES[path].slug
        asked = {"id": f"{slug}--auswahl", "property": "data"}
        (callback,) = [one for one in self._callbacks if one["inputs"] == [asked]]
        response = self.client.post(
            UPDATE,
            json=body_of(callback, lambda: query),
            headers={"Accept-Encoding": encoding},
            environ_overrides={OWN_REQUEST: who},
        )
        assert response.status_code == 200, response.text
        return response


def is_known(answer: TestResponse, asker: Asker, **asked: Any) -> bool:
    """Whether asking once more gives the same bytes without any question to the cache of rows."""
    lookups = counted(asker)
    again = asker.ask(**asked)
    assert again.data == answer.data
    return counted(asker) == lookups


def level_of(answer: TestResponse) -> str:
    """How exact the numbers of an answer for the Überblick are, in words."""
    return str(answer.get_json()["response"]["ueberblick--antwort"]["data"]["ueberblick--stufe"]["children"])


def counted(asker: Asker) -> float:
    text = asker.client.get("/metrics", environ_overrides={OWN_REQUEST: OWNER}).text
    return sum(float(line.split()[-1]) for line in text.splitlines() if line.startswith("krm_cache_lookups_total"))


def fresh(settings: Settings, **asked: Any) -> bytes:
    """The answer of an application that has never been asked before."""
    other = Asker(settings)
    try:
        return other.ask(**asked).data
    finally:
        other.server.extensions["krm_app_database"].close()


def in_role(*rollen: Rolle, bereiche: tuple[str, ...] = ()) -> Principal:
    return Principal("wer", "Wer", frozenset(rollen), frozenset(bereiche))


def rename(settings: Settings, table: str, name: str) -> None:
    with closing(sqlite3.connect(settings.var_dir / "krm.sqlite")) as connection:
        connection.execute(f"ALTER TABLE {table} RENAME TO {name}")


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reference data in an SQLite database."""
    folder = tmp_path_factory.mktemp("loaded")
    load(settings_in(folder), reference_delivery(), DATENSTAND, demo=True)
    return folder / "krm.sqlite"


@pytest.fixture
def settings(loaded: Path, tmp_path: Path) -> Settings:
    shutil.copy(loaded, tmp_path)
    return settings_in(tmp_path)


@pytest.fixture
def asker(settings: Settings) -> Iterator[Asker]:
    asker = Asker(settings)
    yield asker
    asker.server.extensions["krm_app_database"].close()


def test_the_same_question_is_answered_from_memory(asker: Asker, settings: Settings):
    first = asker.ask()

    assert first.headers[HEADER] == "1"
    assert is_known(first, asker)
    assert is_known(first, asker, query=YEAR.removeprefix("?"))
    assert first.data == fresh(settings)


@pytest.mark.parametrize(("encoding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_an_answer_is_kept_as_it_is_packed(asker: Asker, encoding: str, unpack: Any):
    plain = asker.ask()
    packed = asker.ask(encoding=encoding)
    again = asker.ask(encoding=encoding)

    assert (packed.headers["Content-Encoding"], again.headers["Content-Encoding"]) == (encoding, encoding)
    assert again.data == packed.data
    assert unpack(again.data) == plain.data
    assert "Accept-Encoding" in again.headers["Vary"]
    assert "Content-Encoding" not in asker.ask().headers


def test_another_selection_page_or_kind_of_question_gets_its_own_answer(asker: Asker, settings: Settings):
    asked: list[dict[str, Any]] = [
        {"query": YEAR},
        {"query": "?von=2020-01&bis=2020-11"},
        {"query": f"{YEAR}&stufe=geschuetzt"},
        {"query": f"{YEAR}&farbe=blau"},
        {"query": YEAR, "path": "/frist"},
    ]
    answers = [asker.ask(**one).data for one in asked]

    assert len(set(answers)) == len(answers)
    assert [asker.ask(**one).data for one in asked] == answers
    assert b"farbe" in answers[3]
    # What no page of ours sends is answered, but not kept.
    assert HEADER not in asker.ask(query=None).headers


def test_a_new_datenstand_is_answered_at_once_and_an_older_one_that_comes_back_too(asker: Asker, settings: Settings):
    before = asker.ask()
    changed = reference_delivery()
    changed["kundenreaktion"][0] = {**changed["kundenreaktion"][0], "kanal": "fax"}
    changed["thema"][0] = {**changed["thema"][0], "name": "Ein neuer Name"}
    load(settings, changed, DATENSTAND, demo=True)

    after = asker.ask(query=f"{YEAR}&kanal=fax")
    assert after.data == fresh(settings, query=f"{YEAR}&kanal=fax")
    assert asker.ask().data == fresh(settings) != before.data

    load(settings, reference_delivery(), DATENSTAND, demo=True)
    assert asker.ask().data == fresh(settings) == before.data


def test_an_own_event_stands_on_the_page_from_the_next_answer_on(asker: Asker):
    before = asker.ask()
    assert is_known(before, asker)

    added = asker.client.post("/eintragen/ereignis", json=EVENT)

    assert added.status_code == 200, added.text
    after = asker.ask()
    assert "Umzug der Eingangszone" not in before.text
    assert "Umzug der Eingangszone" in after.text
    assert is_known(after, asker)


def test_nobody_gets_the_answer_of_somebody_who_may_see_more(asker: Asker):
    exact = asker.ask()
    people = [
        in_role(Rolle.PRAESENTATION),
        in_role(Rolle.TEAMLEITUNG, bereiche=("arbeitsvermittlung",)),
        in_role(Rolle.TEAMLEITUNG, bereiche=("eingangszone",)),
    ]
    query = f"{YEAR}&bereich=eingangszone"
    asker.ask(query=query)

    shown = [level_of(asker.ask(who=one)) for one in people]
    own = [level_of(asker.ask(who=one, query=query)) for one in people]

    assert "intern" in level_of(exact)
    assert all(level.startswith("geschützt") for level in shown)
    assert [level.startswith("geschützt") for level in own] == [True, True, False]
    assert is_known(exact, asker)


def test_the_guard_stands_before_what_is_known(asker: Asker):
    assert asker.ask(path="/daten", who=OWNER).status_code == 200
    with pytest.raises(AssertionError, match="Berechtigung"):
        asker.ask(path="/daten", who=in_role(Rolle.PRAESENTATION))


@pytest.mark.parametrize("path", ["/vorgaenge", "/radar"])
def test_single_cases_are_never_kept(asker: Asker, path: str):
    first, again = asker.ask(path=path), asker.ask(path=path)

    assert first.data == again.data
    assert HEADER not in first.headers
    assert HEADER not in again.headers


def test_an_answer_with_a_gap_is_not_kept(asker: Asker, settings: Settings):
    query = f"{YEAR}&kennzahl=petitionen"
    rename(settings, "petition_eingabe", "weg")
    broken = asker.ask(path="/entwicklung", query=query)
    rename(settings, "weg", "petition_eingabe")
    whole = asker.ask(path="/entwicklung")

    assert HEADER not in broken.headers
    assert texts.DATABASE_DOWN in broken.text
    assert texts.DATABASE_DOWN not in whole.text


def test_before_the_first_import_nothing_is_kept(tmp_path: Path):
    asker = Asker(settings_in(tmp_path))

    assert HEADER not in asker.ask().headers
    load(settings_in(tmp_path), reference_delivery(), DATENSTAND, demo=True)
    assert "1.068" in asker.ask().text


def test_memory_is_bounded_and_what_was_asked_last_stays():
    answers = KeptAnswers(most_bytes=10)
    for key in ("a", "b"):
        answers.put(key, Kept(b"12345", None))
    assert answers.get("a") == Kept(b"12345", None)
    answers.put("a", Kept(b"1234", None))
    answers.put("c", Kept(b"123456", None))

    assert answers.get("b") is None
    assert (answers.get("a"), answers.get("c")) == (Kept(b"1234", None), Kept(b"123456", None))
    answers.put("d", Kept(b"12345678901", None))
    assert [answers.get(key) for key in "acd"] == [None, None, None]
