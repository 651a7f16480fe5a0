"""The reference data for reports, and the workbooks of two years."""

from __future__ import annotations

import pytest

from data_access.reference.generator import DATENSTAND, reference_delivery
from settings import Settings
from tests.api_server import load, settings_in
from tests.workbooks import feste_auswertung


@pytest.fixture(scope="session")
def reports_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a database with the reference data."""
    settings = settings_in(tmp_path_factory.mktemp("berichte"))
    load(settings, reference_delivery(), DATENSTAND, demo=True)
    return settings


@pytest.fixture(scope="session")
def workbook_2020(reports_settings: Settings) -> bytes:
    """The fixed evaluation of 2020."""
    return feste_auswertung(reports_settings, 2020)


@pytest.fixture(scope="session")
def workbook_2019(reports_settings: Settings, workbook_2020: bytes) -> bytes:
    """The fixed evaluation of 2019, made after that of 2020."""
    return feste_auswertung(reports_settings, 2019)
