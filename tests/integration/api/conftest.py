"""The public interface over the reference data, loaded once."""

from __future__ import annotations

import pytest

from tests.api_server import ApiServer, reference_server


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory) -> ApiServer:
    """The interface over the reference data."""
    return reference_server(tmp_path_factory.mktemp("reference"))
