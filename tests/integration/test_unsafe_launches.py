"""Unsafe installations, really started: one German sentence, no port. All of them: ``make test-trust``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.launches import launch, shipped_launch
from tests.unsafe import PROXY, assert_refused

SOME: list[tuple[dict[str, Any], Sequence[str], str]] = [
    ({"auth": "local"}, ("-b", "0.0.0.0:8050"), "0.0.0.0:"),
    ({**PROXY, "proxy_secret": ""}, (), "KRM_PROXY_SECRET fehlt"),
]


@pytest.mark.parametrize(("settings", "arguments", "sentence"), SOME)
def test_an_unsafe_installation_does_not_start(
    tmp_path: Path, settings: dict[str, Any], arguments: Sequence[str], sentence: str
):
    assert_refused(launch(tmp_path, settings, arguments), sentence)


def test_the_image_without_a_mode_does_not_start(tmp_path: Path):
    settings, arguments = shipped_launch()
    assert "0.0.0.0:8050" in arguments
    assert_refused(launch(tmp_path, {**settings, "KRM_VAR_DIR": str(tmp_path)}, arguments), "KRM_AUTH fehlt")
