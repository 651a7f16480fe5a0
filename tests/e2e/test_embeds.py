"""An embed from the menu of a card to a frame on another site, and its end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.e2e.browser import watched_context
from tests.e2e.pages import open_page, share_menu
from tests.e2e.server import copy_demo, running_server


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, int]]:
    """Another web site on this machine: its folder and its port."""
    folder = tmp_path_factory.mktemp("site")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield folder, server.server_address[1]
    server.shutdown()
    server.server_close()


@pytest.fixture
def context(chromium: Browser, site: tuple[Path, int], demo_dir: Path, tmp_path: Path) -> Iterator[BrowserContext]:
    """The application, which lets one of two names of the other site frame its embeds."""
    copy_demo(demo_dir, tmp_path)
    with (
        running_server(tmp_path, {"KRM_FRAME_ANCESTORS": f"http://127.0.0.1:{site[1]}"}) as url,
        watched_context(chromium, url) as (context, _),
    ):
        yield context


def test_an_embed_is_issued_listed_framed_where_it_may_be_and_revoked(context: BrowserContext, site: tuple[Path, int]):
    folder, port = site
    page = context.new_page()
    open_page(page, "von=2020-01&bis=2020-12")
    menu = share_menu(page, "eingaenge")
    menu.get_by_role("button", name="Einbetten").click()
    expect(menu.locator(".share-status")).to_contain_text("ist eingebettet")

    page.goto("/einbettungen")
    entry = page.locator(".embed-list > li")
    expect(entry).to_have_count(1)
    expect(entry.locator("h2")).to_have_text("Eingänge je Monat")
    expect(entry.locator(".subtitle")).to_contain_text("geschützt: Werte auf 5 gerundet")
    code = entry.get_by_label("Rahmen (iframe)").first.input_value()
    (folder / "index.html").write_text(f"<!DOCTYPE html><html lang=de><title>Intranet</title>{code}", encoding="utf-8")

    assert context.browser is not None
    visitor = context.browser.new_context()
    other = visitor.new_page()
    other.goto(f"http://127.0.0.1:{port}/")
    shown = other.frame_locator("iframe")
    expect(shown.locator("h1")).to_have_text("Eingänge je Monat")
    expect(shown.locator("tbody tr").first).to_contain_text("120")
    assert shown.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth > 500)")
    assert visitor.cookies() == []
    other.goto(f"http://localhost:{port}/")
    # The browser's own page says that the address refuses to be shown.
    expect(other.frame_locator("iframe").locator("h1")).not_to_have_text("Eingänge je Monat")
    expect(other.frame_locator("iframe").locator("table")).to_have_count(0)

    address = entry.get_by_label("Seite: Eingänge je Monat", exact=True).input_value()
    revoke = entry.get_by_role("button", name="Widerrufen")
    revoke.click()
    entry.get_by_role("button", name="Noch einmal drücken").click()
    expect(entry.locator(".embed-state")).to_have_text("widerrufen")
    assert other.request.get(address).status == 404
    visitor.close()
