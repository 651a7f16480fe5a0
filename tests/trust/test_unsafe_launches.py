"""Every unsafe configuration, started as a process: it ends with one sentence and never listens."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.launches import launch
from tests.unsafe import OIDC, OTHER, PROXY, UNSAFE, assert_refused

LAUNCHES: list[tuple[dict[str, Any], Sequence[str], str]] = [
    ({}, ("-b", "0.0.0.0:8050"), "0.0.0.0:"),
    ({}, ("-b", "127.0.0.1:8050", "-b", "[::]:8050"), "KRM_AUTH=local antwortet nur"),
    ({"GUNICORN_CMD_ARGS": "--bind=0.0.0.0:8050"}, ("--workers=1",), "KRM_AUTH=local antwortet nur"),
    ({}, ("-b", "127.0.0.1:8050", "--forwarded-allow-ips=*"), "forwarded_allow_ips"),
    ({**PROXY, "FORWARDED_ALLOW_IPS": "*"}, (), "forwarded_allow_ips"),
    ({**OIDC, "FLASK_DEBUG": "1"}, (), "FLASK_DEBUG"),
    ({"FLASK_DEBUG": "true"}, ("-b", "0.0.0.0:8050"), "KRM_AUTH=local antwortet nur"),
]
UNUSABLE = [
    ({"cache_seconds": "viele"}, "KRM_CACHE_SECONDS"),
    ({"frame_ancestors": "*"}, "KRM_FRAME_ANCESTORS"),
    ({"protect_rounding": "1"}, "KRM_PROTECT_ROUNDING"),
]


@pytest.mark.parametrize(("settings", "sentence"), UNSAFE)
def test_no_unsafe_setting_starts(tmp_path: Path, settings: dict[str, Any], sentence: str):
    assert_refused(launch(tmp_path, settings), sentence)


@pytest.mark.parametrize(("settings", "arguments", "sentence"), LAUNCHES)
def test_no_unsafe_launch_starts(tmp_path: Path, settings: dict[str, Any], arguments: Sequence[str], sentence: str):
    assert_refused(launch(tmp_path, settings, arguments), sentence)


@pytest.mark.parametrize(("settings", "sentence"), UNUSABLE)
def test_no_setting_without_meaning_starts(tmp_path: Path, settings: dict[str, Any], sentence: str):
    assert_refused(launch(tmp_path, settings), sentence)


def test_a_database_that_everybody_can_read_does_not_start(tmp_path: Path):
    database = tmp_path / "anderswo" / "krm.sqlite"
    database.parent.mkdir()
    database.touch()
    database.chmod(0o644)
    # Below the folder of the application it would be made private instead.
    var_dir = tmp_path / "var"
    var_dir.mkdir()
    assert_refused(launch(var_dir, {"database_url": f"sqlite:///{database}"}), "chmod 600 krm.sqlite")


def test_a_safe_installation_is_seen_to_listen(tmp_path: Path):
    assert launch(tmp_path, {}).listened
    assert launch(tmp_path, {**PROXY, "proxy_secret": OTHER}, ("-b", "0.0.0.0:8050")).listened
