"""The reference data behind the public interface, loaded once for all tests."""

from __future__ import annotations

import pytest

from tests.api_server import ApiServer, reference_server


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory) -> ApiServer:
    """The interface over the reference data."""
    return reference_server(tmp_path_factory.mktemp("reference"))
