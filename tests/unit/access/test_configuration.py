"""Every unsafe configuration is refused with one German sentence; the safe ones are not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from settings import Settings
from tests.unsafe import GOOD, LAUNCHES, OIDC, OTHER, PROXY, UNSAFE
from web.access.configuration import NOT_LAUNCHED, Launch, UnsafeError, check, keep_private


def judged(folder: Path, launch: Launch = NOT_LAUNCHED, **values: Any) -> str:
    with pytest.raises(UnsafeError) as refused:
        check(Settings(var_dir=folder, **values), launch)
    return str(refused.value)


@pytest.mark.parametrize(("values", "sentence"), UNSAFE)
def test_an_unsafe_setting_is_refused_in_one_sentence(tmp_path: Path, values: dict[str, Any], sentence: str):
    said = judged(tmp_path, **values)
    assert sentence in said
    assert "\n" not in said
    assert said.endswith(".")


@pytest.mark.parametrize(("launch", "sentence"), LAUNCHES)
def test_an_unsafe_launch_is_refused(tmp_path: Path, launch: Launch, sentence: str):
    assert sentence in judged(tmp_path, launch)


def test_no_refusal_repeats_a_secret(tmp_path: Path):
    assert not [said for values, _ in UNSAFE if OTHER in (said := judged(tmp_path, **values)) or GOOD in said]


@pytest.mark.parametrize("values", [{}, PROXY, OIDC, {"cache_url": "redis://:kennwort@cache.example/0"}])
def test_safe_settings_start(tmp_path: Path, values: dict[str, Any]):
    check(Settings(var_dir=tmp_path, **values), Launch(("127.0.0.1:8050", "[::1]:8050", "unix:/run/krm.sock")))


def test_behind_a_proxy_the_server_may_listen_everywhere(tmp_path: Path):
    check(Settings(var_dir=tmp_path, **PROXY), Launch(("0.0.0.0:8050",), "127.0.0.1"))


def test_a_database_that_everybody_can_read_is_refused(tmp_path: Path):
    database = tmp_path / "krm.sqlite"
    database.touch()
    database.chmod(0o644)
    elsewhere = tmp_path / "var"
    assert "chmod 600 krm.sqlite" in judged(elsewhere, database_url=f"sqlite:///{database}")

    keep_private(Settings(var_dir=tmp_path))
    check(Settings(var_dir=tmp_path))
    assert database.stat().st_mode & 0o777 == 0o600
