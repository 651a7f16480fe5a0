"""Sessions: what a cookie holds, when it ends, and the page that somebody comes back to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask, session

from app_data.database import AppDatabase
from web.access.epochs import Epochs
from web.access.session import IDLE_SECONDS, LONGEST_SECONDS, Person, Session

NOW = 1_800_000_000
PERSON = Person("i|s", "Ida", ("Haus", "Team"))


@pytest.fixture(scope="module")
def epochs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Epochs]:
    database = AppDatabase(f"sqlite:///{tmp_path_factory.mktemp('session') / 'app.sqlite'}")
    yield Epochs(database)
    database.close()


@pytest.fixture(autouse=True)
def request_of_a_browser() -> Iterator[None]:
    server = Flask("x")
    server.secret_key = "k"
    with server.test_request_context():
        yield


def begun(epochs: Epochs, now: float = NOW) -> Session:
    found = Session(epochs, lambda: now)
    found.begin(PERSON.kennung, PERSON.name, PERSON.groups)
    return found


def test_a_session_knows_who_began_it_and_nothing_from_before(epochs: Epochs):
    session["before"] = "x"
    assert begun(epochs, NOW + 0.9).person() == PERSON
    assert dict(session) == {
        "kennung": "i|s",
        "name": "Ida",
        "groups": ["Haus", "Team"],
        "epoche": "",
        "begun": NOW,
        "seen": NOW,
    }


def test_without_a_name_or_groups_there_is_somebody_all_the_same(epochs: Epochs):
    found = begun(epochs)
    session.pop("name")
    session.pop("groups")
    assert found.person() == Person("i|s", "", ())


@pytest.mark.parametrize("missing", ["kennung", "epoche", "begun", "seen"])
@pytest.mark.parametrize("instead", [None, 1.5, ["i|s"]])
def test_a_cookie_that_lacks_something_is_no_session(epochs: Epochs, missing: str, instead: object):
    found = begun(epochs)
    session[missing] = instead
    assert found.person() is None
    assert found.person(same_for_all=True) is None


@pytest.mark.parametrize(
    ("waited", "begun_ago", "known"),
    [
        (0, 0, True),
        (IDLE_SECONDS, IDLE_SECONDS, True),
        (IDLE_SECONDS + 1, IDLE_SECONDS + 1, False),
        (0, LONGEST_SECONDS, True),
        (0, LONGEST_SECONDS + 1, False),
        # A second machine may be a second behind.
        (-1, -1, True),
        (-2, -2, False),
        (-7200, -7200, False),
    ],
)
def test_a_session_ends_in_time(epochs: Epochs, waited: int, begun_ago: int, known: bool):
    found = begun(epochs)
    session.update(begun=NOW - begun_ago, seen=NOW - waited)
    assert (found.person() is not None) == known


def test_half_an_hour_and_ten_hours_are_what_people_are_told():
    assert (IDLE_SECONDS, LONGEST_SECONDS) == (1800, 36_000)


@pytest.mark.parametrize(("waited", "seen"), [(60, NOW - 60), (61, NOW)])
def test_a_request_prolongs_a_session_once_a_minute(epochs: Epochs, waited: int, seen: int):
    begun(epochs)
    session["seen"] = NOW - waited
    found = Session(epochs, lambda: NOW)
    assert found.person() == PERSON
    assert session["seen"] == seen


def test_a_prolonged_session_is_one_at_any_part_of_a_second(epochs: Epochs):
    begun(epochs)
    session["seen"] = NOW - 61
    found = Session(epochs, lambda: NOW + 0.5)
    assert [found.person(), found.person()] == [PERSON, PERSON]


def test_a_log_out_ends_all_sessions_of_a_person_and_what_is_the_same_for_all_asks_nobody(epochs: Epochs):
    found = begun(epochs)
    copy = dict(session)
    found.log_out()
    assert dict(session) == {}
    session.update(copy)
    assert found.person() is None
    assert found.person(same_for_all=True) == PERSON
    again = begun(epochs)
    assert session["epoche"] != copy["epoche"]
    assert again.person() == PERSON


def test_nobody_is_logged_out_by_a_cookie_that_has_run_out(epochs: Epochs):
    found = begun(epochs)
    valid = dict(session)
    session["seen"] = NOW - IDLE_SECONDS - 1
    found.log_out()
    session.update(valid)
    assert found.person() == PERSON


@pytest.mark.parametrize("secure", [True, False])
def test_a_cookie_is_kept_from_scripts_and_foreign_pages(epochs: Epochs, secure: bool):
    server = Flask("x")
    Session(epochs).install(server, secure)
    kept = {name: value for name, value in server.config.items() if name.startswith("SESSION_COOKIE")}
    assert kept == {
        "SESSION_COOKIE_NAME": "__Host-krm" if secure else "krm",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "SESSION_COOKIE_DOMAIN": None,
        "SESSION_COOKIE_PARTITIONED": False,
    }


@pytest.mark.parametrize("page", ["/", "/frist", "/entwicklung?kennzahl=lob", "/x?weiter=//y"])
def test_somebody_comes_back_to_the_page_they_wanted(epochs: Epochs, page: str):
    Session(epochs).remember_page(page)
    assert Session(epochs).begin("i|s", "N", []) == page
    assert Session(epochs).begin("i|s", "N", []) == "/"


@pytest.mark.parametrize(
    "page",
    [
        "//x.example", "/\\x.example", "https://x.example/", "javascript:alert(1)", "", "x", 3, "/\n/x.example",
        "///x.example", "/\t/x.example", "/x\nSet-Cookie: a", "/x\rSet-Cookie: a",
    ],
)  # fmt: skip
def test_only_own_pages_are_remembered(epochs: Epochs, page: object):
    session["page"] = page
    assert Session(epochs).begin("i|s", "N", []) == "/"
    if isinstance(page, str):
        Session(epochs).remember_page(page)
        assert session["page"] == "/"
