"""Files that are made of a whole year at once: the fixed evaluation, for the page "Berichte" and the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from app_data.database import AppDatabase
from app_data.reihenplaetze import give_places, known_places
from cards import feste_auswertung as numbers
from cards.base import Card, read_query
from cards.meldevorlage import form
from cards.registry import CARDS
from data_access.catalog import Catalog
from data_access.warehouse import View
from domain.merkmale import MERKMALE
from domain.scope import Stufe
from domain.zeitraum import MAX_JAHR, MIN_JAHR, Monat, Zeitraum
from exports.card_file import CardFile
from exports.feste_auswertung.grid import FullListError
from exports.feste_auswertung.writer import feste_auswertung
from settings import Settings
from web import texts
from web.card_files import card_file
from web.check_numbers import register_figures
from web.report_errors import ReportRefusedError

# Which card shows the figures of a sheet: its check number stands for them.
_NUMBERS_OF = {
    "nummer_uebersicht": "kennzahlen",
    "nummer_zugangswege": "kanaele",
    "nummer_beschwerden": "bereiche-themen",
    "nummer_personenkreise": "personenkreise",
    "nummer_bearbeitung": "frist-status",
    "nummer_meldungen": "meldungen",
}

# What a form sends for all Jobcenter; no catalogue has this code.
ALL = "alle"


@dataclass(frozen=True)
class ReportQuestion:
    """Which year and which Jobcenter (none: all) a report is about; ``stufe`` as in an address, empty: the highest."""

    jahr: int
    jobcenter: tuple[str, ...] = ()
    stufe: str = ""

    def text(self) -> str:
        """The same as the query of an address."""
        parts = [f"von={self.jahr}-01&bis={self.jahr}-12"]
        parts += [f"jobcenter={','.join(self.jobcenter)}"] if self.jobcenter else []
        return "&".join([*parts, *([f"stufe={self.stufe}"] if self.stufe else [])])


def read_question(jahr: str, jobcenter: Sequence[str], stufe: str, catalog: Catalog) -> ReportQuestion:
    """The question behind parameters as they were given; raises ``ReportRefusedError``."""
    if not (jahr.isascii() and jahr.isdigit() and MIN_JAHR <= int(jahr) <= MAX_JAHR):
        raise ReportRefusedError(texts.YEAR_INVALID.format(wert=jahr))
    codes = tuple(code for text in jobcenter for code in text.split(",") if code not in ("", ALL))
    for code in codes:
        if code not in catalog.vocabulary.names["jobcenter"]:
            raise ReportRefusedError(texts.JOBCENTER_UNKNOWN.format(wert=code))
    if stufe not in ("", *(one.value for one in Stufe)):
        raise ReportRefusedError(texts.LEVEL_UNKNOWN.format(wert=stufe))
    return ReportQuestion(int(jahr), codes, stufe if stufe == Stufe.GESCHUETZT.value else "")


def make_feste_auswertung(view: View, database: AppDatabase, settings: Settings, question: ReportQuestion) -> bytes:
    """The fixed annual workbook.

    Raises ``AppDatabaseUnavailableError`` where nobody can tell the places of catalogue values, ``NotProtectableError``
    where the year has no protected figures, ``ReportRefusedError`` for a catalogue that no longer fits.
    """
    places = _places(database, view.catalog)
    context, _ = read_query(question.text(), (), view, settings.quelle, settings.smallest_base)
    files = {key: _figure(CARDS[slug], view, settings, question) for key, slug in _NUMBERS_OF.items()}
    register_figures(list(files.values()), database)
    nummern = {key: file.meta.pruefnummer for key, file in files.items()}
    try:
        return feste_auswertung(numbers.content(context, places, nummern), MERKMALE["bereich"].ohne_name)
    except FullListError as error:
        raise ReportRefusedError(texts.LIST_FULL.format(katalog=MERKMALE[error.katalog].name)) from error


def make_form(catalog: Catalog, jobcenter: str, von: str, bis: str) -> bytes:
    """The form for a manual return over whole months (``2020-01``); raises ``ReportRefusedError``."""
    if jobcenter not in catalog.vocabulary.names["jobcenter"]:
        raise ReportRefusedError(texts.JOBCENTER_UNKNOWN.format(wert=jobcenter))
    first, last = Monat.parse(von), Monat.parse(bis)
    if first is None or last is None or last < first:
        raise ReportRefusedError(texts.REPORT_MONTH_INVALID.format(wert=f"{von} – {bis}"))
    return form(catalog, jobcenter, Zeitraum(first, last))


def _figure(card: Card, view: View, settings: Settings, question: ReportQuestion) -> CardFile:
    context, _ = read_query(question.text(), card.options, view, settings.quelle, settings.smallest_base)
    return card_file(card, context)


def _places(database: AppDatabase, catalog: Catalog) -> Mapping[str, Mapping[str, int]]:
    catalogues = numbers.catalogues(catalog)
    with database.reading() as connection:
        known = known_places(connection)
    if all(set(codes) <= known.get(katalog, {}).keys() for katalog, codes in catalogues.items()):
        return {katalog: known.get(katalog, {}) for katalog in catalogues}
    try:
        with database.writing() as connection:
            return give_places(connection, catalogues)
    except IntegrityError:
        # Somebody else gave them at this moment.
        with database.writing() as connection:
            return give_places(connection, catalogues)
