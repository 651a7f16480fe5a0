"""Every page once through the fixture of dash.testing: it loads, answers a choice, and the console stays silent."""

from __future__ import annotations

import pytest
from dash.testing.composite import DashComposite
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select

from app import create_app
from data_access.demo import load_demo
from data_access.engine import writing_engine
from layouts.pages.plain import PLAIN_PAGES
from layouts.pages.registry import PAGES
from settings import Settings


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    own = Settings(var_dir=tmp_path_factory.mktemp("duo"), database_url="")
    engine = writing_engine(own.krm_url)
    load_demo(engine)
    engine.dispose()
    return own


def test_every_page_loads_and_answers_a_choice(dash_duo: DashComposite, settings: Settings):
    dash_duo.start_server(create_app(settings))
    for page in PAGES.values():
        dash_duo.wait_for_page(f"{dash_duo.server_url}{page.path}?von=2020-01&bis=2020-12")
        stand = "am 31.03.2021"
        dash_duo.wait_for_text_to_equal("h1", f"{page.title} {stand if page.by_stand else '2020'}", timeout=20)
        status = "offene Vorgänge" if page.by_stand else "1.068 Kundenreaktionen"
        dash_duo.wait_for_contains_text(f"#{page.slug}--status", status, timeout=20)
        start = dash_duo.driver.find_element(By.ID, f"{page.slug}--von")
        Select(start).select_by_value("2020-07")
        period = stand if page.by_stand else "Juli bis Dezember 2020"
        dash_duo.wait_for_text_to_equal("h1", f"{page.title} {period}", timeout=20)
        assert "von=2020-07" in dash_duo.driver.current_url
        assert dash_duo.get_logs() == [], page.path


def test_every_page_without_filters_loads(dash_duo: DashComposite, settings: Settings):
    dash_duo.start_server(create_app(settings))
    for page in PLAIN_PAGES.values():
        dash_duo.wait_for_page(f"{dash_duo.server_url}{page.path}")
        dash_duo.wait_for_text_to_equal("h1", page.title, timeout=20)
        assert dash_duo.driver.title.startswith(page.title)
        assert dash_duo.get_logs() == [], page.path


def test_a_choice_changes_the_tiles(dash_duo: DashComposite, settings: Settings):
    dash_duo.start_server(create_app(settings))
    dash_duo.wait_for_page(f"{dash_duo.server_url}/?von=2020-01&bis=2020-12")
    dash_duo.wait_for_text_to_equal(".tile-value", "1.068", timeout=20)

    Select(dash_duo.driver.find_element(By.ID, "ueberblick--von")).select_by_value("2020-12")

    dash_duo.wait_for_text_to_equal(".tile-value", "76", timeout=20)
    assert dash_duo.get_logs() == []
