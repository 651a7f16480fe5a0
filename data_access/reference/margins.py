"""The table of margins: how many cases of each kind every period has to hold."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qsl

MARGINS_FILE = Path(__file__).with_name("margins.csv")
ANY_OF = ","

_PERIOD = re.compile(r"(?P<year>\d{4})(-Q(?P<quarter>[1-4]))?( \(fiktiv\))?")


@dataclass(frozen=True)
class Margin:
    """One line of the table: what is counted (Kennzahl), of which cases (auswahl), and how many in each period."""

    groesse: str
    kennzahl: str
    auswahl: Mapping[str, str]
    werte: Mapping[str, int]


def load_margins(path: Path = MARGINS_FILE) -> list[Margin]:
    """All lines of the table, in its order; the columns of periods are those whose name begins with a year."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    return [_margin(row) for row in rows]


def _margin(row: Mapping[str, str]) -> Margin:
    periods = {name: _PERIOD.fullmatch(name) for name in row}
    werte = {name.split(" ")[0]: int(row[name]) for name, found in periods.items() if found}
    return Margin(row["groesse"], row["kennzahl"], dict(parse_qsl(row["auswahl"])), werte)


def bounds(zeitraum: str) -> tuple[date, date]:
    """First and last day of a period of the table: ``2020`` or ``2021-Q1``."""
    found = _PERIOD.fullmatch(zeitraum)
    if found is None:
        raise ValueError(f"no period of the table of margins: {zeitraum!r}")
    year, quarter = int(found["year"]), found["quarter"]
    if quarter is None:
        return date(year, 1, 1), date(year, 12, 31)
    after = date(year + int(quarter) // 4, int(quarter) * 3 % 12 + 1, 1)
    return date(year, int(quarter) * 3 - 2, 1), after - timedelta(days=1)


class Counts:
    """The margins of one period, looked up by what they count."""

    def __init__(self, margins: list[Margin], zeitraum: str) -> None:
        self.zeitraum = zeitraum
        self.first, self.last = bounds(zeitraum)
        self._margins = margins

    def total(self, kennzahl: str, **auswahl: str) -> int:
        """The one number of that selection; KeyError where the table does not have it."""
        for margin in self._margins:
            if margin.kennzahl == kennzahl and margin.auswahl == auswahl:
                return margin.werte[self.zeitraum]
        raise KeyError(f"the table of margins has no {kennzahl} for {auswahl}")

    def split(self, kennzahl: str, *by: str, **fixed: str) -> dict[tuple[str, ...], int]:
        """The numbers for every combination of the filters in ``by`` under the fixed ones, in the table's order.

        Lines that name several codes of one filter overlap with those of the single codes and are left out.
        """
        return {
            codes: count
            for codes, count in self._matching(kennzahl, by, fixed)
            if not any(ANY_OF in code for code in codes)
        }

    def unions(self, kennzahl: str, by: str, **fixed: str) -> dict[tuple[str, ...], int]:
        """The numbers of cases that have at least one of several codes of one filter, keyed by those codes."""
        return {
            tuple(codes.split(ANY_OF)): count
            for (codes,), count in self._matching(kennzahl, (by,), fixed)
            if ANY_OF in codes
        }

    def _matching(
        self, kennzahl: str, by: tuple[str, ...], fixed: Mapping[str, str]
    ) -> list[tuple[tuple[str, ...], int]]:
        return [
            (tuple(margin.auswahl[name] for name in by), margin.werte[self.zeitraum])
            for margin in self._margins
            if margin.kennzahl == kennzahl
            and margin.auswahl.keys() == {*by, *fixed}
            and all(margin.auswahl[name] == code for name, code in fixed.items())
        ]
