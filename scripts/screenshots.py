"""Take pictures of every page with the reference data: those of the documentation, or all of them to look at."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from io import BytesIO
from itertools import groupby, product
from pathlib import Path
from typing import Literal, NamedTuple

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from layouts.pages.plain import PLAIN_PAGES
from layouts.pages.registry import PAGES
from tests.e2e.browser import launch_chromium, watched_context
from tests.e2e.pages import settle
from tests.e2e.server import krm, running_server

TARGET = Path(__file__).resolve().parents[1] / "docs" / "bilder"
HEIGHTS = {1440: 1000, 768: 1000, 360: 800}
THEMES: dict[Literal["light", "dark"], str] = {"light": "hell", "dark": "dunkel"}
PATHS = {page.slug: page.path for page in PAGES.values()} | {page.slug: page.path for page in PLAIN_PAGES.values()}
# Beside every page wide and light: what the documentation shows dark, and on a telephone.
DARK = ("ueberblick", "entwicklung", "erklaeren")
NARROW = ("ueberblick", "frist", "radar")
QUALITY = 74
PATIENCE = 30_000  # ms


class Picture(NamedTuple):
    """One picture: width of the window in pixels, colour scheme, page."""

    width: int
    scheme: Literal["light", "dark"]
    slug: str

    @property
    def name(self) -> str:
        """``ueberblick-1440-hell.webp``."""
        return f"{self.slug}-{self.width}-{THEMES[self.scheme]}.webp"


def documented() -> list[Picture]:
    """The pictures of the documentation."""
    wide = [Picture(1440, "light", slug) for slug in PATHS]
    dark = [Picture(1440, "dark", slug) for slug in DARK]
    return wide + dark + [Picture(360, "light", slug) for slug in NARROW]


def everything() -> list[Picture]:
    """Every page at every width in both colour schemes."""
    return [Picture(width, scheme, slug) for width, scheme, slug in product(HEIGHTS, THEMES, PATHS)]


def take(browser: Browser, server: str, pictures: list[Picture], folder: Path, whole: bool) -> Iterator[str]:
    """Take pictures and write them to ``folder``; ``whole`` shows pages to their end, not what fits into the window.

    Raises SystemExit with what the browser complained about.
    """
    for (width, scheme), together in groupby(pictures, lambda picture: (picture.width, picture.scheme)):
        viewport = ViewportSize(width=width, height=HEIGHTS[width])
        with watched_context(browser, server, viewport=viewport, color_scheme=scheme) as (context, log):
            page = context.new_page()
            for picture in together:
                page.goto(PATHS[picture.slug])
                (folder / picture.name).write_bytes(webp(page, whole))
                yield picture.name
            if log.complaints():
                raise SystemExit("\n".join(log.complaints()))


def webp(page: Page, whole: bool) -> bytes:
    """The page as it stands, once it does."""
    expect(page.locator("h1")).to_be_visible(timeout=PATIENCE)
    settle(page)
    taken = Image.open(BytesIO(page.screenshot(full_page=whole, animations="disabled")))
    small = BytesIO()
    taken.save(small, "WEBP", quality=QUALITY, method=6)
    return small.getvalue()


def main() -> None:
    """Start a server of its own with the reference data and take the pictures."""
    parser = argparse.ArgumentParser(description="Bilder der Seiten mit den Referenzdaten aufnehmen")
    parser.add_argument("--alle", metavar="ORDNER", type=Path, help="ganze Seiten, alle Breiten, hell und dunkel")
    own: Path | None = parser.parse_args().alle
    pictures, folder = (documented(), TARGET) if own is None else (everything(), own)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as var, sync_playwright() as playwright:
        krm(Path(var), "demo")
        with running_server(Path(var)) as server:
            for name in take(launch_chromium(playwright), server, pictures, folder, whole=own is not None):
                print(name)


if __name__ == "__main__":
    main()
