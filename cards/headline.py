"""The sentences at the head of a page: one indicator of the selection, with everything that is told beside it."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.contributions import contributions, rank_dimensions
from analysis.narrative import Contribution, Facts, Fristlage, Verdict, headline, rate_range
from cards.base import Context
from cards.comparable import WAIT, obstacle
from cards.control import controlled
from cards.events import events_in
from data_access.aggregate import Werte, aggregate, breakdown
from domain.kennzahlen import KENNZAHLEN, CountedOn, Einheit, Kennzahl
from domain.selection import NAMES, Selection

# Stocks at the Datenstand have no course over the months of Eingang.
STOCKS = frozenset({"ueberfaellig", "offen_in_frist"})
STATES = ("fristgerecht", "verspaetet", "ueberfaellig", "offen_in_frist")
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
    why_not = obstacle(context, code) if context.comparison else ""
    told = headline(
        Facts(
            kennzahl=kennzahl,
            zeitraum=selection.zeitraum,
            datenstand=catalog.stand.datenstand,
            werte=werte,
            vergleich=None if why_not else context.comparison,
            smallest_base=context.smallest_base,
            verdict=_verdict(context, kennzahl),
            contribution=None if why_not else _contribution(context, kennzahl, werte),
            events=events_in(context),
            auswahl=_filters(context),
            zeitbezug=selection.zeitbezug,
            bewertungsbasis=selection.bewertungsbasis,
            data_from=catalog.first_eingang,
        )
    )
    where = _range(context, code)
    # The range says how many are still open.
    why_not = WAIT if where and why_not.endswith(WAIT) else why_not
    return [told[0], *where, *([why_not] if why_not else []), *told[1:]]


def _range(context: Context, code: str) -> list[str]:
    """Where a Fristquote that is not decided can still end."""
    if code != "fristquote" or not context.exact:
        return []
    (row,) = breakdown(context.view, context.selection, STATES)
    lage = Fristlage(*(int(row.werte[state].wert or 0) for state in STATES))
    stand, zeitraum = context.view.catalog.stand.datenstand, context.selection.zeitraum
    if not lage.offen_in_frist:
        return []
    return [rate_range(zeitraum, lage, context.smallest_base, None if zeitraum.is_complete(stand) else stand)]


def _filters(context: Context) -> str:
    """The filters alone; what the period means and the base of a share are told in other words."""
    names = {NAMES["zeitbezug"], NAMES["bewertungsbasis"]}
    return ", ".join(context.selection.filters_told(context.view.catalog.vocabulary, names))


def _verdict(context: Context, kennzahl: Kennzahl) -> Verdict | None:
    """What the control chart of the months says about those in the period: the one of the page Entwicklung."""
    if not context.exact or kennzahl.code in STOCKS or kennzahl.einheit not in CHARTED:
        return None
    one = controlled(context, kennzahl.code, "monat")
    if one is None or one.sparse:
        return None
    return one.verdicts[0]


def _contribution(context: Context, kennzahl: Kennzahl, werte: Werte) -> Contribution | None:
    """The largest item of the dimension that explains most of the change of a count."""
    if not context.exact or kennzahl.einheit is not Einheit.ANZAHL or kennzahl.code in STOCKS:
        return None
    if werte.vergleich is None:
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
