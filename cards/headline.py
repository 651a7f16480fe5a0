"""The sentences at the head of a page: one indicator of the selection, with everything that is told beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from analysis.contributions import contributions, rank_dimensions
from analysis.control_chart import TRIAL_BELOW, ChartPoint, ControlChart, p_chart, xmr_chart
from analysis.narrative import Contribution, Facts, Rule, Signal, Verdict, headline
from cards import series_breaks
from cards.base import Context
from cards.events import events_in
from data_access.aggregate import Werte, aggregate, breakdown
from domain.kennzahlen import KENNZAHLEN, CountedOn, Einheit, Kennzahl
from domain.selection import NAMES, Selection
from domain.zeitraum import Monat, Zeitraum, buckets

# Months before the end of the period that a verdict looks back on; a longer period is looked at as a whole.
LOOK_BACK = 24
MOST_SIGNALS = 2
# Stocks at the Datenstand have no course over the months of Eingang.
STOCKS = frozenset({"ueberfaellig", "offen_in_frist"})
# What a control chart is drawn of: medians of whole days move in steps too large for limits.
CHARTED = (Einheit.ANZAHL, Einheit.ANTEIL)
# Dimensions whose rows add up to the indicator.
ADDITIVE = {
    CountedOn.REAKTION: ("kanal", "hauptart", "jobcenter"),
    CountedOn.ANLIEGEN: ("bereich", "thema", "kanal", "jobcenter"),
    CountedOn.PETITION: ("jobcenter",),
}


def paragraphs(context: Context, codes: Sequence[str]) -> list[str]:
    """The sentences on each indicator as one text; the events, which all share, are told once."""
    texts: list[str] = []
    repeated = ""
    for code in codes:
        told = sentences(context, code)
        texts.append(" ".join(told[:-1] if told[-1] == repeated else told))
        repeated = told[-1] if events_in(context) else ""
    return texts


def sentences(context: Context, code: str) -> list[str]:
    """Three to six German sentences on the indicator ``code``."""
    kennzahl, selection, catalog = KENNZAHLEN[code], context.selection, context.view.catalog
    werte = aggregate(context.view, selection, [code]).summe[code]
    broken = series_breaks.before_comparison(context, series_breaks.series_breaks(context, code))[-1]
    told = headline(
        Facts(
            kennzahl=kennzahl,
            zeitraum=selection.zeitraum,
            datenstand=catalog.stand.datenstand,
            werte=werte,
            vergleich=None if broken else context.comparison,
            smallest_base=context.smallest_base,
            verdict=_verdict(context, kennzahl),
            contribution=None if broken else _contribution(context, kennzahl, werte),
            events=events_in(context),
            auswahl=_filters(context),
            zeitbezug=selection.zeitbezug,
            bewertungsbasis=selection.bewertungsbasis,
            data_from=catalog.first_eingang,
        )
    )
    return [told[0], series_breaks.reason(broken), *told[1:]] if broken else told


def _filters(context: Context) -> str:
    """The filters alone; what the period means and the base of a share are told in other words."""
    names = {NAMES["zeitbezug"], NAMES["bewertungsbasis"]}
    words = context.selection.filters_in_words(context.view.catalog.vocabulary)
    return ", ".join(f"{name} {value}" for name, value in words if name not in names)


def _verdict(context: Context, kennzahl: Kennzahl) -> Verdict | None:
    """What the control chart of the months up to the end of the period says about those in the period."""
    months = _months(context)
    if kennzahl.code in STOCKS or kennzahl.einheit not in CHARTED or months is None:
        return None
    wide = replace(context, selection=replace(context.selection, zeitraum=months, vergleich="ohne"))
    rows = breakdown(wide.view, wide.selection, [kennzahl.code], ("monat",))
    course = [row.werte[kennzahl.code] for row in rows]
    axis = buckets(months, ("monat",))
    changes = series_breaks.series_breaks(wide, kennzahl.code)
    chart = _chart(kennzahl, course, [series_breaks.first_bucket(change.day, axis) for change in changes])
    last = next((point for point in reversed(chart.points) if point.value is not None), None)
    if last is None:
        return Verdict(needed=TRIAL_BELOW)
    points = sum(point.segment == last.segment and point.value is not None for point in chart.points)
    pairs = [
        (month, point)
        for month, point in zip(months.monate, chart.points, strict=True)
        if month >= context.selection.zeitraum.von
    ]
    return Verdict(_signals(pairs) if points >= TRIAL_BELOW else (), points, TRIAL_BELOW)


def _months(context: Context) -> Zeitraum | None:
    """The finished months that are looked at; None where no month of the period is over."""
    catalog, period = context.view.catalog, context.selection.zeitraum
    stand, first = catalog.stand.datenstand, catalog.first_eingang
    over = Monat.of(stand) if Monat.of(stand).last_day == stand else Monat.of(stand).plus(-1)
    until = min(period.bis, over)
    start = min(period.von, until.plus(1 - LOOK_BACK))
    if first is not None:
        start = max(start, Monat.of(first))
    return Zeitraum(start, until) if start <= until and period.von <= until else None


def _chart(kennzahl: Kennzahl, course: Sequence[Werte], breaks: Iterable[int]) -> ControlChart:
    if kennzahl.einheit is Einheit.ANTEIL:
        return p_chart([werte.zaehler or 0 for werte in course], [werte.nenner or 0 for werte in course], breaks)
    return xmr_chart([werte.wert for werte in course], breaks)


def _signals(pairs: Sequence[tuple[Monat, ChartPoint]]) -> tuple[Signal, ...]:
    """The signals of the months, the strongest rule first; months outside a limit are counted together."""
    found: dict[tuple[str, bool], Signal] = {}
    for month, point in pairs:
        for one in point.signals:
            key = (one.rule.value, one.up)
            before = found.get(key)
            outside = one.rule.value == Rule.OUTSIDE.value
            count = (before.count if before else 0) + 1 if outside else one.length
            found[key] = Signal(Rule(one.rule.value), one.up, count, Zeitraum(month, month))
    order = [rule.value for rule in Rule]
    return tuple(found[key] for key in sorted(found, key=lambda key: (order.index(key[0]), not key[1])))[:MOST_SIGNALS]


def _contribution(context: Context, kennzahl: Kennzahl, werte: Werte) -> Contribution | None:
    """The largest item of the dimension that explains most of the change of a count."""
    if kennzahl.einheit is not Einheit.ANZAHL or kennzahl.code in STOCKS or werte.vergleich is None:
        return None
    splits = {
        merkmal: contributions(*_counts(context, kennzahl, merkmal)) for merkmal in _dimensions(context, kennzahl)
    }
    splits = {merkmal: split for merkmal, split in splits.items() if len(split.items) > 1}
    if not splits:
        return None
    ranked = rank_dimensions(splits)[0]
    item = ranked.split.items[0]
    return Contribution(ranked.name, item.key, context.name(ranked.name, item.key), item.difference)


def _dimensions(context: Context, kennzahl: Kennzahl) -> list[str]:
    """Dimensions that add up and that the selection leaves open; Petitionen follow no filter but the Jobcenter."""
    selection: Selection = context.selection
    names = context.view.catalog.vocabulary.names
    return [
        merkmal
        for merkmal in ADDITIVE[kennzahl.counted_on]
        if len(selection.codes(merkmal)) != 1 and (merkmal != "jobcenter" or len(names["jobcenter"]) > 1)
    ]


def _counts(context: Context, kennzahl: Kennzahl, merkmal: str) -> tuple[dict[str, int], dict[str, int]]:
    """Number of cases by item before and now."""
    level = 1 if merkmal == "bereich" else None
    rows = breakdown(context.view, context.selection, [kennzahl.code], (merkmal,), level)
    before, now = {}, {}
    for row in rows:
        before[row.codes[0]] = int(row.werte[kennzahl.code].vergleich or 0)
        now[row.codes[0]] = int(row.werte[kennzahl.code].wert or 0)
    return before, now
