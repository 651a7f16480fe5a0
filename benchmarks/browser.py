"""The way to the screen in real Chromium: first and repeated visit, and from a changed filter to painted figures.

``python -m benchmarks.browser`` measures an own server with the reference data, ``--url`` another one. Answers are also
drawn without any request, from what the browser has already: that is the floor that no server can go below. What is
drawn for the first time takes longer, as the browser measures every new text; a new answer is compared with that.
"""

from __future__ import annotations

import statistics
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
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
FIRST_MONTHS = ("2018-01", "2019-01")
LAST_MONTHS = tuple(f"{year}-{month:02}" for year in (2019, 2020) for month in range(1, 13))
# The browser is slow with what it does for the first times.
WARMING = 4
# Of each group two periods are asked for and two drawn, in turns, all of them twice.
GROUP = 4
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
# Notes how a page asks, and asks the same for another selection without showing the answer.
LISTEN = """
const send = window.fetch;
let asked;
window.fetch = (target, options) => {
  if (String(options?.body).includes('--auswahl')) asked = {target, options};
  return send(target, options);
};
window.answerTo = async text => {
  const question = JSON.parse(asked.options.body);
  question.inputs[0].value = text;
  const answer = await send(asked.target, {...asked.options, body: JSON.stringify(question)});
  return (await answer.json()).response['ueberblick--antwort'].data;
};
"""
# Milliseconds from choosing a month, or from an answer that is there, to the frame that shows the last chart drawn for
# it, and how many were drawn.
PAINTED = """async ({month, answer}) => {
  const list = document.getElementById('ueberblick--bis');
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
    first_drawing: list[float] = field(default_factory=list)
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
    return [
        _visit_line("Erster Besuch", way.first),
        _visit_line("Zweiter Besuch", way.again),
        f"Filteränderung: {max(way.requests_per_change)} Anfrage, Antwort höchstens {number(max(way.answer_bytes))}"
        f" Byte (gepackt), {min(way.drawn)} bis {max(way.drawn)} Diagramme neu, längste Eingabe"
        f" {number(way.slowest_interaction, 0)} ms",
        *_change_lines("neu", "zum ersten Mal", way.new_answer, way.first_drawing),
        *_change_lines("bekannt", "noch einmal", way.known_answer, way.drawing),
    ]


def times(taken: Sequence[float], floor: Sequence[float]) -> float:
    """How many times as long it takes, by medians."""
    return statistics.median(taken) / statistics.median(floor)


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
    """Go through periods that nobody has asked for: those of a group in turns asked for and drawn, and once more."""
    context = browser.new_context(base_url=url, locale="de-DE", viewport=VIEWPORT)
    # Nothing is asked ahead, so that an answer is new where it is meant to be.
    for script in (OBSERVE, SAVE_DATA, LISTEN):
        context.add_init_script(script)
    page = context.new_page()
    for von in FIRST_MONTHS:
        page.goto(f"/?von={von}&bis=2021-01")
        settle(page)
        for month in LAST_MONTHS[:WARMING]:
            _asked(page, month, Way())
        for at in range(WARMING, len(LAST_MONTHS), GROUP):
            _in_turns(page, von, LAST_MONTHS[at : at + GROUP], way)
    way.slowest_interaction = _slowest_key(page)
    context.close()


def _in_turns(page: Page, von: str, months: tuple[str, ...], way: Way) -> None:
    asked, there = months[::2], [_answer(page, von, month) for month in months[1::2]]
    for answers, drawing in ((way.new_answer, way.first_drawing), (way.known_answer, way.drawing)):
        for month, answer in zip(asked, there, strict=True):
            answers.append(_asked(page, month, way))
            drawing.append(page.evaluate(PAINTED, {"answer": answer})[0])


def _answer(page: Page, von: str, bis: str) -> dict[str, Any]:
    """The charts and tiles of an answer that is not shown yet."""
    told = page.evaluate("text => window.answerTo(text)", f"von={von}&bis={bis}")
    return {name: part for name, part in told.items() if FIGURE in part or name.endswith(TILES)}


def _asked(page: Page, month: str, way: Way) -> float:
    """Choose the month; milliseconds until everything is painted."""
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
    return float(milliseconds)


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


def _change_lines(answer: str, drawn: str, asked: list[float], drawing: list[float]) -> list[str]:
    return [
        _change_line(f"  Antwort {answer}, von der Wahl bis gezeichnet", asked, drawing),
        _change_line(f"    {drawn} gezeichnet aus dem, was schon da ist", drawing, drawing),
    ]


def _change_line(name: str, taken: list[float], floor: list[float]) -> str:
    median, slow = statistics.median(taken), statistics.quantiles(taken, n=20)[-1]
    return f"{name:<55}{number(median, 0):>6} ms (95 %: {number(slow, 0)} ms){number(times(taken, floor), 2):>8}×"


if __name__ == "__main__":
    main()
