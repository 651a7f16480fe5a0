"""What the cards of pages must show, recomputed from the raw rows of a delivery: periods, breaks, shown values.

Imports nothing of the application but the names of fixed codes; ``tests.oracle`` counts, this module says how a count
is shown. ``World`` is a delivery behind the public interface.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from domain.merkmale import MERKMALE
from tests import oracle
from tests.api_server import ApiServer
from tests.oracle import Lieferung, Monat, Periods, Row
from tests.random_data import JOBCENTER, random_delivery

SMALLEST_BASE = 20
PRECISION = 1e-12
STATES = ("fristgerecht", "verspaetet", "ueberfaellig", "offen_in_frist")
MEASURED_BY_STANDARD = {"fristquote", *STATES}
CATALOGUES = {"bereich", "thema", "kanal", "personenkreis"}
SHARES = ("begruendetenquote", "ombudsquote", "fristquote")
DENOMINATORS = "bedarfsgemeinschaften"
FIRST_DAY_TRIED, DAYS_TRIED = date(2016, 1, 1), 3000

Auswahl = dict[str, str]


@dataclass(frozen=True)
class World:
    """A delivery, its Datenstand, and the interface that answers from it."""

    name: str
    server: ApiServer = field(repr=False)
    lieferung: Lieferung = field(repr=False)
    datenstand: date
    _answers: dict[Any, oracle.Result] = field(default_factory=dict, repr=False)
    _changes: dict[str, set[date]] = field(default_factory=dict, repr=False)

    def card(self, slug: str, auswahl: Auswahl, **options: str) -> Any:
        """A card as the interface answers it."""
        return self.server.json(f"karten/{slug}.json", **auswahl, **options)

    def answer(self, auswahl: Auswahl, kennzahl: str, *nach: str) -> oracle.Result:
        """The oracle's answer, for the indicator and all that have the same rows."""
        petitions = kennzahl in oracle.PETITION_COUNTS
        key = (petitions, nach, *sorted(auswahl.items()))
        if key not in self._answers:
            codes = [code for code in oracle.KENNZAHLEN if (code in oracle.PETITION_COUNTS) == petitions]
            self._answers[key] = oracle.aggregate(self.lieferung, self.datenstand, auswahl, codes, list(nach))
        return self._answers[key]

    def name_of(self, merkmal: str, code: str) -> str:
        """The name of a code as cards write it."""
        about = MERKMALE[merkmal]
        if code == about.ohne:
            return about.ohne_name
        catalogue = {row["code"]: row["name"] for row in self.lieferung.get(merkmal, [])}
        return (catalogue or about.werte)[code]

    def periods(self, auswahl: Auswahl) -> Periods:
        """The months of the selection and how they are compared."""
        von, bis = (auswahl["von"], auswahl["bis"]) if "von" in auswahl else oracle.default_period(self.datenstand)
        received = [row["eingang_am"] for row in self.lieferung["kundenreaktion"] if row["status"] != "storniert"]
        return Periods(
            oracle.months_between(von, bis),
            auswahl.get("vergleich", "vorjahr"),
            self.datenstand,
            min(received, default=None),
        )

    def is_compared(self, auswahl: Auswahl) -> bool:
        """Whether there is a comparison period that reaches into the data."""
        periods = self.periods(auswahl)
        earlier = periods.comparison()
        return earlier is not None and not periods.is_before_the_data(earlier.end)

    def undecided(self, auswahl: Auswahl, kennzahl: str, *nach: str) -> dict[oracle.Key, int]:
        """Per row, and below ``()`` in total: cases inside their deadline, now and in the comparison."""
        if kennzahl not in MEASURED_BY_STANDARD:
            return {}
        found = self.answer(auswahl, "offen_in_frist", *nach)
        rows = {**found.zeilen, (): found.summe}
        return {key: sum(each(werte["offen_in_frist"])) for key, werte in rows.items()}

    def has_break(self, auswahl: Auswahl, kennzahl: str, split: str | None, first: date, last: date) -> bool:
        """Whether the yardstick is another one on a day after ``first`` up to ``last``."""
        return any(first < day <= last for day in self.breaks(auswahl, kennzahl, split))

    def breaks(self, auswahl: Auswahl, kennzahl: str, split: str | None = None) -> set[date]:
        """All days from which an indicator is measured in another way than the day before."""
        found: set[date] = set()
        if kennzahl in MEASURED_BY_STANDARD:
            for code in chosen(auswahl, "jobcenter") or [row["code"] for row in self.lieferung["jobcenter"]]:
                found |= self._changes_of_rule(code)
        if CATALOGUES & {split, *oracle.wanted(auswahl)}:
            found |= {
                event["datum_von"]
                for event in self.lieferung.get("ereignis", [])
                if event["kategorie"] == "Katalog" and self.concerns(event, auswahl)
            }
        return found

    def _changes_of_rule(self, jobcenter: str) -> set[date]:
        """The days on which another rule begins, found by trying every day."""
        if jobcenter not in self._changes:
            days = [FIRST_DAY_TRIED + timedelta(days=step) for step in range(DAYS_TRIED)]
            rules = [self.rule(jobcenter, day) for day in days]
            pairs = zip(days[1:], rules, rules[1:], strict=False)
            self._changes[jobcenter] = {day for day, old, new in pairs if old and new and old != new}
        return self._changes[jobcenter]

    def rule(self, jobcenter: str, day: date) -> tuple[Any, ...] | None:
        """The deadline rule for receipts of a day."""
        standard = self.standard(jobcenter, day)
        return None if standard is None else tuple(standard[key] for key in ("frist_tage", "tageart", SHIFT))

    def standard(self, jobcenter: str, day: date) -> Row | None:
        """The standard for receipts of a day; the Jobcenter's own wins."""
        valid = [
            row
            for row in self.lieferung["qualitaetsstandard"]
            if row["jobcenter"] in (None, jobcenter) and row["gueltig_von"] <= day <= (row["gueltig_bis"] or date.max)
        ]
        own = [row for row in valid if row["jobcenter"] == jobcenter]
        return next(iter(own or valid), None)

    def target(self, auswahl: Auswahl, day: date) -> float | None:
        """The Zielquote on a day, where all Jobcenter of the selection have the same one."""
        codes = chosen(auswahl, "jobcenter") or [row["code"] for row in self.lieferung["jobcenter"]]
        standards = [self.standard(code, day) for code in codes]
        targets = {standard["zielquote"] for standard in standards if standard is not None}
        only = targets.pop() if len(targets) == 1 else None
        return None if only is None else float(only)

    def concerns(self, event: Row, auswahl: Auswahl) -> bool:
        """Whether an event bound to a Jobcenter, Bereich or Kanal belongs to the selection."""
        above = {row["code"]: row["uebergeordnet"] for row in self.lieferung["bereich"]}
        for merkmal in ("jobcenter", "bereich", "kanal"):
            codes, own = chosen(auswahl, merkmal), event.get(merkmal)
            if not codes or own is None:
                continue
            path = [own]
            while merkmal == "bereich" and above.get(path[-1]) is not None:
                path.append(above[path[-1]])
            if not set(path) & set(codes):
                return False
        return True

    def events(self, auswahl: Auswahl) -> list[Row]:
        """The events of the selection that begin in its period."""
        months = self.periods(auswahl).months
        first, last = oracle.first_day(months[0]), oracle.last_day(months[-1])
        return [
            event
            for event in self.lieferung.get("ereignis", [])
            if first <= event["datum_von"] <= last and self.concerns(event, auswahl)
        ]

    def bedarfsgemeinschaften(self, auswahl: Auswahl, months: Sequence[Monat], until: date) -> float | None:
        """Their mean over the months that begin not after ``until``; None where a Jobcenter has not reported."""
        codes = chosen(auswahl, "jobcenter") or [row["code"] for row in self.lieferung["jobcenter"]]
        reported = {
            (row["jobcenter"], row["monat"]): float(row["wert"])
            for row in self.lieferung.get("bezugsgroesse", [])
            if row["art"] == DENOMINATORS
        }
        counted = [month for month in months if oracle.first_day(month) <= until]
        sums = []
        for year, number in counted:
            values = [reported.get((code, f"{year}-{number:02}")) for code in codes]
            if None in values:
                return None
            sums.append(sum(value for value in values if value is not None))
        return sum(sums) / len(sums) if sums else None


SHIFT = "verschiebe_auf_werktag"


def each(werte: oracle.Werte) -> list[int]:
    """Value and comparison of a count, those that there are."""
    return [int(value) for value in (werte.wert, werte.vergleich) if value is not None]


def chosen(auswahl: Auswahl, merkmal: str) -> list[str]:
    """The codes of a filter; none: all."""
    return auswahl[merkmal].split(",") if auswahl.get(merkmal) else []


def share_cell(zaehler: int | None, nenner: int | None) -> float | str | None:
    """A share as tables show it: ``5 von 8`` below the smallest base."""
    if zaehler is None or not nenner:
        return None
    return zaehler / nenner if nenner >= SMALLEST_BASE else f"{zaehler} von {nenner}"


def matches(found: Any, expected: Any) -> bool:
    """Whether a cell is the expected one: None is not 0, a text is not a number, numbers agree to 12 digits."""
    if expected is None or isinstance(expected, str) or found is None or isinstance(found, str):
        return bool(found == expected and type(found) is type(expected))
    return abs(found - expected) <= PRECISION * max(1.0, abs(expected))


def differences(card: Any, expected: Sequence[Sequence[Any]]) -> list[str]:
    """Every cell of the rows (the total last) that is not as expected; empty where all are."""
    rows = [*card["zeilen"], *([card["summe"]] if card["summe"] is not None else [])]
    names = [column["name"] for column in card["spalten"]]
    if len(rows) != len(expected):
        return [f"{len(rows)} rows instead of {len(expected)}"]
    return [
        f"{row[0]} / {name}: {cell!r} instead of {wanted!r}"
        for row, other in zip(rows, expected, strict=True)
        for name, cell, wanted in zip(names, row, other, strict=True)
        if not matches(cell, wanted)
    ]


def worlds_of(seeds: Sequence[int], size: int) -> Iterator[tuple[str, Lieferung, date]]:
    """Random deliveries with denominators, of which one is missing, and events, of which one changes a catalogue."""
    for seed in seeds:
        lieferung, datenstand = random_delivery(seed, size)
        rng = random.Random(seed)
        lieferung["bezugsgroesse"] = _denominators(rng)
        lieferung["ereignis"] = _events(rng, lieferung)
        yield f"random {seed}", lieferung, datenstand


def _denominators(rng: random.Random) -> list[Row]:
    missing = (rng.choice(JOBCENTER)[0], f"{rng.choice([2019, 2020])}-{rng.randint(1, 12):02}")
    return [
        {"jobcenter": row[0], "monat": month, "art": DENOMINATORS, "wert": rng.randint(500, 9000)}
        for row in JOBCENTER
        for month in (f"{year}-{number:02}" for year in (2018, 2019, 2020, 2021) for number in range(1, 13))
        if (row[0], month) != missing
    ]


def _events(rng: random.Random, lieferung: Lieferung) -> list[Row]:
    bereiche = [row["code"] for row in lieferung["bereich"]]
    return [
        {
            "datum_von": date(2018, 1, 1) + timedelta(days=rng.randint(0, 1100)),
            "datum_bis": None,
            "titel": f"Ereignis {number}",
            "kategorie": "Katalog" if number == 0 else "Zugang",
            "jobcenter": rng.choice([None, None, "ruhr"]),
            "bereich": rng.choice([None, None, *bereiche]),
            "kanal": rng.choice([None, None, "mail"]),
        }
        for number in range(8)
    ]
