"""The way to the screen in real Chromium: first and repeated visit, and from a changed filter to painted figures.

``python -m benchmarks.browser`` measures an own server with the reference data, ``--url`` another one. A change is also
drawn again without any request, from the answer that came with it: that is the floor that no server can go below.
"""

from __future__ import annotations

import json
import statistics
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, Page, Response, ViewportSize, sync_playwright

from domain.formats import number
from tests.e2e.browser import SAVE_DATA, launch_chromium
from tests.e2e.pages import UPDATE, settle
from tests.e2e.server import krm, running_server

VIEWPORT: ViewportSize = {"width": 1440, "height": 900}
VISITS = 3
# From one month to the next and back: every selection is asked for twice, so that the second answer is a known one.
MONTHS = tuple(f"2020-{month:02}" for month in range(1, 12))
CONTROL = "ueberblick--bis"
FIGURE, TILES = "figure", "--kacheln"

OBSERVE = """
window.seen = {fcp: 0, lcp: 0, cls: 0, blocked: 0, slowest: 0};
const watch = (type, take, more) => new PerformanceObserver(list => list.getEntries().forEach(take))
  .observe({type, buffered: true, ...more});
watch('paint', entry => { if (entry.name === 'first-contentful-paint') seen.fcp = entry.startTime; });
watch('largest-contentful-paint', entry => { seen.lcp = entry.startTime; });
watch('layout-shift', entry => { if (!entry.hadRecentInput) seen.cls += entry.value; });
watch('longtask', entry => { seen.blocked += Math.max(0, entry.duration - 50); });
watch('event', entry => { if (entry.interactionId) seen.slowest = Math.max(seen.slowest, entry.duration); },
  {durationThreshold: 16});
"""
# Keeps the text of the last answer of a page.
LISTEN = """
const send = window.fetch;
window.fetch = async (target, options) => {
  const answer = await send(target, options);
  if (String(options?.body).includes('--auswahl')) window.answer = answer.clone().text();
  return answer;
};
"""
# Milliseconds from choosing a month, or from an answer that is there, to the frame that shows the last chart drawn for
# it, and how many were drawn.
PAINTED = """async ({month, answer}) => {
  const drawn = new Set();
  let painted = 0;
  const charts = [...document.querySelectorAll('.js-plotly-plot')];
  const note = event => {
    drawn.add(event.id);
    requestAnimationFrame(() => setTimeout(() => { painted = performance.now(); }));
  };
  const started = performance.now();
  charts.forEach(chart => chart.on('plotly_afterplot', () => note(chart.parentElement)));
  if (answer) window.dash_clientside.krm.answered(answer);
  else {
    const list = document.getElementById('ueberblick--bis');
    list.value = month;
    list.dispatchEvent(new Event('change', {bubbles: true}));
  }
  const quiet = () => painted && performance.now() - painted > 250
    && document.getElementById('inhalt').getAttribute('aria-busy') === 'false';
  while (!quiet()) {
    await new Promise(go => setTimeout(go, 20));
    if (performance.now() - started > 20000) throw new Error('nothing was drawn');
  }
  charts.forEach(chart => chart.removeAllListeners('plotly_afterplot'));
  return [painted - started, drawn.size];
}"""


@dataclass
class Visit:
    """What one visit of the Überblick costs: bytes on the wire, requests, and times in milliseconds."""

    transferred: int = 0
    requests: int = 0
    fcp: float = 0
    lcp: float = 0
    cls: float = 0
    blocked: float = 0


@dataclass
class Way:
    """Every measurement of one run; times in milliseconds."""

    first: list[Visit] = field(default_factory=list)
    again: list[Visit] = field(default_factory=list)
    new_answer: list[float] = field(default_factory=list)
    known_answer: list[float] = field(default_factory=list)
    drawing: list[float] = field(default_factory=list)
    answer_bytes: list[int] = field(default_factory=list)
    requests_per_change: list[int] = field(default_factory=list)
    drawn: list[int] = field(default_factory=list)
    slowest_interaction: float = 0


def measure(url: str) -> Way:
    """Visit and use the running application at ``url``."""
    way = Way()
    with sync_playwright() as playwright:
        browser = launch_chromium(playwright)
        for _ in range(VISITS):
            _visit_twice(browser, url, way)
        _change(browser, url, way)
        browser.close()
    return way


def table(way: Way) -> list[str]:
    """The measurements as lines of text, medians."""
    floor = statistics.median(way.drawing)
    return [
        _visit_line("Erster Besuch", way.first),
        _visit_line("Zweiter Besuch", way.again),
        f"Filteränderung: {max(way.requests_per_change)} Anfrage, Antwort höchstens {number(max(way.answer_bytes))}"
        f" Byte (gepackt), {min(way.drawn)} bis {max(way.drawn)} Diagramme neu, längste Eingabe"
        f" {number(way.slowest_interaction, 0)} ms",
        _change_line("  gezeichnet aus dem, was schon da ist", way.drawing, floor),
        _change_line("  bis gezeichnet, Antwort neu gerechnet", way.new_answer, floor),
        _change_line("  bis gezeichnet, Antwort bekannt", way.known_answer, floor),
    ]


def main() -> None:
    """Measure and print."""
    parser = ArgumentParser(prog="python -m benchmarks.browser", description=__doc__.splitlines()[0])
    parser.add_argument("--url", help="address of a running server; none: an own one with the reference data")
    url = parser.parse_args().url
    with ExitStack() as stack:
        print("\n".join(table(measure(url or stack.enter_context(_demo_server())))))


@contextmanager
def _demo_server() -> Iterator[str]:
    with TemporaryDirectory() as folder:
        krm(Path(folder), "demo")
        with running_server(Path(folder)) as url:
            yield url


def _visit_twice(browser: Browser, url: str, way: Way) -> None:
    context = browser.new_context(base_url=url, locale="de-DE", viewport=VIEWPORT)
    # What is asked ahead once the page stands is no part of the visit.
    for script in (OBSERVE, SAVE_DATA):
        context.add_init_script(script)
    way.first.append(_visit(context.new_page()))
    way.again.append(_visit(context.new_page()))
    context.close()


def _visit(page: Page) -> Visit:
    visit = Visit()
    network = page.context.new_cdp_session(page)
    network.on("Network.requestWillBeSent", lambda told: _count(visit, told["request"]["url"]))
    network.on("Network.loadingFinished", lambda told: _add(visit, told))
    network.send("Network.enable")
    page.goto("/?von=2020-01&bis=2020-12")
    settle(page)
    page.wait_for_load_state("networkidle")
    for name, value in page.evaluate("seen").items():
        if hasattr(visit, name):
            setattr(visit, name, value)
    page.close()
    return visit


def _count(visit: Visit, url: str) -> None:
    visit.requests += not url.startswith(("data:", "blob:"))


def _add(visit: Visit, told: dict[str, Any]) -> None:
    visit.transferred += int(told["encodedDataLength"])


def _change(browser: Browser, url: str, way: Way) -> None:
    """Go through the months twice; draw every answer once more without a request."""
    context = browser.new_context(base_url=url, locale="de-DE", viewport=VIEWPORT)
    # Nothing is asked ahead, so that an answer is new where it is meant to be.
    for script in (OBSERVE, SAVE_DATA, LISTEN):
        context.add_init_script(script)
    page = context.new_page()
    page.goto("/?von=2020-01&bis=2020-12")
    settle(page)
    answers: dict[str, dict[str, Any]] = {}
    for known in (way.new_answer, way.known_answer):
        for month in MONTHS:
            milliseconds, answers[month] = _asked(page, month, way)
            known.append(milliseconds)
    for month in MONTHS:
        milliseconds, _ = page.evaluate(PAINTED, {"answer": answers[month]})
        way.drawing.append(milliseconds)
    way.slowest_interaction = _slowest_key(page)
    context.close()


def _asked(page: Page, month: str, way: Way) -> tuple[float, dict[str, Any]]:
    """Choose the month; how long it took, and the charts and tiles of the answer."""
    responses: list[Response] = []

    def note(response: Response) -> None:
        if UPDATE in response.url:
            responses.append(response)

    page.on("response", note)
    milliseconds, drawn = page.evaluate(PAINTED, {"month": month})
    page.remove_listener("response", note)
    way.drawn.append(drawn)
    way.requests_per_change.append(len(responses))
    way.answer_bytes.append(responses[0].request.sizes()["responseBodySize"])
    answer = json.loads(page.evaluate("window.answer"))["response"]["ueberblick--antwort"]["data"]
    return milliseconds, {name: told for name, told in answer.items() if FIGURE in told or name.endswith(TILES)}


def _slowest_key(page: Page) -> float:
    """Choose other months by keyboard, which counts as interaction."""
    page.focus(f"#{CONTROL}")
    page.evaluate("seen.slowest = 0")
    for _ in range(5):
        page.keyboard.press("ArrowUp")
        settle(page)
        page.wait_for_timeout(300)
    return float(page.evaluate("seen.slowest"))


def _visit_line(name: str, visits: list[Visit]) -> str:
    def median(part: str) -> float:
        return statistics.median(float(getattr(visit, part)) for visit in visits)

    times = ", ".join(f"{part.upper()} {number(median(part), 0)} ms" for part in ("fcp", "lcp"))
    return (
        f"{name}: {number(median('transferred') / 1000, 1)} kB in {number(median('requests'), 0)} Anfragen, {times},"
        f" CLS {number(median('cls'), 3)}, blockiert {number(median('blocked'), 0)} ms"
    )


def _change_line(name: str, times: list[float], floor: float) -> str:
    median, slow = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    return f"{name:<45}{number(median, 0):>6} ms (95 %: {number(slow, 0)} ms){number(median / floor, 2):>8}×"


if __name__ == "__main__":
    main()
