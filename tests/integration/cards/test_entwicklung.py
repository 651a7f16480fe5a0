"""The cards of the page Entwicklung against the oracle: every cell, over random and reference data."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest

from domain.formats import NBSP
from tests import control_oracle, oracle
from tests.card_oracle import (
    MEASURED_BY_STANDARD,
    SHARES,
    SMALLEST_BASE,
    Auswahl,
    World,
    differences,
    share_cell,
)
from tests.random_data import random_selection

KENNZAHLEN = tuple(code for code in oracle.KENNZAHLEN if code not in ("ueberfaellig", "offen_in_frist"))
COUNTS = tuple(
    code for code in KENNZAHLEN if code in oracle.REACTION_COUNTS + oracle.ANLIEGEN_COUNTS + oracle.PETITION_COUNTS
)
DIMENSIONS = (
    "jobcenter",
    "bereich",
    "thema",
    "kanal",
    "personenkreis",
    "art",
    "hauptart",
    "ombudsstelle",
    "bewertung",
)
REFERENCE_SELECTIONS: tuple[Auswahl, ...] = (
    {"von": "2020-01", "bis": "2020-12"},
    {"von": "2018-01", "bis": "2021-03"},
    {"von": "2021-02", "bis": "2021-06", "vergleich": "vorperiode", "kanal": "email"},
)
JE_1000, ANTEIL = "je_1000", "anteil"
LENGTHS = {"monat": 1, "quartal": 3, "jahr": 12}


def asked(world: World, seed: int) -> list[tuple[Auswahl, dict[str, str]]]:
    """Random selections with random choices of the page, every indicator at least once."""
    rng = random.Random(seed)
    return [
        (
            random_selection(rng, world.lieferung, world.datenstand),
            {
                "kennzahl": kennzahl,
                "je": rng.choice(list(LENGTHS)),
                "darstellung": rng.choice(["absolut", ANTEIL, JE_1000]),
            },
        )
        for kennzahl in (*KENNZAHLEN, *COUNTS)
    ]


def test_every_cell_of_the_course_is_the_one_counted_by_hand(random_worlds: list[World]):
    wrong = []
    for at, world in enumerate(random_worlds):
        for auswahl, options in asked(world, at):
            card = world.card("verlauf", auswahl, **options)
            wrong += [
                (world.name, auswahl, options, told) for told in differences(card, course(world, auswahl, options))
            ]

    assert wrong == []


@pytest.mark.parametrize("auswahl", REFERENCE_SELECTIONS, ids=str)
def test_the_course_of_the_reference_data_is_the_one_counted_by_hand(reference_world: World, auswahl: Auswahl):
    for kennzahl in KENNZAHLEN:
        options = {"kennzahl": kennzahl, "je": "quartal" if len(auswahl) > 2 else "monat"}
        card = reference_world.card("verlauf", auswahl, **options)

        assert differences(card, course(reference_world, auswahl, options)) == [], kennzahl


def test_every_cell_of_a_split_course_is_the_one_counted_by_hand(random_worlds: list[World]):
    wrong: list[Any] = []
    for at, world in enumerate(random_worlds):
        rng = random.Random(100 + at)
        for auswahl, options in asked(world, 50 + at):
            options["nach"] = rng.choice(DIMENSIONS)
            card = world.card("verlauf-aufgeteilt", auswahl, **options)
            expected = split_rows(world, auswahl, options)
            found = {tuple(row[:1]): row for row in card["zeilen"]}
            order = [row[0] for row in card["zeilen"]]
            card["zeilen"] = [found[(row[0],)] for row in expected[:-1] if (row[0],) in found]
            wrong += [(world.name, auswahl, options, told) for told in differences(card, expected)]
            ordered = sorted(expected[:-1], key=lambda row: order.index(row[0]) if row[0] in order else -1)
            wrong += [(world.name, auswahl, options, order)] if not is_ordered(world, auswahl, options, ordered) else []

    assert wrong == []


def course(world: World, auswahl: Auswahl, options: dict[str, str]) -> list[list[Any]]:
    """The rows of the card Verlauf, the total last."""
    kennzahl, je = options["kennzahl"], options["je"]
    answer = world.answer(auswahl, kennzahl, je)
    shown = Shown(world, auswahl, options, of_parts=False)
    undecided = world.undecided(auswahl, kennzahl, je)
    rows = [
        shown.row(key[0], werte[kennzahl], at, bool(undecided.get(key)) or shown.broken(at))
        for at, (key, werte) in enumerate(answer.zeilen.items())
    ]
    total = shown.row("Gesamt", answer.summe[kennzahl], -1, bool(undecided.get(())) or shown.broken(-1))
    return [*rows, total]


def split_rows(world: World, auswahl: Auswahl, options: dict[str, str]) -> list[list[Any]]:
    """The rows of the card Aufgeteilter Verlauf in any order, the total last."""
    kennzahl, je, nach = options["kennzahl"], options["je"], options["nach"]
    shown = Shown(world, auswahl, options, of_parts=True)
    whole = world.answer(auswahl, kennzahl, nach)
    in_time = world.answer(auswahl, kennzahl, je, nach).zeilen
    silent = bool(world.undecided(auswahl, kennzahl).get(())) or shown.broken(-1, nach)
    axis = list(oracle.buckets(world.periods(auswahl).months, [je]))
    rows = []
    for (code,), werte in whole.zeilen.items():
        cells = [shown.value(in_time[(*bucket, code)][kennzahl], at) for at, bucket in enumerate(axis)]
        rows.append([*shown.split_head(world.name_of(nach, code), werte[kennzahl], silent), *cells])
    over_time = world.answer(auswahl, kennzahl, je).zeilen
    cells = [shown.value(over_time[bucket][kennzahl], at) for at, bucket in enumerate(axis)]
    return [*rows, [*shown.split_head("Gesamt", whole.summe[kennzahl], silent), *cells]]


def is_ordered(world: World, auswahl: Auswahl, options: dict[str, str], rows: list[list[Any]]) -> bool:
    """Whether the parts stand by the size of their change (of their value where none is told), small bases last."""
    kennzahl, nach = options["kennzahl"], options["nach"]
    shown = Shown(world, auswahl, options, of_parts=True)
    names = {
        world.name_of(nach, code): werte[kennzahl]
        for (code,), werte in world.answer(auswahl, kennzahl, nach).zeilen.items()
    }
    told = (
        world.is_compared(auswahl)
        and not world.undecided(auswahl, kennzahl).get(())
        and not shown.broken(-1, nach)
        and not shown.starts_before_the_data
    )
    sizes = []
    for row in rows:
        now, past = shown.parts(names[row[0]], -1), shown.parts(names[row[0]], -1, past=True)
        size = None if told and (now[0] is None or past[0] is None) else (now[0] - past[0] if told else now[0])
        bases = [base for base in (now[2], past[2]) if base is not None] if shown.is_share else []
        last = size is None or any(base < SMALLEST_BASE for base in bases)
        sizes.append((last, -abs(size or 0)))
    return all(a[0] < b[0] or (a[0] == b[0] and a[1] <= b[1] + 1e-12) for a, b in itertools.pairwise(sizes))


class Shown:
    """How the indicator is shown: as it is, as a share, or per thousand Bedarfsgemeinschaften."""

    def __init__(self, world: World, auswahl: Auswahl, options: dict[str, str], *, of_parts: bool) -> None:
        self.world, self.auswahl, self.options = world, auswahl, options
        self.kennzahl, self.je = options["kennzahl"], options["je"]
        self.periods = world.periods(auswahl)
        form = options.get("darstellung", "absolut")
        filters = oracle.wanted(auswahl)
        self.form = form if self.kennzahl in COUNTS else "absolut"
        if self.form == ANTEIL and not of_parts and not filters:
            self.form = "absolut"
        self.bases = self._bases(of_parts)

    @property
    def is_share(self) -> bool:
        return self.form == ANTEIL or (self.form == "absolut" and self.kennzahl in SHARES)

    @property
    def starts_before_the_data(self) -> bool:
        earlier, first = self.periods.comparison(), self.periods.first_eingang
        return earlier is not None and first is not None and earlier.start < first.replace(day=1)

    def broken(self, at: int, split: str | None = None) -> bool:
        """Whether the yardstick changes between a bucket (−1: the period) and its comparison."""
        if self.auswahl.get("vergleich") == "ohne":
            return False
        now = [*oracle.buckets(self.periods.months, [self.je]).values()]
        distance = 12 if self.periods.vergleich == "vorjahr" else len(self.periods.months)
        earlier = [oracle.months_back(month, distance) for month in self.periods.months]
        past = [*oracle.buckets(earlier, [self.je]).values()]
        months, before = (self.periods.months, earlier) if at < 0 else (now[at], past[at] if at < len(past) else [])
        if not before:
            return False
        first, last = oracle.first_day(before[0]), oracle.last_day(months[-1])
        return self.world.has_break(self.auswahl, self.kennzahl, split, first, last)

    def _bases(self, of_parts: bool) -> list[tuple[float | None, float | None]]:
        """What is divided by, per bucket and last in total: now and before."""
        if self.form == ANTEIL:
            auswahl = self.auswahl
            if not of_parts:
                auswahl = {key: value for key, value in auswahl.items() if key not in oracle.wanted(auswahl)}
            found = self.world.answer(auswahl, self.kennzahl, self.je)
            werte = [*(row[self.kennzahl] for row in found.zeilen.values()), found.summe[self.kennzahl]]
            return [(one.wert, one.vergleich) for one in werte]
        if self.form != JE_1000:
            return []
        now = [*oracle.buckets(self.periods.months, [self.je]).values(), self.periods.months]
        stand = self.world.datenstand
        means = [self.world.bedarfsgemeinschaften(self.auswahl, months, stand) for months in now]
        earlier = self.periods.comparison()
        if earlier is None:
            return [(mean, None) for mean in means]
        past: list[Any] = [*oracle.buckets(earlier.months, [self.je]).values()]
        past = [*(past + [[]] * len(now))[: len(now) - 1], earlier.months]
        before = [self.world.bedarfsgemeinschaften(self.auswahl, months, earlier.end) for months in past]
        return list(zip(means, before, strict=True))

    def parts(self, werte: oracle.Werte, at: int, *, past: bool = False) -> tuple[Any, Any, Any]:
        """(shown value, above, below) of a bucket, exact."""
        count = werte.vergleich if past else werte.wert
        above, below = (werte.vergleich_zaehler, werte.vergleich_nenner) if past else (werte.zaehler, werte.nenner)
        if not self.bases:
            return count, above, below
        base = self.bases[at][1 if past else 0]
        factor = 1000 if self.form == JE_1000 else 1
        value = None if count is None or not base else factor * count / base
        return value, above, None if base is None else round(base)

    def value(self, werte: oracle.Werte, at: int, *, past: bool = False) -> Any:
        """A cell."""
        value, above, below = self.parts(werte, at, past=past)
        return share_cell(above, below) if self.is_share and value is not None else value

    def _compared(self, werte: oracle.Werte, at: int, silent: bool) -> list[Any]:
        now, past = self.value(werte, at), self.value(werte, at, past=True)
        told = not silent and not isinstance(now, str) and not isinstance(past, str)
        exact_now, exact_past = self.parts(werte, at)[0], self.parts(werte, at, past=True)[0]
        difference = None if exact_now is None or exact_past is None or not told else exact_now - exact_past
        cells = [past, difference]
        if self.kennzahl in COUNTS and self.form == "absolut":
            enough = werte.vergleich is not None and werte.vergleich >= SMALLEST_BASE
            cells.append(werte.veraenderung if enough and told else None)
        return cells

    def row(self, name: str, werte: oracle.Werte, at: int, silent: bool) -> list[Any]:
        """A row of the card Verlauf."""
        cells = [name, self.value(werte, at)]
        if self.bases or self.kennzahl in (*SHARES, "anliegen_je_reaktion"):
            cells += self.parts(werte, at)[1:]
        return cells + (self._compared(werte, at, silent) if self.world.is_compared(self.auswahl) else [])

    def split_head(self, name: str, werte: oracle.Werte, silent: bool) -> list[Any]:
        """The cells before the course of a part."""
        compared = self._compared(werte, -1, silent) if self.world.is_compared(self.auswahl) else []
        return [name, self.value(werte, -1), *compared]


def test_deadline_figures_are_among_those_that_are_tried():
    assert MEASURED_BY_STANDARD & set(KENNZAHLEN) == {"fristquote", "fristgerecht", "verspaetet"}


def test_every_limit_and_signal_of_the_control_chart_is_the_one_computed_by_hand(
    random_worlds: list[World], reference_world: World
):
    wrong: list[Any] = []
    seen: set[str] = set()
    for at, world in enumerate([*random_worlds, reference_world]):
        rng = random.Random(200 + at)
        for kennzahl in KENNZAHLEN:
            auswahl = random_selection(rng, world.lieferung, world.datenstand)
            auswahl = auswahl if world is not reference_world else rng.choice(REFERENCE_SELECTIONS)
            options = {"kennzahl": kennzahl, "je": rng.choice(["monat", "monat", "quartal", "jahr"])}
            event = rng.choice([None, *world.events(auswahl)])
            card = world.card("regelkarte", auswahl, **options, neu_ab=new_limits(world, auswahl, event))
            wrong += [
                (world.name, auswahl, options, told) for told in chart_differences(world, auswahl, options, event, card)
            ]
            seen |= {text.split(" ", 1)[-1] for row in card["zeilen"] for text in row[-2].split("; ") if text}

    assert wrong == []
    assert {"Monat unter der unteren Grenze", "Monate in Folge unter dem Mittel"} <= seen


def new_limits(world: World, auswahl: Auswahl, event: Any) -> str:
    """The day of an event, as the page names it; limits can only begin anew after the first day of the period."""
    return "keine" if event is None else event["datum_von"].isoformat()


def chart_differences(world: World, auswahl: Auswahl, options: dict[str, str], event: Any, card: Any) -> list[str]:
    first = oracle.first_day(world.periods(auswahl).months[0])
    day = None if event is None or event["datum_von"] <= first else event["datum_von"]
    expected = control_oracle.chart(world, auswahl, options["kennzahl"], options["je"], day)
    suits = options["kennzahl"] not in oracle.QUANTILES and expected is not None and not expected.sparse
    rows = expected.rows if suits and expected is not None else []
    for row in [*card["zeilen"], *rows]:
        row[-2] = "; ".join(sorted(row[-2].replace(NBSP, " ").split("; ")))
    return differences(card, rows)
