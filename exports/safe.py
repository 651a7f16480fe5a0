"""Keeps text from becoming a formula in a spreadsheet, and addresses from becoming odd file names."""

from __future__ import annotations

import re

# What Excel, LibreOffice or Google Sheets take for the beginning of a formula, or drop before they look for one.
FORMULA_STARTS = tuple("=+-@\t\r\n\0")
_LONGEST_NAME = 150
# How workbooks are opened for writing: no text in them becomes a formula, a link or a number, wherever it is written.
TEXT_STAYS_TEXT = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def safe_cell(text: str) -> str:
    """``text`` with an apostrophe in front where a spreadsheet would compute it; only for text, never for numbers."""
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def file_name(base: str, ending: str) -> str:
    """``base`` reduced to letters, digits, ``.``, ``-`` and ``_``, which every system accepts, plus the ending."""
    kept = re.sub(r"[^A-Za-z0-9.-]+", "_", base).strip("._")
    return f"{kept[:_LONGEST_NAME]}.{ending}"
