"""The numbers of the fixed annual workbook: answers of ``aggregate``, each put where the layout has its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from cards import wording
from cards.base import Context
from cards.meldungen import coverage, missing_text, source_text
from data_access.aggregate import Aggregate, Werte, aggregate
from data_access.catalog import Catalog
from data_access.errors import NotProtectableError
from data_access.meldungen import Posten, Zusammenfassung, quote_posten, zusammenfassung
from domain import formats
from domain.frist import Qualitaetsstandard
from domain.kennzahlen import KENNZAHLEN
from domain.meldung import MELDBAR, QUOTEN
from domain.merkmale import MERKMALE
from domain.selection import Selection
from domain.zeitraum import DaySpan, Monat, Zeitraum
from exports.feste_auswertung.layout import OHNE
from exports.feste_auswertung.model import About, Content, Entry, Figure, Pair, Value, entry_row

KATALOGE = ("kanal", "bereich", "thema", "personenkreis", "jobcenter")
ALL_JOBCENTER = "alle Jobcenter"
NO_FILTER = "keine weiteren"
VARIOUS = "je Jobcenter verschieden"
SMALL = "„kleine Basis“: Die Vorjahreszahl liegt unter {base}; die Veränderung in Prozent sagt wenig."
EMPTY = "Leere Zellen: Es gibt keine Angabe oder nichts, wovon ein Anteil zu bilden wäre. Eine 0 ist gezählt."
PROTECTED = "Geschützte Anzahlen sind einzeln gerundet; Anteile werden erst ab einer Basis von {base} gebildet."
NOT_PROTECTABLE = "Zellen ohne geschützte Antwort bleiben leer."
MANUAL_APART = (
    "Die Blätter bis „Petitionen und Eingaben“ enthalten erfasste Einzelfälle; gemeldete Zahlen stehen auf den Blättern"
    " „Manuelle Meldungen“ und „Meldungen je Jobcenter“."
)
KEPT_PLACES = (
    "Blätter, Zellen und Namen bleiben von Jahr zu Jahr gleich. Neue Katalogeinträge kommen ans Ende ihrer Liste."
)
MOST_STANDARDS = 3
UNPROTECTABLE = Werte()

Figures = dict[Figure, Pair]
Places = Mapping[str, Mapping[str, int]]


def catalogues(catalog: Catalog) -> dict[str, Sequence[str]]:
    """The codes of every catalogue that has a list, in the order in which new ones get their places."""
    codes: dict[str, Sequence[str]] = {katalog: tuple(catalog.vocabulary.names[katalog]) for katalog in KATALOGE}
    return codes | {"bereich": catalog.bereiche_in_order}


def year_selection(jahr: int, jobcenter: Sequence[str], stufe: str | None = None) -> Selection:
    """The selection behind the workbook of a year."""
    selection = Selection(Zeitraum(Monat(jahr, 1), Monat(jahr, 12)), stufe=stufe)
    return selection.with_filter("jobcenter", jobcenter)


def content(context: Context, places: Places, nummern: Mapping[str, str]) -> Content:
    """The workbook of the context's year. ``nummern`` are the check numbers by the keys of the sheet "Angaben"."""
    now, past = zusammenfassung(context.view, context.selection)
    figures = {
        **_kanaele(context),
        **_arten(context),
        **_beschwerden(context),
        **_personenkreise(context),
        **_bearbeitung(context),
        **_petitionen(context),
        **_manual(context, now, past),
    }
    return Content(
        jahr=context.selection.zeitraum.von.jahr,
        head=_head(context),
        entries={katalog: _entries(context, katalog, places[katalog]) for katalog in KATALOGE},
        figures=figures,
        about=_about(context, now, nummern),
    )


def _entries(context: Context, katalog: str, places: Mapping[str, int]) -> list[Entry]:
    names = context.view.catalog.vocabulary.names[katalog]
    listed = [Entry(places[code], code, name) for code, name in names.items()]
    return sorted(listed, key=lambda entry: entry.platz)


def _pair(werte: Werte) -> Pair:
    return Pair(werte.wert, werte.vergleich)


def _ask(context: Context, kennzahlen: Sequence[str], nach: Sequence[str] = (), **filters: Sequence[str]) -> Aggregate:
    """An answer; where there is no protected one, all of it is unknown."""
    selection = context.selection
    for merkmal, codes in filters.items():
        selection = selection.with_filter(merkmal, codes)
    try:
        return aggregate(context.view, selection, kennzahlen, nach)
    except NotProtectableError:
        unknown = dict.fromkeys(kennzahlen, UNPROTECTABLE)
        return Aggregate(selection, tuple(nach), (), unknown, dict.fromkeys(kennzahlen, False))


def _by_code(answer: Aggregate, kennzahl: str, codes: Iterable[str]) -> dict[str, Pair]:
    """Values by the only dimension of an answer; a code without a row has no case, where anything is known at all."""
    nothing = _nothing(answer.summe[kennzahl])
    known = {zeile.codes[0]: _pair(zeile.werte[kennzahl]) for zeile in answer.zeilen}
    return {code: known.get(code, nothing) for code in codes}


def _nothing(total: Werte) -> Pair:
    return Pair(None if total.wert is None else 0, None if total.vergleich is None else 0)


def _row(merkmal: str, code: str) -> str:
    """Key of the row of a code on a sheet with a list: "ohne Angabe" has a fixed row."""
    return OHNE if code == MERKMALE[merkmal].ohne else entry_row(merkmal, code)


def _codes(context: Context, merkmal: str) -> list[str]:
    return [*context.view.catalog.vocabulary.names[merkmal], MERKMALE[merkmal].ohne]


def _listed(
    context: Context, answer: Aggregate, kennzahl: str, merkmal: str, sheet: str, measure: str = "anzahl"
) -> Figures:
    values = _by_code(answer, kennzahl, _codes(context, merkmal))
    return {Figure(sheet, _row(merkmal, code), measure): pair for code, pair in values.items()}


def _kanaele(context: Context) -> Figures:
    answer = _ask(context, ["kundenreaktionen", "ombudsstelle"], ["kanal"])
    return {
        Figure("zugangswege", "gesamt", "anzahl"): _pair(answer.summe["kundenreaktionen"]),
        Figure("ombudsstelle", "kundenreaktionen", "anzahl"): _pair(answer.summe["kundenreaktionen"]),
        Figure("ombudsstelle", "ombudsstelle", "anzahl"): _pair(answer.summe["ombudsstelle"]),
        **_listed(context, answer, "kundenreaktionen", "kanal", "zugangswege"),
        **_listed(context, answer, "kundenreaktionen", "kanal", "ombudsstelle", "alle"),
        **_listed(context, answer, "ombudsstelle", "kanal", "ombudsstelle"),
    }


def _arten(context: Context) -> Figures:
    arten = _ask(context, ["anliegen"], ["art"])
    bewertung = _ask(context, ["beschwerden"], ["bewertung"])
    hauptart = _ask(context, ["kundenreaktionen", "ombudsstelle"], ["hauptart"])
    return {
        Figure("arten", "anliegen", "anzahl"): _pair(arten.summe["anliegen"]),
        Figure("arten", "beschwerden", "anzahl"): _pair(bewertung.summe["beschwerden"]),
        Figure("arten", "kundenreaktionen", "anzahl"): _pair(hauptart.summe["kundenreaktionen"]),
        **_fixed("arten", "art", arten, "anliegen"),
        **_fixed("arten", "bewertung", bewertung, "beschwerden", [MERKMALE["bewertung"].ohne]),
        **_fixed("arten", "hauptart", hauptart, "kundenreaktionen"),
        **_fixed("ombudsstelle", "hauptart", hauptart, "ombudsstelle"),
    }


def _fixed(sheet: str, merkmal: str, answer: Aggregate, kennzahl: str, more: Sequence[str] = ()) -> Figures:
    values = _by_code(answer, kennzahl, [*MERKMALE[merkmal].werte, *more])
    return {Figure(sheet, entry_row(merkmal, code), "anzahl"): pair for code, pair in values.items()}


_MEASURES = (("beschwerden", "anzahl"), ("begruendet", "begruendet"))


def _beschwerden(context: Context) -> Figures:
    kennzahlen = [kennzahl for kennzahl, _ in _MEASURES]
    catalog = context.view.catalog
    bereiche, themen = _ask(context, kennzahlen, ["bereich"]), _ask(context, kennzahlen, ["thema"])
    both = _ask(context, kennzahlen, ["bereich", "thema"])
    parents = [code for code in set(catalog.parents.values()) if code is not None]
    inside = {code: _ask(context, kennzahlen, ["thema"], bereich=[code]) for code in parents}
    figures: Figures = {}
    for kennzahl, measure in _MEASURES:
        for sheet, answer in (("bereiche", bereiche), ("themen", themen)):
            figures[Figure(sheet, "gesamt", measure)] = _pair(answer.summe[kennzahl])
        own = _listed(context, bereiche, kennzahl, "bereich", "bereiche", measure)
        figures |= own
        figures |= _listed(context, themen, kennzahl, "thema", "themen", measure)
        if measure == "anzahl":
            figures |= {place._replace(measure="selbst"): pair for place, pair in own.items()}
        figures |= _matrix(context, both, kennzahl, measure, bereiche)
        for code, answer in inside.items():
            figures[Figure("bereiche", entry_row("bereich", code), measure)] = _pair(answer.summe[kennzahl])
            figures |= _column(context, answer, kennzahl, f"{code}.{measure}")
    for code, parent in catalog.parents.items():
        name = "" if parent is None else context.name("bereich", parent)
        figures[Figure("bereiche", entry_row("bereich", code), "ueber")] = Pair(name)
    return figures


def _matrix(context: Context, both: Aggregate, kennzahl: str, measure: str, bereiche: Aggregate) -> Figures:
    """Themen by Bereich as recorded; the columns of Bereiche with others below them are replaced afterwards."""
    nothing = _nothing(both.summe[kennzahl])
    known = {zeile.codes: _pair(zeile.werte[kennzahl]) for zeile in both.zeilen}
    totals = _by_code(bereiche, kennzahl, _codes(context, "bereich"))
    figures: Figures = {}
    for bereich in _codes(context, "bereich"):
        figures[Figure("bereich_thema", "gesamt", f"{bereich}.{measure}")] = totals[bereich]
        for thema in _codes(context, "thema"):
            place = Figure("bereich_thema", _row("thema", thema), f"{bereich}.{measure}")
            figures[place] = known.get((bereich, thema), nothing)
    return figures


def _column(context: Context, answer: Aggregate, kennzahl: str, measure: str) -> Figures:
    """The Themen of one Bereich with all below it."""
    values = _by_code(answer, kennzahl, _codes(context, "thema"))
    rows = {Figure("bereich_thema", _row("thema", code), measure): pair for code, pair in values.items()}
    return {Figure("bereich_thema", "gesamt", measure): _pair(answer.summe[kennzahl]), **rows}


def _personenkreise(context: Context) -> Figures:
    catalog = context.view.catalog
    kennzahlen = {"kundenreaktionen": "anzahl", "ombudsstelle": "ombudsstelle"}
    answer = _ask(context, list(kennzahlen), ["personenkreis"])
    groups = [code for code in catalog.vocabulary.names["personenkreis"] if code not in catalog.sonderlagen]
    union = _ask(context, list(kennzahlen), personenkreis=groups) if groups else None
    figures: Figures = {}
    for kennzahl, measure in kennzahlen.items():
        total = answer.summe[kennzahl]
        figures[Figure("personenkreise", "gesamt", measure)] = _pair(total)
        figures[Figure("personenkreise", "gruppen", measure)] = (
            _nothing(total) if union is None else _pair(union.summe[kennzahl])
        )
        figures |= _listed(context, answer, kennzahl, "personenkreis", "personenkreise", measure)
    for code in catalog.vocabulary.names["personenkreis"]:
        word = "ja" if code in catalog.sonderlagen else "nein"
        figures[Figure("personenkreise", entry_row("personenkreis", code), "sonderlage")] = Pair(word)
    return figures


def _bearbeitung(context: Context) -> Figures:
    states = {code: code for code in ("fristgerecht", "verspaetet", "ueberfaellig", "offen_in_frist")}
    rows = {"gesamt": "kundenreaktionen", **states, "median": "laufzeit_median", "p90": "laufzeit_p90"}
    answer = _ask(context, list(rows.values()))
    figures = {Figure("bearbeitung", row, "anzahl"): _pair(answer.summe[code]) for row, code in rows.items()}
    spans = [context.selection.zeitraum.span, None if context.comparison is None else context.comparison.zeitraum.span]
    valid = [[] if span is None else _standards(context, span) for span in spans]
    figures[Figure("bearbeitung", "standard", "anzahl")] = Pair(*map(_standard_text, valid))
    figures[Figure("bearbeitung", "zielquote", "anzahl")] = Pair(*map(_target, valid))
    return figures


def _standards(context: Context, span: DaySpan) -> list[Qualitaetsstandard]:
    """The standards of the chosen Jobcenter that are valid on a day of the span; own ones go before those for all."""
    chosen = context.selection.codes("jobcenter")
    valid = [
        standard
        for standard in context.view.catalog.standards
        if standard.gueltig_von <= span.bis and (standard.gueltig_bis or date.max) >= span.von
    ]
    own = [standard for standard in valid if standard.jobcenter in chosen or not chosen]
    return own if any(standard.jobcenter for standard in own) else [s for s in valid if s.jobcenter is None]


def _standard_text(standards: Sequence[Qualitaetsstandard]) -> Value:
    texts = dict.fromkeys(f"{one.bezeichnung}: {one.frist_tage} {one.tageart}" for one in standards)
    return VARIOUS if len(texts) > MOST_STANDARDS else "; ".join(texts) or None


def _target(standards: Sequence[Qualitaetsstandard]) -> Value:
    targets = {one.zielquote for one in standards}
    only = targets.pop() if len(targets) == 1 else None
    return None if only is None else float(only)


def _petitionen(context: Context) -> Figures:
    codes = ("petitionen", "eingaben")
    answer = _ask(context, codes)
    return {Figure("petitionen", code, "anzahl"): _pair(answer.summe[code]) for code in codes}


def _manual(context: Context, now: Zusammenfassung, past: Zusammenfassung | None) -> Figures:
    figures: Figures = {}
    for code in MELDBAR:
        figures |= _combined(context, code, [Posten(code)], (now, past))
    for quote in QUOTEN:
        zaehler, nenner = quote_posten(quote)
        figures |= _combined(context, f"{quote}.zaehler", [zaehler], (now, past), [zaehler, *nenner])
        figures |= _combined(context, f"{quote}.nenner", nenner, (now, past), [zaehler, *nenner])
    for jobcenter in now.jobcenter:
        row = entry_row("jobcenter", jobcenter)
        figures[Figure("je_jobcenter", row, "quelle")] = Pair(source_text(now, jobcenter))
        for code in MELDBAR:
            figures[Figure("je_jobcenter", row, code)] = Pair(now.angabe(Posten(code), jobcenter).zusammen)
    return figures


def _combined(
    context: Context,
    row: str,
    posten: Sequence[Posten],
    periods: Sequence[Zusammenfassung | None],
    known: Sequence[Posten] = (),
) -> Figures:
    """A row of the summary: only Jobcenter of which all figures ``known`` (default: those summed up) are known."""
    sides: list[dict[str, Value]] = []
    for period in periods:
        if period is None:
            sides.append({})
            continue
        jobcenter = period.bekannt(*(known or posten))
        summe = period.summe(posten, jobcenter)
        sides.append(
            {
                "anzahl": summe.faelle,
                "gemeldet": summe.gemeldet,
                "mit_angabe": len(jobcenter),
                "jobcenter": len(period.jobcenter),
                "fehlend": missing_text(context, period, jobcenter),
            }
        )
    names = ("anzahl", "gemeldet", "mit_angabe", "jobcenter", "fehlend")
    return {Figure("meldungen", row, name): Pair(*(side.get(name) for side in sides)) for name in names}


def _jobcenter(context: Context) -> str:
    codes = context.selection.codes("jobcenter")
    return formats.enumeration([context.name("jobcenter", code) for code in codes]) or ALL_JOBCENTER


def _head(context: Context) -> str:
    stand = formats.day(context.view.catalog.stand.datenstand)
    parts = [_jobcenter(context), f"Eingang {_span(context.selection.zeitraum.span)}", f"Datenstand {stand}"]
    return " · ".join([*parts, *([] if context.exact else [context.schutzstufe])])


def _span(span: DaySpan) -> str:
    return f"{formats.day(span.von)} bis {formats.day(span.bis)}"


def _about(context: Context, now: Zusammenfassung, nummern: Mapping[str, str]) -> About:
    stand, protection = context.view.catalog.stand, context.view.protection
    compared = context.comparison
    shown = 1 if context.exact else max(protection.smallest_base, 1)
    rounding = 0 if context.exact else protection.rounding
    angaben: dict[str, str | int | date] = {
        "jahr": context.selection.zeitraum.von.jahr,
        "jobcenter": _jobcenter(context),
        "zeitraum": _span(context.selection.zeitraum.span),
        "vergleich": "" if compared is None or compared.span.empty else _span(compared.span),
        "filter": NO_FILTER,
        "datenstand": stand.datenstand,
        "import": f"Nr. {stand.nummer} aus „{stand.quelle}“",
        "quelle": context.quelle,
        "schutzstufe": context.schutzstufe,
        "mindestbasis": shown,
        "kleine_basis": context.smallest_base,
        "rundung": rounding,
        "abdeckung": coverage(now),
    }
    return About(
        datenstand=stand.datenstand,
        angaben={**angaben, **nummern},
        smallest_shown=shown,
        small_base=context.smallest_base,
        rounding=rounding,
        definitionen=[(kennzahl.name, kennzahl.definition) for kennzahl in KENNZAHLEN.values()],
        hinweise=_notes(context, shown),
    )


def _notes(context: Context, shown: int) -> list[str]:
    protected = [] if context.exact else [PROTECTED.format(base=shown), NOT_PROTECTABLE]
    demo = [wording.DEMO] if context.view.catalog.stand.demo else []
    small = SMALL.format(base=context.smallest_base)
    notes = [*demo, *wording.period_notes(context), EMPTY, small, wording.MULTIPLE]
    return [*notes, MANUAL_APART, KEPT_PLACES, *protected]
