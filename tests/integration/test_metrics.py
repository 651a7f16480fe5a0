"""What the application tells those who keep it running: who is told, what is counted, and what is never in it."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from app import create_app
from data_access.reference.generator import DATENSTAND, reference_delivery
from domain.rollen import Rolle
from domain.version import VERSION
from settings import Settings
from tests.api_server import load, settings_in
from tests.services import free_port
from web.access.proxy import GROUPS, SECRET, USER

KEY, SHARED = "q7Wn2Zx8Vb4Ly6Tc1Rk9Mj3Hf5Gd0Ps-", "Zr8Kq1vN5tYw3Xc7Bm9Jd2Lf4Hs6Pg0a"
FIGURES = "/api/v1/kennzahlen.json?von=2020-01&bis=2020-12&kanal=email"
FOR_OPERATORS = ("/metrics", "/healthz/deep")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = settings_in(tmp_path_factory.mktemp("metrics"))
    load(settings, reference_delivery(), DATENSTAND, demo=True)
    return settings


@pytest.fixture
def client(house: Settings) -> Any:
    return create_app(house).server.test_client()


def samples(client: Any) -> dict[tuple[str, tuple[str, ...]], float]:
    """Value by name and label values, in the order of the label names."""
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {
        (sample.name, tuple(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
    }


def test_requests_are_counted_by_endpoint_method_and_status(client: Any):
    for path in (FIGURES, FIGURES, "/api/v1/kennzahlen.json?kanal=rauch"):
        client.get(path)
    client.open("/healthz", method="PROPFIND")

    found = samples(client)

    assert found["krm_http_requests_total", ("api.kennzahlen", "GET", "200")] == 2
    assert found["krm_http_requests_total", ("api.kennzahlen", "GET", "400")] == 1
    assert found["krm_http_requests_total", ("none", "other", "405")] == 1
    assert found["krm_http_request_seconds_count", ("api.kennzahlen",)] == 3
    assert 0 < found["krm_http_request_seconds_sum", ("api.kennzahlen",)] < 60


def test_a_process_tells_what_it_holds_in_memory(house: Settings):
    app = create_app(house)
    client, warehouse = app.server.test_client(), app.server.extensions["krm_warehouse"]
    assert samples(client)["krm_held_rows", ()] == samples(client)["krm_held_bytes", ()] == 0

    client.get(FIGURES)
    found = samples(client)
    assert found["krm_held_rows", ()] == warehouse.holder.size > 0
    assert found["krm_held_sums", ()] == 0
    assert 20 < found["krm_held_bytes", ()] / found["krm_held_rows", ()] < 60


def test_the_cache_tells_what_it_knew(house: Settings):
    shutil.rmtree(house.cache_dir)
    # What a process holds in memory it need not look up.
    client = create_app(house.model_copy(update={"memory_rows": 0})).server.test_client()

    client.get(FIGURES)
    first = samples(client)
    client.get(FIGURES)
    second = samples(client)

    assert first["krm_cache_lookups_total", ("miss",)] > 0
    assert second["krm_cache_lookups_total", ("miss",)] == first["krm_cache_lookups_total", ("miss",)]
    assert second["krm_cache_lookups_total", ("hit",)] > first.get(("krm_cache_lookups_total", ("hit",)), 0)


def test_a_cache_that_is_down_counts_as_errors(house: Settings):
    down = Settings(var_dir=house.var_dir, cache_url=f"redis://127.0.0.1:{free_port()}/0")
    client = create_app(down).server.test_client()
    client.get(FIGURES)

    assert samples(client)["krm_cache_lookups_total", ("error",)] == 1


def test_the_state_is_asked_anew(client: Any):
    found = samples(client)

    assert found["krm_database_up", ()] == 1
    assert found["krm_datenstand_age_days", ()] == (date.today() - DATENSTAND).days
    assert [labels[1] for name, labels in found if name == "krm_build_info"] == [VERSION]


def test_without_a_database_the_rest_is_still_told(tmp_path: Path):
    nowhere = Settings(var_dir=tmp_path, database_url=f"postgresql+psycopg://krm:x@127.0.0.1:{free_port()}/krm")
    client = create_app(nowhere).server.test_client()
    client.get(FIGURES)

    found = samples(client)

    assert found["krm_database_up", ()] == 0
    assert ("krm_datenstand_age_days", ()) not in found
    assert found["krm_http_requests_total", ("api.kennzahlen", "GET", "503")] == 1


def test_no_selection_and_no_person_is_in_it(house: Settings):
    client = create_app(behind_proxy(house)).server.test_client()
    assert client.get(FIGURES, headers=said("ida.sommer", "leitung"), environ_overrides=PEER).status_code == 200
    client.get("/e/geheime-adresse")
    text = client.get("/metrics", headers=said("olaf", "technik"), environ_overrides=PEER).text

    assert 'endpoint="api.kennzahlen"' in text
    assert "email" not in text
    assert "2020" not in text
    assert "ida" not in text
    assert "geheime" not in text


PEER = {"REMOTE_ADDR": "10.0.0.5"}


def said(name: str, rolle: str) -> dict[str, str]:
    return {USER: name, GROUPS: rolle, SECRET: SHARED}


def behind_proxy(house: Settings) -> Settings:
    return Settings(
        var_dir=house.var_dir,
        auth="proxy",
        proxy_peers="10.0.0.5",
        proxy_secret=SHARED,
        secret_key=KEY,
        rollen=";".join(f"{rolle.value}={rolle.value}" for rolle in Rolle if rolle is not Rolle.TEAMLEITUNG),
    )


@pytest.mark.parametrize("path", FOR_OPERATORS)
@pytest.mark.parametrize(
    ("rolle", "status"), [("technik", 200), ("leitung", 403), ("qualitaetsmanagement", 403), ("praesentation", 403)]
)
def test_they_are_for_operators_alone(house: Settings, path: str, rolle: str, status: int):
    client = create_app(behind_proxy(house)).server.test_client()

    assert client.get(path, headers=said("ida", rolle), environ_overrides=PEER).status_code == status
    assert client.get(path).status_code == 401


@pytest.mark.parametrize("path", FOR_OPERATORS)
def test_on_one_machine_they_are_for_that_machine_alone(client: Any, path: str):
    assert client.get(path).status_code == 200
    assert client.get(path, environ_overrides=PEER).status_code == 403


def test_looking_at_them_leaves_no_entry_in_the_log_of_what_went_out(house: Settings):
    app = create_app(behind_proxy(house))
    client = app.server.test_client()
    for path in FOR_OPERATORS:
        client.get(path, headers=said("olaf", "technik"), environ_overrides=PEER)
    with app.server.extensions["krm_app_database"].reading() as connection:
        noted = connection.exec_driver_sql("SELECT count(*) FROM protokoll WHERE kennung = 'olaf'").scalar()

    assert noted == 0


def test_one_request_too_many_is_counted(house: Settings):
    client = create_app(behind_proxy(house)).server.test_client()
    leitung, technik = said("eilig", "leitung"), said("olaf", "technik")
    answers = [client.get("/gibt-es-nicht", headers=leitung, environ_overrides=PEER).status_code for _ in range(140)]
    text = client.get("/metrics", headers=technik, environ_overrides=PEER).text

    assert answers.count(429) > 0
    assert f"krm_rate_refusals_total {answers.count(429)}.0" in text


def deep(client: Any) -> dict[str, Any]:
    answer = client.get("/healthz/deep")
    return {"status": answer.status_code, **answer.get_json()}


def test_the_condition_of_every_part_is_told_in_a_sentence(house: Settings):
    # The reference data are older than any real data may become.
    client = create_app(Settings(var_dir=house.var_dir, stale_days=100_000)).server.test_client()

    told = deep(client)

    assert (told["status"], told["zustand"]) == (200, "in Ordnung")
    assert set(told["teile"]) == {"datenbank", "datenstand", "cache", "eigene_eintraege", "speicherplatz"}
    assert told["teile"]["datenstand"]["hinweis"].startswith("Der Datenstand ist vom 31.03.2021, ")


def test_old_data_and_a_cache_that_is_down_limit_it(house: Settings):
    limited = Settings(var_dir=house.var_dir, cache_url=f"redis://127.0.0.1:{free_port()}/0")

    told = deep(create_app(limited).server.test_client())

    assert (told["status"], told["zustand"]) == (200, "eingeschränkt")
    states = {name: part["zustand"] for name, part in told["teile"].items()}
    assert states == {
        "datenbank": "in Ordnung",
        "datenstand": "eingeschränkt",
        "cache": "eingeschränkt",
        "eigene_eintraege": "in Ordnung",
        "speicherplatz": "in Ordnung",
    }


def test_without_the_database_it_is_down(tmp_path: Path):
    nowhere = f"postgresql+psycopg://krm:x@127.0.0.1:{free_port()}/krm"
    told = deep(create_app(Settings(var_dir=tmp_path, database_url=nowhere)).server.test_client())

    assert (told["status"], told["zustand"]) == (503, "gestört")
    assert told["teile"]["datenbank"]["zustand"] == told["teile"]["datenstand"]["zustand"] == "gestört"


def test_an_application_database_that_is_down_limits_it(house: Settings):
    nowhere = f"postgresql+psycopg://krm:x@127.0.0.1:{free_port()}/krm"
    limited = Settings(var_dir=house.var_dir, app_database_url=nowhere)
    told = deep(create_app(limited).server.test_client())

    assert told["status"] == 200
    assert told["teile"]["eigene_eintraege"]["zustand"] == "eingeschränkt"
