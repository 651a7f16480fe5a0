"""A watched browser page: German, cut off from the outside, every complaint collected."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Route

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
VIEWPORT = {"width": 1280, "height": 1000}
CSP_MARK = "[csp]"
REPORT_CSP_VIOLATIONS = f"""
document.addEventListener('securitypolicyviolation', event =>
  console.info('{CSP_MARK} ' + event.violatedDirective + ' ' + event.blockedURI));
"""


@dataclass
class BrowserLog:
    """What went wrong while a page was open."""

    origin: str
    outside_requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    csp_violations: list[str] = field(default_factory=list)
    expected: list[re.Pattern[str]] = field(default_factory=list)

    def expect(self, pattern: str) -> None:
        """Do not count errors that contain a match of the regular expression, e.g. ``status of 400``."""
        self.expected.append(re.compile(pattern))

    def complaints(self) -> list[str]:
        """Everything unexpected, as readable lines; empty for a clean page."""
        errors = [error for error in self.errors if not any(wanted.search(error) for wanted in self.expected)]
        return [
            *(f"outside request: {url}" for url in self.outside_requests),
            *(f"error: {error}" for error in errors),
            *(f"CSP: {violation}" for violation in self.csp_violations),
        ]

    def on_console(self, message: ConsoleMessage) -> None:
        """Sort a line of the browser's console."""
        if message.text.startswith(CSP_MARK):
            self.csp_violations.append(message.text.removeprefix(CSP_MARK).strip())
        elif message.type == "error":
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")

    def on_request(self, route: Route) -> None:
        """Let requests to the own server pass; record and stop all others."""
        url = route.request.url
        if url == self.origin or url.startswith((f"{self.origin}/", "data:", "blob:")):
            route.continue_()
        else:
            self.outside_requests.append(url)
            route.abort()


def launch_chromium(playwright: Playwright) -> Browser:
    """Debian's Chromium without a window."""
    return playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_ARGUMENTS)


# Asks the server for nothing that nobody has asked for.
SAVE_DATA = "Object.defineProperty(navigator, 'connection', {value: {saveData: true}});"


@contextmanager
def watched_context(
    browser: Browser, origin: str, *, save_data: bool = True, **options: Any
) -> Iterator[tuple[BrowserContext, BrowserLog]]:
    """A browser context for the server at origin and its log; options go to ``Browser.new_context``.

    ``save_data``: it is set to save data, so that the only questions are those of the test.
    """
    settings = {"locale": "de-DE", "timezone_id": "Europe/Berlin", "viewport": VIEWPORT} | options
    log = BrowserLog(origin)
    context = browser.new_context(base_url=origin, **settings)
    try:
        context.add_init_script(REPORT_CSP_VIOLATIONS)
        if save_data:
            context.add_init_script(SAVE_DATA)
        context.route("**/*", log.on_request)
        context.on("console", log.on_console)
        context.on("weberror", lambda error: log.errors.append(str(error.error)))
        yield context, log
    finally:
        context.close()


def axe_violations(page: Page, within: str | None = None, *, without: str = "", rules: Sequence[str] = ()) -> list[str]:
    """Accessibility faults that axe-core finds on the page or inside one element, one line per element.

    ``without`` is a selector of what is left out; ``rules`` names the only rules to try, none means all.
    """
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.read_text(encoding="utf-8"))
    only = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": AXE_TAGS}
    result = page.evaluate(
        "([within, without, runOnly]) => axe.run({include: within ?? document, exclude: without || []}, {runOnly})",
        [within, without, only],
    )
    return [
        f"[{violation['impact']}] {violation['id']}: {violation['help']} | {' '.join(map(str, node['target']))}"
        f" | {node['html']}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]
