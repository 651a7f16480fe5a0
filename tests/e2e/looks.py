"""A page looked at in every width and in both themes: what axe finds, what is cut, too small or scrolls sideways."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from playwright.sync_api import Page

from tests.e2e.browser import axe_violations
from tests.e2e.pages import settle

SMALLEST_TARGET = 24
# The rows of a table are built alike: axe need not try hundreds of them.
ALIKE = ".krm-table tbody tr:nth-child(n+9)"
CHARTS = ".js-plotly-plot"
# Width and theme. What stands on a page depends on the width, its colours on the theme: each is met in full.
EVERY_WIDTH = ((1440, "light"), (768, "dark"), (360, "light"))
OTHER_THEME = ((360, "dark"), (768, "light"), (1440, "dark"))
CONTRAST = ("color-contrast",)

SMALL_TARGETS = """smallest => {
  const all = 'a[href], button, select, summary, input, textarea, [tabindex="0"]';
  const seen = element => element.checkVisibility({visibilityProperty: true});
  const box = element => {
    const own = element.getBoundingClientRect();
    const labels = [...(element.labels ?? [])].map(label => label.getBoundingClientRect());
    const boxes = [own, ...labels];
    return {
      width: Math.max(...boxes.map(one => one.right)) - Math.min(...boxes.map(one => one.left)),
      height: Math.max(...boxes.map(one => one.bottom)) - Math.min(...boxes.map(one => one.top)),
    };
  };
  return [...document.querySelectorAll(all)].filter(seen).filter(element => element.type !== 'search')
    .map(element => [box(element), element.outerHTML.slice(0, 120)])
    .filter(([{width, height}]) => width < smallest || height < smallest)
    .map(([{width, height}, text]) => `${width} × ${height}: ${text}`);
}"""
SIDEWAYS = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""
FITTED = """() => [...document.querySelectorAll('.js-plotly-plot')].filter(chart => chart.checkVisibility())
  .every(chart => Math.abs(chart.clientWidth - chart.querySelector('.main-svg').clientWidth) < 2)"""
CUT = """() => [...document.querySelectorAll('.main-svg text, .legendtext, .bartext')]
  .filter(text => text.textContent && text.checkVisibility())
  .filter(text => {
    const own = text.getBoundingClientRect(), chart = text.closest('.js-plotly-plot').getBoundingClientRect();
    return own.width && (own.left < chart.left - 1 || own.right > chart.right + 1);
  })
  .map(text => text.textContent)"""


def all_faults(page: Page) -> list[str]:
    """What is wrong with the page in every width and theme; the insides of charts in one, their colours in three."""
    first, *others = EVERY_WIDTH
    return [
        *faults(page, [first], charts=True),
        *faults(page, others),
        *faults(page, OTHER_THEME, charts=True, rules=CONTRAST),
    ]


def faults(
    page: Page,
    looks: Iterable[tuple[int, str]] = EVERY_WIDTH,
    *,
    within: str | None = None,
    charts: bool = False,
    rules: Sequence[str] = (),
) -> list[str]:
    """What is wrong with the page as it stands, in some looks.

    axe tries ``rules`` (none: all), and only the part ``within`` where the rest stands as it did before; ``charts``
    says that it tries their insides too.
    """
    without = ALIKE if charts else f"{CHARTS}, {ALIKE}"
    found = []
    for width, theme in looks:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("theme => { document.documentElement.dataset.bsTheme = theme; }", theme)
        page.wait_for_function(FITTED)
        settle(page)
        look = f"{width} {theme}"
        found += [f"{look}: sideways by {over}" for over in [page.evaluate(SIDEWAYS)] if over > 0]
        found += [f"{look}: cut: {text}" for text in page.evaluate(CUT)]
        found += [f"{look}: small: {target}" for target in page.evaluate(SMALL_TARGETS, SMALLEST_TARGET)]
        found += [f"{look}: {fault}" for fault in axe_violations(page, within, without=without, rules=rules)]
    return found
