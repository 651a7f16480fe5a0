"""Answers of the public interface: figures as JSON objects, and as a table for CSV and Excel."""

from __future__ import annotations

from typing import Any

from cards.base import Context, standing_notes
from cards.wording import DEMO, MULTIPLE, value_text
from data_access.aggregate import Aggregate, Werte, adds_up, aggregate
from data_access.warehouse import View
from domain.kennzahlen import KENNZAHLEN, Einheit, Kennzahl
from domain.merkmale import FILTER, MERKMALE
from domain.selection import PARAMETER, SINGLE_VALUES, Selection
from exports.table import Cell, Column, Kind, Meta, Table
from web import texts
from web.api_request import Question, TableQuestion

VALUE_FIELDS = tuple(texts.VALUE_FIELDS)

_KINDS = {
    Einheit.ANZAHL: (Kind.ANZAHL, Kind.DIFFERENZ),
    Einheit.ANTEIL: (Kind.ANTEIL, Kind.PROZENTPUNKTE),
    Einheit.TAGE: (Kind.TAGE, Kind.TAGE),
    Einheit.VERHAELTNIS: (Kind.VERHAELTNIS, Kind.VERHAELTNIS),
}


def kennzahlen_json(question: Question) -> dict[str, Any]:
    """Every indicator of the selection with its unit."""
    summe = aggregate(question.view, question.selection, tuple(KENNZAHLEN)).summe
    kennzahlen = {
        code: {**value_fields(summe[code]), "einheit": kennzahl.einheit.value} for code, kennzahl in KENNZAHLEN.items()
    }
    return {**selection_head(question.view, question.selection), "kennzahlen": kennzahlen}


def answer_table(question: TableQuestion) -> Aggregate:
    """The rows and the total that the question asks for."""
    return aggregate(question.view, question.selection, (question.kennzahl,), question.nach, question.ebene)


def tabelle_json(question: TableQuestion) -> dict[str, Any]:
    """The breakdown with its total, unit, and whether the rows add up to the total."""
    answer, code = answer_table(question), question.kennzahl
    return {
        **selection_head(question.view, question.selection),
        "einheit": KENNZAHLEN[code].einheit.value,
        "summe": value_fields(answer.summe[code]),
        "additiv": answer.additiv[code],
        "zeilen": [
            {**dict(zip(answer.nach, zeile.codes, strict=True)), **value_fields(zeile.werte[code])}
            for zeile in answer.zeilen
        ],
    }


def tabelle(question: TableQuestion, quelle: str, *, with_names: bool) -> tuple[Table, Meta]:
    """The same as a table: codes, with ``with_names`` also the names that catalogues give them, and the values."""
    view = question.view
    answer, kennzahl = answer_table(question), KENNZAHLEN[question.kennzahl]
    named = [merkmal for merkmal in answer.nach if with_names and merkmal in FILTER]
    rows = []
    for zeile in answer.zeilen:
        codes = dict(zip(answer.nach, zeile.codes, strict=True))
        cells: list[Cell] = []
        for merkmal, code in codes.items():
            cells += [code, view.catalog.vocabulary.name(merkmal, code)] if merkmal in named else [code]
        rows.append((*cells, *value_fields(zeile.werte[kennzahl.code]).values()))
    columns = []
    for merkmal in answer.nach:
        columns += [Column(merkmal), *([Column(merkmal + texts.NAME_SUFFIX)] if merkmal in named else [])]
    table = Table(_title(kennzahl, answer), (*columns, *_value_columns(kennzahl.einheit)), tuple(rows))
    return table, _meta(question, answer, quelle)


def value_fields(werte: Werte) -> dict[str, int | float | None]:
    """The eight value fields of the contract."""
    return {name: getattr(werte, name) for name in VALUE_FIELDS}


def selection_head(view: View, selection: Selection) -> dict[str, Any]:
    """What every JSON answer starts with: the whole selection and the Datenstand."""
    return {"auswahl": _auswahl(view, selection), "datenstand": view.catalog.stand.datenstand.isoformat()}


def _auswahl(view: View, selection: Selection) -> dict[str, str | list[str]]:
    """Every parameter of a selection with its value; a dimension without filter is an empty list."""
    single = {"von": str(selection.zeitraum.von), "bis": str(selection.zeitraum.bis)}
    single |= {parameter: getattr(selection, parameter) for parameter in SINGLE_VALUES}
    single["stufe"] = selection.stufe or view.scope.stufe.value
    return {name: single[name] if name in single else list(selection.codes(name)) for name in PARAMETER}


def _value_columns(einheit: Einheit) -> list[Column]:
    value, difference = _KINDS[einheit]
    kinds = {"wert": value, "vergleich": value, "differenz": difference, "veraenderung": Kind.VERAENDERUNG}
    return [Column(name, kinds.get(name, Kind.ANZAHL)) for name in VALUE_FIELDS]


def _title(kennzahl: Kennzahl, answer: Aggregate) -> str:
    if not answer.nach:
        return kennzahl.name
    merkmale = ", ".join(MERKMALE[merkmal].name for merkmal in answer.nach)
    return texts.TABLE_TITLE.format(kennzahl=kennzahl.name, merkmale=merkmale)


def _meta(question: TableQuestion, answer: Aggregate, quelle: str) -> Meta:
    view, kennzahl = question.view, KENNZAHLEN[question.kennzahl]
    stand, context = view.catalog.stand, Context(view, question.selection, quelle, 0)
    notes = standing_notes(context)
    if answer.nach:
        notes.append(_total_note(kennzahl, answer.summe[kennzahl.code]))
    if kennzahl.einheit is Einheit.ANZAHL and not adds_up(kennzahl, answer.nach):
        notes.append(MULTIPLE)
    if stand.demo:
        notes.append(DEMO)
    return Meta(
        auswahl=question.selection.in_words(view.catalog.vocabulary),
        einheit=kennzahl.einheit_name,
        definitionen=[(kennzahl.name, kennzahl.definition), *texts.VALUE_FIELDS.items()],
        datenstand=stand.datenstand,
        quelle=quelle,
        hinweise=notes,
        schutzstufe=context.schutzstufe,
    )


def _total_note(kennzahl: Kennzahl, summe: Werte) -> str:
    wert, vergleich = value_text(kennzahl, summe.wert), value_text(kennzahl, summe.vergleich)
    if summe.vergleich is None:
        return texts.TOTAL.format(wert=wert)
    return texts.TOTAL_WITH_COMPARISON.format(wert=wert, vergleich=vergleich)
