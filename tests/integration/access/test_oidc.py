"""Logging in at a real provider, a process of its own, and every way in which its word must not be believed."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from flask.testing import FlaskClient

from app import create_app
from data_access.reference.generator import DATENSTAND, reference_delivery
from settings import Settings
from tests.api_server import load
from tests.oidc_provider import CLIENT_ID, CLIENT_SECRET
from tests.services import free_port
from web.access import texts

ROOT = Path(__file__).resolve().parents[3]
KEY = "q7Wn2Zx8Vb4Ly6Tc1Rk9Mj3Hf5Gd0Ps-"
ROLES = "Haus=leitung; Technik=technik; Team Geld=teamleitung:leistungsgewaehrung"
FIGURES = "/api/v1/kennzahlen.json?von=2020-01&bis=2020-12"
LEADER = {"sub": "u1", "name": "Ida Beispiel", "groups": ["Haus", "Kantine"]}


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.oidc_provider", str(port)], cwd=ROOT, stderr=subprocess.PIPE
    )
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(200):
            try:
                requests.get(f"{address}/keys", timeout=1)
                break
            except requests.ConnectionError:
                time.sleep(0.05)
        yield address
    finally:
        process.terminate()
        process.communicate(timeout=10)


def settings_for(issuer: str, var_dir: Path) -> Settings:
    """An installation into which people of this provider log in."""
    return Settings(
        var_dir=var_dir,
        auth="oidc",
        oidc_issuer=issuer,
        oidc_client_id=CLIENT_ID,
        oidc_client_secret=CLIENT_SECRET,
        public_url="http://localhost",
        rollen=ROLES,
        secret_key=KEY,
    )


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, issuer: str) -> Settings:
    found = settings_for(issuer, tmp_path_factory.mktemp("oidc"))
    load(found, reference_delivery(), DATENSTAND, demo=True)
    return found


@pytest.fixture(scope="module")
def server(settings: Settings) -> Any:
    return create_app(settings).server


@pytest.fixture
def browser(server: Any) -> FlaskClient:
    return server.test_client()


def log_in(browser: FlaskClient, who: dict[str, Any], page: str = "/") -> Any:
    """What the application answers when the provider has sent somebody back; follows the way a browser goes."""
    first = browser.get(page, headers={"Accept": "text/html"})
    assert (first.status_code, first.location) == (302, "/anmelden")
    to_provider = browser.get("/anmelden").location
    back = requests.get(to_provider, params={"who": json.dumps(who)}, allow_redirects=False, timeout=5)
    return browser.get(back.headers["Location"])


def test_somebody_known_sees_figures_after_the_log_in_and_the_page_they_wanted(browser: FlaskClient):
    assert browser.get(FIGURES).status_code == 401
    assert log_in(browser, LEADER, "/entwicklung?kennzahl=lob").location == "/entwicklung?kennzahl=lob"
    assert browser.get(FIGURES).get_json()["kennzahlen"]["beschwerden"]["wert"] > 0


def test_the_log_in_asks_with_pkce_and_nonce(browser: FlaskClient):
    address = browser.get("/anmelden").location
    assert "code_challenge_method=S256" in address
    assert "code_challenge=" in address
    assert "nonce=" in address


def test_the_cookie_is_kept_from_scripts_and_foreign_pages(browser: FlaskClient):
    cookie = log_in(browser, LEADER).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize("lie", ["iss", "aud", "exp", "nonce", "none", "key", "hmac"])
def test_a_token_that_lies_lets_nobody_in(browser: FlaskClient, lie: str):
    answer = log_in(browser, {**LEADER, "lie": lie})
    assert answer.status_code == 401
    assert answer.get_json() == {"fehler": "Die Anmeldung ist fehlgeschlagen. Bitte versuchen Sie es noch einmal."}
    assert browser.get(FIGURES).status_code == 401


def test_a_return_that_nobody_asked_for_lets_nobody_in(browser: FlaskClient, issuer: str):
    assert browser.get("/anmelden/zurueck?code=x&state=y").status_code == 401
    assert browser.get("/anmelden/zurueck?error=access_denied").status_code == 401
    assert browser.get(FIGURES).status_code == 401


def test_a_return_cannot_be_used_in_another_browser(server: Any, browser: FlaskClient):
    to_provider = browser.get("/anmelden").location
    back = requests.get(to_provider, params={"who": json.dumps(LEADER)}, allow_redirects=False, timeout=5)
    other = server.test_client()
    other.get("/anmelden")
    assert other.get(back.headers["Location"]).status_code == 401
    assert other.get(FIGURES).status_code == 401


@pytest.mark.parametrize("groups", [[], ["Kantine"], "Haus", ["haus"], None, [["Haus"]]])
def test_a_group_without_a_role_gives_nothing(browser: FlaskClient, groups: Any):
    assert log_in(browser, {"sub": "u2", "groups": groups}).status_code == 302
    answer = browser.get(FIGURES)
    assert answer.status_code == 403
    assert "keine Rolle" in answer.get_json()["fehler"]


def test_technik_sees_no_figures(browser: FlaskClient):
    log_in(browser, {"sub": "u3", "groups": ["Technik"]})
    assert browser.get(FIGURES).status_code == 403
    assert browser.get("/").status_code == 200


def cookie_of(browser: FlaskClient) -> str:
    cookie = browser.get_cookie("krm")
    assert cookie is not None
    return cookie.value


def log_out(browser: FlaskClient) -> Any:
    return browser.post("/abmelden", headers={"Sec-Fetch-Site": "same-origin"})


def with_cookie(server: Any, cookie: str) -> FlaskClient:
    client: FlaskClient = server.test_client()
    client.set_cookie("krm", cookie)
    return client


def test_a_log_out_ends_it(browser: FlaskClient):
    log_in(browser, LEADER)
    assert browser.get("/abmelden").status_code == 404
    assert browser.get(FIGURES).status_code == 200
    assert log_out(browser).status_code == 200
    assert browser.get(FIGURES).status_code == 401


def test_a_cookie_copied_before_the_log_out_is_worth_nothing_after_it(server: Any, browser: FlaskClient):
    other, somebody_else = server.test_client(), server.test_client()
    log_in(browser, LEADER)
    log_in(other, LEADER)
    log_in(somebody_else, {**LEADER, "sub": "u9"})
    copies = [with_cookie(server, cookie_of(of)) for of in (browser, other)]
    assert [copy.get(FIGURES).status_code for copy in copies] == [200, 200]

    assert log_out(browser).status_code == 200

    assert [copy.get(FIGURES).status_code for copy in (*copies, other)] == [401, 401, 401]
    assert somebody_else.get(FIGURES).status_code == 200
    log_in(browser, LEADER)
    assert browser.get(FIGURES).status_code == 200
    assert [copy.get(FIGURES).status_code for copy in copies] == [401, 401]


def test_a_cookie_that_was_ended_logs_nobody_out(server: Any, browser: FlaskClient):
    log_in(browser, LEADER)
    copy = with_cookie(server, cookie_of(browser))
    log_out(browser)
    log_in(browser, LEADER)
    log_out(copy)
    assert browser.get(FIGURES).status_code == 200


def test_a_cookie_without_an_epoch_is_no_session(browser: FlaskClient):
    log_in(browser, LEADER)
    with browser.session_transaction() as session:
        del session["epoche"]
    assert browser.get(FIGURES).status_code == 401


def test_while_log_outs_cannot_be_looked_up_nobody_unknown_gets_in(
    settings: Settings, browser: FlaskClient, tmp_path: Path
):
    log_in(browser, LEADER)
    # A folder is no database.
    elsewhere = Settings(**{**settings.model_dump(), "app_database_url": f"sqlite:///{tmp_path}"})
    down = create_app(elsewhere).server
    client = with_cookie(down, cookie_of(browser))

    answer = client.get(FIGURES)
    assert answer.status_code == 503
    assert answer.get_json() == {"fehler": texts.SESSIONS_DOWN}
    # What is the same for everybody needs no look.
    assert client.get("/_favicon.ico").status_code == 200
    told = log_out(client)
    assert (told.status_code, told.get_data(as_text=True)) == (503, texts.LOGGED_OUT_HERE)
    assert client.get(FIGURES).status_code == 401
    assert log_in(client, LEADER).status_code == 503
    assert client.get(FIGURES).status_code == 401


def test_a_changed_cookie_is_no_cookie(browser: FlaskClient):
    log_in(browser, LEADER)
    cookie = browser.get_cookie("krm")
    assert cookie is not None
    place = len(cookie.value) // 2
    other = "A" if cookie.value[place] != "A" else "B"
    browser.set_cookie("krm", cookie.value[:place] + other + cookie.value[place + 1 :])
    assert browser.get(FIGURES).status_code == 401


@pytest.mark.parametrize("page", ["//boese.example/", "/\\boese.example"])
def test_a_log_in_leads_to_no_foreign_page(browser: FlaskClient, page: str):
    browser.get("/")
    with browser.session_transaction() as session:
        session["page"] = page
    to_provider = browser.get("/anmelden").location
    back = requests.get(to_provider, params={"who": json.dumps(LEADER)}, allow_redirects=False, timeout=5)
    assert browser.get(back.headers["Location"]).location == "/"


def test_a_provider_that_is_down_gets_a_sentence_and_sessions_go_on(settings: Settings, browser: FlaskClient):
    log_in(browser, LEADER)
    nobody = f"http://127.0.0.1:{free_port()}"
    elsewhere = create_app(settings.model_copy(update={"oidc_issuer": nobody})).server.test_client()
    answer = elsewhere.get("/anmelden")
    assert answer.status_code == 503
    assert "Anmeldedienst antwortet nicht" in answer.get_json()["fehler"]
    cookie = browser.get_cookie("krm")
    assert cookie is not None
    elsewhere.set_cookie("krm", cookie.value)
    assert elsewhere.get(FIGURES).status_code == 200


def test_a_provider_under_another_name_than_the_settings_say_is_not_asked(settings: Settings, issuer: str):
    aliased = issuer.replace("127.0.0.1", "localhost")
    client = create_app(settings.model_copy(update={"oidc_issuer": aliased})).server.test_client()
    assert client.get("/anmelden").status_code == 401
