"""The form in which a Jobcenter without recorded cases reports its figures: a workbook that the import reads again.

The sheet to fill in is the import file ``manuelle_meldung`` itself, with the code columns hidden and everything locked
but the values; explaining columns and sheets are those that the import knows to pass over.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from xlsxwriter import Workbook

from exports.safe import TEXT_STAYS_TEXT

SHEET, HELP_SHEET = "manuelle_meldung", "Anleitung"
CODES = ("jobcenter", "zeitraum_von", "zeitraum_bis", "kennzahl", "merkmal", "auspraegung")
VALUE, LABEL, PART, UNIT = "wert", "angabe", "aufgliederung", "zaehleinheit"
LARGEST = 999_999_999
_WIDTHS = {LABEL: 38, PART: 46, UNIT: 20, VALUE: 16}
_COLUMNS = (*CODES, LABEL, PART, UNIT, VALUE)

TITLE = "Manuelle Meldung für die KRM-Statistik"
STEPS = (
    "Tragen Sie auf dem Blatt „manuelle_meldung“ in der letzten Spalte die Zahlen ein. Alle anderen Zellen sind"
    " gesperrt.",
    "Ganze Zahlen ab 0, ohne Tausenderpunkt und ohne Formeln.",
    "Ein leeres Feld heißt: nicht gemeldet. Eine 0 heißt: keine. Bitte lassen Sie Felder leer, deren Zahl Sie nicht"
    " kennen.",
    "Gezählt wird nach dem Tag des Eingangs im Zeitraum der Meldung. Die Zähleinheit steht neben jeder Angabe: Eine"
    " Kundenreaktion ist ein Kontakt, ein Anliegen eine einzelne Sache darin.",
    "Aufgegliederte Zahlen sind Teile der Gesamtzahl. Eine Kundenreaktion kann mehreren Personenkreisen angehören,"
    " diese Zahlen dürfen zusammen größer sein.",
    "Liegen aus dem Zeitraum schon Einzelfälle dieses Jobcenters vor, wird die Meldung beim Einlesen abgelehnt; sonst"
    " zählte sie doppelt.",
    "Speichern Sie die Mappe als .xlsx und geben Sie sie zurück. Eine berichtigte Meldung ersetzt die frühere für"
    " denselben Zeitraum.",
)
NOT_A_COUNT = "Bitte eine ganze Zahl ab 0 eintragen oder das Feld leer lassen."
INPUT_TITLE, INPUT_HINT = "Anzahl", "Leer: nicht gemeldet. 0: keine."


@dataclass(frozen=True)
class FormRow:
    """A figure that is asked for: its codes (empty in the last two: the total) and how people read it."""

    kennzahl: str
    merkmal: str
    auspraegung: str
    label: str
    part: str
    unit: str


@dataclass(frozen=True)
class FormHead:
    """Whose return it is and for which days."""

    jobcenter: str
    name: str
    von: date
    bis: date


def meldevorlage(head: FormHead, rows: Sequence[FormRow], facts: Sequence[tuple[str, str]], datenstand: date) -> bytes:
    """The form as a workbook; ``facts`` (label, text) stand above the instructions. Equal input gives equal bytes."""
    stream = io.BytesIO()
    with Workbook(stream, TEXT_STAYS_TEXT) as book:
        book.set_properties({"title": TITLE, "created": datetime.combine(datenstand, time())})
        _write_help(book, facts)
        form = _write_form(book, head, rows)
        form.activate()
    return stream.getvalue()


def _write_help(book: Any, facts: Sequence[tuple[str, str]]) -> None:
    sheet = book.add_worksheet(HELP_SHEET)
    title = book.add_format({"bold": True, "font_size": 15, "font_color": "#1f4e79"})
    bold = book.add_format({"bold": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 96)
    sheet.write_string(0, 0, TITLE, title)
    for row, (label, value) in enumerate(facts, start=2):
        sheet.write_string(row, 0, label, bold)
        sheet.write_string(row, 1, value, text)
    for number, step in enumerate(STEPS, start=1):
        row = 2 + len(facts) + number
        sheet.set_row(row, 15 * (1 + len(step) // 96))
        sheet.write_number(row, 0, number, bold)
        sheet.write_string(row, 1, step, text)
    sheet.protect()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_form(book: Any, head: FormHead, rows: Sequence[FormRow]) -> Any:
    sheet = book.add_worksheet(SHEET)
    heading = book.add_format({"bold": True, "bg_color": "#e8eef5", "bottom": 1})
    text = book.add_format({"num_format": "@"})
    total = book.add_format({"num_format": "@", "bold": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    value = book.add_format({"num_format": "0", "locked": False, "bg_color": "#fff8e1", "border": 1, "align": "right"})
    for at, name in enumerate(_COLUMNS):
        hidden = {"hidden": True} if name in CODES else {}
        sheet.set_column(at, at, _WIDTHS.get(name, 14), None, hidden)
        sheet.write_string(0, at, name, heading)
    for number, row in enumerate(rows, start=1):
        codes = (row.kennzahl, row.merkmal, row.auspraegung)
        sheet.write_string(number, 0, head.jobcenter, text)
        sheet.write_datetime(number, 1, head.von, day)
        sheet.write_datetime(number, 2, head.bis, day)
        for at, code in enumerate((*codes, row.label, row.part, row.unit), start=3):
            if code:
                sheet.write_string(number, at, code, text if row.merkmal else total)
        sheet.write_blank(number, len(_COLUMNS) - 1, None, value)
    last = len(_COLUMNS) - 1
    sheet.data_validation(
        1,
        last,
        len(rows),
        last,
        {
            "validate": "integer",
            "criteria": "between",
            "minimum": 0,
            "maximum": LARGEST,
            "ignore_blank": True,
            "input_title": INPUT_TITLE,
            "input_message": INPUT_HINT,
            "error_title": INPUT_TITLE,
            "error_message": NOT_A_COUNT,
        },
    )
    sheet.protect("", {"format_columns": True, "autofilter": True})
    sheet.freeze_panes(1, 0)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L" + f"{head.name} {head.von:%d.%m.%Y} – {head.bis:%d.%m.%Y}".replace("&", "&&") + "&R&P/&N")
    return sheet
