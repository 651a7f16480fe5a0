"""The signing key: given, or made once for this installation."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor

from web.secret_key import FILE, secret_key


def test_a_given_key_is_used_and_nothing_is_written(tmp_path):
    assert secret_key("k" * 40, tmp_path) == "k" * 40
    assert list(tmp_path.iterdir()) == []


def test_a_made_key_is_long_kept_and_for_its_owner_alone(tmp_path):
    first = secret_key("", tmp_path / "var")
    assert len(first) >= 64
    assert secret_key("", tmp_path / "var") == first
    assert stat.S_IMODE((tmp_path / "var" / FILE).stat().st_mode) == 0o600
    assert secret_key("", tmp_path / "other") != first


def test_processes_that_start_at_once_use_one_key(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: secret_key("", tmp_path), range(40)))
    assert len(keys) == 1
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
