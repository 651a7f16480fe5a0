"""The watched browser notices what it is there to notice; chart defaults hold in a real browser."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browser import BrowserLog, axe_violations, watched_context

ASSETS = Path(__file__).resolve().parents[2] / "assets"
CHART = """<div id="chart" style="width:600px;height:400px"></div>
<script src="/assets/10-plotly-basic.min.js"></script>
<script src="/assets/11-plotly-locale-de.js"></script>
<script src="/assets/15-plotly-defaults.js"></script>
<script>Plotly.newPlot('chart', [{x: ['2020-03-01', '2020-10-01'], y: [1000, 2000]}],
  {xaxis: {tickformat: '%b %Y', tickvals: ['2020-03-01', '2020-10-01']}, yaxis: {tickformat: ','}});</script>"""


def document(body: str, policy: str = "default-src * data: 'unsafe-inline'") -> str:
    """A page without faults around the body, under the security policy."""
    return (
        '<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Leer</title><link rel="icon" href="data:,">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"></head>'
        f"<body><main><h1>Leer</h1>{body}</main></body></html>"
    )


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves a folder without writing to the terminal."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder and the address it is served at."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield tmp_path, f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def log_of(browser: Browser, site: tuple[Path, str], content: str) -> BrowserLog:
    """Open the page and return what the browser had to complain about."""
    folder, origin = site
    (folder / "index.html").write_text(content, encoding="utf-8")
    with watched_context(browser, origin) as (context, log):
        context.new_page().goto("/", wait_until="networkidle")
    return log


def test_a_clean_page_raises_no_complaint(chromium: Browser, site: tuple[Path, str]):
    assert log_of(chromium, site, document("<p>ok</p>")).complaints() == []


def test_a_request_to_another_host_is_stopped_and_noticed(chromium: Browser, site: tuple[Path, str]):
    log = log_of(chromium, site, document('<img alt="" src="http://elsewhere.example/pixel.png">'))

    assert log.outside_requests == ["http://elsewhere.example/pixel.png"]
    assert log.complaints() != []


@pytest.mark.parametrize(
    ("script", "message"),
    [("console.error('Karte fehlt')", "Karte fehlt"), ("throw new Error('Absturz')", "Absturz")],
)
def test_errors_of_scripts_are_noticed(chromium: Browser, site: tuple[Path, str], script: str, message: str):
    log = log_of(chromium, site, document(f"<script>{script}</script>"))

    assert len(log.complaints()) == 1
    assert message in log.complaints()[0]


def test_a_missing_file_is_noticed_unless_expected(chromium: Browser, site: tuple[Path, str]):
    log = log_of(chromium, site, document('<img alt="" src="/none.png">'))

    assert len(log.complaints()) == 1
    log.expect("status of 404")
    assert log.complaints() == []


def test_a_violated_security_policy_is_noticed(chromium: Browser, site: tuple[Path, str]):
    log = log_of(chromium, site, document("<script>document.title = 'x'</script>", "script-src 'none'"))

    assert log.csp_violations == ["script-src-elem inline"]


def test_the_browser_is_german(chromium: Browser, site: tuple[Path, str]):
    with watched_context(chromium, site[1]) as (context, _):
        page = context.new_page()

        assert page.evaluate("navigator.language") == "de-DE"
        assert page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone") == "Europe/Berlin"


def test_accessibility_faults_are_found_also_under_a_strict_policy(chromium: Browser, site: tuple[Path, str]):
    folder, origin = site
    (folder / "index.html").write_text(document("<p>ok</p>", "script-src 'self'"), encoding="utf-8")
    (folder / "bad.html").write_text(document('<img src="data:,">'), encoding="utf-8")
    with watched_context(chromium, origin) as (context, _):
        page = context.new_page()
        page.goto("/")
        assert axe_violations(page) == []
        page.goto("/bad.html")
        (fault,) = axe_violations(page, "main")

    assert fault.startswith("[critical] image-alt")
    assert '<img src="data:,">' in fault


def test_charts_are_german_and_cannot_be_sent_away(chromium: Browser, site: tuple[Path, str]):
    folder, origin = site
    shutil.copytree(ASSETS, folder / "assets")
    (folder / "index.html").write_text(document(CHART), encoding="utf-8")
    with watched_context(chromium, origin) as (context, log):
        page = context.new_page()
        page.goto("/")
        expect(page.locator(".main-svg").first).to_be_visible()
        labels = page.locator("#chart .xtick text").all_text_contents()
        values = page.locator("#chart .ytick text").all_text_contents()
        tool_bars = page.locator("#chart .modebar").count()
        page.evaluate("Plotly.react('chart', chart.data, chart.layout, {displayModeBar: true})")
        expect(page.locator("#chart .modebar-btn").first).to_be_attached()
        buttons = [button.get_attribute("data-title") or "" for button in page.locator("#chart .modebar-btn").all()]
        settings = page.evaluate(
            "(({showSendToCloud, plotlyServerURL}) => [showSendToCloud, plotlyServerURL])(chart._context)"
        )

    assert log.complaints() == []
    assert labels == ["Mär 2020", "Okt 2020"]
    assert "1.000" in values
    assert tool_bars == 0
    assert "Graphen als PNG herunterladen" in buttons
    assert not any("hare" in button or "plotly" in button.lower() for button in buttons)
    assert settings == [False, ""]
